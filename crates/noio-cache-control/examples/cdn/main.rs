//! A caching proxy in front of one origin, as a CDN has it: it says for every request what was
//! decided, why, and where that is written.
//!
//! ```text
//! cargo run --example policies                                       # an origin, on port 8081
//! cargo run --example cdn -- [--allow-set-cookie] [ADDRESS [ORIGIN]]
//! curl -i http://127.0.0.1:8080/news
//! ```
//!
//! ADDRESS is 127.0.0.1:8080 by default, ORIGIN is 127.0.0.1:8081.
//!
//! `assess.rs` and `cache.rs` decide, `status.rs` tells. Their functions get the time as an argument
//! and open nothing, so that a test can let an hour pass. `message.rs` reads and writes messages,
//! `proxy.rs` has the sockets.
//!
//! As a CDN it goes by CDN-Cache-Control, if a response has one that is valid, and by Cache-Control
//! and Expires otherwise (RFC 9213 §2.2). All of these are passed on: behind it there may be another
//! CDN (RFC 9213 §3), and there are browsers, which go by Cache-Control. To them, what is fresh here
//! may be stale, for its Age is told as it is (RFC 9213 §2.3).
//!
//! Behind what the caches before it say in Cache-Status, it says what it did with the request
//! (RFC 9211 §2). An answer that it makes up by itself, such as a 504, has no Cache-Status.
//!
//! What it does not do, where it could go wrong without it, it refuses:
//!
//! - A response with Vary is not stored. A cache that stores it has to compare the fields that it
//!   names (RFC 9111 §4.1).
//! - A response that sets a cookie is not stored, unless `--allow-set-cookie` says so or the
//!   response itself excepts the field (`private="set-cookie"`). The standard allows it, but whoever
//!   is answered from the cache then gets the cookie of somebody else. Few of the origins that say
//!   `public, max-age=60` everywhere have thought of that.
//! - A response that the end of the connection ends is not stored: it may have been cut short. The
//!   origin is asked in HTTP/1.0, so that none comes in chunks; one that does is refused.
//! - Other methods than GET and HEAD are answered with 501. To forward them, a cache has to
//!   invalidate what they change (RFC 9111 §4.4).
//!
//! Where the origin cannot be reached, it answers with what is stored, however old that is, if
//! neither the response nor the request forbids it. The standard leaves that to the cache (RFC 9111
//! §4.2.4).
//!
//! On what a response depends beside its target, the origin has to say, with Vary or `private`. A CDN
//! that cannot rely on that must not forward what it does not compare, such as Cookie or
//! X-Forwarded-Host.
//!
//! The rest costs time and no more. Ranges and conditions of the client do not reach the origin;
//! the answer is the whole response, which is always right. Requests for the same thing at the same
//! time each reach the origin. A HEAD is answered from what is stored, but stores and freshens
//! nothing. A connection serves one request, a body lies in memory, at most 8 MiB of it, and how
//! many connections there may be is not bounded here.

extern crate alloc;

mod assess;
mod cache;
mod entry;
mod fields;
mod message;
mod proxy;
mod status;
#[cfg(test)]
mod tests;

use alloc::sync::Arc;
use std::{
    env, io,
    net::TcpListener,
    process,
    time::{SystemTime, UNIX_EPOCH},
};

use noio_cache_control::HttpDate;

use crate::{assess::Policy, cache::Cache, proxy::Proxy};

fn main() -> io::Result<()> {
    let Some((policy, addresses)) = parse(env::args().skip(1)) else {
        eprintln!("usage: cdn [--allow-set-cookie] [ADDRESS [ORIGIN]]");
        process::exit(2);
    };
    let mut addresses = addresses.into_iter();
    let address = addresses.next().unwrap_or_else(|| "127.0.0.1:8080".into());
    let origin = addresses.next().unwrap_or_else(|| "127.0.0.1:8081".into());
    let listener = TcpListener::bind(address)?;
    println!("http://{}/ for http://{origin}/", listener.local_addr()?);
    let cache = Cache::new(policy);
    Arc::new(Proxy::new(origin, cache, now, |line| println!("{line}"))).serve(&listener);
    Ok(())
}

/// What the cache is to do, and the addresses: two at most.
fn parse(arguments: impl Iterator<Item = String>) -> Option<(Policy, Vec<String>)> {
    let mut policy = Policy::new();
    let mut addresses = Vec::new();
    for argument in arguments {
        match argument.as_str() {
            "--allow-set-cookie" => policy.allow_set_cookie = true,
            _ if argument.starts_with('-') => return None,
            _ => addresses.push(argument),
        }
    }
    (addresses.len() <= 2).then_some((policy, addresses))
}

/// The only clock that there is here.
fn now() -> HttpDate {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    HttpDate::saturating_from_unix_seconds(i64::try_from(seconds).unwrap_or(i64::MAX))
}
