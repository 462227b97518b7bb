//! Every octet at every place, and every short string over the octets that matter: the decoder
//! against the reference, whole, byte by byte and in place.

use noio_chunked::Config;
use noio_testkit::{Comparison, chunked::with_flags, cuts, exhaustive::every_string};

/// Bodies that between them visit every state of the grammar.
const BODIES: &[&[u8]] = &[
    b"0\r\n\r\nrest",
    b"4\r\nWiki\r\nA\r\n0123456789\r\n00\r\n\r\n",
    b"1;n=v;q=\"a \\\"b\\\\\";e\r\nx\r\n0\r\n\r\n",
    b"2 ; n = v\t; q =\"\x80\t\" ;e\r\nxy\r\n0 ;l\r\n\r\n",
    b"0\r\nA: b\r\nLong-Name:\t v w \r\nE:\r\n\r\nrest",
    b"1;a=b \r\nx\r\n0;c \r\nHost: d\r\n\r\n",
    b"3\nabc\n1;a\nx\n0\nA: b\n\nrest",
    b"3\r\nabc2\r\nde0\r\n\r\n",
    b"1;a=b;@;\"c\r\nx\r\n0 junk\r\n\r\n",
];

/// Limits that bodies as short as these exceed, each by itself and all together.
fn tight_limits() -> Vec<Config> {
    let with = |set: &dyn Fn(&mut Config)| {
        let mut config = Config::new();
        config.chunk_heads = true;
        set(&mut config);
        config
    };
    vec![
        with(&|config| config.max_chunk_len = 3),
        with(&|config| config.max_body_len = 4),
        with(&|config| config.max_head_len = 5),
        with(&|config| config.max_overhead = 4),
        with(&|config| config.max_trailer_len = 14),
        with(&|config| config.max_trailer_count = 1),
        with(&|config| {
            config.max_chunk_len = 10;
            config.max_body_len = 10;
            config.max_head_len = 9;
            config.max_overhead = 8;
            config.max_trailer_len = 20;
            config.max_trailer_count = 2;
        }),
    ]
}

/// The standard's grammar with and without chunk heads, and each refusal and leniency by itself.
fn single_flags() -> Vec<Config> {
    let mut configs = vec![Config::new()];
    configs.extend((0..6).map(|bit| with_flags(1 << bit)));
    configs.push(Config::hardened());
    configs.extend(configs.clone().into_iter().map(|mut config| {
        config.chunk_heads = true;
        config
    }));
    configs
}

/// Compares on `input` under each of `configs`.
#[track_caller]
fn compare(comparison: &mut Comparison, input: &[u8], configs: &[Config]) {
    for config in configs {
        if let Err(detail) = comparison.check(input, config, &[]) {
            panic!("{detail}");
        }
    }
}

/// Puts every octet in place of every octet of every body, and between any two.
fn every_octet_everywhere(configs: &[Config]) -> usize {
    let mut comparison = Comparison::new();
    let mut count = 0;
    for body in BODIES {
        compare(&mut comparison, body, configs);
        for at in 0..=body.len() {
            let (front, rest) = body.split_at(at);
            for octet in 0..=u8::MAX {
                let inserted = [front, &[octet], rest].concat();
                compare(&mut comparison, &inserted, configs);
                let replaced = [front, &[octet], rest.get(1..).unwrap_or_default()].concat();
                compare(&mut comparison, &replaced, configs);
                count += 2;
            }
        }
    }
    count
}

fn count_of_octets_everywhere() -> usize {
    BODIES.iter().map(|body| (body.len() + 1) * 512).sum()
}

#[test]
fn every_octet_at_every_place() {
    let count = every_octet_everywhere(&single_flags());
    assert_eq!(count, count_of_octets_everywhere());
}

#[test]
fn every_octet_at_every_place_under_limits() {
    let count = every_octet_everywhere(&tight_limits());
    assert_eq!(count, count_of_octets_everywhere());
}

/// Octets that mean something somewhere, or nothing anywhere.
const SYMBOLS: &[u8] = b"\r\n;\"\\= \t01a:@\0\x80";

/// Under every combination of refusals and leniencies.
#[test]
fn every_symbol_at_every_place_under_every_flag() {
    let mut comparison = Comparison::new();
    let mut configs: Vec<Config> = (0..64).map(with_flags).collect();
    for config in &mut configs {
        config.chunk_heads = true;
    }
    for body in BODIES {
        for at in 0..=body.len() {
            let (front, rest) = body.split_at(at);
            for &symbol in SYMBOLS {
                for behind in [rest, rest.get(1..).unwrap_or_default()] {
                    let input = [front, &[symbol], behind].concat();
                    compare(&mut comparison, &input, &configs);
                }
            }
        }
    }
}

#[test]
fn every_two_symbols_at_every_place() {
    let mut comparison = Comparison::new();
    let mut config = Config::new();
    config.chunk_heads = true;
    let mut lenient = with_flags(0x3c);
    lenient.chunk_heads = true;
    let configs = [config, lenient];
    for body in BODIES {
        for at in 0..=body.len() {
            let (front, rest) = body.split_at(at);
            for &first in SYMBOLS {
                for &second in SYMBOLS {
                    for taken in 0..=2 {
                        let behind = rest.get(taken..).unwrap_or_default();
                        let input = [front, &[first, second], behind].concat();
                        compare(&mut comparison, &input, &configs);
                    }
                }
            }
        }
    }
}

/// What is taken out may leave something legal behind.
#[test]
fn every_run_taken_out_of_every_body() {
    let mut comparison = Comparison::new();
    let configs = [single_flags(), tight_limits()].concat();
    for body in BODIES {
        for start in 0..body.len() {
            for end in start..=body.len() {
                let (front, rest) = (&body[..start], &body[end..]);
                compare(&mut comparison, &[front, rest].concat(), &configs);
            }
        }
    }
}

#[test]
fn every_cut_in_three_of_every_body() {
    let mut comparison = Comparison::new();
    let mut configs = [single_flags(), tight_limits()].concat();
    configs.extend((0..64).map(with_flags));
    for body in BODIES {
        for first in 0..body.len() {
            for second in first..body.len() {
                for config in &configs {
                    let checked = comparison.check(body, config, &[first, second]);
                    assert_eq!(checked, Ok(()));
                }
            }
        }
    }
}

/// Compares on every string of at most `max_len` symbols between `front` and `back`.
fn every_string_between(
    front: &[u8],
    alphabet: &[&[u8]],
    max_len: usize,
    back: &[u8],
    configs: &[Config],
) -> u64 {
    let mut comparison = Comparison::new();
    let mut input = Vec::new();
    every_string(alphabet, max_len, |string| {
        input.clear();
        input.extend_from_slice(front);
        input.extend_from_slice(string);
        input.extend_from_slice(back);
        compare(&mut comparison, &input, configs);
    })
}

#[test]
fn every_string_of_seven_octets_from_the_start() {
    let alphabet: [&[u8]; 6] = [b"0", b"2", b";", b" ", b"\r", b"\n"];
    let count = every_string_between(b"", &alphabet, 7, b"", &[Config::new()]);
    assert_eq!(count, 335_923);
}

#[test]
fn every_string_of_six_symbols_of_whole_lines() {
    let alphabet: [&[u8]; 9] = [
        b"0", b"2", b"\r\n", b"\r", b"\n", b"ab", b";a", b"A:b\r\n", b"x",
    ];
    let count = every_string_between(b"", &alphabet, 6, b"", &[Config::new(), with_flags(0x3c)]);
    assert_eq!(count, 597_871);
}

/// Between a size and a line end, under each combination of refusals and leniencies.
#[test]
fn every_string_of_five_symbols_behind_a_size() {
    let alphabet: [&[u8]; 8] = [b";", b"a", b"=", b"\"", b"\\", b" ", b"\r", b"\n"];
    let mut configs: Vec<Config> = (0..64).map(with_flags).collect();
    for config in &mut configs {
        config.chunk_heads = true;
    }
    let back = b"\r\nxy\r\n0\r\n\r\n";
    assert_eq!(
        every_string_between(b"2", &alphabet, 4, back, &configs),
        4681
    );
    let strict = [configs[0], configs[0x20]];
    assert_eq!(
        every_string_between(b"2", &alphabet, 6, back, &strict),
        299_593
    );
}

#[test]
fn every_string_of_six_symbols_in_quotes() {
    let alphabet: [&[u8]; 8] = [b"a", b"\"", b"\\", b"\t", b";", b"\r\n", b"\x7f", b"\x80"];
    let mut config = Config::new();
    config.chunk_heads = true;
    let mut lenient = with_flags(0x3c);
    lenient.chunk_heads = true;
    let configs = [config, lenient];
    let count = every_string_between(b"0;a=\"", &alphabet, 6, b"\"\r\n\r\n", &configs);
    assert_eq!(count, 299_593);
}

#[test]
fn every_string_of_six_symbols_behind_data() {
    let alphabet: [&[u8]; 6] = [b"\r", b"\n", b"0", b"1", b"x", b"\r\n\r\n"];
    let configs: Vec<Config> = [0, 4, 0x10, 0x14].map(with_flags).to_vec();
    let count = every_string_between(b"1\r\nx", &alphabet, 6, b"", &configs);
    assert_eq!(count, 55_987);
}

#[test]
fn every_string_of_six_symbols_in_a_trailer_section() {
    let alphabet: [&[u8]; 9] = [
        b"A", b":", b" ", b"\t", b"\r", b"\n", b"\r\n", b"\0", b"\x80",
    ];
    let mut bounded = with_flags(4);
    bounded.max_trailer_len = 6;
    bounded.max_trailer_count = 2;
    let configs = [Config::new(), with_flags(4), bounded];
    let count = every_string_between(b"0\r\n", &alphabet, 6, b"", &configs);
    assert_eq!(count, 597_871);
}

/// Sizes about each power of 16, with zeros in front and at the limits of what a number holds.
#[test]
fn every_size_about_every_power_of_16() {
    let mut comparison = Comparison::new();
    let mut configs = [Config::new(); 3];
    configs[1].max_chunk_len = u64::MAX;
    configs[2].max_chunk_len = u64::MAX;
    configs[2].chunk_heads = true;
    for power in 0..=17_u32 {
        for near in -2_i128..=2 {
            let size = (1_i128 << (4 * power)) + near;
            for zeros in 0..=20 {
                for line in [
                    format!("{}{size:x}\r\nabcdef", "0".repeat(zeros)),
                    format!("{}{size:X};a\r\n", "0".repeat(zeros)),
                ] {
                    compare(&mut comparison, line.as_bytes(), &configs);
                    // The sum with what came before.
                    let second = ["5\r\nhello\r\n", &line].concat();
                    compare(&mut comparison, second.as_bytes(), &configs);
                }
            }
        }
    }
}

/// A chunk of each size around those of a cut input.
#[test]
fn every_chunk_of_up_to_forty_octets_in_feeds_of_every_size() {
    let mut comparison = Comparison::new();
    for len in 1..=40_usize {
        let data = vec![b'd'; len];
        let chunk = [format!("{len:x}\r\n").as_bytes(), &data, b"\r\n"].concat();
        let body = [&*chunk.repeat(3), b"0\r\n\r\nrest"].concat();
        for feed_len in 1..=body.len() {
            let cuts: Vec<usize> = (feed_len..body.len()).step_by(feed_len).collect();
            assert_eq!(comparison.check(&body, &Config::new(), &cuts), Ok(()));
        }
        for cut in cuts::two_way(body.len()) {
            assert_eq!(comparison.check(&body, &Config::new(), &[cut]), Ok(()));
        }
    }
}
