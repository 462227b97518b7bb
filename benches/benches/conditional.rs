//! Conditional requests, with throughput in tags, lists, requests and in bytes.

mod groups;

use criterion::{Criterion, criterion_group, criterion_main};
use noio_benches::conditional::CONDITIONAL;

fn bench(criterion: &mut Criterion) {
    groups::bench(&CONDITIONAL, criterion);
}

criterion_group! {
    name = benches;
    config = groups::short();
    targets = bench
}
criterion_main!(benches);
