//! Whether the goals are met.

use core::fmt;

use noio_benches::goal::{Goal, Limit, Measure};

use crate::{
    counts::Counts,
    measure::{TimedCase, TimedCodec, TimedLane},
};

/// The longer of two inputs fed byte by byte may cost this much more per byte, for caches and
/// growing buffers. It is at least ten times as long, and a quadratic decoder would be that slow.
const MAX_GROWTH: f64 = 2.0;

/// A goal, and how far it was from what was measured.
pub(crate) struct Verdict {
    goal: &'static Goal,
    must: Worst,
    mean: Worst,
}

/// The worst of some measurements, and where it was.
struct Worst {
    value: f64,
    place: String,
}

/// On all goals of a codec that something was measured for.
pub(crate) fn verdicts(timed: &TimedCodec, counts: Option<&Counts>) -> Vec<Verdict> {
    let goals = timed.codec.goals.iter();
    let verdict = |goal: &'static Goal| {
        let measured = |limit| measured(goal.measure, limit, timed, counts);
        Some(Verdict {
            goal,
            must: measured(&goal.must)?,
            mean: measured(&goal.mean)?,
        })
    };
    goals.filter_map(verdict).collect()
}

fn measured(
    measure: Measure,
    limit: &Limit,
    timed: &TimedCodec,
    counts: Option<&Counts>,
) -> Option<Worst> {
    let codec = timed.codec.name;
    match measure {
        Measure::Ratio {
            task,
            workloads,
            cuts,
            ours,
        } => {
            let task = timed.tasks.iter().find(|timed| timed.name == task)?;
            let wanted = task.workloads.iter();
            let wanted = wanted.filter(|workload| workloads.contains(&workload.name));
            worst(wanted.flat_map(|workload| {
                let ratio = |case: &TimedCase| {
                    let place = match workloads {
                        [_] => case.cut_name.into(),
                        _ => format!("`{}`, {}", workload.name, case.cut_name),
                    };
                    Some((ratio(case, ours, limit.rivals)?, place))
                };
                let cases = workload.cases.iter();
                let wanted = cases.filter(|case| cuts.is_empty() || cuts.contains(&case.cut_name));
                wanted.filter_map(ratio)
            }))
        }
        Measure::Allocations {
            contenders,
            cuts,
            except,
        } => worst(
            counts?
                .allocations
                .iter()
                .filter(|row| {
                    row.codec == codec
                        && contenders.contains(&&*row.contender)
                        && cuts.contains(&&*row.cut_name)
                        && !except.contains(&&*row.workload)
                })
                .map(|row| {
                    (
                        row.per_unit,
                        format!("`{}`, {}", row.workload, row.cut_name),
                    )
                }),
        ),
        Measure::Heap => {
            let rows = counts?.heap.iter().filter(|heap| heap.codec == codec);
            worst(rows.map(|heap| (heap.bytes, heap.after.clone())))
        }
        Measure::Drip => drip(timed),
    }
}

/// Against the fastest of the rivals.
fn ratio(case: &TimedCase, ours: Option<&str>, rivals: &[&str]) -> Option<f64> {
    let ours = match ours {
        Some(name) => case.lane(name)?,
        None => case.lanes.first()?,
    };
    let ratio = |lane: &TimedLane| Some(TimedCase::ratio_of(ours, lane)?.median);
    let lanes = rivals.iter().filter_map(|name| case.lane(name));
    lanes.filter_map(ratio).max_by(f64::total_cmp)
}

fn drip(timed: &TimedCodec) -> Option<Worst> {
    let drips = || timed.tasks.iter().flat_map(|task| &task.drips);
    let is_linear = drips().all(|drip| match &*drip.cases {
        [short, long] => {
            long.fastest_ns_per_byte() < short.fastest_ns_per_byte().map(|ns| ns * MAX_GROWTH)
        }
        _ => false,
    });
    let measured = worst(drips().flat_map(|drip| {
        drip.cases.iter().filter_map(|case| {
            let place = format!("`{}`, {}", drip.name, case.cut_name);
            Some((case.ns_per_byte(case.lanes.first()?)?, place))
        })
    }))?;
    if is_linear {
        return Some(measured);
    }
    Some(Worst {
        value: f64::INFINITY,
        place: "not linear".into(),
    })
}

fn worst(measured: impl Iterator<Item = (f64, String)>) -> Option<Worst> {
    let (value, place) = measured.max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    Some(Worst { value, place })
}

/// Cells of a row of the table of goals.
impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { goal, must, mean } = self;
        write!(f, "{} | ", goal.workload)?;
        write_target(goal.measure, &goal.must, must, f)?;
        write!(f, " | ")?;
        write_target(goal.measure, &goal.mean, mean, f)
    }
}

/// Three cells: the number, what was measured, and whether it is met.
fn write_target(
    measure: Measure,
    limit: &Limit,
    measured: &Worst,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let number = limit.number;
    // One digit more where a little more than the number is already too much.
    let digits = if limit.is_exact() { 3 } else { 2 };
    match measure {
        Measure::Ratio { .. } => {
            write!(f, "≤ {number:.digits$} of ")?;
            if limit.rivals.len() > 1 {
                write!(f, "the best of ")?;
            }
            write!(f, "{}", limit.rivals.join(" and "))?;
        }
        Measure::Allocations { .. } => write!(f, "{number}")?,
        Measure::Heap => write!(f, "≤ {number} B")?,
        Measure::Drip => write!(f, "≤ {number} ns a byte, linear")?,
    }
    let Worst { value, place } = measured;
    if limit.is_exact() {
        write!(f, ", exactly")?;
    }
    let verdict = if limit.is_met(*value) {
        "met"
    } else {
        "**missed**"
    };
    write!(f, " | {value:.digits$} ({place}) | {verdict}")
}
