//! Who decodes messages: ours, the peers, and rooflines that only touch the bytes.

mod noio;
mod peer;
mod roofline;

use core::hint::black_box;

use bytes::BytesMut;

use crate::{
    case::{self, Case, Lane},
    websocket::wire::{Kind, Wire},
};

/// One pass over what a client has sent, of which each read brings so many bytes.
#[derive(Clone, Copy, Debug)]
pub struct Contender {
    /// Name, for tables.
    pub name: &'static str,
    /// What it does beside the others.
    pub about: &'static str,
    /// Whose it is.
    pub kind: case::Kind,
    timed: fn(&Wire, usize, &mut Scratch) -> Seen,
    found: fn(&Wire, usize, &mut Scratch) -> Found,
}

/// What the caller keeps from one pass to the next.
#[derive(Default)]
struct Scratch {
    buffer: Vec<u8>,
    bytes: BytesMut,
}

/// Takes messages as they are found.
trait Messages: Default {
    /// More of the current message.
    fn put(&mut self, piece: &[u8]);

    /// Its end.
    fn end(&mut self, kind: Kind);

    /// A message in one piece.
    #[inline]
    fn put_whole(&mut self, kind: Kind, message: &[u8]) {
        self.put(message);
        self.end(kind);
    }
}

/// Looks at each piece where it is, and counts: for timing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Seen {
    messages: usize,
    len: usize,
}

/// All messages, one after the other, and where each ends: for checks.
#[derive(Default, PartialEq, Eq)]
struct Found {
    payload: Vec<u8>,
    ends: Vec<(Kind, usize)>,
}

/// All contenders. The first is the one that is measured against the others.
pub const CONTENDERS: [Contender; 11] = [
    Contender {
        name: "noio-websocket",
        about: "`Decoder::decode_in_place`, on a copy of each piece, as a read would make it: the \
                copy is in its time. Whole messages",
        kind: case::Kind::Ours,
        timed: noio::in_place,
        found: noio::in_place,
    },
    Contender {
        name: "noio-websocket pieces",
        about: "the same with `Config::pieces`: nothing joined",
        kind: case::Kind::Ours,
        timed: noio::pieces,
        found: noio::pieces,
    },
    Contender {
        name: "noio-websocket read-only",
        about: "`Decoder::decode`, on the pieces themselves: unmasked as they are copied out of \
                them. Whole messages",
        kind: case::Kind::Ours,
        timed: noio::read_only,
        found: noio::read_only,
    },
    Contender {
        name: "websocket-sans-io",
        about: "`WebsocketFrameDecoder` in place, on a copy of each piece. Payload as it comes, \
                nothing joined and no header checked. Text is checked with the standard library, \
                piece by piece, which is left to its user",
        kind: case::Kind::Peer,
        timed: peer::sans_io,
        found: peer::sans_io,
    },
    Contender {
        name: "yawc",
        about: "`codec::Decoder` on a `BytesMut`, which takes a copy of each piece. Frames, \
                nothing joined. Text is checked as its `WebSocket` does when asked to, with \
                simdutf8, piece by piece where there are fragments",
        kind: case::Kind::Peer,
        timed: peer::yawc,
        found: peer::yawc,
    },
    Contender {
        name: "tungstenite",
        about: "`WebSocket` over a `Read` of the pieces",
        kind: case::Kind::Peer,
        timed: peer::tungstenite,
        found: peer::tungstenite,
    },
    Contender {
        name: "fastwebsockets",
        about: "`FragmentCollector` over an `AsyncRead` of the pieces, with simdutf8",
        kind: case::Kind::Peer,
        timed: peer::fastwebsockets,
        found: peer::fastwebsockets,
    },
    Contender {
        name: "tokio-websockets",
        about: "`WebSocketStream` over an `AsyncRead` of the pieces",
        kind: case::Kind::Peer,
        timed: peer::tokio_websockets,
        found: peer::tokio_websockets,
    },
    Contender {
        name: "soketto",
        about: "`Receiver` over an `AsyncRead` of the pieces, into one `Vec`. Text is checked with \
                the standard library, which is left to its user",
        kind: case::Kind::Peer,
        timed: peer::soketto,
        found: peer::soketto,
    },
    Contender {
        name: "memcpy",
        about: "each piece into one buffer",
        kind: case::Kind::Roofline,
        timed: roofline::memcpy,
        found: roofline::memcpy,
    },
    Contender {
        name: "memcpy and XOR",
        about: "each piece into one buffer, and all of that with one key",
        kind: case::Kind::Roofline,
        timed: roofline::memcpy_xor,
        found: roofline::memcpy_xor,
    },
];

/// `contenders`, for these messages in reads of that many bytes.
pub fn case(contenders: &[Contender], wire: Wire, piece: usize) -> Case {
    let lane = |contender: &Contender| {
        let (wire, timed) = (wire.clone(), contender.timed);
        let mut scratch = Scratch::default();
        Lane {
            name: contender.name,
            about: contender.about,
            kind: contender.kind,
            pass: Box::new(move || {
                black_box(timed(black_box(&wire), piece, &mut scratch));
            }),
        }
    };
    let lanes = contenders.iter().map(lane).collect();
    let contenders = contenders.to_vec();
    Case {
        units: wire.messages,
        input: wire.bytes.clone(),
        lanes,
        check: Box::new(move || assert_agreement(&contenders, &wire, piece)),
    }
}

/// Checks that each decoder among `contenders` finds the messages.
///
/// # Panics
///
/// If one does not, since its time would then mean nothing.
pub fn assert_agreement(contenders: &[Contender], wire: &Wire, piece: usize) {
    let mut expected = Found::default();
    for message in wire.payload.chunks(wire.payload.len() / wire.messages) {
        expected.put_whole(wire.kind, message);
    }
    for contender in contenders {
        if contender.kind == case::Kind::Roofline {
            continue;
        }
        let name = contender.name;
        let found = (contender.found)(wire, piece, &mut Scratch::default());
        assert!(found == expected, "{name} finds other messages");
        let mut scratch = Scratch::default();
        for pass in ["first", "second"] {
            let seen = (contender.timed)(wire, piece, &mut scratch);
            let expected = Seen {
                messages: wire.messages,
                len: wire.payload.len(),
            };
            assert_eq!(seen, expected, "{name}, timed, {pass} pass");
        }
    }
}

impl Messages for Seen {
    #[inline]
    fn put(&mut self, piece: &[u8]) {
        // As in `sink::Seen`: each by itself.
        black_box(piece.as_ptr());
        self.len += black_box(piece.len());
    }

    #[inline]
    fn end(&mut self, _: Kind) {
        self.messages += 1;
    }
}

impl Messages for Found {
    fn put(&mut self, piece: &[u8]) {
        self.payload.extend_from_slice(piece);
    }

    fn end(&mut self, kind: Kind) {
        self.ends.push((kind, self.payload.len()));
    }
}

impl Scratch {
    /// The bytes in a buffer of the caller, as a read would leave them there.
    #[inline]
    fn read(&mut self, piece: &[u8]) -> &mut [u8] {
        self.buffer.clear();
        self.buffer.extend_from_slice(piece);
        &mut self.buffer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::websocket::{READS, SHAPES};

    #[test]
    fn all_decoders_agree() {
        for shape in SHAPES {
            let wire = shape.wire(shape.messages.div_ceil(200));
            for (_, piece) in READS.into_iter().chain([("odd", 37)]) {
                assert_agreement(&CONTENDERS, &wire, piece);
            }
        }
        let [_, _, _, cjk, ..] = SHAPES;
        assert_agreement(&CONTENDERS, &cjk.wire(3), 1);
    }

    #[test]
    #[should_panic(expected = "finds other messages")]
    fn disagreement_is_seen() {
        let contender = Contender {
            kind: case::Kind::Ours,
            ..CONTENDERS[9]
        };
        assert_agreement(&[contender], &SHAPES[0].wire(2), 8);
    }
}
