//! Conditional requests with a known answer, kept as text.
//!
//! The format is that of [`vectors`](crate::vectors). An input is the fields of a request, each
//! `NAME: VALUE`, with a `|` between two of them. What it is held against is set:
//!
//! | name | value | if it is not set |
//! |---|---|---|
//! | `method` | the method | `GET` |
//! | `role` | `origin` or `stored`, or `none` for an origin without a representation | `origin` |
//! | `etag` | the entity tag as it is sent | there is none |
//! | `modified` | when the representation was modified, as an IMF-fixdate | Last-Modified is not known |
//! | `only-change` | `true` if an origin knows that it did not change twice within that second | `false` |
//! | `date` | an origin's clock, or the Date of what is stored | `Sun, 06 Nov 1994 08:50:00 GMT` |
//!
//! The log has, in this order:
//!
//! * `conditions`, with the name of each field that is there and `true`, `false` or `ignored`, in the
//!   order If-Match, If-Unmodified-Since, If-None-Match, If-Modified-Since, If-Range, then `malformed`
//!   if one of them is;
//! * the outcome and the reason for it;
//! * `end`.

use std::path::PathBuf;

use noio_conditional::{Condition, Outcome, Reason};

use super::{
    Current, Modified, check,
    reference::{self, Conditions, Field},
    request::{Request, outcome},
};
use crate::{
    Log, cuts,
    http_field::unix_seconds,
    vectors::{Case, VectorError, check_each_in},
};

/// Sun, 06 Nov 1994 08:50:00 GMT.
const DATE: i64 = 784_111_800;

/// Checks every case of some files, and returns how many there are: codec and reference say what the
/// case expects, and each of the [variants](super::check_variants) of the request means the same.
///
/// # Errors
///
/// If a file cannot be read, and what fails first in each case that fails.
pub fn check_files(files: &[PathBuf]) -> Result<usize, VectorError> {
    check_each_in(files, check_case)
}

fn check_case(case: &Case) -> Result<(), String> {
    let setup = Setup::new(case)?;
    let fields = fields(case)?;
    let Setup { method, current } = &setup;

    let evaluation = Request::new(&fields, current, DATE).evaluate(method);
    let seen = check::seen(&evaluation.preconditions());
    let by_codec = log(&seen, outcome(evaluation));
    let conditions = reference::conditions(&fields, current, DATE);
    let decision = reference::decide(method, &conditions, current);
    let by_reference = log(&conditions, decision);
    case.check_lines("codec", &by_codec)?;
    case.check_lines("reference", &by_reference)?;
    check::check_request(&fields, method, current, DATE)?;
    super::check_variants(&fields, current, DATE)
}

/// What a case sets.
struct Setup {
    method: Vec<u8>,
    current: Current,
}

impl Setup {
    fn new(case: &Case) -> Result<Self, String> {
        let mut method = b"GET".to_vec();
        let mut role = "origin";
        let mut etag = None;
        let mut modified = None;
        let mut is_only_change = false;
        let mut date = DATE;
        for setting in &case.settings {
            let seconds = || {
                let seconds = unix_seconds(&setting.value, DATE);
                seconds.ok_or_else(|| format!("`set {}` takes a date", setting.name))
            };
            match &setting.name[..] {
                "method" => method.clone_from(&setting.value),
                "role" => role = setting.as_str()?,
                "etag" => {
                    let tag = reference::tag(&setting.value);
                    etag = Some(tag.ok_or("`set etag` takes an entity tag")?);
                }
                "modified" => modified = Some(seconds()?),
                "only-change" => is_only_change = setting.as_bool()?,
                "date" => date = seconds()?,
                name => return Err(format!("there is no setting `{name}`")),
            }
        }
        let current = match role {
            "none" => Current::None,
            "origin" => Current::Origin {
                etag,
                modified: modified.map(|at| Modified {
                    at,
                    clock: date,
                    is_only_change,
                }),
            },
            "stored" => Current::Stored {
                etag,
                modified,
                date,
            },
            role => return Err(format!("there is no role `{role}`")),
        };
        Ok(Self { method, current })
    }
}

/// The fields of the request: what lies between the borders.
fn fields(case: &Case) -> Result<Vec<Field>, String> {
    if case.input.is_empty() {
        return Ok(Vec::new());
    }
    let field = |line: &[u8]| {
        let colon = line.iter().position(|&octet| octet == b':');
        let colon = colon.ok_or("a field is `NAME: VALUE`")?;
        let value = &line[colon + 1..];
        let value = value.strip_prefix(b" ").unwrap_or(value);
        Ok((line[..colon].to_vec(), value.to_vec()))
    };
    cuts::feeds(&case.input, &case.cuts).map(field).collect()
}

fn log(conditions: &Conditions, (outcome, reason): (Outcome, Reason)) -> Vec<String> {
    let mut log = Log::new();
    log.push("conditions", &[]);
    for (name, condition) in [
        ("if-match", conditions.if_match),
        ("if-unmodified-since", conditions.if_unmodified_since),
        ("if-none-match", conditions.if_none_match),
        ("if-modified-since", conditions.if_modified_since),
        ("if-range", conditions.if_range),
    ] {
        let value: &[u8] = match condition {
            Condition::Absent => continue,
            Condition::Ignored => b"ignored",
            Condition::False => b"false",
            Condition::True => b"true",
        };
        log.push_part(name, value);
    }
    if conditions.is_malformed {
        log.push_part("", b"malformed");
    }
    log.push(outcome.as_str(), &[("", reason.as_str().as_bytes())]);
    log.push("end", &[]);
    log.lines()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vectors::{check_each, read};

    const GOOD: &str = r#"
case 1 (x): a
set method PUT
set etag "W/\"a\""
set modified "Sun, 06 Nov 1994 08:49:37 GMT"
set only-change true
set date "Sun, 06 Nov 1994 08:49:38 GMT"
input "If-None-Match: \"b\" x" | "if-match: \"a\"" | "Range: bytes=0-"
input | "If-Range: Sun, 06 Nov 1994 08:49:37 GMT"
- conditions if-match=false if-none-match=true if-range=true malformed
- precondition-failed if-match
- end

case 2 (x): no fields
set role none
input ""
- conditions
- proceed no-representation
- end
"#;

    fn check(text: &str) -> Result<usize, VectorError> {
        check_each(&read(text)?, check_case)
    }

    #[test]
    fn a_case_that_is_right_passes() {
        assert_eq!(check(GOOD), Ok(2));
    }

    #[test]
    fn every_slip_is_told() {
        for (right, wrong) in [
            ("method PUT", "method TRACE"),
            ("set etag \"W/\\\"a\\\"\"", "set etag \"\\\"a\\\"\""),
            ("only-change true", "only-change false"),
            ("08:49:38", "08:49:37"),
            ("\\\"b\\\" x", "\\\"b\\\""),
            (" | \"Range: bytes=0-\"", ""),
            ("if-match=false", "if-match=true"),
            ("if-match=false ", ""),
            (" malformed", ""),
            ("- precondition-failed if-match", "- proceed if-match"),
            ("failed if-match", "failed if-none-match"),
            ("role none", "role stored"),
            ("role none", "role nobody"),
            ("set role", "set roles"),
            ("set method PUT", "set etag a"),
            ("set method PUT", "set modified now"),
            ("if-match: ", "if-match "),
        ] {
            let text = GOOD.replacen(right, wrong, 1);
            assert_ne!(text, GOOD, "{right}");
            assert!(check(&text).is_err(), "{right}: {wrong}");
        }
    }
}
