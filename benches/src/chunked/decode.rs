//! Who decodes chunks: ours, the peers, and rooflines that only touch the bytes.

use core::hint::black_box;
use std::io::{self, Read};

use actix_http::{ServiceConfig, h1::ClientCodec};
use bytes::BytesMut;
use httparse::{Status, parse_chunk_size};
use noio_chunked::{Decoder, Event};
use tokio::task::LocalSet;
use tokio_util::codec::Decoder as _;

use crate::{
    case::{Case, Kind, Lane},
    chunked::wire::Wire,
    sink::{Seen, Sink},
};

/// One pass over a body, cut into pieces of that many bytes.
#[derive(Clone, Copy, Debug)]
pub struct Contender {
    /// Name, for tables.
    pub name: &'static str,
    /// What it does beside the others.
    pub about: &'static str,
    /// Whose it is.
    pub kind: Kind,
    timed: fn(&Wire, usize, &mut Scratch) -> Seen,
    body: fn(&Wire, usize, &mut Scratch) -> Vec<u8>,
}

/// What the caller keeps from one pass to the next.
#[derive(Default)]
struct Scratch {
    buffer: Vec<u8>,
    actix: Option<Actix>,
}

/// What a client of actix-http keeps for all its connections, and the buffer of one.
struct Actix {
    config: ServiceConfig,
    buffer: BytesMut,
}

/// What one read brings at most, to those who need the bytes in a buffer of their own.
const READ: usize = 32 * 1_024;

/// All contenders. The first is the one that is measured against the others.
pub const CONTENDERS: [Contender; 7] = [
    Contender {
        name: "noio-chunked",
        about: "`Decoder::decode`: data borrowed from the input",
        kind: Kind::Ours,
        timed: noio,
        body: noio,
    },
    Contender {
        name: "noio-chunked in place",
        about: "`Decoder::decode_in_place`, on a copy of each piece (`whole`: of 32 KiB), as a \
                read would make it: the copy is in its time",
        kind: Kind::Ours,
        timed: noio_in_place,
        body: noio_in_place,
    },
    Contender {
        name: "httparse loop",
        about: "`parse_chunk_size` and nothing more: data borrowed, the line end behind it \
                skipped unseen, no limit, an end at the last size line. A size line that is cut \
                is kept and scanned again",
        kind: Kind::Peer,
        timed: httparse_loop,
        body: httparse_loop,
    },
    Contender {
        name: "chunked_transfer",
        about: "`Decoder` over a `Read` of the pieces",
        kind: Kind::Peer,
        timed: chunked_transfer,
        body: chunked_transfer,
    },
    Contender {
        name: "actix-http",
        about: "`h1::ClientPayloadCodec` on a `BytesMut`, which takes a copy of each piece \
                (`whole`: of 32 KiB). It is made of a codec that has read a head, which is in \
                its time",
        kind: Kind::Peer,
        timed: actix,
        body: actix,
    },
    Contender {
        name: "memcpy",
        about: "each piece into one buffer",
        kind: Kind::Roofline,
        timed: memcpy,
        body: memcpy,
    },
    Contender {
        name: "memchr_iter",
        about: "every LF",
        kind: Kind::Roofline,
        timed: memchr_iter,
        body: memchr_iter,
    },
];

/// `contenders`, for this body cut into pieces of that many bytes.
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
        units: wire.chunks,
        input: wire.bytes.clone(),
        lanes,
        check: Box::new(move || assert_agreement(&contenders, &wire, piece)),
    }
}

/// Checks that each decoder among `contenders` finds the body.
///
/// # Panics
///
/// If one does not, since its time would then mean nothing.
pub fn assert_agreement(contenders: &[Contender], wire: &Wire, piece: usize) {
    for contender in contenders {
        if contender.kind == Kind::Roofline {
            continue;
        }
        let name = contender.name;
        let body = (contender.body)(wire, piece, &mut Scratch::default());
        assert!(body == *wire.body, "{name} finds another body");
        let mut scratch = Scratch::default();
        for pass in ["first", "second"] {
            let seen = (contender.timed)(wire, piece, &mut scratch);
            assert_eq!(seen.len, wire.body.len(), "{name}, timed, {pass} pass");
        }
    }
}

fn noio<S: Sink>(wire: &Wire, piece: usize, _: &mut Scratch) -> S {
    let mut sink = S::default();
    let mut decoder = Decoder::new();
    for mut input in wire.bytes.chunks(piece) {
        while let Some(event) = decoder.decode(&mut input).expect("well-formed") {
            if let Event::Data(data) = event {
                sink.put(data);
            }
        }
    }
    decoder.finish().expect("whole");
    sink
}

fn noio_in_place<S: Sink>(wire: &Wire, piece: usize, scratch: &mut Scratch) -> S {
    let mut sink = S::default();
    let mut decoder = Decoder::new();
    for input in wire.bytes.chunks(piece.min(READ)) {
        scratch.buffer.clear();
        scratch.buffer.extend_from_slice(input);
        let mut input = &mut *scratch.buffer;
        while let Some(event) = decoder.decode_in_place(&mut input).expect("well-formed") {
            if let Event::Data(data) = event {
                sink.put(data);
            }
        }
    }
    decoder.finish().expect("whole");
    sink
}

/// What programs write around the function.
fn httparse_loop<S: Sink>(wire: &Wire, piece: usize, scratch: &mut Scratch) -> S {
    /// The longest size line without extensions.
    const LINE: usize = 18;

    let mut sink = S::default();
    let cut_line = &mut scratch.buffer;
    cut_line.clear();
    // What is still to come of the chunk: data, and the line end behind it.
    let (mut data_left, mut end_left) = (0, 0);
    for mut input in wire.bytes.chunks(piece) {
        loop {
            let (data, rest) = input.split_at(data_left.min(input.len()));
            if !data.is_empty() {
                sink.put(data);
                data_left -= data.len();
            }
            if data_left > 0 {
                break;
            }
            let (end, rest) = rest.split_at(end_left.min(rest.len()));
            end_left -= end.len();
            input = rest;
            if end_left > 0 {
                break;
            }
            let kept = cut_line.len();
            let status = if kept == 0 {
                parse_chunk_size(input)
            } else {
                cut_line.extend(input.iter().take(LINE));
                parse_chunk_size(cut_line)
            };
            let Status::Complete((head, size)) = status.expect("well-formed") else {
                if kept == 0 {
                    cut_line.extend_from_slice(input);
                }
                break;
            };
            if size == 0 {
                return sink;
            }
            cut_line.clear();
            (_, input) = input.split_at(head - kept);
            data_left = usize::try_from(size).expect("short");
            end_left = 2;
        }
    }
    panic!("no last chunk");
}

fn chunked_transfer<S: Sink>(wire: &Wire, piece: usize, scratch: &mut Scratch) -> S {
    if piece >= wire.bytes.len() {
        return read_all(&*wire.bytes, scratch);
    }
    let mut pieces = wire.bytes.chunks(piece);
    read_all(
        Pieces {
            current: pieces.next().unwrap_or_default(),
            pieces,
        },
        scratch,
    )
}

fn read_all<S: Sink>(source: impl Read, scratch: &mut Scratch) -> S {
    let mut sink = S::default();
    let buffer = &mut scratch.buffer;
    buffer.resize(READ, 0);
    let mut decoder = chunked_transfer::Decoder::new(source);
    loop {
        let len = decoder.read(buffer).expect("well-formed");
        if len == 0 {
            return sink;
        }
        sink.put(buffer.split_at(len).0);
    }
}

/// A read brings what is left of a piece, at most.
struct Pieces<'i, I> {
    current: &'i [u8],
    pieces: I,
}

impl<'i, I: Iterator<Item = &'i [u8]>> Read for Pieces<'i, I> {
    #[inline]
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.current.is_empty() {
            self.current = self.pieces.next().unwrap_or_default();
        }
        self.current.read(buffer)
    }
}

fn actix<S: Sink>(wire: &Wire, piece: usize, scratch: &mut Scratch) -> S {
    let mut sink = S::default();
    let Actix { config, buffer } = scratch.actix.get_or_insert_with(|| Actix {
        config: actix_config(),
        buffer: BytesMut::with_capacity(READ),
    });
    buffer.clear();
    buffer.extend_from_slice(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
    let mut codec = ClientCodec::new(config.clone());
    let head = codec.decode(buffer).expect("well-formed");
    assert!(head.is_some(), "the head is whole");
    let mut codec = codec.into_payload_codec();
    for input in wire.bytes.chunks(piece.min(READ)) {
        buffer.extend_from_slice(input);
        while let Some(data) = codec.decode(buffer).expect("well-formed") {
            let Some(data) = data else {
                return sink;
            };
            sink.put(&data);
        }
    }
    panic!("no last chunk");
}

/// What the codecs of actix-http are made with. It starts a clock, which never gets to run.
pub(super) fn actix_config() -> ServiceConfig {
    let tasks = LocalSet::new();
    let _entered = tasks.enter();
    ServiceConfig::default()
}

fn memcpy<S: Sink>(wire: &Wire, piece: usize, scratch: &mut Scratch) -> S {
    let mut sink = S::default();
    for input in wire.bytes.chunks(piece) {
        scratch.buffer.clear();
        scratch.buffer.extend_from_slice(input);
        sink.put(&scratch.buffer);
    }
    sink
}

fn memchr_iter<S: Sink>(wire: &Wire, piece: usize, _: &mut Scratch) -> S {
    let mut sink = S::default();
    for input in wire.bytes.chunks(piece) {
        for place in memchr::memchr_iter(b'\n', input) {
            sink.put(input.split_at(place).0);
        }
    }
    sink
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chunked::wire::{EQUAL, MIXED};

    #[test]
    fn all_decoders_agree() {
        for shape in EQUAL.into_iter().chain([MIXED]) {
            let wire = (shape.wire)(20);
            for piece in [usize::MAX, 8 * 1_024, 37, 1] {
                assert_agreement(&CONTENDERS, &wire, piece);
            }
        }
    }

    #[test]
    #[should_panic(expected = "finds another body")]
    fn disagreement_is_seen() {
        let contender = Contender {
            kind: Kind::Ours,
            ..CONTENDERS[5]
        };
        assert_agreement(&[contender], &(MIXED.wire)(2), 8);
    }
}
