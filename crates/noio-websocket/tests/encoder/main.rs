//! What the encoder writes, and what it refuses.
#![expect(clippy::expect_used, reason = "a panic in a helper is a failed test")]

mod errors;
mod frames;
mod headers;
#[cfg(feature = "std")]
mod io;
mod keys;
mod outputs;
mod properties;

use noio_websocket::{EncodeError, Encoder, Unmasked};

/// The key of the masked examples of RFC 6455 §5.7.
const KEY: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// What a new server sends.
fn server(
    write: impl FnOnce(&mut Encoder<Unmasked>, &mut Vec<u8>) -> Result<(), EncodeError>,
) -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut Encoder::server(), &mut out).expect("legal");
    out
}

/// Bytes that differ from their neighbours.
fn content(len: usize) -> Vec<u8> {
    (0..=250).cycle().take(len).collect()
}
