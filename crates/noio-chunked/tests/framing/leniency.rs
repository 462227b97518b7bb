//! Each leniency, without its flag and with it.

use noio_chunked::framing::{self, Config, Version};

use crate::{content_length, request, request_with, response, response_to, words};

#[test]
fn config_is_strict() {
    let Config {
        allow_content_length_with_transfer_encoding,
        allow_repeated_content_length,
        allow_transfer_encoding_in_http10,
        allow_transfer_encoding_without_content,
        ..
    } = Config::new();
    assert!(!allow_content_length_with_transfer_encoding && !allow_repeated_content_length);
    assert!(!allow_transfer_encoding_in_http10 && !allow_transfer_encoding_without_content);
    assert_eq!(Config::new(), Config::default());
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
    let mut config = Config::new();
    config.allow_content_length_with_transfer_encoding = true;
    for fields in orders {
        let refused = "content-length-with-transfer-encoding 1";
        assert_eq!(request(&fields), format!("400 {refused}"));
        assert_eq!(response(&fields), format!("502 {refused}"));
        assert_eq!(request_with(config, &fields), "chunked close strip gzip");
        assert_eq!(
            response_to("GET", 200, config, &fields),
            "chunked close strip gzip"
        );
    }
    // The field that is overridden is looked at all the same.
    let fields = [("Content-Length", "+5"), ("Transfer-Encoding", "chunked")];
    assert_eq!(
        request_with(config, &fields),
        "400 invalid-content-length 0"
    );
    let fields = [("Transfer-Encoding", "gzip"), ("Content-Length", "5")];
    assert_eq!(
        request_with(config, &fields),
        "400 final-coding-not-chunked 0"
    );
    let expected = "until-close close strip gzip";
    assert_eq!(response_to("GET", 200, config, &fields), expected);
}

/// §6.1: framing that is to be taken as faulty.
#[test]
fn transfer_encoding_in_http10_is_refused_unless_allowed() {
    let fields = [("Transfer-Encoding", "chunked")];
    let request = |config| words(framing::request(Version::Http10, fields, &config));
    let response = |method: &[u8], status, config| {
        words(framing::response(
            method,
            status,
            Version::Http10,
            fields,
            &config,
        ))
    };
    let mut config = Config::new();
    assert_eq!(request(config), "400 transfer-encoding-in-http10 0");
    assert_eq!(
        response(b"GET", 200, config),
        "502 transfer-encoding-in-http10 0"
    );
    assert_eq!(
        response(b"HEAD", 200, config),
        "502 transfer-encoding-in-http10 0"
    );
    assert_eq!(response(b"CONNECT", 200, config), "tunnel");
    config.allow_transfer_encoding_in_http10 = true;
    assert_eq!(request(config), "chunked close");
    assert_eq!(response(b"GET", 200, config), "chunked close");
    assert_eq!(response(b"HEAD", 200, config), "none close");

    let length = [("Content-Length", "5")];
    let seen = framing::request(Version::Http10, length, &Config::new());
    assert_eq!(words(seen), "length 5");
}

/// §6.1: a server MUST NOT send it there.
#[test]
fn transfer_encoding_without_content_is_refused_unless_allowed() {
    let fields = [("Date", "today"), ("Transfer-Encoding", "chunked")];
    let mut config = Config::new();
    for status in [100, 101, 199, 204] {
        let seen = response_to("GET", status, config, &fields);
        assert_eq!(seen, "502 transfer-encoding-without-content 1", "{status}");
    }
    config.allow_transfer_encoding_without_content = true;
    for status in [100, 101, 199] {
        assert_eq!(
            response_to("GET", status, config, &fields),
            "none",
            "{status}"
        );
    }
    // A last chunk may follow, which must not be read as a response.
    assert_eq!(response_to("GET", 204, config, &fields), "none close");
}

/// §6.3, rule 5.
#[test]
fn repeated_content_length_is_refused_unless_allowed() {
    let mut config = Config::new();
    config.allow_repeated_content_length = true;
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
        assert_eq!(request_with(config, &fields), "length 5", "{values:?}");
        assert_eq!(
            response_to("GET", 200, config, &fields),
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
        assert_eq!(request_with(config, &fields), expected, "{values:?}");
    }
    for value in ["5, 5,", "5, +5", "5, x", "5,,5"] {
        let seen = request_with(config, &[("Content-Length", value)]);
        assert_eq!(seen, "400 invalid-content-length 0", "{value:?}");
    }
    assert_eq!(
        content_length(&["5, 6"]),
        "400 conflicting-content-length 0"
    );
}
