//! Counts allocations per event, and the heap that a decoder of ours holds between events.
//!
//! A program of its own: the counter is the process's allocator, which slows down whoever
//! allocates, and would do so in timings. Prints lines of fields with tabs between them, for
//! `ratios` to read:
//!
//! - `allocations`, stream, cut, contender, allocations per event, bytes allocated per event
//! - `heap`, what was decoded before, bytes held
#![expect(
    clippy::expect_used,
    reason = "a count of a stream that does not decode is worth nothing"
)]

use allocation_counter::{AllocationInfo, measure};
use noio_benches::{
    PIECES,
    decode::{CONTENDERS, Kind},
    stream::{SHAPES, Stream},
};
use noio_sse::Decoder;

fn main() {
    for shape in SHAPES {
        // Half the stream costs what does not depend on its length: buffers that grow once.
        let [half, whole] = [shape.whole_events / 2, shape.whole_events].map(shape.stream);
        let print = |cut: &str, contender: &str, count: &dyn Fn(&Stream) -> AllocationInfo| {
            let (base, total) = (count(&half), count(&whole));
            let events = (whole.events - half.events) as f64;
            println!(
                "allocations\t{}\t{cut}\t{contender}\t{}\t{}",
                shape.name,
                (total.count_total as f64 - base.count_total as f64) / events,
                (total.bytes_total as f64 - base.bytes_total as f64) / events,
            );
        };
        for contender in CONTENDERS {
            if contender.kind == Kind::Roofline {
                continue;
            }
            for (cut, piece) in PIECES {
                print(cut, contender.name, &|stream| {
                    measure(|| {
                        (contender.run)(stream, piece);
                    })
                });
            }
        }
        print("event by event", "noio-sse", &|stream| {
            let mut decoder = Decoder::new();
            measure(|| decode(&mut decoder, Events(&stream.bytes)))
        });
        for (cut, piece) in PIECES {
            let mut decoder = Decoder::new();
            let held = measure(|| decode(&mut decoder, whole.bytes.chunks(piece)));
            println!("heap\t{}, {cut}\t{}", shape.name, held.bytes_current);
        }
    }
    let mut decoder = None;
    let held = measure(|| decoder = Some(Decoder::new()));
    println!("heap\tnothing\t{}", held.bytes_current);
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
