//! What a request says: its head, read.

use core::fmt;

use httparse::{EMPTY_HEADER, Error, Header, Status};
use noio_http_field::Connection;

use crate::{
    store::MAX_KEPT_LEN,
    target::{self, Target},
};

/// The most fields that a head may have.
const MAX_FIELD_COUNT: usize = 100;

/// Methods that are known, and not for files.
const NOT_ALLOWED: [&str; 5] = ["CONNECT", "OPTIONS", "PATCH", "POST", "TRACE"];

/// Why a message is not accepted. No further request is read behind it: where it would begin may be
/// unknown.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) reason: String,
    /// That of the request, if it could be read and is one of those. A HEAD gets no content, also if
    /// it is refused (RFC 9110 §9.3.2).
    pub(crate) method: Option<Method>,
}

impl Refusal {
    pub(crate) fn new(status: u16, reason: impl fmt::Display) -> Self {
        Self {
            status,
            reason: reason.to_string(),
            method: None,
        }
    }

    /// The same, of a request of which this is the head, or what was read of it.
    pub(crate) fn of(self, head: &[u8]) -> Self {
        let method = Method::first_in(head);
        Self { method, ..self }
    }
}

/// The methods that files have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Head,
    Put,
    Delete,
}

impl Method {
    fn parse(method: &str) -> Result<Self, Refusal> {
        match method {
            "GET" => Ok(Self::Get),
            "HEAD" => Ok(Self::Head),
            "PUT" => Ok(Self::Put),
            "DELETE" => Ok(Self::Delete),
            known if NOT_ALLOWED.contains(&known) => Err(Refusal::new(405, "not for files")),
            _ => Err(Refusal::new(501, "unknown method")),
        }
    }

    /// The one with which a head begins, up to the space behind it.
    fn first_in(head: &[u8]) -> Option<Self> {
        let space = head.iter().position(|&octet| octet == b' ')?;
        let name = head.get(..space)?;
        [Self::Get, Self::Head, Self::Put, Self::Delete]
            .into_iter()
            .find(|method| method.as_str().as_bytes() == name)
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// The fields of a request, line by line in their order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(pub(crate) Vec<(String, Vec<u8>)>);

impl Fields {
    fn new(head: &[Header<'_>]) -> Self {
        let owned = |field: &Header<'_>| (field.name.to_owned(), field.value.to_vec());
        Self(head.iter().map(owned).collect())
    }

    /// All of them, names and values.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&String, &Vec<u8>)> {
        self.0.iter().map(|(name, value)| (name, value))
    }

    /// The values of all lines of that name.
    pub(crate) fn lines(&self, name: &str) -> impl Iterator<Item = &[u8]> + Clone {
        self.0
            .iter()
            .filter(move |(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_slice())
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.lines(name).next().is_some()
    }
}

/// A request, without its content.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) target: Target,
    pub(crate) fields: Fields,
    /// At most [`MAX_KEPT_LEN`], and none but for PUT.
    pub(crate) content_len: usize,
    /// Whether the client waits for a 100 before it sends the content.
    pub(crate) expects_continue: bool,
    /// Whether the connection goes on behind it.
    pub(crate) keeps_alive: bool,
}

impl Request {
    /// Reads a head, all of it, and refuses what is not to be done whatever the file is.
    pub(crate) fn parse(head: &[u8]) -> Result<Self, Refusal> {
        Self::parse_head(&with_known_version(head)).map_err(|refusal| refusal.of(head))
    }

    fn parse_head(head: &[u8]) -> Result<Self, Refusal> {
        let mut fields = [EMPTY_HEADER; MAX_FIELD_COUNT];
        let mut request = httparse::Request::new(&mut fields);
        match request.parse(head) {
            Ok(Status::Complete(len)) if len == head.len() => {}
            Ok(_) => {
                return Err(Refusal::new(
                    400,
                    "a head that does not end at its empty line",
                ));
            }
            Err(error @ Error::TooManyHeaders) => return Err(Refusal::new(431, error)),
            Err(error @ Error::Version) => return Err(Refusal::new(505, error)),
            Err(error) => return Err(Refusal::new(400, error)),
        }
        let fields = Fields::new(request.headers);
        let is_latest = request.version == Some(1);
        if fields.has("transfer-encoding") {
            return Err(Refusal::new(501, "a transfer coding"));
        }
        check_host(&fields, is_latest)?;
        let keeps_alive = keeps_alive(&fields, is_latest)?;
        let method = Method::parse(request.method.unwrap_or_default())?;
        let content_len = content_len(method, &fields)?;
        let target = Target::parse(request.path.unwrap_or_default())?;
        // RFC 9110 §14.5: part of a file would be taken for all of it.
        if method == Method::Put && fields.has("content-range") {
            return Err(Refusal::new(400, "a PUT of a part"));
        }
        Ok(Self {
            method,
            target,
            content_len,
            // An HTTP/1.0 client waits for nothing (RFC 9110 §10.1.1).
            expects_continue: is_latest && expects_continue(&fields)?,
            keeps_alive,
            fields,
        })
    }
}

/// The head, with version 1.1 for every later 1.x: a minor version that is not known is read as the
/// highest that is (RFC 9110 §2.5). `httparse` refuses it.
fn with_known_version(head: &[u8]) -> Vec<u8> {
    let mut head = head.to_vec();
    let line_len = head.iter().position(|&octet| octet == b'\r').unwrap_or(0);
    let line = head.get_mut(..line_len).unwrap_or_default();
    if let Some((minor @ b'2'..=b'9', before)) = line.split_last_mut()
        && before.ends_with(b" HTTP/1.")
    {
        *minor = b'1';
    }
    head
}

/// There must be one line of Host, which HTTP/1.0 may leave out, and it must be one (RFC 9112 §3.2).
/// It may be empty: all hosts are the same here (§3.3).
fn check_host(fields: &Fields, is_latest: bool) -> Result<(), Refusal> {
    let mut lines = fields.lines("host");
    match (lines.next(), lines.next()) {
        (None, _) if !is_latest => Ok(()),
        (Some(line), None) if target::host(line).is_some() => Ok(()),
        (Some(_), None) => Err(Refusal::new(400, "invalid Host")),
        _ => Err(Refusal::new(400, "not exactly one Host")),
    }
}

/// The length of the content. There must be one line of it, of digits alone: what two recipients
/// could read in two ways is where smuggled messages come from (RFC 9112 §11.2).
fn content_len(method: Method, fields: &Fields) -> Result<usize, Refusal> {
    let mut lines = fields.lines("content-length");
    let (digits, None) = (lines.next(), lines.next()) else {
        return Err(Refusal::new(400, "several Content-Length"));
    };
    let Some(digits) = digits else {
        return match method {
            Method::Put => Err(Refusal::new(411, "a PUT without Content-Length")),
            _ => Ok(0),
        };
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(Refusal::new(400, "invalid Content-Length"));
    }
    let too_long = || Refusal::new(413, format_args!("more than {MAX_KEPT_LEN} octets"));
    let len = str::from_utf8(digits)
        .ok()
        .and_then(|digits| digits.parse::<usize>().ok())
        .ok_or_else(too_long)?;
    match method {
        Method::Put if len > MAX_KEPT_LEN => Err(too_long()),
        Method::Get | Method::Head | Method::Delete if len > 0 => {
            Err(Refusal::new(400, "content that means nothing"))
        }
        _ => Ok(len),
    }
}

/// Whether the connection goes on (RFC 9112 §9.3).
fn keeps_alive(fields: &Fields, is_latest: bool) -> Result<bool, Refusal> {
    let connection = Connection::parse(fields.lines("connection"));
    let connection = connection.map_err(|error| Refusal::new(400, error))?;
    Ok(!connection.has("close") && (is_latest || connection.has("keep-alive")))
}

fn expects_continue(fields: &Fields) -> Result<bool, Refusal> {
    let mut lines = fields.lines("expect");
    match (lines.next(), lines.next()) {
        (None, _) => Ok(false),
        (Some(line), None) if line.eq_ignore_ascii_case(b"100-continue") => Ok(true),
        _ => Err(Refusal::new(417, "an unknown expectation")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Method, Request};

    fn status(head: &str) -> u16 {
        Request::parse(head.as_bytes()).map_or_else(|refusal| refusal.status, |_| 200)
    }

    #[test]
    fn requests() {
        let head =
            b"PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-Continue\r\n\r\n";
        let request = Request::parse(head).expect("a request");
        assert_eq!((request.method, request.content_len), (Method::Put, 3));
        assert!(request.expects_continue && request.keeps_alive);
        for (head, keeps_alive) in [
            (
                "GET /a HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n",
                false,
            ),
            ("GET /a HTTP/1.0\r\n\r\n", false),
            ("GET /a HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", true),
            (
                "GET /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
                true,
            ),
            ("GET /a HTTP/1.2\r\nHost: a\r\n\r\n", true),
            ("GET /a HTTP/1.1\r\nHost:\r\n\r\n", true),
        ] {
            let request = Request::parse(head.as_bytes()).expect(head);
            assert_eq!(request.keeps_alive, keeps_alive, "{head}");
        }
    }

    #[test]
    fn refusals() {
        for (expected, line, fields) in [
            (400, "GET /a HTTP/1.1", ""),
            (400, "GET /a HTTP/1.1", "Host: a\r\nHost: a\r\n"),
            (400, "GET /a HTTP/1.1", "Host: a\r\nContent-Length: 1\r\n"),
            (400, "GET /a HTTP/1.1", "Host: a\r\nContent-Length: +0\r\n"),
            (400, "GET /a HTTP/1.1", "Host : a\r\n"),
            (400, "GET /a", "Host: a\r\n"),
            (
                400,
                "PUT /a HTTP/1.1",
                "Host: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n",
            ),
            (
                400,
                "PUT /a HTTP/1.1",
                "Host: a\r\nContent-Length: 1\r\nContent-Range: bytes 0-0/2\r\n",
            ),
            (400, "GET /a HTTP/1.1", "Host: a b/?\r\n"),
            (400, "GET /a HTTP/1.1", "Host: a/\r\n"),
            (400, "GET /a HTTP/1.0", "Host: a b\r\n"),
            (400, "GET http://a/a HTTP/1.1", "Host: a b\r\n"),
            (400, "GET http:///a HTTP/1.1", "Host: a\r\n"),
            (405, "POST /a HTTP/1.1", "Host: a\r\n"),
            (405, "OPTIONS * HTTP/1.1", "Host: a\r\n"),
            (411, "PUT /a HTTP/1.1", "Host: a\r\n"),
            (
                413,
                "PUT /a HTTP/1.1",
                "Host: a\r\nContent-Length: 1048577\r\n",
            ),
            (
                413,
                "PUT /a HTTP/1.1",
                "Host: a\r\nContent-Length: 99999999999999999999\r\n",
            ),
            (
                417,
                "PUT /a HTTP/1.1",
                "Host: a\r\nContent-Length: 1\r\nExpect: more\r\n",
            ),
            (501, "get /a HTTP/1.1", "Host: a\r\n"),
            (
                501,
                "PUT /a HTTP/1.1",
                "Host: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n",
            ),
            (505, "GET /a HTTP/2.0", "Host: a\r\n"),
            (505, "GET /a HTTP/0.9", "Host: a\r\n"),
            (505, "GET /a HTTP/1.x", "Host: a\r\n"),
            (400, "GET /a HTTP/1.12", "Host: a\r\n"),
        ] {
            assert_eq!(
                status(&format!("{line}\r\n{fields}\r\n")),
                expected,
                "{line} {fields}"
            );
        }
        let many = "A: b\r\n".repeat(101);
        assert_eq!(
            status(&format!("GET /a HTTP/1.1\r\nHost: a\r\n{many}\r\n")),
            431
        );
    }
}
