//! Structured fields, and the two fields of caches that are made of them.

pub mod dictionary;
mod goals;
pub mod list;
pub mod value;

use crate::{
    case::{Codec, Cut, Task, Workload},
    contender::{self, Contender},
    structured::{
        dictionary::{DICTIONARIES, POLICIES},
        list::LISTS,
        value::{CACHE_STATUS, Shape, TARGETED, Values},
    },
};

/// Its benchmarks.
pub const STRUCTURED: Codec = Codec {
    name: "structured",
    title: "Structured fields, targeted Cache-Control and Cache-Status",
    notes: "\
A pass goes over 2,000 values. sfv is measured in both of its ways: into maps and vectors, and with \
visitors, which here put what they see where the others do, before it is known whether the field is \
valid.",
    tasks: || {
        vec![
            task(
                "parse dictionary",
                TARGETED.map(|shape| values(DICTIONARIES, shape)),
            ),
            task("read policy", TARGETED.map(|shape| values(POLICIES, shape))),
            task("parse list", [values(LISTS, CACHE_STATUS)]),
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

fn task(name: &'static str, workloads: impl IntoIterator<Item = Workload>) -> Task {
    Task {
        name,
        unit: "value",
        workloads: workloads.into_iter().collect(),
        drips: Vec::new(),
    }
}

fn values(contenders: &'static [Contender<Values>], shape: Shape) -> Workload {
    Workload::new(shape.name, shape.about, [CUT], move |cut| {
        let values = shape.values(cut.units);
        let bytes = values.bytes();
        contender::case(contenders, values, cut.units, bytes)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_contenders_agree() {
        for task in (STRUCTURED.tasks)() {
            for workload in &task.workloads {
                (workload.case(CUT).check)();
            }
        }
    }
}
