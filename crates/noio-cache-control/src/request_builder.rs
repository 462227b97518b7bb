//! The Cache-Control of a request, for sending.

use core::fmt;

#[cfg(feature = "alloc")]
use bytes::BufMut;

use crate::{
    Delta, EncodeError, Extension, MaxStale, RequestDirectives, delta, name::Name, output,
};

/// The Cache-Control of a request, to be sent (RFC 9111 §5.2.1, RFC 5861 §4).
///
/// What it writes is always a legal field value, in one order whatever the order of the calls. Of
/// several calls for one directive the last counts.
///
/// [`Display`](fmt::Display) writes the same as [`encode`](Self::encode).
///
/// ```
/// use noio_cache_control::RequestBuilder;
///
/// const RELOAD: RequestBuilder<'_> = RequestBuilder::new().no_cache();
/// assert_eq!(RELOAD.to_string(), "no-cache");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use = "a field is sent by `encode`"]
pub struct RequestBuilder<'a> {
    directives: RequestDirectives,
    extensions: &'a [Extension<'a>],
}

impl<'a> RequestBuilder<'a> {
    /// Without a directive. Such a field is not to be sent: see [`is_empty`](Self::is_empty).
    pub const fn new() -> Self {
        Self {
            directives: RequestDirectives::NONE,
            extensions: &[],
        }
    }

    /// `no-cache` (RFC 9111 §5.2.1.4): no response without validation.
    pub const fn no_cache(mut self) -> Self {
        self.directives.no_cache = true;
        self
    }

    /// `no-store` (RFC 9111 §5.2.1.5): no cache may store the request or a response to it.
    pub const fn no_store(mut self) -> Self {
        self.directives.no_store = true;
        self
    }

    /// `max-age` (RFC 9111 §5.2.1.1): how old a response may be, at most 2³¹ seconds.
    pub const fn max_age(mut self, seconds: u32) -> Self {
        self.directives.max_age = Delta::saturating(seconds);
        self
    }

    /// `max-stale` (RFC 9111 §5.2.1.2): for how many seconds a response may be stale, at most 2³¹.
    pub const fn max_stale(mut self, seconds: u32) -> Self {
        self.directives.max_stale = MaxStale::Seconds(delta::saturating(seconds));
        self
    }

    /// `max-stale` without a number (RFC 9111 §5.2.1.2): a response may be stale for any time.
    pub const fn any_max_stale(mut self) -> Self {
        self.directives.max_stale = MaxStale::Any;
        self
    }

    /// `min-fresh` (RFC 9111 §5.2.1.3): for how many seconds more a response has to be fresh, at most
    /// 2³¹.
    pub const fn min_fresh(mut self, seconds: u32) -> Self {
        self.directives.min_fresh = Delta::saturating(seconds);
        self
    }

    /// `stale-if-error` (RFC 5861 §4): for how many seconds a response may be stale if the origin
    /// fails, at most 2³¹.
    pub const fn stale_if_error(mut self, seconds: u32) -> Self {
        self.directives.stale_if_error = Delta::saturating(seconds);
        self
    }

    /// `no-transform` (RFC 9111 §5.2.1.6): nobody on the way may change the content.
    pub const fn no_transform(mut self) -> Self {
        self.directives.no_transform = true;
        self
    }

    /// `only-if-cached` (RFC 9111 §5.2.1.7): a stored response, or else the status 504.
    pub const fn only_if_cached(mut self) -> Self {
        self.directives.only_if_cached = true;
        self
    }

    /// These extensions, behind all other directives.
    pub const fn extensions(mut self, extensions: &'a [Extension<'a>]) -> Self {
        self.extensions = extensions;
        self
    }

    /// What a cache reads out of the field: the same as [`RequestDirectives::parse`] of what is
    /// encoded.
    pub const fn directives(&self) -> RequestDirectives {
        self.directives
    }

    /// Whether there is no directive. A field without a member says nothing, and is not to be sent.
    pub fn is_empty(&self) -> bool {
        self.directives == RequestDirectives::NONE && self.extensions.is_empty()
    }

    /// The exact number of bytes that [`encode`](Self::encode) appends.
    pub fn encoded_len(&self) -> usize {
        output::len(|out| self.write_to(out))
    }

    /// Appends the value of the field to `out`.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoSpace`] if `out` has less than [`encoded_len`](Self::encoded_len) bytes
    /// left; then nothing is written.
    #[cfg(feature = "alloc")]
    #[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
    pub fn encode(&self, out: &mut impl BufMut) -> Result<(), EncodeError> {
        output::put(self.encoded_len(), out, |out| self.write_to(out))
    }

    /// Writes the value of the field to the front of `out` and answers with its length.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoSpace`] if `out` is shorter than [`encoded_len`](Self::encoded_len); then
    /// nothing is written.
    pub fn encode_to_slice(&self, out: &mut [u8]) -> Result<usize, EncodeError> {
        output::put_in_slice(self.encoded_len(), out, |out| self.write_to(out))
    }

    fn write_to(&self, out: &mut impl fmt::Write) -> fmt::Result {
        let directives = &self.directives;
        let mut list = output::List::new(out);
        list.flag(Name::NoCache, directives.no_cache)?;
        list.flag(Name::NoStore, directives.no_store)?;
        list.delta(Name::MaxAge, directives.max_age)?;
        match directives.max_stale {
            MaxStale::Seconds(seconds) => list.delta(Name::MaxStale, Delta::Seconds(seconds))?,
            other => list.flag(Name::MaxStale, other == MaxStale::Any)?,
        }
        list.delta(Name::MinFresh, directives.min_fresh)?;
        list.delta(Name::StaleIfError, directives.stale_if_error)?;
        list.flag(Name::NoTransform, directives.no_transform)?;
        list.flag(Name::OnlyIfCached, directives.only_if_cached)?;
        list.extensions(self.extensions)
    }
}

impl fmt::Display for RequestBuilder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_to(f)
    }
}
