//! The codec beside the reference.

use noio_cache_control::{
    Expires, HttpDate, ResponseDirectives, Scope, no_cache_fields, private_fields,
    targeted::{self as codec, Policy},
};

use super::reference::{listed, read};
use crate::cache_control::{
    check::{Input, check_response, names},
    reference::Response,
    writing::{Call, with_response},
};

/// A response's fields: names and values.
pub type Fields = Vec<(Vec<u8>, Vec<u8>)>;

/// The codec reads the lines of a targeted field as the reference does.
///
/// # Errors
///
/// How the two differ.
pub fn check_targeted(lines: &[&[u8]]) -> Result<(), String> {
    let what = Input(lines);
    let (seen, expected) = (codec::parse(lines.iter().copied()), read(lines));
    what.same("is valid", seen.is_some(), expected.is_some())?;
    if let (Some(seen), Some(expected)) = (seen, expected) {
        check_response(&seen, &expected, &what)?;
    }
    let scope = |of: fn(&ResponseDirectives) -> Scope| seen.as_ref().map_or(Scope::None, of);
    for (name, scope, seen) in [
        (
            "private",
            scope(ResponseDirectives::private),
            names(codec::private_fields(lines.iter().copied())),
        ),
        (
            "no-cache",
            scope(ResponseDirectives::no_cache),
            names(codec::no_cache_fields(lines.iter().copied())),
        ),
    ] {
        // A list that is none means all of the response, and what is in it nothing.
        if scope != Scope::All {
            what.same("is a list", !seen.is_empty(), scope == Scope::Fields)?;
            what.same(name, seen, listed(lines, name))?;
        }
    }
    Ok(())
}

/// The codec goes by the field that the reference goes by, of those in a response.
///
/// # Errors
///
/// How the two differ.
pub fn check_select(fields: &Fields, targets: &[&str], now: HttpDate) -> Result<(), String> {
    let pairs = fields.iter().map(|(name, value)| (name, value));
    let policy = Policy::select(pairs, targets, now);
    let lines = |wanted: &str| -> Vec<&[u8]> {
        let mut lines = Vec::new();
        for (name, value) in fields {
            if name.to_ascii_lowercase() == wanted.to_ascii_lowercase().into_bytes() {
                lines.push(value.as_slice());
            }
        }
        lines
    };
    let chosen = targets
        .iter()
        // Cache-Control comes behind the list, and has another grammar.
        .filter(|target| !target.eq_ignore_ascii_case("Cache-Control"))
        .find_map(|target| Some((*target, read(&lines(target))?)));
    let all: Vec<Vec<u8>> = fields
        .iter()
        .map(|(name, value)| [name, &b": "[..], value].concat())
        .collect();
    let all: Vec<&[u8]> = all.iter().map(Vec::as_slice).collect();
    let what = Input(&all);
    let target = chosen.as_ref().map(|(target, _)| *target);
    what.same("target", policy.target(), target)?;
    let (expected, expires) = match chosen {
        Some((_, response)) => (response, Expires::Absent),
        None => (
            Response::new(&lines("cache-control")),
            Expires::parse(lines("expires"), now),
        ),
    };
    check_response(&policy.directives(), &expected, &what)?;
    what.same("Expires", policy.expires(), expires)
}

/// What a builder without extensions writes is a targeted field that says the same, unless there is
/// nothing in it.
///
/// # Errors
///
/// How the two differ.
pub fn check_written(calls: &[Call]) -> Result<(), String> {
    let mut calls = calls.to_vec();
    calls.retain(|call| !matches!(call, Call::Extensions(_)));
    with_response(&calls, |builder| {
        let text = builder.to_string();
        let lines = [text.as_bytes()];
        let what = Input(&lines);
        let said = (!builder.is_empty()).then(|| builder.directives());
        what.same("directives", codec::parse(lines), said)?;
        // The same fields are listed, where a list is all that there is.
        if builder.directives().private() == Scope::Fields {
            let expected = names(private_fields(lines));
            what.same("private", names(codec::private_fields(lines)), expected)?;
        }
        if builder.directives().no_cache() == Scope::Fields {
            let expected = names(no_cache_fields(lines));
            what.same("no-cache", names(codec::no_cache_fields(lines)), expected)?;
        }
        check_targeted(&lines)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_without_lines_is_read_as_the_reference_does() {
        assert_eq!(check_targeted(&[]), Ok(()));
    }
}
