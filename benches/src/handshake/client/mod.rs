//! Who asks for a connection, and reads the answer.

mod connection;
mod noio;
mod peer;

use core::hint::black_box;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;

use crate::{
    case::{Case, Kind},
    contender::{self, Contender},
    handshake::request::{HOST, SUBPROTOCOL, key, path},
    sink::Sink,
};

/// Whom to ask for what.
#[derive(Debug)]
pub struct Target {
    uri: String,
    /// Path and query.
    path: String,
    /// For who takes one.
    key: [u8; 16],
    /// A request, for the roofline.
    request: Vec<u8>,
}

/// For each target.
pub const CLIENTS: &[Contender<Vec<Target>>] = &[
    Contender {
        name: "noio-websocket",
        about: "`Client` for an `Offer`: `encode_request` into a `Vec` that is kept, and `decode`. \
                The keys are there before",
        kind: Kind::Ours,
        timed: |targets| noio::client(targets),
        found: |targets| read_all(&noio::client::<Vec<_>>(targets)),
    },
    Contender {
        name: "soketto",
        about: "`handshake::Client`, of host and path instead of a URI, with a buffer of 8 KiB. \
                Keys from `rand`",
        kind: Kind::Peer,
        timed: |targets| peer::soketto(targets),
        found: |targets| read_all(&peer::soketto::<Vec<_>>(targets)),
    },
    Contender {
        name: "tokio-websockets",
        about: "`ClientBuilder::connect_on`, which makes the connection as well. Keys from \
                `fastrand`, SHA-1 from `sha1_smol`; Connection and Upgrade are not looked at",
        kind: Kind::Peer,
        timed: |targets| peer::tokio_websockets(targets),
        found: |targets| read_all(&peer::tokio_websockets::<Vec<_>>(targets)),
    },
    Contender {
        name: "tungstenite",
        about: "`client`, which makes the connection as well, with a buffer of 128 KiB. Keys from \
                `rand`",
        kind: Kind::Peer,
        timed: |targets| peer::tungstenite(targets),
        found: |targets| read_all(&peer::tungstenite::<Vec<_>>(targets)),
    },
    Contender {
        name: "the server",
        about: "which all have in their time: it finds the key, makes the accept key and writes \
                the response",
        kind: Kind::Roofline,
        timed: |targets| server(targets),
        found: |targets| server(targets),
    },
];

/// The contenders, for so many targets.
pub fn case(count: usize) -> Case {
    let mut targets: Vec<_> = (0..count).map(target).collect();
    let found: Vec<Vec<u8>> = noio::client(&targets);
    let requests = found.into_iter().step_by(2);
    for (target, request) in targets.iter_mut().zip(requests) {
        target.request = request;
    }
    let requests = targets.iter().flat_map(|target| &target.request);
    let bytes: Bytes = requests.copied().collect();
    contender::case(CLIENTS, targets, count, bytes)
}

fn target(index: usize) -> Target {
    let path = path(index);
    let mut octets = [0; 18];
    let decoded = STANDARD.decode_slice(key(index), &mut octets);
    assert_eq!(decoded, Ok(16));
    let [key @ .., _, _] = octets;
    Target {
        uri: format!("ws://{HOST}{path}"),
        path,
        key,
        request: Vec::new(),
    }
}

fn server<S: Sink>(targets: &[Target]) -> S {
    let mut sink = S::default();
    let mut response = Vec::new();
    for target in targets {
        connection::answer(black_box(&target.request), &mut response);
        sink.put(&response);
    }
    sink
}

/// What a client asked, and which subprotocol it found agreed upon, in turn: in the same words for
/// all.
///
/// # Panics
///
/// If a request is none that RFC 6455 §4.1 allows.
fn read_all(found: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let (pairs, rest) = found.as_chunks();
    assert!(rest.is_empty(), "pairs");
    pairs.iter().map(read).collect()
}

fn read([request, agreed]: &[Vec<u8>; 2]) -> Vec<u8> {
    let mut fields = [httparse::EMPTY_HEADER; 16];
    let mut line = httparse::Request::new(&mut fields);
    let parsed = line.parse(request).expect("legal");
    assert_eq!(parsed, httparse::Status::Complete(request.len()));
    assert_eq!((line.method, line.version), (Some("GET"), Some(1)));
    let fields = &*line.headers;
    let only = |name: &str| {
        let mut fields = fields
            .iter()
            .filter(|field| field.name.eq_ignore_ascii_case(name));
        let value = fields.next().map(|field| field.value).unwrap_or_default();
        assert!(fields.next().is_none(), "{name} comes twice");
        str::from_utf8(value).expect("ASCII").to_ascii_lowercase()
    };
    for (name, value) in [
        ("host", HOST),
        ("upgrade", "websocket"),
        ("connection", "upgrade"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-protocol", SUBPROTOCOL),
        ("sec-websocket-extensions", ""),
    ] {
        assert_eq!(only(name), value, "{name}");
    }
    assert_eq!(only("sec-websocket-key").len(), 24);
    [line.path.expect("a target").as_bytes(), agreed].join(&b" "[..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_clients_agree() {
        (case(20).check)();
    }

    #[test]
    fn ours_asks_for_the_path_and_finds_the_subprotocol() {
        let found = read_all(&noio::client::<Vec<_>>(&[target(7)]));
        let expected = format!("{} {SUBPROTOCOL}", path(7));
        assert_eq!(found, [expected.into_bytes()]);
    }

    #[test]
    #[should_panic(expected = "upgrade")]
    fn another_request_is_refused() {
        let request = format!("GET / HTTP/1.1\r\nHost: {HOST}\r\n\r\n");
        read_all(&[request.into(), Vec::new()]);
    }
}
