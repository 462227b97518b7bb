//! What a request is held against, in plain values.

use noio_conditional::{ETag, HttpDate, LastModified, Representation};

/// The current representation, and who has it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the codec has no other roles, and tests write them all"
)]
pub enum Current {
    /// An origin server has none.
    None,
    /// An origin server has it.
    Origin {
        /// Its entity tag.
        etag: Option<Tag>,
        /// When it was modified.
        modified: Option<Modified>,
    },
    /// A cache has stored it.
    Stored {
        /// Its entity tag.
        etag: Option<Tag>,
        /// Its Last-Modified, in seconds since 1970.
        modified: Option<i64>,
        /// Its Date, or when it was received, in seconds since 1970.
        date: i64,
    },
}

/// An entity tag.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "an entity tag is these two things"
)]
pub struct Tag {
    /// Whether it is marked as weak.
    pub is_weak: bool,
    /// What stands between its quotes.
    pub opaque: Vec<u8>,
}

impl Tag {
    /// A tag with this text in it.
    pub fn new(is_weak: bool, opaque: impl Into<Vec<u8>>) -> Self {
        Self {
            is_weak,
            opaque: opaque.into(),
        }
    }

    /// The tag as it is sent.
    pub fn written(&self) -> Vec<u8> {
        let front: &[u8] = if self.is_weak { b"W/\"" } else { b"\"" };
        [front, &self.opaque, b"\""].concat()
    }

    /// The codec's. `None` if there can be no such tag.
    pub fn as_etag(&self) -> Option<ETag<'_>> {
        if self.is_weak {
            ETag::weak(&self.opaque).ok()
        } else {
            ETag::strong(&self.opaque).ok()
        }
    }
}

/// When an origin server's representation was modified, in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the codec is told these three things"
)]
pub struct Modified {
    /// When it was.
    pub at: i64,
    /// The origin's clock.
    pub clock: i64,
    /// Whether the origin knows that it did not change twice within that second.
    pub is_only_change: bool,
}

impl Modified {
    /// The codec's.
    pub fn as_last_modified(self) -> LastModified {
        let [at, clock] = [self.at, self.clock].map(date);
        if self.is_only_change {
            LastModified::strong(at, clock)
        } else {
            LastModified::weak(at, clock)
        }
    }
}

impl Current {
    /// The codec's.
    ///
    /// # Panics
    ///
    /// If its tag can be none.
    pub fn as_representation(&self) -> Representation<'_> {
        match self {
            Self::None => Representation::absent(),
            Self::Origin { etag, modified } => {
                let modified = modified.map(Modified::as_last_modified);
                Representation::current(as_etag(etag), modified)
            }
            Self::Stored {
                etag,
                modified,
                date: received,
            } => {
                let modified = modified.map(date);
                Representation::cached(as_etag(etag), modified, date(*received))
            }
        }
    }

    /// The entity tag.
    pub fn etag(&self) -> Option<&Tag> {
        match self {
            Self::None => None,
            Self::Origin { etag, .. } | Self::Stored { etag, .. } => etag.as_ref(),
        }
    }

    /// Whether a cache has it.
    pub const fn is_stored(&self) -> bool {
        matches!(self, Self::Stored { .. })
    }
}

fn as_etag(tag: &Option<Tag>) -> Option<ETag<'_>> {
    tag.as_ref().map(|tag| {
        tag.as_etag()
            .unwrap_or_else(|| panic!("a test with a tag that can be none: {tag:?}"))
    })
}

fn date(seconds: i64) -> HttpDate {
    HttpDate::saturating_from_unix_seconds(seconds)
}
