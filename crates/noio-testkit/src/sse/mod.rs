//! For `noio-sse`: adapters, a reference decoder, how both are set up, and streams to try.
//!
//! # The log
//!
//! | entry | for |
//! |---|---|
//! | `message type="tick" data="…" id="7"` | a message; type is left out if it is `message`, id if it is empty |
//! | `comment "…"` | a comment |
//! | `retry "3000"` | a reconnection time, in milliseconds |
//! | `discarded type="tick" data="…" id="7"` | the block that the end cut off, if it has data |
//! | `end id="7" retry="3000"` | the end: the last event id unless it is empty, and the reconnection time if one came |
//!
//! And of the lower layer: `field "data"` (a comment has the name ""), `value "…"`, `end-of-line`,
//! `end-of-block`, `end`.

mod adapter;
mod fields;
pub mod fuzz;
mod limits;
pub mod reference;
mod setup;
#[cfg(feature = "strategies")]
pub mod strategies;

pub use adapter::{Decoder, LineDecoder};
pub use fields::{Fields, check_encoders};
pub use limits::Limits;
pub use setup::{Events, Lines};
