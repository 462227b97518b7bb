//! `Connection` and `Keep-Alive`.

use noio_http_field::{Connection, FieldErrorKind, KeepAlive};

#[test]
fn options_are_tokens_in_any_case() {
    let lines = ["Keep-Alive, ,Upgrade", "", "\tclose ,"].map(str::as_bytes);
    let connection = Connection::parse(lines).expect("three options");
    let options: Vec<String> = connection.options().map(|it| it.to_string()).collect();
    assert_eq!(options, ["Keep-Alive", "Upgrade", "close"]);
    for option in ["close", "CLOSE", "keep-alive", "upgrade"] {
        assert!(connection.has(option), "{option}");
    }
    for option in ["", "clos", "close ", "keep", "te"] {
        assert!(!connection.has(option), "{option}");
    }
}

/// Whoever asks for `close` first is right: RFC 9112 §9.3 looks at it before `keep-alive`.
#[test]
fn close_is_there_beside_keep_alive() {
    for lines in [
        &["close, keep-alive"][..],
        &["keep-alive, close"],
        &["Keep-Alive", "Close"],
        &["close", "", "keep-alive"],
    ] {
        let lines = lines.iter().map(|line| line.as_bytes());
        let connection = Connection::parse(lines).expect("two options");
        assert!(connection.has("close") && connection.has("keep-alive"));
    }
    // A part of a word is none.
    let connection = Connection::parse([&b"closed, x-close"[..]]).expect("two options");
    assert!(!connection.has("close"));
}

#[test]
fn without_lines_there_are_no_options() {
    let none: [&[u8]; 0] = [];
    let connection = Connection::parse(none).expect("no option");
    assert_eq!(connection.options().count(), 0);
    assert!(!connection.has("close"));
}

#[test]
fn what_is_no_token_is_refused() {
    for (line, kind, offset) in [
        ("close;q=1", FieldErrorKind::ExpectedComma, 5),
        ("close keep-alive", FieldErrorKind::ExpectedComma, 6),
        ("a, \"close\"", FieldErrorKind::ExpectedToken, 3),
        ("\u{b}close", FieldErrorKind::ExpectedToken, 0),
        ("close\0", FieldErrorKind::ExpectedComma, 5),
        ("a,=", FieldErrorKind::ExpectedToken, 2),
    ] {
        // Also behind a line that is none the worse.
        for lines in [vec![line.as_bytes()], vec![b"te", line.as_bytes()]] {
            let error = Connection::parse(lines).expect_err("no token");
            assert_eq!((error.kind(), error.offset()), (kind, offset), "{line}");
        }
    }
}

fn keep_alive(
    lines: &[&'static str],
) -> Result<(Option<u64>, Option<u64>), (FieldErrorKind, usize)> {
    KeepAlive::parse(lines.iter().map(|line| line.as_bytes()))
        .map(|it| (it.timeout, it.max))
        .map_err(|error| (error.kind(), error.offset()))
}

#[test]
fn keep_alive_is_read_as_it_is_sent() {
    for (lines, expected) in [
        (&["timeout=5, max=100"][..], (Some(5), Some(100))),
        (&["timeout=5,max=100"], (Some(5), Some(100))),
        (&["Timeout = 5", "MAX=\"1\\0\""], (Some(5), Some(10))),
        (&["timeout=0"], (Some(0), None)),
        (&["max=007"], (None, Some(7))),
        // Firefox once sent a number alone.
        (&["300"], (None, None)),
        (&["foo=bar, timeout=9, x=\"a, timeout=1\""], (Some(9), None)),
        (&["", " ,"], (None, None)),
        (&[], (None, None)),
        (&["timeout=9, timeout=3", "timeout=5"], (Some(3), None)),
        (&["timeout=18446744073709551615"], (Some(u64::MAX), None)),
        (&["timeout=18446744073709551616"], (Some(u64::MAX), None)),
        (&["max=99999999999999999999999999"], (None, Some(u64::MAX))),
    ] {
        assert_eq!(keep_alive(lines), Ok(expected), "{lines:?}");
    }
}

#[test]
fn keep_alive_with_a_bad_number_is_refused() {
    for (line, kind, offset) in [
        ("timeout", FieldErrorKind::ExpectedNumber, 7),
        ("timeout, max=1", FieldErrorKind::ExpectedNumber, 7),
        ("timeout=5s", FieldErrorKind::ExpectedNumber, 9),
        ("timeout=-5", FieldErrorKind::ExpectedNumber, 8),
        ("timeout=+5", FieldErrorKind::ExpectedNumber, 8),
        ("max=1, timeout=\"\"", FieldErrorKind::ExpectedNumber, 16),
        ("max=1, timeout=\"5 \"", FieldErrorKind::ExpectedNumber, 17),
        ("timeout=\"\\5\\a\"", FieldErrorKind::ExpectedNumber, 12),
        ("timeout=5;max=1", FieldErrorKind::ExpectedComma, 9),
        ("timeout=5 max=1", FieldErrorKind::ExpectedComma, 10),
        ("timeout=", FieldErrorKind::ExpectedValue, 8),
        ("timeout=\"5", FieldErrorKind::UnterminatedQuotedString, 10),
        ("=5", FieldErrorKind::ExpectedToken, 0),
    ] {
        assert_eq!(keep_alive(&[line]), Err((kind, offset)), "{line}");
    }
}

#[test]
fn keep_alive_is_written() {
    for (timeout, max, expected) in [
        (None, None, ""),
        (Some(5), None, "timeout=5"),
        (None, Some(100), "max=100"),
        (Some(0), Some(0), "timeout=0, max=0"),
        (
            Some(u64::MAX),
            Some(u64::MAX),
            "timeout=18446744073709551615, max=18446744073709551615",
        ),
    ] {
        let keep_alive = KeepAlive { timeout, max };
        assert_eq!(keep_alive.to_string(), expected);
        assert_eq!(keep_alive.encoded_len(), expected.len());
        let mut out = [0xff; 60];
        let len = keep_alive.encode_to_slice(&mut out);
        assert_eq!(len, Ok(expected.len()));
        assert_eq!(&out[..expected.len()], expected.as_bytes());
        assert!(out[expected.len()..].iter().all(|&byte| byte == 0xff));
    }
}
