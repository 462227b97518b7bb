//! What decoding in place cannot go below.

use super::{Messages, Scratch};
use crate::websocket::{mask::xor, wire::Wire};

pub(super) fn memcpy<M: Messages>(wire: &Wire, piece: usize, scratch: &mut Scratch) -> M {
    let mut messages = M::default();
    for input in wire.bytes.chunks(piece) {
        messages.put(scratch.read(input));
    }
    messages
}

pub(super) fn memcpy_xor<M: Messages>(wire: &Wire, piece: usize, scratch: &mut Scratch) -> M {
    let mut messages = M::default();
    for input in wire.bytes.chunks(piece) {
        let buffer = scratch.read(input);
        xor(buffer, *b"\x37\xfa\x21\x3d");
        messages.put(buffer);
    }
    messages
}
