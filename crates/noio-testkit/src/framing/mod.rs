//! For the framing decision of `noio-chunked`: heads, a reference, and the comparison of the two.

mod comparison;
mod fuzz;
mod head;
pub mod reference;

pub use comparison::{check, kind_name};
pub use fuzz::framing;
pub use head::{Head, Leniencies, Message};
