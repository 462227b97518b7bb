//! Connections that break a rule, go over a limit or are cut.

use crate::{
    Ran,
    frame::{BEGIN, BEGIN_BINARY, CLOSE, LAST, PING, ROLES, TEXT, close, sent_to},
    run,
};

/// A connection that goes wrong.
struct Case {
    role: &'static str,
    options: &'static [&'static str],
    /// What goes wrong behind a good message.
    bad: &'static [u8],
    /// Where, from its first byte on.
    offset: usize,
    /// In JSON, and in words.
    kind: &'static str,
    words: &'static str,
    close_code: u16,
    /// What people are told on top.
    advice: &'static str,
}

/// Of what a server sent, with status code 1002 and without advice, unless changed.
const PLAIN: Case = Case {
    role: "client",
    options: &[],
    bad: b"",
    offset: 0,
    kind: "",
    words: "",
    close_code: 1002,
    advice: "",
};

const CASES: [Case; 18] = [
    Case {
        bad: b"\xc1\x00",
        kind: "reserved-bits",
        words: "reserved bit set",
        advice: "; --frames accepts RSV1 where compressed messages have it",
        ..PLAIN
    },
    Case {
        bad: b"\x83\x00",
        kind: "reserved-opcode",
        words: "reserved opcode",
        ..PLAIN
    },
    Case {
        bad: b"\x09\x00",
        kind: "fragmented-control",
        words: "fragmented control frame",
        ..PLAIN
    },
    Case {
        bad: b"\x80\x00",
        kind: "unexpected-continuation",
        words: "continuation of no message",
        ..PLAIN
    },
    Case {
        bad: b"\x01\x01a\x81\x00",
        offset: 3,
        kind: "expected-continuation",
        words: "message within a message",
        ..PLAIN
    },
    Case {
        options: &["--max-fragment-count", "2"],
        bad: b"\x01\x00\x00\x00\x00\x00",
        offset: 4,
        kind: "too-many-fragments",
        words: "too many fragments",
        close_code: 1008,
        advice: "; --max-fragment-count raises the limit of 2 frames",
        ..PLAIN
    },
    Case {
        role: "server",
        bad: b"\x81\x01a",
        offset: 1,
        kind: "unmasked",
        words: "frame of a client is not masked",
        advice: "; --role client reads what a server sent",
        ..PLAIN
    },
    Case {
        bad: b"\x81\x81\0\0\0\0a",
        offset: 1,
        kind: "masked",
        words: "frame of a server is masked",
        advice: "; --role server reads what a client sent",
        ..PLAIN
    },
    Case {
        bad: b"\x89\x7e",
        offset: 1,
        kind: "control-too-long",
        words: "control frame too long",
        ..PLAIN
    },
    Case {
        bad: b"\x88\x01\x03",
        offset: 1,
        kind: "invalid-close-length",
        words: "half a status code",
        ..PLAIN
    },
    Case {
        bad: b"\x82\x7f\x80\0\0\0\0\0\0\0",
        offset: 9,
        kind: "length-overflow",
        words: "frame length overflow",
        ..PLAIN
    },
    Case {
        bad: b"\x82\x7e\0\x7d",
        offset: 3,
        kind: "non-minimal-length",
        words: "length in more bytes than it needs",
        ..PLAIN
    },
    Case {
        options: &["--max-frame-len", "4"],
        bad: b"\x82\x05",
        offset: 1,
        kind: "frame-too-large",
        words: "frame too large",
        close_code: 1009,
        advice: "; --max-frame-len raises the limit of 4 bytes",
        ..PLAIN
    },
    Case {
        options: &["--max-message-len", "4"],
        bad: b"\x01\x03abc\x80\x02",
        offset: 6,
        kind: "message-too-large",
        words: "message too large",
        close_code: 1009,
        advice: "; --max-message-len raises the limit of 4 bytes",
        ..PLAIN
    },
    Case {
        bad: b"\x88\x02\x03\xec",
        offset: 3,
        kind: "invalid-close-code",
        words: "status code that may not be sent",
        ..PLAIN
    },
    Case {
        bad: b"\x81\x04a\xc3\x28b",
        offset: 4,
        kind: "invalid-utf8",
        words: "text is not UTF-8",
        close_code: 1007,
        ..PLAIN
    },
    Case {
        bad: b"\x88\x03\x03\xe8\xff",
        offset: 4,
        kind: "invalid-utf8",
        words: "text is not UTF-8",
        close_code: 1007,
        ..PLAIN
    },
    Case {
        bad: b"\x81\x05hel",
        offset: 5,
        kind: "truncated",
        words: "connection cut within a frame or message",
        close_code: 1006,
        ..PLAIN
    },
];

impl Case {
    /// All bytes, and the offset of the error in them.
    fn wire(&self) -> (Vec<u8>, usize) {
        let mut wire = sent_to(self.role, TEXT, "ok");
        let offset = wire.len() + self.offset;
        wire.extend(self.bad);
        (wire, offset)
    }

    fn args<'a>(&'a self, cut: &'a str, views: &'a [&'a str]) -> Vec<&'a str> {
        let args = ["websocket", "--role", self.role, "--cut", cut];
        [&args, self.options, views].concat()
    }
}

#[test]
fn an_error_ends_the_rows_with_a_line_on_standard_error() {
    for case in CASES {
        let (wire, offset) = case.wire();
        let Case {
            words,
            close_code,
            advice,
            ..
        } = case;
        let expected = Ran {
            stdout: "       0  text       ok\n".to_owned(),
            stderr: format!(
                "noio-inspect: {words} at byte {offset} (close code {close_code}{advice})\n"
            ),
            code: Some(1),
        };
        for cut in ["1", "3", "1000"] {
            assert_eq!(run(&case.args(cut, &[]), &wire), expected);
        }
    }
}

#[test]
fn an_error_ends_json_with_an_error_and_no_end() {
    for case in CASES {
        let (wire, offset) = case.wire();
        let Case {
            kind,
            words,
            close_code,
            ..
        } = case;
        let expected = Ran {
            stdout: format!(
                "{{\"text\":\"ok\"}}\n{{\"error\":{{\"kind\":\"{kind}\",\"offset\":{offset},\
                 \"message\":\"{words} at byte {offset}\",\"close_code\":{close_code}}}}}\n"
            ),
            stderr: String::new(),
            code: Some(1),
        };
        for cut in ["1", "3", "1000"] {
            assert_eq!(run(&case.args(cut, &["--json"]), &wire), expected);
        }
    }
}

/// Everywhere but between two frames with no message open.
#[test]
fn a_cut_is_an_error_within_frames_and_messages() {
    for role in ROLES {
        let mut wire = sent_to(role, TEXT, "ok");
        let mut whole = vec![0, wire.len()];
        wire.extend(sent_to(role, PING, "beat"));
        whole.push(wire.len());
        wire.extend(sent_to(role, BEGIN, "a"));
        wire.extend(sent_to(role, PING, ""));
        wire.extend(sent_to(role, LAST, "b"));
        whole.push(wire.len());
        wire.extend(sent_to(role, CLOSE, close(1001, "")));
        for len in 0..wire.len() {
            let ran = run(&["websocket", "--role", role, "--json"], &wire[..len]);
            let last = ran.stdout.lines().last().unwrap();
            if whole.contains(&len) {
                assert_eq!((last, ran.code), (r#"{"end":{"clean":false}}"#, Some(0)));
            } else {
                let error = format!(
                    "{{\"error\":{{\"kind\":\"truncated\",\"offset\":{len},\
                     \"message\":\"connection cut within a frame or message at byte {len}\",\
                     \"close_code\":1006}}}}"
                );
                assert_eq!((last, ran.code), (error.as_str(), Some(1)), "{len}");
            }
        }
    }
}

#[test]
fn control_frames_within_a_message_that_breaks_are_shown_and_the_message_is_not() {
    let wire = b"\x01\x02he\x89\x01!\x80\x01\xff";
    let ran = run(&["websocket", "--role", "client"], wire);
    assert_eq!(ran.stdout, "       4  ping       !\n");
    assert_eq!(
        ran.stderr,
        "noio-inspect: text is not UTF-8 at byte 9 (close code 1007)\n"
    );
    assert_eq!(ran.code, Some(1));
}

#[test]
fn what_a_limit_allows_is_decoded() {
    for role in ROLES {
        let mut wire = sent_to(role, BEGIN, "abc");
        wire.extend(sent_to(role, LAST, "de"));
        for (option, limit) in [
            ("--max-frame-len", "3"),
            ("--max-message-len", "5"),
            ("--max-fragment-count", "2"),
        ] {
            let ran = run(
                &["websocket", "--role", role, "--json", option, limit],
                &wire,
            );
            assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{option}");
            assert!(ran.stdout.starts_with("{\"text\":\"abcde\"}\n"), "{option}");
        }
    }
}

/// The limit of the decoder holds unless the option says otherwise, in both directions.
#[test]
fn a_limit_can_be_raised_above_its_default() {
    let mut wire = sent_to("client", BEGIN_BINARY, vec![0; 16 << 20]);
    wire.extend(sent_to("client", LAST, "x"));
    let args = ["websocket", "--role", "client", "--json"];
    let ran = run(&args, &wire);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stdout
            .starts_with("{\"error\":{\"kind\":\"message-too-large\",")
    );
    let ran = run(
        &[&args[..], &["--max-message-len", "16777217"]].concat(),
        &wire,
    );
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert!(ran.stdout.starts_with("{\"binary\":{\"base64\":\"AAAA"));
}

/// A capture from the beginning of the connection: its handshake is no frame.
#[test]
fn a_handshake_is_refused_at_its_first_byte() {
    for (role, head) in [
        ("server", "GET / HTTP/1.1\r\n"),
        ("client", "HTTP/1.1 101 "),
    ] {
        let ran = run(&["websocket", "--role", role], head);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""));
        assert!(ran.stderr.contains("at byte 0"), "{}", ran.stderr);
    }
}
