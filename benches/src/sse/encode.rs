//! Who encodes: ours, a hand-written loop, and a peer.

use std::io::Write;

use noio_sse::{Block, Decoder, Event};

use crate::sse::stream::Stream;

/// An event to be sent.
#[derive(Clone, Debug)]
pub struct Outgoing {
    event_type: Option<String>,
    id: Option<String>,
    data: String,
}

/// Appends events to a buffer.
#[derive(Clone, Copy, Debug)]
pub struct Encoder {
    /// Name, for reports.
    pub name: &'static str,
    /// The pass.
    pub run: fn(&[Outgoing], &mut Vec<u8>),
}

/// Those who write into a buffer of the caller. sse-stream does not: see [`sse_stream()`].
pub const ENCODERS: [Encoder; 4] = [
    Encoder {
        name: "noio-sse",
        run: noio,
    },
    Encoder {
        name: "noio-sse data_writer",
        run: noio_data_writer,
    },
    Encoder {
        name: "write!",
        run: write_loop,
    },
    Encoder {
        name: "memcpy",
        run: memcpy,
    },
];

/// The events of a stream, as they were before they were encoded.
pub fn outgoing(stream: &Stream) -> Vec<Outgoing> {
    let mut decoder = Decoder::new();
    let mut input = &*stream.bytes;
    let mut events = Vec::with_capacity(stream.events);
    while let Some(event) = decoder.decode(&mut input).expect("within the limits") {
        if let Event::Message(message) = event {
            let is_tick = message.event_type == "tick";
            events.push(Outgoing {
                event_type: is_tick.then(|| message.event_type.into()),
                id: is_tick.then(|| message.last_event_id.into()),
                data: message.data.into_string(),
            });
        }
    }
    events
}

/// The events as sse-stream takes them: owned, one by one.
pub fn sse_stream_events(events: &[Outgoing]) -> Vec<sse_stream::Sse> {
    let own = |event: &Outgoing| sse_stream::Sse {
        event: event.event_type.clone(),
        data: Some(event.data.clone()),
        id: event.id.clone(),
        retry: None,
    };
    events.iter().map(own).collect()
}

/// Encodes events with sse-stream, which gives each a buffer of its own. Says how many bytes there
/// are in all.
pub fn sse_stream(events: Vec<sse_stream::Sse>) -> usize {
    let encode = |event: sse_stream::Sse| event.encode().expect("well-formed").len();
    events.into_iter().map(encode).sum()
}

fn noio(events: &[Outgoing], out: &mut Vec<u8>) {
    for event in events {
        let block = event.head().with_data(&event.data);
        block.encode(out).expect("well-formed");
    }
}

fn noio_data_writer(events: &[Outgoing], out: &mut Vec<u8>) {
    for event in events {
        let mut data = event.head().data_writer(out).expect("well-formed");
        data.write_bytes(event.data.as_bytes())
            .expect("well-formed");
        data.finish().expect("well-formed");
    }
}

/// What many servers have: it trusts its input to hold no CR, and no line end but in the data.
fn write_loop(events: &[Outgoing], out: &mut Vec<u8>) {
    for event in events {
        if let Some(event_type) = &event.event_type {
            writeln!(out, "event: {event_type}").expect("a vector takes all bytes");
        }
        if let Some(id) = &event.id {
            writeln!(out, "id: {id}").expect("a vector takes all bytes");
        }
        for line in event.data.split('\n') {
            writeln!(out, "data: {line}").expect("a vector takes all bytes");
        }
        writeln!(out).expect("a vector takes all bytes");
    }
}

/// A roofline: the data alone.
fn memcpy(events: &[Outgoing], out: &mut Vec<u8>) {
    for event in events {
        out.extend_from_slice(event.data.as_bytes());
    }
}

impl Outgoing {
    fn head(&self) -> Block<'_> {
        let mut block = Block::new();
        if let Some(event_type) = &self.event_type {
            block = block.with_event_type(event_type);
        }
        if let Some(id) = &self.id {
            block = block.with_id(id);
        }
        block
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sse::stream::SHAPES;

    #[test]
    fn all_encoders_agree() {
        for shape in SHAPES {
            let events = outgoing(&(shape.stream)(8));
            let [ours, data_writer, write_loop, _] = ENCODERS.map(|encoder| {
                let mut out = Vec::new();
                (encoder.run)(&events, &mut out);
                String::from_utf8(out).expect("UTF-8")
            });
            assert_eq!(ours, write_loop);
            assert_eq!(ours, data_writer);
            // It puts the id behind the data.
            assert_eq!(ours.len(), sse_stream(sse_stream_events(&events)));
        }
    }
}
