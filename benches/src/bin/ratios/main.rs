//! Measures our decoders beside peers and rooflines in one run, and writes `RESULTS.md`.
//!
//! `ratios [--rounds N] [--stream NAME]…`: with an argument only timings are taken, of these
//! streams or in so many rounds, and the report is printed and not written.
#![expect(
    clippy::expect_used,
    reason = "a measurement that cannot be made is best ended at once"
)]

mod counts;
mod goals;
mod machine;
mod measure;
mod report;
mod stats;

use std::{env, fs, path::Path, process::ExitCode};

use noio_benches::{
    PIECES,
    decode::{CONTENDERS, Kind},
    stream::{self, SHAPES, Shape},
};

use crate::{counts::Counts, measure::Case, report::Report};

const DEFAULT_ROUNDS: usize = 60;

const USAGE: &str = "usage: ratios [--rounds N] [--stream NAME]…";

/// What to run.
struct Plan {
    rounds: usize,
    shapes: Vec<Shape>,
    is_whole: bool,
}

fn main() -> ExitCode {
    let plan = match Plan::from_arguments(env::args().skip(1)) {
        Ok(plan) => plan,
        Err(message) => {
            eprintln!("{message}\n{USAGE}");
            return ExitCode::FAILURE;
        }
    };
    // First, since it may have to be built.
    let counts = plan.is_whole.then(Counts::take);
    let mut cases = decode_cases(&plan.shapes);
    let mut drips = drips(&plan.shapes);
    for case in cases.iter_mut().chain(&mut drips) {
        case.prepare(plan.rounds);
    }
    for round in 0..plan.rounds {
        for case in cases.iter_mut().chain(&mut drips) {
            case.round(round);
        }
        eprint!("\rround {} of {}", round + 1, plan.rounds);
    }
    eprintln!();

    let report = Report {
        rounds: plan.rounds,
        shapes: &plan.shapes,
        cases: &cases,
        drips: &drips,
        counts: counts.as_ref(),
    }
    .to_markdown();
    print!("{report}");
    if plan.is_whole {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("RESULTS.md");
        fs::write(&path, report).expect("RESULTS.md can be written");
    }
    ExitCode::SUCCESS
}

/// Each stream, whole and cut, for all contenders.
fn decode_cases(shapes: &[Shape]) -> Vec<Case> {
    shapes
        .iter()
        .flat_map(|shape| {
            PIECES.map(|(piece_name, piece)| {
                let stream = shape.for_piece(piece);
                Case::new(shape.name, piece_name, stream, piece, &CONTENDERS)
            })
        })
        .collect()
}

/// The streams that are fed byte by byte, for those who are not quadratic in that.
fn drips(shapes: &[Shape]) -> Vec<Case> {
    let linear: Vec<_> = CONTENDERS
        .into_iter()
        .filter(|contender| contender.is_linear && contender.kind != Kind::Roofline)
        .collect();
    stream::drips()
        .into_iter()
        .filter(|drip| shapes.iter().any(|shape| shape.name == drip.name))
        .map(|drip| Case::new(drip.name, drip.length, drip.stream, 1, &linear))
        .collect()
}

impl Plan {
    fn from_arguments(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut plan = Self {
            rounds: DEFAULT_ROUNDS,
            shapes: Vec::new(),
            is_whole: true,
        };
        while let Some(argument) = arguments.next() {
            let value = arguments.next().unwrap_or_default();
            plan.is_whole = false;
            match argument.as_str() {
                "--rounds" => {
                    let rounds = value.parse().ok().filter(|&rounds| rounds > 0);
                    plan.rounds = rounds.ok_or_else(|| format!("no number of rounds: {value}"))?;
                }
                "--stream" => {
                    let shape = SHAPES.iter().find(|shape| shape.name == value);
                    let names = SHAPES.map(|shape| shape.name).join(", ");
                    plan.shapes
                        .push(*shape.ok_or_else(|| format!("the streams are {names}"))?);
                }
                _ => return Err(format!("unknown argument {argument}")),
            }
        }
        if plan.shapes.is_empty() {
            plan.shapes = SHAPES.into();
        }
        Ok(plan)
    }
}
