//! Who reads and writes dates: ours and httpdate.

use core::{fmt::Write, hint::black_box, time::Duration};
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use noio_http_field::HttpDate;

use crate::{
    case::{Case, Kind},
    contender::{self, Contender},
    sink::Sink,
    spread::spread,
};

/// Dates, as seconds since 1970.
#[derive(Debug)]
pub struct Dates {
    seconds: Vec<i64>,
    texts: Vec<String>,
}

/// A format of dates.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Short name, for tables and the command line.
    pub name: &'static str,
    /// What it stands for.
    pub about: &'static str,
    text: fn(i64) -> String,
}

/// The three that a recipient has to read.
pub const FORMATS: [Format; 3] = [
    Format {
        name: "imf-fixdate",
        about: "`Sun, 06 Nov 1994 08:49:37 GMT`",
        text: imf_fixdate,
    },
    Format {
        name: "rfc850",
        about: "`Sunday, 06-Nov-94 08:49:37 GMT`",
        text: rfc850,
    },
    Format {
        name: "asctime",
        about: "`Sun Nov  6 08:49:37 1994`",
        text: asctime,
    },
];

/// For the seconds of each text.
pub const PARSERS: &[Contender<Dates>] = &[
    Contender {
        name: "noio-http-field",
        about: "`HttpDate::parse`",
        kind: Kind::Ours,
        timed: noio_parse,
        found: noio_parse,
    },
    Contender {
        name: "httpdate",
        about: "`parse_http_date`",
        kind: Kind::Peer,
        timed: httpdate_parse,
        found: httpdate_parse,
    },
];

/// For the text of each date.
pub const WRITERS: &[Contender<Dates>] = &[
    Contender {
        name: "noio-http-field",
        about: "`HttpDate::to_imf_fixdate`",
        kind: Kind::Ours,
        timed: noio_write,
        found: noio_write,
    },
    Contender {
        name: "httpdate",
        about: "`HttpDate`, by `write!` into a `String` that is kept",
        kind: Kind::Peer,
        timed: httpdate_write,
        found: httpdate_write,
    },
    Contender {
        name: "httpdate fmt_http_date",
        about: "a `String` for each",
        kind: Kind::Peer,
        timed: httpdate_fmt,
        found: httpdate_fmt,
    },
];

/// When the dates are read. Two digits of a year mean one that is not far from it.
const NOW: i64 = 1_795_168_800;

/// The parsers, for `count` dates in this format.
pub(super) fn parse(format: Format, count: usize) -> Case {
    let dates = Dates::new(format, count);
    let bytes = dates.texts.concat().into();
    contender::case(PARSERS, dates, count, bytes)
}

/// The writers, for `count` dates.
pub(super) fn write(format: Format, count: usize) -> Case {
    let dates = Dates::new(format, count);
    let bytes: Vec<u8> = dates
        .seconds
        .iter()
        .flat_map(|date| date.to_be_bytes())
        .collect();
    contender::case(WRITERS, dates, count, Bytes::from(bytes))
}

impl Format {
    /// The date in this format.
    pub fn text(&self, seconds: i64) -> String {
        (self.text)(seconds)
    }
}

impl Dates {
    /// From 1980 to `NOW`: within what each format and httpdate can say.
    fn new(format: Format, count: usize) -> Self {
        const FIRST: i64 = 315_532_800;

        let date = |index| FIRST + i64::from(spread(index)) * 97 % (NOW - FIRST);
        let seconds: Vec<_> = (0..count).map(date).collect();
        Self {
            texts: seconds.iter().copied().map(format.text).collect(),
            seconds,
        }
    }
}

fn imf_fixdate(seconds: i64) -> String {
    httpdate::fmt_http_date(system_time(seconds))
}

fn rfc850(seconds: i64) -> String {
    const DAYS: [&str; 7] = [
        "Sunday",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
    ];
    let text = imf_fixdate(seconds);
    let words: Vec<_> = text.split([' ', ',']).collect();
    let [day_name, _, day, month, year, time, _] = *words else {
        unreachable!("the format has these words");
    };
    let day_name = DAYS.iter().find(|day| day.starts_with(day_name));
    let year = year.split_at(2).1;
    format!(
        "{}, {day}-{month}-{year} {time} GMT",
        day_name.expect("a day")
    )
}

fn asctime(seconds: i64) -> String {
    let text = imf_fixdate(seconds);
    let words: Vec<_> = text.split([' ', ',']).collect();
    let [day_name, _, day, month, year, time, _] = *words else {
        unreachable!("the format has these words");
    };
    let day = day.trim_start_matches('0');
    format!("{day_name} {month} {day:>2} {time} {year}")
}

fn system_time(seconds: i64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds.unsigned_abs())
}

fn noio_parse<S: Sink>(dates: &Dates) -> S {
    let mut sink = S::default();
    // A program reads it from a clock, so the compiler must not know it.
    let now = HttpDate::saturating_from_unix_seconds(black_box(NOW));
    for text in &dates.texts {
        let date = HttpDate::parse(text.as_bytes(), now).expect("well-formed");
        sink.put(&date.unix_seconds().to_be_bytes());
    }
    sink
}

fn httpdate_parse<S: Sink>(dates: &Dates) -> S {
    let mut sink = S::default();
    for text in &dates.texts {
        let date = httpdate::parse_http_date(text).expect("well-formed");
        let since = date.duration_since(UNIX_EPOCH).expect("later than 1970");
        sink.put(&since.as_secs().to_be_bytes());
    }
    sink
}

fn noio_write<S: Sink>(dates: &Dates) -> S {
    let mut sink = S::default();
    for &seconds in &dates.seconds {
        let date = HttpDate::saturating_from_unix_seconds(seconds);
        sink.put(&date.to_imf_fixdate());
    }
    sink
}

fn httpdate_write<S: Sink>(dates: &Dates) -> S {
    let mut sink = S::default();
    let mut text = String::new();
    for &seconds in &dates.seconds {
        text.clear();
        let date = httpdate::HttpDate::from(system_time(seconds));
        write!(text, "{date}").expect("a string takes all text");
        sink.put(text.as_bytes());
    }
    sink
}

fn httpdate_fmt<S: Sink>(dates: &Dates) -> S {
    let mut sink = S::default();
    for &seconds in &dates.seconds {
        let text = httpdate::fmt_http_date(system_time(seconds));
        sink.put(text.as_bytes());
    }
    sink
}
