//! A comparison makes every run that it promises, and says what differs.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a panic fails the test"
)]

mod toy;

use core::{cell::Cell, fmt};

use noio_testkit::{
    Compare, Comparison, Decode as _, DecodeInPlace, Failure, Log,
    sse::{Events, Limits, Lines},
    websocket::Setup,
};
use noio_websocket::Role;
use toy::Toy;

/// A setup whose reference is asked about another input than the decoder.
#[derive(Debug)]
struct Misled<S> {
    setup: S,
    other: &'static [u8],
}

impl<S: Compare> Compare for Misled<S> {
    type Decoder = S::Decoder;

    fn decoder(&self) -> S::Decoder {
        self.setup.decoder()
    }

    fn in_place(decoder: &mut S::Decoder) -> Option<&mut dyn DecodeInPlace> {
        S::in_place(decoder)
    }

    fn reference(&self, _: &[u8], log: &mut Log) -> Result<Option<u64>, Failure> {
        self.setup.reference(self.other, log)
    }
}

const BODY: &[u8] = b"5\r\nhello\r\n0\r\nA: b\r\n\r\nrest";
const MESSAGES: &[u8] = b"\x81\x05hello\x88\x02\x03\xe8rest";

/// What is said of `input` if the reference is asked about `other`, up to the setup.
#[track_caller]
fn difference<S: Compare>(setup: S, input: &[u8], other: &'static [u8]) -> String {
    let mut comparison = Comparison::new();
    assert_eq!(comparison.check(input, &setup, &[2]), Ok(()));
    let misled = Misled { setup, other };
    let detail = comparison
        .check(input, &misled, &[2])
        .expect_err("a difference");
    let shown = detail.strip_suffix(&format!("\n  {misled:?}\n  whole"));
    shown.expect("the setup and the cutting").into()
}

#[test]
fn a_difference_is_found_and_shown() {
    let other = b"5\r\nhallo\r\n0\r\nA: b\r\n\r\nrest";
    assert_eq!(
        difference(noio_chunked::Config::new(), BODY, other),
        r#"after 0 lines alike
  expected: data "hallo"
  expected: trailer name="A" value="b"
  expected: end body_len="5"
  expected: (1 more lines)
      seen: data "hello"
      seen: trailer name="A" value="b"
      seen: end body_len="5"
      seen: (1 more lines)
  input "5\r\nhello\r\n0\r\nA: b\r\n\r\nrest""#
    );
    let other = b"\x81\x05hallo\x88\x02\x03\xe8rest";
    assert_eq!(
        difference(Setup::messages(Role::Client), MESSAGES, other),
        r#"after 0 lines alike
  expected: text "hallo"
  expected: close "1000" ""
  expected: reply "close" "\x03\xE8"
  expected: (2 more lines)
      seen: text "hello"
      seen: close "1000" ""
      seen: reply "close" "\x03\xE8"
      seen: (2 more lines)
  input "\x81\x05hello\x88\x02\x03\xE8rest""#
    );
    assert_eq!(
        difference(Events::default(), b"data:a\n\n", b"data:b\n\n"),
        r#"after 0 lines alike
  expected: message data="b"
  expected: end
      seen: message data="a"
      seen: end
  input "data:a\n\n""#
    );
    assert_eq!(
        difference(Lines, b"id\n", b"data\n"),
        r#"after 0 lines alike
  expected: field "data"
  expected: end-of-line
  expected: end
      seen: field "id"
      seen: end-of-line
      seen: end
  input "id\n""#
    );
}

#[test]
fn another_end_is_a_difference() {
    let other = b"5;a\r\nhello\r\n0\r\nA: b\r\n\r\n";
    let detail = difference(noio_chunked::Config::new(), BODY, other);
    let ends = "after 3 lines alike\n  expected: done 23\n      seen: done 21\n";
    assert!(detail.starts_with(ends), "{detail}");

    let other = b"\x01\x02he\x80\x03llo\x88\x02\x03\xe8";
    let detail = difference(Setup::messages(Role::Client), MESSAGES, other);
    let ends = "after 4 lines alike\n  expected: done 13\n      seen: done 11\n";
    assert!(detail.starts_with(ends), "{detail}");
}

#[test]
fn an_error_that_was_not_expected_is_a_difference() {
    let limits = Limits {
        data: 0,
        ..Limits::new()
    };
    let detail = difference(Events::with_limits(limits), b"data:a\n\n", b"data:\n\n");
    assert!(
        detail.contains("      seen: error data-too-long 5\n"),
        "{detail}"
    );
}

/// The difference may lie anywhere in it.
#[test]
fn an_input_is_shown_whole_unless_it_is_very_long() {
    let detail = |len| difference(noio_chunked::Config::new(), &vec![b'z'; len], b"0\r\n\r\n");
    let whole = format!("\n  input \"{}\"", "z".repeat(4096));
    assert!(detail(4096).ends_with(&whole));
    assert!(detail(4097).ends_with("z… (4099 characters)"));
}

/// The toy protocol, with a broken decoder among those that are made.
struct Toys {
    made: Cell<usize>,
    /// Which of them is broken.
    broken: usize,
}

impl Toys {
    fn new(broken: usize) -> Self {
        Self {
            made: Cell::new(0),
            broken,
        }
    }
}

impl fmt::Debug for Toys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("toys")
    }
}

impl Compare for Toys {
    type Decoder = Toy;

    fn decoder(&self) -> Toy {
        let mut toy = Toy::new(None);
        let index = self.made.replace(self.made.get() + 1);
        if index == self.broken {
            // It takes the next two octets for a record.
            let begun = toy.decode(&mut &b"\x02"[..], &mut Log::new());
            assert_eq!(begun, Ok(None));
        }
        toy
    }

    fn in_place(toy: &mut Toy) -> Option<&mut dyn DecodeInPlace> {
        Some(toy)
    }

    fn reference(&self, mut input: &[u8], log: &mut Log) -> Result<Option<u64>, Failure> {
        let mut toy = Toy::new(None);
        while toy.decode(&mut input, log)?.is_some() {}
        toy.finish(log)?;
        Ok(toy.is_done().then(|| toy.position()))
    }
}

const RECORDS: &[u8] = b"\x02AB\0";

/// Breaks one decoder after the other, and returns the run in which each was found.
fn checked(check: impl Fn(&Toys) -> Result<(), String>) -> Vec<String> {
    let sound = Toys::new(usize::MAX);
    assert_eq!(check(&sound), Ok(()));
    (0..sound.made.get())
        .map(|broken| {
            let detail = check(&Toys::new(broken)).expect_err("a broken decoder");
            let (_, cutting) = detail.split_once("\n  toys\n  ").expect("the setup");
            cutting.to_owned()
        })
        .collect()
}

const UNCUT: [&str; 4] = [
    "whole",
    "in place, whole",
    "byte by byte",
    "in place, byte by byte",
];

#[test]
fn a_decoder_that_differs_in_one_run_is_found() {
    assert_eq!(
        checked(|toys| Comparison::new().check(RECORDS, toys, &[])),
        UNCUT
    );
    let cut = ["cut\n  at [1, 3]", "in place, cut\n  at [1, 3]"];
    assert_eq!(
        checked(|toys| Comparison::new().check(RECORDS, toys, &[1, 3])),
        [&UNCUT[..], &cut].concat()
    );
}

#[test]
fn a_decoder_that_differs_at_one_cut_is_found() {
    let cuts = [
        "cut\n  at [1]",
        "in place, cut\n  at [1]",
        "cut\n  at [2]",
        "in place, cut\n  at [2]",
        "cut\n  at [3]",
        "in place, cut\n  at [3]",
    ];
    assert_eq!(
        checked(|toys| Comparison::new().check_two_way(RECORDS, toys)),
        [&UNCUT[..], &cuts].concat()
    );
}

#[test]
fn what_can_work_in_place_is_compared_in_place() {
    fn can<S: Compare>(setup: &S) -> bool {
        S::in_place(&mut setup.decoder()).is_some()
    }
    assert!(can(&noio_chunked::Config::new()));
    assert!(can(&Setup::messages(Role::Client)));
    assert!(!can(&Events::default()));
    assert!(!can(&Lines));
}
