//! `conditional`: why a precondition is true, false or ignored.

use crate::conditional::{SECONDS_36, SECONDS_37, conditional};

/// The words for each precondition that is there.
#[track_caller]
fn assert_words(options: &[&str], method: &str, fields: &[(&str, &str)], expected: &[&str]) {
    let ran = conditional(options, method, fields);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let rows = ran.stdout.lines();
    let words: Vec<_> = rows
        .filter_map(|row| row.split_once("  condition  "))
        .map(|(_, words)| words)
        .collect();
    assert_eq!(words, expected, "{options:?} {method} {fields:?}");
}

#[test]
fn why_tags_are_true_or_false() {
    let a = ["--etag", "\"a\""];
    let weak = ["--etag", "W/\"a\""];
    for (options, value, if_match, if_none_match) in [
        (
            &a[..],
            "\"a\"",
            "true  it lists the current ETag",
            "false  it lists the current ETag",
        ),
        (
            &weak,
            "\"a\"",
            "false  it lists the current ETag, but weak ones do not count here (RFC 9110 §8.8.3.2)",
            "false  it lists the current ETag",
        ),
        (
            &a,
            "\"b\"",
            "false  it does not list the current ETag",
            "true  it does not list the current ETag",
        ),
        (
            &[],
            "\"b\"",
            "false  the representation has no ETag",
            "true  the representation has no ETag",
        ),
        (
            &[],
            "*",
            "true  there is a representation",
            "false  there is a representation",
        ),
        (
            &a,
            "*",
            "true  there is a representation",
            "false  there is a representation",
        ),
        (
            &["--absent"],
            "*",
            "false  there is no representation",
            "true  there is no representation",
        ),
    ] {
        let options = [options, &["--now", "1"]].concat();
        let fields = [("If-Match", value)];
        assert_words(
            &options,
            "PUT",
            &fields,
            &[&format!("If-Match  {if_match}")],
        );
        let fields = [("If-None-Match", value)];
        let words = format!("If-None-Match  {if_none_match}");
        assert_words(&options, "PUT", &fields, &[&words]);
    }
}

#[test]
fn why_dates_are_true_false_or_ignored() {
    let known = ["--last-modified", SECONDS_37];
    let stored = ["--stored", SECONDS_37];
    let range = ("Range", "bytes=0-1");
    for (options, fields, words) in [
        (
            &known[..],
            &[("If-Modified-Since", SECONDS_36)][..],
            "If-Modified-Since  true  Last-Modified is after it: Sun, 06 Nov 1994 08:49:37 GMT",
        ),
        (
            &known,
            &[("If-Modified-Since", SECONDS_37)],
            "If-Modified-Since  false  Last-Modified is not after it: Sun, 06 Nov 1994 08:49:37 GMT",
        ),
        (
            &known,
            &[("If-Unmodified-Since", SECONDS_36)],
            "If-Unmodified-Since  false  Last-Modified is after it: Sun, 06 Nov 1994 08:49:37 GMT",
        ),
        (
            &known,
            &[
                ("If-Modified-Since", SECONDS_36),
                ("If-Modified-Since", SECONDS_36),
            ],
            "If-Modified-Since  ignored  it has several lines, and so is no date",
        ),
        (
            &known,
            &[("If-Modified-Since", "0")],
            "If-Modified-Since  ignored  it is no date",
        ),
        (
            &[],
            &[("If-Modified-Since", "0")],
            "If-Modified-Since  ignored  it is no date",
        ),
        (
            &[],
            &[("If-Modified-Since", SECONDS_36)],
            "If-Modified-Since  ignored  there is no Last-Modified to compare it with",
        ),
        (
            &["--absent"],
            &[("If-Modified-Since", SECONDS_36)],
            "If-Modified-Since  ignored  the answer would be no success without it, either (RFC 9110 §13.2.1)",
        ),
        (
            &stored,
            &[("If-Modified-Since", SECONDS_37)],
            "If-Modified-Since  false  Date, which stands for Last-Modified, is not after it: Sun, 06 Nov 1994 08:49:37 GMT (RFC 9111 §4.3.2)",
        ),
        (
            &stored,
            &[range, ("If-Range", SECONDS_37)],
            "If-Range  false  there is no Last-Modified to compare it with",
        ),
        (
            &stored,
            &[("If-Unmodified-Since", SECONDS_36)],
            "If-Unmodified-Since  ignored  it is for the origin server, and no cache evaluates it (RFC 9111 §4.3.2)",
        ),
        (
            &known,
            &[range, ("If-Range", SECONDS_37)],
            "If-Range  false  Last-Modified is weak: within its second there may have been another change (RFC 9110 §8.8.2.2)",
        ),
        (
            &["--strong-last-modified", SECONDS_37],
            &[range, ("If-Range", SECONDS_37)],
            "If-Range  true  the representation is still the same",
        ),
        (
            &["--strong-last-modified", SECONDS_37],
            &[range, ("If-Range", SECONDS_36)],
            "If-Range  false  it is not the current Last-Modified",
        ),
        (
            &[],
            &[range, ("If-Range", SECONDS_36)],
            "If-Range  false  there is no Last-Modified to compare it with",
        ),
        (
            &[],
            &[range, ("If-Range", "\"a\"")],
            "If-Range  false  the representation has no ETag",
        ),
        (
            &["--etag", "\"b\""],
            &[range, ("If-Range", "\"a\"")],
            "If-Range  false  it is not the current ETag",
        ),
        (
            &["--etag", "\"b\""],
            &[range, ("If-Range", "\"a\", \"b\"")],
            "If-Range  false  it is neither one tag nor one date",
        ),
        (
            &[],
            &[("If-Range", "\"a\"")],
            "If-Range  ignored  there is no Range (RFC 9110 §13.1.5)",
        ),
    ] {
        assert_words(options, "GET", fields, &[words]);
    }
    assert_words(
        &["--absent"],
        "PUT",
        &[("If-Unmodified-Since", SECONDS_36)],
        &["If-Unmodified-Since  ignored  there is no representation"],
    );
    assert_words(
        &stored,
        "PUT",
        &[("If-Match", "*")],
        &[
            "If-Match  ignored  a cache evaluates preconditions of GET, HEAD and QUERY alone (RFC 9111 §4.3.2)",
        ],
    );
}

#[test]
fn why_a_method_has_less_of_them() {
    let current = ["--etag", "\"a\"", "--last-modified", SECONDS_37];
    let since = [("If-Modified-Since", SECONDS_37)];
    let range = [("Range", "bytes=0-"), ("If-Range", "\"b\"")];
    let is_not_modified =
        "If-Modified-Since  false  Last-Modified is not after it: Sun, 06 Nov 1994 08:49:37 GMT";
    let is_another = "If-Range  false  it is not the current ETag";
    let without_since = "If-Modified-Since  ignored  it is for GET, HEAD and QUERY alone (RFC 9110 §13.1.3, RFC 10008 §2.6)";
    let without_range =
        "If-Range  ignored  Range is for GET and QUERY alone (RFC 9110 §14.2, RFC 10008 §2.8)";
    for (method, since_words, range_words) in [
        ("GET", is_not_modified, is_another),
        ("QUERY", is_not_modified, is_another),
        ("HEAD", is_not_modified, without_range),
        ("POST", without_since, without_range),
    ] {
        assert_words(&current, method, &since, &[since_words]);
        assert_words(&current, method, &range, &[range_words]);
    }
}
