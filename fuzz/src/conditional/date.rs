//! Dates as the standard has them (RFC 9110 §5.6.7), but for some classes of differences.

use super::{
    class::{Class, Classes, Peer},
    request::NOW,
    tags::trim_ows,
};

const WEEKDAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

const MONTHS: [(&str, i64); 12] = [
    ("Jan", 31),
    ("Feb", 28),
    ("Mar", 31),
    ("Apr", 30),
    ("May", 31),
    ("Jun", 30),
    ("Jul", 31),
    ("Aug", 31),
    ("Sep", 30),
    ("Oct", 31),
    ("Nov", 30),
    ("Dec", 31),
];

/// A date and its parts, as they are written.
struct Written {
    weekday: i64,
    year: i64,
    /// Whether only the last two digits of the year are there.
    is_short: bool,
    /// From 0 on.
    month: usize,
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
}

/// The date that a value is, as `peer` reads it in `classes` and as the standard has it in the
/// others, in seconds since 1970.
pub fn parse(value: &[u8], peer: Peer, classes: Classes) -> Option<i64> {
    let value = if classes.has(Class::Untrimmed) && Peer::DATES.contains(&peer) {
        value
    } else {
        trim_ows(value)
    };
    let written = Written::of(value);
    let written = written.or_else(|| Written::with_any_octet_before_time(value, peer, classes));
    written?.seconds(peer, classes)
}

impl Written {
    fn of(value: &[u8]) -> Option<Self> {
        Self::parse(str::from_utf8(value).ok()?)
    }

    /// The rfc850 format with something else for the space in the middle.
    fn with_any_octet_before_time(value: &[u8], peer: Peer, classes: Classes) -> Option<Self> {
        if !classes.has(Class::AnyOctetBeforeTime) {
            return None;
        }
        let mut value = value.to_vec();
        let at = value.len().checked_sub(" 08:49:37 GMT".len())?;
        // All but one look at text first.
        if !value[at].is_ascii() && peer != Peer::DateHeader {
            return None;
        }
        value[at] = b' ';
        Self::of(&value).filter(|written| written.is_short)
    }

    /// One of the three formats, whether or not there is such a day.
    fn parse(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split(' ').collect();
        let (weekday, day, month, year, time) = match *words {
            [weekday, day, month, year, time, "GMT"] => {
                let weekday = short_weekday(weekday.strip_suffix(',')?)?;
                (weekday, digits(day, 2)?, month, digits(year, 4)?, time)
            }
            [weekday, date, time, "GMT"] => {
                let [day, month, year] = *date.split('-').collect::<Vec<_>>() else {
                    return None;
                };
                let weekday = weekday.strip_suffix(',')?;
                let weekday = WEEKDAYS.iter().position(|&name| name == weekday)?;
                (weekday, digits(day, 2)?, month, digits(year, 2)?, time)
            }
            [weekday, month, "", day, time, year] => (
                short_weekday(weekday)?,
                digits(day, 1)?,
                month,
                digits(year, 4)?,
                time,
            ),
            [weekday, month, day, time, year] => (
                short_weekday(weekday)?,
                digits(day, 2)?,
                month,
                digits(year, 4)?,
                time,
            ),
            _ => return None,
        };
        let [hour, minute, second] = *time.split(':').collect::<Vec<_>>() else {
            return None;
        };
        Some(Self {
            weekday: i64::try_from(weekday).ok()?,
            year,
            is_short: words.len() == 4,
            month: MONTHS.iter().position(|(name, _)| *name == month)?,
            day,
            hour: digits(hour, 2)?,
            minute: digits(minute, 2)?,
            second: digits(second, 2)?,
        })
    }

    fn seconds(mut self, peer: Peer, classes: Classes) -> Option<i64> {
        if self.is_short {
            self.year = self.full_year(peer, classes);
        }
        let last_day = if classes.has(Class::DayOverflows) {
            31
        } else {
            MONTHS[self.month].1 + i64::from(self.month == 1 && is_leap(self.year))
        };
        let last_second =
            if self.hour == 23 && self.minute == 59 && !classes.has(Class::LeapSecondIsBad) {
                60
            } else {
                59
            };
        let is_date = (1..=last_day).contains(&self.day)
            && self.hour < 24
            && self.minute < 60
            && self.second <= last_second;
        if !is_date || (self.year < 1970 && classes.has(Class::Before1970IsBad)) {
            return None;
        }
        let days = self.days();
        // 1 January 1970 was a Thursday.
        if classes.has(Class::WeekdayChecked) && (days + 4).rem_euclid(7) != self.weekday {
            return None;
        }
        Some(days * 86_400 + self.hour * 3600 + self.minute * 60 + self.second)
    }

    fn full_year(&self, peer: Peer, classes: Classes) -> i64 {
        if classes.has(Class::CenturyFixed) {
            let first = if peer == Peer::HttpDate { 1969 } else { 1970 };
            return first + (self.year - first).rem_euclid(100);
        }
        // The latest in which the date is not more than 50 years ahead.
        let (year, month, day, time) = civil(NOW);
        let within = |full| {
            let own = self.hour * 3600 + self.minute * 60 + self.second;
            (full, self.month, self.day, own) <= (year + 50, month, day, time)
        };
        let mut years = (0..10_000).rev();
        years
            .find(|&full| full % 100 == self.year && within(full))
            .unwrap_or(self.year)
    }

    /// Days since 1 January 1970.
    fn days(&self) -> i64 {
        let months = MONTHS.iter().take(self.month).map(|(_, days)| days);
        let leap_day = i64::from(self.month > 1 && is_leap(self.year));
        year_start(self.year) + months.sum::<i64>() + leap_day + self.day - 1
    }
}

/// Year, month from 0 on, day and second of the day.
fn civil(seconds: i64) -> (i64, usize, i64, i64) {
    let (mut day, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let mut year = 1970;
    while day >= year_start(year + 1) {
        year += 1;
    }
    day -= year_start(year);
    let mut month = 0;
    loop {
        let len = MONTHS[month].1 + i64::from(month == 1 && is_leap(year));
        if day < len {
            return (year, month, day + 1, second);
        }
        day -= len;
        month += 1;
    }
}

/// Days from 1 January 1970 to 1 January of this year.
const fn year_start(year: i64) -> i64 {
    let before = year - 1;
    let leap_days = before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400);
    (year - 1970) * 365 + leap_days - 477
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn short_weekday(name: &str) -> Option<usize> {
    WEEKDAYS.iter().position(|weekday| &weekday[..3] == name)
}

fn digits(text: &str, len: usize) -> Option<i64> {
    let is_number = text.len() == len && text.bytes().all(|octet| octet.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(year_start(1970), 0);
        assert_eq!(year_start(1972) - year_start(1971), 365);
        assert_eq!(year_start(1973) - year_start(1972), 366);
        assert_eq!(year_start(2000), 10_957);
        // 21 September 2026, 14:13:20.
        assert_eq!(civil(NOW), (2026, 8, 21, 51_200));
    }
}
