//! The preconditions of a request (RFC 9110 §13.1).

use noio_http_field::HttpDate;

use crate::{
    Condition, LastModified, Representation,
    condition::{Date, IfRange, Tags},
};

/// What each of the preconditions of a request says by itself (RFC 9110 §13.1). Which of them count
/// depends on the others and on the method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Preconditions {
    if_match: Condition,
    if_none_match: Condition,
    if_unmodified_since: Condition,
    if_modified_since: Condition,
    if_range: Condition,
    is_malformed: bool,
}

impl Preconditions {
    /// Reads them out of all fields of a request. Nothing of it is kept: each field is compared as it
    /// is read.
    #[inline]
    pub(crate) fn compare<'f, N, V, F>(
        fields: F,
        representation: &Representation<'_>,
        now: HttpDate,
    ) -> Self
    where
        N: AsRef<[u8]> + ?Sized + 'f,
        V: AsRef<[u8]> + ?Sized + 'f,
        F: IntoIterator<Item = (&'f N, &'f V)>,
    {
        let etag = representation.etag();
        let mut if_match = Tags::default();
        let mut if_none_match = Tags::default();
        let mut if_unmodified_since = Date::default();
        let mut if_modified_since = Date::default();
        let mut if_range = IfRange::default();
        let mut has_range = false;
        for (name, value) in fields {
            let (name, value) = (name.as_ref(), value.as_ref());
            // Most fields have another length than all of these: one branch that is easy to predict.
            if name.len() >= 32 || LENGTHS & (1 << name.len()) == 0 {
                continue;
            }
            match name.len() {
                5 if is(name, "range") => has_range = true,
                8 if is(name, "if-match") => {
                    if_match.add(value, |tag| etag.is_some_and(|etag| tag.strong_eq(etag)));
                }
                8 if is(name, "if-range") => if_range.add(value, representation),
                13 if is(name, "if-none-match") => {
                    if_none_match.add(value, |tag| etag.is_some_and(|etag| tag.weak_eq(etag)));
                }
                17 if is(name, "if-modified-since") => if_modified_since.add(value, now),
                19 if is(name, "if-unmodified-since") => if_unmodified_since.add(value, now),
                _ => {}
            }
        }
        let last_modified = representation.last_modified().map(LastModified::modified);
        let modified = representation.modified();
        Self {
            if_match: if_match.condition(if_match.matches(representation)),
            if_none_match: if_none_match.condition(!if_none_match.matches(representation)),
            if_unmodified_since: if_unmodified_since
                .condition(|date| last_modified.map(|last_modified| last_modified <= date)),
            if_modified_since: if_modified_since
                .condition(|date| modified.map(|modified| modified > date)),
            if_range: if_range.condition(has_range),
            is_malformed: if_match.is_malformed() || if_none_match.is_malformed(),
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

    /// If-Range (RFC 9110 §13.1.5): the representation is the same, byte for byte, by its ETag or
    /// its Last-Modified.
    pub const fn if_range(&self) -> Condition {
        self.if_range
    }

    /// Whether If-Match or If-None-Match is neither `*` nor a list of entity tags. Empty members do
    /// not count.
    ///
    /// It is evaluated all the same: what is no tag matches nothing. So a request that would change
    /// something may be carried out though its sender wanted to make sure of something first. A
    /// server may refuse that with 400. Of dates RFC 9110 leaves no choice: those that are none have
    /// to be ignored (§13.1.3 and §13.1.4).
    pub const fn is_malformed(&self) -> bool {
        self.is_malformed
    }
}

/// The lengths of the names that are looked for, as bits.
const LENGTHS: u32 = 1 << 5 | 1 << 8 | 1 << 13 | 1 << 17 | 1 << 19;

/// Whether a field has that name, which is in small letters.
#[inline]
fn is(name: &[u8], other: &str) -> bool {
    name.eq_ignore_ascii_case(other.as_bytes())
}
