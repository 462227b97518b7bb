//! Sizes that count wrong, and what stands behind data.

use noio_chunked::{Config, DecodeErrorKind as Kind, Decoder, Event};

use super::{decode, decode_in_feeds, refused};

/// For the one in front a LF alone ends data, the one behind skips two octets: the second of them is
/// a digit of the next size.
#[test]
fn term_spill_line_feed_ends_data_in_front() {
    refused(b"5\r\nhello\n12\r\n", Kind::BareLf, 8);
    refused(b"5\r\nhello\n0\r\n\r\n", Kind::BareLf, 8);
}

/// The other way round, what is skipped in front is a line end and a digit behind: a CR counts for
/// one as little as a LF.
#[test]
fn spill_term_half_a_line_end_behind_data() {
    refused(b"5\r\nhello\n\n0\r\n\r\n", Kind::BareLf, 8);
    refused(b"5\r\nhello\r0\r\n\r\n", Kind::InvalidChunkEnd, 9);
    refused(b"5\r\nhello\r\r0\r\n\r\n", Kind::InvalidChunkEnd, 9);
    refused(b"5\r\nhello\n\r0\r\n\r\n", Kind::BareLf, 8);
}

/// CVE-2025-43859 (h11), Pound #43: two octets behind data are skipped unseen.
#[test]
fn two_octets_spill_behind_data() {
    refused(
        b"5\r\nhelloXX2\r\n45\r\n0\r\n\r\nGET /admin HTTP/1.1\r\n",
        Kind::InvalidChunkEnd,
        8,
    );
    refused(b"5\r\nhello0\r\n\r\n", Kind::InvalidChunkEnd, 8);
    refused(b"5\r\nhelloXX\r\n0\r\n\r\n", Kind::InvalidChunkEnd, 8);
}

/// One octet is skipped, be it in front of the line end or half of it.
#[test]
fn one_octet_spills_behind_data() {
    refused(b"5\r\nhelloX0\r\n\r\n", Kind::InvalidChunkEnd, 8);
    refused(b"5\r\nhelloX\r\n0\r\n\r\n", Kind::InvalidChunkEnd, 8);
    refused(b"5\r\nhello\rX0\r\n\r\n", Kind::InvalidChunkEnd, 9);
}

/// CVE-2021-32714 (hyper), CVE-2013-2028 (nginx): a size that wraps, or whose sum with an index
/// does.
#[test]
fn size_wraps() {
    refused(
        b"f0000000000000003\r\nabc\r\n0\r\n\r\n",
        Kind::ChunkSizeOverflow,
        16,
    );
    refused(b"10000000000000000\r\n\r\n", Kind::ChunkSizeOverflow, 16);
    refused(
        b"ffffffffffffffffffffffffff\r\n",
        Kind::ChunkSizeOverflow,
        16,
    );

    // Without a limit, sizes just below 2^64 are what they say.
    let mut config = Config::new();
    config.max_chunk_len = u64::MAX;
    for size in (u64::MAX - 20)..=u64::MAX {
        let body = format!("{size:x}\r\n0\r\n\r\n");
        let len = body.len() as u64;
        for feed_len in [1, 3, usize::MAX] {
            let decoded = decode_in_feeds(config, body.as_bytes(), feed_len);
            assert_eq!(decoded, Err((Kind::Truncated, len)), "{body}");
        }
        let mut decoder = Decoder::with_config(config);
        let mut input = body.as_bytes();
        assert!(matches!(
            decoder.decode(&mut input),
            Ok(Some(Event::Data(b"0\r\n\r\n")))
        ));
        assert_eq!(decoder.read_hint(), (size - 5).saturating_add(7));

        // Together with a chunk before it, it is more than a body can be.
        let second = format!("15\r\n{}\r\n{size:x}\r\n", "x".repeat(21));
        assert_eq!(
            decode_in_feeds(config, second.as_bytes(), 7),
            Err((Kind::BodyTooLarge, 27 + 16)),
        );
    }
}

/// Sizes that a 32-bit number cuts off are what they say.
#[test]
fn size_is_not_cut_off_at_32_bits() {
    for size in ["100000000", "100000005", "80000000", "ffffffff"] {
        let body = format!("{size}\r\nhello\r\n0\r\n\r\n");
        let truncated = Err((Kind::Truncated, body.len() as u64));
        assert_eq!(decode(body.as_bytes()), truncated, "{size}");
    }
}
