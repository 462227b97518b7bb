//! What the decoder holds on the heap, and what it allocates.
#![expect(clippy::expect_used, reason = "a panic fails the test")]

use std::time::Instant;

use noio_sse::{Config, DecodeErrorKind, Decoder, Event};
use noio_testkit::{heap, laws, sse};

use super::message;

/// Takes all of `input`, which must stay within the limits, and says how many events came.
#[track_caller]
fn drain(decoder: &mut Decoder, mut input: &[u8]) -> usize {
    let mut events = 0;
    while decoder.decode(&mut input).expect("no limit").is_some() {
        events += 1;
    }
    events
}

#[test]
fn owned_text_takes_over_what_was_assembled() {
    if !heap::IS_MEASURED {
        return;
    }
    let mut decoder = Decoder::new();
    let mut input = &b"data: one\ndata: two\n\ndata: three\n\n"[..];
    let text = message(&mut decoder, &mut input).data;
    let (owned, usage) = heap::measure(|| text.into_string());
    assert_eq!(owned, "one\ntwo");
    assert_eq!(usage.count, 0, "taken over");

    let text = message(&mut decoder, &mut input).data;
    let (owned, usage) = heap::measure(|| text.into_string());
    assert_eq!(owned, "three");
    assert_eq!(usage.count, 1, "copied");

    // The decoder goes on with a new buffer.
    let mut input = &b"data: four\ndata: five\n\n"[..];
    assert_eq!(message(&mut decoder, &mut input).data, "four\nfive");
}

#[test]
fn events_that_are_whole_in_the_input_cost_no_allocation() {
    let streams = [
        "data: {\"n\":1}\n\n".repeat(100),
        "event: tick\nid: 17\ndata: {\"n\":1}\n\n".repeat(100),
        "event: tick\r\nid: 17\r\ndata: {\"n\":1}\r\n\r\n".repeat(100),
        "data: a\r\rid: 18\rdata: b\r\r".repeat(100),
        ": keep-alive\n\nretry: 5\n\n".repeat(100),
        "data: a\nother: b\nid: 17\nid: 1\0\n\n".repeat(100),
        format!("data: {}\n\n", "x".repeat(10_000)).repeat(3),
    ];
    for stream in streams {
        let mut decoder = Decoder::new();
        let mut input = stream.as_bytes();
        // The first round grows the buffer of the last event id, which stays.
        let mut first = &stream.as_bytes()[..stream.len() / 100];
        while decoder.decode(&mut first).expect("no limit").is_some() {}
        decoder.restart();
        let (events, usage) = heap::measure(|| {
            let mut events = 0;
            while decoder.decode(&mut input).expect("no limit").is_some() {
                events += 1;
            }
            events
        });
        assert!(events >= 3);
        assert_eq!(usage.count, 0, "{}", &stream[..40]);
    }
}

#[test]
fn an_event_in_each_feed_costs_no_allocation() {
    let mut decoder = Decoder::new();
    let feed = &b"event: tick\nid: 17\ndata: {\"n\":1}\n\n"[..];
    let mut input = feed;
    message(&mut decoder, &mut input);
    assert_eq!(decoder.decode(&mut input), Ok(None));
    let ((), usage) = heap::measure(|| {
        for _ in 0..100 {
            let mut input = feed;
            message(&mut decoder, &mut input);
            assert_eq!(decoder.decode(&mut input), Ok(None));
        }
    });
    assert_eq!(usage.count, 0);
}

#[test]
fn idle_decoder_holds_nothing_but_the_id() {
    if !heap::IS_MEASURED {
        return;
    }
    let large = format!(
        "event: {}\ndata: {}\ndata: b\n: {}\n\n",
        "t".repeat(1000),
        "d".repeat(100_000),
        "c".repeat(10_000)
    );
    for feed_len in [1, 1000, large.len()] {
        let (mut decoder, usage) = heap::measure(|| {
            let mut decoder = Decoder::new();
            for mut input in large.as_bytes().chunks(feed_len) {
                while decoder.decode(&mut input).expect("no limit").is_some() {}
            }
            decoder
        });
        assert_eq!(usage.held, 0, "in feeds of {feed_len}");
        let ((), usage) = heap::measure(|| {
            let mut input = &b"id: 17\n\n"[..];
            assert_eq!(decoder.decode(&mut input), Ok(None));
        });
        assert!((2..=8).contains(&usage.held), "{}", usage.held);
    }
}

#[test]
fn idle_decoder_does_not_hold_an_id_that_is_gone() {
    if !heap::IS_MEASURED {
        return;
    }
    let large = format!("id: {}\ndata: a\n\n", "i".repeat(50_000));
    for next in ["id: 17\n\n", "id\n\n", "id: 17\ndata: a\n\n"] {
        let (decoder, usage) = heap::measure(|| {
            let mut decoder = Decoder::new();
            for mut input in [large.as_bytes(), next.as_bytes()] {
                while decoder.decode(&mut input).expect("no limit").is_some() {}
            }
            decoder
        });
        assert!(decoder.last_event_id().len() <= 2);
        assert!(usage.held <= 64, "{next:?}: {}", usage.held);
    }
}

#[test]
fn a_long_line_costs_the_same_however_it_is_cut() {
    const LEN: usize = 8 << 20;
    let stream = [&b"data: "[..], &vec![b'x'; LEN], b"\n\n"].concat();
    let start = Instant::now();
    for feed_len in [1, 100, 4096, stream.len()] {
        let mut decoder = Decoder::new();
        let (data_len, usage) = heap::measure(|| {
            let mut data_len = 0;
            for mut input in stream.chunks(feed_len) {
                while let Some(event) = decoder.decode(&mut input).expect("no limit") {
                    if let Event::Message(message) = event {
                        data_len += message.data.len();
                    }
                }
            }
            data_len
        });
        assert_eq!(data_len, LEN);
        assert!(usage.allocated <= 4 * LEN as u64, "{}", usage.allocated);
    }
    // To look at each byte again with each feed would take hours.
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

/// Limits far below what is sent.
fn small_limits() -> Config {
    let mut config = Config::new();
    config.max_line_len = 1024;
    config.max_data_len = 1024;
    config.max_event_type_len = 64;
    config.max_id_len = 64;
    config
}

#[test]
fn what_is_skipped_is_not_held() {
    const LEN: usize = 4 << 20;
    if !heap::IS_MEASURED {
        return;
    }
    for start in [
        &b":"[..],
        b": ",
        b"other: ",
        b"x",
        b"\xef\xbb\xbf: ",
        b"data: a\n:",
    ] {
        for (filler, feed_len) in [(b'x', 10), (b'x', 1000), (b'x', 4096), (b'\xff', 1000)] {
            let feed = vec![filler; feed_len];
            let mut decoder = Decoder::with_config(small_limits());
            let ((), usage) = heap::measure(|| assert_eq!(drain(&mut decoder, start), 0));
            let mut held = usage.held;
            for _ in 0..LEN / feed_len {
                let ((), usage) = heap::measure(|| assert_eq!(drain(&mut decoder, &feed), 0));
                held += usage.held;
                // Three bytes for each of a line, in a buffer twice as large.
                assert!(held <= 6 * 1024 + 16, "{}: {held}", start.escape_ascii());
            }
            assert!(held <= 16, "{}: {held}", start.escape_ascii());
        }
    }
}

#[test]
fn limits_bound_the_heap_in_every_field() {
    for name in [":", "other:", "data:", "event:", "id:", "retry:"] {
        for filler in [&b"x"[..], b"\xff", b"\xe2\x82"] {
            let long = [name.as_bytes(), &filler.repeat(8000)].concat();
            let just_within = &long[..=name.len() + 63];
            let lines = [just_within, b"\n"].concat().repeat(100);
            for stream in [&*long, &*lines, &*[&long[..], b"\n\n"].concat()] {
                let make = || sse::Decoder::with_config(small_limits());
                laws::check_laws(make, stream, &[100, 1100, 5000]).expect("all laws hold");
            }
        }
    }
}

#[test]
fn failed_decoder_holds_nothing_but_the_id() {
    if !heap::IS_MEASURED {
        return;
    }
    let joined = format!("data: {}\n", "d".repeat(1000)).repeat(1000);
    let mut config = Config::new();
    config.max_data_len = 1 << 20;
    config.max_event_type_len = 64;
    config.max_id_len = 64;
    let too_long = [
        ("event: ", DecodeErrorKind::EventTypeTooLong),
        ("id: ", DecodeErrorKind::IdTooLong),
        ("data: ", DecodeErrorKind::DataTooLong),
    ];
    for (name, kind) in too_long {
        for feed_len in [7, 4096, usize::MAX] {
            let mut decoder = Decoder::with_config(config);
            let (_, usage) = heap::measure(|| {
                drain(&mut decoder, b"id: 17\n\n");
                drain(&mut decoder, joined.as_bytes())
            });
            assert!(usage.held >= 1_000_000, "joined: {}", usage.held);
            let line = name.to_owned() + &"x".repeat(100_000);
            let (error, after) = heap::measure(|| {
                line.as_bytes()
                    .chunks(feed_len)
                    .find_map(|mut feed| decoder.decode(&mut feed).err())
            });
            assert_eq!(error.map(|error| error.kind()), Some(kind));
            let held = usage.held + after.held;
            assert!(held <= 64, "{kind:?}, in feeds of {feed_len}: {held}");
        }
    }
}

#[test]
fn comment_that_begins_behind_a_message_does_not_keep_its_buffer() {
    if !heap::IS_MEASURED {
        return;
    }
    let joined = format!("data: {}\ndata: b\n\n", "d".repeat(100_000));
    let mut decoder = Decoder::new();
    // The message is the last thing in its feed, and no call asks for more of it.
    let (data_len, usage) =
        heap::measure(|| message(&mut decoder, &mut joined.as_bytes()).data.len());
    assert_eq!(data_len, 100_002);
    let mut held = usage.held;
    assert!(held >= 100_000, "joined: {held}");
    for (feed, bound) in [(&b":"[..], 0), (b" c", 16), (b"c\n", 16), (b"", 0)] {
        let (_, usage) = heap::measure(|| drain(&mut decoder, feed));
        held += usage.held;
        assert!(held <= bound, "after {}: {held}", feed.escape_ascii());
    }
}
