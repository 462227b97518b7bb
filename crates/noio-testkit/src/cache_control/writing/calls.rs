//! What builders are told.

use crate::cache_control::reference::{REQUEST_NAMES, RESPONSE_NAMES};

/// A call of a builder.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "tests match them, and there is no third"
)]
pub enum Call {
    /// One for a directive of this name.
    Directive(&'static str, Said),
    /// One for extensions: names and arguments.
    Extensions(Vec<(String, Option<String>)>),
}

/// What is said of a directive.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "tests match them, and there is no fourth"
)]
pub enum Said {
    /// That it is there.
    Flag,
    /// How many seconds.
    Seconds(u32),
    /// Which fields it is about.
    Fields(Vec<String>),
}

/// Calls for a response that octets choose. Any octets are legal; what is not there is 0.
pub fn response_calls(octets: &[u8]) -> Vec<Call> {
    calls(octets, &RESPONSE_NAMES, &["private", "no-cache"])
}

/// Calls for a request that octets choose.
pub fn request_calls(octets: &[u8]) -> Vec<Call> {
    calls(octets, &REQUEST_NAMES, &[])
}

/// An octet for the name, the last number for extensions, and what else it takes. Those of
/// `with_fields` can have field names.
fn calls(octets: &[u8], names: &[&'static str], with_fields: &[&str]) -> Vec<Call> {
    let mut choices = Choices { rest: octets };
    let mut calls = Vec::new();
    while !choices.rest.is_empty() {
        let chosen = choices.below(names.len() + 1);
        calls.push(match names.get(chosen) {
            None => Call::Extensions(choices.list(|choices| {
                let name = choices.name();
                let argument = match choices.below(4) {
                    0 => None,
                    1 => Some(choices.token()),
                    _ => Some(choices.argument()),
                };
                (name, argument)
            })),
            Some(&name) if with_fields.contains(&name) && choices.below(2) == 1 => {
                Call::Directive(name, Said::Fields(choices.list(Choices::token)))
            }
            Some(&name) => Call::Directive(name, choices.said(name)),
        });
    }
    calls
}

/// Octets that choose.
struct Choices<'o> {
    rest: &'o [u8],
}

impl Choices<'_> {
    fn octet(&mut self) -> u8 {
        let (octet, rest) = self.rest.split_first().unwrap_or((&0, &[]));
        self.rest = rest;
        *octet
    }

    fn below(&mut self, count: usize) -> usize {
        usize::from(self.octet()) % count
    }

    fn said(&mut self, name: &str) -> Said {
        match name {
            // Without a number, any staleness will do.
            "max-stale" if self.below(2) == 1 => Said::Flag,
            "max-age"
            | "s-maxage"
            | "stale-while-revalidate"
            | "stale-if-error"
            | "min-fresh"
            | "max-stale" => Said::Seconds(self.seconds()),
            _ => Said::Flag,
        }
    }

    /// Small ones, all there are, and those around the most that is written.
    fn seconds(&mut self) -> u32 {
        match self.octet() {
            small @ 0..=0x7f => small.into(),
            octet @ 0x80..=0x8f => (1 << 31) - 8 + u32::from(octet & 15),
            _ => u32::from_be_bytes([self.octet(), self.octet(), self.octet(), self.octet()]),
        }
    }

    fn list<T>(&mut self, mut element: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(5)).map(|_| element(self)).collect()
    }

    /// A token: each octet that is chosen, brought among those that tokens are made of.
    fn token(&mut self) -> String {
        const TCHARS: &[u8; 77] =
            b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~";
        let len = 1 + self.below(10);
        (0..len)
            .map(|_| char::from(TCHARS[self.below(TCHARS.len())]))
            .collect()
    }

    /// The name of an extension: nobody has chosen one that is known.
    fn name(&mut self) -> String {
        let name = self.token();
        let is_known = |known: &&str| known.eq_ignore_ascii_case(&name);
        if RESPONSE_NAMES.iter().chain(&REQUEST_NAMES).any(is_known) {
            format!("x-{name}")
        } else {
            name
        }
    }

    /// Any text without the controls that cannot be sent.
    fn argument(&mut self) -> String {
        let len = self.below(12).min(self.rest.len());
        let (octets, rest) = self.rest.split_at(len);
        self.rest = rest;
        let mut text = String::from_utf8_lossy(octets).into_owned();
        text.retain(|char| char == '\t' || !char.is_ascii_control());
        text
    }
}
