//! What may be done with a stored response, and why not more (RFC 9111 §4, RFC 5861).

use thiserror::Error;

use super::{Cache, is_about_all};
use crate::{Delta, ResponseDirectives};

/// What may be done with a stored response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use = "a response that may not be used as it is has to be validated first"]
#[expect(
    clippy::exhaustive_enums,
    reason = "a cache that does not know one of them would do something wrong"
)]
pub enum Reuse {
    /// It may be used as it is.
    Serve,
    /// It may be used, and is to be validated meanwhile (RFC 5861 §3).
    ServeAndRevalidate,
    /// It may be used only after a successful validation (RFC 9111 §4.3).
    Validate(MustValidate),
}

/// Why a stored response may not be used without validation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum MustValidate {
    /// `no-cache` in the response (RFC 9111 §5.2.2.4): not even a fresh one may be used.
    #[error("no-cache in the response")]
    NoCache,
    /// `no-cache` in the request, in Cache-Control or Pragma (RFC 9111 §5.2.1.4).
    #[error("no-cache in the request")]
    RequestNoCache,
    /// The response is stale and has `must-revalidate` (RFC 9111 §5.2.2.2).
    #[error("stale, and must-revalidate in the response")]
    MustRevalidate,
    /// The response is stale in a shared cache and has `proxy-revalidate` (RFC 9111 §5.2.2.8).
    #[error("stale, and proxy-revalidate in the response")]
    ProxyRevalidate,
    /// The response is stale in a shared cache and has `s-maxage`, which means the same
    /// (RFC 9111 §5.2.2.10).
    #[error("stale, and s-maxage in the response")]
    SMaxage,
    /// The response is older than `max-age` in the request lets it be (RFC 9111 §5.2.1.1). One that is
    /// invalid lets it be of no age.
    #[error("max-age in the request")]
    RequestMaxAge,
    /// The response is not fresh for as long as `min-fresh` in the request wants (RFC 9111
    /// §5.2.1.3). For as long as one wants that is invalid, none is.
    #[error("min-fresh in the request")]
    RequestMinFresh,
    /// The response is stale, and nothing lets it be used for so long (RFC 9111 §4.2.4).
    #[error("stale")]
    Stale,
}

impl MustValidate {
    /// The section that says so, such as `RFC 9111 §4.2.4`.
    pub const fn section(self) -> &'static str {
        match self {
            Self::NoCache => "RFC 9111 §5.2.2.4",
            Self::RequestNoCache => "RFC 9111 §5.2.1.4",
            Self::MustRevalidate => "RFC 9111 §5.2.2.2",
            Self::ProxyRevalidate => "RFC 9111 §5.2.2.8",
            Self::SMaxage => "RFC 9111 §5.2.2.10",
            Self::RequestMaxAge => "RFC 9111 §5.2.1.1",
            Self::RequestMinFresh => "RFC 9111 §5.2.1.3",
            Self::Stale => "RFC 9111 §4.2.4",
        }
    }
}

/// The one gate to every use of a stale response: whatever lets one be used, be it
/// `stale-while-revalidate`, `stale-if-error`, `max-stale` or a lost connection, does so only behind
/// it (RFC 9111 §4.2.4).
///
/// [`Stored`](super::Stored) asks it, and knows what a request says, too: ask that. This is to tell
/// what a policy means. `omits_listed_fields` is that of [`Exchange`](super::Exchange).
///
/// # Errors
///
/// What in the response forbids it.
pub fn may_serve_stale(
    cache: Cache,
    directives: &ResponseDirectives,
    omits_listed_fields: bool,
) -> Result<(), MustValidate> {
    if is_about_all(directives.no_cache(), omits_listed_fields) {
        return Err(MustValidate::NoCache);
    }
    if directives.must_revalidate() {
        return Err(MustValidate::MustRevalidate);
    }
    if cache.is_shared() && directives.proxy_revalidate() {
        return Err(MustValidate::ProxyRevalidate);
    }
    if cache.is_shared() && directives.s_maxage().is_present() {
        return Err(MustValidate::SMaxage);
    }
    Ok(())
}

/// Whether an answer with that status means that the origin fails, so that
/// [`Stored::reuse_on_error`](super::Stored::reuse_on_error) may be asked (RFC 5861 §4).
pub const fn is_stale_if_error_status(status: u16) -> bool {
    matches!(status, 500 | 502 | 503 | 504)
}

/// Whether what has been stale for so many seconds may be used for so long (RFC 5861 §3). A window
/// of 0 seconds is none.
pub(super) const fn is_in_window(window: Delta, staleness: u64) -> bool {
    match window {
        Delta::Seconds(seconds) => 0 < seconds && staleness <= seconds as u64,
        Delta::Absent | Delta::Invalid => false,
    }
}
