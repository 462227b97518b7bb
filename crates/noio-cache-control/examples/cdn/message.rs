//! Messages of HTTP/1.1: one request and one response to a connection.

use core::{fmt, time::Duration};
use std::{
    io::{self, BufRead, Read, Write},
    net::TcpStream,
    time::Instant,
};

use httparse::{EMPTY_HEADER, Header, Status};
use noio_cache_control::RequestDirectives;

use crate::fields::Fields;

/// The longest head that is read.
const MAX_HEAD_LEN: u64 = 64 * 1024;

/// The longest body that is read.
const MAX_BODY_LEN: u64 = 8 * 1024 * 1024;

/// The most fields that a head may have.
const MAX_FIELD_COUNT: usize = 100;

/// Fields of a request that are written anew, or that ask for less than the whole response.
const NOT_FORWARDED: [&str; 10] = [
    "content-length",
    "expect",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "range",
    "trailer",
];

/// Why a message is not accepted, and the status that a client is told.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) reason: String,
}

impl Refusal {
    pub(crate) fn new(status: u16, reason: impl fmt::Display) -> Self {
        let reason = reason.to_string();
        Self { status, reason }
    }

    /// No origin was reached.
    pub(crate) fn unreachable(reason: impl fmt::Display) -> Self {
        // A cache says so with this status (RFC 9111 §5.2.2.2).
        Self::new(504, reason)
    }

    pub(crate) const fn is_unreachable(&self) -> bool {
        self.status == 504
    }
}

type Result<T> = core::result::Result<T, Refusal>;

/// The methods that are forwarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Head,
}

impl Method {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
        }
    }
}

/// A request without content.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) target: String,
    pub(crate) fields: Fields,
}

impl Request {
    /// Reads one from a client.
    pub(crate) fn read(client: &mut impl BufRead) -> Result<Self> {
        let bytes = read_head(client).map_err(|error| match error.kind() {
            io::ErrorKind::TimedOut => Refusal::new(408, "the request took too long"),
            _ => Refusal::new(400, error),
        })?;
        let mut head = [EMPTY_HEADER; MAX_FIELD_COUNT];
        let mut request = httparse::Request::new(&mut head);
        let parsed = request.parse(&bytes);
        is_whole(parsed, &bytes).map_err(|error| Refusal::new(400, error))?;
        if has(request.headers, "transfer-encoding") {
            return Err(Refusal::new(501, "a transfer coding"));
        }
        let content_length = content_length(request.headers);
        let content_length = content_length.map_err(|error| Refusal::new(400, error))?;

        let method = match request.method {
            Some("GET") => Method::Get,
            Some("HEAD") => Method::Head,
            _ => return Err(Refusal::new(501, "a method that is not forwarded")),
        };
        if content_length.is_some_and(|len| len > 0) {
            return Err(Refusal::new(413, "a request with content"));
        }
        let target = request.path.unwrap_or_default();
        // What is stored is found by its target, so there must be one way to write that.
        if !target.starts_with('/') || !target.is_ascii() || target.contains('#') {
            return Err(Refusal::new(400, "invalid request target"));
        }
        let host_count = lines(request.headers, "host").count();
        if host_count != 1 && (request.version != Some(0) || host_count != 0) {
            return Err(Refusal::new(400, "not exactly one Host"));
        }
        let fields = Fields::end_to_end(request.headers);
        let mut fields = fields.map_err(|error| Refusal::new(400, error))?;
        fields.retain(|name| !NOT_FORWARDED.iter().any(|no| no.eq_ignore_ascii_case(name)));
        Ok(Self {
            method,
            target: target.to_owned(),
            fields,
        })
    }

    /// What the client says of caching.
    pub(crate) fn directives(&self) -> RequestDirectives {
        RequestDirectives::parse_with_pragma(
            self.fields.lines("cache-control"),
            self.fields.lines("pragma"),
        )
    }

    /// The octets for the origin. Its Host is that of the origin, whatever the client asked for:
    /// what is stored must not depend on a field that is not compared. The version is one that has
    /// no transfer codings (RFC 9112 §6.1).
    pub(crate) fn encode(&self, host: &str) -> Vec<u8> {
        let Self { method, target, .. } = self;
        let method = method.as_str();
        let mut out = format!("{method} {target} HTTP/1.0\r\nHost: {host}\r\n").into_bytes();
        self.fields.write(&mut out);
        out.extend_from_slice(b"Via: 1.1 example\r\nConnection: close\r\n\r\n");
        out
    }
}

/// A response, all of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) fields: Fields,
    pub(crate) body: Vec<u8>,
    /// The Content-Length, if it is to be said. With HEAD it is not that of `body`.
    content_length: Option<u64>,
    /// Whether the end of the body was more than the end of the connection.
    pub(crate) is_surely_whole: bool,
}

impl Response {
    /// A response of this proxy itself.
    pub(crate) fn of_proxy(status: u16, reason: &str) -> Self {
        let mut fields = Fields::default();
        fields.set("Content-Type", "text/plain; charset=utf-8");
        fields.set("Cache-Control", "no-store");
        let body = format!("{reason}\n").into_bytes();
        Self {
            status,
            fields,
            content_length: Some(body.len() as u64),
            body,
            is_surely_whole: true,
        }
    }

    /// Reads the final response to a request with that method from the origin.
    pub(crate) fn read(method: Method, origin: &mut impl BufRead) -> Result<Self> {
        Self::read_final(method, origin).map_err(|reason| Refusal::new(502, reason))
    }

    fn read_final(method: Method, origin: &mut impl BufRead) -> core::result::Result<Self, String> {
        loop {
            let bytes = read_head(origin).map_err(|error| error.to_string())?;
            let mut head = [EMPTY_HEADER; MAX_FIELD_COUNT];
            let mut response = httparse::Response::new(&mut head);
            let parsed = response.parse(&bytes);
            is_whole(parsed, &bytes)?;
            let status = response.code.unwrap_or_default();
            match status {
                0..=99 => return Err("a status below 100".to_owned()),
                // There was no request to switch.
                101 => return Err("status 101".to_owned()),
                // The final one is behind it (RFC 9110 §15.2).
                100..=199 => continue,
                _ if has(response.headers, "transfer-encoding") => {
                    return Err("a transfer coding".to_owned());
                }
                _ => {}
            }
            let declared = content_length(response.headers)?;
            let fields = Fields::end_to_end(response.headers);
            let mut fields = fields.map_err(|error| error.to_string())?;
            fields.retain(|name| {
                !name.eq_ignore_ascii_case("content-length")
                    && !name.eq_ignore_ascii_case("trailer")
            });
            // RFC 9112 §6.3.
            let (body, content_length) = match (method, status) {
                (Method::Head, _) => (Vec::new(), declared),
                (Method::Get, 204 | 304) => (Vec::new(), None),
                (Method::Get, _) => {
                    let body = read_body(declared, origin)?;
                    let len = body.len() as u64;
                    (body, Some(len))
                }
            };
            return Ok(Self {
                status,
                fields,
                body,
                content_length,
                is_surely_whole: declared.is_some() || matches!(status, 204 | 304),
            });
        }
    }

    /// The octets for a client. Behind HEAD no content follows.
    pub(crate) fn encode(&self, method: Method) -> Vec<u8> {
        // Nobody needs the reason phrase (RFC 9112 §4).
        let mut out = format!("HTTP/1.1 {} \r\n", self.status).into_bytes();
        self.fields.write(&mut out);
        if let Some(len) = self.content_length {
            out.extend_from_slice(format!("Content-Length: {len}\r\n").as_bytes());
        }
        out.extend_from_slice(b"Via: 1.1 example\r\nConnection: close\r\n\r\n");
        if method == Method::Get {
            out.extend_from_slice(&self.body);
        }
        out
    }
}

/// A socket that is read or written up to a deadline, however slowly octets come or go.
pub(crate) struct Timed<'s> {
    socket: &'s TcpStream,
    end: Instant,
}

impl<'s> Timed<'s> {
    pub(crate) fn new(socket: &'s TcpStream, timeout: Duration) -> Self {
        let end = Instant::now() + timeout;
        Self { socket, end }
    }

    /// The time that is left, which is not zero.
    fn left(&self) -> io::Result<Option<Duration>> {
        match self.end.saturating_duration_since(Instant::now()) {
            Duration::ZERO => Err(io::ErrorKind::TimedOut.into()),
            left => Ok(Some(left)),
        }
    }
}

/// Systems say in several ways that the time of a socket is up.
fn timed_out(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => io::ErrorKind::TimedOut.into(),
        _ => error,
    }
}

impl Read for Timed<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.socket.set_read_timeout(self.left()?)?;
        self.socket.read(out).map_err(timed_out)
    }
}

impl Write for Timed<'_> {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.socket.set_write_timeout(self.left()?)?;
        self.socket.write(octets).map_err(timed_out)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.socket.flush()
    }
}

/// Reads a head up to its empty line.
fn read_head(peer: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut peer = peer.take(MAX_HEAD_LEN);
    let mut head = Vec::new();
    loop {
        let line_start = head.len();
        peer.read_until(b'\n', &mut head)?;
        match head.get(line_start..).unwrap_or_default() {
            b"\r\n" => return Ok(head),
            [.., b'\r', b'\n'] => {}
            _ => {
                return Err(io::Error::other(
                    "a head that is too long, cut, or has other line ends",
                ));
            }
        }
    }
}

/// Whether httparse took the whole head.
fn is_whole(parsed: httparse::Result<usize>, head: &[u8]) -> core::result::Result<(), String> {
    match parsed {
        Ok(Status::Complete(len)) if len == head.len() => Ok(()),
        Ok(_) => Err("a head that does not end at its empty line".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// The values of all lines of that name.
fn lines<'h>(head: &'h [Header<'h>], name: &str) -> impl Iterator<Item = &'h [u8]> {
    head.iter()
        .filter(move |field| field.name.eq_ignore_ascii_case(name))
        .map(|field| field.value)
}

fn has(head: &[Header<'_>], name: &str) -> bool {
    lines(head, name).next().is_some()
}

/// What Content-Length says, if it is there. There must be one line of it, of digits alone: what two
/// recipients could read in two ways is where smuggled messages come from (RFC 9112 §11.2).
fn content_length(head: &[Header<'_>]) -> core::result::Result<Option<u64>, String> {
    let mut lines = lines(head, "content-length");
    let Some(digits) = lines.next() else {
        return Ok(None);
    };
    if lines.next().is_some() {
        return Err("several Content-Length".to_owned());
    }
    if !digits.iter().all(u8::is_ascii_digit) {
        return Err("invalid Content-Length".to_owned());
    }
    let len = str::from_utf8(digits)
        .ok()
        .and_then(|digits| digits.parse().ok());
    len.map(Some)
        .ok_or_else(|| "invalid Content-Length".to_owned())
}

/// Reads a body of that length, or up to the end of the connection.
fn read_body(len: Option<u64>, origin: &mut impl BufRead) -> core::result::Result<Vec<u8>, String> {
    if len.is_some_and(|len| len > MAX_BODY_LEN) {
        return Err("a body that is too long".to_owned());
    }
    let mut body = Vec::new();
    origin
        .take(len.unwrap_or(MAX_BODY_LEN + 1))
        .read_to_end(&mut body)
        .map_err(|error| error.to_string())?;
    match len {
        Some(len) if (body.len() as u64) < len => Err("a body that was cut short".to_owned()),
        None if body.len() as u64 > MAX_BODY_LEN => Err("a body that is too long".to_owned()),
        _ => Ok(body),
    }
}
