//! Where the body of a message ends: the decision of RFC 9112 §6.3, from its head.
//!
//! Request smuggling is two recipients that answer this differently for the same bytes. So what
//! the standard leaves to the recipient is refused here, and what it forbids to the sender as
//! well, unless a flag of [`Policy`] with a known risk says otherwise.
//!
//! ```
//! use noio_chunked::framing::{self, Policy, Framing, Version};
//!
//! let fields = [("Host", "example.com"), ("Transfer-Encoding", "chunked")];
//! let decision = framing::request(Version::Http11, fields, &Policy::new())?;
//! assert_eq!(decision.framing(), Framing::Chunked);
//!
//! let fields = [("Content-Length", "5"), ("Transfer-Encoding", "chunked")];
//! let error = framing::request(Version::Http11, fields, &Policy::new()).unwrap_err();
//! assert_eq!((error.status(), error.line()), (400, 1));
//! # Ok::<(), framing::FramingError>(())
//! ```
//!
//! # What is looked at
//!
//! All field lines of the head, in their order, as the parser of the head split them at their
//! first colon. No name may have been repaired: `Transfer-Encoding :` has to come with its space,
//! and is refused then. Spaces and HTAB around a value mean nothing.
//!
//! - Every name must be a token (RFC 9110 §5.1), and no value may hold CR, LF or NUL (§5.5),
//!   whatever the field.
//! - Transfer-Encoding is a list of the codings of RFC 9112 §7, in any case, each without
//!   parameters, in one line or several, `chunked` at most once.
//! - Content-Length is one number: digits, nothing else, at most 2⁶⁴ − 1.
//!
//! `Connection` is not looked at: whether the connection lasts longer than the message is a
//! question of its own (RFC 9112 §9.3). [`Decision::close`] only says when it must not.

mod coding;
mod decision;
mod error;
mod lines;
mod policy;

pub use coding::Coding;
pub use decision::{Decision, Framing, Reason};
pub use error::{FramingError, FramingErrorKind};
pub use policy::Policy;

use error::Side;
use lines::{Content, Lines};

/// The version of a message (RFC 9112 §2.3).
///
/// A higher minor version counts as HTTP/1.1 (RFC 9110 §2.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the two that there are, and the later ones are framed otherwise"
)]
pub enum Version {
    /// HTTP/1.0, which has no transfer codings.
    Http10,
    /// HTTP/1.1.
    Http11,
}

/// Decides where the body of a request ends. The method makes no difference; behind a CONNECT that
/// is granted there is no other request (RFC 9110 §9.3.6).
///
/// # Errors
///
/// If the head leaves room for two opinions, or asks for a transfer coding that is not known. The
/// error is that of the first field line at fault; a server answers with
/// [`FramingError::status`] and closes the connection.
pub fn request(
    version: Version,
    fields: impl IntoIterator<Item = (impl AsRef<[u8]>, impl AsRef<[u8]>)>,
    policy: &Policy,
) -> Result<Decision, FramingError> {
    let lines = Lines::read(version, Content::Possible, Side::Request, fields, policy)?;
    lines.decide(Decision::new(Framing::None, Reason::NoFieldInRequest))
}

/// Decides where the body of a response ends. `request_method` is that of the request that it
/// answers, as it was sent: methods are case-sensitive (RFC 9110 §9.1).
///
/// A response to CONNECT with status 204 begins a tunnel as every other 2xx does (RFC 9110
/// §9.3.6): to look for another response in what follows would be worse than to find no body.
///
/// Behind a response with status 101 there is another protocol (RFC 9110 §15.2.2). It has no body,
/// as any 1xx; that what follows is no HTTP message is for the caller to see, by the status or by
/// [`Reason::SwitchingProtocols`].
///
/// # Errors
///
/// As for [`request`]. The status of the error is for the client of a gateway; a client by itself
/// discards the response. Both close the connection to the server.
pub fn response(
    request_method: &[u8],
    status: u16,
    version: Version,
    fields: impl IntoIterator<Item = (impl AsRef<[u8]>, impl AsRef<[u8]>)>,
    policy: &Policy,
) -> Result<Decision, FramingError> {
    let (content, framing, reason) = match status {
        200..=299 if request_method == b"CONNECT" => {
            (Content::Tunnel, Framing::Tunnel, Reason::Tunnel)
        }
        101 => (
            Content::Forbidden,
            Framing::None,
            Reason::SwitchingProtocols,
        ),
        100..=199 => (Content::Forbidden, Framing::None, Reason::Informational),
        204 => (Content::Forbidden, Framing::None, Reason::NoContent),
        304 => (Content::Omitted, Framing::None, Reason::NotModified),
        _ if request_method == b"HEAD" => (Content::Omitted, Framing::None, Reason::Head),
        _ => (
            Content::Possible,
            Framing::UntilClose,
            Reason::NoFieldInResponse,
        ),
    };
    let lines = Lines::read(version, content, Side::Response, fields, policy)?;
    let without_fields = Decision::new(framing, reason);
    if content != Content::Possible {
        // RFC 9112 §6.1 for HTTP/1.0. Behind a 204 that says it has a body there may be one, or a
        // last chunk; behind 1xx the final response is still to come.
        let may_have_body = lines.has_transfer_encoding() || lines.promises_ignored_body();
        let close = reason == Reason::NoContent && may_have_body
            || version == Version::Http10 && lines.has_transfer_encoding();
        // RFC 9110 §8.6 forbids it there, and whoever forwards it sends it.
        let strip = content != Content::Omitted && lines.has_ignored_content_length();
        return Ok(without_fields
            .with_close(close)
            .with_strip_content_length(strip));
    }
    lines.decide(without_fields)
}
