//! The codec beside the reference.

use noio_conditional::{ETag, ETags, EncodeError, Member, Preconditions};

use super::{
    Current, Tag,
    reference::{self, Conditions, Field, decide},
    request::{Request, outcome},
};
use crate::{
    diff::{joined, same},
    escape,
};

/// Methods of each kind: those that read, those that change, those without a representation, and some
/// that are nothing special.
pub const METHODS: [&str; 14] = [
    "GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "CONNECT", "TRACE", "QUERY", "get",
    "head", "trace", "query",
];

/// The codec reads an ETag field as the reference does, compares it with `other` as the reference
/// does, and writes it as it came.
///
/// # Errors
///
/// How the two differ.
pub fn check_tag(value: &[u8], other: &[u8]) -> Result<(), String> {
    let shown = || escape(value);
    let expected = reference::tag(value);
    let etag = ETag::parse(value);
    same("ETag", shown, etag.map(seen_tag), expected.clone())?;
    check_take(value)?;
    let Some((etag, expected)) = etag.zip(expected) else {
        return Ok(());
    };
    check_writing(etag, &expected)?;
    let (Some(other), Some(expected_other)) = (ETag::parse(other), reference::tag(other)) else {
        return Ok(());
    };
    let ours = (etag.weak_eq(other), etag.strong_eq(other));
    let theirs = (other.weak_eq(etag), other.strong_eq(etag));
    let both = reference::is_same(&expected, &expected_other);
    same("comparison", shown, ours, both)?;
    same("comparison, the other way", shown, theirs, both)
}

/// What is taken from the front is the tag there, if there is one.
fn check_take(input: &[u8]) -> Result<(), String> {
    let shown = || escape(input);
    let mut rest = input;
    let taken = ETag::take(&mut rest).map(seen_tag);
    // Without the whitespace that may be around it in a field.
    let is_blank = |octet: &u8| b" \t".contains(octet);
    let end = (1..=input.len()).find(|&end| {
        let front = &input[..end];
        reference::tag(front).is_some() && !front.iter().any(is_blank)
    });
    let expected = end.and_then(|end| reference::tag(&input[..end]));
    same("tag at the front", shown, taken, expected)?;
    let behind = &input[end.unwrap_or(0)..];
    same("what is behind it", shown, escape(rest), escape(behind))
}

fn check_writing(etag: ETag<'_>, expected: &Tag) -> Result<(), String> {
    let written = expected.written();
    let shown = || escape(&written);
    let made = expected.as_etag().map(seen_tag);
    same("made", shown, made.as_ref(), Some(expected))?;
    same("length", shown, etag.encoded_len(), written.len())?;
    let mut slice = vec![0xff; written.len() + 1];
    let result = etag.encode_to_slice(&mut slice);
    same("result", shown, result, Ok(written.len()))?;
    let whole = [&written[..], b"\xff"].concat();
    same("in a slice", shown, escape(&slice), escape(&whole))?;
    let mut small = vec![0xff; written.len() - 1];
    let result = etag.encode_to_slice(&mut small);
    same("result", shown, result, Err(EncodeError::NoSpace))?;
    let is_untouched = small.iter().all(|&octet| octet == 0xff);
    same("is untouched", shown, is_untouched, true)
}

/// The codec takes the lines of If-Match and If-None-Match apart as the reference does.
///
/// # Errors
///
/// How the two differ.
pub fn check_list(lines: &[&[u8]]) -> Result<(), String> {
    let seen = |member| match member {
        Member::Any => reference::Member::Any,
        Member::Tag(etag) => reference::Member::Tag(seen_tag(etag)),
        Member::Malformed(octets) => reference::Member::Malformed(octets.to_vec()),
    };
    let members: Vec<_> = ETags::from_lines(lines).map(seen).collect();
    let expected = reference::members(lines);
    same("members", || joined(lines), members, expected)
}

/// The codec comes to the same conditions as the reference, and for each of [`METHODS`] and for
/// `method` to the same outcome for the same reason.
///
/// # Errors
///
/// How the two differ.
pub fn check_request(
    fields: &[Field],
    method: &[u8],
    current: &Current,
    now: i64,
) -> Result<(), String> {
    let request = Request::new(fields, current, now);
    let conditions = reference::conditions(fields, current, now);
    let methods = METHODS.iter().map(|name| name.as_bytes()).chain([method]);
    for method in methods {
        let evaluation = request.evaluate(method);
        let seen = seen(&evaluation.preconditions());
        request.same("conditions", seen, conditions)?;
        let ours = (method, outcome(evaluation));
        request.same(
            "outcome",
            ours,
            (method, decide(method, &conditions, current)),
        )?;
    }
    Ok(())
}

/// What the codec says of the conditions.
pub fn seen(preconditions: &Preconditions) -> Conditions {
    Conditions {
        if_match: preconditions.if_match(),
        if_none_match: preconditions.if_none_match(),
        if_unmodified_since: preconditions.if_unmodified_since(),
        if_modified_since: preconditions.if_modified_since(),
        if_range: preconditions.if_range(),
        is_malformed: preconditions.is_malformed(),
    }
}

fn seen_tag(etag: ETag<'_>) -> Tag {
    Tag::new(etag.is_weak(), etag.opaque())
}
