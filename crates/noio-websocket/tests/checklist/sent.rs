//! What is sent: keys, lengths, and that nothing illegal is.

use core::cell::Cell;

use noio_testkit::websocket::{Frame, reference::is_close_code};
use noio_websocket::{
    CloseCode, Decoder, EncodeError, Encoder, End, Event, FrameHeader, Mask, Opcode, Role,
};

use super::{code, drain};

#[test]
fn line_11_each_frame_has_a_key_of_its_own() {
    let drawn = Cell::new(0);
    let mut encoder = Encoder::client(|| {
        drawn.set(drawn.get() + 1);
        [drawn.get(), 0x20, 0x30, 0x40]
    });
    let mut out = Vec::new();
    encoder.text("abcde", &mut out).expect("space");
    encoder.ping(b"", &mut out).expect("space");
    encoder
        .binary_fragment(b"f", false, &mut out)
        .expect("space");
    encoder
        .binary_fragment(b"g", true, &mut out)
        .expect("space");
    let expected = [
        Frame::new(1, "abcde").masked([1, 0x20, 0x30, 0x40]),
        Frame::new(9, "").masked([2, 0x20, 0x30, 0x40]),
        Frame::new(2, "f")
            .unfinished()
            .masked([3, 0x20, 0x30, 0x40]),
        Frame::new(0, "g").masked([4, 0x20, 0x30, 0x40]),
    ];
    let expected: Vec<u8> = expected.iter().flat_map(Frame::to_bytes).collect();
    assert_eq!(out, expected);

    // What is not written draws none.
    let refused = [
        encoder.ping(&[0; 126], &mut out),
        encoder.text("a", &mut &mut [0; 6][..]),
    ];
    assert_eq!(
        refused,
        [Err(EncodeError::ControlTooLong), Err(EncodeError::NoSpace)]
    );
    assert_eq!(drawn.get(), 4);
    encoder.close_without_code(&mut out).expect("space");
    assert_eq!(drawn.get(), 5);
    assert_eq!(encoder.text("a", &mut out), Err(EncodeError::Closed));
    assert_eq!(drawn.get(), 5);
}

#[test]
fn line_29_lengths_are_written_in_the_shortest_form() {
    for (len, head) in [
        (0, &b"\x82\x00"[..]),
        (125, b"\x82\x7d"),
        (126, b"\x82\x7e\x00\x7e"),
        (65_535, b"\x82\x7e\xff\xff"),
        (65_536, b"\x82\x7f\0\0\0\0\0\x01\0\0"),
        (u64::from(u32::MAX) + 1, b"\x82\x7f\0\0\0\x01\0\0\0\0"),
        ((1 << 63) - 1, b"\x82\x7f\x7f\xff\xff\xff\xff\xff\xff\xff"),
    ] {
        let written = Encoder::server().binary_head(len).expect("a length");
        assert_eq!(&*written, head, "{len}");
        if let Ok(short) = usize::try_from(len)
            && short <= 65_536
        {
            let mut out = Vec::new();
            let data = vec![0; short];
            Encoder::server().binary(&data, &mut out).expect("space");
            assert_eq!(out, [head, &data].concat(), "{len}");
        }
    }
    assert_eq!(
        Encoder::server().binary_head(1 << 63),
        Err(EncodeError::PayloadTooLong)
    );
}

#[test]
fn line_30_nothing_illegal_is_written() {
    let mut encoder = Encoder::server();
    let mut out = Vec::new();
    let too_long = Err(EncodeError::ControlTooLong);
    assert_eq!(encoder.ping(&[0; 126], &mut out), too_long);
    assert_eq!(encoder.pong(&[0; 126], &mut out), too_long);
    let reason = "x".repeat(124);
    assert_eq!(
        encoder.close(CloseCode::NORMAL, &reason, &mut out),
        too_long
    );
    assert!(out.is_empty() && !encoder.is_done());
    assert_eq!(encoder.ping(&[0; 125], &mut out), Ok(()));
    let reason = "x".repeat(123);
    assert_eq!(encoder.close(CloseCode::NORMAL, &reason, &mut out), Ok(()));
    assert_eq!(out.len(), 2 * 127);

    let header = |opcode, payload_len| FrameHeader::new(opcode, payload_len);
    for bad in [
        header(Opcode::Ping, 126),
        header(Opcode::Close, 1),
        header(Opcode::Text, 1 << 63),
        FrameHeader {
            fin: false,
            ..header(Opcode::Pong, 0)
        },
        FrameHeader {
            rsv: 4,
            ..header(Opcode::Close, 0)
        },
        FrameHeader {
            rsv: 8,
            ..header(Opcode::Text, 0)
        },
    ] {
        assert!(bad.encode().is_err(), "{bad:?}");
    }
}

#[test]
fn line_40_the_codes_that_can_be_sent_are_those_that_are_accepted() {
    for number in 0..=u16::MAX {
        let sent = CloseCode::new(number);
        assert_eq!(sent.is_some(), is_close_code(number), "{number}");
        assert_eq!(CloseCode::try_from(number).ok(), sent, "{number}");

        let [high, low] = number.to_be_bytes();
        let mut decoder = Decoder::new(Role::Client);
        let received = match decoder.decode(&mut &[0x88, 2, high, low][..]) {
            Ok(Some(Event::Close(close))) => close.code(),
            Ok(other) => panic!("unexpected {other:?}"),
            Err(_) => None,
        };
        assert_eq!(received, sent, "{number}");

        if let Some(code) = sent {
            let mut out = Vec::new();
            Encoder::server().close(code, "", &mut out).expect("space");
            assert_eq!(out, [0x88, 2, high, low], "{number}");
            assert_eq!(code.as_u16(), number);
        }
    }
}

#[test]
fn line_42_nothing_is_sent_behind_a_close() {
    let mut decoder = Decoder::new(Role::Client);
    let pong = drain(&mut decoder, b"\x89\x01p").remove(0);
    let close = drain(&mut decoder, b"\x88\x00").remove(0);
    for is_bare in [false, true] {
        let mut encoder = Encoder::server();
        let mut out = Vec::new();
        encoder.text_fragment("a", false, &mut out).expect("space");
        if is_bare {
            encoder.close_without_code(&mut out).expect("space");
        } else {
            encoder.reply(close, &mut out).expect("space");
        }
        assert!(encoder.is_done());
        let sent = out.clone();
        assert_eq!(sent, b"\x01\x01a\x88\x00");

        // Replies are dropped, since they come from the peer and not from the caller.
        assert_eq!(encoder.reply(pong, &mut out), Ok(()));
        assert_eq!(encoder.reply(close, &mut out), Ok(()));
        let closed = [
            encoder.text("a", &mut out),
            encoder.binary(b"a", &mut out),
            encoder.text_fragment("a", true, &mut out),
            encoder.binary_fragment(b"a", true, &mut out),
            encoder.ping(b"", &mut out),
            encoder.pong(b"", &mut out),
            encoder.close(CloseCode::NORMAL, "", &mut out),
            encoder.close_without_code(&mut out),
            encoder.text_head("a").map(drop),
            encoder.binary_head(1).map(drop),
            encoder.text_fragment_head("a", true).map(drop),
            encoder.binary_fragment_head(1, true).map(drop),
        ];
        assert!(
            closed.iter().all(|it| *it == Err(EncodeError::Closed)),
            "{closed:?}"
        );
        assert_eq!(out, sent);
    }
}

#[test]
fn line_51_what_was_encoded_decodes_to_the_same() {
    let keys = Cell::new(0_u8);
    let mut encoder = Encoder::client(|| {
        keys.set(keys.get().wrapping_add(0x3b));
        [keys.get(), 0xfa, 0, 0x3d]
    });
    let mut out = Vec::new();
    encoder.text("Hello, \u{20ac}", &mut out).expect("space");
    encoder
        .binary_fragment(&[0; 70_000], false, &mut out)
        .expect("space");
    encoder.ping(b"ping", &mut out).expect("space");
    encoder
        .binary_fragment(&[1; 200], true, &mut out)
        .expect("space");
    encoder.close(code(3000), "done", &mut out).expect("space");

    let mut decoder = Decoder::new(Role::Server);
    let mut input = out.as_mut_slice();
    let data = [vec![0; 70_000], vec![1; 200]].concat();
    let mut count = 0;
    while let Some(event) = decoder.decode_in_place(&mut input).expect("legal") {
        match (count, event) {
            (0, Event::Text(text)) => assert_eq!(&*text, "Hello, \u{20ac}"),
            (1, Event::Ping(payload)) => assert_eq!(payload, b"ping"),
            (2, Event::Binary(binary)) => assert_eq!(&*binary, data),
            (3, Event::Close(close)) => {
                assert_eq!((close.code(), close.reason()), (Some(code(3000)), "done"));
            }
            (_, other) => panic!("unexpected {other:?}"),
        }
        count += 1;
    }
    assert_eq!((count, decoder.finish()), (4, Ok(End::Clean)));
}

/// Not a line of its own: what lines 10 and 11 build on.
#[test]
fn mask_keeps_its_phase_however_the_payload_is_cut() {
    let plain: Vec<u8> = (0..=255).collect();
    let masked: Vec<u8> = plain
        .iter()
        .zip([0x37, 0xfa, 0x21, 0x3d].iter().cycle())
        .map(|(octet, key)| octet ^ key)
        .collect();
    for first in 0..=40 {
        for second in first..=80 {
            let mut mask = Mask::new([0x37, 0xfa, 0x21, 0x3d]);
            let (mut octets, mut copied) = (plain.clone(), Vec::new());
            let (one, rest) = octets.split_at_mut(first);
            let (two, three) = rest.split_at_mut(second - first);
            mask.apply(one);
            // One in place, one copied, and the rest in place again.
            mask.copy(two, &mut copied);
            mask.apply(three);
            assert_eq!([&*one, &copied, &*three].concat(), masked);
        }
    }
}
