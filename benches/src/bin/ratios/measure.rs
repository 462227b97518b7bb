//! Timing: contenders in turn over the same bytes, in an order that is rotated each round.

use core::{hint::black_box, time::Duration};
use std::time::Instant;

use noio_benches::{
    decode::{self, Contender},
    stream::Stream,
};

use crate::stats::Summary;

/// What one measurement takes at least: far above the resolution of the clock.
const MIN_MEASUREMENT: Duration = Duration::from_millis(2);

/// What one contender may take in one case. A slower one sits out some of the rounds.
const MAX_PER_CONTENDER: Duration = Duration::from_millis(1_500);

/// The rounds that even the slowest takes part in.
const MIN_ROUNDS: usize = 6;

/// A stream cut in one way, and all who decode it.
pub(crate) struct Case {
    pub(crate) stream_name: &'static str,
    /// The length of a piece; of the streams fed byte by byte, that of the stream.
    pub(crate) cut_name: &'static str,
    pub(crate) stream: Stream,
    piece: usize,
    pub(crate) lanes: Vec<Lane>,
}

/// A contender and its times.
pub(crate) struct Lane {
    pub(crate) contender: Contender,
    /// Passes over the stream in one measurement.
    passes: u32,
    /// It takes part in every so many rounds.
    every: usize,
    /// Nanoseconds per pass, by round.
    times: Vec<Option<f64>>,
}

impl Case {
    pub(crate) fn new(
        stream_name: &'static str,
        cut_name: &'static str,
        stream: Stream,
        piece: usize,
        contenders: &[Contender],
    ) -> Self {
        let lane = |&contender| Lane {
            contender,
            passes: 1,
            every: 1,
            times: Vec::new(),
        };
        Self {
            stream_name,
            cut_name,
            stream,
            piece,
            lanes: contenders.iter().map(lane).collect(),
        }
    }

    /// Checks that the decoders agree, and finds out how long each takes.
    pub(crate) fn prepare(&mut self, rounds: usize) {
        let contenders: Vec<_> = self.lanes.iter().map(|lane| lane.contender).collect();
        decode::assert_agreement(&contenders, &self.stream, self.piece);
        for lane in &mut self.lanes {
            let pass = Duration::from_secs_f64(lane.measure(&self.stream, self.piece) * 1e-9);
            let pass = pass.max(Duration::from_nanos(1));
            let passes = MIN_MEASUREMENT.as_nanos().div_ceil(pass.as_nanos());
            lane.passes = u32::try_from(passes).unwrap_or(u32::MAX);
            let round = pass * lane.passes;
            let affordable = MAX_PER_CONTENDER.as_nanos() / round.as_nanos();
            let affordable = usize::try_from(affordable).unwrap_or(usize::MAX);
            lane.every = rounds.div_ceil(affordable.max(MIN_ROUNDS));
        }
    }

    /// Times each contender once.
    pub(crate) fn round(&mut self, round: usize) {
        // The case before this one may have left little of the stream in the caches.
        black_box(memchr::memchr_iter(b'\n', &self.stream.bytes).count());
        let count = self.lanes.len();
        let order = (0..count).cycle().skip(round % count).take(count);
        for index in order {
            let Some(lane) = self.lanes.get_mut(index) else {
                continue;
            };
            let time = round
                .is_multiple_of(lane.every)
                .then(|| lane.measure(&self.stream, self.piece));
            lane.times.push(time);
        }
    }

    pub(crate) fn lane(&self, name: &str) -> Option<&Lane> {
        self.lanes.iter().find(|lane| lane.contender.name == name)
    }

    /// The time of ours ÷ that of `other`, in the rounds that both took part in.
    pub(crate) fn ratio(&self, other: &Lane) -> Option<Summary> {
        let ours = self.lanes.first()?;
        let rounds = ours.times.iter().zip(&other.times);
        Summary::new(rounds.filter_map(|(ours, other)| Some((*ours)? / (*other)?)))
    }

    /// The time of ours ÷ that of `other`, each in its fastest round.
    pub(crate) fn fastest_ratio(&self, other: &Lane) -> Option<f64> {
        Some(self.lanes.first()?.fastest()? / other.fastest()?)
    }

    /// Whether it is `lane` that the others are measured against.
    pub(crate) fn is_ours(&self, lane: &Lane) -> bool {
        let ours = self.lanes.first();
        ours.is_some_and(|ours| ours.contender.name == lane.contender.name)
    }

    /// Nanoseconds per byte of the stream.
    pub(crate) fn ns_per_byte(&self, lane: &Lane) -> Option<f64> {
        Some(lane.median()? / self.stream.bytes.len() as f64)
    }

    /// Nanoseconds per event.
    pub(crate) fn ns_per_event(&self, lane: &Lane) -> Option<f64> {
        Some(lane.median()? / self.stream.events as f64)
    }
}

impl Lane {
    /// Nanoseconds per pass.
    fn measure(&self, stream: &Stream, piece: usize) -> f64 {
        let start = Instant::now();
        for _ in 0..self.passes {
            black_box((self.contender.run)(black_box(stream), piece));
        }
        start.elapsed().as_nanos() as f64 / f64::from(self.passes)
    }

    /// Nanoseconds per pass in the fastest round.
    pub(crate) fn fastest(&self) -> Option<f64> {
        self.times.iter().copied().flatten().min_by(f64::total_cmp)
    }

    fn median(&self) -> Option<f64> {
        Some(Summary::new(self.times.iter().copied().flatten())?.median)
    }
}
