//! Values that are written as a token or as a quoted-string.

#[cfg(feature = "alloc")]
use alloc::borrow::Cow;
use core::fmt;

use crate::{FieldError, FieldErrorKind, QuotedString, Token, text::Unescaped};

/// A value that is written as a token or as a quoted-string: `token / quoted-string`, as
/// parameters have it (RFC 9110 §5.6.6).
///
/// Both forms mean the same, so values are equal if their bytes are, whichever way they are
/// written.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the grammar has these two, and callers tell them apart"
)]
pub enum Value<'a> {
    /// A token, which is its own value.
    Token(Token<'a>),
    /// A quoted-string.
    Quoted(QuotedString<'a>),
}

impl<'a> Value<'a> {
    /// Takes the value at the front of `input`, which then begins behind it.
    ///
    /// # Errors
    ///
    /// If `input` begins with neither form, or as [`QuotedString::take`] says. `input` is then as
    /// it was.
    #[inline]
    pub fn take(input: &mut &'a [u8]) -> Result<Self, FieldError> {
        if let Some(token) = Token::take(input) {
            return Ok(Self::Token(token));
        }
        if input.first() == Some(&b'"') {
            return QuotedString::take(input).map(Self::Quoted);
        }
        Err(FieldError::new(FieldErrorKind::ExpectedValue, 0))
    }

    /// The value, if it lies in the input as it is: unless it is quoted and has a backslash.
    #[inline]
    pub fn as_bytes(self) -> Option<&'a [u8]> {
        match self {
            Self::Token(token) => Some(token.as_bytes()),
            Self::Quoted(quoted) => quoted.as_bytes(),
        }
    }

    /// The bytes of the value.
    #[inline]
    pub fn bytes(self) -> impl Iterator<Item = u8> + Clone + fmt::Debug + use<'a> {
        Unescaped::new(self.as_escaped())
    }

    /// What is written, without the quotes but with the backslashes.
    pub(crate) const fn as_escaped(self) -> &'a [u8] {
        match self {
            Self::Token(token) => token.as_bytes(),
            Self::Quoted(quoted) => quoted.as_escaped(),
        }
    }

    /// Whether the value is `other`, apart from the case of ASCII letters.
    pub fn eq_ignore_ascii_case(self, other: &[u8]) -> bool {
        let lower = other.iter().map(u8::to_ascii_lowercase);
        self.bytes().map(|byte| byte.to_ascii_lowercase()).eq(lower)
    }

    /// The value, copied only if it is quoted and has a backslash.
    #[cfg(feature = "alloc")]
    #[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
    pub fn to_bytes(self) -> Cow<'a, [u8]> {
        match self {
            Self::Token(token) => Cow::Borrowed(token.as_bytes()),
            Self::Quoted(quoted) => quoted.to_bytes(),
        }
    }
}

impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes().eq(other.bytes())
    }
}

impl Eq for Value<'_> {}

impl PartialEq<[u8]> for Value<'_> {
    fn eq(&self, other: &[u8]) -> bool {
        self.bytes().eq(other.iter().copied())
    }
}
