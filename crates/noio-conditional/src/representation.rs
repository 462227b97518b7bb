//! What the preconditions of a request are compared with (RFC 9110 §8.8 and §13.1).

use noio_http_field::HttpDate;

use crate::{ETag, LastModified};

/// The representation that a request is about, as far as preconditions are: that it is there, its
/// validators (RFC 9110 §8.8), and who knows them: an origin server or a cache, which evaluate
/// different preconditions.
#[derive(Clone, Copy, Debug)]
pub struct Representation<'a> {
    etag: Option<ETag<'a>>,
    last_modified: Option<LastModified>,
    state: State,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Current,
    Absent,
    Cached { date: HttpDate },
}

impl<'a> Representation<'a> {
    /// The current representation, at an origin server, with the ETag and the Last-Modified that a
    /// 200 to a GET would have now. It need not have either.
    ///
    /// Where a resource has several representations, it is the one that this request would get.
    pub const fn current(etag: Option<ETag<'a>>, last_modified: Option<LastModified>) -> Self {
        Self {
            etag,
            last_modified,
            state: State::Current,
        }
    }

    /// None: at an origin server, the resource has no current representation. `If-None-Match: *` is
    /// true then, and If-Match is false.
    pub const fn absent() -> Self {
        Self {
            etag: None,
            last_modified: None,
            state: State::Absent,
        }
    }

    /// A response that a cache has stored and may use now (RFC 9111 §4.3.2). Not for what an origin
    /// server has in its store: a cache never refuses a change.
    ///
    /// `date` is that of the response, or when it was received. It tells whether Last-Modified is
    /// strong: it is from a second later on (RFC 9110 §8.8.2.2). Without Last-Modified, it is what
    /// If-Modified-Since is compared with.
    pub const fn cached(
        etag: Option<ETag<'a>>,
        last_modified: Option<HttpDate>,
        date: HttpDate,
    ) -> Self {
        Self {
            etag,
            last_modified: match last_modified {
                Some(last_modified) => Some(LastModified::cached(last_modified, date)),
                None => None,
            },
            state: State::Cached { date },
        }
    }

    /// The entity tag.
    #[inline]
    pub const fn etag(&self) -> Option<ETag<'a>> {
        self.etag
    }

    /// When it was last modified.
    #[inline]
    pub const fn last_modified(&self) -> Option<LastModified> {
        self.last_modified
    }

    /// Whether there is none.
    #[inline]
    pub const fn is_absent(&self) -> bool {
        matches!(self.state, State::Absent)
    }

    /// Whether it is a response that a cache has stored.
    #[inline]
    pub const fn is_cached(&self) -> bool {
        matches!(self.state, State::Cached { .. })
    }

    /// What If-Modified-Since is compared with.
    #[inline]
    pub(crate) fn modified(&self) -> Option<HttpDate> {
        match (self.last_modified, self.state) {
            (Some(last_modified), _) => Some(last_modified.date()),
            (None, State::Cached { date }) => Some(date),
            (None, _) => None,
        }
    }
}
