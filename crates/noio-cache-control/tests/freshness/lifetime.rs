//! How long a response is fresh (RFC 9111 §4.2.1 and §4.2.2).

use noio_cache_control::{
    Expires, HttpDate, ResponseDirectives,
    freshness::{Cache, Heuristic, Lifetime, LifetimeSource, is_heuristically_cacheable},
};

use super::{DATE, after, expires, now, response, times};

/// What a private cache and a shared one make of a response.
fn explicit(
    directives: &ResponseDirectives,
    expires: Expires,
) -> [Option<(u64, LifetimeSource)>; 2] {
    [Cache::Private, Cache::Shared].map(|cache| {
        Lifetime::explicit(cache, directives, expires, now())
            .map(|lifetime| (lifetime.seconds(), lifetime.source()))
    })
}

/// A lifetime of so many seconds, of `max-age`.
fn lifetime(seconds: u32) -> Lifetime {
    let directives = response(&format!("max-age={seconds}"));
    Lifetime::explicit(Cache::Private, &directives, Expires::Absent, now()).expect("max-age")
}

#[test]
fn line_20_invalid_numbers_make_stale() {
    let far = Expires::At(after(1_000));
    for line in [
        "max-age=x",
        "max-age",
        "max-age=\"\"",
        "max-age =60",
        "max-age=60s",
    ] {
        let expected = Some((0, LifetimeSource::MaxAge));
        assert_eq!(explicit(&response(line), far), [expected; 2], "{line}");
    }
    assert_eq!(
        explicit(&response("s-maxage=x, max-age=60"), far),
        [
            Some((60, LifetimeSource::MaxAge)),
            Some((0, LifetimeSource::SMaxage))
        ]
    );
}

#[test]
fn line_25_s_maxage_is_for_shared_caches() {
    let expected = [
        Some((3_600, LifetimeSource::MaxAge)),
        Some((1, LifetimeSource::SMaxage)),
    ];
    for lines in [
        &["s-maxage=1, max-age=3600"][..],
        &["max-age=3600, s-maxage=1"],
        &["s-maxage=1", "max-age=3600"],
        &["max-age=3600", "s-maxage=1"],
    ] {
        let directives = ResponseDirectives::parse(lines.iter().copied());
        assert_eq!(explicit(&directives, Expires::At(after(7))), expected);
    }
}

#[test]
fn line_26_max_age_comes_before_expires() {
    let far = Expires::At(after(1_000));
    let expected = Some((0, LifetimeSource::MaxAge));
    assert_eq!(explicit(&response("max-age=0"), far), [expected; 2]);
}

#[test]
fn line_27_max_age_comes_before_an_expires_that_is_past_or_none() {
    let expected = Some((60, LifetimeSource::MaxAge));
    for expires in [
        Expires::At(after(-1_000)),
        Expires::At(HttpDate::MIN),
        Expires::Invalid,
        Expires::Absent,
    ] {
        assert_eq!(explicit(&response("max-age=60"), expires), [expected; 2]);
    }
}

#[test]
fn line_28_expires_counts_from_date() {
    let end = Expires::At(after(100));
    let of_expires = |seconds| [Some((seconds, LifetimeSource::Expires)); 2];
    assert_eq!(explicit(&response("public"), end), of_expires(100));
    assert_eq!(explicit(&response(""), Expires::At(now())), of_expires(0));
    assert_eq!(explicit(&response(""), Expires::Absent), [None; 2]);

    // Without Date, it counts from when the response was received.
    let mut times = times();
    times.response_time = after(40);
    let seconds =
        |date| Lifetime::explicit(Cache::Private, &response(""), end, date).map(|it| it.seconds());
    assert_eq!(seconds(times.date()), Some(100));
    times.date = None;
    assert_eq!(seconds(times.date()), Some(60));
}

#[test]
fn line_29_an_expires_that_is_no_date_has_expired() {
    for line in [
        "0",
        "",
        "-1",
        "never",
        "Thu, 18 Aug 2050 02:01:18 UTC",
        "Thu, 18 Aug 2050 02:01:18 AEST",
        "Thu, 18 Aug 2050 02:01:18 EST",
        "Thu, 18 Aug 2050 02:01:18 +0000",
        "Thu, 18 Aug 2050 02:01:18",
        "Thu, 18 Aug 50 02:01:18 GMT",
        "Thu 18 Aug 2050 02:01:18 GMT",
        "Thu, 18  Aug  2050 02:01:18 GMT",
        "Thu, 18-Aug-2050 02:01:18 GMT",
        "Thu, 18 Aug 2050 02.01.18 GMT",
        "Thu, 18 Aug 2050 2:01:18 GMT",
        "Thu, 18 Aug 2050 02:01 GMT",
        "Thu, 8 Aug 2050 02:01:18 GMT",
        "Fri, 18 Aug 2050 02:01:18 GMT",
        "Thu, 32 Aug 2050 02:01:18 GMT",
        "2050-08-18T02:01:18Z",
        "2542010478",
        "Thu, 18 Aug 2050 02:01:18 GMT, Thu, 18 Aug 2050 02:01:18 GMT",
    ] {
        assert_eq!(expires(line), Expires::Invalid, "{line:?}");
        let expected = Some((0, LifetimeSource::Expires));
        assert_eq!(explicit(&response("public"), expires(line)), [expected; 2]);
    }
    // The case of letters means nothing, in all three formats, to which a line may keep.
    for (line, same) in [
        (DATE, "sun, 06 nov 1994 08:49:37 gmt"),
        (DATE, "SUN, 06 NOV 1994 08:49:37 GMT"),
        (DATE, "sUn, 06 nOV 1994 08:49:37 gMt"),
        (DATE, "sunday, 06-NOV-94 08:49:37 gmt"),
        (DATE, "sun nov  6 08:49:37 1994"),
    ] {
        assert_eq!(expires(same), Expires::At(now()), "{same}");
        let both = Expires::parse([line, same], now());
        assert_eq!(both, Expires::At(now()), "{same}");
    }
    // Nor does whitespace around the date.
    for spaced in [
        format!(" {DATE}"),
        format!("{DATE}\t "),
        format!("\t{DATE} "),
    ] {
        assert_eq!(expires(&spaced), Expires::At(now()), "{spaced:?}");
    }
    for none in [" ", "\t", "\u{b}"] {
        assert_eq!(expires(none), Expires::Invalid, "{none:?}");
    }
    for wrong in [
        "sun, 06 nov 1994 08:49:37 utc",
        "mon, 06 nov 1994 08:49:37 gmt",
    ] {
        assert_eq!(expires(wrong), Expires::Invalid, "{wrong}");
    }
    let bytes = b"Thu, 18 Aug 2050 02:01:18 GMT\xE9";
    assert_eq!(Expires::parse([&bytes[..]], now()), Expires::Invalid);
}

#[test]
fn line_29b_the_three_formats_of_a_date_are_read() {
    for line in [
        "Thu, 18 Aug 2044 02:01:18 GMT",
        "Thursday, 18-Aug-44 02:01:18 GMT",
        "Thu Aug 18 02:01:18 2044",
    ] {
        let Expires::At(date) = expires(line) else {
            panic!("{line} is a date");
        };
        assert_eq!(date.to_string(), "Thu, 18 Aug 2044 02:01:18 GMT");
    }
    // 50 years from 1994 on are over with 06 Nov 2044.
    let of_last_century = expires("Wednesday, 07-Nov-45 08:49:37 GMT");
    assert_eq!(of_last_century, expires("Wed, 07 Nov 1945 08:49:37 GMT"),);
    assert!(matches!(of_last_century, Expires::At(_)));
}

#[test]
fn line_30_several_lines_of_expires_are_to_be_equal() {
    let other = "Sun, 06 Nov 1994 08:49:38 GMT";
    let parse = |lines: &[&str]| Expires::parse(lines.iter().copied(), now());
    assert_eq!(parse(&[]), Expires::Absent);
    assert_eq!(parse(&[DATE, DATE]), Expires::At(now()));
    assert_eq!(parse(&[DATE, DATE, DATE]), Expires::At(now()));
    // The same second in another format is the same date.
    let asctime = "Sun Nov  6 08:49:37 1994";
    assert_eq!(parse(&[DATE, asctime]), Expires::At(now()));
    for lines in [
        &[DATE, other][..],
        &[other, DATE],
        &[DATE, "0"],
        &["0", DATE],
        &["0", "0"],
        &[DATE, DATE, other],
        &[DATE, ""],
    ] {
        assert_eq!(parse(lines), Expires::Invalid, "{lines:?}");
    }
}

#[test]
fn line_31_dates_far_ahead_overflow_nothing() {
    for (line, seconds) in [
        ("Tue, 19 Jan 2038 03:14:08 GMT", 2_147_483_648),
        ("Sat, 20 Nov 2286 17:46:40 GMT", 10_000_000_000),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799_u64),
    ] {
        let directives = response("");
        let epoch = HttpDate::from_unix_seconds(0).expect("1970");
        let lifetime =
            Lifetime::explicit(Cache::Shared, &directives, expires(line), epoch).expect("a date");
        assert_eq!(lifetime.seconds(), seconds);
        assert!(lifetime.is_fresh(seconds - 1));
        assert!(!lifetime.is_fresh(seconds));
    }
    let all = Lifetime::explicit(
        Cache::Shared,
        &response(""),
        Expires::At(HttpDate::MAX),
        HttpDate::MIN,
    );
    assert_eq!(all.map(|all| all.seconds()), Some(315_569_519_999));
}

#[test]
fn line_32_a_response_is_stale_when_it_is_as_old_as_its_lifetime() {
    let lifetime = lifetime(60);
    for (age, is_fresh, remaining, staleness) in [
        (0, true, 60, 0),
        (59, true, 1, 0),
        (60, false, 0, 0),
        (61, false, 0, 1),
        (u64::MAX, false, 0, u64::MAX - 60),
    ] {
        assert_eq!(lifetime.is_fresh(age), is_fresh, "{age}");
        assert_eq!(lifetime.remaining(age), remaining);
        assert_eq!(lifetime.staleness(age), staleness);
    }
    let none = Lifetime::default();
    assert_eq!((none.seconds(), none.source()), (0, LifetimeSource::None));
    assert!(!none.is_fresh(0));
}

/// The guess for a response with that status, which was changed so many seconds before it was sent.
fn guess(line: &str, status: u16, unchanged: i64) -> Option<u64> {
    Heuristic::new()
        .lifetime(&response(line), status, Some(after(-unchanged)), now())
        .map(|lifetime| lifetime.seconds())
}

#[test]
fn line_33_a_guess_is_a_tenth_of_the_time_since_the_last_change() {
    assert_eq!(guess("", 200, 1_000), Some(100));
    assert_eq!(guess("", 200, 9), Some(0));
    assert_eq!(guess("", 200, 0), Some(0));
    // At most a day.
    assert_eq!(guess("", 200, 864_000), Some(86_400));
    assert_eq!(guess("", 200, 864_010), Some(86_400));
    assert_eq!(guess("", 200, 1_000_000_000), Some(86_400));
    // A change that is still to come tells nothing, nor does none.
    assert_eq!(guess("", 200, -1), None);
    let heuristic = Heuristic::new();
    assert_eq!(heuristic.lifetime(&response(""), 200, None, now()), None);
    // With `public`, any status will do.
    assert_eq!(guess("", 299, 1_000), None);
    assert_eq!(guess("public", 299, 1_000), Some(100));
    assert_eq!(guess("public=1", 299, 1_000), None);
    // Not beside a max-age, valid or not. What only shared caches know is no such.
    for line in [
        "max-age=60",
        "max-age=0",
        "max-age",
        "public, max-age=x",
        "max-age x",
    ] {
        assert_eq!(guess(line, 200, 1_000), None, "{line}");
    }
    assert_eq!(guess("s-maxage=60", 200, 1_000), Some(100));

    // The caller decides how much and how long.
    let mut heuristic = Heuristic::new();
    (heuristic.percent, heuristic.max_seconds) = (50, 10);
    let seconds = |unchanged: i64| {
        let last_modified = Some(after(-unchanged));
        let lifetime = heuristic.lifetime(&response(""), 200, last_modified, now());
        lifetime.map(|it| (it.seconds(), it.source()))
    };
    assert_eq!(seconds(19), Some((9, LifetimeSource::Heuristic)));
    assert_eq!(seconds(21), Some((10, LifetimeSource::Heuristic)));
    (heuristic.percent, heuristic.max_seconds) = (u8::MAX, u64::MAX);
    let all = heuristic.lifetime(&response(""), 200, Some(HttpDate::MIN), HttpDate::MAX);
    assert_eq!(all.map(|all| all.seconds()), Some(804_702_275_997));
}

#[test]
fn line_34_statuses_that_let_a_cache_guess() {
    let mut seen = Vec::new();
    for status in 0..=u16::MAX {
        if is_heuristically_cacheable(status) {
            seen.push(status);
        }
        let guess = guess("", status, 1_000);
        assert_eq!(guess.is_some(), is_heuristically_cacheable(status));
    }
    let expected = [200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501];
    assert_eq!(seen, expected);
}

#[test]
fn every_source_has_its_name_and_section() {
    for (source, name, section) in [
        (LifetimeSource::None, "none", "RFC 9111 §4.2.1"),
        (LifetimeSource::SMaxage, "s-maxage", "RFC 9111 §5.2.2.10"),
        (LifetimeSource::MaxAge, "max-age", "RFC 9111 §5.2.2.1"),
        (LifetimeSource::Expires, "expires", "RFC 9111 §5.3"),
        (LifetimeSource::Heuristic, "heuristic", "RFC 9111 §4.2.2"),
    ] {
        assert_eq!((source.as_str(), source.section()), (name, section));
        assert_eq!(source.to_string(), name);
    }
}
