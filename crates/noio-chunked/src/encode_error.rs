//! What an encoder is asked for and cannot do.

use thiserror::Error;

/// Why nothing was encoded.
///
/// All are the sender's own fault. `From` turns it into a `std::io::Error` (feature `std`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// The body has ended: what follows its last chunk would be read as the next message.
    #[error("body has ended")]
    Finished,
    /// There are extensions and no data to send them with: a chunk of size zero would end the
    /// body (RFC 9112 §7.1).
    #[error("chunk extensions without data")]
    ExtensionsWithoutData,
    /// The name of an extension is no token (RFC 9112 §7.1.1).
    #[error("chunk extension name is no token")]
    InvalidExtensionName,
    /// The value of an extension holds a control character, which not even a quoted-string can
    /// carry (RFC 9110 §5.6.4).
    #[error("control character in chunk extension value")]
    InvalidExtensionValue,
    /// The name of a trailer field is no token (RFC 9110 §5.1).
    #[error("trailer name is no token")]
    InvalidTrailerName,
    /// The value of a trailer field holds a control character, or has whitespace around it, which
    /// the receiver would take away (RFC 9110 §5.5).
    #[error("trailer value is no field value")]
    InvalidTrailerValue,
    /// The field may not be in a trailer section (RFC 9110 §6.5.1): see
    /// [`is_forbidden_trailer`](crate::is_forbidden_trailer).
    #[error("field is forbidden in trailers")]
    ForbiddenTrailer,
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
