//! Lines that lie whole in the input: the case that has to be fast.

use core::ops::Range;

use crate::{Config, line::Field, pending::Retry, scan, utf8};

/// How most lines of data begin.
pub(crate) const DATA: &[u8] = b"data: ";

/// A block that needs no buffer: one `data` field, well-formed, and nothing to report before it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Simple<'i> {
    pub(crate) data: &'i str,
    pub(crate) event_type: Option<&'i str>,
    pub(crate) id: Option<&'i str>,
    /// The length of the block with its blank line, in bytes.
    pub(crate) len: usize,
}

impl<'i> Simple<'i> {
    /// The block at the front of `input`, which begins a line. `None` if it is not whole, is not
    /// simple, or goes over a limit; says whether `input` has a line end.
    #[inline]
    pub(crate) fn new(input: &'i [u8], config: &Config, has_line: &mut bool) -> Option<Self> {
        *has_line = false;
        // Most blocks of most streams are one such line, and need no list of fields.
        if let Some(value) = input.strip_prefix(DATA) {
            let len = scan::line_end(value)?;
            *has_line = true;
            if value.get(len..)?.starts_with(b"\n\n")
                && DATA.len() + len <= config.max_line_len
                && len <= config.max_data_len
            {
                return Some(Self {
                    data: utf8::front(value, len)?,
                    event_type: None,
                    id: None,
                    len: DATA.len() + len + 2,
                });
            }
        }
        let mut data = None;
        let mut event_type = None;
        let mut id = None;
        let mut at = 0;
        loop {
            let rest = input.get(at..)?;
            if scan::is_line_end(*rest.first()?) {
                let data: Range<usize> = data?;
                let text = utf8::front(input, at)?;
                return Some(Self {
                    data: text.get(data)?,
                    event_type: match event_type {
                        Some(event_type) => Some(text.get(event_type)?),
                        None => None,
                    },
                    id: match id {
                        Some(id) => Some(text.get(id)?),
                        None => None,
                    },
                    len: at + 1,
                });
            }
            let len = scan::line_end(rest)?;
            *has_line = true;
            let (line, behind) = rest.split_at_checked(len)?;
            if len > config.max_line_len {
                return None;
            }
            if let Line::Field(field, value) = Line::new(line) {
                let range = at + len - value.len()..at + len;
                match field {
                    Field::Data if data.is_none() && value.len() <= config.max_data_len => {
                        data = Some(range);
                    }
                    Field::Event if value.len() <= config.max_event_type_len => {
                        event_type = Some(range);
                    }
                    Field::Id if value.len() <= config.max_id_len => {
                        // An id with a NUL is ignored (HTML §9.2.6).
                        if !value.contains(&0) {
                            id = Some(range);
                        }
                    }
                    Field::Retry if Retry::parse(value).is_none() => {}
                    _ => return None,
                }
            }
            at += len + 1;
            if let [b'\r', behind @ ..] = behind {
                at += usize::from(*behind.first()? == b'\n');
            }
        }
    }
}

/// A line that is not blank, without its line end.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Line<'i> {
    Field(Field, &'i [u8]),
    Ignored,
}

/// The lines at the front of an input that begins a line, up to a blank one.
#[derive(Clone, Debug)]
pub(crate) struct Lines<'i> {
    input: &'i [u8],
    line_start: usize,
    /// The end of the line, without its line end.
    line_end: usize,
    position: usize,
    is_after_cr: bool,
}

impl<'i> Lines<'i> {
    pub(crate) const fn new(input: &'i [u8]) -> Self {
        Self {
            input,
            line_start: 0,
            line_end: 0,
            position: 0,
            is_after_cr: false,
        }
    }

    /// The next line. `None`: it is blank, or does not end in the input.
    #[inline]
    pub(crate) fn next(&mut self) -> Option<Line<'i>> {
        let mut rest = self.input.get(self.position..)?;
        if self.is_after_cr {
            let (&first, behind) = rest.split_first()?;
            self.is_after_cr = false;
            if first == b'\n' {
                self.position += 1;
                rest = behind;
            }
        }
        let len = scan::line_end(rest)?;
        if len == 0 {
            return None;
        }
        let (line, behind) = rest.split_at_checked(len)?;
        self.is_after_cr = *behind.first()? == b'\r';
        self.line_start = self.position;
        self.line_end = self.position + len;
        self.position = self.line_end + 1;
        Some(Line::new(line))
    }

    /// Takes the next line if it is data in the shape that most lines have, `data: ` and a LF, and
    /// the value is no longer than `max_len`. Answers with where the value lies.
    ///
    /// For runs of such lines: less to decide than [`next`](Self::next).
    #[inline]
    pub(crate) fn next_data(&mut self, max_len: usize) -> Option<Range<usize>> {
        if self.is_after_cr {
            return None;
        }
        let value = self.input.get(self.position..)?.strip_prefix(DATA)?;
        let len = memchr::memchr2(b'\r', b'\n', value)?;
        if len > max_len || value.get(len) != Some(&b'\n') {
            return None;
        }
        let start = self.position + DATA.len();
        self.position = start + len + 1;
        Some(start..start + len)
    }

    /// The bytes taken so far.
    pub(crate) const fn position(&self) -> usize {
        self.position
    }

    pub(crate) const fn is_after_cr(&self) -> bool {
        self.is_after_cr
    }

    /// Where the last line began.
    pub(crate) const fn line_start(&self) -> usize {
        self.line_start
    }

    /// Where the last line ended, before its line end.
    pub(crate) const fn line_end(&self) -> usize {
        self.line_end
    }

    /// Where `value`, which ends the last line, lies in the input.
    pub(crate) const fn value_range(&self, value: &[u8]) -> Range<usize> {
        self.line_end - value.len()..self.line_end
    }
}

impl<'i> Line<'i> {
    #[inline]
    pub(crate) fn new(line: &'i [u8]) -> Self {
        let (field, rest) = match line {
            [b'd', b'a', b't', b'a', rest @ ..] => (Field::Data, rest),
            [b'i', b'd', rest @ ..] => (Field::Id, rest),
            [b'e', b'v', b'e', b'n', b't', rest @ ..] => (Field::Event, rest),
            [b'r', b'e', b't', b'r', b'y', rest @ ..] => (Field::Retry, rest),
            [b':', ..] => (Field::Comment, line),
            _ => return Self::Ignored,
        };
        match rest {
            [] => Self::Field(field, rest),
            [b':', b' ', value @ ..] | [b':', value @ ..] => Self::Field(field, value),
            _ => Self::Ignored,
        }
    }
}
