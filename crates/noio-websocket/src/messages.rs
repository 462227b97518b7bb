//! Payload becomes messages: RFC 6455 §5.4 to §5.6, and §8.1.

use crate::{
    Binary, Close, DecodeErrorKind, Event, Opcode, Reply, Text,
    assembly::{Assembly, Piece},
    close,
    control::ControlPayload,
    frames::Frames,
    utf8::{self, BadOctet, Completed},
};

/// How much of a masked payload in read-only input is handed out as one piece, which has to be
/// kept meanwhile.
const MAX_PIECE_LEN: usize = 16 * 1_024;

/// Makes messages of payload, and knows what they ask to be answered.
#[derive(Debug)]
pub(crate) struct Messages {
    pieces: bool,
    pub(crate) assembly: Assembly,
    control: ControlPayload,
    pub(crate) reply: Option<Reply>,
}

/// What the payload taken is the end of.
pub(crate) enum Item<'i> {
    /// A message in the input.
    Text(&'i str),
    Binary(&'i [u8]),
    /// A message in the buffer.
    AssembledText,
    AssembledBinary,
    /// A piece, and whether it is the last.
    TextPiece(Place<&'i str>, bool),
    BinaryPiece(Place<&'i [u8]>, bool),
    /// A control frame.
    Control(Opcode, Place<&'i [u8]>),
}

/// Where something lies.
#[derive(Clone, Copy)]
pub(crate) enum Place<T> {
    Input(T),
    Buffer,
    /// A character that pieces have cut, by itself.
    Character,
}

/// A broken rule, and how many octets before the next one that is.
pub(crate) type Broken = (DecodeErrorKind, u64);

impl Messages {
    pub(crate) const fn new(pieces: bool) -> Self {
        Self {
            pieces,
            assembly: Assembly::new(),
            control: ControlPayload::new(),
            reply: None,
        }
    }

    /// Gives back the memory of what was handed out. More input is needed: for a message that is to
    /// be whole, what there is of it is kept.
    #[inline]
    pub(crate) fn idle(&mut self, is_in_message: bool) {
        if (self.pieces || !is_in_message) && !self.assembly.is_free() {
            self.assembly.free();
        }
    }

    /// Behind a header.
    pub(crate) fn begin(&mut self, opcode: Opcode) {
        match opcode {
            Opcode::Text => self.assembly.begin_text(),
            Opcode::Binary => self.assembly.begin_binary(),
            Opcode::Continuation => {}
            Opcode::Close | Opcode::Ping | Opcode::Pong => self.control.clear(),
        }
    }

    /// How much payload may be taken at once, if so much is available. `is_copied`: it is masked,
    /// in read-only input.
    pub(crate) fn max_take(&self, kind: Opcode, available: usize, is_copied: bool) -> usize {
        let cut_character = &self.assembly.cut_character;
        if !self.pieces || kind.is_control() {
            available
        } else if is_copied {
            available.min(MAX_PIECE_LEN)
        } else if cut_character.is_empty() {
            available
        } else {
            // The character by itself, since it does not lie in the input.
            available.min(cut_character.missing())
        }
    }

    /// Whether the last `len` octets of payload will be copied in any case, so that they are better
    /// unmasked on the way.
    pub(crate) fn is_copied(&self, frames: &Frames, len: usize) -> bool {
        !self.pieces && frames.kind() == Opcode::Binary && !frames.is_whole_message(len)
    }

    /// Takes payload of the frame under way, up to its end or that of the input.
    pub(crate) fn take<'i>(
        &mut self,
        frames: &mut Frames,
        piece: Piece<'i>,
    ) -> Result<Option<Item<'i>>, Broken> {
        match frames.kind() {
            Opcode::Text if self.pieces => self.take_text_piece(frames, piece),
            Opcode::Text => self.take_text(frames, piece),
            Opcode::Binary if self.pieces => Ok(self.take_binary_piece(frames, piece)),
            Opcode::Binary => Ok(self.take_binary(frames, piece)),
            opcode => self.take_control(opcode, frames.is_frame_end(), piece),
        }
    }

    /// Takes an octet in the middle of a message that is to be whole, if it is no part of a longer
    /// character.
    #[inline]
    pub(crate) fn absorb(&mut self, kind: Opcode, octet: u8) -> bool {
        match kind {
            Opcode::Text
                if octet.is_ascii() && self.assembly.cut_character.is_empty() && !self.pieces =>
            {
                self.assembly.text.push(char::from(octet));
            }
            Opcode::Binary if !self.pieces => self.assembly.binary.push(octet),
            _ => return false,
        }
        true
    }

    fn take_text<'i>(
        &mut self,
        frames: &Frames,
        piece: Piece<'i>,
    ) -> Result<Option<Item<'i>>, Broken> {
        if let Piece::Plain(payload) = piece
            && frames.is_whole_message(payload.len())
        {
            return whole_text(payload).map(|text| Some(Item::Text(text)));
        }
        let is_end = frames.is_message_end();
        self.assemble_text(piece, is_end)?;
        Ok(is_end.then_some(Item::AssembledText))
    }

    /// Appends to the text of a message, which has to be text up to its last octet if this is its
    /// end.
    pub(crate) fn assemble_text(&mut self, piece: Piece<'_>, is_end: bool) -> Result<(), Broken> {
        let len = piece.len();
        let result = self.assembly.push_text(piece);
        self.check_text(result, len, is_end)
    }

    fn take_text_piece<'i>(
        &mut self,
        frames: &mut Frames,
        piece: Piece<'i>,
    ) -> Result<Option<Item<'i>>, Broken> {
        let len = piece.len();
        let is_end = frames.is_message_end();
        let assembly = &mut self.assembly;
        let (place, is_empty, result) = match piece {
            Piece::Plain(payload) if assembly.cut_character.is_empty() => {
                let (text, result) = assembly.cut_character.split(payload);
                (Place::Input(text), text.is_empty(), result)
            }
            Piece::Plain(payload) => match assembly.cut_character.complete(payload) {
                Ok(Completed::Character(_)) => (Place::Character, false, Ok(())),
                Ok(Completed::NeedsMore) => (Place::Character, true, Ok(())),
                Err(bad) => (Place::Character, true, Err(bad)),
            },
            Piece::Masked(..) => {
                assembly.text.clear();
                let result = assembly.push_text(piece);
                (Place::Buffer, assembly.text.is_empty(), result)
            }
        };
        match self.check_text(result, len, is_end) {
            Ok(()) => Ok((is_end || !is_empty).then_some(Item::TextPiece(place, is_end))),
            Err(broken) if is_empty => Err(broken),
            // The text before it comes first.
            Err((kind, back)) => {
                frames.fail_next(kind, back);
                Ok(Some(Item::TextPiece(place, false)))
            }
        }
    }

    fn take_binary<'i>(&mut self, frames: &Frames, piece: Piece<'i>) -> Option<Item<'i>> {
        if let Piece::Plain(payload) = piece
            && frames.is_whole_message(payload.len())
        {
            return Some(Item::Binary(payload));
        }
        self.assembly.push_binary(piece);
        frames.is_message_end().then_some(Item::AssembledBinary)
    }

    fn take_binary_piece<'i>(&mut self, frames: &Frames, piece: Piece<'i>) -> Option<Item<'i>> {
        let is_end = frames.is_message_end();
        if piece.len() == 0 && !is_end {
            return None;
        }
        let place = match piece {
            Piece::Plain(payload) => Place::Input(payload),
            Piece::Masked(..) => {
                self.assembly.binary.clear();
                self.assembly.push_binary(piece);
                Place::Buffer
            }
        };
        Some(Item::BinaryPiece(place, is_end))
    }

    /// RFC 6455 §5.5.
    fn take_control<'i>(
        &mut self,
        opcode: Opcode,
        is_end: bool,
        piece: Piece<'i>,
    ) -> Result<Option<Item<'i>>, Broken> {
        let place = match piece {
            Piece::Plain(payload) if is_end && self.control.is_empty() => Place::Input(payload),
            _ => {
                self.control.push(piece);
                Place::Buffer
            }
        };
        let payload = match place {
            Place::Input(payload) => payload,
            _ => self.control.as_bytes(),
        };
        if opcode == Opcode::Close
            && let Some((kind, at)) = close::find_error(payload, is_end)
        {
            return Err((kind, (payload.len() - at) as u64));
        }
        if !is_end {
            return Ok(None);
        }
        match opcode {
            Opcode::Ping => self.reply = Some(Reply::pong(payload)),
            // RFC 6455 §5.5.1: with the same status code.
            Opcode::Close => self.reply = Some(Reply::close(Close::from_payload(payload).code())),
            _ => {}
        }
        Ok(Some(Item::Control(opcode, place)))
    }

    /// The event of what was taken last.
    pub(crate) fn event<'d, 'i: 'd>(&'d mut self, item: Item<'i>) -> Event<'d> {
        match item {
            Item::Text(text) => Event::Text(Text::input(text)),
            Item::Binary(data) => Event::Binary(Binary::input(data)),
            Item::AssembledText => Event::Text(Text::buffer(&mut self.assembly.text)),
            Item::AssembledBinary => Event::Binary(Binary::buffer(&mut self.assembly.binary)),
            Item::TextPiece(place, is_last) => {
                let text = match place {
                    Place::Input(text) => text,
                    Place::Buffer => &self.assembly.text,
                    Place::Character => self.assembly.cut_character.whole(),
                };
                Event::TextPiece { text, is_last }
            }
            Item::BinaryPiece(place, is_last) => {
                let data = match place {
                    Place::Input(data) => data,
                    _ => &self.assembly.binary,
                };
                Event::BinaryPiece { data, is_last }
            }
            Item::Control(opcode, place) => {
                let payload = match place {
                    Place::Input(payload) => payload,
                    _ => self.control.as_bytes(),
                };
                match opcode {
                    Opcode::Close => Event::Close(Close::from_payload(payload)),
                    Opcode::Pong => Event::Pong(payload),
                    _ => Event::Ping(payload),
                }
            }
        }
    }

    /// RFC 6455 §5.6 and §8.1, for the last `len` octets: what they are as text, and that the end
    /// of a message does not cut a character.
    const fn check_text(
        &self,
        result: Result<(), BadOctet>,
        len: usize,
        is_end: bool,
    ) -> Result<(), Broken> {
        let back = match result {
            Err(BadOctet(at)) => (len - at) as u64,
            Ok(()) if is_end && !self.assembly.cut_character.is_empty() => 1,
            Ok(()) => return Ok(()),
        };
        Err((DecodeErrorKind::InvalidUtf8, back))
    }
}

/// The text of a message whose payload this is.
#[inline]
pub(crate) fn whole_text(payload: &[u8]) -> Result<&str, Broken> {
    utf8::as_text(payload).ok_or_else(|| {
        let (_, at) = utf8::find_bad_octet(payload);
        // If its end cuts a character: at the last octet.
        let back = at.map_or(1, |at| payload.len() - at);
        (DecodeErrorKind::InvalidUtf8, back as u64)
    })
}
