//! What code does to the heap.
//!
//! Without the feature `heap` nothing is measured and all numbers are 0.

/// Whether the heap is measured.
pub const IS_MEASURED: bool = cfg!(feature = "heap");

/// What a stretch of code did to the heap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Bytes allocated and not freed; negative if more was freed.
    pub held: i64,
    /// Bytes allocated in all, freed or not.
    pub allocated: u64,
    /// The number of allocations.
    pub count: u64,
}

/// Runs `code` and measures what it does to the heap on this thread.
#[cfg(feature = "heap")]
pub fn measure<T>(code: impl FnOnce() -> T) -> (T, Usage) {
    use core::panic::AssertUnwindSafe;
    use std::panic::{catch_unwind, resume_unwind};

    let mut outcome = None;
    // A panic must not leave the counter inside its measurement.
    let info = allocation_counter::measure(|| outcome = Some(catch_unwind(AssertUnwindSafe(code))));
    let usage = Usage {
        held: info.bytes_current,
        allocated: info.bytes_total,
        count: info.count_total,
    };
    match outcome {
        Some(Ok(value)) => (value, usage),
        Some(Err(panic)) => resume_unwind(panic),
        None => unreachable!("the counter runs the code"),
    }
}

/// Runs `code` and measures what it does to the heap on this thread.
#[cfg(not(feature = "heap"))]
pub fn measure<T>(code: impl FnOnce() -> T) -> (T, Usage) {
    (code(), Usage::default())
}

/// Runs `code` without counting what it allocates. It must not panic.
#[cfg(feature = "heap")]
pub fn uncounted(code: impl FnOnce()) {
    allocation_counter::opt_out(code);
}

/// Runs `code` without counting what it allocates. It must not panic.
#[cfg(not(feature = "heap"))]
pub fn uncounted(code: impl FnOnce()) {
    code();
}

#[cfg(all(test, feature = "heap"))]
mod tests {
    use super::*;

    #[test]
    fn held_and_freed_bytes_are_told_apart() {
        let (kept, usage) = measure(|| {
            drop(core::hint::black_box(vec![0_u8; 100]));
            uncounted(|| drop(core::hint::black_box(vec![0_u8; 1000])));
            vec![0_u8; 10]
        });
        assert_eq!(
            usage,
            Usage {
                held: 10,
                allocated: 110,
                count: 2
            }
        );
        let ((), usage) = measure(|| drop(kept));
        assert_eq!(usage.held, -10);
    }

    #[test]
    fn a_panic_leaves_the_counter_in_order() {
        let caught = std::panic::catch_unwind(|| measure(|| panic!("on purpose")));
        assert!(caught.is_err());
        let (_, usage) = measure(|| vec![0_u8; 7]);
        assert_eq!(usage.held, 7);
    }
}
