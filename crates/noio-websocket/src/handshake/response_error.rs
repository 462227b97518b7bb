//! Responses that fail a client.

use thiserror::Error;

use super::{grammar::HeadErrorKind, head_decoder::HeadError};

/// A response that is none, or opens a connection that was not asked for so.
///
/// The error is final: every later call answers with the same one. The client closes the connection
/// (RFC 6455 §4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("{kind} at byte {offset}")]
pub struct ResponseError {
    kind: ResponseErrorKind,
    offset: u64,
}

impl ResponseError {
    pub(super) const fn new(kind: ResponseErrorKind, offset: u64) -> Self {
        Self { kind, offset }
    }

    /// The rule that was broken.
    pub const fn kind(&self) -> ResponseErrorKind {
        self.kind
    }

    /// The offset of the first byte that no legal head could have there, from the first byte of the
    /// first head on.
    ///
    /// The version of HTTP is looked at behind its last byte. What the head as a whole has wrong is
    /// found at the last byte of its empty line. Of a connection that was cut, its length.
    pub const fn offset(&self) -> u64 {
        self.offset
    }
}

impl From<HeadError> for ResponseError {
    fn from(error: HeadError) -> Self {
        use ResponseErrorKind as Kind;
        let kind = match error.kind {
            HeadErrorKind::InvalidStartLine => Kind::InvalidStartLine,
            HeadErrorKind::UnsupportedHttpVersion => Kind::UnsupportedHttpVersion,
            HeadErrorKind::InvalidFieldName => Kind::InvalidFieldName,
            HeadErrorKind::InvalidFieldValue => Kind::InvalidFieldValue,
            HeadErrorKind::InvalidLineEnd => Kind::InvalidLineEnd,
            HeadErrorKind::TooLong => Kind::HeadTooLong,
            HeadErrorKind::TooManyFields => Kind::TooManyFields,
            HeadErrorKind::Truncated => Kind::Truncated,
        };
        Self::new(kind, error.offset)
    }
}

#[cfg(feature = "std")]
impl From<ResponseError> for std::io::Error {
    fn from(error: ResponseError) -> Self {
        use std::io::ErrorKind;

        let kind = match error.kind {
            ResponseErrorKind::Truncated => ErrorKind::UnexpectedEof,
            _ => ErrorKind::InvalidData,
        };
        Self::new(kind, error)
    }
}

#[cfg(feature = "std")]
impl From<ResponseErrorKind> for std::io::Error {
    fn from(kind: ResponseErrorKind) -> Self {
        Self::new(std::io::ErrorKind::InvalidData, kind)
    }
}

/// Why a response fails the client.
///
/// Those of the bytes come first, then those of the head as a whole, in the order in which they are
/// looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum ResponseErrorKind {
    /// The line that begins the head is no status line (RFC 9112 §4).
    #[error("invalid status line")]
    InvalidStartLine,
    /// The version is neither HTTP/1.1 nor HTTP/1.0, in which old servers refuse.
    #[error("version is neither HTTP/1.1 nor HTTP/1.0")]
    UnsupportedHttpVersion,
    /// A line does not begin with a field name and a colon right behind it (RFC 9112 §5). A line
    /// that goes on with the one before (§5.2) is none.
    #[error("invalid field name")]
    InvalidFieldName,
    /// A control character other than HTAB in a field value (RFC 9110 §5.5).
    #[error("invalid field value")]
    InvalidFieldValue,
    /// A line that does not end with CR and LF (RFC 9112 §2.2).
    #[error("line does not end with CR and LF")]
    InvalidLineEnd,
    /// The head is longer than [`Config::max_head_len`](super::Config::max_head_len), with those of
    /// all interim responses before it.
    #[error("response head is too long")]
    HeadTooLong,
    /// The head has more fields than
    /// [`Config::max_field_count`](super::Config::max_field_count).
    #[error("too many fields in response head")]
    TooManyFields,
    /// The connection was cut before the end of the head.
    #[error("connection cut before the end of the response head")]
    Truncated,

    /// A status of 1xx in HTTP/1.0, which has none (RFC 9110 §15.2).
    #[error("status 1xx in HTTP/1.0")]
    InvalidStatus,
    /// A field that is about a connection of HTTP/1 in a response of a later version (RFC 9113
    /// §8.2.2).
    #[error("field of an HTTP/1 connection")]
    ConnectionSpecificField,
    /// A response of status 101 has a Transfer-Encoding, or another Content-Length than one of a
    /// plain `0`. It must have neither (RFC 9112 §6.1, RFC 9110 §8.6). Over extended CONNECT a
    /// Content-Length means nothing (RFC 9110 §9.3.6).
    #[error("open connection that may have content")]
    UnexpectedContent,
    /// Upgrade is not `websocket` and nothing else (RFC 6455 §4.1, item 2 of the second list).
    #[error("Upgrade is not websocket")]
    InvalidUpgrade,
    /// Connection is no list of tokens with `upgrade` among them (item 3).
    #[error("Connection does not list upgrade")]
    InvalidConnection,
    /// There is not exactly one Sec-WebSocket-Accept with the value that the key asks for (item 4
    /// and §11.3.3).
    #[error("not exactly one Sec-WebSocket-Accept that answers the key")]
    InvalidAccept,
    /// A Sec-WebSocket-Extensions is no list of extensions (§9.1).
    #[error("Sec-WebSocket-Extensions is no list of extensions")]
    InvalidExtensions,
    /// The server claims an extension that was not offered, or more often than it was (item 5).
    #[error("extension that was not offered")]
    UnexpectedExtension,
    /// There is not exactly one Sec-WebSocket-Protocol that is a token (§4.3 and §11.3.4).
    #[error("not exactly one subprotocol")]
    InvalidSubprotocol,
    /// The server claims a subprotocol that was not offered (item 6).
    #[error("subprotocol that was not offered")]
    UnexpectedSubprotocol,
}
