//! Freshness, storage and reuse (RFC 9111 §3, §4 and §5, RFC 5861, RFC 8246).

#![expect(clippy::expect_used, reason = "a panic fails the test")]

use noio_cache_control::{
    Expires, HttpDate, RequestDirectives, ResponseDirectives,
    freshness::{Cache, Exchange, Lifetime, NotStorable, ResponseTimes, Stored},
};

mod age;
mod checklist;
mod exhaustive;
mod fields;
mod junk;
mod lifetime;
mod patterns;
mod properties;
mod reuse;
mod stale;
mod storage;

/// When a response was sent and received, if nothing else is said.
const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

fn now() -> HttpDate {
    HttpDate::parse_imf_fixdate(DATE.as_bytes()).expect("a date")
}

/// So many seconds after [`now`].
fn after(seconds: i64) -> HttpDate {
    HttpDate::saturating_from_unix_seconds(now().unix_seconds().saturating_add(seconds))
}

fn response(line: &str) -> ResponseDirectives {
    ResponseDirectives::parse([line])
}

fn request(line: &str) -> RequestDirectives {
    RequestDirectives::parse([line])
}

fn expires(line: &str) -> Expires {
    Expires::parse([line], now())
}

/// Sent and received at once, without Age.
fn times() -> ResponseTimes {
    ResponseTimes {
        request_time: now(),
        response_time: now(),
        date: Some(now()),
        age: None,
    }
}

/// A GET without Cache-Control and its answer with 200, which the cache knows. It leaves out the
/// fields that are listed.
fn exchange(line: &str) -> Exchange {
    Exchange {
        is_method_understood: true,
        has_authorization: false,
        request: RequestDirectives::default(),
        status: 200,
        is_status_understood: true,
        omits_listed_fields: true,
        response: response(line),
        expires: Expires::Absent,
    }
}

/// The same with a status that does not invite to store the answer.
fn uninvited(line: &str) -> Exchange {
    Exchange {
        status: 299,
        ..exchange(line)
    }
}

/// The same for a request with Authorization.
fn authorized(line: &str) -> Exchange {
    Exchange {
        has_authorization: true,
        ..exchange(line)
    }
}

/// Whether the private cache and the shared one store it.
fn storage(exchange: Exchange) -> [Result<(), NotStorable>; 2] {
    [Cache::Private, Cache::Shared].map(|cache| exchange.check(cache))
}

/// A response with that Cache-Control, with its explicit lifetime or none, stored at [`now`] when
/// it was new.
fn stored(cache: Cache, line: &str) -> Stored {
    let directives = response(line);
    Stored {
        cache,
        directives,
        lifetime: Lifetime::explicit(cache, &directives, Expires::Absent, now())
            .unwrap_or_default(),
        times: times(),
        omits_listed_fields: true,
    }
}
