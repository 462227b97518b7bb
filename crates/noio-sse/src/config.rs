//! The limits of a decoder.

/// The limits of a [`Decoder`](crate::Decoder), in bytes of the stream.
///
/// Set by assignment, so that a later limit breaks nobody:
///
/// ```
/// let mut config = noio_sse::Config::new();
/// config.max_line_len = 64 * 1024;
/// let decoder = noio_sse::Decoder::with_config(config);
/// # let _ = decoder;
/// ```
///
/// A limit counts bytes as they came, before U+FFFD stands in for bad ones: text that needs such
/// repair can be three times as long in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Config {
    /// The longest `data`, `event`, `id` or `retry` line, from its first byte to the one before
    /// its line end. Default: 16 MiB, since some services send whole images in one line.
    ///
    /// A longer comment or unknown field is skipped and is no error.
    pub max_line_len: usize,
    /// The longest data of one event: its `data` values and the line feeds that join them.
    /// Default: 64 MiB.
    pub max_data_len: usize,
    /// The longest value of an `event` line. Default: 64 KiB.
    pub max_event_type_len: usize,
    /// The longest value of an `id` line. Default: 64 KiB.
    ///
    /// The last event id is kept for as long as the decoder lives.
    pub max_id_len: usize,
}

impl Config {
    /// The default limits.
    pub const fn new() -> Self {
        Self {
            max_line_len: 16 * 1024 * 1024,
            max_data_len: 64 * 1024 * 1024,
            max_event_type_len: 64 * 1024,
            max_id_len: 64 * 1024,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::new()
    }
}
