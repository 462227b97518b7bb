//! Text with quoted-pairs: what stands in quoted-strings and in comments (RFC 9110 §5.6.4 and
//! §5.6.5).

use crate::class;

/// Why a text has no delimiter behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoDelimiter {
    /// The byte at this index may stand neither in the text nor behind a backslash.
    Control(usize),
    /// The input ends first.
    Unterminated,
}

/// The length of the text at the front of `bytes`: the index of the first delimiter, that is, of
/// the first byte of field content that is neither text by itself nor a part of a quoted-pair.
#[inline]
pub(crate) fn text_len(bytes: &[u8], is_text: impl Fn(u8) -> bool) -> Result<usize, NoDelimiter> {
    let mut len = 0;
    loop {
        let rest = bytes.get(len..).unwrap_or_default();
        let run = rest.iter().position(|&byte| !is_text(byte));
        let Some((run, front)) = run.and_then(|run| Some((run, rest.get(run..)?))) else {
            return Err(NoDelimiter::Unterminated);
        };
        len += run;
        match front {
            [b'\\', byte, ..] if class::is_quoted_pair(*byte) => len += 2,
            [b'\\', _, ..] => return Err(NoDelimiter::Control(len + 1)),
            [b'\\'] => return Err(NoDelimiter::Unterminated),
            [byte, ..] if class::is_field_content(*byte) => return Ok(len),
            _ => return Err(NoDelimiter::Control(len)),
        }
    }
}

/// The bytes of a text without the backslashes of its quoted-pairs.
#[derive(Clone, Debug)]
pub(crate) struct Unescaped<'a>(&'a [u8]);

impl<'a> Unescaped<'a> {
    /// `escaped` was checked by [`text_len`], or is a token, which holds no backslash.
    pub(crate) const fn new(escaped: &'a [u8]) -> Self {
        Self(escaped)
    }

    /// What is left, with its backslashes.
    pub(crate) const fn as_escaped(&self) -> &'a [u8] {
        self.0
    }
}

impl Iterator for Unescaped<'_> {
    type Item = u8;

    #[inline]
    fn next(&mut self) -> Option<u8> {
        let (byte, rest) = match self.0 {
            [b'\\', byte, rest @ ..] | [byte, rest @ ..] => (*byte, rest),
            [] => return None,
        };
        self.0 = rest;
        Some(byte)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.0.len().div_ceil(2), Some(self.0.len()))
    }
}
