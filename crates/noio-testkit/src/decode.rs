//! The shape that all decoders share, as a trait, so that one harness can test them.

use core::fmt;

use crate::Log;

/// A decoder, for the harness.
///
/// The codecs share names and no trait; an adapter brings theirs under this one. It logs what the
/// decoder yields and does nothing else: above all it repairs nothing.
pub trait Decode {
    /// Decodes the next event at the front of `input`, logs it, and advances `input` past the
    /// bytes used.
    ///
    /// `None`: all input was taken in and more is needed, or the stream is over.
    ///
    /// # Errors
    ///
    /// The decoder's own.
    fn decode(&mut self, input: &mut &[u8], log: &mut Log) -> Result<Option<()>, Failure>;

    /// Says that no more input will come, and logs what the decoder answers.
    ///
    /// # Errors
    ///
    /// The decoder's own.
    fn finish(&mut self, log: &mut Log) -> Result<(), Failure>;

    /// Whether the protocol's own end was reached. Never for a protocol that has none.
    fn is_done(&self) -> bool {
        false
    }

    /// Bytes of the stream taken so far.
    fn position(&self) -> u64;

    /// How much heap the decoder may hold now, by its documentation.
    fn heap_bound(&self) -> HeapBound;
}

/// A decoder that can also work in the caller's buffer.
pub trait DecodeInPlace: Decode {
    /// Decodes the next event at the front of `input`, which it may change, and logs the event.
    ///
    /// # Errors
    ///
    /// The decoder's own.
    fn decode_in_place(&mut self, input: &mut [u8], log: &mut Log) -> Result<Progress, Failure>;
}

/// What one call of [`DecodeInPlace::decode_in_place`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many octets at the front of the buffer were taken.
    pub taken: usize,
    /// Whether an event came of it. If not, more input is needed, or the stream is over.
    pub yielded: bool,
}

/// A decoder's error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The rule that was broken, in kebab-case.
    pub kind: &'static str,
    /// The offset of the first octet that breaks it.
    pub offset: u64,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error {} {}", self.kind, self.offset)
    }
}

/// A bound for the heap that a decoder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeapBound {
    /// Bytes held for each byte received. 0: the decoder never allocates.
    pub per_byte: usize,
    /// Bytes held beyond those of a new decoder, however much was received: what the limits of the
    /// decoder allow. `None`: only for a decoder without limits.
    pub at_most: Option<usize>,
    /// If nothing is pending: the bytes of sticky state that may be held all the same.
    pub at_rest: Option<usize>,
}
