//! What ours and the peers make of a request, and of a date.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use headers::{
    ETag, Header, HeaderMapExt as _, IfMatch, IfModifiedSince, IfNoneMatch, IfRange,
    IfUnmodifiedSince, LastModified as TypedLastModified,
};
use http::{HeaderMap, HeaderValue, header};
use noio_conditional::{DateConfig, HttpDate, LastModified, Outcome, Representation};

use super::{
    class::Peer,
    request::{self, Answer, Field, MODIFIED, Method, NOW, Request},
    served,
    tags::{between_unquoted_commas, trim_ows},
};

/// What ours answers.
pub fn ours(request: &Request<'_>) -> Answer {
    let now = date(NOW);
    let current = request.current;
    let etag = current
        .etag
        .map(|etag| noio_conditional::ETag::parse(etag).expect("a tag"));
    let last_modified = current.last_modified.map(|kind| match kind {
        request::LastModified::Weak => LastModified::weak(date(MODIFIED), now),
        request::LastModified::Strong => LastModified::strong(date(MODIFIED), now),
    });
    let current = Representation::current(etag, last_modified);
    let method = request.method.as_str().as_bytes();
    let evaluation = noio_conditional::evaluate(method, &fields(request), &current, now);
    match evaluation.outcome() {
        Outcome::Proceed if request.has_range && request.method == Method::Get => Answer::Part,
        Outcome::Proceed | Outcome::IgnoreRange => Answer::Whole,
        Outcome::NotModified => Answer::NotModified,
        Outcome::PreconditionFailed => Answer::PreconditionFailed,
    }
}

/// What a peer answers. None: it cannot be asked.
pub fn theirs(request: &Request<'_>, peer: Peer) -> Option<Answer> {
    match peer {
        Peer::Headers => {
            let mut members = Vec::new();
            let lists = [Field::IfMatch, Field::IfNoneMatch].map(|field| {
                let lines: Vec<_> = request.values(field).collect();
                lines.join(&b", "[..])
            });
            for list in &lists {
                members.extend(between_unquoted_commas(list));
            }
            members.extend(request.values(Field::IfRange));
            let is_askable = !members.into_iter().any(is_tag_with_space);
            is_askable.then(|| headers(request))
        }
        Peer::HttpServe => Some(served::http_serve(request).0),
        Peer::TowerHttp if super::is_towers(&request.current) => {
            Some(served::tower_http(request).0)
        }
        _ => None,
    }
}

/// Whether it would be a tag if whitespace were allowed: a debug assertion of `headers` panics then.
fn is_tag_with_space(member: &[u8]) -> bool {
    let quoted = member.strip_prefix(b"W/").unwrap_or(member);
    let inside = quoted
        .strip_prefix(b"\"")
        .and_then(|rest| rest.strip_suffix(b"\""));
    inside.is_some_and(|inside| {
        let mut front = inside.iter().take_while(|&&octet| octet != b'"');
        front.any(|octet| matches!(octet, b' ' | b'\t'))
    })
}

/// A program that has the fields of `headers`, and asks them in the order of RFC 9110 §13.2.2.
fn headers(request: &Request<'_>) -> Answer {
    let fields = fields(request);
    let etag = request.current.etag.map(|value| {
        let value = field_value(value);
        ETag::decode(&mut [&value].into_iter()).expect("a tag")
    });
    let modified = request.current.last_modified.map(|_| time(MODIFIED));
    let is_true = match fields.typed_get::<IfMatch>() {
        Some(if_match) => match &etag {
            Some(etag) => if_match.precondition_passes(etag),
            None => if_match.is_any(),
        },
        None => match (fields.typed_get::<IfUnmodifiedSince>(), modified) {
            (Some(since), Some(modified)) => since.precondition_passes(modified),
            _ => true,
        },
    };
    if !is_true {
        return Answer::PreconditionFailed;
    }
    let is_true = match fields.typed_get::<IfNoneMatch>() {
        Some(if_none_match) => etag
            .as_ref()
            .is_none_or(|etag| if_none_match.precondition_passes(etag)),
        None => match (fields.typed_get::<IfModifiedSince>(), modified) {
            (Some(since), Some(modified)) => since.is_modified(modified),
            _ => true,
        },
    };
    if !is_true {
        return Answer::NotModified;
    }
    if request.method != Method::Get || !request.has_range {
        return Answer::Whole;
    }
    let last_modified = modified.map(TypedLastModified::from);
    match fields.typed_get::<IfRange>() {
        Some(if_range) if if_range.is_modified(etag.as_ref(), last_modified.as_ref()) => {
            Answer::Whole
        }
        _ => Answer::Part,
    }
}

/// The fields as HTTP stacks have them.
pub fn fields(request: &Request<'_>) -> HeaderMap {
    let mut fields = HeaderMap::new();
    if request.has_range {
        fields.insert(header::RANGE, HeaderValue::from_static("bytes=0-0"));
    }
    for (field, value) in request.lines {
        let name = match field {
            Field::IfMatch => header::IF_MATCH,
            Field::IfNoneMatch => header::IF_NONE_MATCH,
            Field::IfUnmodifiedSince => header::IF_UNMODIFIED_SINCE,
            Field::IfModifiedSince => header::IF_MODIFIED_SINCE,
            Field::IfRange => header::IF_RANGE,
        };
        fields.append(name, field_value(value));
    }
    fields
}

/// The date that ours takes the value of a field for, in seconds since 1970.
pub fn our_date(value: &[u8]) -> Option<i64> {
    let mut config = DateConfig::new();
    // As it reads preconditions.
    config.allow_wrong_weekday = true;
    let (date, _) = config.parse(trim_ows(value), date(NOW)).ok()?;
    Some(date.unix_seconds())
}

/// The date that a peer takes it for.
///
/// # Panics
///
/// If it reads no dates.
pub fn their_date(value: &[u8], peer: Peer) -> Option<i64> {
    match peer {
        Peer::Httpdate => {
            let time = httpdate::parse_http_date(str::from_utf8(value).ok()?).ok()?;
            let since = time.duration_since(UNIX_EPOCH).ok()?;
            since.as_secs().try_into().ok()
        }
        Peer::HttpDate => {
            let date = http_date::decode(str::from_utf8(value).ok()?).ok()?;
            let date = chrono::DateTime::<chrono::Utc>::try_from(date).ok()?;
            Some(date.timestamp())
        }
        Peer::DateHeader => date_header::parse(value).ok()?.try_into().ok(),
        _ => unreachable!("a peer that reads dates"),
    }
}

/// A time as the peers have it.
pub fn time(seconds: i64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds.unsigned_abs())
}

fn date(seconds: i64) -> HttpDate {
    HttpDate::saturating_from_unix_seconds(seconds)
}

/// A value as HTTP stacks have it.
///
/// # Panics
///
/// If they cannot have it: ask [`is_field_value`] first.
pub fn field_value(value: &[u8]) -> HeaderValue {
    HeaderValue::from_bytes(value).expect("a field value")
}

/// Whether HTTP stacks can have such a value.
pub fn is_field_value(value: &[u8]) -> bool {
    HeaderValue::from_bytes(value).is_ok()
}
