//! Keys (RFC 9651 §3.1.2).

use core::fmt;

use super::class;
use crate::FieldErrorKind;

/// A key of a Dictionary or of a parameter: `key = ( lcalpha / "*" ) *( lcalpha / DIGIT / "_" /
/// "-" / "." / "*" )` (RFC 9651 §3.1.2), checked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key<'a>(&'a [u8]);

impl<'a> Key<'a> {
    /// The whole of `bytes` as a key, if it is one.
    ///
    /// ```
    /// use noio_http_field::structured::Key;
    ///
    /// assert!(Key::new(b"s-maxage").is_some());
    /// assert!(Key::new(b"S-MaxAge").is_none());
    /// ```
    pub const fn new(bytes: &'a [u8]) -> Option<Self> {
        if class::is_word(bytes, class::KEY_START, class::KEY) {
            Some(Self(bytes))
        } else {
            None
        }
    }

    /// The key as bytes. There is at least one.
    #[inline]
    pub const fn as_bytes(self) -> &'a [u8] {
        self.0
    }

    /// The key as text. It is ASCII.
    pub const fn as_str(self) -> &'a str {
        class::ascii(self.0)
    }

    #[inline]
    pub(super) fn take(input: &mut &'a [u8]) -> Result<Self, FieldErrorKind> {
        class::take_word(input, class::KEY_START, class::KEY)
            .map(Self)
            .ok_or(FieldErrorKind::ExpectedKey)
    }
}

impl PartialEq<str> for Key<'_> {
    fn eq(&self, other: &str) -> bool {
        self.0 == other.as_bytes()
    }
}

impl PartialEq<&str> for Key<'_> {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

impl fmt::Display for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Key").field(&self.as_str()).finish()
    }
}
