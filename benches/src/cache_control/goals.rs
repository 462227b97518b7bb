//! What Cache-Control must reach.

use crate::goal::{Goal, Limit, Measure};

const HEADERS: &[&str] = &["headers"];

const CACHE_CONTROL: &[&str] = &["cache_control"];

const PARSE_REAL: Measure = Measure::Ratio {
    task: "parse response",
    workloads: &["real", "real in turn"],
    cuts: &[],
    ours: None,
};

/// All of them.
pub(super) const GOALS: &[Goal] = &[
    Goal {
        workload: "parse the 20 values of `real`, in either order",
        measure: PARSE_REAL,
        must: Limit::of(0.65, HEADERS),
        mean: Limit::of(0.40, HEADERS),
    },
    Goal {
        workload: "parse the 20 values of `real`, in either order",
        measure: PARSE_REAL,
        must: Limit::of(1.00, CACHE_CONTROL),
        mean: Limit::of(0.65, CACHE_CONTROL),
    },
    Goal {
        workload: "allocations per value or decision",
        measure: Measure::Allocations {
            contenders: &[
                "noio-cache-control",
                "noio-cache-control `Directives`",
                "noio-cache-control `reuse`",
            ],
            cuts: &["whole"],
            except: &[],
        },
        must: Limit::plain(0.0),
        mean: Limit::plain(0.0),
    },
];
