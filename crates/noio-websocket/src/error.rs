//! What a peer can do wrong.

use thiserror::Error;

use crate::CloseCode;

/// A peer that breaks RFC 6455, goes over a limit of [`Config`](crate::Config), or goes away in the
/// middle of something.
///
/// The error is final: every later call answers with the same one.
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

    /// The offset, in bytes from the first frame on, of the first byte that no legal peer could
    /// send there.
    ///
    /// A length is looked at behind its last byte. A character that the end of its message cuts off
    /// is found at the last byte of the message. Of a connection that was cut, its length.
    pub const fn offset(&self) -> u64 {
        self.offset
    }

    /// The status code to fail the connection with (RFC 6455 §7.1.7, §7.4.1), which
    /// [`Decoder::take_reply`](crate::Decoder::take_reply) has ready in a Close.
    ///
    /// `None` for [`DecodeErrorKind::Truncated`]: the peer is gone. Applications are told 1006
    /// then, a number that is never sent.
    pub const fn close_code(&self) -> Option<CloseCode> {
        use DecodeErrorKind as Kind;
        Some(match self.kind {
            Kind::ReservedBits
            | Kind::ReservedOpcode
            | Kind::FragmentedControl
            | Kind::UnexpectedContinuation
            | Kind::ExpectedContinuation
            | Kind::Unmasked
            | Kind::Masked
            | Kind::ControlTooLong
            | Kind::InvalidCloseLength
            | Kind::LengthOverflow
            | Kind::NonMinimalLength
            | Kind::InvalidCloseCode => CloseCode::PROTOCOL_ERROR,
            Kind::InvalidUtf8 => CloseCode::INVALID_PAYLOAD,
            Kind::TooManyFragments => CloseCode::POLICY_VIOLATION,
            Kind::FrameTooLarge | Kind::MessageTooLarge => CloseCode::MESSAGE_TOO_BIG,
            Kind::Truncated => return None,
        })
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

/// Which rule a peer broke.
///
/// In the order in which they are looked at: what the first byte of a frame breaks, the second, the
/// length, the payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// A reserved bit is set, and no extension gives it a meaning (RFC 6455 §5.2).
    #[error("reserved bit set")]
    ReservedBits,
    /// An opcode from 3 to 7 or from 11 to 15 (RFC 6455 §5.2).
    #[error("reserved opcode")]
    ReservedOpcode,
    /// A control frame that is a fragment (RFC 6455 §5.5).
    #[error("fragmented control frame")]
    FragmentedControl,
    /// A continuation frame, and no message to go on with (RFC 6455 §5.4).
    #[error("continuation of no message")]
    UnexpectedContinuation,
    /// A message begins within another (RFC 6455 §5.4).
    #[error("message within a message")]
    ExpectedContinuation,
    /// A message has more frames than [`Config::max_fragment_count`](crate::Config::max_fragment_count).
    #[error("too many fragments")]
    TooManyFragments,
    /// A frame of a client that is not masked (RFC 6455 §5.1).
    #[error("frame of a client is not masked")]
    Unmasked,
    /// A frame of a server that is masked (RFC 6455 §5.1).
    #[error("frame of a server is masked")]
    Masked,
    /// A control frame of more than 125 bytes (RFC 6455 §5.5).
    #[error("control frame too long")]
    ControlTooLong,
    /// A Close of one byte: a status code has two (RFC 6455 §5.5.1).
    #[error("half a status code")]
    InvalidCloseLength,
    /// A length of 2⁶³ or more (RFC 6455 §5.2).
    #[error("frame length overflow")]
    LengthOverflow,
    /// A length in more bytes than it needs (RFC 6455 §5.2).
    #[error("length in more bytes than it needs")]
    NonMinimalLength,
    /// A frame is longer than [`Config::max_frame_len`](crate::Config::max_frame_len).
    #[error("frame too large")]
    FrameTooLarge,
    /// A message, with the frame that begins here, is longer than
    /// [`Config::max_message_len`](crate::Config::max_message_len).
    #[error("message too large")]
    MessageTooLarge,
    /// A status code that may not be sent (RFC 6455 §7.4).
    #[error("status code that may not be sent")]
    InvalidCloseCode,
    /// Text, or the reason of a Close, that is no UTF-8 (RFC 6455 §8.1, §5.5.1).
    #[error("text is not UTF-8")]
    InvalidUtf8,
    /// The connection was cut within a frame or a message (RFC 6455 §7.1.5).
    #[error("connection cut within a frame or message")]
    Truncated,
}
