//! What the encoders write, and that the decoder reads it back.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a panic in a helper is a failed test"
)]

mod block;
mod data_writer;
#[cfg(feature = "std")]
mod io;

use core::time::Duration;

use noio_sse::{Block, Decoder, EncodeError, Event};
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

/// More cases than usual: they are short.
fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 2_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}
