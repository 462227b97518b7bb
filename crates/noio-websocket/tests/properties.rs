//! Any messages, in any frames, cut in any way; and any bytes.

#![expect(clippy::expect_used, reason = "a panic fails the test")]

use noio_testkit::{
    Comparison, Decode as _, Failure, Log, cuts, laws,
    strategies::bytes,
    websocket::{
        Decoder, Setup, reference,
        strategies::{conversation, role, setup, stream},
    },
};
use noio_websocket::{Config, Event, Role};
use proptest::prelude::*;

/// An end, and bytes for it.
fn receiver_and_stream() -> impl Strategy<Value = (Setup, Vec<u8>)> {
    role().prop_flat_map(|role| (setup(role), stream(role)))
}

/// The log of a decoder whose input is cut at `cuts`.
fn decode(setup: Setup, bytes: &[u8], cuts: &[usize]) -> Result<Log, Failure> {
    let mut decoder = Decoder::new(setup);
    let mut log = Log::new();
    for mut input in cuts::feeds(bytes, cuts) {
        while decoder.decode(&mut input, &mut log)?.is_some() {}
    }
    decoder.finish(&mut log)?;
    Ok(log)
}

/// The messages of a stream, which must be legal, as they come together from pieces.
fn joined(role: Role, bytes: &[u8], cuts: &[usize]) -> Log {
    let mut config = Config::new();
    config.pieces = true;
    let mut decoder = noio_websocket::Decoder::with_config(role, config);
    let mut log = Log::new();
    let mut message = Vec::new();
    for mut input in cuts::feeds(bytes, cuts) {
        while let Some(event) = decoder.decode(&mut input).expect("a legal stream") {
            let (kind, is_last) = match event {
                Event::TextPiece { text, is_last } => {
                    message.extend_from_slice(text.as_bytes());
                    ("text", is_last)
                }
                Event::BinaryPiece { data, is_last } => {
                    message.extend_from_slice(data);
                    ("binary", is_last)
                }
                Event::Ping(_) | Event::Pong(_) | Event::Close(_) => continue,
                other => panic!("not asked for: {other:?}"),
            };
            if is_last {
                log.push(kind, &[("", &message)]);
                message.clear();
            }
        }
    }
    log
}

/// The lines that are about messages.
fn messages(log: &Log) -> Vec<String> {
    let mut lines = log.lines();
    lines.retain(|line| line.starts_with("text ") || line.starts_with("binary "));
    lines
}

proptest! {
    /// Neither fragments nor control frames nor masks nor cuts change what arrives.
    #[test]
    fn what_was_sent_arrives(
        (role, conversation) in role().prop_flat_map(|role| (Just(role), conversation(role))),
        seed in any::<u64>(),
    ) {
        let bytes = conversation.to_bytes();
        for cuts in [vec![], cuts::bytewise(bytes.len()), cuts::seeded(bytes.len(), seed)] {
            let seen = decode(Setup::messages(role), &bytes, &cuts);
            prop_assert_eq!(seen.as_ref(), Ok(&conversation.log));
        }
    }

    #[test]
    fn pieces_join_to_the_messages_that_were_sent(
        (role, conversation) in role().prop_flat_map(|role| (Just(role), conversation(role))),
        seed in any::<u64>(),
    ) {
        let bytes = conversation.to_bytes();
        let seen = joined(role, &bytes, &cuts::seeded(bytes.len(), seed));
        prop_assert_eq!(seen.lines(), messages(&conversation.log));
    }

    /// So the properties below are about streams that say something.
    #[test]
    fn reference_reads_what_was_sent(
        (role, conversation) in role().prop_flat_map(|role| (Just(role), conversation(role))),
    ) {
        let mut log = Log::new();
        let end = reference::decode(&conversation.to_bytes(), &Setup::messages(role), &mut log);
        prop_assert!(end.is_ok(), "{end:?}");
        prop_assert_eq!(log, conversation.log);
    }

    #[test]
    fn laws_hold((setup, stream) in receiver_and_stream(), seed in any::<u64>()) {
        let make = || Decoder::new(setup);
        let cuts = cuts::seeded(stream.len(), seed);
        laws::check_laws(make, &stream, &cuts)?;
        laws::check_in_place(make, &stream, &cuts)?;
    }

    #[test]
    fn decoder_agrees_with_reference(
        (setup, stream) in receiver_and_stream(),
        seed in any::<u64>(),
    ) {
        let cuts = cuts::seeded(stream.len(), seed);
        Comparison::new()
            .check(&stream, &setup, &cuts)
            .map_err(TestCaseError::fail)?;
    }

    #[test]
    fn laws_hold_for_any_bytes(
        setup in role().prop_flat_map(setup),
        stream in bytes(300),
        seed in any::<u64>(),
    ) {
        let make = || Decoder::new(setup);
        let cuts = cuts::seeded(stream.len(), seed);
        laws::check_laws(make, &stream, &cuts)?;
        laws::check_in_place(make, &stream, &cuts)?;
        Comparison::new()
            .check(&stream, &setup, &cuts)
            .map_err(TestCaseError::fail)?;
    }
}
