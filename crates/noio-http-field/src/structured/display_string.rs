//! Display Strings (RFC 9651 §3.3.8).

use core::fmt::{self, Write as _};

use super::class;
use crate::{FieldErrorKind, field::take_byte};

/// A Display String: Unicode text, as UTF-8 of which all that is not printable ASCII is
/// percent-encoded (RFC 9651 §3.3.8), checked.
///
/// Two are equal if their texts are. The text is the peer's, and may hold every character, control
/// and bidirectional ones, too.
///
/// ```
/// use noio_http_field::structured::{BareItem, Item};
///
/// let BareItem::DisplayString(text) = Item::parse(b"%\"f%c3%bc\"")?.value else { panic!() };
/// assert_eq!(text, "fü");
/// # Ok::<(), noio_http_field::FieldError>(())
/// ```
#[derive(Clone, Copy)]
pub struct DisplayString<'a>(&'a [u8]);

impl<'a> DisplayString<'a> {
    /// What stands between the quotes, percent-encoded.
    pub const fn as_encoded(self) -> &'a str {
        class::ascii(self.0)
    }

    /// The characters of the text, decoded.
    pub fn chars(self) -> impl Iterator<Item = char> + Clone + fmt::Debug + use<'a> {
        Chars(self.0)
    }

    pub(super) fn take(input: &mut &'a [u8]) -> Result<Self, FieldErrorKind> {
        if !take_byte(input, b'%') || !take_byte(input, b'"') {
            return Err(FieldErrorKind::ExpectedQuotedString);
        }
        let inside = *input;
        loop {
            class::take_run(input, class::DISPLAY);
            match *input {
                [b'%', ..] => take_character(input)?,
                [b'"', behind @ ..] => {
                    let len = inside.len() - input.len();
                    *input = behind;
                    return Ok(Self(inside.get(..len).unwrap_or_default()));
                }
                [] => return Err(FieldErrorKind::UnterminatedQuotedString),
                _ => return Err(FieldErrorKind::InvalidInString),
            }
        }
    }
}

impl PartialEq for DisplayString<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.chars().eq(other.chars())
    }
}

impl Eq for DisplayString<'_> {}

impl PartialEq<str> for DisplayString<'_> {
    fn eq(&self, other: &str) -> bool {
        self.chars().eq(other.chars())
    }
}

impl PartialEq<&str> for DisplayString<'_> {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

/// The text, decoded, with the control characters that it may have.
impl fmt::Display for DisplayString<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.chars().try_for_each(|char| f.write_char(char))
    }
}

impl fmt::Debug for DisplayString<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DisplayString")
            .field(&self.as_encoded())
            .finish()
    }
}

/// Takes the percent-encoded UTF-8 of one character (RFC 3629 §4).
fn take_character(input: &mut &[u8]) -> Result<(), FieldErrorKind> {
    // What the second byte may be keeps out long forms, surrogates and what is beyond U+10FFFF.
    let first = take_byte_in(input, |byte| matches!(byte, 0x00..=0x7f | 0xc2..=0xf4))?;
    let (second, more) = match first {
        0x00..=0x7f => return Ok(()),
        0x80..=0xdf => (0x80..=0xbf, 0),
        0xe0 => (0xa0..=0xbf, 1),
        0xed => (0x80..=0x9f, 1),
        0xe1..=0xef => (0x80..=0xbf, 1),
        0xf0 => (0x90..=0xbf, 2),
        0xf4 => (0x80..=0x8f, 2),
        0xf1..=0xff => (0x80..=0xbf, 2),
    };
    take_byte_in(input, |byte| second.contains(&byte))?;
    for _ in 0..more {
        take_byte_in(input, |byte| matches!(byte, 0x80..=0xbf))?;
    }
    Ok(())
}

/// Takes a percent-encoded byte for which `is_in` is true. A first digit with which there is none
/// is at fault itself.
fn take_byte_in(input: &mut &[u8], is_in: impl Fn(u8) -> bool) -> Result<u8, FieldErrorKind> {
    if !take_byte(input, b'%') {
        return Err(missing(input, FieldErrorKind::InvalidUtf8));
    }
    let high = take_digit(input, |high| (0..16).any(|low| is_in(high << 4 | low)))?;
    let low = take_digit(input, |low| is_in(high << 4 | low))?;
    Ok(high << 4 | low)
}

/// Takes a hexadecimal digit in lower case for which `is_in` is true.
fn take_digit(input: &mut &[u8], is_in: impl Fn(u8) -> bool) -> Result<u8, FieldErrorKind> {
    let digit = match *input {
        [digit @ b'0'..=b'9', ..] => digit - b'0',
        [digit @ b'a'..=b'f', ..] => digit - b'a' + 10,
        _ => return Err(missing(input, FieldErrorKind::ExpectedHexDigit)),
    };
    if !is_in(digit) {
        return Err(FieldErrorKind::InvalidUtf8);
    }
    *input = input.get(1..).unwrap_or_default();
    Ok(digit)
}

/// `kind`, unless the input is at its end.
const fn missing(input: &[u8], kind: FieldErrorKind) -> FieldErrorKind {
    if input.is_empty() {
        FieldErrorKind::UnterminatedQuotedString
    } else {
        kind
    }
}

/// The characters of a Display String that was checked.
#[derive(Clone, Debug)]
struct Chars<'a>(&'a [u8]);

impl Chars<'_> {
    fn next_byte(&mut self) -> Option<u8> {
        let (byte, rest) = match *self.0 {
            [b'%', high, low, ref rest @ ..] => (value(high) << 4 | value(low), rest),
            [byte, ref rest @ ..] => (byte, rest),
            [] => return None,
        };
        self.0 = rest;
        Some(byte)
    }
}

/// What a hexadecimal digit in lower case stands for.
const fn value(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        _ => digit.wrapping_sub(b'a' - 10),
    }
}

impl Iterator for Chars<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        let first = self.next_byte()?;
        let len = match first {
            0x00..=0x7f => return Some(char::from(first)),
            0x80..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xff => 4,
        };
        let mut code = u32::from(first) & (0x7f >> len);
        for _ in 1..len {
            code = code << 6 | u32::from(self.next_byte()? & 0x3f);
        }
        char::from_u32(code)
    }
}
