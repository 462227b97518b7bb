//! Options of a handshake that do not go together.

use crate::{handshake::KEY, run};

#[test]
fn wrong_usage_is_exit_status_2() {
    for (args, complaint) in [
        (
            &["websocket", "--role", "client", "--key", KEY][..],
            "--handshake",
        ),
        (
            &["websocket", "--role", "client", "--max-head-len", "9"],
            "--handshake",
        ),
        (
            &["websocket", "--role", "server", "--handshake", "--key", KEY],
            "noio-inspect: --key, --subprotocol and --extensions go with --role client",
        ),
        (
            &[
                "websocket",
                "--role",
                "server",
                "--handshake",
                "--subprotocol",
                "a",
            ],
            "noio-inspect: --key, --subprotocol and --extensions go with --role client",
        ),
        (&["handshake"], "<--request|--response>"),
        (&["handshake", "--request", "--response"], "'--response'"),
        (&["handshake", "--request", "--key", KEY], "'--key <KEY>'"),
        (
            &["handshake", "--request", "--extensions", "a"],
            "'--extensions <LIST>'",
        ),
        (
            &["handshake", "--response", "--key", "c2hvcnQ="],
            "a key is the base64 of 16 bytes",
        ),
        (
            &[
                "handshake",
                "--response",
                "--key",
                "dGhlIHNhbXBsZSBub25jZR==",
            ],
            "a key is the base64 of 16 bytes",
        ),
        (
            &["handshake", "--response", "--subprotocol", "a b"],
            "a subprotocol is a token",
        ),
        (
            &[
                "handshake",
                "--response",
                "--subprotocol",
                "a",
                "--subprotocol",
                "a",
            ],
            "noio-inspect: --subprotocol takes",
        ),
        (
            &["handshake", "--response", "--extensions", "a b"],
            "noio-inspect: --extensions takes a list of extensions",
        ),
        (
            &["handshake", "--response", "--allow-origin", "null"],
            "'--allow-origin <ORIGIN>'",
        ),
        (&["handshake", "--response", "--same-host"], "'--same-host'"),
        (
            &[
                "handshake",
                "--request",
                "--same-host",
                "--allow-origin",
                "a",
            ],
            "'--same-host'",
        ),
    ] {
        let ran = run(args, b"GET / HTTP/1.1\r\n\r\n");
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{args:?}");
        assert!(ran.stderr.contains(complaint), "{args:?}: {}", ran.stderr);
    }
}
