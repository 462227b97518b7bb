//! `conditional`: what preconditions are compared with.

use std::path::Path;

use crate::{
    Ran,
    conditional::{Decided, PROCEED, SECONDS_37, SECONDS_38, conditional},
    run, temporary,
};

const RESPONSE: &str = "HTTP/2 200 \r\ndate: Sun, 06 Nov 1994 08:49:38 GMT\r\netag: W/\"a\"\r\nContent-Type: text/html\r\nlast-modified: Sun, 06 Nov 1994 08:49:37 GMT\r\nVary: Accept\r\ncontent-length: 5\r\n\r\nhello";

const NOT_MODIFIED: Decided<'_> = Decided {
    outcome: "not-modified",
    status: "304",
    reason: "if-none-match",
    section: "RFC 9110 §13.1.2",
    message: "If-None-Match matches",
    conditions: &[("if_none_match", "false")],
    ..PROCEED
};

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_response_tells_what_a_304_carries() {
    let path = temporary("conditional-carries", RESPONSE.as_bytes());
    let fields = [("If-None-Match", "\"a\"")];
    for (option, role) in [("--response", "origin"), ("--stored-response", "cache")] {
        let decided = Decided {
            role,
            carried: r#"["date","etag","Vary"]"#,
            ..NOT_MODIFIED
        };
        let ran = conditional(&["--json", option, text(&path)], "GET", &fields);
        assert_eq!(ran, decided.line());
    }
    let rows = r#"       0  request    GET
      32  field      If-None-Match  "a"
      39  current    in a cache  ETag  W/"a"  Last-Modified  Sun, 06 Nov 1994 08:49:37 GMT  strong  Date  Sun, 06 Nov 1994 08:49:38 GMT
      39  condition  If-None-Match  false  it lists the current ETag
      39  outcome    not-modified  status=304  what the client has is still right: nothing of it is sent again
      39  reason     If-None-Match matches (RFC 9110 §13.1.2)
      39  carries    date  etag  Vary
      39  omits      Content-Type  last-modified  content-length
"#;
    let ran = conditional(&["--stored-response", text(&path)], "GET", &fields);
    assert_eq!(ran, Ran::ok(rows));
    // Nothing else carries less than it has.
    let decided = Decided {
        message: "If-None-Match does not match",
        conditions: &[("if_none_match", "true")],
        reason: "if-none-match",
        section: "RFC 9110 §13.1.2",
        ..PROCEED
    };
    let fields = [("If-None-Match", "\"b\"")];
    let ran = conditional(&["--json", "--response", text(&path)], "GET", &fields);
    assert_eq!(ran, decided.line());
}

/// Behind interim ones, as in captures of others.
#[test]
fn a_response_says_what_the_options_would() {
    let head = "HTTP/1.1 103 \r\nETag: \"b\"\r\n\r\nHTTP/1.1 200 OK\r\nETag: \"a\"\r\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\nDate: Sun, 06 Nov 1994 08:49:38 GMT\r\n\r\n";
    let path = temporary("conditional-options", head.as_bytes());
    let now = ["--json", "--now", SECONDS_38];
    for (told, shown) in [
        (
            &[
                "--stored",
                SECONDS_38,
                "--etag",
                "\"a\"",
                "--last-modified",
                SECONDS_37,
            ][..],
            &["--stored-response", text(&path)],
        ),
        (
            &["--etag", "\"a\"", "--last-modified", "784111777"],
            &["--response", text(&path)],
        ),
    ] {
        for fields in [
            &[("If-Match", "\"a\"")][..],
            &[("If-Match", "\"b\"")],
            &[("If-None-Match", "\"b\"")],
            &[("If-Modified-Since", SECONDS_37)],
            &[("Range", "bytes=0-1"), ("If-Range", SECONDS_37)],
        ] {
            let of_options = conditional(&[&now, told].concat(), "GET", fields);
            let mut of_response = conditional(&[&now[..], shown].concat(), "GET", fields);
            let carried = r#""carried":["ETag","Date"]"#;
            of_response.stdout = of_response.stdout.replace(carried, "\"carried\":null");
            assert_eq!(of_options, of_response, "{told:?} {fields:?}");
            assert_eq!(of_options.code, Some(0));
        }
    }
}

#[test]
fn what_a_response_says_wrong_is_told() {
    let field = |value: &str| format!("HTTP/1.1 200 OK\r\n{value}\r\n\r\n");
    for (name, lines, note) in [
        (
            "etag",
            "ETag: a",
            "ETag of the response is not one entity tag, and not looked at",
        ),
        (
            "etags",
            "ETag: \"a\"\r\nETag: \"a\"",
            "ETag of the response is not one entity tag, and not looked at",
        ),
        (
            "modified",
            "Last-Modified: 0",
            "Last-Modified of the response is not one date, and not looked at",
        ),
        (
            "date",
            "Date: 0",
            "Date of the response is not one date, and the time of day stands for it",
        ),
        (
            "later",
            "Last-Modified: Sun, 06 Nov 1994 08:49:38 GMT\r\nDate: Sun, 06 Nov 1994 08:49:38 GMT",
            "Last-Modified is later than now: it is sent as now, and compared as it is (RFC 9110 §8.8.2.1)",
        ),
    ] {
        let path = temporary(&format!("conditional-{name}"), field(lines).as_bytes());
        let option = if name == "date" {
            "--stored-response"
        } else {
            "--response"
        };
        let options = ["--now", SECONDS_37, option, text(&path)];
        let ran = conditional(&options, "GET", &[]);
        let row = format!("  note       {note}\n");
        assert!(ran.stdout.ends_with(&row), "{}", ran.stdout);
        let ran = conditional(&[&options[..], &["--json"]].concat(), "GET", &[]);
        let notes = format!("\"notes\":[\"{note}\"]}}\n");
        assert!(ran.stdout.ends_with(&notes), "{}", ran.stdout);
    }
    let options = ["--now", SECONDS_37, "--last-modified", SECONDS_38];
    let ran = conditional(&options, "GET", &[]);
    let current =
        "  current    at the origin server  Last-Modified  Sun, 06 Nov 1994 08:49:37 GMT  weak\n";
    assert!(ran.stdout.contains(current), "{}", ran.stdout);
    assert!(
        ran.stdout.ends_with("(RFC 9110 §8.8.2.1)\n"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_response_has_to_be_readable() {
    let request = "GET / HTTP/1.1\r\n\r\n";
    let path = temporary("conditional-broken", b"HTTP/1.1 200 OK\nETag: \"a\"\n\n");
    let args = ["conditional", "--response", text(&path)];
    let ran = run(&args, request);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""));
    let line = "noio-inspect: response: line feed without carriage return at byte 15\n";
    assert_eq!(ran.stderr, line);
    let ran = run(&[&args[..], &["--json"]].concat(), request);
    let error = "{\"error\":{\"kind\":\"invalid-head\",\"offset\":15,\"message\":\"response: line feed without carriage return at byte 15\"}}\n";
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), error));
    let ran = run(&[&args[..], &["--allow-bare-lf"]].concat(), request);
    assert_eq!(ran.code, Some(0));

    let ran = run(&["conditional", "--response", "no\u{1b}such"], request);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    let front = "noio-inspect: cannot read no\\u{1b}such: ";
    assert!(ran.stderr.starts_with(front), "{}", ran.stderr);
}

/// Any success at the origin server, and only what is stored whole or in part in a cache.
#[test]
fn the_status_of_a_response_has_to_be_one_with_which_preconditions_count() {
    const OF_ORIGIN: &str = "noio-inspect: preconditions count only where the response without them would have a status 2xx (RFC 9110 §13.2.1)\n";
    const OF_CACHE: &str = "noio-inspect: a cache evaluates preconditions only for a stored response with status 200 or 206 (RFC 9111 §4.3.2)\n";
    for (status, counts_at_origin, counts_in_cache) in [
        ("101", false, false),
        ("200", true, true),
        ("203", true, false),
        ("204", true, false),
        ("206", true, true),
        ("299", true, false),
        ("300", false, false),
        ("304", false, false),
        ("404", false, false),
    ] {
        let head = format!("HTTP/1.1 {status} \r\nETag: \"a\"\r\n\r\n");
        let path = temporary(&format!("conditional-{status}"), head.as_bytes());
        for (option, role, counts, line) in [
            ("--response", "origin", counts_at_origin, OF_ORIGIN),
            ("--stored-response", "cache", counts_in_cache, OF_CACHE),
        ] {
            let options = ["--json", option, text(&path)];
            let ran = conditional(&options, "GET", &[("If-None-Match", "\"a\"")]);
            let expected = if counts {
                let decided = Decided {
                    role,
                    carried: r#"["ETag"]"#,
                    ..NOT_MODIFIED
                };
                decided.line()
            } else {
                Ran {
                    stdout: String::new(),
                    stderr: line.to_owned(),
                    code: Some(2),
                }
            };
            assert_eq!(ran, expected, "{option} {status}");
        }
    }
}

/// Either head may be on standard input.
#[test]
fn the_response_may_be_standard_input() {
    let path = temporary(
        "conditional-request",
        b"GET / HTTP/1.1\r\nIf-None-Match: \"a\"\r\n\r\n",
    );
    let args = ["conditional", "--json", "--response", "-"];
    let ran = run(&[&args[..], &[text(&path)]].concat(), RESPONSE);
    let decided = Decided {
        carried: r#"["date","etag","Vary"]"#,
        ..NOT_MODIFIED
    };
    assert_eq!(ran, decided.line());
    for args in [&args[..], &[&args[..], &["-"]].concat()] {
        let ran = run(args, RESPONSE);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
        let line = "noio-inspect: two heads cannot both be standard input\n";
        assert_eq!(ran.stderr, line);
    }
}
