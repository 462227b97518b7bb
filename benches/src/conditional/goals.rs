//! What conditional requests must reach.

use crate::goal::{Goal, Limit, Measure};

const HEADERS: &[&str] = &["headers"];

/// All of them.
pub(super) const GOALS: &[Goal] = &[
    Goal {
        workload: "evaluate the request of a browser, with preconditions or without",
        measure: Measure::Ratio {
            task: "evaluate",
            workloads: &["revalidation", "plain"],
            cuts: &[],
            ours: None,
        },
        must: Limit::of(1.00, HEADERS),
        mean: Limit::of(0.50, HEADERS),
    },
    Goal {
        workload: "look a tag up in a list of 1, 5 or 50",
        measure: Measure::Ratio {
            task: "match list",
            workloads: &["1 tag", "5 tags", "50 tags"],
            cuts: &[],
            ours: None,
        },
        must: Limit::of(1.00, HEADERS),
        mean: Limit::of(0.50, HEADERS),
    },
    Goal {
        workload: "allocations per tag, list or request",
        measure: Measure::Allocations {
            contenders: &["noio-conditional", "noio-conditional slice"],
            cuts: &["whole"],
            except: &[],
        },
        must: Limit::plain(0.0),
        mean: Limit::plain(0.0),
    },
];
