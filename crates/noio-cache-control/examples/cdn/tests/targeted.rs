//! What the origin says to CDNs, and to all.

use noio_cache_control::{
    HttpDate,
    freshness::{LifetimeSource, NotStorable},
};

use super::{START, World, date, ok, response};
use crate::{
    assess::{NotStored, Policy, assess},
    fields::Fields,
    message::{Method, Request, Response},
};

#[test]
fn cdn_may_store_what_browsers_may_not() {
    let fields = "Cache-Control: no-store\r\nCDN-Cache-Control: max-age=60";
    let world = World::new(&[ok(fields, "1"), ok("X: 1", "2")]);
    let first = world.assert_fetched("", 200, "1");
    assert_eq!(
        world.next_log(),
        "GET /a -> 200: miss; goes by CDN-Cache-Control (RFC 9213 §2.2), now stored, fresh until it \
         is 60 s old (max-age, RFC 9111 §5.2.2.1)"
    );
    let second = world.at(59).assert_hit("", "1", 59);
    for answer in [first, second] {
        assert_eq!(answer.lines("cache-control"), ["no-store"]);
        assert_eq!(answer.lines("cdn-cache-control"), ["max-age=60"]);
    }
    world.at(60).assert_fetched("", 200, "2");
}

#[test]
fn field_for_cdns_counts_instead_of_that_for_all() {
    let expires = date(600);
    for (fields, seconds) in [
        ("CDN-Cache-Control: max-age=9", Some(9)),
        (
            "cdn-cache-control: max-age=9\r\nCDN-CACHE-CONTROL: max-age=5",
            Some(5),
        ),
        ("CDN-Cache-Control: s-maxage=9, max-age=5", Some(9)),
        (
            "CDN-Cache-Control: max-age=9;x=\"no-store\", x=no-store",
            Some(9),
        ),
        // Neither Cache-Control nor Expires is asked for what it does not say.
        ("CDN-Cache-Control: must-revalidate", Some(0)),
        ("CDN-Cache-Control: none", Some(0)),
        // What is of the wrong type is no less there.
        ("CDN-Cache-Control: max-age=\"9\"", Some(0)),
        ("CDN-Cache-Control: max-age=9.0", Some(0)),
        ("CDN-Cache-Control: no-cache, max-age=9", Some(0)),
        ("CDN-Cache-Control: no-store, max-age=9", None),
        ("CDN-Cache-Control: no-store=?0, max-age=9", None),
        ("CDN-Cache-Control: private, max-age=9", None),
    ] {
        let fields = format!("Cache-Control: max-age=60\r\n{fields}\r\nExpires: {expires}");
        assert_lifetime(&fields, seconds);
    }
}

#[test]
fn invalid_field_for_cdns_is_none() {
    for invalid in [
        "",
        " ",
        "max-age=600,",
        "max-age=600, MaX-aGe=600",
        "max-age= 600",
        "no-store, x=\"",
        "max-age=600\r\nCDN-Cache-Control:",
    ] {
        // It permits nothing, and forbids nothing.
        let fields = format!("CDN-Cache-Control: {invalid}\r\nCache-Control");
        assert_lifetime(&format!("{fields}: max-age=9"), Some(9));
        assert_lifetime(&format!("{fields}: no-store"), None);
    }
}

#[test]
fn field_for_other_caches_changes_nothing() {
    for name in [
        "Example-CDN-Cache-Control",
        "Surrogate-Control",
        "X-CDN-Cache-Control",
    ] {
        let other = format!("{name}: no-store, max-age=600");
        let fields = format!("{other}\r\nCache-Control: max-age=9");
        assert_lifetime(&fields, Some(9));
        let world = World::new(&[ok(&fields, "1")]);
        let first = world.assert_fetched("", 200, "1");
        let second = world.assert_hit("", "1", 0);
        for answer in [first, second] {
            assert_eq!(answer.lines(name), ["no-store, max-age=600"]);
        }
    }
}

/// Such a response is fresh for so long in this cache. `None`: it is not stored.
#[track_caller]
fn assert_lifetime(fields: &str, seconds: Option<i64>) {
    let world = World::new(&[ok(fields, "1"), ok("X: 1", "2")]);
    world.assert_fetched("", 200, "1");
    let log = world.next_log();
    let is_stored = log.contains("now stored, ");
    assert_eq!(is_stored, seconds.is_some(), "{fields}: {log}");
    let seconds = seconds.unwrap_or(0);
    if seconds > 0 {
        let answer = world.at(seconds - 1).get("");
        assert_eq!(
            (answer.body.as_str(), world.asked().0),
            ("1", 0),
            "{fields}"
        );
    }
    let answer = world.at(seconds).get("");
    assert_eq!(
        (answer.body.as_str(), world.asked().0),
        ("2", 1),
        "{fields}"
    );
}

#[test]
fn decision_needs_no_socket() {
    let decided = |fields: &str| {
        let request = Request {
            method: Method::Get,
            target: "/a".to_owned(),
            fields: Fields::default(),
        };
        let octets = ok(fields, "1");
        let mut response = Response::read(Method::Get, &mut octets.as_bytes()).expect("a response");
        let now = HttpDate::saturating_from_unix_seconds(START);
        let stored = assess(&request, &mut response, (now, now), &Policy::new())?;
        Ok((stored.lifetime.seconds(), stored.lifetime.source()))
    };
    let no_store = NotStored::Forbidden(NotStorable::NoStore);
    let max_age = LifetimeSource::MaxAge;
    for (fields, expected) in [
        (
            "Cache-Control: no-store\r\nCDN-Cache-Control: max-age=60",
            Ok((60, max_age)),
        ),
        (
            "Cache-Control: max-age=60\r\nCDN-Cache-Control: no-store",
            Err(no_store),
        ),
        (
            "Cache-Control: max-age=60\r\nCDN-Cache-Control: No-store",
            Ok((60, max_age)),
        ),
        (
            "Cache-Control: no-store\r\nCDN-Cache-Control: max-age=60 s",
            Err(no_store),
        ),
        (
            "CDN-Cache-Control: max-age=60, private=\"CDN-Cache-Control\"",
            Err(NotStored::Crippled),
        ),
    ] {
        assert_eq!(decided(fields), expected, "{fields}");
    }
}

#[test]
fn lists_of_the_field_that_counts_are_left_out() {
    let policy = "max-age=60, private=\"Set-Cookie, x-user\", no-cache=\"x-once\"";
    let rest = "Set-Cookie: a=b\r\nX-User: me\r\nX-Once: 1\r\nX-All: 1";
    for fields in [
        format!("CDN-Cache-Control: {policy}\r\nCache-Control: max-age=60, private=x-all"),
        format!("CDN-Cache-Control: x=\r\nCache-Control: {policy}"),
    ] {
        let world = World::new(&[ok(&format!("{fields}\r\n{rest}"), "1")]);
        let first = world.assert_fetched("", 200, "1");
        let second = world.assert_hit("", "1", 0);
        for name in ["set-cookie", "x-user", "x-once"] {
            let counts = (first.lines(name).len(), second.lines(name).len());
            assert_eq!(counts, (1, 0), "{name}");
        }
        assert_eq!(second.lines("x-all"), ["1"]);
    }
    // That the cookie is excepted has to be said in the field that counts.
    let fields = "CDN-Cache-Control: max-age=60\r\n\
                  Cache-Control: private=\"set-cookie\"\r\nSet-Cookie: a=b";
    assert_lifetime(fields, None);
}

#[test]
fn connection_does_not_hide_the_field() {
    let policy = "CDN-Cache-Control: no-store\r\nCache-Control: max-age=60";
    assert_lifetime(&format!("Connection: cdn-cache-control\r\n{policy}"), None);
    let policy = "CDN-Cache-Control: max-age=9\r\nCache-Control: max-age=60";
    assert_lifetime(
        &format!("Connection: CDN-Cache-Control\r\n{policy}"),
        Some(9),
    );
}

#[test]
fn field_that_counts_decides_over_stale_responses() {
    for (cdn, all, is_served) in [
        (
            "max-age=9, stale-if-error=60",
            "max-age=9, must-revalidate",
            true,
        ),
        (
            "max-age=9, stale-if-error=60, must-revalidate",
            "max-age=9",
            false,
        ),
        (
            "max-age=9, must-revalidate",
            "max-age=9, stale-if-error=60",
            false,
        ),
    ] {
        let fields = format!("CDN-Cache-Control: {cdn}\r\nCache-Control: {all}");
        let world = World::new(&[ok(&fields, "1"), response(503, "X: 1", "down")]);
        world.assert_fetched("", 200, "1");
        let status = if is_served { 200 } else { 503 };
        assert_eq!(world.at(30).get("").status, status, "{fields}");
    }
}

#[test]
fn a_304_changes_what_counts() {
    for (fields, seconds) in [
        ("CDN-Cache-Control: max-age=5", Some(5)),
        // The field that it does not have stays, and counts.
        ("Cache-Control: no-store", Some(60)),
        ("CDN-Cache-Control: x=\r\nCache-Control: max-age=5", Some(5)),
        ("CDN-Cache-Control: x=", Some(30)),
        ("CDN-Cache-Control: no-store", None),
    ] {
        let policy = "Cache-Control: max-age=30\r\nCDN-Cache-Control: max-age=60";
        let world = World::new(&[
            ok(&format!("{policy}\r\nETag: \"1\""), "1"),
            format!("HTTP/1.1 304 \r\nETag: \"1\"\r\n{fields}\r\n\r\n"),
            ok("X: 1", "2"),
        ]);
        world.assert_fetched("", 200, "1");
        world.at(60).assert_fetched("", 200, "1");
        if let Some(seconds) = seconds {
            let answer = world.at(60 + seconds - 1).get("");
            assert_eq!(
                (answer.body.as_str(), world.asked().0),
                ("1", 0),
                "{fields}"
            );
        }
        world
            .at(60 + seconds.unwrap_or(0))
            .assert_fetched("", 200, "2");
    }
}
