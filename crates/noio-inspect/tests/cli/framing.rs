//! What `framing` decides, and what it refuses.

use crate::{BODIES, Ran, drives_a_terminal, path_of_body, run};

const REQUEST: &str = "POST / HTTP/1.1\r\nHost: a\r\n";
const RESPONSE: &str = "HTTP/1.1 200 OK\r\nServer: a\r\n";

/// Runs `framing` with `options` on a head of `start` and `fields`.
fn framing(options: &[&str], start: &str, fields: &str) -> Ran {
    let args = [&["framing"], options].concat();
    run(&args, format!("{start}{fields}\r\n"))
}

/// A line of JSON: kind, length, whether to close, and the rule in the reason.
fn decision(kind: &str, length: &str, close: bool, reason: &str) -> Ran {
    Ran::ok(format!(
        "{{\"framing\":{{\"kind\":\"{kind}\",\"length\":{length},\"close\":{close},\"reason\":\"{reason}\"}}}}\n"
    ))
}

#[test]
fn json_of_requests() {
    for (fields, expected) in [
        (
            "",
            decision(
                "none",
                "null",
                false,
                "a request with neither Transfer-Encoding nor Content-Length has no body (RFC 9112 §6.3, rule 7)",
            ),
        ),
        (
            "Content-Length: 5\r\n",
            decision(
                "length",
                "5",
                false,
                "the Content-Length says so (RFC 9112 §6.3, rule 6)",
            ),
        ),
        (
            "content-length:18446744073709551615\r\n",
            decision(
                "length",
                "18446744073709551615",
                false,
                "the Content-Length says so (RFC 9112 §6.3, rule 6)",
            ),
        ),
        (
            "Transfer-Encoding: gzip\r\nTransfer-Encoding: Chunked\r\n",
            decision(
                "chunked",
                "null",
                false,
                "the final transfer coding is chunked (RFC 9112 §6.3, rule 4)",
            ),
        ),
    ] {
        assert_eq!(framing(&["--request", "--json"], REQUEST, fields), expected);
    }
}

#[test]
fn json_of_responses() {
    for (options, start, fields, kind, close, rule) in [
        (
            &[][..],
            RESPONSE,
            "Transfer-Encoding: chunked\r\n",
            "chunked",
            false,
            4,
        ),
        (
            &[],
            RESPONSE,
            "Transfer-Encoding: gzip\r\n",
            "until-close",
            true,
            4,
        ),
        (&[], RESPONSE, "", "until-close", true, 8),
        (&[], "HTTP/1.1 204 No Content\r\n", "", "none", false, 1),
        (
            &[],
            "HTTP/1.1 304 Not Modified\r\n",
            "Content-Length: 9\r\n",
            "none",
            false,
            1,
        ),
        (&[], "HTTP/1.1 100 Continue\r\n", "", "none", false, 1),
        (
            &["--method", "HEAD"],
            RESPONSE,
            "Content-Length: 9\r\n",
            "none",
            false,
            1,
        ),
        // Methods are case-sensitive.
        (&["--method", "head"], RESPONSE, "", "until-close", true, 8),
        (
            &["--method", "CONNECT"],
            RESPONSE,
            "Content-Length: 9\r\n",
            "tunnel",
            false,
            2,
        ),
        (
            &["--method", "GET"],
            "HTTP/1.0 200\r\n",
            "",
            "until-close",
            true,
            8,
        ),
    ] {
        let options = [&["--response", "--json"], options].concat();
        let ran = framing(&options, start, fields);
        assert_eq!(
            (ran.code, ran.stderr.as_str()),
            (Some(0), ""),
            "{start:?} {fields:?}"
        );
        let front = format!(
            "{{\"framing\":{{\"kind\":\"{kind}\",\"length\":null,\"close\":{close},\"reason\":\""
        );
        assert!(ran.stdout.starts_with(&front), "{fields:?}: {}", ran.stdout);
        let back = format!("(RFC 9112 §6.3, rule {rule})\"}}}}\n");
        assert!(ran.stdout.ends_with(&back), "{fields:?}: {}", ran.stdout);
    }
}

#[test]
fn rows_for_people() {
    for (options, start, fields, rows) in [
        (
            &["--request"][..],
            REQUEST,
            "Content-Length: 5\r\n",
            "      47  framing    length  5 bytes
      47  reason     the Content-Length says so (RFC 9112 §6.3, rule 6)
",
        ),
        (
            &["--request"],
            REQUEST,
            "Transfer-Encoding: deflate, gzip ,chunked\r\n",
            "      71  framing    chunked
      71  codings    deflate  gzip
      71  reason     the final transfer coding is chunked (RFC 9112 §6.3, rule 4)
",
        ),
        (
            &[
                "--response",
                "--allow-content-length-with-transfer-encoding",
            ],
            RESPONSE,
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
            "      77  framing    chunked
      77  close      the connection must end after this message
      77  strip      a proxy must not forward the Content-Length
      77  reason     the Transfer-Encoding overrides the Content-Length (RFC 9112 §6.3, rule 3)
",
        ),
    ] {
        assert_eq!(framing(options, start, fields), Ran::ok(rows));
    }
}

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

#[test]
fn a_head_that_others_would_repair_is_refused() {
    for (side, head, offset, words) in [
        // Whitespace before a colon, in front of a name, and in place of one.
        (
            "--request",
            "GET / HTTP/1.1\r\nTransfer-Encoding : chunked\r\n\r\n",
            33,
            "invalid header name",
        ),
        (
            "--response",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding\t: chunked\r\n\r\n",
            34,
            "invalid header name",
        ),
        (
            "--request",
            "GET / HTTP/1.1\r\n Transfer-Encoding: chunked\r\n\r\n",
            16,
            "invalid header name",
        ),
        (
            "--request",
            "GET / HTTP/1.1\r\n: chunked\r\n\r\n",
            16,
            "invalid header name",
        ),
        // Folded lines.
        (
            "--request",
            "GET / HTTP/1.1\r\nTransfer-Encoding:\r\n chunked\r\n\r\n",
            36,
            "invalid header name",
        ),
        (
            "--response",
            "HTTP/1.1 200 OK\r\nA: b\r\n\tc\r\n\r\n",
            23,
            "invalid header name",
        ),
        // Control characters.
        (
            "--request",
            "GET / HTTP/1.1\r\nTransfer-Encoding: \x0bchunked\r\n\r\n",
            35,
            "invalid header value",
        ),
        (
            "--request",
            "GET / HTTP/1.1\r\nA: b\0\r\n\r\n",
            20,
            "invalid header value",
        ),
        // Line ends.
        (
            "--request",
            "GET / HTTP/1.1\r\nA: b\nC: d\r\n\r\n",
            20,
            "line feed without carriage return",
        ),
        (
            "--request",
            "\nGET / HTTP/1.1\r\n\r\n",
            0,
            "line feed without carriage return",
        ),
        (
            "--response",
            "\r\nHTTP/1.1 200 OK\r\n\r\n",
            0,
            "line end before status line",
        ),
        // First lines.
        (
            "--request",
            "GET /  HTTP/1.1\r\n\r\n",
            6,
            "invalid HTTP version",
        ),
        (
            "--request",
            "GET / HTTP/2.0\r\n\r\n",
            11,
            "invalid HTTP version",
        ),
        (
            "--response",
            "HTTP/1.1 2O0 OK\r\n\r\n",
            10,
            "invalid response status",
        ),
        (
            "--response",
            "GET / HTTP/1.1\r\n\r\n",
            0,
            "invalid HTTP version",
        ),
    ] {
        let message = format!("{words} at byte {offset}");
        let json = Ran {
            stdout: format!(
                "{{\"error\":{{\"kind\":\"invalid-head\",\"offset\":{offset},\"message\":\"{message}\"}}}}\n"
            ),
            stderr: String::new(),
            code: Some(1),
        };
        assert_eq!(run(&["framing", "--json", side], head), json, "{head:?}");
        let people = Ran {
            stdout: String::new(),
            stderr: format!("noio-inspect: {message}\n"),
            code: Some(1),
        };
        assert_eq!(run(&["framing", side], head), people, "{head:?}");
    }
}

#[test]
fn a_bare_cr_is_refused_with_bare_lf_too() {
    for head in [
        "GET / HTTP/1.1\r\nA: b\rC: d\r\n\r\n",
        "GET / HTTP/1.1\rA: b\r\n\r\n",
        "GET / HTTP/1.1\nA: b\rC: d\n\n",
    ] {
        let ran = run(&["framing", "--request", "--allow-bare-lf", "--json"], head);
        assert_eq!(ran.code, Some(1));
        assert!(
            ran.stdout
                .starts_with("{\"error\":{\"kind\":\"invalid-head\""),
            "{head:?}"
        );
    }
}

#[test]
fn a_head_that_does_not_end_is_cut_short() {
    for (head, offset) in [
        ("", 0),
        ("GET", 3),
        ("GET / HTTP/1.1\r\n", 16),
        (REQUEST, 26),
    ] {
        let message = format!("head cut short at byte {offset}");
        let expected = Ran {
            stdout: format!(
                "{{\"error\":{{\"kind\":\"truncated\",\"offset\":{offset},\"message\":\"{message}\"}}}}\n"
            ),
            stderr: String::new(),
            code: Some(1),
        };
        assert_eq!(run(&["framing", "--request", "--json"], head), expected);
    }
    // What is wrong with it comes first.
    let ran = run(&["framing", "--request"], "GET / HTTP/1.1\r\nA : b");
    assert_eq!(ran.stderr, "noio-inspect: invalid header name at byte 17\n");
}

#[test]
fn a_head_has_64_kib() {
    let filled = |len: usize| {
        let filler = len - REQUEST.len() - "A: \r\n\r\n".len();
        format!("{REQUEST}A: {}\r\n\r\n", "x".repeat(filler))
    };
    let ran = run(&["framing", "--request"], filled(65_536));
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let many = format!("{REQUEST}{}\r\n", "a:\r\n".repeat(16_000));
    let ran = run(&["framing", "--request"], many);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    for head in [filled(65_537), filled(1_000_000)] {
        let ran = run(&["framing", "--request", "--json"], head);
        let error = "{\"error\":{\"kind\":\"head-too-long\",\"offset\":65536,\
                     \"message\":\"head longer than 65536 bytes at byte 65536\"}}\n";
        assert_eq!((ran.stdout.as_str(), ran.code), (error, Some(1)));
    }
}

#[test]
fn what_follows_the_head_is_not_looked_at() {
    let head = format!("{RESPONSE}Transfer-Encoding: chunked\r\n\r\n");
    let alone = run(&["framing", "--response"], &head);
    assert_eq!(alone.code, Some(0));
    for body in ["0\r\n\r\n", "\n\n", "\0", &"x\n".repeat(1_000_000)] {
        assert_eq!(
            run(&["framing", "--response"], format!("{head}{body}")),
            alone
        );
    }
}

#[test]
fn empty_lines_before_a_request_mean_nothing() {
    let ran = run(&["framing", "--request"], format!("\r\n\r\n{REQUEST}\r\n"));
    assert_eq!(ran.code, Some(0));
    assert!(
        ran.stdout.starts_with("      32  framing    none\n"),
        "{}",
        ran.stdout
    );
}

#[test]
fn captures_are_chunked() {
    for name in BODIES {
        let path = path_of_body(name, "head");
        let side = if name.ends_with("request") || name.ends_with("upload") {
            "--request"
        } else {
            "--response"
        };
        let ran = run(&["framing", side, "--json", path.to_str().unwrap()], b"");
        assert_eq!(
            ran,
            decision(
                "chunked",
                "null",
                false,
                "the final transfer coding is chunked (RFC 9112 §6.3, rule 4)"
            ),
            "{name}"
        );
    }
}

#[test]
fn no_head_drives_the_terminal() {
    for hidden in ["\x1b[31m", "\u{9b}", "\u{202e}", "\u{200b}"] {
        for head in [
            format!("GET /{hidden} HTTP/1.1\r\n{hidden}: b\r\n\r\n"),
            format!("GET / HTTP/1.1\r\nTransfer-Encoding: {hidden}\r\n\r\n"),
            format!("GET / HTTP/1.1\r\nContent-Length: {hidden}\r\n\r\n"),
        ] {
            for option in [None, Some("--json")] {
                let mut args = vec!["framing", "--request"];
                args.extend(option);
                let ran = run(&args, &head);
                assert_eq!(ran.code, Some(1));
                let shown = format!("{}{}", ran.stdout, ran.stderr);
                assert_eq!(shown.chars().find(|char| drives_a_terminal(*char)), None);
            }
        }
    }
}
