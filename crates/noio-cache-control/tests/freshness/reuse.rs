//! Whether a stored response may be used (RFC 9111 §4, §5.2.1), and whether it is immutable
//! (RFC 8246 §2).

use noio_cache_control::{
    RequestDirectives, Scope,
    freshness::{Cache, MustValidate, Reuse},
    no_cache_fields,
};

use super::{after, request, response, stored};

const CACHES: [Cache; 2] = [Cache::Private, Cache::Shared];

/// What a cache does with a response of that age for that request.
fn reuse(cache: Cache, line: &str, age: i64, asked: &str) -> Reuse {
    stored(cache, line).reuse(&request(asked), after(age))
}

/// The same with both caches, which have to agree.
#[track_caller]
fn of_both(line: &str, age: i64, asked: &str) -> Reuse {
    let [private, shared] = CACHES.map(|cache| reuse(cache, line, age, asked));
    assert_eq!(private, shared, "{line} at {age} for {asked:?}");
    private
}

#[test]
fn line_52_no_cache_is_never_used_without_validation() {
    let expected = Reuse::Validate(MustValidate::NoCache);
    for line in [
        "no-cache, max-age=60",
        "No-Cache, max-age=60, immutable",
        "no-cache=\"\", max-age=60",
        "no-cache=\"a b\", max-age=60",
        "no-cache, no-cache=\"a\", max-age=60",
        "no-cache x, max-age=60, stale-while-revalidate=60, stale-if-error=60",
        "max-age=60, \"no-cache\"",
    ] {
        for asked in [
            "",
            "max-stale",
            "max-age=60",
            "only-if-cached",
            "stale-if-error=60",
        ] {
            for age in [0, 59, 60, 61] {
                assert_eq!(of_both(line, age, asked), expected, "{line}");
            }
            for cache in CACHES {
                let on_error = stored(cache, line).reuse_on_error(&request(asked), after(61));
                assert_eq!(on_error, Err(MustValidate::NoCache));
            }
        }
    }
}

#[test]
fn line_53_no_cache_for_some_fields_leaves_those_out() {
    let line = "no-cache=\"Set-Cookie, X-User\", max-age=60";
    assert_eq!(of_both(line, 59, ""), Reuse::Serve);
    assert_eq!(response(line).no_cache(), Scope::Fields);
    let names: Vec<_> = no_cache_fields([line]).map(|it| it.as_str()).collect();
    assert_eq!(names, ["Set-Cookie", "X-User"]);
    // A cache that leaves nothing out has to take it for all of the response.
    for cache in CACHES {
        let line = "no-cache=a, max-age=60, stale-if-error=60";
        let mut stored = stored(cache, line);
        stored.omits_listed_fields = false;
        for age in [0, 59, 60] {
            let reuse = stored.reuse(&request("max-stale"), after(age));
            assert_eq!(reuse, Reuse::Validate(MustValidate::NoCache));
            let on_error = stored.reuse_on_error(&request(""), after(age));
            assert_eq!(on_error, Err(MustValidate::NoCache));
        }
        stored.directives = response("private=a, max-age=60");
        assert_eq!(stored.reuse(&request(""), after(59)), Reuse::Serve);
    }
}

#[test]
fn line_54_must_revalidate_binds_when_stale() {
    for line in [
        "must-revalidate, max-age=60, stale-while-revalidate=60, stale-if-error=60",
        "must-revalidate=1, max-age=60, stale-while-revalidate=60, stale-if-error=60",
        "must-revalidate x, max-age=60, stale-while-revalidate=60, stale-if-error=60",
    ] {
        for asked in ["", "max-stale", "max-stale=60", "stale-if-error=60"] {
            assert_eq!(of_both(line, 59, asked), Reuse::Serve);
            let expected = MustValidate::MustRevalidate;
            assert_eq!(of_both(line, 60, asked), Reuse::Validate(expected));
            for cache in CACHES {
                let on_error = stored(cache, line).reuse_on_error(&request(asked), after(60));
                assert_eq!(on_error, Err(expected), "{line}");
            }
        }
    }
}

#[test]
fn line_55_shared_caches_have_more_that_binds() {
    for (line, reason) in [
        (
            "proxy-revalidate, max-age=60",
            MustValidate::ProxyRevalidate,
        ),
        (
            "proxy-revalidate=1, max-age=60",
            MustValidate::ProxyRevalidate,
        ),
        ("s-maxage=60, max-age=60", MustValidate::SMaxage),
        (
            "s-maxage=60, max-age=60, proxy-revalidate",
            MustValidate::ProxyRevalidate,
        ),
    ] {
        for asked in ["max-stale", "max-stale=60"] {
            assert_eq!(of_both(line, 59, asked), Reuse::Serve);
            assert_eq!(reuse(Cache::Private, line, 60, asked), Reuse::Serve);
            let shared = reuse(Cache::Shared, line, 60, asked);
            assert_eq!(shared, Reuse::Validate(reason), "{line}");
        }
        let on_error = |cache, line: &str| {
            let line = format!("{line}, stale-if-error=60");
            stored(cache, &line).reuse_on_error(&RequestDirectives::default(), after(60))
        };
        assert_eq!(on_error(Cache::Private, line), Ok(()));
        assert_eq!(on_error(Cache::Shared, line), Err(reason));
    }
    // Even an s-maxage that is no number: it makes stale, and binds.
    let invalid = reuse(Cache::Shared, "s-maxage=x, max-age=60", 0, "max-stale");
    assert_eq!(invalid, Reuse::Validate(MustValidate::SMaxage));
    assert_eq!(
        reuse(Cache::Private, "s-maxage=x, max-age=60", 0, ""),
        Reuse::Serve
    );
}

#[test]
fn line_56_immutable_is_told_while_fresh() {
    let line = "immutable, max-age=60";
    for cache in CACHES {
        let is_immutable = |line, age| stored(cache, line).is_immutable(after(age));
        assert!(is_immutable(line, 0));
        assert!(is_immutable("MAX-AGE=60, IMMUTABLE", 59));
        // Not when it is stale, and it is no lifetime itself.
        assert!(!is_immutable(line, 60));
        assert!(!is_immutable("immutable", 0));
        assert!(!is_immutable("max-age=60", 0));
        // Not if it is malformed.
        for line in [
            "immutable=1, max-age=60",
            "immutable x, max-age=60",
            "\"immutable\", max-age=60",
        ] {
            assert!(!is_immutable(line, 0), "{line}");
        }
    }
    // It changes no decision: who has asked on reload with max-age=0 gets an answer to that.
    let too_old = Reuse::Validate(MustValidate::RequestMaxAge);
    for age in [1, 59, 60] {
        assert_eq!(of_both(line, age, "max-age=0"), too_old);
    }
    assert_eq!(of_both(line, 59, ""), Reuse::Serve);
    assert_eq!(of_both(line, 60, ""), Reuse::Validate(MustValidate::Stale));
    let expected = Reuse::Validate(MustValidate::RequestNoCache);
    assert_eq!(of_both(line, 59, "no-cache"), expected);
}

#[test]
fn line_57_a_request_says_how_old_a_response_may_be() {
    let line = "max-age=60";
    let too_old = Reuse::Validate(MustValidate::RequestMaxAge);
    assert_eq!(of_both(line, 10, "max-age=10"), Reuse::Serve);
    assert_eq!(of_both(line, 11, "max-age=10"), too_old);
    assert_eq!(of_both(line, 0, "max-age=0"), Reuse::Serve);
    assert_eq!(of_both(line, 1, "max-age=0"), too_old);
    assert_eq!(of_both(line, 59, "max-age=99999999999"), Reuse::Serve);
    for asked in ["max-age", "max-age=x", "max-age=-1", "max-age =60"] {
        assert_eq!(of_both(line, 0, asked), too_old, "{asked}");
    }
}

#[test]
fn line_57b_a_request_says_how_long_a_response_has_to_stay_fresh() {
    let line = "max-age=60";
    let too_short = Reuse::Validate(MustValidate::RequestMinFresh);
    assert_eq!(of_both(line, 50, "min-fresh=10"), Reuse::Serve);
    assert_eq!(of_both(line, 51, "min-fresh=10"), too_short);
    assert_eq!(of_both(line, 59, "min-fresh=0"), Reuse::Serve);
    assert_eq!(of_both(line, 0, "min-fresh=99999999999"), too_short);
    for asked in ["min-fresh", "min-fresh=x", "min-fresh=-1", "min-fresh;"] {
        assert_eq!(of_both(line, 0, asked), too_short, "{asked}");
    }
    // A stale one is as fresh as a request for 0 seconds wants it, if it may be used at all.
    assert_eq!(of_both(line, 60, "min-fresh=0, max-stale"), Reuse::Serve);
    assert_eq!(of_both(line, 61, "min-fresh=0, max-stale"), too_short);
}

#[test]
fn line_57c_a_request_says_how_stale_a_response_may_be() {
    let line = "max-age=60";
    let stale = Reuse::Validate(MustValidate::Stale);
    for (age, asked, expected) in [
        (60, "", stale),
        (60, "max-stale=10", Reuse::Serve),
        (70, "max-stale=10", Reuse::Serve),
        (71, "max-stale=10", stale),
        (60, "max-stale=0", stale),
        (1_000_000_000, "max-stale", Reuse::Serve),
        (60, "max-stale=", stale),
        (60, "max-stale=x", stale),
        (60, "max-stale=-1", stale),
        (60, "max-stale x", stale),
        (70, "max-stale=10, max-stale", Reuse::Serve),
        (71, "max-stale=10, max-stale", stale),
        // A max-age as well leaves the last word to max-stale.
        (70, "max-age=70, max-stale=10", Reuse::Serve),
        (70, "max-age=70", stale),
        (
            70,
            "max-age=69, max-stale",
            Reuse::Validate(MustValidate::RequestMaxAge),
        ),
    ] {
        assert_eq!(of_both(line, age, asked), expected, "{age} {asked}");
    }
}

#[test]
fn line_58_no_cache_in_a_request_asks_for_validation() {
    let line = "max-age=60, stale-while-revalidate=60, stale-if-error=60, immutable";
    let expected = MustValidate::RequestNoCache;
    for asked in [
        "no-cache",
        "NO-CACHE",
        "no-cache=1",
        "no-cache x",
        "max-stale, no-cache",
    ] {
        assert_eq!(
            of_both(line, 0, asked),
            Reuse::Validate(expected),
            "{asked}"
        );
        let on_error = stored(Cache::Private, line).reuse_on_error(&request(asked), after(0));
        assert_eq!(on_error, Err(expected));
    }
    for asked in [
        "foo",
        "public",
        "private",
        "must-revalidate",
        "x-no-cache",
        "no-store",
    ] {
        assert_eq!(of_both(line, 0, asked), Reuse::Serve, "{asked}");
    }
    // Pragma says the same, whatever Cache-Control says.
    let asked = |cache_control: &[&str], pragma: &[&str]| {
        let asked = RequestDirectives::parse_with_pragma(
            cache_control.iter().copied(),
            pragma.iter().copied(),
        );
        stored(Cache::Shared, line).reuse(&asked, after(0))
    };
    assert_eq!(asked(&[], &["no-cache"]), Reuse::Validate(expected));
    assert_eq!(asked(&[], &["foo, No-Cache"]), Reuse::Validate(expected));
    assert_eq!(asked(&[], &["foo"]), Reuse::Serve);
    for cache_control in [&["max-age=10"][..], &["nothing-to-see"], &["", "max-stale"]] {
        let seen = asked(cache_control, &["foo", "no-cache"]);
        assert_eq!(seen, Reuse::Validate(expected), "{cache_control:?}");
        let seen = asked(cache_control, &["max-age=0, no-store"]);
        assert_eq!(seen, Reuse::Serve, "{cache_control:?}");
    }
    assert_eq!(asked(&["no-cache"], &["foo"]), Reuse::Validate(expected));
}

#[test]
fn line_59_only_if_cached_changes_no_decision() {
    assert!(request("only-if-cached").only_if_cached());
    assert_eq!(of_both("max-age=60", 59, "only-if-cached"), Reuse::Serve);
    let stale = Reuse::Validate(MustValidate::Stale);
    assert_eq!(of_both("max-age=60", 60, "only-if-cached"), stale);
    let served = of_both("max-age=60", 60, "only-if-cached, max-stale");
    assert_eq!(served, Reuse::Serve);
}

#[test]
fn line_60_no_transform_is_told() {
    assert!(response("no-transform, max-age=60").no_transform());
    assert!(request("no-transform").no_transform());
    assert_eq!(
        of_both("no-transform, max-age=60", 59, "no-transform"),
        Reuse::Serve
    );
}

#[test]
fn every_reason_has_its_text_and_section() {
    for (reason, text, section) in [
        (
            MustValidate::NoCache,
            "no-cache in the response",
            "RFC 9111 §5.2.2.4",
        ),
        (
            MustValidate::RequestNoCache,
            "no-cache in the request",
            "RFC 9111 §5.2.1.4",
        ),
        (
            MustValidate::MustRevalidate,
            "stale, and must-revalidate in the response",
            "RFC 9111 §5.2.2.2",
        ),
        (
            MustValidate::ProxyRevalidate,
            "stale, and proxy-revalidate in the response",
            "RFC 9111 §5.2.2.8",
        ),
        (
            MustValidate::SMaxage,
            "stale, and s-maxage in the response",
            "RFC 9111 §5.2.2.10",
        ),
        (
            MustValidate::RequestMaxAge,
            "max-age in the request",
            "RFC 9111 §5.2.1.1",
        ),
        (
            MustValidate::RequestMinFresh,
            "min-fresh in the request",
            "RFC 9111 §5.2.1.3",
        ),
        (MustValidate::Stale, "stale", "RFC 9111 §4.2.4"),
    ] {
        assert_eq!(reason.to_string(), text);
        assert_eq!(reason.section(), section);
    }
}
