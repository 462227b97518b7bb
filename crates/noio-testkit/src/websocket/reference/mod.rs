//! A slow and obvious decoder, written down from RFC 6455 §5 and §7.
//!
//! It has the whole stream before it and reads it octet by octet, in the order in which the rules
//! can be checked. It shares nothing with `noio-websocket` but the form of the log, and the records
//! of the limits and leniencies.
//!
//! An error is at the first octet that no legal stream could have there, but for these:
//!
//! * what is wrong with a length is wrong at the last octet of the length field;
//! * text that ends in the middle of a character is wrong at the last octet of its last frame, which
//!   belongs to the header if that frame is empty.

use noio_websocket::{Config, FrameConfig, Role};

use super::Setup;
use crate::{Failure, Log};

mod header;
mod messages;
mod utf8;

use header::Header;
use messages::Message;
pub use messages::is_close_code;

const CONTINUATION: u8 = 0x0;
const TEXT: u8 = 0x1;
const BINARY: u8 = 0x2;
const CLOSE: u8 = 0x8;
const PING: u8 = 0x9;
const PONG: u8 = 0xa;

/// Decodes a stream and what may follow it, and logs what it says and what is replied.
///
/// Returns the offset behind the Close, if there is one.
///
/// # Errors
///
/// The first rule that it breaks, or that it is cut short. The log has what came before.
pub fn decode(bytes: &[u8], setup: &Setup, log: &mut Log) -> Result<Option<u64>, Failure> {
    let mut stream = Stream {
        bytes,
        at: 0,
        rules: Rules::of(setup),
        message: None,
    };
    let (is_closed, answers) = match setup {
        Setup::Messages(_, config) => (stream.messages(config.pieces, log), true),
        Setup::Frames(..) => (stream.frames(log), false),
    };
    match is_closed {
        Ok(true) => {
            log.push("end", &[("", b"clean")]);
            Ok(Some(stream.at as u64))
        }
        Ok(false) => {
            log.push("end", &[("", b"abnormal")]);
            Ok(None)
        }
        Err(failure) => {
            if let Some(code) = close_code(failure.kind).filter(|_| answers) {
                push_reply("close", &code.to_be_bytes(), log);
            }
            Err(failure)
        }
    }
}

/// What the setup leaves open to both decoders.
#[derive(Clone, Copy)]
struct Rules {
    role: Role,
    max_frame_len: u64,
    max_message_len: u64,
    max_fragment_count: u64,
    allow_rsv1: bool,
}

impl Rules {
    fn of(setup: &Setup) -> Self {
        match *setup {
            Setup::Messages(
                role,
                Config {
                    max_frame_len,
                    max_message_len,
                    max_fragment_count,
                    ..
                },
            ) => Self {
                role,
                max_frame_len,
                max_message_len,
                max_fragment_count: max_fragment_count.into(),
                allow_rsv1: false,
            },
            Setup::Frames(
                role,
                FrameConfig {
                    max_frame_len,
                    allow_rsv1,
                    ..
                },
            ) => Self {
                role,
                max_frame_len,
                max_message_len: u64::MAX,
                max_fragment_count: u64::MAX,
                allow_rsv1,
            },
        }
    }
}

/// A stream, and how far it was read.
struct Stream<'b> {
    bytes: &'b [u8],
    at: usize,
    rules: Rules,
    /// The message that is not finished.
    message: Option<Message>,
}

impl Stream<'_> {
    /// Frame after frame, to a Close or the end. Returns whether there was a Close.
    fn frames(&mut self, log: &mut Log) -> Result<bool, Failure> {
        while let Some(header) = self.next_header()? {
            push_frame(&header, log);
            let payload = self.payload(&header);
            log.push_piece("payload", &payload);
            self.check_whole(&header, &payload)?;
            if header.opcode == CLOSE {
                return Ok(true);
            }
            if !header.is_control() {
                self.message = (!header.fin).then(Message::default);
            }
        }
        Ok(false)
    }

    /// The next header, unless the stream ends in front of it. It may not end within a message.
    fn next_header(&mut self) -> Result<Option<Header>, Failure> {
        if self.at == self.bytes.len() && self.message.is_none() {
            return Ok(None);
        }
        self.header().map(Some)
    }

    /// The payload, or what there is of it, without its mask (§5.3).
    fn payload(&mut self, header: &Header) -> Vec<u8> {
        let rest = &self.bytes[self.at..];
        let len = usize::try_from(header.len).map_or(rest.len(), |len| len.min(rest.len()));
        self.at += len;
        let key = header.mask_key.unwrap_or_default();
        let keys = key.iter().cycle();
        rest[..len]
            .iter()
            .zip(keys)
            .map(|(octet, key)| octet ^ key)
            .collect()
    }

    /// Checks that all of a payload was there.
    fn check_whole(&self, header: &Header, payload: &[u8]) -> Result<(), Failure> {
        if (payload.len() as u64) < header.len {
            return self.fail("truncated");
        }
        Ok(())
    }

    /// The next octet, which is not taken.
    fn next(&self) -> Result<u8, Failure> {
        match self.bytes.get(self.at) {
            Some(&octet) => Ok(octet),
            None => self.fail("truncated"),
        }
    }

    /// A failure at the next octet.
    fn fail<T>(&self, kind: &'static str) -> Result<T, Failure> {
        fail_at(kind, self.at)
    }

    /// A failure at the last octet taken.
    fn fail_at_last<T>(&self, kind: &'static str) -> Result<T, Failure> {
        fail_at(kind, self.at - 1)
    }
}

fn fail_at<T>(kind: &'static str, at: usize) -> Result<T, Failure> {
    let offset = at as u64;
    Err(Failure { kind, offset })
}

/// The code to close with when a rule was broken (§7.4.1).
fn close_code(kind: &str) -> Option<u16> {
    match kind {
        "truncated" => None,
        "invalid-utf8" => Some(1007),
        "too-many-fragments" => Some(1008),
        "frame-too-large" | "message-too-large" => Some(1009),
        _ => Some(1002),
    }
}

fn push_reply(kind: &str, payload: &[u8], log: &mut Log) {
    log.push("reply", &[("", kind.as_bytes()), ("", payload)]);
}

fn push_frame(header: &Header, log: &mut Log) {
    let opcode = match header.opcode {
        CONTINUATION => "continuation",
        TEXT => "text",
        BINARY => "binary",
        CLOSE => "close",
        PING => "ping",
        _ => "pong",
    };
    log.push(
        "frame",
        &[
            ("opcode", opcode.as_bytes()),
            ("fin", header.fin.to_string().as_bytes()),
            ("rsv", header.rsv.to_string().as_bytes()),
            ("len", header.len.to_string().as_bytes()),
        ],
    );
    if let Some(key) = &header.mask_key {
        log.push_part("mask", key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], setup: Setup, expected: &[&str]) {
        let mut log = Log::new();
        let end = decode(bytes, &setup, &mut log);
        let mut lines = log.lines();
        match end {
            Ok(None) => {}
            Ok(Some(at)) => lines.push(format!("done {at}")),
            Err(failure) => lines.push(failure.to_string()),
        }
        assert_eq!(lines, expected);
    }

    /// The examples of §5.7, but for the long ones.
    #[test]
    fn examples_of_the_standard() {
        let client = Setup::messages(Role::Client);
        check(
            b"\x81\x05Hello\x01\x03Hel\x80\x02lo\x89\x05Hello",
            client,
            &[
                "text \"Hello\"",
                "text \"Hello\"",
                "ping \"Hello\"",
                "reply \"pong\" \"Hello\"",
                "end \"abnormal\"",
            ],
        );
        check(
            b"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58",
            Setup::frames(Role::Server),
            &[
                "frame opcode=\"text\" fin=\"true\" rsv=\"0\" len=\"5\" mask=\"7\\xFA!=\"",
                "payload \"Hello\"",
                "end \"abnormal\"",
            ],
        );
    }

    #[test]
    fn pieces_end_at_a_character() {
        check(
            b"\x01\x02a\xc3\x89\x00\x80\x02\xa9b\x88\x02\x03\xe8rest",
            Setup::pieces(Role::Client),
            &[
                "text \"a\"",
                "ping \"\"",
                "reply \"pong\" \"\"",
                "text \"\\u{e9}b\"",
                "last \"text\"",
                "close \"1000\" \"\"",
                "reply \"close\" \"\\x03\\xE8\"",
                "end \"clean\"",
                "done 14",
            ],
        );
    }

    #[test]
    fn a_rule_that_is_broken_is_answered() {
        check(
            b"\x81\x01a\x81\x02b\xff",
            Setup::messages(Role::Client),
            &[
                "text \"a\"",
                "reply \"close\" \"\\x03\\xEF\"",
                "error invalid-utf8 6",
            ],
        );
        check(
            b"\x81",
            Setup::messages(Role::Client),
            &["error truncated 1"],
        );
    }
}
