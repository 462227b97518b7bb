//! What the fuzz targets for `noio-chunked` call.
//!
//! The input is a byte that chooses limits and leniencies, `0` in ASCII being the default ones, the
//! byte that is the seed for [`cuts::seeded`], and the body. So `005\r\nhello\r\n0\r\n\r\n` is a
//! readable seed file, with its CRLFs.

use noio_chunked::Config;

use super::{Decoder, with_flags};
use crate::{Comparison, cuts, laws};

/// The laws hold for [`noio_chunked::Decoder`], on read-only input and in place, whatever the
/// bytes.
///
/// # Panics
///
/// If one does not.
pub fn chunked_laws(data: &[u8]) {
    let (config, seed, body) = stream(data);
    let cuts = cuts::seeded(body.len(), seed);
    let make = || Decoder::with_config(config);
    let checked =
        laws::check_laws(make, body, &cuts).and_then(|()| laws::check_in_place(make, body, &cuts));
    if let Err(broken) = checked {
        panic!("{broken}\n  {config:?}");
    }
}

/// [`noio_chunked::Decoder`] agrees with the [reference](super::reference), on read-only input and
/// in place.
///
/// # Panics
///
/// If it does not.
pub fn chunked_reference(data: &[u8]) {
    let (config, seed, body) = stream(data);
    let cuts = cuts::seeded(body.len(), seed);
    if let Err(detail) = Comparison::new().check(body, &config, &cuts) {
        panic!("{detail}");
    }
}

/// Limits and leniencies, a seed for cuts, and a body.
fn stream(data: &[u8]) -> (Config, u64, &[u8]) {
    let [chosen, seed, body @ ..] = data else {
        return (Config::new(), 0, &[]);
    };
    // `0` in ASCII is 48.
    let chosen = chosen ^ b'0';
    // The lower six bits are the leniencies and refusals, the upper two the rest.
    let mut config = with_flags(chosen & 0x3f);
    config.chunk_heads = chosen & 0x40 != 0;
    if chosen & 0x80 != 0 {
        // So small that short bodies exceed them, each at another place.
        config.max_chunk_len = 16;
        config.max_body_len = 24;
        config.max_head_len = 12;
        config.max_overhead = 20;
        config.max_trailer_len = 16;
        config.max_trailer_count = 2;
    }
    (config, u64::from(*seed), body)
}
