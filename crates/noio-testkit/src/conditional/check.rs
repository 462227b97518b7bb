//! The codec beside the reference.

use core::fmt::Debug;

use noio_conditional::{ETag, ETags, EncodeError, Evaluation, HttpDate, Member, Preconditions};

use super::{
    Current, Tag,
    reference::{self, Conditions, Field, decide},
};
use crate::escape;

/// Methods of each kind: those that read, those that change, those without a representation, and some
/// that are nothing special.
pub const METHODS: [&str; 13] = [
    "GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "CONNECT", "TRACE", "QUERY", "get",
    "head", "trace",
];

/// The codec reads an ETag field as the reference does, compares it with `other` as the reference
/// does, and writes it as it came.
///
/// # Errors
///
/// How the two differ.
pub fn check_tag(value: &[u8], other: &[u8]) -> Result<(), String> {
    let expected = reference::tag(value);
    let etag = ETag::parse(value);
    same("ETag", value, etag.map(seen_tag), expected.clone())?;
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
    same("comparison", value, ours, both)?;
    same("comparison, the other way", value, theirs, both)
}

/// What is taken from the front is the tag there, if there is one.
fn check_take(input: &[u8]) -> Result<(), String> {
    let mut rest = input;
    let taken = ETag::take(&mut rest).map(seen_tag);
    // Without the whitespace that may be around it in a field.
    let is_blank = |octet: &u8| b" \t".contains(octet);
    let end = (1..=input.len()).find(|&end| {
        let front = &input[..end];
        reference::tag(front).is_some() && !front.iter().any(is_blank)
    });
    let expected = end.and_then(|end| reference::tag(&input[..end]));
    same("tag at the front", input, taken, expected)?;
    let behind = &input[end.unwrap_or(0)..];
    same("what is behind it", input, escape(rest), escape(behind))
}

fn check_writing(etag: ETag<'_>, expected: &Tag) -> Result<(), String> {
    let written = expected.written();
    let made = expected.as_etag().map(seen_tag);
    same("made", &written, made.as_ref(), Some(expected))?;
    same("length", &written, etag.encoded_len(), written.len())?;
    let mut slice = vec![0xff; written.len() + 1];
    let result = etag.encode_to_slice(&mut slice);
    same("result", &written, result, Ok(written.len()))?;
    let whole = [&written[..], b"\xff"].concat();
    same("in a slice", &written, escape(&slice), escape(&whole))?;
    let mut small = vec![0xff; written.len() - 1];
    let result = etag.encode_to_slice(&mut small);
    same("result", &written, result, Err(EncodeError::NoSpace))?;
    let is_untouched = small.iter().all(|&octet| octet == 0xff);
    same("is untouched", &written, is_untouched, true)
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
    let input = lines.join(&b" | "[..]);
    same("members", &input, members, reference::members(lines))
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
    let conditions = reference::conditions(fields, current, now);
    let input = shown(fields, current);
    let methods = METHODS.iter().map(|name| name.as_bytes()).chain([method]);
    for method in methods {
        let evaluation = evaluate(method, fields, current, now);
        let seen = seen(&evaluation.preconditions());
        same("conditions", &input, seen, conditions)?;
        let ours = outcome(evaluation);
        let what = format!("outcome of {}", escape(method));
        same(&what, &input, ours, decide(method, &conditions, current))?;
    }
    Ok(())
}

/// The codec's answer.
pub(super) fn evaluate(method: &[u8], fields: &[Field], current: &Current, now: i64) -> Evaluation {
    let now = HttpDate::saturating_from_unix_seconds(now);
    let fields = fields.iter().map(|(name, value)| (name, value));
    noio_conditional::evaluate(method, fields, &current.as_representation(), now)
}

/// What the codec makes of each precondition, whatever the method.
pub(super) fn preconditions(fields: &[Field], current: &Current, now: i64) -> Preconditions {
    evaluate(b"GET", fields, current, now).preconditions()
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

pub(super) fn outcome(
    evaluation: Evaluation,
) -> (noio_conditional::Outcome, noio_conditional::Reason) {
    (evaluation.outcome(), evaluation.reason())
}

fn seen_tag(etag: ETag<'_>) -> Tag {
    Tag::new(etag.is_weak(), etag.opaque())
}

/// A request, for messages.
pub(super) fn shown(fields: &[Field], current: &Current) -> Vec<u8> {
    let mut shown = Vec::new();
    for (name, value) in fields {
        shown.extend_from_slice(&[name, &b": "[..], value, b" | "].concat());
    }
    shown.extend_from_slice(format!("{current:?}").as_bytes());
    shown
}

/// Compares and tells the difference.
pub(super) fn same<T: PartialEq + Debug>(
    what: &str,
    input: &[u8],
    ours: T,
    expected: T,
) -> Result<(), String> {
    if ours == expected {
        return Ok(());
    }
    let input = escape(input);
    Err(format!(
        "{what} of {input}:\n  codec     {ours:?}\n  expected  {expected:?}"
    ))
}
