//! For `noio-chunked`: an adapter, a reference decoder, how both are set up, and bodies to try.
//!
//! # The log
//!
//! | entry | for |
//! |---|---|
//! | `chunk size="5" name="a" value="b"` | the head of a chunk, the last one too, if heads are asked for; each extension has its name and, if it has one, its value without quotes and escapes |
//! | `data "…"` | data; pieces of one chunk are one entry, and so are those of adjacent chunks whose heads are not asked for |
//! | `trailer name="A" value="b"` | a trailer field |
//! | `forbidden-trailer name="Host" value="b"` | one that must not be in a trailer section |
//! | `end body_len="9"` | the end |

use noio_chunked::Config;

mod adapter;
pub mod fuzz;
pub mod reference;
mod round_trip;
#[cfg(feature = "strategies")]
pub mod strategies;

pub use adapter::{Decoder, config};
pub use round_trip::{Body, Chunk, Extension, check_encoder, chunked_round_trip};

/// The default limits, with a refusal or leniency for each of the lower six bits of `flags`.
pub fn with_flags(flags: u8) -> Config {
    let is_set = |bit: u8| flags >> bit & 1 == 1;
    let mut config = Config::new();
    config.refuse_extensions = is_set(0);
    config.refuse_bad_whitespace = is_set(1);
    config.allow_bare_lf = is_set(2);
    config.allow_trailing_whitespace = is_set(3);
    config.allow_missing_data_crlf = is_set(4);
    config.allow_invalid_extensions = is_set(5);
    config
}
