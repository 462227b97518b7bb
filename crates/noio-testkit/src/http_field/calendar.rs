//! The Gregorian calendar, year by year and day by day.
#![expect(clippy::expect_used, reason = "a slip in here fails a test")]

/// The number of days in each month of a year.
pub fn month_lens(year: i64) -> [i64; 12] {
    let february = if is_leap(year) { 29 } else { 28 };
    [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
}

/// The number of days in a year.
pub fn year_len(year: i64) -> i64 {
    if is_leap(year) { 366 } else { 365 }
}

fn is_leap(year: i64) -> bool {
    if year % 100 == 0 {
        year % 400 == 0
    } else {
        year % 4 == 0
    }
}

/// The names of the weekdays, beginning with that of 1 January 0000.
pub const WEEKDAYS: [&str; 7] = [
    "Saturday",
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
];

/// The names of the months.
pub const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// A day of the years 0 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// The year.
    pub year: i64,
    /// The month, from 1 on.
    pub month: usize,
    /// The day of the month, from 1 on.
    pub day: i64,
    /// The days since 1 January 0000.
    pub number: i64,
}

impl Day {
    /// The full name of its weekday.
    pub fn weekday(self) -> &'static str {
        // 1 January 0000 was a Saturday, as 1 January 2000 was: they are 5 × 146,097 days apart.
        WEEKDAYS[usize::try_from(self.number % 7).expect("days are not negative")]
    }

    /// Its midnight, in seconds since 1 January 1970.
    pub fn unix_seconds(self) -> i64 {
        // As many days as 1970 years have.
        let epoch: i64 = (0..1970).map(year_len).sum();
        (self.number - epoch) * 86_400
    }
}

/// Every day from 1 January 0000 to 31 December 9999.
pub fn every_day() -> impl Iterator<Item = Day> {
    let days = (0..10_000).flat_map(|year| {
        (1..=12).flat_map(move |month| {
            (1..=month_lens(year)[month - 1]).map(move |day| (year, month, day))
        })
    });
    (0..).zip(days).map(|(number, (year, month, day))| Day {
        year,
        month,
        day,
        number,
    })
}

/// The day of a date, if there is one.
pub fn day(year: i64, month: usize, day: i64) -> Option<Day> {
    let len = *month_lens(year).get(month.checked_sub(1)?)?;
    if !(1..=len).contains(&day) {
        return None;
    }
    let years: i64 = (0..year).map(year_len).sum();
    let months: i64 = month_lens(year)[..month - 1].iter().sum();
    Some(Day {
        year,
        month,
        day,
        number: years + months + day - 1,
    })
}

/// The day, and the second of it, so many seconds after 1 January 1970, within the years 0 to 9999.
pub fn of_unix_seconds(seconds: i64) -> (Day, i64) {
    let mut days = seconds.div_euclid(86_400);
    let mut year = 1970;
    while days < 0 {
        year -= 1;
        days += year_len(year);
    }
    while days >= year_len(year) {
        days -= year_len(year);
        year += 1;
    }
    let mut month = 1;
    while days >= month_lens(year)[month - 1] {
        days -= month_lens(year)[month - 1];
        month += 1;
    }
    let found = day(year, month, days + 1).expect("a day of that month");
    (found, seconds.rem_euclid(86_400))
}

/// The IMF-fixdate of a second of a day.
pub fn imf_fixdate(day: Day, second: i64) -> String {
    format!(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
        &day.weekday()[..3],
        day.day,
        MONTHS[day.month - 1],
        day.year,
        second / 3600,
        second / 60 % 60,
        second % 60,
    )
}
