//! The opening handshake (RFC 6455 §4), RFC 8441 included.

#![cfg(feature = "handshake")]
#![expect(clippy::expect_used, reason = "a panic fails the test")]

mod checklist;
mod errors;
mod exhaustive;
mod extended_connect;
mod forms;
mod limits;
mod properties;
mod requests;
mod traits;
mod uri;
mod vectors;

/// The lines of a legal request, with the key of RFC 6455 §1.3.
const REQUEST: [&str; 6] = [
    "GET /chat HTTP/1.1",
    "Host: example.com",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version: 13",
];

/// The lines of a response that opens the connection.
const RESPONSE: [&str; 4] = [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
];

fn head(lines: &[&str]) -> Vec<u8> {
    format!("{}\r\n\r\n", lines.join("\r\n")).into_bytes()
}
