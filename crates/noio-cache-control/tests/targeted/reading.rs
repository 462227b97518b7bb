//! What is read of one field.

use noio_cache_control::{
    Anomaly, Delta, Expires, ResponseDirectives, Scope, Token,
    freshness::Cache,
    targeted::{no_cache_fields, private_fields},
};

use super::{exchange, is_storable, parse};

/// What a value is to a directive.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    True,
    Seconds,
    Names,
    Other,
}

/// Values of all types, and what they are.
const VALUES: [(&str, Kind); 26] = [
    ("", Kind::True),
    ("=?1", Kind::True),
    ("=?0", Kind::Other),
    ("=7", Kind::Seconds),
    ("=007", Kind::Seconds),
    ("=-7", Kind::Other),
    ("=7.0", Kind::Other),
    ("=-7.5", Kind::Other),
    ("=\"7\"", Kind::Names),
    ("=\"a\"", Kind::Names),
    ("=\"a, B-c\"", Kind::Names),
    ("=\" ,a,, b ,\"", Kind::Names),
    ("=\"\"", Kind::Other),
    ("=\",\"", Kind::Other),
    ("=\"a b\"", Kind::Other),
    ("=\"a;b\"", Kind::Other),
    ("=\"\\\"a\\\"\"", Kind::Other),
    ("=a", Kind::Other),
    ("=true", Kind::Other),
    ("=*", Kind::Other),
    ("=:Nw==:", Kind::Other),
    ("=@7", Kind::Other),
    ("=%\"a\"", Kind::Other),
    ("=(7)", Kind::Other),
    ("=()", Kind::Other),
    ("=(\"a\" \"b\")", Kind::Other),
];

/// Only these are odd.
#[track_caller]
fn check_anomalies(line: &str, read: &ResponseDirectives, expected: Option<Anomaly>) {
    let seen: Vec<_> = read.anomalies().iter().collect();
    assert_eq!(seen, Vec::from_iter(expected), "{line}");
}

#[test]
fn line_90_types_are_not_converted() {
    for (value, kind) in VALUES {
        for name in [
            "max-age",
            "s-maxage",
            "stale-while-revalidate",
            "stale-if-error",
        ] {
            let line = format!("{name}{value}");
            let read = parse(&line).unwrap();
            let is_valid = kind == Kind::Seconds;
            let expected = if is_valid {
                Delta::Seconds(7)
            } else {
                Delta::Invalid
            };
            let seen = |directive: &str, delta| {
                let expected = if name == directive {
                    expected
                } else {
                    Delta::Absent
                };
                assert_eq!(delta, expected, "{directive} of {line}");
            };
            seen("max-age", read.max_age());
            seen("s-maxage", read.s_maxage());
            seen("stale-while-revalidate", read.stale_while_revalidate());
            seen("stale-if-error", read.stale_if_error());
            let anomaly = (!is_valid).then_some(Anomaly::InvalidSeconds);
            check_anomalies(&line, &read, anomaly);
        }
        for name in ["private", "no-cache"] {
            let line = format!("{name}{value}");
            let read = parse(&line).unwrap();
            let (scope, anomaly) = match kind {
                Kind::True => (Scope::All, None),
                Kind::Names => (Scope::Fields, None),
                _ => (Scope::All, Some(Anomaly::InvalidFieldNames)),
            };
            let (seen, other) = match name {
                "private" => (read.private(), read.no_cache()),
                _ => (read.no_cache(), read.private()),
            };
            assert_eq!((seen, other), (scope, Scope::None), "{line}");
            check_anomalies(&line, &read, anomaly);
            // What is malformed invites no private cache.
            let is_invited = name == "private" && kind == Kind::True;
            assert_eq!(is_storable(Cache::Private, read), is_invited, "{line}");
            assert!(!is_storable(Cache::Shared, read), "{line}");
        }
        for name in [
            "no-store",
            "no-transform",
            "must-revalidate",
            "proxy-revalidate",
            "must-understand",
            "public",
            "immutable",
        ] {
            let line = format!("{name}{value}");
            let read = parse(&line).unwrap();
            let is_true = kind == Kind::True;
            let is_there = is_true || !matches!(name, "public" | "immutable");
            for (directive, seen) in [
                ("no-store", read.no_store()),
                ("no-transform", read.no_transform()),
                ("must-revalidate", read.must_revalidate()),
                ("proxy-revalidate", read.proxy_revalidate()),
                ("must-understand", read.must_understand()),
                ("public", read.public()),
                ("immutable", read.immutable()),
            ] {
                assert_eq!(seen, is_there && directive == name, "{directive} of {line}");
            }
            let anomaly = (!is_true).then_some(Anomaly::UnexpectedArgument);
            check_anomalies(&line, &read, anomaly);
            // What they permit, they permit as they have to be alone.
            let lets_pass = is_true && matches!(name, "must-revalidate" | "public");
            assert_eq!(read.allows_authorization(), lets_pass, "{line}");
        }
        let line = format!("public, no-store, must-understand{value}");
        let read = parse(&line).unwrap();
        assert_eq!(
            is_storable(Cache::Shared, read),
            kind == Kind::True,
            "{line}"
        );
    }
}

#[test]
fn line_90a_seconds_have_a_most() {
    const MOST: u32 = 1 << 31;
    for (digits, seconds) in [
        ("0", 0),
        ("-0", 0),
        ("2147483647", MOST - 1),
        ("2147483648", MOST),
        ("2147483649", MOST),
        ("4294967295", MOST),
        // These would be less in 32 bits.
        ("4294967296", MOST),
        ("4294967297", MOST),
        ("999999999999999", MOST),
        ("000000000000005", 5),
    ] {
        let read = parse(&format!("max-age={digits}")).unwrap();
        assert_eq!(read.max_age(), Delta::Seconds(seconds), "{digits}");
        assert!(read.anomalies().is_empty());
    }
    for digits in ["-1", "-999999999999999"] {
        let read = parse(&format!("s-maxage={digits}")).unwrap();
        assert_eq!(read.s_maxage(), Delta::Invalid, "{digits}");
    }
    for digits in [
        "1000000000000000",
        "0000000000000005",
        "-1000000000000000",
        "--1",
        "+1",
        "-",
    ] {
        assert_eq!(parse(&format!("max-age={digits}")), None, "{digits}");
    }
}

#[test]
fn line_90b_parameters_mean_nothing() {
    for (with, without) in [
        ("max-age=60;a=1;b;max-age=5", "max-age=60"),
        ("no-store;x=?0", "no-store"),
        ("no-cache=\"a\";b=\"c\"", "no-cache=\"a\""),
        ("public; max-age=5", "public"),
        ("x;no-store, private; a", "x, private"),
        ("max-age=(1 2);a", "max-age=(1 2)"),
    ] {
        assert_eq!(parse(with), parse(without), "{with}");
        assert!(parse(with).is_some(), "{with}");
    }
}

#[test]
fn line_90c_a_capital_is_an_error() {
    for line in [
        "MaX-aGe=60",
        "max-Age=60",
        "NO-STORE",
        "public, Private",
        "max-age=60, X",
    ] {
        assert_eq!(parse(line), None, "{line}");
        assert!(parse(&line.to_ascii_lowercase()).is_some(), "{line}");
    }
    // The names of fields in a list have any.
    assert_eq!(
        parse("private=\"Set-Cookie\"").unwrap().private(),
        Scope::Fields
    );
}

#[test]
fn line_90d_lists_are_strings() {
    fn names<'a>(list: impl Iterator<Item = Token<'a>>) -> Vec<&'a str> {
        list.map(|name| name.as_str()).collect()
    }
    for (line, expected) in [
        ("private=\"Set-Cookie, x\"", &["Set-Cookie", "x"][..]),
        ("private=\",, a\", public", &["a"]),
        ("private=\"a\";private=\"b\"", &["a"]),
        ("no-cache=\"b\", private=\"a\"", &["a"]),
        ("private=\"a\", private=\"b, c\"", &["b", "c"]),
        ("private=a", &[]),
        ("private", &[]),
        ("public", &[]),
        // The last one is no list.
        ("private=\"a\", private", &[]),
        // An error in front of it or behind it.
        ("private=\"a\", ", &[]),
        ("Public, private=\"a\"", &[]),
    ] {
        assert_eq!(names(private_fields([line])), expected, "{line}");
        let swapped = line
            .replace("private", "(")
            .replace("no-cache", "private")
            .replace('(', "no-cache");
        assert_eq!(names(no_cache_fields([&swapped])), expected, "{swapped}");
        if !expected.is_empty() {
            assert_eq!(parse(line).unwrap().private(), Scope::Fields, "{line}");
        }
    }
    let lines = ["private=\"a\"", "public", "private=\"b\""];
    assert_eq!(names(private_fields(lines)), ["b"]);
}

#[test]
fn line_90e_the_last_of_several_counts() {
    for (line, same) in [
        ("max-age=1, max-age=2", "max-age=2"),
        ("max-age=x, max-age=2", "max-age=2"),
        ("max-age=2, max-age=\"2\"", "max-age=x"),
        ("public, public=?0", "public=?0"),
        ("public=1, public", "public"),
        ("private, private=\"a\"", "private=\"a\""),
        ("private=\"a\", private", "private"),
        ("no-cache=\"a\", no-cache=\"b c\"", "no-cache=()"),
        ("must-revalidate=5, must-revalidate", "must-revalidate"),
        ("must-revalidate, must-revalidate=5", "must-revalidate=5"),
        ("max-age=1, no-store, max-age=3", "no-store, max-age=3"),
    ] {
        assert_eq!(parse(line), parse(same), "{line}");
        assert!(parse(line).is_some(), "{line}");
    }
    let read = parse("max-age=1, max-age=2").unwrap();
    assert!(read.anomalies().is_empty());
    // A restriction with whatever value is one.
    assert!(parse("no-store, no-store=?0").unwrap().no_store());
}

#[test]
fn line_90f_unknown_directives_mean_nothing() {
    for line in [
        "none",
        "*",
        "max-ages=5",
        "max_age=5",
        "max-age.=5",
        "x=\"max-age=5, no-store\"",
        "x=(a b);no-store",
        "community=\"UCI\", a=:AQ==:, b=@1, c=%\"d\"",
        // Those of requests, with values that are wrong for them, too.
        "max-stale, min-fresh=5, only-if-cached",
        "max-stale=?0, min-fresh=\"a\", only-if-cached=1",
    ] {
        assert_eq!(parse(line), Some(ResponseDirectives::default()), "{line}");
        let with = format!("{line}, max-age=5, {line}");
        assert_eq!(parse(&with), parse("max-age=5"), "{line}");
    }
}

#[test]
fn line_90g_all_directives_mean_what_they_do_in_cache_control() {
    for line in [
        "max-age=60",
        "s-maxage=60",
        "must-revalidate",
        "no-store",
        "no-cache",
        "no-cache=\"set-cookie, x\"",
        "private",
        "private=\"set-cookie\"",
        "public",
        "no-transform",
        "proxy-revalidate",
        "must-understand, no-store",
        "immutable, max-age=31536000",
        "max-age=1, stale-while-revalidate=2, stale-if-error=3",
        "max-age=60, no-store, no-cache, public, must-revalidate, private",
    ] {
        let read = parse(line).unwrap();
        let same = ResponseDirectives::parse([line]);
        assert_eq!(read, same, "{line}");
        for cache in [Cache::Private, Cache::Shared] {
            for has_authorization in [false, true] {
                let check = |response| {
                    let mut exchange = exchange(response, Expires::Absent);
                    exchange.has_authorization = has_authorization;
                    exchange.check(cache)
                };
                assert_eq!(check(read), check(same), "{line}");
            }
        }
    }
}
