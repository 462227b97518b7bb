//! What is stored and used with one reading of a field, beside another.

use noio_cache_control::{
    RequestDirectives, ResponseDirectives,
    freshness::{Cache, Exchange, Heuristic, Lifetime, Reuse, Stored},
};

use super::{CACHES, junk::ensure, scenario::Circumstances};

/// Checks that with the second nothing is stored or used that was not with the first.
pub(in crate::cache_control) fn check_use_of_response(
    before: &ResponseDirectives,
    after: &ResponseDirectives,
    circumstances: &Circumstances,
) -> Result<(), String> {
    for exchange in circumstances.exchanges() {
        let exchange = |response| Exchange {
            response,
            ..exchange
        };
        for cache in CACHES {
            let (before, after) = (exchange(*before), exchange(*after));
            if let (Err(reason), Ok(())) = (before.check(cache), after.check(cache)) {
                return Err(format!(
                    "stored by {cache:?} in spite of {reason:?}: {after:?}"
                ));
            }
        }
    }
    for cache in CACHES {
        let [before, after] = [before, after].map(|directives| Stored {
            cache,
            directives: *directives,
            lifetime: lifetime(cache, directives, circumstances),
            times: circumstances.times,
            omits_listed_fields: circumstances.omits_listed_fields,
        });
        ensure(
            after.lifetime.seconds() <= before.lifetime.seconds(),
            || {
                format!(
                    "{cache:?}: was {:?} and is {:?}",
                    before.lifetime, after.lifetime
                )
            },
        )?;
        let request = &circumstances.request;
        check_use([(&before, request), (&after, request)], circumstances)?;
    }
    Ok(())
}

/// The lifetime that a cache takes a response for: its own, or a guess, or none.
fn lifetime(
    cache: Cache,
    directives: &ResponseDirectives,
    circumstances: &Circumstances,
) -> Lifetime {
    let Circumstances {
        expires,
        times,
        status,
        last_modified,
        ..
    } = *circumstances;
    Lifetime::explicit(cache, directives, expires, times.date())
        .or_else(|| Heuristic::new().lifetime(directives, status, last_modified, times.date()))
        .unwrap_or_default()
}

/// The same of two requests.
pub(in crate::cache_control) fn check_use_by_request(
    before: &RequestDirectives,
    after: &RequestDirectives,
    circumstances: &Circumstances,
) -> Result<(), String> {
    for exchange in circumstances.exchanges() {
        for cache in CACHES {
            let [before, after] = [before, after].map(|request| {
                Exchange {
                    request: *request,
                    ..exchange
                }
                .check(cache)
            });
            ensure(before.is_ok() || after.is_err(), || {
                format!("stored by {cache:?} in spite of {before:?}")
            })?;
        }
    }
    for cache in CACHES {
        let directives = circumstances.response;
        let stored = Stored {
            cache,
            directives,
            lifetime: lifetime(cache, &directives, circumstances),
            times: circumstances.times,
            omits_listed_fields: circumstances.omits_listed_fields,
        };
        check_use([(&stored, before), (&stored, after)], circumstances)?;
    }
    Ok(())
}

/// Checks that the second is used no more freely than the first.
fn check_use(
    [(before, request_before), (after, request_after)]: [(&Stored, &RequestDirectives); 2],
    circumstances: &Circumstances,
) -> Result<(), String> {
    for now in circumstances.nows(before.lifetime.seconds()) {
        let seen = (
            before.reuse(request_before, now),
            after.reuse(request_after, now),
        );
        ensure(freedom(seen.1) <= freedom(seen.0), || {
            format!(
                "{:?}: was {:?} and is {:?} at {now:?}",
                before.cache, seen.0, seen.1
            )
        })?;
        let seen = (
            before.reuse_on_error(request_before, now),
            after.reuse_on_error(request_after, now),
        );
        ensure(seen.0.is_ok() || seen.1.is_err(), || {
            format!(
                "{:?}: was {:?} and is used on error at {now:?}",
                before.cache, seen.0
            )
        })?;
        let seen = (
            before.reuse_disconnected(request_before, now),
            after.reuse_disconnected(request_after, now),
        );
        ensure(seen.0.is_ok() || seen.1.is_err(), || {
            format!(
                "{:?}: was {:?} and is used when disconnected at {now:?}",
                before.cache, seen.0
            )
        })?;
        ensure(before.is_immutable(now) || !after.is_immutable(now), || {
            format!("{:?}: is immutable at {now:?}", before.cache)
        })?;
    }
    Ok(())
}

fn freedom(reuse: Reuse) -> u8 {
    match reuse {
        Reuse::Validate(_) => 0,
        Reuse::ServeAndRevalidate => 1,
        Reuse::Serve => 2,
    }
}
