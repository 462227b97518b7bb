//! Integers and Decimals (RFC 9651 §3.3.1, §3.3.2).

use core::fmt;

use super::BareItem;
use crate::{FieldErrorKind, field::take_byte};

/// The most digits of an Integer (§3.3.1).
const MAX_INTEGER_DIGITS: usize = 15;
/// The most digits of a Decimal before its point (§3.3.2).
const MAX_WHOLE_DIGITS: usize = 12;

/// A Decimal: `[ "-" ] 1*12DIGIT "." 1*3DIGIT` (RFC 9651 §3.3.2), exact.
///
/// It is written as the RFC writes it, with at least one digit behind the point and no more than
/// it takes.
///
/// ```
/// use noio_http_field::structured::{BareItem, Item};
///
/// let BareItem::Decimal(decimal) = Item::parse(b"-04.50")?.value else { panic!() };
/// assert_eq!(decimal.as_thousandths(), -4_500);
/// assert_eq!(decimal.to_string(), "-4.5");
/// # Ok::<(), noio_http_field::FieldError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal {
    thousandths: i64,
}

impl Decimal {
    /// The number times 1,000, from -999,999,999,999,999 to 999,999,999,999,999.
    #[inline]
    pub const fn as_thousandths(self) -> i64 {
        self.thousandths
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.thousandths < 0 { "-" } else { "" };
        let whole = self.thousandths.unsigned_abs() / 1_000;
        let mut fraction = self.thousandths.unsigned_abs() % 1_000;
        let mut width = 3;
        while width > 1 && fraction.is_multiple_of(10) {
            fraction /= 10;
            width -= 1;
        }
        write!(f, "{sign}{whole}.{fraction:0width$}")
    }
}

/// Takes the Integer or the Decimal at the front of `input` (RFC 9651 §4.2.4).
#[inline]
pub(super) fn take<'a>(input: &mut &'a [u8]) -> Result<BareItem<'a>, FieldErrorKind> {
    let is_negative = take_byte(input, b'-');
    let (whole, digits) = take_digits(input, MAX_INTEGER_DIGITS)?;
    if input.first() != Some(&b'.') {
        return Ok(BareItem::Integer(signed(whole, is_negative)));
    }
    if digits > MAX_WHOLE_DIGITS {
        return Err(FieldErrorKind::TooManyDigits);
    }
    take_byte(input, b'.');
    let (mut fraction, digits) = take_digits(input, 3)?;
    for _ in digits..3 {
        fraction *= 10;
    }
    Ok(BareItem::Decimal(Decimal {
        thousandths: signed(whole * 1_000 + fraction, is_negative),
    }))
}

/// Takes the Integer at the front of `input`. A point behind it is left where it is.
pub(super) fn take_integer(input: &mut &[u8]) -> Result<i64, FieldErrorKind> {
    let is_negative = take_byte(input, b'-');
    let (number, _) = take_digits(input, MAX_INTEGER_DIGITS)?;
    Ok(signed(number, is_negative))
}

/// Takes all digits at the front of `input`, at least one and at most `max`, which is at most
/// 15: the number, which cannot overflow, and how many they are.
#[inline]
fn take_digits(input: &mut &[u8], max: usize) -> Result<(i64, usize), FieldErrorKind> {
    let (mut number, mut digits) = (0, 0);
    while let [digit @ b'0'..=b'9', behind @ ..] = *input {
        if digits == max {
            return Err(FieldErrorKind::TooManyDigits);
        }
        number = number * 10 + i64::from(digit - b'0');
        digits += 1;
        *input = behind;
    }
    if digits == 0 {
        return Err(FieldErrorKind::ExpectedNumber);
    }
    Ok((number, digits))
}

const fn signed(number: i64, is_negative: bool) -> i64 {
    if is_negative { -number } else { number }
}
