//! Passes requests on as a proxy does: what comes is taken apart, and what goes is made anew.
//!
//! ```text
//! printf 'PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;x\r\nHello\r\n0\r\n\r\n' |
//!     cargo run --example proxy
//! ```
//!
//! Requests come from standard input and go to standard output. Nothing that says where a body
//! ends is ever copied: no size line, no extension, no Content-Length, no Transfer-Encoding. So
//! whoever comes behind cannot see another end than this one, however it reads what is odd.
//!
//! A request that is refused ends the program. A proxy with a way back answers with the status
//! that stands before the reason, and closes both connections.

use core::{error::Error, fmt::Display};
use std::io::{self, BufRead, BufWriter, Read as _, Write};

use httparse::{EMPTY_HEADER, Header, Status};
use noio_chunked::{
    DecodeError, Decoder, Encoder, Event,
    framing::{self, Framing, Policy, Version},
};
use noio_http_field::Connection;

type Result<T> = core::result::Result<T, Box<dyn Error>>;

/// The longest head that is read.
const MAX_HEAD_LEN: u64 = 64 * 1024;

/// The most fields that a head may have.
const MAX_FIELD_COUNT: usize = 100;

/// Fields that are for this hop (RFC 9110 §7.6.1 and §11.7.2), and those that are written anew.
const NOT_FORWARDED: [&str; 11] = [
    "connection",
    "content-length",
    "host",
    "http2-settings",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The trailers that are forwarded: those of which it is known what they mean behind a body
/// (RFC 9110 §6.5.1). These are of RFC 9530.
const FORWARDED_TRAILERS: [&str; 2] = ["content-digest", "repr-digest"];

fn main() -> Result<()> {
    let mut requests = io::stdin().lock();
    let mut server = BufWriter::new(io::stdout().lock());
    // What is pipelined behind a body is the next request.
    while forward(&mut requests, &mut server)? {}
    Ok(())
}

/// Forwards one request. Says whether another may follow on the connection.
fn forward(client: &mut impl BufRead, server: &mut impl Write) -> Result<bool> {
    let Some(head) = read_head(client)? else {
        return Ok(false);
    };
    let mut fields = [EMPTY_HEADER; MAX_FIELD_COUNT];
    let request = Request::parse(&head, &mut fields)?;
    let framing = request.framing()?;
    let connection =
        Connection::parse(request.values("connection")).map_err(|error| refusal(400, error))?;
    let is_for_this_hop = |name: &str| contains(&NOT_FORWARDED, name) || connection.has(name);

    request.write(framing, is_for_this_hop, server)?;
    // The client may wait for an answer to the head (RFC 9110 §10.1.1).
    server.flush()?;
    match framing {
        Framing::Chunked => forward_chunked(client, is_for_this_hop, server)?,
        Framing::Length(len) => forward_octets(len, client, server)?,
        // A request ends with its head, if not in one of these two ways.
        Framing::None | Framing::Tunnel | Framing::UntilClose => {}
    }
    server.flush()?;
    // A proxy keeps no connection with a client of HTTP/1.0, even if asked to (RFC 9112 §9.3).
    Ok(request.version == Version::Http11 && !connection.has("close"))
}

/// Reads a head up to its empty line. None if no more requests come.
fn read_head(client: &mut impl BufRead) -> Result<Option<Vec<u8>>> {
    let mut client = client.take(MAX_HEAD_LEN);
    let mut head = Vec::new();
    loop {
        let line_start = head.len();
        client.read_until(b'\n', &mut head)?;
        match head.get(line_start..).unwrap_or_default() {
            // Some clients send an empty line too many behind a body (RFC 9112 §2.2).
            b"\r\n" if line_start == 0 => head.clear(),
            b"\r\n" => return Ok(Some(head)),
            [.., b'\r', b'\n'] => {}
            _ if client.limit() == 0 => return Err(refusal(431, "head too long")),
            [] if line_start == 0 => return Ok(None),
            _ => return Err(refusal(400, "a line that does not end with CRLF")),
        }
    }
}

/// The head of a request.
struct Request<'h> {
    method: &'h str,
    target: &'h str,
    version: Version,
    fields: &'h [Header<'h>],
}

impl<'h> Request<'h> {
    fn parse(head: &'h [u8], fields: &'h mut [Header<'h>]) -> Result<Self> {
        let mut request = httparse::Request::new(fields);
        match request.parse(head) {
            Ok(Status::Complete(len)) if len == head.len() => {}
            Ok(_) => return Err(refusal(400, "head does not end at its empty line")),
            Err(error @ httparse::Error::TooManyHeaders) => return Err(refusal(431, error)),
            Err(error) => return Err(refusal(400, error)),
        }
        let target = request.path.unwrap_or_default();
        if !target.is_ascii() || target.contains('#') {
            return Err(refusal(400, "invalid request target"));
        }
        Ok(Self {
            method: request.method.unwrap_or_default(),
            target,
            version: match request.version {
                Some(0) => Version::Http10,
                _ => Version::Http11,
            },
            fields: request.headers,
        })
    }

    /// The values of all fields of that name.
    fn values(&self, name: &str) -> impl Iterator<Item = &'h [u8]> + Clone {
        self.fields
            .iter()
            .filter(move |field| field.name.eq_ignore_ascii_case(name))
            .map(|field| field.value)
    }

    /// Where the body ends.
    fn framing(&self) -> Result<Framing> {
        // What follows CONNECT is no HTTP. The others may be meant for this very proxy
        // (RFC 9110 §7.6.2).
        let has_max_forwards = self.values("max-forwards").next().is_some();
        match self.method {
            "CONNECT" => return Err(refusal(501, "no tunnels")),
            "OPTIONS" | "TRACE" if has_max_forwards => return Err(refusal(501, "Max-Forwards")),
            _ => {}
        }
        let fields = self.fields.iter().map(|field| (field.name, field.value));
        let decision = framing::request(self.version, fields, &Policy::new())
            .map_err(|error| refusal(error.status(), error))?;
        if !decision.codings().is_empty() {
            // They are this hop's as well, so they would have to be undone (RFC 9112 §6.1).
            return Err(refusal(501, "a transfer coding beneath chunked"));
        }
        Ok(decision.framing())
    }

    /// The host that is asked for (RFC 9112 §3.2): that of the target, if it has one, counts more
    /// than the field. HTTP/1.0 may do without, but what goes out is HTTP/1.1.
    fn host(&self) -> Result<&'h str> {
        let mut hosts = self.values("host");
        let host = match (hosts.next(), hosts.next()) {
            (Some(host), None) if is_host(host) => str::from_utf8(host).ok(),
            (None, None) if self.version == Version::Http10 => None,
            _ => return Err(refusal(400, "not exactly one legal Host")),
        };
        match self.target {
            "*" if self.method == "OPTIONS" => host,
            target if target.starts_with('/') => host,
            target => host_of_absolute_form(target),
        }
        .ok_or_else(|| refusal(400, "no host"))
    }

    /// Writes the head with a version, a host and a framing of its own.
    fn write(
        &self,
        framing: Framing,
        is_for_this_hop: impl Fn(&str) -> bool,
        server: &mut impl Write,
    ) -> Result<()> {
        let Self { method, target, .. } = self;
        let host = self.host()?;
        write!(server, "{method} {target} HTTP/1.1\r\nHost: {host}\r\n")?;
        for Header { name, value } in self.fields {
            if !is_for_this_hop(name) {
                server.write_all(&[name.as_bytes(), b": ", value, b"\r\n"].concat())?;
            }
        }
        match framing {
            Framing::Chunked => write!(server, "Transfer-Encoding: chunked\r\n")?,
            Framing::Length(len) => write!(server, "Content-Length: {len}\r\n")?,
            Framing::None | Framing::Tunnel | Framing::UntilClose => {}
        }
        let version = match self.version {
            Version::Http10 => "1.0",
            Version::Http11 => "1.1",
        };
        Ok(write!(server, "Via: {version} example\r\n\r\n")?)
    }
}

/// HOST:PORT in `http://HOST:PORT/`.
fn host_of_absolute_form(target: &str) -> Option<&str> {
    let (scheme, behind) = target.split_once("://")?;
    let host = behind.split(['/', '?']).next()?;
    let is_legal = scheme.eq_ignore_ascii_case("http") && is_host(host.as_bytes());
    (is_legal && !host.is_empty()).then_some(host)
}

/// Whether all bytes may stand in `uri-host [ ":" port ]` (RFC 9110 §7.2).
fn is_host(bytes: &[u8]) -> bool {
    let is_legal =
        |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=:[]".contains(byte);
    bytes.iter().all(is_legal)
}

/// Decodes a chunked body from the one and encodes it to the other.
fn forward_chunked(
    client: &mut impl BufRead,
    is_for_this_hop: impl Fn(&str) -> bool,
    server: &mut impl Write,
) -> Result<()> {
    let refused = |error: DecodeError| refusal(error.status(), error);
    let mut decoder = Decoder::new();
    let mut encoder = Encoder::new();
    // The decoder bounds them all together.
    let mut trailers = Vec::new();
    while !decoder.is_done() {
        // What is there goes on before more is waited for.
        server.flush()?;
        let mut input = client.fill_buf()?;
        let len = input.len();
        if len == 0 {
            // No end is sent, so the server sees as well that the body was cut off.
            return decoder.finish().map_err(refused);
        }
        while let Some(event) = decoder.decode(&mut input).map_err(refused)? {
            match event {
                Event::Data(data) => {
                    for slice in encoder.chunk(data)?.as_slices() {
                        server.write_all(slice)?;
                    }
                }
                Event::Trailer(field) => {
                    let name = field.name().as_str();
                    if contains(&FORWARDED_TRAILERS, name) && !is_for_this_hop(name) {
                        trailers.push((name.to_owned(), field.value().to_vec()));
                    }
                }
                // Trailers that must not be there are dropped as well.
                _ => {}
            }
        }
        // What is left belongs to the next request.
        let taken = len - input.len();
        client.consume(taken);
    }
    let trailers: Vec<_> = trailers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_slice()))
        .collect();
    let mut end = Vec::new();
    encoder.finish_with_trailers(&trailers, &mut end)?;
    Ok(server.write_all(&end)?)
}

fn forward_octets(len: u64, client: &mut impl BufRead, server: &mut impl Write) -> Result<()> {
    let copied = io::copy(&mut client.take(len), server)?;
    if copied < len {
        return Err(refusal(400, "body cut short"));
    }
    Ok(())
}

fn contains(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn refusal(status: u16, reason: impl Display) -> Box<dyn Error> {
    format!("{status}: {reason}").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What arrives at the server, and the error if there is one.
    fn forwarded(requests: impl AsRef<[u8]>) -> (Vec<u8>, Option<String>) {
        let mut requests = requests.as_ref();
        let mut out = Vec::new();
        loop {
            match forward(&mut requests, &mut out) {
                Ok(true) => {}
                Ok(false) => return (out, None),
                Err(error) => return (out, Some(error.to_string())),
            }
        }
    }

    #[track_caller]
    fn assert_forwarded(requests: impl AsRef<[u8]>, expected: impl AsRef<[u8]>) {
        let (out, error) = forwarded(requests);
        let text = |bytes: &[u8]| bytes.escape_ascii().to_string();
        assert_eq!((text(&out), error), (text(expected.as_ref()), None));
    }

    #[track_caller]
    fn assert_refused(request: impl AsRef<[u8]>, status: u16) {
        let request = request.as_ref();
        // Were it forwarded, then with this behind it.
        let (out, error) = forwarded([request, b"0\r\n\r\n"].concat());
        let request = request.escape_ascii();
        assert_eq!(out.escape_ascii().to_string(), "", "{request}");
        let error = error.expect("an error");
        assert!(
            error.starts_with(&format!("{status}: ")),
            "{error}: {request}"
        );
    }

    #[test]
    fn chunks_and_trailers_are_made_anew() {
        assert_forwarded(
            "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:  Chunked\r\n\r\n\
             0005 ; x=\"y\"\r\nHello\r\n1\r\n!\r\n000;z\r\nContent-Digest:a=:b:\r\n\r\n\
             GET / HTTP/1.1\r\nHost: a\r\nKeep-Alive: timeout=5\r\n\r\n",
            "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nVia: 1.1 example\r\n\r\n\
             5\r\nHello\r\n1\r\n!\r\n0\r\nContent-Digest: a=:b:\r\n\r\n\
             GET / HTTP/1.1\r\nHost: a\r\nVia: 1.1 example\r\n\r\n",
        );
    }

    #[test]
    fn trailers_that_are_not_known_are_dropped() {
        assert_forwarded(
            "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\
             Connection: repr-digest\r\n\r\n\
             0\r\nX-User: root\r\nHost: b\r\nRepr-Digest: a=:b:\r\ncontent-digest: a=:b:\r\n\r\n",
            "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nVia: 1.1 example\r\n\r\n\
             0\r\ncontent-digest: a=:b:\r\n\r\n",
        );
    }

    #[test]
    fn length_is_written_anew() {
        assert_forwarded(
            "PUT / HTTP/1.1\r\nContent-Length: 005\r\nHost: a\r\n\r\nHello\
             GET /b HTTP/1.1\r\nHost: a\r\n\r\n",
            "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nVia: 1.1 example\r\n\r\nHello\
             GET /b HTTP/1.1\r\nHost: a\r\nVia: 1.1 example\r\n\r\n",
        );
    }

    #[test]
    fn body_that_is_cut_off_gets_no_end() {
        for (framing, body, sent) in [
            ("Transfer-Encoding: chunked", "5\r\nHel", "3\r\nHel\r\n"),
            ("Content-Length: 5", "Hel", "Hel"),
        ] {
            let head = format!("PUT / HTTP/1.1\r\nHost: a\r\n{framing}\r\n");
            let (out, error) = forwarded(format!("{head}\r\n{body}"));
            let expected = format!("{head}Via: 1.1 example\r\n\r\n{sent}");
            assert_eq!(String::from_utf8(out), Ok(expected));
            assert!(error.expect("an error").starts_with("400: "));
        }
    }

    #[test]
    fn what_is_ambiguous_is_refused() {
        for (lines, status) in [
            ("Transfer-Encoding: chunked\r\nContent-Length: 5", 400),
            ("Transfer-Encoding : chunked", 400),
            ("Transfer-Encoding: xchunked", 501),
            ("Transfer-Encoding: gzip, chunked", 501),
            ("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", 501),
            ("Transfer-Encoding: chunked, gzip", 400),
            ("Transfer-Encoding: gzip,\r\n chunked", 400),
            ("Content-Length: +5", 400),
            ("X: a\nTransfer-Encoding: chunked", 400),
            ("X: a\rTransfer-Encoding: chunked", 400),
            ("X: a\r\n\nTransfer-Encoding: chunked", 400),
            ("Connection: a b", 400),
        ] {
            assert_refused(
                format!("PUT / HTTP/1.1\r\nHost: a\r\n{lines}\r\n\r\n"),
                status,
            );
        }
    }

    #[test]
    fn one_legal_host_is_needed() {
        for head in [
            "GET / HTTP/1.1\r\n",
            "GET / HTTP/1.0\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n",
            "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n",
            "GET / HTTP/1.1\r\nHost: a b\r\n",
            "GET / HTTP/1.1\r\nHost: a/b\r\n",
            "GET / HTTP/1.1\r\nHost: u@a\r\n",
            "GET / HTTP/1.1\r\nHost: \u{e9}\r\n",
            "GET http://a/ HTTP/1.1\r\n",
            "GET http://a/ HTTP/1.1\r\nHost: b c\r\n",
            "GET http:///a HTTP/1.1\r\nHost: a\r\n",
            "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n",
            "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n",
        ] {
            assert_refused(format!("{head}\r\n"), 400);
        }
        assert_forwarded(
            "GET http://a:80?b://c HTTP/1.1\r\nhost: d\r\n\r\n\
             OPTIONS * HTTP/1.1\r\nhost:\r\n\r\n\
             GET /?http://b HTTP/1.1\r\nhost: [::1]:80\r\n\r\n\
             GET http://a/ HTTP/1.0\r\n\r\n",
            "GET http://a:80?b://c HTTP/1.1\r\nHost: a:80\r\nVia: 1.1 example\r\n\r\n\
             OPTIONS * HTTP/1.1\r\nHost: \r\nVia: 1.1 example\r\n\r\n\
             GET /?http://b HTTP/1.1\r\nHost: [::1]:80\r\nVia: 1.1 example\r\n\r\n\
             GET http://a/ HTTP/1.1\r\nHost: a\r\nVia: 1.0 example\r\n\r\n",
        );
    }

    #[test]
    fn fields_of_this_hop_are_not_forwarded() {
        assert_forwarded(
            "GET / HTTP/1.1\r\nConnection: upgrade,\tX-Hop\r\nx-hop: 1\r\nCONNECTION: x-2, host\r\n\
             X-2: 2\r\nX-3: 3\r\nHost: a\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\nTE: trailers\r\n\
             Proxy-Authorization: Basic AA==\r\nVia: 1.1 b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX-3: 3\r\nVia: 1.1 b\r\nVia: 1.1 example\r\n\r\n",
        );
    }

    #[test]
    fn nothing_is_forwarded_behind_the_last_request() {
        let next = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";
        for (version, field) in [
            ("1.1", "Connection: x, Close\r\n"),
            ("1.0", ""),
            ("1.0", "Connection: keep-alive\r\n"),
        ] {
            assert_forwarded(
                format!("GET / HTTP/{version}\r\nHost: a\r\n{field}\r\n{next}"),
                format!("GET / HTTP/1.1\r\nHost: a\r\nVia: {version} example\r\n\r\n"),
            );
        }
    }

    #[test]
    fn what_is_no_head_is_refused() {
        for request_line in [
            "GET / HTTP/1.1 HTTP/1.1",
            "/ HTTP/1.1",
            " / HTTP/1.1",
            "GET  / HTTP/1.1",
            "GET / HTTP/2.0",
            "GET /",
            "GET /\u{e9} HTTP/1.1",
            "GET /#a HTTP/1.1",
            "GET * HTTP/1.1",
            "GET a HTTP/1.1",
        ] {
            assert_refused(format!("{request_line}\r\nHost: a\r\n\r\n"), 400);
        }
        // At every place of what a parser may look at in blocks.
        for at in 0..40 {
            let (front, back) = ("a".repeat(at), "a".repeat(40 - at));
            for control in (0..0x20).chain([0x7f]).map(char::from) {
                let odd = format!("{front}{control}{back}");
                assert_refused(format!("GET /{odd} HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
                assert_refused(
                    format!("GET / HTTP/1.1\r\nHost: a\r\n{odd}: b\r\n\r\n"),
                    400,
                );
                if control != '\t' {
                    assert_refused(
                        format!("GET / HTTP/1.1\r\nHost: a\r\nX: {odd}\r\n\r\n"),
                        400,
                    );
                }
            }
        }
    }

    #[test]
    fn heads_are_bounded() {
        let with_fields = |count| {
            let fields = "A: b\r\n".repeat(count - 1);
            format!("GET / HTTP/1.1\r\nHost: a\r\n{fields}\r\n")
        };
        assert_eq!(forwarded(with_fields(MAX_FIELD_COUNT)).1, None);
        assert_refused(with_fields(MAX_FIELD_COUNT + 1), 431);

        let max_len = usize::try_from(MAX_HEAD_LEN).expect("a small number");
        let with_len = |len| {
            let (front, back) = ("GET / HTTP/1.1\r\nHost: a\r\nX: ", "\r\n\r\n");
            let value = "a".repeat(len - front.len() - back.len());
            format!("{front}{value}{back}")
        };
        assert_eq!(forwarded(with_len(max_len)).1, None);
        assert_refused(with_len(max_len + 1), 431);
        assert_refused("\r\n".repeat(max_len), 431);
        let (out, error) = forwarded("GET / HTTP/1.1\r\nHost: a");
        assert!(out.is_empty() && error.expect("an error").starts_with("400: "));
    }

    #[test]
    fn what_may_be_for_this_proxy_is_refused() {
        for request in [
            "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\n\r\n",
            "TRACE / HTTP/1.1\r\nHost: a\r\nMax-Forwards: 1\r\n\r\n",
        ] {
            assert_refused(request, 501);
        }
    }

    #[test]
    fn what_is_legal_but_rare_is_forwarded() {
        assert_forwarded(
            b"\r\nGET / HTTP/1.1\r\nHost: a\r\nX:\xe9\t\r\nEmpty:\r\n\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\nX: \xe9\r\nEmpty: \r\nVia: 1.1 example\r\n\r\n",
        );
    }
}
