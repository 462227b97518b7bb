//! Prints the answer of a language model as it comes: chat completion chunks up to `[DONE]`.
//!
//! ```text
//! cargo run --example llm -- [FILE]
//! ```
//!
//! FILE holds the body of a response; without it, a small one in memory is used.

use core::error::Error;
use std::{
    env, fs,
    io::{self, Write as _},
};

use noio_sse::{Decoder, Event, Message};
use serde_json::Value;

const SAMPLE: &str = r#": working

data: {"choices":[{"delta":{"role":"assistant"}}]}

data: {"choices":[{"delta":{"content":"Bytes go in, "}}]}

data: {"choices":[{"delta":{"content":"events come out."}}]}

data: [DONE]

"#;

fn main() -> Result<(), Box<dyn Error>> {
    let body = match env::args_os().nth(1) {
        Some(path) => fs::read(path)?,
        None => SAMPLE.into(),
    };
    // The network cuts the body wherever it likes.
    print_answer(body.chunks(48))?;
    println!();
    Ok(())
}

fn print_answer<'i>(body: impl IntoIterator<Item = &'i [u8]>) -> Result<(), Box<dyn Error>> {
    let mut decoder = Decoder::new();
    for mut piece in body {
        while let Some(event) = decoder.decode(&mut piece)? {
            match event {
                Event::Message(message) => match print_chunk(&message)? {
                    Chunk::Delta => {}
                    Chunk::Done => return Ok(()),
                },
                // Says no more than that the connection is alive.
                Event::Comment(text) => eprintln!("({text})"),
                _ => {}
            }
        }
    }
    // The body has ended with no `[DONE]` in it. A browser drops a block with no blank line behind
    // it. Some services forget that line, so this client takes the block: half a chunk is no JSON,
    // and an error here.
    if let Some(discarded) = decoder.finish()?
        && let Chunk::Done = print_chunk(&discarded.into_message())?
    {
        return Ok(());
    }
    Err("the answer was cut short".into())
}

enum Chunk {
    Delta,
    Done,
}

fn print_chunk(message: &Message<'_>) -> Result<Chunk, Box<dyn Error>> {
    if message.data == "[DONE]" {
        return Ok(Chunk::Done);
    }
    if message.event_type == "error" {
        return Err(message.data.as_str().into());
    }
    let chunk: Value = serde_json::from_str(&message.data)?;
    // Some services send an error with no type of its own.
    if let Some(error) = chunk.get("error") {
        return Err(error.to_string().into());
    }
    if let Some(Value::String(text)) = chunk.pointer("/choices/0/delta/content") {
        print!("{text}");
        io::stdout().flush()?;
    }
    Ok(Chunk::Delta)
}
