//! `cache-control --explain`: what caches do with a response, in words.

use noio_cache_control::ResponseBuilder;

use crate::{Ran, cache_control::cache_control, run};

pub(crate) const ASKED: &str = "the server is asked before it is used";
pub(crate) const UNREACHABLE: &str =
    "if the server cannot be reached, it may be used, however old (RFC 9111 §4.2.4)";
const ERROR: &str = "if the server cannot be reached, there is an error (504) instead";
pub(crate) const NO_AUTHORIZATION: &str = "the answer to a request with Authorization is for one user alone, if nothing says otherwise (RFC 9111 §3.5)";
const MINUTE: &str = "for 60 s = 1 min (max-age, RFC 9111 §5.2.2.1)";
pub(crate) const GIVEN_TO_OTHERS: &str = "public lets shared caches give it to others even if the request had Authorization (RFC 9111 §3.5)";

/// What one kind of cache does, as JSON has it.
pub(crate) fn stored(fresh_seconds: u64, fresh: &str, stale: &[&str]) -> String {
    let stale = stale.join("; ");
    format!(
        "{{\"storable\":true,\"reason\":null,\"fresh_s\":{fresh_seconds},\"fresh\":\"{fresh}\",\"stale\":\"{stale}\",\"field\":\"Cache-Control\"}}"
    )
}

pub(crate) fn not_stored(reason: &str) -> String {
    format!(
        "{{\"storable\":false,\"reason\":\"{reason}\",\"fresh_s\":null,\"fresh\":null,\"stale\":null,\"field\":\"Cache-Control\"}}"
    )
}

/// The explanation in the JSON of these lines.
pub(crate) fn explained(values: &[&str]) -> String {
    let ran = cache_control(&["--explain", "--json"], values);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let (directives, explanation) = ran.stdout.split_once(",\"explain\":").unwrap();
    // The rest is as without it.
    let without = cache_control(&["--json"], values);
    assert_eq!(without, Ran::ok(format!("{directives}}}\n")));
    explanation.strip_suffix("}\n").unwrap().to_owned()
}

pub(crate) fn explanation([private, shared, authorized]: [&str; 3], notes: &[&str]) -> String {
    let notes: Vec<_> = notes.iter().map(|note| format!("\"{note}\"")).collect();
    format!(
        "{{\"private\":{private},\"shared\":{shared},\"shared_with_authorization\":{authorized},\"notes\":[{}]}}",
        notes.join(",")
    )
}

#[test]
fn patterns() {
    let year = "for 31536000 s = 365 days (max-age, RFC 9111 §5.2.2.1)";
    let no_reload =
        "on reload the server is not asked either, by browsers that know immutable (RFC 8246 §2)";
    let usual = [ASKED, UNREACHABLE];
    let asset = stored(31_536_000, year, &usual);
    let asset_in_browser = stored(31_536_000, &format!("{year}; {no_reload}"), &usual);
    let no_authorization = not_stored(NO_AUTHORIZATION);
    let answer = stored(
        60,
        MINUTE,
        &[
            ASKED,
            "if the server fails, it may be used for 600 s = 10 min more (stale-if-error, RFC 5861 §4)",
            UNREACHABLE,
        ],
    );
    let of_one_user = stored(
        60,
        MINUTE,
        &[
            "the server is asked before it is used (must-revalidate, RFC 9111 §5.2.2.2)",
            ERROR,
        ],
    );
    let private = not_stored("private says that it is for one user alone (RFC 9111 §5.2.2.7)");
    let real_time = stored(
        0,
        "it is used only after the server was asked whether it still holds (no-cache, RFC 9111 §5.2.2.4)",
        &["the same: the server is asked before every use", ERROR],
    );
    let data = stored(
        60,
        MINUTE,
        &[
            "for 30 s more it may be used while the server is asked behind the scenes (stale-while-revalidate, RFC 5861 §3)",
            "then the server is asked before it is used",
            UNREACHABLE,
        ],
    );
    let no_store = not_stored("no-store forbids it (RFC 9111 §5.2.2.5)");
    for (builder, verdicts, notes) in [
        (
            ResponseBuilder::versioned_asset(),
            [&asset_in_browser, &asset, &asset],
            &[GIVEN_TO_OTHERS][..],
        ),
        (
            ResponseBuilder::api_response(60, 600),
            [&answer, &answer, &no_authorization],
            &[],
        ),
        (
            ResponseBuilder::user_specific(60),
            [&of_one_user, &private, &private],
            &[],
        ),
        (
            ResponseBuilder::real_time(),
            [&real_time, &real_time, &no_authorization],
            &["no-cache does not keep it from being stored: no-store would"],
        ),
        (
            ResponseBuilder::public_data(60, 30),
            [&data, &data, &data],
            &[GIVEN_TO_OTHERS],
        ),
        (
            ResponseBuilder::sensitive(),
            [&no_store, &no_store, &no_store],
            &[],
        ),
    ] {
        let value = builder.to_string();
        let expected = explanation(verdicts.map(String::as_str), notes);
        assert_eq!(explained(&[&value]), expected, "{value}");
    }
}

#[test]
fn what_each_directive_does_to_a_shared_cache() {
    let strict = |name: &str, section: &str| {
        [
            format!("the server is asked before it is used ({name}, RFC 9111 {section})"),
            ERROR.to_owned(),
        ]
        .join("; ")
    };
    for (value, fresh_seconds, stale) in [
        (
            "max-age=60, proxy-revalidate",
            60,
            strict("proxy-revalidate", "§5.2.2.8"),
        ),
        (
            "max-age=60, s-maxage=9",
            9,
            strict(
                "s-maxage, which means proxy-revalidate as well",
                "§5.2.2.10",
            ),
        ),
        (
            "max-age=60, s-maxage=x",
            0,
            strict(
                "s-maxage, which means proxy-revalidate as well",
                "§5.2.2.10",
            ),
        ),
        (
            "max-age=60, stale-while-revalidate=0, stale-if-error=0",
            60,
            [ASKED, UNREACHABLE].join("; "),
        ),
    ] {
        let explained = explained(&[value]);
        let (private, shared) = explained.split_once("\"shared\":").unwrap();
        let (shared, _) = shared.split_once("},\"shared_with").unwrap();
        assert!(private.contains("\"fresh_s\":60,"), "{value}: {private}");
        let front = format!("{{\"storable\":true,\"reason\":null,\"fresh_s\":{fresh_seconds},");
        assert!(shared.starts_with(&front), "{value}: {shared}");
        let back = format!("\"stale\":\"{stale}\",\"field\":\"Cache-Control\"");
        assert!(shared.ends_with(&back), "{value}: {shared}");
    }
}

#[test]
fn what_else_there_is_to_storing_it_is_the_reason() {
    let explained = explained(&["public, private=\"a, b\", must-understand"]);
    let understood = "if it knows what status 200 asks of it (must-understand, RFC 9111 §5.2.2.3)";
    let without = "without a,b (private, RFC 9111 §5.2.2.7)";
    let private = format!("{{\"private\":{{\"storable\":true,\"reason\":\"{understood}\",");
    assert!(explained.starts_with(&private), "{explained}");
    let shared = format!("\"storable\":true,\"reason\":\"{without}; {understood}\",");
    for key in ["shared", "shared_with_authorization"] {
        let shared = format!("\"{key}\":{{{shared}");
        assert!(explained.contains(&shared), "{key}: {explained}");
    }
}

/// The rows of kind `stored` and what they say.
fn stored_rows(options: &[&str], value: &str) -> Vec<String> {
    let ran = cache_control(&[&["--explain"], options].concat(), &[value]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let rows = ran.stdout.lines();
    rows.filter_map(|row| row.split_once("  stored     "))
        .map(|(_, words)| words.to_owned())
        .collect()
}

#[test]
fn why_it_is_not_stored_or_not_whole() {
    let no_authorization = format!("no: {NO_AUTHORIZATION}");
    let nothing =
        "no: nothing says that it may be, and status 500 does not by itself (RFC 9111 §3)";
    let understood = "yes, if it knows what status 206 asks of it (RFC 9111 §3)";
    let must_understand =
        "yes, if it knows what status 200 asks of it (must-understand, RFC 9111 §5.2.2.3)";
    let without = "yes, without Set-Cookie,a (private, RFC 9111 §5.2.2.7)";
    let not_final = "no: status 102 is not that of a final response (RFC 9111 §3)";
    for (options, value, rows) in [
        (&[][..], "", &["yes", "yes", &no_authorization][..]),
        (
            &["--status", "500"],
            "",
            &[nothing, nothing, &no_authorization],
        ),
        (
            &["--status", "500"],
            "private",
            &[
                "yes",
                "no: private says that it is for one user alone (RFC 9111 §5.2.2.7)",
            ],
        ),
        (
            &["--status", "500"],
            "private=\"a\"",
            &[nothing, nothing, &no_authorization],
        ),
        (
            &["--status", "500"],
            "max-age=0",
            &["yes", "yes", &no_authorization],
        ),
        (&["--status", "206"], "public", &[understood, understood]),
        (&["--status", "102"], "public", &[not_final, not_final]),
        (
            &[],
            "must-understand, no-store, public",
            &[must_understand, must_understand],
        ),
        (&[], "public, private=\"Set-Cookie, a\"", &["yes", without]),
        (&[], "s-maxage=1", &["yes", "yes"]),
        (&[], "must-revalidate", &["yes", "yes"]),
        // With an argument that it must not have, it permits nothing.
        (&[], "must-revalidate=1", &["yes", "yes", &no_authorization]),
        (&[], "public x", &["yes", "yes", &no_authorization]),
        (&[], "public, x=\"", &["yes", "yes", &no_authorization]),
    ] {
        assert_eq!(stored_rows(options, value), rows, "{options:?} {value:?}");
    }
}

#[test]
fn broken_quotes_leave_no_permission_in_any_line() {
    let rows = "       0  directive  public
       8  directive  max-age  60
      20  directive  stale-if-error  9
      36  malformed  \"x=\\\"y\"
      40  anomaly    malformed-member  a part between commas is no directive: it permits nothing, but the restrictions that it names count
      40  anomaly    broken-quoting  the quotes of a line do not add up: the whole field permits nothing, and all restrictions that are named in that line or behind it count
      40  counts     max-age=invalid  stale-if-error=invalid
      40  browser    a cache of one user, as in a browser
      40  stored     yes
      40  fresh      not at all: what says how long is invalid, and counts as 0 s (max-age, RFC 9111 §5.2.2.1)
      40  stale      the server is asked before it is used
      40  stale      if the server cannot be reached, it may be used, however old (RFC 9111 §4.2.4)
";
    let ran = cache_control(
        &["--explain"],
        &["public, max-age=60, stale-if-error=9", "x=\"y"],
    );
    assert!(ran.stdout.starts_with(rows), "{}", ran.stdout);
}

#[test]
fn rows_of_an_explanation() {
    let rows = "       0  directive  max-age  5
       9  counts     max-age=5
       9  browser    a cache of one user, as in a browser
       9  stored     yes
       9  fresh      for 5 s (max-age, RFC 9111 §5.2.2.1)
       9  stale      the server is asked before it is used
       9  stale      if the server cannot be reached, it may be used, however old (RFC 9111 §4.2.4)
       9  shared     a cache of many users, as in a CDN or a proxy
       9  stored     yes
       9  fresh      for 5 s (max-age, RFC 9111 §5.2.2.1)
       9  stale      the server is asked before it is used
       9  stale      if the server cannot be reached, it may be used, however old (RFC 9111 §4.2.4)
       9  shared     the same, with Authorization in the request
       9  stored     no: the answer to a request with Authorization is for one user alone, if nothing says otherwise (RFC 9111 §3.5)
";
    assert_eq!(cache_control(&["--explain"], &["max-age=5"]), Ran::ok(rows));
    let rows = "       0  directive  no-store
       8  counts     no-store
       8  browser    a cache of one user, as in a browser
       8  stored     no: no-store forbids it (RFC 9111 §5.2.2.5)
       8  shared     a cache of many users, as in a CDN or a proxy, with Authorization in the request or without
       8  stored     no: no-store forbids it (RFC 9111 §5.2.2.5)
";
    assert_eq!(cache_control(&["--explain"], &["no-store"]), Ran::ok(rows));
    let rows = "       0  directive  no-cache  a
      12  directive  max-age  1
      23  directive  private
      30  counts     private  no-cache=a  max-age=1
      30  browser    a cache of one user, as in a browser
      30  stored     yes
      30  fresh      for 1 s (max-age, RFC 9111 §5.2.2.1)
      30  fresh      without a, until the server was asked (no-cache, RFC 9111 §5.2.2.4)
";
    let ran = cache_control(&["--explain"], &["no-cache=a, max-age=1, private"]);
    assert!(ran.stdout.starts_with(rows), "{}", ran.stdout);
}

#[test]
fn wrong_usage_is_exit_status_2() {
    for (args, complaint) in [
        (&["cache-control"][..], "<VALUE|--head [<FILE>]>"),
        (&["cache-control", "--json"], "<VALUE|--head [<FILE>]>"),
        (&["cache-control", "a", "--head"], "'--head [<FILE>]'"),
        (
            &["cache-control", "--explain", "--request", "a"],
            "'--request'",
        ),
        (&["cache-control", "--status", "404", "a"], "--explain"),
        (
            &["cache-control", "--explain", "--status", "99", "a"],
            "99 is not in 100..=999",
        ),
        (
            &["cache-control", "--explain", "--status", "404", "--head"],
            "'--status <N>'",
        ),
        (&["cache-control", "--allow-bare-lf", "a"], "'[VALUE]...'"),
        (&["cache-control", "--max-age=60"], "'--max-age'"),
    ] {
        let ran = run(args, b"HTTP/1.1 200 OK\r\n\r\n");
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{args:?}");
        assert!(ran.stderr.contains(complaint), "{args:?}: {}", ran.stderr);
    }
}
