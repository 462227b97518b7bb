//! Heads that are written.

use bytes::BufMut;
use noio_http_field::{is_field_name, is_field_value};

use super::{EncodeError, Field};

/// Writes all parts of a head, or none.
pub(super) fn write<'p>(
    out: &mut impl BufMut,
    parts: impl Iterator<Item = &'p [u8]> + Clone,
) -> Result<(), EncodeError> {
    if out.remaining_mut() < len(parts.clone()) {
        return Err(EncodeError::NoSpace);
    }
    parts.for_each(|part| out.put_slice(part));
    Ok(())
}

/// How many octets all parts have.
pub(super) fn len<'p>(parts: impl Iterator<Item = &'p [u8]>) -> usize {
    parts.map(<[u8]>::len).sum()
}

/// The lines of `fields`.
pub(super) fn lines<'p>(
    fields: impl IntoIterator<Item = Field<'p>, IntoIter: Clone>,
) -> impl Iterator<Item = &'p [u8]> + Clone {
    fields
        .into_iter()
        .flat_map(|(name, value)| [name.as_bytes(), b": ", value, b"\r\n"])
}

/// A number in decimal digits.
#[derive(Clone, Copy)]
pub(super) struct Decimal {
    digits: [u8; Self::MAX_LEN],
    start: usize,
}

const DIGITS: &[u8; 10] = b"0123456789";

impl Decimal {
    /// `usize::MAX` on the widest of machines.
    const MAX_LEN: usize = 20;

    pub(super) fn new(mut number: usize) -> Self {
        let mut decimal = Self {
            digits: [b'0'; Self::MAX_LEN],
            start: Self::MAX_LEN,
        };
        for (at, digit) in decimal.digits.iter_mut().enumerate().rev() {
            decimal.start = at;
            *digit = DIGITS.get(number % 10).copied().unwrap_or_default();
            number /= 10;
            if number == 0 {
                break;
            }
        }
        decimal
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.digits.get(self.start..).unwrap_or_default()
    }
}

/// Whether fields of the caller's can be added to a head.
///
/// Those are refused that the handshake writes, those that would give the head a content or another
/// length, and those that are about the connection (RFC 9110 §7.6.1).
pub(super) fn check_fields(fields: &[Field<'_>]) -> Result<(), EncodeError> {
    for (name, value) in fields {
        if !is_field_name(name.as_bytes()) || !is_field_value(value) {
            return Err(EncodeError::InvalidField);
        }
        if is_reserved(name) {
            return Err(EncodeError::ReservedField);
        }
    }
    Ok(())
}

fn is_reserved(name: &str) -> bool {
    const PREFIX: &str = "sec-websocket-";
    const NAMES: [&str; 10] = [
        "connection",
        "content-length",
        "host",
        "http2-settings",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ];
    let begins_as_ours = name
        .get(..PREFIX.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(PREFIX));
    begins_as_ours || NAMES.iter().any(|other| name.eq_ignore_ascii_case(other))
}
