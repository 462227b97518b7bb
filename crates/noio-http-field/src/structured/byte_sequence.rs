//! Byte Sequences (RFC 9651 §3.3.5).

use core::fmt;

use super::class;
use crate::{FieldErrorKind, field::take_byte};

/// A Byte Sequence: base64 between colons (RFC 9651 §3.3.5), checked.
///
/// It is handed out as it is written; what decodes it has to be as lenient as §4.2.7 asks for:
/// padding may lack, in part or as a whole, and the bits that no byte is made of may be set. What
/// cannot be decoded so is refused here.
#[derive(Clone, Copy)]
pub struct ByteSequence<'a>(&'a [u8]);

impl<'a> ByteSequence<'a> {
    /// The base64 text between the colons, with the padding that there is.
    ///
    /// ```
    /// use noio_http_field::structured::{BareItem, Item};
    ///
    /// let BareItem::ByteSequence(bytes) = Item::parse(b":aGVsbG8=:")?.value else { panic!() };
    /// assert_eq!(bytes.as_base64(), "aGVsbG8=");
    /// assert_eq!(bytes.decoded_len(), 5);
    /// # Ok::<(), noio_http_field::FieldError>(())
    /// ```
    pub const fn as_base64(self) -> &'a str {
        class::ascii(self.0)
    }

    /// How many bytes it stands for.
    pub const fn decoded_len(self) -> usize {
        let mut data = self.0;
        while let [front @ .., b'='] = data {
            data = front;
        }
        // Four characters for three bytes; of the last group, n characters for n - 1.
        data.len() / 4 * 3 + (data.len() % 4).saturating_sub(1)
    }

    pub(super) fn take(input: &mut &'a [u8]) -> Result<Self, FieldErrorKind> {
        if !take_byte(input, b':') {
            return Err(FieldErrorKind::ExpectedItem);
        }
        let inside = *input;
        let data = class::take_run(input, class::BASE64);
        let max_padding = match data.len() % 4 {
            2 => 2,
            3 => 1,
            _ => 0,
        };
        for _ in 0..max_padding {
            take_byte(input, b'=');
        }
        let len = inside.len() - input.len();
        // One character alone is less than a byte.
        if data.len() % 4 == 1 || !take_byte(input, b':') {
            return Err(if input.is_empty() {
                FieldErrorKind::UnterminatedByteSequence
            } else {
                FieldErrorKind::InvalidInByteSequence
            });
        }
        Ok(Self(inside.get(..len).unwrap_or_default()))
    }
}

impl fmt::Debug for ByteSequence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ByteSequence")
            .field(&self.as_base64())
            .finish()
    }
}
