//! Readers that have seen enough.

use std::io::{Read, Write};

use crate::tool;

#[test]
fn a_closed_output_ends_it_quietly() {
    const EVENTS: &[u8] = b"data: more\n\n";
    const CHUNKS: &[u8] = b"4\r\nmore\r\n";
    const DATES: &[u8] = b"Thu, 01 Jan 1970 00:00:00 GMT\n";
    const FRAMES: &[u8] = b"\x81\x05more\n\x89\x00";
    for (args, bytes) in [
        (&["sse"][..], EVENTS),
        (&["sse", "--json"], EVENTS),
        (&["sse", "--reencode"], EVENTS),
        (&["chunked"], CHUNKS),
        (&["chunked", "--json"], CHUNKS),
        (&["chunked", "--body"], CHUNKS),
        (&["chunked", "--reencode"], CHUNKS),
        (&["http-date", "--lines"], DATES),
        (&["http-date", "--lines", "--json"], DATES),
        (&["websocket", "--role", "client"], FRAMES),
        (&["websocket", "--role", "client", "--json"], FRAMES),
        (&["websocket", "--role", "client", "--frames"], FRAMES),
        (&["websocket", "--role", "client", "--reencode"], FRAMES),
    ] {
        let mut child = tool(args).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        drop(child.stdout.take());
        // Far more than pipes and buffers hold: the tool must be gone before all is written.
        let bytes = bytes.repeat(1000);
        let written = (0..10_000).find(|_| stdin.write_all(&bytes).is_err());
        assert!(written.is_some(), "{args:?}");
        let mut stderr = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut stderr)
            .unwrap();
        assert_eq!(stderr, "");
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
}

/// All that it prints is written at once, when nobody reads it any more.
#[test]
fn a_closed_output_of_one_line_is_no_failure() {
    for args in [
        &["cache-control", "--head"][..],
        &["cache-control", "--head", "--explain", "--json"],
        &["conditional", "--absent"],
        &["conditional", "--absent", "--json"],
        &["framing", "--response"],
    ] {
        let head = match args[0] {
            "conditional" => &b"GET / HTTP/1.1\r\n\r\n"[..],
            _ => b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        };
        let mut child = tool(args).spawn().unwrap();
        drop(child.stdout.take());
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(head).unwrap();
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            (output.status.code(), output.stderr),
            (Some(0), Vec::new()),
            "{args:?}"
        );
    }
}
