//! Why a precondition is ignored, false or true.

use noio_conditional::{Condition, ETag, ETags, Evaluation, LastModified, Member, Reason};

use super::{
    current::Current,
    request::{Precondition, Request},
};

/// Why it is ignored, if that is not for what its own lines say.
pub(super) fn of_rule(
    precondition: Precondition,
    request: &Request<'_>,
    current: &Current<'_>,
    evaluation: Evaluation,
) -> Option<&'static str> {
    let has_ranges = matches!(request.method, "GET" | "QUERY");
    let can_be_not_modified = has_ranges || request.method == "HEAD";
    match (evaluation.reason(), precondition) {
        (Reason::NotForCache, _) => {
            Some("a cache evaluates preconditions of GET, HEAD and QUERY alone (RFC 9111 §4.3.2)")
        }
        (Reason::Method, _) => {
            Some("the method does not select a representation (RFC 9110 §13.2.1)")
        }
        (Reason::NoRepresentation, _) => {
            Some("the answer would be no success without it, either (RFC 9110 §13.2.1)")
        }
        (_, Precondition::Match | Precondition::UnmodifiedSince) if current.is_stored() => {
            Some("it is for the origin server, and no cache evaluates it (RFC 9111 §4.3.2)")
        }
        (_, Precondition::UnmodifiedSince) if request.has(Precondition::Match) => {
            Some("If-Match is there, and counts instead (RFC 9110 §13.1.4)")
        }
        (_, Precondition::ModifiedSince) if request.has(Precondition::NoneMatch) => {
            Some("If-None-Match is there, and counts instead (RFC 9110 §13.1.3)")
        }
        (_, Precondition::ModifiedSince) if !can_be_not_modified => {
            Some("it is for GET, HEAD and QUERY alone (RFC 9110 §13.1.3, RFC 10008 §2.6)")
        }
        (_, Precondition::Range) if !has_ranges => {
            Some("Range is for GET and QUERY alone (RFC 9110 §14.2, RFC 10008 §2.8)")
        }
        _ => None,
    }
}

/// Why it is ignored, false or true, by what its lines say.
pub(super) fn of(
    precondition: Precondition,
    condition: Condition,
    request: &Request<'_>,
    current: &Current<'_>,
) -> String {
    match precondition {
        Precondition::Match | Precondition::NoneMatch => {
            of_tags(precondition, condition, request, current).into()
        }
        Precondition::UnmodifiedSince | Precondition::ModifiedSince => {
            of_date(precondition, condition, request, current)
        }
        Precondition::Range => of_range(condition, request, current).into(),
    }
}

fn of_tags(
    precondition: Precondition,
    condition: Condition,
    request: &Request<'_>,
    current: &Current<'_>,
) -> &'static str {
    let is_listed = (precondition == Precondition::Match) == (condition == Condition::True);
    let tags = || {
        ETags::from_lines(request.values(precondition)).filter_map(|member| match member {
            Member::Tag(tag) => Some(tag),
            _ => None,
        })
    };
    let is_weakly_listed = |etag: ETag<'_>| tags().any(|tag| tag.weak_eq(etag));
    match current.etag() {
        _ if current.is_absent() => "there is no representation",
        Some(etag) if is_listed && is_weakly_listed(etag) => "it lists the current ETag",
        _ if is_listed => "there is a representation",
        None => "the representation has no ETag",
        Some(etag) if is_weakly_listed(etag) => {
            "it lists the current ETag, but weak ones do not count here (RFC 9110 §8.8.3.2)"
        }
        Some(_) => "it does not list the current ETag",
    }
}

fn of_date(
    precondition: Precondition,
    condition: Condition,
    request: &Request<'_>,
    current: &Current<'_>,
) -> String {
    if request.is_malformed(precondition) {
        return of_no_date(precondition, request).into();
    }
    let is_modified_since = precondition == Precondition::ModifiedSince;
    let last_modified = current.last_modified().map(LastModified::modified);
    // Date takes the place of Last-Modified in a cache.
    let date = last_modified.or_else(|| current.stored.filter(|_| is_modified_since));
    let Some(date) = date else {
        return if current.is_absent() {
            "there is no representation".into()
        } else {
            "there is no Last-Modified to compare it with".into()
        };
    };
    let is_later = is_modified_since == (condition == Condition::True);
    let relation = if is_later { "after it" } else { "not after it" };
    match last_modified {
        Some(_) => format!("Last-Modified is {relation}: {date}"),
        None => {
            format!("Date, which stands for Last-Modified, is {relation}: {date} (RFC 9111 §4.3.2)")
        }
    }
}

fn of_no_date(precondition: Precondition, request: &Request<'_>) -> &'static str {
    match request.values(precondition).count() {
        1 => "it is no date",
        _ => "it has several lines, and so is no date",
    }
}

fn of_range(condition: Condition, request: &Request<'_>, current: &Current<'_>) -> &'static str {
    let mut values = request.values(Precondition::Range);
    let tag = values.next().and_then(ETag::parse);
    match condition {
        Condition::Ignored => "there is no Range (RFC 9110 §13.1.5)",
        Condition::True => "the representation is still the same",
        _ if request.is_malformed(Precondition::Range) => "it is neither one tag nor one date",
        _ if current.is_absent() => "there is no representation",
        _ => match (tag, current.etag(), current.last_modified()) {
            (Some(_), None, _) => "the representation has no ETag",
            (Some(tag), Some(etag), _) if tag.weak_eq(etag) => {
                "it is the current ETag, but weak ones do not count here (RFC 9110 §13.1.5)"
            }
            (Some(_), Some(_), _) => "it is not the current ETag",
            (None, _, Some(last_modified)) if !last_modified.is_strong() => {
                "Last-Modified is weak: within its second there may have been another change (RFC 9110 §8.8.2.2)"
            }
            (None, _, Some(last_modified))
                if request.date(Precondition::Range) == Some(last_modified.date()) =>
            {
                "it is not written exactly as Last-Modified is (RFC 9110 §13.1.5)"
            }
            (None, _, Some(_)) => "it is not the current Last-Modified",
            (None, _, None) => "there is no Last-Modified to compare it with",
        },
    }
}

/// What is wrong with the lines of one together, if that is not told of a part of them.
pub(super) fn of_malformed(
    precondition: Precondition,
    request: &Request<'_>,
) -> Option<&'static str> {
    match precondition {
        _ if !request.is_malformed(precondition) => None,
        Precondition::Match | Precondition::NoneMatch => {
            let members = || ETags::from_lines(request.values(precondition));
            if members().any(|member| matches!(member, Member::Malformed(_))) {
                None
            } else if members().all(|member| matches!(member, Member::Any)) {
                Some("* is there more than once")
            } else {
                Some("* has to stand alone: beside a tag it matches nothing")
            }
        }
        Precondition::UnmodifiedSince | Precondition::ModifiedSince => {
            (request.values(precondition).count() > 1).then_some("it has several lines")
        }
        Precondition::Range => Some("it is neither one tag nor one date"),
    }
}

/// What was perhaps meant by what is no tag.
pub(super) fn of_no_tag(member: &[u8]) -> &'static str {
    match member {
        [b'w', b'/', b'"', ..] => "no entity tag: W/ begins with a capital letter",
        [b'"', ..] | [b'W', b'/', b'"', ..] => "no entity tag",
        _ => "no entity tag: those have double quotes around them",
    }
}
