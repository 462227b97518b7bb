//! What is stored, and what is not.

use noio_cache_control::{HttpDate, cache_status::Fwd};

use super::{START, World, date, lines, ok, response};
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
        ("Cache-Control: max-age=60\r\nVary: *", "it has Vary"),
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
        // Connection lifts no restriction.
        (
            "Connection: close, Cache-Control\r\nCache-Control: private\r\n\
             Last-Modified: Sat, 01 Jan 2000 00:00:00 GMT",
            "(RFC 9111 §5.2.2.7)",
        ),
        (
            "Connection: cache-control\r\nCache-Control: no-store",
            "(RFC 9111 §5.2.2.5)",
        ),
        (
            "Connection: x, VARY\r\nVary: *\r\nCache-Control: max-age=60",
            "it has Vary",
        ),
        (
            "Connection: set-cookie\r\nSet-Cookie: a=b\r\nCache-Control: max-age=60",
            "it sets a cookie",
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
    for (asked, answered, body, expected) in [
        (1, 9, "1", "1"),
        (0, 9, "0", "1"),
        (0, 1, "0", "1"),
        (2, 9, "2", "2"),
        // What is asked for after that, by a clock that was put back, is no earlier.
        (-100, -99, "3", "3"),
    ] {
        let octets = ok("Cache-Control: max-age=60", body);
        let fetched = Fetched {
            fwd: Fwd::UriMiss,
            request_time: second(asked),
            response_time: second(answered),
            response: Response::read(Method::Get, &mut octets.as_bytes()),
        };
        let next = cache.receive(&request, None, fetched);
        let Next::Answer(response, why) = next else {
            panic!("no answer");
        };
        // The client gets what was fetched for it in any case.
        assert_eq!(response.body, body.as_bytes());
        assert_eq!(why.starts_with("now stored, "), body == expected, "{why}");
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
    // Who brings about an error, does not take away what is there, nor puts the error in its place.
    for (status, fields) in [
        (400, "X: 1"),
        (400, policy),
        (405, "X: 1"),
        (500, "Cache-Control: no-store"),
        (503, policy),
    ] {
        let world = World::new(&[ok(policy, "1"), response(status, fields, "2")]);
        world.assert_fetched("", 200, "1");
        world.next_log();
        let request = "Cache-Control: no-cache\r\nX-Method: y\r\n";
        world.assert_fetched(request, status, "2");
        let log = world.next_log();
        assert!(log.contains("; not stored: "), "{log}");
        world.at(1).assert_hit("", "1", 1);
    }
    // But an error that says for how long it holds takes the place of what is stale.
    let world = World::new(&[ok(policy, "1"), response(400, policy, "2")]);
    world.assert_fetched("", 200, "1");
    world.at(60).assert_fetched("", 400, "2");
    let answer = world.get("");
    assert_eq!((answer.status, world.asked().0), (400, 0));
    // So do these two, which say what the origin has.
    for status in [404, 410] {
        let world = World::new(&[
            ok(policy, "1"),
            response(status, "Cache-Control: no-store", "2"),
            ok("X: 1", "3"),
        ]);
        world.assert_fetched("", 200, "1");
        world.assert_fetched("Cache-Control: no-cache\r\n", status, "2");
        world.assert_fetched("", 200, "3");
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
    policy.max_len = 3000;
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
    world.script(ok("Cache-Control: max-age=60", &"x".repeat(3000)));
    assert_eq!(get("/d", "").status, 200);
    assert_eq!(["/b", "/c", "/d"].map(is_stored), [true, true, false]);
}

/// What a cache takes for the answer to a request for that target in that second.
fn receive(cache: &mut Cache, target: &str, second: i64, octets: &str) {
    let request = Request {
        method: Method::Get,
        target: target.to_owned(),
        fields: Fields::default(),
    };
    let time = HttpDate::saturating_from_unix_seconds(START + second);
    let fetched = Fetched {
        fwd: Fwd::UriMiss,
        request_time: time,
        response_time: time,
        response: Response::read(Method::Get, &mut octets.as_bytes()),
    };
    let next = cache.receive(&request, None, fetched);
    assert!(matches!(next, Next::Answer(..)), "{target}");
}

#[test]
fn no_more_goes_than_has_to() {
    const COUNT: i64 = 2000;
    let fields = format!("Date: {}\r\nCache-Control: max-age=60", date(0));
    let small = ok(&fields, "1");
    // All targets are of one length, so all entries are.
    let target = |index: i64| format!("/{index:04}");
    let mut policy = Policy::new();
    let mut cache = Cache::new(policy);
    receive(&mut cache, "/0000", 0, &small);
    let entry = cache.entry("/0000").expect("an entry");
    let entry_len = entry.len() + 2 * "/0000".len();
    policy.max_len = entry_len * usize::try_from(COUNT).expect("a small number");

    let mut cache = Cache::new(policy);
    // The last that comes was asked for first.
    for index in (0..COUNT).rev() {
        receive(&mut cache, &target(index), index, &small);
    }
    let gone = |cache: &Cache| {
        let is_gone = |index: &i64| cache.entry(&target(*index)).is_none();
        (0..COUNT).filter(is_gone).collect::<Vec<_>>()
    };
    assert!(gone(&cache).is_empty());
    // What is as long as a hundred of them and an octet, takes the place of 101.
    let big = ok(&fields, &"x".repeat(99 * entry_len + 2));
    receive(&mut cache, "/full", COUNT, &big);
    assert!(cache.entry("/full").is_some());
    assert_eq!(gone(&cache), (0..101).collect::<Vec<_>>());
    // There is place for all but an octet of one now, so that the next one takes another's.
    receive(&mut cache, "/next", COUNT, &small);
    assert!(cache.entry("/next").is_some());
    assert_eq!(gone(&cache), (0..102).collect::<Vec<_>>());
}

#[test]
fn empty_fields_take_their_place() {
    let mut policy = Policy::new();
    policy.max_len = 8 * 1024;
    let mut cache = Cache::new(policy);
    for (count, is_stored) in [(10, true), (90, false)] {
        let lines = "A:\r\n".repeat(count);
        let octets = ok(&format!("{lines}Cache-Control: max-age=60"), "");
        let target = format!("/{count}");
        receive(&mut cache, &target, 0, &octets);
        assert_eq!(cache.entry(&target).is_some(), is_stored, "{count}");
    }
}

#[test]
fn dates_count_in_any_case_of_their_letters() {
    for (fields, fresh_seconds) in [
        // 110 s from Date on, of which 50 s are over.
        (format!("Expires: {}\r\nDate: {}", date(60), date(-50)), 60),
        (format!("Last-Modified: {}", date(-100)), 10),
    ] {
        for fields in [fields.to_lowercase(), fields.to_uppercase()] {
            let world = World::new(&[ok(&fields, "1"), ok("X: 1", "2")]);
            world.assert_fetched("", 200, "1");
            world.at(fresh_seconds - 1).get("");
            assert_eq!(world.asked().0, 0, "{fields}");
            world.at(fresh_seconds).assert_fetched("", 200, "2");
        }
    }
}

#[test]
fn connection_lifts_no_restriction() {
    for fields in [
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

    // Nor does it turn an answer to one into one for all.
    let policy = "Connection: authorization\r\nCache-Control: max-age=60";
    let world = World::new(&[ok(policy, "1"), ok("X: 1", "2")]);
    let request = "Connection: close, authorization, cookie\r\nCookie: a=b\r\n\
                   Authorization: Basic AA==\r\n";
    world.get(request);
    let (_, head) = world.asked();
    assert_eq!(lines(&head, "authorization"), ["Basic AA=="]);
    assert_eq!(lines(&head, "cookie"), ["a=b"]);
    world.assert_fetched("", 200, "2");
}
