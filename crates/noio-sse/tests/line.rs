//! The lower layer: its vectors, its laws, and the reference.

use std::path::PathBuf;

use noio_sse::line;
use noio_testkit::{
    Comparison, cuts, heap, laws,
    sse::{LineDecoder, Lines, strategies},
    vectors,
};
use proptest::prelude::*;

fn files() -> [PathBuf; 1] {
    [PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/line.txt")]
}

#[test]
fn line_decoder_passes_every_vector() {
    match vectors::check_files(&files(), LineDecoder::with_settings) {
        Ok(count) => assert!(count >= 15, "only {count} cases"),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn reference_passes_every_vector() {
    if let Err(error) = vectors::check_reference(&files(), |_| Ok(Lines)) {
        panic!("{error}");
    }
}

#[test]
fn line_decoder_is_small_and_can_be_sent_and_shared() {
    fn assert_traits<T: Send + Sync + Unpin + Clone>() {}
    assert_traits::<line::Decoder>();
    assert!(size_of::<line::Decoder>() <= 32);
}

#[test]
fn line_decoder_prints_no_payload() {
    let mut decoder = line::Decoder::new();
    let mut input = &b"data: secret"[..];
    while decoder.decode(&mut input).is_some() {}
    let printed = format!("{decoder:?}");
    assert!(!printed.contains("secret"), "{printed}");
}

#[test]
fn line_decoder_never_allocates() {
    let stream = [
        &b"data: "[..],
        &[b'x'; 100_000],
        b"\n\nid: 1\n: note\nother\n",
    ]
    .concat();
    for feed_len in [1, 1000, stream.len()] {
        let (count, usage) = heap::measure(|| {
            let mut decoder = line::Decoder::new();
            let mut count = 0;
            for mut input in stream.chunks(feed_len) {
                while decoder.decode(&mut input).is_some() {
                    count += 1;
                }
            }
            count
        });
        assert!(count >= 9);
        assert_eq!(usage, heap::Usage::default());
    }
}

proptest! {
    #[test]
    fn laws_hold(stream in strategies::stream(), seed in any::<u64>()) {
        laws::check_laws(LineDecoder::new, &stream, &cuts::seeded(stream.len(), seed))?;
    }

    #[test]
    fn reference_agrees(stream in strategies::stream(), seed in any::<u64>()) {
        Comparison::new()
            .check(&stream, &Lines, &cuts::seeded(stream.len(), seed))
            .map_err(TestCaseError::fail)?;
    }
}
