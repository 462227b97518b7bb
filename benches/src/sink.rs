//! Where contenders put what they find: one piece of code for a contender, timed with one sink and
//! checked with another.

use core::hint::black_box;

/// Takes what is found, piece by piece.
pub(crate) trait Sink: Default {
    /// The next piece.
    fn put(&mut self, piece: &[u8]);
}

/// Looks at each piece where it is, and counts bytes: for timing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Bytes of all pieces.
    pub(crate) len: usize,
}

impl Sink for Seen {
    #[inline]
    fn put(&mut self, piece: &[u8]) {
        // Each by itself: a pair would go through memory, and a length that was stored just before
        // would be waited for.
        black_box(piece.as_ptr());
        self.len += black_box(piece.len());
    }
}

/// All pieces joined, for checks in which it does not matter how the bytes are cut.
impl Sink for Vec<u8> {
    fn put(&mut self, piece: &[u8]) {
        self.extend_from_slice(piece);
    }
}

/// Each piece by itself.
impl Sink for Vec<Vec<u8>> {
    fn put(&mut self, piece: &[u8]) {
        self.push(piece.into());
    }
}
