//! The preconditions of a request, and the order in which they count (RFC 9110 §13).

use noio_http_field::HttpDate;

use crate::{
    Condition, Evaluation, LastModified, Outcome, Reason, Validators,
    condition::{Date, IfRange, Tags},
};

/// What the preconditions of a request say of the representation that is there now (RFC 9110
/// §13.1).
///
/// Nothing of the request is kept: each field is compared as it is read.
///
/// ```
/// use noio_conditional::{ETag, HttpDate, Outcome, Preconditions, Validators};
///
/// let now = HttpDate::from_unix_seconds(1_790_000_000).expect("a year before 10000");
/// let current = Validators::origin(Some(ETag::strong(b"v2")?), None);
/// let fields = [("If-Match", r#""v1""#)];
/// let preconditions = Preconditions::parse(fields, Some(&current), now);
/// let evaluation = preconditions.evaluate(b"PUT");
/// assert_eq!(evaluation.outcome(), Outcome::PreconditionFailed);
/// assert_eq!(evaluation.reason().section(), "RFC 9110 §13.1.1");
/// # Ok::<(), noio_conditional::EncodeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Preconditions {
    selected: Selected,
    if_match: Condition,
    if_none_match: Condition,
    if_unmodified_since: Condition,
    if_modified_since: Condition,
    if_range: Condition,
    is_malformed: bool,
}

/// Which representation the preconditions are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Selected {
    None,
    Current,
    Stored,
}

impl Preconditions {
    /// Reads the preconditions out of all fields of a request, names and values in any order, and
    /// compares them with the representation that it is about: `None` if there is none.
    ///
    /// Other fields mean nothing, but for Range, without which If-Range is ignored. `now` tells which
    /// century the two digits of an obsolete date are in.
    ///
    /// Of a header map of the `http` crate, a reference goes in as it is.
    pub fn parse<'f, N, V, F>(fields: F, current: Option<&Validators<'_>>, now: HttpDate) -> Self
    where
        N: AsRef<[u8]> + ?Sized + 'f,
        V: AsRef<[u8]> + ?Sized + 'f,
        F: IntoIterator<Item = (&'f N, &'f V)>,
    {
        let etag = current.and_then(Validators::etag);
        let mut if_match = Tags::default();
        let mut if_none_match = Tags::default();
        let mut if_unmodified_since = Date::default();
        let mut if_modified_since = Date::default();
        let mut if_range = IfRange::default();
        let mut has_range = false;
        for (name, value) in fields {
            let (name, value) = (name.as_ref(), value.as_ref());
            // Most fields have another length than all of these.
            match name.len() {
                5 if is(name, "range") => has_range = true,
                8 if is(name, "if-match") => {
                    if_match.add(value, |tag| etag.is_some_and(|etag| tag.strong_eq(etag)));
                }
                8 if is(name, "if-range") => if_range.add(value, current, now),
                13 if is(name, "if-none-match") => {
                    if_none_match.add(value, |tag| etag.is_some_and(|etag| tag.weak_eq(etag)));
                }
                17 if is(name, "if-modified-since") => if_modified_since.add(value, now),
                19 if is(name, "if-unmodified-since") => if_unmodified_since.add(value, now),
                _ => {}
            }
        }
        let last_modified = current.and_then(Validators::last_modified);
        let last_modified = last_modified.map(LastModified::date);
        Self {
            selected: match current {
                None => Selected::None,
                Some(current) if current.is_stored() => Selected::Stored,
                Some(_) => Selected::Current,
            },
            if_match: if_match.condition(if_match.matches(current)),
            if_none_match: if_none_match.condition(!if_none_match.matches(current)),
            if_unmodified_since: if_unmodified_since
                .condition(|date| last_modified.map(|last_modified| last_modified <= date)),
            if_modified_since: if_modified_since
                .condition(|date| last_modified.map(|last_modified| last_modified > date)),
            if_range: if_range.condition(has_range),
            is_malformed: if_match.is_malformed()
                || if_none_match.is_malformed()
                || if_unmodified_since == Date::Invalid
                || if_modified_since == Date::Invalid
                || if_range == IfRange::Invalid,
        }
    }

    /// If-Match (RFC 9110 §13.1.1): the current entity tag is listed, by the strong comparison.
    pub const fn if_match(&self) -> Condition {
        self.if_match
    }

    /// If-None-Match (RFC 9110 §13.1.2): the current entity tag is not listed, by the weak
    /// comparison.
    pub const fn if_none_match(&self) -> Condition {
        self.if_none_match
    }

    /// If-Unmodified-Since (RFC 9110 §13.1.4): the representation was not modified after that.
    pub const fn if_unmodified_since(&self) -> Condition {
        self.if_unmodified_since
    }

    /// If-Modified-Since (RFC 9110 §13.1.3): the representation was modified after that.
    pub const fn if_modified_since(&self) -> Condition {
        self.if_modified_since
    }

    /// If-Range (RFC 9110 §13.1.5): the representation is the same, octet for octet, by its ETag or
    /// its Last-Modified.
    pub const fn if_range(&self) -> Condition {
        self.if_range
    }

    /// Whether one of these five fields has something that its grammar does not allow.
    ///
    /// It is evaluated all the same: what is no tag matches nothing, and what is no date is ignored,
    /// as RFC 9110 has it. So a request that would change something may be carried out though its
    /// sender wanted to make sure of something first. A server may refuse that with 400.
    pub const fn is_malformed(&self) -> bool {
        self.is_malformed
    }

    /// What becomes of the request, by the precedence of RFC 9110 §13.2.2.
    ///
    /// It is to be asked when all else is known to be well, such as authorization, and the answer
    /// without preconditions would be a success: otherwise they do not count (RFC 9110 §13.2.1). The
    /// representation must not change between this and what follows from it. The method is
    /// case-sensitive (RFC 9110 §9.1).
    pub fn evaluate(&self, method: &[u8]) -> Evaluation {
        let is_get = method == b"GET";
        let is_get_or_head = is_get || method == b"HEAD";
        let is_stored = self.selected == Selected::Stored;
        if matches!(method, b"CONNECT" | b"OPTIONS" | b"TRACE") || is_stored && !is_get_or_head {
            return Evaluation::new(Outcome::Proceed, Reason::Method);
        }
        if is_get_or_head && self.selected == Selected::None {
            return Evaluation::new(Outcome::Proceed, Reason::NoRepresentation);
        }
        let (if_match, if_none_match) = (self.if_match, self.if_none_match);
        let outcome_of_match = match is_get_or_head {
            true => Outcome::NotModified,
            false => Outcome::PreconditionFailed,
        };
        // Whether a precondition is evaluated, what it says, and what comes of it if it is false.
        let steps = [
            (
                !is_stored,
                if_match,
                Reason::IfMatch,
                Outcome::PreconditionFailed,
            ),
            (
                !is_stored && if_match == Condition::Absent,
                self.if_unmodified_since,
                Reason::IfUnmodifiedSince,
                Outcome::PreconditionFailed,
            ),
            (true, if_none_match, Reason::IfNoneMatch, outcome_of_match),
            (
                is_get_or_head && if_none_match == Condition::Absent,
                self.if_modified_since,
                Reason::IfModifiedSince,
                Outcome::NotModified,
            ),
            (is_get, self.if_range, Reason::IfRange, Outcome::IgnoreRange),
        ];
        let mut decisive = Reason::Unconditional;
        for (is_evaluated, condition, reason, outcome) in steps {
            match condition {
                Condition::False if is_evaluated => return Evaluation::new(outcome, reason),
                Condition::True if is_evaluated => decisive = reason,
                _ => {}
            }
        }
        Evaluation::new(Outcome::Proceed, decisive)
    }
}

/// Whether a field has that name, which is in small letters.
#[inline]
fn is(name: &[u8], other: &str) -> bool {
    name.eq_ignore_ascii_case(other.as_bytes())
}
