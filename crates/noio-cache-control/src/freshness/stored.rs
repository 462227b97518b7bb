//! A stored response.

use super::{
    Cache, Lifetime, MustValidate, ResponseTimes, Reuse, is_about_all, may_serve_stale,
    reuse::is_in_window,
};
use crate::{Delta, HttpDate, MaxStale, RequestDirectives, ResponseDirectives};

/// What a cache has to keep of a response to decide about its use: [`Exchange::store`] makes it.
///
/// A cache on a disk keeps what it is made of, and makes it again with [`Lifetime::explicit`].
///
/// [`Exchange::store`]: super::Exchange::store
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "the decision needs these")]
pub struct Stored {
    /// For whom the response is stored.
    pub cache: Cache,
    /// Its Cache-Control.
    pub directives: ResponseDirectives,
    /// For how long it is fresh.
    pub lifetime: Lifetime,
    /// What its age is calculated from.
    pub times: ResponseTimes,
    /// Whether it is stored without the fields that `private` and `no-cache` list. If not, `no-cache`
    /// counts for all of it.
    pub omits_listed_fields: bool,
}

impl Stored {
    /// How old the response is, in seconds (RFC 9111 §4.2.3). A response that is used without
    /// validation is sent with it as [`Age`](crate::Age), in place of the one that it came with
    /// (RFC 9111 §4).
    pub fn age(&self, now: HttpDate) -> u64 {
        self.times.current_age(now)
    }

    /// Whether the response is fresh (RFC 9111 §4.2). That alone does not mean that it may be used:
    /// ask [`reuse`](Self::reuse).
    pub fn is_fresh(&self, now: HttpDate) -> bool {
        self.lifetime.is_fresh(self.age(now))
    }

    /// For how many seconds more the response is fresh, less than 0 if it is stale: the
    /// [`ttl`](crate::cache_status::MemberBuilder::ttl) that Cache-Status tells (RFC 9211 §2.4).
    pub fn ttl(&self, now: HttpDate) -> i64 {
        let age = self.age(now);
        let signed = |seconds| i64::try_from(seconds).unwrap_or(i64::MAX);
        signed(self.lifetime.remaining(age)) - signed(self.lifetime.staleness(age))
    }

    /// Whether the response may be used for a request with these directives (RFC 9111 §4), of the
    /// same method and to the same target, and if the response has Vary, with the same fields.
    ///
    /// `now` has to come from a clock that goes on: before `response_time`, the response is as old as
    /// it was then, and stays so.
    pub fn reuse(&self, request: &RequestDirectives, now: HttpDate) -> Reuse {
        match self.check(request, self.age(now)) {
            Ok(reuse) => reuse,
            Err(reason) => Reuse::Validate(reason),
        }
    }

    /// Whether the response may be used though it has to be validated, and the origin cannot be
    /// reached or answers with a status that [says so](super::is_stale_if_error_status)
    /// (RFC 5861 §4).
    ///
    /// The `stale-if-error` of the request counts, if it has one, and else that of the response.
    ///
    /// # Errors
    ///
    /// Why it may not be used.
    pub fn reuse_on_error(
        &self,
        request: &RequestDirectives,
        now: HttpDate,
    ) -> Result<(), MustValidate> {
        let age = self.age(now);
        let Err(reason) = self.check(request, age) else {
            return Ok(());
        };
        let is_about_time = matches!(
            reason,
            MustValidate::Stale | MustValidate::RequestMaxAge | MustValidate::RequestMinFresh
        );
        let window = match request.stale_if_error() {
            Delta::Absent => self.directives.stale_if_error(),
            of_request => of_request,
        };
        if is_about_time && is_in_window(window, self.lifetime.staleness(age)) {
            return Ok(());
        }
        Err(reason)
    }

    /// Whether the response may be used though it has to be validated, and the cache is disconnected
    /// from the origin (RFC 9111 §4.2.4): for any time, unless the response forbids it, or the request
    /// says for how long. If not, the answer is 504 (RFC 9111 §5.2.2.2).
    ///
    /// # Errors
    ///
    /// Why it may not be used.
    pub fn reuse_disconnected(
        &self,
        request: &RequestDirectives,
        now: HttpDate,
    ) -> Result<(), MustValidate> {
        let says_how_long = request.max_age().is_present()
            || request.max_stale() != MaxStale::Absent
            || request.stale_if_error().is_present();
        match self.reuse_on_error(request, now) {
            Err(MustValidate::Stale) if !says_how_long => Ok(()),
            other => other,
        }
    }

    /// Whether nothing can have changed since: the response is fresh, and has `immutable`
    /// (RFC 8246 §2).
    ///
    /// A browser then does not validate it on reload: it asks [`reuse`](Self::reuse) without the
    /// `max-age=0` that it would send otherwise, unless the user forces it. It should not trust
    /// `immutable` that came over a connection without authentication, nor where the content may have
    /// been cut short (RFC 8246 §3).
    pub fn is_immutable(&self, now: HttpDate) -> bool {
        self.directives.immutable() && self.is_fresh(now)
    }

    fn check(&self, request: &RequestDirectives, age: u64) -> Result<Reuse, MustValidate> {
        let is_fresh = self.lifetime.is_fresh(age);
        if is_about_all(self.directives.no_cache(), self.omits_listed_fields) {
            return Err(MustValidate::NoCache);
        }
        if request.no_cache() {
            return Err(MustValidate::RequestNoCache);
        }
        if !is_fresh {
            may_serve_stale(self.cache, &self.directives, self.omits_listed_fields)?;
        }
        match request.max_age() {
            Delta::Absent => {}
            Delta::Seconds(seconds) if age <= seconds.into() => {}
            _ => return Err(MustValidate::RequestMaxAge),
        }
        match request.min_fresh() {
            Delta::Absent => {}
            Delta::Seconds(seconds)
                if age.saturating_add(seconds.into()) <= self.lifetime.seconds() => {}
            _ => return Err(MustValidate::RequestMinFresh),
        }
        if is_fresh {
            return Ok(Reuse::Serve);
        }
        self.check_stale(request, self.lifetime.staleness(age))
    }

    /// For a response that is stale and may be used then. What the client says about staleness comes
    /// before what the origin permits: max-age alone means that it wants no stale response
    /// (RFC 9111 §5.2.1.1).
    fn check_stale(
        &self,
        request: &RequestDirectives,
        staleness: u64,
    ) -> Result<Reuse, MustValidate> {
        let reuse = match request.max_stale() {
            MaxStale::Any => Some(Reuse::Serve),
            MaxStale::Seconds(seconds) => {
                is_in_window(Delta::Seconds(seconds), staleness).then_some(Reuse::Serve)
            }
            MaxStale::Invalid => None,
            MaxStale::Absent if request.max_age().is_present() => None,
            MaxStale::Absent => is_in_window(self.directives.stale_while_revalidate(), staleness)
                .then_some(Reuse::ServeAndRevalidate),
        };
        reuse.ok_or(MustValidate::Stale)
    }
}
