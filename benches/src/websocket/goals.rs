//! What WebSocket must reach.

use crate::goal::{Goal, Limit, Measure};

const SANS_IO: &[&str] = &["websocket-sans-io"];
const TUNGSTENITE: &[&str] = &["tungstenite"];
const TOKIO_WEBSOCKETS: &[&str] = &["tokio-websockets"];
const BEST: &[&str] = &["websocket-sans-io", "yawc", "ws-framer"];
const SHORT: &[&str] = &["16B", "125B"];
const LONG: &[&str] = &["1KiB", "64KiB"];

/// All of them.
pub(super) const GOALS: &[Goal] = &[
    Goal {
        workload: "decode `16B`, reads of 64 KiB",
        measure: ratio("decode", &["16B"]),
        must: Limit::of(0.45, SANS_IO),
        mean: Limit::of(0.33, SANS_IO),
    },
    Goal {
        workload: "decode `16B`, reads of 64 KiB",
        measure: ratio("decode", &["16B"]),
        must: Limit::of(0.16, TUNGSTENITE),
        mean: Limit::of(0.16, TUNGSTENITE),
    },
    Goal {
        workload: "decode `125B`, reads of 64 KiB",
        measure: ratio("decode", &["125B"]),
        must: Limit::of(0.50, SANS_IO),
        mean: Limit::of(0.40, SANS_IO),
    },
    Goal {
        workload: "decode `125B`, reads of 64 KiB",
        measure: ratio("decode", &["125B"]),
        must: Limit::of(0.22, TUNGSTENITE),
        mean: Limit::of(0.22, TUNGSTENITE),
    },
    Goal {
        workload: "decode `1KiB`, reads of 64 KiB",
        measure: ratio("decode", &["1KiB"]),
        must: Limit::of(0.65, SANS_IO),
        mean: Limit::of(0.50, SANS_IO),
    },
    Goal {
        workload: "decode `1KiB-cjk`, reads of 64 KiB",
        measure: ratio("decode", &["1KiB-cjk"]),
        must: Limit::of(0.60, TOKIO_WEBSOCKETS),
        mean: Limit::of(0.50, TOKIO_WEBSOCKETS),
    },
    Goal {
        workload: "decode `64KiB`, reads of 64 KiB",
        measure: ratio("decode", &["64KiB"]),
        must: Limit::of(1.10, TOKIO_WEBSOCKETS),
        mean: Limit::of(0.90, TOKIO_WEBSOCKETS),
    },
    Goal {
        workload: "decode `64KiB` in pieces, reads of 64 KiB",
        measure: Measure::Ratio {
            task: "decode",
            workloads: &["64KiB"],
            cuts: READS,
            ours: Some("noio-websocket pieces"),
        },
        must: Limit::of(1.10, TOKIO_WEBSOCKETS),
        mean: Limit::of(0.90, TOKIO_WEBSOCKETS),
    },
    Goal {
        workload: "encode up to 125 B as a server",
        measure: ratio("encode as server", SHORT),
        must: Limit::of(0.60, BEST),
        mean: Limit::of(0.50, BEST),
    },
    Goal {
        workload: "encode up to 125 B as a client",
        measure: ratio("encode as client", SHORT),
        must: Limit::of(0.60, BEST),
        mean: Limit::of(0.50, BEST),
    },
    Goal {
        workload: "encode 1 KiB and 64 KiB as a server",
        measure: ratio("encode as server", LONG),
        must: Limit::of(1.10, BEST),
        mean: Limit::of(0.95, BEST),
    },
    Goal {
        workload: "encode 1 KiB and 64 KiB as a client",
        measure: ratio("encode as client", LONG),
        must: Limit::of(1.10, BEST),
        mean: Limit::of(0.95, BEST),
    },
    Goal {
        workload: "allocations per message that lies whole in the input, or is encoded",
        measure: Measure::Allocations {
            contenders: &["noio-websocket", "noio-websocket head"],
            cuts: &["message by message", "whole"],
            // The pieces of a message in fragments lie nowhere as the message that they are: it has
            // its row in the table, and no goal.
            except: &["fragments"],
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

/// Long messages come in these only; for short ones the others are shown, and have no goal.
const READS: &[&str] = &["64 KiB", "whole"];

const fn ratio(task: &'static str, workloads: &'static [&'static str]) -> Measure {
    Measure::Ratio {
        task,
        workloads,
        cuts: READS,
        ours: None,
    }
}
