//! Which field counts.

use noio_cache_control::{
    Age, Delta, Expires, HttpDate, RequestDirectives, ResponseDirectives,
    freshness::{
        Cache, Heuristic, Lifetime, LifetimeSource, NotStorable, ResponseTimes, Reuse, Stored,
    },
    targeted::Policy,
};

use super::{CDN, after, exchange, now};

type Field = (&'static str, &'static str);

/// The list of a cache of the CDN in the examples (RFC 9213 §2.2).
const TARGETS: &[&str] = &["ExampleCDN-Cache-Control", CDN];

const EXPIRES: Field = ("Expires", "Sun, 06 Nov 1994 09:49:37 GMT");

/// What counts for that list: the target, and the seconds of `max-age`.
#[track_caller]
fn check(fields: &[Field], targets: &[&str], target: Option<&str>, max_age: Option<u32>) {
    let fields = fields.iter().map(|(name, value)| (*name, *value));
    let policy = Policy::select(fields.clone(), targets, now());
    assert_eq!(policy.target(), target);
    assert_eq!(policy.directives().max_age().seconds(), max_age);
    if target.is_some() {
        assert_eq!(policy.expires(), Expires::Absent);
    } else {
        let lines = |wanted: &str| -> Vec<&str> {
            let same = |(name, _): &(&str, &str)| name.eq_ignore_ascii_case(wanted);
            fields
                .clone()
                .filter(same)
                .map(|(_, value)| value)
                .collect()
        };
        let expected = ResponseDirectives::parse(lines("cache-control"));
        assert_eq!(policy.directives(), expected);
        assert_eq!(policy.expires(), Expires::parse(lines("expires"), now()));
    }
}

#[test]
fn line_89_the_first_of_the_list_counts() {
    let all = [
        ("Cache-Control", "no-store, max-age=1"),
        EXPIRES,
        (CDN, "max-age=2"),
        ("ExampleCDN-Cache-Control", "max-age=3"),
        ("OtherCDN-Cache-Control", "max-age=4"),
    ];
    let example = Some("ExampleCDN-Cache-Control");
    check(&all, TARGETS, example, Some(3));
    check(&all, &[CDN, "ExampleCDN-Cache-Control"], Some(CDN), Some(2));
    check(&all[..3], TARGETS, Some(CDN), Some(2));
    check(&all[2..3], TARGETS, Some(CDN), Some(2));
    check(&all[..2], TARGETS, None, Some(1));
    // The order of the lines in the response means nothing.
    let reversed: Vec<_> = all.into_iter().rev().collect();
    check(&reversed, TARGETS, example, Some(3));

    let policy = Policy::select(all, TARGETS, now());
    assert!(!policy.directives().no_store());
    assert!(Policy::select(all, &[], now()).directives().no_store());
    // Nothing is added up.
    let fields = [
        (CDN, "public"),
        ("Cache-Control", "max-age=5, must-revalidate"),
    ];
    let policy = Policy::select(fields, TARGETS, now());
    assert_eq!(policy.directives().max_age(), Delta::Absent);
    assert!(policy.directives().public() && !policy.directives().must_revalidate());
    // There need be nothing.
    let nothing = Policy::select([] as [Field; 0], TARGETS, now());
    assert_eq!(nothing.directives(), ResponseDirectives::default());
    assert_eq!(
        (nothing.expires(), nothing.target()),
        (Expires::Absent, None)
    );
}

#[test]
fn line_89b_an_invalid_or_empty_field_is_absent() {
    for bad in [
        "",
        "  ",
        ",",
        "max-age=3,",
        ",max-age=3",
        "max-age=3,,public",
        "max-age=3 public",
        "max-age = 3",
        "max-age=3; Public",
        "Max-Age=3",
        "max-age=",
        "max-age=3s",
        "max-age=\"3",
        "max-age=3;",
        "\tmax-age=3",
        "max-age=3, no-store\u{e9}",
        "max-age=1234567890123456",
        "max-age=(3",
        "private=Set-Cookie, a b",
    ] {
        let first = ("ExampleCDN-Cache-Control", bad);
        let cdn = (CDN, "max-age=2");
        let fallback = ("Cache-Control", "max-age=1");
        check(&[first, cdn, fallback], TARGETS, Some(CDN), Some(2));
        check(&[first, fallback, EXPIRES], TARGETS, None, Some(1));
        check(&[first, (CDN, bad), fallback], TARGETS, None, Some(1));
        check(&[first, EXPIRES], TARGETS, None, None);
        check(&[first], TARGETS, None, None);
    }
}

#[test]
fn the_century_of_expires_is_that_of_the_clock() {
    let fields = [("Expires", "Sunday, 06-Nov-94 08:49:37 GMT")];
    let later = HttpDate::from_unix_seconds(3_000_000_000).unwrap();
    for now in [now(), later] {
        let expires = Policy::select(fields, TARGETS, now).expires();
        assert_eq!(expires, Expires::parse([fields[0].1], now));
    }
    let of = |now| Policy::select(fields, TARGETS, now).expires();
    assert_ne!(of(now()), of(HttpDate::MAX));
}

/// Read as a Dictionary, the last `max-age` would count, and Expires would not.
#[test]
fn line_89h_cache_control_is_no_target() {
    let fields = [("Cache-Control", "max-age=0, max-age=60"), EXPIRES];
    for targets in [&["Cache-Control"], &["CACHE-control"]] {
        check(&fields, targets, None, Some(0));
        assert_ne!(
            Policy::select(fields, targets, now()).expires(),
            Expires::Absent
        );
    }
    let more = [("Cache-Control", "max-age=1"), (CDN, "max-age=2")];
    check(&more, &["cache-control", CDN], Some(CDN), Some(2));
}

#[test]
fn line_89c_what_is_not_on_the_list_changes_nothing() {
    let fields = [
        ("CDN-Cache-Control", "max-age=2"),
        ("Surrogate-Control", "max-age=3"),
        ("X-Cache-Control", "no-store"),
        ("Cache-Control", "max-age=1"),
        EXPIRES,
    ];
    check(&fields, &[], None, Some(1));
    check(&fields, &["ExampleCDN-Cache-Control"], None, Some(1));
    check(&fields, &["CDN-Cache-Contro"], None, Some(1));
    check(&fields, &["Cache-Control-CDN", ""], None, Some(1));
    // The list decides, and not how the name ends.
    check(
        &fields,
        &["Surrogate-Control"],
        Some("Surrogate-Control"),
        Some(3),
    );
    let without = fields.into_iter().skip(3);
    assert_eq!(
        Policy::select(fields, &[], now()),
        Policy::select(without, &[], now()),
    );
}

#[test]
fn line_89d_names_in_any_case() {
    for name in [
        "cdn-cache-control",
        "CDN-CACHE-CONTROL",
        "Cdn-cAche-Control",
    ] {
        let fields = [(name, "max-age=2"), ("CACHE-control", "max-age=1")];
        for target in [name, CDN, "cdn-CACHE-control"] {
            check(&fields, &[target], Some(target), Some(2));
        }
        check(&fields, &[], None, Some(1));
    }
    let fields = [("cache-CONTROL", "public"), ("EXPIRES", EXPIRES.1)];
    let policy = Policy::select(fields, &[], now());
    assert_eq!(policy.expires(), Expires::At(after(3_600)));
    assert!(policy.directives().public());
}

#[test]
fn line_89e_several_lines_are_one() {
    let fields = [
        (CDN, "max-age=2, public"),
        ("Cache-Control", "no-store"),
        ("cdn-cache-control", "s-maxage=5"),
        (CDN, "max-age=3"),
    ];
    check(&fields, TARGETS, Some(CDN), Some(3));
    let policy = Policy::select(fields, TARGETS, now());
    assert!(policy.directives().public());
    assert_eq!(policy.directives().s_maxage(), Delta::Seconds(5));
    for bad in ["", " ", "x=", "a b", "public,", "\"", "private=\"a"] {
        for place in 0..=3 {
            let mut fields = vec![(CDN, "max-age=2"), (CDN, "public"), (CDN, "no-cache")];
            fields.insert(place, (CDN, bad));
            fields.push(("Cache-Control", "max-age=1"));
            check(&fields, TARGETS, None, Some(1));
        }
    }
    // A String does not go on in the next line.
    let fields = [(CDN, "private=\"a"), (CDN, "b\", max-age=2")];
    check(&fields, TARGETS, None, None);
}

/// Whether the response may be stored, and if so, for how long it is fresh.
fn lifetime(fields: &[Field], cache: Cache, targets: &[&str]) -> Result<u64, NotStorable> {
    let fields = fields.iter().map(|(name, value)| (*name, *value));
    let policy = Policy::select(fields, targets, now());
    let (directives, expires) = (policy.directives(), policy.expires());
    exchange(directives, expires).check(cache)?;
    let lifetime = Lifetime::explicit(cache, &directives, expires, now());
    Ok(lifetime.map_or(0, |lifetime| lifetime.seconds()))
}

#[test]
fn line_89f_the_examples_of_the_standard() {
    let of_all = |fields: &[Field]| {
        [
            lifetime(fields, Cache::Shared, &[CDN]),
            lifetime(fields, Cache::Shared, &[]),
            lifetime(fields, Cache::Private, &[]),
        ]
    };
    let fields = [
        ("Cache-Control", "max-age=60, s-maxage=120"),
        (CDN, "max-age=600"),
    ];
    assert_eq!(of_all(&fields), [Ok(600), Ok(120), Ok(60)]);

    let refused = Err(NotStorable::NoStore);
    let fields = [(CDN, "max-age=600"), ("Cache-Control", "no-store")];
    assert_eq!(of_all(&fields), [Ok(600), refused, refused]);

    let fields = [("Cache-Control", "no-store")];
    assert_eq!(of_all(&fields), [refused, refused, refused]);

    // Nothing forbids the CDN to store it, and for this status nothing says so either.
    let fields = [("Cache-Control", "no-store"), (CDN, "none")];
    let nothing = Err(NotStorable::NothingSaysSo);
    assert_eq!(of_all(&fields), [nothing, refused, refused]);
    let policy = Policy::select(fields, &[CDN], now());
    let mut exchange = exchange(policy.directives(), policy.expires());
    exchange.status = 200;
    assert_eq!(exchange.check(Cache::Shared), Ok(()));
}

/// A response with these fields in a cache with that list, stored now, when it was of that age.
fn stored(fields: &[Field], cache: Cache, targets: &[&str], age: u64) -> Stored {
    let fields = fields.iter().map(|(name, value)| (*name, *value));
    let policy = Policy::select(fields, targets, now());
    let times = ResponseTimes {
        request_time: now(),
        response_time: now(),
        date: None,
        age: Some(Age::from_seconds(age)),
    };
    exchange(policy.directives(), policy.expires())
        .store(cache, times, None, &Heuristic::new())
        .unwrap()
}

#[test]
fn line_89g_each_cache_decides_by_its_own() {
    let request = RequestDirectives::default();
    // The age penalty of §2.3: fresh for the CDN, and stale for the browser behind it.
    let fields = [("Cache-Control", "max-age=600"), (CDN, "max-age=3600")];
    let cdn = stored(&fields, Cache::Shared, TARGETS, 1_800);
    let browser = stored(&fields, Cache::Private, &[], 1_800);
    assert_eq!(cdn.reuse(&request, now()), Reuse::Serve);
    assert_eq!(cdn.reuse(&request, after(1_799)), Reuse::Serve);
    assert!(matches!(
        cdn.reuse(&request, after(1_800)),
        Reuse::Validate(_)
    ));
    assert!(matches!(browser.reuse(&request, now()), Reuse::Validate(_)));

    // Expires is not asked by whom a targeted field tells nothing.
    let fields = [EXPIRES, (CDN, "public")];
    let cdn = stored(&fields, Cache::Shared, TARGETS, 0);
    let browser = stored(&fields, Cache::Private, &[], 0);
    assert_eq!(cdn.lifetime.source(), LifetimeSource::None);
    assert!(matches!(cdn.reuse(&request, now()), Reuse::Validate(_)));
    assert_eq!(browser.lifetime.source(), LifetimeSource::Expires);
    assert_eq!(browser.reuse(&request, after(3_599)), Reuse::Serve);

    // no-cache and no-store come before max-age in a targeted field, too.
    let fields = [
        ("Cache-Control", "max-age=60"),
        (CDN, "max-age=60, no-cache"),
    ];
    let cdn = stored(&fields, Cache::Shared, TARGETS, 0);
    assert!(matches!(cdn.reuse(&request, now()), Reuse::Validate(_)));
    let browser = stored(&fields, Cache::Private, &[], 0);
    assert_eq!(browser.reuse(&request, now()), Reuse::Serve);
    let fields = [
        ("Cache-Control", "max-age=60"),
        (CDN, "max-age=60, no-store"),
    ];
    let refused = Err(NotStorable::NoStore);
    assert_eq!(lifetime(&fields, Cache::Shared, TARGETS), refused);
    assert_eq!(lifetime(&fields, Cache::Private, &[]), Ok(60));

    // private, must-revalidate.
    let fields = [
        ("Cache-Control", "public, max-age=60"),
        (CDN, "private, max-age=60"),
    ];
    let refused = Err(NotStorable::Private);
    assert_eq!(lifetime(&fields, Cache::Shared, TARGETS), refused);
    assert_eq!(lifetime(&fields, Cache::Private, &[]), Ok(60));
    let stale = "max-age=1, stale-while-revalidate=60";
    let fields = [
        ("Cache-Control", stale),
        (CDN, "max-age=1, stale-while-revalidate=60, must-revalidate"),
    ];
    let cdn = stored(&fields, Cache::Shared, TARGETS, 0);
    assert!(matches!(cdn.reuse(&request, after(5)), Reuse::Validate(_)));
    let browser = stored(&fields, Cache::Private, &[], 0);
    assert_eq!(browser.reuse(&request, after(5)), Reuse::ServeAndRevalidate);
}
