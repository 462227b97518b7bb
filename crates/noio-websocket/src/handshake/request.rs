//! The server's side: what a client asks for.

use core::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use noio_http_field::Token;

use super::{
    Acceptance, Extension, Fields, Origins, Refusal, RequestErrorKind, Subprotocol, accept_key,
    authority::{self, Authority, Scheme},
    collected::{Collected, Once},
    extension,
    fields::{self, lines},
    subprotocol::{self, OfferError},
    version::is_version,
};

/// The version of HTTP in a request line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the two that there are, and the later ones have no request line"
)]
pub enum Version {
    /// HTTP/1.0, which has no Upgrade.
    Http10,
    /// HTTP/1.1.
    Http11,
}

/// A request line (RFC 9112 §3), for servers that have parsed it.
#[derive(Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a request line has these three parts"
)]
pub struct RequestLine<'h> {
    /// The method, whose letters' case matters.
    pub method: &'h str,
    /// The target: a path with or without a query, or a whole URI.
    pub target: &'h str,
    /// The version.
    pub version: Version,
}

/// The pseudo-header fields of an extended CONNECT (RFC 8441 §4, RFC 9220 §3).
#[derive(Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "an extended CONNECT has these four"
)]
pub struct ConnectLine<'h> {
    /// `:protocol`.
    pub protocol: &'h str,
    /// `:scheme`.
    pub scheme: &'h str,
    /// `:authority`.
    pub authority: &'h str,
    /// `:path`, with the query if there is one.
    pub path: &'h str,
}

impl fmt::Debug for RequestLine<'_> {
    /// Does not tell the target: it may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestLine")
            .field("method", &self.method)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ConnectLine<'_> {
    /// Does not tell the path: it may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectLine")
            .field("protocol", &self.protocol)
            .field("scheme", &self.scheme)
            .field("authority", &self.authority)
            .finish_non_exhaustive()
    }
}

/// A request for a WebSocket connection, found legal (RFC 6455 §4.2.1, RFC 8441 §5).
///
/// It comes from a [`RequestDecoder`](super::RequestDecoder), or is made of what an HTTP stack has
/// parsed: [`upgrade`](Self::upgrade) and [`connect`](Self::connect). `F` are its fields.
#[derive(Clone)]
pub struct Request<'h, F = Fields<'h>> {
    target: &'h str,
    /// What is behind the authority in the target: path and query.
    resource: &'h str,
    /// Only extended CONNECT tells it.
    scheme: Option<Scheme>,
    authority: Authority<'h>,
    origin: Option<&'h [u8]>,
    /// None over extended CONNECT.
    key: Option<&'h [u8]>,
    subprotocols: Once<'h>,
    extensions: Once<'h>,
    fields: F,
}

impl<'h> Request<'h> {
    /// The request at the front of `octets` as far as it is right, and how long its head is. None
    /// if the octets are not those of a legal and whole head, or not beyond doubt.
    pub(super) fn decode_whole(
        octets: &'h [u8],
        max_field_count: usize,
    ) -> Option<(Result<Self, RequestErrorKind>, usize)> {
        let (line, fields) = request_line(octets)?;
        let (collected, len) = Collected::of_lines(fields, max_field_count)?;
        let request = Self::of_upgrade(line, Fields::new(fields), collected);
        Some((request, octets.len() - fields.len() + len))
    }
}

impl<'h, F, N, V> Request<'h, F>
where
    F: IntoIterator<Item = (&'h N, &'h V)> + Clone,
    N: AsRef<[u8]> + ?Sized + 'h,
    V: AsRef<[u8]> + ?Sized + 'h,
{
    /// A request of HTTP/1.1 that was parsed elsewhere, if it is one for a WebSocket connection
    /// (RFC 6455 §4.2.1).
    ///
    /// `fields` are all of the request, in any case of their names, their values without the
    /// whitespace around: a `&HeaderMap` of the crate `http`, or an iterator of
    /// [`Field`](super::Field)s.
    ///
    /// ```
    /// use noio_websocket::handshake::{Origins, Request, RequestLine, Version};
    ///
    /// let line = RequestLine { method: "GET", target: "/chat", version: Version::Http11 };
    /// let fields: [(&str, &[u8]); 5] = [
    ///     ("host", b"example.com"),
    ///     ("upgrade", b"websocket"),
    ///     ("connection", b"keep-alive, Upgrade"),
    ///     ("sec-websocket-key", b"dGhlIHNhbXBsZSBub25jZQ=="),
    ///     ("sec-websocket-version", b"13"),
    /// ];
    /// let request = Request::upgrade(line, fields.iter().copied())?;
    /// let acceptance = request.accept(Origins::SameHost).expect("no Origin");
    /// assert_eq!(acceptance.status(), 101);
    /// # Ok::<(), noio_websocket::handshake::RequestErrorKind>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The first rule that is broken, in the order of [`RequestErrorKind`].
    pub fn upgrade(line: RequestLine<'h>, fields: F) -> Result<Self, RequestErrorKind> {
        let collected = Collected::of(fields::of(&fields));
        Self::of_upgrade(line, fields, collected)
    }

    fn of_upgrade(
        line: RequestLine<'h>,
        fields: F,
        collected: Collected<'h>,
    ) -> Result<Self, RequestErrorKind> {
        if line.version != Version::Http11 {
            return Err(RequestErrorKind::UnsupportedHttpVersion);
        }
        if line.method != "GET" {
            return Err(RequestErrorKind::MethodNotAllowed);
        }
        let (target_authority, resource) = if authority::is_path(line.target) {
            (None, line.target)
        } else {
            authority::split_uri(line.target)
                .map(|(authority, resource)| (Some(authority), resource))
                .ok_or(RequestErrorKind::InvalidTarget)?
        };
        let host = collected.host.only().and_then(Authority::from_bytes);
        let host = host.ok_or(RequestErrorKind::InvalidHost)?;
        if collected.may_have_content() {
            return Err(RequestErrorKind::UnexpectedContent);
        }
        if !collected.upgrade.is_legal {
            return Err(RequestErrorKind::InvalidUpgrade);
        }
        if !collected.upgrade.is_there {
            return Err(RequestErrorKind::UpgradeRequired);
        }
        if !collected.has_connection_upgrade() {
            return Err(RequestErrorKind::InvalidConnection);
        }
        check_version(collected.version)?;
        let key = collected.key.only().filter(|key| is_key(key));
        let key = key.ok_or(RequestErrorKind::InvalidKey)?;
        check_offers(&collected, &fields)?;
        Ok(Self {
            target: line.target,
            resource,
            scheme: None,
            authority: target_authority.unwrap_or(host),
            origin: collected.origin.only(),
            key: Some(key),
            subprotocols: collected.protocol,
            extensions: collected.extensions,
            fields,
        })
    }

    /// An extended CONNECT of HTTP/2 or 3, if it is one for a WebSocket connection (RFC 8441 §5,
    /// RFC 9220 §3).
    ///
    /// It has no key and its answer no accept key. `fields` are all of the request but for the
    /// pseudo-header fields, which are in `line`. Offers and answers are those of HTTP/1.1.
    ///
    /// # Errors
    ///
    /// The first rule that is broken, in the order of [`RequestErrorKind`].
    pub fn connect(line: ConnectLine<'h>, fields: F) -> Result<Self, RequestErrorKind> {
        let collected = Collected::of(fields::of(&fields));
        if !line.protocol.eq_ignore_ascii_case("websocket") {
            return Err(RequestErrorKind::UnknownProtocol);
        }
        let scheme = Scheme::parse(line.scheme)
            .filter(|_| authority::is_path(line.path))
            .ok_or(RequestErrorKind::InvalidTarget)?;
        let is_host = |authority: &Authority<'_>| match collected.host {
            Once::Absent => true,
            Once::Only(host) => Authority::from_bytes(host)
                .is_some_and(|host| host.is_same(authority, scheme.default_port())),
            Once::Repeated => false,
        };
        let authority = Authority::parse(line.authority)
            .filter(is_host)
            .ok_or(RequestErrorKind::InvalidHost)?;
        if collected.has_connection_specific {
            return Err(RequestErrorKind::ConnectionSpecificField);
        }
        // What follows is the connection, whatever length is declared.
        if !collected.content_length.is_absent() {
            return Err(RequestErrorKind::UnexpectedContent);
        }
        check_version(collected.version)?;
        check_offers(&collected, &fields)?;
        Ok(Self {
            target: line.path,
            resource: line.path,
            scheme: Some(scheme),
            authority,
            origin: collected.origin.only(),
            key: None,
            subprotocols: collected.protocol,
            extensions: collected.extensions,
            fields,
        })
    }

    /// The target as it came: visible ASCII without a fragment, as a rule a path that begins with
    /// `/` and may have a query, but over HTTP/1.1 it may be a whole URI as well (RFC 9112 §3.2.2).
    pub const fn target(&self) -> &'h str {
        self.target
    }

    /// The path of the target, `/` if it is empty.
    pub fn path(&self) -> &'h str {
        match self.resource.split('?').next() {
            None | Some("") => "/",
            Some(path) => path,
        }
    }

    /// What is behind the question mark of the target, if there is one.
    pub fn query(&self) -> Option<&'h str> {
        self.resource.split_once('?').map(|(_, query)| query)
    }

    /// The host and, if it came with one, the port that are asked for, as they came.
    ///
    /// If the [`target`](Self::target) is a URI, they are those of the target, and what Host says
    /// does not count (RFC 9112 §3.2.2). Over extended CONNECT they are those of `:authority`.
    pub const fn authority(&self) -> &'h str {
        self.authority.text
    }

    /// The host alone, an IPv6 address in its brackets. The case of its letters means nothing.
    pub const fn host(&self) -> &'h str {
        self.authority.host
    }

    /// The port, if it came with one.
    pub const fn port(&self) -> Option<u16> {
        self.authority.port
    }

    /// The Origin: whose page has asked, if it was one. For most servers [`Origins`] judges it.
    pub const fn origin(&self) -> Option<&'h [u8]> {
        self.origin
    }

    /// All fields, such as Cookie or Authorization.
    pub fn fields(&self) -> F {
        self.fields.clone()
    }

    /// The subprotocols that are offered, the preferred one first (RFC 6455 §11.3.4). No two are
    /// the same.
    pub fn subprotocols(&self) -> impl Iterator<Item = Subprotocol<'h>> + use<'h, F, N, V> {
        subprotocol::offered(lines(self.subprotocols, &self.fields, subprotocol::NAME))
    }

    /// The first of `supported` that was offered. None if none was: then the server accepts without
    /// one, or refuses.
    pub fn choose_subprotocol(&self, supported: &[&str]) -> Option<Subprotocol<'h>> {
        let rank = |offered: &Subprotocol<'_>| {
            let offered = offered.as_bytes();
            supported.iter().position(|name| name.as_bytes() == offered)
        };
        self.subprotocols()
            .filter_map(|offered| Some((rank(&offered)?, offered)))
            .min_by_key(|(rank, _)| *rank)
            .map(|(_, offered)| offered)
    }

    /// The extensions that are offered, the preferred one first (RFC 6455 §9.1). One may come
    /// several times, with other parameters.
    pub fn extensions(&self) -> impl Iterator<Item = Extension<'h>> + use<'h, F, N, V> {
        extension::listed(lines(self.extensions, &self.fields, extension::NAME))
    }

    /// Opens the connection, if the page that has asked for it may have it. No subprotocol and no
    /// extension is agreed upon yet.
    ///
    /// Everything else is for the server to look at before: whether there is something under
    /// [`path`](Self::path), whether [`host`](Self::host) is its own, and who the user is.
    ///
    /// # Errors
    ///
    /// [`Refusal::FORBIDDEN`] if the Origin is none of `origins`.
    pub fn accept(&self, origins: Origins<'_>) -> Result<Acceptance<'h, F>, Refusal<'static>> {
        if origins.allow(self.origin, self.scheme, &self.authority) {
            Ok(Acceptance::new(
                self.key.map(accept_key),
                self.extensions,
                self.fields(),
            ))
        } else {
            Err(Refusal::FORBIDDEN)
        }
    }
}

impl<F> fmt::Debug for Request<'_, F> {
    /// Tells neither target nor fields: they may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("authority", &self.authority.text)
            .finish_non_exhaustive()
    }
}

/// The request line at the front of `octets`, and what is behind it. None if it is not one of
/// HTTP/1.1, or not whole.
fn request_line(octets: &[u8]) -> Option<(RequestLine<'_>, &[u8])> {
    // One empty line is passed over (RFC 9112 §2.2).
    let mut rest = octets.strip_prefix(b"\r\n").unwrap_or(octets);
    let method = Token::take(&mut rest)?.as_str();
    let rest = rest.strip_prefix(b" ")?;
    let len = rest.iter().position(|octet| !octet.is_ascii_graphic())?;
    let (target, rest) = rest.split_at_checked(len)?;
    let target = str::from_utf8(target)
        .ok()
        .filter(|target| !target.is_empty())?;
    let rest = rest.strip_prefix(b" HTTP/1.1\r\n")?;
    let line = RequestLine {
        method,
        target,
        version: Version::Http11,
    };
    Some((line, rest))
}

fn check_version(version: Once<'_>) -> Result<(), RequestErrorKind> {
    match version {
        Once::Only(b"13") => Ok(()),
        Once::Only(version) if is_version(version) => Err(RequestErrorKind::UnsupportedVersion),
        _ => Err(RequestErrorKind::InvalidVersion),
    }
}

/// Whether `key` is the one way to write 16 octets.
fn is_key(key: &[u8]) -> bool {
    // The space that base64 of this length may need.
    let mut octets = [0; 18];
    STANDARD.decode_slice(key, &mut octets) == Ok(16)
}

/// What all versions of HTTP have in common.
fn check_offers<'h, F, N, V>(collected: &Collected<'h>, fields: &F) -> Result<(), RequestErrorKind>
where
    F: IntoIterator<Item = (&'h N, &'h V)> + Clone,
    N: AsRef<[u8]> + ?Sized + 'h,
    V: AsRef<[u8]> + ?Sized + 'h,
{
    if collected.origin == Once::Repeated {
        return Err(RequestErrorKind::InvalidOrigin);
    }
    if !collected.protocol.is_absent() {
        subprotocol::check_offer(lines(collected.protocol, fields, subprotocol::NAME)).map_err(
            |error| match error {
                OfferError::Invalid => RequestErrorKind::InvalidSubprotocols,
                OfferError::TooMany => RequestErrorKind::TooManySubprotocols,
            },
        )?;
    }
    if !collected.extensions.is_absent()
        && !extension::are_legal(lines(collected.extensions, fields, extension::NAME))
    {
        return Err(RequestErrorKind::InvalidExtensions);
    }
    Ok(())
}
