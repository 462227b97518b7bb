//! What is stored, and what the origin says of it later.

use super::{World, date, lines, ok, response};

#[test]
fn stale_response_is_freshened_by_304() {
    let last_modified = format!("Last-Modified: {}", date(-9));
    let fields = format!("Cache-Control: max-age=60\r\nETag: \"1\"\r\n{last_modified}\r\nX: 1");
    // Its Content-Length is about nothing that is there.
    let not_modified = "HTTP/1.1 304 \r\nETag: \"1\"\r\nCache-Control: max-age=5\r\nX: 2\r\n\
                        X: 3\r\nAge: 2\r\nContent-Length: 99\r\n\r\n";
    let world = World::new(&[ok(&fields, "one"), not_modified.to_owned()]);
    world.assert_fetched("", 200, "one");
    world.next_log();

    let answer = world
        .at(60)
        .get("If-None-Match: \"0\"\r\nRange: bytes=0-0\r\n");
    assert_eq!((answer.status, answer.body.as_str()), (200, "one"));
    let (count, head) = world.asked();
    assert_eq!(count, 1);
    assert_eq!(lines(&head, "if-none-match"), ["\"1\""]);
    assert_eq!(lines(&head, "if-modified-since"), [date(-9)]);
    assert!(lines(&head, "range").is_empty());
    let log = world.next_log();
    assert!(
        log.contains("; validated, now stored, fresh until it is 5 s old"),
        "{log}"
    );

    let answer = world.at(62).assert_hit("", "one", 4);
    assert_eq!(answer.lines("x"), ["2", "3"]);
    assert_eq!(answer.lines("content-length"), ["3"]);
    assert_eq!(answer.lines("date"), [date(60)]);
    // Fresh up to an age of five.
    world.script(ok("X: 1", "two"));
    world.at(63).assert_fetched("", 200, "two");
}

#[test]
fn age_of_what_is_validated_is_that_of_the_304() {
    let not_modified = "HTTP/1.1 304 \r\nETag: \"1\"\r\n\r\n";
    let world = World::new(&[
        ok("Cache-Control: max-age=60\r\nETag: \"1\"\r\nAge: 50", "1"),
        not_modified.to_owned(),
    ]);
    world.assert_fetched("", 200, "1");
    world.at(10).assert_fetched("", 200, "1");
    world.at(69).assert_hit("", "1", 59);
}

/// What is merged is asked about like any other response, with the status of what is stored.
#[test]
fn all_that_a_304_says_counts() {
    for (fields, log_has) in [
        ("Cache-Control: no-store", "not stored: no-store in the"),
        ("Cache-Control: private", "not stored: private response"),
        ("Cache-Control: x no-store", "not stored: no-store in the"),
        // 299 says nothing of caches, so that something else has to.
        ("Cache-Control: x", "not stored: nothing says"),
        ("Vary: Accept", "not stored: it has Vary"),
        ("Set-Cookie: a=b", "not stored: it sets a cookie"),
    ] {
        let world = World::new(&[
            response(299, "Cache-Control: max-age=60\r\nETag: \"1\"", "1"),
            format!("HTTP/1.1 304 \r\nETag: \"1\"\r\n{fields}\r\n\r\n"),
        ]);
        world.assert_fetched("", 299, "1");
        world.next_log();
        world.at(60).assert_fetched("", 299, "1");
        let log = world.next_log();
        assert!(
            log.contains("; validated, ") && log.contains(log_has),
            "{log}"
        );
        let answer = world.get("Cache-Control: only-if-cached, max-stale\r\n");
        assert_eq!(answer.status, 504, "{fields}");
    }
    for (fields, seconds) in [
        ("Cache-Control: max-age=5", 5),
        ("Cache-Control: s-maxage=5, max-age=9", 5),
        ("Cache-Control: max-age=9\r\nAge: 4", 5),
        // That it is invalid is no reason to go by what was said before.
        ("Cache-Control: max-age=x", 0),
        ("Cache-Control: no-cache, max-age=9", 0),
        ("Cache-Control: max-age=5, private=x\r\nX: 2", 5),
        ("Cache-Control: max-age=5, no-cache=x\r\nX: 2", 5),
        ("X: 2", 60),
    ] {
        let world = World::new(&[
            ok("Cache-Control: max-age=60\r\nETag: \"1\"\r\nX: 1", "1"),
            format!("HTTP/1.1 304 \r\nETag: \"1\"\r\n{fields}\r\n\r\n"),
            ok("X: 1", "2"),
        ]);
        world.assert_fetched("", 200, "1");
        world.at(60).assert_fetched("", 200, "1");
        if seconds > 0 {
            let answer = world.at(60 + seconds - 1).get("");
            assert_eq!(
                (answer.body.as_str(), world.asked().0),
                ("1", 0),
                "{fields}"
            );
            let expected: &[_] = match fields {
                "X: 2" => &["2"],
                _ if fields.contains("=x") => &[],
                _ => &["1"],
            };
            assert_eq!(answer.lines("x"), expected, "{fields}");
        }
        world.at(60 + seconds).assert_fetched("", 200, "2");
    }
}

/// It is the origin that takes them back, though what is stored is an error.
#[test]
fn a_304_takes_back_errors_as_well() {
    let world = World::new(&[
        response(405, "Cache-Control: max-age=60\r\nETag: \"1\"", "1"),
        "HTTP/1.1 304 \r\nETag: \"1\"\r\nCache-Control: no-store\r\n\r\n".to_owned(),
        ok("X: 1", "2"),
    ]);
    world.assert_fetched("", 405, "1");
    world.assert_fetched("Cache-Control: no-cache\r\n", 405, "1");
    world.assert_fetched("", 200, "2");
}

#[test]
fn a_304_for_another_response_is_not_believed() {
    for (tag, fields) in [
        ("\"1\"", "ETag: \"2\""),
        ("\"1\"", "ETag: W/\"2\""),
        ("\"1\"", "X: 1"),
        // A strong one is about the same octets.
        ("W/\"1\"", "ETag: \"1\""),
    ] {
        let world = World::new(&[
            ok(&format!("Cache-Control: max-age=60\r\nETag: {tag}"), "1"),
            format!("HTTP/1.1 304 \r\n{fields}\r\n\r\n"),
            ok("Cache-Control: max-age=60", "2"),
        ]);
        world.assert_fetched("", 200, "1");
        let answer = world.at(60).get("");
        assert_eq!((answer.status, answer.body.as_str()), (200, "2"));
        let (count, head) = world.asked();
        assert_eq!((count, lines(&head, "if-none-match").len()), (2, 0));
        world.assert_hit("", "2", 0);
    }
    // Nor does it leave in the cache what it was asked about.
    let another = "HTTP/1.1 304 \r\nETag: \"2\"\r\n\r\n";
    let stored = ok("Cache-Control: max-age=60\r\nETag: \"1\"", "1");
    let world = World::new(&[stored, another.to_owned(), another.to_owned()]);
    world.assert_fetched("", 200, "1");
    assert_eq!(world.at(60).get("").status, 502);
    assert_eq!(world.asked().0, 2);
    let answer = world.get("Cache-Control: only-if-cached, max-stale\r\n");
    assert_eq!(answer.status, 504);
}

#[test]
fn weak_tag_is_enough_for_a_304() {
    for (tag, other) in [("\"1\"", "W/\"1\""), ("W/\"1\"", "W/\"1\"")] {
        let world = World::new(&[
            ok(&format!("Cache-Control: max-age=60\r\nETag: {tag}"), "1"),
            format!("HTTP/1.1 304 \r\nETag: {other}\r\n\r\n"),
        ]);
        world.assert_fetched("", 200, "1");
        world.at(60).assert_fetched("", 200, "1");
    }
}
