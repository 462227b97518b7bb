//! The decoder of events: HTML §9.2.5 (parsing) and §9.2.6 (interpretation).
//!
//! Three paths, one meaning. A simple block that lies whole in the input is handed out as it lies
//! there. Other lines that lie whole are taken as slices and copied into the buffers of `pending`.
//! What the input cuts off goes there piece by piece, as the states of [`line`](crate::line) lead
//! it. A block may begin on one path and end on another; the work is linear in the bytes.

use alloc::string::String;
use core::{fmt, mem, time::Duration};

use crate::{
    Config, DecodeError, Discarded, Event, Message, Text,
    limits::Span,
    line::{self, Field, Head, Token},
    pending::{Block, Line, Retry},
    scan, utf8,
    whole::{self, Lines, Simple},
};

/// A decoder of an event stream.
///
/// It takes the bytes of one response body after the other, in pieces of any size, and answers
/// with [`Event`]s. See the [crate documentation](crate) for the loop.
pub struct Decoder {
    config: Config,
    lines: line::Decoder,
    line: Line,
    block: Block,
    last_event_id: String,
    reconnection_time: Option<Duration>,
    error: Option<DecodeError>,
}

/// An event that is complete, before it borrows from the decoder.
enum Ready<'i> {
    /// `None`: the comment lies in the buffer of the line.
    Comment(Option<&'i str>),
    Retry(Duration),
}

/// How far the decoder got.
enum Step<'i> {
    /// All input was taken.
    Input,
    /// A line has ended.
    Line,
    /// A block has ended, with a blank line.
    Block,
    Event(Ready<'i>),
}

impl Decoder {
    /// A decoder with the default limits, at the start of a body.
    pub const fn new() -> Self {
        Self::with_config(Config::new())
    }

    /// A decoder with the limits of `config`, at the start of a body.
    pub const fn with_config(config: Config) -> Self {
        Self {
            config,
            lines: line::Decoder::new(),
            line: Line::new(),
            block: Block::new(),
            last_event_id: String::new(),
            reconnection_time: None,
            error: None,
        }
    }

    /// Sets the last event id, to go on with a stream that another decoder began.
    ///
    /// It is taken as it is: `max_id_len` is for what a peer sends.
    #[must_use]
    pub fn with_last_event_id(mut self, id: &str) -> Self {
        self.last_event_id = id.into();
        self
    }

    /// Decodes the next event at the front of `input` and advances `input` past the bytes used.
    ///
    /// `Ok(None)`: all input was taken in and more is needed.
    ///
    /// # Errors
    ///
    /// When the stream goes over a limit of [`Config`]. The error is final: every later call
    /// answers with it and takes nothing, until [`restart`](Self::restart).
    #[inline]
    pub fn decode<'d, 'i: 'd>(
        &'d mut self,
        input: &mut &'i [u8],
    ) -> Result<Option<Event<'d>>, DecodeError> {
        // Behind an error there is no line under way.
        if self.line.room > 0 && self.extend_data(input) {
            return Ok(None);
        }
        if let Some(error) = self.error {
            return Err(error);
        }
        if self.block.is_dispatched {
            self.block.clear();
        }
        loop {
            let begins_line = self.lines.begin_line(input);
            let mut has_line = begins_line;
            if begins_line
                && self.block.data_len.is_none()
                && let Some(block) = Simple::new(input, &self.config, &mut has_line)
            {
                self.lines.take_block(block.len, input);
                self.commit_id(block.id);
                self.block.is_dispatched = !self.block.is_empty();
                return Ok(Some(Event::Message(Message::new(
                    block.event_type.unwrap_or(&self.block.event_type),
                    Text::input(block.data),
                    &self.last_event_id,
                ))));
            }
            let step = if begins_line && self.lines.take_blank(input) {
                Ok(Step::Block)
            } else {
                self.advance(input, has_line)
            };
            match step {
                Ok(Step::Line) => {}
                Ok(Step::Block) => {
                    self.commit_id(None);
                    if self.block.data_len.is_some() {
                        return Ok(Some(Event::Message(self.block.finish(&self.last_event_id))));
                    }
                    self.block.clear();
                }
                Ok(Step::Event(ready)) => return Ok(Some(self.event(ready))),
                Ok(Step::Input) => {
                    // Behind most cuts there is data to be kept.
                    if self.line.field != Some(Field::Data) {
                        self.release();
                    }
                    return Ok(None);
                }
                Err(error) => {
                    // Nothing of it can be asked for any more.
                    self.block = Block::new();
                    self.line = Line::new();
                    self.error = Some(error);
                    return Err(error);
                }
            }
        }
    }

    /// Says that no more input will come: the body has ended.
    ///
    /// Answers with the block that was under way, if it had data; the standard says to drop it.
    /// Afterwards the decoder is ready for a next body, as after [`restart`](Self::restart); the
    /// buffer of the block is free with the next call.
    ///
    /// # Errors
    ///
    /// The error that [`decode`](Self::decode) gave before, if it gave one.
    pub fn finish(&mut self) -> Result<Option<Discarded<'_>>, DecodeError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        if self.block.is_dispatched {
            self.block.clear();
        }
        self.end_unterminated_line();
        self.lines = line::Decoder::new();
        self.line = Line::new();
        if self.block.data_len.is_none() {
            self.block = Block::new();
            return Ok(None);
        }
        Ok(Some(Discarded {
            message: self.block.finish(&self.last_event_id),
        }))
    }

    /// Begins a new body, as after a reconnection.
    ///
    /// Drops an incomplete block and an error. The last event id and the reconnection time stay:
    /// they belong to the source, not to one response.
    pub fn restart(&mut self) {
        self.lines = line::Decoder::new();
        self.line = Line::new();
        self.block = Block::new();
        self.error = None;
    }

    /// The last event id: what a client sends as `Last-Event-ID` when it reconnects. Empty if
    /// there is none.
    ///
    /// Set by the blank line that ends a block, also by a block that has an id and no data.
    pub fn last_event_id(&self) -> &str {
        &self.last_event_id
    }

    /// The reconnection time that the last valid `retry` field set, if there was one.
    pub const fn reconnection_time(&self) -> Option<Duration> {
        self.reconnection_time
    }

    /// Bytes taken so far, of this body. Behind an error it means nothing: see
    /// [`DecodeError::offset`].
    pub const fn position(&self) -> u64 {
        self.lines.position()
    }

    /// Takes more of a value of data that is well within its limits (`room` says so), and the end
    /// of its line: the common case behind a cut. Says whether that was all of `input`.
    #[inline]
    fn extend_data(&mut self, input: &mut &[u8]) -> bool {
        // The slowest feeds come byte by byte.
        if let [byte @ b' '..=b'~'] = **input
            && self.line.pieces.is_empty()
        {
            self.block.data.push(char::from(byte));
            self.line.room -= 1;
            self.lines.take(1, input);
            return true;
        }
        let front = *input;
        let len = scan::line_end(front).unwrap_or(front.len());
        if let Some(room) = self.line.room.checked_sub(len as u64) {
            self.line.room = room;
            self.lines.take(len, input);
            self.line.pieces.push(front, len, &mut self.block.data);
            let end = self.position();
            if self.lines.take_lf(input) {
                self.end_line(Field::Data, end);
            }
        }
        input.is_empty()
    }

    /// Takes whole lines, if `has_line`, or else a part of one.
    fn advance<'i>(
        &mut self,
        input: &mut &'i [u8],
        has_line: bool,
    ) -> Result<Step<'i>, DecodeError> {
        if has_line {
            match self.take_whole_lines(input)? {
                Step::Input => {}
                step => return Ok(step),
            }
        }
        if let Some((field, piece)) = self.lines.open_line(input) {
            self.begin_line(field);
            self.begin_value(field, piece)?;
            self.push_piece(field, piece, piece.len());
            return Ok(Step::Input);
        }
        self.absorb(input)
    }

    /// Takes the lines that lie whole in `input`, up to a blank one or an event.
    ///
    /// [`Step::Input`]: what is left has no line end.
    fn take_whole_lines<'i>(&mut self, input: &mut &'i [u8]) -> Result<Step<'i>, DecodeError> {
        let mut lines = Lines::new(input);
        while let Some(line) = lines.next() {
            let whole::Line::Field(field, value) = line else {
                continue;
            };
            let range = lines.value_range(value);
            let span = Span::new(self.lines.position(), &lines, value);
            self.config.check(field, span, self.block.data_len)?;
            match field {
                Field::Data => {
                    self.block.push_data(input, range);
                    while let Some(max_len) = self.config.max_next_data_len(self.block.data_len)
                        && let Some(value) = lines.next_data(max_len)
                    {
                        self.block.push_data(input, value);
                    }
                }
                Field::Event => self.block.replace_event_type(input, range),
                // An id with a NUL is ignored (HTML §9.2.6).
                Field::Id if value.contains(&0) => {}
                Field::Id => self.block.replace_id(input, range),
                Field::Retry => {
                    if let Some(time) = Retry::parse(value) {
                        self.lines.take_lines(&lines, input);
                        self.reconnection_time = Some(time);
                        return Ok(Step::Event(Ready::Retry(time)));
                    }
                }
                Field::Comment if self.config.is_comment_over(span) => {}
                Field::Comment => {
                    self.lines.take_lines(&lines, input);
                    let text = utf8::as_text(value);
                    if text.is_none() {
                        self.line.repair_comment(value);
                    }
                    return Ok(Step::Event(Ready::Comment(text)));
                }
            }
        }
        self.lines.take_lines(&lines, input);
        Ok(match input.first() {
            Some(&byte) if scan::is_line_end(byte) => Step::Line,
            _ => Step::Input,
        })
    }

    /// Takes a line that does not lie whole in the input, up to its end.
    fn absorb(&mut self, input: &mut &[u8]) -> Result<Step<'static>, DecodeError> {
        let field = match self.line.field {
            Some(field) => field,
            None => match self.lines.head(input) {
                Some(Head::Field(field)) => {
                    self.begin_line(field);
                    field
                }
                Some(Head::Blank) => return Ok(Step::Block),
                Some(Head::Ignored) => return Ok(Step::Line),
                None => return Ok(Step::Input),
            },
        };
        loop {
            let front = *input;
            match self.lines.value(input) {
                Some(Token::Value(piece)) => {
                    self.begin_value(field, piece)?;
                    let behind = front.get(front.len() - input.len() - piece.len()..);
                    self.push_piece(field, behind.unwrap_or(piece), piece.len());
                }
                Some(_) => {
                    let end = self.position() - 1;
                    self.check_line(field, end)?;
                    return Ok(match self.end_line(field, end) {
                        Some(ready) => Step::Event(ready),
                        None => Step::Line,
                    });
                }
                None => {
                    self.check_line(field, self.position())?;
                    return Ok(Step::Input);
                }
            }
        }
    }

    /// Checks the line under way, which goes to `end` so far, against the limits. Answers with the
    /// number of bytes by which it may grow.
    fn check_line(&mut self, field: Field, end: u64) -> Result<u64, DecodeError> {
        let span = Span {
            line_start: self.lines.line_start(),
            value_start: self.line.value_start.unwrap_or(end),
            end,
        };
        let room = self.config.check(field, span, self.block.data_len)?;
        if field == Field::Comment && self.config.is_comment_over(span) {
            self.line.is_dropped = true;
            self.line.text = String::new();
        }
        Ok(room)
    }

    /// Begins a line that does not lie whole in the input.
    fn begin_line(&mut self, field: Field) {
        self.line.begin(field);
        if field == Field::Event {
            self.block.event_type.clear();
        }
    }

    /// Begins the value of the line under way, or goes on with it: `piece` was taken.
    fn begin_value(&mut self, field: Field, piece: &[u8]) -> Result<(), DecodeError> {
        let end = self.position();
        if self.line.value_start.is_none() {
            self.line.value_start = Some(end - piece.len() as u64);
        }
        let room = self.check_line(field, end)?;
        if field == Field::Data {
            self.line.room = room;
        }
        Ok(())
    }

    /// Takes in a piece of the value of the line under way: the first `len` bytes of `input`.
    fn push_piece(&mut self, field: Field, input: &[u8], len: usize) {
        let text = match field {
            Field::Data => &mut self.block.data,
            Field::Event => &mut self.block.event_type,
            Field::Comment if self.line.is_dropped => return,
            Field::Id | Field::Comment => &mut self.line.text,
            Field::Retry => return self.line.retry.push(input.get(..len).unwrap_or(input)),
        };
        self.line.pieces.push(input, len, text);
    }

    /// Ends the line under way at `end`.
    fn end_line(&mut self, field: Field, end: u64) -> Option<Ready<'static>> {
        self.line.field = None;
        self.line.room = 0;
        match field {
            Field::Data => {
                self.line.pieces.finish(&mut self.block.data);
                self.block.end_data(self.line.value_len(end));
            }
            Field::Event => self.line.pieces.finish(&mut self.block.event_type),
            Field::Id => {
                self.line.pieces.finish(&mut self.line.text);
                // An id with a NUL is ignored (HTML §9.2.6).
                if !self.line.text.contains('\0') {
                    mem::swap(&mut self.block.id, &mut self.line.text);
                    self.block.has_id = true;
                }
            }
            Field::Retry => {
                let time = self.line.retry.finish()?;
                self.reconnection_time = Some(time);
                return Some(Ready::Retry(time));
            }
            Field::Comment if self.line.is_dropped => {}
            Field::Comment => {
                self.line.pieces.finish(&mut self.line.text);
                return Some(Ready::Comment(None));
            }
        }
        None
    }

    /// Counts a last line without a line end: it is none (HTML §9.2.5), but a part of what is
    /// discarded.
    fn end_unterminated_line(&mut self) {
        let end = self.position();
        if let Some(field) = self.lines.unterminated_name() {
            let span = Span {
                line_start: self.lines.line_start(),
                value_start: end,
                end,
            };
            // Over a limit it does not count: no byte is left that an error could point at.
            if self.config.check(field, span, self.block.data_len).is_ok() {
                self.begin_line(field);
            }
        }
        if let Some(field @ (Field::Data | Field::Event)) = self.line.field {
            self.end_line(field, end);
        }
    }

    /// Commits the id of a block at its blank line: `id`, or else the one in the buffers. An id
    /// counts also where the block has no data (HTML §9.2.6).
    #[inline]
    fn commit_id(&mut self, id: Option<&str>) {
        if let Some(id) = id {
            self.last_event_id.clear();
            self.last_event_id.push_str(id);
        } else if self.block.has_id {
            mem::swap(&mut self.last_event_id, &mut self.block.id);
        }
        self.block.has_id = false;
    }

    /// Frees the buffers where nothing is left in them. Not for the middle of a `data` line.
    fn release(&mut self) {
        let field = self.line.field;
        if self.block.is_empty() && field != Some(Field::Event) {
            self.block = Block::new();
        }
        if !matches!(field, Some(Field::Id | Field::Comment)) {
            self.line.text = String::new();
        }
        // Nor does a long id stay when a short one has taken its place.
        if self.last_event_id.capacity() / 2 > self.last_event_id.len().max(16) {
            self.last_event_id.shrink_to_fit();
        }
    }

    /// Lends out what is ready.
    fn event<'d, 'i: 'd>(&'d mut self, ready: Ready<'i>) -> Event<'d> {
        match ready {
            Ready::Comment(Some(text)) => Event::Comment(Text::input(text)),
            Ready::Comment(None) => Event::Comment(Text::scratch(&mut self.line.text)),
            Ready::Retry(time) => Event::Retry(time),
        }
    }
}

impl Default for Decoder {
    fn default() -> Self {
        Self::new()
    }
}

/// Says where the decoder is, and nothing of what it read.
impl fmt::Debug for Decoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoder")
            .field("config", &self.config)
            .field("position", &self.position())
            .field("reconnection_time", &self.reconnection_time)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}
