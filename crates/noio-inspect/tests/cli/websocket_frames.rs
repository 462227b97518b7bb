//! What `websocket --frames` shows.

use crate::{
    Ran,
    frame::{BEGIN, BINARY, CLOSE, GO_ON, LAST, PING, ROLES, TEXT, close, sent_to},
    run,
};

/// Runs `websocket --frames` on what `role` received.
fn frames(role: &str, options: &[&str], input: impl AsRef<[u8]>) -> Ran {
    let args = [&["websocket", "--frames", "--role", role], options].concat();
    run(&args, input)
}

#[test]
fn json_has_each_frame_before_its_payload() {
    for (role, masked) in [("client", false), ("server", true)] {
        let mut wire = Vec::new();
        for (first, payload) in [
            (TEXT, &b"Hello"[..]),
            (BINARY, b"\0\xff"),
            (BEGIN, b"\xc3"),
            (PING, b""),
            (GO_ON, b""),
            (LAST, b"\xa9"),
            (CLOSE, &close(1000, "")),
        ] {
            wire.extend(sent_to(role, first, payload));
        }
        let expected = r#"{"frame":{"fin":true,"rsv":0,"opcode":"text","masked":MASKED,"len":5}}
{"payload":{"text":"Hello"}}
{"frame":{"fin":true,"rsv":0,"opcode":"binary","masked":MASKED,"len":2}}
{"payload":{"base64":"AP8="}}
{"frame":{"fin":false,"rsv":0,"opcode":"text","masked":MASKED,"len":1}}
{"payload":{"base64":"ww=="}}
{"frame":{"fin":true,"rsv":0,"opcode":"ping","masked":MASKED,"len":0}}
{"frame":{"fin":false,"rsv":0,"opcode":"continuation","masked":MASKED,"len":0}}
{"frame":{"fin":true,"rsv":0,"opcode":"continuation","masked":MASKED,"len":1}}
{"payload":{"base64":"qQ=="}}
{"frame":{"fin":true,"rsv":0,"opcode":"close","masked":MASKED,"len":2}}
{"payload":{"base64":"A+g="}}
{"end":{"clean":true}}
"#
        .replace("MASKED", if masked { "true" } else { "false" });
        for cut in ["1", "2", "3", "1000"] {
            let ran = frames(role, &["--json", "--cut", cut], &wire);
            assert_eq!(ran, Ran::ok(&expected));
        }
    }
}

/// The examples of RFC 6455 §5.7, one behind the other where their order allows.
#[test]
fn rows_for_people() {
    let server = [
        &b"\x81\x05Hello"[..],
        b"\x01\x03Hel\x80\x02lo",
        b"\x89\x05Hello",
        b"\x88\x00",
        b"what",
    ];
    assert_eq!(
        frames("client", &[], server.concat()),
        Ran::ok(
            "       0  frame      text  fin=true  rsv=0  masked=false  len=5
       2  payload    Hello
       7  frame      text  fin=false  rsv=0  masked=false  len=3
       9  payload    Hel
      12  frame      continuation  fin=true  rsv=0  masked=false  len=2
      14  payload    lo
      16  frame      ping  fin=true  rsv=0  masked=false  len=5
      18  payload    Hello
      23  frame      close  fin=true  rsv=0  masked=false  len=0
      25  end        clean=true
      25  rest       4 bytes
"
        )
    );
    let client = [
        &b"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"[..],
        b"\x8a\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58",
    ];
    assert_eq!(
        frames("server", &[], client.concat()),
        Ran::ok(
            "       0  frame      text  fin=true  rsv=0  masked=true  len=5
       6  payload    Hello
      11  frame      pong  fin=true  rsv=0  masked=true  len=5
      17  payload    Hello
      22  end        clean=false
"
        )
    );
}

/// "Hello" of RFC 7692 §7.2.3.1, whole and in two fragments.
#[test]
fn a_compressed_connection_is_shown_as_it_is() {
    let wire = b"\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00\x41\x03\xf2\x48\xcd\x80\x04\xc9\xc9\x07\x00";
    let json = r#"{"frame":{"fin":true,"rsv":4,"opcode":"text","masked":false,"len":7}}
{"payload":{"base64":"8kjNyckHAA=="}}
{"frame":{"fin":false,"rsv":4,"opcode":"text","masked":false,"len":3}}
{"payload":{"base64":"8kjN"}}
{"frame":{"fin":true,"rsv":0,"opcode":"continuation","masked":false,"len":4}}
{"payload":{"base64":"yckHAA=="}}
{"end":{"clean":false}}
"#;
    assert_eq!(frames("client", &["--json"], wire), Ran::ok(json));
    let refused = run(&["websocket", "--role", "client", "--json"], wire);
    assert_eq!(refused.code, Some(1));
    assert!(refused.stdout.contains("\"reserved-bits\",\"offset\":0,"));
}

/// RSV1 is for the first frame of a message alone (RFC 7692 §6), and the others for no one.
#[test]
fn other_reserved_bits_are_refused() {
    for wire in [
        &b"\xa1\x00"[..],
        b"\x91\x00",
        b"\xf1\x00",
        b"\xc9\x00",
        b"\x41\x00\xc0\x00",
    ] {
        let ran = frames("client", &[], wire);
        assert_eq!(ran.code, Some(1));
        let offset = wire.len() - 2;
        assert_eq!(
            ran.stderr,
            format!("noio-inspect: reserved bit set at byte {offset} (close code 1002)\n")
        );
    }
}

#[test]
fn payload_is_not_looked_into_and_the_order_of_frames_is() {
    // A text that is none, a status code that may not be sent.
    let wire = b"\x81\x01\xff\x88\x02\x03\xec";
    assert_eq!(
        frames("client", &["--json"], wire),
        Ran::ok(
            r#"{"frame":{"fin":true,"rsv":0,"opcode":"text","masked":false,"len":1}}
{"payload":{"base64":"/w=="}}
{"frame":{"fin":true,"rsv":0,"opcode":"close","masked":false,"len":2}}
{"payload":{"base64":"A+w="}}
{"end":{"clean":true}}
"#
        )
    );
    let ran = frames("client", &["--json"], b"\x01\x01a\x82\x00");
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stdout
            .contains("{\"error\":{\"kind\":\"expected-continuation\",\"offset\":3,"),
        "{}",
        ran.stdout
    );
}

#[test]
fn payload_comes_in_pieces_of_64_kib() {
    // The first piece would end in the middle of a character.
    let text = format!("x{}", "é".repeat(70_000));
    let pieces = [&text[..65_535], &text[65_535..131_071], &text[131_071..]];
    let payload: String = pieces
        .iter()
        .map(|piece| format!("{{\"payload\":{{\"text\":\"{piece}\"}}}}\n"))
        .collect();
    for role in ROLES {
        let wire = sent_to(role, TEXT, &text);
        for cut in ["1", "7", "100000"] {
            let ran = frames(role, &["--json", "--cut", cut], &wire);
            let (frame, rest) = ran.stdout.split_once('\n').unwrap();
            assert!(frame.ends_with("\"len\":140001}}"), "{frame}");
            assert!(rest == format!("{payload}{{\"end\":{{\"clean\":false}}}}\n"));
        }
    }
}

#[test]
fn payload_of_a_frame_that_is_cut_is_shown_before_the_error() {
    for role in ROLES {
        let wire = sent_to(role, TEXT, "hello");
        let wire = &wire[..wire.len() - 2];
        for cut in ["1", "1000"] {
            let ran = frames(role, &["--json", "--cut", cut], wire);
            let (_, behind) = ran.stdout.split_once('\n').unwrap();
            let expected = format!(
                "{{\"payload\":{{\"text\":\"hel\"}}}}\n\
                 {{\"error\":{{\"kind\":\"truncated\",\"offset\":{len},\
                 \"message\":\"connection cut within a frame or message at byte {len}\",\
                 \"close_code\":1006}}}}\n",
                len = wire.len()
            );
            assert_eq!((behind, ran.code), (expected.as_str(), Some(1)));
        }
    }
}

#[test]
fn the_length_of_a_frame_is_limited_if_asked_for() {
    // 2⁶³ − 1 bytes to come.
    let wire = b"\x82\x7f\x7f\xff\xff\xff\xff\xff\xff\xff!";
    let ran = frames("client", &[], wire);
    assert_eq!(
        ran.stdout,
        "       0  frame      binary  fin=true  rsv=0  masked=false  len=9223372036854775807
      10  payload    !
"
    );
    assert_eq!(
        ran.stderr,
        "noio-inspect: connection cut within a frame or message at byte 11 (close code 1006)\n"
    );
    let ran = frames("client", &["--max-frame-len", "9223372036854775806"], wire);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""));
    assert_eq!(
        ran.stderr,
        "noio-inspect: frame too large at byte 9 (close code 1009; \
         --max-frame-len raises the limit of 9223372036854775806 bytes)\n"
    );
}
