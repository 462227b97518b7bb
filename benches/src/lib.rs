//! What the benchmarks of the noio codecs share: streams to decode, and contenders to decode them.
//!
//! Streams are made by arithmetic, so that every run and every machine sees the same bytes. All
//! decoders stand behind one function shape, so that they can be checked against each other before
//! they are timed.
//!
//! - `cargo bench -p noio-benches`: criterion, with throughput in bytes and in events.
//! - `cargo run --release -p noio-benches --bin ratios`: ours beside peers and rooflines in one
//!   run, as ratios; it writes `RESULTS.md`.
//! - `cargo run --release -p noio-benches --bin allocations`: what is allocated, and what an idle
//!   decoder holds; `ratios` runs it.
#![expect(
    clippy::expect_used,
    reason = "a benchmark of a stream that does not decode is worth nothing"
)]

pub mod decode;
pub mod encode;
mod feed;
pub mod stream;

/// How input arrives: the name of the cut, and the length of a piece in bytes.
pub const PIECES: [(&str, usize); 3] = [
    ("whole", usize::MAX),
    ("1,460 B", 1_460),
    ("4 KiB", 4 * 1_024),
];
