//! Server-Sent Events.

pub mod decode;
pub mod encode;
mod goals;
pub mod stream;

use crate::{
    case::{Codec, Cut, Drip, Kind, Task, Workload},
    sse::{
        decode::{CONTENDERS, Contender},
        stream::{SHAPES, Shape},
    },
};

/// Its benchmarks.
pub const SSE: Codec = Codec {
    name: "sse",
    title: "Server-Sent Events",
    notes: "\
`whole` is one input with 2,000 events (8 of the long ones, since a peer is quadratic in the \
length of an input); the streams in pieces have 20,000 (64). Peers run in their default features, \
with `std` for `sseer`; those that are asynchronous read from memory and never wait. What an \
idle decoder holds after `ticks` is the last event id.",
    tasks: || {
        vec![Task {
            name: "decode",
            unit: "event",
            workloads: SHAPES.map(workload).into(),
            drips: drips(),
        }]
    },
    goals: goals::GOALS,
};

/// How event streams arrive: the name of the cut, and the length of a piece in bytes.
pub const PIECES: [(&str, usize); 3] = [
    ("whole", usize::MAX),
    ("1,460 B", 1_460),
    ("4 KiB", 4 * 1_024),
];

fn workload(shape: Shape) -> Workload {
    let cuts = PIECES.map(|(name, piece)| Cut {
        name,
        piece,
        units: shape.events_for_piece(piece),
    });
    Workload::new(shape.name, shape.about, cuts, move |cut| {
        decode::case(&CONTENDERS, (shape.stream)(cut.units), cut.piece)
    })
}

/// For those who are not quadratic when they are fed byte by byte.
fn drips() -> Vec<Drip> {
    let linear: Vec<Contender> = CONTENDERS
        .into_iter()
        .filter(|contender| contender.is_linear && contender.kind != Kind::Roofline)
        .collect();
    stream::drips()
        .map(|drip| Drip {
            name: drip.name,
            lengths: drip
                .lengths
                .map(|(length, stream)| (length, decode::case(&linear, stream, 1))),
        })
        .into()
}
