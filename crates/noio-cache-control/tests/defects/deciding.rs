//! What a cache does.

use noio_cache_control::{
    Age, Delta, Expires, HttpDate, RequestDirectives, ResponseDirectives, Scope,
    freshness::{
        Cache, Exchange, Heuristic, Lifetime, LifetimeSource, MustValidate, NotStorable,
        ResponseTimes, Reuse, Stored, may_serve_stale,
    },
};

use crate::{CACHES, authorized, exchange, request, response};

/// When responses are received here.
fn received() -> HttpDate {
    after(0)
}

/// So many seconds later.
fn after(seconds: i64) -> HttpDate {
    HttpDate::saturating_from_unix_seconds(1_790_000_000 + seconds)
}

/// A response that was stored when it was received.
fn stored(cache: Cache, directives: ResponseDirectives) -> Stored {
    Stored {
        cache,
        directives,
        lifetime: Lifetime::explicit(cache, &directives, Expires::Absent, received())
            .unwrap_or_default(),
        times: times(None),
        omits_listed_fields: true,
    }
}

fn times(age: Option<Age>) -> ResponseTimes {
    ResponseTimes {
        request_time: received(),
        response_time: received(),
        date: None,
        age,
    }
}

/// `http-cache-semantics` 3.0 (Rust) notes a conflict as `must-revalidate`, which permits to store
/// what was asked for with Authorization. So does the cache of `uv`.
#[test]
fn a_conflict_permits_nothing() {
    for value in [
        "max-age=60, max-age=61",
        "foo=1, foo=2, max-age=60",
        "max-age=60, max-age",
        "no-transform, no-transform=x, max-age=60",
    ] {
        let directives = response(value);
        assert!(!directives.must_revalidate(), "{value}");
        assert!(!directives.allows_authorization(), "{value}");
        let authorized = authorized(directives).check(Cache::Shared);
        assert_eq!(authorized, Err(NotStorable::Authorization), "{value}");
    }
    // Nor does a `must-revalidate` that is not as it should be (RFC 9111 §3.5).
    for value in [
        "must-revalidate=\"x\"",
        "must-revalidate;",
        "\"must-revalidate",
    ] {
        let directives = response(value);
        assert!(directives.must_revalidate(), "{value}");
        assert!(!directives.allows_authorization(), "{value}");
    }
    assert!(response("must-revalidate").allows_authorization());
}

/// `http-cache-semantics` 3.0 (Rust) panics when it adds to such an Age; servo did; in `uv` and
/// Ladybird the sum wrapped, so that what was old looked new (RFC 9111 §1.2.2, §4.2.3).
#[test]
fn a_large_age_is_old() {
    for value in [
        "2147483648",
        "4294967296",
        "9223372036854775808",
        "18446744073709551615",
        "99999999999999999999999999999999999999999999",
    ] {
        let age = Age::parse([value]);
        assert_eq!(age.map(Age::seconds), Some(1 << 31), "{value}");
        let mut stored = stored(Cache::Shared, response("max-age=2147483648"));
        stored.times.age = age;
        assert!(!stored.is_fresh(received()), "{value}");
        // The ends of the calendar are as far apart as times can be.
        stored.times.request_time = HttpDate::MIN;
        assert!(stored.age(HttpDate::MAX) > 1 << 31, "{value}");
    }
}

/// `max-stale` is the client's, and asks for nothing that the server forbids (RFC 9111 §4.2.4). In
/// `http-cache-semantics` 3.0 (Rust) it overrides all but `must-revalidate`; Envoy and undici had
/// the same (envoy#47403, undici#5511).
#[test]
fn max_stale_does_not_override_the_response() {
    for (value, reason) in [
        ("max-age=60, no-cache", MustValidate::NoCache),
        ("max-age=60, must-revalidate", MustValidate::MustRevalidate),
        (
            "max-age=60, proxy-revalidate",
            MustValidate::ProxyRevalidate,
        ),
        ("s-maxage=60", MustValidate::SMaxage),
        // A lifetime that is none forbids no less.
        ("s-maxage=x", MustValidate::SMaxage),
    ] {
        let stored = stored(Cache::Shared, response(value));
        for asked in [
            "max-stale",
            "max-stale=1000",
            "max-stale=1000, stale-if-error=1000",
        ] {
            let asked = request(asked);
            let validate = Reuse::Validate(reason);
            assert_eq!(stored.reuse(&asked, after(61)), validate, "{value}");
            let on_error = stored.reuse_on_error(&asked, after(61));
            assert_eq!(on_error, Err(reason), "{value}");
        }
    }
    // A private cache has nothing to do with what is for shared ones.
    let stored = stored(
        Cache::Private,
        response("max-age=60, s-maxage=1, proxy-revalidate"),
    );
    assert_eq!(stored.reuse(&request("max-stale"), after(61)), Reuse::Serve);
}

/// `Expires: 0` is no Expires to pquerna's cachecontrol, and a lifetime is guessed. An invalid one has
/// expired (RFC 9111 §5.3). Two of them are none to Pingora, which takes its default.
#[test]
fn an_invalid_expires_has_expired() {
    let date = "Mon, 21 Sep 2026 15:13:20 GMT";
    let other = "Mon, 21 Sep 2026 15:13:21 GMT";
    let last_modified = HttpDate::from_unix_seconds(0);
    for lines in [
        &["0"][..],
        &[""],
        &["-1"],
        &["Mon, 21 Sep 2026"],
        &[date, other],
        &[date, "0"],
    ] {
        let expires = Expires::parse(lines, received());
        assert_eq!(expires, Expires::Invalid, "{lines:?}");
        for cache in CACHES {
            let directives = ResponseDirectives::default();
            let lifetime = Lifetime::explicit(cache, &directives, expires, received()).unwrap();
            assert_eq!(lifetime.seconds(), 0, "{lines:?}");
            assert_eq!(lifetime.source(), LifetimeSource::Expires, "{lines:?}");
        }
    }
    let expires = Expires::parse([date, date], received());
    assert_eq!(expires, Expires::At(after(3600)));
    // What would have been guessed instead.
    let guessed = Heuristic::new().lifetime(
        &ResponseDirectives::default(),
        200,
        last_modified,
        received(),
    );
    assert_eq!(guessed.map(|lifetime| lifetime.seconds()), Some(86_400));
}

/// Without a number, they were errors to pquerna's cachecontrol, and the whole field was lost. They
/// open no window (RFC 5861).
#[test]
fn a_window_without_a_number_is_closed() {
    let directives = response("max-age=60, stale-while-revalidate, stale-if-error, private");
    assert_eq!(directives.stale_while_revalidate(), Delta::Invalid);
    assert_eq!(directives.stale_if_error(), Delta::Invalid);
    assert_eq!(directives.private(), Scope::All);
    let stored = stored(Cache::Private, directives);
    let asked = RequestDirectives::default();
    let stale = MustValidate::Stale;
    assert_eq!(stored.reuse(&asked, after(60)), Reuse::Validate(stale));
    assert_eq!(stored.reuse_on_error(&asked, after(60)), Err(stale));
}

/// `http-cache-semantics` 4.2 and later (JavaScript) validates it although it is fresh, and serves it
/// on errors although it is stale (RFC 9111 §5.2.2.2).
#[test]
fn must_revalidate_is_about_what_is_stale() {
    let value = "max-age=60, must-revalidate, stale-if-error=1000, stale-while-revalidate=1000";
    for cache in CACHES {
        let stored = stored(cache, response(value));
        let asked = RequestDirectives::default();
        assert_eq!(stored.reuse(&asked, after(59)), Reuse::Serve);
        assert_eq!(stored.reuse_on_error(&asked, after(59)), Ok(()));
        let reason = MustValidate::MustRevalidate;
        assert_eq!(stored.reuse(&asked, after(60)), Reuse::Validate(reason));
        assert_eq!(stored.reuse_on_error(&asked, after(60)), Err(reason));
    }
}

/// Pingora asks Expires, and then its defaults, when `max-age` is none (RFC 9111 §4.2.1).
#[test]
fn an_invalid_max_age_is_no_time_at_all() {
    let expires = Expires::At(after(1000));
    for value in ["max-age=bad", "max-age", "max-age =60", "max-age=\"\""] {
        let directives = response(value);
        let lifetime =
            Lifetime::explicit(Cache::Private, &directives, expires, received()).unwrap();
        assert_eq!(lifetime.seconds(), 0, "{value}");
        assert_eq!(lifetime.source(), LifetimeSource::MaxAge, "{value}");
    }
    // Of a shared cache, `max-age` is not asked for where there is an `s-maxage`.
    let directives = response("s-maxage=bad, max-age=1000");
    let lifetime = Lifetime::explicit(Cache::Shared, &directives, expires, received()).unwrap();
    assert_eq!(lifetime.seconds(), 0);
    assert_eq!(lifetime.source(), LifetimeSource::SMaxage);
}

/// `uv` takes times since 1970 for lifetimes, so that no `min-fresh` is ever met
/// (RFC 9111 §5.2.1.3).
#[test]
fn min_fresh_is_met_up_to_its_second() {
    let stored = stored(Cache::Private, response("max-age=60"));
    let reuse = |value: &str| stored.reuse(&request(value), after(20));
    assert_eq!(reuse("min-fresh=40"), Reuse::Serve);
    let validate = Reuse::Validate(MustValidate::RequestMinFresh);
    assert_eq!(reuse("min-fresh=41"), validate);
    assert_eq!(reuse("min-fresh=bad"), validate);
    assert_eq!(reuse("min-fresh=99999999999999999999"), validate);
}

/// `uv` asks the request that was stored for `max-stale`, and not the one that is there
/// (RFC 9111 §5.2.1.2). What is stored here has no request in it.
#[test]
fn max_stale_is_that_of_the_request_at_hand() {
    let stored = stored(Cache::Private, response("max-age=60"));
    let reuse = |value: &str| stored.reuse(&request(value), after(70));
    let stale = Reuse::Validate(MustValidate::Stale);
    assert_eq!(reuse("max-stale=10"), Reuse::Serve);
    assert_eq!(reuse("max-stale=9"), stale);
    assert_eq!(reuse(""), stale);
}

/// undici looked for Authorization among the fields of the response (undici#4911, RFC 9111 §3.5).
#[test]
fn authorization_is_that_of_the_request() {
    let plain = response("max-age=60");
    let refused = Err(NotStorable::Authorization);
    assert_eq!(authorized(plain).check(Cache::Shared), refused);
    assert_eq!(authorized(plain).check(Cache::Private), Ok(()));
    assert_eq!(exchange(plain).check(Cache::Shared), Ok(()));
    for value in ["public", "s-maxage=60", "must-revalidate"] {
        assert_eq!(
            authorized(response(value)).check(Cache::Shared),
            Ok(()),
            "{value}"
        );
    }
}

/// To undici 7.30 a `max-age=0` of a request is none (undici#5504, RFC 9111 §5.2.1.1).
#[test]
fn a_request_may_want_it_new() {
    let stored = stored(Cache::Private, response("max-age=60"));
    let reuse = |seconds| stored.reuse(&request("max-age=0"), after(seconds));
    assert_eq!(reuse(0), Reuse::Serve);
    assert_eq!(reuse(1), Reuse::Validate(MustValidate::RequestMaxAge));
}

/// undici 7.30 and `http-cache-semantics` leave out how long the response took (RFC 9111 §4.2.3).
#[test]
fn what_took_long_is_older() {
    let mut times = times(Some(Age::from_seconds(10)));
    times.request_time = after(-5);
    assert_eq!(times.initial_age(), 15);
    assert_eq!(times.current_age(after(7)), 22);
}

/// undici 7.30 and httpdate put two digits of a year into 1970 to 2069 for ever; it is the latest year
/// that is not more than 50 years ahead (RFC 9110 §5.6.7).
#[test]
fn two_digits_of_a_year_move_with_time() {
    let now = HttpDate::parse_imf_fixdate(b"Thu, 01 Jan 2060 00:00:00 GMT").unwrap();
    let later = HttpDate::parse_imf_fixdate(b"Fri, 01 Jan 2100 00:00:00 GMT").unwrap();
    let expires = Expires::parse(["Friday, 01-Jan-00 00:00:00 GMT"], now);
    assert_eq!(expires, Expires::At(later));
}

/// hishel 2.0 and Pingora do not look at Age, and use what comes from another cache for too long
/// (RFC 9111 §4.2.3).
#[test]
fn a_response_is_as_old_as_its_age_says() {
    let mut stored = stored(Cache::Private, response("max-age=60"));
    stored.times.age = Age::parse(["50"]);
    assert!(stored.is_fresh(after(9)));
    assert!(!stored.is_fresh(after(10)));
}

/// Errors in a cache (RFC 9111 §7.2): `stale-if-error` and the rest never pass what forbids stale
/// responses, and an error is stored only where something says so.
#[test]
fn an_error_is_not_stored_for_nothing() {
    for status in [400, 403, 418, 429, 500, 502, 503] {
        let error = Exchange {
            status,
            ..exchange(ResponseDirectives::default())
        };
        for cache in CACHES {
            assert_eq!(
                error.check(cache),
                Err(NotStorable::NothingSaysSo),
                "{status}"
            );
        }
    }
    for value in [
        "no-cache",
        "must-revalidate",
        "proxy-revalidate",
        "s-maxage=0",
    ] {
        let value = format!("{value}, stale-if-error=60, stale-while-revalidate=60");
        assert!(
            may_serve_stale(Cache::Shared, &response(&value), true).is_err(),
            "{value}"
        );
    }
}

/// Souin asks for `private` and for Authorization in one condition, so that leave for the one is
/// leave for the other. They are two rules (RFC 9111 §3, §3.5).
#[test]
fn private_is_private_whatever_else_is_permitted() {
    for value in [
        "private, public, s-maxage=60, must-revalidate",
        "public, private",
        "s-maxage=60, private;",
    ] {
        for exchange in [exchange(response(value)), authorized(response(value))] {
            assert_eq!(
                exchange.check(Cache::Shared),
                Err(NotStorable::Private),
                "{value}"
            );
        }
    }
}
