//! Preconditions as the standard has them (RFC 9110 §13), but for some classes of differences.
//!
//! Without any it is ours, and with all that are listed for a peer it is that peer. The fuzz target
//! holds it against both, so that no difference can hide behind another.

use super::{
    class::{Class, Classes, Peer},
    date,
    request::{Answer, Field, LAST_MODIFIED, LastModified, MODIFIED, Method, Request},
    tags::{self, Tag},
};

/// What becomes of a request, as `peer` has it in `classes`, and as the standard has it in the
/// others.
pub fn answer(request: &Request<'_>, peer: Peer, classes: Classes) -> Answer {
    let model = Model {
        request,
        peer,
        classes,
    };
    model.answer().unwrap_or(Answer::BadRequest)
}

struct Model<'a> {
    request: &'a Request<'a>,
    peer: Peer,
    classes: Classes,
}

/// The request is refused.
struct Refused;

/// What If-Match or If-None-Match says of the representation.
enum Listed {
    Absent,
    /// It is listed, or not.
    Is(bool),
    /// What is there is no list.
    Malformed,
}

/// What a field with a date says.
enum Date {
    Absent,
    Invalid,
    At(i64),
}

impl Model<'_> {
    fn has(&self, class: Class) -> bool {
        self.classes.has(class)
    }

    /// RFC 9110 §13.2.2.
    fn answer(&self) -> Result<Answer, Refused> {
        let strong = |tag: Tag<'_>, current: Tag<'_>| tag.strong_eq(current);
        let if_match = match self.listed(Field::IfMatch, strong) {
            Listed::Absent => None,
            Listed::Is(is_listed) => Some(is_listed),
            Listed::Malformed => return Err(Refused),
        };
        let is_date_asked =
            if_match.is_none() || (if_match == Some(true) && self.has(Class::DateBesideMatch));
        let mut is_failed = if_match == Some(false);
        if is_date_asked && let Some(is_later) = self.is_modified_after(Field::IfUnmodifiedSince)? {
            is_failed |= is_later;
        }
        let weak = |tag: Tag<'_>, current: Tag<'_>| tag.weak_eq(current);
        let is_not_modified = match self.listed(Field::IfNoneMatch, weak) {
            Listed::Is(is_listed) => is_listed,
            Listed::Absent | Listed::Malformed => {
                self.is_modified_after(Field::IfModifiedSince)? == Some(false)
            }
        };
        Ok(if is_failed {
            Answer::PreconditionFailed
        } else if is_not_modified {
            Answer::NotModified
        } else if self.is_range_for_this_method() && self.is_range_current() {
            Answer::Part
        } else {
            Answer::Whole
        })
    }

    /// The values of a field that are looked at.
    fn values(&self, field: Field) -> Vec<&[u8]> {
        let values = self.request.values(field);
        let is_first_only = match self.peer {
            Peer::Headers => field == Field::IfRange,
            _ => true,
        };
        if is_first_only && self.has(Class::FirstLineOnly) {
            values.take(1).collect()
        } else {
            values.collect()
        }
    }

    fn listed(&self, field: Field, is_equal: fn(Tag<'_>, Tag<'_>) -> bool) -> Listed {
        let current = self.request.current.etag;
        let lines = self.values(field);
        let is_there = match lines.first() {
            None => false,
            Some(first) => !(first.is_empty() && self.has(Class::EmptyIsAbsent)),
        };
        if !is_there {
            return Listed::Absent;
        }
        let joined = lines.join(&b", "[..]);
        let members = if self.has(Class::QuoteHidesCommas) {
            tags::between_unquoted_commas(&joined)
        } else {
            lines.iter().flat_map(|line| tags::members(line)).collect()
        };
        let is_any = if self.has(Class::StarAlone) {
            joined == b"*"
        } else {
            !members.is_empty() && members.iter().all(|&member| member == b"*")
        };
        if is_any {
            let is_unseen = self.has(Class::StarNeedsEtag) && field == Field::IfNoneMatch;
            return Listed::Is(current.is_some() || !is_unseen);
        }
        let Some(current) = current.and_then(Tag::parse) else {
            return Listed::Is(false);
        };
        let (members, is_malformed) = if self.has(Class::TagsInARun) {
            tags::run(&joined)
        } else {
            let is_malformed = members.iter().any(|member| Tag::parse(member).is_none());
            (members, is_malformed)
        };
        let is_answer_to_malformed = match field {
            Field::IfMatch => self.has(Class::MalformedIsRefused),
            _ => self.has(Class::MalformedIsAbsent),
        };
        if is_malformed && is_answer_to_malformed {
            return Listed::Malformed;
        }
        if self.has(Class::AsciiListsOnly) && !joined.is_ascii() {
            return Listed::Is(false);
        }
        let mut tags = members.iter().filter_map(|member| Tag::parse(member));
        Listed::Is(tags.any(|tag| is_equal(tag, current)))
    }

    /// Whether the representation was modified after the date of a field, if that counts.
    fn is_modified_after(&self, field: Field) -> Result<Option<bool>, Refused> {
        if self.request.current.last_modified.is_none() {
            return Ok(None);
        }
        match self.date(field) {
            Date::Absent => Ok(None),
            Date::Invalid if self.has(Class::MalformedIsRefused) => Err(Refused),
            Date::Invalid => Ok(None),
            Date::At(date) => Ok(Some(MODIFIED > date)),
        }
    }

    fn date(&self, field: Field) -> Date {
        match *self.values(field) {
            [] => Date::Absent,
            [line] => match date::parse(line, self.peer, self.classes) {
                Some(date) => Date::At(date),
                None => Date::Invalid,
            },
            _ => Date::Invalid,
        }
    }

    fn is_range_for_this_method(&self) -> bool {
        let is_for_it = self.request.method == Method::Get || self.has(Class::RangeOfHead);
        self.request.has_range && is_for_it
    }

    /// RFC 9110 §13.1.5.
    fn is_range_current(&self) -> bool {
        let current = &self.request.current;
        let line = match *self.values(Field::IfRange) {
            _ if self.has(Class::IfRangeIsNotRead) => return true,
            [] => return true,
            [line] => line,
            _ => return false,
        };
        let text = if self.has(Class::Untrimmed) {
            line
        } else {
            tags::trim_ows(line)
        };
        if let Some(tag) = Tag::parse(text) {
            let current = current.etag.and_then(Tag::parse);
            return current.is_some_and(|current| tag.strong_eq(current));
        }
        let Some(date) = date::parse(line, self.peer, self.classes) else {
            return self.has(Class::MalformedRangeCounts);
        };
        let is_written = text == LAST_MODIFIED || self.has(Class::OtherFormatMatches);
        let is_same = (MODIFIED == date && is_written)
            || (MODIFIED < date && self.has(Class::LaterDateMatches));
        match current.last_modified {
            None => false,
            _ if self.has(Class::DateNeverMatches) => false,
            Some(LastModified::Weak) => is_same && self.has(Class::WeakDateMatches),
            Some(LastModified::Strong) => is_same,
        }
    }
}
