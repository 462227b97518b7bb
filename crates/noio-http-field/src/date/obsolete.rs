//! The two obsolete formats (RFC 9110 §5.6.7), which are read and never sent.

use super::{
    DateError, HttpDate,
    calendar::Civil,
    names,
    pattern::{Pattern, number},
};

const BEHIND_WEEKDAY: Pattern<24> = Pattern::new(b", ##-???-## ##:##:## GMT");
/// The first place of the day may be a space.
const ASCTIME: Pattern<24> = Pattern::new(b"??? ??? ?# ##:##:## ####");

/// `rfc850-date = day-name-l "," SP date2 SP time-of-day SP GMT` with
/// `date2 = day "-" month "-" 2DIGIT`.
///
/// Of the years that end in these digits it is the latest for which the date is not more than 50
/// years after `now`.
#[inline]
pub(crate) fn parse_rfc850(bytes: &[u8], now: HttpDate) -> Result<Civil, DateError> {
    let date = parse_rfc850_parts(bytes).ok_or(DateError::Malformed)?;
    let year = year_of(date, now).ok_or(DateError::OutOfRange)?;
    Ok(Civil { year, ..date })
}

#[inline]
fn parse_rfc850_parts(bytes: &[u8]) -> Option<Civil> {
    let (weekday, rest) = bytes.split_last_chunk()?;
    let at = BEHIND_WEEKDAY.parts(rest)?;
    Some(Civil {
        weekday: names::weekday_in_full(bytes, weekday.len())?,
        year: number(at[9], at[10]),
        month: names::month([at[5], at[6], at[7]])?,
        day: number(at[2], at[3]),
        hour: number(at[12], at[13]),
        minute: number(at[15], at[16]),
        second: number(at[18], at[19]),
    })
}

/// `asctime-date = day-name SP date3 SP time-of-day SP year` with
/// `date3 = month SP ( 2DIGIT / ( SP 1DIGIT ) )`.
#[inline]
pub(crate) fn parse_asctime(bytes: &[u8]) -> Result<Civil, DateError> {
    parse_asctime_parts(bytes).ok_or(DateError::Malformed)
}

#[inline]
fn parse_asctime_parts(bytes: &[u8]) -> Option<Civil> {
    let at = ASCTIME.parts(bytes.try_into().ok()?)?;
    let tens_of_day = match at[8] {
        b' ' => 0,
        digit @ b'0'..=b'9' => digit - b'0',
        _ => return None,
    };
    Some(Civil {
        weekday: names::weekday([at[0], at[1], at[2]])?,
        year: 100 * number(at[20], at[21]) + number(at[22], at[23]),
        month: names::month([at[4], at[5], at[6]])?,
        day: number(tens_of_day, at[9]),
        hour: number(at[11], at[12]),
        minute: number(at[14], at[15]),
        second: number(at[17], at[18]),
    })
}

/// The full year of a `date` with two digits of it. `None` if it is outside of 0 to 9999.
#[inline]
fn year_of(date: Civil, now: HttpDate) -> Option<u32> {
    // Most dates are far from the edge of the window, where a year that may be one off will do.
    let latest = now.mean_year() + 50;
    let years_before = (latest + 100 - date.year) % 100;
    let year = if matches!(years_before, 2..=97) {
        latest.checked_sub(years_before)?
    } else {
        exact_year_of(date, now.to_civil())?
    };
    (year < 10_000).then_some(year)
}

#[cold]
fn exact_year_of(date: Civil, now: Civil) -> Option<u32> {
    let within_year = |it: Civil| (it.month, it.day, it.hour, it.minute, it.second);
    let mut latest = now.year + 50;
    // In that very year it may still be too late.
    if latest % 100 == date.year && within_year(date) > within_year(now) {
        latest -= 1;
    }
    latest.checked_sub((latest + 100 - date.year) % 100)
}
