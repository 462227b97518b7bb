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

    fn finish(mut self) -> Option<i32> {
        drop(self.stdin);
        self.child.wait().unwrap().code()
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
fn a_closed_output_ends_it_quietly() {
    for option in [None, Some("--json"), Some("--reencode")] {
        let mut args = vec!["sse"];
        args.extend(option);
        let mut child = tool(&args).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        drop(child.stdout.take());
        // Far more than pipes and buffers hold: the tool must be gone before all is written.
        let events = "data: more\n\n".repeat(1000);
        let written = (0..10_000).find(|_| stdin.write_all(events.as_bytes()).is_err());
        assert!(written.is_some(), "{option:?}");
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
        let status = std::fs::read_to_string(format!("/proc/{}/status", live.child.id())).unwrap();
        let peak = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .unwrap();
        let kib: u32 = peak.trim().trim_end_matches(" kB").parse().unwrap();
        assert!(kib < 16 * 1024, "{format}: {kib} KiB");
        assert_eq!(live.finish(), Some(0));
    }
}
