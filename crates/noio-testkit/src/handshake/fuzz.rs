//! What the fuzz targets for `noio_websocket::handshake` call.
//!
//! The input is a byte that chooses limits, for responses one that chooses what was offered, a byte
//! that is the seed for [`cuts::seeded`], and a head. Two bits of the first byte say how that is
//! written:
//!
//! | bits | the head is |
//! |---|---|
//! | 0 | put together from lines, each with CRLF behind it, of which some are a letter: `g` `h` `u` `c` `k` `v` for those of a request, `s` `u` `c` `a` for those of a response, and `w` for all of them |
//! | 1 | as it was sent |
//! | 2, 3 | a legal one of the module [`script`], where four bytes in front of its own change one octet |
//!
//! So `00w` and two line feeds is a readable seed file: a legal request.

use noio_websocket::handshake::Config;

use super::{
    Decoder, EXTENSIONS, Offers, SUBPROTOCOLS, Setup,
    pair::{Wanted, check_answer, check_pair},
    script::{self, Legal},
};
use crate::{Comparison, cuts, laws};

/// A head is cut off here: it is looked at byte by byte, often, and a fuzzer has to be quick.
const MAX_LEN: usize = 2_048;

/// And what two ends want of each other is cut off here: to agree to all extensions, each is
/// compared with all others.
const MAX_WANTED_LEN: usize = 1_024;

/// The lines of a legal request.
const REQUEST: &[(u8, &[u8])] = &[
    (b'g', b"GET /chat HTTP/1.1"),
    (b'h', b"Host: example.com"),
    (b'u', b"Upgrade: websocket"),
    (b'c', b"Connection: Upgrade"),
    (b'k', b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="),
    (b'v', b"Sec-WebSocket-Version: 13"),
];

/// The lines of a legal response to that.
const RESPONSE: &[(u8, &[u8])] = &[
    (b's', b"HTTP/1.1 101 Switching Protocols"),
    (b'u', b"Upgrade: websocket"),
    (b'c', b"Connection: Upgrade"),
    (b'a', b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
];

/// [`noio_websocket::handshake::RequestDecoder`] keeps the laws and agrees with the
/// [reference](super::reference), whatever the bytes; and what it accepts can be answered, so that
/// the client opens the connection.
///
/// The third bit of the first byte has small limits, which short inputs exceed. `0` in ASCII is none
/// of all these bits.
///
/// # Panics
///
/// If it does not, or cannot.
pub fn websocket_handshake_server(data: &[u8]) {
    let Some((chosen, seed, head)) = server_input(data) else {
        return;
    };
    let mut setup = Setup::server();
    setup.config = config(chosen);
    check(setup, seed, &head);
    if let Err(detail) = check_answer(&head) {
        panic!("{detail}");
    }
}

/// [`noio_websocket::handshake::Client`] keeps the laws and agrees with the
/// [reference](super::reference), whatever the bytes.
///
/// The third bit of the first byte has small limits. The second byte says what was offered: a
/// character that is as far behind `0` as 5 times the place in [`EXTENSIONS`] and the place in
/// [`SUBPROTOCOLS`] are together.
///
/// If the first byte is a `p`, the others are [what two ends want](Wanted::from_bytes) of each
/// other, and they [agree](check_pair).
///
/// # Panics
///
/// If it does not, or they do not.
pub fn websocket_handshake_client(data: &[u8]) {
    if let Some(script) = data.strip_prefix(b"p") {
        let script = script.get(..MAX_WANTED_LEN).unwrap_or(script);
        if let Err(detail) = check_pair(&Wanted::from_bytes(script)) {
            panic!("{detail}");
        }
        return;
    }
    let Some((chosen, offers, seed, head)) = client_input(data) else {
        return;
    };
    let mut setup = Setup::client(offers);
    setup.config = config(chosen);
    check(setup, seed, &head);
}

/// The head in the input of [`websocket_handshake_server`], its first byte and the seed.
pub fn server_input(data: &[u8]) -> Option<(u8, u64, Vec<u8>)> {
    let [chosen, seed, rest @ ..] = data else {
        return None;
    };
    let chosen = chosen ^ b'0';
    Some((
        chosen,
        u64::from(*seed),
        head(chosen, rest, REQUEST, script::request),
    ))
}

/// The head in the input of [`websocket_handshake_client`], its first byte, what was offered, and
/// the seed. None for what two ends want of each other.
pub fn client_input(data: &[u8]) -> Option<(u8, Offers, u64, Vec<u8>)> {
    let [chosen, offered, seed, rest @ ..] = data else {
        return None;
    };
    if *chosen == b'p' {
        return None;
    }
    let chosen = chosen ^ b'0';
    let offered = usize::from(offered ^ b'0');
    let mut offers = Offers::new();
    offers.subprotocols = SUBPROTOCOLS[offered % SUBPROTOCOLS.len()];
    offers.extensions = EXTENSIONS[offered / SUBPROTOCOLS.len() % EXTENSIONS.len()];
    let legal = |octets: &[u8]| script::response(octets, &offers);
    let head = head(chosen, rest, RESPONSE, legal);
    Some((chosen, offers, u64::from(*seed), head))
}

fn config(chosen: u8) -> Config {
    let mut config = Config::new();
    if chosen & 4 != 0 {
        config.max_head_len = 200;
        config.max_field_count = 7;
    }
    config
}

fn head(
    chosen: u8,
    rest: &[u8],
    table: &[(u8, &[u8])],
    legal: impl FnOnce(&[u8]) -> Legal,
) -> Vec<u8> {
    let mut head = match chosen & 3 {
        0 => lines(rest, table),
        1 => rest.to_vec(),
        _ => changed(rest, legal),
    };
    head.truncate(MAX_LEN);
    head
}

/// A legal head with an octet or two that are others. The first byte says what becomes of the octet
/// at the place that the second and the third say: nothing, it is another one, which is the fourth
/// byte, it has that in front of it, or it is not there.
fn changed(script: &[u8], legal: impl FnOnce(&[u8]) -> Legal) -> Vec<u8> {
    let Some(([change, high, low, octet], rest)) = script.split_first_chunk() else {
        return legal(script).head;
    };
    let mut head = legal(rest).head;
    let place = usize::from(u16::from_be_bytes([*high, *low])) % (head.len() + 1);
    let end = head.len().min(place + 1);
    match change & 3 {
        0 => {}
        1 => drop(head.splice(place..end, [*octet])),
        2 => head.insert(place, *octet),
        _ => drop(head.drain(place..end)),
    }
    head
}

/// Lines for a fuzzer: it changes what they say without breaking how they end.
///
/// Each line of `script` is one, with CRLF behind it. One that is a letter of `table` stands for the
/// line there; a `w` for all of them.
fn lines(script: &[u8], table: &[(u8, &[u8])]) -> Vec<u8> {
    let mut head = Vec::new();
    let mut push = |line: &[u8]| {
        head.extend_from_slice(line);
        head.extend_from_slice(b"\r\n");
    };
    // What is behind the last line feed is a line if there is something.
    let script = script.strip_suffix(b"\n").unwrap_or(script);
    for line in script.split(|&byte| byte == b'\n') {
        match (line, table.iter().find(|(letter, _)| [*letter] == *line)) {
            (_, Some((_, long))) => push(long),
            (b"w", None) => table.iter().for_each(|(_, long)| push(long)),
            _ => push(line),
        }
    }
    head
}

fn check(setup: Setup, seed: u64, head: &[u8]) {
    let cuts = cuts::seeded(head.len(), seed);
    if let Err(broken) = laws::check_laws(|| Decoder::new(setup), head, &cuts) {
        panic!("{broken}\n  {setup:?}");
    }
    if let Err(detail) = Comparison::new().check(head, &setup, &cuts) {
        panic!("{detail}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_those_of_the_table() {
        let head = lines(b"u\nw\nx: y\n\n", &REQUEST[1..3]);
        let expected =
            "Upgrade: websocket\r\nHost: example.com\r\nUpgrade: websocket\r\nx: y\r\n\r\n";
        assert_eq!(head, expected.as_bytes());
        // Without a line feed behind it, the last line is one all the same.
        assert_eq!(lines(b"x", REQUEST), b"x\r\n");
    }
    #[test]
    fn legal_heads_are_changed_in_one_place() {
        let legal = script::request(b"").head;
        let changed_by = |bytes: &[u8]| changed(bytes, script::request);
        assert_eq!(changed_by(b""), legal);
        assert_eq!(changed_by(b"\0\0\x01x"), legal);
        let replaced = [&b"Gx"[..], &legal[2..]].concat();
        assert_eq!(changed_by(b"\x01\0\x01x"), replaced);
        let longer = [&b"Gx"[..], &legal[1..]].concat();
        assert_eq!(changed_by(b"\x02\0\x01x"), longer);
        assert_eq!(changed_by(b"\x03\0\x00x"), legal[1..]);
        // Behind the last octet there is nothing to change, but room for another.
        let [high, low] = u16::try_from(legal.len()).expect("short").to_be_bytes();
        assert_eq!(changed_by(&[3, high, low, 0]), legal);
        assert_eq!(changed_by(&[2, high, low, 0]), [&legal[..], b"\0"].concat());
    }
}
