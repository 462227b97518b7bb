//! What `conditional` shows.

use crate::{Ran, run};

/// The five preconditions, as JSON has them.
const KEYS: [&str; 5] = [
    "if_match",
    "if_unmodified_since",
    "if_none_match",
    "if_modified_since",
    "if_range",
];

pub(crate) const SECONDS_36: &str = "Sun, 06 Nov 1994 08:49:36 GMT";
pub(crate) const SECONDS_37: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
pub(crate) const SECONDS_38: &str = "Sun, 06 Nov 1994 08:49:38 GMT";

/// A request with these fields.
pub(crate) fn request(method: &str, fields: &[(&str, &str)]) -> String {
    let fields: String = fields
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    format!("{method} /a HTTP/1.1\r\n{fields}\r\n")
}

/// Runs `conditional` with `options` on a request with these fields.
pub(crate) fn conditional(options: &[&str], method: &str, fields: &[(&str, &str)]) -> Ran {
    let args = [&["conditional"], options].concat();
    run(&args, request(method, fields))
}

/// What JSON has for an outcome.
pub(crate) struct Decided<'a> {
    pub(crate) outcome: &'a str,
    pub(crate) status: &'a str,
    pub(crate) reason: &'a str,
    pub(crate) section: &'a str,
    pub(crate) message: &'a str,
    pub(crate) role: &'a str,
    /// Those that are not absent.
    pub(crate) conditions: &'a [(&'a str, &'a str)],
    pub(crate) is_malformed: bool,
    pub(crate) carried: &'a str,
    pub(crate) notes: &'a str,
}

/// Nothing is asked, and so nothing comes of it.
pub(crate) const PROCEED: Decided<'_> = Decided {
    outcome: "proceed",
    status: "null",
    reason: "unconditional",
    section: "RFC 9110 §13.2.2",
    message: "no precondition applies",
    role: "origin",
    conditions: &[],
    is_malformed: false,
    carried: "null",
    notes: "[]",
};

impl Decided<'_> {
    pub(crate) fn line(&self) -> Ran {
        for (key, _) in self.conditions {
            assert!(KEYS.contains(key), "{key}");
        }
        let conditions = KEYS.map(|key| {
            let told = self.conditions.iter().find(|(other, _)| *other == key);
            format!("\"{key}\":\"{}\"", told.map_or("absent", |(_, told)| told))
        });
        let Self {
            outcome,
            status,
            reason,
            section,
            message,
            role,
            is_malformed,
            carried,
            notes,
            ..
        } = self;
        Ran::ok(format!(
            "{{\"outcome\":\"{outcome}\",\"reason\":\"{reason}\",\"status\":{status},\"section\":\"{section}\",\"message\":\"{message}\",\"role\":\"{role}\",\"conditions\":{{{}}},\"malformed\":{is_malformed},\"carried\":{carried},\"notes\":{notes}}}\n",
            conditions.join(",")
        ))
    }
}

const IF_NONE_MATCH: Decided<'_> = Decided {
    outcome: "not-modified",
    status: "304",
    reason: "if-none-match",
    section: "RFC 9110 §13.1.2",
    message: "If-None-Match matches",
    conditions: &[("if_none_match", "false")],
    ..PROCEED
};

#[test]
fn json_of_every_outcome() {
    let ranges = ("Range", "bytes=0-1");
    for (method, fields, decided) in [
        ("GET", &[][..], PROCEED),
        ("GET", &[("If-None-Match", "\"b\", W/\"a\"")], IF_NONE_MATCH),
        (
            "PUT",
            &[("If-None-Match", "*")],
            Decided {
                outcome: "precondition-failed",
                status: "412",
                ..IF_NONE_MATCH
            },
        ),
        (
            "DELETE",
            &[("If-Match", "W/\"a\"")],
            Decided {
                outcome: "precondition-failed",
                status: "412",
                reason: "if-match",
                section: "RFC 9110 §13.1.1",
                message: "If-Match does not match",
                conditions: &[("if_match", "false")],
                ..PROCEED
            },
        ),
        (
            "GET",
            &[("If-Modified-Since", SECONDS_37)],
            Decided {
                outcome: "not-modified",
                status: "304",
                reason: "if-modified-since",
                section: "RFC 9110 §13.1.3",
                message: "not modified since If-Modified-Since",
                conditions: &[("if_modified_since", "false")],
                ..PROCEED
            },
        ),
        (
            "PUT",
            &[("If-Unmodified-Since", SECONDS_36)],
            Decided {
                outcome: "precondition-failed",
                status: "412",
                reason: "if-unmodified-since",
                section: "RFC 9110 §13.1.4",
                message: "modified since If-Unmodified-Since",
                conditions: &[("if_unmodified_since", "false")],
                ..PROCEED
            },
        ),
        (
            "GET",
            &[ranges, ("If-Range", "\"b\"")],
            Decided {
                outcome: "ignore-range",
                reason: "if-range",
                section: "RFC 9110 §13.1.5",
                message: "If-Range does not match",
                conditions: &[("if_range", "false")],
                ..PROCEED
            },
        ),
        (
            "GET",
            &[ranges, ("If-Range", "\"a\""), ("If-Match", "\"a\"")],
            Decided {
                reason: "if-range",
                section: "RFC 9110 §13.1.5",
                message: "If-Range matches",
                conditions: &[("if_range", "true"), ("if_match", "true")],
                ..PROCEED
            },
        ),
        (
            "OPTIONS",
            &[("If-Match", "\"b\"")],
            Decided {
                reason: "method",
                section: "RFC 9110 §13.2.1",
                message: "the method has no preconditions",
                conditions: &[("if_match", "ignored")],
                ..PROCEED
            },
        ),
    ] {
        let options = [
            "--json",
            "--etag",
            "\"a\"",
            "--last-modified",
            SECONDS_37,
            "--now",
            SECONDS_38,
        ];
        let ran = conditional(&options, method, fields);
        assert_eq!(ran, decided.line(), "{method} {fields:?}");
    }
}

#[test]
fn what_has_to_be_ignored_is() {
    let none = ("If-None-Match", "\"b\"");
    for (method, fields, conditions, reason) in [
        (
            "GET",
            &[none, ("If-Modified-Since", SECONDS_37)][..],
            &[("if_none_match", "true"), ("if_modified_since", "ignored")][..],
            "if-none-match",
        ),
        (
            "PUT",
            &[("If-Modified-Since", SECONDS_37)],
            &[("if_modified_since", "ignored")],
            "unconditional",
        ),
        (
            "PUT",
            &[("If-Unmodified-Since", SECONDS_36), ("If-Match", "\"a\"")],
            &[("if_match", "true"), ("if_unmodified_since", "ignored")],
            "if-match",
        ),
        (
            "HEAD",
            &[("Range", "bytes=0-1"), ("If-Range", "\"b\"")],
            &[("if_range", "ignored")],
            "unconditional",
        ),
        (
            "GET",
            &[("If-Range", "\"b\"")],
            &[("if_range", "ignored")],
            "unconditional",
        ),
    ] {
        let options = ["--json", "--etag", "\"a\"", "--last-modified", SECONDS_37];
        let ran = conditional(&options, method, fields);
        let front = format!("{{\"outcome\":\"proceed\",\"reason\":\"{reason}\",");
        assert!(ran.stdout.starts_with(&front), "{fields:?}: {}", ran.stdout);
        for key in KEYS {
            let told = conditions.iter().find(|(other, _)| *other == key);
            let member = format!("\"{key}\":\"{}\"", told.map_or("absent", |(_, told)| told));
            assert!(ran.stdout.contains(&member), "{member}: {}", ran.stdout);
        }
    }
}

#[test]
fn rows_for_people() {
    let fields = [
        ("Host", "a"),
        ("if-none-match", "\"b\", x, w/\"a\",W/\"a\""),
        ("If-Modified-Since", SECONDS_36),
        ("Range", "bytes=0-1"),
        ("If-Range", "W/\"a\""),
    ];
    let rows = r#"       0  request    GET
      41  field      if-none-match  "b", x, w/"a",W/"a"
      46  malformed  x  no entity tag: those have double quotes around them
      49  malformed  "w/\"a\""  no entity tag: W/ begins with a capital letter
      81  field      If-Modified-Since  Sun, 06 Nov 1994 08:49:36 GMT
     119  field      Range  bytes=0-1
     140  field      If-Range  W/"a"
     149  current    at the origin server  ETag  "a"  Last-Modified  Sun, 06 Nov 1994 08:49:37 GMT  weak
     149  condition  If-None-Match  false  it lists the current ETag
     149  condition  If-Modified-Since  ignored  If-None-Match is there, and counts instead (RFC 9110 §13.1.3)
     149  condition  If-Range  false  it is the current ETag, but weak ones do not count here (RFC 9110 §13.1.5); what comes before it has decided
     149  outcome    not-modified  status=304  what the client has is still right: nothing of it is sent again
     149  reason     If-None-Match matches (RFC 9110 §13.1.2)
     149  note       If-Match or If-None-Match is malformed: a server may answer 400 to a request that would change something
"#;
    let options = ["--etag", "\"a\"", "--last-modified", SECONDS_37];
    let options = [&options[..], &["--now", SECONDS_38]].concat();
    assert_eq!(conditional(&options, "GET", &fields), Ran::ok(rows));

    let rows = r#"       0  request    PUT
      27  field      If-Match  *
      40  field      If-Match  "a"
      66  field      If-Unmodified-Since  today
      66  malformed  today  not an HTTP date
      75  current    at the origin server
      75  condition  If-Match  false  the representation has no ETag
      75  malformed  If-Match  * has to stand alone: beside a tag it matches nothing
      75  condition  If-Unmodified-Since  ignored  If-Match is there, and counts instead (RFC 9110 §13.1.4)
      75  outcome    precondition-failed  status=412  the request is not carried out
      75  reason     If-Match does not match (RFC 9110 §13.1.1)
      75  note       If-Match or If-None-Match is malformed: a server may answer 400 to a request that would change something
"#;
    let fields = [
        ("If-Match", "*"),
        ("If-Match", "\"a\""),
        ("If-Unmodified-Since", "today"),
    ];
    assert_eq!(conditional(&[], "PUT", &fields), Ran::ok(rows));
}
