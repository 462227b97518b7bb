//! Prints the events of a file or of standard input, as they come.
//!
//! ```text
//! cargo run --example blocking -- FILE
//! printf 'event: tick\ndata: 1\n\n' | cargo run --example blocking
//! ```

use core::error::Error;
use std::{
    env,
    fs::File,
    io::{self, BufRead, BufReader, ErrorKind},
};

use noio_sse::{Decoder, Event};

fn main() -> Result<(), Box<dyn Error>> {
    match env::args_os().nth(1) {
        Some(path) => print_events(BufReader::new(File::open(path)?)),
        None => print_events(io::stdin().lock()),
    }
}

fn print_events(mut reader: impl BufRead) -> Result<(), Box<dyn Error>> {
    let mut decoder = Decoder::new();
    loop {
        let mut input = match reader.fill_buf() {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            result => result?,
        };
        if input.is_empty() {
            break;
        }
        let len = input.len();
        while let Some(event) = decoder.decode(&mut input)? {
            match event {
                Event::Message(message) => println!("{}: {}", message.event_type, message.data),
                Event::Comment(text) => println!("comment: {text}"),
                Event::Retry(time) => println!("reconnection time: {time:?}"),
                _ => {}
            }
        }
        // `None` means that all of the input was taken: nothing is left over for the next round.
        reader.consume(len);
    }
    if let Some(discarded) = decoder.finish()? {
        let message = discarded.into_message();
        println!("cut off: {}: {}", message.event_type, message.data);
    }
    println!("last event id: {:?}", decoder.last_event_id());
    Ok(())
}
