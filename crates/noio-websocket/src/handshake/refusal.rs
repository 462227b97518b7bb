//! Responses that open no connection.

use core::fmt;

use bytes::BufMut;

use super::{
    EncodeError, Field,
    output::{self, Decimal},
    version::VERSION,
};

/// A response that refuses a request: of a [`RequestErrorKind`](super::RequestErrorKind), because
/// of its Origin, or for a reason of the server's own.
///
/// ```
/// use noio_websocket::handshake::Refusal;
///
/// let fields: [(&str, &[u8]); 1] = [("Retry-After", b"30")];
/// let mut out = Vec::new();
/// Refusal::SERVICE_UNAVAILABLE.with_fields(&fields)?.encode(&mut out)?;
/// assert_eq!(
///     out,
///     b"HTTP/1.1 503 Service Unavailable\r\n\
///     Connection: close\r\n\
///     Content-Length: 0\r\n\
///     Retry-After: 30\r\n\
///     \r\n"
/// );
/// # Ok::<(), noio_websocket::handshake::EncodeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
#[must_use = "a response is sent by `encode`, or by another stack with `status` and `fields`"]
pub struct Refusal<'a> {
    status: u16,
    /// Those that the status asks for.
    own: &'static [Field<'static>],
    fields: &'a [Field<'a>],
    content: &'a [u8],
}

impl Refusal<'static> {
    /// 403: not for this Origin (RFC 6455 §4.2.2 and §10.2), or not for this client.
    pub const FORBIDDEN: Self = Self::of_status(403);
    /// 404: there is nothing under this target.
    pub const NOT_FOUND: Self = Self::of_status(404);
    /// 421: the server does not serve this host (RFC 9110 §15.5.20).
    pub const MISDIRECTED_REQUEST: Self = Self::of_status(421);
    /// 429: the client asks too often (RFC 6585 §4).
    pub const TOO_MANY_REQUESTS: Self = Self::of_status(429);
    /// 503: not now. A Retry-After may say when (RFC 9110 §15.6.4).
    pub const SERVICE_UNAVAILABLE: Self = Self::of_status(503);

    /// A refusal with that status, from 300 to 599. None for any other, which would tell the client
    /// that the connection is open, or that the answer is still to come, and for 304, which answers
    /// nothing that a client asks for here.
    ///
    /// Some statuses need a field, which is for the caller to add: 3xx Location, 401
    /// WWW-Authenticate. 405 and 426 have theirs.
    pub const fn new(status: u16) -> Option<Self> {
        match status {
            300..=303 | 305..=599 => Some(Self::of_status(status)),
            _ => None,
        }
    }

    pub(super) const fn of_status(status: u16) -> Self {
        Self {
            status,
            own: match status {
                405 => &[("Allow", b"GET")],
                // RFC 9110 §15.5.22 and §7.8; RFC 6455 §4.4.
                426 => &[("Upgrade", b"websocket"), ("Sec-WebSocket-Version", b"13")],
                _ => &[],
            },
            fields: &[],
            content: &[],
        }
    }
}

impl<'a> Refusal<'a> {
    /// With these fields besides, in place of those of an earlier call: such as Location, Retry-After,
    /// Content-Type, or Date, which a server with a clock has to send (RFC 9110 §6.6.1).
    ///
    /// # Errors
    ///
    /// [`InvalidField`](EncodeError::InvalidField) if one of them is no legal field, and
    /// [`ReservedField`](EncodeError::ReservedField) if one is not for the caller to write. What
    /// they hold cannot add a line.
    pub fn with_fields(self, fields: &'a [Field<'a>]) -> Result<Self, EncodeError> {
        output::check_fields(fields)?;
        Ok(Self { fields, ..self })
    }

    /// With this content, for people who see it. Content-Length is written by itself.
    pub const fn with_content(self, content: &'a [u8]) -> Self {
        Self { content, ..self }
    }

    /// The same for a connection of HTTP/2 or 3, which have no Upgrade (RFC 9113 §8.6): status 426
    /// becomes 400, and still says which version of WebSocket would do; 405 says that CONNECT would.
    pub const fn into_http2(self) -> Self {
        match self.status {
            405 => Self {
                own: &[("allow", b"CONNECT")],
                ..self
            },
            426 => Self {
                status: 400,
                own: &[VERSION],
                ..self
            },
            _ => self,
        }
    }

    /// The status.
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// The fields, for another HTTP stack: those of the status, then the caller's.
    ///
    /// Without Content-Length and without `Connection: close`, which such a stack writes by itself.
    pub fn fields(&self) -> impl Iterator<Item = Field<'a>> + Clone + use<'a> {
        let connection: Option<Field<'a>> = match self.status {
            426 => Some(("Connection", b"Upgrade")),
            _ => None,
        };
        connection.into_iter().chain(self.own_and_added())
    }

    /// The content.
    pub const fn content(&self) -> &'a [u8] {
        self.content
    }

    /// The exact number of bytes that [`encode`](Self::encode) appends.
    pub fn encoded_len(&self) -> usize {
        let (status, content_len) = self.numbers();
        output::len(self.parts(&status, &content_len))
    }

    /// Appends the response for HTTP/1.1 to `out`. The connection is to be closed behind it; what
    /// the client has sent and nobody has read may take the answer away from it, where that is TCP.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoSpace`] if `out` has less than [`encoded_len`](Self::encoded_len) bytes
    /// left; then nothing is written.
    pub fn encode(&self, out: &mut impl BufMut) -> Result<(), EncodeError> {
        let (status, content_len) = self.numbers();
        output::write(out, self.parts(&status, &content_len))
    }

    fn own_and_added(&self) -> impl Iterator<Item = Field<'a>> + Clone + use<'a> {
        self.own.iter().chain(self.fields).copied()
    }

    fn numbers(&self) -> (Decimal, Decimal) {
        (
            Decimal::new(self.status.into()),
            Decimal::new(self.content.len()),
        )
    }

    fn parts<'p>(
        &self,
        status: &'p Decimal,
        content_len: &'p Decimal,
    ) -> impl Iterator<Item = &'p [u8]> + Clone
    where
        'a: 'p,
    {
        let start_line = [
            b"HTTP/1.1 ",
            status.as_bytes(),
            b" ",
            reason(self.status).as_bytes(),
            b"\r\n",
        ];
        let connection: &[u8] = match self.status {
            426 => b"Upgrade, close",
            _ => b"close",
        };
        let own = output::lines([
            ("Connection", connection),
            ("Content-Length", content_len.as_bytes()),
        ]);
        start_line
            .into_iter()
            .chain(own)
            .chain(output::lines(self.own_and_added()))
            .chain([&b"\r\n"[..], self.content])
    }
}

impl fmt::Debug for Refusal<'_> {
    /// Tells no values of fields and no content: they may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// The reason-phrase of RFC 9110 §15 and RFC 6585, for people. It may be empty.
const fn reason(status: u16) -> &'static str {
    match status {
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        410 => "Gone",
        421 => "Misdirected Request",
        426 => "Upgrade Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        _ => "",
    }
}
