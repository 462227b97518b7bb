//! Fields with a known meaning, kept as text.
//!
//! The format is that of [`vectors`](crate::vectors). An input is a field; a `|` is the border
//! between two lines of it. The log has, in this order:
//!
//! * `member NAME` or `member NAME "ARGUMENT"` for a directive, with the name as it was written and
//!   the argument without its quoting, and `malformed "OCTETS"` for anything else, or
//!   `broken "OCTETS"` if its quoting is broken;
//! * `response` and `request`, with all that the field means there, if it is anything: names of
//!   directives in the order in which they are written, then `allows-authorization`, then
//!   `anomaly=NAME` in the order of the alphabet. A number of seconds that is none is `invalid`, a
//!   `max-stale` without one `any`. The names of fields that `private` and `no-cache` are about have commas between them;
//! * `end`.

use std::{collections::HashSet, path::PathBuf};

use noio_cache_control::{
    Delta, MaxStale, RequestDirectives, ResponseDirectives, Scope, no_cache_fields, private_fields,
};

use super::{
    check::{members, names, seen_request, seen_response},
    check_reading, check_variants,
    reference::{self, Line, Meaning, Request, Response},
    writing::check_fixpoint,
};
use crate::{
    Log, cuts,
    vectors::{Case, VectorError, check_each_in},
};

/// Checks every case of some files, and returns how many there are: codec and reference say what
/// the case expects, and each of the [variants](check_variants) of the field means the same.
///
/// # Errors
///
/// If a file cannot be read, and what fails first in each case that fails.
pub fn check_files(files: &[PathBuf]) -> Result<usize, VectorError> {
    check_each_in(files, check_case)
}

fn check_case(case: &Case) -> Result<(), String> {
    if let Some(setting) = case.settings.first() {
        return Err(format!("there is no setting `{}`", setting.name));
    }
    // The lines of the field are what lies between the borders.
    let lines: Vec<&[u8]> = cuts::feeds(&case.input, &case.cuts).collect();
    case.check_lines("codec", &codec_log(&lines))?;
    case.check_lines("reference", &reference_log(&lines))?;
    check_reading(&lines)?;
    check_variants(&lines)?;
    check_fixpoint(&lines)
}

fn codec_log(lines: &[&[u8]]) -> Vec<String> {
    let response = ResponseDirectives::parse(lines);
    let request = RequestDirectives::parse(lines);
    log(&Read {
        members: members(lines).into_iter().map(|seen| seen.0).collect(),
        allows_authorization: response.allows_authorization(),
        response: seen_response(&response),
        request: seen_request(&request),
        private: names(private_fields(lines)),
        no_cache: names(no_cache_fields(lines)),
    })
}

fn reference_log(lines: &[&[u8]]) -> Vec<String> {
    let response = Response::new(lines);
    log(&Read {
        members: lines
            .iter()
            .flat_map(|line| Line::new(line).members)
            .collect(),
        allows_authorization: response.allows_authorization(),
        response,
        request: Request::new(lines),
        private: reference::field_names(lines, "private"),
        no_cache: reference::field_names(lines, "no-cache"),
    })
}

/// All that is read of a field.
struct Read {
    members: Vec<reference::Member>,
    response: Response,
    allows_authorization: bool,
    request: Request,
    private: Vec<Vec<u8>>,
    no_cache: Vec<Vec<u8>>,
}

fn log(read: &Read) -> Vec<String> {
    let mut log = Log::new();
    for member in &read.members {
        match &member.meaning {
            Meaning::Directive { name, argument } => {
                log.push("member", &[("", name)]);
                if let Some(argument) = argument {
                    log.push_part("", &argument.value);
                }
            }
            Meaning::Malformed => log.push("malformed", &[("", &member.written)]),
            Meaning::BrokenQuoting => log.push("broken", &[("", &member.written)]),
        }
    }
    push(&mut log, "response", &response_parts(read));
    push(&mut log, "request", &request_parts(&read.request));
    log.push("end", &[]);
    log.lines()
}

/// A part of a log line: a name and what it is, or nothing and a name.
type Part = (&'static str, String);

fn push(log: &mut Log, kind: &'static str, parts: &[Part]) {
    if !parts.is_empty() {
        log.push(kind, &[]);
        for (name, value) in parts {
            log.push_part(name, value.as_bytes());
        }
    }
}

fn response_parts(read: &Read) -> Vec<Part> {
    let seen = &read.response;
    let mut parts = Vec::new();
    add_flag(&mut parts, "public", seen.public);
    add_scope(&mut parts, "private", seen.private, &read.private);
    add_flag(&mut parts, "must-understand", seen.must_understand);
    add_flag(&mut parts, "no-store", seen.no_store);
    add_scope(&mut parts, "no-cache", seen.no_cache, &read.no_cache);
    add_delta(&mut parts, "max-age", seen.max_age);
    add_delta(&mut parts, "s-maxage", seen.s_maxage);
    let delta = seen.stale_while_revalidate;
    add_delta(&mut parts, "stale-while-revalidate", delta);
    add_delta(&mut parts, "stale-if-error", seen.stale_if_error);
    add_flag(&mut parts, "must-revalidate", seen.must_revalidate);
    add_flag(&mut parts, "proxy-revalidate", seen.proxy_revalidate);
    add_flag(&mut parts, "no-transform", seen.no_transform);
    add_flag(&mut parts, "immutable", seen.immutable);
    let allows = read.allows_authorization;
    add_flag(&mut parts, "allows-authorization", allows);
    add_anomalies(&mut parts, &seen.anomalies);
    parts
}

fn request_parts(seen: &Request) -> Vec<Part> {
    let mut parts = Vec::new();
    add_flag(&mut parts, "no-cache", seen.no_cache);
    add_flag(&mut parts, "no-store", seen.no_store);
    add_delta(&mut parts, "max-age", seen.max_age);
    match seen.max_stale {
        MaxStale::Absent => {}
        MaxStale::Invalid => parts.push(("max-stale", "invalid".into())),
        MaxStale::Any => parts.push(("max-stale", "any".into())),
        MaxStale::Seconds(seconds) => parts.push(("max-stale", seconds.to_string())),
    }
    add_delta(&mut parts, "min-fresh", seen.min_fresh);
    add_delta(&mut parts, "stale-if-error", seen.stale_if_error);
    add_flag(&mut parts, "no-transform", seen.no_transform);
    add_flag(&mut parts, "only-if-cached", seen.only_if_cached);
    add_anomalies(&mut parts, &seen.anomalies);
    parts
}

fn add_flag(parts: &mut Vec<Part>, name: &str, is_set: bool) {
    if is_set {
        parts.push(("", name.into()));
    }
}

fn add_delta(parts: &mut Vec<Part>, name: &'static str, delta: Delta) {
    match delta {
        Delta::Absent => {}
        Delta::Invalid => parts.push((name, "invalid".into())),
        Delta::Seconds(seconds) => parts.push((name, seconds.to_string())),
    }
}

fn add_scope(parts: &mut Vec<Part>, name: &'static str, scope: Scope, fields: &[Vec<u8>]) {
    match scope {
        Scope::None => {}
        Scope::All => add_flag(parts, name, true),
        Scope::Fields => {
            let fields = fields.join(&b","[..]);
            parts.push((name, String::from_utf8_lossy(&fields).into_owned()));
        }
    }
}

fn add_anomalies(parts: &mut Vec<Part>, anomalies: &HashSet<&'static str>) {
    let mut names: Vec<&str> = anomalies.iter().copied().collect();
    names.sort_unstable();
    parts.extend(names.into_iter().map(|name| ("anomaly", name.to_owned())));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vectors::{check_each, read};

    const GOOD: &str = r#"
case 1 (x): a
input "max-age=5, \"" | "no-store"
- member max-age "5"
- broken "\""
- member no-store
- response no-store max-age=invalid anomaly=broken-quoting anomaly=malformed-member
- request no-store max-age=invalid anomaly=broken-quoting anomaly=malformed-member
- end
"#;

    fn check(text: &str) -> Result<usize, VectorError> {
        check_each(&read(text)?, check_case)
    }

    #[test]
    fn a_case_that_is_right_passes() {
        assert_eq!(check(GOOD), Ok(1));
    }

    #[test]
    fn every_slip_is_told() {
        for (right, wrong) in [
            ("member max-age \"5\"", "member max-age \"6\""),
            ("member max-age \"5\"", "member max-age"),
            ("member max-age", "member Max-age"),
            ("broken", "malformed"),
            ("- member no-store\n", ""),
            ("response no-store max-age=invalid", "response no-store"),
            ("response no-store", "response"),
            ("response no-store", "response public no-store"),
            (
                "request no-store max-age=invalid",
                "request no-store max-age=5",
            ),
            (" anomaly=broken-quoting", ""),
            ("\" | \"", ", "),
        ] {
            let text = GOOD.replacen(right, wrong, 1);
            assert_ne!(text, GOOD, "{right}");
            assert!(check(&text).is_err(), "{right}: {wrong}");
        }
    }

    #[test]
    fn there_is_nothing_to_set() {
        let text = GOOD.replace("input", "set a b\ninput");
        let refused = check(&text).expect_err("an error");
        assert!(refused.detail.contains("no setting `a`"), "{refused}");
    }
}
