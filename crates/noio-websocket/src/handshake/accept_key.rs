//! The proof that a server has read the request (RFC 6455 §4.2.2).

use core::{fmt, ops::Deref};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha1::{Digest as _, Sha1};

/// What is hashed behind every key (RFC 6455 §1.3).
const GUID: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// The value of `Sec-WebSocket-Accept` that answers this value of `Sec-WebSocket-Key`
/// (RFC 6455 §4.2.2, item 5.4).
///
/// The key is taken as it came, without the whitespace around it; whether it is a legal one is not
/// looked at.
///
/// ```
/// use noio_websocket::handshake::accept_key;
///
/// let accept = accept_key(b"dGhlIHNhbXBsZSBub25jZQ==");
/// assert_eq!(&*accept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
/// ```
pub fn accept_key(key: &[u8]) -> AcceptKey {
    // Not chained: that would move the state with each call, which costs a third of it all.
    let mut digest = Sha1::new();
    digest.update(key);
    digest.update(GUID);
    let mut octets = [0; AcceptKey::LEN];
    encode(&digest.finalize(), &mut octets);
    AcceptKey(octets)
}

/// Writes the base64 of `octets`, which has to fill `out`.
pub(super) fn encode(octets: &[u8], out: &mut [u8]) {
    let written = STANDARD.encode_slice(octets, out);
    debug_assert_eq!(written, Ok(out.len()));
}

/// A value of `Sec-WebSocket-Accept`: text of 28 bytes, kept on the stack.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AcceptKey([u8; Self::LEN]);

impl AcceptKey {
    /// The length of the base64 of 20 octets.
    pub(super) const LEN: usize = 28;

    /// The value as text. It is ASCII.
    pub const fn as_str(&self) -> &str {
        match str::from_utf8(&self.0) {
            Ok(text) => text,
            // Base64 is ASCII.
            Err(_) => "",
        }
    }

    /// The value as bytes.
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Deref for AcceptKey {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for AcceptKey {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<[u8]> for AcceptKey {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl fmt::Display for AcceptKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl fmt::Debug for AcceptKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AcceptKey").field(&self.as_str()).finish()
    }
}
