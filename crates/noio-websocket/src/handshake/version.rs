//! The version of the protocol.

use super::Field;

/// The only one (RFC 6455 §4.1, item 9), as a field of HTTP/2.
pub(super) const VERSION: Field<'static> = ("sec-websocket-version", b"13");

/// `version = DIGIT | (NZDIGIT DIGIT) | ("1" DIGIT DIGIT) | ("2" DIGIT DIGIT)`, at most 255
/// (RFC 6455 §4.3).
pub(super) fn is_version(value: &[u8]) -> bool {
    let is_canonical = matches!(value, [b'0'] | [b'1'..=b'9', ..]);
    is_canonical && str::from_utf8(value).is_ok_and(|digits| digits.parse::<u8>().is_ok())
}
