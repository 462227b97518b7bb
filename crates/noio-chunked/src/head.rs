//! The size line of a chunk, for sending (RFC 9112 §7.1).

use core::{fmt, num::NonZeroU64, ops::Deref};

/// The longest size line without extensions: sixteen digits and the CRLF.
pub(crate) const MAX_LEN: usize = 18;

/// The size line of a chunk without extensions: hexadecimal digits and the CRLF behind them, on
/// the stack.
///
/// The digits are in lower case, with no zeros in front. Made by
/// [`Encoder::head`](crate::Encoder::head) and [`Encoder::chunk`](crate::Encoder::chunk).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[must_use = "a size line is sent in front of its data"]
pub struct Head {
    octets: [u8; MAX_LEN],
    /// How many of the octets are zeros in front, at most 15.
    start: u8,
}

impl Head {
    #[inline]
    pub(crate) fn new(size: NonZeroU64) -> Self {
        let size = size.get();
        let digits = [size >> 32, size & 0xffff_ffff].map(digits);
        let mut octets = *b"0000000000000000\r\n";
        for (octet, &digit) in octets.iter_mut().zip(digits.as_flattened()) {
            *octet = digit;
        }
        Self {
            octets,
            start: ((size.leading_zeros() / 4) & 15) as u8,
        }
    }

    /// The bytes to be sent: from 3 to 18.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        self.octets
            .get(usize::from(self.start)..)
            .unwrap_or_default()
    }

    /// The octets without the CRLF.
    pub(crate) fn digits(&self) -> &[u8] {
        self.as_bytes().strip_suffix(b"\r\n").unwrap_or_default()
    }
}

impl Deref for Head {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl AsRef<[u8]> for Head {
    #[inline]
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl fmt::Debug for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Head(\"{}\")", self.as_bytes().escape_ascii())
    }
}

/// The length of the size line for a chunk of `data_len` octets: its digits and the CRLF.
#[inline]
pub(crate) const fn len(data_len: NonZeroU64) -> usize {
    MAX_LEN - (data_len.leading_zeros() / 4) as usize
}

/// The eight hexadecimal digits of a number of 32 bits.
///
/// The half bytes are spread out, one to a byte, and all made into digits at once: there is no
/// loop whose length a predictor would have to guess.
#[inline]
const fn digits(number: u64) -> [u8; 8] {
    const ONES: u64 = 0x0101_0101_0101_0101;

    let pairs = (number | number << 16) & 0x0000_ffff_0000_ffff;
    let bytes = (pairs | pairs << 8) & 0x00ff_00ff_00ff_00ff;
    let halves = (bytes | bytes << 4) & 0x0f0f_0f0f_0f0f_0f0f;
    // Six more take ten and above to the next multiple of sixteen.
    let letters = (halves + 6 * ONES) >> 4 & ONES;
    let to_letter = (b'a' - b'9' - 1) as u64;
    (halves + b'0' as u64 * ONES + to_letter * letters).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    /// Around every power of two, which are the powers of sixteen and more, and numbers with each
    /// digit at each place.
    fn sizes() -> impl Iterator<Item = NonZeroU64> {
        let powers = (0..64).flat_map(|exponent| {
            let power = 1_u64 << exponent;
            (0..=20).flat_map(move |by| [power.saturating_sub(by), power.saturating_add(by)])
        });
        let digits = (0..16).flat_map(|place| (0..16_u64).map(move |digit| digit << (4 * place)));
        let named = [
            1,
            15,
            16,
            255,
            256,
            65_535,
            65_536,
            4_294_967_295,
            4_294_967_296,
            u64::MAX - 1,
            u64::MAX,
            0x0123_4567_89ab_cdef,
            0xfedc_ba98_7654_3210,
        ];
        powers
            .chain(digits)
            .chain(named)
            .chain(0..70_000)
            .filter_map(NonZeroU64::new)
    }

    #[test]
    fn digits_are_what_the_standard_library_writes() {
        for size in sizes() {
            let head = Head::new(size);
            assert_eq!(head.as_bytes(), format!("{size:x}\r\n").as_bytes());
            assert_eq!(len(size), head.len(), "{size}");
        }
    }

    #[test]
    fn debug_shows_the_line() {
        let head = Head::new(NonZeroU64::MIN);
        assert_eq!(format!("{head:?}"), "Head(\"1\\r\\n\")");
    }
}
