//! What `cache-control` shows of field lines.

use crate::{Ran, run};

/// What JSON has for a response that says nothing.
const RESPONSE: [(&str, &str); 16] = [
    ("public", "false"),
    ("private", "false"),
    ("must_understand", "false"),
    ("no_store", "false"),
    ("no_cache", "false"),
    ("max_age", "null"),
    ("s_maxage", "null"),
    ("stale_while_revalidate", "null"),
    ("stale_if_error", "null"),
    ("must_revalidate", "false"),
    ("proxy_revalidate", "false"),
    ("no_transform", "false"),
    ("immutable", "false"),
    ("extensions", "[]"),
    ("malformed", "[]"),
    ("anomalies", "[]"),
];

/// And for a request.
const REQUEST: [(&str, &str); 11] = [
    ("no_cache", "false"),
    ("no_store", "false"),
    ("max_age", "null"),
    ("max_stale", "null"),
    ("min_fresh", "null"),
    ("stale_if_error", "null"),
    ("no_transform", "false"),
    ("only_if_cached", "false"),
    ("extensions", "[]"),
    ("malformed", "[]"),
    ("anomalies", "[]"),
];

/// Members of JSON that are not as where nothing is said.
type Members<'a> = &'a [(&'a str, &'a str)];

fn object(all: Members<'_>, said: Members<'_>) -> Ran {
    for (key, _) in said {
        assert!(all.iter().any(|(known, _)| known == key), "{key}");
    }
    let members: Vec<String> = all
        .iter()
        .map(|(key, nothing)| {
            let said = said.iter().find(|(said, _)| said == key);
            format!("\"{key}\":{}", said.map_or(nothing, |(_, value)| value))
        })
        .collect();
    Ran::ok(format!("{{{}}}\n", members.join(",")))
}

/// The line of JSON for a response that says this.
pub(crate) fn response(said: Members<'_>) -> Ran {
    object(&RESPONSE, said)
}

/// The line of JSON for the head of a response that says this.
pub(crate) fn response_head(said: Members<'_>) -> Ran {
    object(&[&RESPONSE[..], &[("cache_status", "[]")]].concat(), said)
}

/// The line of JSON for a value of a targeted field that says this.
pub(crate) fn targeted(said: Members<'_>) -> Ran {
    object(&[&RESPONSE[..], &[("error", "null")]].concat(), said)
}

/// The line of JSON for a request that says this.
pub(crate) fn request(said: Members<'_>) -> Ran {
    object(&REQUEST, said)
}

/// Runs `cache-control` with `options` on field lines.
pub(crate) fn cache_control(options: &[&str], values: &[&str]) -> Ran {
    run(
        &[&["cache-control"], options, &["--"], values].concat(),
        b"",
    )
}

#[test]
fn json_of_responses() {
    for (values, said) in [
        (&[""][..], &[][..]),
        (&[" ,\t,, ", ""], &[]),
        (
            &[
                "Public, PRIVATE, must-understand, no-store, no-cache, max-age=1, s-maxage=2, \
               stale-while-revalidate=3, stale-if-error=4, must-revalidate, proxy-revalidate, \
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
        (
            &["max-age=\"0060\"", "s-maxage=99999999999999999999"],
            &[("max_age", "60"), ("s_maxage", "2147483648")],
        ),
        (
            &["private=\"Set-Cookie,, X-A\"", "no-cache=etag, private=b"],
            &[
                ("private", r#"["Set-Cookie","X-A","b"]"#),
                ("no_cache", r#"["etag"]"#),
            ],
        ),
        (&["private=\"a\"", "private"], &[("private", "true")]),
        // What belongs to requests means nothing here.
        (
            &[r#"Community="UC\"I", only-if-cached, x=1, X=1"#],
            &[(
                "extensions",
                r#"[["Community","UC\"I"],["only-if-cached",null],["x","1"],["X","1"]]"#,
            )],
        ),
    ] {
        assert_eq!(
            cache_control(&["--json"], values),
            response(said),
            "{values:?}"
        );
    }
}

#[test]
fn json_of_requests() {
    for (values, said) in [
        (&[""][..], &[][..]),
        (
            &[
                "no-cache, no-store, max-age=1, max-stale=2, min-fresh=3",
                "stale-if-error=4, no-transform, only-if-cached",
            ],
            &[
                ("no_cache", "true"),
                ("no_store", "true"),
                ("max_age", "1"),
                ("max_stale", "2"),
                ("min_fresh", "3"),
                ("stale_if_error", "4"),
                ("no_transform", "true"),
                ("only_if_cached", "true"),
            ],
        ),
        (&["max-stale"], &[("max_stale", "\"any\"")]),
        (
            &["max-stale=x, min-fresh"],
            &[
                ("max_stale", "\"invalid\""),
                ("min_fresh", "\"invalid\""),
                ("anomalies", r#"["invalid-seconds"]"#),
            ],
        ),
        (&["public"], &[("extensions", r#"[["public",null]]"#)]),
    ] {
        let ran = cache_control(&["--request", "--json"], values);
        assert_eq!(ran, request(said), "{values:?}");
    }
}

#[test]
fn json_of_every_anomaly() {
    for (values, said) in [
        (
            &["max-age=60, no-store x"][..],
            &[
                ("max_age", "60"),
                ("no_store", "true"),
                ("malformed", r#"["no-store x"]"#),
                ("anomalies", r#"["malformed-member"]"#),
            ][..],
        ),
        // No line permits anything, and the restriction that the first names counts.
        (
            &["public, x=\"no-store", "max-age=60, immutable"],
            &[
                ("no_store", "true"),
                ("max_age", "\"invalid\""),
                ("malformed", r#"["x=\"no-store"]"#),
                ("anomalies", r#"["malformed-member","broken-quoting"]"#),
            ],
        ),
        (
            &["max-age=60, max-age=5"],
            &[
                ("max_age", "60"),
                ("anomalies", r#"["conflicting-duplicate"]"#),
            ],
        ),
        (
            &["max-age=+5"],
            &[
                ("max_age", "\"invalid\""),
                ("anomalies", r#"["invalid-seconds"]"#),
            ],
        ),
        (
            &["public=1, no-store=1"],
            &[
                ("no_store", "true"),
                ("anomalies", r#"["unexpected-argument"]"#),
            ],
        ),
        (
            &["private=\",\""],
            &[
                ("private", "true"),
                ("anomalies", r#"["invalid-field-names"]"#),
            ],
        ),
    ] {
        assert_eq!(
            cache_control(&["--json"], values),
            response(said),
            "{values:?}"
        );
    }
}

#[test]
fn rows_for_people() {
    for (options, values, rows) in [
        (&[][..], &[""][..], "       0  counts     nothing\n"),
        (
            &[],
            &["public , max-age=60,, Community=\"two words\"", "x"],
            "       0  directive  public
       9  directive  max-age  60
      22  extension  Community  \"two words\"
      43  extension  x
      44  counts     public  max-age=60
",
        ),
        (
            &[],
            &["private=\"Set-Cookie, X-A\", max-age"],
            "       0  directive  private  \"Set-Cookie, X-A\"
      27  directive  max-age
      34  anomaly    invalid-seconds  a number of seconds is missing or invalid: it permits as little as any number can
      34  counts     private=Set-Cookie,X-A  max-age=invalid
",
        ),
        (
            &["--request"],
            &["max-stale, no-cache, public"],
            "       0  directive  max-stale
      11  directive  no-cache
      21  extension  public
      27  counts     no-cache  max-stale=any
",
        ),
        (
            &[],
            &["Cache-Control: no-store"],
            "       0  malformed  \"Cache-Control: no-store\"  the name of the field is no part of its value
      23  anomaly    malformed-member  a part between commas is no directive: it permits nothing, but the restrictions that it names count
      23  counts     no-store
",
        ),
    ] {
        assert_eq!(cache_control(options, values), Ran::ok(rows), "{values:?}");
    }
}

#[test]
fn every_anomaly_has_its_words() {
    let value = r#"a b, max-age=1, max-age=x, public=1, private="","#;
    let ran = cache_control(&[], &[value, "no-store\""]);
    let anomalies: Vec<_> = ran
        .stdout
        .lines()
        .filter_map(|row| row.split_once("  anomaly    "))
        .map(|(_, anomaly)| anomaly.split_once("  ").unwrap())
        .collect();
    let names: Vec<_> = anomalies.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        names,
        [
            "malformed-member",
            "broken-quoting",
            "conflicting-duplicate",
            "invalid-seconds",
            "unexpected-argument",
            "invalid-field-names",
        ]
    );
    for (at, (name, words)) in anomalies.iter().enumerate() {
        // No two are said alike, and none by the words for those that are not known.
        assert!(!words.contains("something is odd"), "{name}");
        assert!(
            anomalies
                .iter()
                .skip(at + 1)
                .all(|(_, other)| other != words),
            "{name}"
        );
    }
}
