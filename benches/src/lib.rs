//! What the benchmarks of the noio codecs share: input, and contenders for it.
//!
//! A codec is a module, which says all in one value of [`case::Codec`], and one entry of
//! [`CODECS`]. Input is made by arithmetic, so that every run and every machine sees the same
//! bytes. Contenders are checked against each other before they are timed.
//!
//! - `cargo bench -p noio-benches`: criterion, with throughput in bytes and in events, chunks
//!   or values.
//! - `cargo run --release -p noio-benches --bin ratios`: ours beside peers and rooflines in one
//!   run, as ratios; it writes `RESULTS.md`.
//! - `cargo run --release -p noio-benches --bin allocations`: what is allocated, and what an idle
//!   decoder holds; `ratios` runs it.
#![expect(
    clippy::expect_used,
    reason = "a benchmark of a stream that does not decode is worth nothing"
)]

extern crate alloc;

pub mod cache_control;
pub mod case;
pub mod chunked;
pub mod conditional;
pub mod contender;
mod feed;
pub mod goal;
pub mod handshake;
pub mod http_field;
mod sink;
mod socket;
mod spread;
pub mod sse;
pub mod structured;
pub mod websocket;

/// All codecs, in the order of the report.
pub const CODECS: [case::Codec; 8] = [
    sse::SSE,
    chunked::CHUNKED,
    http_field::HTTP_FIELD,
    websocket::WEBSOCKET,
    handshake::HANDSHAKE,
    cache_control::CACHE_CONTROL,
    conditional::CONDITIONAL,
    structured::STRUCTURED,
];
