//! Dates: every day, every format, every byte at every place.

use noio_http_field::{DateConfig, DateError, DateFormat, HttpDate};
use noio_testkit::http_field::{calendar, check_date, check_unix_seconds};
use proptest::prelude::*;

/// 21 September 2026.
const NOW: HttpDate = match HttpDate::from_unix_seconds(1_790_000_000) {
    Some(date) => date,
    None => HttpDate::MIN,
};

fn parse(text: &str) -> Result<i64, DateError> {
    HttpDate::parse(text.as_bytes(), NOW).map(HttpDate::unix_seconds)
}

#[test]
fn the_three_formats_of_the_standard() {
    // RFC 9110 §5.6.7 has these.
    let cases = [
        (
            "Sun, 06 Nov 1994 08:49:37 GMT",
            DateFormat::ImfFixdate,
            "imf-fixdate",
        ),
        (
            "Sunday, 06-Nov-94 08:49:37 GMT",
            DateFormat::Rfc850,
            "rfc850",
        ),
        ("Sun Nov  6 08:49:37 1994", DateFormat::Asctime, "asctime"),
    ];
    for (text, format, name) in cases {
        let read = DateConfig::new().parse(text.as_bytes(), NOW);
        let date = HttpDate::from_unix_seconds(784_111_777).unwrap();
        assert_eq!(read, Ok((date, format)), "{text}");
        assert_eq!(format.to_string(), name);
        assert_eq!(date.to_string(), "Sun, 06 Nov 1994 08:49:37 GMT");
    }
    assert_eq!(parse("Sun Nov 06 08:49:37 1994"), Ok(784_111_777));
}

#[test]
fn every_day_of_ten_thousand_years() {
    let mut count = 0_u32;
    for day in calendar::every_day() {
        // A second that is another one on every day.
        let second = day.number * 7919 % 86_400;
        let expected = calendar::imf_fixdate(day, second);
        let seconds = HttpDate::MIN.unix_seconds() + day.number * 86_400 + second;
        let date = HttpDate::from_unix_seconds(seconds).unwrap();
        assert_eq!(&date.to_imf_fixdate(), expected.as_bytes(), "{day:?}");
        let read = HttpDate::parse_imf_fixdate(expected.as_bytes());
        assert_eq!(read, Ok(date), "{day:?}");
        count += 1;
    }
    assert_eq!(count, 3_652_425);
}

#[test]
fn every_second_of_a_day() {
    let day = calendar::day(2000, 2, 29).unwrap();
    for second in 0..86_400 {
        let date = HttpDate::from_unix_seconds(951_782_400 + second).unwrap();
        let expected = calendar::imf_fixdate(day, second);
        assert_eq!(date.to_string(), expected);
        assert_eq!(HttpDate::parse(expected.as_bytes(), NOW), Ok(date));
    }
}

#[test]
fn the_ends_of_the_range() {
    let (min, max) = (HttpDate::MIN, HttpDate::MAX);
    assert_eq!(min.to_string(), "Sat, 01 Jan 0000 00:00:00 GMT");
    assert_eq!(max.to_string(), "Fri, 31 Dec 9999 23:59:59 GMT");
    for date in [min, max] {
        assert_eq!(HttpDate::parse(&date.to_imf_fixdate(), NOW), Ok(date));
    }
    assert_eq!(HttpDate::from_unix_seconds(min.unix_seconds() - 1), None);
    assert_eq!(HttpDate::from_unix_seconds(max.unix_seconds() + 1), None);
    assert_eq!(HttpDate::from_unix_seconds(min.unix_seconds()), Some(min));
    assert_eq!(HttpDate::from_unix_seconds(max.unix_seconds()), Some(max));
    let saturated = [
        i64::MIN,
        min.unix_seconds() - 1,
        max.unix_seconds() + 1,
        i64::MAX,
    ];
    let saturated = saturated.map(HttpDate::saturating_from_unix_seconds);
    assert_eq!(saturated, [min, min, max, max]);
    assert_eq!(
        format!("{max:?} {:>31}|", HttpDate::from_unix_seconds(0).unwrap()),
        "HttpDate(Fri, 31 Dec 9999 23:59:59 GMT)   Thu, 01 Jan 1970 00:00:00 GMT|"
    );
}

#[test]
fn days_and_times_that_are_none_are_refused() {
    for text in [
        "Wed, 30 Feb 2000 00:00:00 GMT",
        "Mon, 29 Feb 1999 00:00:00 GMT",
        "Thu, 29 Feb 1900 00:00:00 GMT",
        "Sun, 31 Apr 2000 00:00:00 GMT",
        "Sat, 00 Jan 2000 00:00:00 GMT",
        "Sat, 32 Jan 2000 00:00:00 GMT",
        "Sat, 01 Jan 2000 24:00:00 GMT",
        "Sat, 01 Jan 2000 00:60:00 GMT",
        "Sat, 01 Jan 2000 23:59:61 GMT",
        "Sat, 01 Jan 2000 12:59:60 GMT",
        "Sat, 01 Jan 2000 23:58:60 GMT",
        "Thu, 29-Feb-01 00:00:00 GMT",
    ] {
        let text = text.replace("Thu, 29-", "Thursday, 29-");
        assert_eq!(parse(&text), Err(DateError::Impossible), "{text}");
    }
    assert_eq!(parse("Tue, 29 Feb 2000 00:00:00 GMT"), Ok(951_782_400));
    assert_eq!(parse("Tue, 29 Feb 0000 00:00:00 GMT"), Ok(-62_162_121_600));
}

#[test]
fn a_leap_second_is_the_first_second_of_the_next_day() {
    // The last one so far.
    assert_eq!(
        parse("Sat, 31 Dec 2016 23:59:60 GMT"),
        parse("Sun, 01 Jan 2017 00:00:00 GMT")
    );
    assert_eq!(parse("Saturday, 31-Dec-16 23:59:60 GMT"), Ok(1_483_228_800));
    assert_eq!(parse("Sat Dec 31 23:59:60 2016"), Ok(1_483_228_800));
    assert_eq!(
        parse("Fri, 31 Dec 9999 23:59:60 GMT"),
        Err(DateError::OutOfRange)
    );
}

#[test]
fn a_two_digit_year_is_at_most_fifty_years_ahead() {
    let now = |text: &str| HttpDate::parse_imf_fixdate(text.as_bytes()).unwrap();
    let at = now("Mon, 21 Sep 2026 14:13:20 GMT");
    assert_eq!(at, NOW);
    let cases = [
        // Exactly 50 years, to the second: not more than 50.
        (
            "Monday, 21-Sep-76 14:13:20 GMT",
            "Mon, 21 Sep 2076 14:13:20 GMT",
        ),
        (
            "Tuesday, 21-Sep-76 14:13:21 GMT",
            "Tue, 21 Sep 1976 14:13:21 GMT",
        ),
        (
            "Sunday, 20-Sep-76 23:59:59 GMT",
            "Sun, 20 Sep 2076 23:59:59 GMT",
        ),
        (
            "Saturday, 01-Jan-77 00:00:00 GMT",
            "Sat, 01 Jan 1977 00:00:00 GMT",
        ),
        (
            "Wednesday, 31-Dec-75 00:00:00 GMT",
            "Tue, 31 Dec 2075 00:00:00 GMT",
        ),
        (
            "Saturday, 01-Jan-00 00:00:00 GMT",
            "Sat, 01 Jan 2000 00:00:00 GMT",
        ),
        (
            "Friday, 31-Dec-99 23:59:59 GMT",
            "Fri, 31 Dec 1999 23:59:59 GMT",
        ),
    ];
    for (text, expected) in cases {
        let mut config = DateConfig::new();
        config.allow_wrong_weekday = true;
        let read = config
            .parse(text.as_bytes(), at)
            .map(|(date, _)| date.to_string());
        assert_eq!(read.as_deref(), Ok(expected), "{text}");
    }
    // The same two digits, a century apart.
    let text = b"Friday, 01-Jan-10 00:00:00 GMT";
    let years = [
        "Sat, 01 Jan 1955",
        "Sat, 01 Jan 2000",
        "Mon, 01 Jan 2035",
        "Sun, 01 Jan 2062",
    ];
    let read = years.map(|year| {
        let mut config = DateConfig::new();
        config.allow_wrong_weekday = true;
        let at = now(&format!("{year} 00:00:00 GMT"));
        let (date, _) = config.parse(text, at).unwrap();
        date.to_string()[12..16].to_owned()
    });
    assert_eq!(read, ["1910", "2010", "2010", "2110"]);
    // There are no years before 0 or after 9999.
    let text = b"Sunday, 06-Nov-94 08:49:37 GMT";
    assert_eq!(
        HttpDate::parse(text, HttpDate::MIN),
        Err(DateError::OutOfRange)
    );
    let text = b"Sunday, 06-Nov-04 08:49:37 GMT";
    assert_eq!(
        HttpDate::parse(text, HttpDate::MAX),
        Err(DateError::OutOfRange)
    );
}

#[test]
fn another_weekday_is_refused_unless_allowed() {
    let mut lenient = DateConfig::new();
    lenient.allow_wrong_weekday = true;
    for text in [
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Monday, 06-Nov-94 08:49:37 GMT",
        "Mon Nov  6 08:49:37 1994",
    ] {
        assert_eq!(parse(text), Err(DateError::WrongWeekday), "{text}");
        let read = lenient
            .parse(text.as_bytes(), NOW)
            .map(|(date, _)| date.unix_seconds());
        assert_eq!(read, Ok(784_111_777), "{text}");
        let none = text.replace("Mon", "Moo");
        assert_eq!(
            lenient.parse(none.as_bytes(), NOW),
            Err(DateError::Malformed),
            "{none}"
        );
    }
}

#[test]
fn another_case_is_refused_unless_allowed() {
    let mut lenient = DateConfig::new();
    lenient.allow_any_case = true;
    for text in [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
    ] {
        assert_eq!(
            lenient.parse(text.as_bytes(), NOW).unwrap().0,
            HttpDate::parse(text.as_bytes(), NOW).unwrap()
        );
        for changed in [
            text.to_ascii_lowercase(),
            text.to_ascii_uppercase(),
            text.replace("Nov", "nOV"),
        ] {
            assert_eq!(parse(&changed), Err(DateError::Malformed), "{changed}");
            let read = lenient
                .parse(changed.as_bytes(), NOW)
                .map(|(date, _)| date.unix_seconds());
            assert_eq!(read, Ok(784_111_777), "{changed}");
        }
    }
}

#[test]
fn what_is_no_date_is_refused() {
    // Among them what caches have met as `Expires`.
    for text in [
        "",
        "0",
        "-1",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sun, 06 Nov 1994 08:49:37 AEST",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 Nov 94 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 8:49:37 GMT",
        "Sun 06 Nov 1994 08:49:37 GMT",
        "Sun,  06 Nov 1994 08:49:37 GMT",
        "Sun, 06-Nov-1994 08:49:37 GMT",
        "Sunday, 06 Nov 1994 08:49:37 GMT",
        "Sunda, 06-Nov-94 08:49:37 GMT",
        "Sundays, 06-Nov-94 08:49:37 GMT",
        "Sun Nov 6 08:49:37 1994",
        "Sun Nov 006 08:49:37 1994",
        "Sun Nov  6 08:49:37 1994 ",
        " Sun, 06 Nov 1994 08:49:37 GMT",
        "06 Nov 1994 08:49:37 GMT",
        "1994-11-06T08:49:37Z",
        "02.01.18",
    ] {
        assert_eq!(parse(text), Err(DateError::Malformed), "{text}");
        check_date(text.as_bytes(), NOW.unix_seconds()).unwrap();
    }
}

#[test]
fn every_byte_at_every_place() {
    for text in [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Thu, 31 Dec 2099 23:59:59 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Wednesday, 29-Feb-68 20:10:12 GMT",
        "Sun Nov  6 08:49:37 1994",
        "Tue Feb 29 12:10:12 2000",
    ] {
        let good = text.as_bytes();
        for at in 0..good.len() {
            let mut bytes = good.to_vec();
            for byte in 0..=u8::MAX {
                bytes[at] = byte;
                check_date(&bytes, NOW.unix_seconds()).unwrap();
            }
            check_date(&good[..at], NOW.unix_seconds()).unwrap();
            bytes.clone_from_slice(good);
            bytes.remove(at);
            check_date(&bytes, NOW.unix_seconds()).unwrap();
            bytes.insert(at, b' ');
            bytes.insert(at, good[at]);
            check_date(&bytes, NOW.unix_seconds()).unwrap();
        }
    }
}

/// A date in one of the formats, legal but for its weekday.
fn date_text() -> impl Strategy<Value = Vec<u8>> {
    let seconds = HttpDate::MIN.unix_seconds()..=HttpDate::MAX.unix_seconds();
    (seconds, 0..4_u8).prop_map(|(seconds, format)| {
        let (day, second) = calendar::of_unix_seconds(seconds);
        let imf = calendar::imf_fixdate(day, second);
        let (month, year, time) = (&imf[8..11], &imf[12..16], &imf[17..25]);
        let text = match format {
            0 => imf,
            1 => format!(
                "{}, {:02}-{month}-{} {time} GMT",
                day.weekday(),
                day.day,
                &year[2..]
            ),
            2 => format!("{} {month} {:2} {time} {year}", &imf[..3], day.day),
            _ => format!("{} {month} {:02} {time} {year}", &imf[..3], day.day),
        };
        text.into_bytes()
    })
}

proptest! {
    #[test]
    fn any_time_is_written_right_and_read_back(seconds in HttpDate::MIN.unix_seconds()..=HttpDate::MAX.unix_seconds(), wild: i64) {
        check_unix_seconds(seconds).unwrap();
        check_unix_seconds(wild).unwrap();
    }

    #[test]
    fn any_date_is_read_as_the_grammar_has_it(text in date_text(), now in HttpDate::MIN.unix_seconds()..=HttpDate::MAX.unix_seconds()) {
        check_date(&text, now).unwrap();
    }

    #[test]
    fn a_changed_date_is_read_as_the_grammar_has_it(
        text in noio_testkit::strategies::mutated(date_text()),
        now in HttpDate::MIN.unix_seconds()..=HttpDate::MAX.unix_seconds(),
    ) {
        check_date(&text, now).unwrap();
    }
}
