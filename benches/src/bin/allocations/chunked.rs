//! What is counted of the chunked coding alone.

use allocation_counter::measure;
use noio_benches::chunked::{
    PIECES,
    wire::{EQUAL, MIXED},
};
use noio_chunked::{Config, Decoder};

/// A body with all that makes a decoder keep bytes when it is cut: trailers, and extensions if they
/// are asked for.
const FIELDS: &[u8] = b"3;name=\"a value\"\r\nabc\r\n0;last\r\nDigest: abc\r\nExpires: 0\r\n\r\n";

/// The heap between chunks and when a body has ended.
pub(crate) fn count() {
    for shape in EQUAL.into_iter().chain([MIXED]) {
        let wire = (shape.wire)(shape.chunks / 16);
        // All but the last chunk: more may come, and nothing is pending.
        let chunks = wire.bytes.strip_suffix(b"0\r\n\r\n").expect("a last chunk");
        for (cut, piece) in PIECES {
            print_heap(
                &format!("{}, {cut}", shape.name),
                Config::new(),
                chunks,
                piece,
            );
        }
    }
    print_heap(
        "extensions and trailers, 1 B",
        with_chunk_heads(),
        FIELDS,
        1,
    );
    print_heap("nothing", Config::new(), b"", 1);
    println!(
        "size\tchunked\tnoio_chunked::Decoder\t{}",
        size_of::<Decoder>()
    );
}

/// Without it nobody sees extensions, and none is kept.
fn with_chunk_heads() -> Config {
    let mut config = Config::new();
    config.chunk_heads = true;
    config
}

fn print_heap(after: &str, config: Config, bytes: &[u8], piece: usize) {
    let held = heap(config, bytes, piece);
    println!("heap\tchunked\t{after}\t{held}");
}

/// Bytes that a decoder holds once it has decoded these.
fn heap(config: Config, bytes: &[u8], piece: usize) -> i64 {
    let mut decoder = Decoder::with_config(config);
    let held = measure(|| {
        for mut input in bytes.chunks(piece) {
            while decoder.decode(&mut input).expect("well-formed").is_some() {}
        }
    });
    held.bytes_current
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_and_trailers_are_kept_when_they_are_cut() {
        for (part, config, is_kept) in [
            (";name=\"a", with_chunk_heads(), true),
            ("0;la", with_chunk_heads(), true),
            ("Digest: a", with_chunk_heads(), true),
            ("Digest: a", Config::new(), true),
            (";name=\"a", Config::new(), false),
        ] {
            let at = FIELDS
                .windows(part.len())
                .position(|window| window == part.as_bytes())
                .expect("a part of them");
            let (front, _) = FIELDS.split_at(at + part.len());
            assert_eq!(heap(config, front, 1) > 0, is_kept, "{part}");
        }
    }
}
