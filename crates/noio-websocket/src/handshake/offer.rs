//! What a client asks for, in any version of HTTP.

use core::{fmt, iter};

use noio_http_field::Token;

use super::{
    EncodeError, Field, MAX_SUBPROTOCOLS, Response, ResponseErrorKind, Uri,
    collected::Collected,
    extension, fields, output,
    response::{Accepted, Refused},
    subprotocol,
    version::VERSION,
};

/// What a client asks for: a resource, and what it can and wants there.
///
/// It becomes a request of HTTP/1.1 with a [`Client`](super::Client), and an extended CONNECT of
/// HTTP/2 or 3 (RFC 8441 §5) with [`connect_fields`](Self::connect_fields) and
/// [`check_connect`](Self::check_connect).
#[derive(Clone, Copy)]
#[must_use = "an offer is sent by a `Client`, or by another stack with `connect_fields`"]
pub struct Offer<'a> {
    uri: Uri<'a>,
    pub(super) subprotocols: &'a [&'a str],
    pub(super) extensions: Option<&'a str>,
    pub(super) fields: &'a [Field<'a>],
}

impl<'a> Offer<'a> {
    /// Asks for that resource, without subprotocols and extensions.
    pub const fn new(uri: Uri<'a>) -> Self {
        Self {
            uri,
            subprotocols: &[],
            extensions: None,
            fields: &[],
        }
    }

    /// Offers subprotocols, the preferred one first (RFC 6455 §4.1, item 10). The server may agree
    /// to one of them, or to none.
    ///
    /// # Errors
    ///
    /// [`InvalidSubprotocols`](EncodeError::InvalidSubprotocols) unless they are tokens that are
    /// pairwise different, and at most [`MAX_SUBPROTOCOLS`].
    pub fn with_subprotocols(self, subprotocols: &'a [&'a str]) -> Result<Self, EncodeError> {
        let are_few = subprotocols.len() <= MAX_SUBPROTOCOLS;
        let are_legal = are_few
            && subprotocols.iter().enumerate().all(|(at, name)| {
                Token::new(name.as_bytes()).is_some()
                    && subprotocols.iter().take(at).all(|other| other != name)
            });
        if !are_legal {
            return Err(EncodeError::InvalidSubprotocols);
        }
        Ok(Self {
            subprotocols,
            ..self
        })
    }

    /// Offers extensions: a value of Sec-WebSocket-Extensions, such as
    /// `permessage-deflate; client_max_window_bits`.
    ///
    /// Only for a client that makes them by itself, over a
    /// [`FrameDecoder`](crate::FrameDecoder): a [`Decoder`](crate::Decoder) has none, and fails
    /// the connection at the first frame of one.
    ///
    /// # Errors
    ///
    /// [`InvalidExtensions`](EncodeError::InvalidExtensions) if it is no list of extensions
    /// (RFC 6455 §9.1), or one of more than [`MAX_EXTENSIONS`](super::MAX_EXTENSIONS).
    pub fn with_extensions(self, extensions: &'a str) -> Result<Self, EncodeError> {
        if !extension::may_be_sent(extensions) {
            return Err(EncodeError::InvalidExtensions);
        }
        Ok(Self {
            extensions: Some(extension::trim(extensions)),
            ..self
        })
    }

    /// With these fields besides, in place of those of an earlier call: such as Origin, Authorization
    /// or Cookie.
    ///
    /// # Errors
    ///
    /// [`InvalidField`](EncodeError::InvalidField) if one of them is no legal field, or there is
    /// more than one Origin, and [`ReservedField`](EncodeError::ReservedField) if one is not for
    /// the caller to write. What they hold cannot add a line.
    pub fn with_fields(self, fields: &'a [Field<'a>]) -> Result<Self, EncodeError> {
        output::check_fields(fields)?;
        let is_origin = |field: &&Field<'_>| field.0.eq_ignore_ascii_case("origin");
        if fields.iter().filter(is_origin).nth(1).is_some() {
            return Err(EncodeError::InvalidField);
        }
        Ok(Self { fields, ..self })
    }

    /// What is asked for.
    pub const fn uri(&self) -> Uri<'a> {
        self.uri
    }

    /// The fields of an extended CONNECT, names in lower case but for the caller's, each subprotocol
    /// in a field of its own.
    ///
    /// The pseudo-header fields are for the HTTP stack to write: `:method` CONNECT, `:protocol`
    /// websocket, `:scheme` https or, without TLS, http, and of the [`uri`](Self::uri)
    /// `:authority`, and as `:path` its [`resource_name`](Uri::resource_name).
    pub fn connect_fields(&self) -> impl Iterator<Item = Field<'a>> + Clone + use<'a> {
        let subprotocols = self.subprotocols.iter();
        let extensions = self.extensions.into_iter();
        iter::once(VERSION)
            .chain(subprotocols.map(|name| (subprotocol::NAME, name.as_bytes())))
            .chain(extensions.map(|offers| (extension::NAME, offers.as_bytes())))
            .chain(self.fields.iter().copied())
    }

    /// Judges the response to an extended CONNECT: any status of 2xx opens the connection
    /// (RFC 8441 §5). `status` is that of the final response.
    ///
    /// # Errors
    ///
    /// If the response opens a connection that was not asked for so: see [`ResponseErrorKind`].
    pub fn check_connect<'h, F, N, V>(
        &self,
        status: u16,
        fields: F,
    ) -> Result<Response<'h, F>, ResponseErrorKind>
    where
        F: IntoIterator<Item = (&'h N, &'h V)> + Clone,
        N: AsRef<[u8]> + ?Sized + 'h,
        V: AsRef<[u8]> + ?Sized + 'h,
    {
        if !(200..=299).contains(&status) {
            return Ok(Response::Refused(Refused::new(status, fields)));
        }
        let collected = Collected::of(fields::of(&fields));
        // A Content-Length is to be passed over (RFC 9110 §9.3.6).
        if collected.has_connection_specific {
            return Err(ResponseErrorKind::ConnectionSpecificField);
        }
        self.check_answers(&collected, fields)
            .map(Response::Accepted)
    }

    /// Items 5 and 6 of the second list of RFC 6455 §4.1, which all versions of HTTP have in common.
    ///
    /// Several lines of Sec-WebSocket-Extensions are one list, in a response, too: §9.1, and erratum
    /// 3433 to §11.3.2.
    pub(super) fn check_answers<'h, F, N, V>(
        &self,
        collected: &Collected<'h>,
        fields: F,
    ) -> Result<Accepted<'h, F>, ResponseErrorKind>
    where
        F: IntoIterator<Item = (&'h N, &'h V)> + Clone,
        N: AsRef<[u8]> + ?Sized + 'h,
        V: AsRef<[u8]> + ?Sized + 'h,
    {
        if !collected.extensions.is_absent() {
            let lines = || fields::lines(collected.extensions, &fields, extension::NAME);
            if !extension::are_legal(lines()) {
                return Err(ResponseErrorKind::InvalidExtensions);
            }
            let offers = || self.extensions.into_iter().map(str::as_bytes);
            if !extension::were_offered(
                || extension::listed(lines()),
                || extension::listed(offers()),
            ) {
                return Err(ResponseErrorKind::UnexpectedExtension);
            }
        }
        let mut subprotocol = None;
        if !collected.protocol.is_absent() {
            let name = collected
                .protocol
                .only()
                .and_then(Token::new)
                .ok_or(ResponseErrorKind::InvalidSubprotocol)?
                .as_str();
            if !self.subprotocols.contains(&name) {
                return Err(ResponseErrorKind::UnexpectedSubprotocol);
            }
            subprotocol = Some(name);
        }
        Ok(Accepted::new(subprotocol, collected.extensions, fields))
    }
}

impl fmt::Debug for Offer<'_> {
    /// Tells neither path nor query, nor what is offered, nor the caller's fields: they may be
    /// secret. There are those who put a credential among the subprotocols.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Offer")
            .field("authority", &self.uri.authority())
            .finish_non_exhaustive()
    }
}
