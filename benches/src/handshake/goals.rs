//! What the opening handshake must reach.

use crate::goal::{Goal, Limit, Measure};

const SOKETTO: &[&str] = &["soketto"];

/// All of them.
pub(super) const GOALS: &[Goal] = &[
    Goal {
        workload: "serve `browser`, whole",
        measure: Measure::Ratio {
            task: "serve",
            workloads: &["browser"],
            cuts: &["whole"],
            ours: None,
        },
        must: Limit::of(0.90, SOKETTO),
        mean: Limit::of(0.75, SOKETTO),
    },
    Goal {
        workload: "allocations per handshake whose head lies whole in the input",
        measure: Measure::Allocations {
            contenders: &["noio-websocket"],
            cuts: &["whole"],
            except: &[],
        },
        must: Limit::plain(1.0).exact(),
        mean: Limit::plain(0.0),
    },
    Goal {
        workload: "heap held by a decoder of a head that is done, beside the struct",
        measure: Measure::Heap,
        must: Limit::plain(256.0),
        mean: Limit::plain(0.0),
    },
    Goal {
        workload: "1-byte feeds",
        measure: Measure::Drip,
        must: Limit::plain(5.0),
        mean: Limit::plain(2.0),
    },
];
