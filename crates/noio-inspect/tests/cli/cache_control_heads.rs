//! `cache-control --head`: what heads say to caches.

use crate::{
    Ran,
    cache_control::{request, response_head},
    path_of_body, run,
};

const DATE: &str = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";

/// Runs `cache-control --head` with `options` on a head.
fn head(options: &[&str], head: &str) -> Ran {
    run(&[&["cache-control", "--head"], options].concat(), head)
}

#[test]
fn all_lines_count_and_other_fields_do_not() {
    let ran = head(
        &["--json"],
        "HTTP/1.1 200 OK\r\ncache-control: max-age=60\r\nX: no-store\r\nCACHE-CONTROL: private\r\n\r\n",
    );
    assert_eq!(
        ran,
        response_head(&[("private", "true"), ("max_age", "60")])
    );
    let ran = head(
        &["--json", "--request"],
        "GET / HTTP/1.1\r\nHost: a\r\nCache-Control: max-age=0\r\nX: no-cache\r\n\r\n",
    );
    assert_eq!(ran, request(&[("max_age", "0")]));
}

#[test]
fn no_cache_in_pragma_counts_for_requests() {
    let text = "GET / HTTP/1.1\r\nPragma: no-cache\r\n\r\n";
    let rows = "      24  field      Pragma  no-cache
      36  counts     no-cache
";
    assert_eq!(head(&["--request"], text), Ran::ok(rows));
    // Beside Cache-Control, too, but nothing else that is in it.
    let ran = head(
        &["--json", "--request"],
        "GET / HTTP/1.1\r\nCache-Control: max-age=0\r\nPragma: no-cache, no-store\r\n\r\n",
    );
    assert_eq!(ran, request(&[("no_cache", "true"), ("max_age", "0")]));
    // In a response it never meant anything.
    let ran = head(&["--json"], "HTTP/1.1 200 OK\r\nPragma: no-cache\r\n\r\n");
    assert_eq!(ran, response_head(&[]));
}

#[test]
fn rows_stand_where_the_fields_are() {
    let text = format!(
        "HTTP/1.1 404 Not\r\nAge:  7\r\n{DATE}Cache-Control: a, b\r\nServer: x\r\n\r\nbody"
    );
    let rows = "       0  status     404
      24  field      Age  7
      33  field      Date  Sun, 06 Nov 1994 08:49:37 GMT
      79  extension  a
      82  extension  b
      98  counts     nothing
";
    assert_eq!(head(&[], &text), Ran::ok(rows));
}

/// As curl prints it.
#[test]
fn a_head_of_http_2_or_3_is_read() {
    for version in ["HTTP/2", "HTTP/3"] {
        let text = format!("{version} 200 \r\ncache-control: no-store\r\n\r\n");
        let rows = "       0  status     200
      28  directive  no-store
      40  counts     no-store
";
        assert_eq!(head(&[], &text), Ran::ok(rows));
        let ran = head(&[], &format!("{version} 200 \r\na : b\r\n\r\n"));
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""));
        assert!(ran.stderr.ends_with(" at byte 14\n"), "{}", ran.stderr);
    }
    let ran = head(&["--request"], "HTTP/2 200 \r\n\r\n");
    assert_eq!(ran.code, Some(1));
}

#[test]
fn interim_responses_are_passed_over() {
    let text = "HTTP/1.1 100 Continue\r\n\r\nHTTP/2 103 \r\ncache-control: no-store\r\n\r\nHTTP/2 200 \r\nage: 1\r\n\r\n";
    let rows = "      65  status     200
      83  field      age  1
      88  counts     nothing
";
    assert_eq!(head(&[], text), Ran::ok(rows));
    let ran = head(&[], "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 2000\r\n\r\n");
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.ends_with(" at byte 37\n"), "{}", ran.stderr);
    // Another protocol follows a 101.
    let ran = head(&[], "HTTP/1.1 101 \r\n\r\n\x01\x02");
    assert_eq!(ran.stdout.lines().next(), Some("       0  status     101"));
}

/// More than are read at once.
#[test]
fn interim_responses_may_be_many() {
    let text = "HTTP/1.1 103 \r\n\r\n".repeat(200_000) + "HTTP/1.1 200 OK\r\nAge: 1\r\n\r\n";
    let rows = " 3400000  status     200
 3400022  field      Age  1
 3400027  counts     nothing
";
    assert_eq!(head(&[], &text), Ran::ok(rows));
}

#[test]
fn a_head_that_cannot_be_read_is_exit_status_1() {
    for (options, text, kind, offset) in [
        (&[][..], "", "truncated", 0),
        (&[], "HTTP/1.1 200 OK\r\nAge: 1\r\n", "truncated", 25),
        (&[], "HTTP/1.1 200 OK\nAge: 1\n\n", "invalid-head", 15),
        (&[], "GET / HTTP/1.1\r\n\r\n", "invalid-head", 0),
        (&["--request"], "GET /\r\n\r\n", "invalid-head", 5),
    ] {
        let ran = head(&[options, &["--json"]].concat(), text);
        let front = format!("{{\"error\":{{\"kind\":\"{kind}\",\"offset\":{offset},\"message\":");
        assert!(ran.stdout.starts_with(&front), "{text:?}: {}", ran.stdout);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(1), ""), "{text:?}");
        let ran = head(options, text);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""), "{text:?}");
        let back = format!(" at byte {offset}\n");
        assert!(ran.stderr.ends_with(&back), "{text:?}: {}", ran.stderr);
    }
    let ran = head(
        &["--allow-bare-lf", "--json"],
        "HTTP/1.1 200 OK\nAge: 1\n\n",
    );
    assert_eq!(ran, response_head(&[]));
}

#[test]
fn captures_are_read() {
    let path = path_of_body("node-trailers", "head");
    let path = path.to_str().unwrap();
    let ran = run(&["cache-control", "--head", path, "--json"], b"");
    assert_eq!(ran, response_head(&[]));
}

/// The rows for how long a response is fresh in a browser, with these fields.
fn fresh(fields: &str) -> Vec<String> {
    let text = format!("HTTP/1.1 200 OK\r\n{fields}\r\n");
    let ran = head(&["--explain"], &text);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let rows = ran
        .stdout
        .lines()
        .take_while(|row| !row.contains("  shared     "))
        .filter_map(|row| row.split_once("  fresh      "));
    rows.map(|(_, words)| words.to_owned()).collect()
}

#[test]
fn fields_of_a_head_are_part_of_the_explanation() {
    const GUESS: &str = "a usual guess, 10 % of the time since Last-Modified but at most 86400 s = 1 day, RFC 9111 §4.2.2";
    for (fields, expected) in [
        ("", "not at all: nothing says how long".to_owned()),
        (
            "Expires: Sun, 06 Nov 1994 09:49:37 GMT\r\n",
            "for 3600 s = 1 h (Expires, RFC 9111 §5.3)".into(),
        ),
        (
            "Expires: Sun, 06 Nov 1994 08:49:37 GMT\r\n",
            "not at all: it had expired when it was made (Expires, RFC 9111 §5.3)".into(),
        ),
        (
            "Expires: Sat, 05 Nov 1994 08:49:37 GMT\r\n",
            "not at all: it had expired when it was made (Expires, RFC 9111 §5.3)".into(),
        ),
        (
            "Cache-Control: max-age=0\r\n",
            "not at all: it says 0 s (max-age, RFC 9111 §5.2.2.1)".into(),
        ),
        (
            "Expires: 0\r\n",
            "not at all: what says how long is invalid, and counts as 0 s (Expires, RFC 9111 §5.3)".into(),
        ),
        (
            "Expires: 0\r\nCache-Control: max-age=60\r\n",
            "for 60 s = 1 min (max-age, RFC 9111 §5.2.2.1)".into(),
        ),
        (
            "Age: 20\r\nCache-Control: max-age=60\r\n",
            "for 40 s: 60 s = 1 min since it was made (max-age, RFC 9111 §5.2.2.1), and its age is 20 s already".into(),
        ),
        (
            "Age: 60\r\nCache-Control: max-age=60\r\n",
            "not any more: 60 s = 1 min since it was made (max-age, RFC 9111 §5.2.2.1), and its age is 60 s = 1 min already".into(),
        ),
        (
            "Last-Modified: Sun, 06 Nov 1994 08:48:37 GMT\r\n",
            format!("for 6 s ({GUESS})"),
        ),
        (
            "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n",
            format!("not at all: it had changed just before it was made ({GUESS})"),
        ),
        // A tenth of 9 s is less than one.
        (
            "Last-Modified: Sun, 06 Nov 1994 08:49:28 GMT\r\n",
            format!("not at all: it had changed just before it was made ({GUESS})"),
        ),
        (
            "Last-Modified: Sat, 06 Nov 1993 08:48:37 GMT\r\n",
            format!("for 86400 s = 1 day ({GUESS})"),
        ),
    ] {
        assert_eq!(fresh(&format!("{DATE}{fields}")), [expected], "{fields}");
    }
}

#[test]
fn dates_count_in_any_case_of_their_letters() {
    let minute = "for 60 s = 1 min (Expires, RFC 9111 §5.3)";
    let expires = "Expires: Sun, 06 Nov 1994 08:50:37 GMT\r\n";
    assert_eq!(fresh(&format!("{DATE}{expires}").to_lowercase()), [minute]);
    let last_modified = "Last-Modified: Sun, 06 Nov 1994 08:48:37 GMT\r\n";
    let guess = fresh(&format!("{DATE}{last_modified}").to_uppercase());
    assert!(guess.concat().starts_with("for 6 s "), "{guess:?}");
}

#[test]
fn fields_that_cannot_be_read_are_told() {
    for (fields, note) in [
        ("Age: x\r\n", "Age is no number, and not looked at"),
        (
            "Date: today\r\n",
            "Date is no date, or not the same in all lines: the time of arrival stands for it",
        ),
        (
            "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nDate: Sun, 06 Nov 1994 08:49:38 GMT\r\n",
            "Date is no date, or not the same in all lines: the time of arrival stands for it",
        ),
    ] {
        let text = format!("HTTP/1.1 200 OK\r\n{fields}\r\n");
        let ran = head(&["--explain"], &text);
        let notes: Vec<_> = ran
            .stdout
            .lines()
            .filter_map(|row| row.split_once("  note       "))
            .map(|(_, note)| note)
            .collect();
        assert_eq!(notes, [note], "{fields}");
    }
}
