#![doc = include_str!("../README.md")]
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod block;
mod comment;
mod config;
mod data_writer;
mod decoder;
mod encode_error;
mod error;
mod event;
mod field_lines;
pub mod header;
mod limits;
pub mod line;
mod pending;
mod reconnection;
mod scan;
mod text;
mod utf8;
mod whole;

pub use block::Block;
pub use comment::{Comment, KEEP_ALIVE};
pub use config::Config;
pub use data_writer::DataWriter;
pub use decoder::Decoder;
pub use encode_error::EncodeError;
pub use error::{DecodeError, DecodeErrorKind};
pub use event::{Discarded, Event, Message};
pub use reconnection::{Reconnection, Refusal, check_response};
pub use text::Text;
