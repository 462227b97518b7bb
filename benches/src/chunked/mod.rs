//! The chunked coding of HTTP/1.1.

pub mod decode;
pub mod encode;
mod goals;
pub mod wire;

use crate::{
    case::{Codec, Cut, Drip, Kind, Task, Workload},
    chunked::{
        decode::Contender,
        wire::{EQUAL, MIXED, Shape},
    },
};

/// Its benchmarks.
pub const CHUNKED: Codec = Codec {
    name: "chunked",
    title: "Chunked coding",
    notes: "\
To decode, there are about 4 MiB of chunks, to encode 256 KiB of data. All decoders must find the \
same body and all encoders write the same bytes.",
    tasks: || {
        let decode = EQUAL.into_iter().chain([MIXED]);
        vec![
            Task {
                name: "decode",
                unit: "chunk",
                workloads: decode.map(decode_workload).collect(),
                drips: drips(),
            },
            Task {
                name: "encode",
                unit: "chunk",
                workloads: EQUAL.map(encode_workload).into(),
                drips: Vec::new(),
            },
        ]
    },
    goals: goals::GOALS,
};

/// How chunks arrive: the name of the cut, and the length of a piece in bytes.
pub const PIECES: [(&str, usize); 2] = [("whole", usize::MAX), ("8 KiB", 8 * 1_024)];

fn decode_workload(shape: Shape) -> Workload {
    let cuts = PIECES.map(|(name, piece)| Cut {
        name,
        piece,
        units: shape.chunks,
    });
    Workload::new(shape.name, shape.about, cuts, move |cut| {
        decode::case(&decode::CONTENDERS, (shape.wire)(cut.units), cut.piece)
    })
}

fn encode_workload(shape: Shape) -> Workload {
    let cut = Cut {
        name: "whole",
        piece: usize::MAX,
        units: shape.chunks.div_ceil(16),
    };
    Workload::new(shape.name, shape.about, [cut], move |cut| {
        encode::case(&encode::CONTENDERS, (shape.wire)(cut.units))
    })
}

fn drips() -> Vec<Drip> {
    let decoders: Vec<Contender> = decode::CONTENDERS
        .into_iter()
        .filter(|contender| contender.kind != Kind::Roofline)
        .collect();
    let drip = |name, lengths: [(&'static str, wire::Wire); 2]| Drip {
        name,
        lengths: lengths.map(|(length, wire)| (length, decode::case(&decoders, wire, 1))),
    };
    let equal = wire::equal;
    vec![
        drip(
            "16B",
            [
                ("64 chunks", equal(16, 64)),
                ("2,048 chunks", equal(16, 2_048)),
            ],
        ),
        drip(
            "1KiB",
            [
                ("16 chunks", equal(1_024, 16)),
                ("512 chunks", equal(1_024, 512)),
            ],
        ),
    ]
}
