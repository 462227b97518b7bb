//! Tokens (RFC 9110 §5.6.2).

use core::fmt;

use crate::class;

/// A token: `token = 1*tchar` (RFC 9110 §5.6.2), checked.
///
/// Two tokens are equal if their bytes are. Where the case makes no difference, as in most names,
/// compare with [`eq_ignore_ascii_case`](Self::eq_ignore_ascii_case).
///
/// ```
/// use noio_http_field::Token;
///
/// let mut input = &b"Max-Age=60"[..];
/// let name = Token::take(&mut input).expect("a token");
/// assert!(name.eq_ignore_ascii_case(b"max-age"));
/// assert_eq!(input, b"=60");
/// assert_eq!(Token::new(b"two words"), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token<'a>(&'a [u8]);

impl<'a> Token<'a> {
    /// The whole of `bytes` as a token, if it is one.
    pub const fn new(bytes: &'a [u8]) -> Option<Self> {
        if bytes.is_empty() {
            return None;
        }
        let mut rest = bytes;
        while let [first, behind @ ..] = rest {
            if !class::is_tchar(*first) {
                return None;
            }
            rest = behind;
        }
        Some(Self(bytes))
    }

    /// Takes the longest token at the front of `input`, which then begins behind it. `None` if
    /// there is none; then `input` is as it was.
    #[inline]
    pub fn take(input: &mut &'a [u8]) -> Option<Self> {
        let len = input
            .iter()
            .position(|&byte| !class::is_tchar(byte))
            .unwrap_or(input.len());
        match input.split_at_checked(len) {
            Some((token, rest)) if !token.is_empty() => {
                *input = rest;
                Some(Self(token))
            }
            _ => None,
        }
    }

    /// The token as bytes. There is at least one.
    #[inline]
    pub const fn as_bytes(self) -> &'a [u8] {
        self.0
    }

    /// The token as text. It is ASCII.
    pub const fn as_str(self) -> &'a str {
        match str::from_utf8(self.0) {
            Ok(text) => text,
            // Every tchar is ASCII.
            Err(_) => "",
        }
    }

    /// Whether the token is `other`, apart from the case of ASCII letters.
    #[inline]
    pub fn eq_ignore_ascii_case(self, other: &[u8]) -> bool {
        self.0.eq_ignore_ascii_case(other)
    }
}

impl AsRef<[u8]> for Token<'_> {
    fn as_ref(&self) -> &[u8] {
        self.0
    }
}

impl AsRef<str> for Token<'_> {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Token").field(&self.as_str()).finish()
    }
}
