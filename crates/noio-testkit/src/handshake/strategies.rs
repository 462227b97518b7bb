//! Heads for property tests.

use noio_websocket::handshake::Config;
use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
};

use super::{
    EXTENSIONS, KEY, Offers, SUBPROTOCOLS, Setup, Side,
    script::{self, Legal},
};
use crate::strategies::{bytes, fragments, mutated};

/// Parts of heads that mean something, alone or next to each other.
const FRAGMENTS: &[&[u8]] = &[
    b"GET / HTTP/1.1\r\n",
    b"GET / HTTP/1.1\r\n",
    b"HTTP/1.1 101 \r\n",
    b"HTTP/1.1 101 \r\n",
    b"HTTP/1.1 103 \r\n\r\n",
    b"HTTP/1.0 200 \r\n",
    b"Host: a\r\n",
    b"Upgrade: websocket\r\n",
    b"Connection: upgrade\r\n",
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
    b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n",
    b"Sec-WebSocket-Version: 13\r\n",
    b"Sec-WebSocket-Protocol: chat\r\n",
    b"Sec-WebSocket-Extensions: permessage-deflate\r\n",
    b"Content-Length: 0\r\n",
    b"\r\n",
    b"\r\n",
    b"\r",
    b"\n",
    b":",
    b" ",
    b"\t",
    b",",
    b";",
    b"=",
    b"\"",
    b"\\",
    b"/",
    b"a",
    b"GET ",
    b"HTTP/",
    b"\0",
    b"\x7f",
    b"\x80",
];

/// Values that some field may not have.
const VALUES: &[&[u8]] = &[
    b"",
    b",",
    b" , ,",
    b"a",
    b"a, a",
    b"a b",
    b"a/b/c",
    b"a;",
    b"a;b",
    b"a;b=\"c",
    b"a;b=\"c d\"",
    b"a;b=\"\\c\"",
    b"a;=",
    b"\"a\"",
    b"\xe9",
    b"0",
    b"00",
    b"8",
    b"13",
    b"013",
    b"256",
    b"chat",
    b"chat, superchat",
    b"permessage-deflate",
    b"permessage-deflate, permessage-deflate",
    b"x-d, x-a",
    b"websocket",
    b"websocket, websocket",
    b"upgrade",
    b"AAAAAAAAAAAAAAAAAAAAAA==",
    b"AAAAAAAAAAAAAAAAAAAAAB==",
    b"[::1]:80",
    b"[::1",
    b"a:65536",
    b"u@a",
    b"%4",
];

/// Names whose fields a handshake looks at.
const NAMES: &[&[u8]] = &[
    b"host",
    b"Upgrade",
    b"Connection",
    b"Sec-WebSocket-Key",
    b"Sec-WebSocket-Accept",
    b"Sec-WebSocket-Version",
    b"Sec-WebSocket-Protocol",
    b"Sec-WebSocket-Extensions",
    b"Origin",
    b"Content-Length",
    b"Transfer-Encoding",
];

/// A request that is accepted.
pub fn legal_request() -> impl Strategy<Value = Legal> {
    choices().prop_map(|choices| script::request(&choices))
}

/// Offers, and a response that a client takes which has made them.
pub fn legal_response() -> impl Strategy<Value = (Offers, Legal)> {
    (offers(), choices())
        .prop_map(|(offers, choices)| (offers, script::response(&choices, &offers)))
}

fn choices() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..160)
}

/// What a client has offered.
pub fn offers() -> impl Strategy<Value = Offers> {
    let key = prop_oneof![3 => Just(KEY), 1 => any::<[u8; 16]>()];
    (key, select(SUBPROTOCOLS), select(EXTENSIONS)).prop_map(|(key, subprotocols, extensions)| {
        Offers {
            key,
            subprotocols,
            extensions,
        }
    })
}

/// A decoder with any limits, and any octets for it: arbitrary ones, fragments of heads, and legal
/// heads, whole, changed and with more behind them.
pub fn decoder_and_head() -> impl Strategy<Value = (Setup, Vec<u8>)> {
    side().prop_flat_map(|side| {
        (config(), head(side)).prop_map(move |(config, head)| {
            let mut setup = match side {
                Side::Server => Setup::server(),
                Side::Client(offers) => Setup::client(offers),
            };
            setup.config = config;
            (setup, head)
        })
    })
}

fn side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::Server), offers().prop_map(Side::Client)]
}

fn head(side: Side) -> impl Strategy<Value = Vec<u8>> {
    let legal = move || {
        choices().prop_map(move |choices| match side {
            Side::Server => script::request(&choices).head,
            Side::Client(offers) => script::response(&choices, &offers).head,
        })
    };
    prop_oneof![
        1 => bytes(100),
        2 => fragments(FRAGMENTS, 20),
        1 => legal(),
        2 => mutated(legal()),
        6 => with_other_lines(legal()),
        2 => spliced(legal()),
        1 => (legal(), bytes(20)).prop_map(|(head, rest)| [head, rest].concat()),
    ]
}

/// The limits: the default ones, or some that short heads exceed.
pub fn config() -> impl Strategy<Value = Config> {
    let lens = prop_oneof![3 => Just(16 * 1024), 1 => 0..400_usize];
    let counts = prop_oneof![3 => Just(100), 1 => 0..12_usize];
    (lens, counts).prop_map(|(max_head_len, max_field_count)| {
        let mut config = Config::new();
        config.max_head_len = max_head_len;
        config.max_field_count = max_field_count;
        config
    })
}

/// A change to the lines of a head.
#[derive(Clone, Debug)]
enum Change {
    Remove(Index),
    Repeat(Index),
    Swap(Index, Index),
    Value(Index, &'static [u8]),
    Insert(Index, &'static [u8], &'static [u8]),
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    prop_oneof![
        at().prop_map(Change::Remove),
        at().prop_map(Change::Repeat),
        (at(), at()).prop_map(|(one, other)| Change::Swap(one, other)),
        (at(), select(VALUES)).prop_map(|(at, value)| Change::Value(at, value)),
        (at(), select(NAMES), select(VALUES))
            .prop_map(|(at, name, value)| Change::Insert(at, name, value)),
    ]
}

impl Change {
    fn apply(&self, lines: &mut Vec<Vec<u8>>) {
        let len = lines.len();
        match self {
            _ if len == 0 => {}
            Self::Remove(at) => {
                lines.remove(at.index(len));
            }
            Self::Repeat(at) => lines.push(lines[at.index(len)].clone()),
            Self::Swap(one, other) => lines.swap(one.index(len), other.index(len)),
            Self::Value(at, value) => {
                let line = &mut lines[at.index(len)];
                let name_len = line.iter().position(|&octet| octet == b':');
                line.truncate(name_len.map_or(line.len(), |len| len + 1));
                line.extend_from_slice(value);
            }
            Self::Insert(at, name, value) => {
                lines.insert(at.index(len + 1), [name, &b": "[..], value].concat());
            }
        }
    }
}

/// Heads in which some lines are missing, there twice, or say something else.
fn with_other_lines(legal: impl Strategy<Value = Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    (legal, vec(change(), 1..3)).prop_map(|(head, changes)| {
        let text = head.strip_suffix(b"\r\n\r\n").unwrap_or(&head);
        let mut lines: Vec<Vec<u8>> = text
            .split(|&octet| octet == b'\n')
            .map(|line| line.strip_suffix(b"\r").unwrap_or(line).to_vec())
            .collect();
        let mut fields = lines.split_off(1);
        for change in changes {
            change.apply(&mut fields);
        }
        lines.extend(fields);
        lines.push(b"\r\n".to_vec());
        lines.join(&b"\r\n"[..])
    })
}

/// Heads into which octets were put that could end a line, a name or an element, or from which such
/// octets were taken.
fn spliced(legal: impl Strategy<Value = Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    const SPLICES: &[&[u8]] = &[
        b"\r",
        b"\n",
        b"\r\n",
        b"\n\r",
        b"\r\n ",
        b":",
        b" ",
        b"\t",
        b",",
        b";",
        b"=",
        b"\"",
        b"\\",
        b"/",
        b"\0",
        b"\r\n\r\n",
        b"\xe9",
        b"websocket",
        b"a",
    ];
    let splice = (any::<Index>(), select(SPLICES), 0..3_usize);
    (legal, vec(splice, 1..4)).prop_map(|(mut head, splices)| {
        for (at, octets, removed) in splices {
            let start = at.index(head.len() + 1);
            let end = head.len().min(start + removed);
            head.splice(start..end, octets.iter().copied());
        }
        head
    })
}
