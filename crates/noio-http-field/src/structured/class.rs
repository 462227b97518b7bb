//! The classes of bytes that Structured Fields are made of (RFC 9651 §3), in one table.

use crate::class::is_tchar;

/// `lcalpha / DIGIT / "_" / "-" / "." / "*"` (RFC 9651 §3.1.2): what follows in a key.
pub(super) const KEY: u8 = 1;
/// `lcalpha / "*"` (RFC 9651 §3.1.2): what a key begins with.
pub(super) const KEY_START: u8 = 1 << 1;
/// `tchar / ":" / "/"` (RFC 9651 §3.3.4): what follows in a token.
pub(super) const TOKEN: u8 = 1 << 2;
/// `ALPHA / "*"` (RFC 9651 §3.3.4): what a token begins with.
pub(super) const TOKEN_START: u8 = 1 << 3;
/// `unescaped = %x20-21 / %x23-5B / %x5D-7E` (RFC 9651 §3.3.3): what stands for itself in a string.
pub(super) const UNESCAPED: u8 = 1 << 4;
/// `%x20-21 / %x23-24 / %x26-7E` (RFC 9651 §3.3.8): what stands for itself in a Display String.
pub(super) const DISPLAY: u8 = 1 << 5;
/// `ALPHA / DIGIT / "+" / "/"` (RFC 9651 §3.3.5): what base64 writes data with.
pub(super) const BASE64: u8 = 1 << 6;

/// Whether `byte` is in `class`.
#[inline]
#[expect(
    clippy::indexing_slicing,
    reason = "a byte is always within a table of 256"
)]
pub(super) const fn is(byte: u8, class: u8) -> bool {
    CLASSES[byte as usize] & class != 0
}

/// Takes all bytes of `class` at the front of `input`.
#[inline]
pub(super) fn take_run<'a>(input: &mut &'a [u8], class: u8) -> &'a [u8] {
    let len = input
        .iter()
        .position(|&byte| !is(byte, class))
        .unwrap_or(input.len());
    let (run, rest) = input.split_at_checked(len).unwrap_or_default();
    *input = rest;
    run
}

/// Takes a word: a byte of `start` and what follows of `class`, which has those of `start`, too.
/// `None` if `input` begins with something else; then it is as it was.
#[inline]
pub(super) fn take_word<'a>(input: &mut &'a [u8], start: u8, class: u8) -> Option<&'a [u8]> {
    match input.first() {
        Some(&first) if is(first, start) => Some(take_run(input, class)),
        _ => None,
    }
}

/// Whether `bytes` are such a word.
pub(super) const fn is_word(bytes: &[u8], start: u8, class: u8) -> bool {
    let [first, rest @ ..] = bytes else {
        return false;
    };
    let mut rest = rest;
    while let [next, behind @ ..] = rest {
        if !is(*next, class) {
            return false;
        }
        rest = behind;
    }
    is(*first, start)
}

/// Bytes that were checked to be ASCII, as text.
pub(super) const fn ascii(bytes: &[u8]) -> &str {
    match str::from_utf8(bytes) {
        Ok(text) => text,
        // Every class is ASCII.
        Err(_) => "",
    }
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
    let mut classes = 0;
    if byte.is_ascii_lowercase() || byte == b'*' {
        classes |= KEY_START;
    }
    if byte.is_ascii_lowercase()
        || byte.is_ascii_digit()
        || matches!(byte, b'_' | b'-' | b'.' | b'*')
    {
        classes |= KEY;
    }
    if byte.is_ascii_alphabetic() || byte == b'*' {
        classes |= TOKEN_START;
    }
    if is_tchar(byte) || matches!(byte, b':' | b'/') {
        classes |= TOKEN;
    }
    if matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\') {
        classes |= UNESCAPED;
    }
    if matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'%') {
        classes |= DISPLAY;
    }
    if byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/') {
        classes |= BASE64;
    }
    classes
}
