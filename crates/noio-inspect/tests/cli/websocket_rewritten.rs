//! What `websocket --reencode` writes.

use crate::{
    feed_for_bytes,
    frame::{
        BEGIN, BINARY, CLOSE, GO_ON, LAST, PING, PONG, ROLES, TEXT, any_connection, close,
        masked_with, sent_to,
    },
    run, tool,
};

/// The output on what `role` received, of a run that says nothing else.
fn reencoded(role: &str, options: &[&str], input: &[u8]) -> Vec<u8> {
    let args = [&["websocket", "--reencode", "--role", role], options].concat();
    let output = feed_for_bytes(tool(&args), input);
    assert_eq!(
        (output.status.code(), output.stderr.as_slice()),
        (Some(0), &b""[..])
    );
    output.stdout
}

#[test]
fn each_message_is_one_frame_and_keeps_its_place() {
    let before = [
        (BEGIN, &b"a\xc3"[..]),
        (PING, b"1"),
        (GO_ON, b""),
        (LAST, b"\xa9"),
        (BINARY, b"\0\xff"),
        (PONG, b""),
        (TEXT, b""),
        (CLOSE, &close(1000, "bye")),
        (TEXT, b"late"),
    ];
    let after = [
        (PING, &b"1"[..]),
        (TEXT, b"a\xc3\xa9"),
        (BINARY, b"\0\xff"),
        (PONG, b""),
        (TEXT, b""),
        (CLOSE, &close(1000, "bye")),
    ];
    for role in ROLES {
        let wire: Vec<u8> = before
            .iter()
            .flat_map(|(first, payload)| sent_to(role, *first, payload))
            .collect();
        for cut in ["1", "2", "1000"] {
            for key in ["00000000", "37fa213d", "FFfe0001"] {
                let options = match (role, key) {
                    ("server", "00000000") => vec!["--cut", cut],
                    ("server", _) => vec!["--cut", cut, "--mask-key", key],
                    _ => vec!["--cut", cut],
                };
                let key = u32::from_str_radix(key, 16).unwrap().to_be_bytes();
                let expected: Vec<u8> = after
                    .iter()
                    .flat_map(|(first, payload)| match role {
                        "server" => masked_with(key, *first, payload),
                        _ => sent_to(role, *first, payload),
                    })
                    .collect();
                assert_eq!(
                    reencoded(role, &options, &wire),
                    expected,
                    "{role} {options:?}"
                );
            }
        }
    }
}

#[test]
fn a_close_without_a_code_stays_one() {
    assert_eq!(reencoded("client", &[], b"\x88\x00"), b"\x88\x00");
    let masked = b"\x88\x80\x00\x00\x00\x00";
    assert_eq!(
        reencoded("server", &[], b"\x88\x80\x01\x02\x03\x04"),
        masked
    );
}

#[test]
fn an_input_without_a_close_is_written_without_one() {
    for role in ROLES {
        assert_eq!(reencoded(role, &[], b""), b"");
        let wire = reencoded(role, &[], &sent_to(role, PING, "beat"));
        assert_eq!(wire[0], PING);
        assert!(wire.ends_with(b"beat"));
    }
}

#[test]
fn it_decodes_to_the_same_messages() {
    for role in ROLES {
        let wire = any_connection(role);
        let args = ["websocket", "--json", "--role", role];
        let original = run(&args, &wire).stdout;
        assert!(original.lines().count() > 200);
        let again = reencoded(role, &[], &wire);
        assert!(run(&args, &again).stdout == original);
        // Nothing is left to change.
        assert!(reencoded(role, &[], &again) == again);
    }
}

/// What a client sent and what a server sent differ by the masks alone.
#[test]
fn both_ends_write_the_same_messages() {
    let [client, server] = ROLES.map(|role| reencoded(role, &[], &any_connection(role)));
    let json = |role, wire: &[u8]| run(&["websocket", "--json", "--role", role], wire);
    assert!(json("client", &client) == json("server", &server));
    assert!(server.len() > client.len());
}

#[test]
fn an_error_leaves_the_messages_before_it() {
    for (bad, line) in [
        (
            &b"\x01\x03hel"[..],
            "connection cut within a frame or message at byte 9 (close code 1006)",
        ),
        (
            b"\x01\x03hel\x80\x01\xff",
            "text is not UTF-8 at byte 11 (close code 1007)",
        ),
    ] {
        let wire = [b"\x81\x02ok", bad].concat();
        let output = feed_for_bytes(
            tool(&["websocket", "--reencode", "--role", "client"]),
            &wire,
        );
        assert_eq!(output.stdout, b"\x81\x02ok");
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(stderr, format!("noio-inspect: {line}\n"));
        assert_eq!(output.status.code(), Some(1));
    }
}
