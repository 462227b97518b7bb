//! Two ends that are connected, and whatever is done to them.

use noio_websocket::{Encoder, MaskKeys, Role, Transport, Unmasked};

mod endpoint;
mod wire;

use self::{endpoint::Endpoint, wire::Wire};

/// A client and a server that are connected keep the close handshake and lose nothing, whatever
/// they do; see [`check_pair`].
///
/// # Panics
///
/// If they do not.
pub fn websocket_pair(data: &[u8]) {
    if let Err(detail) = check_pair(data) {
        panic!("{detail}");
    }
}

/// Connects a client and a server, has them do what `script` says, then lets them go on until there
/// is nothing left to do, and checks that
///
/// - an encoder refuses what it must, and nothing else;
/// - what one end sends, the other receives, whole and in order, and it never sees an error;
/// - replies are a pong to the latest ping, or a Close with the code of the peer's Close;
/// - on neither wire anything follows a Close;
/// - when one end has sent a Close, both do in the end; then the server closes, and the client waits;
/// - a wire that is cut ends with what was in the middle of it;
/// - an octet that was changed on the way may cause an error, which lasts and is answered by a Close
///   with its code, and the other wire goes on.
///
/// The script has two bytes for each operation: a letter, in lower case for the client and in upper
/// case for the server, and an argument.
///
/// | letter | what the end does |
/// |---|---|
/// | `t` `b` | sends a message, text or binary, of as many octets as the argument says; above 127, of as many beyond it times 520, if that is not done too often |
/// | `f` `g` | sends a fragment of one |
/// | `e` `h` | sends the last fragment of one |
/// | `p` `o` | sends a ping or a pong |
/// | `c` | sends a Close: three bits of the argument choose the code, the others the length of the reason |
/// | `n` | sends a Close without a code |
/// | `d` | receives as many octets as the argument says; answers nothing |
/// | `l` | receives as many, and answers each ping and Close |
/// | `a` | receives all there are, and answers each ping and Close |
/// | `y` | answers what came last |
/// | `q` | is told that the peer sends nothing more |
/// | `x` | receives another octet than was sent, up to 31 octets from now; three bits of the argument choose how it differs |
///
/// Of the letter, the lower five bits count, and the next for its case. With the highest bit set,
/// what is received is decoded in place. Other letters stand for nothing.
///
/// # Errors
///
/// What does not hold.
pub fn check_pair(script: &[u8]) -> Result<(), String> {
    let mut keys = 0_u32;
    let mut pair = Pair {
        client: Endpoint::new(
            Role::Client,
            Encoder::client(|| {
                keys = keys.wrapping_add(0x9e37_79b9);
                keys.to_be_bytes()
            }),
        ),
        server: Endpoint::new(Role::Server, Encoder::server()),
        to_client: Wire::new(Role::Client),
        to_server: Wire::new(Role::Server),
    };
    let (operations, _) = script.as_chunks();
    for (place, operation) in operations.iter().enumerate() {
        pair.operate(*operation).map_err(|detail| {
            let operation = operation.escape_ascii();
            format!("{detail}\n  at operation {place}, `{operation}`")
        })?;
    }
    pair.settle()
}

struct Pair<K> {
    client: Endpoint<K>,
    server: Endpoint<Unmasked>,
    to_client: Wire,
    to_server: Wire,
}

impl<K: MaskKeys> Pair<K> {
    fn operate(&mut self, [operation, argument]: [u8; 2]) -> Result<(), String> {
        let is_client = operation & 0x20 != 0;
        // The letter, in lower case and without the highest bit.
        let letter = operation & 0x1f | 0x60;
        let is_in_place = operation & 0x80 != 0;
        if is_client {
            let (incoming, outgoing) = (&mut self.to_client, &mut self.to_server);
            self.client
                .operate(letter, argument, is_in_place, incoming, outgoing)
        } else {
            let (incoming, outgoing) = (&mut self.to_server, &mut self.to_client);
            self.server
                .operate(letter, argument, is_in_place, incoming, outgoing)
        }
    }

    /// Has both ends receive and answer until nothing is under way.
    fn settle(&mut self) -> Result<(), String> {
        // What was sent, what answers it, and what answers a Close among that.
        for _ in 0..3 {
            for operation in *b"aAyY" {
                self.operate([operation, 0])?;
            }
        }
        for wire in [&self.to_client, &self.to_server] {
            let lost = &wire.sent[wire.come..];
            if wire.is_whole() && !lost.is_empty() {
                return Err(format!("was never received: {lost:?}"));
            }
        }
        let are_whole = self.to_client.is_whole() && self.to_server.is_whole();
        let (client, server) = (&self.client, &self.server);
        let has_closed = client.sent.is_closed() || server.sent.is_closed();
        if are_whole && has_closed {
            let states = (client.transport(), server.transport());
            if states != (Transport::AwaitPeer, Transport::Close) {
                return Err(format!("after the close handshake: {states:?}"));
            }
        }
        Ok(())
    }
}
