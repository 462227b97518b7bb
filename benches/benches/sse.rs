//! Server-Sent Events: decoders and encoders, with throughput in events and in bytes.

use core::{hint::black_box, time::Duration};

use criterion::{
    BatchSize, BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main,
    measurement::WallTime,
};
use noio_benches::{
    PIECES,
    decode::{self, CONTENDERS, Contender, Kind},
    encode::{self, ENCODERS},
    stream::{self, SHAPES, Stream},
};

/// Every stream, whole and in pieces.
fn decode(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("sse");
    for shape in SHAPES {
        for (piece_name, piece) in PIECES {
            let stream = shape.for_piece(piece);
            let parameter = format!("{}, {piece_name}", shape.name);
            bench_stream(&mut group, &parameter, &stream, piece, &CONTENDERS);
        }
    }
    group.finish();
}

/// One byte at a time, at two lengths.
fn decode_drips(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("sse, 1 B");
    let linear: Vec<_> = CONTENDERS
        .into_iter()
        .filter(|contender| contender.is_linear && contender.kind != Kind::Roofline)
        .collect();
    for drip in stream::drips() {
        let parameter = format!("{}, {}", drip.name, drip.length);
        bench_stream(&mut group, &parameter, &drip.stream, 1, &linear);
    }
    group.finish();
}

fn bench_stream(
    group: &mut BenchmarkGroup<'_, WallTime>,
    parameter: &str,
    stream: &Stream,
    piece: usize,
    contenders: &[Contender],
) {
    decode::assert_agreement(contenders, stream, piece);
    group.throughput(Throughput::ElementsAndBytes {
        elements: stream.events as u64,
        bytes: stream.bytes.len() as u64,
    });
    for contender in contenders {
        let id = BenchmarkId::new(contender.name, parameter);
        group.bench_with_input(id, stream, |bencher, stream| {
            bencher.iter(|| (contender.run)(stream, piece));
        });
    }
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
    // Many benchmarks: each a short one.
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_secs(1));
    targets = decode, decode_drips, encode
}
criterion_main!(benches);
