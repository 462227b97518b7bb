//! Where a line goes over a limit.

use crate::{
    Config, DecodeError, DecodeErrorKind,
    line::Field,
    whole::{DATA, Lines},
};

/// What has come of a line whose field is known, as offsets in the body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    /// The first byte of the line.
    pub(crate) line_start: u64,
    /// The first byte of the value; equal to `end` if there is none yet.
    pub(crate) value_start: u64,
    /// Behind the last byte, the line end not counted.
    pub(crate) end: u64,
}

impl Span {
    /// The last of `lines`, which ends with `value`; the lines begin at `base` in the body.
    #[inline]
    pub(crate) fn new(base: u64, lines: &Lines<'_>, value: &[u8]) -> Self {
        let end = base + lines.line_end() as u64;
        Self {
            line_start: base + lines.line_start() as u64,
            value_start: end - value.len() as u64,
            end,
        }
    }
}

impl Config {
    /// Checks a `field` line against the limits, with `data_len` bytes of data from the lines
    /// before it in its block, if there are any.
    ///
    /// Answers with the number of bytes by which the line may grow. A comment may grow as it
    /// likes; none are left where it is too long to keep.
    #[inline]
    pub(crate) fn check(
        &self,
        field: Field,
        span: Span,
        data_len: Option<usize>,
    ) -> Result<u64, DecodeError> {
        let max_value_len = self.max_value_len(field, data_len);
        let line_room = (self.max_line_len as u64).checked_sub(span.end - span.line_start);
        let value_room = max_value_len.and_then(|max| max.checked_sub(span.end - span.value_start));
        match (line_room, value_room) {
            (Some(line_room), Some(value_room)) => Ok(line_room.min(value_room)),
            _ if field == Field::Comment => Ok(0),
            _ => Err(self.first_over(field, span, line_room.is_none(), max_value_len)),
        }
    }

    /// The longest value that surely fits when one more line of data is joined to `data_len` bytes
    /// of it.
    #[inline]
    pub(crate) fn max_next_data_len(&self, data_len: Option<usize>) -> Option<usize> {
        let line = self.max_line_len.checked_sub(DATA.len())?;
        let data = self.max_data_len.checked_sub(data_len?)?.checked_sub(1)?;
        Some(line.min(data))
    }

    /// Whether a comment is too long to keep.
    #[inline]
    pub(crate) fn is_comment_over(&self, span: Span) -> bool {
        span.end - span.line_start > self.max_line_len as u64
    }

    /// The longest value that the line may have. `None`: no line, not even an empty one.
    #[inline]
    fn max_value_len(&self, field: Field, data_len: Option<usize>) -> Option<u64> {
        let len = match field {
            Field::Data => match data_len {
                None => self.max_data_len,
                // A line feed joins this line to the one before.
                Some(len) => self.max_data_len.checked_sub(len)?.checked_sub(1)?,
            },
            Field::Event => self.max_event_type_len,
            Field::Id => self.max_id_len,
            Field::Retry | Field::Comment => usize::MAX,
        };
        Some(len as u64)
    }

    /// The error for the first byte over a limit. At the same byte the line limit comes first.
    #[cold]
    fn first_over(
        &self,
        field: Field,
        span: Span,
        is_line_over: bool,
        max_value_len: Option<u64>,
    ) -> DecodeError {
        // The byte behind the name is the first by which the field, and so the limit, is known.
        let name_end = span.line_start + field.as_str().len() as u64;
        let line_offset = span.line_start.saturating_add(self.max_line_len as u64);
        let line_offset = line_offset.max(name_end);
        let value_offset = match max_value_len {
            Some(max) => span.value_start.saturating_add(max),
            None => name_end,
        };
        if is_line_over && line_offset <= value_offset {
            return DecodeError::new(DecodeErrorKind::LineTooLong, line_offset);
        }
        let kind = match field {
            Field::Data => DecodeErrorKind::DataTooLong,
            Field::Event => DecodeErrorKind::EventTypeTooLong,
            Field::Id => DecodeErrorKind::IdTooLong,
            Field::Retry | Field::Comment => DecodeErrorKind::LineTooLong,
        };
        DecodeError::new(kind, value_offset)
    }
}
