//! What each of the five fields comes to (RFC 9110 §13.1).

use noio_conditional::Condition;

use super::{Field, Member, is_same, members, tag, tags::trimmed};
use crate::{
    conditional::{Current, Tag},
    http_field::unix_seconds,
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
    /// Whether one of the fields is malformed.
    pub is_malformed: bool,
}

/// Reads the fields of a request at the time `now`, in seconds since 1970.
pub fn conditions(fields: &[Field], current: &Current, now: i64) -> Conditions {
    let lines = |name: &str| -> Vec<&[u8]> {
        let named = |field: &&Field| field.0.to_ascii_lowercase() == name.as_bytes();
        fields
            .iter()
            .filter(named)
            .map(|field| &field.1[..])
            .collect()
    };
    let has_range = !lines("range").is_empty();
    let (if_match, bad_if_match) = if_match(&lines("if-match"), current);
    let (if_none_match, bad_if_none_match) = if_none_match(&lines("if-none-match"), current);
    let (if_unmodified_since, bad_if_unmodified_since) =
        if_unmodified_since(&lines("if-unmodified-since"), current, now);
    let (if_modified_since, bad_if_modified_since) =
        if_modified_since(&lines("if-modified-since"), current, now);
    let (if_range, bad_if_range) = if_range(&lines("if-range"), has_range, current, now);
    Conditions {
        if_match,
        if_none_match,
        if_unmodified_since,
        if_modified_since,
        if_range,
        is_malformed: bad_if_match
            || bad_if_none_match
            || bad_if_unmodified_since
            || bad_if_modified_since
            || bad_if_range,
    }
}

/// A condition, and whether its field is malformed.
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

/// RFC 9110 §13.1.1.
fn if_match(lines: &[&[u8]], current: &Current) -> Read {
    if lines.is_empty() {
        return ABSENT;
    }
    let (list, is_malformed) = list(lines);
    let is_match = match list {
        List::Any => *current != Current::None,
        List::Tags(tags) => current
            .etag()
            .is_some_and(|etag| tags.iter().any(|tag| is_same(tag, etag).1)),
    };
    (truth(is_match), is_malformed)
}

/// RFC 9110 §13.1.2.
fn if_none_match(lines: &[&[u8]], current: &Current) -> Read {
    if lines.is_empty() {
        return ABSENT;
    }
    let (list, is_malformed) = list(lines);
    let is_match = match list {
        List::Any => *current != Current::None,
        List::Tags(tags) => current
            .etag()
            .is_some_and(|etag| tags.iter().any(|tag| is_same(tag, etag).0)),
    };
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
fn if_unmodified_since(lines: &[&[u8]], current: &Current, now: i64) -> Read {
    if lines.is_empty() {
        return ABSENT;
    }
    let Some(date) = date(lines, now) else {
        return (Condition::Ignored, true);
    };
    match modified(current) {
        None => (Condition::Ignored, false),
        Some(modified) => (truth(modified.at <= date), false),
    }
}

/// RFC 9110 §13.1.3; for what takes the place of Last-Modified in a cache, RFC 9111 §4.3.2.
fn if_modified_since(lines: &[&[u8]], current: &Current, now: i64) -> Read {
    if lines.is_empty() {
        return ABSENT;
    }
    let Some(date) = date(lines, now) else {
        return (Condition::Ignored, true);
    };
    let since = match (modified(current), current) {
        (None, Current::Stored { date, .. }) => Some(*date),
        (modified, _) => modified.map(|modified| modified.at),
    };
    match since {
        None => (Condition::Ignored, false),
        Some(since) => (truth(since > date), false),
    }
}

/// RFC 9110 §13.1.5.
fn if_range(lines: &[&[u8]], has_range: bool, current: &Current, now: i64) -> Read {
    if lines.is_empty() {
        return ABSENT;
    }
    let as_tag = match lines {
        [line] => tag(line),
        _ => None,
    };
    let as_date = date(lines, now);
    let is_malformed = as_tag.is_none() && as_date.is_none();
    if !has_range {
        return (Condition::Ignored, is_malformed);
    }
    let is_true = match (as_tag, as_date) {
        (Some(tag), _) => current.etag().is_some_and(|etag| is_same(&tag, etag).1),
        (None, Some(date)) => {
            modified(current).is_some_and(|modified| modified.is_strong && modified.at == date)
        }
        (None, None) => false,
    };
    (truth(is_true), is_malformed)
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
        // An origin does not say that something will change.
        Current::Origin { modified, .. } => modified.map(|modified| LastModified {
            at: modified.at.min(modified.clock),
            is_strong: modified.is_only_change && modified.at < modified.clock,
        }),
        Current::Stored { modified, date, .. } => modified.map(|at| LastModified {
            at,
            is_strong: *date > at,
        }),
    }
}
