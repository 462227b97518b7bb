//! The peers.

use core::{
    pin::pin,
    str,
    task::{Context, Poll, Waker},
};

use fastwebsockets::{FragmentCollector, WebSocketError};
use futures_core::Stream;
use tokio_util::codec::Decoder as _;
use websocket_sans_io::{WebsocketFrameDecoder, WebsocketFrameEvent};

use super::{Messages, Scratch};
use crate::{
    socket::{Socket, ready},
    websocket::{
        utf8::Utf8,
        wire::{Kind, Wire},
    },
};

pub(super) fn sans_io<M: Messages>(wire: &Wire, piece: usize, scratch: &mut Scratch) -> M {
    use websocket_sans_io::Opcode;

    let mut messages = M::default();
    let mut decoder = WebsocketFrameDecoder::new();
    let mut utf8 = Utf8::default();
    for input in wire.bytes.chunks(piece) {
        let mut input = scratch.read(input);
        loop {
            let Ok(result) = decoder.add_data(input);
            let (taken, rest) = input.split_at_mut(result.consumed_bytes);
            input = rest;
            match result.event {
                // It wants to be asked once more: an end comes behind all bytes.
                None if input.is_empty() => break,
                Some(WebsocketFrameEvent::PayloadChunk { original_opcode }) => {
                    if original_opcode == Opcode::Text {
                        assert!(utf8.accepts(taken), "UTF-8");
                    }
                    messages.put(taken);
                }
                Some(WebsocketFrameEvent::End {
                    frame_info,
                    original_opcode,
                }) if frame_info.fin => match original_opcode {
                    Opcode::Text => {
                        assert!(utf8.is_whole(), "UTF-8");
                        messages.end(Kind::Text);
                    }
                    Opcode::Binary => messages.end(Kind::Binary),
                    _ => panic!("only messages were sent"),
                },
                _ => {}
            }
        }
    }
    assert!(decoder.eof_valid(), "whole");
    messages
}

pub(super) fn yawc<M: Messages>(wire: &Wire, piece: usize, scratch: &mut Scratch) -> M {
    use yawc::frame::OpCode;

    let mut messages = M::default();
    let mut decoder = yawc::codec::Decoder::new(yawc::Role::Server, usize::MAX);
    let buffer = &mut scratch.bytes;
    buffer.clear();
    let mut kind = Kind::Binary;
    for input in wire.bytes.chunks(piece) {
        buffer.extend_from_slice(input);
        while let Some(frame) = decoder.decode(buffer).expect("well-formed") {
            match frame.opcode() {
                OpCode::Text => kind = Kind::Text,
                OpCode::Binary => kind = Kind::Binary,
                OpCode::Continuation => {}
                _ => panic!("only messages were sent"),
            }
            if kind == Kind::Text {
                let text = simdutf8::basic::from_utf8(frame.payload());
                assert!(text.is_ok(), "UTF-8");
            }
            messages.put(frame.payload());
            if frame.is_fin() {
                messages.end(kind);
            }
        }
    }
    assert!(buffer.is_empty(), "whole");
    messages
}

pub(super) fn tungstenite<M: Messages>(wire: &Wire, piece: usize, _: &mut Scratch) -> M {
    use tungstenite::{
        Error, Message, WebSocket, error::ProtocolError::ResetWithoutClosingHandshake,
        protocol::Role,
    };

    let mut messages = M::default();
    let socket = Socket::reading(&wire.bytes, piece);
    let mut connection = WebSocket::from_raw_socket(socket, Role::Server, None);
    loop {
        match connection.read() {
            Ok(Message::Text(text)) => messages.put_whole(Kind::Text, text.as_bytes()),
            Ok(Message::Binary(data)) => messages.put_whole(Kind::Binary, &data),
            Ok(_) => panic!("only messages were sent"),
            Err(Error::Protocol(ResetWithoutClosingHandshake)) => return messages,
            Err(error) => panic!("{error}"),
        }
    }
}

pub(super) fn fastwebsockets<M: Messages>(wire: &Wire, piece: usize, _: &mut Scratch) -> M {
    use fastwebsockets::{OpCode, Role, WebSocket};

    let mut messages = M::default();
    let socket = Socket::reading(&wire.bytes, piece);
    let mut connection = FragmentCollector::new(WebSocket::after_handshake(socket, Role::Server));
    loop {
        match ready(connection.read_frame()) {
            Ok(frame) => {
                let kind = match frame.opcode {
                    OpCode::Text => Kind::Text,
                    OpCode::Binary => Kind::Binary,
                    _ => panic!("only messages were sent"),
                };
                messages.put_whole(kind, &frame.payload);
            }
            Err(WebSocketError::UnexpectedEOF) => return messages,
            Err(error) => panic!("{error}"),
        }
    }
}

pub(super) fn tokio_websockets<M: Messages>(wire: &Wire, piece: usize, _: &mut Scratch) -> M {
    let mut messages = M::default();
    let socket = Socket::reading(&wire.bytes, piece);
    let mut stream = pin!(tokio_websockets::ServerBuilder::new().serve(socket));
    let mut context = Context::from_waker(Waker::noop());
    loop {
        let Poll::Ready(next) = stream.as_mut().poll_next(&mut context) else {
            unreachable!("the connection is always ready");
        };
        let Some(message) = next else {
            return messages;
        };
        let message = message.expect("well-formed");
        match message.as_text() {
            Some(text) => messages.put_whole(Kind::Text, text.as_bytes()),
            None if message.is_binary() => messages.put_whole(Kind::Binary, message.as_payload()),
            None => panic!("only messages were sent"),
        }
    }
}

pub(super) fn soketto<M: Messages>(wire: &Wire, piece: usize, scratch: &mut Scratch) -> M {
    use soketto::{
        Data, Mode,
        connection::{Builder, Error},
    };

    let mut messages = M::default();
    let socket = Socket::reading(&wire.bytes, piece);
    let (_sender, mut receiver) = Builder::new(socket, Mode::Server).finish();
    let message = &mut scratch.buffer;
    loop {
        message.clear();
        match ready(receiver.receive_data(message)) {
            Ok(Data::Text(_)) => {
                let text = str::from_utf8(message).expect("UTF-8");
                messages.put_whole(Kind::Text, text.as_bytes());
            }
            Ok(Data::Binary(_)) => messages.put_whole(Kind::Binary, message),
            Err(Error::Closed) => return messages,
            Err(error) => panic!("{error}"),
        }
    }
}
