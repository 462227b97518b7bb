//! Responses that fail a client.

use thiserror::Error;

use super::head::HeadError;

/// Why a response does not open the WebSocket connection that was asked for.
///
/// The client closes the connection (RFC 6455 §4.1), unless it goes on with HTTP by the status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum ResponseError {
    /// What came is no response head of HTTP/1 whose lines end with CRLF (RFC 9112 §2.1 and §4).
    #[error("malformed response head")]
    MalformedHead,
    /// The head is longer than [`MAX_HEAD_LEN`](super::MAX_HEAD_LEN), with all those of interim
    /// responses before it.
    #[error("response head is too long")]
    HeadTooLong,
    /// The head has more than [`MAX_FIELD_COUNT`](super::MAX_FIELD_COUNT) fields.
    #[error("too many fields in response head")]
    TooManyFields,
    /// The version is another than HTTP/1.1. A response of HTTP/1.0 comes as its
    /// [`Status`](Self::Status), unless that is a 1xx, which HTTP/1.0 does not have (RFC 9110
    /// §15.2).
    #[error("version is not HTTP/1.1")]
    UnsupportedHttpVersion,
    /// The status is this and neither 101 (RFC 6455 §4.1, item 1 of the second list) nor that of
    /// an interim response: the server refuses, redirects, or wants credentials.
    #[error("status {0} in place of 101")]
    Status(u16),
    /// Upgrade is not `websocket` and nothing else (item 2).
    #[error("Upgrade is not websocket")]
    InvalidUpgrade,
    /// Connection is no list of tokens with `upgrade` among them (item 3).
    #[error("Connection does not list upgrade")]
    InvalidConnection,
    /// There is not exactly one Sec-WebSocket-Accept with the value that the key asks for (item 4
    /// and §11.3.3).
    #[error("not exactly one Sec-WebSocket-Accept that answers the key")]
    InvalidAccept,
    /// The server claims an extension, but none was offered (item 5).
    #[error("extension that was not offered")]
    UnexpectedExtension,
    /// The server claims a subprotocol, but none was offered (item 6).
    #[error("subprotocol that was not offered")]
    UnexpectedSubprotocol,
}

impl From<HeadError> for ResponseError {
    fn from(error: HeadError) -> Self {
        match error {
            HeadError::Malformed => Self::MalformedHead,
            HeadError::TooLong => Self::HeadTooLong,
            HeadError::TooManyFields => Self::TooManyFields,
            HeadError::UnsupportedVersion => Self::UnsupportedHttpVersion,
        }
    }
}

#[cfg(feature = "std")]
impl From<ResponseError> for std::io::Error {
    fn from(error: ResponseError) -> Self {
        Self::new(std::io::ErrorKind::InvalidData, error)
    }
}
