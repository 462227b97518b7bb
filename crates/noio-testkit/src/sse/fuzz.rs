//! What the fuzz targets of `noio-sse` call.
//!
//! The limits are a byte that chooses some, `0` in ASCII being the default ones. The cuts are a
//! byte, too: the seed for [`cuts::seeded`]. So `00data: x\n\n` is a readable seed file. Blocks are
//! separated by 0xFE, and [`Fields::from_bytes`] reads each.

use super::{Decoder, Events, Fields, Limits, LineDecoder, Lines, check_encoders};
use crate::{Comparison, cuts, laws};

/// The laws hold for [`noio_sse::Decoder`] and [`noio_sse::line::Decoder`], whatever the bytes.
///
/// # Panics
///
/// If one does not.
pub fn sse_laws(data: &[u8]) {
    let (limits, seed, body) = sse_stream(data);
    let cuts = cuts::seeded(body.len(), seed);
    let make = || Decoder::with_config(limits.config());
    if let Err(broken) = laws::check_laws(make, body, &cuts) {
        panic!("{broken}\n  {limits:?}");
    }
    if let Err(broken) = laws::check_laws(LineDecoder::new, body, &cuts) {
        panic!("lines: {broken}");
    }
}

/// [`noio_sse::Decoder`] and [`noio_sse::line::Decoder`] agree with [`reference`](super::reference).
///
/// # Panics
///
/// If they do not.
pub fn sse_reference(data: &[u8]) {
    let (limits, seed, body) = sse_stream(data);
    let cuts = cuts::seeded(body.len(), seed);
    // An id that a client may have, and that no stream in the alphabet of a fuzzer is likely to set.
    let last_event_id = if seed & 2 == 2 { "at the start" } else { "" };
    let events = Events {
        limits,
        last_event_id: last_event_id.into(),
    };
    let mut comparison = Comparison::new();
    let checked = comparison
        .check(body, &events, &cuts)
        .and_then(|()| comparison.check(body, &Lines, &cuts));
    if let Err(detail) = checked {
        panic!("{detail}");
    }
}

/// What `noio-sse` encodes decodes to what went in, whole or written in pieces.
///
/// # Panics
///
/// If it does not.
pub fn sse_round_trip(data: &[u8]) {
    let (&seed, data) = data.split_first().unwrap_or((&0, &[]));
    let blocks: Vec<Fields> = data
        .split(|&byte| byte == 0xfe)
        .map(Fields::from_bytes)
        .collect();
    if let Err(detail) = check_encoders(&blocks, seed.into()) {
        panic!("{detail}");
    }
}

/// Limits, a seed for cuts, and a body.
fn sse_stream(data: &[u8]) -> (Limits, u64, &[u8]) {
    let small = |line, data, event_type, id| Limits {
        line,
        data,
        event_type,
        id,
    };
    match data {
        [limits, seed, body @ ..] => {
            let limits = match limits % 8 {
                0 => Limits::new(),
                1 => small(64, 32, 16, 16),
                2 => small(16, 8, 4, 4),
                3 => small(8, 3, 1, 1),
                4 => small(6, 1000, 1000, 1000),
                5 => small(1000, 4, 1000, 1000),
                6 => small(1000, 1000, 2, 2),
                _ => small(0, 0, 0, 0),
            };
            (limits, u64::from(*seed), body)
        }
        _ => (Limits::new(), 0, &[]),
    }
}
