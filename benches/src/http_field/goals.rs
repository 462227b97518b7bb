//! What the grammar of field values must reach.

use crate::goal::{Goal, Limit, Measure};

const HTTPDATE: &[&str] = &["httpdate"];

/// Three times as fast.
const THIRD: Limit = Limit::of(1.0 / 3.0, HTTPDATE);

/// All of them.
pub(super) const GOALS: &[Goal] = &[
    Goal {
        workload: "parse dates, any format",
        measure: Measure::Ratio {
            task: "parse date",
            workloads: &["imf-fixdate", "rfc850", "asctime"],
        },
        must: THIRD,
        mean: THIRD,
    },
    Goal {
        workload: "format dates",
        measure: Measure::Ratio {
            task: "format date",
            workloads: &["imf-fixdate"],
        },
        must: THIRD,
        mean: THIRD,
    },
    Goal {
        workload: "allocations per value",
        measure: Measure::Allocations {
            contenders: &["noio-http-field"],
            cuts: &["whole"],
            except: &[],
        },
        must: Limit::plain(0.0),
        mean: Limit::plain(0.0),
    },
];
