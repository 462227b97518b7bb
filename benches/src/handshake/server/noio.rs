//! Ours.

use noio_websocket::handshake::{Origins, RequestDecoder};

use crate::{
    handshake::request::{Requests, SUBPROTOCOL},
    sink::Sink,
};

pub(super) fn server<S: Sink>(requests: &Requests) -> S {
    let mut sink = S::default();
    let mut out = Vec::new();
    for head in &requests.heads {
        out.clear();
        let mut decoder = RequestDecoder::new();
        for mut input in head.chunks(requests.piece) {
            let Some(request) = decoder.decode(&mut input).expect("legal") else {
                continue;
            };
            let subprotocol = request.choose_subprotocol(&[SUBPROTOCOL]);
            let accepted = request.accept(Origins::SameHost).expect("of the host");
            let response = accepted.with_subprotocol(subprotocol);
            response.encode(&mut out).expect("a Vec takes all");
        }
        sink.put(&out);
    }
    sink
}
