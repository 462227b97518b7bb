//! What the lines of a field state, one thing after the other.

use std::collections::HashSet;

use noio_cache_control::Delta;

use super::{
    Argument, Line, Meaning,
    names::{lower, words},
};

/// Something that is read from statements.
pub(super) trait Fold {
    /// What is odd about the field.
    fn anomalies(&mut self) -> &mut HashSet<&'static str>;

    /// Adds a directive. The name is in lower case.
    fn add_directive(&mut self, name: &str, argument: Option<&Argument>);

    /// Adds a word that was found in something malformed, in lower case.
    fn add_word(&mut self, word: &str);

    /// Takes back all that is permitted.
    fn revoke(&mut self);

    /// Adds all lines of a field: as they are up to where quoting breaks. Every word of that line and
    /// of those behind it may be a directive then, and restricts; and nothing in the field permits
    /// anything.
    fn add_lines(&mut self, lines: &[&[u8]]) {
        let mut is_broken = false;
        for line in lines {
            let parts = Line::new(line);
            self.add_line(&parts);
            is_broken |= parts.is_broken();
            if is_broken {
                // That a directive is a word, too, is not odd.
                let odd = self.anomalies().clone();
                self.add_words(line);
                *self.anomalies() = odd;
            }
        }
        if is_broken {
            self.anomalies().insert("broken-quoting");
            self.revoke();
        }
    }

    /// Adds the members of a line, up to where its quoting breaks.
    fn add_line(&mut self, line: &Line) {
        for member in &line.members {
            match &member.meaning {
                Meaning::Directive { name, argument } => {
                    self.add_directive(&lower(name), argument.as_ref());
                }
                Meaning::Malformed => {
                    self.anomalies().insert("malformed-member");
                    self.add_words(&member.written);
                }
                Meaning::BrokenQuoting => {
                    self.anomalies().insert("malformed-member");
                    return;
                }
            }
        }
    }

    /// Adds the words of something malformed.
    fn add_words(&mut self, octets: &[u8]) {
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

/// A number of seconds that no longer counts as one. What is not there stays so.
pub(super) fn revoked(delta: Delta) -> Delta {
    match delta {
        Delta::Absent => Delta::Absent,
        Delta::Invalid | Delta::Seconds(_) => Delta::Invalid,
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
