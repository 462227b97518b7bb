//! Structured Fields (RFC 9651), beside its ABNF and its algorithms.
#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod abnf;
mod errors;
mod exhaustive;
mod lines;
mod properties;
mod values;
