//! What is counted of the opening handshake alone.

use allocation_counter::measure;
use noio_benches::handshake::request::Requests;
use noio_websocket::handshake::{Client, Origins, RequestDecoder};

/// The heap when a head is done and its request was answered.
pub(crate) fn count() {
    for (cut, piece) in [("whole", usize::MAX), ("512 B", 512), ("1 B", 1)] {
        let requests = Requests::of_browser(1, piece);
        let mut out = Vec::new();
        answer(&mut RequestDecoder::new(), &requests, piece, &mut out);
        let mut decoder = RequestDecoder::new();
        let held = measure(|| answer(&mut decoder, &requests, piece, &mut out));
        println!("heap\thandshake\tbrowser, {cut}\t{}", held.bytes_current);
    }
    let mut decoder = None;
    let held = measure(|| decoder = Some(RequestDecoder::new()));
    println!("heap\thandshake\tnothing\t{}", held.bytes_current);
    for (name, size) in [
        (
            "noio_websocket::handshake::RequestDecoder",
            size_of::<RequestDecoder>(),
        ),
        ("noio_websocket::handshake::Client", size_of::<Client<'_>>()),
    ] {
        println!("size\thandshake\t{name}\t{size}");
    }
}

/// Decodes all that comes, as the loop of a connection does, and answers the request.
fn answer(decoder: &mut RequestDecoder, requests: &Requests, piece: usize, out: &mut Vec<u8>) {
    out.clear();
    for head in &requests.heads {
        for mut input in head.chunks(piece) {
            while let Some(request) = decoder.decode(&mut input).expect("legal") {
                let accepted = request.accept(Origins::SameHost).expect("of the host");
                accepted.encode(out).expect("a Vec takes all");
            }
        }
    }
}
