//! Arguments, files, and the exit status for both.

use std::{fs::File, process::Stdio};

use crate::{Ran, feed, path_of, path_of_body, path_of_connection, run, tool};

/// Every codec with every view.
const VIEWS: [&[&str]; 21] = [
    &["cache-control", "--head"],
    &["cache-control", "--request", "--head"],
    &["cache-control", "--json", "--explain", "--head"],
    &["sse"],
    &["sse", "--json"],
    &["sse", "--reencode"],
    &["chunked"],
    &["chunked", "--json"],
    &["chunked", "--body"],
    &["chunked", "--reencode"],
    &["framing", "--request"],
    &["framing", "--response", "--json"],
    &["handshake", "--request"],
    &["handshake", "--response", "--json"],
    &["websocket", "--role", "server"],
    &["websocket", "--role", "client", "--json"],
    &["websocket", "--role", "server", "--frames"],
    &["websocket", "--role", "client", "--frames", "--json"],
    &["websocket", "--role", "server", "--reencode"],
    &["websocket", "--role", "server", "--handshake"],
    &["websocket", "--role", "client", "--handshake", "--json"],
];

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
            "framing",
            "handshake",
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
        ("--max-fragments <N>", "[default: 131072]"),
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
                "--max-fragments",
                "1",
            ],
            "'--max-fragments <N>'",
        ),
        (
            &[
                "websocket",
                "--role",
                "server",
                "--max-fragments",
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

#[test]
fn standard_input_is_read_without_a_file_and_with_a_dash() {
    for (codec, input, stdout) in [
        (
            &["sse"][..],
            "data: a\n\n",
            "       0  event      message  a\n       9  end\n",
        ),
        (
            &["chunked"],
            "0\r\n\r\n",
            "       0  chunk      size=0\n       5  end        body_len=0\n",
        ),
        (
            &["framing", "--request", "--json"],
            "GET / HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
            "{\"framing\":{\"kind\":\"length\",\"length\":0,\"close\":false,\
             \"reason\":\"the Content-Length says so (RFC 9112 §6.3, rule 6)\"}}\n",
        ),
        (
            &["cache-control", "--head"],
            "HTTP/1.1 204 \r\nCache-Control: no-store\r\n\r\n",
            "       0  status     204\n      30  directive  no-store\n      42  counts     no-store\n",
        ),
    ] {
        assert_eq!(run(codec, input), Ran::ok(stdout));
        assert_eq!(run(&[codec, &["-"]].concat(), input), Ran::ok(stdout));
    }
}

#[test]
fn a_missing_file_is_one_line_and_exit_status_2() {
    for codec in VIEWS {
        let args = [codec, &["no\u{1b}such.sse"]].concat();
        let ran = run(&args, b"");
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
        let line = "noio-inspect: cannot read no\\u{1b}such.sse: ";
        assert!(ran.stderr.starts_with(line), "{}", ran.stderr);
        assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    }
}

#[test]
fn a_directory_is_one_line_and_exit_status_2() {
    for codec in VIEWS {
        let args = [codec, &[env!("CARGO_MANIFEST_DIR")]].concat();
        let ran = run(&args, b"");
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
        let line = format!("noio-inspect: cannot read {}: ", env!("CARGO_MANIFEST_DIR"));
        assert!(ran.stderr.starts_with(&line), "{}", ran.stderr);
        assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    }
}

#[cfg(unix)]
#[test]
fn standard_input_that_cannot_be_read_is_one_line_and_exit_status_2() {
    for codec in VIEWS {
        let mut command = tool(codec);
        command.stdin(File::open(env!("CARGO_MANIFEST_DIR")).unwrap());
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(output.stdout, b"");
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(
            stderr.starts_with("noio-inspect: cannot read standard input: "),
            "{stderr}"
        );
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_one_line_and_exit_status_2() {
    for codec in VIEWS {
        let path = match codec[0] {
            "sse" => path_of("ticks.sse"),
            "chunked" => path_of_body("node-request", "chunked"),
            "handshake" if codec[1] == "--request" => path_of_connection("browser-chat", "client"),
            "handshake" => path_of_connection("browser-chat", "server"),
            "websocket" if codec.contains(&"--handshake") => path_of_connection(
                "browser-chat",
                if codec[2] == "server" {
                    "client"
                } else {
                    "server"
                },
            ),
            "websocket" if codec[2] == "server" => path_of_connection("node-chat", "client"),
            "websocket" => path_of_connection("node-chat", "server"),
            "cache-control" if codec[1] == "--request" => path_of_body("node-request", "head"),
            "cache-control" => path_of_body("node-trailers", "head"),
            _ if codec[1] == "--request" => path_of_body("node-request", "head"),
            _ => path_of_body("node-trailers", "head"),
        };
        let path = path.to_str().unwrap();
        let mut command = tool(&[codec, &[path]].concat());
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = command.stdin(Stdio::null()).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(
            stderr.starts_with("noio-inspect: cannot write standard output: "),
            "{stderr}"
        );
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
    }
}

#[test]
fn colour_is_for_terminals_and_no_color_is_respected() {
    let coloured = "\u{1b}[2m       0\u{1b}[0m  \u{1b}[34mcomment\u{1b}[0m    \
                    \u{1b}[33m\\u{7}\u{1b}[0m\n";
    let plain = "       0  comment    \\u{7}\n";
    for (variables, expected) in [
        (&[][..], plain),
        (&["CLICOLOR_FORCE"], coloured),
        (&["CLICOLOR_FORCE", "NO_COLOR"], plain),
    ] {
        let mut command = tool(&["sse"]);
        command.envs(variables.iter().map(|name| (name, "1")));
        let ran = feed(command, b": \x07\n");
        assert!(
            ran.stdout.starts_with(expected),
            "{variables:?}: {:?}",
            ran.stdout
        );
    }
    for option in ["--json", "--reencode"] {
        let mut command = tool(&["sse", option]);
        command.env("CLICOLOR_FORCE", "1");
        let ran = feed(command, b": a\n");
        assert!(!ran.stdout.contains('\u{1b}'), "{option}: {:?}", ran.stdout);
    }
}
