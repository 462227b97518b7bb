//! What the fuzz targets for `noio-websocket` call.
//!
//! The input is a byte that chooses who receives, limits and leniencies, the byte that is the seed
//! for [`cuts::seeded`], and what was sent. The lowest bit of the first is not set for a server; the
//! second is not set if what was sent is [made up of frames](script::wire), and set if it lies there
//! as it is. So `00thello` is a readable seed file: a masked text for a server with the default
//! limits.

pub use super::{pair::websocket_pair, round_trip::websocket_round_trip};

use noio_websocket::{Config, FrameConfig, Role};

use super::{Decoder, Setup, script};
use crate::{Comparison, cuts, laws};

/// What was sent is cut off here: it is looked at byte by byte, often, and a fuzzer has to be quick.
const MAX_LEN: usize = 2_048;

/// [`noio_websocket::FrameDecoder`] keeps the laws and agrees with the
/// [reference](super::reference), whatever the bytes.
///
/// The third bit of the first byte has RSV1 allowed, the fourth the longest frame be of 16 octets.
///
/// # Panics
///
/// If it does not.
pub fn websocket_frame(data: &[u8]) {
    let Some((chosen, seed, role, wire)) = split(data) else {
        return;
    };
    let mut config = FrameConfig::new();
    config.allow_rsv1 = chosen & 4 != 0;
    if chosen & 8 != 0 {
        config.max_frame_len = 16;
    }
    check(Setup::Frames(role, config), seed, &wire);
}

/// [`noio_websocket::Decoder`] keeps the laws and agrees with the [reference](super::reference),
/// whatever the bytes, on read-only input and in place.
///
/// The third bit of the first byte has messages come in pieces. The fourth has small limits, which
/// short inputs exceed; the fifth, too, others.
///
/// # Panics
///
/// If it does not.
pub fn websocket_message(data: &[u8]) {
    let Some((chosen, seed, role, wire)) = split(data) else {
        return;
    };
    let mut config = Config::new();
    config.pieces = chosen & 4 != 0;
    if chosen & 8 != 0 {
        config.max_frame_len = 16;
        config.max_message_len = 24;
        config.max_fragment_count = 4;
    }
    if chosen & 16 != 0 {
        config.max_frame_len = 300;
        config.max_message_len = 20;
        config.max_fragment_count = 1;
    }
    check(Setup::Messages(role, config), seed, &wire);
}

fn check(setup: Setup, seed: u64, wire: &[u8]) {
    let cuts = cuts::seeded(wire.len(), seed);
    let make = || Decoder::new(setup);
    let checked =
        laws::check_laws(make, wire, &cuts).and_then(|()| laws::check_in_place(make, wire, &cuts));
    if let Err(broken) = checked {
        panic!("{broken}\n  {setup:?}");
    }
    if let Err(detail) = Comparison::new().check(wire, &setup, &cuts) {
        panic!("{detail}");
    }
}

/// What the first byte chooses, a seed for cuts, who receives, and what.
fn split(data: &[u8]) -> Option<(u8, u64, Role, Vec<u8>)> {
    let [chosen, seed, rest @ ..] = data else {
        return None;
    };
    // `0` in ASCII is 48.
    let chosen = chosen ^ b'0';
    let role = if chosen & 1 == 0 {
        Role::Server
    } else {
        Role::Client
    };
    let mut wire = if chosen & 2 == 0 {
        script::wire(rest, role)
    } else {
        rest.to_vec()
    };
    wire.truncate(MAX_LEN);
    Some((chosen, u64::from(*seed), role, wire))
}
