//! Streams that go over a limit.

use crate::{Ran, run};

/// For each limit: the option, a value, a stream that goes over it behind one good event, the
/// offset of the first byte over it, the kind of error in JSON and in words.
const CASES: [(&str, &str, &str, u64, &str, &str); 4] = [
    (
        "--max-line-len",
        "10",
        "data: 123456",
        20,
        "line-too-long",
        "line too long",
    ),
    (
        "--max-data-len",
        "4",
        "data: ab\ndata: cd",
        26,
        "data-too-long",
        "event data too long",
    ),
    (
        "--max-event-type-len",
        "2",
        "event: abc",
        19,
        "event-type-too-long",
        "event type too long",
    ),
    (
        "--max-id-len",
        "2",
        "id: abc",
        16,
        "id-too-long",
        "event id too long",
    ),
];

const GOOD: &str = "data: ok\n\n";

#[test]
fn a_limit_ends_the_rows_with_a_line_on_standard_error() {
    for (option, limit, bad, offset, _, words) in CASES {
        let stderr = format!(
            "noio-inspect: {words} at byte {offset} ({option} raises the limit of {limit} bytes)\n"
        );
        let expected = Ran {
            stdout: "       0  event      message  ok\n".into(),
            stderr,
            code: Some(1),
        };
        for cut in ["1", "3", "1000"] {
            let args = ["sse", option, limit, "--cut", cut];
            assert_eq!(
                run(&args, format!("{GOOD}{bad}\n\ndata: late\n\n")),
                expected
            );
        }
    }
}

#[test]
fn a_limit_ends_json_with_an_error_and_no_end() {
    for (option, limit, bad, offset, kind, words) in CASES {
        let stdout = format!(
            "{{\"event\":{{\"type\":\"message\",\"data\":\"ok\",\"last_event_id\":\"\"}}}}\n\
             {{\"error\":{{\"kind\":\"{kind}\",\"offset\":{offset},\"message\":\"{words} at byte {offset}\"}}}}\n"
        );
        let expected = Ran {
            stdout,
            stderr: String::new(),
            code: Some(1),
        };
        for cut in ["1", "3", "1000"] {
            let args = ["sse", "--json", option, limit, "--cut", cut];
            assert_eq!(
                run(&args, format!("{GOOD}{bad}\n\ndata: late\n\n")),
                expected
            );
        }
    }
}

#[test]
fn a_limit_ends_a_reencoded_stream_behind_what_was_whole() {
    for (option, limit, bad, offset, _, words) in CASES {
        let ran = run(
            &["sse", "--reencode", option, limit],
            format!("{GOOD}id: 7\n\n{bad}\n"),
        );
        assert_eq!(ran.stdout, "data: ok\n\nid: 7\n\n");
        let offset = offset + 7;
        let line = format!("noio-inspect: {words} at byte {offset} (");
        assert!(ran.stderr.starts_with(&line), "{}", ran.stderr);
        assert_eq!(ran.code, Some(1));
    }
}

#[test]
fn what_a_limit_allows_is_decoded() {
    for (option, limit) in [
        ("--max-line-len", "10"),
        ("--max-data-len", "4"),
        ("--max-event-type-len", "2"),
        ("--max-id-len", "2"),
    ] {
        let ran = run(
            &["sse", "--json", option, limit],
            ": a comment may be longer\nid: ab\nevent: ab\ndata: abcd\n\n",
        );
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{option}");
        let event = r#"{"event":{"type":"ab","data":"abcd","last_event_id":"ab"}}"#;
        assert!(ran.stdout.contains(event), "{option}: {}", ran.stdout);
    }
}
