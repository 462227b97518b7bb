//! Messages, and the frames that they travel in.

use core::iter;

use bytes::Bytes;

use crate::spread::spread;

/// Whether a message is text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "RFC 6455 has two kinds")]
pub enum Kind {
    /// UTF-8.
    Text,
    /// Any bytes.
    Binary,
}

/// A kind of message.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Short name, for tables and the command line.
    pub name: &'static str,
    /// What it stands for.
    pub about: &'static str,
    /// Whether it is text.
    pub kind: Kind,
    /// Bytes of a message.
    pub len: usize,
    /// Frames of a message.
    pub frames: usize,
    /// Messages of about 4 MiB.
    pub messages: usize,
    /// Makes the bytes of the message with that number.
    payload: fn(len: usize, index: usize) -> Vec<u8>,
}

/// Messages, and how a client sends them.
#[derive(Clone, Debug)]
pub struct Wire {
    /// Whether they are text.
    pub kind: Kind,
    /// The messages, one after the other.
    pub payload: Bytes,
    /// How many there are, all of the same length.
    pub messages: usize,
    /// Their frames, each masked with a key of its own.
    pub bytes: Bytes,
}

/// Text of 16 bytes.
pub const TEXT_16B: Shape = Shape {
    name: "16B",
    about: "text of 16 B, as of keys and ticks",
    kind: Kind::Text,
    len: 16,
    frames: 1,
    messages: 190_000,
    payload: ascii,
};

/// The longest text with a short header.
pub const TEXT_125B: Shape = Shape {
    name: "125B",
    about: "text of 125 B, the most that has a header of 6 B",
    kind: Kind::Text,
    len: 125,
    frames: 1,
    messages: 32_000,
    payload: ascii,
};

/// ASCII of 1 KiB.
pub const TEXT_1KIB: Shape = Shape {
    name: "1KiB",
    about: "text of 1 KiB, all of it ASCII",
    kind: Kind::Text,
    len: 1_024,
    frames: 1,
    messages: 4_000,
    payload: ascii,
};

/// Text of 1 KiB, of characters of three bytes.
pub const CJK_1KIB: Shape = Shape {
    name: "1KiB-cjk",
    about: "text of 1 KiB, of characters of three bytes",
    kind: Kind::Text,
    len: 1_024,
    frames: 1,
    messages: 4_000,
    payload: cjk,
};

/// A message in fragments.
pub const FRAGMENTS: Shape = Shape {
    name: "fragments",
    about: "text of 1 KiB, all of it ASCII, in four frames",
    kind: Kind::Text,
    len: 1_024,
    frames: 4,
    messages: 4_000,
    payload: ascii,
};

/// Binary of 64 KiB.
pub const BINARY_64KIB: Shape = Shape {
    name: "64KiB",
    about: "binary of 64 KiB, as of audio and files in parts",
    kind: Kind::Binary,
    len: 64 * 1_024,
    frames: 1,
    messages: 64,
    payload: binary,
};

/// Binary of 1 MiB.
pub const BINARY_1MIB: Shape = Shape {
    name: "1MiB",
    about: "binary of 1 MiB, as of files",
    kind: Kind::Binary,
    len: 1_024 * 1_024,
    frames: 1,
    messages: 4,
    payload: binary,
};

impl Shape {
    /// So many messages.
    pub fn payloads(&self, messages: usize) -> impl Iterator<Item = Vec<u8>> {
        let Self { len, payload, .. } = *self;
        (0..messages).map(move |index| payload(len, index))
    }

    /// So many messages, as a client sends them.
    pub fn wire(&self, messages: usize) -> Wire {
        let (mut payload, mut bytes) = (Vec::new(), Vec::new());
        let mut next_key = keys();
        let first_opcode = match self.kind {
            Kind::Text => 0x1,
            Kind::Binary => 0x2,
        };
        for message in self.payloads(messages) {
            payload.extend_from_slice(&message);
            let opcodes = iter::once(first_opcode).chain(iter::repeat(0x0));
            let fragments = message.chunks(self.len.div_ceil(self.frames));
            for (index, (fragment, opcode)) in fragments.zip(opcodes).enumerate() {
                let is_last = index + 1 == self.frames;
                put_masked(fragment, opcode, is_last, next_key(), &mut bytes);
            }
        }
        Wire {
            kind: self.kind,
            payload: payload.into(),
            messages,
            bytes: bytes.into(),
        }
    }

    /// Bytes of the header of a masked frame with a whole message.
    pub const fn header_len(&self) -> usize {
        match self.len {
            0..=125 => 6,
            126..=0xffff => 8,
            _ => 14,
        }
    }
}

/// Keys that look unrelated and cost next to nothing, so that it is not their making that is
/// measured. No client may use such.
pub(super) fn keys() -> impl FnMut() -> [u8; 4] {
    let mut index = 0;
    move || {
        index += 2;
        ((spread(index) << 8) ^ spread(index + 1)).to_be_bytes()
    }
}

/// The messages in `bytes`, whose frames must be whole, masked or not as said, and as short as they
/// can be: a slow look at what encoders have written.
///
/// # Panics
///
/// If they are not.
pub(super) fn read_frames(mut bytes: &[u8], is_masked: bool) -> Vec<(Kind, Vec<u8>)> {
    let mut messages = Vec::new();
    while !bytes.is_empty() {
        let [first, second] = take_array(&mut bytes);
        let kind = match first {
            0x81 => Kind::Text,
            0x82 => Kind::Binary,
            _ => panic!("no whole message: {first:#x}"),
        };
        assert_eq!(second & 0x80 != 0, is_masked, "masked");
        let (len, shortest) = match second & 0x7f {
            126 => (u16::from_be_bytes(take_array(&mut bytes)).into(), 126),
            127 => (u64::from_be_bytes(take_array(&mut bytes)), 1 << 16),
            len => (len.into(), 0),
        };
        assert!(len >= shortest, "length of {len}");
        let key = match is_masked {
            true => take_array(&mut bytes),
            false => [0; 4],
        };
        let len = usize::try_from(len).expect("short");
        let payload = bytes.split_off(..len).expect("a whole frame");
        let unmasked = payload
            .iter()
            .zip(mask_of(key))
            .map(|(byte, key)| byte ^ key);
        messages.push((kind, unmasked.collect()));
    }
    messages
}

fn take_array<const N: usize>(bytes: &mut &[u8]) -> [u8; N] {
    let (array, rest) = bytes.split_first_chunk().expect("a whole frame");
    *bytes = rest;
    *array
}

/// RFC 6455 §5.2, as a client sends it.
fn put_masked(payload: &[u8], opcode: u8, is_last: bool, key: [u8; 4], out: &mut Vec<u8>) {
    out.push(if is_last { 0x80 | opcode } else { opcode });
    match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
        (Ok(len @ 0..=125), _) => out.push(0x80 | len),
        (_, Ok(len)) => {
            out.push(0x80 | 126);
            out.extend(len.to_be_bytes());
        }
        _ => {
            out.push(0x80 | 127);
            out.extend((payload.len() as u64).to_be_bytes());
        }
    }
    out.extend(key);
    out.extend(mask_of(key).zip(payload).map(|(key, byte)| key ^ byte));
}

/// The key, over and over.
pub(super) fn mask_of(key: [u8; 4]) -> impl Iterator<Item = u8> {
    key.into_iter().cycle()
}

fn ascii(len: usize, index: usize) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let letters = LETTERS.iter().cycle().skip(index % LETTERS.len());
    letters.take(len).copied().collect()
}

fn cjk(len: usize, index: usize) -> Vec<u8> {
    let mut text = String::new();
    let ideographs = (0..).map(|place| spread(index + place) % 0x5000 + 0x4e00);
    text.extend(ideographs.filter_map(char::from_u32).take(len / 3));
    // A character of three bytes never fills the last one or two of some lengths.
    text.extend(iter::repeat_n('.', len % 3));
    text.into_bytes()
}

fn binary(len: usize, index: usize) -> Vec<u8> {
    let byte = |place| {
        let [.., byte] = spread(place).to_be_bytes();
        byte
    };
    (index..index + len).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use core::str;

    use super::*;
    use crate::websocket::SHAPES;

    #[test]
    fn lengths_are_as_described() {
        for shape in SHAPES {
            let wire = shape.wire(shape.messages);
            let mib = wire.bytes.len() as f64 / f64::from(1 << 20);
            assert!((3.5..4.5).contains(&mib), "{}: {mib} MiB", shape.name);
            assert_eq!(wire.payload.len(), shape.messages * shape.len);
            if shape.frames == 1 {
                let frame = shape.header_len() + shape.len;
                assert_eq!(wire.bytes.len(), shape.messages * frame, "{}", shape.name);
            }
            for message in wire.payload.chunks(shape.len).take(3) {
                let is_text = str::from_utf8(message).is_ok();
                assert_eq!(is_text, shape.kind == Kind::Text, "{}", shape.name);
            }
        }
        let cjk = String::from_utf8(cjk(1_024, 5)).expect("UTF-8");
        assert_eq!(cjk.chars().filter(|char| char.len_utf8() == 3).count(), 341);
    }

    #[test]
    fn frames_are_those_of_the_standard() {
        // RFC 6455 §5.7.
        let mut hello = Vec::new();
        put_masked(b"Hello", 0x1, true, [0x37, 0xfa, 0x21, 0x3d], &mut hello);
        let expected = *b"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58";
        assert_eq!(hello, expected);
        assert_eq!(read_frames(&hello, true), [(Kind::Text, b"Hello".into())]);

        let wire = FRAGMENTS.wire(1);
        let first_octets: Vec<_> = wire.bytes.chunks(264).map(|frame| frame[0]).collect();
        assert_eq!(first_octets, [0x01, 0x00, 0x00, 0x80]);
    }

    #[test]
    fn what_was_written_is_read() {
        for shape in [TEXT_16B, TEXT_125B, CJK_1KIB, BINARY_64KIB] {
            let wire = shape.wire(3);
            let expected: Vec<_> = shape
                .payloads(3)
                .map(|message| (shape.kind, message))
                .collect();
            assert_eq!(read_frames(&wire.bytes, true), expected, "{}", shape.name);
        }
    }

    #[test]
    fn keys_do_not_repeat_soon() {
        let mut next_key = keys();
        let keys: alloc::collections::BTreeSet<_> = (0..1_000).map(|_| next_key()).collect();
        assert_eq!(keys.len(), 1_000);
    }
}
