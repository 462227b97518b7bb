//! The conformance checklist in `vectors/README.md`: every line of it is a vector or, where it is
//! not about decoding one body, a test with its number in its name, here or in `checklist.rs`.

#![expect(clippy::expect_used, reason = "a panic fails the test")]

use std::path::PathBuf;

use noio_chunked::{DecodeErrorKind, Decoder, Event};
use noio_testkit::{
    Comparison, chunked, laws,
    vectors::{self, Checklist},
};

fn checklist() -> Checklist {
    Checklist::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests"))
}

fn files() -> Vec<PathBuf> {
    checklist().files().expect("the folder")
}

#[test]
fn decoder_passes_every_vector() {
    let files = files();
    if let Err(error) = vectors::check_files(&files, chunked::Decoder::with_settings) {
        panic!("{error}");
    }
    assert!(files.len() >= 6, "some files are missing");
}

#[test]
fn reference_passes_every_vector() {
    if let Err(error) = vectors::check_reference(&files(), chunked::config) {
        panic!("{error}");
    }
}

#[test]
fn every_line_of_the_checklist_has_a_case() {
    let rules = checklist()
        .check(&["vectors.rs", "checklist.rs"])
        .expect("tested");
    assert!(rules >= 47, "some lines are missing");
}

/// 20 bytes of extension for each KiB of data, 100 MiB of it: a limit for the extensions of a whole
/// body would be exceeded long before.
#[test]
fn line_20_a_long_body_with_short_extensions_is_within_the_limits() {
    const CHUNKS: usize = 100 * 1024;
    let chunk = [&b"400;id=0123456789abcdef\r\n"[..], &[b'x'; 1024], b"\r\n"].concat();
    assert_eq!(chunk.len(), 3 + 20 + 2 + 1024 + 2);

    let mut decoder = Decoder::new();
    let mut data_len = 0;
    for _ in 0..CHUNKS {
        let mut input = &*chunk;
        while let Some(event) = decoder.decode(&mut input).expect("a legal chunk") {
            match event {
                Event::Data(data) => data_len += data.len(),
                other => panic!("{other:?}"),
            }
        }
    }
    let mut end = &b"0\r\n\r\n"[..];
    assert!(matches!(decoder.decode(&mut end), Ok(None)));
    assert!(decoder.is_done());
    assert_eq!(data_len, CHUNKS * 1024);
    assert_eq!(decoder.body_len(), data_len as u64);
}

#[test]
fn line_28_every_vector_says_the_same_however_it_is_cut() {
    let mut comparison = Comparison::new();
    let checked = vectors::check_cuts(&files(), |case, cuts| {
        let config = chunked::config(&case.settings)?;
        let make = || chunked::Decoder::with_config(config);
        laws::check_laws(make, &case.input, cuts)?;
        laws::check_in_place(make, &case.input, cuts)?;
        Ok(comparison.check(&case.input, &config, cuts)?)
    });
    if let Err(error) = checked {
        panic!("{error}");
    }
}

#[test]
fn line_29_empty_feeds_change_nothing_and_errors_are_final() {
    let mut decoder = Decoder::new();
    for feed in [
        "5", "\r", "\n", "hel", "lo", "\r\n", "0\r\n", "A", ": b\r", "\n",
    ] {
        let mut input = feed.as_bytes();
        while decoder.decode(&mut input).expect("a legal body").is_some() {}
        let (position, hint) = (decoder.position(), decoder.read_hint());
        for _ in 0..3 {
            assert!(matches!(decoder.decode(&mut &[][..]), Ok(None)));
            assert!(matches!(
                decoder.decode_in_place(&mut &mut [][..]),
                Ok(None)
            ));
        }
        assert_eq!((decoder.position(), decoder.read_hint()), (position, hint));
    }

    let error = decoder.decode(&mut &b": c\r\n"[..]).expect_err("no name");
    assert_eq!(error.kind(), DecodeErrorKind::InvalidTrailer);
    assert_eq!(error.offset(), 19);
    for feed in [&b""[..], b"\r\n", b"D: e\r\n\r\n", b"0\r\n\r\n"] {
        let mut input = feed;
        assert_eq!(decoder.decode(&mut input).expect_err("final"), error);
        assert_eq!(input, feed);
        let mut copy = feed.to_vec();
        let mut input = copy.as_mut_slice();
        assert_eq!(
            decoder.decode_in_place(&mut input).expect_err("final"),
            error
        );
        assert_eq!(input, feed);
        assert_eq!(decoder.finish(), Err(error));
    }
    assert!(!decoder.is_done());
    assert_eq!(decoder.read_hint(), 0);
}
