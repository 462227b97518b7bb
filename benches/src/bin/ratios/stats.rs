//! Medians and quartiles.

use core::fmt;

/// The middle of some numbers, and how far they spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Summary {
    pub(crate) first_quartile: f64,
    pub(crate) median: f64,
    pub(crate) third_quartile: f64,
}

impl Summary {
    /// `None` of no numbers.
    pub(crate) fn new(numbers: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut sorted: Vec<f64> = numbers.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        Some(Self {
            first_quartile: quantile(&sorted, 1)?,
            median: quantile(&sorted, 2)?,
            third_quartile: quantile(&sorted, 3)?,
        })
    }
}

/// `0.44 (0.43–0.46)`
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            first_quartile,
            median,
            third_quartile,
        } = self;
        write!(f, "{median:.2} ({first_quartile:.2}–{third_quartile:.2})")
    }
}

/// A quarter, half or three quarters of the way through `sorted`, between two numbers where it
/// falls between them.
fn quantile(sorted: &[f64], quarters: usize) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let (index, rest) = (last * quarters / 4, last * quarters % 4);
    let below = *sorted.get(index)?;
    let above = *sorted.get(index + 1).unwrap_or(&below);
    Some(below + (above - below) * rest as f64 / 4.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles() {
        assert_eq!(Summary::new([]), None);
        let five = Summary::new([5.0, 1.0, 4.0, 2.0, 3.0]);
        let expected = Summary {
            first_quartile: 2.0,
            median: 3.0,
            third_quartile: 4.0,
        };
        assert_eq!(five, Some(expected));
        let two = Summary::new([1.0, 2.0]).map(|two| two.to_string());
        assert_eq!(two.as_deref(), Some("1.50 (1.25–1.75)"));
    }
}
