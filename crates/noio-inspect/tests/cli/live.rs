//! A tool that is still running.

use core::time::Duration;
use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread,
};

use crate::tool;

/// Long enough for a busy machine, short enough for a test that fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// A tool whose standard input stays open, and the lines that it prints.
pub(crate) struct Live {
    child: Child,
    pub(crate) stdin: ChildStdin,
    lines: Receiver<String>,
}

impl Live {
    pub(crate) fn start(args: &[&str]) -> Self {
        let mut child = tool(args).spawn().unwrap();
        let stdin = child.stdin.take().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in stdout.split(b'\n') {
                // Not all that is encoded again is text.
                let line = line.unwrap();
                let line = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(&line));
                if sender.send(line.into_owned()).is_err() {
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

    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stdin.write_all(bytes.as_ref()).unwrap();
        self.stdin.flush().unwrap();
    }

    pub(crate) fn next_line(&mut self) -> String {
        self.lines.recv_timeout(PATIENCE).unwrap_or_else(|_| {
            self.child.kill().unwrap();
            panic!("no line came");
        })
    }

    /// The lines that were not yet looked at, and the exit status of a tool that ends although more
    /// could come.
    pub(crate) fn ended_with_lines(mut self) -> (Vec<String>, Option<i32>) {
        let mut lines = Vec::new();
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => lines.push(line),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    self.child.kill().unwrap();
                    panic!("it waits for more: {lines:?}");
                }
            }
        }
        // Our end of the pipe is open up to here.
        let code = self.child.wait().unwrap().code();
        drop(self.stdin);
        (lines, code)
    }

    pub(crate) fn finish(self) -> Option<i32> {
        self.finish_with_lines().1
    }

    /// The lines that were not yet looked at, and the exit status.
    pub(crate) fn finish_with_lines(mut self) -> (Vec<String>, Option<i32>) {
        drop(self.stdin);
        let lines = self.lines.iter().collect();
        (lines, self.child.wait().unwrap().code())
    }

    /// The most memory that the tool has had, in KiB.
    #[cfg(target_os = "linux")]
    pub(crate) fn peak_memory(&self) -> u32 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let peak = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .unwrap();
        peak.trim().trim_end_matches(" kB").parse().unwrap()
    }
}
