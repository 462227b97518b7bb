//! Masking keys (RFC 6455 §5.3 and §10.3).

use core::cell::Cell;

use noio_websocket::{CloseCode, EncodeError, Encoder, Mask};

use crate::{KEY, content};

/// What RFC 6455 §5.3 says, octet by octet.
fn masked(payload: &[u8], key: [u8; 4]) -> Vec<u8> {
    let octets = payload.iter().zip(key.iter().cycle());
    octets.map(|(octet, key)| octet ^ key).collect()
}

/// RFC 6455 §10.3: a fresh key for each frame, and one only, that of the frame.
#[test]
fn every_frame_has_a_key_of_its_own() {
    let drawn = Cell::new(0_u8);
    let mut encoder = Encoder::client(|| {
        drawn.set(drawn.get() + 1);
        [drawn.get(), 0x55, 0xaa, drawn.get()]
    });
    let mut out = Vec::new();
    encoder.text("hello", &mut out).expect("legal");
    encoder.binary(b"", &mut out).expect("legal");
    encoder.text_fragment("a", false, &mut out).expect("legal");
    encoder.ping(b"", &mut out).expect("legal");
    encoder.text_fragment("b", true, &mut out).expect("legal");
    encoder
        .binary_fragment(b"c", true, &mut out)
        .expect("legal");
    encoder.pong(b"d", &mut out).expect("legal");
    encoder
        .close(CloseCode::NORMAL, "e", &mut out)
        .expect("legal");

    let mut expected = Vec::new();
    for (number, head, payload) in [
        (1, [0x81, 0x85], &b"hello"[..]),
        (2, [0x82, 0x80], b""),
        (3, [0x01, 0x81], b"a"),
        (4, [0x89, 0x80], b""),
        (5, [0x80, 0x81], b"b"),
        (6, [0x82, 0x81], b"c"),
        (7, [0x8a, 0x81], b"d"),
        (8, [0x88, 0x83], b"\x03\xe8e"),
    ] {
        let key = [number, 0x55, 0xaa, number];
        expected.extend(head);
        expected.extend(key);
        expected.extend(masked(payload, key));
    }
    assert_eq!(out, expected);
    assert_eq!(drawn.get(), 8);
}

/// What is not sent draws no key.
#[test]
fn refused_frames_have_no_key() {
    let drawn = Cell::new(0);
    let mut encoder = Encoder::client(|| {
        drawn.set(drawn.get() + 1);
        KEY
    });
    let mut out = Vec::new();
    encoder.text_fragment("a", false, &mut out).expect("legal");
    assert_eq!(drawn.get(), 1);
    let mut small: &mut [u8] = &mut [0; 6];
    for (result, expected) in [
        (encoder.text("a", &mut out), EncodeError::MessageOpen),
        (
            encoder.ping(&[0; 126], &mut out),
            EncodeError::ControlTooLong,
        ),
        (encoder.pong(b"a", &mut small), EncodeError::NoSpace),
    ] {
        assert_eq!(result, Err(expected));
    }
    assert_eq!(small.len(), 6);
    assert_eq!(drawn.get(), 1);
    encoder.close_without_code(&mut out).expect("legal");
    assert_eq!(drawn.get(), 2);
    assert_eq!(encoder.text("a", &mut out), Err(EncodeError::Closed));
    assert_eq!(drawn.get(), 2);
}

/// Around the sizes of blocks and words that a fast loop may take at once.
#[test]
fn payloads_of_all_lengths_are_masked_octet_by_octet() {
    let lens = (0..300).chain([
        511, 512, 513, 1_000, 4_095, 4_096, 4_097, 65_535, 65_536, 70_001,
    ]);
    for len in lens {
        let payload = content(len);
        let mut encoder = Encoder::client(|| KEY);
        let mut out = Vec::new();
        encoder.binary(&payload, &mut out).expect("legal");
        assert_eq!(out.len(), encoder.encoded_len(len), "{len}");
        let (head, seen) = out.split_at(out.len() - len);
        assert!(head.ends_with(&KEY), "{len}");
        assert!(seen == masked(&payload, KEY), "{len}");
    }
}

/// A key of zeros is the caller's affair: it is used as it is.
#[test]
fn key_of_zeros_is_a_key() {
    let mut encoder = Encoder::client(|| [0; 4]);
    let mut out = Vec::new();
    encoder.text("Hello", &mut out).expect("legal");
    assert_eq!(out, b"\x81\x85\0\0\0\0Hello");
}

/// RFC 6455 §5.3: the place in the payload counts, however it is divided.
#[test]
fn phase_goes_on_from_piece_to_piece() {
    for len in [1, 2, 3, 4, 5, 7, 8, 9, 63, 64, 65, 66, 67, 130, 200] {
        let payload = content(len);
        let expected = masked(&payload, KEY);
        for first in 0..=len {
            for second in first..=len.min(first + 9) {
                let mut mask = Mask::new(KEY);
                let mut in_place = payload.clone();
                let mut copied = Vec::new();
                // In turn in place and copied, with one mask for both.
                mask.apply(&mut in_place[..first]);
                mask.copy(&payload[first..second], &mut copied);
                mask.apply(&mut in_place[second..]);
                in_place[first..second].copy_from_slice(&copied);
                assert!(in_place == expected, "{len} cut at {first} and {second}");
            }
        }
    }
}

#[test]
fn masking_twice_is_the_payload() {
    let payload = content(1_000);
    let mut twice = payload.clone();
    Mask::new(KEY).apply(&mut twice);
    assert_ne!(twice, payload);
    Mask::new(KEY).apply(&mut twice);
    assert_eq!(twice, payload);
}
