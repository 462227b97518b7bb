//! What may be put into a head, by rules that share nothing with the codec.

use noio_websocket::handshake::{EncodeError, Field, MAX_EXTENSIONS, MAX_SUBPROTOCOLS};

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

/// The same of those of a request, which has one Origin at most (RFC 6454 §7.3).
pub(super) fn request_fields_result(fields: &[Field<'_>]) -> Result<(), EncodeError> {
    fields_result(fields)?;
    let is_origin = |(name, _): &&Field<'_>| name.eq_ignore_ascii_case("origin");
    match fields.iter().filter(is_origin).count() {
        0 | 1 => Ok(()),
        _ => Err(EncodeError::InvalidField),
    }
}

/// Whether a list has something between any two commas, as one that is sent must (RFC 9110
/// §5.6.1.1), and no more than the limit. No comma in it may be quoted.
pub(super) fn may_be_sent(list: &str) -> bool {
    let is_gap = |element: &str| element.bytes().all(|octet| matches!(octet, b' ' | b'\t'));
    !list.split(',').any(is_gap) && list.split(',').count() <= MAX_EXTENSIONS
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
