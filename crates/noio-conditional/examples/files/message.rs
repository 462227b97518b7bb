//! Heads of HTTP/1.1, and octets that come and go until a deadline.

use core::time::Duration;
use std::{
    io::{self, BufRead, Read, Write},
    net::TcpStream,
    time::Instant,
};

use noio_conditional::HttpDate;

use crate::{
    plan::{Content, Plan},
    request::Refusal,
};

/// The longest head that is read.
const MAX_HEAD_LEN: u64 = 32 * 1024;

/// Reads a head up to its empty line. `None` if the connection ends, or says nothing in time, where
/// the next request would have begun.
pub(crate) fn read_head(peer: &mut impl BufRead) -> Result<Option<Vec<u8>>, Refusal> {
    let mut peer = peer.take(MAX_HEAD_LEN);
    let mut head = Vec::new();
    let mut may_be_empty = true;
    loop {
        let line_start = head.len();
        let read = peer.read_until(b'\n', &mut head);
        let line = head.get(line_start..).unwrap_or_default();
        let refusal = match (read, line) {
            // RFC 9112 §2.2: one empty line before a request is ignored.
            (Ok(_), b"\r\n") if line_start == 0 && may_be_empty => {
                may_be_empty = false;
                head.clear();
                continue;
            }
            (Ok(_), b"\r\n") => return Ok(Some(head)),
            (Ok(_), [.., b'\r', b'\n']) => continue,
            (_, []) if head.is_empty() => return Ok(None),
            (Ok(_), _) if peer.limit() == 0 => Refusal::new(431, "a head that is too long"),
            (Ok(_), _) => Refusal::new(400, "a head that is cut or has other line ends"),
            (Err(error), _) if error.kind() == io::ErrorKind::TimedOut => {
                Refusal::new(408, "the request took too long")
            }
            (Err(error), _) => Refusal::new(400, error),
        };
        return Err(refusal.of(&head));
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

    use super::read_head;

    #[test]
    fn heads_are_bounded() {
        let read = |octets: &[u8]| read_head(&mut &octets[..]).map_err(|refusal| refusal.status);
        assert_eq!(read(b""), Ok(None));
        assert_eq!(read(b"a\r\n\r\nb"), Ok(Some(b"a\r\n\r\n".to_vec())));
        assert_eq!(read(b"\r\na\r\n\r\nb"), Ok(Some(b"a\r\n\r\n".to_vec())));
        assert_eq!(read(b"\r\n"), Ok(None));
        assert_eq!(read(b"\r"), Err(400));
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
        assert_eq!(read(b"\r\n"), Ok(None));
        assert_eq!(read(b"GET"), Err(408));
        assert_eq!(read(b"GET / HTTP/1.1\r\n"), Err(408));
    }
}
