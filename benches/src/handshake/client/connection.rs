//! The server that clients meet. It has to look at each request, since clients make keys
//! themselves.

use core::{
    pin::Pin,
    task::{Context, Poll},
};
use std::io::{self, Read, Write};

use memchr::memmem;
use tokio::io::ReadBuf;

use crate::{
    handshake::{key::accept, request::SUBPROTOCOL},
    sink::Sink,
};

/// Writes into `response` what the server says to `request`.
#[inline]
pub(super) fn answer(request: &[u8], response: &mut Vec<u8>) {
    const NAME: &[u8] = b"\r\nSec-WebSocket-Key: ";
    const KEY_LEN: usize = 24;

    assert!(request.ends_with(b"\r\n\r\n"), "the request is whole");
    let name = memmem::find(request, NAME).expect("a key");
    let start = name + NAME.len();
    let key = request.get(start..start + KEY_LEN).expect("a whole key");
    response.clear();
    response.extend_from_slice(
        b"HTTP/1.1 101 Switching Protocols\r\n\
        Server: nginx\r\n\
        Date: Sat, 21 Nov 2026 12:00:00 GMT\r\n\
        Connection: upgrade\r\n\
        Upgrade: websocket\r\n\
        Sec-WebSocket-Accept: ",
    );
    response.extend_from_slice(&accept(key));
    response.extend_from_slice(b"\r\nSec-WebSocket-Protocol: ");
    response.extend_from_slice(SUBPROTOCOL.as_bytes());
    response.extend_from_slice(b"\r\n\r\n");
}

/// A connection to the server, in memory and always ready. It serves one handshake after the other,
/// so that its buffers are not made anew.
#[derive(Debug, Default)]
pub(super) struct Connection {
    request: Vec<u8>,
    response: Vec<u8>,
    /// Bytes of the response that were read.
    read: usize,
}

impl Connection {
    /// Ends a handshake, and puts what was asked into `sink`.
    #[inline]
    pub(super) fn restart(&mut self, sink: &mut impl Sink) {
        sink.put(&self.request);
        self.request.clear();
        self.response.clear();
        self.read = 0;
    }

    /// What one read of `len` bytes at most brings.
    #[inline]
    fn bring(&mut self, len: usize) -> &[u8] {
        if self.response.is_empty() {
            answer(&self.request, &mut self.response);
        }
        let (_, rest) = self.response.split_at(self.read);
        let (taken, _) = rest.split_at(len.min(rest.len()));
        self.read += taken.len();
        taken
    }
}

impl Read for Connection {
    #[inline]
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let taken = self.bring(buffer.len());
        buffer.split_at_mut(taken.len()).0.copy_from_slice(taken);
        Ok(taken.len())
    }
}

impl Write for Connection {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.request.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    #[inline]
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl tokio::io::AsyncRead for Connection {
    #[inline]
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let taken = self.bring(buffer.remaining());
        buffer.put_slice(taken);
        Poll::Ready(Ok(()))
    }
}

impl tokio::io::AsyncWrite for Connection {
    #[inline]
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Poll::Ready(self.write(bytes))
    }

    #[inline]
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

impl futures_io::AsyncRead for Connection {
    #[inline]
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        Poll::Ready(self.read(buffer))
    }
}

impl futures_io::AsyncWrite for Connection {
    #[inline]
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Poll::Ready(self.write(bytes))
    }

    #[inline]
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handshake::response::read_all;

    #[test]
    fn a_request_is_answered_once() {
        let mut connection = Connection::default();
        let request = b"GET / HTTP/1.1\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        connection.write_all(request).expect("no failure");
        let mut response = Vec::new();
        connection.read_to_end(&mut response).expect("no failure");
        let expected = format!("s3pPLMBiTxaQ9kYGzzhZRbK+xOo= {SUBPROTOCOL}");
        assert_eq!(read_all(&[response]), [expected.into_bytes()]);

        let mut requests = Vec::<Vec<u8>>::new();
        connection.restart(&mut requests);
        assert_eq!(requests, [request]);
    }
}
