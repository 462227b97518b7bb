//! Targeted fields (RFC 9213) out of slow Structured Fields, the choice among several, and the
//! comparison with the codec.

mod check;
mod fuzz;
pub mod junk;
mod reference;

pub use check::{Fields, check_select, check_targeted, check_written};
pub use fuzz::{TARGET_LISTS, targeted};
pub use reference::read;
