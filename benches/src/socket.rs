//! A connection in memory, for peers that want to read and write by themselves.

use alloc::rc::Rc;
use core::{
    cell::Cell,
    pin::{Pin, pin},
    slice::Chunks,
    task::{Context, Poll, Waker},
};
use std::io::{self, IoSlice, Read, Write};

use tokio::io::ReadBuf;

use crate::sink::{Seen, Sink};

/// Always ready: a read brings what is left of a piece, at most, and every byte written goes to a
/// sink.
#[derive(Debug)]
pub(crate) struct Socket<'i, S> {
    current: &'i [u8],
    pieces: Chunks<'i, u8>,
    written: S,
}

impl<'i> Socket<'i, Seen> {
    /// Brings `bytes` in pieces of that length.
    pub(crate) fn reading(bytes: &'i [u8], piece: usize) -> Self {
        Self::new(bytes, piece, Seen::default())
    }
}

impl<'i, S> Socket<'i, S> {
    /// Brings `bytes` in pieces of that length, and puts into `written` what is written.
    pub(crate) fn new(bytes: &'i [u8], piece: usize, written: S) -> Self {
        Self {
            current: &[],
            pieces: bytes.chunks(piece),
            written,
        }
    }

    /// What was written.
    pub(crate) fn into_written(self) -> S {
        self.written
    }
}

impl<S: Sink> Socket<'static, Shared<S>> {
    /// Has nothing to read.
    pub(crate) fn writing(written: &Shared<S>) -> Self {
        Self::new(&[], 1, written.clone())
    }
}

/// A sink that can be emptied while a connection has it, since some do not give it back.
pub(crate) type Shared<S> = Rc<Cell<S>>;

impl<S: Sink> Sink for Shared<S> {
    #[inline]
    fn put(&mut self, piece: &[u8]) {
        let mut sink = self.take();
        sink.put(piece);
        self.set(sink);
    }
}

impl<'i, S: Sink> Socket<'i, S> {
    /// What one read of `len` bytes at most brings.
    #[inline]
    fn bring(&mut self, len: usize) -> &'i [u8] {
        if self.current.is_empty() {
            self.current = self.pieces.next().unwrap_or_default();
        }
        let (taken, rest) = self.current.split_at(len.min(self.current.len()));
        self.current = rest;
        taken
    }

    #[inline]
    fn put_all(&mut self, slices: &[IoSlice<'_>]) -> usize {
        for slice in slices {
            self.written.put(slice);
        }
        slices.iter().map(|slice| slice.len()).sum()
    }
}

impl<S: Sink> Read for Socket<'_, S> {
    #[inline]
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let taken = self.bring(buffer.len());
        buffer.split_at_mut(taken.len()).0.copy_from_slice(taken);
        Ok(taken.len())
    }
}

impl<S: Sink> Write for Socket<'_, S> {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.written.put(bytes);
        Ok(bytes.len())
    }

    #[inline]
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<S: Sink + Unpin> tokio::io::AsyncRead for Socket<'_, S> {
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

impl<S: Sink + Unpin> tokio::io::AsyncWrite for Socket<'_, S> {
    #[inline]
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Poll::Ready(self.write(bytes))
    }

    #[inline]
    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Poll::Ready(Ok(self.put_all(slices)))
    }

    /// As of a socket of the system.
    fn is_write_vectored(&self) -> bool {
        true
    }

    #[inline]
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

impl<S: Sink + Unpin> futures_io::AsyncRead for Socket<'_, S> {
    #[inline]
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        Poll::Ready(self.read(buffer))
    }
}

impl<S: Sink + Unpin> futures_io::AsyncWrite for Socket<'_, S> {
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

/// What comes out of `future` when it is polled once. No executor: on such a connection, a peer has
/// nothing to wait for.
#[inline]
pub(crate) fn ready<F: Future>(future: F) -> F::Output {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("the connection is always ready"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_read_brings_a_piece_at_most() {
        let mut socket = Socket::reading(b"abcdefg", 3);
        let mut buffer = [0; 2];
        let mut read = || {
            let len = socket.read(&mut buffer).expect("no failure");
            buffer.split_at(len).0.to_vec()
        };
        let reads = [read(), read(), read(), read(), read(), read()];
        assert_eq!(reads, ["ab", "c", "de", "f", "g", ""].map(Vec::from));
    }

    #[test]
    fn what_is_written_is_kept_until_it_is_taken() {
        let written = Shared::<Vec<u8>>::default();
        let mut socket = Socket::writing(&written);
        socket.write_all(b"ab").expect("no failure");
        let slices = [IoSlice::new(b"c"), IoSlice::new(b"de")];
        assert_eq!(socket.put_all(&slices), 3);
        assert_eq!(written.take(), b"abcde");
        assert_eq!(written.take(), b"");
    }
}
