//! Frames as they lie on the wire (RFC 6455 §5.2 and §5.7).

use noio_websocket::{CloseCode, Encoder};

use crate::{KEY, content, server};

/// RFC 6455 §5.7.
#[test]
fn examples_of_the_standard() {
    assert_eq!(
        server(|encoder, out| encoder.text("Hello", out)),
        b"\x81\x05\x48\x65\x6c\x6c\x6f"
    );
    assert_eq!(
        server(|encoder, out| {
            encoder.text_fragment("Hel", false, out)?;
            encoder.text_fragment("lo", true, out)
        }),
        b"\x01\x03\x48\x65\x6c\x80\x02\x6c\x6f"
    );
    assert_eq!(
        server(|encoder, out| encoder.ping(b"Hello", out)),
        b"\x89\x05\x48\x65\x6c\x6c\x6f"
    );
    let long = server(|encoder, out| encoder.binary(&content(256), out));
    assert_eq!(long[..4], [0x82, 0x7e, 0x01, 0x00]);
    assert_eq!(long[4..], content(256));
    let longer = server(|encoder, out| encoder.binary(&content(65_536), out));
    assert_eq!(longer[..10], [0x82, 0x7f, 0, 0, 0, 0, 0, 1, 0, 0]);
    assert_eq!(longer[10..], content(65_536));

    let mut client = Encoder::client(|| KEY);
    let mut out = Vec::new();
    client.text("Hello", &mut out).expect("legal");
    client.pong(b"Hello", &mut out).expect("legal");
    assert_eq!(
        out,
        b"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58\
          \x8a\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"
    );
}

#[test]
fn every_frame_has_its_first_octet() {
    let mut encoder = Encoder::server();
    let mut out = Vec::new();
    let mut firsts = Vec::new();
    let mut next = |frame: &mut Vec<u8>| {
        firsts.extend(frame.first().copied());
        frame.clear();
    };
    encoder.text("", &mut out).expect("legal");
    next(&mut out);
    encoder.binary(b"", &mut out).expect("legal");
    next(&mut out);
    encoder.text_fragment("", true, &mut out).expect("legal");
    next(&mut out);
    encoder.binary_fragment(b"", true, &mut out).expect("legal");
    next(&mut out);
    encoder.text_fragment("a", false, &mut out).expect("legal");
    next(&mut out);
    encoder.ping(b"", &mut out).expect("legal");
    next(&mut out);
    encoder.text_fragment("a", false, &mut out).expect("legal");
    next(&mut out);
    encoder.pong(b"", &mut out).expect("legal");
    next(&mut out);
    encoder.text_fragment("", true, &mut out).expect("legal");
    next(&mut out);
    encoder
        .binary_fragment(b"a", false, &mut out)
        .expect("legal");
    next(&mut out);
    encoder.binary_fragment(b"", true, &mut out).expect("legal");
    next(&mut out);
    encoder.close_without_code(&mut out).expect("legal");
    next(&mut out);
    assert_eq!(
        firsts,
        [
            0x81, 0x82, 0x81, 0x82, 0x01, 0x89, 0x00, 0x8a, 0x80, 0x02, 0x80, 0x88
        ]
    );
}

/// RFC 6455 §5.2: the length in as few octets as it needs.
#[test]
fn lengths_have_their_shortest_form() {
    for (len, server_head, client_head) in [
        (0, &[0x82, 0][..], &[0x82, 0x80][..]),
        (1, &[0x82, 1], &[0x82, 0x81]),
        (125, &[0x82, 125], &[0x82, 0xfd]),
        (126, &[0x82, 126, 0, 126], &[0x82, 0xfe, 0, 126]),
        (127, &[0x82, 126, 0, 127], &[0x82, 0xfe, 0, 127]),
        (65_535, &[0x82, 126, 255, 255], &[0x82, 0xfe, 255, 255]),
        (
            65_536,
            &[0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0],
            &[0x82, 0xff, 0, 0, 0, 0, 0, 1, 0, 0],
        ),
    ] {
        let data = content(len);
        let encoded = server(|encoder, out| encoder.binary(&data, out));
        assert_eq!(encoded, [server_head, &data].concat(), "{len}");
        assert_eq!(Encoder::server().encoded_len(len), encoded.len());

        let mut client = Encoder::client(|| [0; 4]);
        let mut encoded = Vec::new();
        client.binary(&data, &mut encoded).expect("legal");
        assert_eq!(encoded, [client_head, &[0; 4], &data].concat(), "{len}");
        assert_eq!(client.encoded_len(len), encoded.len());
    }
}

#[test]
fn heads_are_for_payloads_that_are_not_in_memory() {
    let mut encoder = Encoder::server();
    for (len, octets) in [
        (1 << 32, [0, 0, 0, 1, 0, 0, 0, 0]),
        (u64::MAX >> 1, [0x7f, 255, 255, 255, 255, 255, 255, 255]),
    ] {
        let head = encoder.binary_head(len).expect("legal");
        assert_eq!(head.as_bytes(), [&[0x82, 127][..], &octets].concat());
        let head = encoder.binary_fragment_head(len, false).expect("legal");
        assert_eq!(head.as_ref(), [&[0x02, 127][..], &octets].concat());
        let head = encoder.binary_fragment_head(len, true).expect("legal");
        assert_eq!(*head, *[&[0x80, 127][..], &octets].concat());
    }
    let head = encoder.text_head("Hello").expect("legal");
    assert_eq!(head.as_bytes(), [0x81, 5]);
    let head = encoder.text_fragment_head("Hel", false).expect("legal");
    assert_eq!(head.as_bytes(), [0x01, 3]);
    let head = encoder.text_fragment_head("lo", true).expect("legal");
    assert_eq!(head.as_bytes(), [0x80, 2]);
}

/// RFC 6455 §5.5.1: nothing, or a code and a reason of up to 123 octets.
#[test]
fn close_has_a_code_and_a_reason_or_nothing() {
    assert_eq!(
        server(|encoder, out| encoder.close_without_code(out)),
        b"\x88\0"
    );
    assert_eq!(
        server(|encoder, out| encoder.close(CloseCode::NORMAL, "", out)),
        b"\x88\x02\x03\xe8"
    );
    let reason = "€".repeat(41);
    assert_eq!(
        server(|encoder, out| encoder.close(CloseCode::GOING_AWAY, &reason, out)),
        [b"\x88\x7d\x03\xe9", reason.as_bytes()].concat()
    );
}

/// The length of what cannot be in memory is at most `usize::MAX`.
#[test]
fn encoded_len_does_not_overflow() {
    assert_eq!(Encoder::server().encoded_len(usize::MAX), usize::MAX);
    let client = Encoder::client(|| KEY);
    assert_eq!(client.encoded_len(usize::MAX), usize::MAX);
    assert_eq!(client.encoded_len(usize::MAX - 13), usize::MAX);
}
