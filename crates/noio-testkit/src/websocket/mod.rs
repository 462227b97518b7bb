//! For `noio-websocket`: an adapter, a reference decoder, how both are set up, and frames to try.
//!
//! # The log of messages
//!
//! | entry | for |
//! |---|---|
//! | `text "…"`, `binary "…"` | a message; in pieces what came of one, where pieces with nothing between them are one entry |
//! | `last text`, `last binary` | in pieces, the end of a message |
//! | `ping "…"`, `pong "…"` | a control frame |
//! | `close 1000 "…"` | a Close with its code, which is `none` if there is none, and its reason |
//! | `reply pong "…"`, `reply close "…"` | a reply, taken after an event or when a call has failed, with its payload |
//! | `end clean`, `end abnormal` | the end |
//!
//! # The log of frames
//!
//! | entry | for |
//! |---|---|
//! | `frame opcode=text fin=true rsv=0 len=5 mask="…"` | a header; without `mask` if it has no key |
//! | `payload "…"` | what is behind it, unmasked; pieces are one entry |
//! | `end clean`, `end abnormal` | the end |

mod adapter;
pub mod fuzz;
mod pair;
pub mod reference;
mod round_trip;
pub mod script;
mod sending;
mod setup;
#[cfg(feature = "strategies")]
pub mod strategies;
mod wire;

pub use adapter::Decoder;
pub use pair::check_pair;
pub use round_trip::{check_encoder, check_header};
pub use sending::{Received, Sending};
pub use setup::Setup;
pub use wire::{Frame, LengthForm};
