//! `Keep-Alive`, the hint that goes with persistent connections.

use core::{
    fmt::{self, Write as _},
    iter,
};

#[cfg(feature = "alloc")]
use bytes::BufMut;

use crate::{
    EncodeError, FieldError, FieldErrorKind, Parameter, Value, list, output, text::Unescaped,
};

/// What a `Keep-Alive` field says: how long and for how many requests the sender means to keep an
/// idle connection.
///
/// The field is listed among those of a connection in RFC 9110 §7.6.1. RFC 2068 §19.7.1.1 wrote
/// its grammar down, last of all: a list of `token "=" ( token / quoted-string )`, with whitespace
/// allowed around the "=". Names other than these two are ignored, and so is one without a value,
/// which browsers have sent.
///
/// A connection may be closed sooner. A client that still uses it close to the end of `timeout` may
/// lose a request.
///
/// ```
/// use noio_http_field::KeepAlive;
///
/// let keep_alive = KeepAlive::parse(["timeout=5, max=100"])?;
/// assert_eq!(keep_alive.timeout, Some(5));
/// assert_eq!(keep_alive.to_string(), "timeout=5, max=100");
/// # Ok::<(), noio_http_field::FieldError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a value to be made by callers; no other parameter is in use"
)]
pub struct KeepAlive {
    /// How long the connection stays open while it is idle, in seconds.
    pub timeout: Option<u64>,
    /// How many more requests it will serve.
    pub max: Option<u64>,
}

impl KeepAlive {
    /// Reads the values of all `Keep-Alive` lines of a message. Without lines nothing is said.
    ///
    /// A number that is too large becomes `u64::MAX`. Of a repeated parameter the smallest number
    /// counts: whichever the sender meant, it will keep that one.
    ///
    /// # Errors
    ///
    /// If the grammar is broken, or if `timeout` or `max` is not made of digits. The field is only
    /// a hint, so a message is usable without it.
    pub fn parse<'a, T: AsRef<[u8]> + ?Sized + 'a>(
        lines: impl IntoIterator<Item = &'a T>,
    ) -> Result<Self, FieldError> {
        let mut said = Self::default();
        for line in lines {
            list::take_elements(line.as_ref(), |input| {
                let len = input.len();
                let parameter = Parameter::take_with_bad_whitespace(input)?;
                let number = if parameter.name.eq_ignore_ascii_case(b"timeout") {
                    &mut said.timeout
                } else if parameter.name.eq_ignore_ascii_case(b"max") {
                    &mut said.max
                } else {
                    return Ok(());
                };
                let new = parse_number(parameter.value).map_err(|left| {
                    FieldError::new(FieldErrorKind::ExpectedNumber, len - input.len() - left)
                })?;
                *number = Some(number.map_or(new, |old| old.min(new)));
                Ok(())
            })?;
        }
        Ok(said)
    }

    /// The exact number of bytes that [`encode`](Self::encode) appends: none if neither number is
    /// there, and then the field is better left out.
    pub fn encoded_len(&self) -> usize {
        self.to_text().as_bytes().len()
    }

    /// Appends the value of a field line to `out`.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoSpace`] if `out` has less than [`encoded_len`](Self::encoded_len) bytes
    /// left; then nothing is written.
    #[cfg(feature = "alloc")]
    #[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
    pub fn encode(&self, out: &mut impl BufMut) -> Result<(), EncodeError> {
        let text = self.to_text();
        output::put(iter::once(text.as_bytes()), text.as_bytes().len(), out)
    }

    /// Writes the value of a field line to the front of `out` and answers with its length.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoSpace`] if `out` is shorter than [`encoded_len`](Self::encoded_len); then
    /// nothing is written.
    pub fn encode_to_slice(&self, out: &mut [u8]) -> Result<usize, EncodeError> {
        let text = self.to_text();
        output::put_in_slice(iter::once(text.as_bytes()), text.as_bytes().len(), out)
    }

    fn to_text(self) -> Text {
        let mut text = Text {
            bytes: [0; Text::MAX_LEN],
            len: 0,
        };
        // Cannot fail: the longest there is fits.
        let _ = write!(text, "{self}");
        text
    }
}

/// The value of a field line, as [`encode`](KeepAlive::encode) writes it.
impl fmt::Display for KeepAlive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.timeout, self.max) {
            (Some(timeout), Some(max)) => write!(f, "timeout={timeout}, max={max}"),
            (Some(timeout), None) => write!(f, "timeout={timeout}"),
            (None, Some(max)) => write!(f, "max={max}"),
            (None, None) => Ok(()),
        }
    }
}

/// A number of digits, saturated. Otherwise how far before the end of the parameter the first byte
/// stands that should be a digit.
fn parse_number(value: Option<Value<'_>>) -> Result<u64, usize> {
    let Some(value) = value else {
        return Err(0);
    };
    let closing_quote = usize::from(matches!(value, Value::Quoted(_)));
    let mut bytes = Unescaped::new(value.as_escaped());
    let mut number = None;
    while let Some(byte) = bytes.next() {
        if !byte.is_ascii_digit() {
            return Err(bytes.as_escaped().len() + 1 + closing_quote);
        }
        let digit = u64::from(byte - b'0');
        number = Some(
            number
                .unwrap_or(0_u64)
                .saturating_mul(10)
                .saturating_add(digit),
        );
    }
    number.ok_or(closing_quote)
}

/// A short text on the stack.
struct Text {
    bytes: [u8; Self::MAX_LEN],
    len: usize,
}

impl Text {
    /// Two numbers of at most 20 digits.
    const MAX_LEN: usize = "timeout=, max=".len() + 2 * 20;

    fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

impl fmt::Write for Text {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.len + text.len();
        let space = self.bytes.get_mut(self.len..end).ok_or(fmt::Error)?;
        space.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}
