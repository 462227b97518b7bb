//! Texts in which each part has its place.

/// A text of `N` bytes in which each part has its place: some bytes are given, others are digits,
/// others again are for somebody else to judge.
///
/// All places are compared at once, without a branch for each.
pub(crate) struct Pattern<const N: usize> {
    /// What is taken away from the byte at each place, bit by bit.
    zeros: [u8; N],
    /// How much may then be left.
    spans: [u8; N],
}

impl<const N: usize> Pattern<N> {
    /// `#` stands for a digit, `?` for any byte, and everything else for itself.
    #[expect(clippy::indexing_slicing, reason = "runs at compile time")]
    pub(crate) const fn new(pattern: &[u8; N]) -> Self {
        let mut zeros = *pattern;
        let mut spans = [0; N];
        let mut at = 0;
        while at < N {
            (zeros[at], spans[at]) = match pattern[at] {
                b'#' => (b'0', 9),
                b'?' => (0, u8::MAX),
                sign => (sign, 0),
            };
            at += 1;
        }
        Self { zeros, spans }
    }

    /// What stands at each place, if `text` is of this kind: of a digit its number, of any byte
    /// that byte.
    #[inline]
    pub(crate) fn parts(&self, text: &[u8; N]) -> Option<[u8; N]> {
        let mut parts = *text;
        let mut is_other = false;
        for ((part, zero), span) in parts.iter_mut().zip(self.zeros).zip(self.spans) {
            *part ^= zero;
            is_other |= *part > span;
        }
        (!is_other).then_some(parts)
    }
}

/// The number that has these two digits, each below 10.
#[inline]
pub(crate) const fn number(tens: u8, ones: u8) -> u32 {
    10 * tens as u32 + ones as u32
}
