//! Where in the stream of frames a decoder is. Both decoders are built on it.

use crate::{
    DecodeError, DecodeErrorKind, End, FrameHeader, Mask, Opcode, Role,
    header::{self, Decoded, Rules},
};

/// Takes frames apart and checks their headers and order. It keeps nothing but a cut header.
#[derive(Debug)]
pub(crate) struct Frames {
    pub(crate) state: State,
    role: Role,
    limits: Limits,
    position: u64,
    /// The front of a header that the input has cut.
    cut: [u8; header::MAX_LEN],
    cut_len: usize,
    /// How long it must be before it is worth another look.
    cut_next: usize,
    /// The frame under way.
    opcode: Opcode,
    fin: bool,
    mask: Option<Mask>,
    /// What is still to come of its payload.
    remaining: u64,
    /// The message under way, if one is.
    message: Option<Opcode>,
    fragments: u64,
    message_len: u64,
}

/// A position in the grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Between two frames, and no message is under way.
    Idle,
    /// In a header, or between the fragments of a message.
    Header,
    /// Behind a header. If it says that there is no payload, also behind that.
    Payload,
    /// Behind a Close.
    Done,
    /// An error that has still to be told: what came before it was an event.
    Failing(DecodeError),
    Failed(DecodeError),
}

/// What headers are checked against, beside the order of frames.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) allow_rsv1: bool,
    pub(crate) max_frame_len: u64,
    pub(crate) max_message_len: u64,
    pub(crate) max_fragment_count: u64,
}

impl Frames {
    pub(crate) const fn new(role: Role, limits: Limits) -> Self {
        Self {
            state: State::Idle,
            role,
            limits,
            position: 0,
            cut: [0; header::MAX_LEN],
            cut_len: 0,
            cut_next: 0,
            opcode: Opcode::Continuation,
            fin: false,
            mask: None,
            remaining: 0,
            message: None,
            fragments: 0,
            message_len: 0,
        }
    }

    #[inline]
    pub(crate) const fn role(&self) -> Role {
        self.role
    }

    #[inline]
    pub(crate) const fn position(&self) -> u64 {
        self.position
    }

    /// The opcode of the frame under way; of a fragment, that of its message.
    pub(crate) fn kind(&self) -> Opcode {
        match self.opcode {
            Opcode::Continuation => self.message.unwrap_or(Opcode::Continuation),
            opcode => opcode,
        }
    }

    /// Whether the last `len` octets of payload are a whole message, in one frame.
    pub(crate) const fn is_whole_message(&self, len: usize) -> bool {
        self.is_message_end() && self.fragments == 1 && self.message_len == len as u64
    }

    /// Whether a data message has begun and not ended.
    pub(crate) const fn is_in_message(&self) -> bool {
        self.message.is_some()
    }

    /// Whether the payload of the frame under way has been taken.
    pub(crate) const fn is_frame_end(&self) -> bool {
        self.remaining == 0
    }

    /// Whether the payload of the message under way has been taken.
    pub(crate) const fn is_message_end(&self) -> bool {
        self.fin && self.remaining == 0
    }

    /// Takes frames that were looked at elsewhere: `len` octets, messages and all.
    #[inline]
    pub(crate) const fn skip(&mut self, len: usize) {
        self.position += len as u64;
    }

    /// Takes the header at the front of `input`, or what is there of it, and says how many octets
    /// that is.
    pub(crate) fn take_header(
        &mut self,
        input: &[u8],
    ) -> Result<(usize, Option<FrameHeader>), DecodeError> {
        let rules = self.rules();
        if self.cut_len == 0 {
            return match header::decode(input, &rules) {
                Ok(Decoded::Header(header, len)) => Ok((len, Some(self.begin_frame(header, len)))),
                Ok(Decoded::NeedsMore(next)) => {
                    self.cut_next = next;
                    self.keep(input);
                    Ok((input.len(), None))
                }
                Err((kind, place)) => Err(self.fail_ahead(kind, place as u64)),
            };
        }
        let mut rest = input;
        while !rest.is_empty() {
            let (front, behind) = rest.split_at(rest.len().min(self.cut_next - self.cut_len));
            rest = behind;
            self.keep(front);
            if self.cut_len < self.cut_next {
                break;
            }
            match header::decode(self.cut(), &rules) {
                Ok(Decoded::Header(header, _)) => {
                    return Ok((input.len() - rest.len(), Some(self.begin_frame(header, 0))));
                }
                Ok(Decoded::NeedsMore(next)) => self.cut_next = next,
                // What is looked at is the last octet.
                Err((kind, _)) => return Err(self.fail(kind, 1)),
            }
        }
        Ok((input.len(), None))
    }

    /// Whether the next octet of a header that is cut is one of which nothing is to be said yet.
    #[inline]
    pub(crate) const fn is_next_free(&self) -> bool {
        self.cut_len > 0 && self.cut_len + 1 < self.cut_next
    }

    /// Takes an octet of a header that is cut.
    #[inline]
    pub(crate) fn keep_octet(&mut self, octet: u8) {
        if let Some(slot) = self.cut.get_mut(self.cut_len) {
            *slot = octet;
        }
        self.cut_len += 1;
        self.position += 1;
    }

    /// The next octet of the payload, unmasked, unless it is the last.
    #[inline]
    pub(crate) fn peek(&self, octet: u8) -> Option<u8> {
        if self.remaining < 2 {
            return None;
        }
        Some(match &self.mask {
            Some(mask) => octet ^ mask.next(),
            None => octet,
        })
    }

    /// Takes the octet that was peeked at.
    #[inline]
    pub(crate) const fn take_octet(&mut self) {
        self.remaining -= 1;
        self.position += 1;
        if let Some(mask) = &mut self.mask {
            mask.advance(1);
        }
    }

    /// Takes octets of a header that there is nothing to be said about yet.
    fn keep(&mut self, octets: &[u8]) {
        if octets.is_empty() {
            return;
        }
        let (_, space) = self.cut.split_at_mut(self.cut_len);
        for (slot, &octet) in space.iter_mut().zip(octets) {
            *slot = octet;
        }
        self.cut_len += octets.len();
        self.position += octets.len() as u64;
        self.state = State::Header;
    }

    fn cut(&self) -> &[u8] {
        self.cut.get(..self.cut_len).unwrap_or_default()
    }

    /// Takes so much of the payload as there is: up to `available` octets.
    pub(crate) fn take_payload(&mut self, available: usize) -> usize {
        let taken = match usize::try_from(self.remaining) {
            Ok(remaining) => available.min(remaining),
            Err(_) => available,
        };
        self.remaining -= taken as u64;
        self.position += taken as u64;
        taken
    }

    /// The mask for the last `len` octets of payload that were taken, if they are masked.
    pub(crate) fn take_mask(&mut self, len: usize) -> Option<Mask> {
        let mask = self.mask.as_mut()?;
        let here = *mask;
        mask.advance(len);
        Some(here)
    }

    /// The frame under way has been taken whole.
    pub(crate) const fn end_frame(&mut self) {
        self.state = match self.opcode {
            Opcode::Close => {
                // What is left open will never be ended.
                self.message = None;
                State::Done
            }
            Opcode::Text | Opcode::Binary | Opcode::Continuation if self.fin => {
                self.message = None;
                State::Idle
            }
            _ if self.message.is_some() => State::Header,
            _ => State::Idle,
        };
    }

    /// No more input will come.
    pub(crate) fn finish(&mut self) -> Result<End, DecodeError> {
        match self.state {
            State::Done => Ok(End::Clean),
            State::Idle => Ok(End::Abnormal),
            State::Failing(error) | State::Failed(error) => Err(error),
            State::Header | State::Payload => Err(self.fail(DecodeErrorKind::Truncated, 0)),
        }
    }

    /// The error at the octet that is `back` octets before the next one.
    pub(crate) fn fail(&mut self, kind: DecodeErrorKind, back: u64) -> DecodeError {
        self.position -= back;
        let error = DecodeError::new(kind, self.position);
        self.state = State::Failed(error);
        error
    }

    /// As [`fail`](Self::fail), but to be told by the next call.
    pub(crate) fn fail_next(&mut self, kind: DecodeErrorKind, back: u64) {
        self.state = State::Failing(DecodeError::new(kind, self.position - back));
    }

    /// The error is told.
    pub(crate) fn failed(&mut self, error: DecodeError) {
        self.position = error.offset();
        self.state = State::Failed(error);
    }

    /// The error at the octet that is `ahead` octets behind the next one.
    fn fail_ahead(&mut self, kind: DecodeErrorKind, ahead: u64) -> DecodeError {
        self.position += ahead;
        self.fail(kind, 0)
    }

    /// The least number of octets that end what has begun, or bring a header.
    pub(crate) fn read_hint(&self) -> u64 {
        match self.state {
            State::Done | State::Failing(_) | State::Failed(_) => 0,
            State::Payload => self.remaining,
            State::Idle | State::Header => {
                (header::least_len(self.cut(), self.role) - self.cut_len) as u64
            }
        }
    }

    const fn rules(&self) -> Rules {
        Rules {
            role: self.role,
            allow_rsv1: self.limits.allow_rsv1,
            is_open: self.message.is_some(),
            may_go_on: match self.message {
                Some(_) => self.fragments < self.limits.max_fragment_count,
                None => self.limits.max_fragment_count > 0,
            },
            max_frame_len: self.limits.max_frame_len,
            max_rest: match self.message {
                Some(_) => self.limits.max_message_len - self.message_len,
                None => self.limits.max_message_len,
            },
        }
    }

    /// Behind a header, of which `taken` octets have not been counted yet.
    fn begin_frame(&mut self, header: FrameHeader, taken: usize) -> FrameHeader {
        self.position += taken as u64;
        self.cut_len = 0;
        self.state = State::Payload;
        self.opcode = header.opcode;
        self.mask = header.mask_key.map(Mask::new);
        self.remaining = header.payload_len;
        match header.opcode {
            Opcode::Text | Opcode::Binary => {
                self.message = Some(header.opcode);
                self.fragments = 1;
                self.message_len = header.payload_len;
                self.fin = header.fin;
            }
            Opcode::Continuation => {
                self.fragments += 1;
                self.message_len += header.payload_len;
                self.fin = header.fin;
            }
            Opcode::Close | Opcode::Ping | Opcode::Pong => {}
        }
        header
    }
}
