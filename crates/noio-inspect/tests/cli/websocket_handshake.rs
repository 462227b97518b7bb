//! Captures that begin with the head of the handshake: `websocket --handshake`.

use std::fs;

use crate::{
    Ran,
    frame::{CLOSE, PING, TEXT, close, sent_to},
    handshake::{KEY, REQUEST, RESPONSE, response_with},
    path_of_connection, run,
};

/// The first octet of a compressed text (RFC 7692 §6).
const COMPRESSED: u8 = 0xc1;

/// What `role` receives: a head, then `frames`.
fn opened(role: &str, head: &str, frames: &[(u8, &[u8])]) -> Vec<u8> {
    let mut wire = head.as_bytes().to_vec();
    for (first, payload) in frames {
        wire.extend(sent_to(role, *first, payload));
    }
    wire
}

const ROLES: [(&str, &str, &str); 2] = [
    ("server", "--request", REQUEST),
    ("client", "--response", RESPONSE),
];

/// What `handshake` shows of the head, but for the answer and the end, and then what `websocket`
/// shows of the frames.
#[test]
fn json_of_the_head_comes_before_that_of_the_frames() {
    for (role, side, head) in ROLES {
        let wire = opened(role, head, &[(TEXT, b"a"), (CLOSE, &close(1000, ""))]);
        let alone = run(&["handshake", "--json", side], head).stdout;
        let frames = run(
            &["websocket", "--json", "--role", role],
            &wire[head.len()..],
        )
        .stdout;
        let expected = format!("{}\n{frames}", alone.lines().next().unwrap());
        assert!(frames.lines().count() == 3);
        for cut in ["1", "2", "1000"] {
            let args = [
                "websocket",
                "--handshake",
                "--json",
                "--role",
                role,
                "--cut",
                cut,
            ];
            assert_eq!(run(&args, &wire), Ran::ok(&expected));
        }
    }
}

#[test]
fn rows_count_from_the_beginning_of_the_capture() {
    let wire = opened(
        "client",
        RESPONSE,
        &[(0x01, b"a"), (PING, b""), (0x80, b"b"), (CLOSE, b"")],
    );
    let head = run(&["handshake", "--response", "--key", KEY], RESPONSE).stdout;
    let args = ["websocket", "--role", "client", "--handshake", "--key", KEY];
    for (options, rows) in [
        (
            &[][..],
            "     132  ping
     129  text       ab
     137  close
     139  end        clean=true
     139  rest       2 bytes
",
        ),
        (
            &["--frames"],
            "     129  frame      text  fin=false  rsv=0  masked=false  len=1
     131  payload    a
     132  frame      ping  fin=true  rsv=0  masked=false  len=0
     134  frame      continuation  fin=true  rsv=0  masked=false  len=1
     136  payload    b
     137  frame      close  fin=true  rsv=0  masked=false  len=0
     139  end        clean=true
     139  rest       2 bytes
",
        ),
    ] {
        for cut in ["1", "3", "1000"] {
            let args = [&args[..], options, &["--cut", cut]].concat();
            let wire = [&wire[..], b"no"].concat();
            assert_eq!(run(&args, wire), Ran::ok(format!("{head}{rows}")));
        }
    }
}

#[test]
fn errors_of_frames_count_from_the_beginning_of_the_capture() {
    for (role, _, head) in ROLES {
        let wire = opened(role, head, &[(TEXT, b"a"), (0x83, b"")]);
        let offset = wire.len() - if role == "server" { 6 } else { 2 };
        for frames in [None, Some("--frames")] {
            let mut args = vec!["websocket", "--json", "--handshake", "--role", role];
            args.extend(frames);
            let ran = run(&args, &wire);
            let error = format!(
                "{{\"error\":{{\"kind\":\"reserved-opcode\",\"offset\":{offset},\
                 \"message\":\"reserved opcode at byte {offset}\",\"close_code\":1002}}}}"
            );
            assert_eq!(
                (ran.stdout.lines().last(), ran.code),
                (Some(&*error), Some(1))
            );
            // A cut as well.
            let cut = offset - 1;
            let ran = run(&args, &wire[..cut]);
            let error = format!("{{\"error\":{{\"kind\":\"truncated\",\"offset\":{cut},");
            assert!(ran.stdout.lines().last().unwrap().starts_with(&error));
        }
    }
}

/// There is no connection, so nothing of one is shown.
#[test]
fn a_head_that_opens_nothing_is_an_error() {
    let refused = "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\n\r\n";
    let ran = run(
        &["websocket", "--role", "client", "--handshake", "--json"],
        format!("{refused}who?"),
    );
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert!(lines[0].contains(r#"{"status":401,"accepted":false,"#));
    assert_eq!(
        lines[1..],
        [
            r#"{"error":{"kind":"refused","offset":53,"message":"no connection: the server answers with status 401 at byte 53"}}"#
        ]
    );
    assert_eq!(ran.code, Some(1));
    let ran = run(&["websocket", "--role", "client", "--handshake"], refused);
    assert!(ran.stdout.ends_with("      54  refused    status=401\n"));
    assert_eq!(
        (ran.stderr.as_str(), ran.code),
        (
            "noio-inspect: no connection: the server answers with status 401 at byte 53\n",
            Some(1)
        )
    );
}

/// The same as those of `handshake`, but for the answer.
#[test]
fn errors_of_the_head_are_those_of_handshake() {
    let unasked = response_with("Sec-WebSocket-Protocol: chat\r\n");
    for (role, side, head, options) in [
        (
            "server",
            "--request",
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
            &[][..],
        ),
        ("server", "--request", "GET / HTTP/1.0\r\n", &[]),
        ("server", "--request", "GET / HTTP/1.1\r\nA", &[]),
        ("server", "--request", "", &[]),
        ("server", "--request", REQUEST, &["--max-head-len", "99"]),
        ("server", "--request", REQUEST, &["--max-field-count", "3"]),
        ("client", "--response", &unasked, &["--subprotocol", ""]),
        (
            "client",
            "--response",
            &unasked,
            &["--key", "AAAAAAAAAAAAAAAAAAAAAA=="],
        ),
        ("client", "--response", "HTTP/1.1 101 \r\n\r\n", &[]),
        ("client", "--response", "\x01\x00", &[]),
    ] {
        for json in [None, Some("--json")] {
            let mut alone = vec!["handshake", side];
            alone.extend(json.into_iter().chain(options.iter().copied()));
            let alone = run(&alone, head);
            let mut args = vec!["websocket", "--role", role, "--handshake"];
            args.extend(json.into_iter().chain(options.iter().copied()));
            let ran = run(&args, head);
            assert_eq!(
                (ran.code, &ran.stderr),
                (Some(1), &alone.stderr),
                "{args:?}"
            );
            let lines = alone.stdout.lines().filter(|line| {
                let is_of_answer = line.starts_with(&" ".repeat(21));
                !is_of_answer && !line.ends_with("  answer") && !line.starts_with("{\"answer\"")
            });
            let lines: String = lines.flat_map(|line| [line, "\n"]).collect();
            assert_eq!(ran.stdout, lines, "{args:?}");
        }
    }
}

/// Who has named an extension says whether RSV1 may be set, and what it may mean.
#[test]
fn compressed_messages_are_told_by_the_head() {
    let plain = REQUEST.replace("Sec-WebSocket-Extensions", "X");
    let agreed = response_with("Sec-WebSocket-Extensions: permessage-deflate\r\n");
    for (role, head, words, are_frames_legal) in [
        (
            "server",
            REQUEST,
            "an extension that the client offered may mean it, and is not decoded",
            true,
        ),
        (
            "server",
            &plain,
            "the handshake names no extension that could mean it",
            false,
        ),
        (
            "client",
            &agreed,
            "an extension that was agreed upon may mean it, and is not decoded",
            true,
        ),
        (
            "client",
            RESPONSE,
            "the handshake names no extension that could mean it",
            false,
        ),
    ] {
        let wire = opened(role, head, &[(COMPRESSED, b"\x02\0")]);
        let offset = head.len();
        let args = ["websocket", "--role", role, "--handshake"];
        let message = format!("reserved bit set at byte {offset}; {words}");
        let advice = if are_frames_legal {
            "; --frames accepts RSV1 where compressed messages have it"
        } else {
            ""
        };
        let ran = run(&args, &wire);
        let line = format!("noio-inspect: {message} (close code 1002{advice})\n");
        assert_eq!((ran.stderr, ran.code), (line, Some(1)));
        let ran = run(&[&args[..], &["--json"]].concat(), &wire);
        let error = format!(
            r#"{{"error":{{"kind":"reserved-bits","offset":{offset},"message":"{message}","close_code":1002}}}}"#
        );
        assert_eq!(ran.stdout.lines().last(), Some(error.as_str()));
        let ran = run(&[&args[..], &["--frames"]].concat(), &wire);
        assert_eq!(
            ran.code,
            Some(i32::from(!are_frames_legal)),
            "{}",
            ran.stderr
        );
    }
}

/// The frames alone, so that what comes out is a capture without a handshake.
#[test]
fn reencoded_frames_have_no_head_before_them() {
    for (role, _, head) in ROLES {
        let wire = opened(role, head, &[(TEXT, b"a"), (CLOSE, b"\x03\xe8")]);
        let args = ["websocket", "--reencode", "--role", role];
        let args = [&args[..], &["--handshake"]].concat();
        let ran = crate::feed_for_bytes(crate::tool(&args), &wire);
        assert_eq!(
            (ran.status.code(), ran.stderr.as_slice()),
            (Some(0), &b""[..])
        );
        let json = ["websocket", "--json", "--role", role];
        assert_eq!(run(&json, ran.stdout), run(&json, &wire[head.len()..]));
        // What is wrong with the head is said all the same.
        let ran = run(&args, &wire[1..]);
        assert_eq!((ran.stdout.as_str(), ran.code), ("", Some(1)));
        assert!(ran.stderr.starts_with("noio-inspect: "), "{}", ran.stderr);
    }
}

#[test]
fn a_connection_of_a_browser() {
    let frames = |sender, role, options: &[&str]| {
        let path = path_of_connection("browser-chat", sender);
        let args = ["websocket", "--json", "--handshake", "--role", role];
        let ran = run(&[&args, options, &[path.to_str().unwrap()]].concat(), b"");
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        let lines = ran.stdout.lines().map(str::to_owned);
        lines.collect::<Vec<_>>()
    };
    let client = frames("client", "server", &[]);
    assert!(client[0].starts_with(r#"{"request":{"target":"/room/7?since=42","#));
    assert_eq!(
        client[1..],
        [
            r#"{"text":"Grüße aus 東京 🗼"}"#,
            r#"{"pong":{"text":"between"}}"#,
            r#"{"close":{"code":1000,"reason":"seen"}}"#,
            r#"{"end":{"clean":true}}"#,
        ]
    );
    let told = [
        "--key",
        "q1FRizLnqzcL6mNh53g+Sw==",
        "--subprotocol",
        "chat.v2",
    ];
    let server = frames("server", "client", &told);
    assert!(
        server[0]
            .starts_with(r#"{"response":{"status":101,"accepted":true,"subprotocol":"chat.v2","#)
    );
    assert!(server[0].ends_with(r#""unchecked":[]}}"#), "{}", server[0]);
    assert_eq!(
        server[1..],
        [
            r#"{"text":"welcome"}"#,
            r#"{"ping":{"text":"between"}}"#,
            r#"{"text":"Grüße aus 東京 🗼"}"#,
            r#"{"close":{"code":1000,"reason":"seen"}}"#,
            r#"{"end":{"clean":true}}"#,
        ]
    );
}

/// Both ends had the same message to compress, and the same compressor.
#[test]
fn a_compressed_connection_of_a_browser() {
    let payload = |sender, role| {
        let path = path_of_connection("browser-deflate", sender);
        let args = ["websocket", "--handshake", "--role", role, "--json"];
        let args = [&args[..], &[path.to_str().unwrap()]].concat();
        let ran = run(&args, b"");
        assert_eq!(ran.code, Some(1));
        assert!(ran.stdout.contains("\"permessage-deflate\""));
        assert!(ran.stdout.contains("\"kind\":\"reserved-bits\""));
        let ran = run(&[&args[..], &["--frames"]].concat(), b"");
        assert_eq!(ran.code, Some(0));
        let payload = ran
            .stdout
            .lines()
            .find(|line| line.starts_with("{\"payload\""));
        payload.unwrap().to_owned()
    };
    let sent = payload("client", "server");
    assert_eq!(sent, payload("server", "client"));
    assert_eq!(
        sent,
        r#"{"payload":{"base64":"KslIVShOzE1VSExPzMzTUSgZ5ZPEBwA="}}"#
    );
}

#[test]
fn captures_of_a_browser_do_not_change_with_the_cut() {
    for capture in ["browser-chat", "browser-deflate"] {
        for (sender, role) in [("client", "server"), ("server", "client")] {
            let path = path_of_connection(capture, sender);
            assert!(fs::read(&path).unwrap().len() > 200);
            for view in [None, Some("--json"), Some("--frames")] {
                let mut args = vec!["websocket", "--handshake", "--role", role];
                args.extend(view);
                args.push(path.to_str().unwrap());
                let whole = run(&args, b"");
                assert!(whole.stdout.len() > 200);
                for cut in ["1", "2", "100"] {
                    let args = [&args[..], &["--cut", cut]].concat();
                    assert_eq!(run(&args, b""), whole, "{args:?}");
                }
            }
        }
    }
}
