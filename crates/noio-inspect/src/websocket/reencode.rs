//! A connection made anew of what was decoded from one.

use std::io::{self, Write};

use noio_websocket::{EncodeError, Encoder, Event, MaskKeys, Role};

/// Makes the frames that our encoder makes of messages: one for each.
///
/// It takes the part of the peer that sent them: what a server received is masked, with one key for
/// all frames, so that the output is the same every time.
pub(super) enum Reencoder {
    Client(Encoder<Box<dyn FnMut() -> [u8; 4]>>),
    Server(Encoder),
}

impl Reencoder {
    pub(super) fn new(receiver: Role, mask_key: [u8; 4]) -> Self {
        match receiver {
            Role::Server => Self::Client(Encoder::client(Box::new(move || mask_key))),
            Role::Client => Self::Server(Encoder::server()),
        }
    }

    pub(super) fn write(&mut self, event: &Event<'_>, out: &mut impl Write) -> io::Result<()> {
        let mut frame = Vec::new();
        match self {
            Self::Client(encoder) => encode(encoder, event, &mut frame),
            Self::Server(encoder) => encode(encoder, event, &mut frame),
        }
        .map_err(io::Error::other)?;
        out.write_all(&frame)
    }
}

fn encode<K: MaskKeys>(
    encoder: &mut Encoder<K>,
    event: &Event<'_>,
    out: &mut Vec<u8>,
) -> Result<(), EncodeError> {
    match event {
        Event::Text(text) => encoder.text(text, out),
        Event::Binary(data) => encoder.binary(data, out),
        Event::Ping(payload) => encoder.ping(payload, out),
        Event::Pong(payload) => encoder.pong(payload, out),
        Event::Close(close) => match close.code() {
            Some(code) => encoder.close(code, close.reason(), out),
            None => encoder.close_without_code(out),
        },
        _ => Ok(()),
    }
}
