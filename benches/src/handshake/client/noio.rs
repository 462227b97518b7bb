//! Ours.

use noio_websocket::handshake::{Client, Offer, Response, Uri};

use super::{Target, connection::answer};
use crate::{handshake::request::SUBPROTOCOL, sink::Sink};

pub(super) fn client<S: Sink>(targets: &[Target]) -> S {
    let mut sink = S::default();
    let (mut out, mut response) = (Vec::new(), Vec::new());
    for target in targets {
        let uri = Uri::parse(&target.uri).expect("legal");
        let offer = Offer::new(uri).with_subprotocols(&[SUBPROTOCOL]);
        let mut client = Client::new(offer.expect("tokens"), target.key);
        out.clear();
        client.encode_request(&mut out).expect("a Vec takes all");
        sink.put(&out);
        answer(&out, &mut response);
        let mut input = response.as_slice();
        match client.decode(&mut input).expect("legal") {
            Some(Response::Accepted(accepted)) => {
                let subprotocol = accepted.subprotocol().unwrap_or_default();
                sink.put(subprotocol.as_bytes());
            }
            other => panic!("{other:?}"),
        }
    }
    sink
}
