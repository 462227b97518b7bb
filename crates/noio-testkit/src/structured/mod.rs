//! For Structured Fields in `noio-http-field`: a reference that follows the algorithms of RFC 9651
//! §4.2 step by step, a writer that follows those of §4.1, the ABNF of §3, and the comparison of all
//! of them with the codec.
//!
//! The [`reference`](mod@reference) says what a field means, and the ABNF of [`rules`] where the
//! first byte stands that no legal field could have there. They know nothing of each other, and have
//! to agree on what is legal.

mod check;
mod read;
pub mod reference;
pub mod rules;
mod value;
pub mod writer;

pub use check::{check_structured, structured};
pub use read::{read_dictionary, read_item, read_list};
pub use value::{Item, Map, Member, Value, put};
