//! What was used to bring others down: one test for each class of advisory.

mod frames;
#[cfg(feature = "handshake")]
mod handshake;
