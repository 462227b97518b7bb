#![doc = include_str!("../README.md")]
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "std")]
extern crate std;

mod condition;
mod encode_error;
mod etag;
mod etags;
mod evaluate;
mod evaluation;
mod last_modified;
mod not_modified;
mod preconditions;
mod representation;

pub use condition::Condition;
pub use encode_error::EncodeError;
pub use etag::ETag;
pub use etags::{ETags, Member};
pub use evaluate::evaluate;
pub use evaluation::{Evaluation, Outcome, Reason};
pub use last_modified::LastModified;
pub use noio_http_field::{DateConfig, DateError, DateFormat, HttpDate};
pub use not_modified::is_not_modified_field;
pub use preconditions::Preconditions;
pub use representation::Representation;
