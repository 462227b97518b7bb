//! `cache-control --head`: what caches on the way have told of themselves (RFC 9211).

use crate::{Ran, cache_control::response_head, run};

fn head(options: &[&str], lines: &[&str]) -> Ran {
    let lines: String = lines
        .iter()
        .map(|line| format!("Cache-Status: {line}\r\n"))
        .collect();
    let args = [&["cache-control", "--head"], options].concat();
    run(&args, format!("HTTP/1.1 200 OK\r\n{lines}\r\n"))
}

/// What JSON has for a cache that has told nothing but its name.
const CACHE: [(&str, &str); 9] = [
    ("cache", "\"A\""),
    ("hit", "false"),
    ("fwd", "null"),
    ("fwd_status", "null"),
    ("ttl", "null"),
    ("stored", "null"),
    ("collapsed", "null"),
    ("key", "null"),
    ("detail", "null"),
];

fn cache(said: &[(&str, &str)]) -> String {
    let members = CACHE.map(|(key, nothing)| {
        let said = said.iter().find(|(said, _)| *said == key);
        format!("\"{key}\":{}", said.map_or(nothing, |(_, value)| value))
    });
    format!("{{{}}}", members.join(","))
}

#[test]
fn json_of_members() {
    for (member, said) in [
        ("A", &[][..]),
        ("A;hit;ttl=7", &[("hit", "true"), ("ttl", "7")]),
        (
            "A;fwd=stale;fwd-status=304;ttl=-5;stored;collapsed=?0;key=\"a \\\" b\";detail=x",
            &[
                ("fwd", "\"stale\""),
                ("fwd_status", "304"),
                ("ttl", "-5"),
                ("stored", "true"),
                ("collapsed", "false"),
                ("key", r#""a \" b""#),
                ("detail", "\"x\""),
            ],
        ),
        (
            "\"B C\";fwd=other",
            &[("cache", "\"B C\""), ("fwd", "\"other\"")],
        ),
        // Of another type than it has to be, and what goes with fwd alone.
        ("A;hit=1;ttl=a;key=b;stored", &[]),
    ] {
        let caches = format!("[{}]", cache(said));
        let expected = response_head(&[("cache_status", &caches)]);
        assert_eq!(head(&["--json"], &[member]), expected, "{member}");
    }
    let both = format!("[{},{}]", cache(&[]), cache(&[("cache", "\"B\"")]));
    let expected = response_head(&[("cache_status", &both)]);
    assert_eq!(head(&["--json"], &["A, B"]), expected);
    assert_eq!(head(&["--json"], &["A", "B"]), expected);
}

#[test]
fn an_invalid_field_says_nothing() {
    let expected = response_head(&[("cache_status", "null")]);
    for (lines, offset) in [
        (&["A;hit, "][..], 37),
        (&["A;hit", "B;Fwd"], 54),
        (&["", "B"], 31),
    ] {
        assert_eq!(head(&["--json"], lines), expected, "{lines:?}");
        let ran = head(&[], lines);
        let row = format!("{offset:>8}  invalid    Cache-Status  ");
        let row = ran.stdout.lines().find(|line| line.starts_with(&row));
        let row = row.unwrap_or_else(|| panic!("{lines:?}: {}", ran.stdout));
        assert!(row.ends_with(": the whole field says nothing"), "{row}");
        assert!(!ran.stdout.contains("  cache  "), "{}", ran.stdout);
    }
}

#[test]
fn rows_for_people() {
    let lines = [
        "OriginCache; hit; ttl=1100",
        "\"CDN Company\"; fwd=uri-miss; stored; detail=\"a b\"; key=k",
    ];
    let rows = "       0  status     200
      31  field      Cache-Status  OriginCache; hit; ttl=1100
      73  field      Cache-Status  \"CDN Company\"; fwd=uri-miss; stored; detail=\"a b\"; key=k
     133  counts     nothing
     133  cache      OriginCache  it had the answer (hit); fresh for 1100 s = 18 min 20 s more
     133  cache      \"CDN Company\"  it asked on: it had nothing for the URI (uri-miss); it has stored the answer  detail=\"a b\"
";
    assert_eq!(head(&[], &lines), Ran::ok(rows));
}

#[test]
fn every_member_has_its_words() {
    for (member, words) in [
        ("A", "it does not tell whether it had the answer"),
        ("A;hit;ttl=-1", "it had the answer (hit); stale for 1 s"),
        (
            "A;fwd=bypass",
            "it asked on: it is set up not to answer such requests (bypass)",
        ),
        (
            "A;fwd=method",
            "it asked on: the method of the request wants it (method)",
        ),
        (
            "A;fwd=vary-miss",
            "it asked on: what it had for the URI was for other requests, as Vary says (vary-miss)",
        ),
        (
            "A;fwd=miss",
            "it asked on: it had nothing that could answer (miss)",
        ),
        (
            "A;fwd=request",
            "it asked on: the request did not want what it had (request)",
        ),
        (
            "A;fwd=partial",
            "it asked on: it had another part of it (partial)",
        ),
        (
            "A;fwd=my-own",
            "it asked on: for a reason of its own (my-own)",
        ),
        (
            "A;fwd=stale;fwd-status=503;stored=?0;collapsed",
            "it asked on: what it had was not fresh (stale); it was answered with 503; it has not stored the answer; it used the answer to another request that was on its way",
        ),
        (
            "A;hit;fwd=miss;collapsed=?0",
            "it contradicts itself: it had the answer (hit); it asked on: it had nothing that could answer (miss); another request was on its way, but its answer could not be used",
        ),
    ] {
        let ran = head(&[], &[member]);
        let row = format!("  cache      A  {words}");
        assert_eq!(
            ran.stdout.lines().last().map(|line| &line[8..]),
            Some(&*row)
        );
    }
}
