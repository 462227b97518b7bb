//! What is counted of the chunked coding alone.

use allocation_counter::measure;
use noio_benches::chunked::{
    PIECES,
    wire::{EQUAL, MIXED},
};
use noio_chunked::Decoder;

/// A body with all that makes a decoder keep bytes when it is cut: extensions and trailers.
const FIELDS: &[u8] = b"3;name=\"a value\"\r\nabc\r\n0;last\r\nDigest: abc\r\nExpires: 0\r\n\r\n";

/// The heap between chunks and when a body has ended.
pub(crate) fn count() {
    for shape in EQUAL.into_iter().chain([MIXED]) {
        let wire = (shape.wire)(shape.chunks / 16);
        // All but the last chunk: more may come, and nothing is pending.
        let chunks = wire.bytes.strip_suffix(b"0\r\n\r\n").expect("a last chunk");
        for (cut, piece) in PIECES {
            print_heap(&format!("{}, {cut}", shape.name), chunks, piece);
        }
    }
    print_heap("extensions and trailers, 1 B", FIELDS, 1);
    print_heap("nothing", b"", 1);
    println!(
        "size\tchunked\tnoio_chunked::Decoder\t{}",
        size_of::<Decoder>()
    );
}

fn print_heap(after: &str, bytes: &[u8], piece: usize) {
    let mut decoder = Decoder::new();
    let held = measure(|| {
        for mut input in bytes.chunks(piece) {
            while decoder.decode(&mut input).expect("well-formed").is_some() {}
        }
    });
    println!("heap\tchunked\t{after}\t{}", held.bytes_current);
}
