#![doc = include_str!("../README.md")]
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod assembly;
mod close;
mod config;
mod control;
mod decoder;
mod encode_error;
mod encoder;
mod error;
mod event;
mod frame_decoder;
mod frames;
#[cfg(feature = "handshake")]
pub mod handshake;
mod header;
mod heartbeat;
mod mask;
mod messages;
mod opcode;
mod payload;
mod reply;
mod role;
mod utf8;

pub use close::{Close, CloseCode, ReservedCloseCode};
pub use config::Config;
pub use decoder::Decoder;
pub use encode_error::EncodeError;
pub use encoder::{Encoder, MaskKeys, Unmasked};
pub use error::{DecodeError, DecodeErrorKind};
pub use event::{End, Event, Transport};
pub use frame_decoder::{FrameConfig, FrameDecoder, FrameEvent, Masked};
pub use header::{FrameHead, FrameHeader};
pub use heartbeat::{Due, Heartbeat, HeartbeatConfig};
pub use mask::Mask;
pub use opcode::Opcode;
pub use payload::{Binary, Payload, Text};
pub use reply::Reply;
pub use role::Role;
