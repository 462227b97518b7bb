//! The theorem that junk gives no permission.
//!
//! Put junk into a field, as a member or as a line. If the junk by itself grants nothing, and the
//! quoting is not broken in both the junk and the line into which it goes, then
//!
//! - a response is not stored if it was not without the junk, by whatever cache, with
//!   Authorization or without, with whatever status;
//! - it is not fresh for longer;
//! - it is not used where it was not: fresh, stale, since its validation failed, or since the cache
//!   is disconnected;
//! - no restriction is gone.
//!
//! The same holds for junk in the field of a request, with whatever Pragma beside it.
//!
//! What grants something: `public`, `immutable`, `private` without a list, `must-revalidate`,
//! `must-understand` and any number of seconds, if it is as it has to be; in a request a number of
//! seconds and `max-stale`. A number is a permission even where it looks like a restriction, since
//! the first one counts: `max-age=60` in front of `max-age=x` gives a minute. Where both quotings are
//! broken, one may mend the other: a quote that the line opens and the junk closes is a legal string.

use noio_cache_control::{
    Delta, MaxStale, RequestDirectives, ResponseDirectives, Scope, Token, no_cache_fields,
    private_fields,
};

use super::{
    decisions::{check_use_by_request, check_use_of_response},
    scenario::{Place, Scenario},
};
use crate::cache_control::reference::{self, Line};

/// What came of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "tests match all of them, and there is no fourth"
)]
pub enum Verdict {
    /// The theorem is about it, and holds.
    Holds,
    /// The theorem is not about it: what is put in grants something by itself.
    GrantsByItself,
    /// The theorem is not about it: two quotings are broken.
    BrokenTwice,
}

/// Checks the theorem in one case.
///
/// # Errors
///
/// What the junk has brought about.
pub fn check_junk(scenario: &Scenario) -> Result<Verdict, String> {
    let Scenario {
        is_request,
        field,
        junk,
        ..
    } = scenario;
    if grants(junk, *is_request) {
        return Ok(Verdict::GrantsByItself);
    }
    let (with_junk, touched) = insert(scenario);
    if is_quoting_broken(junk) && touched.is_some_and(|line| is_quoting_broken(&field[line])) {
        return Ok(Verdict::BrokenTwice);
    }
    let checked = if *is_request {
        let pragma = scenario.circumstances.pragma;
        let read = |lines| RequestDirectives::parse_with_pragma(lines, pragma.iter().copied());
        let (before, after) = (read(field), read(&with_junk));
        check_request(&before, &after)
            .and_then(|()| check_use_by_request(&before, &after, &scenario.circumstances))
    } else {
        let before = ResponseDirectives::parse(field);
        let after = ResponseDirectives::parse(&with_junk);
        check_response(&before, &after)
            .and_then(|()| check_field_names(field, &with_junk, &before, &after))
            .and_then(|()| check_use_of_response(&before, &after, &scenario.circumstances))
    };
    checked
        .map(|()| Verdict::Holds)
        .map_err(|what| format!("{what}\n  {scenario:?}"))
}

/// Whether something says, as a field of its own, that more may be stored or used.
pub fn grants(junk: &[u8], is_request: bool) -> bool {
    let is_number = |delta| matches!(delta, Delta::Seconds(_));
    if is_request {
        let request = reference::Request::new(&[junk]);
        let deltas = [request.max_age, request.min_fresh, request.stale_if_error];
        return deltas.into_iter().any(is_number)
            || matches!(request.max_stale, MaxStale::Any | MaxStale::Seconds(_));
    }
    let response = reference::Response::new(&[junk]);
    let deltas = [
        response.max_age,
        response.s_maxage,
        response.stale_while_revalidate,
        response.stale_if_error,
    ];
    deltas.into_iter().any(is_number)
        || response.public
        || response.immutable
        || response.is_private_plain
        || response.is_must_revalidate_legal
        || response.is_must_understand_legal
}

/// Whether the quoting of a line is broken.
pub fn is_quoting_broken(line: &[u8]) -> bool {
    Line::new(line).is_broken()
}

/// The field with the junk in it, and the line into which it went, if it has none of its own.
fn insert(scenario: &Scenario) -> (Vec<Vec<u8>>, Option<usize>) {
    let Scenario {
        field, junk, place, ..
    } = scenario;
    let mut lines = field.clone();
    let (line, member) = match *place {
        Place::InLine { line, member } if !lines.is_empty() => (line % lines.len(), member),
        Place::InLine { line, .. } | Place::OwnLine(line) => {
            lines.insert(line % (lines.len() + 1), junk.clone());
            return (lines, None);
        }
    };
    let mut borders = Line::new(&lines[line]).borders;
    borders.push(lines[line].len());
    let at = borders[member % borders.len()];
    // One comma more than there has to be makes an empty member, which means nothing.
    let inserted = [b",", junk.as_slice(), b","].concat();
    lines[line].splice(at..at, inserted);
    (lines, Some(line))
}

/// Checks that the second permits nothing that the first does not, and that no restriction is gone.
pub(in crate::cache_control) fn check_response(
    before: &ResponseDirectives,
    after: &ResponseDirectives,
) -> Result<(), String> {
    for (name, before, after) in [
        ("no-store", before.no_store(), after.no_store()),
        ("no-transform", before.no_transform(), after.no_transform()),
        (
            "must-revalidate",
            before.must_revalidate(),
            after.must_revalidate(),
        ),
        (
            "proxy-revalidate",
            before.proxy_revalidate(),
            after.proxy_revalidate(),
        ),
        (
            "must-understand",
            before.must_understand(),
            after.must_understand(),
        ),
    ] {
        ensure(after || !before, || format!("{name} is gone"))?;
    }
    for (name, before, after) in [
        ("public", before.public(), after.public()),
        ("immutable", before.immutable(), after.immutable()),
        (
            "storing with Authorization",
            before.allows_authorization(),
            after.allows_authorization(),
        ),
    ] {
        ensure(before || !after, || format!("{name} is granted"))?;
    }
    for (name, before, after) in [
        ("no-cache", before.no_cache(), after.no_cache()),
        ("private", before.private(), after.private()),
    ] {
        ensure(after >= before, || {
            format!("{name} was {before:?} and is {after:?}")
        })?;
    }
    for (name, before, after) in [
        ("max-age", before.max_age(), after.max_age()),
        ("s-maxage", before.s_maxage(), after.s_maxage()),
        (
            "stale-while-revalidate",
            before.stale_while_revalidate(),
            after.stale_while_revalidate(),
        ),
        (
            "stale-if-error",
            before.stale_if_error(),
            after.stale_if_error(),
        ),
    ] {
        check_delta(name, before, after)?;
    }
    Ok(())
}

/// The same of two requests.
pub(in crate::cache_control) fn check_request(
    before: &RequestDirectives,
    after: &RequestDirectives,
) -> Result<(), String> {
    for (name, before, after) in [
        ("no-cache", before.no_cache(), after.no_cache()),
        ("no-store", before.no_store(), after.no_store()),
        ("no-transform", before.no_transform(), after.no_transform()),
        (
            "only-if-cached",
            before.only_if_cached(),
            after.only_if_cached(),
        ),
    ] {
        ensure(after || !before, || format!("{name} is gone"))?;
    }
    let (stale_before, stale_after) = (before.max_stale(), after.max_stale());
    let is_less = stale_after == stale_before || stale_after == MaxStale::Invalid;
    ensure(is_less, || {
        format!("max-stale was {stale_before:?} and is {stale_after:?}")
    })?;
    for (name, before, after) in [
        ("max-age", before.max_age(), after.max_age()),
        ("min-fresh", before.min_fresh(), after.min_fresh()),
        (
            "stale-if-error",
            before.stale_if_error(),
            after.stale_if_error(),
        ),
    ] {
        check_delta(name, before, after)?;
    }
    Ok(())
}

/// A number of seconds stays as it is, or becomes invalid.
fn check_delta(name: &str, before: Delta, after: Delta) -> Result<(), String> {
    ensure(after == before || after == Delta::Invalid, || {
        format!("{name} was {before:?} and is {after:?}")
    })
}

/// Where a list of fields remains one, no field has left it.
fn check_field_names(
    lines: &[Vec<u8>],
    with_junk: &[Vec<u8>],
    before: &ResponseDirectives,
    after: &ResponseDirectives,
) -> Result<(), String> {
    let lists = (Scope::Fields, Scope::Fields);
    if (before.no_cache(), after.no_cache()) == lists {
        check_none_left(
            "no-cache",
            no_cache_fields(lines),
            no_cache_fields(with_junk),
        )?;
    }
    if (before.private(), after.private()) == lists {
        check_none_left("private", private_fields(lines), private_fields(with_junk))?;
    }
    Ok(())
}

fn check_none_left<'l>(
    name: &str,
    before: impl Iterator<Item = Token<'l>>,
    mut after: impl Iterator<Item = Token<'l>>,
) -> Result<(), String> {
    for field in before {
        ensure(after.any(|other| other == field), || {
            format!("{field} has left {name}")
        })?;
    }
    Ok(())
}

pub(super) fn ensure(holds: bool, detail: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(detail()) }
}
