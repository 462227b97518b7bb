//! The rules of freshness, storage and reuse, each written down as its section has it: numbers
//! that cannot overflow, and lists of conditions. It shares no code with the codec, only the names
//! of the answers.
//!
//! What the sections leave open is the codec's choice, and said where it is made.

use noio_cache_control::{
    Delta, Expires, HttpDate, MaxStale,
    freshness::{Cache, Heuristic, LifetimeSource, MustValidate, NotStorable, ResponseTimes},
};

use super::facts::{Extent, Facts, Request, Response};

/// How old a stored response is (RFC 9111 §4.2.3), line by line as it stands there. A clock that
/// went back adds nothing.
pub fn current_age(times: &ResponseTimes, now: HttpDate) -> i128 {
    let date_value = seconds(times.date.unwrap_or(times.response_time));
    let age_value = times.age.map_or(0, |age| i128::from(age.seconds()));
    let request_time = seconds(times.request_time);
    let response_time = seconds(times.response_time);
    let now = seconds(now);

    let apparent_age = (response_time - date_value).max(0);
    let response_delay = (response_time - request_time).max(0);
    let corrected_age_value = age_value + response_delay;
    let corrected_initial_age = apparent_age.max(corrected_age_value);
    let resident_time = (now - response_time).max(0);
    corrected_initial_age + resident_time
}

/// The lifetime that a response says itself (RFC 9111 §4.2.1). What is there and invalid makes it
/// stale.
pub fn explicit_lifetime(
    cache: Cache,
    response: &Response,
    expires: Expires,
    date: HttpDate,
) -> Option<(i128, LifetimeSource)> {
    if cache == Cache::Shared && response.s_maxage != Delta::Absent {
        return Some((window(response.s_maxage), LifetimeSource::SMaxage));
    }
    if response.max_age != Delta::Absent {
        return Some((window(response.max_age), LifetimeSource::MaxAge));
    }
    match expires {
        Expires::Absent => None,
        Expires::Invalid => Some((0, LifetimeSource::Expires)),
        Expires::At(end) => Some((
            (seconds(end) - seconds(date)).max(0),
            LifetimeSource::Expires,
        )),
    }
}

/// The lifetime that is guessed (RFC 9111 §4.2.2).
pub fn heuristic_lifetime(
    heuristic: &Heuristic,
    response: &Response,
    status: u16,
    last_modified: Option<HttpDate>,
    date: HttpDate,
) -> Option<i128> {
    // §4.2.2: not where an explicit time is there, and one that is invalid is.
    if response.max_age != Delta::Absent {
        return None;
    }
    if !response.public.permits() && !HEURISTIC_STATUSES.contains(&status) {
        return None;
    }
    let unchanged = seconds(date) - seconds(last_modified?);
    (unchanged >= 0).then(|| {
        let part = unchanged * i128::from(heuristic.percent) / 100;
        part.min(i128::from(heuristic.max_seconds))
    })
}

/// RFC 9110 §15.1.
const HEURISTIC_STATUSES: [u16; 12] = [200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501];

/// Whether a response may be stored (RFC 9111 §3), or the first condition that it does not meet.
///
/// # Errors
///
/// That condition.
pub fn store(cache: Cache, facts: &Facts) -> Result<(), NotStorable> {
    let Facts {
        request, response, ..
    } = facts;
    let shared = cache == Cache::Shared;
    let has_explicit_lifetime = facts.expires != Expires::Absent
        || matches!(response.max_age, Delta::Seconds(_))
        || shared && matches!(response.s_maxage, Delta::Seconds(_));
    let is_invited = response.public.permits()
        // §5.2.2.7 says of the form without a list alone that private caches may store.
        || !shared && response.private == Extent::All
        || has_explicit_lifetime
        || HEURISTIC_STATUSES.contains(&facts.status);
    let allows_authorization = response.public.permits()
        || response.must_revalidate.permits()
        || matches!(response.s_maxage, Delta::Seconds(_));
    let wants_understanding =
        [206, 304].contains(&facts.status) || response.must_understand.restricts();
    let conditions = [
        (facts.is_method_understood, NotStorable::Method),
        ((200..600).contains(&facts.status), NotStorable::NotFinal),
        (
            facts.is_status_understood || !wants_understanding,
            NotStorable::StatusNotUnderstood,
        ),
        (!request.no_store.restricts(), NotStorable::RequestNoStore),
        // §5.2.2.3: a cache that understands the status should ignore `no-store` then.
        (
            !response.no_store.restricts() || response.must_understand.permits(),
            NotStorable::NoStore,
        ),
        (
            !shared || !response.private.is_all(facts.omits_listed_fields),
            NotStorable::Private,
        ),
        // §3.5.
        (
            !shared || !facts.has_authorization || allows_authorization,
            NotStorable::Authorization,
        ),
        (is_invited, NotStorable::NothingSaysSo),
    ];
    match conditions.iter().find(|(is_met, _)| !is_met) {
        None => Ok(()),
        Some((_, reason)) => Err(*reason),
    }
}

/// Whether a stale response may be used at all (RFC 9111 §4.2.4).
///
/// # Errors
///
/// The directive that forbids it.
pub fn may_serve_stale(
    cache: Cache,
    response: &Response,
    omits_listed_fields: bool,
) -> Result<(), MustValidate> {
    let shared = cache == Cache::Shared;
    let conditions = [
        (
            response.no_cache.is_all(omits_listed_fields),
            MustValidate::NoCache,
        ),
        (
            response.must_revalidate.restricts(),
            MustValidate::MustRevalidate,
        ),
        (
            shared && response.proxy_revalidate.restricts(),
            MustValidate::ProxyRevalidate,
        ),
        // §5.2.2.10: it means what `proxy-revalidate` means.
        (
            shared && response.s_maxage != Delta::Absent,
            MustValidate::SMaxage,
        ),
    ];
    match conditions.iter().find(|(forbids, _)| *forbids) {
        None => Ok(()),
        Some((_, reason)) => Err(*reason),
    }
}

/// What is done with a stored response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "tests match all of them, and there is no fourth"
)]
pub enum Use {
    /// It is used.
    Serve,
    /// It is used, and validated behind the user's back (RFC 5861 §3).
    ServeAndRevalidate,
    /// It has to be validated first.
    Validate(MustValidate),
}

/// A stored response, as far as its reuse goes.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "tests make them, field by field")]
pub struct Entry {
    /// Who has stored it.
    pub cache: Cache,
    /// What it says.
    pub response: Response,
    /// For how long it is fresh, in seconds.
    pub lifetime: i128,
    /// How old it is, in seconds.
    pub age: i128,
    /// Whether the cache leaves out the fields that `no-cache` lists.
    pub omits_listed_fields: bool,
}

/// What is done with a stored response that a request asks for (RFC 9111 §4, §5.2.1, RFC 5861 §3).
pub fn reuse(entry: &Entry, request: &Request) -> Use {
    let Entry {
        cache,
        response,
        lifetime,
        age,
        omits_listed_fields,
    } = entry;
    let is_fresh = lifetime > age; // §4.2; equal is stale
    let staleness = (age - lifetime).max(0);

    // §5.2.2.4 and §5.2.1.4.
    if response.no_cache.is_all(*omits_listed_fields) {
        return Use::Validate(MustValidate::NoCache);
    }
    if request.no_cache.restricts() {
        return Use::Validate(MustValidate::RequestNoCache);
    }
    // §4.2.4: nothing in a request gets past what the response forbids.
    if !is_fresh && let Err(reason) = may_serve_stale(*cache, response, *omits_listed_fields) {
        return Use::Validate(reason);
    }
    // §5.2.1.1.
    let is_too_old = match request.max_age {
        Delta::Absent => false,
        Delta::Invalid => true,
        Delta::Seconds(most) => *age > i128::from(most),
    };
    if is_too_old {
        return Use::Validate(MustValidate::RequestMaxAge);
    }
    // §5.2.1.3.
    let is_too_short = match request.min_fresh {
        Delta::Absent => false,
        Delta::Invalid => true,
        Delta::Seconds(least) => *lifetime < age + i128::from(least),
    };
    if is_too_short {
        return Use::Validate(MustValidate::RequestMinFresh);
    }
    if is_fresh {
        return Use::Serve;
    }
    // §5.2.1.2 decides where it is there.
    let is_within = |delta: Delta| window(delta) > 0 && staleness <= window(delta);
    let is_accepted = match request.max_stale {
        MaxStale::Any => true,
        MaxStale::Seconds(most) => is_within(Delta::Seconds(most)),
        MaxStale::Invalid => false,
        // §5.2.1.1: without `max-stale`, who asks for `max-age` wants nothing stale.
        MaxStale::Absent if request.max_age != Delta::Absent => false,
        MaxStale::Absent if is_within(response.stale_while_revalidate) => {
            return Use::ServeAndRevalidate;
        }
        MaxStale::Absent => false,
    };
    if is_accepted {
        Use::Serve
    } else {
        Use::Validate(MustValidate::Stale)
    }
}

/// Whether a stored response may be used since its validation failed (RFC 5861 §4).
///
/// # Errors
///
/// Why it had to be validated, and still has to.
pub fn reuse_on_error(entry: &Entry, request: &Request) -> Result<(), MustValidate> {
    let Use::Validate(reason) = reuse(entry, request) else {
        return Ok(());
    };
    let is_binding = [
        MustValidate::NoCache,
        MustValidate::RequestNoCache,
        MustValidate::MustRevalidate,
        MustValidate::ProxyRevalidate,
        MustValidate::SMaxage,
    ]
    .contains(&reason);
    // The request knows best which error it would rather have.
    let window = match request.stale_if_error {
        Delta::Absent => window(entry.response.stale_if_error),
        of_request => window(of_request),
    };
    let staleness = (entry.age - entry.lifetime).max(0);
    if is_binding || window == 0 || staleness > window {
        Err(reason)
    } else {
        Ok(())
    }
}

/// Whether a stored response may be used since the cache is disconnected (RFC 9111 §4.2.4).
///
/// # Errors
///
/// Why it had to be validated, and still has to.
pub fn reuse_disconnected(entry: &Entry, request: &Request) -> Result<(), MustValidate> {
    let on_error = reuse_on_error(entry, request);
    // It may then be used for any time, which is no answer to who has said a time, or with `max-age`
    // that nothing stale is wanted (§5.2.1.1).
    let says_nothing = request.max_stale == MaxStale::Absent
        && request.stale_if_error == Delta::Absent
        && request.max_age == Delta::Absent;
    if on_error == Err(MustValidate::Stale) && says_nothing {
        return Ok(());
    }
    on_error
}

/// Whether the content cannot have changed meanwhile (RFC 8246 §2).
pub fn is_immutable(entry: &Entry) -> bool {
    entry.response.immutable.permits() && entry.lifetime > entry.age
}

/// The seconds of a directive that lets something happen for so long: none where it is not there
/// or invalid.
fn window(delta: Delta) -> i128 {
    match delta {
        Delta::Seconds(seconds) => seconds.into(),
        Delta::Absent | Delta::Invalid => 0,
    }
}

fn seconds(date: HttpDate) -> i128 {
    date.unix_seconds().into()
}
