//! Sends events through a pipe in memory and reads them with tokio's `AsyncBufRead`.
//!
//! ```text
//! cargo run --example tokio
//! ```

use core::error::Error;
use std::io;

use noio_sse::{Block, Decoder, Event, KEEP_ALIVE};
use tokio::io::{
    AsyncBufRead, AsyncBufReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader, duplex,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // So small that events are cut in two.
    let (sender, receiver) = duplex(16);
    let sent = tokio::spawn(send(sender));
    receive(BufReader::new(receiver)).await?;
    sent.await??;
    Ok(())
}

async fn send(mut writer: impl AsyncWrite + Unpin) -> io::Result<()> {
    let mut out = Vec::new();
    for count in 1..=3 {
        let (id, data) = (count.to_string(), format!("the number {count}"));
        out.clear();
        Block::new()
            .with_event_type("count")
            .with_id(&id)
            .with_data(&data)
            .encode(&mut out)?;
        writer.write_all(&out).await?;
    }
    writer.write_all(KEEP_ALIVE).await
}

/// All state is in the decoder, so that a read may be cancelled between any two bytes.
async fn receive(mut reader: impl AsyncBufRead + Unpin) -> Result<(), Box<dyn Error>> {
    let mut decoder = Decoder::new();
    loop {
        let mut input = reader.fill_buf().await?;
        if input.is_empty() {
            break;
        }
        let len = input.len();
        while let Some(event) = decoder.decode(&mut input)? {
            match event {
                Event::Message(message) => println!(
                    "{} {}: {}",
                    message.event_type, message.last_event_id, message.data
                ),
                Event::Comment(_) => println!("still connected"),
                _ => {}
            }
        }
        reader.consume(len);
    }
    // The standard drops a block that was cut off, and so does this client.
    let _ = decoder.finish()?;
    Ok(())
}
