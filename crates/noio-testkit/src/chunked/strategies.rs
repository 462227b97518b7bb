//! Chunked bodies for property tests.

use noio_chunked::Config;
use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{Index, select},
};

use super::with_flags;
use crate::strategies::{bytes, fragments, mutated};

/// Parts of bodies that mean something, alone or next to each other.
const FRAGMENTS: &[&[u8]] = &[
    b"0",
    b"0",
    b"00",
    b"1",
    b"5",
    b"A",
    b"f",
    b"10",
    b"fffffffffffffff",
    b"8000000000000000",
    b"+",
    b"0x",
    b";",
    b";",
    b";a",
    b";a=b",
    b"=",
    b"\"",
    b"\"",
    b"\\",
    b"\\\"",
    b" ",
    b" ",
    b"\t",
    b"\r",
    b"\n",
    b"\r\n",
    b"\r\n",
    b"\r\n",
    b"\r\n0\r\n",
    b"0\r\n\r\n",
    b"0\r\n\r\n",
    b"1\r\nx\r\n",
    b"5\r\nhello\r\n",
    b"3;x=\"y\"\r\nabc\r\n",
    b"x",
    b":",
    b"A: b\r\n",
    b"Host: b\r\n",
    b"content-length:0\r\n",
    b"\0",
    b"\x7f",
    b"\x80",
    b"\xff",
    b"@",
    b",",
];

/// Any bytes at all: arbitrary ones, fragments of bodies, and good bodies, whole, changed and with
/// more behind them.
pub fn body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        1 => bytes(100),
        4 => fragments(FRAGMENTS, 40),
        2 => good_body(),
        4 => mutated(good_body()),
        4 => spliced(good_body()),
        1 => (good_body(), bytes(20)).prop_map(|(body, rest)| [body, rest].concat()),
    ]
}

/// A body as the RFC has it, with extensions, whitespace and trailer fields.
pub fn good_body() -> impl Strategy<Value = Vec<u8>> {
    (
        vec((size_style(), extensions(), data()), 0..8),
        (1..4_usize, extensions()),
        vec(trailer(), 0..4),
    )
        .prop_map(|(chunks, (zeros, last_extensions), trailers)| {
            let mut body = Vec::new();
            for (style, extensions, data) in chunks {
                body.extend_from_slice(style.write(data.len()).as_bytes());
                body.extend_from_slice(&extensions);
                body.extend_from_slice(b"\r\n");
                body.extend_from_slice(&data);
                body.extend_from_slice(b"\r\n");
            }
            body.resize(body.len() + zeros, b'0');
            body.extend_from_slice(&last_extensions);
            body.extend_from_slice(b"\r\n");
            for trailer in trailers {
                body.extend_from_slice(&trailer);
                body.extend_from_slice(b"\r\n");
            }
            body.extend_from_slice(b"\r\n");
            body
        })
}

/// How a size is written.
#[derive(Clone, Copy, Debug)]
struct SizeStyle {
    is_upper_case: bool,
    zeros: usize,
}

impl SizeStyle {
    fn write(self, size: usize) -> String {
        let zeros = "0".repeat(self.zeros);
        if self.is_upper_case {
            format!("{zeros}{size:X}")
        } else {
            format!("{zeros}{size:x}")
        }
    }
}

fn size_style() -> impl Strategy<Value = SizeStyle> {
    let zeros = prop_oneof![
        6 => Just(0),
        2 => 1..4_usize,
        1 => 10..40_usize,
    ];
    (any::<bool>(), zeros).prop_map(|(is_upper_case, zeros)| SizeStyle {
        is_upper_case,
        zeros,
    })
}

fn data() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        4 => vec(any::<u8>(), 1..20),
        // What could be taken for a part of the grammar.
        2 => "[0-9a-f\r\n]{1,20}".prop_map(String::into_bytes),
        1 => vec(any::<u8>(), 200..600),
    ]
}

fn extensions() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        4 => Just(Vec::new()),
        2 => extension(),
        1 => vec(extension(), 1..4).prop_map(|extensions| extensions.concat()),
    ]
}

fn extension() -> impl Strategy<Value = Vec<u8>> {
    let token = || "[a-z!#$%&'*+.^_`|~0-9-]{1,8}";
    let value = prop_oneof![
        token().prop_map(String::into_bytes),
        vec(quoted(), 0..8).prop_map(|parts| [b"\"", &*parts.concat(), b"\""].concat()),
    ];
    let parts = (
        space(),
        space(),
        token(),
        option::of((space(), space(), value)),
    );
    parts.prop_map(|(before, behind, name, value)| {
        let mut extension = [&*before, b";", &*behind, name.as_bytes()].concat();
        if let Some((before, behind, value)) = value {
            extension.extend([&*before, b"=", &*behind, &*value].concat());
        }
        extension
    })
}

/// qdtext or a quoted-pair.
fn quoted() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        "[\t !#-\\[\\]-~]".prop_map(String::into_bytes),
        "\\\\[\t -~]".prop_map(String::into_bytes),
        (0x80..=0xff_u8).prop_map(|octet| vec![octet]),
        (0x80..=0xff_u8).prop_map(|octet| vec![b'\\', octet]),
    ]
}

fn space() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        5 => Just(Vec::new()),
        1 => "[ \t]{1,3}".prop_map(String::into_bytes),
    ]
}

fn trailer() -> impl Strategy<Value = Vec<u8>> {
    let name = prop_oneof![
        2 => "[A-Za-z!#$%&'*+.^_`|~0-9-]{1,10}",
        1 => select(&[
            "Host", "content-LENGTH", "Transfer-Encoding", "Set-Cookie", "If-Match", "Trailer",
            "Digest", "Server-Timing", "ETag", "x",
        ][..]).prop_map(str::to_owned),
    ];
    let value = prop_oneof![
        2 => "[ -~]{0,20}".prop_map(String::into_bytes),
        1 => vec(prop_oneof![Just(b'\t'), Just(b' '), 0x21..=0x7e_u8, 0x80..=0xff_u8], 0..10),
    ];
    (name, value).prop_map(|(name, value)| [name.as_bytes(), b":", &value].concat())
}

/// Good bodies into which octets were put that could end a line, a name or a quotation, or from
/// which such octets were taken.
fn spliced(good: impl Strategy<Value = Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    const SPLICES: &[&[u8]] = &[
        b"\r",
        b"\n",
        b"\r\n",
        b"\n\r",
        b";",
        b"\"",
        b"\\",
        b"=",
        b" ",
        b"\t",
        b"0",
        b"\0",
        b":",
        b"0\r\n\r\n",
    ];
    let splice = (any::<Index>(), select(SPLICES), 0..3_usize);
    (good, vec(splice, 1..4)).prop_map(|(mut body, splices)| {
        for (at, octets, removed) in splices {
            let start = at.index(body.len() + 1);
            let end = body.len().min(start + removed);
            body.splice(start..end, octets.iter().copied());
        }
        body
    })
}

/// Limits and leniencies: the default ones, or some that short bodies exceed or use.
pub fn config() -> impl Strategy<Value = Config> {
    let lens = (
        prop_oneof![Just(u64::MAX), Just((1 << 52) - 1), 0..30_u64],
        prop_oneof![3 => Just(u64::MAX), 1 => 0..60_u64],
        prop_oneof![2 => Just(8192), 1 => 0..40_u32],
        prop_oneof![2 => Just(16_384), 1 => 0..80_u32],
    );
    let trailer_limits = (
        prop_oneof![2 => Just(16_384), 1 => 0..60_u32],
        prop_oneof![2 => Just(100), 1 => 0..4_u16],
    );
    let flags = prop_oneof![
        3 => Just(0),
        3 => (0..6_u8).prop_map(|bit| 1 << bit),
        2 => 0..64_u8,
    ];
    let tight = (lens, trailer_limits, flags, any::<bool>()).prop_map(
        |((chunk, body, head, overhead), (trailer, count), flags, chunk_heads)| {
            let mut config = with_flags(flags);
            config.chunk_heads = chunk_heads;
            config.max_chunk_len = chunk;
            config.max_body_len = body;
            config.max_head_len = head;
            config.max_overhead = overhead;
            config.max_trailer_len = trailer;
            config.max_trailer_count = count;
            config
        },
    );
    let default = any::<bool>().prop_map(|chunk_heads| {
        let mut config = Config::new();
        config.chunk_heads = chunk_heads;
        config
    });
    prop_oneof![1 => default, 3 => tight]
}
