//! Requests that a server refuses.

use thiserror::Error;

use super::head::HeadError;

/// Why a request does not open a WebSocket connection.
///
/// The server answers with [`response`](Self::response) and closes the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum RequestError {
    /// What came is no request head of HTTP/1 whose lines end with CRLF (RFC 9112 §2.1 and §3).
    #[error("malformed request head")]
    MalformedHead,
    /// The head is longer than [`MAX_HEAD_LEN`](super::MAX_HEAD_LEN), with an empty line in front
    /// of it if there is one.
    #[error("request head is too long")]
    HeadTooLong,
    /// The head has more than [`MAX_FIELD_COUNT`](super::MAX_FIELD_COUNT) fields.
    #[error("too many fields in request head")]
    TooManyFields,
    /// The method is not GET (RFC 6455 §4.2.1, item 1).
    #[error("method is not GET")]
    MethodNotAllowed,
    /// The version is another than HTTP/1.1.
    ///
    /// HTTP/1.0 is too old (RFC 6455 §4.2.1, item 1). That item would take a later one, and
    /// RFC 9110 §2.5 would read HTTP/1.2 as if it were HTTP/1.1. But no HTTP/1.2 was ever made, so
    /// what says so is not read at all, and later versions have another opening.
    #[error("version is not HTTP/1.1")]
    UnsupportedHttpVersion,
    /// The target is neither a path nor the URI of an HTTP resource, or has a fragment
    /// (RFC 6455 §3 and §4.2.1, item 1).
    #[error("invalid request target")]
    InvalidTarget,
    /// There is not exactly one legal Host (RFC 6455 §4.2.1, item 2; RFC 9112 §3.2), even where a
    /// URI as the target makes it count for nothing.
    #[error("not exactly one legal Host")]
    InvalidHost,
    /// It is not beyond doubt that the request has no content: there is a Transfer-Encoding, more
    /// than one Content-Length, or one that is not a plain `0`. What is behind the head would be
    /// content to some, and frames to others.
    #[error("request that may have content")]
    UnexpectedContent,
    /// No Upgrade to `websocket` is asked for (RFC 6455 §4.2.1, item 3): this is some other
    /// request.
    #[error("no upgrade to websocket is asked for")]
    UpgradeRequired,
    /// An Upgrade is no list of protocols (RFC 9110 §7.8).
    #[error("Upgrade is no list of protocols")]
    InvalidUpgrade,
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
    /// There is not exactly one Sec-WebSocket-Key that is the base64 of 16 octets (RFC 6455
    /// §4.2.1, item 5, and §11.3.1).
    #[error("not exactly one legal Sec-WebSocket-Key")]
    InvalidKey,
}

impl RequestError {
    /// The status to answer with: 405 for another method, 426 for what another protocol or version
    /// would mend, 431 for a head that is too large, 505 for another HTTP, else 400.
    pub const fn status(&self) -> u16 {
        match self {
            Self::MethodNotAllowed => 405,
            Self::UpgradeRequired | Self::UnsupportedVersion => 426,
            Self::HeadTooLong | Self::TooManyFields => 431,
            Self::UnsupportedHttpVersion => 505,
            _ => 400,
        }
    }

    /// The whole response to answer with. It has no content, and ends the connection.
    ///
    /// The one for status 426 says which version would do (RFC 6455 §4.2.2 and §4.4).
    pub const fn response(&self) -> &'static str {
        match self.status() {
            405 => {
                "HTTP/1.1 405 Method Not Allowed\r\n\
                Allow: GET\r\n\
                Content-Length: 0\r\n\
                Connection: close\r\n\
                \r\n"
            }
            426 => {
                "HTTP/1.1 426 Upgrade Required\r\n\
                Upgrade: websocket\r\n\
                Sec-WebSocket-Version: 13\r\n\
                Content-Length: 0\r\n\
                Connection: upgrade, close\r\n\
                \r\n"
            }
            431 => {
                "HTTP/1.1 431 Request Header Fields Too Large\r\n\
                Content-Length: 0\r\n\
                Connection: close\r\n\
                \r\n"
            }
            505 => {
                "HTTP/1.1 505 HTTP Version Not Supported\r\n\
                Content-Length: 0\r\n\
                Connection: close\r\n\
                \r\n"
            }
            _ => {
                "HTTP/1.1 400 Bad Request\r\n\
                Content-Length: 0\r\n\
                Connection: close\r\n\
                \r\n"
            }
        }
    }
}

impl From<HeadError> for RequestError {
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
impl From<RequestError> for std::io::Error {
    fn from(error: RequestError) -> Self {
        Self::new(std::io::ErrorKind::InvalidData, error)
    }
}
