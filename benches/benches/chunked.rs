//! The chunked coding: decoders and encoders, with throughput in chunks and in bytes.

mod groups;

use criterion::{Criterion, criterion_group, criterion_main};
use noio_benches::chunked::CHUNKED;

fn bench(criterion: &mut Criterion) {
    groups::bench(&CHUNKED, criterion);
}

criterion_group! {
    name = benches;
    config = groups::short();
    targets = bench
}
criterion_main!(benches);
