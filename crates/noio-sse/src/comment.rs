//! Comment lines, for sending.

use bytes::BufMut;

use crate::{EncodeError, field_lines};

const LEAD: &[u8] = b": ";

/// The shortest sign of life: an empty comment and a blank line.
///
/// HTML §9.2.7 advises to send one every 15 seconds or so, since there are proxies that drop an
/// idle connection. It must not be sent inside a block, that is, while a
/// [`DataWriter`](crate::DataWriter) is at work: its blank line would end the block.
pub const KEEP_ALIVE: &[u8] = b":\n\n";

/// A comment to be sent: text that receivers ignore, for people who look at the stream and to
/// keep a connection open.
///
/// A text of several lines becomes as many comment lines, so it cannot turn into fields. A
/// receiver that reads comments gets one for each line.
///
/// ```
/// let mut out = Vec::new();
/// noio_sse::Comment::new("still\nhere").encode(&mut out)?;
/// assert_eq!(out, b": still\n: here\n\n");
/// # Ok::<(), noio_sse::EncodeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a comment is sent by `encode`"]
pub struct Comment<'a> {
    text: &'a str,
}

impl<'a> Comment<'a> {
    /// A comment of any text. CR, LF and CRLF end a line of it.
    pub const fn new(text: &'a str) -> Self {
        Self { text }
    }

    /// The exact number of bytes that [`encode`](Self::encode) appends.
    pub fn encoded_len(&self) -> usize {
        ENDS_LEN.saturating_add(field_lines::open_len(LEAD, self.text.as_bytes()))
    }

    /// Appends the comment lines and a blank line to `out`.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoSpace`] if `out` has less than [`encoded_len`](Self::encoded_len) bytes
    /// left; then nothing is written.
    pub fn encode(&self, out: &mut impl BufMut) -> Result<(), EncodeError> {
        let text = self.text.as_bytes();
        let fits = out
            .remaining_mut()
            .checked_sub(ENDS_LEN)
            .is_some_and(|space| field_lines::fits(LEAD, text, space));
        if !fits {
            return Err(EncodeError::NoSpace);
        }
        out.put_slice(LEAD);
        field_lines::put_open(LEAD, text, out);
        out.put_slice(b"\n\n");
        Ok(())
    }
}

/// What stands around the text: the first lead, the last line end and the blank line.
const ENDS_LEN: usize = LEAD.len() + 2;
