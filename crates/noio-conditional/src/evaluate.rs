//! What becomes of a request (RFC 9110 §13.2).

use noio_http_field::HttpDate;

use crate::{Condition, Evaluation, Outcome, Preconditions, Reason, Representation};

/// What becomes of a request, by the precedence of RFC 9110 §13.2.2.
///
/// `fields` are all fields of the request, names and values in any order. Of the `http` crate a
/// `&HeaderMap` goes in as it is; of `httparse` it is
/// `request.headers.iter().map(|field| (field.name, field.value))`, and of a list of pairs
/// `pairs.iter().map(|(name, value)| (name, value))`. Other fields than the five preconditions mean
/// nothing, but for Range: without it, a false If-Range is ignored.
///
/// The method is case-sensitive (RFC 9110 §9.1). QUERY has the preconditions of GET (RFC 10008 §2.6), and
/// its representation is the result of the query; another method whose own definition says so is
/// evaluated as `GET`. `now` tells which century the two digits of an obsolete date are in.
///
/// It is to be asked when all else is known to be well, such as authorization, and the answer
/// without preconditions would be a success: otherwise they do not count (RFC 9110 §13.2.1). From the
/// look at the representation to the end of what is done with it, nothing else may change it: an
/// If-Match that was true before somebody else wrote protects nothing.
///
/// ```
/// use noio_conditional::{ETag, HttpDate, Outcome, Representation, evaluate};
///
/// let now = HttpDate::from_unix_seconds(1_790_000_000).expect("a year before 10000");
/// let current = Representation::current(Some(ETag::strong(b"v2")?), None);
/// let evaluation = evaluate(b"PUT", [("If-Match", r#""v1""#)], &current, now);
/// assert_eq!(evaluation.outcome(), Outcome::PreconditionFailed);
/// assert_eq!(evaluation.reason().section(), "RFC 9110 §13.1.1");
/// # Ok::<(), noio_conditional::EncodeError>(())
/// ```
pub fn evaluate<'f, N, V, F>(
    method: &[u8],
    fields: F,
    representation: &Representation<'_>,
    now: HttpDate,
) -> Evaluation
where
    N: AsRef<[u8]> + ?Sized + 'f,
    V: AsRef<[u8]> + ?Sized + 'f,
    F: IntoIterator<Item = (&'f N, &'f V)>,
{
    let preconditions = Preconditions::compare(fields, representation, now);
    let (outcome, reason) = decide(method, &preconditions, representation);
    Evaluation::new(outcome, reason, preconditions)
}

#[inline]
fn decide(
    method: &[u8],
    preconditions: &Preconditions,
    representation: &Representation<'_>,
) -> (Outcome, Reason) {
    // QUERY is evaluated as a GET of its result would be, Range and all (RFC 10008 §2.6, §2.8).
    let has_ranges = matches!(method, b"GET" | b"QUERY");
    let can_be_not_modified = has_ranges || method == b"HEAD";
    let is_cached = representation.is_cached();
    if matches!(method, b"CONNECT" | b"OPTIONS" | b"TRACE") {
        return (Outcome::Proceed, Reason::Method);
    }
    if is_cached && !can_be_not_modified {
        return (Outcome::Proceed, Reason::NotForCache);
    }
    if can_be_not_modified && representation.is_absent() {
        return (Outcome::Proceed, Reason::NoRepresentation);
    }
    let (if_match, if_none_match) = (preconditions.if_match(), preconditions.if_none_match());
    let outcome_of_match = match can_be_not_modified {
        true => Outcome::NotModified,
        false => Outcome::PreconditionFailed,
    };
    // Whether a precondition is evaluated, what it says, and what comes of it if it is false.
    let steps = [
        (
            !is_cached,
            if_match,
            Reason::IfMatch,
            Outcome::PreconditionFailed,
        ),
        (
            !is_cached && if_match == Condition::Absent,
            preconditions.if_unmodified_since(),
            Reason::IfUnmodifiedSince,
            Outcome::PreconditionFailed,
        ),
        (true, if_none_match, Reason::IfNoneMatch, outcome_of_match),
        (
            can_be_not_modified && if_none_match == Condition::Absent,
            preconditions.if_modified_since(),
            Reason::IfModifiedSince,
            Outcome::NotModified,
        ),
        (
            has_ranges,
            preconditions.if_range(),
            Reason::IfRange,
            Outcome::IgnoreRange,
        ),
    ];
    let mut decisive = Reason::Unconditional;
    for (is_evaluated, condition, reason, outcome) in steps {
        match condition {
            Condition::False if is_evaluated => return (outcome, reason),
            Condition::True if is_evaluated => decisive = reason,
            _ => {}
        }
    }
    (Outcome::Proceed, decisive)
}
