//! What was used to smuggle requests past decoders, or to tire them out: one test for each.
//!
//! The names of the classes are those of the articles on "funky chunks": TERM.EXT and EXT.TERM are
//! disagreements about where a size line ends, TERM.SPILL and SPILL.TERM about where data ends, the
//! side in front written first.

mod data;
mod ends;
mod floods;
mod size_lines;
mod trailers;

use noio_chunked::{Config, DecodeErrorKind as Kind, Decoder, Event};

/// The data and trailers of a body, and what is left behind it.
#[derive(Debug, PartialEq, Eq)]
struct Decoded {
    data: Vec<u8>,
    /// Names, and whether they may be there.
    trailers: Vec<(Vec<u8>, bool)>,
    rest: Vec<u8>,
}

/// Decodes a body in feeds of `feed_len`, and its end.
fn decode_in_feeds(config: Config, bytes: &[u8], feed_len: usize) -> Result<Decoded, (Kind, u64)> {
    let mut decoder = Decoder::with_config(config);
    let mut decoded = Decoded {
        data: Vec::new(),
        trailers: Vec::new(),
        rest: Vec::new(),
    };
    for feed in bytes.chunks(feed_len) {
        let mut input = feed;
        while let Some(event) = decoder
            .decode(&mut input)
            .map_err(|error| (error.kind(), error.offset()))?
        {
            match event {
                Event::Data(data) => decoded.data.extend_from_slice(data),
                Event::Trailer(trailer) => {
                    let name = trailer.name().as_bytes().to_vec();
                    decoded.trailers.push((name, true));
                }
                Event::ForbiddenTrailer(trailer) => {
                    let name = trailer.name().as_bytes().to_vec();
                    decoded.trailers.push((name, false));
                }
                other => panic!("not asked for: {other:?}"),
            }
        }
        decoded.rest.extend_from_slice(input);
    }
    decoder
        .finish()
        .map_err(|error| (error.kind(), error.offset()))?;
    Ok(decoded)
}

/// Decodes a body whole, byte by byte and in feeds of three; all say the same.
#[track_caller]
fn decode(bytes: &[u8]) -> Result<Decoded, (Kind, u64)> {
    let whole = decode_in_feeds(Config::new(), bytes, usize::MAX);
    for feed_len in [1, 3] {
        let cut = decode_in_feeds(Config::new(), bytes, feed_len);
        assert_eq!(cut, whole, "in feeds of {feed_len}");
    }
    whole
}

/// Checks that a body is refused, and marked as an attempt to smuggle.
#[track_caller]
fn refused(bytes: &[u8], kind: Kind, offset: u64) {
    let shown = bytes.escape_ascii();
    assert_eq!(decode(bytes), Err((kind, offset)), "{shown}");
    let mut decoder = Decoder::new();
    let mut input = bytes;
    let error = loop {
        match decoder.decode(&mut input) {
            Ok(Some(_)) => {}
            Ok(None) => panic!("{shown} is cut short"),
            Err(error) => break error,
        }
    };
    assert!(error.is_smuggling_signal(), "{shown}");
    assert_eq!(error.status(), 400, "{shown}");
}
