//! What a decoder yielded, in a form that can be compared and printed.

use core::fmt::{self, Write as _};

use crate::heap;

/// A list of events, owned.
///
/// An entry has a kind and parts, each with a name (which may be empty) and bytes. A log that is
/// cleared keeps its memory, so one log serves millions of inputs.
///
/// Each entry prints as one line: the kind, then ` name="bytes"` or ` "bytes"` for each part, with
/// the bytes as [`escape`] writes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    entries: Vec<Entry>,
    parts: Vec<Part>,
    bytes: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    kind: &'static str,
    is_piece: bool,
    /// The number of parts in the log up to the end of this entry.
    parts_end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    name: &'static str,
    /// The number of bytes in the log up to the end of this part.
    bytes_end: usize,
}

impl Log {
    /// An empty log.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an event.
    pub fn push(&mut self, kind: &'static str, parts: &[(&'static str, &[u8])]) {
        heap::uncounted(|| {
            for &(name, bytes) in parts {
                self.bytes.extend_from_slice(bytes);
                self.parts.push(Part {
                    name,
                    bytes_end: self.bytes.len(),
                });
            }
            self.entries.push(Entry {
                kind,
                is_piece: false,
                parts_end: self.parts.len(),
            });
        });
    }

    /// Adds a part to the last event, if there is one.
    pub fn push_part(&mut self, name: &'static str, bytes: &[u8]) {
        heap::uncounted(|| {
            let Some(entry) = self.entries.last_mut() else {
                return;
            };
            self.bytes.extend_from_slice(bytes);
            self.parts.push(Part {
                name,
                bytes_end: self.bytes.len(),
            });
            entry.parts_end = self.parts.len();
        });
    }

    /// Adds bytes to the last part of the last event, if it has one.
    pub fn extend_part(&mut self, bytes: &[u8]) {
        if let Some(part) = self.parts.last_mut() {
            heap::uncounted(|| self.bytes.extend_from_slice(bytes));
            part.bytes_end = self.bytes.len();
        }
    }

    /// Adds a piece of a payload: to the entry before, if that is a piece of the same kind.
    ///
    /// An empty piece leaves no trace, since it depends on the cuts whether there is one.
    pub fn push_piece(&mut self, kind: &'static str, piece: &[u8]) {
        if piece.is_empty() {
            return;
        }
        let joins = matches!(self.entries.last(), Some(last) if last.is_piece && last.kind == kind);
        if !joins {
            self.push(kind, &[("", piece)]);
            if let Some(entry) = self.entries.last_mut() {
                entry.is_piece = true;
            }
            return;
        }
        self.extend_part(piece);
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Removes all entries.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.parts.clear();
        self.bytes.clear();
    }

    /// Every entry as a line.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::with_capacity(self.len());
        let mut parts = self.parts.iter();
        let (mut parts_start, mut bytes_start) = (0, 0);
        for entry in &self.entries {
            let mut line = String::from(entry.kind);
            for part in parts.by_ref().take(entry.parts_end - parts_start) {
                push_part(
                    part.name,
                    &self.bytes[bytes_start..part.bytes_end],
                    &mut line,
                );
                bytes_start = part.bytes_end;
            }
            parts_start = entry.parts_end;
            lines.push(line);
        }
        lines
    }
}

impl fmt::Display for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in self.lines() {
            writeln!(f, "{line}")?;
        }
        Ok(())
    }
}

/// Writes a part of an entry's line.
pub(crate) fn push_part(name: &str, bytes: &[u8], line: &mut String) {
    line.push(' ');
    if !name.is_empty() {
        line.push_str(name);
        line.push('=');
    }
    line.push_str(&escape(bytes));
}

/// Bytes in quotes: printable ASCII as itself, `\n \r \t \0 \" \\`, `\u{FFFD}` for other
/// characters, `\xFF` for other bytes. Different bytes give different text.
pub fn escape(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() + 2);
    out.push('"');
    for chunk in bytes.utf8_chunks() {
        for char in chunk.valid().chars() {
            match char {
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                '\0' => out.push_str("\\0"),
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                ' '..='~' => out.push(char),
                _ if char.is_ascii() => push_hex(char as u8, &mut out),
                _ => out.extend(char.escape_unicode()),
            }
        }
        for &byte in chunk.invalid() {
            push_hex(byte, &mut out);
        }
    }
    out.push('"');
    out
}

fn push_hex(byte: u8, out: &mut String) {
    // Writing to a string does not fail.
    let _ = write!(out, "\\x{byte:02X}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adjacent_pieces_of_one_kind_join() {
        let mut cut = Log::new();
        cut.push_piece("data", b"ab");
        cut.push_piece("data", b"");
        cut.push_piece("data", b"c");
        let mut whole = Log::new();
        whole.push_piece("data", b"abc");
        assert_eq!(cut, whole);
        assert_eq!(cut.lines(), ["data \"abc\""]);
    }

    #[test]
    fn events_and_pieces_of_other_kinds_do_not_join() {
        let mut log = Log::new();
        log.push("data", &[("", b"a")]);
        log.push("data", &[("", b"b")]);
        log.push_piece("data", b"c");
        log.push_piece("text", b"d");
        log.push("end", &[]);
        log.push_piece("text", b"e");
        assert_eq!(
            log.lines(),
            [
                "data \"a\"",
                "data \"b\"",
                "data \"c\"",
                "text \"d\"",
                "end",
                "text \"e\""
            ]
        );
    }

    #[test]
    fn where_a_part_ends_is_part_of_the_log() {
        let (mut one, mut other) = (Log::new(), Log::new());
        one.push("pair", &[("a", b"xy"), ("b", b"")]);
        other.push("pair", &[("a", b"x"), ("b", b"y")]);
        assert_ne!(one, other);
        assert_eq!(one.to_string(), "pair a=\"xy\" b=\"\"\n");
    }

    #[test]
    fn an_event_can_be_logged_part_by_part() {
        let mut log = Log::new();
        log.push_part("none", b"there is no event yet");
        log.extend_part(b"and no part");
        assert_eq!(log, Log::new());

        log.push("chunk", &[("size", b"5")]);
        log.push_part("name", b"a");
        log.push_part("value", b"");
        log.extend_part(b"x");
        log.extend_part(b"y");
        let mut at_once = Log::new();
        at_once.push("chunk", &[("size", b"5"), ("name", b"a"), ("value", b"xy")]);
        assert_eq!(log, at_once);
        log.push("end", &[]);
        assert_eq!(
            log.lines(),
            ["chunk size=\"5\" name=\"a\" value=\"xy\"", "end"]
        );
    }

    #[test]
    fn a_cleared_log_is_an_empty_one() {
        let mut log = Log::new();
        log.push("pair", &[("a", b"xy")]);
        log.clear();
        assert_eq!(log, Log::new());
        assert!(log.is_empty());
    }

    #[test]
    fn escapes_keep_bytes_and_characters_apart() {
        assert_eq!(
            escape(b"a \"\\\n\r\t\0\x0b\x7f"),
            r#""a \"\\\n\r\t\0\x0B\x7F""#
        );
        assert_eq!(escape("…\u{fffd}".as_bytes()), r#""\u{2026}\u{fffd}""#);
        assert_eq!(escape(b"\xef\xbb"), r#""\xEF\xBB""#);
    }
}
