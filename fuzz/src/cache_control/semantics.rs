//! What `http-cache-semantics` does otherwise beyond what [the target](super::cache_control_pair)
//! asks it: dates, stale responses, and arithmetic. `PEERS.md` has it, too.

use std::panic::catch_unwind;

use http::{HeaderName, HeaderValue, Request, header};
use http_cache_semantics::CachePolicy;
use noio_cache_control::{
    Age, Expires, RequestDirectives, ResponseDirectives,
    freshness::{Cache, Lifetime, MustValidate, ResponseTimes, Reuse, Stored},
};

use super::{
    decision::Situation,
    peers::{date, policy, time},
};

/// Fields with their values.
type Fields = [(HeaderName, &'static str)];

/// What ours stores of a response in a shared cache.
fn ours(fields: &Fields) -> Stored {
    let all = |name: HeaderName| {
        let of_name = fields.iter().filter(move |(other, _)| *other == name);
        of_name.map(|(_, value)| *value)
    };
    let now = date(0);
    let directives = ResponseDirectives::parse(all(header::CACHE_CONTROL));
    let expires = Expires::parse(all(header::EXPIRES), now);
    Stored {
        cache: Cache::Shared,
        directives,
        lifetime: Lifetime::explicit(Cache::Shared, &directives, expires, now).unwrap_or_default(),
        times: ResponseTimes {
            request_time: now,
            response_time: now,
            date: None,
            age: Age::parse(all(header::AGE)),
        },
        omits_listed_fields: true,
    }
}

/// The same of theirs.
fn theirs(fields: &Fields) -> CachePolicy {
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)))
        .collect();
    policy(&Situation::default(), &[], &fields)
}

/// For how many seconds both take it for fresh.
fn fresh(fields: &Fields) -> (u64, u64) {
    let ours = ours(fields);
    let theirs = theirs(fields).time_to_live(time(0)).as_secs();
    (ours.lifetime.remaining(ours.age(date(0))), theirs)
}

#[test]
fn an_age_beyond_measure_is_old_and_no_panic() {
    let fields = [(header::AGE, "18446744073709551615")];
    assert_eq!(ours(&fields).age(date(1)), (1 << 31) + 1);
    let theirs = catch_unwind(|| theirs(&fields).age(time(1)));
    assert!(theirs.is_err(), "{theirs:?}");
}

#[test]
fn max_stale_does_not_pass_what_forbids_stale_responses() {
    for (value, reason) in [
        ("s-maxage=60", MustValidate::SMaxage),
        (
            "max-age=60, proxy-revalidate",
            MustValidate::ProxyRevalidate,
        ),
        ("max-age=60, no-cache", MustValidate::NoCache),
    ] {
        let fields = [(header::CACHE_CONTROL, value)];
        let request = RequestDirectives::parse(["max-stale=1000"]);
        let reuse = ours(&fields).reuse(&request, date(61));
        assert_eq!(reuse, Reuse::Validate(reason), "{value}");
        let mut request = Request::new(());
        let max_stale = HeaderValue::from_static("max-stale=1000");
        request
            .headers_mut()
            .insert(header::CACHE_CONTROL, max_stale);
        let theirs = theirs(&fields).before_request(&request, time(61));
        assert!(theirs.satisfies_without_revalidation(), "{value}");
    }
}

#[test]
fn obsolete_dates_are_dates() {
    for value in ["Monday, 21-Sep-26 15:13:20 GMT", "Mon Sep 21 15:13:20 2026"] {
        assert_eq!(fresh(&[(header::EXPIRES, value)]), (3600, 0), "{value}");
    }
    // So that it is for the form.
    let imf_fixdate = "Mon, 21 Sep 2026 15:13:20 GMT";
    assert_eq!(fresh(&[(header::EXPIRES, imf_fixdate)]), (3600, 3600));
}

#[test]
fn case_of_letters_in_a_date_means_nothing() {
    let value = "mon, 21 SEP 2026 15:13:20 gmt";
    assert_eq!(fresh(&[(header::EXPIRES, value)]), (3600, 3600));
}

#[test]
fn pragma_in_a_response_means_nothing() {
    let fields = [
        (header::PRAGMA, "no-cache"),
        (header::EXPIRES, "Mon, 21 Sep 2026 15:13:20 GMT"),
    ];
    assert_eq!(fresh(&fields), (3600, 0));
    // Theirs asks it only where there is no Cache-Control.
    let fields = [
        (header::PRAGMA, "no-cache"),
        (header::CACHE_CONTROL, "max-age=60"),
    ];
    assert_eq!(fresh(&fields), (60, 60));
}

#[test]
fn pragma_in_a_request_is_obeyed_by_both() {
    let fields = [(header::CACHE_CONTROL, "max-age=60")];
    let asked = RequestDirectives::parse_with_pragma(["max-age=60"], ["no-cache"]);
    let validate = Reuse::Validate(MustValidate::RequestNoCache);
    assert_eq!(ours(&fields).reuse(&asked, date(1)), validate);
    let theirs = theirs(&fields);
    let satisfies = |pragma| {
        let mut request = Request::new(());
        for (name, value) in [
            (header::CACHE_CONTROL, "max-age=60"),
            (header::PRAGMA, pragma),
        ] {
            let value = HeaderValue::from_static(value);
            request.headers_mut().insert(name, value);
        }
        let before = theirs.before_request(&request, time(1));
        before.satisfies_without_revalidation()
    };
    assert!(!satisfies("no-cache"));
    assert!(satisfies("x"));
}

#[test]
fn what_only_mail_takes_for_a_date_has_expired() {
    for value in [
        "Mon, 21 Sep 2026 17:13:20 +0200",
        "Mon, 21 Sep 2026 10:13:20 EST",
        "Mon,  21 Sep 2026 15:13:20 GMT",
        "Mon, 21 Sep 2026 15:14 GMT",
    ] {
        let (ours, theirs) = fresh(&[(header::EXPIRES, value)]);
        assert_eq!(ours, 0, "{value}");
        assert!(theirs >= 3600, "{value}: {theirs}");
    }
}

#[test]
fn two_expires_that_differ_have_expired() {
    let fields = [
        (header::EXPIRES, "Mon, 21 Sep 2026 15:13:20 GMT"),
        (header::EXPIRES, "Mon, 21 Sep 2026 14:13:21 GMT"),
    ];
    assert_eq!(fresh(&fields), (0, 3600));
}

#[test]
fn set_cookie_is_for_the_caller_to_judge() {
    let fields = [
        (header::CACHE_CONTROL, "max-age=60"),
        (header::SET_COOKIE, "a=b"),
    ];
    assert_eq!(fresh(&fields), (60, 0));
}
