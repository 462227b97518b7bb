//! What the encoders write, and that the decoder reads it back.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a panic in a helper is a failed test"
)]

use core::{fmt::Write as _, time::Duration};
use std::io;

use noio_sse::{Block, Comment, Decoder, EncodeError, Event, KEEP_ALIVE};
use noio_testkit::sse::Fields;
use proptest::prelude::*;

/// What an output holds before anything is written: no encoder writes this byte.
const UNTOUCHED: u8 = 0xff;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Logged {
    Message {
        event_type: String,
        data: String,
        last_event_id: String,
    },
    Comment(String),
    Retry(Duration),
}

fn message(event_type: &str, data: &str, last_event_id: &str) -> Logged {
    Logged::Message {
        event_type: event_type.into(),
        data: data.into(),
        last_event_id: last_event_id.into(),
    }
}

/// The events of a whole stream that ends between blocks, and the last event id behind it.
fn decode(mut stream: &[u8]) -> (Vec<Logged>, String) {
    let mut decoder = Decoder::new();
    let mut log = Vec::new();
    while let Some(event) = decoder.decode(&mut stream).expect("within the limits") {
        log.push(match event {
            Event::Message(it) => message(it.event_type, &it.data, it.last_event_id),
            Event::Comment(text) => Logged::Comment(text.into_string()),
            Event::Retry(time) => Logged::Retry(time),
            other => panic!("unexpected {other:?}"),
        });
    }
    let last_event_id = decoder.last_event_id().to_owned();
    assert_eq!(decoder.finish().expect("within the limits"), None);
    (log, last_event_id)
}

fn encode(block: Block<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    block.encode(&mut out).expect("a legal block");
    assert_eq!(block.encoded_len(), out.len());
    out
}

/// `text` with each line end as one LF.
fn normal(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Encodes into exactly `space` bytes. Says what came and how much is written.
fn encode_into(
    space: usize,
    encode: impl FnOnce(&mut &mut [u8]) -> Result<(), EncodeError>,
) -> (Result<(), EncodeError>, Vec<u8>) {
    let mut buffer = vec![UNTOUCHED; space];
    let mut out = &mut buffer[..];
    let result = encode(&mut out);
    let written_len = space - out.len();
    assert!(buffer[written_len..].iter().all(|&byte| byte == UNTOUCHED));
    buffer.truncate(written_len);
    (result, buffer)
}

#[test]
fn block_is_written_field_by_field() {
    let all = Block::new()
        .with_data("a\nb")
        .with_retry(Duration::from_secs(2))
        .with_id("7")
        .with_event_type("tick");
    let cases = [
        (Block::new(), "\n"),
        (Block::new().with_data("a"), "data: a\n\n"),
        (Block::new().with_data(""), "data: \n\n"),
        (Block::new().with_data(" a"), "data:  a\n\n"),
        (
            Block::new().with_data("a\r\nb\rc\n"),
            "data: a\ndata: b\ndata: c\ndata: \n\n",
        ),
        (Block::new().with_data("\n\r"), "data: \ndata: \ndata: \n\n"),
        (Block::new().with_id("7"), "id: 7\n\n"),
        (Block::new().with_id(""), "id: \n\n"),
        (Block::new().with_event_type(""), "event: \n\n"),
        (
            Block::new().with_retry(Duration::from_millis(1500)),
            "retry: 1500\n\n",
        ),
        (all, "event: tick\nid: 7\nretry: 2000\ndata: a\ndata: b\n\n"),
        (Block::new().with_data("\u{feff}a"), "data: \u{feff}a\n\n"),
    ];
    for (block, expected) in cases {
        assert_eq!(String::from_utf8(encode(block)).as_deref(), Ok(expected));
    }
}

#[test]
fn retry_is_in_whole_milliseconds_and_saturates() {
    let cases = [
        (Duration::ZERO, "retry: 0\n\n"),
        (Duration::from_micros(999), "retry: 0\n\n"),
        (Duration::from_micros(1_999), "retry: 1\n\n"),
        (
            Duration::from_millis(u64::MAX),
            "retry: 18446744073709551615\n\n",
        ),
        (Duration::MAX, "retry: 18446744073709551615\n\n"),
    ];
    for (retry, expected) in cases {
        let out = encode(Block::new().with_retry(retry));
        assert_eq!(String::from_utf8(out).as_deref(), Ok(expected));
    }
}

#[test]
fn fields_of_one_line_refuse_what_would_end_it() {
    let cases = [
        (
            Block::new().with_event_type("a\ndata: evil"),
            EncodeError::LineEndInEventType,
        ),
        (
            Block::new().with_event_type("\r"),
            EncodeError::LineEndInEventType,
        ),
        (
            Block::new().with_id("7\n\nevent: evil"),
            EncodeError::LineEndInId,
        ),
        (Block::new().with_id("\r"), EncodeError::LineEndInId),
        (Block::new().with_id("7\0"), EncodeError::NulInId),
        (
            Block::new().with_event_type("\n").with_id("\0"),
            EncodeError::LineEndInEventType,
        ),
    ];
    for (block, expected) in cases {
        for block in [block, block.with_data("a")] {
            let mut out = b"before".to_vec();
            assert_eq!(block.encode(&mut out), Err(expected));
            assert_eq!(block.data_writer(&mut out).err(), Some(expected));
            assert_eq!(out, b"before");
        }
    }
    // A NUL means nothing in an event type.
    let out = encode(Block::new().with_event_type("a\0").with_data(""));
    assert_eq!(decode(&out).0, [message("a\0", "", "")]);
}

#[test]
fn id_counts_without_data() {
    let mut out = encode(Block::new().with_id("7"));
    assert_eq!(decode(&out), (vec![], "7".to_owned()));
    out.extend(encode(Block::new().with_data("a")));
    out.extend(encode(Block::new().with_id("")));
    assert_eq!(
        decode(&out),
        (vec![message("message", "a", "7")], String::new())
    );
}

#[test]
fn comment_is_written_line_by_line() {
    let cases = [
        ("", ": \n\n"),
        ("a", ": a\n\n"),
        (" a", ":  a\n\n"),
        (
            "a\ndata: evil\r\r\nb\n",
            ": a\n: data: evil\n: \n: b\n: \n\n",
        ),
    ];
    for (text, expected) in cases {
        let comment = Comment::new(text);
        let mut out = Vec::new();
        assert_eq!(comment.encode(&mut out), Ok(()));
        assert_eq!(comment.encoded_len(), out.len());
        assert_eq!(String::from_utf8(out).as_deref(), Ok(expected));
    }
    assert_eq!(decode(KEEP_ALIVE).0, [Logged::Comment(String::new())]);
}

#[test]
fn too_little_space_is_an_error_and_nothing_is_written() {
    let blocks = [
        Block::new(),
        Block::new().with_id("7"),
        Block::new().with_data(""),
        Block::new().with_data("a\nb\r\nc\r"),
        Block::new()
            .with_event_type("tick")
            .with_id("7")
            .with_retry(Duration::from_secs(1))
            .with_data("a\n\n"),
    ];
    for block in blocks {
        let len = block.encoded_len();
        for space in 0..len {
            let (result, written) = encode_into(space, |out| block.encode(out));
            assert_eq!(result, Err(EncodeError::NoSpace), "{space} of {len}");
            assert_eq!(written, b"");
        }
        for space in [len, len + 1] {
            let (result, written) = encode_into(space, |out| block.encode(out));
            assert_eq!(result, Ok(()));
            assert_eq!(written, encode(block));
        }
    }
    let comment = Comment::new("a\nb");
    for space in 0..=comment.encoded_len() {
        let (result, written) = encode_into(space, |out| comment.encode(out));
        if space < comment.encoded_len() {
            assert_eq!(
                (result, &written[..]),
                (Err(EncodeError::NoSpace), &b""[..])
            );
        } else {
            assert_eq!((result, &written[..]), (Ok(()), &b": a\n: b\n\n"[..]));
        }
    }
}

#[test]
fn data_writer_goes_on_where_the_data_of_the_block_ends() {
    let cases: [(Option<&str>, &[&str], &str); 9] = [
        (None, &[], "data: \n\n"),
        (None, &[""], "data: \n\n"),
        (Some(""), &[], "data: \n\n"),
        (None, &["a", "b"], "data: ab\n\n"),
        (Some("a"), &["b", "", "c"], "data: abc\n\n"),
        (Some("a\r"), &["\nb"], "data: a\ndata: b\n\n"),
        (
            Some("a\r"),
            &["", "\n", "\nb"],
            "data: a\ndata: \ndata: b\n\n",
        ),
        (None, &["a\r", "\r", "\nb"], "data: a\ndata: \ndata: b\n\n"),
        (None, &["a", "\n"], "data: a\ndata: \n\n"),
    ];
    for (data, pieces, expected) in cases {
        let block = data.map_or(Block::new(), |data| Block::new().with_data(data));
        let mut out = Vec::new();
        let mut writer = block.data_writer(&mut out).expect("a legal block");
        for piece in pieces {
            writer.write_str(piece).expect("a growing output");
        }
        assert_eq!(writer.finish(), Ok(()));
        assert_eq!(String::from_utf8(out).as_deref(), Ok(expected));
    }
}

#[test]
fn data_writer_keeps_its_first_error() {
    let (result, written) = encode_into(10, |out| {
        let mut data = Block::new().data_writer(out)?;
        assert_eq!(data.write_bytes(b"abc"), Err(EncodeError::NoSpace));
        assert_eq!(data.write_bytes(b"a"), Err(EncodeError::NoSpace));
        assert_eq!(data.write_bytes(b"\xff"), Err(EncodeError::NoSpace));
        assert_eq!(data.write_str(""), Err(core::fmt::Error));
        data.finish()
    });
    assert_eq!(result, Err(EncodeError::NoSpace));
    assert_eq!(written, b"data: ");

    let mut out = Vec::new();
    let mut data = Block::new().data_writer(&mut out).expect("a legal block");
    assert_eq!(data.write_bytes(b"a"), Ok(()));
    assert_eq!(data.write_bytes(b"b\xff"), Err(EncodeError::InvalidUtf8));
    assert_eq!(data.write_bytes(b"c"), Err(EncodeError::InvalidUtf8));
    assert_eq!(data.finish(), Err(EncodeError::InvalidUtf8));
    assert_eq!(out, b"data: a");
}

#[test]
fn half_a_character_is_no_text() {
    let mut out = Vec::new();
    let mut data = Block::new().data_writer(&mut out).expect("a legal block");
    assert_eq!(data.write_bytes(b"\xe2\x82"), Ok(()));
    assert_eq!(data.write_str(""), Ok(()));
    assert_eq!(data.write_str("a"), Err(core::fmt::Error));
    assert_eq!(data.finish(), Err(EncodeError::InvalidUtf8));

    let mut data = Block::new().data_writer(&mut out).expect("a legal block");
    assert_eq!(data.write_bytes(b"\xe2"), Ok(()));
    assert_eq!(data.finish(), Err(EncodeError::InvalidUtf8));
}

#[test]
fn json_is_written_straight_into_data_lines() {
    let value = serde_json::json!({ "text": "a\nb", "n": [1, 2] });
    let mut out = Vec::new();
    let mut data = Block::new().data_writer(&mut out).expect("a legal block");
    serde_json::to_writer_pretty(&mut data, &value).expect("a growing output");
    assert_eq!(data.finish(), Ok(()));
    let (log, _) = decode(&out);
    let expected = serde_json::to_string_pretty(&value).expect("a value");
    assert!(expected.contains('\n'));
    assert_eq!(log, [message("message", &expected, "")]);

    let mut buffer = [UNTOUCHED; 12];
    let mut space = &mut buffer[..];
    let mut data = Block::new().data_writer(&mut space).expect("a legal block");
    let error = serde_json::to_writer(&mut data, &value).expect_err("too little space");
    assert_eq!(error.io_error_kind(), Some(io::ErrorKind::WriteZero));
    assert_eq!(data.finish(), Err(EncodeError::NoSpace));
}

#[test]
fn errors_become_io_errors_that_hold_them() {
    let cases = [
        (EncodeError::LineEndInEventType, io::ErrorKind::InvalidInput),
        (EncodeError::LineEndInId, io::ErrorKind::InvalidInput),
        (EncodeError::NulInId, io::ErrorKind::InvalidInput),
        (EncodeError::InvalidUtf8, io::ErrorKind::InvalidData),
        (EncodeError::NoSpace, io::ErrorKind::WriteZero),
    ];
    for (error, kind) in cases {
        let io_error = io::Error::from(error);
        assert_eq!(io_error.kind(), kind);
        assert_eq!(io_error.downcast::<EncodeError>().ok(), Some(error));
    }
}

#[test]
fn unfinished_data_prints_no_payload() {
    let mut out = Vec::new();
    let mut data = Block::new().data_writer(&mut out).expect("a legal block");
    assert_eq!(data.write_bytes(b"secret"), Ok(()));
    assert_eq!(format!("{data:?}"), "DataWriter { error: None, .. }");
}

/// Texts with many of the characters that mean something in a stream.
fn text() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        3 => prop::sample::select(vec!['\r', '\n', ' ', ':', '\0', '\t', '\u{feff}', '\u{2028}']),
        2 => prop::sample::select("adeintv7\u{e9}\u{20ac}\u{1f600}".chars().collect::<Vec<_>>()),
        1 => any::<char>(),
    ];
    let short = prop::collection::vec(character, 0..40);
    // Long enough for the vectorised search and validation.
    let long = (short.clone(), 0..400_usize).prop_map(|(mut characters, at)| {
        characters.splice(0..0, core::iter::repeat_n('x', at));
        characters
    });
    prop_oneof![3 => short, 1 => long].prop_map(String::from_iter)
}

/// Texts that are legal in a field of one line.
fn one_line() -> impl Strategy<Value = String> {
    text().prop_map(|text| text.replace(['\r', '\n', '\0'], "_"))
}

/// What a receiver reads of the block, by the documented normal form.
fn log(fields: &Fields, last_event_id: &mut String) -> Vec<Logged> {
    let millis = fields.retry.map(|retry| retry.as_millis());
    let millis = millis.map(|millis| u64::try_from(millis).unwrap_or(u64::MAX));
    let mut log: Vec<_> = millis
        .map(|millis| Logged::Retry(Duration::from_millis(millis)))
        .into_iter()
        .collect();
    if let Some(id) = &fields.id {
        last_event_id.clone_from(id);
    }
    if let Some(data) = &fields.data {
        let event_type = match fields.event_type.as_deref() {
            None | Some("") => "message",
            Some(event_type) => event_type,
        };
        log.push(message(event_type, &normal(data), last_event_id));
    }
    log
}

fn fields() -> impl Strategy<Value = Fields> {
    (
        prop::option::of(one_line()),
        prop::option::of(one_line()),
        prop::option::of(
            (0..=u64::MAX, 0..1_000_000_000_u32).prop_map(|(secs, nanos)| {
                // Of every size, from nanoseconds up.
                Duration::new(secs >> (nanos % 64), nanos)
            }),
        ),
        prop::option::of(text()),
    )
        .prop_map(|(event_type, id, retry, data)| Fields {
            comment: None,
            event_type,
            id,
            retry,
            data,
        })
}

/// `bytes` cut at `places`, each taken modulo the length.
fn cut<'a>(bytes: &'a [u8], places: &[usize]) -> Vec<&'a [u8]> {
    let mut places: Vec<_> = places.iter().map(|at| at % (bytes.len() + 1)).collect();
    places.sort_unstable();
    places.push(bytes.len());
    let starts = core::iter::once(0).chain(places.clone());
    starts
        .zip(places.clone())
        .map(|(start, end)| &bytes[start..end])
        .collect()
}

/// A stream of which every part is a block, a comment or a sign of life.
#[derive(Clone, Debug)]
enum Part {
    Block(Fields),
    Comment(String),
    KeepAlive,
}

fn part() -> impl Strategy<Value = Part> {
    prop_oneof![
        4 => fields().prop_map(Part::Block),
        2 => text().prop_map(Part::Comment),
        1 => Just(Part::KeepAlive),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn stream_of_blocks_and_comments_decodes_to_what_was_put_in(
        parts in prop::collection::vec(part(), 0..6),
    ) {
        let mut stream = Vec::new();
        let mut expected = Vec::new();
        let mut last_event_id = String::new();
        for part in &parts {
            let start = stream.len();
            match part {
                Part::Block(fields) => {
                    fields.block().encode(&mut stream)?;
                    prop_assert_eq!(stream.len() - start, fields.block().encoded_len());
                    expected.extend(log(fields, &mut last_event_id));
                }
                Part::Comment(text) => {
                    Comment::new(text).encode(&mut stream)?;
                    prop_assert_eq!(stream.len() - start, Comment::new(text).encoded_len());
                    expected.extend(normal(text).split('\n').map(|it| Logged::Comment(it.into())));
                }
                Part::KeepAlive => {
                    stream.extend_from_slice(KEEP_ALIVE);
                    expected.push(Logged::Comment(String::new()));
                }
            }
        }
        prop_assert_eq!(decode(&stream), (expected, last_event_id));
    }

    #[test]
    fn data_writer_under_any_cut_is_one_block(
        fields in fields(),
        written in text(),
        places in prop::collection::vec(any::<usize>(), 0..8),
        missing in 0..3_usize,
    ) {
        let data = fields.data.clone().unwrap_or_default() + &written;
        let whole = encode(fields.block().with_data(&data));
        let space = whole.len().saturating_sub(missing);
        let (result, out) = encode_into(space, |out| {
            let mut writer = fields.block().data_writer(out)?;
            for piece in cut(written.as_bytes(), &places) {
                let written = match core::str::from_utf8(piece) {
                    Ok(text) if places.len() % 2 == 0 => writer.write_str(text).is_ok(),
                    _ => writer.write_bytes(piece).is_ok(),
                };
                if !written {
                    break;
                }
            }
            writer.finish()
        });
        if missing == 0 {
            prop_assert_eq!(result, Ok(()));
            prop_assert_eq!(out, whole);
        } else {
            prop_assert_eq!(result, Err(EncodeError::NoSpace));
            // Whatever is there has no end.
            prop_assert!(whole.starts_with(&out));
            prop_assert!(out.len() < whole.len() - 1);
        }
    }

    #[test]
    fn data_writer_takes_exactly_utf8(
        text in text(),
        wrong in prop::collection::vec(any::<u8>(), 0..4),
        at in any::<prop::sample::Index>(),
        places in prop::collection::vec(any::<usize>(), 0..8),
    ) {
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len() + 1);
        bytes.splice(at..at, wrong);
        let mut out = Vec::new();
        let mut writer = Block::new().data_writer(&mut out)?;
        for piece in cut(&bytes, &places) {
            if writer.write_bytes(piece).is_err() {
                break;
            }
        }
        let result = writer.finish();
        match core::str::from_utf8(&bytes) {
            Ok(text) => {
                prop_assert_eq!(result, Ok(()));
                prop_assert_eq!(out, encode(Block::new().with_data(text)));
            }
            Err(_) => prop_assert_eq!(result, Err(EncodeError::InvalidUtf8)),
        }
    }
}
