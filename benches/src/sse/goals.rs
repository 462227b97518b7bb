//! What the decoder of event streams must reach.

use crate::goal::{Goal, Limit, Measure};

const SSE_STREAM: &[&str] = &["sse-stream"];
const ROOFLINE: &[&str] = &["memchr_iter"];
const BEST: &[&str] = &["sseer", "sse-stream"];

/// All of them.
pub(super) const GOALS: &[Goal] = &[
    Goal {
        workload: "decode `llm`, any piece size",
        measure: decode(&["llm"]),
        must: Limit::of(0.50, SSE_STREAM),
        mean: Limit::of(1.2, ROOFLINE),
    },
    Goal {
        workload: "decode `short`, any piece size",
        measure: decode(&["short"]),
        must: Limit::of(0.50, SSE_STREAM),
        mean: Limit::of(1.2, ROOFLINE),
    },
    Goal {
        workload: "decode `ticks`, any piece size",
        measure: decode(&["ticks"]),
        must: Limit::of(0.50, SSE_STREAM),
        mean: Limit::of(1.2, ROOFLINE),
    },
    Goal {
        workload: "decode `lines`, any piece size",
        measure: decode(&["lines"]),
        must: Limit::of(0.60, SSE_STREAM),
        mean: Limit::of(0.40, SSE_STREAM),
    },
    Goal {
        workload: "decode `line`, any piece size",
        measure: decode(&["line"]),
        must: Limit::of(1.00, BEST),
        mean: Limit::of(0.60, BEST),
    },
    Goal {
        workload: "allocations per event whose data is one run of the input",
        // Data of several lines lies nowhere in the input as the text that it is: `lines` has its
        // row in the table, and no goal.
        measure: Measure::Allocations {
            contenders: &["noio-sse"],
            cuts: &["whole", "event by event"],
            except: &["lines"],
        },
        must: Limit::plain(0.0),
        mean: Limit::plain(0.0),
    },
    Goal {
        workload: "heap held by an idle decoder, beside the struct",
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

const fn decode(workloads: &'static [&'static str]) -> Measure {
    Measure::Ratio {
        task: "decode",
        workloads,
        cuts: &[],
        ours: None,
    }
}
