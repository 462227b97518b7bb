//! The laws that all decoders keep, the reference, and what the documentation promises besides.

use core::fmt::Debug;

use noio_chunked::{Config, DecodeErrorKind, Decoder, Event};
use noio_testkit::{
    Comparison, Log,
    chunked::{self, fuzz, reference, strategies},
    cuts, laws,
    strategies::bytes,
};
use proptest::prelude::*;

mod heap;
mod read_hint;

#[test]
fn decoder_can_be_sent_shared_and_moved() {
    fn assert_traits<T: Send + Sync + Unpin + Debug>() {}
    assert_traits::<Decoder>();
}

#[test]
fn decoder_is_small() {
    assert!(size_of::<Decoder>() <= 136, "{}", size_of::<Decoder>());
}

#[test]
fn decoder_prints_no_payload() {
    let mut config = Config::new();
    config.chunk_heads = true;
    let mut decoder = Decoder::with_config(config);
    for feed in [
        &b"6;secr"[..],
        b"et=\"secret",
        b"\"\r\nsecr",
        b"et\r\n0;secret",
        b"\r\nsecret",
        b": secr",
        b"et\r\n\r\nsecret",
    ] {
        let mut input = feed;
        while decoder.decode(&mut input).expect("legal").is_some() {}
        let printed = format!("{decoder:?} {decoder:#?}");
        assert!(!printed.contains("secr"), "{printed}");
        let position = format!("position: {}", decoder.position());
        assert!(printed.contains(&position), "{printed}");
    }
    assert!(decoder.is_done());
}

#[test]
fn trailer_prints_as_a_line_that_cannot_be_mistaken() {
    let mut decoder = Decoder::new();
    let mut input = &b"0\r\nA:  b\x80\tc \r\n\r\n"[..];
    let Ok(Some(Event::Trailer(trailer))) = decoder.decode(&mut input) else {
        panic!("expected a trailer field");
    };
    assert_eq!(format!("{trailer:?}"), r"A: b\x80\tc");
}

#[test]
fn position_and_body_len_count_what_was_taken_within_a_chunk_too() {
    let mut decoder = Decoder::new();
    let mut counts = Vec::new();
    for feed in [
        &b"5"[..],
        b"\r\n",
        b"he",
        b"llo",
        b"\r\n1",
        b"\r\n!\r",
        b"\n0\r\n\r\nrest",
    ] {
        let mut input = feed;
        while decoder.decode(&mut input).expect("legal").is_some() {}
        counts.push((decoder.position(), decoder.body_len()));
    }
    let expected = [(1, 0), (3, 0), (5, 2), (8, 5), (11, 5), (15, 6), (21, 6)];
    assert_eq!(counts, expected);
}

/// Takes the next event, which must be data.
#[track_caller]
fn data<'i>(decoder: &mut Decoder, input: &mut &'i [u8]) -> &'i [u8] {
    match decoder.decode(input) {
        Ok(Some(Event::Data(data))) => data,
        other => panic!("expected data, not {other:?}"),
    }
}

#[test]
fn data_of_a_chunk_that_lies_in_one_feed_is_one_piece_of_it() {
    let body = b"5\r\nhello\r\n6;a=b\r\n world\r\n0\r\n\r\n";
    let mut decoder = Decoder::new();
    let mut input = &body[..];
    let (first, second) = (
        data(&mut decoder, &mut input),
        data(&mut decoder, &mut input),
    );
    assert_eq!(first.as_ptr(), body[3..].as_ptr());
    assert_eq!((first, second), (&b"hello"[..], &b" world"[..]));
    assert_eq!(second.as_ptr(), body[17..].as_ptr());
    assert_eq!((decoder.position(), decoder.body_len()), (23, 11));
    assert!(matches!(decoder.decode(&mut input), Ok(None)));
    assert!(decoder.is_done());
}

#[test]
fn data_in_place_comes_together_where_it_began() {
    let mut body = *b"5\r\nhello\r\n0006\r\n world\r\n1\r\n!\r\n0\r\nA: b\r\n\r\nrest";
    let start = body[3..].as_ptr();
    let mut decoder = Decoder::new();
    let mut input = &mut body[..];
    let Ok(Some(Event::Data(data))) = decoder.decode_in_place(&mut input) else {
        panic!("expected data");
    };
    assert_eq!(data, b"hello world!");
    assert_eq!(data.as_ptr(), start, "the first run does not move");
    assert_eq!(decoder.body_len(), 12);
    assert!(matches!(
        decoder.decode_in_place(&mut input),
        Ok(Some(Event::Trailer(trailer))) if trailer.value() == b"b"
    ));
    assert!(matches!(decoder.decode_in_place(&mut input), Ok(None)));
    assert!(decoder.is_done());
    assert_eq!(input, b"rest");
}

/// So a caller may read a lot of small chunks with a few calls for each buffer.
#[test]
fn data_in_place_of_a_thousand_chunks_is_few_events() {
    let mut body = b"1\r\nx\r\n".repeat(1000);
    let mut decoder = Decoder::new();
    let mut input = body.as_mut_slice();
    let mut pieces = Vec::new();
    while let Some(Event::Data(data)) = decoder.decode_in_place(&mut input).expect("legal") {
        pieces.push(data.len());
    }
    assert!(input.is_empty());
    assert_eq!(pieces.iter().sum::<usize>(), 1000);
    assert!(pieces.len() <= 4, "{pieces:?}");
}

#[test]
fn data_before_an_error_is_handed_out() {
    let body = *b"5\r\nhello\r\n6\r\n world\r\n-1\r\n";
    let mut decoder = Decoder::new();
    let mut input = &body[..];
    assert_eq!(data(&mut decoder, &mut input), b"hello");
    assert_eq!(data(&mut decoder, &mut input), b" world");
    let error = decoder.decode(&mut input).expect_err("no size");
    assert_eq!(
        (error.kind(), error.offset()),
        (DecodeErrorKind::InvalidChunkSize, 21)
    );

    let mut copy = body;
    let mut decoder = Decoder::new();
    let mut input = &mut copy[..];
    let mut decoded = Vec::new();
    let in_place = loop {
        match decoder.decode_in_place(&mut input) {
            Ok(Some(Event::Data(data))) => decoded.extend_from_slice(data),
            Ok(other) => panic!("unexpected {other:?}"),
            Err(error) => break error,
        }
    };
    assert_eq!(decoded, b"hello world");
    assert_eq!(in_place, error);
}

#[test]
fn a_cut_short_body_is_an_error_for_good() {
    let mut decoder = Decoder::new();
    let mut input = &b"5\r\nhel"[..];
    assert_eq!(data(&mut decoder, &mut input), b"hel");
    let error = decoder.finish().expect_err("two octets are missing");
    assert_eq!(
        (error.kind(), error.offset()),
        (DecodeErrorKind::Truncated, 6)
    );
    assert_eq!(decoder.finish(), Err(error));
    let mut input = &b"lo\r\n0\r\n\r\n"[..];
    assert_eq!(decoder.decode(&mut input).expect_err("final"), error);
    assert_eq!(input, b"lo\r\n0\r\n\r\n");
    assert!(!decoder.is_done());
}

#[test]
fn a_whole_body_stays_whole() {
    let mut decoder = Decoder::new();
    let mut input = &b"0\r\n\r\n"[..];
    assert!(matches!(decoder.decode(&mut input), Ok(None)));
    for _ in 0..3 {
        assert_eq!(decoder.finish(), Ok(()));
        let mut input = &b"1\r\nx\r\n"[..];
        assert!(matches!(decoder.decode(&mut input), Ok(None)));
        assert_eq!(input, b"1\r\nx\r\n");
        assert_eq!((decoder.position(), decoder.body_len()), (5, 0));
        assert!(decoder.is_done());
    }
}

/// What each kind of error means to a server: input that gives it, the status, and whether it is a
/// sign of smuggling.
const ERRORS: &[(&[u8], DecodeErrorKind, u16, bool)] = {
    use DecodeErrorKind as Kind;
    &[
        (b"x", Kind::InvalidChunkSize, 400, true),
        (b"10000000000000000", Kind::ChunkSizeOverflow, 400, true),
        (b"11\r", Kind::ChunkTooLarge, 413, false),
        (
            b"10\r\n0123456789abcdef\r\n1\r",
            Kind::BodyTooLarge,
            413,
            false,
        ),
        (b"0000000000000000000000000", Kind::HeadTooLong, 400, false),
        (
            b"0;2345678901234567890123\r\n",
            Kind::OverheadTooLarge,
            400,
            false,
        ),
        (b"0\n", Kind::BareLf, 400, true),
        (b"0\r\r", Kind::BareCr, 400, true),
        (b"0;;", Kind::InvalidExtension, 400, true),
        (b"1\r\nxx", Kind::InvalidChunkEnd, 400, true),
        (b"0\r\n:", Kind::InvalidTrailer, 400, true),
        (b"0\r\nA: bcdefghijklmno", Kind::TrailerTooLong, 431, false),
        (b"0\r\nA:\r\nB:\r\nC", Kind::TooManyTrailers, 431, false),
        (b"0\r\n", Kind::Truncated, 400, false),
    ]
};

#[test]
fn errors_say_what_a_server_answers() {
    let mut config = Config::new();
    config.max_chunk_len = 16;
    config.max_body_len = 16;
    config.max_head_len = 24;
    config.max_overhead = 9;
    config.max_trailer_len = 16;
    config.max_trailer_count = 2;
    for &(bytes, kind, status, is_signal) in ERRORS {
        let shown = bytes.escape_ascii();
        let mut decoder = Decoder::with_config(config);
        let mut input = bytes;
        let error = loop {
            match decoder.decode(&mut input) {
                Ok(Some(_)) => {}
                Ok(None) => break decoder.finish().expect_err("not whole"),
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), kind, "{shown}");
        assert_eq!(error.status(), status, "{shown}");
        assert_eq!(error.is_smuggling_signal(), is_signal, "{shown}");
        let offset = match kind {
            DecodeErrorKind::Truncated => bytes.len(),
            _ => bytes.len() - 1,
        };
        assert_eq!(error.offset(), offset as u64, "{shown}");
        assert_eq!(decoder.position(), error.offset(), "{shown}");
        assert_eq!(
            error.to_string(),
            format!("{kind} at byte {offset}"),
            "{shown}"
        );
        #[cfg(feature = "std")]
        {
            use std::io::{Error, ErrorKind};

            let expected = match kind {
                DecodeErrorKind::Truncated => ErrorKind::UnexpectedEof,
                _ => ErrorKind::InvalidData,
            };
            assert_eq!(Error::from(error).kind(), expected, "{shown}");
        }
    }
}

proptest! {
    #[test]
    fn laws_hold(
        body in strategies::body(),
        config in strategies::config(),
        seed in any::<u64>(),
    ) {
        let make = || chunked::Decoder::with_config(config);
        let cuts = cuts::seeded(body.len(), seed);
        laws::check_laws(make, &body, &cuts)?;
        laws::check_in_place(make, &body, &cuts)?;
    }

    #[test]
    fn reference_agrees(
        body in strategies::body(),
        config in strategies::config(),
        seed in any::<u64>(),
    ) {
        Comparison::new()
            .check(&body, &config, &cuts::seeded(body.len(), seed))
            .map_err(TestCaseError::fail)?;
    }

    /// So the properties above are not about errors alone.
    #[test]
    fn good_bodies_are_good(body in strategies::good_body()) {
        let mut log = Log::new();
        let end = reference::decode(&body, &Config::new(), &mut log);
        prop_assert_eq!(end, Ok(body.len()));
        let mut decoder = Decoder::new();
        let mut input = &*body;
        while decoder.decode(&mut input)?.is_some() {}
        prop_assert!(decoder.is_done());
        prop_assert!(input.is_empty());
    }

    #[test]
    fn fuzz_functions_take_any_bytes(data in bytes(200)) {
        fuzz::chunked_laws(&data);
        fuzz::chunked_reference(&data);
    }

    #[test]
    fn data_lies_in_the_input(body in strategies::body(), seed in any::<u64>()) {
        let mut decoder = Decoder::new();
        'feeds: for feed in cuts::feeds(&body, &cuts::seeded(body.len(), seed)) {
            let range = feed.as_ptr_range();
            let mut input = feed;
            loop {
                match decoder.decode(&mut input) {
                    Ok(Some(Event::Data(data))) => {
                        let data = data.as_ptr_range();
                        prop_assert!(range.start <= data.start && data.end <= range.end);
                        // It is what was taken last.
                        prop_assert_eq!(data.end, input.as_ptr());
                    }
                    Ok(Some(_)) => {}
                    Ok(None) => break,
                    Err(_) => break 'feeds,
                }
            }
        }
    }
}
