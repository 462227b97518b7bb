//! Heads made of pieces and of arbitrary bytes, beside the reference.

use noio_testkit::{framing::framing, strategies};
use proptest::prelude::*;

/// What heads are made of, 0xFF being the end of a line.
const PIECES: &[&[u8]] = &[
    b"Transfer-Encoding:",
    b"transfer-encoding: ",
    b"Content-Length:",
    b"CONTENT-LENGTH: ",
    b"Host: a",
    b"\xff",
    b"chunked",
    b"Chunked",
    b"gzip",
    b"x-gzip",
    b"identity",
    b",",
    b", ",
    b";",
    b"\"",
    b"\\",
    b" ",
    b"\t",
    b"\r\n ",
    b"\x0b",
    b"\xe9",
    b"0",
    b"5",
    b"05",
    b"+",
    b"18446744073709551615",
];

/// A first line: leniencies and version, and which message it is.
fn start() -> impl Strategy<Value = [u8; 2]> {
    (0..32_u8, prop_oneof![Just(b'r'), 0..32_u8]).prop_map(|(first, second)| [first, second])
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 20_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn pieces(start in start(), lines in strategies::fragments(PIECES, 16)) {
        framing(&[&start, lines.as_slice()].concat());
    }

    #[test]
    fn mutated(
        start in start(),
        lines in strategies::mutated(strategies::fragments(PIECES, 16)),
    ) {
        framing(&[&start, lines.as_slice()].concat());
    }

    #[test]
    fn bytes(bytes in strategies::bytes(64)) {
        framing(&bytes);
    }
}
