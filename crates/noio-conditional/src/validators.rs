//! What the preconditions of a request are compared with (RFC 9110 §8.8).

use noio_http_field::HttpDate;

use crate::{ETag, LastModified};

/// The validators of the selected representation (RFC 9110 §8.8), and who knows them: an origin
/// server or a cache, which evaluate different preconditions.
///
/// A representation may have none of them. That there is one at all is `Some`, for
/// [`Preconditions::parse`](crate::Preconditions::parse).
#[derive(Clone, Copy, Debug)]
pub struct Validators<'a> {
    etag: Option<ETag<'a>>,
    last_modified: Option<LastModified>,
    is_stored: bool,
}

impl<'a> Validators<'a> {
    /// Those of the current representation, at an origin server: the ETag and the Last-Modified that
    /// a 200 to a GET would have now.
    ///
    /// Where a resource has several representations, those of the one that this request would get.
    pub const fn origin(etag: Option<ETag<'a>>, last_modified: Option<LastModified>) -> Self {
        Self {
            etag,
            last_modified,
            is_stored: false,
        }
    }

    /// Those of a response that a cache has stored and may use now (RFC 9111 §4.3.2).
    ///
    /// `date` is that of the response, or when it was received. It tells whether Last-Modified is
    /// strong: it is from a second later on (RFC 9110 §8.8.2.2). Without Last-Modified, it is what
    /// If-Modified-Since is compared with.
    pub const fn stored(
        etag: Option<ETag<'a>>,
        last_modified: Option<HttpDate>,
        date: HttpDate,
    ) -> Self {
        Self {
            etag,
            last_modified: Some(match last_modified {
                Some(last_modified) => LastModified::stored(last_modified, date),
                None => LastModified::weak(date, date),
            }),
            is_stored: true,
        }
    }

    /// The entity tag.
    #[inline]
    pub const fn etag(&self) -> Option<ETag<'a>> {
        self.etag
    }

    /// What dates are compared with: for a stored response without Last-Modified, its Date.
    #[inline]
    pub const fn last_modified(&self) -> Option<LastModified> {
        self.last_modified
    }

    /// Whether they are those of a response that a cache has stored.
    #[inline]
    pub const fn is_stored(&self) -> bool {
        self.is_stored
    }
}
