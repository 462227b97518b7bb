//! Quoted-strings (RFC 9110 §5.6.4).

#[cfg(feature = "alloc")]
use alloc::borrow::Cow;
use core::fmt;

use crate::{
    FieldError, FieldErrorKind, class,
    text::{self, NoDelimiter, Unescaped},
};

/// A quoted-string: `quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE` (RFC 9110 §5.6.4),
/// checked.
///
/// A backslash stands for the byte behind it, whichever that is. So there are several ways to
/// write the same value, and two quoted-strings are equal if their values are.
///
/// ```
/// use noio_http_field::QuotedString;
///
/// let mut input = &br#""a \"b\"", c"#[..];
/// let quoted = QuotedString::take(&mut input)?;
/// assert_eq!(quoted, br#"a "b""#[..]);
/// assert_eq!(input, b", c");
/// # Ok::<(), noio_http_field::FieldError>(())
/// ```
#[derive(Clone, Copy)]
pub struct QuotedString<'a> {
    escaped: &'a [u8],
}

impl<'a> QuotedString<'a> {
    /// Takes the quoted-string at the front of `input`, which then begins behind its closing
    /// quote.
    ///
    /// # Errors
    ///
    /// If `input` begins with something else, or if the quoted-string has no end or holds a control
    /// character other than HTAB. `input` is then as it was.
    pub fn take(input: &mut &'a [u8]) -> Result<Self, FieldError> {
        let Some(inside) = input.strip_prefix(b"\"") else {
            return Err(FieldError::new(FieldErrorKind::ExpectedQuotedString, 0));
        };
        let (kind, offset) = match text::text_len(inside, class::is_qdtext) {
            Ok(len) => {
                let (escaped, rest) = inside.split_at_checked(len).unwrap_or_default();
                // The one delimiter is the closing quote.
                *input = rest.get(1..).unwrap_or_default();
                return Ok(Self { escaped });
            }
            Err(NoDelimiter::Control(at)) => (FieldErrorKind::ControlInQuotedString, at),
            Err(NoDelimiter::Unterminated) => {
                (FieldErrorKind::UnterminatedQuotedString, inside.len())
            }
        };
        Err(FieldError::new(kind, offset + 1))
    }

    /// `escaped` was checked to be what may stand between the quotes.
    pub(crate) const fn from_checked(escaped: &'a [u8]) -> Self {
        Self { escaped }
    }

    /// What stands between the quotes, with its backslashes.
    #[inline]
    pub const fn as_escaped(self) -> &'a [u8] {
        self.escaped
    }

    /// The value, if it lies in the input as it is: if there is no backslash.
    #[inline]
    pub fn as_bytes(self) -> Option<&'a [u8]> {
        (!self.escaped.contains(&b'\\')).then_some(self.escaped)
    }

    /// The bytes of the value.
    #[inline]
    pub fn bytes(self) -> impl Iterator<Item = u8> + Clone + fmt::Debug + use<'a> {
        Unescaped::new(self.escaped)
    }

    /// The value, copied only if there is a backslash.
    #[cfg(feature = "alloc")]
    #[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
    pub fn to_bytes(self) -> Cow<'a, [u8]> {
        match self.as_bytes() {
            Some(bytes) => Cow::Borrowed(bytes),
            None => Cow::Owned(self.bytes().collect()),
        }
    }
}

impl PartialEq for QuotedString<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes().eq(other.bytes())
    }
}

impl Eq for QuotedString<'_> {}

impl PartialEq<[u8]> for QuotedString<'_> {
    fn eq(&self, other: &[u8]) -> bool {
        self.bytes().eq(other.iter().copied())
    }
}

impl fmt::Debug for QuotedString<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "QuotedString(\"{}\")", self.escaped.escape_ascii())
    }
}
