//! What is decided, and why.

use core::fmt;

use super::coding::{Coding, Codings};

/// How the body of a message is delimited (RFC 9112 §6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the section's list is closed, and a recipient needs an answer to each"
)]
pub enum Framing {
    /// There is no body: the message ends with its head.
    None,
    /// There is no body, and no more HTTP: what follows belongs to the tunnel (RFC 9110 §9.3.6).
    Tunnel,
    /// The body has that many bytes.
    Length(u64),
    /// The body is chunked: [`Decoder`](crate::Decoder) finds its end. There may be codings beneath
    /// it: see [`Decision::codings`].
    Chunked,
    /// The body ends when the server closes the connection. Never that of a request.
    ///
    /// A body that was cut short looks the same as one that is whole (RFC 9112 §8).
    UntilClose,
}

/// Where the body of a message ends, and what follows from how that was found.
///
/// Made by [`request`](super::request) and [`response`](super::response).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use = "it says where the body ends, and whether the connection has to"]
pub struct Decision {
    framing: Framing,
    reason: Reason,
    close: bool,
    strip_content_length: bool,
    codings: Codings,
}

impl Decision {
    pub(super) const fn new(framing: Framing, reason: Reason) -> Self {
        Self {
            framing,
            reason,
            close: matches!(framing, Framing::UntilClose),
            strip_content_length: false,
            codings: Codings::new(),
        }
    }

    pub(super) const fn with_close(mut self, close: bool) -> Self {
        self.close |= close;
        self
    }

    pub(super) const fn with_strip_content_length(mut self, strip: bool) -> Self {
        self.strip_content_length = strip;
        self
    }

    pub(super) const fn with_codings(mut self, codings: Codings) -> Self {
        self.codings = codings;
        self
    }

    /// Rule 3: close and strip.
    pub(super) const fn overriding_content_length(mut self) -> Self {
        self.reason = Reason::TransferEncodingOverrides;
        self.close = true;
        self.strip_content_length = true;
        self
    }

    /// How the body is delimited.
    pub const fn framing(&self) -> Framing {
        self.framing
    }

    /// Whether the connection must end after this message, whatever its `Connection` field says:
    /// the body ends with it, or the peer or somebody in between may see the end of the message
    /// elsewhere.
    ///
    /// A server closes behind its answer.
    pub const fn close(&self) -> bool {
        self.close
    }

    /// Whether a proxy must take the Content-Length out before it forwards the message: where
    /// Transfer-Encoding overrides it (RFC 9112 §6.3, rule 3), and in a response with status 1xx or
    /// 204 or one that begins a tunnel, which must not have it (RFC 9110 §8.6).
    ///
    /// A Transfer-Encoding that was received is never forwarded: it is for this hop
    /// (RFC 9112 §6.1).
    pub const fn strip_content_length(&self) -> bool {
        self.strip_content_length
    }

    /// The transfer codings that are still on the body once its end is found: for
    /// [`Framing::Chunked`] those beneath `chunked`, for [`Framing::UntilClose`] all of them. In
    /// the order in which they were applied, so the last one is to be undone first. At most four.
    ///
    /// Look at them: data under a coding is not the content. A server that cannot undo one answers
    /// with status 501 (RFC 9112 §6.1).
    pub fn codings(&self) -> &[Coding] {
        match (self.framing, self.codings.as_slice()) {
            (Framing::Chunked, [beneath @ .., _]) => beneath,
            (_, codings) => codings,
        }
    }

    /// Which rule decided.
    pub const fn reason(&self) -> Reason {
        self.reason
    }
}

/// The rule that decided. Its `Display` is a sentence with the section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// Rule 1: the response answers HEAD.
    Head,
    /// Rule 1: the response has status 1xx.
    Informational,
    /// Rule 1: the response has status 101. What follows is another protocol.
    SwitchingProtocols,
    /// Rule 1: the response has status 204.
    NoContent,
    /// Rule 1: the response has status 304.
    NotModified,
    /// Rule 2: the response answers CONNECT with status 2xx.
    Tunnel,
    /// Rule 3: Transfer-Encoding overrides a Content-Length.
    TransferEncodingOverrides,
    /// Rule 4: the final transfer coding is chunked.
    FinalChunked,
    /// Rule 4: the final transfer coding of a response is not chunked.
    FinalNotChunked,
    /// Rule 6: there is a Content-Length and no Transfer-Encoding.
    ContentLength,
    /// Rule 7: a request with neither field.
    NoFieldInRequest,
    /// Rule 8: a response with neither field.
    NoFieldInResponse,
}

impl Reason {
    /// The section that says so, with its rule, such as `RFC 9112 §6.3, rule 4`.
    pub const fn section(self) -> &'static str {
        match self {
            Self::Head
            | Self::Informational
            | Self::SwitchingProtocols
            | Self::NoContent
            | Self::NotModified => "RFC 9112 §6.3, rule 1",
            Self::Tunnel => "RFC 9112 §6.3, rule 2",
            Self::TransferEncodingOverrides => "RFC 9112 §6.3, rule 3",
            Self::FinalChunked | Self::FinalNotChunked => "RFC 9112 §6.3, rule 4",
            Self::ContentLength => "RFC 9112 §6.3, rule 6",
            Self::NoFieldInRequest => "RFC 9112 §6.3, rule 7",
            Self::NoFieldInResponse => "RFC 9112 §6.3, rule 8",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentence = match self {
            Self::Head => "a response to HEAD has no body",
            Self::Informational => "an informational response has no body",
            Self::SwitchingProtocols => {
                "a response with status 101 has no body, and another protocol follows"
            }
            Self::NoContent => "a response with status 204 has no body",
            Self::NotModified => "a response with status 304 has no body",
            Self::Tunnel => "a 2xx response to CONNECT begins a tunnel",
            Self::TransferEncodingOverrides => "the Transfer-Encoding overrides the Content-Length",
            Self::FinalChunked => "the final transfer coding is chunked",
            Self::FinalNotChunked => {
                "the final transfer coding is not chunked, so the connection ends the body"
            }
            Self::ContentLength => "the Content-Length says so",
            Self::NoFieldInRequest => {
                "a request with neither Transfer-Encoding nor Content-Length has no body"
            }
            Self::NoFieldInResponse => {
                "a response with neither Transfer-Encoding nor Content-Length ends with the \
                 connection"
            }
        };
        write!(f, "{sentence} ({})", self.section())
    }
}
