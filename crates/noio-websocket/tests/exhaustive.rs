//! Every first two octets, every status code, every short text, every length that matters: the
//! decoders against the reference, whole, byte by byte and in place.

use noio_testkit::{
    Comparison,
    exhaustive::every_string,
    websocket::{Frame, LengthForm, Setup},
};
use noio_websocket::{Config, FrameConfig, Role};

/// The key of RFC 6455 §5.7.
const KEY: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

const ROLES: [Role; 2] = [Role::Client, Role::Server];

/// The frame as an end of this role receives it.
fn to_receiver(role: Role, frame: Frame) -> Frame {
    match role {
        Role::Client => frame,
        Role::Server => frame.masked(KEY),
    }
}

/// The frames as bytes, as an end of this role receives them.
fn stream(role: Role, frames: &[Frame]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for frame in frames {
        to_receiver(role, frame.clone()).write_to(&mut bytes);
    }
    bytes
}

#[track_caller]
fn compare(comparison: &mut Comparison, input: &[u8], setup: &Setup, cuts: &[usize]) {
    if let Err(detail) = comparison.check(input, setup, cuts) {
        panic!("{detail}");
    }
}

#[track_caller]
fn compare_two_way(comparison: &mut Comparison, input: &[u8], setup: &Setup) {
    if let Err(detail) = comparison.check_two_way(input, setup) {
        panic!("{detail}");
    }
}

/// What is behind the first two octets: nothing, a length of zeros, which is too long a form, or one
/// that is not.
const TAILS: [&[u8]; 3] = [&[], &[0; 14], &[1; 14]];

/// With every first two octets of a frame, and each of `tails` behind them.
fn every_first_two_octets(setup: Setup, tails: &[&[u8]]) {
    let role = setup.role();
    let mut comparison = Comparison::new();
    for front in [
        // No message is under way.
        stream(role, &[]),
        // A text is, one in the middle of a character, and bytes are.
        stream(role, &[Frame::new(1, "a").unfinished()]),
        stream(role, &[Frame::new(1, *b"\xe2\x82").unfinished()]),
        stream(role, &[Frame::new(2, *b"\xff").unfinished()]),
    ] {
        for tail in tails {
            let cut = front.len() + 1;
            for octets in 0..=u16::MAX {
                let input = [&*front, &octets.to_be_bytes(), tail].concat();
                compare(&mut comparison, &input, &setup, &[cut]);
            }
        }
    }
}

#[test]
fn every_first_two_octets_from_a_server() {
    every_first_two_octets(Setup::messages(Role::Client), &TAILS);
}

#[test]
fn every_first_two_octets_from_a_client() {
    every_first_two_octets(Setup::messages(Role::Server), &TAILS);
}

#[test]
fn every_first_two_octets_in_pieces() {
    for role in ROLES {
        every_first_two_octets(Setup::pieces(role), &[&[1; 14]]);
    }
}

#[test]
fn every_first_two_octets_of_frames() {
    for role in ROLES {
        every_first_two_octets(Setup::frames(role), &[&[1; 14]]);
        let mut config = FrameConfig::new();
        config.allow_rsv1 = true;
        every_first_two_octets(Setup::Frames(role, config), &[&[1; 14]]);
    }
}

#[test]
fn every_close_code() {
    let mut comparison = Comparison::new();
    for role in ROLES {
        let setup = Setup::messages(role);
        for code in 0..=u16::MAX {
            for reason in ["", "\u{20ac}"] {
                let payload = [&code.to_be_bytes(), reason.as_bytes()].concat();
                let input = stream(role, &[Frame::new(8, payload)]);
                compare_two_way(&mut comparison, &input, &setup);
            }
        }
    }
}

/// The reason of a Close is text, too.
#[test]
fn every_three_octets_of_a_reason() {
    let mut comparison = Comparison::new();
    let count = every_string(&symbols(), 3, |reason| {
        let payload = [b"\x03\xe8", reason].concat();
        for role in ROLES {
            let input = stream(role, &[Frame::new(8, &*payload)]);
            compare(&mut comparison, &input, &Setup::messages(role), &[]);
        }
    });
    assert_eq!(count, 1 + 24 + 24 * 24 + 24 * 24 * 24);
}

/// Of each class of octets that UTF-8 tells apart, the first and the last.
const OCTETS: [u8; 24] = [
    0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed,
    0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
];

fn symbols() -> Vec<&'static [u8]> {
    OCTETS.iter().map(core::slice::from_ref).collect()
}

/// Whole and cut everywhere.
#[test]
fn every_text_of_four_octets() {
    let mut comparison = Comparison::new();
    let setup = Setup::messages(Role::Client);
    let count = every_string(&symbols(), 4, |text| {
        let input = stream(Role::Client, &[Frame::new(1, text)]);
        compare_two_way(&mut comparison, &input, &setup);
    });
    assert_eq!(count, 1 + 24 + 24 * 24 + 24 * 24 * 24 + 24 * 24 * 24 * 24);
}

#[test]
fn every_text_of_four_octets_in_two_frames() {
    every_text_in_two_frames(Setup::messages(Role::Client), 4);
}

#[test]
fn every_text_of_three_octets_in_two_frames_in_pieces() {
    every_text_in_two_frames(Setup::pieces(Role::Client), 3);
}

/// With a ping between the frames.
fn every_text_in_two_frames(setup: Setup, max_len: usize) {
    let mut comparison = Comparison::new();
    every_string(&symbols(), max_len, |text| {
        for cut in 0..=text.len() {
            let (front, rest) = text.split_at(cut);
            let frames = [
                Frame::new(1, front).unfinished(),
                Frame::new(9, ""),
                Frame::new(0, rest),
            ];
            let input = stream(setup.role(), &frames);
            compare(&mut comparison, &input, &setup, &[]);
        }
    });
}

/// Masked, in three frames, with an empty one at the end.
#[test]
fn every_masked_text_of_three_octets_in_three_frames() {
    let mut comparison = Comparison::new();
    let setups = [Setup::messages(Role::Server), Setup::pieces(Role::Server)];
    every_string(&symbols(), 3, |text| {
        for cut in 0..=text.len() {
            let (front, rest) = text.split_at(cut);
            let frames = [
                Frame::new(1, front).unfinished(),
                Frame::new(0, rest).unfinished(),
                Frame::new(0, ""),
            ];
            let input = stream(Role::Server, &frames);
            for setup in &setups {
                compare(&mut comparison, &input, setup, &[]);
            }
        }
    });
}

/// Characters, and what is none, at every place of texts as long as the blocks in which they are
/// checked.
#[test]
fn every_place_of_a_long_text() {
    const SEQUENCES: &[&[u8]] = &[
        b"\xc3\xa9",
        b"\xe2\x82\xac",
        b"\xf0\x9d\x84\x9e",
        b"\xff",
        b"\xc3",
        b"\xe2\x82",
        b"\xf0\x9d\x84",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xe0\x80\x80",
    ];
    let mut comparison = Comparison::new();
    for len in [15, 16, 63, 64, 65, 127, 128, 129, 256, 512, 513, 600] {
        // Of a long text those near the ends of blocks.
        for place in (0..=len).filter(|place| len <= 64 || !(4..60).contains(&(place % 64))) {
            for sequence in SEQUENCES {
                let mut text = vec![b'x'; len];
                text.splice(place..place, sequence.iter().copied());
                for role in ROLES {
                    let input = stream(role, &[Frame::new(1, &*text)]);
                    let cuts = [input.len() - text.len() + place + 1];
                    compare(&mut comparison, &input, &Setup::messages(role), &cuts);
                    compare(&mut comparison, &input, &Setup::pieces(role), &cuts);
                }
            }
        }
    }
}

/// A character cut at every place of texts whose pieces are as long as those blocks.
#[test]
fn every_cut_of_a_long_text() {
    let mut comparison = Comparison::new();
    for front in [1, 2, 3, 61, 62, 63, 64, 125, 126, 127, 128, 510, 511, 512] {
        let text = [
            "x".repeat(front).as_str(),
            &"\u{20ac}\u{1d11e}\u{e9}".repeat(30),
        ]
        .concat();
        for role in ROLES {
            let input = stream(role, &[Frame::new(1, &*text)]);
            compare_two_way(&mut comparison, &input, &Setup::messages(role));
            compare_two_way(&mut comparison, &input, &Setup::pieces(role));
        }
    }
}

/// Text so long that masked pieces of it are handed out before it ends: characters, and what is
/// none, at each place about the end of a piece.
#[test]
fn every_place_about_the_end_of_a_piece() {
    const PIECE_LEN: usize = 16 * 1024;

    let mut comparison = Comparison::new();
    for place in PIECE_LEN - 5..PIECE_LEN + 5 {
        for sequence in [&b"\xf0\x9d\x84\x9e"[..], b"\xe2\x82\x41", b"\xff"] {
            for len in [PIECE_LEN, PIECE_LEN + 3, 2 * PIECE_LEN, 40_000] {
                let mut text = vec![b'x'; len];
                text.splice(place.min(len)..place.min(len), sequence.iter().copied());
                for fin in [true, false] {
                    let mut frame = Frame::new(1, &*text);
                    frame.fin = fin;
                    let input = stream(Role::Server, &[frame]);
                    let cuts = [5000, input.len() - 10];
                    compare(&mut comparison, &input, &Setup::pieces(Role::Server), &cuts);
                }
            }
        }
    }
}

/// The forms of a length.
const FORMS: [LengthForm; 3] = [LengthForm::Shortest, LengthForm::Bits16, LengthForm::Bits64];

/// Each length near those at which the form changes, in each form and with each opcode.
#[test]
fn every_length_about_a_change_of_form() {
    let mut comparison = Comparison::new();
    for role in ROLES {
        let setups = [Setup::messages(role), Setup::frames(role)];
        for len in (0..=3).chain(120..=130).chain(65_530..=65_540) {
            for form in FORMS {
                for opcode in [1, 2, 8, 9, 10] {
                    let mut frame = to_receiver(role, Frame::new(opcode, ""));
                    frame.form = form;
                    let mut input = Vec::new();
                    frame.write_head_to(len, &mut input);
                    // As far as the header, and some of the payload.
                    for setup in &setups {
                        compare_two_way(&mut comparison, &input, setup);
                        compare_two_way(&mut comparison, &[&*input, b"abc"].concat(), setup);
                    }
                }
            }
        }
    }
}

/// Such messages whole, in each form, with more behind them.
#[test]
fn every_message_about_a_change_of_form() {
    let mut comparison = Comparison::new();
    for role in ROLES {
        for len in (0..=3)
            .chain(120..=130)
            .chain([65_534, 65_535, 65_536, 65_537])
        {
            for (form, opcode) in FORMS.into_iter().flat_map(|form| [(form, 1), (form, 2)]) {
                let mut message = Frame::new(opcode, vec![b'a'; len]);
                message.form = form;
                let input = stream(role, &[message, Frame::new(9, "p")]);
                let cuts = [1, 2, 3, 4, 9, 10, 13, 14, 15, len, len + 1, len + 2];
                for setup in [
                    Setup::messages(role),
                    Setup::pieces(role),
                    Setup::frames(role),
                ] {
                    compare(&mut comparison, &input, &setup, &cuts);
                }
            }
        }
    }
}

/// Every length of a single bit, of all bits below one, and with the highest bit beside it.
#[test]
fn every_bit_of_a_length() {
    let mut comparison = Comparison::new();
    let mut unlimited = Config::new();
    unlimited.max_frame_len = u64::MAX;
    unlimited.max_message_len = u64::MAX;
    for role in ROLES {
        let setups = [
            Setup::messages(role),
            Setup::Messages(role, unlimited),
            Setup::frames(role),
        ];
        for bit in 0..64 {
            for len in [1 << bit, (1 << bit) - 1, 1 << bit | 1 << 63] {
                for opcode in [1, 2, 9] {
                    let mut frame = to_receiver(role, Frame::new(opcode, ""));
                    frame.form = LengthForm::Bits64;
                    let mut input = Vec::new();
                    frame.write_head_to(len, &mut input);
                    input.extend(b"abc");
                    for setup in &setups {
                        compare_two_way(&mut comparison, &input, setup);
                    }
                }
            }
        }
    }
}

/// Every limit beside every length of up to three fragments, and of a message of one frame behind
/// them and before them.
#[test]
fn every_limit_of_short_messages() {
    let mut comparison = Comparison::new();
    for role in ROLES {
        for (first, second, third) in (0..4)
            .flat_map(|first| (0..4).map(move |second| (first, second)))
            .flat_map(|(first, second)| (0..4).map(move |third| (first, second, third)))
        {
            let fragments = [
                Frame::new(1, vec![b'a'; first]).unfinished(),
                Frame::new(9, "ping"),
                Frame::new(0, vec![b'b'; second]).unfinished(),
                Frame::new(0, vec![b'c'; third]),
            ];
            let fragments = stream(role, &fragments);
            let whole = stream(role, &[Frame::new(2, vec![b'd'; third])]);
            let inputs = [
                [&*fragments, &*whole].concat(),
                [&*whole, &*fragments].concat(),
            ];
            for limit in 0..=10_u32 {
                let mut by_frame = Config::new();
                by_frame.max_frame_len = limit.into();
                let mut by_message = Config::new();
                by_message.max_message_len = limit.into();
                let mut by_count = Config::new();
                by_count.max_fragment_count = limit;
                for mut config in [by_frame, by_message, by_count] {
                    for pieces in [false, true] {
                        config.pieces = pieces;
                        for input in &inputs {
                            compare(&mut comparison, input, &Setup::Messages(role, config), &[]);
                        }
                    }
                }
            }
        }
    }
}

/// Every sequence of up to four frames over those that change what may follow.
#[test]
fn every_order_of_four_frames() {
    let frames = [
        Frame::new(1, "a"),
        Frame::new(1, *b"\xc3").unfinished(),
        Frame::new(2, *b"\xff"),
        Frame::new(2, "").unfinished(),
        Frame::new(0, *b"\xa9"),
        Frame::new(0, *b"\xc3").unfinished(),
        Frame::new(0, ""),
        Frame::new(9, "p"),
        Frame::new(10, ""),
        Frame::new(8, *b"\x03\xe8"),
    ];
    let mut comparison = Comparison::new();
    for role in ROLES {
        let bytes: Vec<Vec<u8>> = frames
            .iter()
            .map(|frame| stream(role, core::slice::from_ref(frame)))
            .collect();
        let alphabet: Vec<&[u8]> = bytes.iter().map(Vec::as_slice).collect();
        let count = every_string(&alphabet, 4, |input| {
            for setup in [
                Setup::messages(role),
                Setup::pieces(role),
                Setup::frames(role),
            ] {
                compare(&mut comparison, input, &setup, &[]);
            }
        });
        assert_eq!(count, 11_111);
    }
}
