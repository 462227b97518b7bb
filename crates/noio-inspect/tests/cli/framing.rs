//! What `framing` decides.

use crate::{BODIES, Ran, path_of_body, run};

pub(crate) const REQUEST: &str = "POST / HTTP/1.1\r\nHost: a\r\n";
pub(crate) const RESPONSE: &str = "HTTP/1.1 200 OK\r\nServer: a\r\n";

/// Runs `framing` with `options` on a head of `start` and `fields`.
pub(crate) fn framing(options: &[&str], start: &str, fields: &str) -> Ran {
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
        // Whether a body follows all the same, nobody knows.
        (
            &[],
            "HTTP/1.1 204 No Content\r\n",
            "Content-Length: 9\r\n",
            "none",
            true,
            1,
        ),
        (
            &[],
            "HTTP/1.1 204 No Content\r\n",
            "Content-Length: 0\r\n",
            "none",
            false,
            1,
        ),
        (
            &[],
            "HTTP/1.1 101 Switching Protocols\r\n",
            "",
            "none",
            false,
            1,
        ),
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
        (
            &["--response"],
            "HTTP/1.1 101 Switching Protocols\r\n",
            "Upgrade: websocket\r\n",
            "      56  framing    none
      56  reason     a response with status 101 has no body, and another protocol follows (RFC 9112 §6.3, rule 1)
",
        ),
    ] {
        assert_eq!(framing(options, start, fields), Ran::ok(rows));
    }
}

#[test]
fn rows_of_a_content_length_where_there_is_no_body() {
    const CLOSE: &str = "the connection must end after this message";
    const STRIP: &str = "a proxy must not forward the Content-Length";
    for (method, start, length, close, strip) in [
        ("GET", "HTTP/1.1 204 No Content\r\n", 9, true, true),
        ("GET", "HTTP/1.1 204 No Content\r\n", 0, false, true),
        ("GET", "HTTP/1.1 100 Continue\r\n", 9, false, true),
        (
            "GET",
            "HTTP/1.1 101 Switching Protocols\r\n",
            9,
            false,
            true,
        ),
        ("CONNECT", RESPONSE, 9, false, true),
        // It says what a GET would have brought.
        ("GET", "HTTP/1.1 304 Not Modified\r\n", 9, false, false),
        ("HEAD", RESPONSE, 9, false, false),
    ] {
        let fields = format!("Content-Length: {length}\r\n");
        let ran = framing(&["--response", "--method", method], start, &fields);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{start:?}");
        for (row, is_there) in [
            (format!("  close      {CLOSE}\n"), close),
            (format!("  strip      {STRIP}\n"), strip),
        ] {
            assert_eq!(
                ran.stdout.contains(&row),
                is_there,
                "{method} {start:?} {length}: {}",
                ran.stdout
            );
        }
    }
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
