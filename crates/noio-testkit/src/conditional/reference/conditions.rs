//! What each of the five fields comes to (RFC 9110 §13.1).

use noio_conditional::Condition;

use super::{Field, Member, is_same, members, tag, tags::trimmed};
use crate::{
    conditional::{Current, Tag},
    http_field::{calendar, unix_seconds},
};

/// The five conditions of a request, and what else decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_structs,
    reason = "there are five fields, and tests write them all"
)]
pub struct Conditions {
    /// If-Match.
    pub if_match: Condition,
    /// If-None-Match.
    pub if_none_match: Condition,
    /// If-Unmodified-Since.
    pub if_unmodified_since: Condition,
    /// If-Modified-Since.
    pub if_modified_since: Condition,
    /// If-Range.
    pub if_range: Condition,
    /// Whether If-Match or If-None-Match is malformed.
    pub is_malformed: bool,
}

/// Reads the fields of a request at the time `now`, in seconds since 1970.
pub fn conditions(fields: &[Field], current: &Current, now: i64) -> Conditions {
    let lines = |name: &str| -> Vec<&[u8]> {
        let named = |field: &&Field| field.0.eq_ignore_ascii_case(name.as_bytes());
        fields
            .iter()
            .filter(named)
            .map(|field| &field.1[..])
            .collect()
    };
    let has_range = !lines("range").is_empty();
    let (if_match, bad_if_match) = if_match(&lines("if-match"), current);
    let (if_none_match, bad_if_none_match) = if_none_match(&lines("if-none-match"), current);
    Conditions {
        if_match,
        if_none_match,
        if_unmodified_since: if_unmodified_since(&lines("if-unmodified-since"), current, now),
        if_modified_since: if_modified_since(&lines("if-modified-since"), current, now),
        if_range: if_range(&lines("if-range"), has_range, current),
        is_malformed: bad_if_match || bad_if_none_match,
    }
}

/// A condition, and whether its field is neither `*` nor a list of tags.
type Read = (Condition, bool);

const ABSENT: Read = (Condition::Absent, false);

fn truth(is_true: bool) -> Condition {
    if is_true {
        Condition::True
    } else {
        Condition::False
    }
}

/// What If-Match and If-None-Match list, and whether they are malformed.
fn list(lines: &[&[u8]]) -> (List, bool) {
    let members = members(lines);
    let stars = members.iter().filter(|&member| *member == Member::Any);
    match (stars.count(), members.len()) {
        (1, 1) => (List::Any, false),
        // `*` is no member of a list. If there is nothing else, it is clear what was meant.
        (stars, all) if stars == all && all > 0 => (List::Any, true),
        (_, all) => {
            let tags: Vec<Tag> = members
                .into_iter()
                .filter_map(|member| match member {
                    Member::Tag(tag) => Some(tag),
                    _ => None,
                })
                .collect();
            let is_malformed = tags.len() < all;
            (List::Tags(tags), is_malformed)
        }
    }
}

enum List {
    Any,
    Tags(Vec<Tag>),
}

impl List {
    /// Whether the current representation is one of it, as `is_same` compares tags.
    fn has(&self, current: &Current, is_same: impl Fn(&Tag, &Tag) -> bool) -> bool {
        match self {
            Self::Any => *current != Current::None,
            Self::Tags(tags) => current
                .etag()
                .is_some_and(|etag| tags.iter().any(|tag| is_same(tag, etag))),
        }
    }
}

/// RFC 9110 §13.1.1.
fn if_match(lines: &[&[u8]], current: &Current) -> Read {
    if lines.is_empty() {
        return ABSENT;
    }
    let (list, is_malformed) = list(lines);
    let is_match = list.has(current, |tag, etag| is_same(tag, etag).1);
    (truth(is_match), is_malformed)
}

/// RFC 9110 §13.1.2.
fn if_none_match(lines: &[&[u8]], current: &Current) -> Read {
    if lines.is_empty() {
        return ABSENT;
    }
    let (list, is_malformed) = list(lines);
    let is_match = list.has(current, |tag, etag| is_same(tag, etag).0);
    (truth(!is_match), is_malformed)
}

/// A date that is the whole of a field.
fn date(lines: &[&[u8]], now: i64) -> Option<i64> {
    match lines {
        [line] => unix_seconds(trimmed(line), now),
        _ => None,
    }
}

/// RFC 9110 §13.1.4.
fn if_unmodified_since(lines: &[&[u8]], current: &Current, now: i64) -> Condition {
    if lines.is_empty() {
        return Condition::Absent;
    }
    let Some(date) = date(lines, now) else {
        return Condition::Ignored;
    };
    match modified(current) {
        None => Condition::Ignored,
        Some(modified) => truth(modified.at <= date),
    }
}

/// RFC 9110 §13.1.3; for what takes the place of Last-Modified in a cache, RFC 9111 §4.3.2.
fn if_modified_since(lines: &[&[u8]], current: &Current, now: i64) -> Condition {
    if lines.is_empty() {
        return Condition::Absent;
    }
    let Some(date) = date(lines, now) else {
        return Condition::Ignored;
    };
    let since = match (modified(current), current) {
        (None, Current::Stored { date, .. }) => Some(*date),
        (modified, _) => modified.map(|modified| modified.at),
    };
    match since {
        None => Condition::Ignored,
        Some(since) => truth(since > date),
    }
}

/// RFC 9110 §13.1.5.
fn if_range(lines: &[&[u8]], has_range: bool, current: &Current) -> Condition {
    if lines.is_empty() {
        return Condition::Absent;
    }
    if !has_range {
        return Condition::Ignored;
    }
    let [line] = lines else {
        return Condition::False;
    };
    if let Some(tag) = tag(line) {
        let is_current = |etag| is_same(&tag, etag).1;
        return truth(current.etag().is_some_and(is_current));
    }
    // As Last-Modified would be written, octet for octet.
    let is_written = |modified: LastModified| {
        let (day, second) = calendar::of_unix_seconds(modified.at);
        modified.is_strong && calendar::imf_fixdate(day, second).as_bytes() == trimmed(line)
    };
    truth(modified(current).is_some_and(is_written))
}

/// What Last-Modified says, and whether it is a strong validator.
struct LastModified {
    at: i64,
    is_strong: bool,
}

/// RFC 9110 §8.8.2.
fn modified(current: &Current) -> Option<LastModified> {
    match current {
        Current::None => None,
        Current::Origin { modified, .. } => modified.map(|modified| LastModified {
            at: modified.at,
            is_strong: modified.is_only_change && modified.at < modified.clock,
        }),
        Current::Stored { modified, date, .. } => modified.map(|at| LastModified {
            at,
            is_strong: *date > at,
        }),
    }
}
