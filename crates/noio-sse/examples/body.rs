//! Reads the pieces of an HTTP body and keeps the data of its events, without a copy where one
//! piece holds all of it.
//!
//! ```text
//! cargo run --example body
//! ```

use bytes::Bytes;
use noio_sse::{DecodeError, Decoder, Event, Text};

fn main() -> Result<(), DecodeError> {
    // What an HTTP client hands out, one after the other.
    let pieces = [
        "data: whole in one piece\n\nda",
        "ta: cut in two\n\n",
        "data: joined\ndata: from two lines\n\n",
    ];
    let kept = collect_data(pieces.map(Bytes::from))?;
    for (data, is_shared) in kept {
        let how = if is_shared { "shared" } else { "copied" };
        println!("{how}: {}", String::from_utf8_lossy(&data).escape_debug());
    }
    Ok(())
}

/// The data of every message, and whether it shares the memory of the piece that it came in.
fn collect_data(body: impl IntoIterator<Item = Bytes>) -> Result<Vec<(Bytes, bool)>, DecodeError> {
    let mut decoder = Decoder::new();
    let mut kept = Vec::new();
    for piece in body {
        let mut input = &piece[..];
        while let Some(event) = decoder.decode(&mut input)? {
            if let Event::Message(message) = event {
                let is_shared = message.data.is_from_input();
                kept.push((into_bytes(message.data, &piece), is_shared));
            }
        }
    }
    // The standard drops a block that was cut off, and so does this client.
    let _ = decoder.finish()?;
    Ok(kept)
}

/// Text that outlives the decoder's next call. Where it shares the piece, it keeps all of the
/// piece in memory.
fn into_bytes(text: Text<'_>, piece: &Bytes) -> Bytes {
    if text.is_from_input() {
        piece.slice_ref(text.as_bytes())
    } else {
        Bytes::from(text.into_string())
    }
}
