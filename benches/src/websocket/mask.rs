//! Who masks: ours, the peers whose function is public, and what a plain loop can do.

use core::hint::black_box;

use bytes::Bytes;
use noio_websocket::Mask;
use soketto::base::{Codec, Header, OpCode};

use crate::{
    case::{Case, Kind, Lane},
    websocket::wire::{Shape, mask_of},
};

/// Masks payloads that lie in a buffer as they do when they were read, each behind its header.
#[derive(Clone, Copy, Debug)]
pub struct Contender {
    /// Name, for tables.
    pub name: &'static str,
    /// What it does beside the others.
    pub about: &'static str,
    /// Whose it is.
    pub kind: Kind,
    run: fn(&mut Frames),
    /// Where a masked payload is found afterwards. `None`: there is none.
    masked: Option<fn(&Frames) -> &[u8]>,
}

/// Frames of the same length in a buffer, and one to copy a payload into.
#[derive(Clone)]
struct Frames {
    buffer: Vec<u8>,
    frame_len: usize,
    header_len: usize,
    out: Vec<u8>,
}

/// What all payloads are masked with. Each call is given it anew, as it would be another key.
const KEY: [u8; 4] = *b"\x37\xfa\x21\x3d";

/// All contenders. The first is the one that is measured against the others.
pub const CONTENDERS: [Contender; 8] = [
    Contender {
        name: "noio-websocket",
        about: "`Mask::apply`, in place",
        kind: Kind::Ours,
        run: noio,
        masked: Some(Frames::payload),
    },
    Contender {
        name: "noio-websocket copy",
        about: "`Mask::copy` into a `Vec` that is cleared before each payload",
        kind: Kind::Ours,
        run: noio_copy,
        masked: Some(Frames::copied),
    },
    Contender {
        name: "websocket-sans-io",
        about: "`apply_mask`, in place",
        kind: Kind::Peer,
        run: sans_io,
        masked: Some(Frames::payload),
    },
    Contender {
        name: "yawc",
        about: "`mask::apply_mask`, in place",
        kind: Kind::Peer,
        run: yawc,
        masked: Some(Frames::payload),
    },
    Contender {
        name: "fastwebsockets",
        about: "`unmask`, in place",
        kind: Kind::Peer,
        run: fastwebsockets,
        masked: Some(Frames::payload),
    },
    Contender {
        name: "soketto",
        about: "`base::Codec::apply_mask`, in place",
        kind: Kind::Peer,
        run: soketto,
        masked: Some(Frames::payload),
    },
    Contender {
        name: "memcpy",
        about: "each payload into a `Vec`",
        kind: Kind::Roofline,
        run: memcpy,
        masked: None,
    },
    Contender {
        name: "XOR",
        about: "64 bytes at a time, then 4, then 1, in place: what the compiler makes of such \
                loops",
        kind: Kind::Roofline,
        run: plain_xor,
        masked: Some(Frames::payload),
    },
];

/// `contenders`, for so many payloads of this shape.
pub fn case(contenders: &[Contender], shape: Shape, payloads: usize) -> Case {
    let wire = shape.wire(payloads);
    let frames = Frames::new(&wire.bytes, shape);
    let lane = |contender: &Contender| {
        let (mut frames, run) = (frames.clone(), contender.run);
        Lane {
            name: contender.name,
            about: contender.about,
            kind: contender.kind,
            pass: Box::new(move || {
                run(black_box(&mut frames));
                black_box(&frames.buffer);
            }),
        }
    };
    let lanes = contenders.iter().map(lane).collect();
    let contenders = contenders.to_vec();
    Case {
        units: payloads,
        input: wire.payload,
        lanes,
        check: Box::new(move || assert_agreement(&contenders, shape, &wire.bytes)),
    }
}

/// Checks that each of `contenders` masks, if it does, and leaves the header alone.
///
/// # Panics
///
/// If one does not, since its time would then mean nothing.
fn assert_agreement(contenders: &[Contender], shape: Shape, wire: &Bytes) {
    for frame in wire.chunks(shape.header_len() + shape.len).take(20) {
        let (header, payload) = frame.split_at(shape.header_len());
        let masked = payload
            .iter()
            .zip(mask_of(KEY))
            .map(|(byte, key)| byte ^ key);
        let masked: Vec<u8> = masked.collect();
        for contender in contenders {
            let Some(found) = contender.masked else {
                continue;
            };
            let name = contender.name;
            let mut frames = Frames::new(frame, shape);
            (contender.run)(&mut frames);
            assert!(found(&frames) == masked, "{name} differs");
            assert!(frames.buffer.starts_with(header), "{name}: header");
        }
    }
}

fn noio(frames: &mut Frames) {
    frames.each(|key, payload| Mask::new(key).apply(payload));
}

fn noio_copy(frames: &mut Frames) {
    frames.copy_each(|key, payload, out| Mask::new(key).copy(payload, out));
}

fn sans_io(frames: &mut Frames) {
    frames.each(|key, payload| websocket_sans_io::apply_mask(key, payload, 0));
}

fn yawc(frames: &mut Frames) {
    frames.each(|key, payload| yawc::mask::apply_mask(payload, key));
}

fn fastwebsockets(frames: &mut Frames) {
    frames.each(|key, payload| fastwebsockets::unmask(payload, key));
}

fn soketto(frames: &mut Frames) {
    let mut header = Header::new(OpCode::Binary);
    header.set_masked(true);
    frames.each(|key, payload| {
        header.set_mask(u32::from_be_bytes(key));
        Codec::apply_mask(&header, payload);
    });
}

fn memcpy(frames: &mut Frames) {
    frames.copy_each(|_, payload, out| out.extend_from_slice(payload));
}

fn plain_xor(frames: &mut Frames) {
    frames.each(|key, payload| xor(payload, key));
}

/// Masks in loops that the compiler can make vectors of.
#[inline]
pub(super) fn xor(bytes: &mut [u8], key: [u8; 4]) {
    let (blocks, rest) = bytes.as_chunks_mut::<64>();
    for block in blocks {
        let mask = [key; 16];
        for (byte, key) in block.iter_mut().zip(mask.as_flattened()) {
            *byte ^= key;
        }
    }
    let (words, rest) = rest.as_chunks_mut::<4>();
    for word in words {
        *word = (u32::from_ne_bytes(*word) ^ u32::from_ne_bytes(key)).to_ne_bytes();
    }
    for (byte, key) in rest.iter_mut().zip(key) {
        *byte ^= key;
    }
}

impl Frames {
    fn new(wire: &[u8], shape: Shape) -> Self {
        Self {
            buffer: wire.into(),
            frame_len: shape.header_len() + shape.len,
            header_len: shape.header_len(),
            out: Vec::with_capacity(shape.len),
        }
    }

    /// Hands each payload to `mask`, with a key.
    #[inline]
    fn each(&mut self, mut mask: impl FnMut([u8; 4], &mut [u8])) {
        for frame in self.buffer.chunks_exact_mut(self.frame_len) {
            let (_, payload) = frame.split_at_mut(self.header_len);
            mask(black_box(KEY), payload);
            black_box(payload);
        }
    }

    /// Hands each payload to `copy`, with a key and an empty buffer.
    #[inline]
    fn copy_each(&mut self, mut copy: impl FnMut([u8; 4], &[u8], &mut Vec<u8>)) {
        for frame in self.buffer.chunks_exact(self.frame_len) {
            let (_, payload) = frame.split_at(self.header_len);
            self.out.clear();
            copy(black_box(KEY), payload, &mut self.out);
            black_box(&self.out);
        }
    }

    /// That of the first frame.
    fn payload(&self) -> &[u8] {
        let first = self.buffer.split_at(self.frame_len).0;
        first.split_at(self.header_len).1
    }

    /// The last payload that was copied.
    fn copied(&self) -> &[u8] {
        &self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::websocket::ENCODED;

    #[test]
    fn all_mask_alike() {
        for shape in ENCODED {
            assert_agreement(&CONTENDERS, shape, &shape.wire(5).bytes);
        }
    }

    #[test]
    #[should_panic(expected = "differs")]
    fn disagreement_is_seen() {
        let contender = Contender {
            run: |frames| frames.each(|_, _| {}),
            ..CONTENDERS[0]
        };
        let [shape, ..] = ENCODED;
        assert_agreement(&[contender], shape, &shape.wire(1).bytes);
    }
}
