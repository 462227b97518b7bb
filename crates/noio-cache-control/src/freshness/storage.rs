//! Whether a response may be stored (RFC 9111 §3).

use thiserror::Error;

use super::{
    Cache, Heuristic, Lifetime, ResponseTimes, Stored, is_about_all, is_heuristically_cacheable,
};
use crate::{Expires, HttpDate, RequestDirectives, ResponseDirectives};

/// What decides whether a response may be stored (RFC 9111 §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "§3 asks for these")]
pub struct Exchange {
    /// Whether the cache knows what the method of the request means for it (RFC 9110 §9.2.3). For
    /// most that is GET alone: a response to HEAD may be stored, but must never answer a GET.
    pub is_method_understood: bool,
    /// Whether the request has an Authorization field.
    pub has_authorization: bool,
    /// The Cache-Control of the request.
    pub request: RequestDirectives,
    /// The status of the response.
    pub status: u16,
    /// Whether the cache knows what the status asks of it (RFC 9110 §15). It has to for 206 and 304,
    /// and where `must-understand` says so. A cache that does not combine parts says `false` for 206.
    /// A 304 that answers a validation freshens what is stored, and is not stored itself: for one
    /// that is asked about here, say `false`, too.
    pub is_status_understood: bool,
    /// Whether the cache leaves out the fields that `private` and `no-cache` list:
    /// [`private_fields`](crate::private_fields), [`no_cache_fields`](crate::no_cache_fields). If
    /// not, these directives count for all of the response, as in many caches.
    pub omits_listed_fields: bool,
    /// The Cache-Control of the response.
    pub response: ResponseDirectives,
    /// The Expires of the response.
    pub expires: Expires,
}

impl Exchange {
    /// Whether a cache may store the response.
    ///
    /// Set-Cookie does not matter here (RFC 9111 §7.3). A shared cache that does not trust its
    /// origins to say `private` does well not to store what has it.
    ///
    /// # Errors
    ///
    /// The first rule that forbids it, in the order of [`NotStorable`].
    pub fn check(&self, cache: Cache) -> Result<(), NotStorable> {
        let response = &self.response;
        if !self.is_method_understood {
            return Err(NotStorable::Method);
        }
        if !(200..600).contains(&self.status) {
            return Err(NotStorable::NotFinal);
        }
        let has_to_be_understood = matches!(self.status, 206 | 304) || response.must_understand();
        if has_to_be_understood && !self.is_status_understood {
            return Err(NotStorable::StatusNotUnderstood);
        }
        if self.request.no_store() {
            return Err(NotStorable::RequestNoStore);
        }
        // With must-understand, the status is understood at this point.
        if response.no_store() && !response.overrides_no_store() {
            return Err(NotStorable::NoStore);
        }
        if cache.is_shared() && is_about_all(response.private(), self.omits_listed_fields) {
            return Err(NotStorable::Private);
        }
        if cache.is_shared() && self.has_authorization && !response.allows_authorization() {
            return Err(NotStorable::Authorization);
        }
        if !self.is_invited(cache) {
            return Err(NotStorable::NothingSaysSo);
        }
        Ok(())
    }

    /// What a cache keeps of the response to decide about its use, if it may store it: with the
    /// lifetime that the response tells, or that `heuristic` guesses from `last_modified`.
    ///
    /// # Errors
    ///
    /// As for [`check`](Self::check).
    pub fn store(
        &self,
        cache: Cache,
        times: ResponseTimes,
        last_modified: Option<HttpDate>,
        heuristic: &Heuristic,
    ) -> Result<Stored, NotStorable> {
        self.check(cache)?;
        let directives = self.response;
        let date = times.date();
        let lifetime = Lifetime::explicit(cache, &directives, self.expires, date)
            .or_else(|| heuristic.lifetime(&directives, self.status, last_modified, date))
            .unwrap_or_default();
        Ok(Stored {
            cache,
            directives,
            lifetime,
            times,
            omits_listed_fields: self.omits_listed_fields,
        })
    }

    /// Something has to say that the response may be stored: the last item of §3. What is malformed
    /// says nothing, but for Expires: with one that is no date, the response has expired.
    fn is_invited(&self, cache: Cache) -> bool {
        let response = &self.response;
        let of_cache = if cache.is_shared() {
            response.s_maxage().seconds().is_some()
        } else {
            response.invites_private_caches()
        };
        of_cache
            || response.public()
            || response.max_age().seconds().is_some()
            || self.expires != Expires::Absent
            || is_heuristically_cacheable(self.status)
    }
}

/// Why a response may not be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum NotStorable {
    /// The cache does not know what the method means (RFC 9111 §3).
    #[error("method that the cache does not understand")]
    Method,
    /// The status is not that of a final response, 200 to 599 (RFC 9111 §3).
    #[error("status that is not final")]
    NotFinal,
    /// The status is 206 or 304, or there is `must-understand`, and the cache does not know what the
    /// status asks of it (RFC 9111 §3, §5.2.2.3).
    #[error("status that the cache does not understand")]
    StatusNotUnderstood,
    /// `no-store` in the request (RFC 9111 §5.2.1.5).
    #[error("no-store in the request")]
    RequestNoStore,
    /// `no-store` in the response (RFC 9111 §5.2.2.5).
    #[error("no-store in the response")]
    NoStore,
    /// `private`, in a shared cache (RFC 9111 §5.2.2.7).
    #[error("private response in a shared cache")]
    Private,
    /// The request has Authorization, and nothing lets a shared cache store the response
    /// (RFC 9111 §3.5).
    #[error("request with Authorization in a shared cache")]
    Authorization,
    /// Nothing says that the response may be stored: its status does not, and there is neither a
    /// lifetime nor `public`, nor `private` in a private cache (RFC 9111 §3).
    #[error("nothing says that the response may be stored")]
    NothingSaysSo,
}

impl NotStorable {
    /// The section that says so, such as `RFC 9111 §5.2.2.5`.
    pub const fn section(self) -> &'static str {
        match self {
            Self::Method | Self::NotFinal | Self::StatusNotUnderstood | Self::NothingSaysSo => {
                "RFC 9111 §3"
            }
            Self::RequestNoStore => "RFC 9111 §5.2.1.5",
            Self::NoStore => "RFC 9111 §5.2.2.5",
            Self::Private => "RFC 9111 §5.2.2.7",
            Self::Authorization => "RFC 9111 §3.5",
        }
    }
}

/// Whether a cache may store a field of that name, in any case of the letters (RFC 9111 §3.1).
///
/// It is false for the fields that are about one connection or one proxy. So are those that the
/// Connection field lists: [`Connection`](noio_http_field::Connection) reads it. For those that
/// `private` and `no-cache` list, see [`private_fields`](crate::private_fields) and
/// [`no_cache_fields`](crate::no_cache_fields).
///
/// Read Cache-Control, Vary and whatever else decides first, and leave fields out then: a Connection
/// that lists one of these, which it must not (RFC 9110 §7.6.1), would take its restrictions away.
pub fn is_storable_field(name: &[u8]) -> bool {
    const NOT_STORED: [&str; 9] = [
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authentication-info",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "transfer-encoding",
        "upgrade",
    ];
    !NOT_STORED
        .iter()
        .any(|other| name.eq_ignore_ascii_case(other.as_bytes()))
}
