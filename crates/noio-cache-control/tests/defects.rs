//! What other implementations got wrong, and what ours makes of the same input.
//!
//! A test for each class of defects, with the rule that was broken and who broke it, at the version
//! that was looked at. Where a peer is written in Rust, `PEERS.md` has its answer beside ours, held
//! against the crate itself; the others are told from their sources and their issues.

use noio_cache_control::{
    Age, Anomaly, Delta, Expires, HttpDate, MaxStale, RequestDirectives, ResponseDirectives, Scope,
    freshness::{
        Cache, Exchange, Heuristic, Lifetime, LifetimeSource, MustValidate, NotStorable,
        ResponseTimes, Reuse, Stored, may_serve_stale,
    },
    no_cache_fields, private_fields,
};

const CACHES: [Cache; 2] = [Cache::Private, Cache::Shared];

/// When responses are received here.
fn received() -> HttpDate {
    after(0)
}

/// So many seconds later.
fn after(seconds: i64) -> HttpDate {
    HttpDate::saturating_from_unix_seconds(1_790_000_000 + seconds)
}

fn response(value: &str) -> ResponseDirectives {
    ResponseDirectives::parse([value])
}

fn request(value: &str) -> RequestDirectives {
    RequestDirectives::parse([value])
}

/// A response 200 to a GET without anything else.
fn exchange(response: ResponseDirectives) -> Exchange {
    Exchange {
        is_method_understood: true,
        has_authorization: false,
        request: RequestDirectives::default(),
        status: 200,
        is_status_understood: true,
        omits_listed_fields: true,
        response,
        expires: Expires::Absent,
    }
}

/// The same, to a request with Authorization.
fn authorized(response: ResponseDirectives) -> Exchange {
    Exchange {
        has_authorization: true,
        ..exchange(response)
    }
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

/// Lower case only: `headers` 0.4, `cache_control` 0.2, actix-web, `http-cache-semantics` in Rust and
/// JavaScript; formerly CacheControl for Python, Envoy and webpack (RFC 9111 §5.2).
#[test]
fn names_count_in_any_case() {
    for value in ["No-Store", "NO-STORE", "nO-sToRe", "No-Store, max-age=60"] {
        let directives = response(value);
        assert!(directives.no_store(), "{value}");
        for cache in CACHES {
            let storable = exchange(directives).check(cache);
            assert_eq!(storable, Err(NotStorable::NoStore), "{value}");
        }
    }
    assert_eq!(response("Private").private(), Scope::All);
    assert_eq!(response("NO-CACHE").no_cache(), Scope::All);
    assert_eq!(response("Max-Age=60").max_age(), Delta::Seconds(60));
    assert_eq!(request("MAX-STALE").max_stale(), MaxStale::Any);
}

/// `headers` 0.4 knows neither `no-cache` nor `private` if they have field names, and so loses them;
/// it has no `stale-while-revalidate` and no `stale-if-error` (RFC 9111 §5.2.2.4, §5.2.2.7, RFC 5861).
#[test]
fn a_restriction_with_field_names_is_one() {
    let value = "no-cache=\"Set-Cookie\", private=\"X-User, Authorization-Info\"";
    let directives = response(value);
    assert_eq!(directives.no_cache(), Scope::Fields);
    assert_eq!(directives.private(), Scope::Fields);
    let names: Vec<_> = no_cache_fields([value]).map(|name| name.as_str()).collect();
    assert_eq!(names, ["Set-Cookie"]);
    let names: Vec<_> = private_fields([value]).map(|name| name.as_str()).collect();
    assert_eq!(names, ["X-User", "Authorization-Info"]);

    let directives = response("max-age=1, stale-while-revalidate=2, stale-if-error=3");
    assert_eq!(directives.stale_while_revalidate(), Delta::Seconds(2));
    assert_eq!(directives.stale_if_error(), Delta::Seconds(3));
}

/// `headers` 0.4 ends a quoted-string at an escaped quote, and what is behind it is lost
/// (RFC 9110 §5.6.4); a quoted-string that does not end hides restrictions from it.
#[test]
fn quotes_hide_nothing_but_what_they_quote() {
    let directives = response(r#"ext="a\"b, no-store", max-age=9"#);
    assert_eq!(directives.max_age(), Delta::Seconds(9));
    assert!(!directives.no_store());
    assert!(directives.anomalies().is_empty());

    let directives = response("ext=\"a, no-store, max-age=9");
    assert!(directives.no_store());
    assert_eq!(directives.max_age(), Delta::Invalid);
    assert!(directives.anomalies().contains(Anomaly::BrokenQuoting));
}

/// One bad number loses the whole field: `headers` 0.4, `cache_control` 0.2, actix-web, and pquerna's
/// cachecontrol for Go (RFC 9111 §1.2.2, §4.2.1).
#[test]
fn a_bad_number_loses_nothing_else() {
    for number in [
        "", "-1", "+5", "1.5", "1e3", "0x10", "60a", "a60", "'60'", "\"\"", "\"6 0\"",
    ] {
        let value = format!("no-store, max-age={number}, private");
        let directives = response(&value);
        assert!(directives.no_store(), "{value}");
        assert_eq!(directives.private(), Scope::All, "{value}");
        assert_eq!(directives.max_age(), Delta::Invalid, "{value}");
    }
    let directives = response("no-store, max-age=99999999999999999999999");
    assert!(directives.no_store());
    assert_eq!(directives.max_age(), Delta::Seconds(1 << 31));
}

/// `headers` 0.4 and `http-cache-semantics` 3.0 (Rust) leave out a line with an octet that is not
/// ASCII. It is legal in a quoted-string, and opaque elsewhere (RFC 9110 §5.5).
#[test]
fn an_octet_that_is_not_ascii_hides_nothing() {
    let lines: [&[u8]; 2] = [b"max-age=60\xE9, no-store", b"ext=\"\xE9\", private"];
    let directives = ResponseDirectives::parse(lines);
    assert!(directives.no_store());
    assert_eq!(directives.private(), Scope::All);
    assert_eq!(directives.max_age(), Delta::Invalid);
}

/// hishel 2.0 and pquerna's cachecontrol take what follows `private=a` for more names, up to the end
/// of the line; hishel lets `private="x"` displace `private` (RFC 9111 §5.2, §5.2.2.7).
#[test]
fn a_field_name_without_quotes_is_one() {
    let value = "private=a,no-store";
    assert!(response(value).no_store());
    let names: Vec<_> = private_fields([value]).map(|name| name.as_str()).collect();
    assert_eq!(names, ["a"]);
    let value = "no-cache=a, no-store";
    assert!(response(value).no_store());
    let names: Vec<_> = no_cache_fields([value]).map(|name| name.as_str()).collect();
    assert_eq!(names, ["a"]);
    for value in ["private, private=\"x\"", "private=\"x\", private"] {
        assert_eq!(response(value).private(), Scope::All, "{value}");
    }
    for value in ["no-cache, no-cache=\"x\"", "no-cache=\"x\", no-cache"] {
        assert_eq!(response(value).no_cache(), Scope::All, "{value}");
    }
}

/// pquerna's cachecontrol asks for the first line only (RFC 9110 §5.3).
#[test]
fn every_line_counts() {
    let directives = ResponseDirectives::parse(["max-age=60", "public", "no-store"]);
    assert!(directives.no_store() && directives.public());
    assert_eq!(directives.max_age(), Delta::Seconds(60));
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

/// `http-cache-semantics` (JavaScript) reads what looks like a number at the front: 100, 1 and −1.
/// Whitespace kept its regular expressions busy (CVE-2022-25881).
#[test]
fn a_number_is_digits_and_nothing_else() {
    for value in ["max-age=100a", "max-age=1e3", "max-age=-1", "max-age=1 0"] {
        assert_eq!(response(value).max_age(), Delta::Invalid, "{value}");
    }
    let spaces = " ".repeat(1 << 20);
    let value = format!("a{spaces}, max-age=1{spaces}");
    assert_eq!(response(&value).max_age(), Delta::Seconds(1));
}

/// Pingora keeps 3000000000 and makes 2147483647 of 5000000000 (RFC 9111 §1.2.2).
#[test]
fn a_larger_number_is_never_a_shorter_time() {
    let mut longest = 0;
    for number in [
        "2147483646",
        "2147483647",
        "2147483648",
        "3000000000",
        "5000000000",
    ] {
        let directives = response(&format!("max-age={number}"));
        let seconds = directives.max_age().seconds().unwrap();
        assert!(seconds >= longest, "{number}");
        longest = seconds;
    }
    assert_eq!(longest, 1 << 31);
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

/// To Pingora a semicolon separates, too, and what is behind a quote that does not end is read on
/// as directives (RFC 9111 §5.2).
#[test]
fn a_semicolon_separates_nothing() {
    let directives = response("public;max-age=5");
    assert!(!directives.public());
    assert_eq!(directives.max_age(), Delta::Invalid);
    let directives = response("foo=\"x;public, max-age=5");
    assert!(!directives.public());
    assert_eq!(directives.max_age(), Delta::Invalid);
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

/// A member that is empty makes `uv` leave the line (RFC 9110 §5.6.1.2).
#[test]
fn an_empty_member_is_nothing() {
    for value in [
        ", private=\"cookie\"",
        "private=\"cookie\",",
        ",, ,private=\"cookie\",\t,",
    ] {
        let directives = response(value);
        assert_eq!(directives.private(), Scope::Fields, "{value}");
        assert!(directives.anomalies().is_empty(), "{value}");
    }
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

/// Two caches in a row that read a field differently (RFC 9111 §7.1): in whatever way it is odd, what
/// one of them would take for a permission is none.
#[test]
fn what_may_be_read_in_two_ways_permits_nothing() {
    for value in [
        "ext=\"a\\\", public, s-maxage=60, ext=\"b\"",
        "ext='a, public'",
        "ext=a\"b, public, c\"",
        "\\\"public, s-maxage=60",
        "public =",
        "public\u{a0}",
        "public\0",
        "s-maxage=60; public",
        "s-maxage=6\u{0660}",
        "must-revalidate\u{b}",
        "\"public\", \"s-maxage=60\", \"must-revalidate\"",
    ] {
        let directives = response(value);
        assert!(!directives.public(), "{value:?}");
        assert!(!directives.allows_authorization(), "{value:?}");
        let refused = Err(NotStorable::Authorization);
        assert_eq!(
            authorized(directives).check(Cache::Shared),
            refused,
            "{value:?}"
        );
    }
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
