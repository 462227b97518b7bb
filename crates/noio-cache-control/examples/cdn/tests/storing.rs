//! What is stored, and what is not.

use noio_cache_control::HttpDate;

use super::{START, World, lines, ok, response};
use crate::{
    assess::Policy,
    cache::{Cache, Fetched, Next},
    fields::Fields,
    message::{Method, Request, Response},
};

#[test]
fn what_must_not_be_stored_is_not() {
    for (fields, reason) in [
        ("Cache-Control: no-store, max-age=60", "(RFC 9111 §5.2.2.5)"),
        (
            "Cache-Control: max-age=60\r\ncache-control: No-Store",
            "(RFC 9111 §5.2.2.5)",
        ),
        (
            "Cache-Control: max-age=60, no-store=\"\"",
            "(RFC 9111 §5.2.2.5)",
        ),
        (
            "Cache-Control: max-age=60, no store no-store",
            "(RFC 9111 §5.2.2.5)",
        ),
        (
            "Cache-Control: max-age=60, x=\", no-store",
            "(RFC 9111 §5.2.2.5)",
        ),
        ("Cache-Control: private, max-age=60", "(RFC 9111 §5.2.2.7)"),
        (
            "Cache-Control: public, private=\"a b\", max-age=60",
            "(RFC 9111 §5.2.2.7)",
        ),
        ("Cache-Control: max-age=60\r\nVary: Accept", "it has Vary"),
        ("Cache-Control: max-age=60\r\nVary:", "it has Vary"),
        (
            "Cache-Control: max-age=60\r\nSet-Cookie: a=b",
            "it sets a cookie",
        ),
        // Lists that would take out what decides.
        (
            "Cache-Control: max-age=60, private=\"vary\"\r\nVary: Cookie",
            "it has Vary",
        ),
        (
            "Cache-Control: max-age=60, no-cache=\"x, Cache-Control\"",
            "without what decides",
        ),
    ] {
        let world = World::new(&[ok(fields, "1"), ok(fields, "2")]);
        world.assert_fetched("", 200, "1");
        let log = world.next_log();
        assert!(
            log.contains("; not stored: ") && log.contains(reason),
            "{log}"
        );
        world.assert_fetched("", 200, "2");
    }
    // Other statuses: one that nothing is said of, one that has to be understood, and errors.
    for (status, fields) in [
        (299, "X: 1"),
        (206, "Cache-Control: max-age=60"),
        (299, "Cache-Control: max-age=60, must-understand"),
        (503, "X: 1"),
    ] {
        let script = [response(status, fields, "1"), response(status, fields, "2")];
        let world = World::new(&script);
        world.assert_fetched("", status, "1");
        world.assert_fetched("", status, "2");
    }
}

#[test]
fn what_may_have_been_cut_is_not_stored() {
    let until_close = |body| format!("HTTP/1.1 200 \r\nCache-Control: max-age=60\r\n\r\n{body}");
    let world = World::new(&[until_close("1"), until_close("2")]);
    world.assert_fetched("", 200, "1");
    world.assert_fetched("", 200, "2");

    let cut = "Cache-Control: max-age=60\r\nContent-Length: 2\r\n\r\n1";
    let world = World::new(&[format!("HTTP/1.1 200 \r\n{cut}"), ok("X: 1", "2")]);
    assert_eq!(world.get("").status, 502);
    world.asked();
    world.assert_fetched("", 200, "2");
}

#[test]
fn authorized_response_is_stored_if_it_says_so() {
    let authorization = "Authorization: Basic AA==\r\n";
    for (policy, is_stored) in [
        ("max-age=60", false),
        ("max-age=60, max-age=61", false),
        ("max-age=60, must-revalidate=1", false),
        ("max-age=60, proxy-revalidate", false),
        ("max-age=60, public", true),
        ("max-age=60, must-revalidate", true),
        ("s-maxage=60", true),
    ] {
        let fields = format!("Cache-Control: {policy}");
        let world = World::new(&[ok(&fields, "1"), ok(&fields, "2")]);
        let answer = world.get(authorization);
        assert_eq!(answer.body, "1");
        let (_, head) = world.asked();
        assert_eq!(lines(&head, "authorization"), ["Basic AA=="]);
        if is_stored {
            world.assert_hit("", "1", 0);
        } else {
            world.assert_fetched("", 200, "2");
        }
    }
}

#[test]
fn fields_that_are_not_for_all_are_not_stored() {
    let fields = "Cache-Control: max-age=60, private=\"Set-Cookie, x-user\", no-cache=x-once\r\n\
                  set-cookie: a=b\r\nX-User: me\r\nX-Once: 1\r\nX-All: 1\r\nX-All: 2\r\n\
                  Connection: x-hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\n\
                  Proxy-Authenticate: Basic";
    let world = World::new(&[ok(fields, "1")]);
    let first = world.assert_fetched("", 200, "1");
    let second = world.assert_hit("", "1", 0);
    for name in ["set-cookie", "x-user", "x-once"] {
        let counts = (first.lines(name).len(), second.lines(name).len());
        assert_eq!(counts, (1, 0), "{name}");
    }
    for answer in [first, second] {
        assert_eq!(answer.lines("x-all"), ["1", "2"]);
        assert_eq!(answer.lines("connection"), ["close"]);
        for name in ["x-hop", "keep-alive", "proxy-authenticate"] {
            assert!(answer.lines(name).is_empty(), "{name}");
        }
    }
}

#[test]
fn cookies_are_stored_if_the_operator_says_so() {
    let mut policy = Policy::new();
    policy.allow_set_cookie = true;
    let fields = "Cache-Control: max-age=60\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d";
    let world = World::with_policy(policy, &[ok(fields, "1")]);
    world.assert_fetched("", 200, "1");
    let answer = world.assert_hit("", "1", 0);
    assert_eq!(answer.lines("set-cookie"), ["a=b", "c=d"]);
}

#[test]
fn late_answer_to_an_earlier_request_replaces_nothing() {
    let second = |seconds| HttpDate::saturating_from_unix_seconds(START + seconds);
    let request = Request {
        method: Method::Get,
        target: "/a".to_owned(),
        fields: Fields::default(),
    };
    let mut cache = Cache::new(Policy::new());
    for (seconds, body, expected) in [(1, "1", "1"), (0, "0", "1"), (2, "2", "2")] {
        let octets = ok("Cache-Control: max-age=60", body);
        let fetched = Fetched {
            request_time: second(seconds),
            response_time: second(9),
            response: Response::read(Method::Get, &mut octets.as_bytes()),
        };
        let next = cache.receive(&request, None, fetched);
        let Next::Answer(response, _) = next else {
            panic!("no answer");
        };
        // The client gets what was fetched for it in any case.
        assert_eq!(response.body, body.as_bytes());
        let entry = cache.entry("/a").expect("an entry");
        assert_eq!(entry.response.body, expected.as_bytes());
    }
}

#[test]
fn nobody_can_empty_the_cache() {
    let policy = "Cache-Control: max-age=60";
    for fields in [
        "Cache-Control: no-cache, no-store\r\n",
        "Cache-Control: no-cache\r\nAuthorization: Basic AA==\r\n",
    ] {
        let world = World::new(&[ok(policy, "1"), ok(policy, "2")]);
        world.assert_fetched("", 200, "1");
        world.assert_fetched(fields, 200, "2");
        world.at(1).assert_hit("", "1", 1);
    }
    // What the origin takes back is gone.
    let world = World::new(&[
        ok(policy, "1"),
        ok("Cache-Control: no-store", "2"),
        ok("X: 1", "3"),
    ]);
    world.assert_fetched("", 200, "1");
    world.assert_fetched("Cache-Control: no-cache\r\n", 200, "2");
    world.assert_fetched("", 200, "3");
}

#[test]
fn store_is_bounded_and_the_oldest_goes_first() {
    let mut policy = Policy::new();
    policy.max_len = 2500;
    let world = World::with_policy(policy, &[]);
    let get = |path: &str, fields: &str| {
        world.send(&format!("GET {path} HTTP/1.1\r\nHost: a\r\n{fields}\r\n"))
    };
    let body = "x".repeat(500);
    for (second, path) in (0..).zip(["/a", "/b", "/c"]) {
        world.script(ok("Cache-Control: max-age=60", &body));
        assert_eq!(get(path, "").status, 200);
        world.at(second + 1);
    }
    let is_stored = |path| get(path, "Cache-Control: only-if-cached\r\n").status == 200;
    assert_eq!(["/a", "/b", "/c"].map(is_stored), [false, true, true]);
    // What replaces itself takes no more place.
    for _ in 0..9 {
        world.script(ok("Cache-Control: max-age=60", &body));
        assert_eq!(get("/c", "Cache-Control: no-cache\r\n").status, 200);
    }
    assert_eq!(["/b", "/c"].map(is_stored), [true, true]);
    // What could never fit costs the others nothing.
    world.script(ok("Cache-Control: max-age=60", &"x".repeat(2500)));
    assert_eq!(get("/d", "").status, 200);
    assert_eq!(["/b", "/c", "/d"].map(is_stored), [true, true, false]);
}

#[test]
fn connection_lifts_no_restriction() {
    for fields in [
        "Connection: cache-control\r\nCache-Control: no-store",
        "Connection: VARY\r\nVary: Cookie\r\nCache-Control: max-age=60",
        "Connection: age, date\r\nAge: 60\r\nCache-Control: max-age=60",
        "Connection: expires\r\nExpires: 0\r\nLast-Modified: Sat, 01 Jan 2000 00:00:00 GMT",
    ] {
        let world = World::new(&[ok(fields, "1"), ok("X: 1", "2")]);
        world.assert_fetched("", 200, "1");
        world.at(1).assert_fetched("", 200, "2");
    }
    let world = World::new(&[ok("Cache-Control: max-age=60", "1"), ok("X: 1", "2")]);
    world.assert_fetched("", 200, "1");
    let request = "Connection: pragma\r\nPragma: no-cache\r\n";
    world.at(1).assert_fetched(request, 200, "2");
}
