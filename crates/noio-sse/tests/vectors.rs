//! The conformance checklist in `vectors/README.md`: every line of it is a vector or, where it is
//! not about decoding one body, a test with its number in its name.

#![expect(clippy::expect_used, reason = "a panic fails the test")]

use std::path::PathBuf;

use noio_sse::{
    Block, Decoder, EncodeError, Event,
    header::{is_event_stream, last_event_id_value},
};
use noio_testkit::{
    Compare as _, Comparison, laws,
    sse::{self, Events, check_encoders, strategies},
    vectors::{self, Checklist},
};
use proptest::{collection::vec, prelude::*};

/// The file for the lower layer, which has a test of its own.
const LINE_FILE: &str = "line.txt";

fn checklist() -> Checklist {
    Checklist::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests"))
}

/// The files with vectors for the decoder.
fn files() -> Vec<PathBuf> {
    let mut files = checklist().files().expect("the folder");
    files.retain(|path| !path.ends_with(LINE_FILE));
    files
}

#[test]
fn decoder_passes_every_vector() {
    let files = files();
    if let Err(error) = vectors::check_files(&files, sse::Decoder::with_settings) {
        panic!("{error}");
    }
    assert!(files.len() >= 9, "some files are missing");
}

#[test]
fn reference_passes_every_vector() {
    if let Err(error) = vectors::check_reference(&files(), Events::from_settings) {
        panic!("{error}");
    }
}

#[test]
fn every_line_of_the_checklist_has_a_case() {
    let rules = checklist().check(&["vectors.rs"]).expect("tested");
    assert!(rules >= 58, "some lines are missing");
}

#[test]
fn line_50_every_vector_says_the_same_however_it_is_cut() {
    let mut comparison = Comparison::new();
    let checked = vectors::check_cuts(&files(), |case, cuts| {
        let events = Events::from_settings(&case.settings)?;
        laws::check_laws(|| events.decoder(), &case.input, cuts)?;
        Ok(comparison.check(&case.input, &events, cuts)?)
    });
    if let Err(error) = checked {
        panic!("{error}");
    }
}

#[test]
fn line_52_content_type_decides_whether_a_body_is_an_event_stream() {
    for accepted in [
        "text/event-stream",
        "text/event-stream;",
        "text/event-stream;x bogus",
        "Text/Event-Stream ; charset=utf-8",
    ] {
        assert!(is_event_stream(accepted.as_bytes()), "{accepted}");
    }
    for refused in ["", "x bogus", "text/x-bogus", "text/event-stream-2", "text"] {
        assert!(!is_event_stream(refused.as_bytes()), "{refused}");
    }
}

#[test]
fn line_53_an_id_is_sent_back_if_it_is_legal_in_a_header() {
    assert_eq!(last_event_id_value(""), None);
    assert_eq!(
        last_event_id_value("\u{2026}"),
        Some("\u{2026}".as_bytes()),
        "UTF-8"
    );
    // What a stream can set and a header field cannot hold.
    let mut decoder = Decoder::new();
    let mut input = &b"id: a\x0cb\n\n"[..];
    assert_eq!(decoder.decode(&mut input), Ok(None));
    assert_eq!(decoder.last_event_id(), "a\x0cb");
    assert_eq!(last_event_id_value(decoder.last_event_id()), None);
}

#[test]
fn line_54_a_new_body_keeps_the_id_and_the_reconnection_time_and_nothing_else() {
    let ways: [fn(&mut Decoder); 2] = [
        |decoder| {
            let discarded = decoder.finish().expect("no limit was exceeded");
            assert!(discarded.is_some(), "a block is under way");
        },
        Decoder::restart,
    ];
    for new_body in ways {
        let mut decoder = Decoder::new();
        let mut input = &b"retry: 5\nid: 1\n\nid: 2\nevent: lost\ndata: lost\ndata: \xe2\x80"[..];
        assert!(matches!(
            decoder.decode(&mut input),
            Ok(Some(Event::Retry(_)))
        ));
        assert_eq!(decoder.decode(&mut input), Ok(None));

        new_body(&mut decoder);
        assert_eq!(decoder.position(), 0);
        assert_eq!(decoder.last_event_id(), "1");
        let time = decoder.reconnection_time().expect("a time was set");
        assert_eq!(time.as_millis(), 5);

        // A byte order mark is at the start again, and the line begins anew.
        let mut input = &b"\xef\xbb\xbfdata: kept\n\n"[..];
        let Ok(Some(Event::Message(message))) = decoder.decode(&mut input) else {
            panic!("expected a message");
        };
        assert_eq!(message.event_type, "message");
        assert_eq!(message.data, "kept");
        assert_eq!(message.last_event_id, "1");
    }
}

#[test]
fn line_55_encoder_refuses_what_would_break_out_and_splits_data() {
    let encoded = |block: Block<'_>| {
        let mut out = Vec::new();
        block.encode(&mut out).map(|()| out)
    };
    for end in ["\n", "\r", "\r\n", "a\nb"] {
        let block = Block::new().with_data("x");
        assert_eq!(
            encoded(block.with_event_type(end)),
            Err(EncodeError::LineEndInEventType)
        );
        assert_eq!(encoded(block.with_id(end)), Err(EncodeError::LineEndInId));
    }
    assert_eq!(
        encoded(Block::new().with_id("a\0")),
        Err(EncodeError::NulInId)
    );
    for (data, expected) in [
        ("", &b"data: \n\n"[..]),
        ("a\r\nb\rc\n", b"data: a\ndata: b\ndata: c\ndata: \n\n"),
        (" a", b"data:  a\n\n"),
        ("\u{feff}a", b"data: \xef\xbb\xbfa\n\n"),
    ] {
        let out = encoded(Block::new().with_data(data)).expect("any data is legal");
        assert_eq!(out, expected, "{}", out.escape_ascii());
    }
}

proptest! {
    #[test]
    fn line_56_what_is_encoded_decodes_to_the_same_and_to_nothing_else(
        blocks in vec(strategies::fields(), 0..4),
        seed in any::<u64>(),
    ) {
        check_encoders(&blocks, seed).map_err(TestCaseError::fail)?;
    }
}
