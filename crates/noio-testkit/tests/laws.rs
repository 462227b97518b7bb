//! Each law is found broken where it is, and only there.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a panic fails the test"
)]

mod toy;

use noio_testkit::{
    Decode, Log, cuts,
    exhaustive::every_string,
    heap,
    laws::{Broken, Law, check_in_place, check_laws, check_round_trip},
};
use toy::{Defect, MASK, Toy};

/// Streams that between them reach every state: whole, cut short, bad, and with more behind.
const STREAMS: [&[u8]; 9] = [
    b"",
    b"\x03ABC\x02DE\0",
    b"\x03ABC\x02DE\0more",
    b"\x83ABC\x80\x81D\0",
    b"\x03AB",
    b"\x83AB",
    b"\x05ABC\xffE\0more",
    b"\x86ABCDE\xff\0",
    b"\x04A\x01CD",
];

/// The first law that is found broken for each stream, if one is.
fn broken(defect: Option<Defect>) -> Vec<Broken> {
    let long = [&b"\x7f"[..], &[b'x'; 127], b"\0"].concat();
    STREAMS
        .into_iter()
        .chain([long.as_slice()])
        .flat_map(|stream| {
            let make = || Toy::new(defect);
            let cuts = cuts::seeded(stream.len(), 2);
            [
                check_laws(make, stream, &cuts),
                check_in_place(make, stream, &cuts),
            ]
        })
        .filter_map(Result::err)
        .collect()
}

#[track_caller]
fn assert_breaks_just(law: Law, defect: Defect) {
    let broken = broken(Some(defect));
    assert!(!broken.is_empty(), "{defect:?} was not found");
    for broken in broken {
        assert_eq!(broken.law, law, "{defect:?}: {broken}");
    }
}

#[test]
fn a_sound_decoder_breaks_none() {
    assert_eq!(broken(None), []);
}

#[test]
fn a_sound_decoder_breaks_none_on_any_short_stream() {
    let alphabet: [&[u8]; 6] = [b"\0", b"\x01", b"\x02", b"\x82", b"A", b"\xff"];
    let count = every_string(&alphabet, 4, |stream| {
        check_laws(|| Toy::new(None), stream, &[1, 1, 3]).unwrap();
        check_in_place(|| Toy::new(None), stream, &[2]).unwrap();
    });
    assert_eq!(count, 1555);
}

#[test]
fn drain() {
    assert_breaks_just(Law::Drain, Defect::LeavesInput);
    assert_breaks_just(Law::Drain, Defect::MiscountsPosition);
    assert_breaks_just(Law::Drain, Defect::ReadsOn);
    assert_breaks_just(Law::Drain, Defect::HoldsBack);
}

#[test]
fn progress() {
    assert_breaks_just(Law::Progress, Defect::MakesUpEvents);
}

#[test]
fn split_blind() {
    assert_breaks_just(Law::SplitBlind, Defect::SplitsRecords);
    assert_breaks_just(Law::SplitBlind, Defect::MisplacesErrors);
}

#[test]
fn sticky() {
    assert_breaks_just(Law::Sticky, Defect::ForgetsErrors);
    assert_breaks_just(Law::Sticky, Defect::TakesAfterError);
    assert_breaks_just(Law::Sticky, Defect::ForgetsTruncation);
}

#[test]
fn bounded() {
    if heap::IS_MEASURED {
        assert_breaks_just(Law::Bounded, Defect::TrustsSizes);
        assert_breaks_just(Law::Bounded, Defect::IgnoresLimit);
        assert_breaks_just(Law::Bounded, Defect::KeepsScratch);
        assert_breaks_just(Law::Bounded, Defect::CopiesAgain);
    }
}

#[test]
fn total() {
    let make = || Toy::new(Some(Defect::Panics));
    let broken = check_laws(make, b"\x02A\x01", &[]).unwrap_err();
    assert_eq!(broken.law, Law::Total);
    assert!(broken.detail.starts_with("panic: exclaimed"), "{broken}");
    assert_eq!(check_laws(make, b"\x02AB", &[]), Ok(()));
}

#[test]
fn in_place() {
    for defect in [Defect::TouchesRest, Defect::StaysMasked] {
        assert_breaks_just(Law::InPlace, defect);
    }
}

/// Encodes `records`, each handed out whole, and the end. Records are of 1 to 127 octets.
fn encode(records: &[&[u8]], out: &mut Vec<u8>) {
    for record in records {
        out.push(u8::try_from(record.len()).expect("a short record"));
        out.extend(record.iter().map(|octet| octet ^ MASK));
    }
    out.push(0);
}

/// How many octets [`encode`] appends.
fn encoded_len(records: &[&[u8]]) -> usize {
    records.iter().map(|record| record.len() + 1).sum::<usize>() + 1
}

#[test]
fn round_trip() {
    let records: [&[u8]; 3] = [b"abc", b"d", b"ef"];
    let decode = |bytes: &[u8]| {
        let (mut input, mut log) = (bytes, Log::new());
        let mut decoder = Toy::new(None);
        while decoder.decode(&mut input, &mut log) == Ok(Some(())) {}
        log.lines()
    };
    let normal_form = [
        "record \"abc\"",
        "record \"d\"",
        "record \"ef\"",
        "end-mark",
    ]
    .map(str::to_owned)
    .to_vec();
    let len = encoded_len(&records);
    let check = |len, encode: &dyn Fn(&mut Vec<u8>)| {
        check_round_trip(len, encode, decode, &normal_form).map_err(|broken| broken.law)
    };

    assert_eq!(check(len, &|out| encode(&records, out)), Ok(()));
    assert_eq!(
        check(len - 1, &|out| encode(&records, out)),
        Err(Law::RoundTrip),
        "a length that is off"
    );
    assert_eq!(
        check(len, &|out| encode(&[b"abc", b"d\x01\x46"], out)),
        Err(Law::RoundTrip),
        "other records of the same length"
    );
    assert_eq!(
        check(len, &|out| {
            out.clear();
            encode(&records, out);
        }),
        Err(Law::RoundTrip),
        "an encoder that does not append"
    );
    assert_eq!(check(len, &|_| panic!("on purpose")), Err(Law::Total));
}

#[test]
fn the_detail_says_the_cut_and_what_was_expected_and_seen() {
    let make = || Toy::new(Some(Defect::SplitsRecords));
    let broken = check_laws(make, b"\x03abc", &[]).unwrap_err();
    assert_eq!(
        broken.to_string(),
        "law 3, split-blind: after 0 lines alike\
         \n  expected: record \"ABC\"\n  expected: end\
         \n      seen: record \"A\"\n      seen: record \"B\"\n      seen: record \"C\"\
         \n      seen: (1 more lines)\
         \n  input \"\\x03abc\"\n  byte by byte"
    );
}
