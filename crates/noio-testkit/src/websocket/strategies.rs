//! Streams of frames for property tests.

use noio_websocket::{Config, FrameConfig, Role};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{Index, select},
};

use super::{Frame, LengthForm, Setup};
use crate::{
    Log,
    strategies::{bytes, fragments, mutated},
};

/// What a peer sends, and what is to come of it.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// Frames, all of them legal.
    pub frames: Vec<Frame>,
    /// What the decoder of messages is to log, in whole messages and with the default limits.
    pub log: Log,
}

impl Conversation {
    /// The frames as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        to_bytes(&self.frames)
    }
}

/// A message or a control frame.
#[derive(Clone, Debug)]
enum Sent {
    Message {
        is_text: bool,
        payload: Vec<u8>,
        /// Where it is cut into frames.
        cuts: Vec<Index>,
        /// Control frames, each in front of one of its frames.
        controls: Vec<(Index, Control)>,
    },
    Control(Control),
}

#[derive(Clone, Debug)]
struct Control {
    is_ping: bool,
    payload: Vec<u8>,
}

/// Messages, fragmented in any way, with control frames before, within and between them, and often
/// a Close at the end; as received by an end of this role.
pub fn conversation(role: Role) -> impl Strategy<Value = Conversation> {
    let close = (select(CLOSE_CODES), text(120));
    (
        vec(sent(), 0..6),
        option::of(option::of(close)),
        vec(mask_key(), 8),
    )
        .prop_map(move |(sent, close, keys)| {
            let (mut frames, mut log) = (Vec::new(), Log::new());
            for sent in sent {
                match sent {
                    Sent::Message {
                        is_text,
                        payload,
                        cuts,
                        controls,
                    } => push_message(is_text, &payload, &cuts, &controls, &mut frames, &mut log),
                    Sent::Control(control) => push_control(&control, &mut frames, &mut log),
                }
            }
            push_end(close, &mut frames, &mut log);
            if matches!(role, Role::Server) {
                for (frame, key) in frames.iter_mut().zip(keys.iter().cycle()) {
                    frame.mask_key = Some(*key);
                }
            }
            Conversation { frames, log }
        })
}

fn push_message(
    is_text: bool,
    payload: &[u8],
    cuts: &[Index],
    controls: &[(Index, Control)],
    frames: &mut Vec<Frame>,
    log: &mut Log,
) {
    let mut ends: Vec<usize> = cuts
        .iter()
        .map(|cut| cut.index(payload.len() + 1))
        .collect();
    ends.push(payload.len());
    ends.sort_unstable();
    let opcode = if is_text { 1 } else { 2 };
    let mut start = 0;
    for (index, &end) in ends.iter().enumerate() {
        for (at, control) in controls {
            if at.index(ends.len()) == index {
                push_control(control, frames, log);
            }
        }
        let opcode = if index == 0 { opcode } else { 0 };
        let mut frame = Frame::new(opcode, &payload[start..end]);
        frame.fin = index + 1 == ends.len();
        frames.push(frame);
        start = end;
    }
    log.push(if is_text { "text" } else { "binary" }, &[("", payload)]);
}

fn push_control(control: &Control, frames: &mut Vec<Frame>, log: &mut Log) {
    let payload = control.payload.as_slice();
    if control.is_ping {
        frames.push(Frame::new(9, payload));
        log.push("ping", &[("", payload)]);
        log.push("reply", &[("", b"pong"), ("", payload)]);
    } else {
        frames.push(Frame::new(10, payload));
        log.push("pong", &[("", payload)]);
    }
}

/// A Close, with a code and a reason or without, or none.
fn push_end(close: Option<Option<(u16, String)>>, frames: &mut Vec<Frame>, log: &mut Log) {
    let Some(close) = close else {
        log.push("end", &[("", b"abnormal")]);
        return;
    };
    let (code, shown, reason) = match close {
        Some((code, reason)) => (code.to_be_bytes().to_vec(), code.to_string(), reason),
        None => (Vec::new(), "none".to_owned(), String::new()),
    };
    frames.push(Frame::new(8, [&*code, reason.as_bytes()].concat()));
    log.push("close", &[("", shown.as_bytes()), ("", reason.as_bytes())]);
    log.push("reply", &[("", b"close"), ("", &code)]);
    log.push("end", &[("", b"clean")]);
}

const CLOSE_CODES: &[u16] = &[
    1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999,
];

fn sent() -> impl Strategy<Value = Sent> {
    let payload = prop_oneof![
        3 => text(300).prop_map(|text| (true, text.into_bytes())),
        1 => long_text().prop_map(|text| (true, text.into_bytes())),
        2 => bytes(300).prop_map(|data| (false, data)),
        1 => (select(LENS), any::<u8>()).prop_map(|(len, octet)| (false, vec![octet; len])),
    ];
    let cuts = prop_oneof![
        2 => Just(Vec::new()),
        3 => vec(any::<Index>(), 1..6),
    ];
    let controls = prop_oneof![
        2 => Just(Vec::new()),
        1 => vec((any::<Index>(), control()), 1..4),
    ];
    prop_oneof![
        4 => (payload, cuts, controls).prop_map(|((is_text, payload), cuts, controls)| {
            Sent::Message { is_text, payload, cuts, controls }
        }),
        1 => control().prop_map(Sent::Control),
    ]
}

/// Lengths at which a header changes its form, or blocks end.
const LENS: &[usize] = &[
    0, 1, 7, 8, 63, 64, 65, 125, 126, 127, 255, 256, 4095, 4096, 65_535, 65_536,
];

fn control() -> impl Strategy<Value = Control> {
    let payload = prop_oneof![
        2 => bytes(12),
        1 => bytes(126),
        1 => vec(any::<u8>(), 125),
    ];
    (any::<bool>(), payload).prop_map(|(is_ping, payload)| Control { is_ping, payload })
}

/// Text of fewer than `max_len` octets: ASCII, or characters of all lengths.
fn text(max_len: usize) -> impl Strategy<Value = String> {
    let characters = prop_oneof![
        3 => vec(prop_oneof![0x20..0x7f_u8, Just(b'\0')].prop_map(char::from), 0..max_len),
        2 => vec(select(CHARACTERS), 0..max_len / 4),
        1 => vec(any::<char>(), 0..max_len / 4),
    ];
    characters.prop_map(|characters| characters.into_iter().collect())
}

/// The first and the last of each length, those about the surrogates, and some that are no
/// characters and legal all the same.
const CHARACTERS: &[char] = &[
    'a',
    '\u{7f}',
    '\u{80}',
    '\u{7ff}',
    '\u{800}',
    '\u{d7ff}',
    '\u{e000}',
    '\u{feff}',
    '\u{fffe}',
    '\u{ffff}',
    '\u{10000}',
    '\u{1fffe}',
    '\u{10ffff}',
];

/// Text so long that it is checked in blocks, with something else than ASCII at any place.
fn long_text() -> impl Strategy<Value = String> {
    let places = vec((any::<Index>(), select(CHARACTERS)), 0..6);
    (60..5000_usize, places).prop_map(|(len, mut places)| {
        let mut text = "x".repeat(len);
        places.sort_by_key(|(at, _)| at.index(len));
        for (at, char) in places.into_iter().rev() {
            text.insert(at.index(len), char);
        }
        text
    })
}

fn mask_key() -> impl Strategy<Value = [u8; 4]> {
    prop_oneof![
        1 => Just([0; 4]),
        4 => any::<[u8; 4]>(),
    ]
}

/// Any bytes at all, for an end of this role: arbitrary ones, parts of frames, and good streams,
/// whole, changed in a frame or anywhere, and with more behind them.
pub fn stream(role: Role) -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        1 => bytes(100),
        3 => fragments(FRAGMENTS, 24),
        2 => conversation(role).prop_map(|conversation| conversation.to_bytes()),
        3 => mutated(conversation(role).prop_map(|conversation| conversation.to_bytes())),
        6 => (conversation(role), vec(damage(), 1..3)).prop_map(|(mut conversation, damages)| {
            for damage in damages {
                damage.apply(&mut conversation.frames);
            }
            conversation.to_bytes()
        }),
        1 => (conversation(role), bytes(20))
            .prop_map(|(conversation, rest)| [conversation.to_bytes(), rest].concat()),
    ]
}

/// Headers, masked ones with a key of zeros, and what may be behind them.
const FRAGMENTS: &[&[u8]] = &[
    b"\x81\x01a",
    b"\x01\x01a",
    b"\x01\x00",
    b"\x80\x00",
    b"\x80\x01b",
    b"\x00\x01\xc3",
    b"\x80\x01\xa9",
    b"\x82\x02\xff\x00",
    b"\x02\x01\xff",
    b"\x89\x01p",
    b"\x8a\x00",
    b"\x88\x00",
    b"\x88\x02\x03\xe8",
    b"\x81\x81\0\0\0\0a",
    b"\x01\x81\0\0\0\0a",
    b"\x80\x80\0\0\0\0",
    b"\x00\x81\0\0\0\0\xc3",
    b"\x80\x81\0\0\0\0\xa9",
    b"\x82\x82\0\0\0\0\xff\x00",
    b"\x89\x81\0\0\0\0p",
    b"\x88\x82\0\0\0\0\x03\xe8",
    b"\x81\x7e\x00\x7e",
    b"\x82\xfe\x00\x7e",
    b"\x82\x7f\0\0\0\0\0\x01\0\0",
    b"\xc1\x01a",
    b"\x83\x00",
    b"\x09\x00",
    b"\x88\x01",
    b"a",
    b"\xe2\x82\xac",
    b"\xff",
    b"\0\0\0\0",
];

/// A change to a frame.
#[derive(Clone, Debug)]
enum Damage {
    Fin(Index),
    Rsv(Index, u8),
    Opcode(Index, u8),
    Mask(Index),
    Form(Index, LengthForm),
    Octet(Index, Index, u8),
    CutPayload(Index, Index),
    Remove(Index),
    Repeat(Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<Index>;
    let octet = prop_oneof![
        any::<u8>(),
        select(&[0x41, 0x80, 0xbf, 0xc0, 0xc3, 0xe2, 0xed, 0xf0, 0xf4, 0xff][..]),
    ];
    prop_oneof![
        2 => at().prop_map(Damage::Fin),
        1 => (at(), 1..8_u8).prop_map(|(at, rsv)| Damage::Rsv(at, rsv)),
        2 => (at(), 0..16_u8).prop_map(|(at, opcode)| Damage::Opcode(at, opcode)),
        1 => at().prop_map(Damage::Mask),
        1 => (at(), select(&[LengthForm::Bits16, LengthForm::Bits64][..]))
            .prop_map(|(at, form)| Damage::Form(at, form)),
        6 => (at(), at(), octet).prop_map(|(at, place, octet)| Damage::Octet(at, place, octet)),
        3 => (at(), at()).prop_map(|(at, place)| Damage::CutPayload(at, place)),
        1 => at().prop_map(Damage::Remove),
        1 => at().prop_map(Damage::Repeat),
    ]
}

impl Damage {
    fn apply(self, frames: &mut Vec<Frame>) {
        if frames.is_empty() {
            return;
        }
        let count = frames.len();
        let frame = |at: Index| at.index(count);
        match self {
            Self::Fin(at) => frames[frame(at)].fin ^= true,
            Self::Rsv(at, rsv) => frames[frame(at)].rsv = rsv,
            Self::Opcode(at, opcode) => frames[frame(at)].opcode = opcode,
            Self::Mask(at) => {
                let frame = &mut frames[frame(at)];
                frame.mask_key = match frame.mask_key {
                    Some(_) => None,
                    None => Some([1, 2, 3, 4]),
                };
            }
            Self::Form(at, form) => frames[frame(at)].form = form,
            Self::Octet(at, place, new) => {
                let payload = &mut frames[frame(at)].payload;
                if !payload.is_empty() {
                    let place = place.index(payload.len());
                    payload[place] = new;
                }
            }
            Self::CutPayload(at, place) => {
                let payload = &mut frames[frame(at)].payload;
                payload.truncate(place.index(payload.len() + 1));
            }
            Self::Remove(at) => {
                frames.remove(frame(at));
            }
            Self::Repeat(at) => {
                let at = frame(at);
                frames.insert(at, frames[at].clone());
            }
        }
    }
}

/// Either decoder at an end of this role: with the default limits, or with some that short streams
/// exceed.
pub fn setup(role: Role) -> impl Strategy<Value = Setup> {
    let messages = (
        prop_oneof![3 => Just(u64::MAX), 1 => 0..150_u64],
        prop_oneof![2 => Just(u64::MAX), 2 => 0..400_u64],
        prop_oneof![2 => Just(u32::MAX), 1 => 1..5_u32],
        any::<bool>(),
    )
        .prop_map(move |(frame, message, fragments, pieces)| {
            let mut config = Config::new();
            config.max_frame_len = frame;
            config.max_message_len = message;
            config.max_fragment_count = fragments;
            config.pieces = pieces;
            Setup::Messages(role, config)
        });
    let frames = (
        prop_oneof![2 => Just(u64::MAX), 1 => 0..150_u64],
        any::<bool>(),
    )
        .prop_map(move |(frame, allow_rsv1)| {
            let mut config = FrameConfig::new();
            config.max_frame_len = frame;
            config.allow_rsv1 = allow_rsv1;
            Setup::Frames(role, config)
        });
    prop_oneof![
        2 => Just(Setup::messages(role)),
        2 => Just(Setup::pieces(role)),
        4 => messages,
        2 => frames,
    ]
}

/// Either role.
pub fn role() -> impl Strategy<Value = Role> {
    prop_oneof![Just(Role::Client), Just(Role::Server)]
}

fn to_bytes(frames: &[Frame]) -> Vec<u8> {
    let mut out = Vec::new();
    for frame in frames {
        frame.write_to(&mut out);
    }
    out
}
