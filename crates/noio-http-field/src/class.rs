//! The classes of bytes that field values are made of (RFC 9110 §5.5 and §5.6), each with its
//! ABNF.
//!
//! One table answers for all of them: a lookup and a bit test. `DIGIT`, `ALPHA` and their like are
//! methods of [`u8`].

/// `tchar = "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." / "^" / "_" / "`" / "|" /
/// "~" / DIGIT / ALPHA` (RFC 9110 §5.6.2): what tokens are made of.
#[inline]
pub const fn is_tchar(byte: u8) -> bool {
    is(byte, TCHAR)
}

/// `OWS = *( SP / HTAB )` (RFC 9110 §5.6.3): the two bytes of optional and of bad whitespace.
#[inline]
pub const fn is_ows(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// `VCHAR = %x21-7E` (RFC 5234 §B.1): visible ASCII.
#[inline]
pub const fn is_vchar(byte: u8) -> bool {
    matches!(byte, 0x21..=0x7e)
}

/// `obs-text = %x80-FF` (RFC 9110 §5.5): not ASCII, of no known encoding.
#[inline]
pub const fn is_obs_text(byte: u8) -> bool {
    byte >= 0x80
}

/// `field-vchar = VCHAR / obs-text` (RFC 9110 §5.5): what a field value begins and ends with.
#[inline]
pub const fn is_field_vchar(byte: u8) -> bool {
    is(byte, FIELD_VCHAR)
}

/// `field-vchar / SP / HTAB` (RFC 9110 §5.5, of `field-content`): what a field value is made of.
#[inline]
pub const fn is_field_content(byte: u8) -> bool {
    is(byte, FIELD_CONTENT)
}

/// `qdtext = HTAB / SP / %x21 / %x23-5B / %x5D-7E / obs-text` (RFC 9110 §5.6.4): what stands for
/// itself in a quoted-string.
#[inline]
pub const fn is_qdtext(byte: u8) -> bool {
    is(byte, QDTEXT)
}

/// `HTAB / SP / VCHAR / obs-text` (RFC 9110 §5.6.4, of `quoted-pair`): what may stand behind a
/// backslash.
#[inline]
pub const fn is_quoted_pair(byte: u8) -> bool {
    is(byte, FIELD_CONTENT)
}

/// `ctext = HTAB / SP / %x21-27 / %x2A-5B / %x5D-7E / obs-text` (RFC 9110 §5.6.5): what stands for
/// itself in a comment.
#[inline]
pub const fn is_ctext(byte: u8) -> bool {
    is(byte, CTEXT)
}

const TCHAR: u8 = 1;
const FIELD_VCHAR: u8 = 1 << 1;
const FIELD_CONTENT: u8 = 1 << 2;
const QDTEXT: u8 = 1 << 3;
const CTEXT: u8 = 1 << 4;

#[inline]
#[expect(
    clippy::indexing_slicing,
    reason = "a byte is always within a table of 256"
)]
const fn is(byte: u8, class: u8) -> bool {
    CLASSES[byte as usize] & class != 0
}

/// The classes of each byte.
static CLASSES: [u8; 256] = classes();

#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "the loop ends with the table, and runs at compile time"
)]
const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut at = 0;
    while at < classes.len() {
        classes[at] = classes_of(at as u8);
        at += 1;
    }
    classes
}

const fn classes_of(byte: u8) -> u8 {
    let is_content = is_vchar(byte) || is_obs_text(byte) || is_ows(byte);
    let mut classes = 0;
    if matches!(
        byte,
        b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`'
            | b'|' | b'~' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z'
    ) {
        classes |= TCHAR;
    }
    if is_content && !is_ows(byte) {
        classes |= FIELD_VCHAR;
    }
    if is_content {
        classes |= FIELD_CONTENT;
    }
    if is_content && !matches!(byte, b'"' | b'\\') {
        classes |= QDTEXT;
    }
    if is_content && !matches!(byte, b'(' | b')' | b'\\') {
        classes |= CTEXT;
    }
    classes
}
