//! The tool as its users meet it: a process with arguments, pipes and an exit status.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed, also outside of its own function"
)]

mod cache_control;
mod cache_control_bytes;
mod cache_control_explain;
mod cache_control_heads;
mod cache_control_notes;
mod cache_control_status;
mod cache_control_targeted;
mod chunked;
mod chunked_errors;
mod chunked_rewritten;
mod closed_output;
mod conditional;
mod conditional_current;
mod conditional_usage;
mod conditional_words;
mod files;
mod frame;
mod framing;
mod framing_heads;
mod framing_refused;
mod handshake;
mod handshake_errors;
mod handshake_problems;
mod handshake_usage;
mod http_date;
mod limits;
mod live;
#[cfg(target_os = "linux")]
mod memory;
mod pipes;
mod readme;
mod reencode;
mod sse;
mod usage;
mod websocket;
mod websocket_captures;
mod websocket_errors;
mod websocket_frames;
mod websocket_handshake;
mod websocket_rewritten;

use std::{
    fs,
    io::Write,
    path::PathBuf,
    process::{Command, Output, Stdio},
    thread,
};

/// The captures that `noio-sse` is tested with.
const CAPTURES: [&str; 6] = [
    "chat-completion.sse",
    "heartbeats.sse",
    "hostile.sse",
    "ticks.sse",
    "typed-events.sse",
    "typed-messages.sse",
];

/// The captures that `noio-chunked` is tested with.
const BODIES: [&str; 11] = [
    "aiohttp-batches",
    "apache-ssi",
    "caddy-proxy",
    "curl-upload",
    "nginx-gzip",
    "nginx-proxy",
    "nginx-ssi",
    "node-request",
    "node-trailers",
    "python-request",
    "uvicorn-pieces",
];

/// What a run of the tool left.
#[derive(Debug, PartialEq, Eq)]
struct Ran {
    stdout: String,
    stderr: String,
    code: Option<i32>,
}

impl Ran {
    fn ok(stdout: impl Into<String>) -> Self {
        Self {
            stdout: stdout.into(),
            stderr: String::new(),
            code: Some(0),
        }
    }
}

/// The tool, with pipes at all ends and nothing around it that changes its looks.
fn tool(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_noio-inspect"));
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs `command` to its end with `input` on its standard input.
fn feed(command: Command, input: &[u8]) -> Ran {
    let output = feed_for_bytes(command, input);
    Ran {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code(),
    }
}

/// As [`feed`], for output that need not be text.
fn feed_for_bytes(mut command: Command, input: &[u8]) -> Output {
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    thread::scope(|scope| {
        scope.spawn(move || {
            // A tool that ended early does not read the rest.
            let _ = stdin.write_all(input);
        });
        child.wait_with_output().unwrap()
    })
}

/// Runs the tool with `input` on its standard input.
fn run(args: &[&str], input: impl AsRef<[u8]>) -> Ran {
    feed(tool(args), input.as_ref())
}

/// Runs `sse` with `options` on a capture, by its path.
fn run_on(capture: &str, options: &[&str]) -> Ran {
    let path = path_of(capture);
    let mut args = vec!["sse"];
    args.extend(options);
    args.push(path.to_str().unwrap());
    run(&args, b"")
}

fn path_of(capture: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../noio-sse/tests/data")
        .join(capture)
}

/// The path of a capture of `noio-chunked`, by its name and `head` or `chunked`.
fn path_of_body(name: &str, extension: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../noio-chunked/tests/data")
        .join(name)
        .with_extension(extension)
}

/// The path of what one end of a captured WebSocket connection sent, `client` or `server`.
fn path_of_connection(name: &str, sender: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name)
        .with_extension(sender)
}

/// A file with these bytes, for a test alone if its name is.
fn temporary(name: &str, bytes: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, bytes).unwrap();
    path
}

/// What can come out of a terminal that obeys: none of it may stand in rows for people.
fn drives_a_terminal(char: char) -> bool {
    (char.is_control() && char != '\n')
        || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(
            char,
            '\u{2060}'..='\u{206f}' | '\u{61c}' | '\u{ad}' | '\u{feff}'
        )
}

/// Bytes without a meaning, always the same.
fn garbage(len: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    };
    (0..len).map(|_| next()).collect()
}

/// A stream of fields and hidden characters in any order, with line ends of all kinds in any place.
fn any_fields() -> Vec<u8> {
    const PARTS: [&[u8]; 20] = [
        b"data:",
        b"data",
        b"event:",
        b"event",
        b"id:",
        b"id",
        b"retry:",
        b":",
        b" ",
        b"7",
        "\u{e9}".as_bytes(),
        "\u{202e}".as_bytes(),
        "\u{9b}".as_bytes(),
        b"\xe2\x82",
        b"\x1b",
        b"\t",
        b"\0",
        b"\n",
        b"\r",
        b"\r\n",
    ];
    // Every third part is a line end, so that lines are short and blocks many.
    let part = |byte| PARTS.get(usize::from(byte % 28)).copied().unwrap_or(b"\n");
    garbage(300_000)
        .into_iter()
        .flat_map(part)
        .copied()
        .collect()
}

/// A chunked body of chunks of many sizes, some with extensions, with hidden characters, bad UTF-8
/// and line ends in the data; then trailer fields, and bytes that belong to another message.
fn any_body() -> Vec<u8> {
    const EXTENSIONS: [&[u8]; 5] = [
        b"",
        b";a",
        b" ; a =\tb;c=\"d \\\" \xff\t\xc2\x9b\"",
        b";e=\"\xe2\x80\xae\"",
        b";f=\"\"",
    ];
    let mut body = Vec::new();
    let mut data = any_fields();
    data.truncate(40_000);
    for (len, extension) in (1..).zip(EXTENSIONS.iter().cycle()) {
        let rest = data.split_off(len.min(data.len()));
        body.extend(format!("{:X}", data.len()).bytes());
        body.extend(*extension);
        body.extend(b"\r\n");
        if data.is_empty() {
            break;
        }
        body.extend(&data);
        body.extend(b"\r\n");
        data = rest;
    }
    body.extend(b"A:\t b\xff \xe2\x80\xaec \r\nHost: x\r\na: \r\n\r\nGET / HTTP/1.1\r\n\r\n");
    body
}
