//! What may be put into a head, by rules that share nothing with the codec.

use noio_websocket::handshake::{EncodeError, Field, MAX_SUBPROTOCOLS};

/// RFC 6455 §4.1, item 10.
pub(super) fn is_offer(subprotocols: &[&str]) -> bool {
    let mut sorted = subprotocols.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.len() == subprotocols.len()
        && sorted.len() <= MAX_SUBPROTOCOLS
        && sorted.iter().all(|name| is_token(name))
}

/// What an encoder must say of a caller's fields.
pub(super) fn fields_result(fields: &[Field<'_>]) -> Result<(), EncodeError> {
    for (name, value) in fields {
        if !is_token(name) || !is_value(value) {
            return Err(EncodeError::InvalidField);
        }
        if is_reserved(name) {
            return Err(EncodeError::ReservedField);
        }
    }
    Ok(())
}

/// The fields that the handshake writes, or that would change what it means.
pub(super) fn is_reserved(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let names = [
        "host",
        "upgrade",
        "connection",
        "content-length",
        "transfer-encoding",
        "te",
        "trailer",
        "keep-alive",
        "proxy-connection",
        "http2-settings",
    ];
    names.contains(&&*name) || name.starts_with("sec-websocket-")
}

/// `token` (RFC 9110 §5.6.2).
fn is_token(text: &str) -> bool {
    let is_tchar = |octet: u8| octet.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&octet);
    !text.is_empty() && text.bytes().all(is_tchar)
}

/// `field-value` (RFC 9110 §5.5).
pub(super) fn is_value(octets: &[u8]) -> bool {
    let is_space = |octet: Option<&u8>| matches!(octet, Some(b' ' | b'\t'));
    !is_space(octets.first())
        && !is_space(octets.last())
        && octets
            .iter()
            .all(|octet| matches!(octet, b'\t' | b' '..=b'~' | 0x80..))
}
