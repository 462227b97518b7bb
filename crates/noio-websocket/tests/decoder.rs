//! What the documentation of the decoders promises beside the laws: what is borrowed, what is on
//! the heap, what is printed, how much to read.

#![expect(clippy::expect_used, reason = "a panic fails the test")]

use core::{cell::Cell, fmt::Debug, ops::Range};

use noio_testkit::{
    heap,
    websocket::{
        Frame,
        strategies::{conversation, role},
    },
};
use noio_websocket::{
    Config, DecodeError, Decoder, Event, FrameDecoder, FrameEvent, Masked, Payload, Reply, Role,
};
use proptest::prelude::*;

const KEY: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

fn pieces() -> Config {
    let mut config = Config::new();
    config.pieces = true;
    config
}

/// Where a slice lies.
fn place(slice: &[u8]) -> Range<*const u8> {
    slice.as_ptr_range()
}

fn lies_in(part: &[u8], whole: &Range<*const u8>) -> bool {
    let part = place(part);
    whole.start <= part.start && part.end <= whole.end
}

#[test]
fn decoders_can_be_sent_shared_and_moved() {
    fn assert_traits<T: Send + Sync + Unpin + Debug>() {}
    assert_traits::<Decoder>();
    assert_traits::<FrameDecoder>();
    assert_traits::<Event<'_>>();
    assert_traits::<FrameEvent<Masked<'_>>>();
    assert_traits::<Reply>();
    assert_traits::<DecodeError>();
}

#[test]
fn decoders_are_small() {
    assert!(size_of::<Decoder>() <= 480, "{}", size_of::<Decoder>());
    assert!(
        size_of::<FrameDecoder>() <= 160,
        "{}",
        size_of::<FrameDecoder>()
    );
}

#[test]
fn decoders_print_no_payload() {
    let mut config = Config::new();
    config.max_frame_len = 100;
    for config in [config, pieces()] {
        let mut decoder = Decoder::with_config(Role::Client, config);
        for feed in [
            &b"\x01\x06secr"[..],
            b"et\x00\x03sec",
            b"\x89\x06secr",
            b"et\x80\x06secr",
            b"et\x82\x06secre",
            b"t\x88\x08\x03\xe8secr",
            b"et",
        ] {
            let mut input = feed;
            while decoder.decode(&mut input).expect("legal").is_some() {}
            let printed = format!("{decoder:?} {decoder:#?}");
            // Neither as text nor as numbers.
            assert!(!printed.contains("secr"), "{printed}");
            assert!(!printed.contains("115, 101"), "{printed}");
            let position = format!("position: {}", decoder.position());
            assert!(printed.contains(&position), "{printed}");
        }
        assert!(decoder.is_done());
        let reply = decoder.take_reply().expect("a Close");
        assert!(!format!("{reply:?}").contains("232"), "{reply:?}");
    }
    let mut input = &b"\x89\x06secret"[..];
    let mut decoder = Decoder::new(Role::Client);
    decoder.decode(&mut input).expect("legal");
    let reply = decoder.take_reply().expect("a pong");
    assert!(!format!("{reply:?}").contains("115"), "{reply:?}");
}

#[test]
fn a_message_that_lies_whole_in_the_input_is_borrowed_from_it() {
    for len in [0, 1, 125, 126, 1000, 70_000] {
        for opcode in [1, 2] {
            let frame = Frame::new(opcode, vec![b'x'; len]);
            let frames = [&*frame.to_bytes(), b"\x89\x00"].concat();
            let mut decoder = Decoder::new(Role::Client);
            let mut input = &*frames;
            assert_borrowed(decoder.decode(&mut input), len, &place(&frames));

            let mut copy = frames.clone();
            let whole = place(&copy);
            let mut decoder = Decoder::new(Role::Client);
            assert_borrowed(decoder.decode_in_place(&mut &mut *copy), len, &whole);

            let mut copy = frame.masked(KEY).to_bytes();
            let whole = place(&copy);
            let mut decoder = Decoder::new(Role::Server);
            assert_borrowed(decoder.decode_in_place(&mut &mut *copy), len, &whole);
        }
    }
}

#[track_caller]
fn assert_borrowed(
    event: Result<Option<Event<'_>>, DecodeError>,
    len: usize,
    input: &Range<*const u8>,
) {
    let payload = match event {
        Ok(Some(Event::Text(text))) => {
            assert!(text.is_from_input());
            assert!(lies_in(text.as_bytes(), input));
            text.as_bytes().to_vec()
        }
        Ok(Some(Event::Binary(data))) => {
            assert!(data.is_from_input());
            assert!(lies_in(&data, input));
            data.to_vec()
        }
        other => panic!("unexpected {other:?}"),
    };
    assert_eq!(payload, vec![b'x'; len]);
}

/// Cut, fragmented, or masked where the input may not be written to.
#[test]
fn other_messages_come_from_a_buffer_that_can_be_taken_over() {
    let masked = Frame::new(1, "Hello").masked(KEY).to_bytes();
    for (role, feeds) in [
        (Role::Client, [&b"\x81\x05Hel"[..], b"lo"]),
        (Role::Client, [b"\x01\x02He", b"\x80\x03llo"]),
        (Role::Server, [b"", &masked]),
    ] {
        let mut decoder = Decoder::new(role);
        assert!(matches!(decoder.decode(&mut &*feeds[0]), Ok(None)));
        let mut input = feeds[1];
        let Ok(Some(Event::Text(text))) = decoder.decode(&mut input) else {
            panic!("expected a text");
        };
        assert!(!text.is_from_input());
        let place = place(text.as_bytes());
        let (text, usage) = heap::measure(|| text.into_string());
        assert_eq!((text.as_str(), usage.count), ("Hello", 0));
        assert_eq!(text.as_bytes().as_ptr_range(), place);
    }
    let mut decoder = Decoder::new(Role::Client);
    assert!(matches!(decoder.decode(&mut &b"\x82\x02a"[..]), Ok(None)));
    match decoder.decode(&mut &b"b"[..]) {
        Ok(Some(Event::Binary(data))) => assert_eq!(data.into_vec(), b"ab"),
        other => panic!("unexpected {other:?}"),
    }
}

#[test]
fn payload_that_lies_in_the_input_is_copied_when_it_is_taken() {
    let mut decoder = Decoder::new(Role::Client);
    let mut input = &b"\x81\x05Hello\x82\x02ab"[..];
    match decoder.decode(&mut input) {
        Ok(Some(Event::Text(text))) => {
            assert_eq!(text, "Hello");
            assert_eq!("Hello", text);
            assert!(*"Hello" == text && "Hell" != text && *"Hell" != text);
            assert_eq!(format!("{text} {text:?}"), "Hello \"Hello\"");
            assert_eq!(String::from(text), "Hello");
        }
        other => panic!("unexpected {other:?}"),
    }
    match decoder.decode(&mut input) {
        Ok(Some(Event::Binary(data))) => {
            let data: Payload<'_, [u8]> = data;
            assert_eq!(&*data, b"ab");
            assert_eq!(&b"ab"[..], data);
            assert_ne!(&b"a"[..], data);
            assert!(b"ab"[..] == data && b"a"[..] != data);
            assert_eq!(Vec::from(data), b"ab");
        }
        other => panic!("unexpected {other:?}"),
    }
}

/// Takes all of `input`, which must be legal, and says how many events came.
#[track_caller]
fn drain(decoder: &mut Decoder, mut input: &[u8]) -> usize {
    let mut events = 0;
    while decoder.decode(&mut input).expect("legal").is_some() {
        let _ = decoder.take_reply();
        events += 1;
    }
    events
}

/// Messages and control frames of all sizes, each in one frame.
fn frames(role: Role) -> Vec<u8> {
    let mut bytes = Vec::new();
    for len in [0, 1, 100, 125, 126, 1000, 65_535, 65_536] {
        let mut frames = vec![
            Frame::new(1, "\u{20ac}".repeat(len / 3)),
            Frame::new(2, vec![0xff; len]),
        ];
        if len <= 125 {
            frames.push(Frame::new(9, vec![7; len]));
            frames.push(Frame::new(10, vec![8; len]));
        }
        for frame in frames {
            match role {
                Role::Client => frame.write_to(&mut bytes),
                Role::Server => frame.masked(KEY).write_to(&mut bytes),
            }
        }
    }
    bytes
}

#[test]
fn messages_that_lie_whole_in_the_input_cost_no_allocation() {
    for config in [Config::new(), pieces()] {
        let bytes = frames(Role::Client);
        let (events, usage) =
            heap::measure(|| drain(&mut Decoder::with_config(Role::Client, config), &bytes));
        assert_eq!((events, usage.count), (24, 0));
        for role in [Role::Client, Role::Server] {
            let mut bytes = frames(role);
            let (events, usage) = heap::measure(|| {
                let mut decoder = Decoder::with_config(role, config);
                let mut input = bytes.as_mut_slice();
                let mut events = 0;
                while decoder
                    .decode_in_place(&mut input)
                    .expect("legal")
                    .is_some()
                {
                    let _ = decoder.take_reply();
                    events += 1;
                }
                events
            });
            assert_eq!((events, usage.count), (24, 0));
        }
    }
}

/// Pieces in place are never copied, however they are cut: but for the character that a cut goes
/// through, which has no need of the heap.
#[test]
fn pieces_in_place_cost_no_allocation() {
    for feed_len in [1, 7, 1460] {
        let mut bytes = frames(Role::Server);
        let ((), usage) = heap::measure(|| {
            let mut decoder = Decoder::with_config(Role::Server, pieces());
            for mut feed in bytes.chunks_mut(feed_len) {
                while decoder.decode_in_place(&mut feed).expect("legal").is_some() {
                    let _ = decoder.take_reply();
                }
            }
        });
        assert_eq!(usage.count, 0, "in feeds of {feed_len}");
    }
}

/// The buffer is kept from one assembled message to the next, and given back when a call ends with
/// nothing pending.
#[test]
fn assembled_messages_share_one_buffer_while_they_follow() {
    let text = [
        Frame::new(1, "x".repeat(500)).unfinished().to_bytes(),
        Frame::new(0, "y".repeat(500)).to_bytes(),
    ]
    .concat();
    let binary = [
        Frame::new(2, vec![0xff; 500]).unfinished().to_bytes(),
        Frame::new(0, vec![0xfe; 500]).to_bytes(),
    ]
    .concat();
    for messages in [
        vec![&text; 100],
        vec![&binary; 100],
        vec![&text, &binary, &text],
    ] {
        let bytes: Vec<u8> = messages.iter().flat_map(|it| it.iter().copied()).collect();
        let mut decoder = Decoder::new(Role::Client);
        let (events, usage) = heap::measure(|| drain(&mut decoder, &bytes));
        assert_eq!(events, messages.len());
        // The first message makes the buffer, and makes it larger once.
        assert!(usage.count <= 2, "{usage:?}");
        assert_eq!(usage.held, 0);
    }
    let bytes = frames(Role::Server);
    let mut decoder = Decoder::new(Role::Server);
    let (events, usage) = heap::measure(|| drain(&mut decoder, &bytes));
    assert_eq!((events, usage.held), (24, 0));
    // One buffer that grows with the messages.
    assert!(usage.count <= 16, "{usage:?}");
}

#[test]
fn an_idle_decoder_holds_no_heap() {
    for role in [Role::Client, Role::Server] {
        for config in [Config::new(), pieces()] {
            let bytes = frames(role);
            let (decoder, usage) = heap::measure(|| {
                let mut decoder = Decoder::with_config(role, config);
                for feed in bytes.chunks(333) {
                    drain(&mut decoder, feed);
                }
                decoder
            });
            assert_eq!(usage.held, 0);
            assert_eq!(decoder.position(), bytes.len() as u64);
        }
    }
}

#[test]
fn frame_decoder_never_allocates() {
    let mut bytes = frames(Role::Server);
    let taken = Cell::new(0);
    let ((), usage) = heap::measure(|| {
        let mut decoder = FrameDecoder::new(Role::Server);
        for mut feed in bytes.chunks(100) {
            while let Some(event) = decoder.decode(&mut feed).expect("legal") {
                if let FrameEvent::Payload(piece) = event {
                    taken.set(taken.get() + piece.len());
                    assert_eq!(piece.as_unmasked(), None);
                }
            }
        }
        let mut decoder = FrameDecoder::new(Role::Server);
        for mut feed in bytes.chunks_mut(100) {
            while let Some(event) = decoder.decode_in_place(&mut feed).expect("legal") {
                if let FrameEvent::Payload(piece) = event {
                    taken.set(taken.get() - piece.len());
                }
            }
        }
    });
    assert_eq!((usage.count, taken.get()), (0, 0));
}

#[test]
fn frame_payload_without_a_mask_is_that_of_the_input() {
    let bytes = *b"\x82\x05Hello\x82\x01!";
    let mut decoder = FrameDecoder::new(Role::Client);
    let mut input = &bytes[..];
    let mut pieces = Vec::new();
    // Pieces outlive the next call, so that several go into one vectored write.
    while let Some(event) = decoder.decode(&mut input).expect("legal") {
        if let FrameEvent::Payload(piece) = event {
            pieces.push(piece.as_unmasked().expect("not masked"));
        }
    }
    assert_eq!(pieces, [&bytes[2..7], &bytes[9..]]);
    assert!(pieces.iter().all(|piece| lies_in(piece, &place(&bytes))));
}

#[test]
fn headers_say_what_is_on_the_wire() {
    let bytes = *b"\x01\x82\x37\xfa\x21\x3d\x7f\x9f\x80\xfe\x01\x00\x01\x02\x03\x04";
    let mut decoder = FrameDecoder::new(Role::Server);
    let mut input = &bytes[..];
    let mut headers = Vec::new();
    while let Some(event) = decoder.decode(&mut input).expect("legal") {
        match event {
            FrameEvent::Header(header) => headers.push(header),
            FrameEvent::Payload(piece) => assert_eq!(piece.to_vec(), b"He"),
            other => panic!("unexpected {other:?}"),
        }
    }
    // What is written of them is what was read.
    let written: Vec<Vec<u8>> = headers
        .iter()
        .map(|header| header.encode().expect("legal").to_vec())
        .collect();
    assert_eq!(written, [&bytes[..6], &bytes[8..]]);
    assert_eq!(headers.first().and_then(|it| it.mask_key), Some(KEY));
}

proptest! {
    /// Whoever reads as many octets as the hint says never takes in what follows a frame, and
    /// with one octet less nothing comes of it.
    #[test]
    fn read_hint_is_what_is_missing(
        (role, conversation) in role().prop_flat_map(|role| (Just(role), conversation(role))),
    ) {
        let bytes = conversation.to_bytes();
        let mut decoder = Decoder::new(role);
        let mut frames = FrameDecoder::new(role);
        let mut rest = &*bytes;
        let mut ends = Vec::new();
        let mut end = 0;
        for frame in &conversation.frames {
            end += frame.to_bytes().len() as u64;
            ends.push(end);
        }
        while !rest.is_empty() {
            let hint = decoder.read_hint();
            prop_assert_eq!(hint, frames.read_hint());
            prop_assert!(hint > 0);
            let len = usize::try_from(hint).expect("short frames");
            prop_assert!(len <= rest.len(), "{} of {}", hint, rest.len());
            let (mut feed, behind) = rest.split_at(len);
            let next_end = ends.iter().find(|end| **end > decoder.position());
            let position = decoder.position() + hint;
            prop_assert!(next_end.is_some_and(|end| *end >= position));

            let (mut front, mut last) = feed.split_at(len - 1);
            prop_assert!(decoder.decode(&mut front).expect("legal").is_none());
            while decoder.decode(&mut last).expect("legal").is_some() {
                let _ = decoder.take_reply();
            }
            while frames.decode(&mut feed).expect("legal").is_some() {}
            prop_assert_eq!(decoder.position(), position);
            rest = behind;
        }
        prop_assert_eq!(decoder.position(), end);
        prop_assert_eq!(decoder.read_hint() == 0, decoder.is_done());
    }
}
