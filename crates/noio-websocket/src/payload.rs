//! The payload of a message, borrowed from the input or from the decoder.

use alloc::{borrow::ToOwned, string::String, vec::Vec};
use core::{borrow::Borrow, fmt, mem, ops::Deref};

/// The payload of a text message.
pub type Text<'d> = Payload<'d, str>;

/// The payload of a binary message.
pub type Binary<'d> = Payload<'d, [u8]>;

/// The payload of a whole message: a `str` or `[u8]` that knows where it lies.
///
/// It lies in the caller's input when the message came there whole, in one frame, and needed no
/// unmasking or was unmasked in place; else in a buffer of the decoder.
pub struct Payload<'d, B: ?Sized + ToOwned> {
    place: Place<'d, B>,
}

enum Place<'d, B: ?Sized + ToOwned> {
    Input(&'d B),
    Buffer(&'d mut B::Owned),
}

impl<'d, B: ?Sized + ToOwned> Payload<'d, B> {
    #[inline]
    pub(crate) const fn input(payload: &'d B) -> Self {
        Self {
            place: Place::Input(payload),
        }
    }

    #[inline]
    pub(crate) const fn buffer(payload: &'d mut B::Owned) -> Self {
        Self {
            place: Place::Buffer(payload),
        }
    }

    /// Whether the payload lies in the `input` that this event was decoded from.
    ///
    /// If so, `Bytes::slice_ref` turns it into a shared slice without a copy; on a payload from the
    /// decoder's own buffer that call would panic.
    pub const fn is_from_input(&self) -> bool {
        matches!(self.place, Place::Input(_))
    }

    fn into_borrowed(self) -> &'d B {
        match self.place {
            Place::Input(payload) => payload,
            Place::Buffer(payload) => (*payload).borrow(),
        }
    }

    fn into_owned(self) -> B::Owned
    where
        B::Owned: Default,
    {
        match self.place {
            Place::Input(payload) => payload.to_owned(),
            Place::Buffer(payload) => mem::take(payload),
        }
    }
}

impl<'d> Text<'d> {
    /// The text.
    #[inline]
    pub fn as_str(&self) -> &str {
        self
    }

    /// The text, for as long as the event could be kept.
    pub fn into_str(self) -> &'d str {
        self.into_borrowed()
    }

    /// The text as an owned string. Takes over the decoder's buffer where the text lies there, and
    /// copies it where it lies in the input.
    ///
    /// A buffer that was taken over may be larger than the text: shrink what is kept for long.
    pub fn into_string(self) -> String {
        self.into_owned()
    }
}

impl<'d> Binary<'d> {
    /// The bytes.
    #[inline]
    pub fn as_slice(&self) -> &[u8] {
        self
    }

    /// The bytes, for as long as the event could be kept.
    pub fn into_slice(self) -> &'d [u8] {
        self.into_borrowed()
    }

    /// The bytes as an owned vector. Takes over the decoder's buffer where they lie there, and
    /// copies them where they lie in the input.
    ///
    /// A buffer that was taken over may be larger than its content: shrink what is kept for long.
    pub fn into_vec(self) -> Vec<u8> {
        self.into_owned()
    }
}

impl<B: ?Sized + ToOwned> Deref for Payload<'_, B> {
    type Target = B;

    #[inline]
    fn deref(&self) -> &B {
        match &self.place {
            Place::Input(payload) => payload,
            Place::Buffer(payload) => (**payload).borrow(),
        }
    }
}

impl<B: ?Sized + ToOwned> AsRef<B> for Payload<'_, B> {
    fn as_ref(&self) -> &B {
        self
    }
}

impl From<Text<'_>> for String {
    fn from(text: Text<'_>) -> Self {
        text.into_string()
    }
}

impl From<Binary<'_>> for Vec<u8> {
    fn from(binary: Binary<'_>) -> Self {
        binary.into_vec()
    }
}

impl<B: ?Sized + ToOwned + PartialEq> PartialEq for Payload<'_, B> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<B: ?Sized + ToOwned + Eq> Eq for Payload<'_, B> {}

impl<B: ?Sized + ToOwned + PartialEq> PartialEq<B> for Payload<'_, B> {
    fn eq(&self, other: &B) -> bool {
        **self == *other
    }
}

impl<B: ?Sized + ToOwned + PartialEq> PartialEq<&B> for Payload<'_, B> {
    fn eq(&self, other: &&B) -> bool {
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

impl PartialEq<Binary<'_>> for [u8] {
    fn eq(&self, other: &Binary<'_>) -> bool {
        *self == **other
    }
}

impl PartialEq<Binary<'_>> for &[u8] {
    fn eq(&self, other: &Binary<'_>) -> bool {
        **self == **other
    }
}

impl<B: ?Sized + ToOwned + fmt::Debug> fmt::Debug for Payload<'_, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl<B: ?Sized + ToOwned + fmt::Display> fmt::Display for Payload<'_, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, f)
    }
}
