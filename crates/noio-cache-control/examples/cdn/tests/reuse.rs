//! Whether what is stored is the answer.

use alloc::sync::Arc;
use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    sync::mpsc,
    thread,
};

use noio_cache_control::{
    Expires, HttpDate, RequestDirectives, ResponseDirectives,
    freshness::{Cache, Exchange, Heuristic, MustValidate, ResponseTimes},
};

use super::{START, World, date, lines, ok, response};
use crate::{
    assess::Policy,
    cache::{Decision, decide},
};

#[test]
fn fresh_response_is_served_with_its_age_and_no_longer() {
    let world = World::new(&[ok("Cache-Control: max-age=60", "1"), ok("X: 1", "2")]);
    let answer = world.assert_fetched("", 200, "1");
    assert_eq!(answer.lines("date"), [date(0)]);
    assert_eq!(
        world.next_log(),
        "GET /a -> 200: miss; now stored, fresh until it is 60 s old (max-age, RFC 9111 §5.2.2.1)"
    );
    let answer = world.at(10).assert_hit("", "1", 10);
    assert_eq!(answer.lines("date"), [date(0)]);
    assert_eq!(answer.lines("cache-control"), ["max-age=60"]);
    assert_eq!(
        world.next_log(),
        "GET /a -> 200: hit, fresh for another 50 s (RFC 9111 §4.2)"
    );
    world.at(59).assert_hit("", "1", 59);
    world.next_log();
    world.at(60).assert_fetched("", 200, "2");
    let log = world.next_log();
    assert!(log.contains(": stale (RFC 9111 §4.2.4); "), "{log}");
}

#[test]
fn log_says_what_tells_the_lifetime() {
    for (fields, what) in [
        (
            "Cache-Control: s-maxage=9, max-age=1".to_owned(),
            "fresh until it is 9 s old (s-maxage, RFC 9111 §5.2.2.10)",
        ),
        (
            format!("Expires: {}", date(60)),
            "fresh until it is 60 s old (expires, RFC 9111 §5.3)",
        ),
        (
            format!("Last-Modified: {}", date(-600)),
            "fresh until it is 60 s old (heuristic, RFC 9111 §4.2.2)",
        ),
        (
            "X: 1".to_owned(),
            "never fresh: nothing says for how long (RFC 9111 §4.2.1)",
        ),
    ] {
        let world = World::new(&[ok(&fields, "1")]);
        world.assert_fetched("", 200, "1");
        let log = format!("GET /a -> 200: miss; now stored, {what}");
        assert_eq!(world.next_log(), log);
    }
}

#[test]
fn age_and_date_of_the_origin_count() {
    for (fields, age) in [
        ("Cache-Control: max-age=60\r\nAge: 50".to_owned(), 50),
        (
            format!("Cache-Control: max-age=60\r\nDate: {}", date(-50)),
            50,
        ),
        (format!("Expires: {}\r\nDate: {}", date(10), date(-50)), 50),
        (format!("Expires: {}", date(60)), 0),
        // A tenth of the time since the last change.
        (format!("Last-Modified: {}", date(-600)), 0),
        ("Cache-Control: s-maxage=60, max-age=1".to_owned(), 0),
    ] {
        let world = World::new(&[ok(&fields, "1"), ok("X: 1", "2")]);
        world.assert_fetched("", 200, "1");
        world.at(59 - age).assert_hit("", "1", 59);
        world.at(60 - age).assert_fetched("", 200, "2");
    }
}

#[test]
fn stale_while_revalidate_answers_at_once() {
    let policy = "Cache-Control: max-age=60, stale-while-revalidate=30\r\nETag: \"1\"";
    let world = World::new(&[ok(policy, "1"), ok(policy, "2")]);
    world.assert_fetched("Cookie: a=b\r\n", 200, "1");
    world.next_log();
    let answer = world.at(90).get("Cookie: a=b\r\n");
    assert_eq!(answer.body, "1");
    assert_eq!(answer.lines("age"), ["90"]);
    let mut log = [world.next_log(), world.next_log()];
    log.sort();
    assert!(
        log[0].ends_with(", validated in the background (RFC 5861 §3)"),
        "{log:?}"
    );
    assert!(
        log[1].starts_with("background /a -> 200: now stored, "),
        "{log:?}"
    );
    let (count, head) = world.asked();
    assert_eq!((count, lines(&head, "cookie").len()), (1, 0));
    assert_eq!(lines(&head, "if-none-match"), ["\"1\""]);
    world.assert_hit("", "2", 0);
    // One second too late.
    world.script(ok(policy, "3"));
    world.at(90 + 91).assert_fetched("", 200, "3");
}

#[test]
fn one_validates_in_the_background_at_a_time() {
    let policy = "Cache-Control: max-age=60, stale-while-revalidate=30";
    let world = World::new(&[ok(policy, "1"), ok(policy, "2"), ok(policy, "3")]);
    world.assert_fetched("", 200, "1");
    world.at(60);
    {
        // So long the origin does not answer.
        let _script = world.script.lock().expect("no panic");
        for _ in 0..5 {
            assert_eq!(world.get("").body, "1");
        }
    }
    let background = || while !world.next_log().starts_with("background ") {};
    background();
    // And the next one may, when it is time.
    assert_eq!(world.at(120).get("").body, "2");
    background();
    assert_eq!(world.asked().0, 2);
    world.assert_hit("", "3", 0);
}

#[test]
fn stale_if_error_hides_a_failure() {
    let failure = || response(503, "Retry-After: 9", "down");
    let policy = "Cache-Control: max-age=60, stale-if-error=30";
    let world = World::new(&[ok(policy, "1"), failure(), failure()]);
    world.assert_fetched("", 200, "1");
    for fields in ["", "Cache-Control: max-age=60\r\n"] {
        let answer = world.at(90).get(fields);
        assert_eq!((answer.status, answer.body.as_str()), (200, "1"));
        assert_eq!(answer.lines("age"), ["90"]);
    }
    assert_eq!(world.asked().0, 2);
    // Now it does not answer at all.
    let answer = world.get("");
    assert_eq!((answer.status, answer.body.as_str()), (200, "1"));
    assert_eq!(world.asked().0, 1);
    // The client may ask for less, but not for what the origin forbids.
    assert_eq!(
        world.get("Cache-Control: stale-if-error=29\r\n").status,
        502
    );
    assert_eq!(world.get("Cache-Control: no-cache\r\n").status, 502);
    world.asked();
    world.script(failure());
    world.at(91).assert_fetched("", 503, "down");
    // What is no failure of the origin is the answer.
    world.script(response(404, "X: 1", "gone"));
    world.at(90).assert_fetched("", 404, "gone");

    for gate in [
        "must-revalidate",
        "proxy-revalidate",
        "s-maxage=60",
        "no-cache",
    ] {
        let world = World::new(&[ok(&format!("{policy}, {gate}"), "1"), failure()]);
        world.assert_fetched("", 200, "1");
        world.next_log();
        let request = "Cache-Control: stale-if-error=60, max-stale\r\n";
        world.at(61).assert_fetched(request, 503, "down");
        let log = world.next_log();
        assert!(log.contains("no help: "), "{log}");
        assert_eq!(world.get(request).status, 502);
    }
}

#[test]
fn origin_that_is_not_there_is_504() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let origin = listener.local_addr().expect("an address").to_string();
    drop(listener);
    let (_, requests) = mpsc::channel();
    let script = Arc::default();
    let world = World::with_origin(Policy::new(), origin, script, requests);
    let answer = world.get("");
    assert_eq!(answer.status, 504);
    assert_eq!(answer.lines("cache-control"), ["no-store"]);
}

/// A world whose origin answers once, and is gone then.
pub(super) fn world_without_origin(response: String) -> World {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let origin = listener.local_addr().expect("an address").to_string();
    thread::spawn(move || {
        let (mut socket, _) = listener.accept().expect("a connection");
        drop(listener);
        let mut reader = BufReader::new(&socket);
        let mut line = String::new();
        while line != "\r\n" {
            line.clear();
            assert!(reader.read_line(&mut line).expect("a line") > 0);
        }
        socket.write_all(response.as_bytes()).expect("sent");
    });
    let (_, requests) = mpsc::channel();
    let world = World::with_origin(Policy::new(), origin, Arc::default(), requests);
    assert_eq!(world.get("").status, 200);
    world.next_log();
    world
}

#[test]
fn what_is_stored_is_used_however_old_if_the_origin_is_gone() {
    let world = world_without_origin(ok("Cache-Control: max-age=60", "1"));
    let answer = world.at(1_000_000).get("");
    assert_eq!((answer.status, answer.body.as_str()), (200, "1"));
    assert_eq!(answer.lines("age"), ["1000000"]);
    assert_eq!(
        world.next_log(),
        "GET /a -> 200: stale (RFC 9111 §4.2.4); the origin cannot be reached, what is stored will \
         do, however old (own policy, RFC 9111 §4.2.4)"
    );
    // Not for a client that says what is too old, or wants to be sure.
    for (fields, reason) in [
        ("Cache-Control: max-age=60\r\n", "max-age in the request"),
        ("Cache-Control: max-stale=60\r\n", "stale"),
        ("Cache-Control: stale-if-error=60\r\n", "stale"),
        ("Cache-Control: no-cache\r\n", "no-cache in the request"),
        ("Pragma: no-cache\r\n", "no-cache in the request"),
    ] {
        assert_eq!(world.get(fields).status, 504, "{fields}");
        let log = world.next_log();
        let no_help = format!("; no help: {reason} (");
        assert!(log.contains(&no_help), "{fields}: {log}");
    }

    // Nor against the response.
    for gate in [
        "must-revalidate",
        "proxy-revalidate",
        "s-maxage=60",
        "no-cache",
    ] {
        let world = world_without_origin(ok(&format!("Cache-Control: max-age=60, {gate}"), "1"));
        assert_eq!(world.at(60).get("").status, 504, "{gate}");
        let log = world.next_log();
        assert!(log.contains("; no help: "), "{gate}: {log}");
    }

    // What stale-if-error allows, it allows first.
    let world = world_without_origin(ok("Cache-Control: max-age=60, stale-if-error=9", "1"));
    world.at(69).get("");
    let log = world.next_log();
    assert!(log.ends_with(" (RFC 5861 §4)"), "{log}");
}

#[test]
fn directives_of_the_request_count() {
    let policy = "Cache-Control: max-age=60";
    let world = World::new(&[ok(policy, "1")]);
    let only_if_cached = "Cache-Control: only-if-cached\r\n";
    assert_eq!(world.get(only_if_cached).status, 504);
    assert_eq!(world.asked().0, 0);
    world.assert_fetched("", 200, "1");
    world.at(30).assert_hit(only_if_cached, "1", 30);
    world.assert_hit("Cache-Control: max-age=30, min-fresh=30\r\n", "1", 30);
    // Of Pragma, nothing else means anything.
    world.assert_hit("Pragma: x, no-store\r\n", "1", 30);

    for fields in [
        "Cache-Control: no-cache\r\n",
        "Pragma: no-cache\r\n",
        "Pragma: no-cache\r\nCache-Control: max-age=30\r\n",
        "Cache-Control: max-age=29\r\n",
        "Cache-Control: max-age=x\r\n",
        "Cache-Control: min-fresh=31\r\n",
    ] {
        let world = World::new(&[ok(policy, "1"), ok(policy, "2")]);
        world.assert_fetched("", 200, "1");
        world.at(30).assert_fetched(fields, 200, "2");
        world.assert_hit("", "2", 0);
    }
    world
        .at(70)
        .assert_hit("Cache-Control: max-stale=10\r\n", "1", 70);
    world.assert_hit("Cache-Control: max-stale, only-if-cached\r\n", "1", 70);
    let answer = world.get("Cache-Control: max-stale=9, only-if-cached\r\n");
    assert_eq!(answer.status, 504);
    assert_eq!(world.asked().0, 0);
}

#[test]
fn head_is_answered_from_get_and_never_the_other_way() {
    let head = "HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n";
    let of_head = "HTTP/1.1 200 \r\nCache-Control: max-age=60\r\nContent-Length: 4\r\n\r\n";
    let world = World::new(&[of_head.to_owned(), ok("Cache-Control: max-age=60", "12345")]);
    let answer = world.send(head);
    assert_eq!(
        (answer.status, answer.lines("content-length")),
        (200, vec!["4"])
    );
    assert!(world.asked().1.starts_with("HEAD /a HTTP/1.0\r\n"));

    world.assert_fetched("", 200, "12345");
    let answer = world.at(1).send(head);
    assert_eq!((answer.lines("age"), answer.body.as_str()), (vec!["1"], ""));
    assert_eq!(answer.lines("content-length"), ["5"]);
    assert_eq!(world.asked().0, 0);
}

#[test]
fn decision_needs_no_socket() {
    let second = HttpDate::saturating_from_unix_seconds;
    let stored = |lines: &str| {
        let exchange = Exchange {
            is_method_understood: true,
            has_authorization: false,
            request: RequestDirectives::default(),
            status: 200,
            is_status_understood: true,
            omits_listed_fields: true,
            response: ResponseDirectives::parse([lines]),
            expires: Expires::Absent,
        };
        let times = ResponseTimes {
            request_time: second(START),
            response_time: second(START),
            date: None,
            age: None,
        };
        let stored = exchange.store(Cache::Shared, times, None, &Heuristic::new());
        stored.expect("nothing forbids it")
    };
    let decided = |lines: &str, request: &str, seconds| {
        let request = RequestDirectives::parse([request]);
        decide(Some(&stored(lines)), &request, second(START + seconds))
    };
    let policy = "max-age=60, stale-while-revalidate=30";
    assert_eq!(decided(policy, "", 59), Decision::Serve);
    assert_eq!(decided(policy, "", 60), Decision::ServeAndRevalidate);
    assert_eq!(decided(policy, "", 90), Decision::ServeAndRevalidate);
    let stale = Decision::Validate(MustValidate::Stale);
    assert_eq!(decided(policy, "", 91), stale);
    assert_eq!(decided(policy, "", i64::MAX - START), stale);
    assert_eq!(
        decided(policy, "only-if-cached", 91),
        Decision::GatewayTimeout
    );
    assert_eq!(
        decided("no-cache, max-age=60", "only-if-cached", 0),
        Decision::GatewayTimeout
    );
    let none = |request: &str| decide(None, &RequestDirectives::parse([request]), second(START));
    assert_eq!(none(""), Decision::Fetch);
    assert_eq!(none("only-if-cached"), Decision::GatewayTimeout);
}
