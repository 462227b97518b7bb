//! The size line as nearly all of them are: digits and CRLF.

/// The value of each octet as `HEXDIG`, in either case (RFC 5234 §2.3: strings of ABNF have no
/// case). 16 and more: it is none.
#[expect(
    clippy::indexing_slicing,
    reason = "evaluated at compile time: a slip would not compile"
)]
const DIGITS: [u8; 256] = {
    let mut digits = [u8::MAX; 256];
    let mut value = 0;
    while value < 16 {
        digits[b"0123456789abcdef"[value as usize] as usize] = value;
        digits[b"0123456789ABCDEF"[value as usize] as usize] = value;
        value += 1;
    }
    digits
};

/// The value of a `HEXDIG`.
#[inline]
#[expect(clippy::indexing_slicing, reason = "every octet is below 256")]
pub(crate) const fn hex_digit(octet: u8) -> Option<u64> {
    match DIGITS[octet as usize] {
        digit @ ..16 => Some(digit as u64),
        _ => None,
    }
}

/// A size line without extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SimpleHead {
    pub(crate) size: u64,
    pub(crate) digits: usize,
}

impl SimpleHead {
    /// The octets that it may have: digits for a chunk of less than 256 MiB, and CRLF. To longer
    /// chunks, a short cut is worth nothing.
    pub(crate) const MAX_LEN: usize = 9;

    /// The size line at the front of `window`. `None`: there is none, or none so simple.
    #[inline(always)]
    pub(crate) fn at_front(window: &[u8; Self::MAX_LEN]) -> Option<Self> {
        let mut size = 0;
        for (digits, pair) in window.windows(2).enumerate() {
            let &[octet, next] = pair else { return None };
            match hex_digit(octet) {
                Some(digit) => size = size << 4 | digit,
                None if octet == b'\r' && next == b'\n' && digits > 0 => {
                    return Some(Self { size, digits });
                }
                None => return None,
            }
        }
        None
    }

    /// Its length with its line end.
    #[inline]
    pub(crate) const fn len(self) -> usize {
        self.digits + 2
    }
}
