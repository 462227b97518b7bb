//! What is counted of event streams alone.

use allocation_counter::measure;
use noio_benches::sse::{PIECES, stream::SHAPES};
use noio_sse::{Decoder, line};

use crate::print_allocations;

/// Allocations when each event is an input of its own; the heap between events.
pub(crate) fn count() {
    for shape in SHAPES {
        let [half, whole] = [shape.whole_events / 2, shape.whole_events].map(shape.stream);
        let counts = [&half, &whole].map(|stream| {
            let mut decoder = Decoder::new();
            measure(|| decode(&mut decoder, Events(&stream.bytes)))
        });
        let place = ["sse", "decode", shape.name, "event by event", "noio-sse"];
        print_allocations(place, counts, whole.events - half.events);
        for (cut, piece) in PIECES {
            let mut decoder = Decoder::new();
            let held = measure(|| decode(&mut decoder, whole.bytes.chunks(piece)));
            println!("heap\tsse\t{}, {cut}\t{}", shape.name, held.bytes_current);
        }
    }
    let mut decoder = None;
    let held = measure(|| decoder = Some(Decoder::new()));
    println!("heap\tsse\tnothing\t{}", held.bytes_current);
    for (name, size) in [
        ("noio_sse::Decoder", size_of::<Decoder>()),
        ("noio_sse::line::Decoder", size_of::<line::Decoder>()),
    ] {
        println!("size\tsse\t{name}\t{size}");
    }
}

fn decode<'i>(decoder: &mut Decoder, inputs: impl Iterator<Item = &'i [u8]>) {
    for mut input in inputs {
        while decoder
            .decode(&mut input)
            .expect("within the limits")
            .is_some()
        {}
    }
}

/// The events of a stream, each an input of its own, as a server's writes often arrive.
struct Events<'i>(&'i [u8]);

impl<'i> Iterator for Events<'i> {
    type Item = &'i [u8];

    fn next(&mut self) -> Option<&'i [u8]> {
        let end = self.0.windows(2).position(|pair| pair == b"\n\n")? + 2;
        let (event, rest) = self.0.split_at(end);
        self.0 = rest;
        Some(event)
    }
}
