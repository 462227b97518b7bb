//! The response that opens a connection.

use core::{fmt, iter};

use bytes::BufMut;

use super::{
    AcceptKey, EncodeError, Field, Fields, Subprotocol, collected::Once, extension, fields::lines,
    output, subprotocol,
};

/// The response that opens the connection: status 101 (RFC 6455 §4.2.2), or 200 over extended
/// CONNECT (RFC 8441 §5). Frames may follow at once.
///
/// It comes from [`Request::accept`](super::Request::accept).
#[derive(Clone)]
#[must_use = "a response is sent by `encode`, or by another stack with `status` and `fields`"]
pub struct Acceptance<'a, F = Fields<'a>> {
    /// None over extended CONNECT.
    accept: Option<AcceptKey>,
    subprotocol: Option<Subprotocol<'a>>,
    extensions: Option<&'a str>,
    fields: &'a [Field<'a>],
    /// The line of extensions that are offered.
    offers: Once<'a>,
    /// The fields of the request.
    request: F,
}

impl<'a, F> Acceptance<'a, F> {
    pub(super) const fn new(accept: Option<AcceptKey>, offers: Once<'a>, request: F) -> Self {
        Self {
            accept,
            subprotocol: None,
            extensions: None,
            fields: &[],
            offers,
            request,
        }
    }
}

impl<'a, 'h: 'a, F, N, V> Acceptance<'a, F>
where
    F: IntoIterator<Item = (&'h N, &'h V)> + Clone,
    N: AsRef<[u8]> + ?Sized + 'h,
    V: AsRef<[u8]> + ?Sized + 'h,
{
    /// Agrees to a subprotocol that was offered, or to none (RFC 6455 §4.2.2, item 5.5).
    pub fn with_subprotocol(self, subprotocol: impl Into<Option<Subprotocol<'a>>>) -> Self {
        Self {
            subprotocol: subprotocol.into(),
            ..self
        }
    }

    /// Agrees to extensions: `agreed` is a value of Sec-WebSocket-Extensions, such as
    /// `permessage-deflate; server_no_context_takeover`.
    ///
    /// Only for a server that makes them by itself, over a
    /// [`FrameDecoder`](crate::FrameDecoder): a [`Decoder`](crate::Decoder) has none, and fails
    /// the connection at the first frame of one. Whether the parameters answer the offer is for the
    /// extension to know.
    ///
    /// # Errors
    ///
    /// [`InvalidExtensions`](EncodeError::InvalidExtensions) if `agreed` is no list of extensions
    /// (RFC 6455 §9.1), or one of more than [`MAX_EXTENSIONS`](super::MAX_EXTENSIONS).
    /// [`ExtensionNotOffered`](EncodeError::ExtensionNotOffered) if it has one that was not
    /// offered, or more often than it was.
    pub fn with_extensions(self, agreed: &'a str) -> Result<Self, EncodeError> {
        let agreed_line = || iter::once(agreed.as_bytes());
        if !extension::may_be_sent(agreed) {
            return Err(EncodeError::InvalidExtensions);
        }
        let offers = || lines(self.offers, &self.request, extension::NAME);
        if !extension::were_offered(
            || extension::listed(agreed_line()),
            || extension::listed(offers()),
        ) {
            return Err(EncodeError::ExtensionNotOffered);
        }
        Ok(Self {
            extensions: Some(extension::trim(agreed)),
            ..self
        })
    }
}

impl<'a, F> Acceptance<'a, F> {
    /// With these fields besides, in place of those of an earlier call: such as Set-Cookie.
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

    /// The status: 101, or 200 over extended CONNECT.
    pub const fn status(&self) -> u16 {
        match self.accept {
            Some(_) => 101,
            None => 200,
        }
    }

    /// All fields, for another HTTP stack: for HTTP/1.1 with Upgrade and Connection, over extended
    /// CONNECT without them, and with names in lower case but for the caller's.
    pub fn fields(&self) -> impl Iterator<Item = Field<'_>> + Clone {
        let (upgrade, names): (Option<[Field<'_>; 3]>, _) = match &self.accept {
            Some(accept) => (
                Some([
                    ("Upgrade", b"websocket"),
                    ("Connection", b"Upgrade"),
                    ("Sec-WebSocket-Accept", accept.as_bytes()),
                ]),
                ("Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions"),
            ),
            None => (None, (subprotocol::NAME, extension::NAME)),
        };
        let subprotocol = self
            .subprotocol
            .map(|name| (names.0, name.as_str().as_bytes()));
        let extensions = self.extensions.map(|agreed| (names.1, agreed.as_bytes()));
        upgrade
            .into_iter()
            .flatten()
            .chain(subprotocol)
            .chain(extensions)
            .chain(self.fields.iter().copied())
    }

    /// The exact number of bytes that [`encode`](Self::encode) appends.
    pub fn encoded_len(&self) -> usize {
        output::len(self.parts())
    }

    /// Appends the response for HTTP/1.1 to `out`.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NotHttp1`] if the request was an extended CONNECT: the HTTP stack that it
    /// came from writes the response. [`EncodeError::NoSpace`] if `out` has less than
    /// [`encoded_len`](Self::encoded_len) bytes left. Nothing is written then.
    pub fn encode(&self, out: &mut impl BufMut) -> Result<(), EncodeError> {
        if self.accept.is_none() {
            return Err(EncodeError::NotHttp1);
        }
        output::write(out, self.parts())
    }

    /// The head for HTTP/1.1, in as few parts as there can be: each costs as much as its octets.
    fn parts(&self) -> impl Iterator<Item = &[u8]> + Clone {
        let start: &[u8] = b"HTTP/1.1 101 Switching Protocols\r\n\
            Upgrade: websocket\r\n\
            Connection: Upgrade\r\n\
            Sec-WebSocket-Accept: ";
        let accept = self.accept.as_ref().map(AcceptKey::as_bytes);
        let subprotocol = self
            .subprotocol
            .iter()
            .flat_map(|name| -> [&[u8]; 2] { [b"\r\nSec-WebSocket-Protocol: ", name.as_bytes()] });
        let extensions = self.extensions.iter().flat_map(|agreed| -> [&[u8]; 2] {
            [b"\r\nSec-WebSocket-Extensions: ", agreed.as_bytes()]
        });
        iter::once(start)
            .chain(accept)
            .chain(subprotocol)
            .chain(extensions)
            .chain([&b"\r\n"[..]])
            .chain(output::lines(self.fields.iter().copied()))
            .chain([&b"\r\n"[..]])
    }
}

impl<F> fmt::Debug for Acceptance<'_, F> {
    /// Tells neither what is agreed to nor any field: they may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Acceptance")
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}
