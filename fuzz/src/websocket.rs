//! `noio-websocket` beside `tungstenite`: what ours accepts, it reads the same, and answers the
//! same.
//!
//! One direction only: `tungstenite` reads lengths in more bytes than they need, which RFC 6455 §5.2
//! forbids, and has other limits.
//!
//! Where the two differ on what ours accepts:
//!
//! - 1014, "bad gateway", is a status code in the registry that RFC 6455 §11.7 sets up.
//!   `tungstenite` holds it for reserved: it tells the application, and answers the peer, that the
//!   code was 1002. Ours is right.
//! - An answer to a Close has the reason of the Close, too, where ours has the code alone. RFC 6455
//!   §5.5.1 asks for neither. Both are right.
//! - A frame behind the Close of a server is an error to a client. RFC 6455 §1.4 has it ignored.
//!   Ours is right. Here nothing is read behind a Close, so this is not seen.

use std::io::{self, Read, Write};

use noio_testkit::websocket::{Received, Sending, script};
use noio_websocket::{Config, DecodeError, Decoder, Encoder, Role};
use tungstenite::{
    Error, Message, WebSocket,
    error::ProtocolError,
    protocol::{self, CloseFrame, WebSocketConfig},
};

/// The longest frame and message, for both: a longer one reserves memory there before it comes.
const MAX_LEN: usize = 1 << 20;

/// What ours accepts, `tungstenite` reads the same; and also what ours encodes.
///
/// The lowest bit of the first byte chooses who receives, and is not set for a server. The rest is
/// [made up of frames](script::wire); or, if the second bit is set, lies there as it was sent; or, if
/// the third is, are [sendings](Sending::from_bytes) with 0xFE between them for our encoder.
///
/// # Panics
///
/// If it does not.
pub fn websocket_tungstenite(data: &[u8]) {
    let Some((&chosen, rest)) = data.split_first() else {
        return;
    };
    // `0` in ASCII is 48.
    let chosen = chosen ^ b'0';
    let role = if chosen & 1 == 0 {
        Role::Server
    } else {
        Role::Client
    };
    let wire = match chosen >> 1 & 3 {
        0 => script::wire(rest, role),
        1 => rest.to_vec(),
        _ => {
            let wire = encode(rest, role);
            let (_, result) = decode(&wire, role);
            assert_eq!(result, Ok(()), "what was encoded is refused");
            wire
        }
    };
    let (ours, result) = decode(&wire, role);
    let mut peer = Peer::new(&wire, role);
    for received in &ours {
        assert_eq!(peer.read(), Ok(as_tungstenite_has_it(received)));
    }
    let has_close = matches!(ours.last(), Some(Received::Close(..)));
    if result.is_ok() && !has_close {
        // The connection ends, in the middle of something or not: to `tungstenite` that is one.
        assert_eq!(
            peer.read(),
            Err(Error::Protocol(ProtocolError::ResetWithoutClosingHandshake).to_string())
        );
    }
    assert_eq!(peer.answers(), answers(&ours));
}

/// What our encoder sends to an end of this role.
fn encode(sendings: &[u8], receiver: Role) -> Vec<u8> {
    let mut out = Vec::new();
    let mut keys = 0_u32;
    let mut server = Encoder::server();
    let mut client = Encoder::client(|| {
        keys = keys.wrapping_add(0x9e37_79b9);
        keys.to_be_bytes()
    });
    for part in sendings.split(|&byte| byte == 0xfe) {
        if let Some(sending) = Sending::from_bytes(part) {
            // What must be refused is for `websocket_round_trip` to tell.
            let _ = match receiver {
                Role::Client => sending.encode(&mut server, &mut out),
                Role::Server => sending.encode(&mut client, &mut out),
            };
        }
    }
    out
}

/// What ours makes of a wire, up to a Close or an error.
fn decode(wire: &[u8], role: Role) -> (Vec<Received>, Result<(), DecodeError>) {
    let mut config = Config::new();
    config.max_frame_len = MAX_LEN as u64;
    config.max_message_len = MAX_LEN as u64;
    let mut decoder = Decoder::with_config(role, config);
    let mut input = wire;
    let mut received = Vec::new();
    loop {
        match decoder.decode(&mut input) {
            Ok(Some(event)) => received.push(Received::new(&event)),
            Ok(None) => return (received, Ok(())),
            Err(error) => return (received, Err(error)),
        }
    }
}

/// The same, but for what the module documentation says.
fn as_tungstenite_has_it(received: &Received) -> Received {
    match received {
        Received::Close(Some(1014), _) => {
            Received::Close(Some(1002), "Protocol violation".to_owned())
        }
        other => other.clone(),
    }
}

/// What `tungstenite` must answer: each ping, and the Close.
fn answers(received: &[Received]) -> Vec<Received> {
    received
        .iter()
        .filter_map(|received| match received {
            Received::Ping(payload) => Some(Received::Pong(payload.clone())),
            Received::Close(..) => Some(as_tungstenite_has_it(received)),
            _ => None,
        })
        .collect()
}

/// An end that `tungstenite` is at.
struct Peer<'w> {
    role: Role,
    socket: WebSocket<Stream<'w>>,
}

/// A connection on which all input is there at once.
struct Stream<'w> {
    received: &'w [u8],
    sent: Vec<u8>,
}

impl<'w> Peer<'w> {
    fn new(wire: &'w [u8], role: Role) -> Self {
        let stream = Stream {
            received: wire,
            sent: vec![],
        };
        let config = WebSocketConfig::default()
            .read_buffer_size(4096)
            .write_buffer_size(0)
            .max_frame_size(Some(MAX_LEN))
            .max_message_size(Some(MAX_LEN));
        let peer_role = match role {
            Role::Client => protocol::Role::Client,
            Role::Server => protocol::Role::Server,
        };
        Self {
            role,
            socket: WebSocket::from_raw_socket(stream, peer_role, Some(config)),
        }
    }

    fn read(&mut self) -> Result<Received, String> {
        let message = self.socket.read().map_err(|error| error.to_string())?;
        Ok(match message {
            Message::Text(text) => Received::Text(text.as_str().to_owned()),
            Message::Binary(data) => Received::Binary(data.to_vec()),
            Message::Ping(payload) => Received::Ping(payload.to_vec()),
            Message::Pong(payload) => Received::Pong(payload.to_vec()),
            Message::Close(None) => Received::Close(None, String::new()),
            Message::Close(Some(CloseFrame { code, reason })) => {
                Received::Close(Some(code.into()), reason.as_str().to_owned())
            }
            Message::Frame(frame) => unreachable!("{frame:?} was not assembled"),
        })
    }

    /// All that it has answered, as ours reads it.
    fn answers(mut self) -> Vec<Received> {
        // Of a server that is done, the error says so.
        let _ = self.socket.flush();
        let receiver = match self.role {
            Role::Client => Role::Server,
            Role::Server => Role::Client,
        };
        let (answers, result) = decode(&self.socket.get_ref().sent, receiver);
        assert_eq!(result, Ok(()), "what was answered is refused");
        answers
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.received.read(buffer)
    }
}

impl Write for Stream<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.sent.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `tungstenite` makes of a script up to an error, or to `count` messages.
    fn read(script: &[u8], role: Role, count: usize) -> Vec<Result<Received, String>> {
        let wire = script::wire(script, role);
        let mut peer = Peer::new(&wire, role);
        (0..count).map(|_| peer.read()).collect()
    }

    #[test]
    fn bad_gateway_is_held_for_reserved() {
        for role in [Role::Client, Role::Server] {
            let wire = script::wire(b"x\x03\xf6why", role);
            let ours = Received::Close(Some(1014), "why".to_owned());
            assert_eq!(decode(&wire, role), (vec![ours.clone()], Ok(())));
            let theirs = Received::Close(Some(1002), "Protocol violation".to_owned());
            assert_eq!(as_tungstenite_has_it(&ours), theirs);
            let mut peer = Peer::new(&wire, role);
            assert_eq!(peer.read(), Ok(theirs.clone()));
            assert_eq!(peer.answers(), [theirs]);
        }
    }

    #[test]
    fn answer_has_the_reason() {
        let wire = script::wire(b"x\x03\xe8why", Role::Server);
        let mut peer = Peer::new(&wire, Role::Server);
        let close = Received::Close(Some(1000), "why".to_owned());
        assert_eq!(peer.read(), Ok(close.clone()));
        assert_eq!(peer.answers(), [close]);
    }

    #[test]
    fn frame_behind_a_close_is_an_error() {
        let script = b"x\x03\xe8\xfetmore";
        let seen = read(script, Role::Client, 2);
        let error = Error::Protocol(ProtocolError::ReceivedAfterClosing).to_string();
        assert_eq!(seen[1], Err(error));
        let (ours, result) = decode(&script::wire(script, Role::Client), Role::Client);
        assert_eq!((ours.len(), result), (1, Ok(())));
    }

    #[test]
    fn lengths_that_are_not_minimal_are_read() {
        let text = Received::Text("a".to_owned());
        assert_eq!(read(b"wta", Role::Client, 1), [Ok(text.clone())]);
        assert_eq!(read(b"Wta", Role::Server, 1), [Ok(text)]);
    }
}
