//! Criterion groups for the cases of a codec.

use core::time::Duration;

use criterion::{BenchmarkGroup, BenchmarkId, Criterion, Throughput, measurement::WallTime};
use noio_benches::case::{Case, Codec};

/// Each task is a group, in every workload and every cut, and one more for input that arrives
/// byte by byte.
pub(crate) fn bench(codec: &Codec, criterion: &mut Criterion) {
    for task in (codec.tasks)() {
        let name = format!("{} {}", codec.name, task.name);
        let mut group = criterion.benchmark_group(&name);
        for workload in &task.workloads {
            for cut in &workload.cuts {
                let parameter = format!("{}, {}", workload.name, cut.name);
                bench_case(&mut group, &parameter, workload.case(*cut));
            }
        }
        group.finish();
        if task.drips.is_empty() {
            continue;
        }
        let mut group = criterion.benchmark_group(format!("{name}, 1 B"));
        for drip in task.drips {
            for (length, case) in drip.lengths {
                bench_case(&mut group, &format!("{}, {length}", drip.name), case);
            }
        }
        group.finish();
    }
}

/// Many benchmarks: each a short one.
pub(crate) fn short() -> Criterion {
    Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_secs(1))
}

fn bench_case(group: &mut BenchmarkGroup<'_, WallTime>, parameter: &str, case: Case) {
    (case.check)();
    group.throughput(Throughput::ElementsAndBytes {
        elements: case.units as u64,
        bytes: case.input.len() as u64,
    });
    for mut lane in case.lanes {
        let id = BenchmarkId::new(lane.name, parameter);
        group.bench_function(id, |bencher| bencher.iter(|| (lane.pass)()));
    }
}
