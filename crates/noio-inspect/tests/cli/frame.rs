//! WebSocket frames put together by hand, as the two ends of a connection send them.

use crate::any_fields;

/// First octets of frames (RFC 6455 §5.2).
pub(crate) const TEXT: u8 = 0x81;
pub(crate) const BINARY: u8 = 0x82;
pub(crate) const CLOSE: u8 = 0x88;
pub(crate) const PING: u8 = 0x89;
pub(crate) const PONG: u8 = 0x8a;
/// A fragment that begins a text or a binary message, one that goes on with it, and the last.
pub(crate) const BEGIN: u8 = 0x01;
pub(crate) const BEGIN_BINARY: u8 = 0x02;
pub(crate) const GO_ON: u8 = 0x00;
pub(crate) const LAST: u8 = 0x80;

/// The receivers, as `--role` has them.
pub(crate) const ROLES: [&str; 2] = ["client", "server"];

const MASK_KEY: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// A frame as the other end sends it to `role`.
pub(crate) fn sent_to(role: &str, first: u8, payload: impl AsRef<[u8]>) -> Vec<u8> {
    let payload = payload.as_ref();
    if role == "server" {
        return masked_with(MASK_KEY, first, payload);
    }
    let mut frame = header(first, 0, payload.len());
    frame.extend(payload);
    frame
}

/// A frame of a client, masked with `key`.
pub(crate) fn masked_with(key: [u8; 4], first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = header(first, 0x80, payload.len());
    frame.extend(key);
    let octets = payload.iter().zip(key.iter().cycle());
    frame.extend(octets.map(|(octet, key)| octet ^ key));
    frame
}

/// The header up to the length, which takes as few bytes as it can.
fn header(first: u8, mask_bit: u8, payload_len: usize) -> Vec<u8> {
    let mut header = vec![first];
    match payload_len {
        0..=125 => header.push(mask_bit | u8::try_from(payload_len).unwrap()),
        126..=0xffff => {
            header.push(mask_bit | 126);
            header.extend(u16::try_from(payload_len).unwrap().to_be_bytes());
        }
        _ => {
            header.push(mask_bit | 127);
            header.extend((payload_len as u64).to_be_bytes());
        }
    }
    header
}

/// The payload of a Close.
pub(crate) fn close(code: u16, reason: &str) -> Vec<u8> {
    [&code.to_be_bytes(), reason.as_bytes()].concat()
}

/// A connection with messages and control frames of many lengths, some of them in fragments that
/// cut characters, with hidden characters in text and anything in the rest; then a Close, and bytes
/// that nobody looks at.
pub(crate) fn any_connection(role: &str) -> Vec<u8> {
    let mut wire = Vec::new();
    let mut send = |first, payload: &[u8]| wire.extend(sent_to(role, first, payload));
    let mut fields = any_fields();
    fields.truncate(40_000);
    let mut rest = fields.as_slice();
    for len in 0.. {
        let Some((part, behind)) = rest.split_at_checked(len) else {
            break;
        };
        rest = behind;
        let (control, _) = part.split_at(len.min(125));
        let text = String::from_utf8_lossy(part);
        let (front, back) = text.as_bytes().split_at(text.len() / 2);
        match len % 6 {
            0 => send(TEXT, text.as_bytes()),
            1 => send(BINARY, part),
            2 => send(PING, control),
            3 => send(PONG, control),
            4 => {
                send(BEGIN, front);
                send(PING, control);
                send(GO_ON, b"");
                send(PONG, b"");
                send(LAST, back);
            }
            _ => {
                send(BEGIN_BINARY, front);
                send(LAST, back);
            }
        }
    }
    send(CLOSE, &close(3000, "\u{202e}bye\u{9b}"));
    send(TEXT, b"late");
    wire
}
