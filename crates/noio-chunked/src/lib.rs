#![doc = include_str!("../README.md")]
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod config;
mod decoder;
mod encode_error;
mod encode_fields;
mod encoder;
mod error;
mod event;
mod forbidden;
pub mod framing;
mod head;
mod machine;
mod size;

pub use config::Config;
pub use decoder::Decoder;
pub use encode_error::EncodeError;
pub use encoder::{CHUNK_END, Chunk, Encoder, HEADROOM, LAST_CHUNK, TAILROOM};
pub use error::{DecodeError, DecodeErrorKind};
pub use event::{ChunkHead, Event, Extensions, Trailer};
pub use forbidden::is_forbidden_trailer;
pub use head::Head;
pub use noio_http_field::{FieldError, FieldErrorKind, Parameter, QuotedString, Token, Value};
