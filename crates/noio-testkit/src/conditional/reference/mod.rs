//! A second opinion on conditional requests, from RFC 9110 §8.8, §13 and RFC 9111 §4.3.2.
//!
//! Values are taken apart octet by octet into lists; a validator is compared with each of them; and
//! the decision is a table of rows, of which the first that fits holds. It shares nothing with the
//! codec but the names of outcomes, and dates are counted by the [calendar](crate::http_field::calendar).

mod conditions;
mod decision;
mod tags;

pub use conditions::{Conditions, conditions};
pub use decision::decide;
pub(super) use tags::trimmed;
pub use tags::{Member, is_same, members, tag};

/// A field of a request: its name and its value.
pub type Field = (Vec<u8>, Vec<u8>);
