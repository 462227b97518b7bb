//! The server's side: a request is read.

use core::fmt;

use super::{
    Config, Request, RequestError, RequestErrorKind, grammar::Side, head_decoder::HeadDecoder,
};

/// Reads the request that a connection of HTTP/1.1 begins with (RFC 6455 §4.2.1).
///
/// What lies whole in the input is borrowed from it. A head that is cut is kept, in one buffer of
/// at most twice [`Config::max_head_len`]. No byte is looked at more than three times, however it was
/// cut.
///
/// The request may borrow from the decoder, and comes once. So the loop that reads until it is there
/// ends with `break` or lies in the function that answers: a function that reads in a loop and
/// returns the request is one that the compiler refuses.
///
/// It is for servers that speak nothing but WebSocket on a port. What is some other request is
/// refused; a server with pages of its own has an HTTP stack and uses [`Request::upgrade`].
#[derive(Clone)]
pub struct RequestDecoder {
    head: HeadDecoder,
    state: State,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Head,
    Done,
    Failed(RequestError),
}

impl RequestDecoder {
    /// A decoder with the default limits.
    pub const fn new() -> Self {
        Self::with_config(Config::new())
    }

    /// A decoder with these limits.
    pub const fn with_config(config: Config) -> Self {
        Self {
            head: HeadDecoder::new(Side::Request, config),
            state: State::Head,
        }
    }

    /// Decodes the request at the front of `input`, and advances `input` past the bytes used: past
    /// the head and no further, since the first frames may lie behind it.
    ///
    /// `Ok(None)`: all input was taken in and more is needed, or [`is_done`](Self::is_done), and
    /// nothing is taken.
    ///
    /// One empty line in front of the request is passed over (RFC 9112 §2.2).
    ///
    /// # Errors
    ///
    /// If the request opens no WebSocket connection. The error is final: every later call answers
    /// with the same one. What the server then sends is [`RequestError::refusal`].
    #[inline]
    pub fn decode<'d, 'i: 'd>(
        &'d mut self,
        input: &mut &'i [u8],
    ) -> Result<Option<Request<'d>>, RequestError> {
        if let Some((octet, rest @ [])) = input.split_first()
            && self.head.absorb(*octet)
        {
            *input = rest;
            return Ok(None);
        }
        self.decode_more(input)
    }

    fn decode_more<'d, 'i: 'd>(
        &'d mut self,
        input: &mut &'i [u8],
    ) -> Result<Option<Request<'d>>, RequestError> {
        match self.state {
            State::Head => {}
            State::Done => {
                self.head.restart();
                return Ok(None);
            }
            State::Failed(error) => {
                self.head.restart();
                return Err(error);
            }
        }
        let Self { head, state } = self;
        let max_field_count = head.config().max_field_count;
        let whole = head
            .whole(input)
            .and_then(|octets| Request::decode_whole(octets, max_field_count));
        let request = match whole {
            Some((request, len)) => {
                head.take_whole(input, len);
                request
            }
            None => match head.take(input) {
                Ok(true) => Request::decode_whole(head.octets(), max_field_count)
                    // Octet by octet the head was legal and whole.
                    .map_or(Err(RequestErrorKind::InvalidStartLine), |(request, _)| {
                        request
                    }),
                Ok(false) => return Ok(None),
                Err(error) => {
                    let error = RequestError::from(error);
                    *state = State::Failed(error);
                    return Err(error);
                }
            },
        };
        match request {
            Ok(request) => {
                *state = State::Done;
                Ok(Some(request))
            }
            Err(kind) => {
                let error = RequestError::new(kind, head.last_offset());
                *state = State::Failed(error);
                Err(error)
            }
        }
    }

    /// Says that no more input will come.
    ///
    /// # Errors
    ///
    /// [`Truncated`](RequestErrorKind::Truncated) within the head, or the error that
    /// [`decode`](Self::decode) has answered with. A connection that ends before its first byte is
    /// none: browsers open some for later, and close them.
    pub fn finish(&mut self) -> Result<(), RequestError> {
        let end = self.head.finish();
        match self.state {
            State::Head if self.position() > 0 => {
                let error = RequestError::from(end);
                self.state = State::Failed(error);
                Err(error)
            }
            State::Head | State::Done => Ok(()),
            State::Failed(error) => Err(error),
        }
    }

    /// Whether the request was there: what is left of the input belongs to the frames.
    pub const fn is_done(&self) -> bool {
        matches!(self.state, State::Done)
    }

    /// Bytes taken so far.
    pub const fn position(&self) -> u64 {
        self.head.position()
    }
}

impl Default for RequestDecoder {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for RequestDecoder {
    /// Tells nothing of the head: it may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestDecoder")
            .field("state", &self.state)
            .field("position", &self.position())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use alloc::{format, vec::Vec};

    use super::*;

    /// A request whose head has that many octets, most of them in one field or in many.
    fn request(len: usize, field_len: usize) -> Vec<u8> {
        let mut head =
            b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                .to_vec();
        // The shortest field and the empty line have to have room.
        while head.len() + "A: \r\n\r\n".len() <= len {
            let room = (len - head.len() - 2).min(field_len);
            let value = "b".repeat(room.saturating_sub("A: \r\n".len()));
            head.extend(format!("A: {value}\r\n").as_bytes());
        }
        head.extend(b"\r\n");
        head
    }

    /// How many octets are looked at until the request is there.
    fn steps(head: &[u8], piece_len: usize) -> usize {
        let mut decoder = RequestDecoder::with_config(Config {
            max_field_count: usize::MAX,
            ..Config::new()
        });
        for (at, piece) in head.chunks(piece_len).enumerate() {
            let mut input = piece;
            let is_there = decoder.decode(&mut input).expect("a request").is_some();
            assert_eq!(is_there, (at + 1) * piece_len >= head.len());
            assert_eq!(input, b"");
        }
        decoder.head.steps.get()
    }

    /// CVE-2023-43669: a server that begins again with every piece can be kept busy for hours by
    /// one long head.
    #[test]
    fn steps_are_linear_in_the_octets_whatever_the_cuts() {
        for field_len in [6, 100, usize::MAX] {
            for len in [4 * 1024, 8 * 1024, 16 * 1024] {
                let head = request(len, field_len);
                assert!((len - 4..=len).contains(&head.len()));
                assert_eq!(steps(&head, head.len()), head.len());
                // The first piece is looked at twice, and the whole at the end once more.
                for piece_len in [1, 2, 7, 1460] {
                    assert_eq!(steps(&head, piece_len), 2 * head.len() + piece_len);
                }
            }
        }
    }
}
