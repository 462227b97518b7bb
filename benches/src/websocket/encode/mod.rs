//! Who encodes messages: ours, the peers, and a roofline that only copies them.

mod noio;
mod peer;

use core::hint::black_box;

use alloc::rc::Rc;
use bytes::Bytes;

use crate::{
    case::{self, Case, Lane},
    sink::{Seen, Sink},
    websocket::wire::{Kind, Shape, read_frames},
};

/// Encodes messages, one frame each, and hands over what is to be written.
#[derive(Clone, Copy, Debug)]
pub struct Contender {
    /// Name, for tables.
    pub name: &'static str,
    /// What it does beside the others.
    pub about: &'static str,
    /// Whose it is.
    pub kind: case::Kind,
    timed: fn(&Outgoing) -> Pass<Seen>,
    written: fn(&Outgoing) -> Pass<Vec<u8>>,
}

/// One pass, with all that an end of a connection keeps from one to the next.
type Pass<S> = Box<dyn FnMut() -> S>;

/// Messages to be sent.
pub type Outgoing = Rc<[Message]>;

/// A message to be sent.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "RFC 6455 has two kinds")]
pub enum Message {
    /// UTF-8.
    Text(String),
    /// Any bytes.
    Binary(Vec<u8>),
}

/// Those who send as a server. The first is the one that is measured against the others.
pub const SERVERS: [Contender; 11] = [
    Contender {
        name: "noio-websocket",
        about: "`Encoder` into a `Vec` that is cleared before each message",
        kind: case::Kind::Ours,
        timed: noio::server,
        written: noio::server,
    },
    Contender {
        name: "noio-websocket head",
        about: "`Encoder::text_head` and `binary_head`: two slices for a vectored write, no byte \
                of a message touched",
        kind: case::Kind::Ours,
        timed: noio::head,
        written: noio::head,
    },
    Contender {
        name: "websocket-sans-io",
        about: "`WebsocketFrameEncoder::start_frame` and the message into such a `Vec`",
        kind: case::Kind::Peer,
        timed: peer::sans_io_server,
        written: peer::sans_io_server,
    },
    Contender {
        name: "websocket-sans-io head",
        about: "`WebsocketFrameEncoder::start_frame`: two slices",
        kind: case::Kind::Peer,
        timed: peer::sans_io_head,
        written: peer::sans_io_head,
    },
    Contender {
        name: "yawc",
        about: "`codec::Encoder` into a `BytesMut` that is cleared before each message, from \
                `Bytes`",
        kind: case::Kind::Peer,
        timed: peer::yawc_server,
        written: peer::yawc_server,
    },
    Contender {
        name: "ws-framer",
        about: "`WsTxFramer` into a buffer of its user",
        kind: case::Kind::Peer,
        timed: peer::ws_framer_server,
        written: peer::ws_framer_server,
    },
    Contender {
        name: "tungstenite",
        about: "`WebSocket::write`, which gathers 128 KiB before it writes, from `Bytes`",
        kind: case::Kind::Peer,
        timed: peer::tungstenite_server,
        written: peer::tungstenite_server,
    },
    Contender {
        name: "fastwebsockets",
        about: "`WebSocket::write_frame`. More than 1 KiB goes out as two slices, which copies \
                nothing",
        kind: case::Kind::Peer,
        timed: peer::fastwebsockets_server,
        written: peer::fastwebsockets_server,
    },
    Contender {
        name: "tokio-websockets",
        about: "`start_send` of `WebSocketStream`, which gathers 8 KiB before it writes, from \
                `Bytes`. All goes out as two slices, which copies nothing",
        kind: case::Kind::Peer,
        timed: peer::tokio_websockets_server,
        written: peer::tokio_websockets_server,
    },
    Contender {
        name: "soketto",
        about: "`Sender`, which writes header and message one after the other, without a copy",
        kind: case::Kind::Peer,
        timed: peer::soketto_server,
        written: peer::soketto_server,
    },
    MEMCPY,
];

/// Those who send as a client: masked.
pub const CLIENTS: [Contender; 9] = [
    Contender {
        name: "noio-websocket",
        about: "`Encoder` into a `Vec` that is cleared before each message, with keys that cost \
                next to nothing",
        kind: case::Kind::Ours,
        timed: noio::client,
        written: noio::client,
    },
    Contender {
        name: "websocket-sans-io",
        about: "`WebsocketFrameEncoder`: header and message into such a `Vec`, masked there, with \
                the same keys",
        kind: case::Kind::Peer,
        timed: peer::sans_io_client,
        written: peer::sans_io_client,
    },
    Contender {
        name: "yawc",
        about: "`codec::Encoder` into a `BytesMut` that is cleared before each message, from \
                `Bytes`, with the same keys",
        kind: case::Kind::Peer,
        timed: peer::yawc_client,
        written: peer::yawc_client,
    },
    Contender {
        name: "ws-framer",
        about: "`WsTxFramer` into a buffer of its user. Its key is zero, since its other sources \
                ask the system each time, but it masks all the same",
        kind: case::Kind::Peer,
        timed: peer::ws_framer_client,
        written: peer::ws_framer_client,
    },
    Contender {
        name: "tungstenite",
        about: "`WebSocket::write`, which gathers 128 KiB before it writes, from `Bytes`. Keys \
                from `rand`",
        kind: case::Kind::Peer,
        timed: peer::tungstenite_client,
        written: peer::tungstenite_client,
    },
    Contender {
        name: "fastwebsockets",
        about: "`WebSocket::write_frame`, which masks a copy of its own, with the same keys as \
                ours",
        kind: case::Kind::Peer,
        timed: peer::fastwebsockets_client,
        written: peer::fastwebsockets_client,
    },
    Contender {
        name: "tokio-websockets",
        about: "`start_send` of `WebSocketStream`, which masks a copy of its own and gathers 8 KiB \
                before it writes, from `Bytes`. Keys from `fastrand`",
        kind: case::Kind::Peer,
        timed: peer::tokio_websockets_client,
        written: peer::tokio_websockets_client,
    },
    Contender {
        name: "soketto",
        about: "`Sender`, which masks in a buffer that it keeps. Keys from `rand`",
        kind: case::Kind::Peer,
        timed: peer::soketto_client,
        written: peer::soketto_client,
    },
    MEMCPY,
];

/// A floor: nothing but the messages.
const MEMCPY: Contender = Contender {
    name: "memcpy",
    about: "each message into a `Vec`",
    kind: case::Kind::Roofline,
    timed: memcpy,
    written: memcpy,
};

/// `contenders`, for so many messages of this shape. They mask, or they do not.
pub fn case(contenders: &[Contender], is_masked: bool, shape: Shape, messages: usize) -> Case {
    let outgoing = outgoing(shape, messages);
    let lane = |contender: &Contender| {
        let mut pass = (contender.timed)(&outgoing);
        Lane {
            name: contender.name,
            about: contender.about,
            kind: contender.kind,
            pass: Box::new(move || {
                black_box(pass());
            }),
        }
    };
    let lanes = contenders.iter().map(lane).collect();
    let input = outgoing.iter().flat_map(Message::as_bytes).copied();
    let contenders = contenders.to_vec();
    Case {
        units: messages,
        input: input.collect::<Bytes>(),
        lanes,
        check: Box::new(move || assert_agreement(&contenders, is_masked, &outgoing)),
    }
}

/// So many messages of this shape.
pub fn outgoing(shape: Shape, messages: usize) -> Outgoing {
    let message = |payload| match shape.kind {
        Kind::Text => Message::Text(String::from_utf8(payload).expect("UTF-8")),
        Kind::Binary => Message::Binary(payload),
    };
    shape.payloads(messages).map(message).collect()
}

/// Checks that each encoder among `contenders` writes the messages, one frame each, masked or not
/// as said.
///
/// # Panics
///
/// If one does not, since its time would then mean nothing.
pub fn assert_agreement(contenders: &[Contender], is_masked: bool, outgoing: &Outgoing) {
    let expected: Vec<_> = outgoing.iter().map(Message::to_parts).collect();
    for contender in contenders {
        if contender.kind == case::Kind::Roofline {
            continue;
        }
        let name = contender.name;
        let (mut timed, mut written) = ((contender.timed)(outgoing), (contender.written)(outgoing));
        for pass in ["first", "second"] {
            let written = written();
            let messages = read_frames(&written, is_masked);
            assert!(messages == expected, "{name} differs, {pass} pass");
            assert_eq!(timed().len, written.len(), "{name}, timed, {pass} pass");
        }
    }
}

fn memcpy<S: Sink>(outgoing: &Outgoing) -> Pass<S> {
    let (outgoing, mut out) = (outgoing.clone(), Vec::new());
    Box::new(move || {
        let mut sink = S::default();
        for message in &*outgoing {
            out.clear();
            out.extend_from_slice(message.as_bytes());
            sink.put(&out);
        }
        sink
    })
}

impl Message {
    fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Binary(data) => data,
        }
    }

    fn to_bytes(&self) -> Bytes {
        Bytes::copy_from_slice(self.as_bytes())
    }

    fn to_parts(&self) -> (Kind, Vec<u8>) {
        match self {
            Self::Text(text) => (Kind::Text, text.as_bytes().into()),
            Self::Binary(data) => (Kind::Binary, data.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::websocket::ENCODED;

    #[test]
    fn all_encoders_agree() {
        for shape in ENCODED {
            let outgoing = outgoing(shape, 5);
            assert_agreement(&SERVERS, false, &outgoing);
            assert_agreement(&CLIENTS, true, &outgoing);
        }
    }

    #[test]
    #[should_panic(expected = "differs")]
    fn disagreement_is_seen() {
        let [first, ..] = SERVERS;
        let contender = Contender {
            written: |_| Box::new(|| b"\x81\x01a".into()),
            ..first
        };
        assert_agreement(&[contender], false, &outgoing(ENCODED[0], 1));
    }
}
