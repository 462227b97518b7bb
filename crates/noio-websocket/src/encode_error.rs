//! What an encoder is asked for and cannot do.

use thiserror::Error;

/// Why nothing was encoded.
///
/// All are the sender's own fault. `From` turns it into a `std::io::Error` (feature `std`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// A Close was sent: nothing may follow it (RFC 6455 §5.5.1).
    #[error("a Close was sent before")]
    Closed,
    /// A fragmented message has not ended: the next frame of a message has to go on with it
    /// (RFC 6455 §5.4).
    #[error("a fragmented message has not ended")]
    MessageOpen,
    /// The payload of a ping or pong is longer than 125 bytes, or the reason of a Close longer than
    /// 123 (RFC 6455 §5.5).
    #[error("payload too long for a control frame")]
    ControlTooLong,
    /// A [`FrameHeader`](crate::FrameHeader) that no receiver accepts: a control frame that is a
    /// fragment or has reserved bits (RFC 6455 §5.5), a Close of one byte (RFC 6455 §5.5.1), or more
    /// than three reserved bits.
    #[error("no frame has this header")]
    InvalidHeader,
    /// A payload of 2⁶³ bytes or more (RFC 6455 §5.2).
    #[error("payload too long for a frame")]
    PayloadTooLong,
    /// The output has no space for it.
    #[error("no space left in output")]
    NoSpace,
}

#[cfg(feature = "std")]
impl From<EncodeError> for std::io::Error {
    fn from(error: EncodeError) -> Self {
        use std::io::ErrorKind;

        let kind = match error {
            EncodeError::NoSpace => ErrorKind::WriteZero,
            _ => ErrorKind::InvalidInput,
        };
        Self::new(kind, error)
    }
}
