//! Values and parameters, for sending.

use core::iter;

#[cfg(feature = "alloc")]
use bytes::BufMut;

use crate::{EncodeError, Token, class, output};

/// A value to be sent: as a token if it is one, and otherwise as a quoted-string, in which only
/// `"` and `\` are escaped (RFC 9110 §5.6.4).
///
/// ```
/// use noio_http_field::EncodedValue;
///
/// let mut out = [0; 16];
/// let len = EncodedValue::new(b"a \"b\"")?.encode_to_slice(&mut out)?;
/// assert_eq!(&out[..len], br#""a \"b\"""#);
/// assert!(EncodedValue::new(b"a\r\nb").is_err());
/// # Ok::<(), noio_http_field::EncodeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a value is sent by `encode`"]
pub struct EncodedValue<'a> {
    bytes: &'a [u8],
    is_quoted: bool,
    encoded_len: usize,
}

impl<'a> EncodedValue<'a> {
    /// A value of these bytes, in the shorter of the two forms.
    ///
    /// # Errors
    ///
    /// [`EncodeError::ControlInValue`] if one of them is a control character other than HTAB.
    pub fn new(bytes: &'a [u8]) -> Result<Self, EncodeError> {
        match Token::new(bytes) {
            Some(token) => Ok(token.into()),
            None => Self::quoted(bytes),
        }
    }

    /// A value of these bytes as a quoted-string, also where a token would do: there are fields
    /// that want one, such as the lists of `no-cache` and `private` (RFC 9111 §5.2.2).
    ///
    /// # Errors
    ///
    /// As for [`new`](Self::new).
    pub fn quoted(bytes: &'a [u8]) -> Result<Self, EncodeError> {
        if !bytes.iter().all(|&byte| class::is_quoted_pair(byte)) {
            return Err(EncodeError::ControlInValue);
        }
        let escapes = bytes.iter().filter(|byte| is_escaped(**byte)).count();
        Ok(Self {
            bytes,
            is_quoted: true,
            // The longest slice there is, all of it escaped, would be one byte too long.
            encoded_len: bytes.len().saturating_add(escapes).saturating_add(2),
        })
    }

    /// The exact number of bytes that [`encode`](Self::encode) appends.
    pub const fn encoded_len(&self) -> usize {
        self.encoded_len
    }

    /// Appends the value to `out`.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoSpace`] if `out` has less than [`encoded_len`](Self::encoded_len) bytes
    /// left; then nothing is written.
    #[cfg(feature = "alloc")]
    #[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
    pub fn encode(&self, out: &mut impl BufMut) -> Result<(), EncodeError> {
        output::put(self.pieces(), self.encoded_len, out)
    }

    /// Writes the value to the front of `out` and answers with its length.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoSpace`] if `out` is shorter than [`encoded_len`](Self::encoded_len); then
    /// nothing is written.
    pub fn encode_to_slice(&self, out: &mut [u8]) -> Result<usize, EncodeError> {
        output::put_in_slice(self.pieces(), self.encoded_len, out)
    }

    /// What is written, piece by piece.
    fn pieces(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let quote = self.is_quoted.then_some(&b"\""[..]);
        quote
            .into_iter()
            .chain(escaped_pieces(self.bytes))
            .chain(quote)
    }
}

impl<'a> From<Token<'a>> for EncodedValue<'a> {
    fn from(token: Token<'a>) -> Self {
        Self {
            bytes: token.as_bytes(),
            is_quoted: false,
            encoded_len: token.as_bytes().len(),
        }
    }
}

/// A parameter to be sent: `name [ "=" value ]` (RFC 9110 §5.6.6), without the ";" before it.
///
/// ```
/// use noio_http_field::{EncodedParameter, EncodedValue, Token};
///
/// let parameter = EncodedParameter {
///     name: Token::new(b"charset").expect("a token"),
///     value: Some(EncodedValue::new(b"utf-8")?),
/// };
/// let mut out = [0; 32];
/// let len = parameter.encode_to_slice(&mut out)?;
/// assert_eq!(&out[..len], b"charset=utf-8");
/// # Ok::<(), noio_http_field::EncodeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the grammar has these two parts")]
#[must_use = "a parameter is sent by `encode`"]
pub struct EncodedParameter<'a> {
    /// The name.
    pub name: Token<'a>,
    /// What is written behind the "=", if anything is.
    pub value: Option<EncodedValue<'a>>,
}

impl<'a> EncodedParameter<'a> {
    /// The exact number of bytes that [`encode`](Self::encode) appends.
    pub fn encoded_len(&self) -> usize {
        let value_len = self
            .value
            .map_or(0, |value| value.encoded_len().saturating_add(1));
        self.name.as_bytes().len().saturating_add(value_len)
    }

    /// Appends the parameter to `out`.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoSpace`] if `out` has less than [`encoded_len`](Self::encoded_len) bytes
    /// left; then nothing is written.
    #[cfg(feature = "alloc")]
    #[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
    pub fn encode(&self, out: &mut impl BufMut) -> Result<(), EncodeError> {
        output::put(self.pieces(), self.encoded_len(), out)
    }

    /// Writes the parameter to the front of `out` and answers with its length.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoSpace`] if `out` is shorter than [`encoded_len`](Self::encoded_len); then
    /// nothing is written.
    pub fn encode_to_slice(&self, out: &mut [u8]) -> Result<usize, EncodeError> {
        output::put_in_slice(self.pieces(), self.encoded_len(), out)
    }

    fn pieces(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let value = self.value.into_iter();
        iter::once(self.name.as_bytes())
            .chain(value.flat_map(|value| iter::once(&b"="[..]).chain(value.pieces())))
    }
}

/// Whether `byte` needs a backslash before it in a quoted-string.
const fn is_escaped(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\')
}

/// `bytes` in pieces that begin with what has to be escaped, and backslashes between them.
fn escaped_pieces(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = bytes;
    let mut owes_backslash = bytes.first().copied().is_some_and(is_escaped);
    iter::from_fn(move || {
        if owes_backslash {
            owes_backslash = false;
            return Some(&b"\\"[..]);
        }
        let len = rest
            .iter()
            .skip(1)
            .position(|&byte| is_escaped(byte))
            .map_or(rest.len(), |at| at + 1);
        let (piece, behind) = rest.split_at_checked(len)?;
        rest = behind;
        owes_backslash = !rest.is_empty();
        (!piece.is_empty()).then_some(piece)
    })
}
