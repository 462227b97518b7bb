//! Where a client connects to.

use core::fmt;

use thiserror::Error;

use super::authority::{self, Authority};

/// A URI of the schemes `ws` and `wss` (RFC 6455 §3). Two are equal if they ask for the same in the
/// same letters.
///
/// ```
/// use noio_websocket::handshake::Uri;
///
/// let uri = Uri::parse("wss://example.com:8443/chat?room=1")?;
/// assert!(uri.is_secure());
/// assert_eq!((uri.host(), uri.port()), ("example.com", 8443));
/// assert_eq!(uri.authority(), "example.com:8443");
/// assert_eq!(uri.to_string(), "wss://example.com:8443/chat?room=1");
/// assert_eq!((uri.path(), uri.query()), ("/chat", Some("room=1")));
/// assert_eq!(uri.resource_name().to_string(), "/chat?room=1");
/// assert_eq!(Uri::parse("ws://[::1]:80")?.authority(), "[::1]");
/// # Ok::<(), noio_websocket::handshake::UriError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Uri<'a> {
    is_secure: bool,
    authority: &'a str,
    host: &'a str,
    port: u16,
    /// Begins with a slash.
    path: &'a str,
    query: Option<&'a str>,
}

impl<'a> Uri<'a> {
    /// `ws-URI = "ws:" "//" host [ ":" port ] path [ "?" query ]`, and `wss` for `ws`.
    ///
    /// Path and query may hold any visible ASCII: what has to be escaped besides is for the caller
    /// to escape. So is a name beyond ASCII, which is written as punycode. Nothing is changed: not
    /// `..` in a path, and not a host such as `127.1`, which other parsers make an address of.
    ///
    /// # Errors
    ///
    /// See [`UriError`] for all that is looked at.
    pub fn parse(text: &'a str) -> Result<Self, UriError> {
        let (scheme, rest) = text.split_once("://").ok_or(UriError::InvalidScheme)?;
        let is_secure = scheme.eq_ignore_ascii_case("wss");
        if !is_secure && !scheme.eq_ignore_ascii_case("ws") {
            return Err(UriError::InvalidScheme);
        }
        if rest.contains('#') {
            return Err(UriError::Fragment);
        }
        let authority_len = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, resource) = rest.split_at_checked(authority_len).unwrap_or((rest, ""));
        if authority.contains('@') {
            return Err(UriError::UserInfo);
        }
        let Authority { host, port, .. } =
            Authority::parse(authority).ok_or(UriError::InvalidAuthority)?;
        if !authority::is_visible(resource) {
            return Err(UriError::InvalidResource);
        }
        let (path, query) = match resource.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (resource, None),
        };
        let default_port = if is_secure { 443 } else { 80 };
        let port = port.unwrap_or(default_port);
        Ok(Self {
            is_secure,
            // RFC 6455 §4.1, item 4: the port is left out where it says nothing.
            authority: if port == default_port {
                host
            } else {
                authority
            },
            host,
            port,
            // RFC 6455 §3: this is what an empty one means.
            path: if path.is_empty() { "/" } else { path },
            query,
        })
    }

    /// Whether the connection is to be made over TLS.
    pub const fn is_secure(&self) -> bool {
        self.is_secure
    }

    /// The host as it is written, an IPv6 address in its brackets. `format!("{host}:{port}")` is
    /// what resolvers of sockets take; TLS and `(host, port)` want an address without brackets.
    pub const fn host(&self) -> &'a str {
        self.host
    }

    /// The port; 80 or, with TLS, 443 if there is none.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// The host, and the port if that is not the default one: what Host says.
    pub const fn authority(&self) -> &'a str {
        self.authority
    }

    /// The path, `/` if it is empty.
    pub const fn path(&self) -> &'a str {
        self.path
    }

    /// What is behind the question mark, if there is one.
    pub const fn query(&self) -> Option<&'a str> {
        self.query
    }

    /// The path and, behind a question mark, the query: what a request line and `:path` say
    /// (RFC 6455 §3).
    pub fn resource_name(&self) -> impl fmt::Display + use<'a> {
        ResourceName {
            path: self.path(),
            query: self.query,
        }
    }
}

struct ResourceName<'a> {
    path: &'a str,
    query: Option<&'a str>,
}

impl fmt::Display for ResourceName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path)?;
        self.query.map_or(Ok(()), |query| write!(f, "?{query}"))
    }
}

/// The URI, without a port that is the default one.
impl fmt::Display for Uri<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_secure { "wss" } else { "ws" };
        write!(f, "{scheme}://{}{}", self.authority, self.resource_name())
    }
}

impl fmt::Debug for Uri<'_> {
    /// Tells neither path nor query: they may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Uri")
            .field("is_secure", &self.is_secure)
            .field("authority", &self.authority)
            .finish_non_exhaustive()
    }
}

/// Why a text is no URI of a WebSocket server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum UriError {
    /// The scheme is neither `ws` nor `wss`.
    #[error("scheme is neither ws nor wss")]
    InvalidScheme,
    /// There is a fragment, which such a URI must not have (RFC 6455 §3).
    #[error("URI with a fragment")]
    Fragment,
    /// There is a user, which such a URI does not have. Send an Authorization instead.
    #[error("URI with a user")]
    UserInfo,
    /// Host and port are not `host [ ":" port ]` (RFC 3986 §3.2), or empty.
    #[error("invalid host or port")]
    InvalidAuthority,
    /// Path or query hold something else than visible ASCII.
    #[error("invalid path or query")]
    InvalidResource,
}

#[cfg(feature = "std")]
impl From<UriError> for std::io::Error {
    fn from(error: UriError) -> Self {
        Self::new(std::io::ErrorKind::InvalidInput, error)
    }
}
