//! What the lines of a field state, one thing after the other.

use std::collections::HashSet;

use noio_cache_control::Delta;

use super::{
    Argument, Line, Meaning,
    names::{lower, words},
};

/// Something that is read from statements.
pub(super) trait Fold: Clone {
    /// What is odd about the field.
    fn anomalies(&mut self) -> &mut HashSet<&'static str>;

    /// Adds a directive. The name is in lower case.
    fn add_directive(&mut self, name: &str, argument: Option<&Argument>);

    /// Adds a word that was found in something malformed, in lower case.
    fn add_word(&mut self, word: &str);

    /// Adds all lines of a field.
    fn add_lines(&mut self, lines: &[&[u8]]) {
        for line in lines {
            self.add_line(line);
        }
    }

    /// A line with broken quoting is malformed as a whole; what was odd before it broke stays.
    fn add_line(&mut self, line: &[u8]) {
        let parts = Line::new(line);
        let mut before = self.clone();
        for member in &parts.members {
            match &member.meaning {
                Meaning::Directive { name, argument } => {
                    before.add_directive(&lower(name), argument.as_ref());
                }
                Meaning::Malformed => before.add_malformed(&member.written),
                Meaning::BrokenQuoting => {
                    let odd = before.anomalies().clone();
                    self.anomalies().extend(odd);
                    self.anomalies().insert("broken-quoting");
                    self.add_malformed(line);
                    return;
                }
            }
        }
        *self = before;
    }

    /// Adds something malformed.
    fn add_malformed(&mut self, octets: &[u8]) {
        self.anomalies().insert("malformed-member");
        for word in words(octets) {
            self.add_word(&word);
        }
    }

    /// A number of seconds is there: the first one counts, and the others are to be equal.
    fn first<D: Copy + PartialEq>(&mut self, first: D, absent: D, now: D) -> D {
        if first == absent {
            return now;
        }
        if first != now {
            self.anomalies().insert("conflicting-duplicate");
        }
        first
    }

    /// What an argument says as a number of seconds.
    fn delta(&mut self, argument: Option<&Argument>) -> Delta {
        let Some(seconds) = argument.and_then(|argument| seconds(&argument.value)) else {
            self.anomalies().insert("invalid-seconds");
            return Delta::Invalid;
        };
        Delta::Seconds(seconds)
    }

    /// Whether a directive that has no argument has none.
    fn has_none(&mut self, argument: Option<&Argument>) -> bool {
        if argument.is_some() {
            self.anomalies().insert("unexpected-argument");
        }
        argument.is_none()
    }
}

/// `delta-seconds = 1*DIGIT`, at most 2³¹ (RFC 9111 §1.2.2).
pub(super) fn seconds(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let digits = lower(digits);
    let significant = digits.trim_start_matches('0');
    // Ten digits are enough for 2³¹, and no number of eleven is smaller.
    let number: u64 = match significant.len() {
        0 => 0,
        1..=10 => significant.parse().ok()?,
        _ => u64::MAX,
    };
    u32::try_from(number.min(1 << 31)).ok()
}
