//! Whether a response may be stored, how long it is fresh, and what may be done with it then
//! (RFC 9111 §3 and §4.2, RFC 5861, RFC 8246).
//!
//! What a cache asks, in its order, and what answers:
//!
//! | question | answer |
//! |---|---|
//! | may the response be stored? | [`Exchange::check`], [`Exchange::store`] |
//! | which of its fields? | [`is_storable_field`], [`private_fields`], [`no_cache_fields`] |
//! | how long is it fresh? | [`Lifetime::explicit`], or else [`Heuristic::lifetime`] |
//! | how old is it? | [`Stored::age`], which is also the Age to be sent |
//! | may it be used for this request, now? | [`Stored::reuse`] |
//! | the origin fails: may it be used then? | [`Stored::reuse_on_error`] |
//! | the cache is disconnected: may it be used then? | [`Stored::reuse_disconnected`] |
//! | may it be used at all when it is stale? | [`may_serve_stale`], which the three above ask |
//!
//! All is arithmetic on whole seconds, and it saturates. Times are arguments: nothing here reads a
//! clock. Every "no" has its reason, and the section that says so.
//!
//! When the origin has answered a validation with 304, the fields of that answer replace those of
//! the stored response, an old Age goes, and [`Exchange::store`] is asked again, with the status of
//! the stored response (RFC 9111 §4.3.4): the answer may well say `no-store`.
//!
//! This is no cache: it keeps nothing, and does not know Vary, validators, responses that are not
//! whole, and methods that are not safe (RFC 9111 §3.3, §4.1, §4.3, §4.4).
//!
//! [`private_fields`]: crate::private_fields
//! [`no_cache_fields`]: crate::no_cache_fields
//!
//! ```
//! use noio_cache_control::{
//!     Age, Expires, HttpDate, RequestDirectives, ResponseDirectives,
//!     freshness::{Cache, Exchange, Heuristic, MustValidate, ResponseTimes, Reuse},
//! };
//!
//! // What came from the origin, and when.
//! let now = HttpDate::from_unix_seconds(1_790_000_000).expect("a date");
//! let (method, status) = ("GET", 200);
//! let exchange = Exchange {
//!     is_method_understood: method == "GET",
//!     has_authorization: false,
//!     request: RequestDirectives::default(),
//!     status,
//!     is_status_understood: matches!(status, 200 | 301 | 404),
//!     omits_listed_fields: false,
//!     response: ResponseDirectives::parse(["max-age=60, stale-while-revalidate=30"]),
//!     expires: Expires::parse(None::<&str>, now),
//! };
//! let times = ResponseTimes {
//!     request_time: now,
//!     response_time: now,
//!     date: None,
//!     age: Age::parse(["15"]),
//! };
//! let stored = exchange.store(Cache::Shared, times, None, &Heuristic::new())?;
//!
//! // What is asked for, and when.
//! let request = RequestDirectives::default();
//! let after = |seconds| HttpDate::saturating_from_unix_seconds(now.unix_seconds() + seconds);
//! assert_eq!(stored.age(now), 15);
//! assert_eq!(stored.reuse(&request, after(44)), Reuse::Serve);
//! assert_eq!(stored.reuse(&request, after(45)), Reuse::ServeAndRevalidate);
//! assert_eq!(stored.reuse(&request, after(76)), Reuse::Validate(MustValidate::Stale));
//! # Ok::<(), noio_cache_control::freshness::NotStorable>(())
//! ```

mod age;
mod lifetime;
mod reuse;
mod storage;
mod stored;

pub use age::ResponseTimes;
pub use lifetime::{Heuristic, Lifetime, LifetimeSource, is_heuristically_cacheable};
pub use reuse::{MustValidate, Reuse, is_stale_if_error_status, may_serve_stale};
pub use storage::{Exchange, NotStorable, is_storable_field};
pub use stored::Stored;

use crate::Scope;

/// For whom a cache stores (RFC 9111 §1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "it is for one user, or for more")]
pub enum Cache {
    /// For one user, such as that of a browser.
    Private,
    /// For more than one, such as a CDN or a proxy.
    Shared,
}

/// Whether `private` or `no-cache` is about all of a response, for a cache that leaves the fields
/// out that they list, or does not.
const fn is_about_all(scope: Scope, omits_listed_fields: bool) -> bool {
    match scope {
        Scope::None => false,
        Scope::Fields => !omits_listed_fields,
        Scope::All => true,
    }
}

impl Cache {
    const fn is_shared(self) -> bool {
        matches!(self, Self::Shared)
    }
}
