//! What the directives of a request mean together.

use std::collections::HashSet;

use noio_cache_control::{Delta, MaxStale};

use super::{
    Argument,
    statements::{Fold, revoked, seconds},
};

/// What the Cache-Control of a request says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the directives")]
pub struct Request {
    pub max_age: Delta,
    pub max_stale: MaxStale,
    pub min_fresh: Delta,
    pub stale_if_error: Delta,
    pub no_cache: bool,
    pub no_store: bool,
    pub no_transform: bool,
    pub only_if_cached: bool,
    /// The names of what is odd.
    pub anomalies: HashSet<&'static str>,
}

impl Request {
    /// What all lines of the field say.
    pub fn new(lines: &[&[u8]]) -> Self {
        let mut request = Self::default();
        request.add_lines(lines);
        request
    }

    /// What the lines of Cache-Control say, and `no-cache` in those of Pragma.
    pub fn with_pragma(lines: &[&[u8]], pragma: &[&[u8]]) -> Self {
        let request = Self::new(lines);
        Self {
            no_cache: request.no_cache || Self::new(pragma).no_cache,
            ..request
        }
    }

    fn add_delta(&mut self, name: &str, now: Delta) {
        let before = *self.delta_of(name);
        let first = self.first(before, Delta::Absent, now);
        *self.delta_of(name) = first;
    }

    fn add_max_stale(&mut self, now: MaxStale) {
        if now == MaxStale::Invalid {
            self.anomalies.insert("invalid-seconds");
        }
        self.max_stale = self.first(self.max_stale, MaxStale::Absent, now);
    }

    /// The place of a directive that is a number of seconds.
    fn delta_of(&mut self, name: &str) -> &mut Delta {
        match name {
            "max-age" => &mut self.max_age,
            "min-fresh" => &mut self.min_fresh,
            "stale-if-error" => &mut self.stale_if_error,
            _ => unreachable!("{name} is no number of seconds"),
        }
    }

    /// What is there or not.
    fn add_flag(&mut self, name: &str) {
        match name {
            "no-cache" => self.no_cache = true,
            "no-store" => self.no_store = true,
            "no-transform" => self.no_transform = true,
            _ => self.only_if_cached = true,
        }
    }
}

impl Fold for Request {
    fn anomalies(&mut self) -> &mut HashSet<&'static str> {
        &mut self.anomalies
    }

    fn add_directive(&mut self, name: &str, argument: Option<&Argument>) {
        match name {
            "max-age" | "min-fresh" | "stale-if-error" => {
                let now = self.delta(argument);
                self.add_delta(name, now);
            }
            "max-stale" => self.add_max_stale(match argument {
                None => MaxStale::Any,
                Some(argument) => {
                    seconds(&argument.value).map_or(MaxStale::Invalid, MaxStale::Seconds)
                }
            }),
            "no-cache" | "no-store" | "no-transform" | "only-if-cached" => {
                self.has_none(argument);
                self.add_flag(name);
            }
            _ => {}
        }
    }

    fn add_word(&mut self, word: &str) {
        match word {
            "max-age" | "min-fresh" | "stale-if-error" => {
                let now = self.delta(None);
                self.add_delta(word, now);
            }
            "max-stale" => self.add_max_stale(MaxStale::Invalid),
            "no-cache" | "no-store" | "no-transform" | "only-if-cached" => self.add_flag(word),
            _ => {}
        }
    }

    fn revoke(&mut self) {
        *self = Self {
            max_age: revoked(self.max_age),
            min_fresh: revoked(self.min_fresh),
            stale_if_error: revoked(self.stale_if_error),
            max_stale: match self.max_stale {
                MaxStale::Absent => MaxStale::Absent,
                _ => MaxStale::Invalid,
            },
            ..self.clone()
        };
    }
}
