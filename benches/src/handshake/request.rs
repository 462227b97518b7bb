//! Requests for a WebSocket connection, as browsers write them.

use core::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;

use crate::spread::spread;

/// What the requests ask for, and the servers speak.
pub(super) const SUBPROTOCOL: &str = "graphql-transport-ws";

/// The host that is asked.
pub(super) const HOST: &str = "chat.example.com";

/// Requests, and how they arrive.
#[derive(Debug)]
pub struct Requests {
    /// Whole heads, each of a connection of its own.
    pub heads: Vec<Vec<u8>>,
    /// Bytes of a read.
    pub(super) piece: usize,
}

impl Requests {
    /// So many requests of a browser, that arrive in pieces of that length. Keys differ, and so do
    /// the lengths of paths and cookies.
    pub fn of_browser(count: usize, piece: usize) -> Self {
        let heads = (0..count).map(|index| browser_head(index, &cookie(index)));
        Self {
            heads: heads.collect(),
            piece,
        }
    }

    /// One request, padded with a cookie to so many bytes, that arrives byte by byte.
    pub fn of_len(len: usize) -> Self {
        let short = browser_head(0, "a=").len();
        let padding = len
            .checked_sub(short)
            .expect("room for what is always there");
        let head = browser_head(0, &format!("a={}", "x".repeat(padding)));
        Self {
            heads: vec![head],
            piece: 1,
        }
    }

    /// All heads, joined.
    pub fn bytes(&self) -> Bytes {
        self.heads.concat().into()
    }
}

/// The 14 fields of Chromium where a page has asked for a subprotocol and the site has set cookies,
/// in its order.
fn browser_head(index: usize, cookie: &str) -> Vec<u8> {
    let path = path(index);
    let key = key(index);
    format!(
        "GET {path} HTTP/1.1\r\n\
        Host: {HOST}\r\n\
        Connection: Upgrade\r\n\
        Pragma: no-cache\r\n\
        Cache-Control: no-cache\r\n\
        User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
        Chrome/142.0.0.0 Safari/537.36\r\n\
        Upgrade: websocket\r\n\
        Origin: https://{HOST}\r\n\
        Sec-WebSocket-Version: 13\r\n\
        Accept-Encoding: gzip, deflate, br, zstd\r\n\
        Accept-Language: en-GB,en;q=0.9,de;q=0.8\r\n\
        Cookie: {cookie}\r\n\
        Sec-WebSocket-Key: {key}\r\n\
        Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\
        Sec-WebSocket-Protocol: {SUBPROTOCOL}\r\n\
        \r\n"
    )
    .into_bytes()
}

/// A path with a query of 1 to 10 digits.
pub(super) fn path(index: usize) -> String {
    format!("/graphql?room={}", spread(index))
}

/// A session and what else sites leave, 80 to 143 bytes.
fn cookie(index: usize) -> String {
    let mut cookie = String::from("theme=dark; consent=2; session=");
    for place in 0..49 + spread(index) % 64 {
        let digit = spread(index + place as usize) % 16;
        write!(cookie, "{digit:x}").expect("a string takes all text");
    }
    cookie
}

/// A key, as it stands in the field.
pub(super) fn key(index: usize) -> String {
    let mut octets = [0; 16];
    for (octet, place) in octets.iter_mut().zip(16 * index..) {
        let [first, ..] = spread(place).to_ne_bytes();
        *octet = first;
    }
    STANDARD.encode(octets)
}

/// Whether a page of `origin` is of `host`: the check that most peers leave to their users.
pub(super) fn is_same_host(origin: &[u8], host: &[u8]) -> bool {
    origin.strip_prefix(b"https://") == Some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_has_14_fields_and_is_as_long_as_is_said() {
        for head in Requests::of_browser(100, usize::MAX).heads {
            let text = str::from_utf8(&head).expect("ASCII");
            assert_eq!(text.matches("\r\n").count(), 1 + 14 + 1);
            assert!((640..=740).contains(&head.len()), "{}", head.len());
        }
        for len in [800, 8_000] {
            let [head] = &*Requests::of_len(len).heads else {
                panic!("one head");
            };
            assert_eq!(head.len(), len);
        }
    }

    #[test]
    fn all_keys_differ() {
        let mut keys: Vec<_> = (0..1_000).map(key).collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), 1_000);
    }
}
