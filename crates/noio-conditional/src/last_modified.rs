//! When a representation was last modified (RFC 9110 §8.8.2).

use core::fmt;

use noio_http_field::HttpDate;

/// When a representation was last modified, as the Last-Modified field says it, and how much that
/// proves (RFC 9110 §8.8.2).
///
/// `Display` writes the value of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LastModified {
    date: HttpDate,
    is_strong: bool,
}

impl LastModified {
    /// Of a representation that may have changed twice within that second, as most may. It will do
    /// for If-Modified-Since and If-Unmodified-Since, and never for If-Range.
    ///
    /// What lies after `now` is said to be now, since no Last-Modified may lie after the Date that it
    /// is sent with (RFC 9110 §8.8.2.1).
    pub const fn weak(modified: HttpDate, now: HttpDate) -> Self {
        let is_past = modified.unix_seconds() < now.unix_seconds();
        Self {
            date: if is_past { modified } else { now },
            is_strong: false,
        }
    }

    /// Of a representation of which the server knows that it did not change twice within that second
    /// (RFC 9110 §8.8.2.2): whoever has this date has the representation octet for octet.
    ///
    /// Of a second that is not over it is [weak](Self::weak).
    pub const fn strong(modified: HttpDate, now: HttpDate) -> Self {
        Self {
            is_strong: modified.unix_seconds() < now.unix_seconds(),
            ..Self::weak(modified, now)
        }
    }

    /// Of a response that a cache has stored. It is strong if its Date is a second later, or more
    /// (RFC 9110 §8.8.2.2).
    pub(crate) const fn cached(last_modified: HttpDate, date: HttpDate) -> Self {
        Self {
            date: last_modified,
            is_strong: last_modified.unix_seconds() < date.unix_seconds(),
        }
    }

    /// The date.
    pub const fn date(self) -> HttpDate {
        self.date
    }

    /// Whether it proves that two representations are the same, octet for octet.
    pub const fn is_strong(self) -> bool {
        self.is_strong
    }
}

/// The value of the field, an IMF-fixdate.
impl fmt::Display for LastModified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date.fmt(f)
    }
}
