//! Who takes requests as they come from the network, and answers them.

mod noio;
mod peer;

use bytes::Bytes;

use crate::{
    case::{Case, Kind},
    contender::{self, Contender},
    handshake::{request::Requests, response::read_all},
};

/// For each request.
pub const SERVERS: &[Contender<Requests>] = &[
    NOIO,
    SOKETTO,
    Contender {
        name: "soketto, buffer kept",
        about: "the same, with a buffer from the handshake before, which no server has that keeps \
                its connections",
        kind: Kind::Peer,
        timed: peer::soketto_kept,
        found: |requests| read_all(&peer::soketto_kept::<Vec<_>>(requests)),
    },
    Contender {
        name: "tokio-websockets",
        about: "`ServerBuilder::accept`, which makes the connection as well. SHA-1 from \
                `sha1_smol`, since it has no other without C",
        kind: Kind::Peer,
        timed: peer::tokio_websockets,
        found: |requests| read_all(&peer::tokio_websockets::<Vec<_>>(requests)),
    },
    Contender {
        name: "tungstenite",
        about: "`accept_hdr`, which makes the connection as well, with a buffer of 128 KiB",
        kind: Kind::Peer,
        timed: peer::tungstenite,
        found: |requests| read_all(&peer::tungstenite::<Vec<_>>(requests)),
    },
    Contender {
        name: "httparse",
        about: "parses the request, whole, and nothing else",
        kind: Kind::Roofline,
        timed: peer::httparse,
        found: peer::httparse,
    },
];

/// Those that are not quadratic in the length of a head that comes byte by byte. tokio-websockets
/// is, and tungstenite would be: it refuses such a head.
pub const DRIPPED: &[Contender<Requests>] = &[NOIO, SOKETTO];

const NOIO: Contender<Requests> = Contender {
    name: "noio-websocket",
    about: "`RequestDecoder`, `Request::accept` with `Origins::SameHost`, and \
            `Acceptance::encode` into a `Vec` that is kept",
    kind: Kind::Ours,
    timed: noio::server,
    found: |requests| read_all(&noio::server::<Vec<_>>(requests)),
};

const SOKETTO: Contender<Requests> = Contender {
    name: "soketto",
    about: "`handshake::Server`, with a buffer of 8 KiB",
    kind: Kind::Peer,
    timed: peer::soketto,
    found: |requests| read_all(&peer::soketto::<Vec<_>>(requests)),
};

/// `contenders`, for these requests.
pub fn case(contenders: &'static [Contender<Requests>], requests: Requests) -> Case {
    let bytes: Bytes = requests.bytes();
    let count = requests.heads.len();
    contender::case(contenders, requests, count, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handshake::{
        key::accept,
        request::{SUBPROTOCOL, key},
    };

    #[test]
    fn ours_answers_with_the_accept_key_and_the_subprotocol() {
        let found = (NOIO.found)(&Requests::of_browser(20, usize::MAX));
        let expected = |index| {
            let key = key(index);
            [&accept(key.as_bytes()), SUBPROTOCOL.as_bytes()].join(&b" "[..])
        };
        assert_eq!(found, (0..20).map(expected).collect::<Vec<_>>());
    }

    #[test]
    fn all_servers_agree_however_a_request_is_cut() {
        for piece in [usize::MAX, 512, 100] {
            (case(SERVERS, Requests::of_browser(20, piece)).check)();
        }
        for len in [800, 8_000] {
            (case(DRIPPED, Requests::of_len(len)).check)();
        }
    }
}
