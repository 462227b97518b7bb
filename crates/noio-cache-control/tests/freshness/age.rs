//! How old a response is (RFC 9111 §4.2.3, §5.1).

use noio_cache_control::{
    Age, HttpDate,
    freshness::{Cache, ResponseTimes},
};

use super::{after, now, stored, times};

fn age(seconds: u64) -> Option<Age> {
    Some(Age::from_seconds(seconds))
}

#[test]
fn line_36_what_an_age_is_made_of() {
    let times = times();
    assert_eq!(times.current_age(now()), 0);
    assert_eq!(times.current_age(after(7)), 7);

    // By the clocks of both ends.
    let apparent = ResponseTimes {
        date: Some(after(-100)),
        ..times
    };
    assert_eq!(
        (apparent.initial_age(), apparent.current_age(after(7))),
        (100, 107)
    );

    // By what the caches on the way say, and how long the answer took.
    let corrected = ResponseTimes {
        request_time: after(-3),
        age: age(50),
        ..times
    };
    assert_eq!(
        (corrected.initial_age(), corrected.current_age(after(7))),
        (53, 60)
    );

    // The larger one of both.
    for (date, expected) in [(after(-52), 53), (after(-53), 53), (after(-54), 54)] {
        let both = ResponseTimes {
            date: Some(date),
            ..corrected
        };
        assert_eq!(both.initial_age(), expected);
    }

    // Without Date the response was sent when it was received.
    let undated = ResponseTimes {
        date: None,
        ..corrected
    };
    assert_eq!((undated.initial_age(), undated.date()), (53, now()));
}

#[test]
fn line_37_a_clock_that_goes_back_makes_nothing_younger() {
    let times = times();
    for now in [after(-1), after(-1_000_000), HttpDate::MIN] {
        assert_eq!(times.current_age(now), 0);
    }
    let received_before_sent = ResponseTimes {
        request_time: after(10),
        date: Some(after(20)),
        age: age(5),
        ..times
    };
    assert_eq!(received_before_sent.initial_age(), 5);
    assert_eq!(received_before_sent.current_age(after(-9)), 5);
}

#[test]
fn line_38_the_first_member_of_age_counts() {
    let parse = |lines: &[&str]| Age::parse(lines.iter().copied()).map(Age::seconds);
    for (lines, seconds) in [
        (&["7200"][..], Some(7_200)),
        (&["7200, 0"], Some(7_200)),
        (&["0, 7200"], Some(0)),
        (&["7200", "0"], Some(7_200)),
        (&["0", "7200"], Some(0)),
        (&[" 7200\t"], Some(7_200)),
        (&["007"], Some(7)),
        (&[], None),
        (&[""], None),
        (&["", "7200"], Some(7_200)),
        (&[", ,7200, 0"], Some(7_200)),
        (&["abc"], None),
        (&["abc, 7200"], None),
        (&["", " ,abc", "7200"], None),
        (&["-7200"], None),
        (&["+7200"], None),
        (&["7200.0"], None),
        (&["7200;x=1"], None),
        (&["\"7200\""], None),
        (&["72 00"], None),
        (&["0x10"], None),
        (&["2147483647"], Some(2_147_483_647)),
        (&["2147483648"], Some(2_147_483_648)),
        (&["9223372036854775808"], Some(2_147_483_648)),
        (&["18446744073709551615"], Some(2_147_483_648)),
        (
            &["9999999999999999999999999999999999999999"],
            Some(2_147_483_648),
        ),
    ] {
        assert_eq!(parse(lines), seconds, "{lines:?}");
    }
}

#[test]
fn line_38b_an_age_that_is_too_large_makes_stale() {
    let mut stored = stored(Cache::Private, "max-age=2147483647");
    assert!(stored.is_fresh(now()));
    stored.times.age = Age::parse(["99999999999999999999"]);
    assert!(!stored.is_fresh(now()));
    // The largest lifetime there is, is over then, too.
    let mut stored = super::stored(Cache::Private, "max-age=99999999999999999999");
    stored.times.age = Age::parse(["99999999999999999999"]);
    assert_eq!(stored.age(now()), 1 << 31);
    assert!(!stored.is_fresh(now()));
}

#[test]
fn line_39_the_age_to_send_is_the_current_one() {
    let mut stored = stored(Cache::Shared, "max-age=60");
    stored.times.age = age(10);
    assert_eq!(Age::from_seconds(stored.age(after(5))).to_string(), "15");
    assert_eq!(
        Age::from_seconds(stored.age(HttpDate::MAX)).to_string(),
        "2147483648"
    );
}

#[test]
fn the_largest_age_there_is() {
    let times = ResponseTimes {
        request_time: HttpDate::MIN,
        response_time: HttpDate::MAX,
        date: Some(HttpDate::MIN),
        age: age(u64::MAX),
    };
    assert_eq!(times.initial_age(), 315_569_519_999 + (1 << 31));
    assert_eq!(times.current_age(HttpDate::MAX), times.initial_age());
    let times = ResponseTimes {
        request_time: HttpDate::MIN,
        response_time: HttpDate::MIN,
        ..times
    };
    assert_eq!(
        times.current_age(HttpDate::MAX),
        315_569_519_999 + (1 << 31)
    );
}

#[test]
fn what_is_left_is_told_with_a_sign() {
    for (value, age, ttl) in [
        ("max-age=60", 0, 60),
        ("max-age=60", 59, 1),
        ("max-age=60", 60, 0),
        ("max-age=60", 61, -1),
        ("max-age=0", 2_147_483_648, -2_147_483_648),
    ] {
        let response = stored(Cache::Shared, value);
        assert_eq!(response.ttl(after(age)), ttl, "{value} after {age}");
        assert_eq!(response.is_fresh(after(age)), ttl > 0);
    }
    let far = stored(Cache::Shared, "max-age=1").ttl(HttpDate::MAX);
    assert!(far < -200_000_000_000, "{far}");
}
