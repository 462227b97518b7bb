//! A slow and obvious decoder, written down from HTML §9.2.5 and §9.2.6.
//!
//! It has the whole body before it, lists the lines, and goes through them one by one. It shares
//! nothing with `noio-sse` but the form of the log.
//!
//! The limits are not in the standard. A limit is exceeded by the first octet that no stream
//! within the limits could have there:
//!
//! * a line is too long at the first octet over [`Limits::line`], but not before the field is
//!   known to have a meaning, which the octet behind its name shows;
//! * data is too long at the octet of a value, or, if it is the line feed in front of a value that
//!   is too much, at the octet behind the field's name;
//! * an event type or an id is too long at the octet of its value.
//!
//! Of several, the one with the smallest offset counts, and at the same offset that of the line.
//! The end of the body is no octet and exceeds nothing; a bare name in front of it that would be
//! over a limit does not count.

use core::time::Duration;

use super::{
    Limits,
    adapter::{push_end, push_retry, push_text_message},
};
use crate::{Failure, Log};

const BYTE_ORDER_MARK: [u8; 3] = [0xef, 0xbb, 0xbf];

/// A line of the body, without its line end.
#[derive(Clone, Copy, Debug)]
struct Line {
    start: usize,
    end: usize,
    /// Whether a line end follows, not the end of the body.
    is_terminated: bool,
}

/// What the standard keeps from line to line (HTML §9.2.6), and what the limits count.
#[derive(Debug)]
struct Buffers {
    data: String,
    event_type: String,
    last_event_id: String,
    /// Octets of the data as they came.
    data_len: usize,
    has_data: bool,
}

/// Decodes a body and its end, and logs what it says.
///
/// # Errors
///
/// The first limit that it exceeds. The log has what came before.
pub fn decode(
    body: &[u8],
    limits: Limits,
    last_event_id: &str,
    log: &mut Log,
) -> Result<(), Failure> {
    let mut committed_id = last_event_id.to_owned();
    let mut reconnection_time = None;
    let mut buffers = Buffers {
        data: String::new(),
        event_type: String::new(),
        last_event_id: committed_id.clone(),
        data_len: 0,
        has_data: false,
    };
    for line in lines(body) {
        let text = &body[line.start..line.end];
        if text.is_empty() {
            // A blank line: dispatch.
            committed_id.clone_from(&buffers.last_event_id);
            if buffers.has_data {
                push_block("message", &buffers, log);
            }
            buffers.forget_block();
            continue;
        }
        let colon = text.iter().position(|&octet| octet == b':');
        if colon == Some(0) {
            if line.is_terminated && text.len() <= limits.line {
                let text = without_space(&text[1..]);
                log.push("comment", &[("", repaired(text).as_bytes())]);
            }
            continue;
        }
        let (name, value) = match colon {
            Some(colon) => (&text[..colon], without_space(&text[colon + 1..])),
            None => (text, &text[text.len()..]),
        };
        if colon.is_none() && !line.is_terminated {
            // A name with no octet behind it to be an error: one that is over a limit is no line.
            let as_terminated = Line {
                is_terminated: true,
                ..line
            };
            if check_limits(as_terminated, name, value, &buffers, limits).is_err() {
                continue;
            }
        } else {
            check_limits(line, name, value, &buffers, limits)?;
        }
        match name {
            b"event" => buffers.event_type = repaired(value),
            b"data" => {
                if buffers.has_data {
                    buffers.data.push('\n');
                    buffers.data_len += 1;
                }
                buffers.data.push_str(&repaired(value));
                buffers.data_len += value.len();
                buffers.has_data = true;
            }
            b"id" if line.is_terminated && !value.contains(&0) => {
                buffers.last_event_id = repaired(value);
            }
            b"retry" if line.is_terminated => {
                if let Some(time) = milliseconds(value) {
                    reconnection_time = Some(time);
                    push_retry(time, log);
                }
            }
            _ => {}
        }
    }
    if buffers.has_data {
        push_block("discarded", &buffers, log);
    }
    push_end(&committed_id, reconnection_time, log);
    Ok(())
}

/// Lists the lines as tokens, as the lower layer of `noio-sse` has them.
pub fn decode_lines(body: &[u8], log: &mut Log) {
    for line in lines(body) {
        let text = &body[line.start..line.end];
        let colon = text.iter().position(|&octet| octet == b':');
        let name = match colon {
            Some(colon) => &text[..colon],
            // Without a line end it may be the front of a longer name.
            None if !line.is_terminated => continue,
            None => text,
        };
        match (name, colon) {
            (b"", None) => log.push("end-of-block", &[]),
            (b"" | b"data" | b"event" | b"id" | b"retry", _) => {
                log.push("field", &[("", name)]);
                if let Some(colon) = colon {
                    log.push_piece("value", without_space(&text[colon + 1..]));
                }
                if line.is_terminated {
                    log.push("end-of-line", &[]);
                }
            }
            _ => {}
        }
    }
    log.push("end", &[]);
}

/// The lines behind the byte order mark (HTML §9.2.5). What the end of the body leaves behind the
/// last line end is a line if it is not empty.
fn lines(body: &[u8]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = if body.starts_with(&BYTE_ORDER_MARK) {
        BYTE_ORDER_MARK.len()
    } else {
        0
    };
    let mut at = start;
    while at < body.len() {
        if body[at] != b'\r' && body[at] != b'\n' {
            at += 1;
            continue;
        }
        lines.push(Line {
            start,
            end: at,
            is_terminated: true,
        });
        let is_crlf = body[at] == b'\r' && body.get(at + 1) == Some(&b'\n');
        at += if is_crlf { 2 } else { 1 };
        start = at;
    }
    if start < body.len() {
        lines.push(Line {
            start,
            end: body.len(),
            is_terminated: false,
        });
    }
    lines
}

/// Looks at every octet of a line for the first that is over a limit.
fn check_limits(
    line: Line,
    name: &[u8],
    value: &[u8],
    buffers: &Buffers,
    limits: Limits,
) -> Result<(), Failure> {
    if !matches!(name, b"data" | b"event" | b"id" | b"retry") {
        return Ok(());
    }
    let name_end = line.start + name.len();
    let value_start = line.end - value.len();
    // From the octet that shows which field it is: behind a bare name, the line end.
    let octets_end = if line.is_terminated {
        line.end.max(name_end + 1)
    } else {
        line.end
    };
    for at in name_end..octets_end {
        let octets_in_line = if at < line.end { at + 1 } else { line.end } - line.start;
        if octets_in_line > limits.line {
            return failure("line-too-long", at);
        }
        let octets_in_value = if at < line.end && at >= value_start {
            at + 1 - value_start
        } else {
            0
        };
        match name {
            b"data" => {
                let joint = usize::from(buffers.has_data);
                if buffers.data_len + joint + octets_in_value > limits.data {
                    return failure("data-too-long", at);
                }
            }
            b"event" if octets_in_value > limits.event_type => {
                return failure("event-type-too-long", at);
            }
            b"id" if octets_in_value > limits.id => return failure("id-too-long", at),
            _ => {}
        }
    }
    Ok(())
}

fn failure(kind: &'static str, at: usize) -> Result<(), Failure> {
    Err(Failure {
        kind,
        offset: at as u64,
    })
}

fn without_space(value: &[u8]) -> &[u8] {
    value.strip_prefix(b" ").unwrap_or(value)
}

fn repaired(value: &[u8]) -> String {
    String::from_utf8_lossy(value).into_owned()
}

/// The value of a `retry` field, if it is one: ASCII digits alone. At most 2^64 − 1.
fn milliseconds(value: &[u8]) -> Option<Duration> {
    if value.is_empty() {
        return None;
    }
    let mut milliseconds: u64 = 0;
    for octet in value {
        if !octet.is_ascii_digit() {
            return None;
        }
        milliseconds = milliseconds
            .saturating_mul(10)
            .saturating_add(u64::from(octet - b'0'));
    }
    Some(Duration::from_millis(milliseconds))
}

fn push_block(kind: &'static str, buffers: &Buffers, log: &mut Log) {
    let event_type = match buffers.event_type.as_str() {
        "" => "message",
        event_type => event_type,
    };
    push_text_message(kind, event_type, &buffers.data, &buffers.last_event_id, log);
}

impl Buffers {
    fn forget_block(&mut self) {
        self.data.clear();
        self.event_type.clear();
        self.data_len = 0;
        self.has_data = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exhaustive::every_string;

    fn decoded(body: &[u8]) -> Vec<String> {
        let mut log = Log::new();
        decode(body, Limits::new(), "", &mut log).expect("no limit is near");
        log.lines()
    }

    /// What the examples of HTML §9.2.6 are about, with other values.
    #[test]
    fn cases_of_the_standard() {
        assert_eq!(
            decoded(b"data: one\ndata: +2\ndata: 3\n\n"),
            ["message data=\"one\\n+2\\n3\"", "end"]
        );
        assert_eq!(
            decoded(b": note\n\ndata: a\nid: 1\n\ndata:b\nid\n\ndata:  c\n"),
            [
                "comment \"note\"",
                "message data=\"a\" id=\"1\"",
                "message data=\"b\"",
                "discarded data=\" c\"",
                "end"
            ]
        );
        assert_eq!(
            decoded(b"data\n\ndata\ndata\n\ndata:"),
            [
                "message data=\"\"",
                "message data=\"\\n\"",
                "discarded data=\"\"",
                "end"
            ]
        );
        assert_eq!(
            decoded(b"data:a\n\ndata: a\n\n"),
            ["message data=\"a\"", "message data=\"a\"", "end"]
        );
    }

    /// The standard decodes the whole stream first and takes the lines apart then.
    #[test]
    fn repair_of_the_whole_and_of_each_value_agree() {
        let alphabet: [&[u8]; 6] = [b"data:", b"\n", b"\xe2", b"\x82", b"\xac", b"\xff"];
        every_string(&alphabet, 5, |body| {
            let repaired = String::from_utf8_lossy(body);
            assert_eq!(decoded(body), decoded(repaired.as_bytes()));
        });
    }

    #[test]
    fn limits_are_found_at_their_octet() {
        let limits = Limits {
            line: 9,
            data: 3,
            event_type: 1,
            id: 1,
        };
        for (body, kind, offset) in [
            (&b"\ndata:abcd\n"[..], "data-too-long", 9),
            (b"data:ab\ndata:\ndata\n", "data-too-long", 18),
            (b"data:ab\ndata:\ndata:\n", "data-too-long", 18),
            (b"event:ab\n", "event-type-too-long", 7),
            (b"id:ab", "id-too-long", 4),
            (b"retry:   1", "line-too-long", 9),
            (b"data:  abcd", "line-too-long", 9),
            (b"event: a:", "event-type-too-long", 8),
        ] {
            let mut log = Log::new();
            let expected = Failure { kind, offset };
            let seen = decode(body, limits, "", &mut log);
            assert_eq!(seen, Err(expected), "{}", body.escape_ascii());
        }
    }

    #[test]
    fn a_name_longer_than_a_line_may_be_fails_behind_it() {
        let limits = Limits {
            line: 2,
            ..Limits::new()
        };
        for body in [&b"data:"[..], b"data\n"] {
            let seen = decode(body, limits, "", &mut Log::new());
            let expected = Failure {
                kind: "line-too-long",
                offset: 4,
            };
            assert_eq!(seen, Err(expected));
        }
        let seen = decode(b"datax\n:aa\nid\ndata", limits, "", &mut Log::new());
        assert_eq!(
            seen,
            Ok(()),
            "unknown, a comment, short enough, and not known yet"
        );
    }
}
