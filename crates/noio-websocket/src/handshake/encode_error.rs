//! What a handshake is asked to write and cannot.

use thiserror::Error;

/// Why nothing was written.
///
/// All are the sender's own fault. `From` turns it into a `std::io::Error` (feature `std`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// The host is not `uri-host [ ":" port ]` (RFC 9110 §7.2), or is empty.
    #[error("invalid host")]
    InvalidHost,
    /// The target does not begin with `/`, has a fragment (RFC 6455 §3), or holds something else
    /// than visible ASCII.
    #[error("invalid request target")]
    InvalidTarget,
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
