//! The lines of the checklist in `vectors/README.md` that are about more than decoding one stream:
//! the encoder, memory, and what two ends say to each other.

#![expect(clippy::expect_used, reason = "a panic fails the test")]

mod received;
mod sent;

use noio_websocket::{CloseCode, Decoder, Reply};

/// Takes all of `input`, which must be legal, and every reply.
#[track_caller]
fn drain(decoder: &mut Decoder, mut input: &[u8]) -> Vec<Reply> {
    let mut replies = Vec::new();
    while decoder.decode(&mut input).expect("legal").is_some() {
        replies.extend(decoder.take_reply());
    }
    replies
}

/// The code of a Close.
fn code(number: u16) -> CloseCode {
    CloseCode::new(number).expect("a code that may be sent")
}
