//! Server-Sent Events: decoders and encoders, with throughput in events and in bytes.

mod groups;

use core::hint::black_box;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use noio_benches::sse::{
    SSE,
    encode::{self, ENCODERS},
    stream::SHAPES,
};

fn decode(criterion: &mut Criterion) {
    groups::bench(&SSE, criterion);
}

/// Every stream, event by event.
fn encode(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("sse encode");
    for shape in SHAPES {
        let stream = (shape.stream)(shape.whole_events);
        let events = encode::outgoing(&stream);
        group.throughput(Throughput::ElementsAndBytes {
            elements: stream.events as u64,
            bytes: stream.bytes.len() as u64,
        });
        for encoder in ENCODERS {
            let id = BenchmarkId::new(encoder.name, shape.name);
            group.bench_with_input(id, &*events, |bencher, events| {
                let mut out = Vec::with_capacity(stream.bytes.len());
                bencher.iter(|| {
                    out.clear();
                    (encoder.run)(events, &mut out);
                    black_box(&out).len()
                });
            });
        }
        let id = BenchmarkId::new("sse-stream", shape.name);
        group.bench_with_input(id, &*events, |bencher, events| {
            bencher.iter_batched(
                || encode::sse_stream_events(events),
                encode::sse_stream,
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = groups::short();
    targets = decode, encode
}
criterion_main!(benches);
