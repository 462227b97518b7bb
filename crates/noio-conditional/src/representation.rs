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
    /// The current representation, at an origin server, with the ETag and the Last-Modified that it
    /// has now, whether they are sent or not. It need not have either.
    ///
    /// Where a resource has several representations, it is the one that this request would get.
    pub const fn current(etag: Option<ETag<'a>>, last_modified: Option<LastModified>) -> Self {
        Self {
            etag,
            last_modified,
            state: State::Current,
        }
    }

    /// The resource has no current representation, at an origin server, so that `If-None-Match: *` is
    /// true and If-Match is false.
    ///
    /// Not for a cache that has nothing stored: it forwards the request, and evaluates nothing
    /// (RFC 9111 §4.3.2).
    pub const fn absent() -> Self {
        Self {
            etag: None,
            last_modified: None,
            state: State::Absent,
        }
    }

    /// A 200 or 206 that a cache has stored and may use now (RFC 9111 §4.3.2). Not for responses with
    /// another status: of those, the client has nothing that a 304 could stand for. Not for what an
    /// origin server has in its store: a cache never refuses a change.
    ///
    /// `date` is that of the response, which a cache adds when it receives one without (RFC 9110
    /// §6.6.1). If it is a second later than Last-Modified, or more, that counts as strong, as if one
    /// clock had made both (RFC 9110 §8.8.2.2); where a cache knows better, it leaves Last-Modified
    /// out. Without Last-Modified, `date` is what If-Modified-Since is compared with.
    ///
    /// Where the outcome is [`IgnoreRange`](crate::Outcome::IgnoreRange) and a part is all that is
    /// stored, the request is for the origin server.
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
            (Some(last_modified), _) => Some(last_modified.modified()),
            (None, State::Cached { date }) => Some(date),
            (None, _) => None,
        }
    }
}
