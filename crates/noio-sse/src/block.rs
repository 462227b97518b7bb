//! Blocks of fields, for sending: what a blank line ends (HTML §9.2.5).

use core::time::Duration;

use bytes::BufMut;

use crate::{DataWriter, EncodeError, field_lines, scan};

/// What stands in front of each line of data.
///
/// The standard asks for no space behind the colon. It is always written: a value that begins
/// with a space needs it, and some receivers look for it.
pub(crate) const DATA: &[u8] = b"data: ";

const EVENT: &[u8] = b"event: ";
const ID: &[u8] = b"id: ";
const RETRY: &[u8] = b"retry: ";

/// What ends the last line of data, and the block.
pub(crate) const END: &[u8] = b"\n\n";

/// A block of fields to be sent, at most one of each kind.
///
/// ```
/// use noio_sse::Block;
///
/// let block = Block::new().with_event_type("tick").with_id("7").with_data("a\nb");
/// let mut out = Vec::with_capacity(block.encoded_len());
/// block.encode(&mut out)?;
/// assert_eq!(out, b"event: tick\nid: 7\ndata: a\ndata: b\n\n");
/// # Ok::<(), noio_sse::EncodeError>(())
/// ```
///
/// Every field may be absent. A block with data is an event to its receiver. One without makes
/// no event, but its id and its reconnection time count all the same.
///
/// # Normal form
///
/// A block that is encoded and then decoded comes back as it was, if the limits of the decoder
/// allow so much, but for these:
///
/// - each CR and each CRLF in the data is a LF,
/// - the event type is `message` where it was absent or empty,
/// - the reconnection time is in whole milliseconds and comes as an event of its own, before the
///   message,
/// - the last event id is the one before it where the block has no id.
///
/// No value can add a field, end the block or begin another one, whatever it holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use = "a block is sent by `encode` or `data_writer`"]
pub struct Block<'a> {
    event_type: Option<&'a str>,
    id: Option<&'a str>,
    retry: Option<Duration>,
    data: Option<&'a str>,
}

impl<'a> Block<'a> {
    /// A block with no fields.
    pub const fn new() -> Self {
        Self {
            event_type: None,
            id: None,
            retry: None,
            data: None,
        }
    }

    /// Sets the event type: any text without CR and LF. Absent, it is `message`.
    pub const fn with_event_type(mut self, event_type: &'a str) -> Self {
        self.event_type = Some(event_type);
        self
    }

    /// Sets the id: any text without CR, LF and NUL.
    ///
    /// The receiver keeps it until the next id, and sends it in `Last-Event-ID` when it connects
    /// again. An empty id resets that. Not every text can be sent back in a header field:
    /// [`last_event_id_value`](crate::header::last_event_id_value) says which.
    pub const fn with_id(mut self, id: &'a str) -> Self {
        self.id = Some(id);
        self
    }

    /// Sets the reconnection time: how long the receiver waits before it connects again.
    ///
    /// Sent in whole milliseconds, rounded down, at most 2⁶⁴ − 1.
    pub const fn with_retry(mut self, retry: Duration) -> Self {
        self.retry = Some(retry);
        self
    }

    /// Sets the data: any text. CR, LF and CRLF each end a line of it; empty data is one empty
    /// line, and a line end at the end of the data makes one more.
    pub const fn with_data(mut self, data: &'a str) -> Self {
        self.data = Some(data);
        self
    }

    /// The exact number of bytes that [`encode`](Self::encode) appends.
    pub fn encoded_len(&self) -> usize {
        let data_len = self.data.map_or(0, |data| {
            let open_len = field_lines::open_len(DATA, data.as_bytes());
            (DATA.len() + 1).saturating_add(open_len)
        });
        self.head_len().saturating_add(data_len).saturating_add(1)
    }

    /// Appends the block to `out`: event type, id, reconnection time, data, and the blank line.
    ///
    /// # Errors
    ///
    /// If the event type holds a line end, or the id holds a line end or a NUL, and
    /// [`EncodeError::NoSpace`] if `out` has less than [`encoded_len`](Self::encoded_len) bytes
    /// left. Nothing is written then.
    pub fn encode(&self, out: &mut impl BufMut) -> Result<(), EncodeError> {
        let Some(data) = self.data else {
            self.check()?;
            if out.remaining_mut() <= self.head_len() {
                return Err(EncodeError::NoSpace);
            }
            self.put_head(out);
            out.put_u8(b'\n');
            return Ok(());
        };
        self.put_open(data.as_bytes(), out)?;
        out.put_slice(END);
        Ok(())
    }

    /// Begins the block in `out`, for data that is written piece by piece.
    ///
    /// The data of the event is the block's own data, if it has some, followed by what is
    /// written: the result is that of [`encode`](Self::encode) with all of it in one.
    ///
    /// # Errors
    ///
    /// As [`encode`](Self::encode); nothing is written then.
    pub fn data_writer<'o, B: BufMut>(
        &self,
        out: &'o mut B,
    ) -> Result<DataWriter<'o, B>, EncodeError> {
        let data = self.data.unwrap_or_default().as_bytes();
        self.put_open(data, out)?;
        Ok(DataWriter::new(out, data))
    }

    /// Appends the block with its last data line left open. Checks first, and for space up to the
    /// end of the block.
    fn put_open(&self, data: &[u8], out: &mut impl BufMut) -> Result<(), EncodeError> {
        self.check()?;
        let fits = self
            .head_len()
            .checked_add(DATA.len() + END.len())
            .and_then(|around| out.remaining_mut().checked_sub(around))
            .is_some_and(|space| field_lines::fits(DATA, data, space));
        if !fits {
            return Err(EncodeError::NoSpace);
        }
        self.put_head(out);
        out.put_slice(DATA);
        field_lines::put_open(DATA, data, out);
        Ok(())
    }

    fn check(&self) -> Result<(), EncodeError> {
        let event_type = self.event_type.unwrap_or_default();
        if event_type.bytes().any(scan::is_line_end) {
            return Err(EncodeError::LineEndInEventType);
        }
        let id = self.id.unwrap_or_default();
        match id
            .bytes()
            .find(|&byte| scan::is_line_end(byte) || byte == 0)
        {
            None => Ok(()),
            Some(0) => Err(EncodeError::NulInId),
            Some(_) => Err(EncodeError::LineEndInId),
        }
    }

    /// The length of all lines before the data.
    fn head_len(&self) -> usize {
        let line_len = |lead: &[u8], value_len: usize| (lead.len() + 1).saturating_add(value_len);
        let event_type = self.event_type.map_or(0, |v| line_len(EVENT, v.len()));
        let id = self.id.map_or(0, |v| line_len(ID, v.len()));
        let retry = self
            .retry
            .map_or(0, |v| line_len(RETRY, decimal_len(as_millis(v))));
        event_type.saturating_add(id).saturating_add(retry)
    }

    fn put_head(&self, out: &mut impl BufMut) {
        if let Some(event_type) = self.event_type {
            out.put_slice(EVENT);
            out.put_slice(event_type.as_bytes());
            out.put_u8(b'\n');
        }
        if let Some(id) = self.id {
            out.put_slice(ID);
            out.put_slice(id.as_bytes());
            out.put_u8(b'\n');
        }
        if let Some(retry) = self.retry {
            out.put_slice(RETRY);
            put_decimal(as_millis(retry), out);
            out.put_u8(b'\n');
        }
    }
}

fn as_millis(retry: Duration) -> u64 {
    u64::try_from(retry.as_millis()).unwrap_or(u64::MAX)
}

fn decimal_len(number: u64) -> usize {
    1 + number.checked_ilog10().map_or(0, |log| log as usize)
}

fn put_decimal(mut number: u64, out: &mut impl BufMut) {
    const MAX_LEN: usize = 20;

    let mut digits = [0; MAX_LEN];
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
    let start = digits.iter().position(|&digit| digit != b'0');
    let start = start.unwrap_or(MAX_LEN - 1);
    out.put_slice(digits.get(start..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use alloc::{string::ToString, vec};

    use super::*;

    #[test]
    fn decimals_are_what_the_standard_library_writes() {
        let powers = (0..20).map(|exponent| 10_u64.pow(exponent));
        let numbers = powers.flat_map(|power| [power - 1, power, power + 1]);
        for number in numbers.chain([u64::MAX]) {
            let mut out = vec![];
            put_decimal(number, &mut out);
            assert_eq!(out, number.to_string().as_bytes());
            assert_eq!(decimal_len(number), out.len(), "{number}");
        }
    }
}
