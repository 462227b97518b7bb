//! What cannot be sent. An error writes nothing, and leaves the encoder as it was.

use noio_websocket::{CloseCode, Decoder, EncodeError, Encoder, Event, Role, Unmasked};

use crate::{content, server};

/// What an output holds before anything is written.
const UNTOUCHED: u8 = 0xa5;

/// All ways to send a frame, but for replies.
fn all_ways(encoder: &mut Encoder<Unmasked>, out: &mut Vec<u8>) -> Vec<Result<(), EncodeError>> {
    vec![
        encoder.text("a", out),
        encoder.binary(b"a", out),
        encoder.text_fragment("a", false, out),
        encoder.text_fragment("a", true, out),
        encoder.binary_fragment(b"a", false, out),
        encoder.binary_fragment(b"a", true, out),
        encoder.text_head("a").map(drop),
        encoder.binary_head(1).map(drop),
        encoder.text_fragment_head("a", true).map(drop),
        encoder.binary_fragment_head(1, true).map(drop),
        encoder.ping(b"a", out),
        encoder.pong(b"a", out),
        encoder.close(CloseCode::NORMAL, "", out),
        encoder.close_without_code(out),
    ]
}

/// RFC 6455 §5.5.1: nothing behind a Close, and no second one.
#[test]
fn nothing_is_sent_behind_a_close() {
    for with_code in [false, true] {
        let mut encoder = Encoder::server();
        let mut out = Vec::new();
        assert!(!encoder.is_done());
        if with_code {
            encoder.close(CloseCode::NORMAL, "bye", &mut out)
        } else {
            encoder.close_without_code(&mut out)
        }
        .expect("the first");
        assert!(encoder.is_done());
        let len = out.len();
        for result in all_ways(&mut encoder, &mut out) {
            assert_eq!(result, Err(EncodeError::Closed));
        }
        assert_eq!(out.len(), len);
        assert!(encoder.is_done());
    }
}

/// Closed is said before anything else that is wrong too.
#[test]
fn closed_comes_first() {
    let mut encoder = Encoder::server();
    encoder.close_without_code(&mut Vec::new()).expect("legal");
    let mut none: &mut [u8] = &mut [];
    assert_eq!(
        encoder.ping(&content(126), &mut none),
        Err(EncodeError::Closed)
    );
    assert_eq!(encoder.binary_head(u64::MAX), Err(EncodeError::Closed));
}

/// RFC 6455 §5.4: the fragments of one message are not mixed with another.
#[test]
fn messages_are_not_mixed() {
    let open = Err(EncodeError::MessageOpen);
    let mut encoder = Encoder::server();
    let mut out = Vec::new();
    encoder.text_fragment("a", false, &mut out).expect("legal");
    let len = out.len();
    assert_eq!(encoder.text("b", &mut out), open);
    assert_eq!(encoder.binary(b"b", &mut out), open);
    assert_eq!(encoder.binary_fragment(b"b", false, &mut out), open);
    assert_eq!(encoder.binary_fragment(b"b", true, &mut out), open);
    assert_eq!(encoder.text_head("b").map(drop), open);
    assert_eq!(encoder.binary_head(1).map(drop), open);
    assert_eq!(encoder.binary_fragment_head(1, true).map(drop), open);
    assert_eq!(out.len(), len);
    encoder.text_fragment("b", true, &mut out).expect("goes on");

    let _ = encoder.binary_fragment_head(1, false).expect("legal");
    out.clear();
    assert_eq!(encoder.text_fragment("b", true, &mut out), open);
    assert_eq!(encoder.text_fragment_head("b", true).map(drop), open);
    assert_eq!(encoder.binary(b"b", &mut out), open);
    assert!(out.is_empty());
    encoder
        .binary_fragment(b"b", true, &mut out)
        .expect("goes on");
    encoder.text("c", &mut out).expect("the message has ended");
    assert_eq!(out, b"\x80\x01b\x81\x01c");
}

/// RFC 6455 §5.4: control frames go between fragments, and a Close ends them.
#[test]
fn control_frames_go_between_fragments() {
    let out = server(|encoder, out| {
        encoder.binary_fragment(b"a", false, out)?;
        encoder.ping(b"b", out)?;
        encoder.pong(b"c", out)?;
        encoder.binary_fragment(b"d", false, out)?;
        encoder.close(CloseCode::NORMAL, "", out)
    });
    assert_eq!(out, b"\x02\x01a\x89\x01b\x8a\x01c\0\x01d\x88\x02\x03\xe8");
}

/// RFC 6455 §5.5.
#[test]
fn control_frames_have_up_to_125_octets() {
    let longest = content(125);
    let out = server(|encoder, out| encoder.ping(&longest, out));
    assert_eq!(out, [b"\x89\x7d", longest.as_slice()].concat());
    let out = server(|encoder, out| encoder.pong(&longest, out));
    assert_eq!(out, [b"\x8a\x7d", longest.as_slice()].concat());

    let mut encoder = Encoder::server();
    let mut out = Vec::new();
    let too_long = Err(EncodeError::ControlTooLong);
    for len in [126, 127, 65_536] {
        assert_eq!(encoder.ping(&content(len), &mut out), too_long);
        assert_eq!(encoder.pong(&content(len), &mut out), too_long);
    }
    for reason in ["a".repeat(124), "€".repeat(42), "a".repeat(65_536)] {
        let result = encoder.close(CloseCode::NORMAL, &reason, &mut out);
        assert_eq!(result, too_long);
    }
    assert!(out.is_empty());
    assert!(!encoder.is_done());
    encoder
        .close(CloseCode::NORMAL, &"a".repeat(123), &mut out)
        .expect("just short enough");
}

/// RFC 6455 §7.4: of all numbers, a code holds those that may be on the wire.
#[test]
fn reserved_codes_cannot_be_had() {
    for number in 0..=u16::MAX {
        let is_legal = match number {
            0..=999 => false,
            1000..=1003 => true,
            // Reserved, and for applications alone.
            1004..=1006 => false,
            1007..=1014 => true,
            1015..=2999 => false,
            3000..=4999 => true,
            5000..=u16::MAX => false,
        };
        let code = CloseCode::new(number);
        assert_eq!(code.is_some(), is_legal, "{number}");
        assert_eq!(CloseCode::try_from(number).ok(), code);
        let Some(code) = code else { continue };
        assert_eq!(code.as_u16(), number);
        assert_eq!(u16::from(code), number);

        // What can be sent, the other end accepts.
        let wire = server(|encoder, out| encoder.close(code, "", out));
        let mut decoder = Decoder::new(Role::Client);
        match decoder.decode(&mut wire.as_slice()) {
            Ok(Some(Event::Close(close))) => assert_eq!(close.code(), Some(code)),
            other => panic!("{number} came as {other:?}"),
        }
    }
}

/// RFC 6455 §5.2: the highest bit of a length is zero.
#[test]
fn heads_are_refused_from_2_to_the_63_on() {
    let mut encoder = Encoder::server();
    for len in [1 << 63, u64::MAX] {
        assert_eq!(encoder.binary_head(len), Err(EncodeError::PayloadTooLong));
        let head = encoder.binary_fragment_head(len, false);
        assert_eq!(head, Err(EncodeError::PayloadTooLong));
    }
    // No message was begun.
    let _ = encoder.text_head("a").expect("legal");
}

#[test]
fn too_little_space_writes_and_changes_nothing() {
    type Write = fn(&mut Encoder<Unmasked>, &mut &mut [u8]) -> Result<(), EncodeError>;

    let writes: [(Write, &[u8]); 5] = [
        (|encoder, out| encoder.text("a", out), b"\x81\x01a"),
        (
            |encoder, out| encoder.text_fragment("a", false, out),
            b"\x01\x01a",
        ),
        (
            |encoder, out| encoder.text_fragment("a", true, out),
            b"\x80\x01a",
        ),
        (|encoder, out| encoder.ping(b"a", out), b"\x89\x01a"),
        (
            |encoder, out| encoder.close(CloseCode::NORMAL, "a", out),
            b"\x88\x03\x03\xe8a",
        ),
    ];
    let mut encoder = Encoder::server();
    for (write, expected) in writes {
        assert!(!encoder.is_done());
        let mut buffer = vec![UNTOUCHED; expected.len()];
        for space in 0..expected.len() {
            let mut out = &mut buffer[..space];
            assert_eq!(write(&mut encoder, &mut out), Err(EncodeError::NoSpace));
            assert_eq!(out.len(), space);
        }
        assert!(buffer.iter().all(|&octet| octet == UNTOUCHED));
        assert!(!encoder.is_done());
        let mut out = buffer.as_mut_slice();
        assert_eq!(write(&mut encoder, &mut out), Ok(()));
        assert!(out.is_empty());
        assert_eq!(buffer, expected);
    }
    assert!(encoder.is_done());
}
