//! Each leniency, without its flag and with it.

use noio_chunked::framing::{self, Policy, Version};

use crate::{content_length, request, request_with, response, response_to, words};

#[test]
fn config_is_strict() {
    let Policy {
        allow_content_length_with_transfer_encoding,
        allow_repeated_content_length,
        allow_transfer_encoding_in_http10,
        allow_transfer_encoding_without_content,
        ..
    } = Policy::new();
    assert!(!allow_content_length_with_transfer_encoding && !allow_repeated_content_length);
    assert!(!allow_transfer_encoding_in_http10 && !allow_transfer_encoding_without_content);
    assert_eq!(Policy::new(), Policy::default());
}

/// §6.3, rule 3.
#[test]
fn both_fields_are_refused_unless_allowed() {
    let orders = [
        [
            ("Transfer-Encoding", "gzip, chunked"),
            ("Content-Length", "5"),
        ],
        [
            ("Content-Length", "5"),
            ("Transfer-Encoding", "gzip, chunked"),
        ],
    ];
    let mut policy = Policy::new();
    policy.allow_content_length_with_transfer_encoding = true;
    for fields in orders {
        let refused = "content-length-with-transfer-encoding 1";
        assert_eq!(request(&fields), format!("400 {refused}"));
        assert_eq!(response(&fields), format!("502 {refused}"));
        assert_eq!(request_with(policy, &fields), "chunked close strip gzip");
        assert_eq!(
            response_to("GET", 200, policy, &fields),
            "chunked close strip gzip"
        );
    }
    // The field that is overridden is looked at all the same.
    let fields = [("Content-Length", "+5"), ("Transfer-Encoding", "chunked")];
    assert_eq!(
        request_with(policy, &fields),
        "400 invalid-content-length 0"
    );
    let fields = [("Transfer-Encoding", "gzip"), ("Content-Length", "5")];
    assert_eq!(
        request_with(policy, &fields),
        "400 final-coding-not-chunked 0"
    );
    let expected = "until-close close strip gzip";
    assert_eq!(response_to("GET", 200, policy, &fields), expected);
}

/// §6.1: framing that is to be taken as faulty.
#[test]
fn transfer_encoding_in_http10_is_refused_unless_allowed() {
    let fields = [("Transfer-Encoding", "chunked")];
    let request = |policy| words(framing::request(Version::Http10, fields, &policy));
    let response = |method: &[u8], status, policy| {
        words(framing::response(
            method,
            status,
            Version::Http10,
            fields,
            &policy,
        ))
    };
    let mut policy = Policy::new();
    assert_eq!(request(policy), "400 transfer-encoding-in-http10 0");
    assert_eq!(
        response(b"GET", 200, policy),
        "502 transfer-encoding-in-http10 0"
    );
    assert_eq!(
        response(b"HEAD", 200, policy),
        "502 transfer-encoding-in-http10 0"
    );
    assert_eq!(response(b"CONNECT", 200, policy), "tunnel");
    policy.allow_transfer_encoding_in_http10 = true;
    assert_eq!(request(policy), "chunked close");
    assert_eq!(response(b"GET", 200, policy), "chunked close");
    assert_eq!(response(b"HEAD", 200, policy), "none close");

    let length = [("Content-Length", "5")];
    let seen = framing::request(Version::Http10, length, &Policy::new());
    assert_eq!(words(seen), "length 5");
}

/// §6.1: a server MUST NOT send it there.
#[test]
fn transfer_encoding_without_content_is_refused_unless_allowed() {
    let fields = [("Date", "today"), ("Transfer-Encoding", "chunked")];
    let mut policy = Policy::new();
    for status in [100, 101, 199, 204] {
        let seen = response_to("GET", status, policy, &fields);
        assert_eq!(seen, "502 transfer-encoding-without-content 1", "{status}");
    }
    policy.allow_transfer_encoding_without_content = true;
    for status in [100, 101, 199] {
        assert_eq!(
            response_to("GET", status, policy, &fields),
            "none",
            "{status}"
        );
    }
    // A last chunk may follow, which must not be read as a response.
    assert_eq!(response_to("GET", 204, policy, &fields), "none close");
}

/// §6.3, rule 5.
#[test]
fn repeated_content_length_is_refused_unless_allowed() {
    let mut policy = Policy::new();
    policy.allow_repeated_content_length = true;
    for (values, line) in [
        (&["5, 5"][..], 0),
        (&["5,5,\t5"], 0),
        (&["5", "5"], 1),
        (&["5", "05"], 1),
        (&["5", "5, 5"], 1),
    ] {
        let fields: Vec<_> = values
            .iter()
            .map(|value| ("Content-Length", *value))
            .collect();
        let expected = format!("400 repeated-content-length {line}");
        assert_eq!(request(&fields), expected, "{values:?}");
        assert_eq!(request_with(policy, &fields), "length 5", "{values:?}");
        assert_eq!(
            response_to("GET", 200, policy, &fields),
            "length 5",
            "{values:?}"
        );
    }
    for (values, line) in [
        (&["5, 6"][..], 0),
        (&["5", "6"], 1),
        (&["5", "5, 6"], 1),
        (&["5, 5, 50"], 0),
    ] {
        let fields: Vec<_> = values
            .iter()
            .map(|value| ("Content-Length", *value))
            .collect();
        let expected = format!("400 conflicting-content-length {line}");
        assert_eq!(request_with(policy, &fields), expected, "{values:?}");
    }
    for value in ["5, 5,", "5, +5", "5, x", "5,,5"] {
        let seen = request_with(policy, &[("Content-Length", value)]);
        assert_eq!(seen, "400 invalid-content-length 0", "{value:?}");
    }
    assert_eq!(
        content_length(&["5, 6"]),
        "400 conflicting-content-length 0"
    );
}
