//! What `framing` refuses for leaving room for two opinions, and leniencies.

use crate::{
    Ran,
    framing::{REQUEST, RESPONSE, framing},
};

/// For each kind of refusal: whether it is a request, its fields, where in the fields it is wrong,
/// the status, the kind in JSON and in words.
const REFUSED: [(bool, &str, usize, u16, &str, &str); 16] = [
    (
        true,
        "Transfer-Encoding: chunked x\r\n",
        19,
        400,
        "invalid-transfer-encoding",
        "Transfer-Encoding is no list of codings",
    ),
    (
        true,
        "Transfer-Encoding:  \t\r\n",
        21,
        400,
        "empty-transfer-encoding",
        "empty Transfer-Encoding",
    ),
    (
        true,
        "Transfer-Encoding: xchunked\r\n",
        19,
        501,
        "unknown-coding",
        "unknown transfer coding",
    ),
    (
        true,
        "Transfer-Encoding: \"chunked\"\r\n",
        19,
        501,
        "unknown-coding",
        "unknown transfer coding",
    ),
    (
        true,
        "Transfer-Encoding: chunked;x\r\n",
        19,
        400,
        "coding-parameter",
        "transfer coding with parameters",
    ),
    (
        true,
        "Transfer-Encoding: chunked\r\nA: b\r\ntransfer-encoding:chunked\r\n",
        52,
        400,
        "repeated-chunked",
        "repeated chunked coding",
    ),
    (
        true,
        "Transfer-Encoding: gzip, gzip, gzip, gzip, gzip\r\n",
        19,
        501,
        "too-many-codings",
        "too many transfer codings",
    ),
    (
        true,
        "Transfer-Encoding: chunked, gzip\r\n",
        19,
        400,
        "final-coding-not-chunked",
        "final transfer coding of request is not chunked",
    ),
    (
        true,
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        38,
        400,
        "content-length-with-transfer-encoding",
        "both Transfer-Encoding and Content-Length",
    ),
    (
        false,
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        44,
        502,
        "content-length-with-transfer-encoding",
        "both Transfer-Encoding and Content-Length",
    ),
    (
        true,
        "Content-Length: +5\r\n",
        16,
        400,
        "invalid-content-length",
        "Content-Length is no number",
    ),
    (
        true,
        "Content-Length:\r\n",
        15,
        400,
        "invalid-content-length",
        "Content-Length is no number",
    ),
    (
        true,
        "Content-Length: 18446744073709551616\r\n",
        16,
        400,
        "content-length-overflow",
        "Content-Length is too large",
    ),
    (
        true,
        "Content-Length: 5, 5\r\n",
        16,
        400,
        "repeated-content-length",
        "repeated Content-Length",
    ),
    (
        true,
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        35,
        400,
        "conflicting-content-length",
        "conflicting Content-Length",
    ),
    (
        false,
        "Content-Length: -1\r\n",
        16,
        502,
        "invalid-content-length",
        "Content-Length is no number",
    ),
];

#[test]
fn a_refusal_is_an_error_at_the_value_of_its_line() {
    for (is_request, fields, offset, status, kind, words) in REFUSED {
        let (side, start) = if is_request {
            ("--request", REQUEST)
        } else {
            ("--response", RESPONSE)
        };
        let offset = start.len() + offset;
        let json = Ran {
            stdout: format!(
                "{{\"error\":{{\"kind\":\"{kind}\",\"offset\":{offset},\"message\":\"{words} at byte {offset}\"}}}}\n"
            ),
            stderr: String::new(),
            code: Some(1),
        };
        assert_eq!(framing(&[side, "--json"], start, fields), json);
        let people = Ran {
            stdout: String::new(),
            stderr: format!("noio-inspect: {words} at byte {offset} (status {status})\n"),
            code: Some(1),
        };
        assert_eq!(framing(&[side], start, fields), people);
    }
}

#[test]
fn a_leniency_is_off_unless_asked_for() {
    for (side, option, start, fields, kind, framed) in [
        (
            "--request",
            "--allow-content-length-with-transfer-encoding",
            REQUEST,
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
            "content-length-with-transfer-encoding",
            r#""kind":"chunked","length":null,"close":true"#,
        ),
        (
            "--request",
            "--allow-repeated-content-length",
            REQUEST,
            "Content-Length: 5, 5\r\nContent-Length: 5\r\n",
            "repeated-content-length",
            r#""kind":"length","length":5,"close":false"#,
        ),
        (
            "--response",
            "--allow-transfer-encoding-in-http10",
            "HTTP/1.0 200 OK\r\n",
            "Transfer-Encoding: chunked\r\n",
            "transfer-encoding-in-http10",
            r#""kind":"chunked","length":null,"close":true"#,
        ),
        (
            "--response",
            "--allow-transfer-encoding-without-content",
            "HTTP/1.1 204 No Content\r\n",
            "Transfer-Encoding: chunked\r\n",
            "transfer-encoding-without-content",
            r#""kind":"none","length":null,"close":true"#,
        ),
        (
            "--request",
            "--allow-bare-lf",
            "POST / HTTP/1.1\nHost: a\n",
            "Content-Length: 5\n",
            "invalid-head",
            r#""kind":"length","length":5,"close":false"#,
        ),
    ] {
        let refused = framing(&[side, "--json"], start, fields);
        assert_eq!((refused.code, refused.stderr.as_str()), (Some(1), ""));
        let error = format!("{{\"error\":{{\"kind\":\"{kind}\",");
        assert!(refused.stdout.starts_with(&error), "{}", refused.stdout);
        let accepted = framing(&[side, "--json", option], start, fields);
        assert_eq!(
            (accepted.code, accepted.stderr.as_str()),
            (Some(0), ""),
            "{option}"
        );
        assert!(
            accepted.stdout.contains(framed),
            "{option}: {}",
            accepted.stdout
        );
    }
}
