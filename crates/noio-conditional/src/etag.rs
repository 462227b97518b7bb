//! Entity tags (RFC 9110 §8.8.3).

use core::fmt;

#[cfg(feature = "alloc")]
use bytes::BufMut;
use noio_http_field::trim_ows;

use crate::EncodeError;

/// An entity tag: `entity-tag = [ %s"W/" ] DQUOTE *etagc DQUOTE` (RFC 9110 §8.8.3), checked.
///
/// There is no `==`. Two tags are compared [weakly](Self::weak_eq) or
/// [strongly](Self::strong_eq), and which of them is right depends on what for (RFC 9110
/// §8.8.3.2). [`evaluate`](crate::evaluate()) does it as it has to be done.
///
/// ```
/// use noio_conditional::ETag;
///
/// let weak = ETag::parse(b"W/\"v1\"").expect("a tag");
/// let strong = ETag::strong(b"v1")?;
/// assert!(weak.weak_eq(strong));
/// assert!(!weak.strong_eq(strong));
/// assert!(ETag::parse(b"w/\"v1\"").is_none());
///
/// let mut value = [0; 8];
/// let len = strong.encode_to_slice(&mut value)?;
/// assert_eq!(&value[..len], b"\"v1\"");
/// # Ok::<(), noio_conditional::EncodeError>(())
/// ```
#[derive(Clone, Copy)]
pub struct ETag<'a> {
    opaque: &'a [u8],
    is_weak: bool,
}

impl<'a> ETag<'a> {
    /// A strong tag that has `opaque` between its quotes: representations that have it are the same,
    /// byte for byte (RFC 9110 §8.8.1).
    ///
    /// It may be empty.
    ///
    /// # Errors
    ///
    /// [`EncodeError::InvalidTag`] if it has a byte that no tag can have.
    pub const fn strong(opaque: &'a [u8]) -> Result<Self, EncodeError> {
        Self::new(opaque, false)
    }

    /// A weak tag that has `opaque` between its quotes: representations that have it are equivalent
    /// (RFC 9110 §8.8.1).
    ///
    /// It may be empty.
    ///
    /// # Errors
    ///
    /// [`EncodeError::InvalidTag`] if it has a byte that no tag can have.
    pub const fn weak(opaque: &'a [u8]) -> Result<Self, EncodeError> {
        Self::new(opaque, true)
    }

    const fn new(opaque: &'a [u8], is_weak: bool) -> Result<Self, EncodeError> {
        let mut rest = opaque;
        while let [first, behind @ ..] = rest {
            if !is_etagc(*first) {
                return Err(EncodeError::InvalidTag);
            }
            rest = behind;
        }
        Ok(Self { opaque, is_weak })
    }

    /// The value of an ETag field, if it is one tag and nothing else. Whitespace around it means
    /// nothing.
    ///
    /// `None` otherwise: with a small `w/`, without quotes, with whitespace in them. What is no tag
    /// matches nothing; a proxy can still forward it. For a tag of one's own, which has to be one, there
    /// are [`strong`](Self::strong) and [`weak`](Self::weak).
    #[inline]
    pub fn parse(value: &'a [u8]) -> Option<Self> {
        let mut rest = trim_ows(value);
        let tag = Self::take(&mut rest)?;
        rest.is_empty().then_some(tag)
    }

    /// Takes the tag at the front of `input`, which then begins behind it. `None` if there is none;
    /// then `input` is as it was.
    #[inline]
    pub fn take(input: &mut &'a [u8]) -> Option<Self> {
        let (is_weak, rest) = match *input {
            [b'W', b'/', rest @ ..] => (true, rest),
            rest => (false, rest),
        };
        let inside = rest.strip_prefix(b"\"")?;
        let len = etagc_len(inside);
        let (opaque, rest) = inside.split_at_checked(len)?;
        *input = rest.strip_prefix(b"\"")?;
        Some(Self { opaque, is_weak })
    }

    /// What stands between the quotes. There are no escapes in it: a backslash is a backslash. It
    /// need not be ASCII.
    #[inline]
    pub const fn opaque(self) -> &'a [u8] {
        self.opaque
    }

    /// Whether it is a weak tag.
    #[inline]
    pub const fn is_weak(self) -> bool {
        self.is_weak
    }

    /// The weak comparison: what stands between the quotes is the same, whether the tags are weak or
    /// strong (RFC 9110 §8.8.3.2). It is for asking whether there is something new.
    #[inline]
    pub fn weak_eq(self, other: ETag<'_>) -> bool {
        self.opaque == other.opaque
    }

    /// The strong comparison: what stands between the quotes is the same, and both tags are strong
    /// (RFC 9110 §8.8.3.2). It is for changing a representation, and for parts of it. A weak tag does
    /// not even match itself.
    #[inline]
    pub fn strong_eq(self, other: ETag<'_>) -> bool {
        !self.is_weak && !other.is_weak && self.opaque == other.opaque
    }

    /// The exact number of bytes that [`encode`](Self::encode) appends.
    pub const fn encoded_len(self) -> usize {
        self.prefix().len().saturating_add(self.opaque.len() + 1)
    }

    /// Appends the tag as a field has it, `"v1"` or `W/"v1"`, to `out`.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoSpace`] if `out` has less than [`encoded_len`](Self::encoded_len) bytes
    /// left; then nothing is written.
    #[cfg(feature = "alloc")]
    #[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
    pub fn encode(self, out: &mut impl BufMut) -> Result<(), EncodeError> {
        if out.remaining_mut() < self.encoded_len() {
            return Err(EncodeError::NoSpace);
        }
        out.put_slice(self.prefix());
        out.put_slice(self.opaque);
        out.put_u8(b'"');
        Ok(())
    }

    /// Writes the tag as a field has it to the front of `out` and answers with its length.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoSpace`] if `out` is shorter than [`encoded_len`](Self::encoded_len); then
    /// nothing is written.
    pub fn encode_to_slice(self, out: &mut [u8]) -> Result<usize, EncodeError> {
        let len = self.encoded_len();
        let out = out.get_mut(..len).ok_or(EncodeError::NoSpace)?;
        let bytes = self.prefix().iter().chain(self.opaque).chain(b"\"");
        for (to, from) in out.iter_mut().zip(bytes) {
            *to = *from;
        }
        Ok(len)
    }

    const fn prefix(self) -> &'static [u8] {
        if self.is_weak { b"W/\"" } else { b"\"" }
    }
}

impl fmt::Debug for ETag<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let weak = if self.is_weak { "W/" } else { "" };
        write!(f, "ETag({weak}\"{}\")", self.opaque.escape_ascii())
    }
}

/// How many bytes at the front of `bytes` can be inside a tag.
#[inline]
fn etagc_len(bytes: &[u8]) -> usize {
    // Without a way out of the inner loop, so that it becomes a comparison of vectors.
    let mut rest = bytes;
    while let Some((block, behind)) = rest.split_first_chunk::<16>()
        && block.iter().fold(true, |are, &byte| are & is_etagc(byte))
    {
        rest = behind;
    }
    let len = rest.iter().position(|&byte| !is_etagc(byte));
    bytes.len() - rest.len() + len.unwrap_or(rest.len())
}

/// `etagc = %x21 / %x23-7E / obs-text` (RFC 9110 §8.8.3): the visible characters but the double
/// quote.
#[inline]
const fn is_etagc(byte: u8) -> bool {
    byte > b' ' && byte != b'"' && byte != 0x7f
}
