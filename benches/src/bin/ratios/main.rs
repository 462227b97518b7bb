//! Measures our codecs beside peers and rooflines in one run, and writes `RESULTS.md`.
//!
//! `ratios [--codec NAME]… [--rounds N] [--stream NAME]…`: with an argument only timings are
//! taken, of these codecs and streams or in so many rounds, and the report is printed and not
//! written.
#![expect(
    clippy::expect_used,
    reason = "a measurement that cannot be made is best ended at once"
)]

extern crate alloc;

mod counts;
mod goals;
mod machine;
mod measure;
mod report;
mod stats;

use alloc::collections::BTreeSet;
use std::{env, fs, path::Path, process::ExitCode};

use noio_benches::{CODECS, case::Codec};

use crate::{counts::Counts, measure::TimedCodec, report::Report};

const DEFAULT_ROUNDS: usize = 60;

const USAGE: &str = "usage: ratios [--codec NAME]… [--rounds N] [--stream NAME]…";

/// What to run.
struct Plan {
    rounds: usize,
    codecs: Vec<Codec>,
    /// All, if there are none.
    streams: Vec<String>,
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
    let timed = |codec: &Codec| TimedCodec::new(*codec, plan.rounds, |name| plan.wants(name));
    let codecs: Vec<_> = plan.codecs.iter().map(timed).collect();
    let report = Report {
        rounds: plan.rounds,
        codecs: &codecs,
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

impl Plan {
    fn from_arguments(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut plan = Self {
            rounds: DEFAULT_ROUNDS,
            codecs: Vec::new(),
            streams: Vec::new(),
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
                "--codec" => {
                    let codec = CODECS.iter().find(|codec| codec.name == value);
                    let names = CODECS.map(|codec| codec.name).join(", ");
                    plan.codecs
                        .push(*codec.ok_or_else(|| format!("the codecs are {names}"))?);
                }
                "--stream" => plan.streams.push(value),
                _ => return Err(format!("unknown argument {argument}")),
            }
        }
        if plan.codecs.is_empty() {
            plan.codecs = CODECS.into();
        }
        let names: BTreeSet<_> = plan.codecs.iter().flat_map(stream_names).collect();
        let is_unknown = |stream: &String| !names.contains(stream.as_str());
        if plan.streams.iter().any(is_unknown) {
            let names: Vec<_> = names.into_iter().collect();
            return Err(format!("the streams are {}", names.join(", ")));
        }
        Ok(plan)
    }

    fn wants(&self, stream: &str) -> bool {
        self.streams.is_empty() || self.streams.iter().any(|wanted| wanted == stream)
    }
}

fn stream_names(codec: &Codec) -> Vec<&'static str> {
    let tasks = (codec.tasks)();
    let workloads = tasks.iter().flat_map(|task| &task.workloads);
    workloads.map(|workload| workload.name).collect()
}
