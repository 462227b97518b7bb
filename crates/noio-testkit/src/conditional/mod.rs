//! For `noio-conditional`: a reference that reads requests in the obvious way and decides by a table,
//! the comparison of both, and the laws that conditional requests keep.

mod check;
mod facts;
pub mod fuzz;
mod monotone;
pub mod reference;
mod request;
mod variants;
pub mod vectors;

pub use check::{METHODS, check_list, check_request, check_tag, seen};
pub use facts::{Current, Modified, Tag};
pub use monotone::check_monotone;
pub use variants::check_variants;
