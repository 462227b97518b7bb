//! What was used to bring receivers of frames down.

use core::slice;

use noio_testkit::{heap, websocket::Frame};
use noio_websocket::{
    Config, DecodeErrorKind as Kind, Decoder, End, Event, FrameDecoder, FrameEvent, Opcode, Role,
};

/// The largest length that a header can declare.
const MAX_LEN: u64 = (1 << 63) - 1;

/// A decoder without limits, which has nothing but its construction to rely on.
fn unlimited() -> Config {
    let mut config = Config::new();
    config.max_frame_len = u64::MAX;
    config.max_message_len = u64::MAX;
    config.max_fragment_count = u32::MAX;
    config
}

/// How an end of this role receives a frame.
fn to_receiver(role: Role, frame: Frame) -> Frame {
    match role {
        Role::Client => frame,
        Role::Server => frame.masked([0x37, 0xfa, 0x21, 0x3d]),
    }
}

fn with_head(role: Role, frame: Frame, declared: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    to_receiver(role, frame).write_head_to(declared, &mut bytes);
    bytes
}

/// Feeds `input` and takes the events and replies, up to an error.
fn feed(decoder: &mut Decoder, mut input: &[u8]) -> Result<(), (Kind, u64)> {
    loop {
        match decoder.decode(&mut input) {
            Ok(Some(_)) => {
                let _ = decoder.take_reply();
            }
            Ok(None) => return Ok(()),
            Err(error) => return Err((error.kind(), error.offset())),
        }
    }
}

/// CVE-2022-35922 (rust-websocket), gobwas/ws issue 223: a header of a few octets, and as much
/// memory as it says.
#[test]
fn declared_length_is_no_allocation() {
    for role in [Role::Client, Role::Server] {
        for declared in [1 << 24, 1 << 32, MAX_LEN] {
            for opcode in [1, 2] {
                let head = with_head(role, Frame::new(opcode, ""), declared);
                let (fed, usage) = heap::measure(|| {
                    let mut decoder = Decoder::with_config(role, unlimited());
                    let fed = feed(&mut decoder, &head);
                    assert_eq!(decoder.position(), head.len() as u64);
                    fed
                });
                assert_eq!((fed, usage.allocated), (Ok(()), 0), "{declared}");
            }
        }
    }
}

/// The same over and over, each frame behind one that is whole.
#[test]
fn declared_length_of_a_later_fragment_is_no_allocation() {
    let mut decoder = Decoder::with_config(Role::Client, unlimited());
    assert_eq!(feed(&mut decoder, b"\x02\x03abc"), Ok(()));
    let head = with_head(
        Role::Client,
        Frame {
            fin: false,
            ..Frame::new(0, "")
        },
        1 << 40,
    );
    let (fed, usage) = heap::measure(|| feed(&mut decoder, &head));
    assert_eq!((fed, usage.allocated), (Ok(()), 0));
    let (fed, usage) = heap::measure(|| feed(&mut decoder, &[0; 100]));
    assert_eq!(fed, Ok(()));
    assert!(usage.allocated <= 400, "{usage:?}");
}

/// By default such a length is refused with its last octet, before a key and a payload.
#[test]
fn declared_length_over_the_limit_is_refused_at_once() {
    for role in [Role::Client, Role::Server] {
        for declared in [(16 << 20) + 1, MAX_LEN] {
            let head = with_head(role, Frame::new(2, ""), declared);
            let error = feed(&mut Decoder::new(role), &head);
            assert_eq!(error, Err((Kind::FrameTooLarge, 9)), "{declared}");
        }
    }
}

/// CVE-2020-27813 (gorilla/websocket): a length that is negative as a signed number, and a sum of
/// lengths that wraps.
#[test]
fn length_overflow() {
    for role in [Role::Client, Role::Server] {
        for declared in [1 << 63, u64::MAX, u64::MAX - 1, 1 << 63 | 5] {
            let head = with_head(role, Frame::new(2, ""), declared);
            for config in [Config::new(), unlimited()] {
                let mut decoder = Decoder::with_config(role, config);
                assert_eq!(feed(&mut decoder, &head), Err((Kind::LengthOverflow, 9)));
            }
            let mut input = &*head;
            let error = FrameDecoder::new(role)
                .decode(&mut input)
                .expect_err("no such length");
            assert_eq!(error.kind(), Kind::LengthOverflow);
        }
    }
    // What is left of a limit is never negative.
    let mut config = unlimited();
    config.max_message_len = 10;
    let mut decoder = Decoder::with_config(Role::Client, config);
    assert_eq!(feed(&mut decoder, b"\x02\x0a0123456789"), Ok(()));
    let head = with_head(Role::Client, Frame::new(0, ""), MAX_LEN);
    assert_eq!(
        feed(&mut decoder, &head),
        Err((Kind::MessageTooLarge, 12 + 9))
    );
}

/// CVE-2026-48779 and CVE-2026-62389 (ws), CVE-2026-12151 (undici): what is kept for each
/// fragment fills the memory, even if the fragment is empty.
#[test]
fn fragment_flood_of_empty_frames() {
    const COUNT: usize = 1_000_000;

    for role in [Role::Client, Role::Server] {
        let empty = to_receiver(role, Frame::new(0, "").unfinished()).to_bytes();
        for kind in [1, 2] {
            let first = to_receiver(role, Frame::new(kind, "").unfinished()).to_bytes();
            let feed_of_many = empty.repeat(1000);
            let ((), usage) = heap::measure(|| {
                let mut decoder = Decoder::with_config(role, unlimited());
                assert_eq!(feed(&mut decoder, &first), Ok(()));
                for _ in 0..COUNT / 1000 {
                    assert_eq!(feed(&mut decoder, &feed_of_many), Ok(()));
                }
                let fed = first.len() + COUNT * empty.len();
                assert_eq!(decoder.position(), fed as u64);
            });
            assert_eq!(usage.allocated, 0);
        }
    }
}

/// As many fragments of one octet are one buffer, no larger than twice the octets.
#[test]
fn fragment_flood_of_single_octets() {
    const COUNT: usize = 1_000_000;

    let feed_of_many = b"\x00\x01x".repeat(1000);
    let ((), usage) = heap::measure(|| {
        let mut decoder = Decoder::with_config(Role::Client, unlimited());
        assert_eq!(feed(&mut decoder, b"\x01\x00"), Ok(()));
        let mut held = 0;
        for count in 1..=COUNT / 1000 {
            let (fed, usage) = heap::measure(|| feed(&mut decoder, &feed_of_many));
            assert_eq!(fed, Ok(()));
            held += usage.held;
            let bound = i64::try_from(2 * 1000 * count).expect("small");
            assert!(held <= bound, "{held} bytes for {count} thousand");
        }
        let mut input = &b"\x80\x00"[..];
        match decoder.decode(&mut input) {
            Ok(Some(Event::Text(text))) => assert_eq!(text.len(), COUNT),
            other => panic!("unexpected {other:?}"),
        }
    });
    // A buffer that doubles was allocated four times over at most.
    assert!(usage.allocated <= 4 * COUNT as u64, "{usage:?}");
    assert_eq!(usage.held, 0);
}

/// And by default there is an end to them.
#[test]
fn fragment_flood_ends_at_the_limit() {
    let mut decoder = Decoder::new(Role::Client);
    assert_eq!(feed(&mut decoder, b"\x02\x00"), Ok(()));
    let max = u64::from(Config::new().max_fragment_count);
    let flood = b"\x00\x00".repeat(1000);
    let error = loop {
        if let Err(error) = feed(&mut decoder, &flood) {
            break error;
        }
    };
    assert_eq!(error, (Kind::TooManyFragments, 2 * max));
}

/// CVE-2026-9675 (undici): each frame is within its limit, and the message grows without one.
#[test]
fn cumulative_limit() {
    let config = Config::new();
    assert_eq!(config.max_message_len, 16 << 20);
    for pieces in [false, true] {
        let mut config = config;
        config.pieces = pieces;
        for role in [Role::Client, Role::Server] {
            let part = Frame::new(0, vec![b'x'; 1 << 20]).unfinished();
            let part = to_receiver(role, part).to_bytes();
            let mut decoder = Decoder::with_config(role, config);
            let first = to_receiver(role, Frame::new(1, "").unfinished()).to_bytes();
            assert_eq!(feed(&mut decoder, &first), Ok(()));
            for _ in 0..16 {
                assert_eq!(feed(&mut decoder, &part), Ok(()));
            }
            let one_more = to_receiver(role, Frame::new(0, "x")).to_bytes();
            let offset = first.len() + 16 * part.len() + 1;
            assert_eq!(
                feed(&mut decoder, &one_more),
                Err((Kind::MessageTooLarge, offset as u64))
            );
        }
    }
}

/// RUSTSEC-2020-0043 (ws): a message that never ends. What was held for it is given back when it
/// is refused, and when the peer closes or goes away.
#[test]
fn memory_is_given_back() {
    let unfinished = Frame::new(2, vec![7; 10_000]).unfinished().to_bytes();
    for (end, is_legal) in [(&b"\x83"[..], false), (b"\x88\x00", true), (b"", true)] {
        let (decoder, usage) = heap::measure(|| {
            let mut decoder = Decoder::new(Role::Client);
            assert_eq!(feed(&mut decoder, &unfinished), Ok(()));
            assert_eq!(feed(&mut decoder, end).is_ok(), is_legal);
            if end.is_empty() {
                decoder.finish().expect_err("cut short");
            }
            decoder
        });
        assert!(usage.allocated >= 10_000);
        assert_eq!(usage.held, 0, "behind {end:x?}");
        drop(decoder);
    }
}

/// The buffer that an event borrowed is given back by the next call, also if that says that the
/// connection has ended.
#[test]
fn memory_is_given_back_behind_an_event() {
    let whole = Frame::new(2, vec![7; 10_000]);
    let fragments = [whole.clone().unfinished(), Frame::new(0, "")];
    for (role, pieces, message) in [
        (Role::Client, false, &fragments[..]),
        (Role::Server, false, &fragments),
        (Role::Server, false, slice::from_ref(&whole)),
        (Role::Server, true, slice::from_ref(&whole)),
    ] {
        for (rest, expected) in [(&[][..], End::Abnormal), (&[Frame::new(8, "")], End::Clean)] {
            let frames = [message, rest].concat().into_iter();
            let bytes: Vec<u8> = frames
                .flat_map(|frame| to_receiver(role, frame).to_bytes())
                .collect();
            let mut config = Config::new();
            config.pieces = pieces;
            let mut decoder = Decoder::with_config(role, config);
            let ((), during) = heap::measure(|| {
                let mut input = &*bytes;
                for _ in 0..=rest.len() {
                    assert!(matches!(decoder.decode(&mut input), Ok(Some(_))));
                }
                assert!(input.is_empty());
            });
            assert!(during.held >= 10_000, "{during:?}");
            let (end, behind) = heap::measure(|| decoder.finish());
            assert_eq!(end, Ok(expected));
            assert_eq!(during.held + behind.held, 0, "{role:?}, {expected:?}");
        }
    }
}

/// One long message, and then short ones that are cut so that a message is always under way: memory
/// must not be held for all of them that only the first one needed.
#[test]
fn one_long_message_is_not_paid_for_by_all_that_follow() {
    const LONG: usize = 1_000_000;

    let mut decoder = Decoder::new(Role::Client);
    let (_, usage) = heap::measure(|| {
        let mut bytes = Frame::new(2, vec![7; LONG]).unfinished().to_bytes();
        bytes.extend(Frame::new(0, []).to_bytes());
        bytes.extend(b"\x02\x01x");
        assert_eq!(feed(&mut decoder, &bytes), Ok(()));
    });
    let mut held = usage.held;
    for _ in 0..3 {
        let (_, usage) = heap::measure(|| {
            assert_eq!(feed(&mut decoder, b"\x80\x01y\x02\x01x"), Ok(()));
        });
        held += usage.held;
    }
    assert!((1..=64).contains(&held), "{held} bytes for one");
}

/// What was handed out in pieces is not kept, on input that cannot be unmasked in place either.
#[test]
fn pieces_are_not_kept() {
    let mut config = Config::new();
    config.pieces = true;
    let bytes = Frame::new(2, vec![7; 100_000])
        .masked([1, 2, 3, 4])
        .to_bytes();
    let (decoder, usage) = heap::measure(|| {
        let mut decoder = Decoder::with_config(Role::Server, config);
        assert_eq!(feed(&mut decoder, &bytes[..50_000]), Ok(()));
        decoder
    });
    assert!(usage.allocated > 0);
    assert_eq!(usage.held, 0);
    drop(decoder);
}

/// And what comes of such input at once is no more than 16 KiB, but for a character that the piece
/// before has left: a long frame that lies whole in the input needs no buffer of its length.
#[test]
fn pieces_of_masked_input_are_bounded() {
    const PIECE_LEN: usize = 16 * 1024;
    const LEN: usize = 50 * PIECE_LEN;

    let mut config = Config::new();
    config.pieces = true;
    for (opcode, payload) in [
        (1, vec![b'x'; LEN]),
        (1, "\u{20ac}".repeat(LEN / 3).into_bytes()),
        (2, vec![0xff; LEN]),
    ] {
        let len = payload.len();
        let bytes = to_receiver(Role::Server, Frame::new(opcode, payload)).to_bytes();
        let mut decoder = Decoder::with_config(Role::Server, config);
        let mut taken = 0;
        let ((), usage) = heap::measure(|| {
            let mut input = &*bytes;
            while let Some(event) = decoder.decode(&mut input).expect("legal") {
                let piece_len = match event {
                    Event::TextPiece { text, .. } => text.len(),
                    Event::BinaryPiece { data, .. } => data.len(),
                    other => panic!("unexpected {other:?}"),
                };
                assert!(piece_len <= PIECE_LEN + 3, "{piece_len}");
                taken += piece_len;
            }
        });
        assert_eq!(taken, len);
        // All that was ever allocated is one buffer, made twice as large once: so the peak is no
        // higher.
        assert!(usage.allocated > 0);
        assert!(usage.allocated <= 3 * PIECE_LEN as u64, "{usage:?}");
    }
}

/// The guard in undici's receiver: a peer that pings and reads nothing fills the queue with pongs.
/// Whoever does not write keeps one reply, and it is the latest.
#[test]
fn ping_flood() {
    const COUNT: u32 = 100_000;

    let ((), usage) = heap::measure(|| {
        let mut decoder = Decoder::new(Role::Client);
        for number in 0..COUNT {
            let octets = number.to_be_bytes();
            let mut frame = [0x89, 4, 0, 0, 0, 0];
            frame[2..].copy_from_slice(&octets);
            let mut input = &frame[..];
            match decoder.decode(&mut input) {
                Ok(Some(Event::Ping(payload))) => assert_eq!(payload, octets),
                other => panic!("unexpected {other:?}"),
            }
        }
        let reply = decoder.take_reply().expect("a pong");
        assert_eq!(reply.opcode(), Opcode::Pong);
        assert_eq!(reply.payload(), (COUNT - 1).to_be_bytes());
        assert_eq!(decoder.take_reply(), None);
    });
    assert_eq!(usage.allocated, 0);
}

/// fastwebsockets, wtx, yawc: only a ping was held to 125 octets. A Close or a pong of megabytes is
/// refused at its second octet, as a ping is, without a limit to help.
#[test]
fn control_frames_are_all_bounded() {
    for role in [Role::Client, Role::Server] {
        for opcode in [8, 9, 10] {
            for declared in [126, 65_536, MAX_LEN] {
                let head = with_head(role, Frame::new(opcode, ""), declared);
                let mut decoder = Decoder::with_config(role, unlimited());
                assert_eq!(feed(&mut decoder, &head), Err((Kind::ControlTooLong, 1)));
            }
        }
    }
}

/// The work is linear in the octets, whatever the frames and the feeds. (Where it is not, this test
/// takes minutes.)
#[test]
fn work_is_linear() {
    const LEN: usize = 4 << 20;

    let whole = Frame::new(1, vec![b'x'; LEN]);
    for role in [Role::Client, Role::Server] {
        let bytes = to_receiver(role, whole.clone()).to_bytes();
        for feed_len in [1, 1460, usize::MAX] {
            let mut decoder = Decoder::new(role);
            let mut texts = 0;
            for mut input in bytes.chunks(feed_len) {
                while let Some(event) = decoder.decode(&mut input).expect("legal") {
                    assert!(matches!(event, Event::Text(text) if text.len() == LEN));
                    texts += 1;
                }
            }
            assert_eq!(texts, 1);
        }
    }
    // A frame for each octet, all in one feed.
    let frames = [&*b"\x00\x01x".repeat(LEN / 4), b"\x80\x00"].concat();
    let mut decoder = Decoder::with_config(Role::Client, unlimited());
    assert_eq!(feed(&mut decoder, b"\x01\x00"), Ok(()));
    let mut input = &*frames;
    match decoder.decode(&mut input) {
        Ok(Some(Event::Text(text))) => assert_eq!(text.len(), LEN / 4),
        other => panic!("unexpected {other:?}"),
    }
    let mut decoder = FrameDecoder::new(Role::Client);
    let mut input = &*frames;
    let mut headers = 0;
    assert!(matches!(
        decoder.decode(&mut &b"\x01\x00"[..]),
        Ok(Some(FrameEvent::Header(_)))
    ));
    while let Some(event) = decoder.decode(&mut input).expect("legal") {
        headers += usize::from(matches!(event, FrameEvent::Header(_)));
    }
    assert_eq!(headers, LEN / 4 + 1);
}
