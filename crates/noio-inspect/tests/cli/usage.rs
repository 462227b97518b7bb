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
    for (codec, words, defaults) in [
        (
            "sse",
            &["--json", "--reencode"][..],
            &[
                ("--max-line-len <BYTES>", "16777216"),
                ("--max-data-len <BYTES>", "67108864"),
                ("--max-event-type-len <BYTES>", "65536"),
                ("--max-id-len <BYTES>", "65536"),
            ][..],
        ),
        (
            "chunked",
            &[
                "--json",
                "--body",
                "--reencode",
                "--hardened",
                "--allow-bare-lf",
                "--allow-trailing-whitespace",
                "--allow-missing-data-crlf",
                "--allow-invalid-extensions",
            ],
            &[
                ("--max-chunk-len <N>", "4503599627370495"),
                ("--max-body-len <N>", "18446744073709551615"),
                ("--max-head-len <N>", "8192"),
                ("--max-overhead <N>", "16384"),
                ("--max-trailer-len <N>", "16384"),
                ("--max-trailer-count <N>", "100"),
            ],
        ),
        (
            "websocket",
            &[
                "--role <ROLE>",
                "[possible values: client, server]",
                "--json",
                "--frames",
                "--reencode",
            ],
            &[
                ("--mask-key <HEX>", "00000000"),
                ("--max-frame-len <N>", "16777216"),
                ("--max-message-len <N>", "16777216"),
                ("--max-fragment-count <N>", "131072"),
                ("--max-head-len <N>", "16384"),
                ("--max-field-count <N>", "100"),
            ],
        ),
        (
            "handshake",
            &["--request", "--response", "--json", "--same-host"],
            &[
                ("--max-head-len <N>", "16384"),
                ("--max-field-count <N>", "100"),
            ],
        ),
    ] {
        let ran = run(&[codec, "--help"], b"");
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        for words in ["[FILE]", "--cut <N>", "Exit status:"].iter().chain(words) {
            assert!(ran.stdout.contains(words), "{words} in {}", ran.stdout);
        }
        for (option, default) in defaults {
            let line = ran.stdout.lines().find(|line| line.contains(option));
            let back = format!("[default: {default}]");
            assert!(
                line.is_some_and(|line| line.ends_with(&back)),
                "{option} in {}",
                ran.stdout
            );
        }
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
