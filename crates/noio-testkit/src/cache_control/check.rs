//! The codec beside the reference.

use core::fmt::Debug;

use noio_cache_control::{
    Age, Anomalies, Anomaly, Delta, Directive, Directives, Expires, Member, RequestDirectives,
    ResponseDirectives, Scope, Token, Value,
    freshness::{Cache, Exchange},
    no_cache_fields, private_fields,
};

use super::{
    join::check_join,
    reference::{self, Argument, Line, Meaning, REQUEST_NAMES, RESPONSE_NAMES, Request, Response},
};
use crate::{
    diff::{joined, same},
    escape,
};

/// All that can be odd, in the order in which it is told.
const ANOMALIES: [&str; 6] = [
    "malformed-member",
    "broken-quoting",
    "conflicting-duplicate",
    "invalid-seconds",
    "unexpected-argument",
    "invalid-field-names",
];

/// The codec reads the lines of a Cache-Control field as the reference does: member by member, as
/// a response's and as a request's. Nothing is lost, and lines permit no more than their join does.
///
/// # Errors
///
/// How the two differ.
pub fn check_reading(lines: &[&[u8]]) -> Result<(), String> {
    let what = Input(lines);
    what.same("members", members(lines), expected_members(lines))?;
    check_nothing_is_lost(lines)?;

    let response = ResponseDirectives::parse(lines);
    check_response(&response, &Response::new(lines), &what)?;

    let request = RequestDirectives::parse(lines);
    let expected = Request::new(lines);
    what.same("request", seen_request(&request), expected)?;
    check_anomalies(request.anomalies(), &what)?;
    check_pragma(lines)?;

    let fields = names(private_fields(lines));
    check_field_names(lines, "private", response.private(), &fields)?;
    let fields = names(no_cache_fields(lines));
    check_field_names(lines, "no-cache", response.no_cache(), &fields)?;
    check_join(lines)
}

/// The codec says of a response what the reference says, also where it shows in decisions only.
pub(super) fn check_response(
    response: &ResponseDirectives,
    expected: &Response,
    what: &Input<'_, &[u8]>,
) -> Result<(), String> {
    what.same(
        "response",
        seen_response(response),
        without_private(expected),
    )?;
    let allows = response.allows_authorization();
    what.same("Authorization", allows, expected.allows_authorization())?;
    check_permissions(response, expected, what)?;
    check_anomalies(response.anomalies(), what)
}

/// The codec reads the lines of an Age field as the reference does.
///
/// # Errors
///
/// How the two differ.
pub fn check_age(lines: &[&[u8]]) -> Result<(), String> {
    let what = Input(lines);
    let age = Age::parse(lines);
    what.same("Age", age.map(Age::seconds), reference::age(lines))?;
    let Some(age) = age else {
        return Ok(());
    };
    let written = age.to_string();
    what.same("written Age", Age::parse([&written]), Some(age))?;
    what.same("digits of Age", written, age.seconds().to_string())
}

/// Lines, for messages.
pub(super) struct Input<'l, T>(pub(super) &'l [T]);

impl<T: AsRef<[u8]>> Input<'_, T> {
    /// Compares and tells the difference.
    pub(super) fn same<V: PartialEq + Debug>(
        &self,
        what: &str,
        ours: V,
        expected: V,
    ) -> Result<(), String> {
        same(what, || joined(self.0), ours, expected)
    }
}

/// A member as it was written, what the reference would call it, and in which direction a directive
/// means something.
pub(super) type Seen = (reference::Member, bool, bool);

/// What the codec says of the members.
pub(super) fn members(lines: &[&[u8]]) -> Vec<Seen> {
    let seen = |member| match member {
        Member::Directive(directive) => {
            let meaning = Meaning::Directive {
                name: directive.name.as_bytes().to_vec(),
                argument: directive.argument.map(|value| Argument {
                    value: value.bytes().collect(),
                    has_backslash: value.as_bytes().is_none(),
                }),
            };
            let written = written(&directive);
            let is_response = directive.is_response_directive();
            let is_request = directive.is_request_directive();
            (
                reference::Member { written, meaning },
                is_response,
                is_request,
            )
        }
        Member::Malformed(malformed) => {
            let meaning = if malformed.is_quoting_broken() {
                Meaning::BrokenQuoting
            } else {
                Meaning::Malformed
            };
            let written = malformed.as_bytes().to_vec();
            (reference::Member { written, meaning }, false, false)
        }
    };
    Directives::from_lines(lines).map(seen).collect()
}

fn expected_members(lines: &[&[u8]]) -> Vec<Seen> {
    let members = lines.iter().flat_map(|line| Line::new(line).members);
    let has_name = |member: &reference::Member, names: &[&str]| match &member.meaning {
        Meaning::Directive { name, .. } => names
            .iter()
            .any(|known| known.as_bytes() == name.to_ascii_lowercase()),
        _ => false,
    };
    members
        .map(|member| {
            let is_response = has_name(&member, &RESPONSE_NAMES);
            let is_request = has_name(&member, &REQUEST_NAMES);
            (member, is_response, is_request)
        })
        .collect()
}

/// A directive as it came.
fn written(directive: &Directive<'_>) -> Vec<u8> {
    let mut written = directive.name.as_bytes().to_vec();
    match directive.argument {
        None => {}
        Some(Value::Token(token)) => {
            written.push(b'=');
            written.extend_from_slice(token.as_bytes());
        }
        Some(Value::Quoted(quoted)) => {
            written.extend_from_slice(b"=\"");
            written.extend_from_slice(quoted.as_escaped());
            written.push(b'"');
        }
    }
    written
}

/// The members of a line and the commas, spaces and tabs between them are the line.
fn check_nothing_is_lost(lines: &[&[u8]]) -> Result<(), String> {
    for &line in lines {
        let what = Input(&[line]);
        let mut rest = line;
        for member in Directives::from_lines([line]) {
            let written = match &member {
                Member::Directive(directive) => written(directive),
                Member::Malformed(malformed) => malformed.as_bytes().to_vec(),
            };
            rest = without_front(rest, b" \t,");
            let Some(behind) = rest.strip_prefix(&written[..]) else {
                let written = escape(&written);
                return what.same("what is left", escape(rest), format!("{written} …"));
            };
            let separator = without_front(behind, b" \t");
            let is_end = separator.is_empty() || separator[0] == b',';
            what.same("end of a member", is_end, true)?;
            rest = behind;
        }
        let rest = without_front(rest, b" \t,");
        what.same("lost octets", escape(rest), escape(b""))?;
    }
    Ok(())
}

/// Without those of `octets` that are at the front.
fn without_front<'l>(line: &'l [u8], octets: &[u8]) -> &'l [u8] {
    let len = line.iter().take_while(|&octet| octets.contains(octet));
    &line[len.count()..]
}

/// What the codec says of a response, as the reference has it. What it does not tell is left out.
pub(super) fn seen_response(seen: &ResponseDirectives) -> Response {
    Response {
        max_age: seen.max_age(),
        s_maxage: seen.s_maxage(),
        stale_while_revalidate: seen.stale_while_revalidate(),
        stale_if_error: seen.stale_if_error(),
        no_cache: seen.no_cache(),
        private: seen.private(),
        no_store: seen.no_store(),
        no_transform: seen.no_transform(),
        must_revalidate: seen.must_revalidate(),
        proxy_revalidate: seen.proxy_revalidate(),
        must_understand: seen.must_understand(),
        public: seen.public(),
        immutable: seen.immutable(),
        anomalies: seen.anomalies().iter().map(Anomaly::as_str).collect(),
        ..Response::default()
    }
}

/// What `private` and `must-understand` permit, which shows in nothing but decisions: a private cache
/// may store a response that it was invited to, and one with `no-store` that it understands.
fn check_permissions(
    response: &ResponseDirectives,
    expected: &Response,
    what: &Input<'_, &[u8]>,
) -> Result<(), String> {
    let is_storable = |status| {
        let exchange = Exchange {
            is_method_understood: true,
            has_authorization: false,
            request: RequestDirectives::default(),
            status,
            is_status_understood: true,
            omits_listed_fields: true,
            response: *response,
            expires: Expires::Absent,
        };
        exchange.check(Cache::Private).is_ok()
    };
    let may_be = !expected.no_store || expected.is_must_understand_legal;
    let has_lifetime = matches!(expected.max_age, Delta::Seconds(_));
    let is_invited = expected.public || expected.is_private_plain || has_lifetime;
    // A response with status 200 may be stored uninvited, one with status 299 may not.
    what.same("storable", is_storable(200), may_be)?;
    what.same(
        "storable if invited",
        is_storable(299),
        may_be && is_invited,
    )
}

/// Without what the codec shows in its decisions only.
fn without_private(expected: &Response) -> Response {
    Response {
        is_private_plain: false,
        is_must_revalidate_legal: false,
        is_must_understand_legal: false,
        ..expected.clone()
    }
}

/// What the codec says of a request, as the reference has it.
pub(super) fn seen_request(seen: &RequestDirectives) -> Request {
    Request {
        max_age: seen.max_age(),
        max_stale: seen.max_stale(),
        min_fresh: seen.min_fresh(),
        stale_if_error: seen.stale_if_error(),
        no_cache: seen.no_cache(),
        no_store: seen.no_store(),
        no_transform: seen.no_transform(),
        only_if_cached: seen.only_if_cached(),
        anomalies: seen.anomalies().iter().map(Anomaly::as_str).collect(),
    }
}

/// The ways to ask for anomalies agree.
fn check_anomalies(anomalies: Anomalies, what: &Input<'_, &[u8]>) -> Result<(), String> {
    let listed: Vec<&str> = anomalies.iter().map(Anomaly::as_str).collect();
    let mut ordered = ANOMALIES.to_vec();
    ordered.retain(|name| listed.contains(name));
    what.same("order of anomalies", &listed, &ordered)?;
    what.same("no anomalies", anomalies.is_empty(), listed.is_empty())?;
    for anomaly in [
        Anomaly::MalformedMember,
        Anomaly::BrokenQuoting,
        Anomaly::ConflictingDuplicate,
        Anomaly::InvalidSeconds,
        Anomaly::UnexpectedArgument,
        Anomaly::InvalidFieldNames,
    ] {
        let is_listed = listed.contains(&anomaly.as_str());
        what.same(anomaly.as_str(), anomalies.contains(anomaly), is_listed)?;
    }
    Ok(())
}

/// `no-cache` in Pragma counts, with Cache-Control and without.
fn check_pragma(lines: &[&[u8]]) -> Result<(), String> {
    let what = Input(lines);
    for (cache_control, pragma) in [
        (&[][..], lines),
        (lines, &[&b"no-cache, no-store"[..]][..]),
        (&[b"max-age=5"], lines),
        (lines, lines),
    ] {
        let seen = RequestDirectives::parse_with_pragma(cache_control, pragma);
        let expected = Request::with_pragma(cache_control, pragma);
        what.same("request with Pragma", seen_request(&seen), expected)?;
    }
    Ok(())
}

/// Names of fields as octets.
pub(super) fn names<'a>(names: impl Iterator<Item = Token<'a>>) -> Vec<Vec<u8>> {
    names.map(|name| name.as_bytes().to_vec()).collect()
}

/// What is listed is what the reference lists, where a list is all that there is.
fn check_field_names(
    lines: &[&[u8]],
    name: &str,
    scope: Scope,
    seen: &[Vec<u8>],
) -> Result<(), String> {
    let what = Input(lines);
    let are_tokens = seen.iter().all(|name| reference::is_token(name));
    what.same("tokens", are_tokens, true)?;
    let expected = match scope {
        Scope::None => Vec::new(),
        Scope::Fields => reference::field_names(lines, name),
        Scope::All => return Ok(()),
    };
    what.same("is a list", !seen.is_empty(), scope == Scope::Fields)?;
    what.same(name, seen, &expected[..])
}
