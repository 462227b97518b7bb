//! Heads of HTTP/1.1, and octets that come and go until a deadline.

use core::{fmt, time::Duration};
use std::{
    io::{self, BufRead, Read, Write},
    net::TcpStream,
    time::Instant,
};

use httparse::{EMPTY_HEADER, Error, Header, Status};
use noio_conditional::HttpDate;
use noio_http_field::Connection;

use crate::{
    plan::{Content, Plan},
    store::MAX_KEPT_LEN,
    target::Target,
};

/// The longest head that is read.
const MAX_HEAD_LEN: u64 = 32 * 1024;

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
}

impl Refusal {
    pub(crate) fn new(status: u16, reason: impl fmt::Display) -> Self {
        let reason = reason.to_string();
        Self { status, reason }
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
        let host_count = fields.lines("host").count();
        if host_count != 1 && (is_latest || host_count != 0) {
            return Err(Refusal::new(400, "not exactly one Host"));
        }
        let keeps_alive = keeps_alive(&fields, is_latest)?;
        let method = Method::parse(request.method.unwrap_or_default())?;
        let content_len = content_len(method, &fields)?;
        let target = Target::parse(request.path.unwrap_or_default())?;
        // RFC 9110 §14.4: part of a file would be taken for all of it.
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
    let connection = Connection::new(fields.lines("connection"));
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

/// Reads a head up to its empty line. `None` if the connection ends, or says nothing in time, where
/// the next request would have begun.
pub(crate) fn read_head(peer: &mut impl BufRead) -> Result<Option<Vec<u8>>, Refusal> {
    let mut peer = peer.take(MAX_HEAD_LEN);
    let mut head = Vec::new();
    loop {
        let line_start = head.len();
        let read = peer.read_until(b'\n', &mut head);
        let line = head.get(line_start..).unwrap_or_default();
        match (read, line) {
            (Ok(_), b"\r\n") => return Ok(Some(head)),
            (Ok(_), [.., b'\r', b'\n']) => {}
            (_, []) if head.is_empty() => return Ok(None),
            (Ok(_), _) if peer.limit() == 0 => {
                return Err(Refusal::new(431, "a head that is too long"));
            }
            (Ok(_), _) => {
                return Err(Refusal::new(
                    400,
                    "a head that is cut or has other line ends",
                ));
            }
            (Err(error), _) if error.kind() == io::ErrorKind::TimedOut => {
                return Err(Refusal::new(408, "the request took too long"));
            }
            (Err(error), _) => return Err(Refusal::new(400, error)),
        }
    }
}

/// The head of a response. A 204 and a 304 have no content, and say nothing of its length here.
pub(crate) fn encode_head(plan: &Plan, now: HttpDate, keeps_alive: bool) -> Vec<u8> {
    // Nobody needs the reason phrase (RFC 9112 §4).
    let mut out = format!("HTTP/1.1 {} \r\nDate: {now}\r\n", plan.status).into_bytes();
    for (name, value) in &plan.fields {
        out.extend_from_slice(&[name.as_bytes(), b": ", value, b"\r\n"].concat());
    }
    let len = match &plan.content {
        Content::Nothing => None,
        Content::Text(text) => Some(text.len() as u64),
        Content::File { len, .. } => Some(*len),
    };
    if let Some(len) = len {
        out.extend_from_slice(format!("Content-Length: {len}\r\n").as_bytes());
    }
    // A client of HTTP/1.0 has to be told that it goes on, one of HTTP/1.1 that it does not.
    let option: &[u8] = if keeps_alive { b"keep-alive" } else { b"close" };
    out.extend_from_slice(&[b"Connection: ", option, b"\r\n\r\n"].concat());
    out
}

/// A socket that is read and written up to a deadline, however slowly octets come or go.
pub(crate) struct Timed<'s> {
    socket: &'s TcpStream,
    end: Instant,
}

impl<'s> Timed<'s> {
    pub(crate) fn new(socket: &'s TcpStream, timeout: Duration) -> Self {
        let end = Instant::now() + timeout;
        Self { socket, end }
    }

    /// Sets another deadline.
    pub(crate) fn restart(&mut self, timeout: Duration) {
        self.end = Instant::now() + timeout;
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

#[cfg(test)]
mod tests {
    use std::io::{self, BufReader, Read};

    use super::{Method, Request, read_head};

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

    #[test]
    fn heads_are_bounded() {
        let read = |octets: &[u8]| read_head(&mut &octets[..]).map_err(|refusal| refusal.status);
        assert_eq!(read(b""), Ok(None));
        assert_eq!(read(b"a\r\n\r\nb"), Ok(Some(b"a\r\n\r\n".to_vec())));
        assert_eq!(read(b"a\r\n"), Err(400));
        assert_eq!(read(b"a\n\n"), Err(400));
        assert_eq!(read(&[b'a'; 32 * 1024]), Err(431));
        assert_eq!(read(&b"a\r\n".repeat(32 * 1024)), Err(431));
    }

    #[test]
    fn who_says_nothing_is_told_nothing() {
        struct Silence;

        impl Read for Silence {
            fn read(&mut self, _out: &mut [u8]) -> io::Result<usize> {
                Err(io::ErrorKind::TimedOut.into())
            }
        }

        let read = |octets: &'static [u8]| {
            let mut peer = BufReader::new(octets.chain(Silence));
            read_head(&mut peer).map_err(|refusal| refusal.status)
        };
        assert_eq!(read(b""), Ok(None));
        assert_eq!(read(b"GET"), Err(408));
        assert_eq!(read(b"GET / HTTP/1.1\r\n"), Err(408));
    }
}
