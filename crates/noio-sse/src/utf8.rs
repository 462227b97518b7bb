//! UTF-8 as the standard decodes it: a bad sequence becomes U+FFFD and never ends the stream.
//!
//! HTML §9.2.6 decodes the whole stream first and splits it into lines then. Here a line is split
//! off first: the result is the same, since CR, LF and the colon are never part of a longer
//! sequence.

use alloc::string::String;
use core::{ops::Range, str};

/// From this length on `simdutf8` is faster than `core`, below it is slower.
const SIMD_LEN: usize = 128;

/// The bytes that `simdutf8` checks in one step.
const VECTOR_LEN: usize = 64;

/// Whether `simdutf8` has vectors here; else it is `core` by another name.
const HAS_VECTORS: bool = cfg!(any(
    all(
        feature = "std",
        any(target_arch = "x86", target_arch = "x86_64")
    ),
    target_feature = "sse4.2",
    target_feature = "neon",
    all(target_arch = "wasm32", target_feature = "simd128"),
));

/// `bytes` as text if they are well-formed UTF-8.
#[inline]
pub(crate) fn as_text(bytes: &[u8]) -> Option<&str> {
    if bytes.len() < SIMD_LEN {
        str::from_utf8(bytes).ok()
    } else {
        simdutf8::basic::from_utf8(bytes).ok()
    }
}

/// The first `len` of `bytes` as text if they are well-formed UTF-8.
///
/// What lies behind them may be looked at too, a vector at most: to check a full one costs less
/// than to cut out a part.
#[inline]
pub(crate) fn front(bytes: &[u8], len: usize) -> Option<&str> {
    if HAS_VECTORS
        && let Some(vectors) = bytes.get(..len.next_multiple_of(VECTOR_LEN))
        && let Ok(text) = simdutf8::basic::from_utf8(vectors)
    {
        return text.get(..len);
    }
    as_text(bytes.get(..len)?)
}

/// Appends a `value` that lies whole in `input`, repaired where it must be.
#[inline]
pub(crate) fn push(input: &[u8], value: Range<usize>, out: &mut String) {
    let rest = input.get(value.start..).unwrap_or_default();
    match front(rest, value.len()) {
        Some(text) => out.push_str(text),
        None => push_repaired(rest.get(..value.len()).unwrap_or_default(), out),
    }
}

/// Appends a value that is not well-formed.
///
/// Each maximal subpart of an ill-formed sequence becomes one U+FFFD, as the Encoding standard's
/// decoder has it.
#[cold]
pub(crate) fn push_repaired(bytes: &[u8], out: &mut String) {
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            out.push(char::REPLACEMENT_CHARACTER);
        }
    }
}

/// Appends a value that comes in pieces: keeps the bytes of a character that a cut went through.
#[derive(Debug)]
pub(crate) struct Pieces {
    /// The first bytes of a character, as many as have come: up to 3, and room for the next one.
    head: [u8; 4],
    head_len: u8,
}

impl Pieces {
    pub(crate) const fn new() -> Self {
        Self {
            head: [0; 4],
            head_len: 0,
        }
    }

    /// Appends what is certain after a piece: the first `len` of `bytes`.
    #[inline]
    pub(crate) fn push(&mut self, bytes: &[u8], len: usize, out: &mut String) {
        if self.is_empty()
            && let Some(text) = front(bytes, len)
        {
            out.push_str(text);
        } else {
            self.push_slow(bytes.get(..len).unwrap_or(bytes), out);
        }
    }

    /// Whether no character is incomplete.
    #[inline]
    pub(crate) const fn is_empty(&self) -> bool {
        self.head_len == 0
    }

    /// Ends the value: a character that is still incomplete is one bad sequence.
    #[inline]
    pub(crate) fn finish(&mut self, out: &mut String) {
        if self.head_len > 0 {
            self.head_len = 0;
            out.push(char::REPLACEMENT_CHARACTER);
        }
    }

    /// Appends `piece`, which is ill-formed or ends inside a character.
    fn push_cut(&mut self, piece: &[u8], out: &mut String) {
        let mut chunks = piece.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            out.push_str(chunk.valid());
            let invalid = chunk.invalid();
            if invalid.is_empty() {
                continue;
            }
            if chunks.peek().is_none() && is_incomplete(invalid) {
                self.keep(invalid);
            } else {
                out.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }

    /// Completes the kept character byte by byte, then goes on with the rest of `piece`.
    fn push_slow(&mut self, piece: &[u8], out: &mut String) {
        let mut rest = piece;
        while self.head_len > 0 {
            let Some((&byte, behind)) = rest.split_first() else {
                return;
            };
            let len = usize::from(self.head_len);
            let mut sequence = self.head;
            let Some(sequence) = sequence.get_mut(..=len) else {
                return;
            };
            if let Some(next) = sequence.last_mut() {
                *next = byte;
            }
            self.head_len = 0;
            if let Ok(text) = str::from_utf8(sequence) {
                out.push_str(text);
                rest = behind;
            } else if is_incomplete(sequence) {
                self.keep(sequence);
                rest = behind;
            } else {
                // The head is a bad sequence; `byte` may start the next one.
                out.push(char::REPLACEMENT_CHARACTER);
            }
        }
        if !rest.is_empty() {
            self.push_cut(rest, out);
        }
    }

    fn keep(&mut self, head: &[u8]) {
        self.head_len = 0;
        for (kept, &byte) in self.head.iter_mut().zip(head) {
            *kept = byte;
            self.head_len += 1;
        }
    }
}

/// Whether `sequence`, which is not well-formed, may become so with more bytes behind it.
fn is_incomplete(sequence: &[u8]) -> bool {
    matches!(str::from_utf8(sequence), Err(error) if error.error_len().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    /// Bytes that reach every branch of UTF-8 well-formedness (Unicode table 3-7).
    const BYTES: [u8; 14] = [
        b'a', 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc3, 0xe0, 0xed, 0xf0, 0xf4, 0xf5,
    ];

    fn in_pieces(bytes: &[u8], cuts: u32) -> String {
        let mut out = String::new();
        let mut pieces = Pieces::new();
        let mut start = 0;
        for end in 1..=bytes.len() {
            if end == bytes.len() || cuts >> (end - 1) & 1 == 1 {
                pieces.push(&bytes[start..], end - start, &mut out);
                start = end;
            }
        }
        pieces.finish(&mut out);
        out
    }

    #[test]
    fn every_sequence_of_five_bytes_is_repaired_alike_under_every_cut() {
        for number in 0..BYTES.len().pow(5) {
            let bytes: Vec<u8> = (0..5)
                .map(|place| BYTES[number / BYTES.len().pow(place) % BYTES.len()])
                .collect();
            let expected = String::from_utf8_lossy(&bytes);
            for cuts in 0..16 {
                assert_eq!(in_pieces(&bytes, cuts), expected, "{bytes:x?} cut {cuts:b}");
            }
        }
    }
}
