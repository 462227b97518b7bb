//! For `noio-http-field`: a reference that reads the grammar of RFC 9110 letter by letter, a
//! calendar that counts days, and the comparison of both with the codec.
//!
//! [`grammar`] takes an ABNF rule and tries everything that it allows. So it answers for any rule
//! which bytes match it, and where the first byte stands that no match could have there, without a
//! thought about any one rule. [`calendar`] goes from year to year.

pub mod calendar;
mod check;
mod check_dates;
mod check_lists;
pub mod grammar;
mod rules;

pub use check::{check_comment, check_encoded, check_quoted_string, check_token, http_field};
pub(crate) use check_dates::unix_seconds;
pub use check_dates::{check_date, check_unix_seconds};
pub use check_lists::{check_connection, check_keep_alive, check_list, check_parameters};
