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

use core::error::Error;
use std::io::{self, BufRead, BufWriter, ErrorKind, Read as _, Write};

use noio_chunked::{
    Decoder, Encoder, Event,
    framing::{self, Config, Decision, Framing, Version},
};

type Result<T> = core::result::Result<T, Box<dyn Error>>;

/// The longest head that is read.
const MAX_HEAD_LEN: u64 = 64 * 1024;

/// Fields that are for this hop (RFC 9110 §7.6.1), and those that frame the body. A real proxy
/// drops those that `Connection` names, too.
const NOT_FORWARDED: [&str; 9] = [
    "connection",
    "content-length",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "http2-settings",
];

fn main() -> Result<()> {
    let mut requests = io::stdin().lock();
    let mut server = BufWriter::new(io::stdout().lock());
    // What is pipelined behind a body is the next request.
    while !requests.fill_buf()?.is_empty() && forward(&mut requests, &mut server)? {
        server.flush()?;
    }
    Ok(server.flush()?)
}

/// Forwards one request. Says whether another may follow on the connection.
fn forward(client: &mut impl BufRead, server: &mut impl Write) -> Result<bool> {
    let head = Head::read(client)?;
    // A server answers with `error.status()` and closes the connection.
    let decision = framing::request(head.version, head.fields(), &Config::new())?;
    head.write(&decision, server)?;
    match decision.framing() {
        Framing::Chunked => forward_chunked(client, server)?,
        Framing::Length(len) => forward_octets(len, client, server)?,
        // A request ends with its head, if not in one of these two ways.
        _ => {}
    }
    Ok(!decision.close())
}

/// Decodes a chunked body from the one and encodes it to the other.
fn forward_chunked(client: &mut impl BufRead, server: &mut impl Write) -> Result<()> {
    let mut decoder = Decoder::new();
    let mut encoder = Encoder::new();
    // The decoder bounds them all together.
    let mut trailers = Vec::new();
    while !decoder.is_done() {
        let mut input = client.fill_buf()?;
        let len = input.len();
        if len == 0 {
            // No end is sent, so the server sees as well that the body was cut off.
            return Ok(decoder.finish()?);
        }
        while let Some(event) = decoder.decode(&mut input)? {
            match event {
                Event::Data(data) => {
                    for slice in encoder.chunk(data)?.as_slices() {
                        server.write_all(slice)?;
                    }
                }
                Event::Trailer(field) => {
                    trailers.push((field.name().to_string(), field.value().to_vec()));
                }
                Event::ForbiddenTrailer(field) => eprintln!("dropped a trailer: {}", field.name()),
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
        return Err(io::Error::from(ErrorKind::UnexpectedEof).into());
    }
    Ok(())
}

/// The head of a request. A real proxy has a parser for it.
struct Head {
    method_and_target: String,
    version: Version,
    /// Name and value, as they stand on the two sides of the first colon.
    fields: Vec<(String, String)>,
}

impl Head {
    fn read(client: &mut impl BufRead) -> Result<Self> {
        let mut client = client.take(MAX_HEAD_LEN);
        let request_line = read_line(&mut client)?;
        let (method_and_target, version) = match request_line.rsplit_once(' ') {
            Some((front, "HTTP/1.1")) => (front.to_owned(), Version::Http11),
            Some((front, "HTTP/1.0")) => (front.to_owned(), Version::Http10),
            _ => return Err("not a request of HTTP/1".into()),
        };
        let mut fields = Vec::new();
        loop {
            let line = read_line(&mut client)?;
            if line.is_empty() {
                return Ok(Self {
                    method_and_target,
                    version,
                    fields,
                });
            }
            let (name, value) = line.split_once(':').ok_or("a field line without a colon")?;
            fields.push((name.to_owned(), value.to_owned()));
        }
    }

    fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Writes the head with a version and a framing of its own.
    fn write(&self, decision: &Decision, server: &mut impl Write) -> Result<()> {
        write!(server, "{} HTTP/1.1\r\n", self.method_and_target)?;
        let is_forwarded = |name: &str| {
            !NOT_FORWARDED
                .iter()
                .any(|not_forwarded| name.eq_ignore_ascii_case(not_forwarded))
        };
        for (name, value) in self.fields().filter(|(name, _)| is_forwarded(name)) {
            write!(server, "{name}:{value}\r\n")?;
        }
        match decision.framing() {
            Framing::Chunked => {
                // The codings beneath are end-to-end for a proxy that does not undo them.
                for coding in decision.codings() {
                    write!(server, "Transfer-Encoding: {coding}\r\n")?;
                }
                write!(server, "Transfer-Encoding: chunked\r\n")?;
            }
            Framing::Length(len) => write!(server, "Content-Length: {len}\r\n")?,
            _ => {}
        }
        Ok(server.write_all(b"\r\n")?)
    }
}

/// A line of a head, without its CRLF. Neither may stand alone.
fn read_line(client: &mut impl BufRead) -> Result<String> {
    let mut line = String::new();
    client.read_line(&mut line)?;
    let Some(line) = line.strip_suffix("\r\n") else {
        return Err("a line that does not end with CRLF".into());
    };
    if line.contains('\r') {
        return Err("a CR within a line".into());
    }
    Ok(line.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What arrives at the server, and the error if there is one.
    fn forwarded(mut requests: &[u8]) -> (String, Option<String>) {
        let mut out = Vec::new();
        let error = loop {
            if requests.is_empty() {
                break None;
            }
            match forward(&mut requests, &mut out) {
                Ok(true) => {}
                Ok(false) => break None,
                Err(error) => break Some(error.to_string()),
            }
        };
        (String::from_utf8(out).expect("ASCII"), error)
    }

    #[test]
    fn chunks_and_trailers_are_made_anew() {
        let request = b"PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:  Chunked\r\n\r\n\
            0005 ; x=\"y\"\r\nHello\r\n1\r\n!\r\n000;z\r\nChecksum:1\r\nHost: b\r\n\r\n\
            GET / HTTP/1.1\r\nHost: a\r\nKeep-Alive: timeout=5\r\n\r\n";
        let expected = "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\
            5\r\nHello\r\n1\r\n!\r\n0\r\nChecksum: 1\r\n\r\n\
            GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        assert_eq!(forwarded(request), (expected.to_owned(), None));
    }

    #[test]
    fn length_is_written_anew() {
        let request = b"PUT / HTTP/1.0\r\nContent-Length: 005\r\n\r\nHelloPUT";
        let (out, error) = forwarded(request);
        assert_eq!(out, "PUT / HTTP/1.1\r\nContent-Length: 5\r\n\r\nHello");
        assert!(error.is_some(), "what follows is no request");
    }

    #[test]
    fn body_that_is_cut_off_gets_no_end() {
        let head = "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
        let (out, error) = forwarded(format!("{head}5\r\nHel").as_bytes());
        assert_eq!(out, format!("{head}3\r\nHel\r\n"));
        assert!(error.is_some());
        let (out, error) = forwarded(b"PUT / HTTP/1.1\r\nContent-Length: 5\r\n\r\nHel");
        assert!(out.ends_with("Hel"));
        assert!(error.is_some());
    }

    #[test]
    fn what_is_ambiguous_is_not_forwarded() {
        for head in [
            "Transfer-Encoding: chunked\r\nContent-Length: 5",
            "Transfer-Encoding : chunked",
            "Transfer-Encoding: xchunked",
            "Transfer-Encoding: gzip,\r\n chunked",
            "Content-Length: +5",
            "Host: a\nTransfer-Encoding: chunked",
            "Host: a\rTransfer-Encoding: chunked",
        ] {
            let request = format!("PUT / HTTP/1.1\r\n{head}\r\n\r\n0\r\n\r\n");
            let (out, error) = forwarded(request.as_bytes());
            assert_eq!(out, "", "{head:?}");
            assert!(error.is_some(), "{head:?}");
        }
    }
}
