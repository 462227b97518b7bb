//! Fields that are sent: builders beside a writer that pushes strings.

mod builders;
mod calls;
mod check;
mod text;

pub(super) use check::check_encoded;

pub use builders::{with_request, with_response};
pub use calls::{Call, Said, request_calls, response_calls};
pub use check::{check_extension, check_fixpoint, check_request_writing, check_response_writing};
pub use text::{request_text, response_text};
