//! Freshness, storage and reuse: a [reference](mod@reference) that has each rule as its section
//! does, the comparison with the codec, and the theorem that junk in a field gives no permission.

mod check;
pub(super) mod decisions;
mod facts;
mod fragments;
pub mod junk;
pub mod reference;
pub mod scenario;

pub use check::{CACHES, Case, check_age, check_lifetime, check_storage, check_use};
pub use facts::{Extent, Facts, Flag, Request, Response};
pub use fragments::JUNK;
pub use reference::{Entry, Use};
