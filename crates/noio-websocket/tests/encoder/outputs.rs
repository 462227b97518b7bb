//! Every kind of output gets the same bytes.

use bytes::{BufMut, BytesMut};
use noio_websocket::{CloseCode, EncodeError, Encoder};

use crate::{KEY, content};

/// Frames of all kinds and lengths, masked.
fn encode(out: &mut impl BufMut) -> Result<(), EncodeError> {
    let mut encoder = Encoder::client(|| KEY);
    encoder.text("Hello", out)?;
    encoder.binary(&content(200), out)?;
    encoder.binary_fragment(&content(70_000), false, out)?;
    encoder.ping(b"ping", out)?;
    encoder.binary_fragment(&content(1_000), true, out)?;
    encoder.close(CloseCode::NORMAL, "bye", out)
}

fn expected() -> Vec<u8> {
    let mut out = Vec::new();
    encode(&mut out).expect("a vector grows");
    out
}

#[test]
fn vectors_and_bytes_are_appended_to() {
    let expected = expected();
    assert_eq!(expected.len(), 11 + 208 + 70_014 + 10 + 1_008 + 11);

    let mut vector = b"before".to_vec();
    encode(&mut vector).expect("a vector grows");
    assert_eq!(vector, [b"before", expected.as_slice()].concat());

    let mut bytes = BytesMut::from(&b"before"[..]);
    encode(&mut bytes).expect("it grows");
    assert_eq!(bytes, vector);
}

#[test]
fn slices_are_filled_from_the_front() {
    let expected = expected();
    for more in [0, 1, 100] {
        let mut buffer = vec![0xa5; expected.len() + more];
        let mut out = buffer.as_mut_slice();
        encode(&mut out).expect("there is space");
        assert_eq!(out.len(), more);
        assert_eq!(buffer[..expected.len()], expected);
        assert!(buffer[expected.len()..].iter().all(|&octet| octet == 0xa5));
    }
    let mut buffer = vec![0; expected.len() - 1];
    let mut out = buffer.as_mut_slice();
    assert_eq!(encode(&mut out), Err(EncodeError::NoSpace));
    // All but the Close, of 11 octets, went out.
    assert_eq!(out.len(), 10);
}

/// No piece of a chain has space for a frame, but all together have.
#[test]
fn chains_are_filled_across_their_seams() {
    let expected = expected();
    for seam in (0..40).chain([74, 150, 218, 219, 300, 1_000, 70_233, 71_000]) {
        let mut front = vec![0xa5; seam];
        let mut back = vec![0xa5; expected.len() - seam];
        let mut out = front.as_mut_slice().chain_mut(back.as_mut_slice());
        encode(&mut out).expect("there is space");
        assert_eq!(out.remaining_mut(), 0);
        assert!([front, back].concat() == expected, "{seam}");
    }
}

/// What a limit leaves of an output is all there is.
#[test]
fn limits_are_kept() {
    let mut encoder = Encoder::client(|| KEY);
    let mut out = Vec::new().limit(10);
    assert_eq!(encoder.text("Hello", &mut out), Err(EncodeError::NoSpace));
    assert!(out.get_ref().is_empty());
    out.set_limit(11);
    assert_eq!(encoder.text("Hello", &mut out), Ok(()));
    assert_eq!(out.get_ref().len(), 11);
}
