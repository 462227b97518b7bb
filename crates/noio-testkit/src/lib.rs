//! What the noio codecs are tested with.
//!
//! | to test | use |
//! |---|---|
//! | that a decoder keeps the laws that all of them share | [`laws`], through an adapter that implements [`Decode`] |
//! | cases with a known answer, kept as text | [`vectors`] |
//! | that a fast decoder agrees with a slow, obvious one | a [`Comparison`] with a reference such as [`sse::reference`], on what [`exhaustive`] and [`strategies`] give |
//! | arbitrary bytes, in a fuzzer or from a file that a fuzzer left | [`fuzz`], [`replay`] |
//!
//! The modules on this level know no protocol. What belongs to one codec is in a module with its
//! name, such as [`sse`].
//!
//! # Adding a codec
//!
//! Implement [`Decode`] for a type that wraps its decoder: log every event with
//! [`Log::push`], and a piece of a longer payload with [`Log::push_piece`], so that adjacent pieces
//! join. Implement [`DecodeInPlace`] if there is such a mode. Write a reference that takes the
//! whole input at once and shares no code with the codec, and implement [`Compare`] for the type
//! that says how both are set up. The codec's own `tests/` then call the functions of this crate.
//!
//! # Features
//!
//! `heap` (on by default) measures what a decoder holds; it brings a global allocator that counts.
//! `strategies` (on by default) brings `proptest`. Fuzz targets use neither.

#![expect(
    clippy::indexing_slicing,
    reason = "a slip in here fails a test and reaches no user"
)]

mod comparison;
mod decode;
mod diff;
mod log;
mod run;

pub mod cache_control;
pub mod chunked;
pub mod conditional;
pub mod cuts;
pub mod exhaustive;
pub mod framing;
pub mod fuzz;
pub mod handshake;
pub mod heap;
pub mod http_field;
pub mod laws;
pub mod replay;
pub mod sse;
#[cfg(feature = "strategies")]
pub mod strategies;
pub mod structured;
pub mod vectors;
pub mod websocket;

pub use comparison::{Compare, Comparison};
pub use decode::{Decode, DecodeInPlace, Failure, HeapBound, Progress};
pub use log::{Log, escape};
