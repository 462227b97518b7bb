//! Heads that are cut, go over a limit, or have an octet that cannot stand where it does.

use crate::{
    drives_a_terminal,
    handshake::{REQUEST, RESPONSE, response_with},
    run,
};

/// The lines of JSON for a head, and the exit status.
pub(crate) fn json(args: &[&str], head: impl AsRef<[u8]>) -> (Vec<String>, Option<i32>) {
    let ran = run(&[&["handshake", "--json"], args].concat(), head);
    assert_eq!(ran.stderr, "");
    (ran.stdout.lines().map(str::to_owned).collect(), ran.code)
}

#[test]
fn an_octet_that_cannot_stand_where_it_does_is_shown_in_its_line() {
    for (side, head, kind, words, offset, row, status) in [
        (
            "--request",
            "GET /  HTTP/1.1\r\n",
            "invalid-start-line",
            "invalid request line",
            6,
            "       0  line       GET /  ",
            Some(400),
        ),
        (
            "--request",
            "GET / HTTP/1.0\r\n\r\n",
            "unsupported-http-version",
            "version is not HTTP/1.1",
            13,
            "       0  line       GET / HTTP/1.0",
            Some(505),
        ),
        (
            "--request",
            "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
            "invalid-field-name",
            "invalid field name",
            20,
            "      16  line       Host ",
            Some(400),
        ),
        (
            "--request",
            "GET / HTTP/1.1\r\nA: \x1b[31m\r\n\r\n",
            "invalid-field-value",
            "invalid field value",
            19,
            "      16  line       A: \\x1b",
            Some(400),
        ),
        (
            "--response",
            "HTTP/1.1 101 \r\nA: b\nC: d\r\n\r\n",
            "invalid-line-end",
            "line does not end with CR and LF",
            19,
            "      15  line       A: b\\n",
            None,
        ),
        (
            "--response",
            "HTTP/1.1 101 \r\n\r ",
            "invalid-line-end",
            "line does not end with CR and LF",
            16,
            "      15  line       \\r ",
            None,
        ),
        (
            "--response",
            "\r\nHTTP/1.1 101 \r\n",
            "invalid-start-line",
            "invalid status line",
            0,
            "       0  line       \\r",
            None,
        ),
    ] {
        let member = status.map_or_else(String::new, |status| format!(",\"status\":{status}"));
        let last = format!(
            r#"{{"error":{{"kind":"{kind}","offset":{offset},"message":"{words} at byte {offset}"{member}}}}}"#
        );
        for cut in ["1", "3", "1000"] {
            let (lines, code) = json(&[side, "--cut", cut], head);
            assert_eq!((lines.last(), code), (Some(&last), Some(1)));
            assert_eq!(lines.len(), if status.is_some() { 2 } else { 1 });
            let ran = run(&["handshake", side, "--cut", cut], head);
            assert_eq!(ran.stdout.lines().next(), Some(row), "{head:?}");
            let hint = status.map_or_else(String::new, |status| format!(" (status {status})"));
            let line = format!("noio-inspect: {words} at byte {offset}{hint}\n");
            assert_eq!((ran.stderr, ran.code), (line, Some(1)));
        }
    }
}

#[test]
fn a_limit_can_be_set() {
    for (side, head, status) in [
        ("--request", REQUEST, " (status 431; "),
        ("--response", RESPONSE, " ("),
    ] {
        let limit = (head.len() - 1).to_string();
        let ran = run(&["handshake", side, "--max-head-len", &limit], head);
        let words =
            format!("at byte {limit}{status}--max-head-len raises the limit of {limit} bytes)\n");
        assert!(ran.stderr.ends_with(&words), "{}", ran.stderr);
        assert!(!ran.stdout.contains("  field  "), "{}", ran.stdout);
        let limit = head.len().to_string();
        let ran = run(&["handshake", side, "--max-head-len", &limit], head);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);

        let count = head.matches(": ").count();
        let fewer = (count - 1).to_string();
        let ran = run(&["handshake", side, "--max-field-count", &fewer], head);
        let words = format!("{status}--max-field-count raises the limit of {fewer} fields)\n");
        assert!(ran.stderr.ends_with(&words), "{}", ran.stderr);
        let args = ["handshake", side, "--max-field-count", &count.to_string()];
        assert_eq!(run(&args, head).code, Some(0));
    }
    let long = format!("GET / HTTP/1.1\r\nA: {}", "a".repeat(20_000));
    let (lines, _) = json(&["--request"], &long);
    assert!(
        lines
            .last()
            .unwrap()
            .contains(r#""kind":"head-too-long","offset":16384,"#)
    );
    let (lines, _) = json(&["--request", "--max-head-len", "100000"], &long);
    assert!(
        lines
            .last()
            .unwrap()
            .contains(r#""kind":"truncated","offset":20019,"#)
    );
}

#[test]
fn a_head_that_does_not_end_is_cut_short() {
    for (side, head) in [("--request", REQUEST), ("--response", RESPONSE)] {
        for len in 0..head.len() {
            let (lines, code) = json(&[side], &head[..len]);
            let last = lines.last().unwrap();
            let error = format!("{{\"error\":{{\"kind\":\"truncated\",\"offset\":{len},");
            assert!(last.starts_with(&error), "{last}");
            assert_eq!(code, Some(1));
            // There is nobody to answer if nothing came.
            let answers = usize::from(side == "--request" && len > 0);
            assert_eq!(lines.len(), 1 + answers, "{lines:?}");
        }
    }
}

/// Whatever comes, a run ends with an end or with an error, and is the same for every cut.
#[test]
fn any_octet_in_any_place_is_accepted_or_refused() {
    for (side, head) in [("--request", REQUEST), ("--response", RESPONSE)] {
        let mut refused = 0;
        for at in 0..head.len() {
            for octet in [b'\n', b'\r', b' ', b',', b'a', 0x1b, 0xe9] {
                if (at + usize::from(octet)) % 5 != 0 {
                    continue;
                }
                let mut head = head.as_bytes().to_vec();
                head[at] = octet;
                let (lines, code) = json(&[side], &head);
                let last = lines.last().unwrap();
                match code {
                    Some(0) => assert!(last.starts_with("{\"end\":"), "{last}"),
                    Some(1) => {
                        assert!(last.starts_with("{\"error\":"), "{last}");
                        refused += 1;
                    }
                    code => panic!("{code:?}"),
                }
                assert_eq!(json(&[side, "--cut", "1"], &head), (lines, code));
            }
        }
        assert!(refused > 50, "{refused}");
    }
}

#[test]
fn no_head_drives_the_terminal() {
    for hidden in ["\u{9b}31m", "\u{202e}", "\u{200b}", "\u{1b}[31m", "\u{7}"] {
        let target = REQUEST.replace("/chat", hidden);
        let value = REQUEST.replace("http://", hidden);
        let subprotocol = REQUEST.replace("superchat", hidden);
        let response = response_with(&format!("X: {hidden}\r\n"));
        for (side, head) in [
            ("--request", target),
            ("--request", value),
            ("--request", subprotocol),
            ("--response", response),
            ("--response", RESPONSE.replace("Switching", hidden)),
        ] {
            for option in [None, Some("--json")] {
                let mut args = vec!["handshake", side];
                args.extend(option);
                let ran = run(&args, &head);
                let shown = format!("{}{}", ran.stdout, ran.stderr);
                assert!(shown.len() > 50, "{shown}");
                assert_eq!(shown.chars().find(|char| drives_a_terminal(*char)), None);
            }
        }
    }
}
