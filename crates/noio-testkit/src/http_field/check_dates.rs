//! The codec beside the grammar and the calendar: dates.
#![expect(clippy::expect_used, reason = "a slip in here fails a test")]

use noio_http_field::{DateConfig, DateError, HttpDate};

use super::{calendar, check::same, grammar, rules};

/// `input` as a date, read at `now`, strictly and with each leniency.
///
/// # Errors
///
/// How the codec and the grammar differ.
pub fn check_date(input: &[u8], now: i64) -> Result<(), String> {
    let clock = HttpDate::saturating_from_unix_seconds(now);
    for (allow_any_case, allow_wrong_weekday) in
        [(false, false), (false, true), (true, false), (true, true)]
    {
        let mut config = DateConfig::new();
        config.allow_any_case = allow_any_case;
        config.allow_wrong_weekday = allow_wrong_weekday;
        let read = config.parse(input, clock);
        let ours = read
            .ok()
            .map(|(date, format)| (date.unix_seconds(), format.as_str()));
        let input = if allow_any_case {
            &in_title_case(input)
        } else {
            input
        };
        let expected = date(input, clock.unix_seconds());
        let wrong = expected.as_ref().is_some_and(|date| !date.is_right_weekday);
        let refusal = read.err() == Some(DateError::WrongWeekday);
        same("weekday", input, refusal, wrong && !allow_wrong_weekday)?;
        let expected = expected
            .filter(|_| !wrong || allow_wrong_weekday)
            .map(|date| (date.unix_seconds, date.format));
        same("date", input, ours, expected)?;
    }
    let strict = DateConfig::new().parse(input, clock).map(|(date, _)| date);
    same("date", input, HttpDate::parse(input, clock), strict)?;
    let imf = HttpDate::parse_imf_fixdate(input);
    let expected = match input.len() {
        29 => strict,
        // The obsolete formats have other lengths.
        _ => Err(DateError::Malformed),
    };
    same("imf-fixdate", input, imf, expected)
}

/// The time `seconds`, or the closest that can be written, is written right and read back.
///
/// # Errors
///
/// How the codec and the calendar differ.
pub fn check_unix_seconds(seconds: i64) -> Result<(), String> {
    let date = HttpDate::saturating_from_unix_seconds(seconds);
    let inside = seconds.clamp(-62_167_219_200, 253_402_300_799);
    let input = seconds.to_string();
    let input = input.as_bytes();
    same("seconds", input, date.unix_seconds(), inside)?;
    let exact = HttpDate::from_unix_seconds(seconds);
    same("seconds", input, exact, (inside == seconds).then_some(date))?;
    let (day, second) = calendar::of_unix_seconds(inside);
    let expected = calendar::imf_fixdate(day, second);
    same("date", input, date.to_string(), expected.clone())?;
    let read = HttpDate::parse_imf_fixdate(expected.as_bytes());
    same("reading", input, read, Ok(date))
}

/// A date in any of the formats, whatever weekday it names, in seconds since 1 January 1970.
pub(crate) fn unix_seconds(input: &[u8], now: i64) -> Option<i64> {
    // Anything longer is more than the grammar's matcher takes, and no date.
    if input.len() > grammar::MAX_LEN {
        return None;
    }
    date(input, now).map(|date| date.unix_seconds)
}

/// A date that the grammar and the calendar know.
struct Date {
    unix_seconds: i64,
    format: &'static str,
    is_right_weekday: bool,
}

fn date(input: &[u8], now: i64) -> Option<Date> {
    let &(format, _) = rules::DATES
        .iter()
        .find(|(_, rule)| rule.check(input).is_ok())?;
    let text = str::from_utf8(input).ok()?;
    let words: Vec<&str> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let (weekday, [day, month, year, hour, minute, second]) = match (format, &words[..]) {
        ("asctime", [weekday, month, day, hour, minute, second, year])
        | (_, [weekday, day, month, year, hour, minute, second, _]) => {
            (weekday, [day, month, year, hour, minute, second])
        }
        _ => return None,
    };
    let number = |digits: &str| digits.parse::<i64>().expect("two or four digits");
    let month = calendar::MONTHS.iter().position(|name| name == month)? + 1;
    let day = number(day);
    let time = [hour, minute, second].map(|part| number(part));
    let [hour, minute, second] = time;
    let year = if format == "rfc850" {
        let (today, second_of_day) = calendar::of_unix_seconds(now);
        let moment = [
            second_of_day / 3600,
            second_of_day / 60 % 60,
            second_of_day % 60,
        ];
        (0..=100)
            .rev()
            .map(|century| century * 100 + number(year))
            .find(|year| {
                (year - 50, month, day, time) <= (today.year, today.month, today.day, moment)
            })?
    } else {
        number(year)
    };
    let is_time = hour < 24 && minute < 60 && second < 60 || time == [23, 59, 60];
    let day = calendar::day(year, month, day)?;
    let unix_seconds = day.unix_seconds() + hour * 3600 + minute * 60 + second;
    let is_in_range = year <= 9999 && unix_seconds <= 253_402_300_799;
    (is_time && is_in_range).then(|| Date {
        unix_seconds,
        format,
        is_right_weekday: day.weekday().starts_with(weekday),
    })
}

/// `input` with all names of dates in the case in which they belong.
fn in_title_case(input: &[u8]) -> Vec<u8> {
    let Ok(text) = str::from_utf8(input) else {
        return input.to_vec();
    };
    let full = calendar::WEEKDAYS.into_iter();
    let short = calendar::WEEKDAYS.iter().map(|name| &name[..3]);
    let names = full.chain(short).chain(calendar::MONTHS).chain(["GMT"]);
    names
        .fold(text.to_ascii_lowercase(), |text, name| {
            text.replace(&name.to_ascii_lowercase(), name)
        })
        .into_bytes()
}
