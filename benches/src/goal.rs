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
}

impl Limit {
    /// A ratio to the time of the fastest of `rivals`.
    pub const fn of(number: f64, rivals: &'static [&'static str]) -> Self {
        Self { number, rivals }
    }

    /// A number of what is measured.
    pub const fn plain(number: f64) -> Self {
        Self {
            number,
            rivals: &[],
        }
    }
}
