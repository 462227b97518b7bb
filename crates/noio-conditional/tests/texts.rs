//! What is said of an outcome, for logs and for who looks into one.
#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

use noio_conditional::{ETag, HttpDate, LastModified, Outcome, Representation, evaluate};

const BEFORE: &str = "Sun, 06 Nov 1994 08:49:36 GMT";
const MODIFIED: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

fn date(text: &str) -> HttpDate {
    HttpDate::parse_imf_fixdate(text.as_bytes()).unwrap()
}

#[test]
fn every_outcome_has_a_reason_and_a_section() {
    let modified = LastModified::weak(date(MODIFIED), HttpDate::MAX);
    let current = Representation::current(Some(ETag::strong(b"a").unwrap()), Some(modified));
    let absent = Representation::absent();
    let cached = Representation::cached(None, None, date(MODIFIED));
    let none: &[(&str, &str)] = &[];
    let if_range = |tag: &'static str| [("Range", "bytes=0-"), ("If-Range", tag)];
    for (representation, method, fields, outcome, reason, text, section) in [
        (
            &current,
            "GET",
            none,
            "proceed",
            "unconditional",
            "no precondition applies",
            "RFC 9110 §13.2.2",
        ),
        (
            &current,
            "TRACE",
            none,
            "proceed",
            "method",
            "the method has no preconditions",
            "RFC 9110 §13.2.1",
        ),
        (
            &cached,
            "PUT",
            none,
            "proceed",
            "not-for-cache",
            "the method is for the origin server",
            "RFC 9111 §4.3.2",
        ),
        (
            &absent,
            "GET",
            none,
            "proceed",
            "no-representation",
            "there is no current representation",
            "RFC 9110 §13.2.1",
        ),
        (
            &current,
            "PUT",
            &[("If-Match", "*")],
            "proceed",
            "if-match",
            "If-Match matches",
            "RFC 9110 §13.1.1",
        ),
        (
            &absent,
            "PUT",
            &[("If-Match", "*")],
            "precondition-failed",
            "if-match",
            "If-Match does not match",
            "RFC 9110 §13.1.1",
        ),
        (
            &current,
            "PUT",
            &[("If-Unmodified-Since", MODIFIED)],
            "proceed",
            "if-unmodified-since",
            "not modified since If-Unmodified-Since",
            "RFC 9110 §13.1.4",
        ),
        (
            &current,
            "PUT",
            &[("If-Unmodified-Since", BEFORE)],
            "precondition-failed",
            "if-unmodified-since",
            "modified since If-Unmodified-Since",
            "RFC 9110 §13.1.4",
        ),
        (
            &current,
            "GET",
            &[("If-None-Match", "\"b\"")],
            "proceed",
            "if-none-match",
            "If-None-Match does not match",
            "RFC 9110 §13.1.2",
        ),
        (
            &current,
            "GET",
            &[("If-None-Match", "\"a\"")],
            "not-modified",
            "if-none-match",
            "If-None-Match matches",
            "RFC 9110 §13.1.2",
        ),
        (
            &current,
            "PUT",
            &[("If-None-Match", "\"a\"")],
            "precondition-failed",
            "if-none-match",
            "If-None-Match matches",
            "RFC 9110 §13.1.2",
        ),
        (
            &current,
            "GET",
            &[("If-Modified-Since", BEFORE)],
            "proceed",
            "if-modified-since",
            "modified since If-Modified-Since",
            "RFC 9110 §13.1.3",
        ),
        (
            &current,
            "GET",
            &[("If-Modified-Since", MODIFIED)],
            "not-modified",
            "if-modified-since",
            "not modified since If-Modified-Since",
            "RFC 9110 §13.1.3",
        ),
        (
            &current,
            "GET",
            &if_range("\"a\""),
            "proceed",
            "if-range",
            "If-Range matches",
            "RFC 9110 §13.1.5",
        ),
        (
            &current,
            "GET",
            &if_range("\"b\""),
            "ignore-range",
            "if-range",
            "If-Range does not match",
            "RFC 9110 §13.1.5",
        ),
    ] {
        let pairs = fields.iter().map(|(name, value)| (*name, *value));
        let evaluation = evaluate(method.as_bytes(), pairs, representation, HttpDate::MAX);
        assert_eq!(
            evaluation.outcome().as_str(),
            outcome,
            "{method} {fields:?}"
        );
        assert_eq!(evaluation.reason().as_str(), reason, "{method} {fields:?}");
        assert_eq!(evaluation.reason().to_string(), reason);
        let outcome = evaluation.outcome();
        assert_eq!(outcome.to_string(), outcome.as_str());
        assert_eq!(evaluation.to_string(), text, "{method} {fields:?}");
        assert_eq!(
            evaluation.reason().section(),
            section,
            "{method} {fields:?}"
        );
    }
    assert_eq!(format!("{:?}", Outcome::IgnoreRange), "IgnoreRange");
}

/// What a peer has sent must not drive the terminal of who looks at it.
#[test]
fn tags_are_escaped_for_who_looks_at_them() {
    let weak = ETag::weak(b"a\xe9").unwrap();
    assert_eq!(format!("{weak:?}"), "ETag(W/\"a\\xe9\")");
    let strong = ETag::strong(b"a").unwrap();
    assert_eq!(format!("{strong:?}"), "ETag(\"a\")");
}
