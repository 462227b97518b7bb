//! How old a response is (RFC 9111 §4.2.3).

use crate::{Age, HttpDate};

/// What the age of a stored response is calculated from (RFC 9111 §4.2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "the calculation has these four")]
pub struct ResponseTimes {
    /// When the request was sent, by the clock of the cache.
    pub request_time: HttpDate,
    /// When the response was received, by the clock of the cache.
    pub response_time: HttpDate,
    /// The Date of the response. `None`: `response_time` takes its place (RFC 9110 §6.6.1).
    pub date: Option<HttpDate>,
    /// The Age of the response. `None`: 0.
    pub age: Option<Age>,
}

impl ResponseTimes {
    /// The Date of the response, or when it was received.
    pub fn date(&self) -> HttpDate {
        self.date.unwrap_or(self.response_time)
    }

    /// How old the response was when it was received, in seconds: `corrected_initial_age`.
    pub fn initial_age(&self) -> u64 {
        let apparent_age = seconds_between(self.date(), self.response_time);
        let response_delay = seconds_between(self.request_time, self.response_time);
        let age = self.age.map_or(0, Age::seconds);
        apparent_age.max(u64::from(age).saturating_add(response_delay))
    }

    /// How old the response is now, in seconds: `current_age`.
    ///
    /// A clock that goes back does not make it younger than it was when it was received.
    pub fn current_age(&self, now: HttpDate) -> u64 {
        let resident_time = seconds_between(self.response_time, now);
        self.initial_age().saturating_add(resident_time)
    }
}

/// From `start` to `end`; 0 if that is before.
pub(super) const fn seconds_between(start: HttpDate, end: HttpDate) -> u64 {
    let (start, end) = (start.unix_seconds(), end.unix_seconds());
    if start < end { end.abs_diff(start) } else { 0 }
}
