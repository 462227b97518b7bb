//! Data that is written piece by piece, straight into `data` lines.

use core::{fmt, str};

use bytes::BufMut;

use crate::{
    EncodeError,
    block::{DATA, END},
    field_lines, scan,
    utf8::{self, Character, Head},
};

/// Up to this length, a look at every byte costs less than the search for line ends and the
/// validation that longer pieces get.
const MAX_PLAIN_LEN: usize = 64;

/// Writes the data of one block as it comes, with no string in between.
///
/// Made by [`Block::data_writer`](crate::Block::data_writer). It takes text through
/// [`core::fmt::Write`], bytes through [`write_bytes`](Self::write_bytes), and with feature `std`
/// from whatever writes to a `std::io::Write`. CR, LF and CRLF each end a line of the data, also
/// when a CRLF comes in two writes; a character may come in two writes of bytes, too.
///
/// ```
/// use core::fmt::Write;
///
/// let mut out = Vec::new();
/// let mut data = noio_sse::Block::new().with_id("7").data_writer(&mut out)?;
/// write!(data, "{}\n{}", 1, 2)?;
/// data.finish()?;
/// assert_eq!(out, b"id: 7\ndata: 1\ndata: 2\n\n");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// Until [`finish`](Self::finish) has returned `Ok`, the block in the output is open, and whatever
/// is sent behind it becomes a part of it. After an error, or if the writer was dropped, either
/// cut the output back to the length it had before, or send nothing more and close the
/// connection: receivers drop a block that has not ended.
#[must_use = "the block is open until `finish`"]
pub struct DataWriter<'o, B> {
    out: &'o mut B,
    utf8: Utf8,
    /// Whether the last byte written was a CR: a LF behind it belongs to the same line end.
    after_cr: bool,
    error: Option<EncodeError>,
}

impl<'o, B: BufMut> DataWriter<'o, B> {
    /// A writer behind an open data line that ends with `data`.
    pub(crate) fn new(out: &'o mut B, data: &[u8]) -> Self {
        Self {
            out,
            utf8: Utf8 { head: Head::new() },
            after_cr: data.last() == Some(&b'\r'),
            error: None,
        }
    }

    /// Writes a piece of the data.
    ///
    /// # Errors
    ///
    /// [`EncodeError::InvalidUtf8`] if no more bytes could make the data well-formed UTF-8, and
    /// [`EncodeError::NoSpace`] if the output has no space for the piece and the end of the block.
    /// Nothing of the piece is written then, and every later call gives the same error.
    #[inline]
    pub fn write_bytes(&mut self, piece: &[u8]) -> Result<(), EncodeError> {
        if self.put_plain(piece) {
            return Ok(());
        }
        self.latch(|this| {
            this.utf8.push(piece)?;
            this.put(piece)
        })
    }

    /// Ends the last line and the block. If nothing was written, the data is empty.
    ///
    /// # Errors
    ///
    /// The first error of the writes, or [`EncodeError::InvalidUtf8`] if the last character is
    /// not whole. The block is open then: see [the type](Self) for what to do.
    pub fn finish(mut self) -> Result<(), EncodeError> {
        self.latch(|this| {
            this.utf8.finish()?;
            // Every write has left the space for it.
            this.out.put_slice(END);
            Ok(())
        })
    }

    /// Runs a write if none has failed before, and keeps its error.
    fn latch(
        &mut self,
        write: impl FnOnce(&mut Self) -> Result<(), EncodeError>,
    ) -> Result<(), EncodeError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let result = write(self);
        self.error = result.err();
        result
    }

    /// Writes a short piece that is neither of several lines nor of cut characters, and says if it
    /// was one: serializers write a few bytes at a time, mostly such.
    #[inline]
    fn put_plain(&mut self, piece: &[u8]) -> bool {
        let is_plain = piece.len() <= MAX_PLAIN_LEN
            && piece.iter().fold(true, |all, &byte| {
                all & byte.is_ascii() & !scan::is_line_end(byte)
            })
            && self.utf8.head.is_empty()
            && self.error.is_none()
            && self.out.remaining_mut() >= piece.len() + END.len();
        if is_plain {
            self.out.put_slice(piece);
            self.after_cr &= piece.is_empty();
        }
        is_plain
    }

    fn put(&mut self, piece: &[u8]) -> Result<(), EncodeError> {
        let Some(&last) = piece.last() else {
            return Ok(());
        };
        let text = match piece {
            [b'\n', text @ ..] if self.after_cr => text,
            _ => piece,
        };
        let space = self.out.remaining_mut().saturating_sub(END.len());
        if !field_lines::fits(DATA, text, space) {
            return Err(EncodeError::NoSpace);
        }
        field_lines::put_open(DATA, text, self.out);
        self.after_cr = last == b'\r';
        Ok(())
    }
}

impl<B: BufMut> fmt::Write for DataWriter<'_, B> {
    /// Writes a piece of the data. [`DataWriter::finish`] tells what the error was.
    #[inline]
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        if self.put_plain(piece.as_bytes()) {
            return Ok(());
        }
        self.latch(|this| {
            if !piece.is_empty() {
                // Behind half a character there can be no whole one.
                this.utf8.finish()?;
            }
            this.put(piece.as_bytes())
        })
        .map_err(|_| fmt::Error)
    }
}

#[cfg(feature = "std")]
impl<B: BufMut> std::io::Write for DataWriter<'_, B> {
    /// Writes a piece of the data, whole or not at all. The error holds an [`EncodeError`].
    #[inline]
    fn write(&mut self, piece: &[u8]) -> std::io::Result<usize> {
        self.write_bytes(piece)?;
        Ok(piece.len())
    }

    /// Writes a piece of the data, as `write` does.
    #[inline]
    fn write_all(&mut self, piece: &[u8]) -> std::io::Result<()> {
        Ok(self.write_bytes(piece)?)
    }

    /// Does nothing: whatever was written is in the output.
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<B> fmt::Debug for DataWriter<'_, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DataWriter")
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

/// Checks UTF-8 that comes in pieces.
struct Utf8 {
    head: Head,
}

impl Utf8 {
    fn push(&mut self, piece: &[u8]) -> Result<(), EncodeError> {
        let mut rest = piece;
        while !self.head.is_empty() {
            let Some((&byte, behind)) = rest.split_first() else {
                return Ok(());
            };
            if let Character::Bad = self.head.push(byte) {
                return Err(EncodeError::InvalidUtf8);
            }
            rest = behind;
        }
        if utf8::as_text(rest).is_some() {
            return Ok(());
        }
        match str::from_utf8(rest) {
            Err(error) if error.error_len().is_some() => Err(EncodeError::InvalidUtf8),
            Err(error) => {
                self.head
                    .keep(rest.get(error.valid_up_to()..).unwrap_or_default());
                Ok(())
            }
            Ok(_) => Ok(()),
        }
    }

    /// A character that is still incomplete has no more bytes to come.
    fn finish(&self) -> Result<(), EncodeError> {
        if self.head.is_empty() {
            Ok(())
        } else {
            Err(EncodeError::InvalidUtf8)
        }
    }
}
