//! The grammar of field values.

pub mod date;
mod goals;
pub mod list;
pub mod value;

use crate::{
    case::{Case, Codec, Cut, Task, Workload},
    contender::{self, Contender},
    http_field::{
        date::{FORMATS, Format},
        list::{ELEMENTS, OPTIONS, PARAMETERS},
        value::{ACCEPT, CONNECTION, EXTENSIONS, Shape, TRANSFER_ENCODING, Values},
    },
};

/// Its benchmarks.
pub const HTTP_FIELD: Codec = Codec {
    name: "http-field",
    title: "Field values",
    notes: "\
A pass goes over 2,000 values, in an order that a branch predictor cannot learn. Those to be split \
have no quoted-string, so that a loop that only splits finds the same. Bytes of dates to be \
written are those of the integers.",
    tasks: || {
        vec![
            task(
                "split list",
                "value",
                [ACCEPT, CONNECTION, TRANSFER_ENCODING].map(|shape| lines(ELEMENTS, shape)),
            ),
            task("find option", "value", [lines(OPTIONS, CONNECTION)]),
            task(
                "parse parameters",
                "value",
                [ACCEPT, EXTENSIONS].map(|shape| lines(PARAMETERS, shape)),
            ),
            task(
                "parse date",
                "date",
                FORMATS.map(|format| dates(format, date::parse)),
            ),
            task(
                "format date",
                "date",
                FORMATS
                    .into_iter()
                    .take(1)
                    .map(|format| dates(format, date::write)),
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

fn lines(contenders: &'static [Contender<Values>], shape: Shape) -> Workload {
    Workload::new(shape.name, shape.about, [CUT], move |cut| {
        let values = shape.values(cut.units);
        let bytes = values.bytes();
        contender::case(contenders, values, cut.units, bytes)
    })
}

fn dates(format: Format, case: fn(Format, usize) -> Case) -> Workload {
    Workload::new(format.name, format.about, [CUT], move |cut| {
        case(format, cut.units)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_contenders_agree() {
        for task in (HTTP_FIELD.tasks)() {
            for workload in &task.workloads {
                (workload.case(CUT).check)();
            }
        }
    }

    #[test]
    fn dates_are_in_their_formats() {
        let seconds = 784_111_777;
        for format in FORMATS {
            assert_eq!(format.about, format!("`{}`", format.text(seconds)));
        }
    }
}
