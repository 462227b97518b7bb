//! Streams that are still running, and readers that have seen enough.

use core::time::Duration;
use std::{
    io::{BufRead, BufReader, Read, Write},
    process::{Child, ChildStdin},
    sync::mpsc::{self, Receiver},
    thread,
};

use crate::tool;

/// Long enough for a busy machine, short enough for a test that fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// A tool whose standard input stays open, and the lines that it prints.
struct Live {
    child: Child,
    stdin: ChildStdin,
    lines: Receiver<String>,
}

impl Live {
    fn start(args: &[&str]) -> Self {
        let mut child = tool(args).spawn().unwrap();
        let stdin = child.stdin.take().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in stdout.lines() {
                if sender.send(line.unwrap()).is_err() {
                    break;
                }
            }
        });
        Self {
            child,
            stdin,
            lines,
        }
    }

    fn send(&mut self, bytes: &str) {
        self.stdin.write_all(bytes.as_bytes()).unwrap();
        self.stdin.flush().unwrap();
    }

    fn next_line(&mut self) -> String {
        self.lines.recv_timeout(PATIENCE).unwrap_or_else(|_| {
            self.child.kill().unwrap();
            panic!("no line came");
        })
    }

    fn finish(self) -> Option<i32> {
        self.finish_with_lines().1
    }

    /// The lines that were not yet looked at, and the exit status.
    fn finish_with_lines(mut self) -> (Vec<String>, Option<i32>) {
        drop(self.stdin);
        let lines = self.lines.iter().collect();
        (lines, self.child.wait().unwrap().code())
    }

    /// The most memory that the tool has had, in KiB.
    #[cfg(target_os = "linux")]
    fn peak_memory(&self) -> u32 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let peak = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .unwrap();
        peak.trim().trim_end_matches(" kB").parse().unwrap()
    }
}

#[test]
fn an_event_is_shown_before_more_bytes_come() {
    for (format, first, second) in [
        (
            &["sse"][..],
            "       0  event      message  one",
            "      11  comment    two",
        ),
        (
            &["sse", "--json"],
            r#"{"event":{"type":"message","data":"one","last_event_id":""}}"#,
            r#"{"comment":"two"}"#,
        ),
        (
            &["sse", "--cut", "1"],
            "       0  event      message  one",
            "      11  comment    two",
        ),
    ] {
        let mut live = Live::start(format);
        live.send("data: one\r\r");
        assert_eq!(live.next_line(), first);
        live.send(": t");
        live.send("wo\n");
        assert_eq!(live.next_line(), second);
        assert_eq!(live.finish(), Some(0));
    }
}

#[test]
fn a_reencoded_event_is_written_before_more_bytes_come() {
    let mut live = Live::start(&["sse", "--reencode"]);
    live.send("data:one\n\n");
    assert_eq!([live.next_line(), live.next_line()], ["data: one", ""]);
    live.send("id:7\n\n:two\n");
    assert_eq!([live.next_line(), live.next_line()], ["id: 7", ""]);
    assert_eq!([live.next_line(), live.next_line()], [": two", ""]);
    assert_eq!(live.finish(), Some(0));
}

#[test]
fn a_chunk_is_shown_before_more_bytes_come() {
    for (option, shown) in [
        (
            None,
            &[
                "       0  chunk      size=6",
                "       3  data",
                "                     hello",
            ][..],
        ),
        (
            Some("--json"),
            &[
                r#"{"chunk":{"size":6,"extensions":[]}}"#,
                r#"{"data":{"text":"hello\n"}}"#,
            ],
        ),
        (Some("--body"), &["hello"]),
        (Some("--reencode"), &["6", "hello", ""]),
    ] {
        let mut args = vec!["chunked"];
        args.extend(option);
        let mut live = Live::start(&args);
        live.send("6\r\nhel");
        live.send("lo\n");
        for line in shown {
            assert_eq!(live.next_line(), *line, "{option:?}");
        }
        live.send("\r\n0\r\n\r\n");
        assert_eq!(live.finish(), Some(0));
    }
}

#[test]
fn the_end_of_a_body_is_shown_before_the_end_of_the_input() {
    for (option, rest) in [
        (None, &["      11  rest       3 bytes"][..]),
        (Some("--json"), &[]),
    ] {
        let mut args = vec!["chunked"];
        args.extend(option);
        let mut live = Live::start(&args);
        live.send("1\r\na\r\n0\r\n\r\n");
        let lines: Vec<String> = (0..4).map(|_| live.next_line()).collect();
        let end = match option {
            None => "      11  end        body_len=1",
            Some(_) => r#"{"end":{"consumed":11,"body_len":1}}"#,
        };
        assert_eq!(lines[3], end);
        live.send("GET");
        let lines = live.finish_with_lines();
        assert_eq!(
            lines,
            (rest.iter().map(|&line| line.into()).collect(), Some(0))
        );
    }
}

#[test]
fn a_decision_is_shown_before_the_body_comes() {
    for (option, first) in [
        (None, "      47  framing    chunked"),
        (
            Some("--json"),
            r#"{"framing":{"kind":"chunked","length":null,"close":false,"reason":"the final transfer coding is chunked (RFC 9112 §6.3, rule 4)"}}"#,
        ),
    ] {
        let mut args = vec!["framing", "--response"];
        args.extend(option);
        let mut live = Live::start(&args);
        live.send("HTTP/1.1 200 OK\r\nTransfer-Enco");
        live.send("ding: chunked\r\n\r");
        live.send("\n");
        assert_eq!(live.next_line(), first);
        live.send("0\r\n\r\n");
        assert_eq!(live.finish(), Some(0));
    }
}

#[test]
fn a_closed_output_ends_it_quietly() {
    const EVENTS: &str = "data: more\n\n";
    const CHUNKS: &str = "4\r\nmore\r\n";
    for (args, bytes) in [
        (&["sse"][..], EVENTS),
        (&["sse", "--json"], EVENTS),
        (&["sse", "--reencode"], EVENTS),
        (&["chunked"], CHUNKS),
        (&["chunked", "--json"], CHUNKS),
        (&["chunked", "--body"], CHUNKS),
        (&["chunked", "--reencode"], CHUNKS),
    ] {
        let mut child = tool(args).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        drop(child.stdout.take());
        // Far more than pipes and buffers hold: the tool must be gone before all is written.
        let bytes = bytes.repeat(1000);
        let written = (0..10_000).find(|_| stdin.write_all(bytes.as_bytes()).is_err());
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

#[cfg(target_os = "linux")]
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

#[cfg(target_os = "linux")]
#[test]
fn memory_stays_bounded_in_large_chunks_and_in_many() {
    // One chunk of 40 MB that has extensions, and 300,000 of one byte.
    let data = "some data\n".repeat(200_000);
    let chunks = "1\r\nx\r\n".repeat(15_000);
    for option in [None, Some("--json"), Some("--body"), Some("--reencode")] {
        let mut args = vec!["chunked"];
        args.extend(option);
        let mut live = Live::start(&args);
        live.send(&format!("{:x};a=b\r\n", 20 * data.len()));
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
