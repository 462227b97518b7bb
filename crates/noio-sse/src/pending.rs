//! What a decoder keeps between calls: the block and the line under way, as far as the input
//! they came from is gone.

use alloc::string::String;
use core::{mem, ops::Range, time::Duration};

use crate::{
    Message, Text,
    line::Field,
    utf8::{self, Pieces},
};

/// A buffer larger than this, in bytes, is freed behind its event, so that one huge event does
/// not cost its memory for as long as the stream goes on.
const RETAINED_LEN: usize = 256 * 1024;

/// The fields of the block under way that could not be handed out as they lay in the input: cut,
/// joined or repaired.
#[derive(Debug)]
pub(crate) struct Block {
    /// The data, a line feed behind each line (HTML §9.2.6).
    pub(crate) data: String,
    /// The length of the data in bytes of the stream, once a `data` line has ended. The last line
    /// feed does not count.
    pub(crate) data_len: Option<usize>,
    pub(crate) event_type: String,
    pub(crate) id: String,
    /// Whether the block has an `id` that counts.
    pub(crate) has_id: bool,
    /// The block was handed out; what it holds is stale from the next call on.
    pub(crate) is_dispatched: bool,
}

impl Block {
    pub(crate) const fn new() -> Self {
        Self {
            data: String::new(),
            data_len: None,
            event_type: String::new(),
            id: String::new(),
            has_id: false,
            is_dispatched: false,
        }
    }

    /// Whether the block holds anything that a blank line would act on.
    pub(crate) fn is_empty(&self) -> bool {
        self.data_len.is_none() && !self.has_id && self.event_type.is_empty()
    }

    /// Empties the block for the next one.
    pub(crate) fn clear(&mut self) {
        clear(&mut self.data);
        self.data_len = None;
        clear(&mut self.event_type);
        clear(&mut self.id);
        self.has_id = false;
        self.is_dispatched = false;
    }

    /// Ends a line of data with a value of `len` bytes, which has been appended.
    pub(crate) fn end_data(&mut self, len: usize) {
        self.data.push('\n');
        self.count_data(len);
    }

    /// Appends a line of data that lies whole in `input`, before its line end.
    #[inline]
    pub(crate) fn push_data(&mut self, input: &[u8], value: Range<usize>) {
        self.count_data(value.len());
        // A LF behind the value is the one to append.
        if input.get(value.end) == Some(&b'\n') {
            utf8::push(input, value.start..value.end + 1, &mut self.data);
        } else {
            utf8::push(input, value, &mut self.data);
            self.data.push('\n');
        }
    }

    /// Hands out the block, which has data.
    pub(crate) fn finish<'d>(&'d mut self, last_event_id: &'d str) -> Message<'d> {
        self.is_dispatched = true;
        // The last line feed joins nothing.
        self.data.pop();
        let id = if self.has_id { &self.id } else { last_event_id };
        Message::new(&self.event_type, Text::scratch(&mut self.data), id)
    }

    fn count_data(&mut self, len: usize) {
        self.data_len = Some(match self.data_len {
            Some(before) => before.saturating_add(1).saturating_add(len),
            None => len,
        });
    }

    /// Sets the event type to a value that lies whole in `input`.
    pub(crate) fn replace_event_type(&mut self, input: &[u8], value: Range<usize>) {
        self.event_type.clear();
        utf8::push(input, value, &mut self.event_type);
    }

    /// Sets the id to a value that lies whole in `input`.
    pub(crate) fn replace_id(&mut self, input: &[u8], value: Range<usize>) {
        self.id.clear();
        utf8::push(input, value, &mut self.id);
        self.has_id = true;
    }
}

/// The line under way, once its field is known.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) field: Option<Field>,
    /// Where the value began, once a byte of it has come.
    pub(crate) value_start: Option<u64>,
    /// The line may grow by so many bytes without a look at the limits. Not 0 only inside a value
    /// of data of which a byte has come.
    pub(crate) room: u64,
    /// A comment that is too long to keep.
    pub(crate) is_dropped: bool,
    /// The value of an `id` or a comment, which count at the end of their line only.
    pub(crate) text: String,
    pub(crate) pieces: Pieces,
    pub(crate) retry: Retry,
}

impl Line {
    pub(crate) const fn new() -> Self {
        Self {
            field: None,
            value_start: None,
            room: 0,
            is_dropped: false,
            text: String::new(),
            pieces: Pieces::new(),
            retry: Retry::Empty,
        }
    }

    /// Begins a line.
    pub(crate) fn begin(&mut self, field: Field) {
        self.field = Some(field);
        self.value_start = None;
        self.room = 0;
        self.is_dropped = false;
        clear(&mut self.text);
        // A comment that was dropped may have left the head of a character.
        self.pieces = Pieces::new();
        self.retry = Retry::Empty;
    }

    /// The length of the value in bytes of the stream, given where it ends.
    pub(crate) fn value_len(&self, end: u64) -> usize {
        let len = end - self.value_start.unwrap_or(end);
        usize::try_from(len).unwrap_or(usize::MAX)
    }

    /// Holds a comment that lay whole in the input but must be repaired.
    pub(crate) fn repair_comment(&mut self, value: &[u8]) {
        clear(&mut self.text);
        utf8::push_repaired(value, &mut self.text);
    }
}

/// The value of a `retry` field: counts if it is ASCII digits alone (HTML §9.2.6).
#[derive(Clone, Copy, Debug)]
pub(crate) enum Retry {
    Empty,
    Millis(u64),
    Invalid,
}

impl Retry {
    /// The reconnection time that a whole value stands for, if it does for one.
    pub(crate) fn parse(value: &[u8]) -> Option<Duration> {
        let mut retry = Self::Empty;
        retry.push(value);
        retry.finish()
    }

    pub(crate) fn push(&mut self, piece: &[u8]) {
        for &byte in piece {
            *self = match (*self, byte) {
                (Self::Empty, b'0'..=b'9') => Self::Millis(u64::from(byte - b'0')),
                (Self::Millis(millis), b'0'..=b'9') => Self::Millis(
                    millis
                        .saturating_mul(10)
                        .saturating_add(u64::from(byte - b'0')),
                ),
                _ => Self::Invalid,
            };
        }
    }

    pub(crate) fn finish(self) -> Option<Duration> {
        match self {
            Self::Millis(millis) => Some(Duration::from_millis(millis)),
            Self::Empty | Self::Invalid => None,
        }
    }
}

/// Empties a buffer, and frees it if it is large.
fn clear(text: &mut String) {
    if text.capacity() > RETAINED_LEN {
        drop(mem::take(text));
    } else {
        text.clear();
    }
}
