//! Strings (RFC 9651 §3.3.3).

use core::fmt::{self, Write as _};

use super::{Token, class};
use crate::{FieldErrorKind, QuotedString};

/// A String: `DQUOTE *( unescaped / "\" ( DQUOTE / "\" ) ) DQUOTE` (RFC 9651 §3.3.3), checked.
///
/// It is printable ASCII, and every one is a quoted-string. Two are equal if their texts are. Where
/// a field may have a [`Token`] in its place, that [becomes](Self::from) one.
///
/// ```
/// use noio_http_field::structured::{BareItem, Item};
///
/// let BareItem::String(text) = Item::parse(br#""a \"b\"""#)?.value else { panic!() };
/// assert_eq!(text, "a \"b\"");
/// assert_eq!(text.as_str(), None);
/// # Ok::<(), noio_http_field::FieldError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Text<'a>(QuotedString<'a>);

impl<'a> Text<'a> {
    /// The same as a quoted-string (RFC 9110 §5.6.4), for what reads those.
    #[inline]
    pub const fn as_quoted_string(self) -> QuotedString<'a> {
        self.0
    }

    /// The text as bytes, if it lies in the input as it is: if there is no backslash.
    #[inline]
    pub fn as_bytes(self) -> Option<&'a [u8]> {
        self.0.as_bytes()
    }

    /// The text, if it lies in the input as it is: if there is no backslash.
    #[inline]
    pub fn as_str(self) -> Option<&'a str> {
        self.as_bytes().map(class::ascii)
    }

    /// The characters of the text, without the backslashes that escape.
    pub fn chars(self) -> impl Iterator<Item = char> + Clone + fmt::Debug + use<'a> {
        // All of it is ASCII.
        self.0.bytes().map(char::from as fn(u8) -> char)
    }

    #[inline]
    pub(super) fn take(input: &mut &'a [u8]) -> Result<Self, FieldErrorKind> {
        let Some(inside) = input.strip_prefix(b"\"") else {
            return Err(FieldErrorKind::ExpectedQuotedString);
        };
        *input = inside;
        loop {
            class::take_run(input, class::UNESCAPED);
            match *input {
                [b'"', behind @ ..] => {
                    let len = inside.len() - input.len();
                    *input = behind;
                    let escaped = inside.get(..len).unwrap_or_default();
                    return Ok(Self(QuotedString::from_checked(escaped)));
                }
                [b'\\', b'"' | b'\\', behind @ ..] => *input = behind,
                [b'\\', at @ ..] => {
                    *input = at;
                    break;
                }
                _ => break,
            }
        }
        Err(if input.is_empty() {
            FieldErrorKind::UnterminatedQuotedString
        } else {
            FieldErrorKind::InvalidInString
        })
    }
}

impl PartialEq<str> for Text<'_> {
    fn eq(&self, other: &str) -> bool {
        self.0 == *other.as_bytes()
    }
}

impl PartialEq<&str> for Text<'_> {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

/// The text of a token. A String could say the same.
impl<'a> From<Token<'a>> for Text<'a> {
    #[inline]
    fn from(token: Token<'a>) -> Self {
        // There is neither a quote nor a backslash in it.
        Self(QuotedString::from_checked(token.as_bytes()))
    }
}

/// The text, without the backslashes that escape.
impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_str() {
            Some(text) => f.write_str(text),
            None => self.chars().try_for_each(|char| f.write_char(char)),
        }
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text(\"{}\")", class::ascii(self.0.as_escaped()))
    }
}
