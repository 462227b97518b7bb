//! IMF-fixdate, the format in which dates are sent (RFC 9110 §5.6.7).

use super::{
    DateError,
    calendar::Civil,
    names::{self, MONTHS, WEEKDAYS},
    pattern::{Pattern, number},
};

const PATTERN: Pattern<29> = Pattern::new(b"???, ## ??? #### ##:##:## GMT");

/// `IMF-fixdate = day-name "," SP day SP month SP year SP time-of-day SP GMT`.
#[inline]
pub(crate) fn parse(bytes: &[u8]) -> Result<Civil, DateError> {
    parse_parts(bytes).ok_or(DateError::Malformed)
}

#[inline]
fn parse_parts(bytes: &[u8]) -> Option<Civil> {
    let at = PATTERN.parts(bytes.try_into().ok()?)?;
    Some(Civil {
        weekday: names::weekday([at[0], at[1], at[2]])?,
        year: 100 * number(at[12], at[13]) + number(at[14], at[15]),
        month: names::month([at[8], at[9], at[10]])?,
        day: number(at[5], at[6]),
        hour: number(at[17], at[18]),
        minute: number(at[20], at[21]),
        second: number(at[23], at[24]),
    })
}

#[inline]
#[expect(
    clippy::indexing_slicing,
    reason = "the calendar counts weekdays from 0 to 6 and months from 1 to 12"
)]
pub(crate) fn format(date: Civil) -> [u8; 29] {
    let mut text = *b"???, ?? ??? ???? ??:??:?? GMT";
    text[..3].copy_from_slice(&WEEKDAYS[date.weekday as usize]);
    text[5..7].copy_from_slice(&digits(date.day));
    text[8..11].copy_from_slice(&MONTHS[date.month as usize - 1]);
    text[12..14].copy_from_slice(&digits(date.year / 100));
    text[14..16].copy_from_slice(&digits(date.year % 100));
    text[17..19].copy_from_slice(&digits(date.hour));
    text[20..22].copy_from_slice(&digits(date.minute));
    text[23..25].copy_from_slice(&digits(date.second));
    text
}

/// The two digits of a number below 100.
#[inline]
#[expect(
    clippy::indexing_slicing,
    reason = "the calendar has no larger numbers"
)]
fn digits(number: u32) -> [u8; 2] {
    DIGITS[number as usize]
}

#[expect(clippy::indexing_slicing, reason = "runs at compile time")]
const DIGITS: [[u8; 2]; 100] = {
    let mut digits = [[0; 2]; 100];
    let mut number = 0;
    while number < 100 {
        digits[number as usize] = [b'0' + number / 10, b'0' + number % 10];
        number += 1_u8;
    }
    digits
};
