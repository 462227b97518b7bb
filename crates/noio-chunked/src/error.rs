//! What a peer can do wrong in a chunked body.

use thiserror::Error;

/// A body that breaks the grammar of RFC 9112 §7.1, goes over a limit of
/// [`Config`](crate::Config), or is cut short.
///
/// The error is final: every later call answers with the same one. The connection that it came
/// on is of no more use, since nobody knows where the next message begins.
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

    /// The rule that was broken.
    pub const fn kind(&self) -> DecodeErrorKind {
        self.kind
    }

    /// The offset, in bytes from the start of the body, of the first byte that no legal body could
    /// have there; of a body cut short, its length.
    pub const fn offset(&self) -> u64 {
        self.offset
    }

    /// The status code that a server answers with: 400, 413 (RFC 9110 §15.5.14) or
    /// 431 (RFC 6585 §5).
    pub const fn status(&self) -> u16 {
        match self.kind {
            DecodeErrorKind::ChunkTooLarge | DecodeErrorKind::BodyTooLarge => 413,
            DecodeErrorKind::TrailerTooLong | DecodeErrorKind::TooManyTrailers => 431,
            _ => 400,
        }
    }

    /// Whether the bytes are of a kind that is used to smuggle requests: something that lenient
    /// peers read in different ways. Worth a line in a log, and no second thought about closing
    /// the connection.
    ///
    /// Limits and bodies cut short are none.
    pub const fn is_smuggling_signal(&self) -> bool {
        use DecodeErrorKind as Kind;
        match self.kind {
            Kind::InvalidChunkSize
            | Kind::ChunkSizeOverflow
            | Kind::BareLf
            | Kind::BareCr
            | Kind::InvalidExtension
            | Kind::InvalidChunkEnd
            | Kind::InvalidTrailer => true,
            Kind::ChunkTooLarge
            | Kind::BodyTooLarge
            | Kind::HeadTooLong
            | Kind::OverheadTooLarge
            | Kind::TrailerTooLong
            | Kind::TooManyTrailers
            | Kind::Truncated => false,
        }
    }
}

#[cfg(feature = "std")]
impl From<DecodeError> for std::io::Error {
    fn from(error: DecodeError) -> Self {
        use std::io::ErrorKind;

        let kind = match error.kind {
            DecodeErrorKind::Truncated => ErrorKind::UnexpectedEof,
            _ => ErrorKind::InvalidData,
        };
        Self::new(kind, error)
    }
}

/// Which rule a body broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// A chunk does not begin with a hexadecimal digit, or something stands behind its size that
    /// cannot (RFC 9112 §7.1).
    #[error("invalid chunk size")]
    InvalidChunkSize,
    /// A chunk size is 2⁶⁴ or more.
    #[error("chunk size overflow")]
    ChunkSizeOverflow,
    /// A chunk is larger than [`Config::max_chunk_len`](crate::Config::max_chunk_len).
    #[error("chunk too large")]
    ChunkTooLarge,
    /// The body, with the chunk that begins here, is longer than
    /// [`Config::max_body_len`](crate::Config::max_body_len).
    #[error("body too large")]
    BodyTooLarge,
    /// A size line is longer than [`Config::max_head_len`](crate::Config::max_head_len).
    #[error("chunk size line too long")]
    HeadTooLong,
    /// The size lines exceed [`Config::max_overhead`](crate::Config::max_overhead).
    #[error("too much overhead in chunk size lines")]
    OverheadTooLarge,
    /// A line feed without a carriage return before it (RFC 9112 §2.2, erratum 7633).
    #[error("line feed without carriage return")]
    BareLf,
    /// A carriage return without a line feed behind it (RFC 9112 §2.2).
    #[error("carriage return without line feed")]
    BareCr,
    /// A chunk extension is none by the grammar (RFC 9112 §7.1.1), or is refused by
    /// [`Config::refuse_extensions`](crate::Config::refuse_extensions) or
    /// [`Config::refuse_bad_whitespace`](crate::Config::refuse_bad_whitespace).
    #[error("invalid chunk extension")]
    InvalidExtension,
    /// Chunk data is not followed by CRLF (RFC 9112 §7.1).
    #[error("no CRLF behind chunk data")]
    InvalidChunkEnd,
    /// A line of the trailer section is no field line (RFC 9112 §5, §7.1.2).
    #[error("invalid trailer field")]
    InvalidTrailer,
    /// The trailer section is longer than
    /// [`Config::max_trailer_len`](crate::Config::max_trailer_len).
    #[error("trailer section too long")]
    TrailerTooLong,
    /// The trailer section has more fields than
    /// [`Config::max_trailer_count`](crate::Config::max_trailer_count).
    #[error("too many trailer fields")]
    TooManyTrailers,
    /// The input ended before the body did: what was decoded is not the whole body
    /// (RFC 9112 §8).
    #[error("body cut short")]
    Truncated,
}
