//! The leniencies of the decision.

/// The leniencies of [`request`](super::request) and [`response`](super::response). All are off
/// by default.
///
/// Set by assignment, so that a later one breaks nobody:
///
/// ```
/// let mut policy = noio_chunked::framing::Policy::new();
/// policy.allow_repeated_content_length = true;
/// # let _ = policy;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Policy {
    /// Whether a message may have both Transfer-Encoding and Content-Length. Then the former
    /// counts, [`Decision::close`](super::Decision::close) is true, and a proxy must not forward
    /// the latter (RFC 9112 §6.3, rule 3). The Content-Length has to be legal all the same. Default:
    /// no.
    ///
    /// Risk: this is the classic of request smuggling (CL.TE and TE.CL). Some recipient before or
    /// behind this one may go by the other field. Nothing of the connection can be trusted behind
    /// the message.
    pub allow_content_length_with_transfer_encoding: bool,
    /// Whether Content-Length may state the same number several times, in several lines or in a
    /// list as in `5, 5` (RFC 9112 §6.3, rule 5). Different numbers are refused in any case.
    /// Default: no.
    ///
    /// Risk: a recipient that reads the first number of the list, or all of it as another number,
    /// sees another body. A proxy writes one Content-Length of its own.
    pub allow_repeated_content_length: bool,
    /// Whether a message of HTTP/1.0 may have a Transfer-Encoding. It counts as in HTTP/1.1, and
    /// [`Decision::close`](super::Decision::close) is true (RFC 9112 §6.1). Default: no.
    ///
    /// Risk: recipients that know HTTP/1.0 alone ignore the field, and take the chunks for the
    /// next message.
    pub allow_transfer_encoding_in_http10: bool,
    /// Whether a response with status 1xx or 204 may have a Transfer-Encoding, which then means
    /// nothing (RFC 9112 §6.3, rule 1; forbidden to the sender by §6.1). Default: no.
    ///
    /// Risk: a server that sends the field may send a chunked body, too, if only an empty one,
    /// and that would be read as the next response. So [`Decision::close`](super::Decision::close)
    /// is true for status 204. Behind 1xx the connection has to go on: the final response is still
    /// to come.
    pub allow_transfer_encoding_without_content: bool,
}

impl Policy {
    /// Everything that is ambiguous is refused.
    pub const fn new() -> Self {
        Self {
            allow_content_length_with_transfer_encoding: false,
            allow_repeated_content_length: false,
            allow_transfer_encoding_in_http10: false,
            allow_transfer_encoding_without_content: false,
        }
    }
}
