//! A program without std that decodes and encodes.

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

use alloc::vec::Vec;
use core::panic::PanicInfo;

use linked_list_allocator::LockedHeap;
use noio_chunked::Encoder;
use noio_sse::{Block, Event};

#[global_allocator]
static HEAP: LockedHeap = LockedHeap::empty();

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}

/// Counts the bytes of data in a piece of an event stream.
pub fn data_len(
    decoder: &mut noio_sse::Decoder,
    mut piece: &[u8],
) -> Result<usize, noio_sse::DecodeError> {
    let mut len = 0;
    while let Some(event) = decoder.decode(&mut piece)? {
        if let Event::Message(message) = event {
            len += message.data.len();
        }
    }
    Ok(len)
}

/// Encodes an event.
pub fn event(data: &str) -> Result<Vec<u8>, noio_sse::EncodeError> {
    let mut out = Vec::new();
    Block::new().with_data(data).encode(&mut out)?;
    Ok(out)
}

/// Counts the bytes of data in a piece of a chunked body.
pub fn body_len(
    decoder: &mut noio_chunked::Decoder,
    mut piece: &[u8],
) -> Result<u64, noio_chunked::DecodeError> {
    while decoder.decode(&mut piece)?.is_some() {}
    Ok(decoder.body_len())
}

/// Encodes a body.
pub fn body(data: &[u8]) -> Result<Vec<u8>, noio_chunked::EncodeError> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new();
    encoder.encode(data, &mut out)?;
    encoder.finish(&mut out)?;
    Ok(out)
}

/// Counts the messages in a piece of a connection, and writes the answers.
pub fn messages(
    decoder: &mut noio_websocket::Decoder,
    encoder: &mut noio_websocket::Encoder,
    mut piece: &mut [u8],
    out: &mut Vec<u8>,
) -> Result<usize, noio_websocket::DecodeError> {
    let mut messages = 0;
    while let Some(event) = decoder.decode_in_place(&mut piece)? {
        if let noio_websocket::Event::Text(_) | noio_websocket::Event::Binary(_) = event {
            messages += 1;
        }
        if let Some(reply) = decoder.take_reply() {
            // A vector has space.
            let _ = encoder.reply(reply, out);
        }
    }
    Ok(messages)
}

/// Reads a piece of what a connection begins with, and writes the answer.
pub fn open(
    decoder: &mut noio_websocket::handshake::RequestDecoder,
    mut piece: &[u8],
    out: &mut Vec<u8>,
) -> Result<bool, noio_websocket::handshake::EncodeError> {
    match decoder.decode(&mut piece) {
        Ok(None) => return Ok(false),
        Ok(Some(request)) => match request.accept(noio_websocket::handshake::Origins::SameHost) {
            Ok(acceptance) => acceptance.encode(out)?,
            Err(refusal) => refusal.encode(out)?,
        },
        Err(error) => error.refusal().encode(out)?,
    }
    Ok(true)
}

/// What there is to do for a connection.
pub fn due(
    heartbeat: &mut noio_websocket::Heartbeat,
    now: core::time::Duration,
) -> Option<noio_websocket::Due> {
    heartbeat.poll(now)
}
