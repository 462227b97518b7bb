//! Arguments: help, and what is wrong usage.

use crate::run;

#[test]
fn help_lists_the_codecs_and_the_exit_status() {
    let ran = run(&["--help"], b"");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let (_, codecs) = ran.stdout.split_once("\nCodecs:\n").unwrap();
    let codecs: Vec<&str> = codecs
        .lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|word| *word != "help")
        .collect();
    assert_eq!(
        codecs,
        [
            "cache-control",
            "chunked",
            "conditional",
            "framing",
            "handshake",
            "http-date",
            "sse",
            "websocket"
        ]
    );
    assert!(
        ran.stdout.contains("\nExit status:\n  0  "),
        "{}",
        ran.stdout
    );
}

#[test]
fn help_of_a_codec_lists_its_options_and_their_defaults() {
    let ran = run(&["sse", "--help"], b"");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    for words in [
        "[FILE]",
        "--json",
        "--cut <N>",
        "--reencode",
        "Exit status:",
    ] {
        assert!(ran.stdout.contains(words), "{words} in {}", ran.stdout);
    }
    for (option, default) in [
        ("--max-line-len <BYTES>", "[default: 16777216]"),
        ("--max-data-len <BYTES>", "[default: 67108864]"),
        ("--max-event-type-len <BYTES>", "[default: 65536]"),
        ("--max-id-len <BYTES>", "[default: 65536]"),
    ] {
        let line = ran.stdout.lines().find(|line| line.contains(option));
        assert!(
            line.is_some_and(|line| line.ends_with(default)),
            "{option} in {}",
            ran.stdout
        );
    }
}

#[test]
fn help_of_chunked_lists_its_options_and_their_defaults() {
    let ran = run(&["chunked", "--help"], b"");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    for words in [
        "[FILE]",
        "--cut <N>",
        "--json",
        "--body",
        "--reencode",
        "--hardened",
        "--allow-bare-lf",
        "--allow-trailing-whitespace",
        "--allow-missing-data-crlf",
        "--allow-invalid-extensions",
        "Exit status:",
    ] {
        assert!(ran.stdout.contains(words), "{words} in {}", ran.stdout);
    }
    for (option, default) in [
        ("--max-chunk-len <N>", "[default: 4503599627370495]"),
        ("--max-body-len <N>", "[default: 18446744073709551615]"),
        ("--max-head-len <N>", "[default: 8192]"),
        ("--max-overhead <N>", "[default: 16384]"),
        ("--max-trailer-len <N>", "[default: 16384]"),
        ("--max-trailer-count <N>", "[default: 100]"),
    ] {
        let line = ran.stdout.lines().find(|line| line.contains(option));
        assert!(
            line.is_some_and(|line| line.ends_with(default)),
            "{option} in {}",
            ran.stdout
        );
    }
}

#[test]
fn help_of_websocket_lists_its_options_and_their_defaults() {
    let ran = run(&["websocket", "--help"], b"");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    for words in [
        "--role <ROLE>",
        "[FILE]",
        "--cut <N>",
        "--json",
        "--frames",
        "--reencode",
        "--mask-key <HEX>",
        "[default: 00000000]",
        "[possible values: client, server]",
        "Exit status:",
    ] {
        assert!(ran.stdout.contains(words), "{words} in {}", ran.stdout);
    }
    for (option, default) in [
        ("--max-frame-len <N>", "[default: 16777216]"),
        ("--max-message-len <N>", "[default: 16777216]"),
        ("--max-fragment-count <N>", "[default: 131072]"),
    ] {
        let line = ran.stdout.lines().find(|line| line.contains(option));
        assert!(
            line.is_some_and(|line| line.ends_with(default)),
            "{option} in {}",
            ran.stdout
        );
    }
}

#[test]
fn wrong_usage_is_exit_status_2() {
    for (args, complaint) in [
        (&[][..], "Usage: noio-inspect"),
        (&["telnet"], "'telnet'"),
        (&["sse", "--jsn"], "'--jsn'"),
        (&["sse", "--json", "--reencode"], "'--reencode'"),
        (&["sse", "--cut", "0"], "'--cut <N>'"),
        (&["sse", "--cut", "-1"], "'-1'"),
        (&["sse", "--cut", "few"], "'few'"),
        (&["sse", "--max-line-len", "1k"], "'1k'"),
        (&["sse", "one.sse", "two.sse"], "'two.sse'"),
        (&["chunked", "--json", "--body"], "'--body'"),
        (&["chunked", "--json", "--reencode"], "'--reencode'"),
        (&["chunked", "--body", "--reencode"], "'--reencode'"),
        (&["chunked", "--cut", "0"], "'--cut <N>'"),
        (&["chunked", "--max-body-len", "-1"], "'-1'"),
        (&["chunked", "--max-head-len", "4294967296"], "4294967296"),
        (&["chunked", "--max-trailer-count", "65536"], "65536"),
        (&["chunked", "--allow-bare-cr"], "'--allow-bare-cr'"),
        (&["framing"], "<--request|--response>"),
        (&["framing", "--request", "--response"], "'--response'"),
        (
            &["framing", "--request", "--method", "HEAD"],
            "'--method <METHOD>'",
        ),
        (&["framing", "--request", "--cut", "1"], "'--cut'"),
        (&["framing", "--response", "--method", ""], "'--method <"),
        (
            &["framing", "--response", "--method", "HE AD"],
            "'HE AD' for '--method <METHOD>': a method is a token",
        ),
        (
            &["framing", "--response", "--method", "GÉT"],
            "a method is a token",
        ),
        (&["websocket"], "--role <ROLE>"),
        (&["websocket", "--role", "proxy"], "'proxy'"),
        (
            &["websocket", "--role", "server", "--json", "--reencode"],
            "'--reencode'",
        ),
        (
            &["websocket", "--role", "server", "--frames", "--reencode"],
            "'--reencode'",
        ),
        (
            &["websocket", "--role", "server", "--mask-key", "00000000"],
            "--reencode",
        ),
        (
            &[
                "websocket",
                "--role",
                "client",
                "--reencode",
                "--mask-key",
                "00000000",
            ],
            "noio-inspect: --mask-key goes with --role server",
        ),
        (
            &[
                "websocket",
                "--role",
                "server",
                "--reencode",
                "--mask-key",
                "+1234567",
            ],
            "a key is eight hexadecimal digits",
        ),
        (
            &[
                "websocket",
                "--role",
                "server",
                "--reencode",
                "--mask-key",
                "123456789",
            ],
            "a key is eight hexadecimal digits",
        ),
        (
            &[
                "websocket",
                "--role",
                "server",
                "--frames",
                "--max-message-len",
                "1",
            ],
            "'--max-message-len <N>'",
        ),
        (
            &[
                "websocket",
                "--role",
                "server",
                "--frames",
                "--max-fragment-count",
                "1",
            ],
            "'--max-fragment-count <N>'",
        ),
        (
            &[
                "websocket",
                "--role",
                "server",
                "--max-fragment-count",
                "4294967296",
            ],
            "4294967296",
        ),
        (
            &["websocket", "--role", "server", "--cut", "0"],
            "'--cut <N>'",
        ),
    ] {
        let ran = run(args, b"data: not read\n\n");
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{args:?}");
        assert!(ran.stderr.contains(complaint), "{args:?}: {}", ran.stderr);
    }
}
