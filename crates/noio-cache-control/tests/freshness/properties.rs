//! What holds of any response at any time.

use noio_cache_control::{
    Age, Delta, Expires, HttpDate, MaxStale, RequestDirectives, ResponseDirectives,
    freshness::{
        Cache, Heuristic, Lifetime, MustValidate, ResponseTimes, Reuse, Stored, may_serve_stale,
    },
};
use noio_testkit::cache_control::{
    freshness::{
        CACHES, Case, Extent, Facts, Flag, Request, Response, check_age, check_lifetime,
        check_storage, check_use,
    },
    fuzz::cache_freshness,
};
use noio_testkit::strategies::bytes;
use proptest::{prelude::*, sample::select};

use super::{after, now};

fn date() -> impl Strategy<Value = HttpDate> {
    let near = (-100_i64..100).prop_map(after);
    let any = any::<i64>().prop_map(HttpDate::saturating_from_unix_seconds);
    let real = (HttpDate::MIN.unix_seconds()..=HttpDate::MAX.unix_seconds())
        .prop_map(HttpDate::saturating_from_unix_seconds);
    prop_oneof![6 => near, 1 => any, 1 => real]
}

fn seconds() -> impl Strategy<Value = u32> {
    prop_oneof![6 => 0..100_u32, 1 => any::<u32>().prop_map(|seconds| seconds.min(1 << 31))]
}

fn delta() -> impl Strategy<Value = Delta> {
    prop_oneof![
        2 => Just(Delta::Absent),
        1 => Just(Delta::Invalid),
        3 => seconds().prop_map(Delta::Seconds),
    ]
}

fn flag() -> impl Strategy<Value = Flag> {
    prop_oneof![4 => Just(Flag::Absent), 1 => select(&Flag::ALL[..])]
}

fn extent() -> impl Strategy<Value = Extent> {
    prop_oneof![4 => Just(Extent::None), 1 => select(&Extent::ALL[..])]
}

fn times() -> impl Strategy<Value = ResponseTimes> {
    let age = proptest::option::of(any::<u64>().prop_map(|it| Age::from_seconds(it % 200)));
    (date(), date(), proptest::option::of(date()), age).prop_map(
        |(request_time, response_time, date, age)| ResponseTimes {
            request_time,
            response_time,
            date,
            age,
        },
    )
}

fn response() -> impl Strategy<Value = Response> {
    let flags = [(); 6].map(|()| flag());
    (flags, [extent(), extent()], [(); 4].map(|()| delta())).prop_map(
        |(flags, [private, no_cache], deltas)| {
            let [
                public,
                must_understand,
                no_store,
                must_revalidate,
                proxy_revalidate,
                immutable,
            ] = flags;
            let [max_age, s_maxage, stale_while_revalidate, stale_if_error] = deltas;
            Response {
                public,
                private,
                must_understand,
                no_store,
                no_cache,
                max_age,
                s_maxage,
                stale_while_revalidate,
                stale_if_error,
                must_revalidate,
                proxy_revalidate,
                immutable,
            }
        },
    )
}

fn request() -> impl Strategy<Value = Request> {
    let max_stale = prop_oneof![
        3 => Just(MaxStale::Absent),
        1 => Just(MaxStale::Invalid),
        1 => Just(MaxStale::Any),
        2 => seconds().prop_map(MaxStale::Seconds),
    ];
    ([flag(), flag()], max_stale, [(); 3].map(|()| delta())).prop_map(
        |([no_cache, no_store], max_stale, [max_age, min_fresh, stale_if_error])| Request {
            no_cache,
            no_store,
            max_age,
            max_stale,
            min_fresh,
            stale_if_error,
        },
    )
}

fn expires() -> impl Strategy<Value = Expires> {
    prop_oneof![
        2 => Just(Expires::Absent),
        1 => Just(Expires::Invalid),
        2 => date().prop_map(Expires::At),
    ]
}

fn cache() -> impl Strategy<Value = Cache> {
    select(&CACHES[..])
}

prop_compose! {
    fn case()(
        response in response(),
        request in request(),
        expires in expires(),
        status in prop_oneof![select(&[200, 206, 304, 404][..]), 0..700_u16],
        bits in any::<[bool; 4]>(),
    ) -> Case {
        let [
            is_method_understood,
            has_authorization,
            is_status_understood,
            omits_listed_fields,
        ] = bits;
        Case::new(Facts {
            is_method_understood,
            has_authorization,
            request,
            status,
            is_status_understood,
            omits_listed_fields,
            response,
            expires,
        })
    }
}

prop_compose! {
    fn stored()(
        cache in cache(),
        response in response(),
        expires in expires(),
        times in times(),
        omits_listed_fields in any::<bool>(),
    ) -> Stored {
        let directives = response.directives();
        Stored {
            cache,
            directives,
            lifetime: Lifetime::explicit(cache, &directives, expires, times.date())
                .unwrap_or_default(),
            times,
            omits_listed_fields,
        }
    }
}

fn expect(checked: Result<(), String>) -> Result<(), TestCaseError> {
    checked.map_err(TestCaseError::fail)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn the_codec_decides_as_the_reference(
        case in case(),
        cache in cache(),
        times in times(),
        now in date(),
        last_modified in proptest::option::of(date()),
        limits in any::<(u8, u64)>(),
    ) {
        let mut heuristic = Heuristic::new();
        (heuristic.percent, heuristic.max_seconds) = limits;
        expect(check_age(&times, now))?;
        expect(check_storage(&case))?;
        expect(check_lifetime(&case, &heuristic, last_modified, times))?;
        let lifetime = Lifetime::explicit(cache, &case.response, case.facts.expires, times.date());
        expect(check_use(&case, cache, lifetime.unwrap_or_default(), times, now))?;
    }

    #[test]
    fn the_codec_decides_as_the_reference_about_any_bytes(data in bytes(64)) {
        cache_freshness(&data);
    }

    #[test]
    fn nothing_grows_younger(times in times(), first in date(), second in date()) {
        let (first, second) = (first.min(second), first.max(second));
        prop_assert!(times.current_age(first) <= times.current_age(second));
        prop_assert!(times.initial_age() <= times.current_age(HttpDate::MIN));
        let older = ResponseTimes {
            age: Some(Age::from_seconds(u64::MAX)),
            ..times
        };
        prop_assert!(times.current_age(first) <= older.current_age(first));
    }

    #[test]
    fn lifetime_grows_with_each_number(
        case in case(),
        cache in cache(),
        first in seconds(),
        second in seconds(),
        date in date(),
    ) {
        let (first, second) = (first.min(second), first.max(second));
        let Facts { response, expires, .. } = case.facts;
        let lifetime = |response: Response, expires| {
            Lifetime::explicit(cache, &response.directives(), expires, date)
                .map(|lifetime| lifetime.seconds())
        };
        for set in [
            |response: &mut Response, delta| response.max_age = delta,
            |response: &mut Response, delta| response.s_maxage = delta,
        ] {
            let [shorter, longer] = [first, second].map(|seconds| {
                let mut response = response;
                set(&mut response, Delta::Seconds(seconds));
                lifetime(response, expires)
            });
            prop_assert!(shorter <= longer);
        }
        let later = |seconds: u32| {
            let end = date.unix_seconds().saturating_add(seconds.into());
            Expires::At(HttpDate::saturating_from_unix_seconds(end))
        };
        prop_assert!(lifetime(response, later(first)) <= lifetime(response, later(second)));
    }

    #[test]
    fn fresh_remaining_and_staleness_agree(seconds in seconds(), age in any::<u64>()) {
        let directives = ResponseDirectives::parse([format!("max-age={seconds}").as_str()]);
        let lifetime = Lifetime::explicit(Cache::Private, &directives, Expires::Absent, now())
            .expect("max-age");
        for age in [age, age % 200, seconds.into()] {
            let (remaining, staleness) = (lifetime.remaining(age), lifetime.staleness(age));
            prop_assert_eq!(lifetime.is_fresh(age), remaining > 0);
            prop_assert!(remaining == 0 || staleness == 0);
            prop_assert_eq!(
                u128::from(age) + u128::from(remaining),
                u128::from(lifetime.seconds()) + u128::from(staleness)
            );
        }
    }

    /// What has to be validated since it is too old has to be for ever, and what may be used
    /// meanwhile never becomes more than that.
    #[test]
    fn time_takes_permissions_away(
        stored in stored(),
        request in request(),
        first in date(),
        second in date(),
    ) {
        let request = request.directives();
        let (first, second) = (first.min(second), first.max(second));
        let freedom = |now| match stored.reuse(&request, now) {
            Reuse::Serve => 2,
            Reuse::ServeAndRevalidate => 1,
            Reuse::Validate(_) => 0,
        };
        prop_assert!(freedom(second) <= freedom(first));
        let on_error = |now| stored.reuse_on_error(&request, now).is_ok();
        prop_assert!(on_error(first) || !on_error(second));
        let disconnected = |now| stored.reuse_disconnected(&request, now).is_ok();
        prop_assert!(disconnected(first) || !disconnected(second));
        prop_assert!(stored.is_immutable(first) || !stored.is_immutable(second));
        // Each way lets at least what the one before it lets.
        prop_assert!(freedom(first) == 0 || on_error(first));
        prop_assert!(!on_error(first) || disconnected(first));
    }

    #[test]
    fn nothing_stale_gets_past_the_gate(stored in stored(), request in request(), now in date()) {
        let request = request.directives();
        let gate = may_serve_stale(stored.cache, &stored.directives, stored.omits_listed_fields);
        if let (false, Err(reason)) = (stored.is_fresh(now), gate) {
            let reuse = stored.reuse(&request, now);
            prop_assert!(matches!(reuse, Reuse::Validate(_)));
            prop_assert!(stored.reuse_on_error(&request, now).is_err());
            prop_assert!(stored.reuse_disconnected(&request, now).is_err());
            if !request.no_cache() {
                prop_assert_eq!(reuse, Reuse::Validate(reason));
            }
        }
        if gate == Err(MustValidate::NoCache) {
            prop_assert!(matches!(stored.reuse(&request, now), Reuse::Validate(_)));
        }
    }

    #[test]
    fn windows_are_exact(
        lifetime in 0..100_u32,
        window in 1..=1_u32 << 31,
        cache in cache(),
    ) {
        let line = format!("max-age={lifetime}, stale-while-revalidate={window}, stale-if-error={window}");
        let directives = ResponseDirectives::parse([line.as_str()]);
        let request = RequestDirectives::default();
        let stored = Stored {
            cache,
            directives,
            lifetime: Lifetime::explicit(cache, &directives, Expires::Absent, now())
                .expect("max-age"),
            times: super::times(),
            omits_listed_fields: false,
        };
        let end = after(i64::from(lifetime) + i64::from(window));
        let past = after(i64::from(lifetime) + i64::from(window) + 1);
        prop_assert_eq!(stored.reuse(&request, end), Reuse::ServeAndRevalidate);
        prop_assert_eq!(stored.reuse(&request, past), Reuse::Validate(MustValidate::Stale));
        prop_assert_eq!(stored.reuse_on_error(&request, end), Ok(()));
        prop_assert_eq!(stored.reuse_on_error(&request, past), Err(MustValidate::Stale));
    }
}
