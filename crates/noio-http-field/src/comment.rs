//! Comments (RFC 9110 §5.6.5).

use core::fmt;

use crate::{
    FieldError, FieldErrorKind, class,
    text::{self, NoDelimiter},
};

/// A comment: `comment = "(" *( ctext / quoted-pair / comment ) ")"` (RFC 9110 §5.6.5), checked.
///
/// Only fields that say so have comments: `User-Agent`, `Server` and `Via` are the common ones.
/// Comments nest as deep as they like; that costs neither stack nor memory.
///
/// ```
/// use noio_http_field::Comment;
///
/// let mut input = &b"(X11; (Linux) \\)) Gecko"[..];
/// let comment = Comment::take(&mut input)?;
/// assert_eq!(comment.as_escaped(), b"X11; (Linux) \\)");
/// assert_eq!(input, b" Gecko");
/// # Ok::<(), noio_http_field::FieldError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Comment<'a> {
    escaped: &'a [u8],
}

impl<'a> Comment<'a> {
    /// Takes the comment at the front of `input`, which then begins behind its closing
    /// parenthesis.
    ///
    /// # Errors
    ///
    /// If `input` begins with something else, or if the comment has no end or holds a control
    /// character other than HTAB. `input` is then as it was.
    pub fn take(input: &mut &'a [u8]) -> Result<Self, FieldError> {
        let Some(inside) = input.strip_prefix(b"(") else {
            return Err(FieldError::new(FieldErrorKind::ExpectedComment, 0));
        };
        let mut depth = 1_usize;
        let mut rest = inside;
        while depth > 0 {
            let len = text::text_len(rest, class::is_ctext).map_err(|error| {
                let (kind, at) = match error {
                    NoDelimiter::Control(at) => (FieldErrorKind::ControlInComment, at),
                    NoDelimiter::Unterminated => (FieldErrorKind::UnterminatedComment, rest.len()),
                };
                FieldError::new(kind, at).behind(input.len() - rest.len())
            })?;
            if let Some([delimiter, behind @ ..]) = rest.get(len..) {
                // As many as there are bytes at most, so the count cannot overflow.
                depth = if *delimiter == b'(' {
                    depth + 1
                } else {
                    depth - 1
                };
                rest = behind;
            }
        }
        let len = inside.len() - rest.len() - 1;
        *input = rest;
        Ok(Self {
            escaped: inside.get(..len).unwrap_or_default(),
        })
    }

    /// What stands between the outer parentheses, with its backslashes, and with the parentheses
    /// of the comments inside.
    #[inline]
    pub const fn as_escaped(self) -> &'a [u8] {
        self.escaped
    }
}

impl fmt::Debug for Comment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Comment(\"{}\")", self.escaped.escape_ascii())
    }
}
