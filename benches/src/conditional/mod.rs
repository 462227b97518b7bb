//! Entity tags and preconditions.

pub mod evaluate;
mod goals;
pub mod tag;

use crate::{
    case::{Codec, Cut, Task, Workload},
    conditional::{
        evaluate::{EVALUATORS, PLAIN, REVALIDATION, Shape},
        tag::{LISTS, PARSERS},
    },
    contender,
};

/// Its benchmarks.
pub const CONDITIONAL: Codec = Codec {
    name: "conditional",
    title: "Conditional requests",
    notes: "\
A pass goes over 2,000 tags, lists or requests, in an order that a branch predictor cannot learn. \
The bytes of a request are those of the names and values of its fields. Dates are measured with \
field values, above.",
    tasks: || {
        vec![
            task(
                "parse etag",
                "tag",
                [Workload::new(
                    "etags",
                    "12 values of ETag that servers send, shuffled",
                    [CUT],
                    |cut| {
                        contender::case(
                            PARSERS,
                            tag::values(cut.units),
                            cut.units,
                            tag::bytes(cut.units),
                        )
                    },
                )],
            ),
            task(
                "match list",
                "list",
                LISTS.map(|list| {
                    Workload::new(list.name, list.about, [CUT], move |cut| {
                        tag::match_case(list, cut.units)
                    })
                }),
            ),
            task("evaluate", "request", [REVALIDATION, PLAIN].map(requests)),
        ]
    },
    goals: goals::GOALS,
};

/// All of them at once.
const CUT: Cut = Cut {
    name: "whole",
    piece: usize::MAX,
    units: 2_000,
};

fn task(
    name: &'static str,
    unit: &'static str,
    workloads: impl IntoIterator<Item = Workload>,
) -> Task {
    Task {
        name,
        unit,
        workloads: workloads.into_iter().collect(),
        drips: Vec::new(),
    }
}

fn requests(shape: Shape) -> Workload {
    Workload::new(shape.name, shape.about, [CUT], move |cut| {
        let requests = shape.requests(cut.units);
        let bytes = requests.bytes();
        contender::case(EVALUATORS, requests, cut.units, bytes)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_contenders_agree() {
        for task in (CONDITIONAL.tasks)() {
            for workload in &task.workloads {
                (workload.case(CUT).check)();
            }
        }
    }
}
