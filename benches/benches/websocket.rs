//! WebSocket: decoders, encoders and masks, with throughput in messages and in bytes.

mod groups;

use criterion::{Criterion, criterion_group, criterion_main};
use noio_benches::websocket::WEBSOCKET;

fn bench(criterion: &mut Criterion) {
    groups::bench(&WEBSOCKET, criterion);
}

criterion_group! {
    name = benches;
    config = groups::short();
    targets = bench
}
criterion_main!(benches);
