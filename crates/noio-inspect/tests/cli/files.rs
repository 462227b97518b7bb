//! Files, standard input and output, and the exit status for what is wrong with them.

use std::{fs::File, process::Stdio};

use crate::{Ran, feed, path_of, path_of_body, path_of_connection, run, temporary, tool};

/// Every codec with every view.
const VIEWS: [&[&str]; 25] = [
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
    &["conditional"],
    &["conditional", "--json", "--absent"],
    &["http-date", "--lines"],
    &["http-date", "--json", "--lines"],
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
        (
            &["conditional", "--absent"],
            "GET / HTTP/1.1\r\n\r\n",
            "       0  request    GET
      18  current    no representation
      18  outcome    proceed  the request is carried out
      18  reason     there is no current representation (RFC 9110 §13.2.1)
",
        ),
        (
            &["http-date", "--lines"],
            "Thu, 01 Jan 1970 00:00:00 GMT\n",
            "       0  date       imf-fixdate  unix=0  Thu, 01 Jan 1970 00:00:00 GMT\n",
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
            "conditional" => path_of_body("node-request", "head"),
            "http-date" => temporary("date", b"Sun, 06 Nov 1994 08:49:37 GMT\n"),
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

/// That the rows before it are lost is told, and not hidden behind what is wrong with the input.
#[cfg(target_os = "linux")]
#[test]
fn an_error_hides_no_output_that_cannot_be_written() {
    for (codec, input) in [
        (
            &["http-date", "--lines"][..],
            "Sun, 06 Nov 1994 08:49:37 GMT\n\n",
        ),
        (&["http-date", "--json", "--lines"], "\n"),
        (&["chunked"], "1\r\na\r\n\r\n"),
        (&["handshake", "--request"], "GET / HTTP/1.1\r\n\r\n"),
        (&["framing", "--request", "--json"], "GET\r\n"),
    ] {
        let path = temporary("lost-rows", input.as_bytes());
        let mut command = tool(&[codec, &[path.to_str().unwrap()]].concat());
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = command.stdin(Stdio::null()).stdout(full).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{codec:?}: {stderr}");
        assert!(
            stderr.starts_with("noio-inspect: cannot write standard output: "),
            "{stderr}"
        );
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
