//! How much a caller may read without reading into what follows the body.

use noio_chunked::{Config, DecodeErrorKind, Decoder};
use noio_testkit::{
    Log,
    chunked::{reference, strategies, with_flags},
    exhaustive::every_string,
};
use proptest::prelude::*;

/// A decoder that has taken `bytes`, unless they are in error.
fn decoder_behind(config: Config, bytes: &[u8]) -> Option<Decoder> {
    let mut decoder = Decoder::with_config(config);
    let mut input = bytes;
    loop {
        match decoder.decode(&mut input) {
            Ok(Some(_)) => {}
            Ok(None) => return Some(decoder),
            Err(_) => return None,
        }
    }
}

/// Strings that end a body from anywhere in a line or a chunk, the shortest first: up to two octets
/// to end what is open in a line, and then line ends, data and the last chunk, each of them or not.
fn ends() -> Vec<Vec<u8>> {
    let mut ends = vec![Vec::new()];
    let mut push_each = |choices: &[&[u8]]| {
        let longer = ends
            .iter()
            .flat_map(|end| choices.iter().map(move |choice| [end, *choice].concat()));
        ends = longer.collect();
    };
    let open: [&[u8]; 7] = [b"", b"0", b"\"", b";", b"a", b":", b"\n"];
    let line_end: [&[u8]; 3] = [b"", b"\n", b"\r\n"];
    push_each(&open);
    push_each(&open);
    push_each(&line_end);
    push_each(&[b"", b"x", b"xx"]);
    push_each(&line_end);
    push_each(&[b"", b"0"]);
    push_each(&line_end);
    push_each(&line_end);
    ends.sort_by_key(Vec::len);
    ends.dedup();
    ends
}

/// The length of the shortest of `ends` that ends a body which begins with `front`. `None`: the
/// front is in error.
fn shortest_end(config: &Config, front: &[u8], ends: &[Vec<u8>]) -> Option<u64> {
    let mut log = Log::new();
    ends.iter()
        .find(|end| {
            log.clear();
            let body = [front, end].concat();
            reference::decode(&body, config, &mut log) == Ok(body.len())
        })
        .map(|end| end.len() as u64)
}

#[test]
fn read_hint_is_the_length_of_the_shortest_end() {
    let ends = ends();
    let alphabet: [&[u8]; 7] = [b";", b"z", b"=", b"\"", b"\\", b" ", b"\r\n"];
    let mut count = 0;
    let mut input = Vec::new();
    let mut compare_one = |config: &Config, front: &[u8]| {
        let decoder = decoder_behind(*config, front).filter(|decoder| {
            // Else there is something behind the body.
            decoder.position() == front.len() as u64
        });
        if let Some(decoder) = decoder {
            let shortest = shortest_end(config, front, &ends);
            let hint = Some(decoder.read_hint());
            assert_eq!(hint, shortest, "{} {config:?}", front.escape_ascii());
            count += 1;
        }
    };
    let mut compare = |config: &Config, fronts: &[&[u8]], max_len: usize| {
        for front in fronts {
            every_string(&alphabet, max_len, |string| {
                input.clear();
                input.extend_from_slice(front);
                input.extend_from_slice(string);
                compare_one(config, &input);
            });
        }
    };
    // Each refusal and leniency by itself, all leniencies, and what contradicts each other.
    for flags in [0, 1, 2, 4, 8, 16, 32, 0x3c, 0b1011, 0b10_0011] {
        let config = with_flags(flags);
        compare(&config, &[b"", b"00", b"1", b"1\r\nz", b"1\r\nz\r\n0"], 2);
        let fronts: [&[u8]; 8] = [
            b"2\r",
            b"2\r\nx",
            b"2\r\nxy\r",
            b"2;a=\"b\"",
            b"2;a=\"\\",
            b"0\r\nA:",
            b"0\r\nA: b\r",
            b"0\r\n\r",
        ];
        compare(&config, &fronts, 0);
    }
    compare(&Config::new(), &[b"0", b"1"], 4);
    assert!(count > 500, "{count}");
}

#[test]
fn read_hint_of_a_large_chunk_does_not_wrap() {
    let mut config = Config::new();
    config.max_chunk_len = u64::MAX;
    for (head, hint) in [
        (&b"7"[..], 2 + 7 + 2 + 5),
        (b"10000\r\n", 65_536 + 7),
        (b"ffffffffffffffff", u64::MAX),
        (b"ffffffffffffffff;a=\"", u64::MAX),
        (b"ffffffffffffffff\r\n", u64::MAX),
        (b"fffffffffffffff0\r\n", u64::MAX - 8),
    ] {
        let decoder = decoder_behind(config, head);
        let hint_seen = decoder.map(|decoder| decoder.read_hint());
        assert_eq!(hint_seen, Some(hint), "{}", head.escape_ascii());
    }
}

#[test]
fn read_hint_behind_an_error_is_nothing() {
    let mut decoder = Decoder::new();
    assert_eq!(decoder.read_hint(), 5);
    assert!(decoder.decode(&mut &b"x"[..]).is_err());
    assert_eq!(decoder.read_hint(), 0);

    let mut decoder = Decoder::new();
    let error = decoder.finish().map_err(|error| error.kind());
    assert_eq!(error, Err(DecodeErrorKind::Truncated));
    assert_eq!(decoder.read_hint(), 0);
}

proptest! {
    #[test]
    fn reading_what_the_hint_says_ends_with_the_body(
        body in strategies::good_body(),
        at_most in 1..64_usize,
    ) {
        let stream = [&*body, b"GET / HTTP/1.1\r\n"].concat();
        let mut decoder = Decoder::new();
        let mut at = 0;
        while !decoder.is_done() {
            let hint = usize::try_from(decoder.read_hint()).unwrap_or(usize::MAX);
            prop_assert!(hint > 0);
            let end = at + hint.min(at_most);
            let Some(mut input) = stream.get(at..end) else {
                return Err(TestCaseError::fail("the hint is too large"));
            };
            while decoder.decode(&mut input)?.is_some() {}
            prop_assert!(input.is_empty());
            at = end;
        }
        prop_assert_eq!(at, body.len());
        prop_assert_eq!(decoder.read_hint(), 0);
    }
}
