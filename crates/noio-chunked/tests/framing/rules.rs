//! The rules of RFC 9112 §6.1 and §6.3, one by one.

use noio_chunked::framing::{self, Coding, FramingErrorKind, Policy, Reason, Version};

use crate::{content_length, request, response, response_to, transfer_encoding, words};

#[test]
fn chunked_is_known_in_any_case_and_with_whitespace_around() {
    for value in [
        "chunked",
        "Chunked",
        "CHUNKED",
        " chunked ",
        "\tchunked\t",
        ",chunked, ,",
    ] {
        assert_eq!(transfer_encoding(&[value]), "chunked", "{value:?}");
        assert_eq!(request(&[("tRANSFER-eNCODING", value)]), "chunked");
    }
}

#[test]
fn codings_beneath_chunked_are_told_in_their_order() {
    for (values, expected) in [
        (&["gzip, chunked"][..], "chunked gzip"),
        (&["gzip", "chunked"], "chunked gzip"),
        (
            &["x-gzip,X-Compress,Deflate", "chunked"],
            "chunked gzip compress deflate",
        ),
        (&["gzip, gzip, chunked"], "chunked gzip gzip"),
        (&["gzip, gzip, gzip, chunked"], "chunked gzip gzip gzip"),
    ] {
        assert_eq!(transfer_encoding(values), expected, "{values:?}");
    }
}

/// §6.3, rule 4.
#[test]
fn final_coding_of_a_request_must_be_chunked() {
    for (values, line) in [
        (&["chunked, gzip"][..], 0),
        (&["gzip"], 0),
        (&["chunked", "gzip"], 1),
        (&["deflate", "x-gzip"], 1),
    ] {
        let expected = format!("400 final-coding-not-chunked {line}");
        assert_eq!(transfer_encoding(values), expected, "{values:?}");
    }
}

/// §6.3, rule 4: it is not the recipient's to find another end.
#[test]
fn response_whose_final_coding_is_not_chunked_ends_with_the_connection() {
    for (value, expected) in [
        ("chunked, gzip", "until-close close chunked gzip"),
        ("gzip", "until-close close gzip"),
        ("gzip, chunked", "chunked gzip"),
    ] {
        assert_eq!(response(&[("Transfer-Encoding", value)]), expected);
    }
}

/// §6.1: MUST NOT apply chunked more than once.
#[test]
fn chunked_twice_is_refused() {
    for values in [
        &["chunked, chunked"][..],
        &["chunked", "Chunked"],
        &["chunked, gzip, chunked"],
    ] {
        let line = values.len() - 1;
        assert_eq!(
            transfer_encoding(values),
            format!("400 repeated-chunked {line}")
        );
    }
    let fields = [("Transfer-Encoding", "chunked, chunked")];
    assert_eq!(response(&fields), "502 repeated-chunked 0");
}

/// §7.1 and §7.2: none of them has parameters.
#[test]
fn parameters_of_codings_are_refused() {
    for value in [
        "chunked;x",
        "chunked;x=1",
        "chunked ; x",
        "chunked;",
        "gzip;q=1, chunked",
        "gzip;q=\"a,b\", chunked",
    ] {
        assert_eq!(
            transfer_encoding(&[value]),
            "400 coding-parameter 0",
            "{value:?}"
        );
    }
}

#[test]
fn unknown_codings_are_not_implemented() {
    for value in [
        "identity",
        "br",
        "xchunked",
        "\"chunked\"",
        "chunke",
        "chunkedd",
        "ch unked",
    ] {
        assert_eq!(
            transfer_encoding(&[value]),
            "501 unknown-coding 0",
            "{value:?}"
        );
        assert_eq!(
            response(&[("Transfer-Encoding", value)]),
            "502 unknown-coding 0"
        );
    }
    assert_eq!(
        transfer_encoding(&["identity, chunked"]),
        "501 unknown-coding 0"
    );
    assert_eq!(
        transfer_encoding(&["gzip", "zstd, chunked"]),
        "501 unknown-coding 1"
    );
}

#[test]
fn list_that_is_none_is_refused() {
    for value in [
        "chunked x",
        "chunked \"x\"",
        "chunked chunked",
        "gzip;a=\"b, chunked",
        "\"",
        "\"chunked\\\"",
    ] {
        let seen = transfer_encoding(&[value]);
        assert_eq!(seen, "400 invalid-transfer-encoding 0", "{value:?}");
    }
}

/// RFC 9110 §5.6.1 has a recipient skip empty elements, but §6.1 wants at least one coding.
#[test]
fn line_without_a_coding_is_refused() {
    for value in ["", " ", ",", " , ,\t"] {
        assert_eq!(
            transfer_encoding(&[value]),
            "400 empty-transfer-encoding 0",
            "{value:?}"
        );
        let seen = transfer_encoding(&["chunked", value]);
        assert_eq!(seen, "400 empty-transfer-encoding 1", "{value:?}");
    }
}

#[test]
fn codings_are_at_most_four() {
    let value = "gzip, gzip, gzip, gzip, chunked";
    assert_eq!(transfer_encoding(&[value]), "501 too-many-codings 0");
    let value = "gzip, gzip, gzip, gzip";
    let expected = "until-close close gzip gzip gzip gzip";
    assert_eq!(response(&[("Transfer-Encoding", value)]), expected);
}

/// RFC 9110 §8.6.
#[test]
fn content_length_is_one_number() {
    for (value, length) in [
        ("0", 0),
        ("5", 5),
        (" 5\t", 5),
        ("0005", 5),
        ("18446744073709551615", u64::MAX),
        ("00000000000000000000000018446744073709551615", u64::MAX),
    ] {
        assert_eq!(
            content_length(&[value]),
            format!("length {length}"),
            "{value:?}"
        );
        assert_eq!(
            response(&[("content-length", value)]),
            format!("length {length}")
        );
    }
    for value in [
        "", " ", "+5", "-5", "-0", "0x5", "5 5", "5.", "5.0", "5e1", "a", "5a", "\"5\"", "5;a",
        ",", "5,", ",5", "5,,5", "\u{665}", "1_0",
    ] {
        let expected = "400 invalid-content-length 0";
        assert_eq!(content_length(&[value]), expected, "{value:?}");
    }
    for value in [
        "18446744073709551616",
        "99999999999999999999999999999999999999999",
    ] {
        assert_eq!(
            content_length(&[value]),
            "400 content-length-overflow 0",
            "{value:?}"
        );
    }
}

/// §6.3, rules 6 to 8.
#[test]
fn without_fields_a_request_is_empty_and_a_response_ends_with_the_connection() {
    assert_eq!(request(&[]), "none");
    assert_eq!(request(&[("Host", "example.com")]), "none");
    assert_eq!(response(&[]), "until-close close");
    assert_eq!(response(&[("Content-Length", "0")]), "length 0");
}

/// §6.3, rule 1.
#[test]
fn responses_without_a_body_end_with_their_head() {
    let length = [("Content-Length", "5")];
    let chunked = [("Transfer-Encoding", "chunked")];
    for (method, status) in [("HEAD", 200), ("HEAD", 404), ("GET", 304), ("HEAD", 304)] {
        for fields in [&[][..], &length, &chunked, &[length[0], chunked[0]]] {
            let seen = response_to(method, status, Policy::new(), fields);
            assert_eq!(seen, "none", "{method} {status} {fields:?}");
        }
    }
    // There is nothing to be forwarded that would say there is (RFC 9110 §8.6).
    for status in [100, 101, 103, 199] {
        let none = response_to("GET", status, Policy::new(), &[]);
        let some = response_to("GET", status, Policy::new(), &length);
        assert_eq!((&*none, &*some), ("none", "none strip"), "{status}");
    }
    // A server that promises a body may send one.
    for (fields, expected) in [
        (&[][..], "none"),
        (&[("Content-Length", " 0")], "none strip"),
        (&length, "none close strip"),
        (&[("Content-Length", "x")], "none close strip"),
        (&[length[0], ("Content-Length", "0")], "none close strip"),
    ] {
        let seen = response_to("GET", 204, Policy::new(), fields);
        assert_eq!(seen, expected, "{fields:?}");
    }
    // Methods are case-sensitive (RFC 9110 §9.1).
    assert_eq!(response_to("head", 200, Policy::new(), &length), "length 5");
}

/// §6.3, rule 2.
#[test]
fn successful_connect_begins_a_tunnel() {
    let fields = [("Content-Length", "5"), ("Transfer-Encoding", "nonsense")];
    for status in [200, 204, 299] {
        assert_eq!(
            response_to("CONNECT", status, Policy::new(), &fields),
            "tunnel strip"
        );
        assert_eq!(
            response_to("CONNECT", status, Policy::new(), &fields[1..]),
            "tunnel"
        );
    }
    for status in [199, 300, 304] {
        let seen = response_to("CONNECT", status, Policy::new(), &fields[..1]);
        assert!(!seen.starts_with("tunnel"), "{seen}");
    }
    assert_eq!(
        response_to("CONNECT", 407, Policy::new(), &fields[..1]),
        "length 5"
    );
    assert_eq!(
        response_to("connect", 200, Policy::new(), &fields[..1]),
        "length 5"
    );
}

/// What follows is no response.
#[test]
fn switch_of_protocols_has_a_reason_of_its_own() {
    let decide = |status| {
        let fields = [("Upgrade", "websocket")];
        let decided = framing::response(b"GET", status, Version::Http11, fields, &Policy::new());
        decided.expect("legal").reason()
    };
    assert_eq!(decide(101), Reason::SwitchingProtocols);
    assert_eq!(decide(101).section(), "RFC 9112 §6.3, rule 1");
    assert_eq!(
        decide(101).to_string(),
        "a response with status 101 has no body, and another protocol follows \
         (RFC 9112 §6.3, rule 1)"
    );
    assert_eq!(decide(100), Reason::Informational);
    assert_eq!(decide(102), Reason::Informational);
}

/// RFC 9110 §5.5: whoever comes next may read what follows as a field line of its own.
#[test]
fn line_ends_and_nul_are_in_no_value() {
    for value in [
        "a\nTransfer-Encoding: chunked",
        "a\r\n b",
        "a\rb",
        "a\0b",
        "\n",
    ] {
        let fields = [("Content-Length", "5"), ("X", value)];
        let error = framing::request(Version::Http11, fields, &Policy::new());
        let error = error.expect_err("ambiguous");
        assert_eq!(error.kind(), FramingErrorKind::InvalidFieldValue);
        assert_eq!((error.line(), error.is_smuggling_signal()), (1, true));
        for method in ["GET", "HEAD", "CONNECT"] {
            let answer = framing::response(
                method.as_bytes(),
                200,
                Version::Http11,
                fields,
                &Policy::new(),
            );
            assert!(answer.is_err(), "{method} {value:?}");
        }
    }
    // Other control characters are for those who read that field.
    let fields = [("Content-Length", "5"), ("X", "\x01\x7f\t\u{e9}")];
    assert!(framing::request(Version::Http11, fields, &Policy::new()).is_ok());
}

/// Fields may come as any bytes, and as text.
#[test]
fn fields_may_be_bytes_or_text() {
    let policy = Policy::new();
    let bytes = [(&b"Content-Length"[..], &b"5"[..])];
    let owned = vec![("Content-Length".to_owned(), b"5".to_vec())];
    for decision in [
        framing::request(Version::Http11, bytes, &policy),
        framing::request(Version::Http11, owned, &policy),
        framing::request(Version::Http11, bytes.into_iter().rev(), &policy),
    ] {
        assert_eq!(words(decision), "length 5");
    }
}

#[test]
fn reasons_are_sentences_with_their_section() {
    let decide = |method: &str, status, fields: &[(&'static str, &'static str)]| {
        let fields = fields.iter().copied();
        let mut policy = Policy::new();
        policy.allow_content_length_with_transfer_encoding = true;
        framing::response(method.as_bytes(), status, Version::Http11, fields, &policy)
            .map(|decision| decision.reason())
    };
    let chunked = ("Transfer-Encoding", "chunked");
    let length = ("Content-Length", "5");
    let request = framing::request(Version::Http11, [("Host", "a")], &Policy::new());
    let reasons = [
        (decide("HEAD", 200, &[]), Reason::Head, "rule 1"),
        (decide("GET", 100, &[]), Reason::Informational, "rule 1"),
        (decide("GET", 204, &[]), Reason::NoContent, "rule 1"),
        (decide("GET", 304, &[]), Reason::NotModified, "rule 1"),
        (decide("CONNECT", 200, &[]), Reason::Tunnel, "rule 2"),
        (
            decide("GET", 200, &[chunked, length]),
            Reason::TransferEncodingOverrides,
            "rule 3",
        ),
        (
            decide("GET", 200, &[chunked]),
            Reason::FinalChunked,
            "rule 4",
        ),
        (
            decide("GET", 200, &[("Transfer-Encoding", "gzip")]),
            Reason::FinalNotChunked,
            "rule 4",
        ),
        (
            decide("GET", 200, &[length]),
            Reason::ContentLength,
            "rule 6",
        ),
        (
            request.map(|decision| decision.reason()),
            Reason::NoFieldInRequest,
            "rule 7",
        ),
        (decide("GET", 200, &[]), Reason::NoFieldInResponse, "rule 8"),
    ];
    let mut sentences: Vec<String> = Vec::new();
    for (seen, expected, rule) in reasons {
        assert_eq!(seen, Ok(expected));
        let sentence = expected.to_string();
        assert!(
            sentence.ends_with(&format!("(RFC 9112 §6.3, {rule})")),
            "{sentence}"
        );
        assert_eq!(expected.section(), format!("RFC 9112 §6.3, {rule}"));
        assert!(!sentences.contains(&sentence), "{sentence}");
        sentences.push(sentence);
    }
}

#[test]
fn codings_have_their_registered_names() {
    let names = [
        Coding::Chunked,
        Coding::Compress,
        Coding::Deflate,
        Coding::Gzip,
    ]
    .map(Coding::as_str);
    assert_eq!(names, ["chunked", "compress", "deflate", "gzip"]);
    assert_eq!(format!("{:>5}", Coding::Gzip), " gzip");
}
