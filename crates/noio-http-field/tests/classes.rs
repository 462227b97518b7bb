//! Every byte value in every class, beside lists of their members.

use noio_http_field::{
    Comment, QuotedString, Token, class, is_field_name, is_field_value, trim_ows,
};

const TCHAR: &[u8] =
    b"!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~";
const DELIMITERS: &[u8] = b"\"(),/:;<=>?@[\\]{}";

fn every_byte() -> impl Iterator<Item = u8> {
    0..=u8::MAX
}

/// The class of `is_in` has exactly these members.
#[track_caller]
fn check(is_in: fn(u8) -> bool, members: impl IntoIterator<Item = u8>) {
    let mut members: Vec<u8> = members.into_iter().collect();
    members.sort_unstable();
    let seen: Vec<u8> = every_byte().filter(|byte| is_in(*byte)).collect();
    assert_eq!(seen, members);
}

fn vchar() -> impl Iterator<Item = u8> {
    // RFC 9110 §5.6.2: VCHAR is tchar and the delimiters.
    TCHAR.iter().chain(DELIMITERS).copied()
}

fn obs_text() -> impl Iterator<Item = u8> {
    every_byte().filter(|byte| byte >> 7 == 1)
}

fn field_content() -> impl Iterator<Item = u8> {
    vchar().chain(obs_text()).chain(*b" \t")
}

#[test]
fn each_class_has_its_members() {
    check(class::is_tchar, TCHAR.iter().copied());
    check(class::is_ows, *b" \t");
    check(class::is_vchar, vchar());
    check(class::is_obs_text, obs_text());
    check(class::is_field_vchar, vchar().chain(obs_text()));
    check(class::is_field_content, field_content());
    check(class::is_quoted_pair, field_content());
    let but = |others: &'static [u8]| field_content().filter(|byte| !others.contains(byte));
    check(class::is_qdtext, but(b"\"\\"));
    check(class::is_ctext, but(b"()\\"));
}

#[test]
fn each_byte_is_accepted_where_its_class_is() {
    for byte in every_byte() {
        let is_tchar = TCHAR.contains(&byte);
        let is_content = field_content().any(|it| it == byte);
        let is_space = b" \t".contains(&byte);
        assert_eq!(
            Token::new(&[b'a', byte, b'b']).is_some(),
            is_tchar,
            "{byte}"
        );
        assert_eq!(is_field_name(&[b'a', byte]), is_tchar, "{byte}");
        assert_eq!(is_field_value(&[b'a', byte, b'b']), is_content, "{byte}");
        for end in [&[byte][..], &[byte, b'a'], &[b'a', byte]] {
            assert_eq!(is_field_value(end), is_content && !is_space, "{byte}");
        }
        let trimmed = if is_space {
            &b"a"[..]
        } else {
            &[byte, b'a', byte]
        };
        assert_eq!(trim_ows(&[byte, b'a', byte]), trimmed, "{byte}");

        let quoted = [b'"', b'\\', byte, b'"'];
        assert_eq!(
            QuotedString::take(&mut &quoted[..]).is_ok(),
            is_content,
            "{byte}"
        );
        let comment = [b'(', b'\\', byte, b')'];
        assert_eq!(
            Comment::take(&mut &comment[..]).is_ok(),
            is_content,
            "{byte}"
        );
        if byte != b'\\' && byte != b'"' {
            let quoted = [b'"', byte, b'"'];
            assert_eq!(
                QuotedString::take(&mut &quoted[..]).is_ok(),
                is_content,
                "{byte}"
            );
        }
        if !b"\\()".contains(&byte) {
            let comment = [b'(', byte, b')'];
            assert_eq!(
                Comment::take(&mut &comment[..]).is_ok(),
                is_content,
                "{byte}"
            );
        }
    }
}

#[test]
fn an_empty_value_is_one_and_an_empty_name_is_none() {
    assert!(is_field_value(b""));
    assert!(!is_field_name(b""));
    assert_eq!(Token::new(b""), None);
    assert_eq!(trim_ows(b" \t "), b"");
}
