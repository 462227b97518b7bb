//! The names of directives and of fields.

use super::{
    Argument, Line, Meaning, is_token,
    members::{is_tchar, trimmed},
};

/// The directives of a response (RFC 9111 §5.2.2, RFC 5861, RFC 8246).
pub const RESPONSE_NAMES: [&str; 13] = [
    "public",
    "private",
    "must-understand",
    "no-store",
    "no-cache",
    "max-age",
    "s-maxage",
    "stale-while-revalidate",
    "stale-if-error",
    "must-revalidate",
    "proxy-revalidate",
    "no-transform",
    "immutable",
];

/// The directives of a request (RFC 9111 §5.2.1, RFC 5861 §4).
pub const REQUEST_NAMES: [&str; 8] = [
    "no-cache",
    "no-store",
    "max-age",
    "max-stale",
    "min-fresh",
    "stale-if-error",
    "no-transform",
    "only-if-cached",
];

/// All words of `octets` in lower case: runs of what tokens are made of, as long as they are.
pub(super) fn words(octets: &[u8]) -> Vec<String> {
    octets
        .split(|&octet| !is_tchar(octet))
        .filter(|word| !word.is_empty())
        .map(lower)
        .collect()
}

/// A token in lower case.
pub(super) fn lower(token: &[u8]) -> String {
    String::from_utf8_lossy(token).to_ascii_lowercase()
}

/// The field names in the list that an argument is, or None if it is none: `#field-name`, with one
/// name at least, and without backslashes.
pub fn names_in(argument: &Argument) -> Option<Vec<Vec<u8>>> {
    let names: Vec<Vec<u8>> = argument
        .value
        .split(|&octet| octet == b',')
        .map(|element| trimmed(element).to_vec())
        .filter(|element| !element.is_empty())
        .collect();
    let is_list = !names.is_empty() && names.iter().all(|name| is_token(name));
    (is_list && !argument.has_backslash).then_some(names)
}

/// The field names that the directives of this name list, in order. It means something where each
/// of them has a list.
pub fn field_names(lines: &[&[u8]], wanted: &str) -> Vec<Vec<u8>> {
    let members = lines.iter().flat_map(|line| Line::new(line).members);
    members
        .filter_map(|member| match member.meaning {
            Meaning::Directive { name, argument } if lower(&name) == wanted => names_in(&argument?),
            _ => None,
        })
        .flatten()
        .collect()
}
