//! The client's side: a request is written, and its answer read.

use core::fmt;

use bytes::BufMut;
use httparse::{EMPTY_HEADER, Header, Status};

use super::{
    EncodeError, Fields, MAX_FIELD_COUNT, MAX_HEAD_LEN, ResponseError,
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
    /// Interim responses, such as 100 or 103, may come first, as many as have room (RFC 9110
    /// §15.2). They are passed over.
    ///
    /// None if more has to come: then the same octets with more behind them are to be given again.
    /// A buffer of [`MAX_HEAD_LEN`] is never too small.
    ///
    /// # Errors
    ///
    /// If the response does not open the connection: see [`ResponseError`] for all that is looked
    /// at. `input` is as it was, so that a response with another status can be read from it by
    /// other means, with the interim ones in front of it.
    pub fn decode_response<'h>(
        &self,
        input: &mut &'h [u8],
    ) -> Result<Option<Response<'h>>, ResponseError> {
        // One for all heads: to clear it for each would cost more than to read them.
        let mut headers = [EMPTY_HEADER; MAX_FIELD_COUNT];
        let mut rest = *input;
        let mut max_len = MAX_HEAD_LEN;
        loop {
            // Before a request there may be an empty line, but not here.
            if rest.iter().zip(b"HTTP/").any(|(octet, name)| octet != name) {
                return Err(ResponseError::MalformedHead);
            }
            let Some(head) = head::take(&mut rest, max_len)? else {
                return Ok(None);
            };
            if !is_interim(head, &mut headers)? {
                let response = self.check(head)?;
                *input = rest;
                return Ok(Some(response));
            }
            max_len = max_len.saturating_sub(head.len());
        }
    }

    /// The second list of §4.1, from item 2 on.
    fn check<'h>(&self, head: &'h [u8]) -> Result<Response<'h>, ResponseError> {
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

/// Whether `head` is that of an interim response. If it is not, and legal, its status is 101.
fn is_interim<'h>(head: &'h [u8], headers: &mut [Header<'h>]) -> Result<bool, ResponseError> {
    let mut line = httparse::Response::new(headers);
    let parsed = line.parse(head);
    match parsed.map_err(|error| HeadError::new(error, version(head)))? {
        Status::Complete(len) if len == head.len() => {}
        _ => return Err(ResponseError::MalformedHead),
    }
    match (line.code, line.version) {
        (Some(status @ 100..=199), Some(1)) => Ok(status != 101),
        // HTTP/1.0 has no such status (RFC 9110 §15.2).
        (Some(100..=199), _) => Err(ResponseError::UnsupportedHttpVersion),
        (status, _) => Err(ResponseError::Status(status.unwrap_or_default())),
    }
}

/// What is in front of the first space of the status line (RFC 9112 §4), if it is as long as a
/// version.
fn version(head: &[u8]) -> Option<&[u8]> {
    match head::start_line(head)?.split_at_checked("HTTP/1.1".len())? {
        (version, [b' ', ..]) => Some(version),
        _ => None,
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
