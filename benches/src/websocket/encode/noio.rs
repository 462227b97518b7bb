//! Ours.

use noio_websocket::{Encoder, MaskKeys};

use super::{Message, Outgoing, Pass};
use crate::{sink::Sink, websocket::wire::keys};

pub(super) fn server<S: Sink>(outgoing: &Outgoing) -> Pass<S> {
    whole(outgoing, Encoder::server())
}

pub(super) fn client<S: Sink>(outgoing: &Outgoing) -> Pass<S> {
    whole(outgoing, Encoder::client(keys()))
}

fn whole<K: MaskKeys + 'static, S: Sink>(outgoing: &Outgoing, mut encoder: Encoder<K>) -> Pass<S> {
    let (outgoing, mut out) = (outgoing.clone(), Vec::new());
    Box::new(move || {
        let mut sink = S::default();
        for message in &*outgoing {
            out.clear();
            let encoded = match message {
                Message::Text(text) => encoder.text(text, &mut out),
                Message::Binary(data) => encoder.binary(data, &mut out),
            };
            encoded.expect("open");
            sink.put(&out);
        }
        sink
    })
}

pub(super) fn head<S: Sink>(outgoing: &Outgoing) -> Pass<S> {
    let outgoing = outgoing.clone();
    let mut encoder = Encoder::server();
    Box::new(move || {
        let mut sink = S::default();
        for message in &*outgoing {
            let head = match message {
                Message::Text(text) => encoder.text_head(text),
                Message::Binary(data) => encoder.binary_head(data.len() as u64),
            };
            sink.put(&head.expect("open"));
            sink.put(message.as_bytes());
        }
        sink
    })
}
