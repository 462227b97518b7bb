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
    /// There is no double quote, with which a quoted-string begins (RFC 9110 §5.6.4), and behind its
    /// "%" a Display String (RFC 9651 §3.3.8).
    #[error("quoted-string expected")]
    ExpectedQuotedString,
    /// A quoted-string holds a byte that it cannot, by itself or behind a backslash: a control
    /// character other than HTAB (RFC 9110 §5.6.4).
    #[error("control character in quoted-string")]
    ControlInQuotedString,
    /// A quoted-string has no end (RFC 9110 §5.6.4), or a String or Display String has none (RFC
    /// 9651 §3.3.3, §3.3.8).
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
    /// Behind a list element or a member there is something else than the next comma (RFC 9110
    /// §5.6.1, RFC 9651 §4.2.1).
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
    /// There is nothing that an item begins with (RFC 9651 §3.3).
    #[error("item expected")]
    ExpectedItem,
    /// There is nothing that a key begins with (RFC 9651 §3.1.2).
    #[error("key expected")]
    ExpectedKey,
    /// Behind an item that is all of its field there is something else (RFC 9651 §4.2).
    #[error("end expected")]
    ExpectedEnd,
    /// Between two items of an inner list there is no space (RFC 9651 §3.1.1).
    #[error("space or closing parenthesis expected")]
    ExpectedSpace,
    /// An inner list has no end (RFC 9651 §3.1.1).
    #[error("unterminated inner list")]
    UnterminatedInnerList,
    /// A number has more digits than it may: fifteen, or twelve before a point and three behind it
    /// (RFC 9651 §3.3.1, §3.3.2).
    #[error("too many digits")]
    TooManyDigits,
    /// Behind a "?" there is neither "0" nor "1" (RFC 9651 §3.3.6).
    #[error("zero or one expected")]
    ExpectedBoolean,
    /// A String or Display String holds a byte that it cannot, by itself or behind a backslash (RFC
    /// 9651 §3.3.3, §3.3.8).
    #[error("invalid character in string")]
    InvalidInString,
    /// A byte sequence holds what base64 does not, or as much as no bytes make (RFC 9651 §3.3.5).
    #[error("invalid character in byte sequence")]
    InvalidInByteSequence,
    /// A byte sequence has no end (RFC 9651 §3.3.5).
    #[error("unterminated byte sequence")]
    UnterminatedByteSequence,
    /// Behind a "%" there are no two hexadecimal digits in lower case (RFC 9651 §3.3.8).
    #[error("hexadecimal digit in lower case expected")]
    ExpectedHexDigit,
    /// A Display String is no UTF-8 when it is decoded (RFC 9651 §3.3.8).
    #[error("invalid UTF-8")]
    InvalidUtf8,
}
