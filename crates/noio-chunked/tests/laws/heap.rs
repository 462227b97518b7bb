//! What the decoder holds on the heap, and what it allocates.
#![expect(clippy::expect_used, reason = "a panic fails the test")]

use noio_chunked::{Config, DecodeErrorKind, Decoder, Event};
use noio_testkit::{chunked, heap, laws};

/// Takes all of `input`, which must be legal, and says how many events came.
#[track_caller]
fn drain(decoder: &mut Decoder, mut input: &[u8]) -> usize {
    let mut events = 0;
    while decoder.decode(&mut input).expect("legal").is_some() {
        events += 1;
    }
    events
}

fn with_heads() -> Config {
    let mut config = Config::new();
    config.chunk_heads = true;
    config
}

/// A body with everything that there is.
fn large_body() -> Vec<u8> {
    let mut body = Vec::new();
    for len in [1, 15, 16, 1000, 70_000] {
        body.extend_from_slice(format!("{len:x};a;b=c ; d = \"e\\\"f\"\r\n").as_bytes());
        body.resize(body.len() + len, b'x');
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"0;g\r\nDigest: ");
    body.resize(body.len() + 1000, b'y');
    body.extend_from_slice(b"\r\nServer-Timing: z\r\nHost: a\r\n\r\n");
    body
}

#[test]
fn a_body_that_is_whole_in_the_input_costs_no_allocation() {
    let body = large_body();
    for (config, events) in [(Config::new(), 5 + 3), (with_heads(), 6 + 5 + 3)] {
        let (seen, usage) = heap::measure(|| {
            let mut decoder = Decoder::with_config(config);
            let mut input = &*body;
            let mut seen = 0;
            while let Some(event) = decoder.decode(&mut input).expect("legal") {
                seen += 1;
                if let Event::Chunk(head) = event {
                    let octets = head.extensions().filter_map(|extension| extension.value);
                    assert!(octets.flat_map(|value| value.bytes()).count() <= 4);
                }
            }
            assert!(decoder.is_done());
            seen
        });
        assert_eq!(seen, events);
        assert_eq!(usage.count, 0);
    }

    let mut copy = body;
    let (events, usage) = heap::measure(|| {
        let mut decoder = Decoder::new();
        let mut input = copy.as_mut_slice();
        let mut events = 0;
        while decoder
            .decode_in_place(&mut input)
            .expect("legal")
            .is_some()
        {
            events += 1;
        }
        assert!(decoder.is_done());
        events
    });
    assert!(events > 3);
    assert_eq!(usage.count, 0);
}

/// Size lines are not kept for those who do not ask for them, and data never is.
#[test]
fn a_body_without_trailers_costs_no_allocation_however_it_is_cut() {
    let mut body = large_body();
    let at = body
        .windows(6)
        .position(|window| window == b"Digest")
        .expect("it is there");
    body.truncate(at);
    body.extend_from_slice(b"\r\n");
    for feed_len in [1, 2, 3, 7, 1460, 4096] {
        let ((), usage) = heap::measure(|| {
            let mut decoder = Decoder::new();
            for feed in body.chunks(feed_len) {
                drain(&mut decoder, feed);
            }
            assert!(decoder.is_done());
        });
        assert_eq!(usage.count, 0, "in feeds of {feed_len}");
    }
}

#[test]
fn a_cut_line_is_held_until_its_event_is_over() {
    if !heap::IS_MEASURED {
        return;
    }
    let line = |start: &str| [start.as_bytes(), &[b'y'; 4000]].concat();
    for (config, before, start) in [
        (Config::new(), &b"0\r\n"[..], "Digest: "),
        (with_heads(), b"", "0;a="),
    ] {
        let mut decoder = Decoder::with_config(config);
        let mut held = 0;
        let mut feed = |decoder: &mut Decoder, feed: &[u8]| {
            let (events, usage) = heap::measure(|| drain(decoder, feed));
            held += usage.held;
            (events, held)
        };
        feed(&mut decoder, before);
        let line = line(start);
        for cut in line.chunks(100) {
            let (events, held) = feed(&mut decoder, cut);
            assert_eq!(events, 0);
            assert!((90..=8016).contains(&held), "{start}: {held}");
        }
        assert_eq!(feed(&mut decoder, b"\r\n"), (1, 0), "{start}");
        let (events, held) = feed(&mut decoder, b"\r\n");
        assert_eq!((events, held), (0, 0));
        assert!(decoder.is_done());
    }
}

#[test]
fn idle_decoder_holds_nothing() {
    if !heap::IS_MEASURED {
        return;
    }
    let body = large_body();
    for config in [Config::new(), with_heads()] {
        for feed_len in [1, 100, body.len()] {
            let (decoder, usage) = heap::measure(|| {
                let mut decoder = Decoder::with_config(config);
                for feed in body.chunks(feed_len) {
                    drain(&mut decoder, feed);
                }
                decoder
            });
            assert!(decoder.is_done());
            assert_eq!(usage.held, 0, "in feeds of {feed_len}");
        }
    }
}

#[test]
fn failed_decoder_holds_nothing() {
    if !heap::IS_MEASURED {
        return;
    }
    let line = [&b"0\r\nDigest: "[..], &[b'y'; 4000]].concat();
    let ends: [(&[u8], DecodeErrorKind); 2] = [
        (b"\0", DecodeErrorKind::InvalidTrailer),
        (b"", DecodeErrorKind::Truncated),
    ];
    for (last, kind) in ends {
        let mut decoder = Decoder::new();
        let (_, usage) = heap::measure(|| drain(&mut decoder, &line));
        assert!(usage.held >= 4000, "{}", usage.held);
        let (error, after) = heap::measure(|| {
            let mut input = last;
            decoder
                .decode(&mut input)
                .err()
                .or_else(|| decoder.finish().err())
        });
        assert_eq!(error.map(|error| error.kind()), Some(kind));
        assert_eq!(usage.held + after.held, 0, "{kind:?}");
    }
}

#[test]
fn limits_bound_the_heap() {
    let mut config = with_heads();
    config.max_head_len = 64;
    config.max_trailer_len = 64;
    let mut without_heads = config;
    without_heads.chunk_heads = false;
    without_heads.max_trailer_len = 16;
    for config in [config, without_heads] {
        for start in [
            "",
            "1;",
            "1;a=\"",
            "1 ",
            "0\r\n",
            "0\r\nA: ",
            "0\r\nA:\r\nB: c\r\nD:",
        ] {
            for filler in ["0", "a", " ", "a=b;", "a:b\r\n"] {
                let body = [start, &filler.repeat(4000)].concat();
                let make = || chunked::Decoder::with_config(config);
                let cuts = [2, 5, 40, 63, 64, 65, 66, 100, 1100, 5000];
                laws::check_laws(make, body.as_bytes(), &cuts).expect("all laws hold");
            }
        }
    }
}
