//! What a writer is asked for and cannot do.

use thiserror::Error;

/// Why an entity tag was not made or not encoded.
///
/// All are the sender's own fault. `From` turns it into a `std::io::Error` (feature `std`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// An entity tag cannot hold a double quote, whitespace or a control character, and has no
    /// escapes (RFC 9110 §8.8.3).
    #[error("character that no entity tag can have")]
    InvalidTag,
    /// The output has no space for it.
    #[error("no space left in output")]
    NoSpace,
}

#[cfg(feature = "std")]
impl From<EncodeError> for std::io::Error {
    fn from(error: EncodeError) -> Self {
        use std::io::ErrorKind;

        let kind = match error {
            EncodeError::InvalidTag => ErrorKind::InvalidInput,
            EncodeError::NoSpace => ErrorKind::WriteZero,
        };
        Self::new(kind, error)
    }
}
