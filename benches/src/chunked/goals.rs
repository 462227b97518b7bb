//! What the chunked coding must reach.

use crate::goal::{Goal, Limit, Measure};

const HTTPARSE: &[&str] = &["httparse loop"];
const WRITE: &[&str] = &["write!"];

/// All of them.
pub(super) const GOALS: &[Goal] = &[
    Goal {
        workload: "decode chunks of 16 B, any piece size",
        measure: Measure::Ratio {
            task: "decode",
            workloads: &["16B"],
            cuts: &[],
            ours: None,
        },
        must: Limit::of(1.20, HTTPARSE),
        mean: Limit::of(0.90, HTTPARSE),
    },
    Goal {
        workload: "decode chunks of 1 KiB and 16 KiB, any piece size",
        measure: Measure::Ratio {
            task: "decode",
            workloads: &["1KiB", "16KiB"],
            cuts: &[],
            ours: None,
        },
        must: Limit::of(1.10, HTTPARSE),
        mean: Limit::of(0.90, HTTPARSE),
    },
    Goal {
        workload: "encode chunks of 16 B",
        measure: Measure::Ratio {
            task: "encode",
            workloads: &["16B"],
            cuts: &[],
            ours: None,
        },
        must: Limit::of(0.50, WRITE),
        mean: Limit::of(0.35, WRITE),
    },
    Goal {
        workload: "allocations per chunk",
        measure: Measure::Allocations {
            contenders: &[
                "noio-chunked",
                "noio-chunked in place",
                "noio-chunked slices",
            ],
            cuts: &["whole", "8 KiB"],
            except: &[],
        },
        must: Limit::plain(0.0),
        mean: Limit::plain(0.0),
    },
    Goal {
        workload: "heap held by an idle decoder, beside the struct",
        measure: Measure::Heap,
        must: Limit::plain(0.0),
        mean: Limit::plain(0.0),
    },
    Goal {
        workload: "1-byte feeds",
        measure: Measure::Drip,
        must: Limit::plain(5.0),
        mean: Limit::plain(2.0),
    },
];
