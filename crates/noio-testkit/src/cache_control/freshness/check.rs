//! The codec beside the [reference](super::reference).

use core::fmt::Debug;

use noio_cache_control::{
    HttpDate, RequestDirectives, ResponseDirectives,
    freshness::{
        self, Cache, Exchange, Heuristic, Lifetime, LifetimeSource, ResponseTimes, Reuse, Stored,
    },
};

use super::{
    Entry, Facts, Use,
    reference::{
        current_age, explicit_lifetime, heuristic_lifetime, is_immutable, may_serve_stale, reuse,
        reuse_disconnected, reuse_on_error, store,
    },
};

/// Both caches.
pub const CACHES: [Cache; 2] = [Cache::Private, Cache::Shared];

/// Checks how old a response is.
///
/// # Errors
///
/// What each of them said.
pub fn check_age(times: &ResponseTimes, now: HttpDate) -> Result<(), String> {
    compare(
        "age",
        &times.current_age(now).into(),
        &current_age(times, now),
        times,
    )?;
    let at_receipt = current_age(times, times.response_time);
    let initial = times.initial_age().into();
    compare("initial age", &initial, &at_receipt, times)
}

/// Messages as plain values, and as the codec has read them.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "tests make them, field by field")]
pub struct Case {
    /// What the reference decides about.
    pub facts: Facts,
    /// The codec's reading of the request.
    pub request: RequestDirectives,
    /// The codec's reading of the response.
    pub response: ResponseDirectives,
}

impl Case {
    /// The codec reads lines that say what the facts are.
    pub fn new(facts: Facts) -> Self {
        Self {
            facts,
            request: facts.request.directives(),
            response: facts.response.directives(),
        }
    }

    fn exchange(&self) -> Exchange {
        Exchange {
            is_method_understood: self.facts.is_method_understood,
            has_authorization: self.facts.has_authorization,
            request: self.request,
            status: self.facts.status,
            is_status_understood: self.facts.is_status_understood,
            omits_listed_fields: self.facts.omits_listed_fields,
            response: self.response,
            expires: self.facts.expires,
        }
    }
}

/// Checks for how long a response is fresh, explicitly and by `heuristic`, and with what it is
/// stored.
///
/// # Errors
///
/// What each of them said.
pub fn check_lifetime(
    case: &Case,
    heuristic: &Heuristic,
    last_modified: Option<HttpDate>,
    times: ResponseTimes,
) -> Result<(), String> {
    let of = |lifetime: Lifetime| (i128::from(lifetime.seconds()), lifetime.source());
    let facts = &case.facts;
    let date = times.date.unwrap_or(times.response_time);
    let context = (facts, heuristic, last_modified, date);

    let seen = heuristic.lifetime(&case.response, facts.status, last_modified, date);
    let guess = heuristic_lifetime(
        heuristic,
        &facts.response,
        facts.status,
        last_modified,
        date,
    )
    .map(|seconds| (seconds, LifetimeSource::Heuristic));
    compare("heuristic lifetime", &seen.map(of), &guess, &context)?;

    for cache in CACHES {
        let seen = Lifetime::explicit(cache, &case.response, facts.expires, date);
        let explicit = explicit_lifetime(cache, &facts.response, facts.expires, date);
        compare("explicit lifetime", &seen.map(of), &explicit, &context)?;

        let seen = case
            .exchange()
            .store(cache, times, last_modified, heuristic);
        let lifetime = explicit.or(guess).unwrap_or((0, LifetimeSource::None));
        let expected = store(cache, facts).map(|()| lifetime);
        let kept = seen.map(|stored| of(stored.lifetime));
        compare("lifetime as stored", &kept, &expected, &context)?;
        if let Ok(stored) = seen {
            let expected = Stored {
                cache,
                directives: case.response,
                times,
                omits_listed_fields: facts.omits_listed_fields,
                ..stored
            };
            compare("record", &stored, &expected, &context)?;
        }
    }
    Ok(())
}

/// Checks whether a response may be stored, by both caches.
///
/// # Errors
///
/// What each of them said.
pub fn check_storage(case: &Case) -> Result<(), String> {
    let exchange = case.exchange();
    for cache in CACHES {
        let (seen, expected) = (exchange.check(cache), store(cache, &case.facts));
        compare("storage", &seen, &expected, &(cache, &case.facts))?;
    }
    Ok(())
}

/// Checks what is done with a stored response: its directives, and the request, are those of
/// `case`.
///
/// # Errors
///
/// What each of them said.
pub fn check_use(
    case: &Case,
    cache: Cache,
    lifetime: Lifetime,
    times: ResponseTimes,
    now: HttpDate,
) -> Result<(), String> {
    let stored = Stored {
        cache,
        directives: case.response,
        lifetime,
        times,
        omits_listed_fields: case.facts.omits_listed_fields,
    };
    let entry = Entry {
        cache,
        response: case.facts.response,
        lifetime: lifetime.seconds().into(),
        age: current_age(&times, now),
        omits_listed_fields: stored.omits_listed_fields,
    };
    let request = &case.facts.request;
    let context = (&entry, request);
    compare("age", &stored.age(now).into(), &entry.age, &context)?;
    let is_fresh = entry.lifetime > entry.age;
    compare("fresh", &stored.is_fresh(now), &is_fresh, &context)?;
    let seen = match stored.reuse(&case.request, now) {
        Reuse::Serve => Use::Serve,
        Reuse::ServeAndRevalidate => Use::ServeAndRevalidate,
        Reuse::Validate(reason) => Use::Validate(reason),
    };
    compare("reuse", &seen, &reuse(&entry, request), &context)?;
    let seen = stored.reuse_on_error(&case.request, now);
    let expected = reuse_on_error(&entry, request);
    compare("reuse on error", &seen, &expected, &context)?;
    let seen = stored.reuse_disconnected(&case.request, now);
    let expected = reuse_disconnected(&entry, request);
    compare("reuse when disconnected", &seen, &expected, &context)?;
    let seen = stored.is_immutable(now);
    compare("immutable", &seen, &is_immutable(&entry), &context)?;
    let omits_listed_fields = entry.omits_listed_fields;
    let seen = freshness::may_serve_stale(cache, &case.response, omits_listed_fields);
    let expected = may_serve_stale(cache, &entry.response, omits_listed_fields);
    compare("stale", &seen, &expected, &context)
}

fn compare<T: PartialEq + Debug>(
    what: &str,
    seen: &T,
    expected: &T,
    context: &impl Debug,
) -> Result<(), String> {
    if seen == expected {
        Ok(())
    } else {
        Err(format!(
            "{what}: expected {expected:?}\n  seen     {seen:?}\n  {context:?}"
        ))
    }
}
