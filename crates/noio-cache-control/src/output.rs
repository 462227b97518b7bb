//! The way of text into an output: all of it, or nothing.

use core::fmt::{self, Write};

#[cfg(feature = "alloc")]
use bytes::BufMut;
use noio_http_field::Token;

use crate::{Delta, EncodeError, Extension, Scope, name::Name};

/// Writes directives with ", " between them.
pub(crate) struct List<'w, W> {
    out: &'w mut W,
    is_first: bool,
}

impl<'w, W: Write> List<'w, W> {
    pub(crate) const fn new(out: &'w mut W) -> Self {
        Self {
            out,
            is_first: true,
        }
    }

    fn begin(&mut self) -> fmt::Result {
        if !self.is_first {
            self.out.write_str(", ")?;
        }
        self.is_first = false;
        Ok(())
    }

    /// A directive without an argument, if it is there.
    pub(crate) fn flag(&mut self, name: Name, is_there: bool) -> fmt::Result {
        if is_there {
            self.begin()?;
            self.out.write_str(name.as_str())?;
        }
        Ok(())
    }

    /// A directive with a number of seconds, if it is there.
    pub(crate) fn delta(&mut self, name: Name, delta: Delta) -> fmt::Result {
        if let Delta::Seconds(seconds) = delta {
            self.begin()?;
            write!(self.out, "{}={seconds}", name.as_str())?;
        }
        Ok(())
    }

    /// A directive that may be about some fields only. Their names are always in a quoted-string
    /// (RFC 9111 §5.2.2.4).
    pub(crate) fn scope(&mut self, name: Name, scope: Scope, fields: &[Token<'_>]) -> fmt::Result {
        if scope != Scope::Fields {
            return self.flag(name, scope == Scope::All);
        }
        self.begin()?;
        write!(self.out, "{}=\"", name.as_str())?;
        for (index, field) in fields.iter().enumerate() {
            if index > 0 {
                self.out.write_str(", ")?;
            }
            self.out.write_str(field.as_str())?;
        }
        self.out.write_char('"')
    }

    pub(crate) fn extensions(&mut self, extensions: &[Extension<'_>]) -> fmt::Result {
        for extension in extensions {
            self.begin()?;
            extension.write_to(self.out)?;
        }
        Ok(())
    }
}

/// Writes a quoted-string, in which only `"` and `\` are escaped (RFC 9110 §5.6.4).
pub(crate) fn write_quoted(text: &str, out: &mut impl Write) -> fmt::Result {
    out.write_char('"')?;
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            out.write_char('\\')?;
        }
        out.write_char(character)?;
    }
    out.write_char('"')
}

/// How many bytes `write` writes.
pub(crate) fn len(write: impl FnOnce(&mut Counter) -> fmt::Result) -> usize {
    let mut counter = Counter { len: 0 };
    // A counter takes all that it is given.
    let _ = write(&mut counter);
    counter.len
}

pub(crate) struct Counter {
    len: usize,
}

impl Write for Counter {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.len = self.len.saturating_add(text.len());
        Ok(())
    }
}

/// Appends what `write` writes, which are `len` bytes.
#[cfg(feature = "alloc")]
pub(crate) fn put<B: BufMut>(
    len: usize,
    out: &mut B,
    write: impl FnOnce(&mut Buffer<'_, B>) -> fmt::Result,
) -> Result<(), EncodeError> {
    if out.remaining_mut() < len {
        return Err(EncodeError::NoSpace);
    }
    write(&mut Buffer { out }).map_err(|_| EncodeError::NoSpace)
}

#[cfg(feature = "alloc")]
pub(crate) struct Buffer<'b, B> {
    out: &'b mut B,
}

#[cfg(feature = "alloc")]
impl<B: BufMut> Write for Buffer<'_, B> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.out.put_slice(text.as_bytes());
        Ok(())
    }
}

/// Writes what `write` writes, which are `len` bytes, to the front of `out`.
pub(crate) fn put_in_slice(
    len: usize,
    out: &mut [u8],
    write: impl FnOnce(&mut Slice<'_>) -> fmt::Result,
) -> Result<usize, EncodeError> {
    let rest = out.get_mut(..len).ok_or(EncodeError::NoSpace)?;
    write(&mut Slice { rest }).map_err(|_| EncodeError::NoSpace)?;
    Ok(len)
}

pub(crate) struct Slice<'o> {
    rest: &'o mut [u8],
}

impl Write for Slice<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let front = self.rest.split_off_mut(..text.len()).ok_or(fmt::Error)?;
        front.copy_from_slice(text.as_bytes());
        Ok(())
    }
}
