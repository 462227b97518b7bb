//! Field names and values as wholes (RFC 9110 §5.1 and §5.5).

use crate::class;

/// `bytes` without the optional whitespace around: spaces and HTAB (RFC 9110 §5.6.3).
///
/// ```
/// assert_eq!(noio_http_field::trim_ows(b" \ta b\t"), b"a b");
/// ```
#[inline]
pub const fn trim_ows(mut bytes: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = bytes
        && class::is_ows(*first)
    {
        bytes = rest;
    }
    while let [rest @ .., last] = bytes
        && class::is_ows(*last)
    {
        bytes = rest;
    }
    bytes
}

/// Whether `bytes` are a field name: `field-name = token` (RFC 9110 §5.1).
#[inline]
pub fn is_field_name(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(|&byte| class::is_tchar(byte))
}

/// Whether `bytes` are a field value: visible characters, spaces and HTAB, and no whitespace
/// around (RFC 9110 §5.5). An empty value is one.
///
/// ```
/// use noio_http_field::is_field_value;
///
/// assert!(is_field_value(b"text/plain; a=\"\xe4\""));
/// assert!(!is_field_value(b"one\r\nTwo: 2"));
/// ```
#[inline]
pub fn is_field_value(bytes: &[u8]) -> bool {
    let ends_are_visible = match bytes {
        [] => true,
        [only] => class::is_field_vchar(*only),
        [first, .., last] => class::is_field_vchar(*first) && class::is_field_vchar(*last),
    };
    ends_are_visible && bytes.iter().all(|&byte| class::is_field_content(byte))
}

/// Advances `input` past optional whitespace.
#[inline]
pub(crate) fn skip_ows(input: &mut &[u8]) {
    while let [first, rest @ ..] = *input
        && class::is_ows(*first)
    {
        *input = rest;
    }
}

/// Advances `input` past `byte`, if it begins with that.
#[inline]
pub(crate) fn take_byte(input: &mut &[u8], byte: u8) -> bool {
    match *input {
        [first, rest @ ..] if *first == byte => {
            *input = rest;
            true
        }
        _ => false,
    }
}
