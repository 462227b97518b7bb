//! Streams that are large, or say that they will be.

use crate::live::Live;

#[test]
fn memory_stays_bounded() {
    // Events, and lines that are skipped for their length.
    let events = "id: 7\ndata: some more data\n\n".repeat(50_000);
    let comment = format!(":{}\n", "long ".repeat(400_000));
    for format in ["--json", "--reencode"] {
        let mut live = Live::start(&["sse", format, "--max-line-len", "65536"]);
        for _ in 0..20 {
            live.send(&events);
            live.send(&comment);
        }
        live.send(": last\n");
        let is_last = |line: String| line.contains("last\"}") || line == ": last";
        while !is_last(live.next_line()) {}
        let kib = live.peak_memory();
        assert!(kib < 16 * 1024, "{format}: {kib} KiB");
        assert_eq!(live.finish(), Some(0));
    }
}

#[test]
fn memory_stays_bounded_in_large_chunks_and_in_many() {
    // One chunk of 40 MB that has extensions, and 300,000 of one byte.
    let data = "some data\n".repeat(200_000);
    let chunks = "1\r\nx\r\n".repeat(15_000);
    for option in [None, Some("--json"), Some("--body"), Some("--reencode")] {
        let mut args = vec!["chunked"];
        args.extend(option);
        let mut live = Live::start(&args);
        live.send(format!("{:x};a=b\r\n", 20 * data.len()));
        for _ in 0..20 {
            live.send(&data);
        }
        live.send("\r\n");
        for _ in 0..20 {
            live.send(&chunks);
        }
        live.send("5\r\nlast\n\r\n");
        while !live.next_line().contains("last") {}
        let kib = live.peak_memory();
        assert!(kib < 16 * 1024, "{option:?}: {kib} KiB");
        live.send("0\r\n\r\n");
        assert_eq!(live.finish(), Some(0));
    }
}

#[test]
fn memory_stays_bounded_in_many_messages_and_in_a_large_frame() {
    // Messages of 64 KiB in fragments with pings between them, then 500,000 empty frames: 42 MB.
    let mut message = b"\x01\x7e\x80\x00".to_vec();
    message.extend([b'a'; 1 << 15]);
    message.extend(b"\x89\x01!\x80\x7e\x80\x00");
    message.extend([b'b'; 1 << 15]);
    let empty = b"\x81\x00\x89\x00".repeat(12_500);
    for option in [None, Some("--json"), Some("--frames"), Some("--reencode")] {
        let mut args = vec!["websocket", "--role", "client"];
        args.extend(option);
        let mut live = Live::start(&args);
        for _ in 0..640 {
            live.send(&message);
        }
        for _ in 0..20 {
            live.send(&empty);
        }
        live.send(b"\x81\x06\nlast\n");
        while !live.next_line().contains("last") {}
        let kib = live.peak_memory();
        assert!(kib < 16 * 1024, "{option:?}: {kib} KiB");
        if option == Some("--frames") {
            live.send(b"\x82\x7f\0\0\0\0\x10\0\0\0");
            for _ in 0..640 {
                live.send(&message);
            }
            let kib = live.peak_memory();
            assert!(kib < 16 * 1024, "{option:?}: {kib} KiB");
            assert_eq!(live.finish(), Some(1));
        } else {
            assert_eq!(live.finish(), Some(0));
        }
    }
}

/// The length that a frame declares is no reason to set memory aside.
#[test]
fn memory_grows_with_what_comes_and_not_with_what_is_announced() {
    let args = ["websocket", "--role", "client", "--max-frame-len"];
    let limits = [
        "1099511627776",
        "--max-message-len",
        "1099511627776",
        "--json",
    ];
    let mut live = Live::start(&[&args[..], &limits].concat());
    live.send(b"\x89\x00\x82\x7f\0\0\0\xff\0\0\0\0data");
    assert_eq!(live.next_line(), r#"{"ping":{"text":""}}"#);
    let kib = live.peak_memory();
    assert!(kib < 16 * 1024, "{kib} KiB");
    assert_eq!(live.finish(), Some(1));
}
