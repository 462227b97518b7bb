//! What structured fields must reach.

use crate::goal::{Goal, Limit, Measure};

const SFV: &[&str] = &["sfv", "sfv visitor"];

const CACHE_CONTROL: &[&str] = &["noio-cache-control"];

/// All of them.
pub(super) const GOALS: &[Goal] = &[
    Goal {
        workload: "parse a dictionary",
        measure: Measure::Ratio {
            task: "parse dictionary",
            workloads: &["35B", "107B"],
            cuts: &[],
            ours: None,
        },
        must: Limit::of(1.00, SFV),
        mean: Limit::of(0.50, SFV),
    },
    Goal {
        workload: "parse a list of items with parameters",
        measure: Measure::Ratio {
            task: "parse list",
            workloads: &["cache-status"],
            cuts: &[],
            ours: None,
        },
        must: Limit::of(1.00, SFV),
        mean: Limit::of(0.50, SFV),
    },
    Goal {
        workload: "read a targeted field, beside the same in Cache-Control",
        measure: Measure::Ratio {
            task: "read policy",
            workloads: &["35B", "107B"],
            cuts: &[],
            ours: None,
        },
        must: Limit::of(2.00, CACHE_CONTROL),
        mean: Limit::of(1.00, CACHE_CONTROL),
    },
    Goal {
        workload: "allocations per value",
        measure: Measure::Allocations {
            contenders: &[
                "noio-http-field",
                "noio-cache-control",
                "noio-cache-control targeted",
            ],
            cuts: &["whole"],
            except: &[],
        },
        must: Limit::plain(0.0),
        mean: Limit::plain(0.0),
    },
];
