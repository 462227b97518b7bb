//! What is counted of WebSocket alone.

use std::io::{self, Read, Write};

use allocation_counter::measure;
use noio_benches::websocket::{SHAPES, reads, wire::Wire};
use noio_websocket::{Decoder, Encoder, Role, Unmasked};
use tungstenite::{
    Error, WebSocket,
    protocol::{self, WebSocketContext},
};

use crate::print_allocations;

/// One of ours, on all messages in inputs of so many bytes.
type Decode = fn(&mut Decoder, &Wire, usize, &mut Vec<u8>);

/// Allocations when each message is an input of its own; the heap between messages; sizes, beside
/// those of tungstenite.
pub(crate) fn count() {
    let ours: [(&str, Decode); 2] = [
        ("noio-websocket", decode_in_place),
        ("noio-websocket read-only", decode),
    ];
    let mut buffer = Vec::new();
    for shape in SHAPES {
        let [half, whole] = [shape.messages / 2, shape.messages].map(|count| shape.wire(count));
        let message_len = whole.bytes.len() / whole.messages;
        for (contender, decode) in ours {
            let place = [
                "websocket",
                "decode",
                shape.name,
                "message by message",
                contender,
            ];
            // The buffer of the caller grows to what it will be.
            decode(
                &mut Decoder::new(Role::Server),
                &half,
                message_len,
                &mut buffer,
            );
            let counts = [&half, &whole].map(|wire| {
                let mut decoder = Decoder::new(Role::Server);
                measure(|| decode(&mut decoder, wire, message_len, &mut buffer))
            });
            print_allocations(place, counts, whole.messages - half.messages);
            for (cut, piece) in reads(shape) {
                let mut decoder = Decoder::new(Role::Server);
                decode(&mut Decoder::new(Role::Server), &half, piece, &mut buffer);
                let held = measure(|| decode(&mut decoder, &whole, piece, &mut buffer));
                let after = format!("{}, {cut}, {contender}", shape.name);
                println!("heap\twebsocket\t{after}\t{}", held.bytes_current);
            }
        }
    }
    let mut decoder = None;
    let held = measure(|| decoder = Some(Decoder::new(Role::Server)));
    println!("heap\twebsocket\tnothing\t{}", held.bytes_current);
    for (name, size) in [
        ("noio_websocket::Decoder", size_of::<Decoder>()),
        ("noio_websocket::Encoder", size_of::<Encoder<Unmasked>>()),
    ] {
        println!("size\twebsocket\t{name}\t{size}");
    }
    count_tungstenite();
}

/// What a connection of tungstenite takes that waits for a message.
fn count_tungstenite() {
    let [shape, ..] = SHAPES;
    let wire = shape.wire(1_000);
    let mut connection = None;
    let made = measure(|| {
        let socket = Quiet(&wire.bytes);
        connection = Some(WebSocket::from_raw_socket(
            socket,
            protocol::Role::Server,
            None,
        ));
    });
    let connection = connection.as_mut().expect("made");
    let used = measure(|| {
        loop {
            match connection.read() {
                Ok(message) => drop(message),
                Err(Error::Io(error)) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => panic!("{error}"),
            }
        }
    });
    println!(
        "beside\twebsocket\ttungstenite::protocol::WebSocketContext\t{}\t{}",
        size_of::<WebSocketContext>(),
        made.bytes_current + used.bytes_current
    );
}

fn decode_in_place(decoder: &mut Decoder, wire: &Wire, piece: usize, buffer: &mut Vec<u8>) {
    for input in wire.bytes.chunks(piece) {
        buffer.clear();
        buffer.extend_from_slice(input);
        let mut input = &mut **buffer;
        while decoder
            .decode_in_place(&mut input)
            .expect("well-formed")
            .is_some()
        {}
    }
}

fn decode(decoder: &mut Decoder, wire: &Wire, piece: usize, _: &mut Vec<u8>) {
    for mut input in wire.bytes.chunks(piece) {
        while decoder.decode(&mut input).expect("well-formed").is_some() {}
    }
}

/// A connection on which no more comes than this.
struct Quiet<'i>(&'i [u8]);

impl Read for Quiet<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.0.is_empty() {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        self.0.read(buffer)
    }
}

impl Write for Quiet<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
