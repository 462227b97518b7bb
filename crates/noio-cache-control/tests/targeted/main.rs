//! Targeted fields (RFC 9213): what is read of one, and which of several counts.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

use noio_cache_control::{
    Expires, HttpDate, RequestDirectives, ResponseDirectives,
    freshness::{Cache, Exchange},
    targeted,
};
use noio_testkit::vectors::Checklist;

mod properties;
mod reading;
mod select;

const CDN: &str = "CDN-Cache-Control";

/// What the field of this one line says, if anything.
fn parse(line: &str) -> Option<ResponseDirectives> {
    targeted::parse([line])
}

/// A GET without Cache-Control and its answer, whose status says nothing about caches.
fn exchange(response: ResponseDirectives, expires: Expires) -> Exchange {
    Exchange {
        is_method_understood: true,
        has_authorization: false,
        request: RequestDirectives::default(),
        status: 299,
        is_status_understood: true,
        omits_listed_fields: true,
        response,
        expires,
    }
}

fn is_storable(cache: Cache, response: ResponseDirectives) -> bool {
    exchange(response, Expires::Absent).check(cache).is_ok()
}

fn now() -> HttpDate {
    HttpDate::from_unix_seconds(784_111_777).unwrap()
}

/// So many seconds after [`now`].
fn after(seconds: i64) -> HttpDate {
    HttpDate::saturating_from_unix_seconds(now().unix_seconds() + seconds)
}

#[test]
fn every_line_of_the_checklist_has_a_test() {
    let tests = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/targeted");
    match Checklist::new(tests).check(&["properties.rs", "reading.rs", "select.rs"]) {
        Ok(count) => assert_eq!(count, 18),
        Err(error) => panic!("{error}"),
    }
}
