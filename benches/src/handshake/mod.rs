//! The opening handshake of WebSocket.

pub mod client;
mod goals;
pub mod key;
pub mod parsed;
pub mod request;
mod response;
pub mod server;

use bytes::Bytes;

use crate::{
    case::{Case, Codec, Cut, Drip, Task, Workload},
    contender,
    handshake::{
        key::KEYS,
        request::Requests,
        server::{DRIPPED, SERVERS},
    },
};

/// Its benchmarks.
pub const HANDSHAKE: Codec = Codec {
    name: "handshake",
    title: "The opening handshake of WebSocket",
    notes: "\
A pass goes over 128 handshakes, each with a key of its own. A server parses the request, checks \
it and its origin, agrees to the subprotocol and writes the response; where a peer leaves a part \
of that to its users, it is done as most of them will. Peers that read and write by themselves do \
so on memory, and never wait. Some make the connection along with the handshake, and have no way \
to do without. Clients begin with a URI and end with the agreed subprotocol. All must give \
responses, or ask requests, that say the same.",
    tasks: || {
        vec![
            Task {
                name: "serve",
                unit: "handshake",
                workloads: vec![serve()],
                drips: drips(),
            },
            task(
                "serve what is parsed",
                Workload::new(
                    "parsed",
                    "the same requests, from an HTTP stack",
                    [WHOLE],
                    |cut| parsed::case(&Requests::of_browser(cut.units, cut.piece)),
                ),
            ),
            task(
                "ask",
                Workload::new(
                    "client",
                    "a request of 6 fields, and a response of 6",
                    [WHOLE],
                    |cut| client::case(cut.units),
                ),
            ),
            task(
                "make the accept key",
                Workload::new("key", "a key", [WHOLE], |cut| keys(cut.units)),
            ),
        ]
    },
    goals: goals::GOALS,
};

/// Handshakes of a pass.
const COUNT: usize = 128;

const WHOLE: Cut = Cut {
    name: "whole",
    piece: usize::MAX,
    units: COUNT,
};

fn serve() -> Workload {
    let half = Cut {
        name: "512 B",
        piece: 512,
        units: COUNT,
    };
    Workload::new(
        "browser",
        "a browser's request of 14 fields",
        [WHOLE, half],
        |cut| server::case(SERVERS, Requests::of_browser(cut.units, cut.piece)),
    )
}

fn task(name: &'static str, workload: Workload) -> Task {
    Task {
        name,
        unit: "handshake",
        workloads: vec![workload],
        drips: Vec::new(),
    }
}

fn keys(count: usize) -> Case {
    let keys: Vec<_> = (0..count).map(request::key).collect();
    let bytes = Bytes::from(keys.concat());
    contender::case(KEYS, keys, count, bytes)
}

/// The longest that soketto takes is 8 KiB.
fn drips() -> Vec<Drip> {
    let lengths = [("a head of 800 B", 800), ("a head of 8,000 B", 8_000)];
    vec![Drip {
        name: "browser",
        lengths: lengths.map(|(name, len)| (name, server::case(DRIPPED, Requests::of_len(len)))),
    }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_who_make_keys_agree() {
        (keys(20).check)();
    }
}
