//! Structured fields, with throughput in values and in bytes.

mod groups;

use criterion::{Criterion, criterion_group, criterion_main};
use noio_benches::structured::STRUCTURED;

fn bench(criterion: &mut Criterion) {
    groups::bench(&STRUCTURED, criterion);
}

criterion_group! {
    name = benches;
    config = groups::short();
    targets = bench
}
criterion_main!(benches);
