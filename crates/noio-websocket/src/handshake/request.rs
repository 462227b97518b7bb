//! The server's side: a request is read, and answered.

use core::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::BufMut;
use httparse::{EMPTY_HEADER, Status};

use super::{
    AcceptKey, EncodeError, Fields, MAX_FIELD_COUNT, RequestError, accept_key,
    head::{self, HeadError},
};

/// A request for a WebSocket connection, found legal (RFC 6455 §4.2.1).
#[derive(Clone)]
pub struct Request<'h> {
    target: &'h str,
    host: &'h str,
    accept: AcceptKey,
    fields: Fields<'h>,
}

impl<'h> Request<'h> {
    /// Decodes the request at the front of `input` and advances `input` past its head. What is
    /// left belongs to the frames.
    ///
    /// None if more of the head has to come: then the same octets with more behind them are to be
    /// given again. A buffer of [`MAX_HEAD_LEN`](super::MAX_HEAD_LEN) is never too small.
    ///
    /// # Errors
    ///
    /// If the request is none that this server can take: see [`RequestError`] for all that is
    /// looked at. `input` is as it was.
    pub fn decode(input: &mut &'h [u8]) -> Result<Option<Self>, RequestError> {
        let mut rest = *input;
        let Some(head) = head::take(&mut rest)? else {
            return Ok(None);
        };
        let request = Self::of_head(head)?;
        *input = rest;
        Ok(Some(request))
    }

    fn of_head(head: &'h [u8]) -> Result<Self, RequestError> {
        let mut headers = [EMPTY_HEADER; MAX_FIELD_COUNT];
        let mut line = httparse::Request::new(&mut headers);
        match line.parse(head).map_err(HeadError::from)? {
            Status::Complete(len) if len == head.len() => {}
            _ => return Err(RequestError::MalformedHead),
        }
        if line.version != Some(1) {
            return Err(RequestError::UnsupportedHttpVersion);
        }
        if line.method != Some("GET") {
            return Err(RequestError::MethodNotAllowed);
        }
        let target = line
            .path
            .filter(|target| head::is_path(target) || head::is_http_uri(target))
            .ok_or(RequestError::InvalidTarget)?;

        let fields = Fields::of_head(head);
        let host = host(&fields)?;
        if has_content(&fields) {
            return Err(RequestError::UnexpectedContent);
        }
        check_upgrade(&fields)?;
        check_version(&fields)?;
        let key = key(&fields)?;
        Ok(Self {
            target,
            host,
            accept: accept_key(key),
            fields,
        })
    }

    /// The target as it came: visible ASCII without a fragment, as a rule a path that begins with
    /// `/` and may have a query, but it may be a whole URI as well (RFC 9112 §3.2.2).
    pub const fn target(&self) -> &'h str {
        self.target
    }

    /// The host and, if it came with one, the port that are asked for. If the
    /// [`target`](Self::target) is a URI, that of the target counts (RFC 9112 §3.2.2).
    pub const fn host(&self) -> &'h str {
        self.host
    }

    /// All fields, such as Origin or Cookie.
    pub fn fields(&self) -> Fields<'h> {
        self.fields.clone()
    }

    /// Writes the response that opens the connection (RFC 6455 §4.2.2). Frames may follow at once.
    ///
    /// # Errors
    ///
    /// [`NoSpace`](EncodeError::NoSpace) if `out` cannot take it all. Nothing is written then.
    pub fn encode_response(&self, out: &mut impl BufMut) -> Result<(), EncodeError> {
        head::write(
            out,
            &[
                "HTTP/1.1 101 Switching Protocols\r\n\
                Upgrade: websocket\r\n\
                Connection: Upgrade\r\n\
                Sec-WebSocket-Accept: ",
                &self.accept,
                "\r\n\r\n",
            ],
        )
    }
}

impl fmt::Debug for Request<'_> {
    /// Tells no values of fields: they may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("fields", &self.fields)
            .finish_non_exhaustive()
    }
}

fn host<'h>(fields: &Fields<'h>) -> Result<&'h str, RequestError> {
    fields
        .only("host")
        .filter(|host| head::is_host(host))
        .and_then(|host| str::from_utf8(host).ok())
        .ok_or(RequestError::InvalidHost)
}

fn has_content(fields: &Fields<'_>) -> bool {
    fields.has("transfer-encoding") || fields.values("content-length").any(|len| len != b"0")
}

fn check_upgrade(fields: &Fields<'_>) -> Result<(), RequestError> {
    let mut is_websocket = false;
    for protocol in fields.upgrades() {
        let protocol = protocol.ok_or(RequestError::InvalidUpgrade)?;
        is_websocket |= protocol.eq_ignore_ascii_case(b"websocket");
    }
    if !is_websocket {
        return Err(RequestError::UpgradeRequired);
    }
    if !fields.has_connection_upgrade() {
        return Err(RequestError::InvalidConnection);
    }
    Ok(())
}

fn check_version(fields: &Fields<'_>) -> Result<(), RequestError> {
    match fields.only("sec-websocket-version") {
        Some(b"13") => Ok(()),
        Some(version) if is_version(version) => Err(RequestError::UnsupportedVersion),
        _ => Err(RequestError::InvalidVersion),
    }
}

/// `version = DIGIT | (NZDIGIT DIGIT) | ("1" DIGIT DIGIT) | ("2" DIGIT DIGIT)`, at most 255
/// (RFC 6455 §4.3).
fn is_version(value: &[u8]) -> bool {
    let is_canonical = matches!(value, [b'0'] | [b'1'..=b'9', ..]);
    is_canonical && str::from_utf8(value).is_ok_and(|digits| digits.parse::<u8>().is_ok())
}

/// The key, if it is the one way to write its 16 octets.
fn key<'h>(fields: &Fields<'h>) -> Result<&'h [u8], RequestError> {
    // The space that base64 of this length may need.
    let mut octets = [0; 18];
    fields
        .only("sec-websocket-key")
        .filter(|key| STANDARD.decode_slice(key, &mut octets) == Ok(16))
        .ok_or(RequestError::InvalidKey)
}
