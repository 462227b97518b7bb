//! Who encodes chunks: ours, a hand-written loop, and the peers.

use core::hint::black_box;
use std::io::{IoSlice, Write};

use actix_http::{
    RequestHead, RequestHeadType,
    body::BodySize,
    h1::{ClientCodec, Message},
};
use bytes::BytesMut;
use noio_chunked::Encoder;
use tokio_util::codec::Encoder as _;

use crate::{
    case::{Case, Kind, Lane},
    chunked::{decode::actix_config, wire::Wire},
};

/// Encodes a body in chunks of the same length.
#[derive(Clone, Copy, Debug)]
pub struct Contender {
    /// Name, for tables.
    pub name: &'static str,
    /// What it does beside the others.
    pub about: &'static str,
    /// Whose it is.
    pub kind: Kind,
    timed: fn(&Wire, &mut Out),
    encoded: fn(&Wire, &mut Out),
}

/// Buffers that are kept from one pass to the next. A contender writes into one of them. Also kept:
/// what a client of actix-http has for a connection.
#[derive(Default)]
struct Out {
    vec: Vec<u8>,
    bytes: BytesMut,
    actix: Option<ClientCodec>,
}

/// All contenders. The first is the one that is measured against the others.
pub const CONTENDERS: [Contender; 6] = [
    Contender {
        name: "noio-chunked",
        about: "`Encoder::encode` into a `Vec`",
        kind: Kind::Ours,
        timed: noio,
        encoded: noio,
    },
    Contender {
        name: "noio-chunked slices",
        about: "`Encoder::chunk`: three slices for a vectored write, no byte of data touched",
        kind: Kind::Ours,
        timed: noio_slices,
        encoded: noio_slices_joined,
    },
    Contender {
        name: "write!",
        about: "`write!(out, \"{:x}\\r\\n\", len)`, the data, and the line end, into a `Vec`",
        kind: Kind::Peer,
        timed: write_loop,
        encoded: write_loop,
    },
    Contender {
        name: "chunked_transfer",
        about: "`Encoder` over a `Vec`, made for this length of a chunk",
        kind: Kind::Peer,
        timed: chunked_transfer,
        encoded: chunked_transfer,
    },
    Contender {
        name: "actix-http",
        about: "`h1::ClientCodec` into a `BytesMut`, from `Bytes`. It writes a head first, which is in \
                its time",
        kind: Kind::Peer,
        timed: actix,
        encoded: actix,
    },
    Contender {
        name: "memcpy",
        about: "the data alone, chunk by chunk, into a `Vec`",
        kind: Kind::Roofline,
        timed: memcpy,
        encoded: memcpy,
    },
];

/// `contenders`, for this body.
pub fn case(contenders: &[Contender], wire: Wire) -> Case {
    let lane = |contender: &Contender| {
        let (wire, timed) = (wire.clone(), contender.timed);
        let mut out = Out::default();
        Lane {
            name: contender.name,
            about: contender.about,
            kind: contender.kind,
            pass: Box::new(move || {
                out.clear();
                timed(black_box(&wire), &mut out);
                black_box(&out.vec);
                black_box(&out.bytes);
            }),
        }
    };
    let lanes = contenders.iter().map(lane).collect();
    let contenders = contenders.to_vec();
    Case {
        units: wire.chunks,
        input: wire.body.clone(),
        lanes,
        check: Box::new(move || assert_agreement(&contenders, &wire)),
    }
}

/// Checks that each encoder among `contenders` writes the same.
///
/// # Panics
///
/// If one does not, since its time would then mean nothing.
pub fn assert_agreement(contenders: &[Contender], wire: &Wire) {
    for contender in contenders {
        if contender.kind == Kind::Roofline {
            continue;
        }
        let mut out = Out::default();
        for pass in ["first", "second"] {
            out.clear();
            (contender.encoded)(wire, &mut out);
            let written = [&*out.vec, &*out.bytes].concat();
            let name = contender.name;
            assert!(written == *wire.bytes, "{name} differs, {pass} pass");
        }
    }
}

fn noio(wire: &Wire, out: &mut Out) {
    let mut encoder = Encoder::new();
    for data in wire.body.chunks(wire.max_len) {
        encoder.encode(data, &mut out.vec).expect("open");
    }
    encoder.finish(&mut out.vec).expect("open");
}

fn noio_slices(wire: &Wire, out: &mut Out) {
    let mut encoder = Encoder::new();
    for data in wire.body.chunks(wire.max_len) {
        let chunk = encoder.chunk(data).expect("open");
        black_box(chunk.as_slices().map(IoSlice::new));
    }
    encoder.finish(&mut out.vec).expect("open");
}

fn noio_slices_joined(wire: &Wire, out: &mut Out) {
    let mut encoder = Encoder::new();
    for data in wire.body.chunks(wire.max_len) {
        let chunk = encoder.chunk(data).expect("open");
        out.vec.extend_from_slice(&chunk.as_slices().concat());
    }
    encoder.finish(&mut out.vec).expect("open");
}

/// What many servers have.
fn write_loop(wire: &Wire, out: &mut Out) {
    for data in wire.body.chunks(wire.max_len) {
        write!(out.vec, "{:x}\r\n", data.len()).expect("a vector takes all bytes");
        out.vec.extend_from_slice(data);
        out.vec.extend_from_slice(b"\r\n");
    }
    out.vec.extend_from_slice(b"0\r\n\r\n");
}

fn chunked_transfer(wire: &Wire, out: &mut Out) {
    // It writes the end when it is dropped.
    let mut encoder = chunked_transfer::Encoder::with_chunks_size(&mut out.vec, wire.max_len);
    for data in wire.body.chunks(wire.max_len) {
        encoder.write_all(data).expect("a vector takes all bytes");
    }
}

fn actix(wire: &Wire, out: &mut Out) {
    let codec = out
        .actix
        .get_or_insert_with(|| ClientCodec::new(actix_config()));
    let head = RequestHeadType::Owned(RequestHead::default());
    let head = Message::Item((head, BodySize::Stream));
    codec.encode(head, &mut out.bytes).expect("well-formed");
    out.bytes.clear();
    for start in (0..wire.body.len()).step_by(wire.max_len) {
        let end = wire.body.len().min(start + wire.max_len);
        let data = Message::Chunk(Some(wire.body.slice(start..end)));
        codec.encode(data, &mut out.bytes).expect("well-formed");
    }
    let end = Message::Chunk(None);
    codec.encode(end, &mut out.bytes).expect("well-formed");
}

/// A roofline: the data alone.
fn memcpy(wire: &Wire, out: &mut Out) {
    for data in wire.body.chunks(wire.max_len) {
        out.vec.extend_from_slice(data);
    }
}

impl Out {
    fn clear(&mut self) {
        self.vec.clear();
        self.bytes.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chunked::wire::EQUAL;

    #[test]
    fn all_encoders_agree() {
        for shape in EQUAL {
            assert_agreement(&CONTENDERS, &(shape.wire)(20));
        }
    }

    #[test]
    #[should_panic(expected = "differs")]
    fn disagreement_is_seen() {
        let contender = Contender {
            kind: Kind::Ours,
            ..CONTENDERS[5]
        };
        assert_agreement(&[contender], &(EQUAL[0].wire)(2));
    }
}
