//! Ours.
//!
//! Events are matched by value: to take the address of one costs as much as to decode a short
//! message.

use noio_websocket::{Config, Decoder, Event, Role};

use super::{Messages, Scratch};
use crate::websocket::wire::{Kind, Wire};

pub(super) fn in_place<M: Messages>(wire: &Wire, piece: usize, scratch: &mut Scratch) -> M {
    decode_in_place(Config::new(), wire, piece, scratch)
}

pub(super) fn pieces<M: Messages>(wire: &Wire, piece: usize, scratch: &mut Scratch) -> M {
    let mut config = Config::new();
    config.pieces = true;
    decode_in_place(config, wire, piece, scratch)
}

#[inline]
fn decode_in_place<M: Messages>(
    config: Config,
    wire: &Wire,
    piece: usize,
    scratch: &mut Scratch,
) -> M {
    let mut messages = M::default();
    let mut decoder = Decoder::with_config(Role::Server, config);
    for input in wire.bytes.chunks(piece) {
        let mut input = scratch.read(input);
        loop {
            match decoder.decode_in_place(&mut input) {
                Ok(Some(event)) => take(event, &mut messages),
                Ok(None) => break,
                Err(error) => panic!("{error}"),
            }
            assert!(decoder.take_reply().is_none(), "nothing to answer");
        }
    }
    decoder.finish().expect("whole");
    messages
}

pub(super) fn read_only<M: Messages>(wire: &Wire, piece: usize, _: &mut Scratch) -> M {
    let mut messages = M::default();
    let mut decoder = Decoder::new(Role::Server);
    for mut input in wire.bytes.chunks(piece) {
        loop {
            match decoder.decode(&mut input) {
                Ok(Some(event)) => take(event, &mut messages),
                Ok(None) => break,
                Err(error) => panic!("{error}"),
            }
            assert!(decoder.take_reply().is_none(), "nothing to answer");
        }
    }
    decoder.finish().expect("whole");
    messages
}

#[inline]
fn take(event: Event<'_>, messages: &mut impl Messages) {
    match event {
        Event::Text(text) => messages.put_whole(Kind::Text, text.as_bytes()),
        Event::Binary(data) => messages.put_whole(Kind::Binary, &data),
        Event::TextPiece { text, is_last } => {
            messages.put(text.as_bytes());
            if is_last {
                messages.end(Kind::Text);
            }
        }
        Event::BinaryPiece { data, is_last } => {
            messages.put(data);
            if is_last {
                messages.end(Kind::Binary);
            }
        }
        _ => panic!("only messages were sent"),
    }
}
