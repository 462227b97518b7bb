//! The Gregorian calendar, by arithmetic without loops or tables.
//!
//! Years are counted from 1 March, so that the day which not every year has is the last one. The
//! months from there on have 31, 30, 31, 30, 31 days, twice and a bit: a straight line of slope
//! 30.6, rounded. Then centuries and years come out of the same divisions as for any calendar that
//! leaves out some of its leap days.

use super::{DateError, HttpDate};

const SECONDS_PER_DAY: u32 = 86_400;
const DAYS_PER_ERA: u32 = 146_097; // 400 years, after which everything repeats
/// From 1 March of the year -400 to 1 January of the year 0. Numbers of days that are counted from
/// there are never negative.
const DAYS_BEFORE: u32 = DAYS_PER_ERA - 60;

/// A date and a time of day, field by field, as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Civil {
    /// 0 for Sunday to 6 for Saturday.
    pub(crate) weekday: u32,
    /// 0 to 9999.
    pub(crate) year: u32,
    /// 1 to 12.
    pub(crate) month: u32,
    /// From 1 on; as read, it need not exist.
    pub(crate) day: u32,
    pub(crate) hour: u32,
    pub(crate) minute: u32,
    pub(crate) second: u32,
}

impl Civil {
    /// The time so many seconds after the beginning of the year 0.
    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the years 0 to 9999 have fewer than 2^32 days"
    )]
    pub(crate) const fn from_seconds(seconds: u64) -> Self {
        let days = (seconds / SECONDS_PER_DAY as u64) as u32;
        let time = (seconds % SECONDS_PER_DAY as u64) as u32;

        let quarters = 4 * (days + DAYS_BEFORE) + 3;
        let century = quarters / DAYS_PER_ERA;
        // Days of four-year cycles, which have 1461, within the century.
        let quarters = (quarters % DAYS_PER_ERA) | 3;
        let year = quarters / 1461;
        let day_of_year = quarters % 1461 / 4;
        let month = (5 * day_of_year + 2) / 153;
        let is_next_year = month >= 10;
        Self {
            weekday: weekday(days),
            year: 100 * century + year + is_next_year as u32 - 400,
            month: if is_next_year { month - 9 } else { month + 3 },
            day: day_of_year - (153 * month + 2) / 5 + 1,
            hour: time / 3600,
            minute: time / 60 % 60,
            second: time % 60,
        }
    }

    /// The date, if it exists; with `checks_weekday`, if it does so on that weekday.
    #[inline]
    pub(crate) const fn to_date(self, checks_weekday: bool) -> Result<HttpDate, DateError> {
        let is_leap_second = self.hour == 23 && self.minute == 59 && self.second == 60;
        let is_time = self.hour < 24 && self.minute < 60 && (self.second < 60 || is_leap_second);
        if self.day == 0 || self.day > days_in_month(self.year, self.month) || !is_time {
            return Err(DateError::Impossible);
        }
        let days = self.days();
        if checks_weekday && weekday(days) != self.weekday {
            return Err(DateError::WrongWeekday);
        }
        let seconds = days as i64 * SECONDS_PER_DAY as i64
            + (self.hour * 3600 + self.minute * 60 + self.second) as i64;
        match HttpDate::from_unix_seconds(HttpDate::MIN.unix_seconds() + seconds) {
            Some(date) => Ok(date),
            None => Err(DateError::OutOfRange),
        }
    }

    /// Days since the beginning of the year 0.
    const fn days(self) -> u32 {
        let is_next_year = self.month < 3;
        let year = self.year + 400 - is_next_year as u32;
        let month = if is_next_year {
            self.month + 9
        } else {
            self.month - 3
        };
        365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + self.day
            - 1
            - DAYS_BEFORE
    }
}

/// The year so many seconds after the beginning of the year 0, were all years of the same length:
/// at most one off.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "the years 0 to 9999 are fewer than 2^32"
)]
pub(crate) const fn mean_year(seconds: u64) -> u32 {
    (seconds / (DAYS_PER_ERA as u64 * SECONDS_PER_DAY as u64 / 400)) as u32
}

/// The weekday of a day that is counted from Saturday, 1 January 0000.
const fn weekday(days: u32) -> u32 {
    (days + 6) % 7
}

const fn days_in_month(year: u32, month: u32) -> u32 {
    if month != 2 {
        // Odd months up to July and even ones from August on.
        30 | (month ^ (month >> 3))
    } else if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) {
        29
    } else {
        28
    }
}
