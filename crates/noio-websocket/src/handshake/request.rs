//! The server's side: a request is read, and answered.

use core::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::BufMut;
use httparse::{EMPTY_HEADER, Status};
use noio_http_field::Token;

use super::{
    AcceptKey, EncodeError, Fields, MAX_FIELD_COUNT, MAX_HEAD_LEN, RequestError, accept_key,
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
    /// given again. A buffer of [`MAX_HEAD_LEN`] is never too small.
    ///
    /// One empty line in front of the request is passed over (RFC 9112 §2.2). What begins with
    /// neither that nor a method, such as TLS, is refused at the first octet that shows it.
    ///
    /// # Errors
    ///
    /// If the request is none that this server can take: see [`RequestError`] for all that is
    /// looked at. `input` is as it was.
    pub fn decode(input: &mut &'h [u8]) -> Result<Option<Self>, RequestError> {
        if !may_be_request(input) {
            return Err(RequestError::MalformedHead);
        }
        let mut rest = *input;
        let Some(head) = head::take(&mut rest, MAX_HEAD_LEN)? else {
            return Ok(None);
        };
        let request = Self::of_head(head)?;
        *input = rest;
        Ok(Some(request))
    }

    fn of_head(head: &'h [u8]) -> Result<Self, RequestError> {
        let mut headers = [EMPTY_HEADER; MAX_FIELD_COUNT];
        let mut line = httparse::Request::new(&mut headers);
        let parsed = line.parse(head);
        match parsed.map_err(|error| HeadError::new(error, version(head)))? {
            Status::Complete(len) if len == head.len() => {}
            _ => return Err(RequestError::MalformedHead),
        }
        if line.version != Some(1) {
            return Err(RequestError::UnsupportedHttpVersion);
        }
        if line.method != Some("GET") {
            return Err(RequestError::MethodNotAllowed);
        }
        let target = line.path.unwrap_or_default();
        let target_host = head::uri_host(target);
        if target_host.is_none() && !head::is_path(target) {
            return Err(RequestError::InvalidTarget);
        }

        let fields = Fields::of_head(head);
        let host = target_host.unwrap_or(host(&fields)?);
        if may_have_content(&fields) {
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

    /// The host and, if it came with one, the port that are asked for.
    ///
    /// If the [`target`](Self::target) is a URI, they are those of the target, and what Host says
    /// does not count (RFC 9112 §3.2.2).
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

/// Whether `input` can be the front of a request: a method, which is a token, and a space (RFC 9112
/// §3), with or without an empty line before them.
fn may_be_request(input: &[u8]) -> bool {
    let mut line = match input {
        [b'\r'] => return true,
        [b'\r', b'\n', line @ ..] => line,
        line => line,
    };
    let has_method = Token::take(&mut line).is_some();
    line.first()
        .is_none_or(|&octet| has_method && octet == b' ')
}

/// What is behind the second space of the request line (RFC 9112 §3).
fn version(head: &[u8]) -> Option<&[u8]> {
    head::start_line(head)?
        .splitn(3, |&octet| octet == b' ')
        .nth(2)
}

/// The legal value of the only Host.
fn host<'h>(fields: &Fields<'h>) -> Result<&'h str, RequestError> {
    fields
        .only("host")
        .filter(|host| head::is_host(host))
        .and_then(|host| str::from_utf8(host).ok())
        .ok_or(RequestError::InvalidHost)
}

/// RFC 9110 §8.6 takes `00` for a zero, and lets a recipient take two fields for one. Whoever reads
/// along may know better, so neither is taken.
fn may_have_content(fields: &Fields<'_>) -> bool {
    fields.has("transfer-encoding")
        || fields.has("content-length") && fields.only("content-length") != Some(b"0")
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
