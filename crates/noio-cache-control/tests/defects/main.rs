//! What other implementations got wrong, and what ours makes of the same input.
//!
//! A test for each class of defects, with the rule that was broken and who broke it, at the version
//! that was looked at. Where a peer is written in Rust, `PEERS.md` has its answer beside ours, held
//! against the crate itself; the others are told from their sources and their issues.

mod deciding;
mod reading;

use noio_cache_control::{
    Expires, RequestDirectives, ResponseDirectives,
    freshness::{Cache, Exchange},
};

const CACHES: [Cache; 2] = [Cache::Private, Cache::Shared];

fn response(value: &str) -> ResponseDirectives {
    ResponseDirectives::parse([value])
}

fn request(value: &str) -> RequestDirectives {
    RequestDirectives::parse([value])
}

/// A response 200 to a GET without anything else.
fn exchange(response: ResponseDirectives) -> Exchange {
    Exchange {
        is_method_understood: true,
        has_authorization: false,
        request: RequestDirectives::default(),
        status: 200,
        is_status_understood: true,
        omits_listed_fields: true,
        response,
        expires: Expires::Absent,
    }
}

/// The same, to a request with Authorization.
fn authorized(response: ResponseDirectives) -> Exchange {
    Exchange {
        has_authorization: true,
        ..exchange(response)
    }
}
