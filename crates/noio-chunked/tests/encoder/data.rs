//! Chunks without extensions, and the end.

use core::num::NonZeroU64;

use noio_chunked::{CHUNK_END, Config, Decoder, EncodeError, Encoder, Event, LAST_CHUNK};

use crate::{check_space, encode};

/// The sizes at which other encoders have broken, and all around the powers of sixteen.
fn sizes() -> impl Iterator<Item = NonZeroU64> {
    let named = [
        1,
        15,
        16,
        255,
        256,
        65_535,
        65_536,
        u64::from(u32::MAX),
        u64::MAX,
    ];
    let around_powers = (0..16).flat_map(|exponent| {
        let power = 16_u64.pow(exponent);
        (power.saturating_sub(300)..=power).chain(power..=power.saturating_add(300))
    });
    named
        .into_iter()
        .chain(around_powers)
        .chain(u64::MAX - 300..=u64::MAX)
        .filter_map(NonZeroU64::new)
}

/// `chunked_transfer` 1.5.0 keeps six bytes for the size line and panics from 65,536 on.
#[test]
fn head_of_every_size_is_read_as_that_size() {
    let mut config = Config::new();
    config.chunk_heads = true;
    config.max_chunk_len = u64::MAX;
    let mut count = 0;
    for size in sizes() {
        let head = Encoder::new().head(size).expect("open");
        let mut input = head.as_bytes();
        let mut decoder = Decoder::with_config(config);
        match decoder.decode(&mut input) {
            Ok(Some(Event::Chunk(chunk))) => assert_eq!(chunk.size(), size.get()),
            other => panic!("{head:?} is {other:?}"),
        }
        assert!(input.is_empty(), "{head:?}");
        assert!(head.len() <= 18);
        assert!(!head.starts_with(b"0"), "{head:?}");
        count += 1;
    }
    assert!(count > 9_000, "{count}");
}

#[test]
fn heads_are_lower_case_hexadecimal() {
    for (size, line) in [
        (1, "1\r\n"),
        (10, "a\r\n"),
        (15, "f\r\n"),
        (16, "10\r\n"),
        (255, "ff\r\n"),
        (65_535, "ffff\r\n"),
        (65_536, "10000\r\n"),
        (u64::from(u32::MAX), "ffffffff\r\n"),
        (0x0012_3456_789a_bcde, "123456789abcde\r\n"),
        (u64::MAX, "ffffffffffffffff\r\n"),
    ] {
        let size = NonZeroU64::new(size).expect("above zero");
        let head = Encoder::new().head(size).expect("open");
        assert_eq!(head.as_ref(), line.as_bytes());
    }
}

#[test]
fn data_comes_back_in_chunks_of_every_size() {
    let content: Vec<u8> = (0..=250).cycle().take(70_000).collect();
    let mut encoder = Encoder::new();
    let mut out = Vec::new();
    let lens = [
        1, 15, 16, 17, 255, 256, 257, 4095, 4096, 65_535, 65_536, 70_000,
    ];
    for len in lens {
        let start = out.len();
        encoder.encode(&content[..len], &mut out).expect("open");
        assert_eq!(out.len() - start, Encoder::encoded_len(len));
    }
    encoder.finish(&mut out).expect("open");

    let mut config = Config::new();
    config.chunk_heads = true;
    let mut decoder = Decoder::with_config(config);
    let mut input = out.as_slice();
    let mut sizes = Vec::new();
    let mut at = 0;
    while let Some(event) = decoder.decode(&mut input).expect("legal") {
        match event {
            Event::Chunk(head) => {
                sizes.push(head.size());
                at = 0;
            }
            Event::Data(data) => {
                assert_eq!(data, &content[at..at + data.len()]);
                at += data.len();
            }
            other => panic!("unexpected {other:?}"),
        }
    }
    assert!(decoder.is_done());
    assert!(input.is_empty());
    assert_eq!(
        sizes,
        lens.map(|len| len as u64)
            .into_iter()
            .chain([0])
            .collect::<Vec<_>>()
    );
}

#[test]
fn body_is_written_chunk_by_chunk() {
    let written = encode(|encoder, out| {
        encoder.encode(b"Wiki", out)?;
        encoder.encode(b"pedia in chunks.", out)?;
        encoder.finish(out)
    });
    let expected = "4\r\nWiki\r\n10\r\npedia in chunks.\r\n0\r\n\r\n";
    assert_eq!(written.as_deref(), Ok(expected));
    assert_eq!(encode(Encoder::finish).as_deref(), Ok("0\r\n\r\n"));
}

#[test]
fn slices_are_what_is_copied() {
    let mut encoder = Encoder::new();
    let chunk = encoder.chunk(b"Hello").expect("open");
    assert_eq!(chunk.as_slices(), [&b"5\r\n"[..], b"Hello", CHUNK_END]);
    assert_eq!(chunk.encoded_len(), 10);
    // No payload in a log.
    let debug = r#"Chunk { head: Some(Head("5\r\n")), .. }"#;
    assert_eq!(format!("{chunk:?}"), debug);
}

/// A chunk of size zero would end the body: others have done so (`actix-http` 3.20.0).
#[test]
fn empty_data_writes_nothing() {
    let mut encoder = Encoder::new();
    let mut no_space: &mut [u8] = &mut [];
    assert_eq!(encoder.encode(b"", &mut no_space), Ok(()));
    assert_eq!(
        encoder.encode_with_extensions(b"", &[], &mut no_space),
        Ok(())
    );
    let chunk = encoder.chunk(b"").expect("open");
    assert_eq!(chunk.as_slices(), [b""; 3]);
    assert_eq!((chunk.encoded_len(), Encoder::encoded_len(0)), (0, 0));
    let place = encoder.encode_in_place(&mut [7; 3], 1..1).expect("open");
    assert!(place.is_empty());
    assert!(!encoder.is_done());
}

#[test]
fn too_little_space_writes_nothing() {
    for len in [1, 15, 16, 255, 256] {
        let data = vec![b'x'; len];
        check_space(Encoder::encoded_len(len), |encoder, out| {
            encoder.encode(&data, out)
        });
    }
    check_space(LAST_CHUNK.len(), |encoder, out| encoder.finish(out));
}

#[test]
fn nothing_is_written_behind_the_end() {
    let mut encoder = Encoder::new();
    let mut out = Vec::new();
    encoder.encode(b"a", &mut out).expect("open");
    assert!(!encoder.is_done());
    encoder.finish(&mut out).expect("open");
    assert!(encoder.is_done());
    let len = out.len();
    for _ in 0..2 {
        let finished = Err(EncodeError::Finished);
        assert_eq!(encoder.encode(b"a", &mut out), finished);
        assert_eq!(encoder.encode(b"", &mut out), finished);
        assert_eq!(
            encoder.encode_with_extensions(b"a", &[], &mut out),
            finished
        );
        assert_eq!(encoder.chunk(b"a").map(drop), finished);
        assert_eq!(encoder.head(NonZeroU64::MIN).map(drop), finished);
        assert_eq!(
            encoder.encode_in_place(&mut [0; 32], 18..19).map(drop),
            finished
        );
        assert_eq!(
            encoder.encode_in_place(&mut [0; 32], 18..18).map(drop),
            finished
        );
        assert_eq!(encoder.finish(&mut out), finished);
        assert_eq!(encoder.finish_with_trailers(&[], &mut out), finished);
        assert_eq!(encoder.finish_with_extensions(&[], &[], &mut out), finished);
    }
    assert_eq!(out.len(), len);
}

/// The length of what cannot be in memory is at most `usize::MAX`.
#[test]
fn encoded_len_does_not_overflow() {
    assert_eq!(Encoder::encoded_len(usize::MAX), usize::MAX);
    assert_eq!(Encoder::encoded_len(usize::MAX - 3), usize::MAX);
    let len = Encoder::encoded_len_with_extensions(usize::MAX, &[("a", None)]);
    assert_eq!(len, Ok(usize::MAX));
}

#[test]
fn encoder_goes_where_its_task_goes() {
    fn check<T: Send + Sync + Unpin + 'static>() {}
    check::<Encoder>();
    check::<EncodeError>();
    assert_eq!(size_of::<Encoder>(), 1);
    assert_eq!(size_of::<noio_chunked::Head>(), 19);
}
