//! Lengths and choices for inputs, the same in every run.

/// Numbers that look unrelated for neighbouring indices, so that a branch predictor cannot learn
/// the lengths.
pub(crate) fn spread(index: usize) -> u32 {
    let mixed = (index as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 40) as u32
}
