//! Who makes accept keys.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use noio_websocket::handshake::accept_key;
use sha1::{Digest as _, Sha1};
use tungstenite::handshake::derive_accept_key;

use crate::{case::Kind, contender::Contender, sink::Sink};

/// For each key.
pub const KEYS: &[Contender<Vec<String>>] = &[
    Contender {
        name: "noio-websocket",
        about: "`accept_key`, which stays on the stack",
        kind: Kind::Ours,
        timed: |keys| noio(keys),
        found: |keys| noio(keys),
    },
    Contender {
        name: "sha1 and base64",
        about: "the two crates that ours is made with, and a buffer on the stack",
        kind: Kind::Peer,
        timed: |keys| bare(keys),
        found: |keys| bare(keys),
    },
    Contender {
        name: "tungstenite",
        about: "`derive_accept_key`, with the same sha1, into a `String`",
        kind: Kind::Peer,
        timed: |keys| tungstenite(keys),
        found: |keys| tungstenite(keys),
    },
];

fn noio<S: Sink>(keys: &[String]) -> S {
    let mut sink = S::default();
    for key in keys {
        sink.put(accept_key(key.as_bytes()).as_bytes());
    }
    sink
}

fn bare<S: Sink>(keys: &[String]) -> S {
    let mut sink = S::default();
    for key in keys {
        sink.put(&accept(key.as_bytes()));
    }
    sink
}

fn tungstenite<S: Sink>(keys: &[String]) -> S {
    let mut sink = S::default();
    for key in keys {
        sink.put(derive_accept_key(key.as_bytes()).as_bytes());
    }
    sink
}

/// RFC 6455 §4.2.2, item 5.4.
#[inline]
pub(super) fn accept(key: &[u8]) -> [u8; 28] {
    let mut digest = Sha1::new();
    digest.update(key);
    digest.update(b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    let mut accept = [0; 28];
    let written = STANDARD.encode_slice(digest.finalize(), &mut accept);
    assert_eq!(written, Ok(28));
    accept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_the_standard_has_its_accept_key() {
        let accept = accept(b"dGhlIHNhbXBsZSBub25jZQ==");
        assert_eq!(&accept, b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }
}
