//! The goals, and whether they are met.

use core::fmt;

use crate::{
    counts::Counts,
    measure::{Case, Lane},
};

/// How far over its number a goal still counts as met: as much as rebuilds and neighbours move it.
const SLACK: f64 = 1.10;

/// The longer of two streams fed byte by byte may cost this much more per byte, for caches and
/// growing buffers. It is at least 16 times as long, and a quadratic decoder would be that slow.
const MAX_GROWTH: f64 = 2.0;

/// A workload, the number it must reach, and the one it is meant to reach.
pub(crate) struct Goal {
    workload: String,
    must: Target,
    mean: Target,
}

struct Target {
    text: String,
    limit: f64,
    measured: Worst,
}

/// The worst of some measurements, and where it was.
struct Worst {
    value: f64,
    place: String,
}

/// All goals that `cases`, `drips` and `counts` say something about.
pub(crate) fn all(cases: &[Case], drips: &[Case], counts: Option<&Counts>) -> Vec<Goal> {
    let mut goals = Vec::new();
    for (name, must, mean) in [
        ("llm", Number::stream(0.50), Number::roofline(1.2)),
        ("short", Number::stream(0.50), Number::roofline(1.2)),
        ("ticks", Number::stream(0.50), Number::roofline(1.2)),
        ("lines", Number::stream(0.60), Number::stream(0.40)),
        ("line", Number::best(1.00), Number::best(0.60)),
    ] {
        let cases = cases.iter().filter(|case| case.stream_name == name);
        goals.extend(ratio_goal(name, cases.collect(), &must, &mean));
    }
    if let Some(counts) = counts {
        goals.extend(allocation_goal(counts));
        goals.extend(heap_goal(counts));
    }
    goals.extend(drip_goal(drips));
    goals
}

/// A ratio to be reached, and whom it is to.
struct Number {
    limit: f64,
    rivals: &'static [&'static str],
    text: &'static str,
}

impl Number {
    const fn stream(limit: f64) -> Self {
        Self {
            limit,
            rivals: &["sse-stream"],
            text: "sse-stream",
        }
    }

    const fn roofline(limit: f64) -> Self {
        Self {
            limit,
            rivals: &["memchr_iter"],
            text: "`memchr_iter`",
        }
    }

    const fn best(limit: f64) -> Self {
        Self {
            limit,
            rivals: &["sseer", "sse-stream"],
            text: "the best of sseer and sse-stream",
        }
    }

    /// The worst of `cases`, each against the fastest of the rivals in it.
    fn target(&self, cases: &[&Case]) -> Option<Target> {
        let measured = worst(cases.iter().filter_map(|case| {
            let ratio = |lane: &Lane| Some(case.ratio(lane)?.median);
            let lanes = self.rivals.iter().filter_map(|name| case.lane(name));
            let value = lanes.filter_map(ratio).max_by(f64::total_cmp)?;
            Some((value, case.cut_name.into()))
        }))?;
        Some(Target {
            text: format!("≤ {:.2} of {}", self.limit, self.text),
            limit: self.limit,
            measured,
        })
    }
}

fn ratio_goal(name: &str, cases: Vec<&Case>, must: &Number, mean: &Number) -> Option<Goal> {
    Some(Goal {
        workload: format!("decode `{name}`, any piece size"),
        must: must.target(&cases)?,
        mean: mean.target(&cases)?,
    })
}

fn allocation_goal(counts: &Counts) -> Option<Goal> {
    let target = || {
        // Data of several lines lies nowhere in the input as the text that it is: `lines` has its
        // row in the table, and no goal.
        let rows = counts.allocations.iter().filter(|row| {
            row.contender == "noio-sse"
                && row.stream_name != "lines"
                && ["whole", "event by event"].contains(&&*row.cut_name)
        });
        Some(Target {
            text: "0".into(),
            limit: 0.0,
            measured: worst(rows.map(|row| {
                let place = format!("`{}`, {}", row.stream_name, row.cut_name);
                (row.per_event, place)
            }))?,
        })
    };
    Some(Goal {
        workload: "allocations per event whose data is one run of the input".into(),
        must: target()?,
        mean: target()?,
    })
}

fn heap_goal(counts: &Counts) -> Option<Goal> {
    let target = |limit: f64| {
        Some(Target {
            text: format!("≤ {limit} B"),
            limit,
            measured: worst(
                counts
                    .heap
                    .iter()
                    .map(|heap| (heap.bytes, heap.after.clone())),
            )?,
        })
    };
    Some(Goal {
        workload: "heap held by an idle decoder, beside the struct".into(),
        must: target(256.0)?,
        mean: target(0.0)?,
    })
}

fn drip_goal(drips: &[Case]) -> Option<Goal> {
    let ns_per_byte = |case: &Case| case.ns_per_byte(case.lanes.first()?);
    let fastest = |case: &Case| {
        let fastest = case.lanes.first()?.fastest()?;
        Some(fastest / case.stream.bytes.len() as f64)
    };
    let target = |limit: f64| {
        let mut measured = worst(drips.iter().filter_map(|case| {
            let place = format!("`{}`, {}", case.stream_name, case.cut_name);
            Some((ns_per_byte(case)?, place))
        }))?;
        // A stream and the longer one of its kind are neighbours.
        let is_linear = drips.chunks_exact(2).all(|pair| match pair {
            [short, long] => fastest(long) < fastest(short).map(|ns| ns * MAX_GROWTH),
            _ => false,
        });
        if !is_linear {
            measured.value = f64::INFINITY;
            measured.place = "not linear".into();
        }
        Some(Target {
            text: format!("≤ {limit} ns a byte, linear"),
            limit,
            measured,
        })
    };
    Some(Goal {
        workload: "1-byte feeds".into(),
        must: target(5.0)?,
        mean: target(2.0)?,
    })
}

fn worst(measured: impl Iterator<Item = (f64, String)>) -> Option<Worst> {
    let (value, place) = measured.max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    Some(Worst { value, place })
}

/// A row of the table of goals.
impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            workload,
            must,
            mean,
        } = self;
        write!(f, "| {workload} | {must} | {mean} |")
    }
}

/// Three cells: the goal, what was measured, and whether it is met.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            text,
            limit,
            measured: Worst { value, place },
        } = self;
        let verdict = if *value <= limit * SLACK {
            "met"
        } else {
            "**missed**"
        };
        write!(f, "{text} | {value:.2} ({place}) | {verdict}")
    }
}
