//! Chunks around data that already lies in a buffer.

use core::ops::Range;

use noio_chunked::{EncodeError, Encoder, HEADROOM, TAILROOM};

use crate::UNTOUCHED;

/// The buffer after the data at `place` in it was made a chunk.
fn encode(len: usize, place: Range<usize>) -> (Result<Range<usize>, EncodeError>, Vec<u8>) {
    let mut buf = vec![UNTOUCHED; len];
    if let Some(data) = buf.get_mut(place.clone()) {
        data.fill(b'x');
    }
    let result = Encoder::new().encode_in_place(&mut buf, place);
    (result, buf)
}

#[test]
fn chunk_lies_around_its_data() {
    for (data_len, line) in [
        (1, "1\r\n"),
        (15, "f\r\n"),
        (16, "10\r\n"),
        (4096, "1000\r\n"),
    ] {
        // With just enough room, and with more.
        for (before, behind) in [
            (line.len(), 2),
            (line.len() + 1, 2),
            (HEADROOM, TAILROOM + 1),
        ] {
            let place = before..before + data_len;
            let (result, buf) = encode(place.end + behind, place.clone());
            let chunk = before - line.len()..place.end + 2;
            assert_eq!(result, Ok(chunk.clone()));
            let expected = format!("{line}{}\r\n", "x".repeat(data_len));
            assert_eq!(buf[chunk.clone()], *expected.as_bytes());
            let around = buf[..chunk.start].iter().chain(&buf[chunk.end..]);
            assert!(around.copied().all(|byte| byte == UNTOUCHED));
        }
    }
}

#[test]
fn too_little_room_writes_nothing() {
    for (len, place) in [
        (32, 2..7),
        (32, 0..5),
        (32, 3..31),
        (32, 4..31),
        (32, 3..32),
        (20, 3..19),
        (32, 3..33),
        (32, 33..34),
        (32, 40..40),
        (32, 0..usize::MAX),
        (32, usize::MAX - 1..usize::MAX),
        (32, usize::MAX..usize::MAX),
        #[expect(clippy::reversed_empty_ranges, reason = "a caller's mistake")]
        (32, 9..8),
    ] {
        let (result, mut buf) = encode(len, place.clone());
        assert_eq!(result, Err(EncodeError::NoSpace), "{place:?} of {len}");
        if let Some(data) = buf.get_mut(place) {
            data.fill(UNTOUCHED);
        }
        assert!(buf.iter().all(|&byte| byte == UNTOUCHED));
    }
}

#[test]
fn empty_data_is_left_where_it_is() {
    for place in [0..0, 1..1, 3..3] {
        let (result, buf) = encode(3, place.clone());
        assert_eq!(result, Ok(place));
        assert_eq!(buf, [UNTOUCHED; 3]);
    }
}
