//! Bare items (RFC 9651 §3.3).

use super::{ByteSequence, Decimal, DisplayString, Text, Token, number};
use crate::{FieldErrorKind, field::take_byte};

/// A value without parameters: `bare-item` (RFC 9651 §3.3).
///
/// RFC 9651 has two types more than its predecessor, and its successor may have more again.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum BareItem<'a> {
    /// An Integer (§3.3.1), from -999,999,999,999,999 to 999,999,999,999,999.
    Integer(i64),
    /// A Decimal (§3.3.2).
    Decimal(Decimal),
    /// A String (§3.3.3).
    String(Text<'a>),
    /// A Token (§3.3.4).
    Token(Token<'a>),
    /// A Byte Sequence (§3.3.5).
    ByteSequence(ByteSequence<'a>),
    /// A Boolean (§3.3.6).
    Boolean(bool),
    /// A Date (§3.3.7): seconds since 1970 in UTC, leap seconds aside, in the range of an Integer.
    Date(i64),
    /// A Display String (§3.3.8).
    DisplayString(DisplayString<'a>),
}

impl<'a> BareItem<'a> {
    #[inline]
    pub(super) fn take(input: &mut &'a [u8]) -> Result<Self, FieldErrorKind> {
        match *input {
            [b'0'..=b'9' | b'-', ..] => number::take(input),
            [b'"', ..] => Text::take(input).map(Self::String),
            [b'A'..=b'Z' | b'a'..=b'z' | b'*', ..] => Token::take(input).map(Self::Token),
            [b'?', behind @ ..] => {
                *input = behind;
                take_boolean(input).map(Self::Boolean)
            }
            [b':', ..] => ByteSequence::take(input).map(Self::ByteSequence),
            [b'@', behind @ ..] => {
                *input = behind;
                number::take_integer(input).map(Self::Date)
            }
            [b'%', ..] => DisplayString::take(input).map(Self::DisplayString),
            _ => Err(FieldErrorKind::ExpectedItem),
        }
    }
}

fn take_boolean(input: &mut &[u8]) -> Result<bool, FieldErrorKind> {
    if take_byte(input, b'1') {
        Ok(true)
    } else if take_byte(input, b'0') {
        Ok(false)
    } else {
        Err(FieldErrorKind::ExpectedBoolean)
    }
}
