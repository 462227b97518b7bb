//! What `websocket` shows: for people and as JSON Lines.

use crate::{
    Ran, drives_a_terminal,
    frame::{
        BEGIN, BINARY, CLOSE, GO_ON, LAST, PING, PONG, ROLES, TEXT, any_connection, close, sent_to,
    },
    run,
};

/// Frames as the other end sends them to `role`.
fn frames(role: &str, frames: &[(u8, &[u8])]) -> Vec<u8> {
    frames
        .iter()
        .flat_map(|(first, payload)| sent_to(role, *first, payload))
        .collect()
}

/// Runs `websocket --json` on what `role` received: the lines it prints, if that is all it does.
fn json(role: &str, input: impl AsRef<[u8]>) -> String {
    let ran = run(&["websocket", "--role", role, "--json"], input);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    ran.stdout
}

#[test]
fn json_of_every_kind() {
    for role in ROLES {
        let wire = frames(
            role,
            &[
                (TEXT, "Grüße\n\"\\".as_bytes()),
                (BINARY, b"\0\x01\xff"),
                (PING, b"beat"),
                (PONG, b""),
                (TEXT, b""),
                (BINARY, b""),
                (CLOSE, &close(1000, "bye")),
            ],
        );
        assert_eq!(
            json(role, wire),
            r#"{"text":"Grüße\n\"\\"}
{"binary":{"base64":"AAH/"}}
{"ping":{"text":"beat"}}
{"pong":{"text":""}}
{"text":""}
{"binary":{"base64":""}}
{"close":{"code":1000,"reason":"bye"}}
{"end":{"clean":true}}
"#
        );
    }
}

#[test]
fn binary_is_never_taken_for_text_and_control_frames_where_they_can_be() {
    for role in ROLES {
        let wire = frames(
            role,
            &[(BINARY, b"text"), (PING, b"\xff\xfe"), (PONG, b"\xc3\xa9")],
        );
        assert_eq!(
            json(role, wire),
            "{\"binary\":{\"base64\":\"dGV4dA==\"}}\n\
             {\"ping\":{\"base64\":\"//4=\"}}\n\
             {\"pong\":{\"text\":\"é\"}}\n\
             {\"end\":{\"clean\":false}}\n"
        );
    }
}

#[test]
fn json_escapes_what_a_terminal_obeys() {
    let text = "\u{9b}\0\x1b\x7f\u{feff}\u{202e}".as_bytes();
    let wire = frames(
        "client",
        &[(TEXT, text), (PING, text), (CLOSE, &close(4999, "\u{9b}"))],
    );
    assert_eq!(
        json("client", wire),
        "{\"text\":\"\\u009b\\u0000\\u001b\\u007f\\ufeff\\u202e\"}\n\
         {\"ping\":{\"text\":\"\\u009b\\u0000\\u001b\\u007f\\ufeff\\u202e\"}}\n\
         {\"close\":{\"code\":4999,\"reason\":\"\\u009b\"}}\n\
         {\"end\":{\"clean\":true}}\n"
    );
}

#[test]
fn rows_for_people() {
    let wire = [
        (TEXT, &b"one"[..]),
        (TEXT, b"two\n\nlines\x1b[31m"),
        (TEXT, b""),
        (BINARY, b"\0a\xff"),
        (PING, b"beat\xff"),
        (PONG, b""),
        (CLOSE, b"\x03\xe8see \xe2\x80\xae you"),
    ];
    assert_eq!(
        run(&["websocket", "--role", "client"], frames("client", &wire)),
        Ran::ok(
            r"       0  text       one
       5  text
                     two

                     lines\u{1b}[31m
      22  text
      24  binary     \u{0}a\xff
      29  ping       beat\xff
      36  pong
      38  close      code=1000  see \u{202e} you
      53  end        clean=true
"
        )
    );
}

/// A control frame begins where its header does; a message where its first frame does, although
/// it is shown when the last one has come.
#[test]
fn the_row_of_a_message_in_fragments_has_the_offset_of_the_first() {
    let fragments = [
        (PING, &b"0"[..]),
        (BEGIN, b"a\xc3"),
        (PING, b"1"),
        (GO_ON, b""),
        (PONG, b"22"),
        (LAST, b"\xa9b"),
        (BEGIN, b""),
        (LAST, b""),
        (PING, b"3"),
        (TEXT, b"c"),
        (BEGIN, b"never whole"),
        (CLOSE, b""),
    ];
    for (role, rows) in [
        (
            "client",
            "       0  ping       0
       7  ping       1
      12  pong       22
       3  text       aéb
      20  text
      24  ping       3
      27  text       c
      43  close
      45  end        clean=true
",
        ),
        (
            "server",
            "       0  ping       0
      15  ping       1
      28  pong       22
       7  text       aéb
      44  text
      56  ping       3
      63  text       c
      87  close
      93  end        clean=true
",
        ),
    ] {
        let wire = frames(role, &fragments);
        for cut in ["1", "2", "3", "1000"] {
            let ran = run(&["websocket", "--role", role, "--cut", cut], &wire);
            assert_eq!(ran, Ran::ok(rows), "{role}, cut {cut}");
        }
    }
}

#[test]
fn a_close_may_have_no_code() {
    for role in ROLES {
        assert_eq!(
            json(role, frames(role, &[(CLOSE, b"")])),
            "{\"close\":{\"code\":null,\"reason\":\"\"}}\n{\"end\":{\"clean\":true}}\n"
        );
    }
}

#[test]
fn the_end_of_input_between_messages_is_not_clean_and_no_error() {
    for role in ROLES {
        let end = "{\"end\":{\"clean\":false}}\n";
        assert_eq!(json(role, b""), end);
        let wire = frames(role, &[(TEXT, b"a")]);
        assert_eq!(json(role, &wire), format!("{{\"text\":\"a\"}}\n{end}"));
        let rows = format!(
            "       0  text       a\n{:>8}  end        clean=false\n",
            wire.len()
        );
        assert_eq!(run(&["websocket", "--role", role], wire), Ran::ok(rows));
    }
}

#[test]
fn what_follows_the_close_is_left_alone() {
    for role in ROLES {
        let mut wire = frames(role, &[(CLOSE, b"")]);
        let close = format!(
            "       0  close\n{len:>8}  end        clean=true\n",
            len = wire.len()
        );
        let alone = json(role, &wire);
        assert_eq!(run(&["websocket", "--role", role], &wire), Ran::ok(&close));
        let rest = format!("{close}{len:>8}  rest       12 bytes\n", len = wire.len());
        wire.extend(b"\xff\xff\xff\xff anything");
        wire.truncate(wire.len() - 1);
        assert_eq!(json(role, &wire), alone);
        for cut in ["1", "5", "1000"] {
            let ran = run(&["websocket", "--role", role, "--cut", cut], &wire);
            assert_eq!(ran, Ran::ok(&rest));
        }
    }
}

#[test]
fn a_long_message_is_shown_whole() {
    let text = "é".repeat(40_000);
    for role in ROLES {
        let whole = sent_to(role, TEXT, &text);
        let fragments: Vec<u8> = frames(
            role,
            &[
                (BEGIN, &text.as_bytes()[..33_333]),
                (GO_ON, &text.as_bytes()[33_333..70_000]),
                (LAST, &text.as_bytes()[70_000..]),
            ],
        );
        let expected = format!("{{\"text\":\"{text}\"}}\n{{\"end\":{{\"clean\":false}}}}\n");
        assert!(json(role, whole) == expected);
        assert!(json(role, fragments) == expected);
    }
}

#[test]
fn the_cut_changes_nothing() {
    for role in ROLES {
        let wire = any_connection(role);
        for view in [None, Some("--json"), Some("--frames"), Some("--reencode")] {
            let mut args = vec!["websocket", "--role", role];
            args.extend(view);
            let whole = crate::feed_for_bytes(crate::tool(&args), &wire);
            assert_eq!(whole.status.code(), Some(0), "{args:?}");
            assert!(whole.stdout.len() > wire.len() / 2, "{args:?}");
            for cut in ["1", "2", "7", "1000"] {
                let args = [&args[..], &["--cut", cut]].concat();
                assert!(crate::feed_for_bytes(crate::tool(&args), &wire) == whole);
            }
        }
    }
}

#[test]
fn nothing_that_drives_a_terminal_comes_out() {
    for role in ROLES {
        let wire = any_connection(role);
        for options in [&[][..], &["--json"], &["--frames"], &["--frames", "--json"]] {
            let args = [&["websocket", "--role", role], options].concat();
            let ran = run(&args, &wire);
            assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
            assert!(ran.stdout.lines().count() > 200, "{args:?}");
            assert!(!ran.stdout.contains(drives_a_terminal), "{args:?}");
        }
    }
}

/// Whatever comes, a run ends with an end or with an error.
#[test]
fn garbage_is_decoded_up_to_its_error() {
    let garbage = crate::garbage(5_000);
    for start in 0..200 {
        for role in ROLES {
            let ran = run(
                &["websocket", "--role", role, "--json"],
                &garbage[start * 7..start * 7 + 3000],
            );
            let last = ran.stdout.lines().last().unwrap();
            match ran.code {
                Some(0) => assert!(last.starts_with("{\"end\":"), "{last}"),
                Some(1) => assert!(last.starts_with("{\"error\":"), "{last}"),
                code => panic!("{code:?}: {}", ran.stderr),
            }
        }
    }
}
