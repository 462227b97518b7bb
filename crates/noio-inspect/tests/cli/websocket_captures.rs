//! Connections of real peers, beside what these were told to send.

use std::fs;

use crate::{path_of_connection, run};

/// Runs `websocket --json` on what one end of a captured connection sent: the lines that it prints.
fn json(capture: &str, sender: &str, options: &[&str]) -> (Vec<String>, Option<i32>) {
    let path = path_of_connection(capture, sender);
    let receiver = if sender == "client" {
        "server"
    } else {
        "client"
    };
    let args = ["websocket", "--json", "--role", receiver];
    let args = [&args, options, &[path.to_str().unwrap()]].concat();
    let ran = run(&args, b"");
    assert_eq!(ran.stderr, "");
    (ran.stdout.lines().map(str::to_owned).collect(), ran.code)
}

/// Bytes of every value, in base64.
const EVERY_BYTE: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0BBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWltcXV5fYGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn+AgYKDhIWGh4iJiouMjY6PkJGSk5SVlpeYmZqbnJ2en6ChoqOkpaanqKmqq6ytrq+wsbKztLW2t7i5uru8vb6/wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t/g4eLj5OXm5+jp6uvs7e7v8PHy8/T19vf4+fr7/P3+/w==";

#[test]
fn a_chat_between_node_and_node() {
    let binary = format!(r#"{{"binary":{{"base64":"{EVERY_BYTE}"}}}}"#);
    let bye = r#"{"close":{"code":4000,"reason":"that is all"}}"#;
    let clean = r#"{"end":{"clean":true}}"#;
    assert_eq!(
        json("node-chat", "client", &[]),
        (
            [
                r#"{"text":"Grüße aus 東京 🗼"}"#,
                r#"{"pong":{"text":"between"}}"#,
                &binary,
                r#"{"ping":{"text":"heartbeat"}}"#,
                bye,
                clean,
            ]
            .map(str::to_owned)
            .to_vec(),
            Some(0)
        )
    );
    assert_eq!(
        json("node-chat", "server", &[]),
        (
            [
                r#"{"text":"welcome"}"#,
                r#"{"ping":{"text":"between"}}"#,
                r#"{"text":"Grüße aus 東京 🗼"}"#,
                &binary,
                r#"{"pong":{"text":"heartbeat"}}"#,
                bye,
                clean,
            ]
            .map(str::to_owned)
            .to_vec(),
            Some(0)
        )
    );
}

#[test]
fn a_message_in_fragments_from_python() {
    let lines: String = (1..=12)
        .rev()
        .map(|count| {
            let after = count - 1;
            format!("{count} bottles on the wall, {after} after that\\n")
        })
        .collect();
    let song = format!("{{\"text\":\"{lines}\"}}");
    let end = [
        r#"{"close":{"code":1001,"reason":"the bar closes"}}"#,
        r#"{"end":{"clean":true}}"#,
    ];
    let (client, code) = json("python-fragments", "client", &[]);
    assert_eq!(
        client[..2],
        [&song, r#"{"pong":{"text":"are you there?"}}"#]
    );
    assert_eq!((&client[2..], code), (&end.map(str::to_owned)[..], Some(0)));
    let (server, code) = json("python-fragments", "server", &[]);
    assert_eq!(
        server[..3],
        [
            r#"{"text":"437 characters"}"#,
            &song,
            r#"{"ping":{"text":"are you there?"}}"#
        ]
    );
    assert_eq!((&server[3..], code), (&end.map(str::to_owned)[..], Some(0)));
    // The fragments themselves: the last one is empty, and so is one in the middle.
    let (frames, _) = json("python-fragments", "client", &["--frames"]);
    let continuations = frames
        .iter()
        .filter(|line| line.contains("\"opcode\":\"continuation\""));
    assert_eq!(continuations.count(), 13);
    let is_empty = |line: &&String| line.contains("\"len\":0}");
    assert_eq!(frames.iter().filter(is_empty).count(), 2);
}

#[test]
fn a_close_without_a_code_and_its_answer() {
    let sent = [
        r#"{"text":"hello"}"#,
        r#"{"close":{"code":null,"reason":""}}"#,
        r#"{"end":{"clean":true}}"#,
    ];
    let answer = [
        r#"{"text":"hello"}"#,
        r#"{"close":{"code":1000,"reason":""}}"#,
        r#"{"end":{"clean":true}}"#,
    ];
    for (sender, lines) in [("client", sent), ("server", answer)] {
        let expected = (lines.map(str::to_owned).to_vec(), Some(0));
        assert_eq!(json("node-aiohttp", sender, &[]), expected);
    }
}

#[test]
fn a_client_that_is_gone() {
    let client = [
        r#"{"text":"still here"}"#,
        r#"{"pong":{"text":"between"}}"#,
        r#"{"error":{"kind":"truncated","offset":43,"message":"connection cut within a frame or message at byte 43","close_code":1006}}"#,
    ];
    let server = [
        r#"{"text":"welcome"}"#,
        r#"{"ping":{"text":"between"}}"#,
        r#"{"text":"still here"}"#,
        r#"{"end":{"clean":false}}"#,
    ];
    let owned = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
    assert_eq!(json("node-gone", "client", &[]), (owned(&client), Some(1)));
    assert_eq!(json("node-gone", "server", &[]), (owned(&server), Some(0)));
}

/// Both ends had the same messages to compress, and the same compressor.
#[test]
fn compressed_messages_are_frames_and_no_messages() {
    let (client, code) = json("node-deflate", "client", &["--frames"]);
    assert_eq!(code, Some(0));
    let unmasked: Vec<String> = client
        .iter()
        .map(|line| line.replace("\"masked\":true", "\"masked\":false"))
        .collect();
    let (server, code) = json("node-deflate", "server", &["--frames"]);
    assert_eq!((unmasked, code), (server, Some(0)));
    assert_ne!(client, json("node-deflate", "server", &["--frames"]).0);
    assert_eq!(
        client[2..],
        [
            r#"{"frame":{"fin":true,"rsv":4,"opcode":"text","masked":true,"len":12}}"#,
            r#"{"payload":{"base64":"ih5NuKMJdygmXAAA"}}"#,
            r#"{"frame":{"fin":true,"rsv":4,"opcode":"text","masked":true,"len":7}}"#,
            r#"{"payload":{"base64":"Ks7ILyoBAA=="}}"#,
            r#"{"frame":{"fin":true,"rsv":0,"opcode":"close","masked":true,"len":2}}"#,
            r#"{"payload":{"base64":"A+g="}}"#,
            r#"{"end":{"clean":true}}"#,
        ]
    );
    let (lines, code) = json("node-deflate", "client", &[]);
    assert_eq!((lines.len(), code), (1, Some(1)));
    assert!(lines[0].contains("\"reserved-bits\",\"offset\":0,"));
}

#[test]
fn a_capture_of_the_other_end_is_told_by_its_masks() {
    for (capture, sender, role) in [
        ("node-chat", "client", "client"),
        ("node-chat", "server", "server"),
    ] {
        let path = path_of_connection(capture, sender);
        let ran = run(&["websocket", "--role", role, path.to_str().unwrap()], b"");
        assert_eq!(ran.code, Some(1));
        let other = if role == "client" { "server" } else { "client" };
        assert!(ran.stderr.contains(&format!("--role {other} reads")));
    }
}

#[test]
fn captures_do_not_change_with_the_cut() {
    for capture in ["node-aiohttp", "node-chat", "node-gone", "python-fragments"] {
        for sender in ["client", "server"] {
            assert!(fs::read(path_of_connection(capture, sender)).unwrap().len() > 10);
            let whole = json(capture, sender, &[]);
            for cut in ["1", "2", "3", "100"] {
                assert_eq!(json(capture, sender, &["--cut", cut]), whole);
            }
        }
    }
}
