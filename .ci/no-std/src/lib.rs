//! A program without std that decodes and encodes.

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

use alloc::vec::Vec;
use core::panic::PanicInfo;

use linked_list_allocator::LockedHeap;
use noio_sse::{Block, DecodeError, Decoder, EncodeError, Event};

#[global_allocator]
static HEAP: LockedHeap = LockedHeap::empty();

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}

/// Counts the bytes of data in a piece of an event stream.
pub fn data_len(decoder: &mut Decoder, mut piece: &[u8]) -> Result<usize, DecodeError> {
    let mut len = 0;
    while let Some(event) = decoder.decode(&mut piece)? {
        if let Event::Message(message) = event {
            len += message.data.len();
        }
    }
    Ok(len)
}

/// Encodes an event.
pub fn event(data: &str) -> Result<Vec<u8>, EncodeError> {
    let mut out = Vec::new();
    Block::new().with_data(data).encode(&mut out)?;
    Ok(out)
}
