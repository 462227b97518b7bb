//! What a codec must reach.

/// A workload, the number it must reach, and the one it is meant to reach.
#[derive(Clone, Copy, Debug)]
pub struct Goal {
    /// What is measured, for the table.
    pub workload: &'static str,
    /// How.
    pub measure: Measure,
    /// What it must reach.
    pub must: Limit,
    /// What it is meant to reach.
    pub mean: Limit,
}

/// How a goal is measured. The worst of what is measured counts.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a report that leaves one out must not compile"
)]
pub enum Measure {
    /// The time of ours ÷ that of the fastest of the rivals that the limit names, in every case of
    /// these workloads.
    Ratio {
        /// The task.
        task: &'static str,
        /// Its workloads.
        workloads: &'static [&'static str],
        /// In which cuts. None named: in all.
        cuts: &'static [&'static str],
        /// Which contender is ours, if it is not the first.
        ours: Option<&'static str>,
    },
    /// Allocations per event, chunk or the like, once buffers have grown.
    Allocations {
        /// Whose.
        contenders: &'static [&'static str],
        /// In which cuts.
        cuts: &'static [&'static str],
        /// Workloads that are left out.
        except: &'static [&'static str],
    },
    /// Bytes on the heap of an idle decoder.
    Heap,
    /// Nanoseconds a byte of the first contender when the input comes byte by byte, and whether
    /// they stay the same in a longer one.
    Drip,
}

/// A number that must not be exceeded.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// The number.
    pub number: f64,
    /// Of a ratio: whom it is to.
    pub rivals: &'static [&'static str],
    /// How many times the number still counts as met: 1 where not a bit more does.
    pub slack: f64,
}

/// As much as rebuilds and neighbours move a measurement.
const SLACK: f64 = 1.10;

impl Limit {
    /// A ratio to the time of the fastest of `rivals`.
    pub const fn of(number: f64, rivals: &'static [&'static str]) -> Self {
        Self {
            number,
            rivals,
            slack: SLACK,
        }
    }

    /// A number of what is measured.
    pub const fn plain(number: f64) -> Self {
        Self {
            number,
            rivals: &[],
            slack: SLACK,
        }
    }

    /// The same number, as one that somebody was promised: no slack.
    #[must_use]
    pub const fn exact(mut self) -> Self {
        self.slack = 1.0;
        self
    }

    /// Whether it has no slack.
    pub const fn is_exact(&self) -> bool {
        self.slack <= 1.0
    }

    /// Whether what was measured is within it.
    pub fn is_met(&self, measured: f64) -> bool {
        measured <= self.number * self.slack
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_has_a_tenth_of_slack_unless_it_is_exact() {
        let limit = Limit::of(0.50, &["peer"]);
        assert!(!limit.is_exact() && limit.is_met(0.549) && !limit.is_met(0.551));
        let limit = limit.exact();
        assert!(limit.is_exact() && limit.is_met(0.5) && !limit.is_met(0.501));
        assert!(Limit::plain(0.0).is_met(0.0) && !Limit::plain(0.0).is_met(0.1));
        assert!(!limit.is_met(f64::INFINITY) && !limit.is_met(f64::NAN));
    }
}
