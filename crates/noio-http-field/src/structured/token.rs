//! Tokens (RFC 9651 §3.3.4).

use core::fmt;

use super::class;
use crate::FieldErrorKind;

/// A Token: `sf-token = ( ALPHA / "*" ) *( tchar / ":" / "/" )` (RFC 9651 §3.3.4), checked.
///
/// It is not the [`Token`](crate::Token) of other fields, which may begin with a digit and has no
/// ":" and no "/". Its letters have case.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token<'a>(&'a [u8]);

impl<'a> Token<'a> {
    /// The whole of `bytes` as a token, if it is one.
    ///
    /// ```
    /// use noio_http_field::structured::Token;
    ///
    /// assert!(Token::new(b"text/html").is_some());
    /// assert!(Token::new(b"7bit").is_none());
    /// ```
    pub const fn new(bytes: &'a [u8]) -> Option<Self> {
        if class::is_word(bytes, class::TOKEN_START, class::TOKEN) {
            Some(Self(bytes))
        } else {
            None
        }
    }

    /// The token as bytes. There is at least one.
    #[inline]
    pub const fn as_bytes(self) -> &'a [u8] {
        self.0
    }

    /// The token as text. It is ASCII.
    pub const fn as_str(self) -> &'a str {
        class::ascii(self.0)
    }

    #[inline]
    pub(super) fn take(input: &mut &'a [u8]) -> Result<Self, FieldErrorKind> {
        class::take_word(input, class::TOKEN_START, class::TOKEN)
            .map(Self)
            .ok_or(FieldErrorKind::ExpectedToken)
    }
}

impl PartialEq<str> for Token<'_> {
    fn eq(&self, other: &str) -> bool {
        self.0 == other.as_bytes()
    }
}

impl PartialEq<&str> for Token<'_> {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

impl fmt::Display for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Token").field(&self.as_str()).finish()
    }
}
