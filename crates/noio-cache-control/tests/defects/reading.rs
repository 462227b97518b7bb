//! What a field says.

use noio_cache_control::{
    Anomaly, Delta, MaxStale, ResponseDirectives, Scope,
    freshness::{Cache, NotStorable},
    no_cache_fields, private_fields,
};

use crate::{CACHES, authorized, exchange, request, response};

/// Lower case only: `headers` 0.4, `cache_control` 0.2, actix-web, `http-cache-semantics` in Rust and
/// JavaScript; formerly CacheControl for Python, Envoy and webpack (RFC 9111 §5.2).
#[test]
fn names_count_in_any_case() {
    for value in ["No-Store", "NO-STORE", "nO-sToRe", "No-Store, max-age=60"] {
        let directives = response(value);
        assert!(directives.no_store(), "{value}");
        for cache in CACHES {
            let storable = exchange(directives).check(cache);
            assert_eq!(storable, Err(NotStorable::NoStore), "{value}");
        }
    }
    assert_eq!(response("Private").private(), Scope::All);
    assert_eq!(response("NO-CACHE").no_cache(), Scope::All);
    assert_eq!(response("Max-Age=60").max_age(), Delta::Seconds(60));
    assert_eq!(request("MAX-STALE").max_stale(), MaxStale::Any);
}

/// `headers` 0.4 knows neither `no-cache` nor `private` if they have field names, and so loses them;
/// it has no `stale-while-revalidate` and no `stale-if-error` (RFC 9111 §5.2.2.4, §5.2.2.7, RFC 5861).
#[test]
fn a_restriction_with_field_names_is_one() {
    let value = "no-cache=\"Set-Cookie\", private=\"X-User, Authorization-Info\"";
    let directives = response(value);
    assert_eq!(directives.no_cache(), Scope::Fields);
    assert_eq!(directives.private(), Scope::Fields);
    let names: Vec<_> = no_cache_fields([value]).map(|name| name.as_str()).collect();
    assert_eq!(names, ["Set-Cookie"]);
    let names: Vec<_> = private_fields([value]).map(|name| name.as_str()).collect();
    assert_eq!(names, ["X-User", "Authorization-Info"]);

    let directives = response("max-age=1, stale-while-revalidate=2, stale-if-error=3");
    assert_eq!(directives.stale_while_revalidate(), Delta::Seconds(2));
    assert_eq!(directives.stale_if_error(), Delta::Seconds(3));
}

/// `headers` 0.4 ends a quoted-string at an escaped quote, and what is behind it is lost
/// (RFC 9110 §5.6.4); a quoted-string that does not end hides restrictions from it.
#[test]
fn quotes_hide_nothing_but_what_they_quote() {
    let directives = response(r#"ext="a\"b, no-store", max-age=9"#);
    assert_eq!(directives.max_age(), Delta::Seconds(9));
    assert!(!directives.no_store());
    assert!(directives.anomalies().is_empty());

    let directives = response("ext=\"a, no-store, max-age=9");
    assert!(directives.no_store());
    assert_eq!(directives.max_age(), Delta::Invalid);
    assert!(directives.anomalies().contains(Anomaly::BrokenQuoting));
    let odd: Vec<_> = directives
        .anomalies()
        .iter()
        .map(|it| it.to_string())
        .collect();
    assert!(
        odd.contains(&Anomaly::BrokenQuoting.as_str().to_owned()),
        "{odd:?}"
    );
}

/// One bad number loses the whole field: `headers` 0.4, `cache_control` 0.2, actix-web, and pquerna's
/// cachecontrol for Go (RFC 9111 §1.2.2, §4.2.1).
#[test]
fn a_bad_number_loses_nothing_else() {
    for number in [
        "", "-1", "+5", "1.5", "1e3", "0x10", "60a", "a60", "'60'", "\"\"", "\"6 0\"",
    ] {
        let value = format!("no-store, max-age={number}, private");
        let directives = response(&value);
        assert!(directives.no_store(), "{value}");
        assert_eq!(directives.private(), Scope::All, "{value}");
        assert_eq!(directives.max_age(), Delta::Invalid, "{value}");
    }
    let directives = response("no-store, max-age=99999999999999999999999");
    assert!(directives.no_store());
    assert_eq!(directives.max_age(), Delta::Seconds(1 << 31));
}

/// `headers` 0.4 and `http-cache-semantics` 3.0 (Rust) leave out a line with an octet that is not
/// ASCII. It is legal in a quoted-string, and opaque elsewhere (RFC 9110 §5.5).
#[test]
fn an_octet_that_is_not_ascii_hides_nothing() {
    let lines: [&[u8]; 2] = [b"max-age=60\xE9, no-store", b"ext=\"\xE9\", private"];
    let directives = ResponseDirectives::parse(lines);
    assert!(directives.no_store());
    assert_eq!(directives.private(), Scope::All);
    assert_eq!(directives.max_age(), Delta::Invalid);
}

/// hishel 2.0 and pquerna's cachecontrol take what follows `private=a` for more names, up to the end
/// of the line; hishel lets `private="x"` displace `private` (RFC 9111 §5.2, §5.2.2.7).
#[test]
fn a_field_name_without_quotes_is_one() {
    let value = "private=a,no-store";
    assert!(response(value).no_store());
    let names: Vec<_> = private_fields([value]).map(|name| name.as_str()).collect();
    assert_eq!(names, ["a"]);
    let value = "no-cache=a, no-store";
    assert!(response(value).no_store());
    let names: Vec<_> = no_cache_fields([value]).map(|name| name.as_str()).collect();
    assert_eq!(names, ["a"]);
    for value in ["private, private=\"x\"", "private=\"x\", private"] {
        assert_eq!(response(value).private(), Scope::All, "{value}");
    }
    for value in ["no-cache, no-cache=\"x\"", "no-cache=\"x\", no-cache"] {
        assert_eq!(response(value).no_cache(), Scope::All, "{value}");
    }
}

/// pquerna's cachecontrol asks for the first line only (RFC 9110 §5.3).
#[test]
fn every_line_counts() {
    let directives = ResponseDirectives::parse(["max-age=60", "public", "no-store"]);
    assert!(directives.no_store() && directives.public());
    assert_eq!(directives.max_age(), Delta::Seconds(60));
}

/// `http-cache-semantics` (JavaScript) reads what looks like a number at the front: 100, 1 and −1.
/// Whitespace kept its regular expressions busy (CVE-2022-25881).
#[test]
fn a_number_is_digits_and_nothing_else() {
    for value in ["max-age=100a", "max-age=1e3", "max-age=-1", "max-age=1 0"] {
        assert_eq!(response(value).max_age(), Delta::Invalid, "{value}");
    }
    let spaces = " ".repeat(1 << 20);
    let value = format!("a{spaces}, max-age=1{spaces}");
    assert_eq!(response(&value).max_age(), Delta::Seconds(1));
}

/// Pingora keeps 3000000000 and makes 2147483647 of 5000000000 (RFC 9111 §1.2.2).
#[test]
fn a_larger_number_is_never_a_shorter_time() {
    let mut longest = 0;
    for number in [
        "2147483646",
        "2147483647",
        "2147483648",
        "3000000000",
        "5000000000",
    ] {
        let directives = response(&format!("max-age={number}"));
        let seconds = directives.max_age().seconds().unwrap();
        assert!(seconds >= longest, "{number}");
        longest = seconds;
    }
    assert_eq!(longest, 1 << 31);
}

/// To Pingora a semicolon separates, too, and what is behind a quote that does not end is read on
/// as directives (RFC 9111 §5.2).
#[test]
fn a_semicolon_separates_nothing() {
    let directives = response("public;max-age=5");
    assert!(!directives.public());
    assert_eq!(directives.max_age(), Delta::Invalid);
    let directives = response("foo=\"x;public, max-age=5");
    assert!(!directives.public());
    assert_eq!(directives.max_age(), Delta::Invalid);
}

/// A member that is empty makes `uv` leave the line (RFC 9110 §5.6.1.2).
#[test]
fn an_empty_member_is_nothing() {
    for value in [
        ", private=\"cookie\"",
        "private=\"cookie\",",
        ",, ,private=\"cookie\",\t,",
    ] {
        let directives = response(value);
        assert_eq!(directives.private(), Scope::Fields, "{value}");
        assert!(directives.anomalies().is_empty(), "{value}");
    }
}

/// Two caches in a row that read a field differently (RFC 9111 §7.1): in whatever way it is odd, what
/// one of them would take for a permission is none.
#[test]
fn what_may_be_read_in_two_ways_permits_nothing() {
    for value in [
        "ext=\"a\\\", public, s-maxage=60, ext=\"b\"",
        "ext='a, public'",
        "ext=a\"b, public, c\"",
        "\\\"public, s-maxage=60",
        "public =",
        "public\u{a0}",
        "public\0",
        "s-maxage=60; public",
        "s-maxage=6\u{0660}",
        "must-revalidate\u{b}",
        "\"public\", \"s-maxage=60\", \"must-revalidate\"",
    ] {
        let directives = response(value);
        assert!(!directives.public(), "{value:?}");
        assert!(!directives.allows_authorization(), "{value:?}");
        let refused = Err(NotStorable::Authorization);
        assert_eq!(
            authorized(directives).check(Cache::Shared),
            refused,
            "{value:?}"
        );
    }
}
