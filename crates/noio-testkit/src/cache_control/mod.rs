//! For `noio-cache-control`: a reference that reads a field in the obvious way, a writer that pushes
//! strings, and the comparison of both with the codec.
//!
//! The [`reference`](mod@reference) keeps everything in lists and goes through them as often as it
//! likes: lines, then members, then what they mean together. It shares no grammar with the codec.

pub mod cache_status;
mod check;
pub mod freshness;
pub mod fuzz;
mod join;
pub mod reference;
pub mod targeted;
mod variants;
pub mod vectors;
pub mod writing;

pub use check::{check_age, check_reading};
pub use variants::check_variants;
