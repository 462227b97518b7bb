//! The decoder of messages: RFC 6455 §5.4 to §5.6, §7 and §8.1.
//!
//! Two paths, one meaning. A message that lies whole in the input is taken at once
//! ([`Decoder::find_message`]). All else goes frame by frame and piece by piece.

use core::{fmt, mem};

use crate::{
    Binary, Config, DecodeError, End, Event, Mask, Reply, Role, Text, Transport,
    assembly::Piece,
    frames::{Frames, Limits, State},
    messages::{Broken, Item, Messages, whole_text},
};

/// The longest message that may be kept. Only on small targets can there be so much.
const MAX_WHOLE_LEN: u64 = if usize::BITS < 64 {
    (isize::MAX / 2) as u64
} else {
    u64::MAX
};

/// A decoder of what one peer sends, from behind the handshake on.
///
/// It takes the bytes in pieces of any size and answers with [`Event`]s. See the
/// [crate documentation](crate) for the loop.
pub struct Decoder {
    frames: Frames,
    messages: Messages,
    /// The longest message that may be taken at once. `None`: none may.
    max_found_len: Option<u64>,
    is_at_end: bool,
}

/// A message that lies whole in the input, and is as most messages are.
struct Found {
    is_text: bool,
    head_len: usize,
    len: usize,
    mask: Option<Mask>,
}

impl Decoder {
    /// A decoder for this end of a connection, with the default limits.
    pub const fn new(role: Role) -> Self {
        Self::with_config(role, Config::new())
    }

    /// A decoder for this end of a connection, with the limits of `config`.
    pub const fn with_config(role: Role, config: Config) -> Self {
        // A buffer that doubles as it grows has to stay below `isize::MAX`.
        let max_message_len = if config.pieces || config.max_message_len < MAX_WHOLE_LEN {
            config.max_message_len
        } else {
            MAX_WHOLE_LEN
        };
        let limits = Limits {
            allow_rsv1: false,
            max_frame_len: config.max_frame_len,
            max_message_len,
            max_fragment_count: config.max_fragment_count as u64,
        };
        let max_len = if config.max_frame_len < max_message_len {
            config.max_frame_len
        } else {
            max_message_len
        };
        let may_find = !config.pieces && config.max_fragment_count > 0;
        Self {
            frames: Frames::new(role, limits),
            messages: Messages::new(config.pieces),
            max_found_len: if may_find { Some(max_len) } else { None },
            is_at_end: false,
        }
    }

    /// Decodes the next event at the front of `input` and advances `input` past the bytes used.
    ///
    /// `Ok(None)`: all input was taken in and more is needed, or [`is_done`](Self::is_done) and the
    /// rest of `input` means nothing (RFC 6455 §1.4).
    ///
    /// A message that is not masked and lies whole in `input` is borrowed from there. One that is
    /// masked is unmasked into a buffer of the decoder: where `input` may be written to,
    /// [`decode_in_place`](Self::decode_in_place) does without.
    ///
    /// `input` is a cursor: make it once for each piece that was read, outside of the loop. A new
    /// one over the same bytes would have them decoded twice.
    ///
    /// # Errors
    ///
    /// When the bytes break a rule of RFC 6455 or a limit of [`Config`]. The error is final: every
    /// later call answers with it and takes nothing. Where `input` then stands means nothing.
    /// [`take_reply`](Self::take_reply) has the Close that the peer is to be sent.
    // Inlined, the event of a whole message need not go through memory.
    #[inline(always)]
    pub fn decode<'d, 'i: 'd>(
        &'d mut self,
        input: &mut &'i [u8],
    ) -> Result<Option<Event<'d>>, DecodeError> {
        let Some(found) = self.find_message(input) else {
            if let &[octet] = *input
                && self.absorb(octet)
            {
                (_, *input) = input.split_at(1);
                return Ok(None);
            }
            return self.decode_by_frames(input);
        };
        let (front, rest) = input.split_at(found.head_len + found.len);
        let (_, payload) = front.split_at(found.head_len);
        *input = rest;
        self.frames.skip(front.len());
        match found.mask {
            Some(mask) => self.unmask_message(found.is_text, payload, mask).map(Some),
            None => self.message(found.is_text, payload).map(Some),
        }
    }

    /// Decodes as [`decode`](Self::decode) does, and unmasks where the payload lies.
    ///
    /// So a message that lies whole in `input` is borrowed from there, masked or not. What is
    /// behind the bytes used stays as it was.
    ///
    /// ```
    /// use noio_websocket::{Decoder, Event, Role};
    ///
    /// // Two messages of a client, from RFC 6455 §5.7, the second cut short.
    /// let mut buffer = *b"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58\x81\x85\x37\xfa";
    /// let mut input = &mut buffer[..];
    /// let mut decoder = Decoder::new(Role::Server);
    /// let Some(Event::Text(text)) = decoder.decode_in_place(&mut input)? else {
    ///     panic!("a text message");
    /// };
    /// assert!(text == "Hello" && text.is_from_input());
    /// assert!(decoder.decode_in_place(&mut input)?.is_none());
    /// assert!(input.is_empty());
    /// # Ok::<(), noio_websocket::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`decode`](Self::decode).
    #[inline(always)]
    pub fn decode_in_place<'d, 'i: 'd>(
        &'d mut self,
        input: &mut &'i mut [u8],
    ) -> Result<Option<Event<'d>>, DecodeError> {
        let Some(found) = self.find_message(input) else {
            if let &mut &mut [octet] = input
                && self.absorb(octet)
            {
                (_, *input) = mem::take(input).split_at_mut(1);
                return Ok(None);
            }
            return self.decode_in_place_by_frames(input);
        };
        let (front, rest) = mem::take(input).split_at_mut(found.head_len + found.len);
        *input = rest;
        self.frames.skip(front.len());
        let (_, payload) = front.split_at_mut(found.head_len);
        if let Some(mut mask) = found.mask {
            mask.apply(payload);
        }
        self.message(found.is_text, payload).map(Some)
    }

    /// What the protocol wants to be answered, if it has not been taken yet.
    ///
    /// Take it after every event, and once after an error, and send it with
    /// [`Encoder::reply`](crate::Encoder::reply). Who takes less often has the pong to the latest
    /// ping (RFC 6455 §5.5.3), or the Close that has come up since: one reply is kept, however many
    /// pings come. To a peer that is gone in the middle of something there is nothing to be said.
    #[inline]
    #[must_use = "a reply that is not sent is an answer that the peer waits for"]
    pub const fn take_reply(&mut self) -> Option<Reply> {
        self.messages.reply.take()
    }

    /// Says that no more input will come. Nothing is to be decoded behind it.
    ///
    /// # Errors
    ///
    /// [`Truncated`](crate::DecodeErrorKind::Truncated) within a frame or a fragmented message. Or
    /// the error that [`decode`](Self::decode) gave before. Either is final.
    pub fn finish(&mut self) -> Result<End, DecodeError> {
        self.is_at_end = true;
        self.messages.assembly.free();
        let was_told = matches!(self.frames.state, State::Failed(_));
        let end = self.frames.finish();
        match end {
            Err(error) if !was_told => Err(self.failed(error)),
            _ => end,
        }
    }

    /// Whether the peer's Close was taken. What is left in the input means nothing.
    #[inline]
    pub const fn is_done(&self) -> bool {
        matches!(self.frames.state, State::Done)
    }

    /// What to do with the connection below, once everything that is to be sent was sent.
    ///
    /// `is_close_sent` is [`Encoder::is_done`](crate::Encoder::is_done) of the encoder beside this
    /// decoder. The server closes first, so that it is the client that has to wait for stray
    /// packets (RFC 6455 §7.1.1).
    #[must_use = "a connection that nobody closes stays open"]
    pub const fn transport(&self, is_close_sent: bool) -> Transport {
        match self.frames.state {
            _ if self.is_at_end => Transport::Close,
            State::Failed(_) if is_close_sent => Transport::Close,
            State::Done if is_close_sent => match self.role() {
                Role::Server => Transport::Close,
                Role::Client => Transport::AwaitPeer,
            },
            _ => Transport::Open,
        }
    }

    /// Which end of the connection this is.
    pub const fn role(&self) -> Role {
        self.frames.role()
    }

    /// Bytes taken so far. After an error, its offset, to which the input of the call that failed
    /// need not have been advanced.
    pub const fn position(&self) -> u64 {
        self.frames.position()
    }

    /// How many bytes must come before the header or the payload under way is whole, at least. 0
    /// behind a Close or an error.
    ///
    /// Good for the size of a read, and not more: it is what the peer declares.
    pub fn read_hint(&self) -> u64 {
        self.frames.read_hint()
    }

    /// Looks for a message at the front of `input` that is whole, in one frame and within all
    /// limits. Of everything else it says nothing.
    #[inline(always)]
    fn find_message(&self, input: &[u8]) -> Option<Found> {
        if !matches!(self.frames.state, State::Idle) {
            return None;
        }
        let (&[first, second], rest) = input.split_first_chunk()?;
        let is_text = match first {
            0x81 => true,
            0x82 => false,
            _ => return None,
        };
        let is_masked = second & 0x80 != 0;
        if is_masked != matches!(self.frames.role(), Role::Server) {
            return None;
        }
        let (len, rest) = match second & 0x7f {
            len @ ..=125 => (u64::from(len), rest),
            126 => {
                let (&len, rest) = rest.split_first_chunk()?;
                match u16::from_be_bytes(len) {
                    ..126 => return None,
                    len => (u64::from(len), rest),
                }
            }
            _ => {
                let (&len, rest) = rest.split_first_chunk()?;
                match u64::from_be_bytes(len) {
                    ..0x1_0000 => return None,
                    len => (len, rest),
                }
            }
        };
        let (mask, rest) = if is_masked {
            let (&key, rest) = rest.split_first_chunk()?;
            (Some(Mask::new(key)), rest)
        } else {
            (None, rest)
        };
        // No slice is as long as the lengths that overflow.
        if len > self.max_found_len? {
            return None;
        }
        let len = usize::try_from(len).ok()?;
        if len > rest.len() {
            return None;
        }
        Some(Found {
            is_text,
            head_len: input.len() - rest.len(),
            len,
            mask,
        })
    }

    /// The message with this payload, which was taken from the input.
    #[inline(always)]
    fn message<'i>(&mut self, is_text: bool, payload: &'i [u8]) -> Result<Event<'i>, DecodeError> {
        if !is_text {
            return Ok(Event::Binary(Binary::input(payload)));
        }
        match whole_text(payload) {
            Ok(text) => Ok(Event::Text(Text::input(text))),
            Err(broken) => Err(self.fail(broken)),
        }
    }

    /// The message with this masked payload, which was taken from the input.
    fn unmask_message(
        &mut self,
        is_text: bool,
        payload: &[u8],
        mask: Mask,
    ) -> Result<Event<'_>, DecodeError> {
        let piece = Piece::Masked(payload, mask);
        if !is_text {
            let assembly = &mut self.messages.assembly;
            assembly.begin_binary();
            assembly.push_binary(piece);
            return Ok(Event::Binary(Binary::buffer(&mut assembly.binary)));
        }
        self.messages.assembly.begin_text();
        match self.messages.assemble_text(piece, true) {
            Ok(()) => Ok(Event::Text(Text::buffer(&mut self.messages.assembly.text))),
            Err(broken) => Err(self.fail(broken)),
        }
    }

    #[inline(never)]
    fn decode_by_frames<'d, 'i: 'd>(
        &'d mut self,
        input: &mut &'i [u8],
    ) -> Result<Option<Event<'d>>, DecodeError> {
        let is_masked = matches!(self.role(), Role::Server);
        loop {
            let Some((head_len, len)) = self.advance(input, is_masked)? else {
                if !self.is_done() {
                    (_, *input) = input.split_at(input.len());
                }
                return Ok(None);
            };
            let (front, rest) = input.split_at(head_len + len);
            let (_, payload) = front.split_at(head_len);
            *input = rest;
            let piece = match self.frames.take_mask(len) {
                Some(mask) => Piece::Masked(payload, mask),
                None => Piece::Plain(payload),
            };
            if let Some(item) = self.take(piece)? {
                return Ok(Some(self.messages.event(item)));
            }
        }
    }

    #[inline(never)]
    fn decode_in_place_by_frames<'d, 'i: 'd>(
        &'d mut self,
        input: &mut &'i mut [u8],
    ) -> Result<Option<Event<'d>>, DecodeError> {
        loop {
            let Some((head_len, len)) = self.advance(input, false)? else {
                if !self.is_done() {
                    let len = input.len();
                    (_, *input) = mem::take(input).split_at_mut(len);
                }
                return Ok(None);
            };
            let (front, rest) = mem::take(input).split_at_mut(head_len + len);
            let (_, payload) = front.split_at_mut(head_len);
            *input = rest;
            let piece = match self.frames.take_mask(len) {
                Some(mask) if self.messages.is_copied(&self.frames, len) => {
                    Piece::Masked(payload, mask)
                }
                Some(mut mask) => {
                    mask.apply(payload);
                    Piece::Plain(payload)
                }
                None => Piece::Plain(payload),
            };
            if let Some(item) = self.take(piece)? {
                return Ok(Some(self.messages.event(item)));
            }
        }
    }

    /// Takes an octet that is all of the input, if it is one that nothing can come of: input that
    /// comes octet by octet is slow enough.
    #[inline(never)]
    fn absorb(&mut self, octet: u8) -> bool {
        match self.frames.state {
            State::Payload => match self.frames.peek(octet) {
                Some(plain) if self.messages.absorb(self.frames.kind(), plain) => {
                    self.frames.take_octet();
                    true
                }
                _ => false,
            },
            State::Header if self.frames.is_next_free() => {
                self.frames.keep_octet(octet);
                true
            }
            _ => false,
        }
    }

    /// Takes a header, if one is due, and payload behind it, and says how long both are. `None`:
    /// all input was taken, or there is nothing more to take.
    ///
    /// `is_copied`: a masked payload will be copied to be unmasked.
    fn advance(
        &mut self,
        input: &[u8],
        is_copied: bool,
    ) -> Result<Option<(usize, usize)>, DecodeError> {
        let mut head_len = 0;
        match self.frames.state {
            State::Idle | State::Header => {
                let header = match self.frames.take_header(input) {
                    Ok((len, header)) => {
                        head_len = len;
                        header
                    }
                    Err(error) => return Err(self.failed(error)),
                };
                match header {
                    Some(header) => self.messages.begin(header.opcode),
                    None => return Ok(self.idle()),
                }
            }
            State::Payload => {}
            State::Done => return Ok(self.idle()),
            State::Failing(error) => return Err(self.failed(error)),
            State::Failed(error) => return Err(error),
        }
        let available = input.len() - head_len;
        let kind = self.frames.kind();
        let len = (self.frames).take_payload(self.messages.max_take(kind, available, is_copied));
        if len == 0 && !self.frames.is_frame_end() {
            return Ok(self.idle());
        }
        Ok(Some((head_len, len)))
    }

    fn idle<T>(&mut self) -> Option<T> {
        self.messages.idle(self.frames.is_in_message());
        None
    }

    /// Takes payload of the frame under way, up to its end or that of the input.
    fn take<'i>(&mut self, piece: Piece<'i>) -> Result<Option<Item<'i>>, DecodeError> {
        let item = match self.messages.take(&mut self.frames, piece) {
            Ok(item) => item,
            Err(broken) => return Err(self.fail(broken)),
        };
        if self.frames.state == State::Payload && self.frames.is_frame_end() {
            self.frames.end_frame();
        }
        Ok(item)
    }

    #[cold]
    fn fail(&mut self, (kind, back): Broken) -> DecodeError {
        let error = self.frames.fail(kind, back);
        self.failed(error)
    }

    /// An error is about to be told. RFC 6455 §7.1.7: a Close says why.
    #[cold]
    fn failed(&mut self, error: DecodeError) -> DecodeError {
        self.frames.failed(error);
        self.messages.assembly.free();
        self.messages.reply = error.close_code().map(|code| Reply::close(Some(code)));
        error
    }
}

impl fmt::Debug for Decoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoder")
            .field("role", &self.role())
            .field("position", &self.position())
            .field("state", &self.frames.state)
            .finish_non_exhaustive()
    }
}
