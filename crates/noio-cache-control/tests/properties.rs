//! Arbitrary fields beside the reference, what changes nothing and what only grows, and what reading
//! costs.
#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

use core::cmp::Ordering;

use noio_cache_control::{
    Age, Anomaly, Delta, Directives, Expires, HttpDate, MaxStale, RequestBuilder,
    RequestDirectives, ResponseBuilder, ResponseDirectives, Token,
    freshness::{Cache, Lifetime, ResponseTimes, Stored},
    no_cache_fields, private_fields,
};
use noio_testkit::{
    cache_control::{check_age, check_reading, check_variants, writing::check_fixpoint},
    heap, strategies,
};
use proptest::{collection::vec, prelude::*, sample::select};

const FRAGMENTS: &[&[u8]] = &[
    b"public",
    b"Private",
    b"must-understand",
    b"no-store",
    b"NO-CACHE",
    b"max-age",
    b"max-age=60",
    b"s-maxage=5",
    b"stale-while-revalidate=1",
    b"stale-if-error=1",
    b"must-revalidate",
    b"proxy-revalidate",
    b"no-transform",
    b"immutable",
    b"max-stale",
    b"min-fresh=2",
    b"only-if-cached",
    b"=\"set-cookie, x\"",
    b"=x",
    b"=",
    b"7",
    b"ext",
    b", ",
    b", ",
    b", ",
    b",",
    b" ",
    b"\t",
    b"\"",
    b"\\",
    b";",
    b"\x01",
    b"\xe9",
];

fn field() -> impl Strategy<Value = Vec<Vec<u8>>> {
    vec(strategies::fragments(FRAGMENTS, 12), 0..4)
}

const GOOD: &[&[u8]] = &[
    b"public, max-age=31536000, immutable",
    b"private=\"set-cookie, x-id\", no-cache=\"x\", s-maxage=5, max-age=\"60\"",
    b"max-age=0, no-cache, no-store, must-revalidate, ext=\"a\\\"b, public\"",
    b"max-age=5, stale-while-revalidate=10, stale-if-error=20, must-understand",
    b"max-stale=100, min-fresh=20, only-if-cached, max-stale",
];

fn good_line() -> impl Strategy<Value = Vec<u8>> {
    select(GOOD).prop_map(<[u8]>::to_vec)
}

fn slices(lines: &[Vec<u8>]) -> Vec<&[u8]> {
    lines.iter().map(Vec::as_slice).collect()
}

fn check_all(lines: &[&[u8]]) {
    check_reading(lines).unwrap();
    check_variants(lines).unwrap();
    check_fixpoint(lines).unwrap();
    check_age(lines).unwrap();
}

/// Digits as a number, of whatever length: without zeros in front, the longer one is larger.
fn compare(one: &str, other: &str) -> Ordering {
    let one = one.trim_start_matches('0');
    let other = other.trim_start_matches('0');
    one.len().cmp(&other.len()).then_with(|| one.cmp(other))
}

fn max_age(argument: &str) -> Option<u32> {
    let line = format!("max-age={argument}");
    let response = ResponseDirectives::parse([&line]).max_age();
    assert_eq!(RequestDirectives::parse([&line]).max_age(), response);
    response.seconds()
}

proptest! {
    #[test]
    fn arbitrary_octets(lines in vec(strategies::bytes(40), 0..4)) {
        check_all(&slices(&lines));
    }

    #[test]
    fn words_of_the_grammar(lines in field()) {
        check_all(&slices(&lines));
    }

    #[test]
    fn fields_with_a_few_changes(
        first in strategies::mutated(good_line()),
        second in strategies::mutated(good_line()),
    ) {
        check_all(&[&first, &second]);
    }

    #[test]
    fn seconds_are_monotone(one in "[0-9]{1,25}", other in "[0-9]{1,25}", zeros in 0..30_usize) {
        let longer = format!("{}{other}", "0".repeat(zeros));
        prop_assert_eq!(max_age(&other), max_age(&longer));
        for (one, other) in [(&one, &other), (&other, &longer)] {
            let (first, second) = (max_age(one).unwrap(), max_age(other).unwrap());
            match compare(one, other) {
                Ordering::Less => prop_assert!(first <= second),
                Ordering::Equal => prop_assert_eq!(first, second),
                Ordering::Greater => prop_assert!(first >= second),
            }
            prop_assert_eq!(Age::parse([one]).map(Age::seconds), Some(first));
        }
    }

    #[test]
    fn seconds_up_to_the_most_are_themselves(seconds in 0..=1_u32 << 31) {
        prop_assert_eq!(max_age(&seconds.to_string()), Some(seconds));
        prop_assert_eq!(max_age(&format!("\"{seconds}\"")), Some(seconds));
        prop_assert_eq!(Age::from_seconds(seconds.into()).seconds(), seconds);
    }

    #[test]
    fn one_more_second_is_never_less(seconds: u64) {
        let next = max_age(&(u128::from(seconds) + 1).to_string());
        let this = max_age(&seconds.to_string()).unwrap();
        prop_assert!(next.is_some_and(|next| next >= this));
        prop_assert_eq!(Age::from_seconds(seconds).seconds(), this);
    }

    #[test]
    fn the_first_of_several_counts(
        name in select(&["max-age", "s-maxage", "stale-if-error", "stale-while-revalidate"][..]),
        first in "(=[0-9x]{1,3}|=\"[0-9]{0,2}\"|)",
        others in vec("(=[0-9x]{1,3}|=\"[0-9]{0,2}\"|)", 0..4),
    ) {
        let delta = |lines: &[String]| {
            let read = ResponseDirectives::parse(lines);
            match name {
                "max-age" => read.max_age(),
                "s-maxage" => read.s_maxage(),
                "stale-if-error" => read.stale_if_error(),
                _ => read.stale_while_revalidate(),
            }
        };
        let alone = delta(&[format!("{name}{first}")]);
        let mut lines = vec![format!("{name}{first}")];
        let mut is_conflict = false;
        for other in others {
            lines.push(format!("{name}{other}"));
            is_conflict |= delta(&[format!("{name}{other}")]) != alone;
        }
        prop_assert!(alone.is_present());
        prop_assert_eq!(delta(&lines), alone);
        let anomalies = ResponseDirectives::parse(&lines).anomalies();
        prop_assert_eq!(anomalies.contains(Anomaly::ConflictingDuplicate), is_conflict);
    }

    // Without the reference, which is slow: long inputs.
    #[test]
    fn nothing_panics(bytes in strategies::bytes(4096), now: i64) {
        read_everything(&[&bytes], HttpDate::saturating_from_unix_seconds(now));
    }
}

/// Reads `lines` as each thing that there is, and asks for all of it.
fn read_everything(lines: &[&[u8]], now: HttpDate) -> usize {
    let response = ResponseDirectives::parse(lines);
    let request = RequestDirectives::parse_with_pragma(lines, lines);
    let names = private_fields(lines).chain(no_cache_fields(lines));
    let age = Age::parse(lines);
    let expires = Expires::parse(lines, now);
    let times = ResponseTimes {
        request_time: now,
        response_time: now,
        date: None,
        age,
    };
    let lifetime = Lifetime::explicit(Cache::Shared, &response, expires, times.date());
    let stored = Stored {
        cache: Cache::Shared,
        directives: response,
        lifetime: lifetime.unwrap_or_default(),
        times,
        omits_listed_fields: true,
    };
    let reuse = stored.reuse(&request, now);
    let on_error = stored.reuse_on_error(&request, now);
    let anomalies = response
        .anomalies()
        .iter()
        .chain(request.anomalies().iter());
    Directives::from_lines(lines).count()
        + names.count()
        + anomalies.count()
        + usize::from(stored.is_fresh(now))
        + usize::from(on_error.is_ok())
        + usize::from(core::hint::black_box(reuse) == noio_cache_control::freshness::Reuse::Serve)
}

#[test]
fn reading_and_writing_allocate_nothing() {
    if !heap::IS_MEASURED {
        return;
    }
    let fields: [&[&[u8]]; 6] = [
        &[b"public, max-age=31536000, immutable"],
        &[
            b"private=\"set-cookie, x-id\", ext=\"a\\\"b, public\"",
            b"max-age=\"6\\0\"",
        ],
        &[b"no-store; x, max-age =5, public x, \xe9"],
        &[
            b"public, s-maxage=5, ext=\"a, no-store",
            b"a\\b, no-cache=\"\"",
        ],
        &[b"max-stale, min-fresh=5, only-if-cached=x, max-age=1, max-age=2"],
        &[b"Sun, 06 Nov 1994 08:49:37 GMT"],
    ];
    for lines in fields {
        let (_, usage) = heap::measure(|| read_everything(lines, HttpDate::MAX));
        assert_eq!(usage, heap::Usage::default(), "{lines:?}");
    }

    let names = [b"set-cookie", b"x-request-"].map(|name| Token::new(name).unwrap());
    let extensions = [noio_cache_control::Extension::new(names[1], Some("a \"b\"")).unwrap()];
    let mut out = [0; 512];
    let (written, usage) = heap::measure(|| {
        let response = ResponseBuilder::new()
            .private_fields(&names)
            .no_cache_fields(&names)
            .max_age(u32::MAX)
            .extensions(&extensions);
        let request = RequestBuilder::new().max_stale(5).extensions(&extensions);
        let len = response.encode_to_slice(&mut out);
        let other = request.encode_to_slice(&mut out);
        let small = response.encode_to_slice(&mut [0; 3]);
        (
            len == Ok(response.encoded_len()),
            other == Ok(request.encoded_len()),
            small.is_err(),
            response.directives().private(),
        )
    });
    assert!(written.0 && written.1 && written.2);
    assert_eq!(usage, heap::Usage::default());
}

#[test]
fn what_is_read_is_small_and_can_go_anywhere() {
    fn is_plain<T: Copy + Send + Sync + Unpin + 'static>() {}
    is_plain::<ResponseDirectives>();
    is_plain::<RequestDirectives>();
    is_plain::<Age>();
    is_plain::<Delta>();
    is_plain::<MaxStale>();
    assert!(size_of::<ResponseDirectives>() <= 48);
    assert!(size_of::<RequestDirectives>() <= 40);
}
