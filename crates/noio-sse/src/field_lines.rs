//! A text with line ends of its own, as lines of one field.
//!
//! A value cannot hold a line end (HTML §9.2.5), so each line of the text becomes a line of the
//! field. Nothing is lost: a text with n line ends makes n + 1 lines, the last one empty if the
//! text ends with a line end.
//!
//! `lead` is what stands in front of each line: the field's name, the colon and one space. The
//! receiver takes away just one space, so that one is always there, and the value may begin with
//! another.

use bytes::BufMut;

use crate::scan;

/// Appends `text` to a line whose lead is already written, and leaves the last line open.
pub(crate) fn put_open(lead: &[u8], text: &[u8], out: &mut impl BufMut) {
    let mut lines = Lines::new(text);
    if let Some(line) = lines.next() {
        out.put_slice(line);
    }
    for line in lines {
        out.put_u8(b'\n');
        out.put_slice(lead);
        out.put_slice(line);
    }
}

/// The exact length of what [`put_open`] appends.
///
/// It saturates: no output in memory has space for `usize::MAX` bytes.
pub(crate) fn open_len(lead: &[u8], text: &[u8]) -> usize {
    let mut lines = Lines::new(text);
    let first = lines.next().map_or(0, <[u8]>::len);
    lines.fold(first, |len, line| {
        len.saturating_add(1 + lead.len())
            .saturating_add(line.len())
    })
}

/// Whether `space` bytes are enough for what [`put_open`] appends.
///
/// Most outputs grow and have room for the worst case, in which every byte of the text is a line
/// end; only a tight one has the text searched for line ends twice.
pub(crate) fn fits(lead: &[u8], text: &[u8], space: usize) -> bool {
    text.len().saturating_mul(1 + lead.len()) <= space || open_len(lead, text) <= space
}

/// The lines of a text: what lies between its CRs, LFs and CRLFs, always at least one.
struct Lines<'a> {
    rest: Option<&'a [u8]>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a [u8]) -> Self {
        Self { rest: Some(text) }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let text = self.rest.take()?;
        let Some((line, end)) = scan::line_end(text).and_then(|at| text.split_at_checked(at))
        else {
            return Some(text);
        };
        self.rest = match end {
            [b'\r', b'\n', rest @ ..] | [_, rest @ ..] => Some(rest),
            [] => None,
        };
        Some(line)
    }
}

#[cfg(test)]
mod tests {
    use alloc::{vec, vec::Vec};

    use super::*;

    #[test]
    fn lines_are_what_lies_between_line_ends() {
        let cases: [(&[u8], &[&[u8]]); 9] = [
            (b"", &[b""]),
            (b"a", &[b"a"]),
            (b"a\n", &[b"a", b""]),
            (b"\r", &[b"", b""]),
            (b"\r\n", &[b"", b""]),
            (b"\n\r", &[b"", b"", b""]),
            (b"\r\r\n", &[b"", b"", b""]),
            (b"a\r\nb\rc\nd", &[b"a", b"b", b"c", b"d"]),
            (b"a\n\nb", &[b"a", b"", b"b"]),
        ];
        for (text, expected) in cases {
            assert_eq!(Lines::new(text).collect::<Vec<_>>(), expected, "{text:?}");
        }
    }

    #[test]
    fn length_is_exact_and_never_above_the_worst_case() {
        for number in 0..3_usize.pow(7) {
            let text: Vec<u8> = (0..7)
                .map(|place| b"a\r\n"[number / 3_usize.pow(place) % 3])
                .collect();
            let mut out = vec![];
            put_open(b"data: ", &text, &mut out);
            let len = out.len();
            assert_eq!(open_len(b"data: ", &text), len, "{text:?}");
            assert!(fits(b"data: ", &text, len), "{text:?}");
            assert!(!fits(b"data: ", &text, len - 1), "{text:?}");
        }
        assert!(fits(b"data: ", b"", 0));
    }
}
