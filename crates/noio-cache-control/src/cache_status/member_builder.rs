//! A member of Cache-Status, for sending.

use core::fmt;

#[cfg(feature = "alloc")]
use bytes::BufMut;
use noio_http_field::structured;

use super::Forward;
use crate::{EncodeError, output};

/// The most seconds that an Integer says: of 15 digits (RFC 9651 §3.3.1).
const MAX_TTL: i64 = 999_999_999_999_999;
const MIN_TTL: i64 = -MAX_TTL;

/// What a cache tells of itself, to be sent as a line of Cache-Status (RFC 9211 §2), behind the lines
/// that the response has already.
///
/// The cache has answered ([`hit`](Self::hit)), or the request went forward
/// ([`forwarded`](Self::forwarded)), and never both (RFC 9211 §2.1). What it writes is always one
/// legal member, with its parameters in the order of the RFC. Of several calls for one parameter the
/// last counts.
///
/// A name or a detail is written as a Token if it is one, and otherwise as a String (RFC 9651
/// §3.3.3), which holds printable ASCII and nothing else.
///
/// [`Display`](fmt::Display) writes the same as [`encode`](Self::encode).
///
/// ```
/// use noio_cache_control::cache_status::{Forward, Fwd, MemberBuilder};
///
/// let hit = MemberBuilder::hit("cache-3.example.com")?.ttl(376).detail("in memory")?;
/// assert_eq!(hit.to_string(), "cache-3.example.com;hit;ttl=376;detail=\"in memory\"");
///
/// let miss = MemberBuilder::forwarded("Example CDN", Forward::new(Fwd::UriMiss))?;
/// assert_eq!(miss.to_string(), "\"Example CDN\";fwd=uri-miss");
/// # Ok::<(), noio_cache_control::EncodeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a member is sent by `encode`"]
pub struct MemberBuilder<'a> {
    cache: &'a str,
    /// `None`: the cache has answered.
    forward: Option<Forward<'a>>,
    ttl: Option<i64>,
    key: Option<&'a str>,
    detail: Option<&'a str>,
}

impl<'a> MemberBuilder<'a> {
    /// `hit` (RFC 9211 §2.1): the cache of that name has answered without asking anybody, also if
    /// with a stale response, or with a 304 or a 206 that it made of one.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NotPrintableAscii`] if the name has other characters.
    pub const fn hit(cache: &'a str) -> Result<Self, EncodeError> {
        Self::new(cache, None)
    }

    /// `fwd` (RFC 9211 §2.2): the request went forward through the cache of that name.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NotPrintableAscii`] if the name has other characters, and
    /// [`EncodeError::InvalidStatus`] if `fwd_status` is there and not of three digits.
    pub const fn forwarded(cache: &'a str, forward: Forward<'a>) -> Result<Self, EncodeError> {
        if matches!(forward.fwd_status, Some(0..100 | 1000..)) {
            return Err(EncodeError::InvalidStatus);
        }
        Self::new(cache, Some(forward))
    }

    const fn new(cache: &'a str, forward: Option<Forward<'a>>) -> Result<Self, EncodeError> {
        if !is_printable(cache) {
            return Err(EncodeError::NotPrintableAscii);
        }
        Ok(Self {
            cache,
            forward,
            ttl: None,
            key: None,
            detail: None,
        })
    }

    /// `ttl` (RFC 9211 §2.4): for how many seconds more the response is fresh when it is sent, by
    /// whatever the cache goes by; less than 0 if it is stale. More than 15 digits cannot be sent,
    /// and are taken for the most that can.
    pub const fn ttl(mut self, seconds: i64) -> Self {
        self.ttl = Some(match seconds {
            ..MIN_TTL => MIN_TTL,
            MIN_TTL..=MAX_TTL => seconds,
            _ => MAX_TTL,
        });
        self
    }

    /// `key` (RFC 9211 §2.7): what the cache has found the response by. Not for every client: it
    /// helps to poison the cache (RFC 9211 §6).
    ///
    /// # Errors
    ///
    /// [`EncodeError::NotPrintableAscii`] if it has other characters.
    pub const fn key(mut self, key: &'a str) -> Result<Self, EncodeError> {
        if !is_printable(key) {
            return Err(EncodeError::NotPrintableAscii);
        }
        self.key = Some(key);
        Ok(self)
    }

    /// `detail` (RFC 9211 §2.8): something more, which only this cache gives a meaning.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NotPrintableAscii`] if it has other characters.
    pub const fn detail(mut self, detail: &'a str) -> Result<Self, EncodeError> {
        if !is_printable(detail) {
            return Err(EncodeError::NotPrintableAscii);
        }
        self.detail = Some(detail);
        Ok(self)
    }

    /// The exact number of bytes that [`encode`](Self::encode) appends.
    pub fn encoded_len(&self) -> usize {
        output::len(|out| self.write_to(out))
    }

    /// Appends the value of the field line to `out`.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoSpace`] if `out` has less than [`encoded_len`](Self::encoded_len) bytes
    /// left; then nothing is written.
    #[cfg(feature = "alloc")]
    #[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
    pub fn encode(&self, out: &mut impl BufMut) -> Result<(), EncodeError> {
        output::put(self.encoded_len(), out, |out| self.write_to(out))
    }

    /// Writes the value of the field line to the front of `out` and answers with its length.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoSpace`] if `out` is shorter than [`encoded_len`](Self::encoded_len); then
    /// nothing is written.
    pub fn encode_to_slice(&self, out: &mut [u8]) -> Result<usize, EncodeError> {
        output::put_in_slice(self.encoded_len(), out, |out| self.write_to(out))
    }

    fn write_to(&self, out: &mut impl fmt::Write) -> fmt::Result {
        write_label(self.cache, out)?;
        let forward = self.forward;
        match forward {
            None => out.write_str(";hit")?,
            Some(forward) => write!(out, ";fwd={}", forward.fwd.as_str())?,
        }
        if let Some(status) = forward.and_then(|forward| forward.fwd_status) {
            write!(out, ";fwd-status={status}")?;
        }
        if let Some(seconds) = self.ttl {
            write!(out, ";ttl={seconds}")?;
        }
        if let Some(stored) = forward.and_then(|forward| forward.stored) {
            write_boolean(";stored", stored, out)?;
        }
        if let Some(collapsed) = forward.and_then(|forward| forward.collapsed) {
            write_boolean(";collapsed", collapsed, out)?;
        }
        if let Some(key) = self.key {
            out.write_str(";key=")?;
            output::write_quoted(key, out)?;
        }
        if let Some(detail) = self.detail {
            out.write_str(";detail=")?;
            write_label(detail, out)?;
        }
        Ok(())
    }
}

impl fmt::Display for MemberBuilder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_to(f)
    }
}

/// A Token where it is one, otherwise a String.
fn write_label(text: &str, out: &mut impl fmt::Write) -> fmt::Result {
    if structured::Token::new(text.as_bytes()).is_some() {
        out.write_str(text)
    } else {
        output::write_quoted(text, out)
    }
}

/// A parameter that is true is its name alone (RFC 9651 §4.1.1.2).
fn write_boolean(name: &str, value: bool, out: &mut impl fmt::Write) -> fmt::Result {
    out.write_str(name)?;
    if value { Ok(()) } else { out.write_str("=?0") }
}

/// Whether a String can carry it (RFC 9651 §3.3.3).
const fn is_printable(text: &str) -> bool {
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        if !matches!(first, b' '..=b'~') {
            return false;
        }
        rest = behind;
    }
    true
}
