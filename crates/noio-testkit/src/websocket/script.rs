//! Wires for a fuzzer: frames that are put together, so that masks and lengths are right by
//! themselves, unless the bytes say that they are wrong.

use noio_websocket::Role;

use super::{Frame, LengthForm};

/// A wire has no more octets than this and one frame.
const MAX_LEN: usize = 70_000;

/// What separates frames. It is in no UTF-8.
const SEPARATOR: u8 = 0xfe;

/// The key of the first masked frame (the one of RFC 6455 §5.7). Those of others follow from it.
const FIRST_KEY: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// The wire that arbitrary bytes stand for, as an end of this role would receive it.
///
/// It is made of frames with 0xFE between them. The first byte of each says what it is: `t`, `b`
/// or `c` for the last frame of a message with the opcode for text, for binary data or for a
/// continuation, `T`, `B` or `C` for one that is not the last, `p`, `o` or `x` for a ping, a pong
/// or a Close; `!` for bytes that go out as they are; anything else is the first octet of the
/// frame. Before it may stand `m` for a mask where there must be none, or none where there must
/// be one; `w` or `W` for a length of 16 or 64 bits, and `d` for a length that is one too large;
/// `1`, `2` or `3` for a reserved bit; and `0` for a key of zeros. The rest is the payload, as
/// [`repeated`] has it.
pub fn wire(bytes: &[u8], role: Role) -> Vec<u8> {
    let mut out = Vec::new();
    for (index, part) in bytes.split(|&byte| byte == SEPARATOR).enumerate() {
        if out.len() <= MAX_LEN {
            push(part, role, index, &mut out);
        }
    }
    out
}

/// Adds the frame that a part of a script stands for.
fn push(part: &[u8], role: Role, index: usize, out: &mut Vec<u8>) {
    let mut frame = Frame::new(0, "");
    if role == Role::Server {
        frame = frame.masked(key(index));
    }
    let mut surplus = 0;
    let mut rest = part;
    let first = loop {
        let Some((&byte, behind)) = rest.split_first() else {
            return;
        };
        rest = behind;
        match byte {
            b'm' => {
                frame.mask_key = match frame.mask_key {
                    Some(_) => None,
                    None => Some(FIRST_KEY),
                }
            }
            b'w' => frame.form = LengthForm::Bits16,
            b'W' => frame.form = LengthForm::Bits64,
            b'd' => surplus = 1,
            b'1' => frame.rsv |= 4,
            b'2' => frame.rsv |= 2,
            b'3' => frame.rsv |= 1,
            b'0' => frame.mask_key = frame.mask_key.map(|_| [0; 4]),
            b'!' => return out.extend_from_slice(rest),
            b't' => break 0x81,
            b'b' => break 0x82,
            b'c' => break 0x80,
            b'T' => break 0x01,
            b'B' => break 0x02,
            b'C' => break 0x00,
            b'x' => break 0x88,
            b'p' => break 0x89,
            b'o' => break 0x8a,
            other => break other,
        }
    };
    frame.fin = first & 0x80 != 0;
    frame.rsv |= first >> 4 & 7;
    frame.opcode = first & 0xf;
    frame.payload = repeated(rest);
    frame.write_declaring(frame.payload.len() as u64 + surplus, out);
}

/// The bytes, or if they begin with `*`, those behind the next byte, as often as it says and once
/// more.
pub fn repeated(bytes: &[u8]) -> Vec<u8> {
    match bytes {
        [b'*', count, rest @ ..] => rest.repeat(usize::from(*count) + 1),
        _ => bytes.to_vec(),
    }
}

/// Another key for each frame.
fn key(index: usize) -> [u8; 4] {
    let [.., step] = index.to_be_bytes();
    FIRST_KEY.map(|octet| octet.wrapping_add(step.wrapping_mul(0x5b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 6455 §5.7.
    #[test]
    fn examples_of_the_standard() {
        assert_eq!(wire(b"THel\xfeclo", Role::Client), b"\x01\x03Hel\x80\x02lo");
        assert_eq!(
            wire(b"oHello", Role::Server),
            b"\x8a\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"
        );
        let long = wire(b"b*\xffa", Role::Client);
        assert_eq!(long[..5], *b"\x82\x7e\x01\x00a");
        assert_eq!(long.len(), 4 + 256);
    }

    #[test]
    fn what_is_wrong_is_what_was_asked_for() {
        for (script, expected) in [
            (&b"wta"[..], &b"\x81\x7e\0\x01a"[..]),
            (b"Wta", b"\x81\x7f\0\0\0\0\0\0\0\x01a"),
            (b"dta", b"\x81\x02a"),
            (b"13ta", b"\xd1\x01a"),
            (b"m0ta", b"\x81\x81\0\0\0\0a"),
            (b"\x83a", b"\x83\x01a"),
            (b"!mta", b"mta"),
            (b"m", b""),
        ] {
            let seen = wire(script, Role::Client);
            assert_eq!(seen, expected, "{}", script.escape_ascii());
        }
        assert_eq!(wire(b"mta", Role::Server), b"\x81\x01a");
    }
}
