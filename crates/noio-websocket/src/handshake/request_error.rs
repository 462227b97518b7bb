//! Requests that a server refuses.

use thiserror::Error;

use super::{Refusal, grammar::HeadErrorKind, head_decoder::HeadError};

/// A request that opens no WebSocket connection.
///
/// The error is final: every later call answers with the same one. The server answers with
/// [`refusal`](Self::refusal) and closes the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("{kind} at byte {offset}")]
pub struct RequestError {
    kind: RequestErrorKind,
    offset: u64,
}

impl RequestError {
    pub(super) const fn new(kind: RequestErrorKind, offset: u64) -> Self {
        Self { kind, offset }
    }

    /// The rule that was broken.
    pub const fn kind(&self) -> RequestErrorKind {
        self.kind
    }

    /// The offset of the first byte that no legal head could have there, from the first byte on.
    ///
    /// The version of HTTP is looked at behind its last byte. What the head as a whole has wrong is
    /// found at the last byte of its empty line. Of a connection that was cut, its length.
    pub const fn offset(&self) -> u64 {
        self.offset
    }

    /// What the server answers: see [`RequestErrorKind::refusal`].
    pub const fn refusal(&self) -> Refusal<'static> {
        self.kind.refusal()
    }
}

impl From<HeadError> for RequestError {
    fn from(error: HeadError) -> Self {
        use RequestErrorKind as Kind;
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
impl From<RequestError> for std::io::Error {
    fn from(error: RequestError) -> Self {
        use std::io::ErrorKind;

        let kind = match error.kind {
            RequestErrorKind::Truncated => ErrorKind::UnexpectedEof,
            _ => ErrorKind::InvalidData,
        };
        Self::new(kind, error)
    }
}

#[cfg(feature = "std")]
impl From<RequestErrorKind> for std::io::Error {
    fn from(kind: RequestErrorKind) -> Self {
        Self::new(std::io::ErrorKind::InvalidData, kind)
    }
}

/// Why a request opens no WebSocket connection.
///
/// Those of the bytes come first, then those of the head as a whole, in the order in which they are
/// looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum RequestErrorKind {
    /// The line that begins the head is no request line (RFC 9112 §3). What begins otherwise, such
    /// as TLS, is refused at the byte that shows it.
    #[error("invalid request line")]
    InvalidStartLine,
    /// The version is another than HTTP/1.1.
    ///
    /// HTTP/1.0 is too old (RFC 6455 §4.2.1, item 1). That item would take a later one, and
    /// RFC 9110 §2.5 would read HTTP/1.2 as if it were HTTP/1.1. But no HTTP/1.2 was ever made, so
    /// what says so is not read at all, and later versions have another opening.
    ///
    /// HTTP/1.0 often comes from a proxy that was not told to pass an Upgrade on: nginx does so
    /// without `proxy_http_version 1.1`.
    #[error("version is not HTTP/1.1")]
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
    /// The head is longer than [`Config::max_head_len`](super::Config::max_head_len).
    #[error("request head is too long")]
    HeadTooLong,
    /// The head has more fields than
    /// [`Config::max_field_count`](super::Config::max_field_count).
    #[error("too many fields in request head")]
    TooManyFields,
    /// The connection was cut within the head.
    #[error("connection cut within request head")]
    Truncated,

    /// The method is not GET (RFC 6455 §4.2.1, item 1).
    #[error("method is not GET")]
    MethodNotAllowed,
    /// The `:protocol` of an extended CONNECT is not `websocket` (RFC 8441 §5).
    #[error("protocol is not websocket")]
    UnknownProtocol,
    /// The target is neither a path nor the URI of an HTTP resource, or has a fragment
    /// (RFC 6455 §3 and §4.2.1, item 1).
    #[error("invalid request target")]
    InvalidTarget,
    /// There is not exactly one legal Host (RFC 6455 §4.2.1, item 2; RFC 9112 §3.2), even where a
    /// URI as the target makes it count for nothing. Of an extended CONNECT: `:authority` is no
    /// legal one, or there is a Host that says something else (RFC 9113 §8.3.1).
    #[error("not exactly one legal Host")]
    InvalidHost,
    /// A field that is about a connection of HTTP/1 in a request of a later version (RFC 9113
    /// §8.2.2).
    #[error("field of an HTTP/1 connection")]
    ConnectionSpecificField,
    /// It is not beyond doubt that the request has no content: there is a Transfer-Encoding, more
    /// than one Content-Length, or one that is not a plain `0`. What is behind the head would be
    /// content to some, and frames to others.
    #[error("request that may have content")]
    UnexpectedContent,
    /// An Upgrade is no list of protocols (RFC 9110 §7.8).
    #[error("Upgrade is no list of protocols")]
    InvalidUpgrade,
    /// No Upgrade to `websocket` is asked for (RFC 6455 §4.2.1, item 3): this is some other
    /// request.
    #[error("no upgrade to websocket is asked for")]
    UpgradeRequired,
    /// Connection is no list of tokens with `upgrade` among them (RFC 6455 §4.2.1, item 4).
    #[error("Connection does not list upgrade")]
    InvalidConnection,
    /// There is not exactly one Sec-WebSocket-Version that is a number from 0 to 255 (RFC 6455
    /// §4.2.1, item 6, and §11.3.5).
    #[error("not exactly one legal Sec-WebSocket-Version")]
    InvalidVersion,
    /// The Sec-WebSocket-Version is not 13 (RFC 6455 §4.4).
    #[error("Sec-WebSocket-Version is not 13")]
    UnsupportedVersion,
    /// There is not exactly one Sec-WebSocket-Key that is the base64 of 16 bytes (RFC 6455
    /// §4.2.1, item 5, and §11.3.1).
    #[error("not exactly one legal Sec-WebSocket-Key")]
    InvalidKey,
    /// There is more than one Origin (RFC 6454 §7.3).
    #[error("more than one Origin")]
    InvalidOrigin,
    /// A Sec-WebSocket-Protocol is no list of tokens that are pairwise different (RFC 6455 §4.1,
    /// item 10).
    #[error("Sec-WebSocket-Protocol is no list of different tokens")]
    InvalidSubprotocols,
    /// More than [`MAX_SUBPROTOCOLS`](super::MAX_SUBPROTOCOLS) are offered.
    #[error("too many subprotocols")]
    TooManySubprotocols,
    /// A Sec-WebSocket-Extensions is no list of extensions (RFC 6455 §9.1).
    #[error("Sec-WebSocket-Extensions is no list of extensions")]
    InvalidExtensions,
}

impl RequestErrorKind {
    /// The status to answer with: 405 for another method, 426 for what another protocol or version
    /// would mend, 431 for a head that is too large, 501 for another protocol over extended
    /// CONNECT, 505 for another HTTP, else 400.
    pub const fn status(&self) -> u16 {
        match self {
            Self::MethodNotAllowed => 405,
            Self::UpgradeRequired | Self::UnsupportedVersion => 426,
            Self::HeadTooLong | Self::TooManyFields => 431,
            Self::UnknownProtocol => 501,
            Self::UnsupportedHttpVersion => 505,
            _ => 400,
        }
    }

    /// What the server answers. It has no content, and ends the connection.
    ///
    /// Status 405 comes with the method that would do, 426 with the protocol and its version
    /// (RFC 6455 §4.2.2 and §4.4). Over HTTP/2 and 3 the answer is
    /// [`into_http2`](Refusal::into_http2) of this one.
    pub const fn refusal(&self) -> Refusal<'static> {
        Refusal::of_status(self.status())
    }
}
