//! The limits of a stream, apart from the type that `noio-sse` has for them.

use noio_sse::Config;

/// The limits of a decoder, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Of a line that has a field with a meaning, without its line end.
    pub line: usize,
    /// Of the data of an event, with the line feeds that join its lines.
    pub data: usize,
    /// Of the value of an `event` line.
    pub event_type: usize,
    /// Of the value of an `id` line.
    pub id: usize,
}

impl Limits {
    /// The default ones of `noio-sse`.
    pub fn new() -> Self {
        let config = Config::new();
        Self {
            line: config.max_line_len,
            data: config.max_data_len,
            event_type: config.max_event_type_len,
            id: config.max_id_len,
        }
    }

    /// The same for a decoder of `noio-sse`.
    pub fn config(self) -> Config {
        let mut config = Config::new();
        config.max_line_len = self.line;
        config.max_data_len = self.data;
        config.max_event_type_len = self.event_type;
        config.max_id_len = self.id;
        config
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::new()
    }
}
