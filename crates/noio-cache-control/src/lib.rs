#![doc = include_str!("../README.md")]
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(test)]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod age;
mod anomalies;
pub mod cache_status;
mod delta;
mod directives;
mod encode_error;
mod expires;
mod extension;
mod field_names;
mod fold;
pub mod freshness;
mod name;
mod output;
mod patterns;
mod request;
mod request_builder;
mod response;
mod response_builder;
mod scope;
pub mod targeted;

pub use age::Age;
pub use anomalies::{Anomalies, Anomaly};
pub use delta::{Delta, MaxStale};
pub use directives::{Directive, Directives, Malformed, Member};
pub use encode_error::EncodeError;
pub use expires::Expires;
pub use extension::Extension;
pub use field_names::{no_cache_fields, private_fields};
pub use noio_http_field::{
    DateConfig, DateError, DateFormat, FieldError, FieldErrorKind, HttpDate, QuotedString, Token,
    Value, structured,
};
pub use request::RequestDirectives;
pub use request_builder::RequestBuilder;
pub use response::ResponseDirectives;
pub use response_builder::ResponseBuilder;
pub use scope::Scope;
