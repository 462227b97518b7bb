//! Payload text, borrowed from the input or from the decoder's scratch.

use alloc::string::String;
use core::{fmt, mem, ops::Deref};

/// Text of an event: a `str` that knows where it lies.
///
/// It lies in the caller's input when it came in one run and was well-formed UTF-8; else, cut,
/// joined from several lines or repaired, in a buffer of the decoder.
pub struct Text<'d> {
    repr: Repr<'d>,
}

enum Repr<'d> {
    Input(&'d str),
    Scratch(&'d mut String),
}

impl<'d> Text<'d> {
    pub(crate) const fn input(text: &'d str) -> Self {
        Self {
            repr: Repr::Input(text),
        }
    }

    pub(crate) const fn scratch(text: &'d mut String) -> Self {
        Self {
            repr: Repr::Scratch(text),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        match &self.repr {
            Repr::Input(text) => text,
            Repr::Scratch(text) => text,
        }
    }

    /// The text, for as long as the event can be kept.
    pub fn into_str(self) -> &'d str {
        match self.repr {
            Repr::Input(text) => text,
            Repr::Scratch(text) => text,
        }
    }

    /// Whether the text lies in the `input` that this event was decoded from.
    ///
    /// If so, `Bytes::slice_ref` turns it into a shared slice without a copy; on text from the
    /// decoder's own buffer that call would panic.
    pub const fn is_from_input(&self) -> bool {
        matches!(self.repr, Repr::Input(_))
    }

    /// The text as an owned string. Takes over the decoder's buffer where the text lies there,
    /// and copies it where it lies in the input.
    ///
    /// A buffer that was taken over may be larger than the text: shrink what is kept for long.
    pub fn into_string(self) -> String {
        match self.repr {
            Repr::Input(text) => text.into(),
            Repr::Scratch(text) => mem::take(text),
        }
    }
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Text<'_> {
    fn as_ref(&self) -> &str {
        self
    }
}

impl From<Text<'_>> for String {
    fn from(text: Text<'_>) -> Self {
        text.into_string()
    }
}

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Text<'_> {}

impl PartialEq<str> for Text<'_> {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for Text<'_> {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl PartialEq<Text<'_>> for str {
    fn eq(&self, other: &Text<'_>) -> bool {
        *self == **other
    }
}

impl PartialEq<Text<'_>> for &str {
    fn eq(&self, other: &Text<'_>) -> bool {
        **self == **other
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}
