//! Bodies that break a rule or go over a limit, and leniencies.

use crate::{Ran, run};

/// What is whole before the error, and how it is shown.
const GOOD: &str = "2\r\nok\r\n";
const GOOD_ROWS: &str = "       0  chunk      size=2\n       3  data       ok\n";
const GOOD_JSON: &str =
    "{\"chunk\":{\"size\":2,\"extensions\":[]}}\n{\"data\":{\"text\":\"ok\"}}\n";

/// For each kind of error: options, a body that goes wrong behind the good chunk, the offset of
/// the error in it, the kind in JSON and in words.
const CASES: [(&[&str], &str, u64, &str, &str); 14] = [
    (&[], "x", 0, "invalid-chunk-size", "invalid chunk size"),
    (
        &[],
        "10000000000000000\r\n",
        16,
        "chunk-size-overflow",
        "chunk size overflow",
    ),
    (
        &["--max-chunk-len", "4"],
        "5\r\n",
        1,
        "chunk-too-large",
        "chunk too large",
    ),
    (
        &["--max-body-len", "6"],
        "5\r\n",
        1,
        "body-too-large",
        "body too large",
    ),
    (
        &["--max-head-len", "3"],
        "0005\r\n",
        3,
        "head-too-long",
        "chunk size line too long",
    ),
    (
        &["--max-overhead", "4"],
        "1;extension-without-end\r\n",
        24,
        "overhead-too-large",
        "too much overhead in chunk size lines",
    ),
    (
        &[],
        "5\nhello",
        1,
        "bare-lf",
        "line feed without carriage return",
    ),
    (
        &[],
        "5\rhello",
        2,
        "bare-cr",
        "carriage return without line feed",
    ),
    (
        &[],
        "5;\r\n",
        2,
        "invalid-extension",
        "invalid chunk extension",
    ),
    (
        &[],
        "2\r\nokay",
        5,
        "invalid-chunk-end",
        "no CRLF behind chunk data",
    ),
    (
        &[],
        "0\r\nA : b\r\n",
        4,
        "invalid-trailer",
        "invalid trailer field",
    ),
    (
        &["--max-trailer-len", "4"],
        "0\r\nA: b\r\n",
        7,
        "trailer-too-long",
        "trailer section too long",
    ),
    (
        &["--max-trailer-count", "1"],
        "0\r\nA: b\r\nC: d\r\n",
        9,
        "too-many-trailers",
        "too many trailer fields",
    ),
    (&[], "5\r\nhel", 6, "truncated", "body cut short"),
];

/// What the error of a limit says on top.
fn hint(options: &[&str]) -> String {
    match options {
        ["--max-trailer-count", limit] => {
            format!(" (--max-trailer-count raises the limit of {limit} fields)")
        }
        [option, limit] => format!(" ({option} raises the limit of {limit} bytes)"),
        _ => String::new(),
    }
}

#[test]
fn an_error_ends_the_rows_with_a_line_on_standard_error() {
    for (options, bad, offset, kind, words) in CASES {
        let offset = offset + GOOD.len() as u64;
        let hint = hint(options);
        for cut in ["1", "3", "1000"] {
            let args = [&["chunked", "--cut", cut], options].concat();
            let ran = run(&args, format!("{GOOD}{bad}"));
            assert!(ran.stdout.starts_with(GOOD_ROWS), "{kind}: {}", ran.stdout);
            assert!(!ran.stdout.contains("end"), "{kind}: {}", ran.stdout);
            let line = format!("noio-inspect: {words} at byte {offset}{hint}\n");
            assert_eq!((ran.stderr, ran.code), (line, Some(1)));
        }
    }
}

#[test]
fn an_error_ends_json_with_an_error_and_no_end() {
    for (options, bad, offset, kind, words) in CASES {
        let offset = offset + GOOD.len() as u64;
        for cut in ["1", "3", "1000"] {
            let args = [&["chunked", "--json", "--cut", cut], options].concat();
            let ran = run(&args, format!("{GOOD}{bad}"));
            let error = format!(
                "{{\"error\":{{\"kind\":\"{kind}\",\"offset\":{offset},\"message\":\"{words} at byte {offset}\"}}}}\n"
            );
            assert!(ran.stdout.starts_with(GOOD_JSON), "{kind}: {}", ran.stdout);
            assert!(ran.stdout.ends_with(&error), "{kind}: {}", ran.stdout);
            assert!(!ran.stdout.contains("\"end\""), "{kind}: {}", ran.stdout);
            assert_eq!((ran.stderr.as_str(), ran.code), ("", Some(1)));
        }
    }
}

/// A row begins where the data before it ended, so two bytes before the size line.
#[test]
fn data_of_a_chunk_that_does_not_end_is_shown_before_the_error() {
    for (bad, rows, json) in [
        (
            "5;a\r\nhel",
            "       5  chunk      size=5  a\n      12  data       hel\n",
            "{\"chunk\":{\"size\":5,\"extensions\":[[\"a\",null]]}}\n{\"data\":{\"text\":\"hel\"}}\n",
        ),
        (
            "2\r\nokay",
            "       5  chunk      size=2\n      10  data       ok\n",
            "{\"chunk\":{\"size\":2,\"extensions\":[]}}\n{\"data\":{\"text\":\"ok\"}}\n",
        ),
        (
            "0\r\nA: b\r\nC",
            "       5  chunk      size=0\n      10  trailer    A  b\n",
            "{\"chunk\":{\"size\":0,\"extensions\":[]}}\n\
             {\"trailer\":{\"name\":\"A\",\"value\":\"b\",\"forbidden\":false}}\n",
        ),
    ] {
        for cut in ["1", "2", "1000"] {
            let body = format!("{GOOD}{bad}");
            let ran = run(&["chunked", "--cut", cut], &body);
            assert_eq!(ran.stdout, format!("{GOOD_ROWS}{rows}"));
            let ran = run(&["chunked", "--json", "--cut", cut], &body);
            let (shown, error) = ran.stdout.split_once("{\"error\"").unwrap();
            assert_eq!(shown, format!("{GOOD_JSON}{json}"));
            assert_eq!(error.lines().count(), 1);
        }
    }
}

#[test]
fn nothing_is_a_body_cut_short() {
    let error = r#"{"error":{"kind":"truncated","offset":0,"message":"body cut short at byte 0"}}"#;
    let expected = Ran {
        stdout: format!("{error}\n"),
        stderr: String::new(),
        code: Some(1),
    };
    assert_eq!(run(&["chunked", "--json"], b""), expected);
}

#[test]
fn what_a_limit_allows_is_decoded() {
    let body = "5;a=b\r\nhello\r\n0\r\nA: b\r\n\r\n";
    for (option, limit) in [
        ("--max-chunk-len", "5"),
        ("--max-body-len", "5"),
        ("--max-head-len", "5"),
        ("--max-overhead", "0"),
        ("--max-trailer-len", "6"),
        ("--max-trailer-count", "1"),
    ] {
        let ran = run(&["chunked", "--json", option, limit], body);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{option}");
        assert!(ran.stdout.contains("hello"), "{option}: {}", ran.stdout);
    }
}

#[test]
fn a_leniency_is_off_unless_asked_for() {
    for (option, body, kind, data) in [
        ("--allow-bare-lf", "5\nhello\n0\n\n", "bare-lf", "hello"),
        (
            "--allow-trailing-whitespace",
            "5 \r\nhello\r\n0\r\n\r\n",
            "invalid-extension",
            "hello",
        ),
        (
            "--allow-missing-data-crlf",
            "5\r\nhello0\r\n\r\n",
            "invalid-chunk-end",
            "hello",
        ),
        (
            "--allow-invalid-extensions",
            "5;a=b;@\r\nhello\r\n0\r\n\r\n",
            "invalid-extension",
            "hello",
        ),
    ] {
        let refused = run(&["chunked", "--json"], body);
        assert_eq!(refused.code, Some(1), "{option}");
        assert!(
            refused.stdout.contains(&format!("\"kind\":\"{kind}\"")),
            "{option}"
        );
        let accepted = run(&["chunked", "--json", option], body);
        assert_eq!(
            (accepted.code, accepted.stderr.as_str()),
            (Some(0), ""),
            "{option}"
        );
        let data = format!("{{\"data\":{{\"text\":\"{data}\"}}}}\n");
        assert!(
            accepted.stdout.contains(&data),
            "{option}: {}",
            accepted.stdout
        );
    }
}

#[test]
fn hardened_refuses_what_hardly_anybody_sends() {
    for (body, offset) in [
        ("5;a=b\r\nhello\r\n0\r\n\r\n", 1),
        ("5 ;a=b\r\nhello\r\n0\r\n\r\n", 1),
        ("5\r\nhello\r\n0;a\r\n\r\n", 11),
    ] {
        assert_eq!(run(&["chunked", "--json"], body).code, Some(0));
        let ran = run(&["chunked", "--json", "--hardened"], body);
        assert_eq!(ran.code, Some(1));
        let error = format!("{{\"error\":{{\"kind\":\"invalid-extension\",\"offset\":{offset},");
        assert!(ran.stdout.contains(&error), "{}", ran.stdout);
    }
    let body = "5\r\nhello\r\n0\r\n\r\n";
    assert_eq!(
        run(&["chunked", "--hardened"], body),
        run(&["chunked"], body)
    );
}
