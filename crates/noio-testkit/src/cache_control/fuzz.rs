//! Fields, responses and junk from arbitrary bytes.

use noio_cache_control::{
    Age, Expires, HttpDate, RequestDirectives, ResponseDirectives,
    freshness::{Heuristic, Lifetime, ResponseTimes},
};

use super::{
    check_age, check_reading, check_variants,
    freshness::{
        self, CACHES, Case, Facts, check_lifetime, check_storage, check_use,
        junk::{Verdict, check_junk},
        scenario::Scenario,
    },
    reference::{Request, Response},
    writing::{
        check_fixpoint, check_request_writing, check_response_writing, request_calls,
        response_calls,
    },
};

/// The codec reads fields as the [reference](super::reference) does, what means nothing changes
/// nothing, and what it writes reads back.
///
/// The lines are those of `data`, between line feeds. They are read as Cache-Control of a response
/// and of a request, and as Age; what was read is written again. The first 24 bytes of `data` also
/// choose calls of the builders. What is tried at every place of a field is tried with short ones
/// alone.
///
/// # Panics
///
/// If it does not.
pub fn cache_control(data: &[u8]) {
    let lines = lines(data);
    expect(check_reading(&lines));
    expect(check_age(&lines));
    expect(check_fixpoint(&lines));
    if data.len() <= 32 {
        expect(check_variants(&lines));
    }
    let calls = &data[..data.len().min(24)];
    expect(check_response_writing(&response_calls(calls)));
    expect(check_request_writing(&request_calls(calls)));
}

/// The codec decides as the [reference](freshness::reference) does how old and how fresh a response
/// is, whether it is stored, and whether it is used.
///
/// The first lines of `data`, between line feeds, are the lines of the response's Cache-Control,
/// and those behind the first empty one the request's. Behind the second empty one are the bytes
/// that choose everything else; what is missing there is zero.
///
/// # Panics
///
/// If it does not.
pub fn cache_freshness(data: &[u8]) {
    let (response, rest) = part(data);
    let (request, choices) = part(rest);
    let (response, request) = (lines(response), lines(request));
    let mut choices = Choices(choices);
    let flags = choices.byte();
    let case = Case {
        facts: Facts {
            is_method_understood: flags & 1 == 0,
            has_authorization: flags & 2 != 0,
            request: Request::new(&request).into(),
            status: choices.status(),
            is_status_understood: flags & 4 == 0,
            omits_listed_fields: choices.byte() & 1 == 0,
            response: Response::new(&response).into(),
            expires: match flags >> 3 & 3 {
                0 | 1 => Expires::Absent,
                2 => Expires::Invalid,
                _ => Expires::At(choices.date()),
            },
        },
        request: RequestDirectives::parse(&request),
        response: ResponseDirectives::parse(&response),
    };
    expect(check_storage(&case));

    let response_time = choices.date();
    let times = ResponseTimes {
        request_time: choices.date_near(response_time),
        response_time,
        date: (flags & 0x20 != 0).then(|| choices.date_near(response_time)),
        age: (flags & 0x40 != 0).then(|| Age::from_seconds(choices.number())),
    };
    let mut heuristic = Heuristic::new();
    if flags & 0x80 != 0 {
        heuristic.percent = choices.byte();
        heuristic.max_seconds = choices.number();
    }
    let last_modified = Some(choices.date_near(times.date()));
    for last_modified in [last_modified, None] {
        expect(check_lifetime(&case, &heuristic, last_modified, times));
    }

    let offset = i64::from(choices.byte()) - 128;
    for cache in CACHES {
        let Facts {
            expires, status, ..
        } = case.facts;
        let lifetime = Lifetime::explicit(cache, &case.response, expires, times.date())
            .or_else(|| heuristic.lifetime(&case.response, status, last_modified, times.date()))
            .unwrap_or_default();
        let seconds = i64::try_from(lifetime.seconds()).unwrap_or(i64::MAX);
        let end = shifted(response_time, seconds);
        for now in [response_time, end, shifted(end, offset), HttpDate::MAX] {
            expect(freshness::check_age(&times, now));
            expect(check_use(&case, cache, lifetime, times, now));
        }
    }
}

/// Junk that is put into a field lets nobody store or use more: see [`freshness::junk`].
///
/// What the bytes mean says [`Scenario::from_bytes`].
///
/// # Panics
///
/// If it does.
pub fn cache_control_junk(data: &[u8]) {
    let scenario = Scenario::from_bytes(data).into_premise();
    match check_junk(&scenario) {
        Ok(Verdict::Holds | Verdict::GrantsByItself | Verdict::BrokenTwice) => {}
        Err(detail) => panic!("{detail}"),
    }
}

fn expect(checked: Result<(), String>) {
    if let Err(detail) = checked {
        panic!("{detail}");
    }
}

/// The lines between line feeds; none if there is nothing.
fn lines(data: &[u8]) -> Vec<&[u8]> {
    if data.is_empty() {
        return Vec::new();
    }
    data.split(|&byte| byte == b'\n').collect()
}

/// What is in front of the first empty line, and what is behind it.
fn part(data: &[u8]) -> (&[u8], &[u8]) {
    match data.windows(2).position(|pair| pair == b"\n\n") {
        Some(at) => (&data[..at], &data[at + 2..]),
        None => (data, &[]),
    }
}

/// Bytes that choose something.
struct Choices<'d>(&'d [u8]);

impl Choices<'_> {
    fn byte(&mut self) -> u8 {
        match self.0.split_first() {
            Some((&byte, rest)) => {
                self.0 = rest;
                byte
            }
            None => 0,
        }
    }

    /// Mostly small, or as large as there is.
    fn number(&mut self) -> u64 {
        match self.byte() {
            255 => u64::MAX,
            byte @ 192.. => 1 << (byte & 63),
            byte => byte.into(),
        }
    }

    fn status(&mut self) -> u16 {
        match self.byte() {
            byte @ 0..=15 => [
                200, 206, 304, 100, 199, 299, 404, 501, 503, 599, 600, 999, 0, 301, 302, 308,
            ][usize::from(byte)],
            byte => 199 + u16::from(byte) * 2,
        }
    }

    fn date(&mut self) -> HttpDate {
        let base = match self.byte() & 3 {
            0 => 784_111_777,
            1 => 0,
            2 => i64::MIN,
            _ => i64::MAX,
        };
        let date = HttpDate::saturating_from_unix_seconds(base);
        self.date_near(date)
    }

    fn date_near(&mut self, date: HttpDate) -> HttpDate {
        let (sign, number) = (self.byte(), self.number());
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        shifted(date, if sign & 1 == 0 { number } else { -number })
    }
}

fn shifted(date: HttpDate, seconds: i64) -> HttpDate {
    HttpDate::saturating_from_unix_seconds(date.unix_seconds().saturating_add(seconds))
}
