#![doc = include_str!("../README.md")]
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

pub mod class;
mod comment;
mod connection;
mod date;
mod encode_error;
mod encoded_value;
mod error;
mod field;
mod keep_alive;
mod list;
mod output;
mod parameter;
mod quoted_string;
pub mod structured;
mod text;
mod token;
mod value;

pub use comment::Comment;
pub use connection::Connection;
pub use date::{DateConfig, DateError, DateFormat, HttpDate};
pub use encode_error::EncodeError;
pub use encoded_value::{EncodedParameter, EncodedValue};
pub use error::{FieldError, FieldErrorKind};
pub use field::{is_field_name, is_field_value, trim_ows};
pub use keep_alive::KeepAlive;
pub use list::List;
pub use parameter::{Parameter, Parameters};
pub use quoted_string::QuotedString;
pub use token::Token;
pub use value::Value;
