//! The Cache-Control of a response, for sending.

use core::fmt;

#[cfg(feature = "alloc")]
use bytes::BufMut;
use noio_http_field::Token;

use crate::{
    Delta, EncodeError, Extension, ResponseDirectives, Scope, name::Name, output, response::Form,
};

/// The Cache-Control of a response, to be sent (RFC 9111 §5.2.2, RFC 5861, RFC 8246).
///
/// What it writes is always a legal field value, in one order whatever the order of the calls. Of
/// several calls for one directive the last counts. For what is usual there are constructors, such
/// as [`versioned_asset`](Self::versioned_asset).
///
/// [`Display`](fmt::Display) writes the same as [`encode`](Self::encode).
///
/// ```
/// use noio_cache_control::ResponseBuilder;
///
/// const POLICY: ResponseBuilder<'_> = ResponseBuilder::new()
///     .max_age(60)
///     .stale_while_revalidate(30)
///     .public();
/// assert_eq!(POLICY.to_string(), "public, max-age=60, stale-while-revalidate=30");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use = "a field is sent by `encode`"]
pub struct ResponseBuilder<'a> {
    directives: ResponseDirectives,
    no_cache_fields: &'a [Token<'a>],
    private_fields: &'a [Token<'a>],
    extensions: &'a [Extension<'a>],
}

impl<'a> ResponseBuilder<'a> {
    /// Without a directive. Such a field is not to be sent: see [`is_empty`](Self::is_empty).
    pub const fn new() -> Self {
        Self {
            directives: ResponseDirectives::NONE,
            no_cache_fields: &[],
            private_fields: &[],
            extensions: &[],
        }
    }

    /// `public` (RFC 9111 §5.2.2.9): all caches may store the response, also a shared one the
    /// response to a request with Authorization. Beside [`private`](Self::private), which says the
    /// contrary, it is not there.
    pub const fn public(mut self) -> Self {
        self.directives.public = !matches!(self.directives.private, Scope::All);
        self
    }

    /// `private` (RFC 9111 §5.2.2.7): no shared cache may store the response. Takes
    /// [`public`](Self::public) back, which says the contrary.
    pub const fn private(self) -> Self {
        self.private_fields(&[])
    }

    /// `private` for these fields: a shared cache may store the response without them
    /// (RFC 9111 §5.2.2.7). Many caches take it for all of the response. So it is if the list is
    /// empty.
    ///
    /// ```
    /// use noio_cache_control::{ResponseBuilder, Token};
    ///
    /// const COOKIES: &[Token<'_>] = &[Token::new(b"Set-Cookie").unwrap()];
    /// const POLICY: ResponseBuilder<'_> =
    ///     ResponseBuilder::new().max_age(60).private_fields(COOKIES);
    /// assert_eq!(POLICY.to_string(), "private=\"Set-Cookie\", max-age=60");
    /// ```
    pub const fn private_fields(mut self, names: &'a [Token<'a>]) -> Self {
        self.directives.private = scope(names);
        self.private_fields = names;
        if names.is_empty() {
            self.directives.private_form = Form::WellFormed;
            self.directives.public = false;
        } else {
            self.directives.private_form = Form::Restrictive;
        }
        self
    }

    /// `no-cache` (RFC 9111 §5.2.2.4): no cache may use the response without validation.
    pub const fn no_cache(self) -> Self {
        self.no_cache_fields(&[])
    }

    /// `no-cache` for these fields: a cache may use the response, but these only with validation
    /// (RFC 9111 §5.2.2.4). Many caches take it for all of the response. So it is if the list is
    /// empty.
    pub const fn no_cache_fields(mut self, names: &'a [Token<'a>]) -> Self {
        self.directives.no_cache = scope(names);
        self.no_cache_fields = names;
        self
    }

    /// `no-store` (RFC 9111 §5.2.2.5): no cache may store the response.
    pub const fn no_store(mut self) -> Self {
        self.directives.no_store = true;
        self
    }

    /// `must-understand` (RFC 9111 §5.2.2.3): only a cache that knows what the status asks of it may
    /// store the response, and it may do so against [`no_store`](Self::no_store), which is there for
    /// the others.
    pub const fn must_understand(mut self) -> Self {
        self.directives.must_understand = Form::WellFormed;
        self
    }

    /// `max-age` (RFC 9111 §5.2.2.1): for how many seconds the response is fresh, at most 2³¹.
    pub const fn max_age(mut self, seconds: u32) -> Self {
        self.directives.max_age = Delta::saturating(seconds);
        self
    }

    /// `s-maxage` (RFC 9111 §5.2.2.10): the same for shared caches, at most 2³¹ seconds. With it,
    /// they may store the response to a request with Authorization, and may not use it when it is
    /// stale.
    pub const fn s_maxage(mut self, seconds: u32) -> Self {
        self.directives.s_maxage = Delta::saturating(seconds);
        self
    }

    /// `stale-while-revalidate` (RFC 5861 §3): for how many seconds a stale response may be used
    /// while it is validated, at most 2³¹.
    pub const fn stale_while_revalidate(mut self, seconds: u32) -> Self {
        self.directives.stale_while_revalidate = Delta::saturating(seconds);
        self
    }

    /// `stale-if-error` (RFC 5861 §4): for how many seconds a stale response may be used if the
    /// origin fails, at most 2³¹.
    pub const fn stale_if_error(mut self, seconds: u32) -> Self {
        self.directives.stale_if_error = Delta::saturating(seconds);
        self
    }

    /// `must-revalidate` (RFC 9111 §5.2.2.2): once it is stale, the response may not be used without
    /// validation. With it, a shared cache may store the response to a request with Authorization.
    pub const fn must_revalidate(mut self) -> Self {
        self.directives.must_revalidate = Form::WellFormed;
        self
    }

    /// `proxy-revalidate` (RFC 9111 §5.2.2.8): the same for shared caches, and it lets them store
    /// nothing.
    pub const fn proxy_revalidate(mut self) -> Self {
        self.directives.proxy_revalidate = true;
        self
    }

    /// `no-transform` (RFC 9111 §5.2.2.6): nobody on the way may change the content.
    pub const fn no_transform(mut self) -> Self {
        self.directives.no_transform = true;
        self
    }

    /// `immutable` (RFC 8246 §2): while the response is fresh, its content will not change.
    pub const fn immutable(mut self) -> Self {
        self.directives.immutable = true;
        self
    }

    /// These extensions, behind all other directives.
    pub const fn extensions(mut self, extensions: &'a [Extension<'a>]) -> Self {
        self.extensions = extensions;
        self
    }

    /// What a cache reads out of the field: the same as [`ResponseDirectives::parse`] of what is
    /// encoded. With [`freshness`](crate::freshness) it shows what caches will do.
    pub const fn directives(&self) -> ResponseDirectives {
        self.directives
    }

    /// Whether there is no directive. A field without a member says nothing, and is not to be sent.
    pub fn is_empty(&self) -> bool {
        self.directives == ResponseDirectives::NONE && self.extensions.is_empty()
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
        list.flag(Name::Public, directives.public)?;
        list.scope(Name::Private, directives.private, self.private_fields)?;
        list.flag(Name::MustUnderstand, directives.must_understand())?;
        list.flag(Name::NoStore, directives.no_store)?;
        list.scope(Name::NoCache, directives.no_cache, self.no_cache_fields)?;
        list.delta(Name::MaxAge, directives.max_age)?;
        list.delta(Name::SMaxage, directives.s_maxage)?;
        list.delta(
            Name::StaleWhileRevalidate,
            directives.stale_while_revalidate,
        )?;
        list.delta(Name::StaleIfError, directives.stale_if_error)?;
        list.flag(Name::MustRevalidate, directives.must_revalidate())?;
        list.flag(Name::ProxyRevalidate, directives.proxy_revalidate)?;
        list.flag(Name::NoTransform, directives.no_transform)?;
        list.flag(Name::Immutable, directives.immutable)?;
        list.extensions(self.extensions)
    }
}

impl fmt::Display for ResponseBuilder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_to(f)
    }
}

const fn scope(names: &[Token<'_>]) -> Scope {
    if names.is_empty() {
        Scope::All
    } else {
        Scope::Fields
    }
}
