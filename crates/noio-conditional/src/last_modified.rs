//! When a representation was last modified (RFC 9110 §8.8.2).

use core::fmt;

use noio_http_field::HttpDate;

/// When a representation was last modified, as the Last-Modified field says it, and how much that
/// proves (RFC 9110 §8.8.2).
///
/// `Display` writes the value of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LastModified {
    modified: HttpDate,
    /// As it is sent.
    date: HttpDate,
    is_strong: bool,
}

impl LastModified {
    /// For a representation that may change several times within one second, as most may. It serves
    /// If-Modified-Since and If-Unmodified-Since, and never If-Range.
    ///
    /// `now` is the server's clock: no Last-Modified may be sent that lies after the Date that it is
    /// sent with (RFC 9110 §8.8.2.1), so one that does is sent as `now`.
    pub const fn weak(modified: HttpDate, now: HttpDate) -> Self {
        let is_past = modified.unix_seconds() < now.unix_seconds();
        Self {
            modified,
            date: if is_past { modified } else { now },
            is_strong: false,
        }
    }

    /// For a representation of which the server knows that it did not change several times within
    /// that second (RFC 9110 §8.8.2.2): whoever has this date has the representation byte for byte.
    ///
    /// It is [weak](Self::weak) as long as that second is not over.
    pub const fn strong(modified: HttpDate, now: HttpDate) -> Self {
        Self {
            is_strong: modified.unix_seconds() < now.unix_seconds(),
            ..Self::weak(modified, now)
        }
    }

    /// For a response that a cache has stored. It is strong if its Date is a second later, or more
    /// (RFC 9110 §8.8.2.2).
    pub(crate) const fn cached(last_modified: HttpDate, date: HttpDate) -> Self {
        Self {
            modified: last_modified,
            date: last_modified,
            is_strong: last_modified.unix_seconds() < date.unix_seconds(),
        }
    }

    /// The date to send.
    pub const fn date(self) -> HttpDate {
        self.date
    }

    /// When it was, also if that lies after the date to send. If-Modified-Since and
    /// If-Unmodified-Since are compared with it: a change made while the server was about to answer
    /// is not lost.
    pub const fn modified(self) -> HttpDate {
        self.modified
    }

    /// Whether it proves that two representations are the same, byte for byte.
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
