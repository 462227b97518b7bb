//! Streams that are still running.

use std::io::Write;

use crate::{handshake::RESPONSE, live::Live};

#[test]
fn an_event_is_shown_before_more_bytes_come() {
    for (format, first, second) in [
        (
            &["sse"][..],
            "       0  event      message  one",
            "      11  comment    two",
        ),
        (
            &["sse", "--json"],
            r#"{"event":{"type":"message","data":"one","last_event_id":""}}"#,
            r#"{"comment":"two"}"#,
        ),
        (
            &["sse", "--cut", "1"],
            "       0  event      message  one",
            "      11  comment    two",
        ),
    ] {
        let mut live = Live::start(format);
        live.send("data: one\r\r");
        assert_eq!(live.next_line(), first);
        live.send(": t");
        live.send("wo\n");
        assert_eq!(live.next_line(), second);
        assert_eq!(live.finish(), Some(0));
    }
}

#[test]
fn a_reencoded_event_is_written_before_more_bytes_come() {
    let mut live = Live::start(&["sse", "--reencode"]);
    live.send("data:one\n\n");
    assert_eq!([live.next_line(), live.next_line()], ["data: one", ""]);
    live.send("id:7\n\n:two\n");
    assert_eq!([live.next_line(), live.next_line()], ["id: 7", ""]);
    assert_eq!([live.next_line(), live.next_line()], [": two", ""]);
    assert_eq!(live.finish(), Some(0));
}

#[test]
fn a_chunk_is_shown_before_more_bytes_come() {
    for (option, shown) in [
        (
            None,
            &[
                "       0  chunk      size=6",
                "       3  data",
                "                     hello",
            ][..],
        ),
        (
            Some("--json"),
            &[
                r#"{"chunk":{"size":6,"extensions":[]}}"#,
                r#"{"data":{"text":"hello\n"}}"#,
            ],
        ),
        (Some("--body"), &["hello"]),
        (Some("--reencode"), &["6", "hello", ""]),
    ] {
        let mut args = vec!["chunked"];
        args.extend(option);
        let mut live = Live::start(&args);
        live.send("6\r\nhel");
        live.send("lo\n");
        for line in shown {
            assert_eq!(live.next_line(), *line, "{option:?}");
        }
        live.send("\r\n0\r\n\r\n");
        assert_eq!(live.finish(), Some(0));
    }
}

#[test]
fn a_date_is_shown_before_more_bytes_come() {
    for (options, shown) in [
        (
            &[][..],
            "       0  date       imf-fixdate  unix=0  Thu, 01 Jan 1970 00:00:00 GMT",
        ),
        (
            &["--json"],
            r#"{"unix":0,"format":"imf-fixdate","imf":"Thu, 01 Jan 1970 00:00:00 GMT"}"#,
        ),
    ] {
        let mut live = Live::start(&[&["http-date", "--lines"], options].concat());
        live.send("Thu, 01 Jan 1970 00:0");
        live.send("0:00 GMT\r\n");
        assert_eq!(live.next_line(), shown);
        live.send("Thu");
        assert_eq!(live.finish(), Some(1));
    }
}

#[test]
fn a_message_is_shown_before_more_bytes_come() {
    for (options, shown) in [
        (
            &[][..],
            &["       5  ping       !", "       0  text       hello"][..],
        ),
        (
            &["--json"],
            &[r#"{"ping":{"text":"!"}}"#, r#"{"text":"hello"}"#],
        ),
        (
            &["--frames"],
            &[
                "       0  frame      text  fin=false  rsv=0  masked=false  len=3",
                "       2  payload    hel",
                "       5  frame      ping  fin=true  rsv=0  masked=false  len=1",
                "       7  payload    !",
                "       8  frame      continuation  fin=true  rsv=0  masked=false  len=2",
                "      10  payload    lo",
            ],
        ),
    ] {
        let args = [&["websocket", "--role", "client"], options].concat();
        let mut live = Live::start(&args);
        live.send(b"\x01\x03hel\x89");
        live.send(b"\x01!\x80");
        live.send(b"\x02lo");
        for line in shown {
            assert_eq!(live.next_line(), *line, "{options:?}");
        }
        assert_eq!(live.finish(), Some(0));
    }
}

#[test]
fn a_close_is_shown_before_the_end_of_the_input() {
    for (options, close, end) in [
        (
            &[][..],
            &["       0  close      code=1000"][..],
            "       4  end        clean=true",
        ),
        (
            &["--frames"],
            &[
                "       0  frame      close  fin=true  rsv=0  masked=false  len=2",
                r"       2  payload    \u{3}\xe8",
            ],
            "       4  end        clean=true",
        ),
    ] {
        let mut live = Live::start(&[&["websocket", "--role", "client"], options].concat());
        live.send(b"\x88\x02\x03\xe8");
        for line in close.iter().chain([&end]) {
            assert_eq!(live.next_line(), *line);
        }
        live.send("la");
        live.send("te");
        let rest = "       4  rest       4 bytes".to_owned();
        assert_eq!(live.finish_with_lines(), (vec![rest], Some(0)));
    }
}

#[test]
fn the_end_of_a_body_is_shown_before_the_end_of_the_input() {
    let mut live = Live::start(&["chunked"]);
    live.send("1\r\na\r\n0\r\n\r\n");
    let lines: Vec<String> = (0..4).map(|_| live.next_line()).collect();
    assert_eq!(lines[3], "      11  end        body_len=1");
    live.send("GET");
    live.send(" /");
    let rest = "      11  rest       5 bytes".to_owned();
    assert_eq!(live.finish_with_lines(), (vec![rest], Some(0)));
}

const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
const DECISION: &str = r#"{"framing":{"kind":"chunked","length":null,"close":false,"reason":"the final transfer coding is chunked (RFC 9112 §6.3, rule 4)"}}"#;

/// The views that need nothing behind the end of what they show: arguments, input, output.
const ENDING: [(&[&str], &[u8], &[&str]); 12] = [
    (
        &["cache-control", "--head"],
        b"HTTP/1.1 100 \r\n\r\nHTTP/1.1 200 \r\nAge: 1\r\n\r\n",
        &[
            "      17  status     200",
            "      37  field      Age  1",
            "      42  counts     nothing",
        ],
    ),
    (
        &["chunked", "--json"],
        b"1\r\na\r\n0\r\n\r\n",
        &[
            r#"{"chunk":{"size":1,"extensions":[]}}"#,
            r#"{"data":{"text":"a"}}"#,
            r#"{"chunk":{"size":0,"extensions":[]}}"#,
            r#"{"end":{"consumed":11,"body_len":1}}"#,
        ],
    ),
    (
        &["conditional", "--etag", "\"a\"", "--json"],
        b"GET / HTTP/1.1\r\nIf-None-Match: *\r\n\r\n",
        &[
            r#"{"outcome":"not-modified","reason":"if-none-match","status":304,"section":"RFC 9110 §13.1.2","message":"If-None-Match matches","role":"origin","conditions":{"if_match":"absent","if_unmodified_since":"absent","if_none_match":"false","if_modified_since":"absent","if_range":"absent"},"malformed":false,"carried":null,"notes":[]}"#,
        ],
    ),
    (
        &["conditional", "--absent"],
        b"GET / HTTP/1.1\r\n\r\n",
        &[
            "       0  request    GET",
            "      18  current    no representation",
            "      18  outcome    proceed  the request is carried out",
            "      18  reason     there is no current representation (RFC 9110 §13.2.1)",
        ],
    ),
    (&["chunked", "--body"], b"1\r\na\r\n0\r\n\r\n", &["a"]),
    (
        &["chunked", "--reencode"],
        b"1\r\na\r\n0\r\n\r\n",
        &["1", "a", "0", ""],
    ),
    (
        &["framing", "--response"],
        HEAD,
        &[
            "      47  framing    chunked",
            "      47  reason     the final transfer coding is chunked (RFC 9112 §6.3, rule 4)",
        ],
    ),
    (&["framing", "--response", "--json"], HEAD, &[DECISION]),
    (
        &["handshake", "--response"],
        b"HTTP/1.1 404 \r\n\r\n",
        &[
            "       0  response   HTTP/1.1 404 ",
            "      17  refused    status=404",
        ],
    ),
    (
        &["handshake", "--response", "--json"],
        b"HTTP/1.1 404 \r\n\r\n",
        &[
            r#"{"response":{"status":404,"accepted":false,"subprotocol":null,"extensions":[],"fields":[],"unchecked":[]}}"#,
            r#"{"end":{"consumed":17}}"#,
        ],
    ),
    (
        &["websocket", "--role", "client", "--json"],
        b"\x81\x01a\x88\x02\x03\xe8",
        &[
            r#"{"text":"a"}"#,
            r#"{"close":{"code":1000,"reason":""}}"#,
            r#"{"end":{"clean":true}}"#,
        ],
    ),
    (
        &["websocket", "--role", "client", "--frames", "--json"],
        b"\x88\x02hi",
        &[
            r#"{"frame":{"fin":true,"rsv":0,"opcode":"close","masked":false,"len":2}}"#,
            r#"{"payload":{"text":"hi"}}"#,
            r#"{"end":{"clean":true}}"#,
        ],
    ),
];

#[test]
fn a_tool_that_has_said_all_ends_although_the_input_stays_open() {
    for (args, input, output) in ENDING {
        let mut live = Live::start(args);
        // The last byte is all that it waits for.
        let (front, last) = input.split_at(input.len() - 1);
        live.send(front);
        live.send(last);
        let (lines, code) = live.ended_with_lines();
        assert_eq!(lines, output, "{args:?}");
        assert_eq!(code, Some(0), "{args:?}");
    }
}

#[test]
fn a_refused_head_ends_it_although_the_input_stays_open() {
    let mut live = Live::start(&["framing", "--request", "--json"]);
    live.send("GET / HTTP/1.1\r\nA : b\r\n\r\n");
    let (lines, code) = live.ended_with_lines();
    assert_eq!(lines.len(), 1);
    assert!(lines[0].contains("\"kind\":\"invalid-head\",\"offset\":17"));
    assert_eq!(code, Some(1));
}

/// A server waits for the first frame of a client, but not to see who it is.
#[test]
fn a_head_is_shown_before_the_frames_come() {
    let args = ["websocket", "--role", "client", "--handshake", "--json"];
    let mut live = Live::start(&args);
    live.send("HTTP/1.1 100 \r\n\r\n");
    live.send(RESPONSE);
    assert_eq!(
        live.next_line(),
        r#"{"interim":{"status":100,"fields":[]}}"#
    );
    assert!(live.next_line().starts_with("{\"response\":"));
    live.send(b"\x81\x01a");
    assert_eq!(live.next_line(), r#"{"text":"a"}"#);
    assert_eq!(live.finish(), Some(0));
}

#[test]
fn an_endless_head_is_not_read_behind_its_limit() {
    for args in [
        &["handshake", "--request"][..],
        &["handshake", "--response", "--json"],
        &["websocket", "--role", "server", "--handshake"],
    ] {
        let mut live = Live::start(args);
        let start: &[u8] = if args.contains(&"--response") {
            b"HTTP/1.1 101 "
        } else {
            b"GET /"
        };
        live.send(start);
        let more = "more".repeat(1000);
        let written = (0..10_000).find(|_| live.stdin.write_all(more.as_bytes()).is_err());
        assert!(written.is_some(), "{args:?}");
        assert_eq!(live.ended_with_lines().1, Some(1), "{args:?}");
    }
}

#[test]
fn an_endless_input_is_not_read_behind_the_end() {
    for (args, input, output) in ENDING {
        let mut live = Live::start(args);
        live.send(input);
        // Far more than the pipe holds: the tool must be gone before all is written.
        let more = "more".repeat(1000);
        let written = (0..10_000).find(|_| live.stdin.write_all(more.as_bytes()).is_err());
        assert!(written.is_some(), "{args:?}");
        assert_eq!(live.ended_with_lines().0, output, "{args:?}");
    }
}
