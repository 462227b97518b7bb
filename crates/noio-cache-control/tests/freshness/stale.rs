//! What may be done with a stale response (RFC 9111 §4.2.4, RFC 5861).

use noio_cache_control::{
    Delta,
    freshness::{Cache, MustValidate, Reuse, Stored, is_stale_if_error_status, may_serve_stale},
};

use super::{after, request, response, stored};

const CACHES: [Cache; 2] = [Cache::Private, Cache::Shared];

#[test]
fn line_21_windows_that_are_no_numbers_are_none() {
    for argument in ["", "=x", "=-1", "=+5", "=5.0", "=\"\"", " =5", "= 5", "=0"] {
        let line =
            format!("max-age=60, stale-while-revalidate{argument}, stale-if-error{argument}");
        let stored = stored(Cache::Private, &line);
        let expected = MustValidate::Stale;
        let seen = stored.reuse(&request(""), after(60));
        assert_eq!(seen, Reuse::Validate(expected), "{line}");
        let seen = stored.reuse_on_error(&request(""), after(60));
        assert_eq!(seen, Err(expected), "{line}");
    }
}

#[test]
fn line_61_stale_while_revalidate_has_a_window() {
    for cache in CACHES {
        for line in [
            "max-age=60, stale-while-revalidate=30",
            "stale-while-revalidate=\"30\", MAX-AGE=60",
        ] {
            let stored = stored(cache, line);
            let reuse = |age, asked| stored.reuse(&request(asked), after(age));
            assert_eq!(reuse(59, ""), Reuse::Serve);
            assert_eq!(reuse(60, ""), Reuse::ServeAndRevalidate);
            assert_eq!(reuse(90, ""), Reuse::ServeAndRevalidate);
            assert_eq!(reuse(91, ""), Reuse::Validate(MustValidate::Stale));
            // What the request says of staleness goes before it.
            assert_eq!(reuse(60, "max-stale"), Reuse::Serve);
            assert_eq!(
                reuse(70, "max-stale=5"),
                Reuse::Validate(MustValidate::Stale)
            );
            assert_eq!(
                reuse(70, "max-stale=x"),
                Reuse::Validate(MustValidate::Stale)
            );
            assert_eq!(
                reuse(70, "max-age=80"),
                Reuse::Validate(MustValidate::Stale)
            );
            let on_error = stored.reuse_on_error(&request(""), after(91));
            assert_eq!(on_error, Err(MustValidate::Stale));
        }
    }
}

#[test]
fn line_61b_windows_do_not_overflow() {
    let line = "max-age=99999999999, stale-while-revalidate=99999999999";
    let stored = stored(Cache::Shared, line);
    let reuse = |age| stored.reuse(&request(""), after(age));
    assert_eq!(reuse((1 << 31) - 1), Reuse::Serve);
    assert_eq!(reuse(1 << 31), Reuse::ServeAndRevalidate);
    assert_eq!(reuse(1 << 32), Reuse::ServeAndRevalidate);
    assert_eq!(reuse((1 << 32) + 1), Reuse::Validate(MustValidate::Stale));
    assert_eq!(reuse(i64::MAX), Reuse::Validate(MustValidate::Stale));
}

#[test]
fn line_62_stale_if_error_has_a_window() {
    for cache in CACHES {
        let stored = stored(cache, "max-age=60, stale-if-error=30");
        let on_error = |age, asked| stored.reuse_on_error(&request(asked), after(age));
        assert_eq!(
            stored.reuse(&request(""), after(60)),
            Reuse::Validate(MustValidate::Stale)
        );
        for age in [0, 59, 60, 90] {
            assert_eq!(on_error(age, ""), Ok(()), "{age}");
        }
        assert_eq!(on_error(91, ""), Err(MustValidate::Stale));
        // That of the request goes before it, in both directions.
        assert_eq!(on_error(91, "stale-if-error=31"), Ok(()));
        assert_eq!(on_error(92, "stale-if-error=31"), Err(MustValidate::Stale));
        assert_eq!(on_error(71, "stale-if-error=10"), Err(MustValidate::Stale));
        for asked in ["stale-if-error=0", "stale-if-error=x", "stale-if-error"] {
            assert_eq!(on_error(60, asked), Err(MustValidate::Stale), "{asked}");
        }
        // A reload that fails gets what is there.
        assert_eq!(on_error(30, "max-age=0"), Ok(()));
        assert_eq!(on_error(70, "max-age=0"), Ok(()));
        assert_eq!(on_error(70, "min-fresh=1000"), Ok(()));
        assert_eq!(on_error(91, "max-age=0"), Err(MustValidate::RequestMaxAge));
        assert_eq!(on_error(30, "no-cache"), Err(MustValidate::RequestNoCache));
    }
    let stored = stored(Cache::Shared, "max-age=60");
    let on_error = |age, asked| stored.reuse_on_error(&request(asked), after(age));
    assert_eq!(on_error(60, ""), Err(MustValidate::Stale));
    assert_eq!(on_error(70, "stale-if-error=10"), Ok(()));
    assert_eq!(on_error(71, "stale-if-error=10"), Err(MustValidate::Stale));
}

#[test]
fn line_62b_statuses_that_mean_that_the_origin_fails() {
    let seen: Vec<u16> = (0..=u16::MAX)
        .filter(|status| is_stale_if_error_status(*status))
        .collect();
    assert_eq!(seen, [500, 502, 503, 504]);
}

#[test]
fn line_62c_one_gate_closes_every_way_to_use_what_is_stale() {
    for (line, private, shared) in [
        ("", Ok(()), Ok(())),
        (
            "no-cache",
            Err(MustValidate::NoCache),
            Err(MustValidate::NoCache),
        ),
        ("no-cache=\"a\"", Ok(()), Ok(())),
        (
            "must-revalidate",
            Err(MustValidate::MustRevalidate),
            Err(MustValidate::MustRevalidate),
        ),
        (
            "proxy-revalidate",
            Ok(()),
            Err(MustValidate::ProxyRevalidate),
        ),
        ("s-maxage=60", Ok(()), Err(MustValidate::SMaxage)),
        ("s-maxage=x", Ok(()), Err(MustValidate::SMaxage)),
    ] {
        for (cache, expected) in [(Cache::Private, private), (Cache::Shared, shared)] {
            assert_eq!(
                may_serve_stale(cache, &response(line), true),
                expected,
                "{line}"
            );
            let line = format!("{line}, stale-while-revalidate=60, stale-if-error=60");
            let mut stored: Stored = stored(cache, &line);
            stored.lifetime = Default::default();
            let reuse = stored.reuse(&request(""), after(0));
            let on_error = stored.reuse_on_error(&request(""), after(0));
            assert_eq!(on_error, expected, "{line}");
            let disconnected = stored.reuse_disconnected(&request(""), after(1_000));
            assert_eq!(disconnected, expected, "{line}");
            let expected = match expected {
                Ok(()) => Reuse::ServeAndRevalidate,
                Err(reason) => Reuse::Validate(reason),
            };
            assert_eq!(reuse, expected, "{line}");
        }
    }
    // A cache that does not leave out the fields that are listed has to take them for all.
    let listed = response("no-cache=\"a\", max-age=60");
    for cache in CACHES {
        let gate = may_serve_stale(cache, &listed, false);
        assert_eq!(gate, Err(MustValidate::NoCache));
        let other = may_serve_stale(cache, &response("private=a"), false);
        assert_eq!(other, Ok(()));
    }
    assert_eq!(response("stale-if-error").stale_if_error(), Delta::Invalid);
}

#[test]
fn line_65_a_disconnected_cache_uses_what_is_stale() {
    let stale = Err(MustValidate::Stale);
    for cache in CACHES {
        for line in ["max-age=60", "max-age=60, stale-if-error=0", "public"] {
            let stored = stored(cache, line);
            for age in [60, 61, 1_000_000_000] {
                let reuse = |asked| stored.reuse_disconnected(&request(asked), after(age));
                for asked in ["", "only-if-cached", "no-store"] {
                    assert_eq!(reuse(asked), Ok(()), "{line}: {age} {asked}");
                }
                // The request says for how long, or wants nothing stale.
                for asked in [
                    "max-stale=0",
                    "max-stale=x",
                    "max-age=9999999999, max-stale=0",
                    "max-age=9999999999",
                    "stale-if-error=0",
                    "stale-if-error",
                ] {
                    assert_eq!(reuse(asked), stale, "{line}: {age} {asked}");
                }
                let too_short = Err(MustValidate::RequestMinFresh);
                assert_eq!(reuse("min-fresh=1"), too_short, "{line}: {age}");
            }
        }
        let stored = stored(
            cache,
            "max-age=60, stale-if-error=30, stale-while-revalidate=40",
        );
        let disconnected = |age, asked| stored.reuse_disconnected(&request(asked), after(age));
        assert_eq!(disconnected(59, ""), Ok(()));
        assert_eq!(disconnected(90, "max-age=9999999999"), Ok(()));
        assert_eq!(disconnected(91, "max-age=9999999999"), stale);
        assert_eq!(disconnected(110, "stale-if-error=50"), Ok(()));
        assert_eq!(disconnected(111, "stale-if-error=50"), stale);
        assert_eq!(disconnected(100, "max-stale=40"), Ok(()));
        assert_eq!(disconnected(101, "max-stale=40"), stale);
        assert_eq!(disconnected(101, "max-stale"), Ok(()));
        let too_old = Err(MustValidate::RequestMaxAge);
        assert_eq!(disconnected(101, "max-age=100"), too_old);
        assert_eq!(disconnected(101, "max-age=x"), too_old);
        let forced = Err(MustValidate::RequestNoCache);
        assert_eq!(disconnected(0, "no-cache"), forced);
        assert_eq!(disconnected(101, "no-cache"), forced);
    }
}
