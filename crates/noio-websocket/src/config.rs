//! What a decoder of messages is told.

/// The limits of a [`Decoder`](crate::Decoder), and how it hands out messages.
///
/// Set by assignment, so that a later limit breaks nobody:
///
/// ```
/// use noio_websocket::{Config, Decoder, Role};
///
/// let mut config = Config::new();
/// config.max_message_len = 64 * 1_024;
/// let decoder = Decoder::with_config(Role::Server, config);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Config {
    /// The longest payload of one data frame, in bytes. Default: 16 MiB.
    ///
    /// It is looked at behind the length: a longer frame is refused before a byte of it is kept.
    /// Control frames have a limit of their own, 125 bytes.
    pub max_frame_len: u64,
    /// The longest message, in bytes, all fragments together. Default: 16 MiB.
    ///
    /// It is looked at behind the length of each frame. Whole messages are kept in memory until they
    /// are handed out, on targets of 32 bits no more than 1 GiB; with
    /// [`pieces`](Self::pieces) nothing is kept from one call to the next, and the limit may be as
    /// high as `u64::MAX`.
    pub max_message_len: u64,
    /// The most frames that a message may have. Default: 131,072.
    ///
    /// Frames without payload count: there is no other limit to them. They cost no memory, only
    /// time.
    pub max_fragment_count: u32,
    /// Whether messages are handed out piece by piece, as they come, instead of whole. Default:
    /// no.
    ///
    /// What comes is [`Event::TextPiece`](crate::Event::TextPiece) and
    /// [`Event::BinaryPiece`](crate::Event::BinaryPiece) then.
    pub pieces: bool,
}

impl Config {
    /// The default limits, and whole messages.
    pub const fn new() -> Self {
        Self {
            max_frame_len: 16 << 20,
            max_message_len: 16 << 20,
            max_fragment_count: 131_072,
            pieces: false,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::new()
    }
}
