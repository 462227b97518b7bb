//! Every short stream over the bytes that matter: both decoders against the reference, whole and
//! byte by byte.

use noio_testkit::{
    Comparison,
    exhaustive::every_string,
    sse::{Events, Limits, Lines},
};

/// Compares the decoder, and the lower layer where the limits are the default ones, with the
/// reference on every string of at most `max_len` symbols.
fn compare(alphabet: &[&[u8]], max_len: usize, limits: Limits) -> u64 {
    let mut comparison = Comparison::new();
    let events = Events::with_limits(limits);
    every_string(alphabet, max_len, |body| {
        if let Err(detail) = comparison.check(body, &events, &[]) {
            panic!("{detail}");
        }
        if limits == Limits::new()
            && let Err(detail) = comparison.check(body, &Lines, &[])
        {
            panic!("{detail}");
        }
    })
}

#[test]
fn every_string_of_eight_bytes() {
    let alphabet: [&[u8]; 7] = [b"d", b"a", b":", b" ", b"\r", b"\n", b"\xef"];
    assert_eq!(compare(&alphabet, 8, Limits::new()), 6_725_601);
}

#[test]
fn every_string_of_seven_symbols_around_a_data_line() {
    let alphabet: [&[u8]; 7] = [b"data", b"a", b":", b" ", b"\r", b"\n", b"\xef"];
    assert_eq!(compare(&alphabet, 7, Limits::new()), 960_800);
}

#[test]
fn every_string_of_five_symbols_that_reach_every_field() {
    let alphabet: [&[u8]; 15] = [
        b"data", b"event", b"id", b"retry", b":", b" ", b"\r", b"\n", b"x", b"1", b"\0", b"\xef",
        b"\xbb", b"\xbf", b"\n\n",
    ];
    assert_eq!(compare(&alphabet, 5, Limits::new()), 813_616);
}

#[test]
fn every_list_of_six_lines() {
    let alphabet: [&[u8]; 10] = [
        b"data:a\n",
        b"data: b\r",
        b"data\n",
        b"event:t\r\n",
        b"event\n",
        b"id:1\n",
        b"id\r",
        b"retry:5\n",
        b":c\n",
        b"\n",
    ];
    assert_eq!(compare(&alphabet, 6, Limits::new()), 1_111_111);
}

#[test]
fn every_string_of_seven_symbols_of_text() {
    let alphabet: [&[u8]; 7] = [b"data:", b"\xe2", b"\x82", b"\xac", b"\xf0", b"\x9f", b"\n"];
    assert_eq!(compare(&alphabet, 7, Limits::new()), 960_800);
}

#[test]
fn every_string_of_six_symbols_under_limits() {
    let alphabet: [&[u8]; 9] = [
        b"data", b"event:", b"id:", b"retry", b":", b"\n", b"\r", b"x", b"\xff",
    ];
    let limits = [
        Limits {
            line: 7,
            data: 2,
            event_type: 1,
            id: 1,
        },
        Limits {
            line: 5,
            ..Limits::new()
        },
        Limits {
            data: 1,
            ..Limits::new()
        },
        Limits {
            line: 3,
            data: 0,
            event_type: 0,
            id: 0,
        },
    ];
    for limits in limits {
        assert_eq!(compare(&alphabet, 6, limits), 597_871);
    }
}

/// Text is checked in vectors of 64 bytes, and what lies behind a value is looked at with it.
#[test]
fn every_string_of_four_symbols_of_text_in_a_long_value() {
    let alphabet: [&[u8]; 7] = [
        b"a", b"\xe2", b"\x82", b"\xac", b"\xf0", b"\x9f", b"\ndata:",
    ];
    let mut comparison = Comparison::new();
    let events = Events::default();
    for lead_len in [0, 52, 56, 57, 58, 59, 60, 121, 250] {
        for tail in ["\n\n", "\n\ndata: \u{20ac}\n\n", "\nid: \u{20ac}"] {
            let count = every_string(&alphabet, 4, |text| {
                let lead = "x".repeat(lead_len);
                let padding = "x".repeat(64);
                let body = [
                    b"data: ",
                    lead.as_bytes(),
                    text,
                    tail.as_bytes(),
                    padding.as_bytes(),
                ]
                .concat();
                if let Err(detail) = comparison.check(&body, &events, &[]) {
                    panic!("{detail}");
                }
            });
            assert_eq!(count, 2801);
        }
    }
}

#[test]
fn every_string_of_eight_symbols_of_text_under_limits() {
    let alphabet: [&[u8]; 5] = [b":", b"data:", b"\xe2", b"\x82", b"\n"];
    let limits = Limits {
        line: 7,
        data: 4,
        ..Limits::new()
    };
    assert_eq!(compare(&alphabet, 8, limits), 488_281);
}

#[test]
fn every_cut_in_two_of_every_list_of_four_lines() {
    let alphabet: [&[u8]; 12] = [
        b"data:a\n",
        b"data:\xe2\x82\xac\r\n",
        b"data\r",
        b"event:t\r\n",
        b"id:1\n",
        b"id:\0\n",
        b"retry:5\r",
        b": c\xff\n",
        b"other\r\n",
        b"\r\n",
        b"\n",
        b"\xef\xbb\xbf",
    ];
    let mut comparison = Comparison::new();
    let events = Events {
        last_event_id: "0".into(),
        ..Events::default()
    };
    let count = every_string(&alphabet, 4, |body| {
        if let Err(detail) = comparison.check_two_way(body, &events) {
            panic!("{detail}");
        }
    });
    assert_eq!(count, 22_621);
}
