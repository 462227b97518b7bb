//! The client's side: a request is written, and its answer read.

use core::fmt;

use bytes::BufMut;
use httparse::{EMPTY_HEADER, Status};

use super::{
    EncodeError, Fields, MAX_FIELD_COUNT, ResponseError,
    accept_key::{self, accept_key},
    head::{self, HeadError},
};

/// The opening handshake of one connection, from the client's side (RFC 6455 §4.1).
#[derive(Clone)]
pub struct Client<'a> {
    host: &'a str,
    target: &'a str,
    /// The base64 of the octets that were given.
    key: [u8; 24],
}

impl<'a> Client<'a> {
    /// The handshake that asks `host` for `target`.
    ///
    /// `host` has the port in it, unless that is the default one of the scheme: 80 for `ws`, 443
    /// for `wss`. `target` is the path and the query of the URI, `/` if it has none. `key` must
    /// be of a source that nobody can guess, and new for each connection (§4.1, item 7).
    ///
    /// # Errors
    ///
    /// If `host` or `target` are not what may stand in a request. What they hold cannot add a line
    /// to it.
    pub fn new(host: &'a str, target: &'a str, key: [u8; 16]) -> Result<Self, EncodeError> {
        if !head::is_host(host.as_bytes()) {
            return Err(EncodeError::InvalidHost);
        }
        if !head::is_path(target) {
            return Err(EncodeError::InvalidTarget);
        }
        let mut text = [0; 24];
        accept_key::encode(&key, &mut text);
        Ok(Self {
            host,
            target,
            key: text,
        })
    }

    /// Writes the request.
    ///
    /// # Errors
    ///
    /// [`NoSpace`](EncodeError::NoSpace) if `out` cannot take it all. Nothing is written then.
    pub fn encode_request(&self, out: &mut impl BufMut) -> Result<(), EncodeError> {
        head::write(
            out,
            &[
                "GET ",
                self.target,
                " HTTP/1.1\r\nHost: ",
                self.host,
                "\r\n\
                Upgrade: websocket\r\n\
                Connection: Upgrade\r\n\
                Sec-WebSocket-Key: ",
                // Base64 is ASCII.
                str::from_utf8(&self.key).unwrap_or_default(),
                "\r\nSec-WebSocket-Version: 13\r\n\r\n",
            ],
        )
    }

    /// Decodes the response at the front of `input` and advances `input` past its head. What is
    /// left belongs to the frames.
    ///
    /// None if more of the head has to come: then the same octets with more behind them are to be
    /// given again. A buffer of [`MAX_HEAD_LEN`](super::MAX_HEAD_LEN) is never too small.
    ///
    /// # Errors
    ///
    /// If the response does not open the connection: see [`ResponseError`] for all that is looked
    /// at. `input` is as it was, so that a response with another status can be read from it by
    /// other means.
    pub fn decode_response<'h>(
        &self,
        input: &mut &'h [u8],
    ) -> Result<Option<Response<'h>>, ResponseError> {
        // Before a request there may be an empty line, but not here.
        if input.first().is_some_and(|&octet| octet != b'H') {
            return Err(ResponseError::MalformedHead);
        }
        let mut rest = *input;
        let Some(head) = head::take(&mut rest)? else {
            return Ok(None);
        };
        let response = self.check(head)?;
        *input = rest;
        Ok(Some(response))
    }

    /// The second list of §4.1.
    fn check<'h>(&self, head: &'h [u8]) -> Result<Response<'h>, ResponseError> {
        let mut headers = [EMPTY_HEADER; MAX_FIELD_COUNT];
        let mut line = httparse::Response::new(&mut headers);
        match line.parse(head).map_err(HeadError::from)? {
            Status::Complete(len) if len == head.len() => {}
            _ => return Err(ResponseError::MalformedHead),
        }
        match (line.code, line.version) {
            (Some(101), Some(1)) => {}
            (Some(101), _) => return Err(ResponseError::UnsupportedHttpVersion),
            (status, _) => return Err(ResponseError::Status(status.unwrap_or_default())),
        }
        let fields = Fields::of_head(head);
        let mut upgrades = fields.upgrades();
        match (upgrades.next(), upgrades.next()) {
            (Some(Some(only)), None) if only.eq_ignore_ascii_case(b"websocket") => {}
            _ => return Err(ResponseError::InvalidUpgrade),
        }
        if !fields.has_connection_upgrade() {
            return Err(ResponseError::InvalidConnection);
        }
        if fields.only("sec-websocket-accept") != Some(accept_key(&self.key).as_bytes()) {
            return Err(ResponseError::InvalidAccept);
        }
        if fields.has("sec-websocket-extensions") {
            return Err(ResponseError::UnexpectedExtension);
        }
        if fields.has("sec-websocket-protocol") {
            return Err(ResponseError::UnexpectedSubprotocol);
        }
        Ok(Response { fields })
    }
}

impl fmt::Debug for Client<'_> {
    /// Tells neither target nor key: they may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("host", &self.host)
            .finish_non_exhaustive()
    }
}

/// A response that opens the connection, found legal (RFC 6455 §4.1).
#[derive(Clone, Debug)]
pub struct Response<'h> {
    fields: Fields<'h>,
}

impl<'h> Response<'h> {
    /// All fields, such as Set-Cookie.
    pub fn fields(&self) -> Fields<'h> {
        self.fields.clone()
    }
}
