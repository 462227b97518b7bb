//! Cache-Control and freshness, with throughput in values and in bytes.

mod groups;

use criterion::{Criterion, criterion_group, criterion_main};
use noio_benches::cache_control::CACHE_CONTROL;

fn bench(criterion: &mut Criterion) {
    groups::bench(&CACHE_CONTROL, criterion);
}

criterion_group! {
    name = benches;
    config = groups::short();
    targets = bench
}
criterion_main!(benches);
