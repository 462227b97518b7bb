//! The laws that all decoders keep, the reference, and what the documentation promises besides.

use core::fmt::Debug;

use noio_sse::{Config, DecodeErrorKind, Decoder, Event, Message, Text};
use noio_testkit::{
    Comparison, Decode, Log, cuts, fuzz, laws,
    sse::{self, Events, strategies},
    strategies::bytes,
};
use proptest::prelude::*;

mod heap;

#[test]
fn decoder_can_be_sent_shared_and_moved() {
    fn assert_traits<T: Send + Sync + Unpin + Debug>() {}
    assert_traits::<Decoder>();
}

#[test]
fn decoder_is_small() {
    assert!(size_of::<Decoder>() <= 320, "{}", size_of::<Decoder>());
}

#[test]
fn decoder_prints_no_payload() {
    let mut decoder = Decoder::new().with_last_event_id("secret");
    for feed in [
        &b"id: secret\n\nevent: secret\nid: secret\ndata: sec"[..],
        b"ret\ndata: secret\n: sec",
        b"ret",
    ] {
        let mut input = feed;
        while decoder.decode(&mut input).expect("no limit").is_some() {}
        let printed = format!("{decoder:?} {decoder:#?}");
        assert!(!printed.contains("sec"), "{printed}");
    }
}

/// Takes the next event, which must be a message.
#[track_caller]
fn message<'d, 'i: 'd>(decoder: &'d mut Decoder, input: &mut &'i [u8]) -> Message<'d> {
    match decoder.decode(input) {
        Ok(Some(Event::Message(message))) => message,
        other => panic!("expected a message, not {other:?}"),
    }
}

/// Takes the next event, which must be a comment.
#[track_caller]
fn comment<'d, 'i: 'd>(decoder: &'d mut Decoder, input: &mut &'i [u8]) -> Text<'d> {
    match decoder.decode(input) {
        Ok(Some(Event::Comment(text))) => text,
        other => panic!("expected a comment, not {other:?}"),
    }
}

#[test]
fn text_in_one_run_is_borrowed_and_other_text_is_not() {
    let mut decoder = Decoder::new();
    for stream in [
        &b"data: one\n\n"[..],
        b"data:one\r\n\r\n",
        b"data: one\r\r",
        b"event: a\nid: 1\ndata: one\n\n",
        b"event: a\nid: 1\0\nother: x\ndata: one\n\n",
        b"data: one\nevent: a\n\n",
        b"\n\ndata: \xe2\x80\xa6\n\n",
        b"data\n\n",
    ] {
        let mut input = stream;
        let message = message(&mut decoder, &mut input);
        assert!(message.data.is_from_input(), "{}", stream.escape_ascii());
    }
    for stream in [&b"data: one\ndata: two\n\n"[..], b"data: \xff\n\n"] {
        let mut input = stream;
        let message = message(&mut decoder, &mut input);
        assert!(!message.data.is_from_input(), "{}", stream.escape_ascii());
    }

    let mut input = &b": one\n:\xff\n"[..];
    assert!(comment(&mut decoder, &mut input).is_from_input());
    assert!(!comment(&mut decoder, &mut input).is_from_input());

    assert_eq!(decoder.decode(&mut &b"data: o"[..]), Ok(None));
    let mut input = &b"ne\n\n"[..];
    let message = message(&mut decoder, &mut input);
    assert_eq!(message.data, "one");
    assert!(!message.data.is_from_input(), "cut");
}

/// It outlives the event, wherever it lies.
#[test]
fn text_can_be_taken_for_as_long_as_the_event_could_be_kept() {
    let mut decoder = Decoder::new();
    for (stream, is_from_input) in [
        (&b"data: one\n\n"[..], true),
        (b"data: o\xff\ndata: e\n\n", false),
    ] {
        let text = {
            let mut input = stream;
            let data = message(&mut decoder, &mut input).data;
            assert_eq!(data.is_from_input(), is_from_input);
            data.into_str()
        };
        assert_eq!(text, if is_from_input { "one" } else { "o\u{fffd}\ne" });
        let place = stream.as_ptr_range();
        assert_eq!(place.contains(&text.as_ptr()), is_from_input);
    }
}

#[test]
fn text_in_one_run_is_borrowed_also_beside_a_retry_that_is_none() {
    let mut decoder = Decoder::new();
    let mut input = &b"data: one\nretry: x\n\n"[..];
    assert!(message(&mut decoder, &mut input).data.is_from_input());
}

#[test]
fn restart_clears_an_error_and_finish_does_not() {
    let mut config = Config::new();
    config.max_data_len = 1;
    let mut decoder = Decoder::with_config(config);
    let mut input = &b"id: 1\ndata: a\n\ndata: ab\n\n"[..];
    message(&mut decoder, &mut input);
    let error = decoder.decode(&mut input).expect_err("too long");
    assert_eq!(error.kind(), DecodeErrorKind::DataTooLong);
    assert_eq!(error.offset(), 22);
    assert_eq!(decoder.finish(), Err(error));
    assert_eq!(decoder.finish(), Err(error));
    assert_eq!(decoder.decode(&mut &b"data: c\n\n"[..]), Err(error));

    decoder.restart();
    assert_eq!(decoder.position(), 0);
    let mut input = &b"data: c\n\ndata: cd"[..];
    let after = message(&mut decoder, &mut input);
    assert_eq!((&*after.data, after.last_event_id), ("c", "1"));
    let error = decoder.decode(&mut input).expect_err("too long again");
    assert_eq!(error.offset(), 16, "counted from the start of the new body");
}

#[test]
fn finish_begins_a_next_body() {
    let mut decoder = Decoder::new();
    for body in [
        &b"data: a"[..],
        b"data: a\n\ndata: b\nevent: c",
        b"event: c\r",
        b"data: a\r\r",
        b"data: a\ndata",
        b"\xef\xbb",
        b"other: ",
        b": half a comm",
        b"data: a\nretry: 1",
        b"id: 5\ndata: a\nid: 7",
    ] {
        let mut input = body;
        while decoder.decode(&mut input).expect("no limit").is_some() {}
        assert_eq!(decoder.position(), body.len() as u64);
        let discarded = decoder.finish().expect("no limit");
        assert_eq!(
            discarded.is_some(),
            body.starts_with(b"data: a") && !body.ends_with(b"\r\r") || body.starts_with(b"id"),
            "{}",
            body.escape_ascii()
        );
        assert_eq!(decoder.position(), 0);

        let mut input = &b"\xef\xbb\xbfdata: next\n\n"[..];
        let next = message(&mut decoder, &mut input);
        assert_eq!((next.event_type, &*next.data), ("message", "next"));
        assert_eq!(next.last_event_id, "");
        assert_eq!(decoder.finish(), Ok(None));
        assert_eq!(decoder.finish(), Ok(None), "nothing came in between");
    }
}

#[test]
fn discarded_block_can_be_taken_as_a_message() {
    let mut decoder = Decoder::new();
    let mut input = &b"id: 1\n\nevent: last\nid: 2\ndata: [DO"[..];
    assert_eq!(decoder.decode(&mut input), Ok(None));
    let mut input = &b"NE]"[..];
    assert_eq!(decoder.decode(&mut input), Ok(None));
    let discarded = decoder.finish().expect("no limit").expect("it has data");
    let message = discarded.into_message();
    assert_eq!((message.event_type, message.last_event_id), ("last", "2"));
    assert_eq!(message.data.into_string(), "[DONE]");
    assert_eq!(decoder.last_event_id(), "1", "the id was not committed");
}

#[test]
fn comments_and_retries_come_when_their_line_ends() {
    let mut decoder = Decoder::new();
    let mut input = &b"data: a\n: b\nretry: 7\nretry: 8"[..];
    assert_eq!(comment(&mut decoder, &mut input), "b");
    assert!(decoder.reconnection_time().is_none());
    let retry = decoder.decode(&mut input).expect("no limit");
    assert!(matches!(retry, Some(Event::Retry(time)) if time.as_millis() == 7));
    assert_eq!(decoder.decode(&mut input), Ok(None));
    let time = decoder.reconnection_time().expect("a time was set");
    assert_eq!(time.as_millis(), 7, "the second line has not ended");

    // At the CR, without the LF that may follow.
    let mut input = &b"\r"[..];
    let retry = decoder.decode(&mut input).expect("no limit");
    assert!(matches!(retry, Some(Event::Retry(time)) if time.as_millis() == 8));
    let mut input = &b"\n\n"[..];
    assert_eq!(message(&mut decoder, &mut input).data, "a");
}

#[test]
fn default_limits_hold() {
    let config = Config::new();
    let line = |name: &str, len: usize| {
        let mut line = name.as_bytes().to_vec();
        line.resize(name.len() + len, b'x');
        line.push(b'\n');
        line
    };
    let over = |stream: &[u8]| {
        let mut decoder = Decoder::new();
        for mut input in stream.chunks(4096) {
            loop {
                match decoder.decode(&mut input) {
                    Ok(Some(_)) => {}
                    Ok(None) => break,
                    Err(error) => return Some((error.kind(), error.offset())),
                }
            }
        }
        None
    };
    let line_len = config.max_line_len - "data:".len();
    assert_eq!(over(&line("data:", line_len)), None);
    assert_eq!(
        over(&line("data:", line_len + 1)),
        Some((DecodeErrorKind::LineTooLong, 16 << 20))
    );
    assert_eq!(over(&line(":", 17 << 20)), None);

    // Four lines of 16 MiB with their line feeds, and a fifth for the rest.
    let lines = line("data:", line_len).repeat(4);
    let rest = config.max_data_len - 4 * (line_len + 1);
    assert_eq!(rest, 16, "four names and colons, less four line feeds");
    assert_eq!(over(&[&*lines, &line("data:", rest)].concat()), None);
    let offset = (lines.len() + "data:".len() + rest) as u64;
    assert_eq!(
        over(&[&*lines, &line("data:", rest + 1)].concat()),
        Some((DecodeErrorKind::DataTooLong, offset))
    );

    for (name, kind) in [
        ("event:", DecodeErrorKind::EventTypeTooLong),
        ("id:", DecodeErrorKind::IdTooLong),
    ] {
        assert_eq!(over(&line(name, 65_536)), None);
        let offset = name.len() as u64 + 65_536;
        assert_eq!(over(&line(name, 65_537)), Some((kind, offset)));
    }
}

/// Whether `text` lies in `input`.
fn lies_in(text: &str, input: &[u8]) -> bool {
    let range = input.as_ptr_range();
    let text = text.as_bytes().as_ptr_range();
    range.start <= text.start && text.end <= range.end
}

proptest! {
    #[test]
    fn laws_hold(
        stream in strategies::stream(),
        limits in strategies::limits(),
        seed in any::<u64>(),
    ) {
        let make = || sse::Decoder::with_config(limits.config());
        laws::check_laws(make, &stream, &cuts::seeded(stream.len(), seed))?;
    }

    #[test]
    fn laws_hold_for_a_decoder_that_goes_on(
        stream in strategies::stream(),
        id in "[^\r\n\0]{0,20}",
        seed in any::<u64>(),
    ) {
        let make = || {
            sse::Decoder::new(Decoder::new().with_last_event_id(&id), Config::new())
        };
        laws::check_laws(make, &stream, &cuts::seeded(stream.len(), seed))?;
    }

    #[test]
    fn reference_agrees(
        stream in strategies::stream(),
        limits in strategies::limits(),
        id in "[^\r\n\0]{0,3}",
        seed in any::<u64>(),
    ) {
        let events = Events {
            limits,
            last_event_id: id,
        };
        Comparison::new()
            .check(&stream, &events, &cuts::seeded(stream.len(), seed))
            .map_err(TestCaseError::fail)?;
    }

    #[test]
    fn fuzz_functions_take_any_bytes(data in bytes(200)) {
        fuzz::sse_laws(&data);
        fuzz::sse_reference(&data);
        fuzz::sse_round_trip(&data);
    }

    #[test]
    fn text_from_the_input_lies_in_it(stream in strategies::stream(), seed in any::<u64>()) {
        let mut decoder = Decoder::new();
        for feed in cuts::feeds(&stream, &cuts::seeded(stream.len(), seed)) {
            let mut input = feed;
            while let Some(event) = decoder.decode(&mut input).expect("no limit is near") {
                if let Event::Message(Message { data: text, .. }) | Event::Comment(text) = event {
                    // An empty text has no place.
                    prop_assert!(
                        text.is_empty() || text.is_from_input() == lies_in(&text, feed)
                    );
                }
            }
        }
    }

    #[test]
    fn messages_and_the_decoder_have_the_same_last_event_id(stream in strategies::stream()) {
        let mut decoder = Decoder::new();
        let mut input = &*stream;
        while let Some(event) = decoder.decode(&mut input).expect("no limit is near") {
            if let Event::Message(message) = event {
                let id = message.last_event_id.to_owned();
                prop_assert_eq!(id, decoder.last_event_id());
            }
        }
    }

    #[test]
    fn a_restarted_decoder_is_like_a_new_one(
        before in strategies::stream(),
        after in strategies::stream(),
        limits in strategies::limits(),
        finishes in any::<bool>(),
    ) {
        let mut decoder = Decoder::with_config(limits.config());
        let mut input = &*before;
        while let Ok(Some(_)) = decoder.decode(&mut input) {}
        if !finishes || decoder.finish().is_err() {
            decoder.restart();
        }
        let id = decoder.last_event_id().to_owned();
        let new = Decoder::with_config(limits.config()).with_last_event_id(&id);
        // The end would tell the reconnection time, which only one of them has.
        let log = |decoder: Decoder| {
            let mut decoder = sse::Decoder::new(decoder, limits.config());
            let (mut input, mut log) = (&*after, Log::new());
            let end = loop {
                match decoder.decode(&mut input, &mut log) {
                    Ok(Some(())) => {}
                    Ok(None) => break Ok(()),
                    Err(failure) => break Err(failure),
                }
            };
            (log, end)
        };
        prop_assert_eq!(log(decoder), log(new));
    }
}
