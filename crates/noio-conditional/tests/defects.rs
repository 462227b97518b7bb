//! What other implementations got wrong, and what ours makes of the same request.
//!
//! A test for each class of defects, with the rule that was broken and who broke it, by their issues
//! and pull requests. Sections are those of RFC 9110.
#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

use noio_conditional::{
    Condition, ETag, HttpDate, LastModified, Outcome, Reason, Representation, evaluate,
    is_not_modified_field,
};

const MODIFIED: &str = "Fri, 20 Aug 2021 03:44:14 GMT";

fn date(text: &str) -> HttpDate {
    HttpDate::parse_imf_fixdate(text.as_bytes()).unwrap()
}

fn now() -> HttpDate {
    date("Mon, 21 Sep 2026 14:13:20 GMT")
}

fn etag(written: &str) -> ETag<'_> {
    ETag::parse(written.as_bytes()).unwrap()
}

/// A file with this tag, modified at [`MODIFIED`].
fn file(written: &str) -> Representation<'_> {
    let modified = LastModified::weak(date(MODIFIED), now());
    Representation::current(Some(etag(written)), Some(modified))
}

fn outcome(
    method: &str,
    fields: &[(&str, &str)],
    current: &Representation<'_>,
) -> (Outcome, Reason) {
    let fields = fields.iter().map(|(name, value)| (*name, *value));
    let evaluation = evaluate(method.as_bytes(), fields, current, now());
    (evaluation.outcome(), evaluation.reason())
}

const NOT_MODIFIED: (Outcome, Reason) = (Outcome::NotModified, Reason::IfNoneMatch);
const MODIFIED_SINCE: (Outcome, Reason) = (Outcome::Proceed, Reason::IfNoneMatch);
const FAILED: (Outcome, Reason) = (Outcome::PreconditionFailed, Reason::IfMatch);

/// 304 for another tag, because the date has not changed: http-serve (scottlamb/http-serve#23), wai
/// (yesodweb/wai#842), Supabase Storage (supabase/storage#1421), h3 (h3js/h3#1454), Starlette
/// (Kludex/starlette#3057), Bottle (bottlepy/bottle#1529), civetweb (civetweb/civetweb#1342), Jersey
/// (javaee/jersey#382). §13.1.3: beside If-None-Match,
/// If-Modified-Since does not count.
#[test]
fn a_date_makes_nothing_not_modified_that_has_another_tag() {
    let current = file("\"new\"");
    for old in [
        "\"old\"",
        "W/\"old\"",
        "\"old\", \"older\"",
        "old",
        "",
        "\"new",
    ] {
        let fields = [("If-None-Match", old), ("If-Modified-Since", MODIFIED)];
        assert_eq!(outcome("GET", &fields, &current), MODIFIED_SINCE, "{old}");
        let fields = [("if-modified-since", MODIFIED), ("if-none-match", old)];
        assert_eq!(outcome("HEAD", &fields, &current), MODIFIED_SINCE, "{old}");
    }
}

/// The other way round: the date alone decides, so that a file with the same tag is sent again:
/// Stormkit (stormkit-io/stormkit-io#461).
#[test]
fn a_date_makes_nothing_modified_that_has_the_same_tag() {
    let earlier = "Fri, 20 Aug 2021 03:44:13 GMT";
    let fields = [("If-Modified-Since", earlier), ("If-None-Match", "\"a\"")];
    assert_eq!(outcome("GET", &fields, &file("\"a\"")), NOT_MODIFIED);
}

/// The field as a whole is compared with the tag, so that no list matches: wai (yesodweb/wai#944),
/// sirv (lukeed/sirv#177), Supabase Storage (supabase/storage#1424), h3 (h3js/h3#1454), Bottle
/// (bottlepy/bottle#1537), Varnish. §13.1.2, §5.6.1.
#[test]
fn a_list_matches_by_any_of_its_tags() {
    for list in [
        "\"a\"",
        "\"x\", \"a\"",
        "\"a\",\"x\"",
        "\"x\" ,\t\"a\" , \"y\"",
        ",, \"a\" ,",
        " \"a\" ",
    ] {
        let fields = [("If-None-Match", list)];
        assert_eq!(
            outcome("GET", &fields, &file("\"a\"")),
            NOT_MODIFIED,
            "{list}"
        );
    }
    let lines = [("If-None-Match", "\"x\""), ("If-None-Match", "\"a\"")];
    assert_eq!(outcome("GET", &lines, &file("\"a\"")), NOT_MODIFIED);
}

/// A weak tag is compared octet by octet, so that behind a proxy that compresses nothing is ever not
/// modified: sirv (lukeed/sirv#177), Supabase Storage (supabase/storage#1424), llama.cpp
/// (ggml-org/llama.cpp#23916), reinhardt (kent8192/reinhardt-web#2625). §13.1.2: the weak comparison.
#[test]
fn if_none_match_compares_weakly() {
    for sent in ["\"a\"", "W/\"a\""] {
        for current in ["\"a\"", "W/\"a\""] {
            let fields = [("If-None-Match", sent)];
            let seen = outcome("GET", &fields, &file(current));
            assert_eq!(seen, NOT_MODIFIED, "{sent} {current}");
        }
    }
    // And not so weakly: Tomcat was about to look for the tag anywhere in the field
    // (apache/tomcat#325), Shopify did for a front of it (Shopify/response_bank#65).
    for other in [
        "\"foobar\"",
        "\"barfoo\"",
        "\"fo\"",
        "foo",
        "\"FOO\"",
        "w/\"foo\"",
    ] {
        let fields = [("If-None-Match", other)];
        assert_eq!(
            outcome("GET", &fields, &file("W/\"foo\"")),
            MODIFIED_SINCE,
            "{other}"
        );
    }
}

/// `*` is unknown, or only where there is a tag: sirv (lukeed/sirv#177), h3 (h3js/h3#1454), Supabase
/// Storage (supabase/storage#1424), Hono (honojs/hono#5083), s3s with 400 (s3s-project/s3s#432),
/// Varnish. §13.1.1, §13.1.2.
#[test]
fn a_star_is_any_representation() {
    let modified = LastModified::weak(date(MODIFIED), now());
    for current in [
        file("\"a\""),
        Representation::current(None, Some(modified)),
        Representation::current(None, None),
    ] {
        for star in ["*", " * ", "*,"] {
            let fields = [("If-None-Match", star)];
            assert_eq!(outcome("GET", &fields, &current), NOT_MODIFIED);
            let failed = (Outcome::PreconditionFailed, Reason::IfNoneMatch);
            assert_eq!(outcome("PUT", &fields, &current), failed);
            let fields = [("If-Match", star)];
            let matches = (Outcome::Proceed, Reason::IfMatch);
            assert_eq!(outcome("PUT", &fields, &current), matches);
        }
    }
    // To make something that is not there yet, and to change nothing that is gone.
    let absent = Representation::absent();
    let matches = (Outcome::Proceed, Reason::IfNoneMatch);
    assert_eq!(outcome("PUT", &[("If-None-Match", "*")], &absent), matches);
    assert_eq!(outcome("PUT", &[("If-Match", "*")], &absent), FAILED);
}

/// A list is cut at every comma, so that tags with commas match nothing, or a part of one is a `*`:
/// Rails (rails/rails#58676), the `fresh` of npm (cloudflare/vinext#2710), Tomcat
/// (apache/tomcat#325). §8.8.3: a comma is as good as any other character in a tag.
#[test]
fn a_comma_in_a_tag_ends_nothing() {
    let fields = [("If-None-Match", "\"foo,*,bar\"")];
    assert_eq!(outcome("GET", &fields, &file("\"a\"")), MODIFIED_SINCE);
    let fields = [("If-None-Match", "\"x,a\", \"a,b\\\"")];
    assert_eq!(outcome("GET", &fields, &file("\"a,b\\\"")), NOT_MODIFIED);
    assert_eq!(outcome("GET", &fields, &file("\"a\"")), MODIFIED_SINCE);
    assert_eq!(outcome("GET", &fields, &file("\"b\\\"")), MODIFIED_SINCE);
}

/// A `*` anywhere in a list matches everything: Rails (rails/rails#58676). §13.1.2: `*` stands alone.
#[test]
fn a_star_beside_a_tag_is_none() {
    for list in ["\"foo\", *", "*, \"foo\"", "*, W/\"foo\", *", "*, foo"] {
        let fields = [("If-None-Match", list)];
        assert_eq!(
            outcome("GET", &fields, &file("\"a\"")),
            MODIFIED_SINCE,
            "{list}"
        );
        let fields = [("If-Match", list)];
        assert_eq!(outcome("PUT", &fields, &file("\"a\"")), FAILED, "{list}");
        let evaluation = evaluate(b"PUT", fields, &file("\"a\""), now());
        assert!(evaluation.preconditions().is_malformed(), "{list}");
    }
}

/// Two weak tags that look alike satisfy If-Match: nginx (nginx/nginx#1570). §13.1.1: the strong
/// comparison.
#[test]
fn if_match_compares_strongly() {
    for (sent, current) in [
        ("W/\"a\"", "W/\"a\""),
        ("W/\"a\"", "\"a\""),
        ("\"a\"", "W/\"a\""),
    ] {
        let fields = [("If-Match", sent)];
        assert_eq!(
            outcome("PUT", &fields, &file(current)),
            FAILED,
            "{sent} {current}"
        );
        assert_eq!(
            outcome("GET", &fields, &file(current)),
            FAILED,
            "{sent} {current}"
        );
    }
    let matches = (Outcome::Proceed, Reason::IfMatch);
    let fields = [("If-Match", "W/\"a\", \"a\"")];
    assert_eq!(outcome("DELETE", &fields, &file("\"a\"")), matches);
}

/// A part is sent though the tag is weak, or only contains the other one: ZealPHP
/// (sibidharan/zealphp#362), Rsbuild (web-infra-dev/rsbuild#7852), Werkzeug, which dropped the `W/`
/// (pallets/werkzeug#3163); `headers` cannot tell (hyperium/headers#194). §13.1.5.
#[test]
fn a_part_is_sent_for_the_very_same_octets_alone() {
    let range = ("Range", "bytes=0-9");
    for (sent, current) in [
        ("W/\"a\"", "W/\"a\""),
        ("W/\"a\"", "\"a\""),
        ("\"a\"", "W/\"a\""),
        ("x\"a\"", "\"a\""),
        ("\"a\", \"b\"", "\"a\""),
        ("*", "\"a\""),
        // A date that is as weak: the file may have changed twice within that second (§8.8.2.2).
        (MODIFIED, "\"a\""),
        ("Fri, 20 Aug 2021 03:44:15 GMT", "\"a\""),
    ] {
        let fields = [range, ("If-Range", sent)];
        let whole = (Outcome::IgnoreRange, Reason::IfRange);
        assert_eq!(
            outcome("GET", &fields, &file(current)),
            whole,
            "{sent} {current}"
        );
    }
    let part = (Outcome::Proceed, Reason::IfRange);
    let fields = [range, ("If-Range", "\"a\"")];
    assert_eq!(outcome("GET", &fields, &file("\"a\"")), part);
    let strong = LastModified::strong(date(MODIFIED), now());
    let current = Representation::current(None, Some(strong));
    let fields = [range, ("If-Range", MODIFIED)];
    assert_eq!(outcome("GET", &fields, &current), part);
}

/// What a tag in If-None-Match means for a PUT was so unclear that it was asked of Spring and of the
/// standard (spring-projects/spring-framework#24881, httpwg/http-core#356). §13.1.2: 412 if it is the
/// current one.
#[test]
fn a_change_that_must_not_happen_is_answered_with_412() {
    for method in ["PUT", "POST", "DELETE", "PATCH"] {
        let fields = [("If-None-Match", "\"a\"")];
        let (outcome, _) = outcome(method, &fields, &file("\"a\""));
        assert_eq!(outcome, Outcome::PreconditionFailed, "{method}");
    }
}

/// A date that is none ends in a 500, or in 1970: Supabase Storage (supabase/storage#1426). §13.1.3:
/// it is ignored.
#[test]
fn a_date_that_is_none_is_ignored() {
    let unconditional = (Outcome::Proceed, Reason::Unconditional);
    for invalid in [
        "",
        "0",
        "yesterday",
        "Tue Mar 25 2022 19:08:51 GMT+0000 (Coordinated Universal Time)",
        "2021-08-20T03:44:14Z",
        "Fri, 20 Aug 2021 03:44:14 +0000",
        "\u{1f553}",
    ] {
        for name in ["If-Modified-Since", "If-Unmodified-Since"] {
            let fields = [(name, invalid)];
            assert_eq!(
                outcome("GET", &fields, &file("\"a\"")),
                unconditional,
                "{invalid}"
            );
        }
    }
}

/// A file's time in milliseconds is after the Last-Modified that was made of it, so that nothing is
/// ever not modified: Supabase Storage (supabase/storage#1421). Dates are whole seconds, here and on
/// the wire.
#[test]
fn what_was_sent_as_last_modified_comes_back_as_not_modified() {
    let sent = LastModified::weak(date(MODIFIED), now());
    let current = Representation::current(None, Some(sent));
    let returned = sent.to_string();
    let fields = [("If-Modified-Since", returned.as_str())];
    let not_modified = (Outcome::NotModified, Reason::IfModifiedSince);
    assert_eq!(outcome("GET", &fields, &current), not_modified);
    let fields = [("If-Unmodified-Since", returned.as_str())];
    let unmodified = (Outcome::Proceed, Reason::IfUnmodifiedSince);
    assert_eq!(outcome("PUT", &fields, &current), unmodified);
}

/// A tag that is not ASCII never matches itself: `headers` 0.4. §8.8.3: obs-text.
#[test]
fn a_tag_beyond_ascii_matches_itself() {
    for opaque in [
        &b"\xe9"[..],
        b"\xc3\xa9",
        b"\x80\xff",
        "\u{2603}".as_bytes(),
    ] {
        let etag = ETag::strong(opaque).unwrap();
        let current = Representation::current(Some(etag), None);
        let value = [b"\"", opaque, b"\""].concat();
        for name in ["If-None-Match", "If-Match"] {
            let fields = [(name, &value)];
            let preconditions = evaluate(b"GET", fields, &current, now()).preconditions();
            let condition = match name {
                "If-Match" => preconditions.if_match(),
                _ => preconditions.if_none_match(),
            };
            let expected = match name {
                "If-Match" => Condition::True,
                _ => Condition::False,
            };
            assert_eq!(condition, expected, "{opaque:?}");
            assert!(!preconditions.is_malformed());
        }
    }
}

/// A tag is sent without its quotes, and read without them: wai (yesodweb/wai#815), Shopify
/// (Shopify/response_bank#65). §8.8.3: what has no quotes is no tag, and matches nothing.
#[test]
fn what_has_no_quotes_is_no_tag() {
    let mut out = [0; 5];
    let len = ETag::strong(b"abc").unwrap().encode_to_slice(&mut out);
    assert_eq!((len, &out), (Ok(5), b"\"abc\""));
    assert!(ETag::parse(b"abc").is_none());
    let fields = [("If-None-Match", "abc, 'abc'")];
    assert_eq!(outcome("GET", &fields, &file("\"abc\"")), MODIFIED_SINCE);
}

/// A 304 without ETag, or with another one, and without Cache-Control and Vary: ServeDir
/// (tower-rs/tower-http#691), Tomcat (apache/tomcat#337), rustango (ujeenet/rustango#1263). §15.4.5.
#[test]
fn a_304_has_what_caches_go_by() {
    for name in [
        "Cache-Control",
        "Content-Location",
        "Date",
        "ETag",
        "Expires",
        "Vary",
    ] {
        assert!(is_not_modified_field(name.as_bytes(), true), "{name}");
        assert!(is_not_modified_field(name.as_bytes(), false), "{name}");
    }
    assert!(is_not_modified_field(b"Last-Modified", false));
    let mut out = [0; 8];
    let len = etag("W/\"5103\"").encode_to_slice(&mut out);
    assert_eq!((len, &out), (Ok(8), b"W/\"5103\""), "as weak as it was");
}

/// Writing a date panics before 1970 and from the year 10000 on, and 23:59:60 is no time: `httpdate`
/// 1.0. §5.6.7.
#[test]
fn no_date_is_too_early_or_too_late() {
    for (modified, written) in [
        (i64::MIN, "Sat, 01 Jan 0000 00:00:00 GMT"),
        (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
        (i64::MAX, "Fri, 31 Dec 9999 23:59:59 GMT"),
    ] {
        let modified = HttpDate::saturating_from_unix_seconds(modified);
        let sent = LastModified::weak(modified, HttpDate::MAX);
        assert_eq!(sent.to_string(), written);
        let current = Representation::current(None, Some(sent));
        let fields = [("If-Modified-Since", written)];
        let not_modified = (Outcome::NotModified, Reason::IfModifiedSince);
        assert_eq!(outcome("GET", &fields, &current), not_modified);
    }
    let leap = LastModified::weak(date("Sun, 01 Jan 2017 00:00:00 GMT"), now());
    let current = Representation::current(None, Some(leap));
    let fields = [("If-Modified-Since", "Sat, 31 Dec 2016 23:59:60 GMT")];
    let not_modified = (Outcome::NotModified, Reason::IfModifiedSince);
    assert_eq!(outcome("GET", &fields, &current), not_modified);
}

/// Two digits of a year are always of 1970 to 2069: `httpdate` 1.0, undici (nodejs/undici#5670).
/// §5.6.7: at most 50 years after now.
#[test]
fn two_digits_of_a_year_go_with_the_clock() {
    let sent = "Friday, 20-Aug-70 03:44:14 GMT";
    for (now, modified, expected) in [
        // In 2026, 70 is 2070; in 2015 it was 1970.
        (
            "Mon, 21 Sep 2026 14:13:20 GMT",
            "Fri, 20 Aug 2021 03:44:14 GMT",
            Outcome::NotModified,
        ),
        (
            "Mon, 21 Sep 2015 14:13:20 GMT",
            "Thu, 20 Aug 2015 03:44:14 GMT",
            Outcome::Proceed,
        ),
    ] {
        let now = date(now);
        let modified = LastModified::weak(date(modified), now);
        let current = Representation::current(None, Some(modified));
        let fields = [("If-Modified-Since", sent)];
        let evaluation = evaluate(b"GET", fields, &current, now);
        assert_eq!(evaluation.outcome(), expected);
        assert!(!evaluation.preconditions().is_malformed());
    }
}

/// A wrong weekday, and the date is none, so that the precondition is gone: `httpdate` 1.0. §5.6.7
/// says nothing of it, and If-Unmodified-Since protects something.
#[test]
fn a_wrong_weekday_leaves_the_precondition_there() {
    let fields = [("If-Unmodified-Since", "Mon, 20 Aug 2021 03:44:13 GMT")];
    let failed = (Outcome::PreconditionFailed, Reason::IfUnmodifiedSince);
    assert_eq!(outcome("PUT", &fields, &file("\"a\"")), failed);
}
