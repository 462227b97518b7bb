//! Heads that leave room for two opinions.

use thiserror::Error;

/// A head that does not say beyond doubt where the body ends.
///
/// Nothing that follows it on the connection can be told apart, so the connection has to be
/// closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("{kind} (field line {line})")]
pub struct FramingError {
    kind: FramingErrorKind,
    line: usize,
    side: Side,
}

impl FramingError {
    pub(super) const fn new(kind: FramingErrorKind, line: usize, side: Side) -> Self {
        Self { kind, line, side }
    }

    /// The rule that was broken.
    pub const fn kind(&self) -> FramingErrorKind {
        self.kind
    }

    /// The index of the field line at fault, from 0.
    pub const fn line(&self) -> usize {
        self.line
    }

    /// The status to answer with.
    ///
    /// For a request 501 if it has a transfer coding that is not known or too many of them, else
    /// 400. For a response 502, which is what a gateway tells its client (RFC 9112 §6.3).
    pub const fn status(&self) -> u16 {
        match (self.side, self.kind) {
            (Side::Response, _) => 502,
            (_, FramingErrorKind::UnknownCoding | FramingErrorKind::TooManyCodings) => 501,
            _ => 400,
        }
    }

    /// Whether messages of this kind are used to smuggle requests: all but those that only ask for
    /// too much.
    pub const fn is_smuggling_signal(&self) -> bool {
        !matches!(self.kind, FramingErrorKind::TooManyCodings)
    }
}

#[cfg(feature = "std")]
impl From<FramingError> for std::io::Error {
    fn from(error: FramingError) -> Self {
        Self::new(std::io::ErrorKind::InvalidData, error)
    }
}

/// Which of the two messages it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Side {
    Request,
    Response,
}

/// Why a head was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum FramingErrorKind {
    /// The name of a field is no token (RFC 9110 §5.1): it is empty, has a space before the colon
    /// (RFC 9112 §5.1), or begins with the whitespace of a folded line (RFC 9112 §5.2).
    #[error("field name is no token")]
    InvalidFieldName,
    /// The value of a field holds CR, LF or NUL, such as the line end of a folded line, or that of
    /// a Transfer-Encoding or a Content-Length another control character (RFC 9110 §5.5,
    /// RFC 9112 §5.2).
    #[error("control character in field value")]
    InvalidFieldValue,
    /// A Transfer-Encoding is no list of transfer codings (RFC 9112 §6.1).
    #[error("Transfer-Encoding is no list of codings")]
    InvalidTransferEncoding,
    /// A Transfer-Encoding line has no coding in it (RFC 9112 §6.1).
    #[error("empty Transfer-Encoding")]
    EmptyTransferEncoding,
    /// A transfer coding is none of those of RFC 9112 §7. `identity` was taken out in RFC 7230.
    #[error("unknown transfer coding")]
    UnknownCoding,
    /// A transfer coding has parameters, but none of those known takes any (RFC 9112 §7.1 and
    /// §7.2).
    #[error("transfer coding with parameters")]
    CodingParameter,
    /// `chunked` was applied more than once (RFC 9112 §6.1).
    #[error("repeated chunked coding")]
    RepeatedChunked,
    /// There are more than four transfer codings. No limit of the standard; see
    /// [`Decision::codings`](super::Decision::codings).
    #[error("too many transfer codings")]
    TooManyCodings,
    /// The final transfer coding of a request is not `chunked`, so that its end cannot be found
    /// (RFC 9112 §6.3, rule 4).
    #[error("final transfer coding of request is not chunked")]
    FinalCodingNotChunked,
    /// There are both Transfer-Encoding and Content-Length (RFC 9112 §6.3, rule 3). See
    /// [`Policy::allow_content_length_with_transfer_encoding`](super::Policy::allow_content_length_with_transfer_encoding).
    #[error("both Transfer-Encoding and Content-Length")]
    ContentLengthWithTransferEncoding,
    /// A message of HTTP/1.0 has a Transfer-Encoding (RFC 9112 §6.1). See
    /// [`Policy::allow_transfer_encoding_in_http10`](super::Policy::allow_transfer_encoding_in_http10).
    #[error("Transfer-Encoding in HTTP/1.0")]
    TransferEncodingInHttp10,
    /// A response with status 1xx or 204 has a Transfer-Encoding (RFC 9112 §6.1). See
    /// [`Policy::allow_transfer_encoding_without_content`](super::Policy::allow_transfer_encoding_without_content).
    #[error("Transfer-Encoding in response without content")]
    TransferEncodingWithoutContent,
    /// A Content-Length is anything else than digits (RFC 9110 §8.6).
    #[error("Content-Length is no number")]
    InvalidContentLength,
    /// A Content-Length is above 2⁶⁴ − 1 (RFC 9110 §8.6).
    #[error("Content-Length is too large")]
    ContentLengthOverflow,
    /// A Content-Length is stated twice (RFC 9112 §6.3, rule 5). See
    /// [`Policy::allow_repeated_content_length`](super::Policy::allow_repeated_content_length).
    #[error("repeated Content-Length")]
    RepeatedContentLength,
    /// Two Content-Lengths differ (RFC 9112 §6.3, rule 5).
    #[error("conflicting Content-Length")]
    ConflictingContentLength,
}
