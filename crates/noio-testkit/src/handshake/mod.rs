//! For `noio_websocket::handshake`: an adapter, a reference, how both are set up, and heads to try.
//!
//! # The log
//!
//! | entry | for |
//! |---|---|
//! | `request target="…" host="…" origin="…"` | a request, with its host and port in `host`; without `origin` if it has none |
//! | `subprotocol "…"` | one that the request offers |
//! | `extension "…" param="…" value="…"` | one that the request offers or the response agrees to, with its parameters; those without a value have no `value` |
//! | `accepted subprotocol="…"` | a response that opens the connection; without `subprotocol` if it names none |
//! | `refused "…"` | another response, with its status |
//! | `field "…" "…"` | if they are asked for, every field of the head, behind all of the above |
//! | `end` | the end |

mod adapter;
mod check;
mod entries;
pub mod fuzz;
pub mod pair;
pub mod reference;
pub mod script;
mod setup;
#[cfg(feature = "strategies")]
pub mod strategies;

pub use adapter::Decoder;
pub use check::{check_connect, check_connect_response, check_upgrade, check_upgrade_response};
pub use setup::{EXTENSIONS, KEY, Offers, SUBPROTOCOLS, Setup, Side};
