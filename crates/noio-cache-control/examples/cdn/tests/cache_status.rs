//! What the cache tells of itself, behind what others have told.

use noio_cache_control::{
    HttpDate, RequestDirectives,
    cache_status::{CacheStatus, Fwd},
    freshness::Reuse,
};

use super::{Answer, START, World, ok, response, reuse::world_without_origin};
use crate::{
    assess::{Policy, assess},
    fields::Fields,
    message::{Method, Request, Response},
    status,
};

/// All that the response says.
#[track_caller]
fn assert_says(answer: &Answer, expected: &[&str]) {
    let lines = answer.lines("cache-status");
    assert_eq!(lines, expected, "{}", answer.head);
    let members: Result<Vec<_>, _> = CacheStatus::from_lines(lines).collect();
    assert!(members.is_ok(), "{}", answer.head);
}

#[test]
fn miss_and_hits() {
    let policy = "Cache-Control: max-age=60\r\nAge: 10";
    let world = World::new(&[ok(policy, "1"), ok("Cache-Control: no-store", "2")]);
    let answer = world.assert_fetched("", 200, "1");
    assert_says(&answer, &["noio-cdn;fwd=uri-miss;ttl=50;stored"]);
    for (second, ttl) in [(0, 50), (49, 1)] {
        let answer = world.at(second).get("");
        assert_says(&answer, &[&format!("noio-cdn;hit;ttl={ttl}")]);
    }
    let stale = "Cache-Control: max-stale=10\r\n";
    assert_says(&world.at(50).get(stale), &["noio-cdn;hit;ttl=0"]);
    assert_says(&world.at(60).get(stale), &["noio-cdn;hit;ttl=-10"]);
    let answer = world.assert_fetched("", 200, "2");
    assert_says(&answer, &["noio-cdn;fwd=stale;stored=?0"]);
    // What was taken back is not there any more.
    world.script(response(404, "X: 1", "3"));
    let answer = world.assert_fetched("", 404, "3");
    assert_says(&answer, &["noio-cdn;fwd=uri-miss;ttl=0;stored"]);
}

#[test]
fn head_is_a_hit_or_stores_nothing() {
    let head = "HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n";
    let of_head = "HTTP/1.1 200 \r\nCache-Control: max-age=60\r\nContent-Length: 1\r\n\r\n";
    let world = World::new(&[of_head.to_owned(), ok("Cache-Control: max-age=60", "1")]);
    assert_says(&world.send(head), &["noio-cdn;fwd=uri-miss;stored=?0"]);
    world.get("");
    assert_says(&world.at(1).send(head), &["noio-cdn;hit;ttl=59"]);
}

#[test]
fn request_that_does_not_want_what_is_fresh() {
    let policy = "Cache-Control: max-age=60\r\nETag: \"1\"";
    let not_modified = "HTTP/1.1 304 \r\nETag: \"1\"\r\n\r\n";
    let world = World::new(&[ok(policy, "1"), not_modified.to_owned(), ok(policy, "2")]);
    world.get("");
    let answer = world.at(9).get("Cache-Control: max-age=8\r\n");
    assert_says(
        &answer,
        &["noio-cdn;fwd=request;fwd-status=304;ttl=60;stored"],
    );
    let answer = world.at(9).get("Pragma: no-cache\r\n");
    assert_says(&answer, &["noio-cdn;fwd=request;ttl=60;stored"]);
    // It may be that the answer to such a request is not stored.
    world.script(ok(policy, "3"));
    let answer = world.get("Cache-Control: no-cache, no-store\r\n");
    assert_says(&answer, &["noio-cdn;fwd=request;stored=?0"]);
    // What is stale would have been asked about in any case.
    world.script(not_modified.to_owned());
    let answer = world.at(69).get("Cache-Control: no-cache\r\n");
    assert_says(
        &answer,
        &["noio-cdn;fwd=stale;fwd-status=304;ttl=60;stored"],
    );
}

#[test]
fn reason_to_ask_is_that_of_the_response_first() {
    let second = |seconds| HttpDate::saturating_from_unix_seconds(START + seconds);
    let request = Request {
        method: Method::Get,
        target: "/a".to_owned(),
        fields: Fields::default(),
    };
    for (policy, directives, seconds, expected) in [
        ("max-age=60", "no-cache", 59, Fwd::Request),
        ("max-age=60", "max-age=58", 59, Fwd::Request),
        ("max-age=60", "max-age=x", 0, Fwd::Request),
        ("max-age=60", "min-fresh=2", 59, Fwd::Request),
        ("max-age=60", "", 60, Fwd::Stale),
        ("max-age=60", "no-cache", 60, Fwd::Stale),
        ("max-age=60", "max-age=9", 60, Fwd::Stale),
        ("max-age=60, must-revalidate", "max-stale", 60, Fwd::Stale),
        ("max-age=60, no-cache", "", 0, Fwd::Stale),
        ("max-age=60, no-cache", "no-cache", 0, Fwd::Stale),
    ] {
        let octets = ok(&format!("Cache-Control: {policy}"), "1");
        let mut response = Response::read(Method::Get, &mut octets.as_bytes()).expect("a response");
        let times = (second(0), second(0));
        let stored = assess(&request, &mut response, times, &Policy::new()).expect("stored");
        let directives = RequestDirectives::parse([directives]);
        let Reuse::Validate(reason) = stored.reuse(&directives, second(seconds)) else {
            panic!("{policy}: used as it is");
        };
        let fwd = status::fwd(&stored, reason, second(seconds));
        assert_eq!(fwd, expected, "{policy}: {reason}");
    }
}

#[test]
fn validated_response_says_so() {
    let policy = "Cache-Control: max-age=60\r\nETag: \"1\"";
    let world = World::new(&[
        ok(policy, "1"),
        "HTTP/1.1 304 \r\nETag: \"1\"\r\nCache-Control: max-age=9\r\n\r\n".to_owned(),
        "HTTP/1.1 304 \r\nETag: \"1\"\r\nCache-Control: no-store\r\n\r\n".to_owned(),
    ]);
    world.assert_fetched("", 200, "1");
    let answer = world.at(60).assert_fetched("", 200, "1");
    assert_says(&answer, &["noio-cdn;fwd=stale;fwd-status=304;ttl=9;stored"]);
    assert_says(&world.at(60).get(""), &["noio-cdn;hit;ttl=9"]);
    let answer = world.at(69).assert_fetched("", 200, "1");
    assert_says(&answer, &["noio-cdn;fwd=stale;fwd-status=304;stored=?0"]);

    // The status is that of the answer that was of use.
    let another = "HTTP/1.1 304 \r\nETag: \"2\"\r\n\r\n";
    let world = World::new(&[ok(policy, "1"), another.to_owned(), ok(policy, "2")]);
    world.get("");
    assert_says(&world.at(60).get(""), &["noio-cdn;fwd=stale;ttl=60;stored"]);
}

#[test]
fn stale_response_is_a_hit_unless_the_origin_was_asked() {
    let policy = "Cache-Control: max-age=60, stale-while-revalidate=30, stale-if-error=90";
    let world = World::new(&[ok(policy, "1"), response(503, "X: 1", "down")]);
    world.get("");
    world.next_log();
    assert_says(&world.at(90).get(""), &["noio-cdn;hit;ttl=-30"]);
    // One of these lines is of the validation, which came to nothing.
    let mut log = [world.next_log(), world.next_log()];
    log.sort();
    assert!(log[1].starts_with("background /a -> 200: "), "{log:?}");

    world.script(response(503, "X: 1", "down"));
    let answer = world.at(91).get("");
    assert_eq!((answer.status, answer.body.as_str()), (200, "1"));
    assert_says(
        &answer,
        &["noio-cdn;fwd=stale;fwd-status=503;ttl=-31;stored=?0"],
    );
    // An answer that makes no sense has no status.
    let answer = world.get("");
    assert_eq!((answer.status, answer.body.as_str()), (200, "1"));
    let no_answer = ["noio-cdn;fwd=stale;ttl=-31;stored=?0;detail=no-answer"];
    assert_says(&answer, &no_answer);
    // What is passed on is the origin's.
    world.script(response(503, "X: 1", "down"));
    let answer = world.at(151).get("");
    assert_says(&answer, &["noio-cdn;fwd=stale;stored=?0"]);

    let world = world_without_origin(ok("Cache-Control: max-age=60", "1"));
    let answer = world.at(91).get("");
    assert_says(&answer, &no_answer);
}

#[test]
fn what_the_proxy_makes_up_says_nothing() {
    let not_modified = "HTTP/1.1 304 \r\nETag: \"1\"\r\n\r\n";
    let world = World::new(&["hello".to_owned(), not_modified.to_owned()]);
    for (request, status) in [
        ("GET /a HTTP/1.1\r\nHost: a\r\n\r\n", 502),
        ("GET /a HTTP/1.1\r\nHost: a\r\n\r\n", 502),
        ("POST /a HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        ("GET /a HTTP/1.1\r\n\r\n", 400),
        (
            "GET /a HTTP/1.1\r\nHost: a\r\nCache-Control: only-if-cached\r\n\r\n",
            504,
        ),
    ] {
        let answer = world.send(request);
        assert_eq!(answer.status, status, "{request}");
        assert_says(&answer, &[]);
    }
    let fields = "Cache-Control: max-age=60\r\nETag: \"1\"";
    let another = "HTTP/1.1 304 \r\nETag: \"2\"\r\n\r\n".to_owned();
    let world = World::new(&[ok(fields, "1"), another.clone(), another]);
    world.get("");
    let answer = world.at(60).get("");
    assert_eq!(answer.status, 502);
    assert_says(&answer, &[]);
}

#[test]
fn what_other_caches_say_stays_before_it() {
    let fields = "Cache-Status: Origin;hit;ttl=7\r\nX: 1\r\n\
                  cache-status: \"b, c\";fwd=miss, d;x\r\nCache-Control: max-age=60\r\nETag: \"1\"";
    let world = World::new(&[ok(fields, "1")]);
    let others = ["Origin;hit;ttl=7", "\"b, c\";fwd=miss, d;x"];
    let answer = world.assert_fetched("", 200, "1");
    assert_says(
        &answer,
        &[others[0], others[1], "noio-cdn;fwd=uri-miss;ttl=60;stored"],
    );
    for second in [1, 2] {
        let ttl = format!("noio-cdn;hit;ttl={}", 60 - second);
        assert_says(&world.at(second).get(""), &[others[0], others[1], &ttl]);
    }
    // Lines of a 304 take the place of those that are stored, as with every field.
    let not_modified = "HTTP/1.1 304 \r\nETag: \"1\"\r\n";
    world.script(format!("{not_modified}\r\n"));
    let validated = "noio-cdn;fwd=stale;fwd-status=304;ttl=60;stored";
    assert_says(&world.at(60).get(""), &[others[0], others[1], validated]);
    world.script(format!(
        "{not_modified}Cache-Status: Origin;fwd=stale\r\n\r\n"
    ));
    assert_says(&world.at(120).get(""), &["Origin;fwd=stale", validated]);
    let hit = "noio-cdn;hit;ttl=60";
    assert_says(&world.at(120).get(""), &["Origin;fwd=stale", hit]);
}

/// What is no list stays as it is, and so does a member that has the same name.
#[test]
fn what_other_caches_say_is_not_read() {
    let fields = "Cache-Status: (no;, list\r\nCache-Status: noio-cdn;hit\r\n\
                  Cache-Control: max-age=60";
    let world = World::new(&[ok(fields, "1")]);
    let others = ["(no;, list", "noio-cdn;hit"];
    let answer = world.get("");
    let [first, second, own] = answer.lines("cache-status")[..] else {
        panic!("{}", answer.head);
    };
    assert_eq!([first, second], others);
    assert_eq!(own, "noio-cdn;fwd=uri-miss;ttl=60;stored");
}

#[test]
fn lifetime_is_that_of_the_field_that_counts() {
    let fields = "CDN-Cache-Control: max-age=600\r\nCache-Control: no-store";
    let world = World::new(&[ok(fields, "1")]);
    let answer = world.get("");
    assert_says(&answer, &["noio-cdn;fwd=uri-miss;ttl=600;stored"]);
    assert_says(&world.at(60).get(""), &["noio-cdn;hit;ttl=540"]);
}
