//! Policies that are usual.

use crate::ResponseBuilder;

/// A year, the longest time that the predecessors of RFC 9111 had a response be fresh for.
const YEAR: u32 = 365 * 24 * 60 * 60;

/// Policies that are usual. Their tests show what a browser and a CDN do with each.
impl ResponseBuilder<'_> {
    /// For what never changes under its address, such as `app.3f2a.js`:
    /// `public, max-age=31536000, immutable`.
    ///
    /// All caches store it and use it for a year without asking, browsers that know `immutable` also
    /// on reload. Nothing takes it back: a new version needs a new address.
    pub const fn versioned_asset() -> Self {
        Self::new().public().max_age(YEAR).immutable()
    }

    /// For what an API answers that is the same for all: `max-age=N, stale-if-error=M`, in seconds.
    ///
    /// All caches store it, but shared ones not the response to a request with Authorization. Who is
    /// known by a cookie is no different from all others to them: for that, there is
    /// [`user_specific`](Self::user_specific). It is used without asking while it is fresh, and
    /// `stale_if_error` seconds more if the origin fails.
    pub const fn api_response(max_age: u32, stale_if_error: u32) -> Self {
        Self::new().max_age(max_age).stale_if_error(stale_if_error)
    }

    /// For what one user sees: `private, max-age=N, must-revalidate`, in seconds.
    ///
    /// A browser stores it and uses it without asking while it is fresh, and then never without
    /// asking. No shared cache stores it.
    pub const fn user_specific(max_age: u32) -> Self {
        Self::new().private().max_age(max_age).must_revalidate()
    }

    /// For what changes at any time and has an ETag or Last-Modified: `no-cache`.
    ///
    /// All caches store it, but shared ones not the response to a request with Authorization, and
    /// none uses it without asking whether it still holds. The answer can then be a short 304. With
    /// [`private`](Self::private) behind it, no shared cache stores it.
    pub const fn real_time() -> Self {
        Self::new().no_cache()
    }

    /// For what all may see and that may be a little old:
    /// `public, max-age=N, stale-while-revalidate=M`, in seconds.
    ///
    /// All caches store it, even the response to a request with Authorization. It is used without
    /// asking while it is fresh, and `stale_while_revalidate` seconds more while the cache asks.
    pub const fn public_data(max_age: u32, stale_while_revalidate: u32) -> Self {
        Self::new()
            .public()
            .max_age(max_age)
            .stale_while_revalidate(stale_while_revalidate)
    }

    /// For what nobody may keep: `no-store`.
    ///
    /// No cache stores it. Directives beside it, such as `private` or `no-cache`, would say nothing
    /// more.
    pub const fn sensitive() -> Self {
        Self::new().no_store()
    }
}
