//! The lower layer: fields and pieces of their values as they arrive, with no allocation.
//!
//! [`Decoder`](crate::Decoder) keeps a value until its line has ended. This layer keeps nothing:
//! it is for values that are too large to hold, such as an image of 50 MB in one `data` line.
//!
//! ```
//! use noio_sse::line::{Decoder, Field, Token};
//!
//! let mut decoder = Decoder::new();
//! let (mut data_len, mut blocks) = (0, 0);
//! let mut field = None;
//! for mut input in [&b"data: first ha"[..], b"lf\ndata: se", b"cond\n\n"] {
//!     while let Some(token) = decoder.decode(&mut input) {
//!         match token {
//!             Token::Field(name) => field = Some(name),
//!             Token::Value(piece) if field == Some(Field::Data) => data_len += piece.len(),
//!             Token::EndOfBlock => blocks += 1,
//!             _ => {}
//!         }
//!     }
//! }
//! assert_eq!((data_len, blocks), ("first half".len() + "second".len(), 1));
//! ```
//!
//! What the fields mean is up to the caller: HTML §9.2.6 says that a block without a `data` field
//! makes no event, that values are joined with line feeds, that bad UTF-8 becomes U+FFFD, that an
//! `id` with a NUL is ignored, and that a `retry` counts if it is ASCII digits alone.

use crate::{
    scan,
    whole::{Line, Lines},
};

/// The byte order mark that HTML §9.2.5 allows once, at the start of a body.
const BOM: [u8; 3] = [0xef, 0xbb, 0xbf];

/// A decoder of lines.
///
/// It has no limits, since it keeps nothing, and no errors, since any bytes are an event stream.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    state: State,
    position: u64,
    line_start: u64,
}

/// A part of an event stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Token<'i> {
    /// A line turned out to be a comment or a field that the standard knows. Comes with its
    /// colon, or with the end of a line that has none. Other lines are skipped.
    Field(Field),
    /// The next bytes of the value, never none. One space behind the colon is not part of it.
    Value(&'i [u8]),
    /// The line of the last [`Field`](Self::Field) has ended, and its value is whole.
    EndOfLine,
    /// A blank line: the fields since the one before it are a block.
    EndOfBlock,
}

/// The kinds of line that have a meaning (HTML §9.2.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Field {
    /// `data`: a line of the event's data.
    Data,
    /// `event`: the event type.
    Event,
    /// `id`: the last event id.
    Id,
    /// `retry`: the reconnection time in milliseconds.
    Retry,
    /// A line that begins with a colon.
    Comment,
}

impl Field {
    /// The name on the wire; empty for a comment.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Event => "event",
            Self::Id => "id",
            Self::Retry => "retry",
            Self::Comment => "",
        }
    }
}

/// The place in the grammar of HTML §9.2.5 that the next byte belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// In the byte order mark, this many of its bytes taken.
    Bom(u8),
    /// At the first byte of a line.
    LineStart,
    /// At the first byte of a line, behind a CR: a LF here belongs to the line end.
    AfterCr,
    /// In what may become the name of a field, this many of its bytes taken.
    Name(Field, u8),
    /// Behind the colon, where one space is dropped.
    ValueStart,
    /// In the value.
    Value,
    /// In a line that has no meaning.
    Ignored,
}

impl Default for State {
    fn default() -> Self {
        Self::Bom(0)
    }
}

/// What the head of a line came to: all before its value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Head {
    Field(Field),
    Blank,
    /// The line had no meaning, and has ended.
    Ignored,
}

impl Decoder {
    /// A decoder at the start of a body.
    pub const fn new() -> Self {
        Self {
            state: State::Bom(0),
            position: 0,
            line_start: 0,
        }
    }

    /// Decodes the next token at the front of `input` and advances `input` past the bytes used.
    ///
    /// `None`: all input was taken in and more is needed.
    pub fn decode<'i>(&mut self, input: &mut &'i [u8]) -> Option<Token<'i>> {
        loop {
            if self.is_in_value() {
                return self.value(input);
            }
            match self.head(input)? {
                Head::Field(field) => return Some(Token::Field(field)),
                Head::Blank => return Some(Token::EndOfBlock),
                Head::Ignored => {}
            }
        }
    }

    /// Bytes taken so far.
    pub const fn position(&self) -> u64 {
        self.position
    }

    /// Takes the head of a line. Not to be called in a value.
    pub(crate) fn head(&mut self, input: &mut &[u8]) -> Option<Head> {
        loop {
            let &byte = input.first()?;
            match self.state {
                State::LineStart => {
                    self.line_start = self.position;
                    let field = match byte {
                        b'\n' | b'\r' => {
                            self.take_line_end(byte, input);
                            return Some(Head::Blank);
                        }
                        b':' => {
                            self.state = State::ValueStart;
                            self.take(1, input);
                            return Some(Head::Field(Field::Comment));
                        }
                        b'd' => Field::Data,
                        b'e' => Field::Event,
                        b'i' => Field::Id,
                        b'r' => Field::Retry,
                        _ => {
                            self.state = State::Ignored;
                            continue;
                        }
                    };
                    self.state = State::Name(field, 1);
                    self.take(1, input);
                }
                State::Name(field, matched) => {
                    let expected = field.as_str().as_bytes().get(usize::from(matched));
                    match (expected, byte) {
                        (Some(&expected), _) if byte == expected => {
                            self.state = State::Name(field, matched + 1);
                            self.take(1, input);
                        }
                        (None, b':') => {
                            self.state = State::ValueStart;
                            self.take(1, input);
                            return Some(Head::Field(field));
                        }
                        // A line without a colon is a name, and its value is empty.
                        (None, b'\n' | b'\r') => {
                            self.state = State::Value;
                            return Some(Head::Field(field));
                        }
                        _ => self.state = State::Ignored,
                    }
                }
                State::Ignored => {
                    let len = scan::line_end(input).unwrap_or(input.len());
                    self.take(len, input);
                    let &end = input.first()?;
                    self.take_line_end(end, input);
                    return Some(Head::Ignored);
                }
                State::Bom(_) | State::AfterCr => {
                    self.begin_line(input);
                }
                State::ValueStart | State::Value => return None,
            }
        }
    }

    /// Takes a piece of a value, or the end of its line. To be called in a value only.
    #[inline]
    pub(crate) fn value<'i>(&mut self, input: &mut &'i [u8]) -> Option<Token<'i>> {
        if self.state == State::ValueStart {
            let &byte = input.first()?;
            self.state = State::Value;
            if byte == b' ' {
                self.take(1, input);
            }
        }
        let &byte = input.first()?;
        if scan::is_line_end(byte) {
            self.take_line_end(byte, input);
            return Some(Token::EndOfLine);
        }
        let len = scan::line_end(input).unwrap_or(input.len());
        Some(Token::Value(self.take(len, input)))
    }

    /// Takes all of `input`, which begins a line that does not end there, if a value has begun.
    pub(crate) fn open_line<'i>(&mut self, input: &mut &'i [u8]) -> Option<(Field, &'i [u8])> {
        if self.state != State::LineStart {
            return None;
        }
        match Line::new(input) {
            Line::Field(field, value) if !value.is_empty() => {
                self.line_start = self.position;
                self.state = State::Value;
                self.take(input.len(), input);
                Some((field, value))
            }
            _ => None,
        }
    }

    /// Whether the next byte belongs to the value of a line, or ends it.
    pub(crate) const fn is_in_value(&self) -> bool {
        matches!(self.state, State::ValueStart | State::Value)
    }

    /// Where the current line began. Not meaningful in an ignored line.
    pub(crate) const fn line_start(&self) -> u64 {
        self.line_start
    }

    /// The field of a line that the end of the body left without a line end, if its name is whole.
    pub(crate) fn unterminated_name(&self) -> Option<Field> {
        match self.state {
            State::Name(field, matched) if usize::from(matched) == field.as_str().len() => {
                Some(field)
            }
            _ => None,
        }
    }

    /// Takes the lines that `lines` found at the front of `input`.
    #[inline]
    pub(crate) fn take_lines(&mut self, lines: &Lines<'_>, input: &mut &[u8]) {
        self.state = if lines.is_after_cr() {
            State::AfterCr
        } else {
            State::LineStart
        };
        self.take(lines.position(), input);
    }

    /// Takes a block of `len` bytes, the last of which ends its blank line.
    #[inline]
    pub(crate) fn take_block(&mut self, len: usize, input: &mut &[u8]) {
        let block = self.take(len, input);
        if block.last() == Some(&b'\r') {
            self.state = State::AfterCr;
        }
    }

    /// Takes the LF that ends a value. Says whether there is one at the front of `input`.
    #[inline]
    pub(crate) fn take_lf(&mut self, input: &mut &[u8]) -> bool {
        let is_lf = input.first() == Some(&b'\n');
        if is_lf {
            self.take_line_end(b'\n', input);
        }
        is_lf
    }

    /// Takes a blank line. Says whether there is one at the front of `input`, which begins a line.
    #[inline]
    pub(crate) fn take_blank(&mut self, input: &mut &[u8]) -> bool {
        match input.first() {
            Some(&byte) if scan::is_line_end(byte) => {
                self.take_line_end(byte, input);
                true
            }
            _ => false,
        }
    }

    /// Takes what may stand between lines: the byte order mark, and the LF of a CRLF.
    ///
    /// Says whether the next byte of `input` begins a line.
    #[inline]
    pub(crate) fn begin_line(&mut self, input: &mut &[u8]) -> bool {
        match self.state {
            State::LineStart => true,
            State::Bom(_) | State::AfterCr => self.begin_line_slow(input),
            _ => false,
        }
    }

    fn begin_line_slow(&mut self, input: &mut &[u8]) -> bool {
        while let Some(&byte) = input.first() {
            match self.state {
                State::Bom(taken) => match BOM.get(usize::from(taken)) {
                    Some(&expected) if byte == expected => {
                        self.state = State::Bom(taken + 1);
                        self.take(1, input);
                    }
                    // None of it, or all.
                    _ if taken == 0 || usize::from(taken) == BOM.len() => {
                        self.state = State::LineStart;
                    }
                    // A part of it: no field begins so.
                    _ => self.state = State::Ignored,
                },
                State::AfterCr => {
                    self.state = State::LineStart;
                    if byte == b'\n' {
                        self.take(1, input);
                    }
                }
                State::LineStart => return true,
                _ => return false,
            }
        }
        false
    }

    fn take_line_end(&mut self, end: u8, input: &mut &[u8]) {
        self.state = if end == b'\r' {
            State::AfterCr
        } else {
            State::LineStart
        };
        self.take(1, input);
    }

    #[inline]
    pub(crate) fn take<'i>(&mut self, len: usize, input: &mut &'i [u8]) -> &'i [u8] {
        let (taken, rest) = input.split_at_checked(len).unwrap_or((input, &[]));
        *input = rest;
        self.position = self.position.saturating_add(taken.len() as u64);
        taken
    }
}
