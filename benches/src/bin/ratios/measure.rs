//! Timing: contenders in turn over the same bytes, in an order that is rotated each round.

use core::{hint::black_box, time::Duration};
use std::time::Instant;

use bytes::Bytes;
use noio_benches::case::{Case, Codec, Kind, Lane, Task};

use crate::stats::Summary;

/// What one measurement takes at least: far above the resolution of the clock.
const MIN_MEASUREMENT: Duration = Duration::from_millis(2);

/// What one contender may take in one case. A slower one sits out some of the rounds.
const MAX_PER_CONTENDER: Duration = Duration::from_millis(1_500);

/// The rounds that even the slowest takes part in.
const MIN_ROUNDS: usize = 6;

/// A codec and what was measured of it.
pub(crate) struct TimedCodec {
    pub(crate) codec: Codec,
    pub(crate) tasks: Vec<TimedTask>,
}

/// A task and what was measured of it.
pub(crate) struct TimedTask {
    pub(crate) name: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) workloads: Vec<TimedWorkload>,
    pub(crate) drips: Vec<TimedWorkload>,
}

/// A kind of input, and its cuts; of one that comes byte by byte, its lengths.
pub(crate) struct TimedWorkload {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) cases: Vec<TimedCase>,
}

/// An input cut in one way, and all who take part.
pub(crate) struct TimedCase {
    /// The length of a piece; of an input that comes byte by byte, that of the input.
    pub(crate) cut_name: &'static str,
    pub(crate) lanes: Vec<TimedLane>,
    pub(crate) unit_len: f64,
    units: usize,
    input: Bytes,
}

/// A contender and its times.
pub(crate) struct TimedLane {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) kind: Kind,
    pass: Box<dyn FnMut()>,
    /// Passes over the input in one measurement.
    passes: u32,
    /// It takes part in every so many rounds.
    every: usize,
    /// Nanoseconds per pass, by round.
    times: Vec<Option<f64>>,
}

impl TimedCodec {
    /// Measures the workloads of `codec` whose name `is_wanted`.
    pub(crate) fn new(codec: Codec, rounds: usize, is_wanted: impl Fn(&str) -> bool) -> Self {
        let mut tasks: Vec<_> = (codec.tasks)()
            .into_iter()
            .map(|task| TimedTask::new(task, rounds, &is_wanted))
            .collect();
        for round in 0..rounds {
            for case in tasks.iter_mut().flat_map(TimedTask::cases_mut) {
                case.round(round);
            }
            eprint!("\r{}: round {} of {rounds}", codec.name, round + 1);
        }
        eprintln!();
        Self { codec, tasks }
    }
}

impl TimedTask {
    fn new(task: Task, rounds: usize, is_wanted: &impl Fn(&str) -> bool) -> Self {
        let timed = |cut_name, case| TimedCase::new(cut_name, case, rounds);
        let workloads = task.workloads.iter();
        let drips = task.drips.into_iter();
        Self {
            name: task.name,
            unit: task.unit,
            workloads: workloads
                .filter(|workload| is_wanted(workload.name))
                .map(|workload| TimedWorkload {
                    name: workload.name,
                    about: workload.about,
                    cases: workload
                        .cuts
                        .iter()
                        .map(|cut| timed(cut.name, workload.case(*cut)))
                        .collect(),
                })
                .collect(),
            drips: drips
                .filter(|drip| is_wanted(drip.name))
                .map(|drip| TimedWorkload {
                    name: drip.name,
                    about: "",
                    cases: drip
                        .lengths
                        .map(|(length, case)| timed(length, case))
                        .into(),
                })
                .collect(),
        }
    }

    fn cases_mut(&mut self) -> impl Iterator<Item = &mut TimedCase> {
        let workloads = self.workloads.iter_mut().chain(&mut self.drips);
        workloads.flat_map(|workload| &mut workload.cases)
    }
}

impl TimedCase {
    /// Checks that the contenders agree, and finds out how long each takes.
    fn new(cut_name: &'static str, case: Case, rounds: usize) -> Self {
        (case.check)();
        let lane = |lane: Lane| TimedLane {
            name: lane.name,
            about: lane.about,
            kind: lane.kind,
            pass: lane.pass,
            passes: 1,
            every: 1,
            times: Vec::new(),
        };
        let mut timed = Self {
            cut_name,
            unit_len: case.unit_len(),
            units: case.units,
            input: case.input,
            lanes: case.lanes.into_iter().map(lane).collect(),
        };
        for lane in &mut timed.lanes {
            lane.plan(rounds);
        }
        timed
    }

    /// Times each contender once.
    fn round(&mut self, round: usize) {
        // The case before this one may have left little of the input in the caches.
        black_box(memchr::memchr_iter(b'\n', &self.input).count());
        let count = self.lanes.len();
        let order = (0..count).cycle().skip(round % count).take(count);
        for index in order {
            let Some(lane) = self.lanes.get_mut(index) else {
                continue;
            };
            let time = round.is_multiple_of(lane.every).then(|| lane.measure());
            lane.times.push(time);
        }
    }

    pub(crate) fn lane(&self, name: &str) -> Option<&TimedLane> {
        self.lanes.iter().find(|lane| lane.name == name)
    }

    /// The time of ours ÷ that of `other`, in the rounds that both took part in.
    pub(crate) fn ratio(&self, other: &TimedLane) -> Option<Summary> {
        Self::ratio_of(self.lanes.first()?, other)
    }

    /// The time of `ours` ÷ that of `other`, in the rounds that both took part in.
    pub(crate) fn ratio_of(ours: &TimedLane, other: &TimedLane) -> Option<Summary> {
        let rounds = ours.times.iter().zip(&other.times);
        Summary::new(rounds.filter_map(|(ours, other)| Some((*ours)? / (*other)?)))
    }

    /// The time of ours ÷ that of `other`, each in its fastest round.
    pub(crate) fn fastest_ratio(&self, other: &TimedLane) -> Option<f64> {
        Some(self.lanes.first()?.fastest()? / other.fastest()?)
    }

    /// Whether it is `lane` that the others are measured against.
    pub(crate) fn is_ours(&self, lane: &TimedLane) -> bool {
        let ours = self.lanes.first();
        ours.is_some_and(|ours| ours.name == lane.name)
    }

    /// Nanoseconds per byte of the input.
    pub(crate) fn ns_per_byte(&self, lane: &TimedLane) -> Option<f64> {
        Some(lane.median()? / self.input.len() as f64)
    }

    /// Nanoseconds per byte of the input, in the fastest round of ours.
    pub(crate) fn fastest_ns_per_byte(&self) -> Option<f64> {
        Some(self.lanes.first()?.fastest()? / self.input.len() as f64)
    }

    /// Nanoseconds per event, chunk or the like.
    pub(crate) fn ns_per_unit(&self, lane: &TimedLane) -> Option<f64> {
        Some(lane.median()? / self.units as f64)
    }
}

impl TimedLane {
    /// Finds out how many passes a measurement needs, and how many rounds this one can afford.
    fn plan(&mut self, rounds: usize) {
        // Buffers grow and caches fill in the first pass.
        (self.pass)();
        let pass = Duration::from_secs_f64(self.measure() * 1e-9);
        let pass = pass.max(Duration::from_nanos(1));
        let passes = MIN_MEASUREMENT.as_nanos().div_ceil(pass.as_nanos());
        self.passes = u32::try_from(passes).unwrap_or(u32::MAX);
        let round = pass * self.passes;
        let affordable = MAX_PER_CONTENDER.as_nanos() / round.as_nanos();
        let affordable = usize::try_from(affordable).unwrap_or(usize::MAX);
        self.every = rounds.div_ceil(affordable.max(MIN_ROUNDS));
    }

    /// Nanoseconds per pass.
    fn measure(&mut self) -> f64 {
        let start = Instant::now();
        for _ in 0..self.passes {
            (self.pass)();
        }
        start.elapsed().as_nanos() as f64 / f64::from(self.passes)
    }

    /// Nanoseconds per pass in the fastest round.
    fn fastest(&self) -> Option<f64> {
        self.times.iter().copied().flatten().min_by(f64::total_cmp)
    }

    fn median(&self) -> Option<f64> {
        Some(Summary::new(self.times.iter().copied().flatten())?.median)
    }
}
