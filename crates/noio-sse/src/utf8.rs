//! UTF-8 as the standard decodes it: a bad sequence becomes U+FFFD and never ends the stream.
//!
//! HTML §9.2.6 decodes the whole stream first and splits it into lines then. Here a line is split
//! off first: the result is the same, since CR, LF and the colon are never part of a longer
//! sequence.

use alloc::string::String;
use core::{ops::Range, str};

/// From this length on `simdutf8` is faster than `core`, below it is slower.
const SIMD_LEN: usize = 64;

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

/// Appends a value that comes in pieces.
#[derive(Debug)]
pub(crate) struct Pieces {
    head: Head,
}

impl Pieces {
    pub(crate) const fn new() -> Self {
        Self { head: Head::new() }
    }

    /// Whether no character is incomplete.
    #[inline]
    pub(crate) const fn is_empty(&self) -> bool {
        self.head.is_empty()
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

    /// Ends the value: a character that is still incomplete is one bad sequence.
    #[inline]
    pub(crate) fn finish(&mut self, out: &mut String) {
        if !self.is_empty() {
            self.head = Head::new();
            out.push(char::REPLACEMENT_CHARACTER);
        }
    }

    /// Appends a piece behind half a character, or one that is ill-formed or ends in half of one.
    fn push_slow(&mut self, piece: &[u8], out: &mut String) {
        let mut rest = piece;
        while !self.is_empty() {
            let Some((&byte, behind)) = rest.split_first() else {
                return;
            };
            match self.head.push(byte) {
                Character::Whole(text) => out.push_str(text),
                Character::Incomplete => {}
                Character::Bad => {
                    out.push(char::REPLACEMENT_CHARACTER);
                    // `byte` may begin the next one.
                    break;
                }
            }
            rest = behind;
        }
        let mut chunks = rest.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            out.push_str(chunk.valid());
            let invalid = chunk.invalid();
            if chunks.peek().is_none() && is_incomplete(invalid) {
                self.head.keep(invalid);
            } else if !invalid.is_empty() {
                out.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }
}

/// The first bytes of a character that a cut went through, up to 3 of them; else none.
#[derive(Debug)]
pub(crate) struct Head {
    bytes: [u8; 4],
    len: u8,
}

/// What a [`Head`] and one more byte make.
pub(crate) enum Character<'h> {
    Whole(&'h str),
    Incomplete,
    /// The head is a bad sequence by itself, and the byte no part of it.
    Bad,
}

impl Head {
    pub(crate) const fn new() -> Self {
        Self {
            bytes: [0; 4],
            len: 0,
        }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Keeps the bytes of an incomplete character, in place of those before.
    pub(crate) fn keep(&mut self, bytes: &[u8]) {
        self.len = 0;
        for (kept, &byte) in self.bytes.iter_mut().zip(bytes) {
            *kept = byte;
            self.len += 1;
        }
    }

    /// Adds the next byte. The head is empty behind it, unless the character is incomplete.
    pub(crate) fn push(&mut self, byte: u8) -> Character<'_> {
        let len = usize::from(self.len);
        self.len = 0;
        if let Some(next) = self.bytes.get_mut(len) {
            *next = byte;
        }
        match str::from_utf8(self.bytes.get(..=len).unwrap_or_default()) {
            Ok(text) => Character::Whole(text),
            Err(error) if error.error_len().is_none() => {
                self.len = u8::try_from(len + 1).unwrap_or_default();
                Character::Incomplete
            }
            Err(_) => Character::Bad,
        }
    }
}

/// Whether `sequence` is the beginning of a character.
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
