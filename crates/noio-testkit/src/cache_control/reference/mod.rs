//! A reader of Cache-Control that takes whole fields, goes through them as often as it likes and
//! keeps everything in lists.
//!
//! It has a grammar of its own. Of the codec it knows the words for an answer
//! ([`Delta`](noio_cache_control::Delta), [`Scope`](noio_cache_control::Scope)), and no code.

mod age;
mod members;
mod names;
mod request;
mod response;
mod statements;

pub use age::age;
pub use members::{Argument, Line, Meaning, Member, is_token};
pub use names::{REQUEST_NAMES, RESPONSE_NAMES, field_names, names_in};
pub use request::Request;
pub use response::Response;
