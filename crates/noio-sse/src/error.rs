//! What a peer can do wrong. Event streams have no syntax errors, so every kind is a limit.

use thiserror::Error;

/// A stream that went over one of the limits of [`Config`](crate::Config).
///
/// The error is final: every later call answers with the same one until
/// [`Decoder::restart`](crate::Decoder::restart).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("{kind} at byte {offset}")]
pub struct DecodeError {
    kind: DecodeErrorKind,
    offset: u64,
}

impl DecodeError {
    pub(crate) const fn new(kind: DecodeErrorKind, offset: u64) -> Self {
        Self { kind, offset }
    }

    /// The limit that was exceeded.
    pub const fn kind(&self) -> DecodeErrorKind {
        self.kind
    }

    /// The offset, in bytes from the start of the body, of the first byte over the limit.
    pub const fn offset(&self) -> u64 {
        self.offset
    }
}

#[cfg(feature = "std")]
impl From<DecodeError> for std::io::Error {
    fn from(error: DecodeError) -> Self {
        Self::new(std::io::ErrorKind::InvalidData, error)
    }
}

/// Which limit a stream exceeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// A `data`, `event`, `id` or `retry` line is longer than
    /// [`Config::max_line_len`](crate::Config::max_line_len).
    #[error("line too long")]
    LineTooLong,
    /// The data of one event is longer than
    /// [`Config::max_data_len`](crate::Config::max_data_len).
    #[error("event data too long")]
    DataTooLong,
    /// The value of an `event` line is longer than
    /// [`Config::max_event_type_len`](crate::Config::max_event_type_len).
    #[error("event type too long")]
    EventTypeTooLong,
    /// The value of an `id` line is longer than
    /// [`Config::max_id_len`](crate::Config::max_id_len).
    #[error("event id too long")]
    IdTooLong,
}
