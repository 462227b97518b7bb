//! Which heads `framing` can read.

use crate::{
    Ran, drives_a_terminal,
    framing::{REQUEST, RESPONSE},
    run,
};

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
        (
            "--response",
            "HTTP/1.1 200 OK\r\nA: b\rC: d\r\n\r\n",
            22,
            "invalid header value",
        ),
        (
            "--response",
            "HTTP/1.1 200 OK\r\nA: b\x7f\r\n\r\n",
            21,
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
        // A minor version that RFC 9110 §2.5 would have read as HTTP/1.1.
        (
            "--request",
            "GET / HTTP/1.2\r\n\r\n",
            13,
            "invalid HTTP version",
        ),
        (
            "--response",
            "HTTP/1.2 200 OK\r\n\r\n",
            7,
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
