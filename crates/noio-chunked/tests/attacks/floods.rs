//! Bodies that tire a decoder out.

use noio_chunked::{Config, DecodeErrorKind as Kind, Decoder, Event};

use super::decode_in_feeds;

/// A size line of nothing but zeros, which many decoders read without end.
#[test]
fn zero_flood() {
    let flood = vec![b'0'; 1_000_000];
    assert_eq!(
        decode_in_feeds(Config::new(), &flood, 4096),
        Err((Kind::HeadTooLong, 8192))
    );
}

/// CVE-2023-39326 (Go), CVE-2024-21647 (Puma): an octet of data with kilobytes of extensions, over
/// and over.
#[test]
fn extension_flood() {
    let chunk = [b"1;", &*vec![b'a'; 4000], b"\r\nx\r\n"].concat();
    let body = [&*chunk.repeat(1000), b"0\r\n\r\n"].concat();
    let Err((kind, offset)) = decode_in_feeds(Config::new(), &body, 1460) else {
        panic!("four megabytes for a kilobyte");
    };
    assert_eq!(kind, Kind::OverheadTooLarge);
    assert!(offset < 24 * 1024, "{offset}");

    // In small coin.
    let chunk = [b"1;", &*vec![b'a'; 60], b"\r\nx\r\n"].concat();
    let body = [&*chunk.repeat(10_000), b"0\r\n\r\n"].concat();
    let Err((kind, offset)) = decode_in_feeds(Config::new(), &body, 1460) else {
        panic!("more than half a megabyte for ten kilobytes");
    };
    assert_eq!(kind, Kind::OverheadTooLarge);
    assert!(offset < 32 * 1024, "{offset}");
}

/// A long body of honest chunks with short extensions, which a limit for the whole body refuses.
#[test]
fn extension_flood_is_not_what_honest_senders_do() {
    let chunk = [&b"10;id=0123456789abcdef\r\n"[..], &[b'x'; 16], b"\r\n"].concat();
    let body = [&*chunk.repeat(10_000), b"0\r\n\r\n"].concat();
    let decoded = decode_in_feeds(Config::new(), &body, 1460).map(|decoded| decoded.data.len());
    assert_eq!(decoded, Ok(160_000));

    // Chunks of one octet are costly and legal.
    let body = [&*b"1\r\nx\r\n".repeat(100_000), b"0\r\n\r\n"].concat();
    let decoded = decode_in_feeds(Config::new(), &body, 1460).map(|decoded| decoded.data.len());
    assert_eq!(decoded, Ok(100_000));
}

/// dulwich #2262, zend-http #111: the work is linear in the octets, whatever the chunks and the
/// cuts. (Where it is not, this test takes minutes.)
#[test]
fn work_is_linear() {
    let body = [&*b"1\r\nx\r\n".repeat(1 << 20), b"0\r\n\r\n"].concat();
    for feed_len in [1, 5, 4096, usize::MAX] {
        let decoded = decode_in_feeds(Config::new(), &body, feed_len);
        assert_eq!(decoded.map(|decoded| decoded.data.len()), Ok(1 << 20));
    }
    let mut copy = body.clone();
    let mut input = copy.as_mut_slice();
    let mut decoder = Decoder::new();
    let mut data_len = 0;
    while let Ok(Some(event)) = decoder.decode_in_place(&mut input) {
        if let Event::Data(data) = event {
            data_len += data.len();
        }
    }
    assert_eq!((data_len, decoder.is_done()), (1 << 20, true));
}
