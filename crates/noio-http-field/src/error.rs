//! What is wrong with a field value.

use thiserror::Error;

/// A field value that breaks the grammar.
///
/// It is written by the peer, so this is the peer's fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("{kind} at byte {offset}")]
pub struct FieldError {
    kind: FieldErrorKind,
    offset: usize,
}

impl FieldError {
    pub(crate) const fn new(kind: FieldErrorKind, offset: usize) -> Self {
        Self { kind, offset }
    }

    /// The rule that was broken.
    pub const fn kind(&self) -> FieldErrorKind {
        self.kind
    }

    /// The offset, in the slice that was given, of the first byte that cannot stand there; the
    /// length of the slice if it ends too early. Of several field lines, it is the one at fault
    /// that counts.
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// The error as seen from a slice in which the one at fault begins at `start`.
    pub(crate) const fn behind(self, start: usize) -> Self {
        Self::new(self.kind, self.offset.saturating_add(start))
    }
}

#[cfg(feature = "std")]
impl From<FieldError> for std::io::Error {
    fn from(error: FieldError) -> Self {
        Self::new(std::io::ErrorKind::InvalidData, error)
    }
}

/// Which rule of the grammar a field value breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum FieldErrorKind {
    /// There is no token (RFC 9110 §5.6.2).
    #[error("token expected")]
    ExpectedToken,
    /// There is no double quote, with which a quoted-string begins (RFC 9110 §5.6.4).
    #[error("quoted-string expected")]
    ExpectedQuotedString,
    /// A quoted-string holds a byte that it cannot, by itself or behind a backslash: a control
    /// character other than HTAB (RFC 9110 §5.6.4).
    #[error("control character in quoted-string")]
    ControlInQuotedString,
    /// A quoted-string has no end (RFC 9110 §5.6.4).
    #[error("unterminated quoted-string")]
    UnterminatedQuotedString,
    /// There is neither a token nor a quoted-string (RFC 9110 §5.6.6).
    #[error("token or quoted-string expected")]
    ExpectedValue,
    /// A parameter has no "=" behind its name (RFC 9110 §5.6.6).
    #[error("equals sign expected")]
    ExpectedEquals,
    /// Behind a parameter there is something else than the next semicolon (RFC 9110 §5.6.6).
    #[error("semicolon expected")]
    ExpectedSemicolon,
    /// Behind a list element there is something else than the next comma (RFC 9110 §5.6.1).
    #[error("comma expected")]
    ExpectedComma,
    /// There is no opening parenthesis, with which a comment begins (RFC 9110 §5.6.5).
    #[error("comment expected")]
    ExpectedComment,
    /// A comment holds a byte that it cannot, by itself or behind a backslash: a control character
    /// other than HTAB (RFC 9110 §5.6.5).
    #[error("control character in comment")]
    ControlInComment,
    /// A comment has no end (RFC 9110 §5.6.5).
    #[error("unterminated comment")]
    UnterminatedComment,
    /// A number has no digits, or something else among them.
    #[error("number expected")]
    ExpectedNumber,
}
