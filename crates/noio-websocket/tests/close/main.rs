//! The close handshake (RFC 6455 §7), in every order, and how connections fail and end.
#![expect(clippy::expect_used, reason = "a panic in a helper is a failed test")]

mod codes;
mod end_of_input;
mod errors;
mod order;
mod pair;
mod transport;

use noio_testkit::websocket::{Received, Sending, script};
use noio_websocket::{
    CloseCode, Config, DecodeError, Decoder, EncodeError, Encoder, Reply, Role, Transport,
};

const ROLES: [Role; 2] = [Role::Client, Role::Server];

/// One end of a connection, with the loop of the documentation, and what the other end makes of
/// what it sends.
struct Endpoint {
    role: Role,
    decoder: Decoder,
    encoder: AnyEncoder,
    peer: Decoder,
    /// What the peer has received.
    sent: Vec<Received>,
}

enum AnyEncoder {
    Client(Encoder<fn() -> [u8; 4]>),
    Server(Encoder),
}

impl AnyEncoder {
    fn send(&mut self, sending: &Sending, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        match self {
            Self::Client(encoder) => sending.encode(encoder, out),
            Self::Server(encoder) => sending.encode(encoder, out),
        }
    }

    fn reply(&mut self, reply: Reply, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        match self {
            Self::Client(encoder) => encoder.reply(reply, out),
            Self::Server(encoder) => encoder.reply(reply, out),
        }
    }

    fn is_done(&self) -> bool {
        match self {
            Self::Client(encoder) => encoder.is_done(),
            Self::Server(encoder) => encoder.is_done(),
        }
    }
}

impl Endpoint {
    fn new(role: Role) -> Self {
        Self::with_config(role, Config::new())
    }

    fn with_config(role: Role, config: Config) -> Self {
        let (encoder, peer) = match role {
            Role::Client => (
                AnyEncoder::Client(Encoder::client(|| [0x37, 0xfa, 0x21, 0x3d])),
                Role::Server,
            ),
            Role::Server => (AnyEncoder::Server(Encoder::server()), Role::Client),
        };
        Self {
            role,
            decoder: Decoder::with_config(role, config),
            encoder,
            peer: Decoder::new(peer),
            sent: vec![],
        }
    }

    /// Receives the frames that `script` stands for; see [`script::wire`].
    #[track_caller]
    fn receive(&mut self, script: &[u8]) -> Vec<Received> {
        let wire = script::wire(script, self.role);
        let (received, result) = self.receive_wire(&wire);
        assert_eq!(result, Ok(()));
        received
    }

    /// Receives octets: what comes of them, answered, and the error that ends it.
    fn receive_wire(&mut self, wire: &[u8]) -> (Vec<Received>, Result<(), DecodeError>) {
        let mut input = wire;
        let mut received = Vec::new();
        let result = loop {
            match self.decoder.decode(&mut input) {
                Ok(Some(event)) => received.push(Received::new(&event)),
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            }
            self.reply();
        };
        self.reply();
        (received, result)
    }

    fn reply(&mut self) {
        if let Some(reply) = self.decoder.take_reply() {
            let mut out = Vec::new();
            self.encoder.reply(reply, &mut out).expect("vectors grow");
            self.deliver(&out);
        }
        assert_eq!(self.decoder.take_reply(), None);
    }

    fn send(&mut self, sending: &Sending) -> Result<(), EncodeError> {
        let mut out = Vec::new();
        let result = self.encoder.send(sending, &mut out);
        assert!(result.is_ok() || out.is_empty());
        self.deliver(&out);
        result
    }

    /// Has the peer receive what was sent. Nothing may be behind a Close.
    fn deliver(&mut self, wire: &[u8]) {
        assert!(
            wire.is_empty() || !self.peer.is_done(),
            "behind a Close: {wire:x?}"
        );
        let mut input = wire;
        while let Some(event) = self.peer.decode(&mut input).expect("legal") {
            self.sent.push(Received::new(&event));
        }
        assert!(input.is_empty(), "behind a Close: {input:x?}");
    }

    fn transport(&self) -> Transport {
        self.decoder.transport(self.encoder.is_done())
    }

    /// What is to be done with the connection when both have sent a Close.
    fn transport_in_the_end(&self) -> Transport {
        match self.role {
            Role::Client => Transport::AwaitPeer,
            Role::Server => Transport::Close,
        }
    }
}

/// A Close to be sent.
fn close(code: CloseCode, reason: &str) -> Sending {
    Sending::Close {
        code,
        reason: reason.to_owned(),
    }
}

/// A Close that was received.
fn closed(code: u16, reason: &str) -> Received {
    Received::Close(Some(code), reason.to_owned())
}
