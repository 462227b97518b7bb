//! What an encoder is asked for and cannot do.

use thiserror::Error;

/// Why nothing was encoded.
///
/// All are the sender's own fault. `From` turns it into a `std::io::Error` (feature `std`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// The event type holds a CR or LF. It would end the line, and what follows would be read as
    /// a field of its own (HTML §9.2.5).
    #[error("line end in event type")]
    LineEndInEventType,
    /// The id holds a CR or LF, which would end the line (HTML §9.2.5).
    #[error("line end in event id")]
    LineEndInId,
    /// The id holds a NUL: receivers ignore such an id (HTML §9.2.6).
    #[error("NUL in event id")]
    NulInId,
    /// The bytes written to a [`DataWriter`](crate::DataWriter) are not UTF-8, which is the only
    /// encoding of an event stream (HTML §9.2.5).
    #[error("event data is not UTF-8")]
    InvalidUtf8,
    /// The output has no space for it.
    #[error("no space left in output")]
    NoSpace,
}

#[cfg(feature = "std")]
impl From<EncodeError> for std::io::Error {
    fn from(error: EncodeError) -> Self {
        use std::io::ErrorKind;

        let kind = match error {
            EncodeError::LineEndInEventType | EncodeError::LineEndInId | EncodeError::NulInId => {
                ErrorKind::InvalidInput
            }
            EncodeError::InvalidUtf8 => ErrorKind::InvalidData,
            EncodeError::NoSpace => ErrorKind::WriteZero,
        };
        Self::new(kind, error)
    }
}
