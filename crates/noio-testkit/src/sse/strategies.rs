//! Event streams for property tests.

use core::time::Duration;

use proptest::{collection::vec, option, prelude::*};

use super::{Fields, Limits};
use crate::strategies::{bytes, fragments, mutated};

/// Parts of lines that mean something, alone or next to each other.
const FRAGMENTS: &[&[u8]] = &[
    b"data",
    b"data:",
    b"data: ",
    b"event",
    b"event:",
    b"event: ",
    b"id",
    b"id:",
    b"id: ",
    b"retry",
    b"retry:",
    b"retry: ",
    b":",
    b": ",
    b" ",
    b"\n",
    b"\n",
    b"\n",
    b"\n\n",
    b"\r",
    b"\r",
    b"\r\n",
    b"\r\n",
    b"\r\n\r\n",
    b"\xef\xbb\xbf",
    b"\xef",
    b"\xbb",
    b"\xbf",
    b"\0",
    b"1",
    b"20",
    b"99999999999999999999",
    b"x",
    b"a longer text that is not a field",
    b"Data: ",
    b"datum",
    b"\xe2\x80\xa6",
    b"\xe2\x80",
    b"\xf0\x9f\x8c\xb1",
    b"\xf0\x9f",
    b"\xed\xa0\x80",
    b"\xff",
    b"\x0b",
    b"\x0c",
    b"\xc2\x85",
    b"\xe2\x80\xa8",
];

/// Any bytes at all: arbitrary ones, fragments of lines, and good streams, whole and changed.
pub fn stream() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        1 => bytes(300),
        4 => fragments(FRAGMENTS, 60),
        2 => good_stream(),
        3 => mutated(good_stream()),
    ]
}

/// A stream of blocks as a server sends them, with one kind of line end or a mixture.
pub fn good_stream() -> impl Strategy<Value = Vec<u8>> {
    let line_end = prop_oneof![Just("\n"), Just("\r"), Just("\r\n")];
    let line_ends = prop_oneof![
        2 => line_end.clone().prop_map(|end| vec![end]),
        1 => vec(line_end, 2..5),
    ];
    let lines = vec(line(), 0..30);
    (any::<bool>(), lines, line_ends).prop_map(|(has_mark, lines, line_ends)| {
        let mark = if has_mark { "\u{feff}" } else { "" };
        let mut stream = mark.to_owned();
        for (line, end) in lines.iter().zip(line_ends.iter().cycle()) {
            stream.push_str(line);
            stream.push_str(end);
        }
        stream.into_bytes()
    })
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => Just(String::new()),
        5 => "data: ?[a-z… ]{0,12}",
        1 => "data: ?\\PC{0,300}",
        1 => Just("data".into()),
        2 => "event: ?[a-z]{0,6}",
        2 => "id: ?[0-9…\0]{0,4}",
        1 => "retry: ?[0-9]{0,22}",
        1 => "retry: ?[0-9x+ ]{0,4}",
        2 => ": ?[a-z]{0,6}",
        1 => "[a-z]{0,6}:? ?[a-z]{0,4}",
    ]
}

/// Limits, mostly so small that short streams exceed them.
pub fn limits() -> impl Strategy<Value = Limits> {
    let small = (0..40_usize, 0..24_usize, 0..6_usize, 0..6_usize);
    prop_oneof![
        1 => Just(Limits::new()),
        2 => small.prop_map(|(line, data, event_type, id)| Limits { line, data, event_type, id }),
    ]
}

/// Fields of any text, among them some that are not legal.
pub fn fields() -> impl Strategy<Value = Fields> {
    let text = || prop_oneof!["\\PC{0,12}", "[a: \\r\\n\\x00\u{feff}]{0,8}"];
    let retry = prop_oneof![
        (0..5000_u64).prop_map(Duration::from_millis),
        (any::<u64>(), 0..1_000_000_000_u32)
            .prop_map(|(seconds, nanos)| Duration::new(seconds, nanos)),
    ];
    (
        option::of(text()),
        option::of(text()),
        option::of(text()),
        option::of(retry),
        option::of(text()),
    )
        .prop_map(|(comment, event_type, id, retry, data)| Fields {
            comment,
            event_type,
            id,
            retry,
            data,
        })
}
