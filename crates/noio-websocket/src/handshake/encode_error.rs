//! What a handshake is asked to write and cannot.

use thiserror::Error;

/// Why nothing was encoded.
///
/// All are the sender's own fault. `From` turns it into a `std::io::Error` (feature `std`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// The subprotocols to be offered are not tokens that are pairwise different (RFC 6455 §4.1,
    /// item 10), or more than [`MAX_SUBPROTOCOLS`](super::MAX_SUBPROTOCOLS).
    #[error("subprotocols are not different tokens")]
    InvalidSubprotocols,
    /// What should be a list of extensions is none (RFC 6455 §9.1), or has more than
    /// [`MAX_EXTENSIONS`](super::MAX_EXTENSIONS).
    #[error("invalid list of extensions")]
    InvalidExtensions,
    /// The client has not offered this extension, or not so often (RFC 6455 §4.2.2, item 5.6).
    #[error("extension that was not offered")]
    ExtensionNotOffered,
    /// A name is no token, or a value has a control character in it or whitespace around (RFC 9110
    /// §5.1 and §5.5).
    #[error("invalid field")]
    InvalidField,
    /// A field that is not for the caller to write: one of the handshake's own, which are Host and
    /// all that begin with `Sec-WebSocket-`, or one about the connection or the content, such as
    /// Connection or Content-Length.
    #[error("field that the handshake writes itself")]
    ReservedField,
    /// The request was an extended CONNECT, whose response is not one of HTTP/1.1.
    #[error("response is not one of HTTP/1.1")]
    NotHttp1,
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
