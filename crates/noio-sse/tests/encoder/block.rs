//! Blocks and comments.

use core::time::Duration;

use noio_sse::{Block, Comment, EncodeError, KEEP_ALIVE};
use noio_testkit::sse::Fields;
use proptest::prelude::*;

use crate::{Logged, config, decode, encode, encode_into, fields, message, text};

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

/// `text` with each line end as one LF.
fn normal(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
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
    #![proptest_config(config())]

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
}
