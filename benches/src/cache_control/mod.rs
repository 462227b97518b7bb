//! Cache-Control and freshness.

pub mod decide;
mod goals;
pub mod parse;
pub mod value;
pub mod write;

use crate::{
    cache_control::{
        decide::{REUSERS, STORERS, Visits},
        parse::Reader,
        value::{FIELD_NAMES, REQUESTS, RESPONSES, Shape},
    },
    case::{Codec, Cut, Task, Workload},
    contender::Contender,
};

/// Its benchmarks.
pub const CACHE_CONTROL: Codec = Codec {
    name: "cache-control",
    title: "Cache-Control and freshness",
    notes: "\
A pass goes over 2,000 values or decisions. Before they are timed, peers must say the same of each \
value as ours, but for what is listed with them, which they must lose just so: headers loses \
something of 6 of the 20 values of `real`, and cache_control of 9. Decisions are on responses about \
which http-cache-semantics is right; their bytes are those of the requests' values.",
    tasks: || {
        vec![
            task(
                "parse response",
                "value",
                RESPONSES.map(|shape| lines(parse::RESPONSE, shape)),
            ),
            task("parse request", "value", [lines(parse::REQUEST, REQUESTS)]),
            task(
                "list fields",
                "value",
                [lines(parse::FIELD_NAMES, FIELD_NAMES)],
            ),
            task(
                "decide on storing",
                "decision",
                [visits(
                    STORERS,
                    "responses",
                    "responses to GET that a shared cache receives",
                )],
            ),
            task(
                "decide on using",
                "decision",
                [visits(
                    REUSERS,
                    "stored",
                    "requests for stored responses, some of them fresh",
                )],
            ),
            task(
                "write response",
                "value",
                [Workload::new(
                    "policies",
                    "five policies that programs have, with seconds of their own",
                    [CUT],
                    |cut| write::case(cut.units),
                )],
            ),
        ]
    },
    goals: goals::GOALS,
};

/// All values at once.
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

fn visits(
    contenders: &'static [Contender<Visits>],
    name: &'static str,
    about: &'static str,
) -> Workload {
    Workload::new(name, about, [CUT], move |cut| {
        decide::case(contenders, cut.units)
    })
}

fn lines(readers: &'static [Reader], shape: Shape) -> Workload {
    Workload::new(shape.name, shape.about, [CUT], move |cut| {
        parse::case(readers, shape.values(cut.units))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_contenders_agree() {
        for task in (CACHE_CONTROL.tasks)() {
            for workload in &task.workloads {
                (workload.case(CUT).check)();
            }
        }
    }
}
