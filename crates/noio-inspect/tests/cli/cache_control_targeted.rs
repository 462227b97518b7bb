//! `cache-control` and fields for some caches only (RFC 9213).

use crate::{
    Ran,
    cache_control::{cache_control, targeted},
    cache_control_explain::{ASKED, UNREACHABLE, not_stored, stored},
    drives_a_terminal, run,
};

const NO_STORE: &str = "no-store forbids it (RFC 9111 §5.2.2.5)";

#[test]
fn json_of_values() {
    for (values, said) in [
        (&[""][..], &[][..]),
        (
            &[
                "public, private, must-understand, no-store, no-cache, max-age=1, s-maxage=2, \
               stale-while-revalidate=3, stale-if-error=4, must-revalidate",
                "proxy-revalidate, \
               no-transform, immutable",
            ],
            &[
                ("public", "true"),
                ("private", "true"),
                ("must_understand", "true"),
                ("no_store", "true"),
                ("no_cache", "true"),
                ("max_age", "1"),
                ("s_maxage", "2"),
                ("stale_while_revalidate", "3"),
                ("stale_if_error", "4"),
                ("must_revalidate", "true"),
                ("proxy_revalidate", "true"),
                ("no_transform", "true"),
                ("immutable", "true"),
            ],
        ),
        // The last of several counts here.
        (&["max-age=60;a=b, max-age=5"], &[("max_age", "5")]),
        (
            &["private=\"Set-Cookie,, X-A\", no-cache=\"etag\""],
            &[
                ("private", r#"["Set-Cookie","X-A"]"#),
                ("no_cache", r#"["etag"]"#),
            ],
        ),
        (
            &["max-age=\"60\", no-store=?0, private=a"],
            &[
                ("max_age", "\"invalid\""),
                ("no_store", "true"),
                ("private", "true"),
                (
                    "anomalies",
                    r#"["invalid-seconds","unexpected-argument","invalid-field-names"]"#,
                ),
            ],
        ),
        (
            &[
                "a, b=1, c=-1.5, d=\"x \\\" y\", e=tok, f=:YQ==:, g=?0, h=@1",
                "i=%\"f%c3%bc\", j=(1 \"b\");p",
            ],
            &[(
                "extensions",
                r#"[["a",null],["b","1"],["c","-1.5"],["d","x \" y"],["e","tok"],["f",":YQ==:"],["g","?0"],["h","@1"],["i","fü"],["j","(1 b)"]]"#,
            )],
        ),
    ] {
        let ran = cache_control(&["--targeted", "--json"], values);
        assert_eq!(ran, targeted(said), "{values:?}");
    }
}

#[test]
fn an_invalid_value_says_nothing() {
    for (values, kind, words, offset) in [
        (&["max-age=60, X"][..], "expected-key", "key expected", 12),
        (&["max-age=60,"], "expected-key", "key expected", 11),
        (&["no-store, a b"], "expected-comma", "comma expected", 12),
        (&["a", "b, c=é"], "expected-item", "item expected", 6),
        // An empty line is a member that is missing, wherever it is.
        (&["", "no-store"], "expected-key", "key expected", 0),
        (&["no-store", "", "a"], "expected-key", "key expected", 8),
        (&["  ", "A"], "expected-key", "key expected", 2),
        (
            &["CDN-Cache-Control: no-store"],
            "expected-key",
            "key expected",
            0,
        ),
    ] {
        let error = format!(
            "{{\"kind\":\"{kind}\",\"offset\":{offset},\"message\":\"{words} at byte {offset}\"}}"
        );
        let ran = cache_control(&["--targeted", "--json"], values);
        assert_eq!(ran, targeted(&[("error", &error)]), "{values:?}");
        let end: usize = values.iter().map(|value| value.len()).sum();
        let rows = format!(
            "{offset:>8}  invalid    {words} at byte {offset}: the whole field says nothing\n{end:>8}  counts     nothing\n"
        );
        assert_eq!(cache_control(&["--targeted"], values), Ran::ok(rows));
    }
}

#[test]
fn rows_of_values() {
    let values = [
        "max-age=60;a, x=\"two words\"",
        "no-cache, y=?0, no-store=1",
    ];
    let rows = "       0  directive  max-age  60
      14  extension  x  \"two words\"
      27  directive  no-cache
      37  extension  y  ?0
      43  directive  no-store  1
      53  anomaly    unexpected-argument  a directive has an argument and should not: it still forbids, but permits nothing
      53  counts     no-store  no-cache  max-age=60
";
    assert_eq!(cache_control(&["--targeted"], &values), Ran::ok(rows));
    assert_eq!(
        cache_control(&["--targeted"], &[""]),
        Ran::ok("       0  counts     nothing\n")
    );
}

const HEAD: &str = "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\ncdn-cache-control: max-age=60\r\nExample-CDN-Cache-Control: max-age=5,\r\nExpires: 0\r\n\r\n";

/// The explanation in the JSON of a head.
fn explained(targets: &[&str], head: &str) -> String {
    let mut args = vec!["cache-control", "--head", "--explain", "--json"];
    args.extend(targets.iter().flat_map(|target| ["--target", target]));
    let ran = run(&args, head);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let (_, explanation) = ran.stdout.split_once(",\"explain\":").unwrap();
    explanation.strip_suffix("}\n").unwrap().to_owned()
}

fn explanation([private, shared, authorized]: [&str; 3], notes: &[&str]) -> String {
    format!(
        "{{\"private\":{private},\"shared\":{shared},\"shared_with_authorization\":{authorized},\"notes\":[\"{}\"]}}",
        notes.join("\",\"")
    )
}

/// What is not on the list is told.
fn off_list(name: &str) -> String {
    format!(
        "{name} is for caches that have it on their target list: --target {name} tells what they do"
    )
}

#[test]
fn the_first_valid_target_counts() {
    const INVALID: &str = "Example-CDN-Cache-Control is invalid (key expected at byte 110), and as if it were not there (RFC 9213 §2.1)";
    const NO_CACHE_CONTROL: &str =
        "a cache that goes by CDN-Cache-Control does not look at Cache-Control (RFC 9213 §2.2)";
    const NO_EXPIRES: &str =
        "a cache that goes by CDN-Cache-Control does not look at Expires (RFC 9213 §2.2)";
    let by =
        |verdict: String, name: &str| verdict.replace("Cache-Control\"}", &format!("{name}\"}}"));
    let refused = not_stored(NO_STORE);
    let minute = stored(
        60,
        "for 60 s = 1 min (max-age, RFC 9111 §5.2.2.1)",
        &[ASKED, UNREACHABLE],
    );
    let minute = by(minute, "CDN-Cache-Control");
    let no_authorization = not_stored(crate::cache_control_explain::NO_AUTHORIZATION);
    let no_authorization = by(no_authorization, "CDN-Cache-Control");
    let targeted = [&refused, &minute, &no_authorization].map(String::as_str);
    let example = off_list("Example-CDN-Cache-Control");
    for (targets, notes) in [
        (
            &["CDN-Cache-Control"][..],
            &[NO_CACHE_CONTROL, NO_EXPIRES, &example][..],
        ),
        (
            // The same again, in other letters, means nothing.
            &[
                "Example-CDN-Cache-Control",
                "X",
                "EXAMPLE-CDN-CACHE-CONTROL",
                "CDN-Cache-Control",
                "cdn-cache-control",
            ],
            &[INVALID, NO_CACHE_CONTROL, NO_EXPIRES],
        ),
        (
            &["CDN-Cache-Control", "Example-CDN-Cache-Control"],
            &[
                "Example-CDN-Cache-Control is behind CDN-Cache-Control on the target list, and not looked at",
                NO_CACHE_CONTROL,
                NO_EXPIRES,
            ],
        ),
    ] {
        let expected = explanation(targeted, notes);
        assert_eq!(explained(targets, HEAD), expected, "{targets:?}");
    }
    // Where none counts, Cache-Control does.
    let of_cdn = off_list("cdn-cache-control");
    for (targets, notes) in [
        (&[][..], &[&*of_cdn, &example][..]),
        (&["Surrogate-Control"], &[&of_cdn, &example]),
        (&["Example-CDN-Cache-Control"], &[INVALID, &of_cdn]),
    ] {
        let expected = explanation([&refused; 3].map(String::as_str), notes);
        assert_eq!(explained(targets, HEAD), expected, "{targets:?}");
    }
    let head = "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nA: \r\n\r\n";
    let notes = ["A is empty, and as if it were not there (RFC 9213 §2.1)"];
    let expected = explanation([&refused; 3].map(String::as_str), &notes);
    assert_eq!(explained(&["A"], head), expected);
}

#[test]
fn rows_of_an_explanation() {
    let rows = "       0  status     200
      32  directive  no-store
      61  field      cdn-cache-control  max-age=60
     100  field      Example-CDN-Cache-Control  max-age=5,
     121  field      Expires  0
     110  invalid    Example-CDN-Cache-Control  key expected at byte 110: the whole field says nothing
     126  counts     no-store
     126  browser    a cache of one user, as in a browser
     126  stored     no: no-store forbids it (RFC 9111 §5.2.2.5)
     126  shared     a cache of many users, as in a CDN or a proxy, that goes by CDN-Cache-Control
     126  counts     max-age=60
     126  stored     yes
     126  fresh      for 60 s = 1 min (max-age, RFC 9111 §5.2.2.1)
";
    let targets = [
        "--target",
        "Example-CDN-Cache-Control",
        "--target",
        "CDN-Cache-Control",
    ];
    let ran = run(
        &[&["cache-control", "--head", "--explain"], &targets[..]].concat(),
        HEAD,
    );
    assert!(ran.stdout.starts_with(rows), "{}", ran.stdout);
    assert_eq!(ran.code, Some(0));
}

#[test]
fn notes_say_of_which_field_they_are() {
    let head = "HTTP/1.1 200 OK\r\nCache-Control: max-age=1, no-cache=a\r\nAge: x\r\nCDN-Cache-Control: public, private, max-age=1, no-cache=\"b\"\r\n\r\n";
    let explained = explained(&["CDN-Cache-Control"], head);
    let (_, notes) = explained.split_once(",\"notes\":").unwrap();
    let list = "many caches take no-cache with a list for no-cache alone: they ask the server before every use then";
    let expected = [
        list,
        "Age is no number, and not looked at",
        "CDN-Cache-Control: public and private contradict each other: private counts",
        "a cache that goes by CDN-Cache-Control does not look at Cache-Control (RFC 9213 §2.2)",
    ];
    assert_eq!(notes, format!("[\"{}\"]}}", expected.join("\",\"")));
}

#[test]
fn what_could_drive_a_terminal_is_escaped() {
    let head = "HTTP/1.1 200 OK\r\nX-Cache-Control: \u{202e}\r\nCache-Status: \u{9b}\r\n\r\n";
    for options in [&[][..], &["--json"]] {
        let args = [
            "cache-control",
            "--head",
            "--explain",
            "--target",
            "X-Cache-Control",
        ];
        let ran = run(&[&args[..], options].concat(), head);
        assert!(!ran.stdout.contains(drives_a_terminal), "{:?}", ran.stdout);
        assert_eq!(ran.code, Some(0));
        let ran = cache_control(
            &[&["--targeted"], options].concat(),
            &["a=%\"%e2%80%ae%c2%9b\""],
        );
        assert!(!ran.stdout.contains(drives_a_terminal), "{:?}", ran.stdout);
        let escape = if options.is_empty() {
            "\\u{202e}\\u{9b}"
        } else {
            "\\u202e\\u009b"
        };
        assert!(ran.stdout.contains(escape), "{}", ran.stdout);
    }
}

#[cfg(unix)]
#[test]
fn a_value_need_not_be_utf_8() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};

    let mut command = crate::tool(&["cache-control", "--targeted", "--json"]);
    command.arg(OsStr::from_bytes(b"a=\xff"));
    let ran = crate::feed(command, b"");
    let error = "{\"kind\":\"expected-item\",\"offset\":2,\"message\":\"item expected at byte 2\"}";
    assert_eq!(ran, targeted(&[("error", error)]));
}

#[test]
fn wrong_usage_is_exit_status_2() {
    for (args, complaint) in [
        (&["--targeted", "--explain", "a"][..], "'--explain'"),
        (&["--targeted", "--request", "a"], "'--request'"),
        (&["--targeted", "--head"], "'--head [<FILE>]'"),
        (&["--target", "A", "--head"], "--explain"),
        (&["--target", "A", "--explain", "a"], "'[VALUE]...'"),
        (
            &["--target", "A:", "--explain", "--head"],
            "the name of a field is a token",
        ),
        (
            &["--target", "cache-control", "--explain", "--head"],
            "Cache-Control is what is looked at if no target is there",
        ),
        (
            &["--target", "A", "--explain", "--request", "--head"],
            "'--request'",
        ),
    ] {
        let ran = run(
            &[&["cache-control"], args].concat(),
            b"HTTP/1.1 200 OK\r\n\r\n",
        );
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{args:?}");
        assert!(ran.stderr.contains(complaint), "{args:?}: {}", ran.stderr);
    }
}
