//! WebSocket frames and messages.

pub mod decode;
pub mod encode;
mod goals;
pub mod mask;
mod utf8;
pub mod wire;

use crate::{
    case::{Case, Codec, Cut, Drip, Task, Workload},
    websocket::wire::{
        BINARY_1MIB, BINARY_64KIB, CJK_1KIB, FRAGMENTS, Shape, TEXT_1KIB, TEXT_16B, TEXT_125B,
    },
};

/// Its benchmarks.
pub const WEBSOCKET: Codec = Codec {
    name: "websocket",
    title: "WebSocket",
    notes: "\
To decode, there are about 4 MiB of frames, masked as by a client, in reads of the length that is \
said; peers with a buffer of their own may ask for less. To encode and to mask, there are 256 KiB. \
Peers that are asynchronous read from memory and write to it, and never wait. Not all do the same \
work: what a name stands for says who joins, checks and copies what. Text is checked with \
simdutf8 by some, ours among them, and with the standard library by others, which is slower from \
some 128 B on; what is left to the users of a peer is done as most of them will. All decoders must \
find the same messages; what encoders write is read back.",
    tasks: || {
        vec![
            Task {
                name: "decode",
                unit: "message",
                workloads: SHAPES.map(decode_workload).into(),
                drips: drips(),
            },
            task("encode as server", "message", |shape, messages| {
                encode::case(&encode::SERVERS, false, shape, messages)
            }),
            task("encode as client", "message", |shape, messages| {
                encode::case(&encode::CLIENTS, true, shape, messages)
            }),
            task("mask", "payload", |shape, payloads| {
                mask::case(&mask::CONTENDERS, shape, payloads)
            }),
        ]
    },
    goals: goals::GOALS,
};

/// What is decoded.
pub const SHAPES: [Shape; 7] = [
    TEXT_16B,
    TEXT_125B,
    TEXT_1KIB,
    CJK_1KIB,
    FRAGMENTS,
    BINARY_64KIB,
    BINARY_1MIB,
];

/// What is encoded and masked.
pub const ENCODED: [Shape; 4] = [TEXT_16B, TEXT_125B, TEXT_1KIB, BINARY_64KIB];

/// What reads bring: the name of the cut, and bytes. Long messages come in the first only.
pub const READS: [(&str, usize); 3] = [
    ("64 KiB", 64 * 1_024),
    ("4 KiB", 4 * 1_024),
    ("1,460 B", 1_460),
];

/// The cuts that make sense for this shape.
pub fn reads(shape: Shape) -> impl Iterator<Item = (&'static str, usize)> {
    let count = if shape.len < 4 * 1_024 {
        READS.len()
    } else {
        1
    };
    READS.into_iter().take(count)
}

fn decode_workload(shape: Shape) -> Workload {
    let cuts = reads(shape).map(|(name, piece)| Cut {
        name,
        piece,
        units: shape.messages,
    });
    Workload::new(shape.name, shape.about, cuts, move |cut| {
        decode::case(&decode::CONTENDERS, shape.wire(cut.units), cut.piece)
    })
}

fn task(name: &'static str, unit: &'static str, case: fn(Shape, usize) -> Case) -> Task {
    let workload = |shape: Shape| {
        let cut = Cut {
            name: "whole",
            piece: usize::MAX,
            units: shape.messages.div_ceil(16),
        };
        Workload::new(shape.name, shape.about, [cut], move |cut| {
            case(shape, cut.units)
        })
    };
    Task {
        name,
        unit,
        workloads: ENCODED.map(workload).into(),
        drips: Vec::new(),
    }
}

fn drips() -> Vec<Drip> {
    let drip = |shape: Shape, lengths: [(&'static str, usize); 2]| Drip {
        name: shape.name,
        lengths: lengths.map(|(length, messages)| {
            (
                length,
                decode::case(&decode::CONTENDERS, shape.wire(messages), 1),
            )
        }),
    };
    vec![
        drip(TEXT_16B, [("64 messages", 64), ("1,024 messages", 1_024)]),
        drip(TEXT_1KIB, [("8 messages", 8), ("128 messages", 128)]),
    ]
}
