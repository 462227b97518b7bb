//! Every combination of what decides, beside the reference.

use noio_cache_control::{
    Age, Delta, Expires, HttpDate, MaxStale,
    freshness::{Cache, Lifetime, ResponseTimes},
};
use noio_testkit::cache_control::freshness::{
    CACHES, Case, Extent, Facts, Flag, Request, Response, check_age, check_storage, check_use,
};

use super::{after, now, times};

const fn facts(request: Request, response: Response) -> Facts {
    Facts {
        is_method_understood: true,
        has_authorization: false,
        request,
        status: 200,
        is_status_understood: true,
        omits_listed_fields: true,
        response,
        expires: Expires::Absent,
    }
}

#[track_caller]
fn expect(checked: Result<(), String>) {
    if let Err(detail) = checked {
        panic!("{detail}");
    }
}

/// All pairs.
fn pairs<A: Copy, B: Copy>(first: &[A], second: &[B]) -> Vec<(A, B)> {
    let with = |it: &A| second.iter().map(|other| (*it, *other)).collect::<Vec<_>>();
    first.iter().flat_map(with).collect()
}

#[test]
fn storage() {
    const DELTAS: [Delta; 3] = [Delta::Absent, Delta::Invalid, Delta::Seconds(0)];
    const STATUSES: [u16; 22] = [
        0, 99, 100, 101, 199, 200, 203, 206, 299, 301, 302, 304, 308, 399, 400, 404, 499, 501, 503,
        599, 600, 999,
    ];
    let expires = [Expires::Absent, Expires::Invalid, Expires::At(now())];
    let mut count = 0;
    for ((public, private), (must_understand, no_store)) in pairs(
        &pairs(&Flag::ALL, &Extent::ALL),
        &pairs(&Flag::ALL, &Flag::ALL),
    ) {
        for ((max_age, s_maxage), must_revalidate) in pairs(&pairs(&DELTAS, &DELTAS), &Flag::ALL) {
            let response = Response {
                public,
                private,
                must_understand,
                no_store,
                max_age,
                s_maxage,
                must_revalidate,
                ..Response::default()
            };
            for no_store in [Flag::Absent, Flag::Argued] {
                let request = Request {
                    no_store,
                    ..Request::default()
                };
                let mut case = Case::new(facts(request, response));
                for ((status, expires), bits) in
                    pairs(&pairs(&STATUSES, &expires), &[0, 1, 2, 3, 4, 8])
                {
                    case.facts.status = status;
                    case.facts.expires = expires;
                    case.facts.has_authorization = bits & 1 != 0;
                    case.facts.is_status_understood = bits & 2 == 0;
                    case.facts.is_method_understood = bits & 4 == 0;
                    case.facts.omits_listed_fields = bits & 8 == 0;
                    expect(check_storage(&case));
                    count += 1;
                }
            }
        }
    }
    assert_eq!(count, 3 * 4 * 3 * 3 * 3 * 3 * 3 * 2 * 22 * 3 * 6);
}

/// A lifetime of so many seconds.
fn lifetime(seconds: u32) -> Lifetime {
    let end = Expires::At(after(seconds.into()));
    let directives = Response::default().directives();
    Lifetime::explicit(Cache::Private, &directives, end, now()).expect("Expires")
}

#[test]
fn reuse() {
    const WINDOWS: [Delta; 4] = [
        Delta::Absent,
        Delta::Invalid,
        Delta::Seconds(0),
        Delta::Seconds(5),
    ];
    let flags = [Flag::Absent, Flag::Plain];
    let s_maxages = [Delta::Absent, Delta::Invalid, Delta::Seconds(10)];
    let max_stales = [
        MaxStale::Absent,
        MaxStale::Invalid,
        MaxStale::Any,
        MaxStale::Seconds(0),
        MaxStale::Seconds(5),
    ];
    let max_ages = [
        Delta::Absent,
        Delta::Invalid,
        Delta::Seconds(0),
        Delta::Seconds(9),
        Delta::Seconds(12),
    ];
    let min_freshes = [
        Delta::Absent,
        Delta::Invalid,
        Delta::Seconds(0),
        Delta::Seconds(1),
    ];
    let mut requests = Vec::new();
    for ((no_cache, max_stale), ((max_age, min_fresh), stale_if_error)) in pairs(
        &pairs(&flags, &max_stales),
        &pairs(&pairs(&max_ages, &min_freshes), &WINDOWS),
    ) {
        let request = Request {
            no_cache,
            max_age,
            max_stale,
            min_fresh,
            stale_if_error,
            ..Request::default()
        };
        requests.push((request, request.directives()));
    }
    let lifetimes = [lifetime(0), lifetime(10)];
    let ages = [0, 5, 6, 9, 10, 11, 15, 16];
    let mut count = 0;
    for (((no_cache, must_revalidate), (proxy_revalidate, s_maxage)), (windows, immutable)) in pairs(
        &pairs(&pairs(&Extent::ALL, &Flag::ALL), &pairs(&flags, &s_maxages)),
        &pairs(&pairs(&WINDOWS, &WINDOWS), &Flag::ALL),
    ) {
        let (stale_while_revalidate, stale_if_error) = windows;
        let response = Response {
            no_cache,
            must_revalidate,
            proxy_revalidate,
            s_maxage,
            stale_while_revalidate,
            stale_if_error,
            immutable,
            ..Response::default()
        };
        let mut case = Case::new(facts(Request::default(), response));
        // Each response meets each request, at one of the ages in turn: all of them with each would
        // take eight times as long.
        for (request, directives) in &requests {
            (case.facts.request, case.request) = (*request, *directives);
            for (cache, lifetime) in pairs(&CACHES, &lifetimes) {
                case.facts.omits_listed_fields = count % 3 != 0;
                let age = ages[count % ages.len()];
                expect(check_use(&case, cache, lifetime, times(), after(age)));
                count += 1;
            }
            count += 1;
        }
    }
    assert_eq!(requests.len(), 2 * 5 * 5 * 4 * 4);
    assert_eq!(count, 4 * 3 * 2 * 3 * 4 * 4 * 3 * requests.len() * 5);
}

#[test]
fn age() {
    let moments = [
        HttpDate::MIN,
        after(-1),
        now(),
        after(1),
        after(1 << 31),
        HttpDate::MAX,
    ];
    let dates: Vec<_> = moments.iter().copied().map(Some).chain([None]).collect();
    let ages = [None, Some(0), Some(1), Some(1 << 31), Some(u64::MAX)];
    let mut count = 0;
    for ((request_time, response_time), (now, (date, age))) in pairs(
        &pairs(&moments, &moments),
        &pairs(&moments, &pairs(&dates, &ages)),
    ) {
        let times = ResponseTimes {
            request_time,
            response_time,
            date,
            age: age.map(Age::from_seconds),
        };
        expect(check_age(&times, now));
        count += 1;
    }
    assert_eq!(count, 6 * 6 * 6 * 7 * 5);
}
