//! A request that went forward.

use core::fmt;

use noio_http_field::structured::Token;

/// What a cache tells of a request that went forward: the parameter `fwd`, and those that mean
/// something beside it alone (RFC 9211 §2.2, §2.3, §2.5, §2.6).
///
/// ```
/// use noio_cache_control::cache_status::{Forward, Fwd};
///
/// const COLLAPSED: Forward<'_> = Forward {
///     collapsed: Some(true),
///     ..Forward::new(Fwd::UriMiss)
/// };
/// assert_eq!(COLLAPSED.stored, None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the RFC ties these to `fwd`; others would be parameters of their own"
)]
pub struct Forward<'a> {
    /// `fwd`: why.
    pub fwd: Fwd<'a>,
    /// `fwd-status`: the status that the next hop has answered with, of three digits. `None`: that
    /// of the response.
    pub fwd_status: Option<u16>,
    /// `stored`: whether the cache has stored the response. `None`: it does not tell.
    pub stored: Option<bool>,
    /// `collapsed`: whether the request could use the answer to another one that went forward at the
    /// same time, or had to go by itself after all. `None`: there was none to wait for.
    pub collapsed: Option<bool>,
}

impl<'a> Forward<'a> {
    /// Why, and nothing else.
    pub const fn new(fwd: Fwd<'a>) -> Self {
        Self {
            fwd,
            fwd_status: None,
            stored: None,
            collapsed: None,
        }
    }
}

/// Why a request went forward: the value of `fwd` (RFC 9211 §2.2). Of those that are true a cache
/// sends the one that says most, as far as it knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fwd<'a> {
    /// `bypass`: the cache is set up to have nothing to do with this request.
    Bypass,
    /// `method`: the method of the request wants it (RFC 9111 §4).
    Method,
    /// `uri-miss`: nothing is stored for the URI.
    UriMiss,
    /// `vary-miss`: something is stored for the URI, and nothing that Vary lets this request have
    /// (RFC 9111 §4.1).
    VaryMiss,
    /// `miss`: nothing is stored that could answer, by whichever of the two reasons before.
    Miss,
    /// `request`: what is stored is fresh, and the request does not want it, such as with `no-cache`
    /// (RFC 9111 §5.2.1).
    Request,
    /// `stale`: what is stored is not fresh (RFC 9111 §4.2).
    Stale,
    /// `partial`: what is stored is a part, and the request wants another one, or all (RFC 9111
    /// §3.3).
    Partial,
    /// A reason that RFC 9211 does not have.
    Other(Token<'a>),
}

impl<'a> Fwd<'a> {
    /// What the value says, in the case in which it is registered: Tokens have one.
    pub fn new(token: Token<'a>) -> Self {
        match token.as_bytes() {
            b"bypass" => Self::Bypass,
            b"method" => Self::Method,
            b"uri-miss" => Self::UriMiss,
            b"vary-miss" => Self::VaryMiss,
            b"miss" => Self::Miss,
            b"request" => Self::Request,
            b"stale" => Self::Stale,
            b"partial" => Self::Partial,
            _ => Self::Other(token),
        }
    }

    /// The value, such as `uri-miss`.
    pub const fn as_str(self) -> &'a str {
        match self {
            Self::Bypass => "bypass",
            Self::Method => "method",
            Self::UriMiss => "uri-miss",
            Self::VaryMiss => "vary-miss",
            Self::Miss => "miss",
            Self::Request => "request",
            Self::Stale => "stale",
            Self::Partial => "partial",
            Self::Other(token) => token.as_str(),
        }
    }
}

impl fmt::Display for Fwd<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
