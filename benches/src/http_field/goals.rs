//! What the grammar of field values must reach.

use crate::goal::{Goal, Limit, Measure};

const HTTPDATE: &[&str] = &["httpdate"];

/// At least three times as fast.
const THIRD: Limit = Limit::of(1.0 / 3.0, HTTPDATE).exact();

/// All of them.
pub(super) const GOALS: &[Goal] = &[
    Goal {
        workload: "parse dates, any format",
        measure: Measure::Ratio {
            task: "parse date",
            workloads: &["imf-fixdate", "rfc850", "asctime"],
            cuts: &[],
            ours: None,
        },
        must: THIRD,
        mean: THIRD,
    },
    Goal {
        workload: "format dates",
        measure: Measure::Ratio {
            task: "format date",
            workloads: &["imf-fixdate"],
            cuts: &[],
            ours: None,
        },
        must: THIRD,
        mean: THIRD,
    },
    Goal {
        workload: "allocations per value",
        measure: Measure::Allocations {
            contenders: &["noio-http-field"],
            cuts: &["whole"],
            except: &[],
        },
        must: Limit::plain(0.0),
        mean: Limit::plain(0.0),
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_times_as_fast_is_not_a_bit_less() {
        let dates: Vec<_> = GOALS
            .iter()
            .filter(|goal| matches!(goal.measure, Measure::Ratio { .. }))
            .collect();
        assert_eq!(dates.len(), 2);
        for goal in dates {
            assert!(goal.must.is_met(0.333) && !goal.must.is_met(0.334));
        }
    }
}
