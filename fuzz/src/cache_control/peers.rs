//! What ours and the peers make of a field.

use std::time::{Duration, SystemTime};

use headers::{CacheControl, Header as _};
use http::{HeaderName, HeaderValue, Request, Response, header};
use http_cache_semantics::{CacheOptions, CachePolicy};
use noio_cache_control::{
    Age, Delta, Expires, HttpDate, MaxStale, RequestDirectives, ResponseDirectives, Scope,
    freshness::{Cache, Exchange, Lifetime, ResponseTimes, Reuse, Stored},
};

use super::{
    decision::{self, Decision, Situation},
    reading::{Name, Reading, Said},
};

/// When every response was received, in seconds since 1970.
const NOW: i64 = 1_790_000_000;

/// What ours reads.
pub fn ours(lines: &[&[u8]]) -> Reading {
    let response = ResponseDirectives::parse(lines);
    let request = RequestDirectives::parse(lines);
    let mut reading = Reading::default();
    for (name, delta) in [
        (Name::MaxAge, response.max_age()),
        (Name::SMaxage, response.s_maxage()),
        (
            Name::StaleWhileRevalidate,
            response.stale_while_revalidate(),
        ),
        (Name::StaleIfError, response.stale_if_error()),
        (Name::MinFresh, request.min_fresh()),
    ] {
        reading.set(name, said(delta));
    }
    reading.set(
        Name::MaxStale,
        match request.max_stale() {
            MaxStale::Absent => Said::Nothing,
            MaxStale::Invalid => Said::Invalid,
            MaxStale::Any => Said::Yes,
            MaxStale::Seconds(seconds) => Said::Seconds(seconds.into()),
        },
    );
    for (name, scope) in [
        (Name::NoCache, response.no_cache()),
        (Name::Private, response.private()),
    ] {
        let said = match scope {
            Scope::None => Said::Nothing,
            Scope::Fields => Said::Fields,
            Scope::All => Said::Yes,
        };
        reading.set(name, said);
    }
    for (name, says) in [
        (Name::Public, response.public()),
        (Name::MustUnderstand, response.must_understand()),
        (Name::NoStore, response.no_store()),
        (Name::MustRevalidate, response.must_revalidate()),
        (Name::ProxyRevalidate, response.proxy_revalidate()),
        (Name::NoTransform, response.no_transform()),
        (Name::Immutable, response.immutable()),
        (Name::OnlyIfCached, request.only_if_cached()),
    ] {
        reading.set_if(name, says);
    }
    // What both directions have, both read the same.
    assert_eq!(request.max_age(), response.max_age());
    assert_eq!(request.stale_if_error(), response.stale_if_error());
    assert_eq!(request.no_cache(), response.no_cache() != Scope::None);
    assert_eq!(request.no_store(), response.no_store());
    assert_eq!(request.no_transform(), response.no_transform());
    reading
}

fn said(delta: Delta) -> Said {
    match delta {
        Delta::Absent => Said::Nothing,
        Delta::Invalid => Said::Invalid,
        Delta::Seconds(seconds) => Said::Seconds(seconds.into()),
    }
}

/// What ours decides.
pub fn our_decision(situation: &Situation<'_>, lines: &[&[u8]]) -> Decision {
    let cache = if situation.is_shared {
        Cache::Shared
    } else {
        Cache::Private
    };
    let now = date(0);
    let directives = ResponseDirectives::parse(lines);
    let expires = Expires::parse(expires(situation).as_ref(), now);
    let exchange = Exchange {
        is_method_understood: true,
        has_authorization: situation.has_authorization,
        request: RequestDirectives::default(),
        status: situation.status,
        is_status_understood: true,
        omits_listed_fields: situation.omits_listed_fields,
        response: directives,
        expires,
    };
    let stored = Stored {
        cache,
        directives,
        lifetime: Lifetime::explicit(cache, &directives, expires, now).unwrap_or_default(),
        times: ResponseTimes {
            request_time: now,
            response_time: now,
            date: None,
            age: Age::parse(situation.age),
        },
        omits_listed_fields: situation.omits_listed_fields,
    };
    let is_storable = exchange.check(cache).is_ok();
    let reuse = stored.reuse(&RequestDirectives::default(), now);
    // To be used while it is stale is not to be fresh, and the peer has none of that.
    let is_fresh = is_storable && reuse == Reuse::Serve;
    Decision {
        is_storable,
        fresh: if is_fresh {
            stored.lifetime.remaining(stored.age(now))
        } else {
            0
        },
    }
}

/// What `headers` reads. None: nothing, for it fails.
pub fn headers(lines: &[&[u8]]) -> Option<Reading> {
    let values: Vec<_> = lines.iter().map(|line| field_value(line)).collect();
    let directives = CacheControl::decode(&mut values.iter()).ok()?;
    let mut reading = Reading::default();
    for (name, duration) in [
        (Name::MaxAge, directives.max_age()),
        (Name::SMaxage, directives.s_max_age()),
        (Name::MaxStale, directives.max_stale()),
        (Name::MinFresh, directives.min_fresh()),
    ] {
        reading.set(name, seconds(duration));
    }
    // There is no other way to ask for it.
    let mut encoded = Vec::new();
    directives.encode(&mut encoded);
    let has_proxy_revalidate = encoded.iter().any(|value: &HeaderValue| {
        let mut members = value.to_str().unwrap_or_default().split(", ");
        members.any(|member| member == "proxy-revalidate")
    });
    for (name, says) in [
        (Name::Public, directives.public()),
        (Name::Private, directives.private()),
        (Name::MustUnderstand, directives.must_understand()),
        (Name::NoStore, directives.no_store()),
        (Name::NoCache, directives.no_cache()),
        (Name::MustRevalidate, directives.must_revalidate()),
        (Name::ProxyRevalidate, has_proxy_revalidate),
        (Name::NoTransform, directives.no_transform()),
        (Name::Immutable, directives.immutable()),
        (Name::OnlyIfCached, directives.only_if_cached()),
    ] {
        reading.set_if(name, says);
    }
    Some(reading)
}

/// What `cache_control` reads. None: nothing, for it fails.
pub fn cache_control(value: &str) -> Option<Reading> {
    use cache_control::{Cachability, CacheControl};

    let directives = CacheControl::from_value(value)?;
    let mut reading = Reading::default();
    for (name, duration) in [
        (Name::MaxAge, directives.max_age),
        (Name::SMaxage, directives.s_max_age),
        (Name::MaxStale, directives.max_stale),
        (Name::MinFresh, directives.min_fresh),
    ] {
        reading.set(name, seconds(duration));
    }
    if let Some(cachability) = directives.cachability {
        let name = match cachability {
            Cachability::Public => Name::Public,
            Cachability::Private => Name::Private,
            Cachability::NoCache => Name::NoCache,
            Cachability::OnlyIfCached => Name::OnlyIfCached,
        };
        reading.set(name, Said::Yes);
    }
    for (name, says) in [
        (Name::NoStore, directives.no_store),
        (Name::MustRevalidate, directives.must_revalidate),
        (Name::ProxyRevalidate, directives.proxy_revalidate),
        (Name::NoTransform, directives.no_transform),
        (Name::Immutable, directives.immutable),
    ] {
        reading.set_if(name, says);
    }
    Some(reading)
}

fn seconds(duration: Option<Duration>) -> Said {
    duration.map_or(Said::Nothing, |duration| Said::Seconds(duration.as_secs()))
}

/// What `http-cache-semantics` decides: with nothing guessed, and nothing of its options that the
/// standard does not have.
pub fn their_decision(situation: &Situation<'_>, lines: &[&[u8]]) -> Decision {
    let mut fields: Vec<(HeaderName, HeaderValue)> = lines
        .iter()
        .map(|line| (header::CACHE_CONTROL, field_value(line)))
        .collect();
    fields.extend(expires(situation).map(|value| (header::EXPIRES, field_value(&value))));
    fields.extend(situation.age.map(|value| (header::AGE, field_value(value))));
    let policy = policy(situation, &[], &fields);
    let now = time(0);
    let fresh = policy.time_to_live(now).as_secs();
    assert_eq!(policy.is_stale(now), fresh == 0);
    Decision {
        is_storable: policy.is_storable(),
        fresh,
    }
}

/// The record of an exchange.
///
/// # Panics
///
/// If the status is none.
pub fn policy(
    situation: &Situation<'_>,
    request_fields: &[(HeaderName, HeaderValue)],
    fields: &[(HeaderName, HeaderValue)],
) -> CachePolicy {
    let mut request = Request::new(());
    request.headers_mut().extend(request_fields.iter().cloned());
    if situation.has_authorization {
        let value = HeaderValue::from_static("Basic Og==");
        request.headers_mut().insert(header::AUTHORIZATION, value);
    }
    let mut response = Response::new(());
    *response.status_mut() = situation.status.try_into().expect("a status");
    for (name, value) in fields {
        response.headers_mut().append(name, value.clone());
    }
    let options = CacheOptions {
        shared: situation.is_shared,
        cache_heuristic: 0.0,
        immutable_min_time_to_live: Duration::ZERO,
        ignore_cargo_cult: false,
    };
    CachePolicy::new_options(&request, &response, time(0), options)
}

fn expires(situation: &Situation<'_>) -> Option<Vec<u8>> {
    match situation.expires {
        decision::Expires::Absent => None,
        decision::Expires::Invalid => Some(b"0".to_vec()),
        decision::Expires::In(seconds) => Some(date(seconds).to_imf_fixdate().to_vec()),
    }
}

/// So many seconds after the response was received.
pub fn date(seconds: i64) -> HttpDate {
    HttpDate::saturating_from_unix_seconds(NOW + seconds)
}

/// The same.
pub fn time(seconds: i64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs((NOW + seconds).unsigned_abs())
}

/// A value as the HTTP stack of the peers has it.
///
/// # Panics
///
/// If it cannot have it: ask [`is_field_value`] first.
fn field_value(line: &[u8]) -> HeaderValue {
    HeaderValue::from_bytes(line).expect("a field value")
}

/// Whether the HTTP stack of the peers can have such a value.
pub fn is_field_value(line: &[u8]) -> bool {
    HeaderValue::from_bytes(line).is_ok()
}
