//! The peers.

use core::{future::poll_fn, pin::Pin};

use bytes::BytesMut;
use futures_sink::Sink as _;
use soketto::Mode;
use tokio_util::codec::Encoder as _;
use tokio_websockets::WebSocketStream;
use tungstenite::{WebSocket, protocol};
use websocket_sans_io::{FrameInfo, WebsocketFrameEncoder};
use ws_framer::WsTxFramer;

use super::{Message, Outgoing, Pass};
use crate::{
    sink::Sink,
    socket::{Shared, Socket, ready},
    websocket::wire::keys,
};

pub(super) fn sans_io_server<S: Sink>(outgoing: &Outgoing) -> Pass<S> {
    sans_io(outgoing, || None)
}

pub(super) fn sans_io_client<S: Sink>(outgoing: &Outgoing) -> Pass<S> {
    let mut next_key = keys();
    sans_io(outgoing, move || Some(next_key()))
}

fn sans_io<S: Sink>(
    outgoing: &Outgoing,
    mut next_key: impl FnMut() -> Option<[u8; 4]> + 'static,
) -> Pass<S> {
    let (outgoing, mut out) = (outgoing.clone(), Vec::new());
    let mut encoder = WebsocketFrameEncoder::new();
    Box::new(move || {
        let mut sink = S::default();
        for message in &*outgoing {
            out.clear();
            let head = encoder.start_frame(&frame_info(message, next_key()));
            out.extend_from_slice(&head);
            out.extend_from_slice(message.as_bytes());
            encoder.transform_frame_payload(out.split_at_mut(head.len()).1);
            sink.put(&out);
        }
        sink
    })
}

pub(super) fn sans_io_head<S: Sink>(outgoing: &Outgoing) -> Pass<S> {
    let outgoing = outgoing.clone();
    let mut encoder = WebsocketFrameEncoder::new();
    Box::new(move || {
        let mut sink = S::default();
        for message in &*outgoing {
            sink.put(&encoder.start_frame(&frame_info(message, None)));
            sink.put(message.as_bytes());
        }
        sink
    })
}

const fn frame_info(message: &Message, mask: Option<[u8; 4]>) -> FrameInfo {
    let (opcode, len) = match message {
        Message::Text(text) => (websocket_sans_io::Opcode::Text, text.len()),
        Message::Binary(data) => (websocket_sans_io::Opcode::Binary, data.len()),
    };
    FrameInfo {
        opcode,
        payload_length: len as u64,
        mask,
        fin: true,
        reserved: 0,
    }
}

pub(super) fn yawc_server<S: Sink>(outgoing: &Outgoing) -> Pass<S> {
    yawc(outgoing, yawc::Role::Server, |frame| frame)
}

pub(super) fn yawc_client<S: Sink>(outgoing: &Outgoing) -> Pass<S> {
    let mut next_key = keys();
    yawc(outgoing, yawc::Role::Client, move |frame| {
        frame.with_mask(next_key())
    })
}

fn yawc<S: Sink>(
    outgoing: &Outgoing,
    role: yawc::Role,
    mut mask: impl FnMut(yawc::Frame) -> yawc::Frame + 'static,
) -> Pass<S> {
    let frame = |message: &Message| match message {
        Message::Text(_) => yawc::Frame::text(message.to_bytes()),
        Message::Binary(_) => yawc::Frame::binary(message.to_bytes()),
    };
    let frames: Vec<_> = outgoing.iter().map(frame).collect();
    let mut encoder = yawc::codec::Encoder::new(role);
    let mut out = BytesMut::new();
    Box::new(move || {
        let mut sink = S::default();
        for frame in &frames {
            out.clear();
            let encoded = encoder.encode(mask(frame.clone()), &mut out);
            encoded.expect("well-formed");
            sink.put(&out);
        }
        sink
    })
}

pub(super) fn ws_framer_server<S: Sink>(outgoing: &Outgoing) -> Pass<S> {
    ws_framer(outgoing, false)
}

pub(super) fn ws_framer_client<S: Sink>(outgoing: &Outgoing) -> Pass<S> {
    ws_framer(outgoing, true)
}

fn ws_framer<S: Sink>(outgoing: &Outgoing, is_masked: bool) -> Pass<S> {
    /// The longest header.
    const HEADER: usize = 14;

    let outgoing = outgoing.clone();
    let lens = outgoing.iter().map(|message| message.as_bytes().len());
    let mut buffer = vec![0; HEADER + lens.max().unwrap_or_default()];
    Box::new(move || {
        let mut sink = S::default();
        let mut framer = WsTxFramer::new(is_masked, &mut buffer);
        for message in &*outgoing {
            let frame = match message {
                Message::Text(text) => framer.text(text),
                Message::Binary(data) => framer.binary(data),
            };
            sink.put(frame.expect("there is room"));
        }
        sink
    })
}

pub(super) fn tungstenite_server<S: Sink + 'static>(outgoing: &Outgoing) -> Pass<S> {
    tungstenite(outgoing, protocol::Role::Server)
}

pub(super) fn tungstenite_client<S: Sink + 'static>(outgoing: &Outgoing) -> Pass<S> {
    tungstenite(outgoing, protocol::Role::Client)
}

fn tungstenite<S: Sink + 'static>(outgoing: &Outgoing, role: protocol::Role) -> Pass<S> {
    let message = |message: &Message| match message {
        Message::Text(text) => tungstenite::Message::Text(text.into()),
        Message::Binary(_) => tungstenite::Message::Binary(message.to_bytes()),
    };
    let messages: Vec<_> = outgoing.iter().map(message).collect();
    let written = Shared::default();
    let mut connection = WebSocket::from_raw_socket(Socket::writing(&written), role, None);
    Box::new(move || {
        for message in &messages {
            connection.write(message.clone()).expect("open");
        }
        connection.flush().expect("open");
        written.take()
    })
}

pub(super) fn fastwebsockets_server<S: Sink + 'static>(outgoing: &Outgoing) -> Pass<S> {
    fastwebsockets(outgoing, fastwebsockets::Role::Server, || None)
}

pub(super) fn fastwebsockets_client<S: Sink + 'static>(outgoing: &Outgoing) -> Pass<S> {
    let mut next_key = keys();
    fastwebsockets(outgoing, fastwebsockets::Role::Client, move || {
        Some(next_key())
    })
}

fn fastwebsockets<S: Sink + 'static>(
    outgoing: &Outgoing,
    role: fastwebsockets::Role,
    mut next_key: impl FnMut() -> Option<[u8; 4]> + 'static,
) -> Pass<S> {
    use fastwebsockets::{Frame, OpCode, Payload, WebSocket};

    let outgoing = outgoing.clone();
    let written = Shared::default();
    let mut connection = WebSocket::after_handshake(Socket::writing(&written), role);
    Box::new(move || {
        for message in &*outgoing {
            let opcode = match message {
                Message::Text(_) => OpCode::Text,
                Message::Binary(_) => OpCode::Binary,
            };
            let payload = Payload::Borrowed(message.as_bytes());
            let frame = Frame::new(true, opcode, next_key(), payload);
            ready(connection.write_frame(frame)).expect("open");
        }
        written.take()
    })
}

pub(super) fn tokio_websockets_server<S: Sink + 'static>(outgoing: &Outgoing) -> Pass<S> {
    let written = Shared::default();
    let stream = tokio_websockets::ServerBuilder::new().serve(Socket::writing(&written));
    tokio_websockets(outgoing, stream, written)
}

pub(super) fn tokio_websockets_client<S: Sink + 'static>(outgoing: &Outgoing) -> Pass<S> {
    let written = Shared::default();
    let stream = tokio_websockets::ClientBuilder::new().take_over(Socket::writing(&written));
    tokio_websockets(outgoing, stream, written)
}

fn tokio_websockets<S: Sink + 'static>(
    outgoing: &Outgoing,
    mut stream: WebSocketStream<Socket<'static, Shared<S>>>,
    written: Shared<S>,
) -> Pass<S> {
    let message = |message: &Message| match message {
        Message::Text(_) => tokio_websockets::Message::text(message.to_bytes()),
        Message::Binary(_) => tokio_websockets::Message::binary(message.to_bytes()),
    };
    let messages: Vec<_> = outgoing.iter().map(message).collect();
    Box::new(move || {
        let mut stream = Pin::new(&mut stream);
        for message in &messages {
            ready(poll_fn(|context| stream.as_mut().poll_ready(context))).expect("open");
            stream.as_mut().start_send(message.clone()).expect("open");
        }
        ready(poll_fn(|context| stream.as_mut().poll_flush(context))).expect("open");
        written.take()
    })
}

pub(super) fn soketto_server<S: Sink + 'static>(outgoing: &Outgoing) -> Pass<S> {
    soketto(outgoing, Mode::Server)
}

pub(super) fn soketto_client<S: Sink + 'static>(outgoing: &Outgoing) -> Pass<S> {
    soketto(outgoing, Mode::Client)
}

fn soketto<S: Sink + 'static>(outgoing: &Outgoing, mode: Mode) -> Pass<S> {
    let outgoing = outgoing.clone();
    let written = Shared::default();
    let socket = Socket::writing(&written);
    // Its other half must live: without it there is no connection.
    let (mut sender, receiver) = soketto::connection::Builder::new(socket, mode).finish();
    Box::new(move || {
        let _receiver = &receiver;
        for message in &*outgoing {
            let sent = match message {
                Message::Text(text) => ready(sender.send_text(text)),
                Message::Binary(data) => ready(sender.send_binary(data)),
            };
            sent.expect("open");
        }
        written.take()
    })
}
