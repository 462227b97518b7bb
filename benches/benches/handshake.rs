//! The opening handshake of WebSocket, with throughput in handshakes and in bytes.

mod groups;

use criterion::{Criterion, criterion_group, criterion_main};
use noio_benches::handshake::HANDSHAKE;

fn bench(criterion: &mut Criterion) {
    groups::bench(&HANDSHAKE, criterion);
}

criterion_group! {
    name = benches;
    config = groups::short();
    targets = bench
}
criterion_main!(benches);
