//! The grammar of field values: lists, parameters and dates, with throughput in values and in bytes.

mod groups;

use criterion::{Criterion, criterion_group, criterion_main};
use noio_benches::http_field::HTTP_FIELD;

fn bench(criterion: &mut Criterion) {
    groups::bench(&HTTP_FIELD, criterion);
}

criterion_group! {
    name = benches;
    config = groups::short();
    targets = bench
}
criterion_main!(benches);
