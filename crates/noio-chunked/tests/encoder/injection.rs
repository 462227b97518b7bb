//! Nothing that is put in can say more than was put in: it is refused, or comes back as itself.

use noio_chunked::{EncodeError, Encoder};
use noio_testkit::{
    chunked::{Body, Chunk, Extension, check_encoder, chunked_round_trip},
    strategies,
};
use proptest::{collection::vec, option, prelude::*};

/// Every byte value in every place of a name and a value, by the rules that the testkit has of
/// its own.
#[test]
fn every_byte_in_every_place_is_refused_or_comes_back() {
    let places: [fn(u8) -> Vec<u8>; 5] = [
        |byte| vec![byte],
        |byte| vec![byte, b'a'],
        |byte| vec![b'a', byte],
        |byte| vec![b'a', byte, b'b'],
        |byte| vec![b'a', b'"', byte, b'\\'],
    ];
    let mut refused = 0;
    for byte in 0..=255 {
        for place in places {
            let value = place(byte);
            let name: String = value.iter().copied().map(char::from).collect();
            let body = Body {
                chunks: vec![
                    Chunk {
                        extensions: vec![(name.clone(), None)],
                        data: b"Hello".to_vec(),
                    },
                    Chunk {
                        extensions: vec![("x".into(), Some(value.clone()))],
                        data: value.clone(),
                    },
                ],
                last_extensions: vec![(name.clone(), Some(value.clone()))],
                trailers: vec![(name.clone(), vec![])],
            };
            assert_eq!(check_encoder(&body, 1), Ok(()));
            let body = Body {
                trailers: vec![("x".into(), value.clone())],
                ..Body::default()
            };
            assert_eq!(check_encoder(&body, 1), Ok(()));
            let mut out = Vec::new();
            let result = Encoder::new().finish_with_trailers(&[("x", &value)], &mut out);
            refused += u32::from(result == Err(EncodeError::InvalidTrailerValue));
        }
    }
    // The 32 control characters but TAB, in five places; SP and TAB in all but the last two.
    assert_eq!(refused, 32 * 5 + 2 * 3);
}

/// Pieces of the grammar, and what attacks are made of.
fn hostile() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: [&[u8]; 20] = [
        b"\r\n",
        b"\n",
        b"\r",
        b"0\r\n\r\n",
        b"\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        b";",
        b"=",
        b"\"",
        b"\\",
        b"\\\"",
        b":",
        b" ",
        b"\t",
        b"\0",
        b"\x7f",
        b"\xff",
        b"a",
        b"B",
        b"5",
        b"Content-Length",
    ];
    let piece = prop_oneof![
        8 => prop::sample::select(&PIECES[..]).prop_map(<[u8]>::to_vec),
        1 => vec(any::<u8>(), 0..4),
    ];
    vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

/// What is legal, with many characters that need a backslash or quotes.
fn legal() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        2 => prop::sample::select(&b"\"\\;=:, \t\x80\xff"[..]),
        3 => prop::sample::select(&b"ab019-~!"[..]),
    ];
    vec(byte, 0..8)
}

fn value() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![hostile(), legal(), legal()]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[a-zA-Z0-9!#$%&'*+.^_`|~-]{1,6}",
        1 => Just("Transfer-Encoding".to_owned()),
        1 => any::<String>(),
        1 => hostile().prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
    ]
}

fn extensions() -> impl Strategy<Value = Vec<Extension>> {
    vec((name(), option::of(value())), 0..3)
}

fn body() -> impl Strategy<Value = Body> {
    let data = prop_oneof![
        6 => hostile(),
        // Of each number of digits up to four.
        1 => (0..5_000_usize).prop_map(|len| vec![b'x'; len]),
    ];
    let chunk = (extensions(), data).prop_map(|(extensions, data)| Chunk { extensions, data });
    (vec(chunk, 0..5), extensions(), vec((name(), value()), 0..4)).prop_map(
        |(chunks, last_extensions, trailers)| Body {
            chunks,
            last_extensions,
            trailers,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 3_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn body_is_refused_or_comes_back(body in body(), seed in any::<u64>()) {
        prop_assert_eq!(check_encoder(&body, seed), Ok(()));
    }

    #[test]
    fn bytes(bytes in strategies::bytes(64)) {
        chunked_round_trip(&bytes);
    }
}
