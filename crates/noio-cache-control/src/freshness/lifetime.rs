//! How long a response is fresh (RFC 9111 §4.2.1 and §4.2.2).

use core::fmt;

use super::{Cache, age::seconds_between};
use crate::{Delta, Expires, HttpDate, ResponseDirectives};

/// For how long a response is fresh: its `freshness_lifetime` (RFC 9111 §4.2.1).
///
/// The default is that of a response of which nothing tells it: it is stale from the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Lifetime {
    seconds: u64,
    source: LifetimeSource,
}

/// What tells for how long a response is fresh.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LifetimeSource {
    /// Nothing.
    #[default]
    None,
    /// `s-maxage` (RFC 9111 §5.2.2.10).
    SMaxage,
    /// `max-age` (RFC 9111 §5.2.2.1).
    MaxAge,
    /// Expires (RFC 9111 §5.3).
    Expires,
    /// The cache guesses it from Last-Modified (RFC 9111 §4.2.2).
    Heuristic,
}

impl LifetimeSource {
    /// The name of the directive or field, or `heuristic` or `none`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::SMaxage => "s-maxage",
            Self::MaxAge => "max-age",
            Self::Expires => "expires",
            Self::Heuristic => "heuristic",
        }
    }

    /// The section that says so, such as `RFC 9111 §5.2.2.1`.
    pub const fn section(self) -> &'static str {
        match self {
            Self::None => "RFC 9111 §4.2.1",
            Self::SMaxage => "RFC 9111 §5.2.2.10",
            Self::MaxAge => "RFC 9111 §5.2.2.1",
            Self::Expires => "RFC 9111 §5.3",
            Self::Heuristic => "RFC 9111 §4.2.2",
        }
    }
}

impl fmt::Display for LifetimeSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Lifetime {
    /// What the response says itself, in the order of RFC 9111 §4.2.1. `None`: nothing.
    ///
    /// What is there and invalid counts as 0, and what comes after it in that order does not count.
    /// `date` is that of the response, or when it was received: [`ResponseTimes::date`].
    ///
    /// [`ResponseTimes::date`]: super::ResponseTimes::date
    pub fn explicit(
        cache: Cache,
        directives: &ResponseDirectives,
        expires: Expires,
        date: HttpDate,
    ) -> Option<Self> {
        let of_delta = |delta: Delta, source| {
            let seconds = delta.seconds().unwrap_or(0).into();
            delta.is_present().then_some(Self { seconds, source })
        };
        let s_maxage = of_delta(directives.s_maxage(), LifetimeSource::SMaxage);
        s_maxage
            .filter(|_| cache.is_shared())
            .or_else(|| of_delta(directives.max_age(), LifetimeSource::MaxAge))
            .or_else(|| {
                let seconds = match expires {
                    Expires::Absent => return None,
                    Expires::Invalid => 0,
                    Expires::At(end) => seconds_between(date, end),
                };
                let source = LifetimeSource::Expires;
                Some(Self { seconds, source })
            })
    }

    /// In seconds.
    pub const fn seconds(&self) -> u64 {
        self.seconds
    }

    /// What tells it.
    pub const fn source(&self) -> LifetimeSource {
        self.source
    }

    /// Whether a response of that age in seconds is fresh: its lifetime has to be longer (RFC 9111
    /// §4.2).
    pub const fn is_fresh(&self, age: u64) -> bool {
        self.seconds > age
    }

    /// For how many seconds more a response of that age is fresh; 0 if it is stale.
    pub const fn remaining(&self, age: u64) -> u64 {
        self.seconds.saturating_sub(age)
    }

    /// For how many seconds a response of that age has been stale; 0 if it is fresh, and in the
    /// second in which it becomes stale.
    pub const fn staleness(&self, age: u64) -> u64 {
        age.saturating_sub(self.seconds)
    }
}

/// How a cache guesses the lifetime of a response that does not tell it (RFC 9111 §4.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Heuristic {
    /// Which part of the time since Last-Modified, in percent. Default: 10, which RFC 9111 §4.2.2
    /// calls typical.
    pub percent: u8,
    /// At most so many seconds. Default: 86,400, which is a day.
    pub max_seconds: u64,
}

impl Heuristic {
    /// A tenth of the time since the last change, at most a day.
    pub const fn new() -> Self {
        Self {
            percent: 10,
            max_seconds: 24 * 60 * 60,
        }
    }

    /// The lifetime of a response with that status that has no [explicit](Lifetime::explicit) one:
    /// ask for that first, or let [`Exchange::store`](super::Exchange::store) do it. `None`: it may
    /// not be guessed.
    ///
    /// `date` is that of the response, or when it was received. A Last-Modified after it says
    /// nothing.
    pub fn lifetime(
        &self,
        directives: &ResponseDirectives,
        status: u16,
        last_modified: Option<HttpDate>,
        date: HttpDate,
    ) -> Option<Lifetime> {
        if directives.max_age().is_present() {
            return None;
        }
        if !directives.public() && !is_heuristically_cacheable(status) {
            return None;
        }
        let last_modified = last_modified.filter(|last_modified| *last_modified <= date)?;
        let unchanged = seconds_between(last_modified, date);
        let part = unchanged.saturating_mul(self.percent.into()) / 100;
        Some(Lifetime {
            seconds: part.min(self.max_seconds),
            source: LifetimeSource::Heuristic,
        })
    }
}

impl Default for Heuristic {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether a cache may guess the lifetime of responses with that status, and store them though
/// nothing else says so (RFC 9110 §15.1).
pub const fn is_heuristically_cacheable(status: u16) -> bool {
    matches!(
        status,
        200 | 203 | 204 | 206 | 300 | 301 | 308 | 404 | 405 | 410 | 414 | 501
    )
}
