//! The codec beside the grammar: what stands alone.
#![expect(clippy::expect_used, reason = "a slip in here fails a test")]

use noio_http_field::{
    Comment, EncodeError, EncodedParameter, EncodedValue, HttpDate, QuotedString, Token, Value,
    is_field_name,
};

use super::{
    check_connection, check_date, check_keep_alive, check_list, check_parameters,
    check_unix_seconds,
    grammar::{self, Rule},
    rules,
};
use crate::{diff, escape};

/// Everything that reads field values agrees with the grammar, and what writes them is read back.
///
/// The first byte chooses what time it is for dates; the rest are field lines, with LF between
/// them, and its first eight bytes are also a time to be written.
///
/// # Panics
///
/// If it does not.
pub fn http_field(data: &[u8]) {
    let (&seed, body) = data.split_first().unwrap_or((&0, &[]));
    let body = &body[..body.len().min(grammar::MAX_LEN)];
    let now = match seed % 8 {
        0 => 1_790_000_000,
        1 => 0,
        2 => HttpDate::MIN.unix_seconds(),
        3 => HttpDate::MAX.unix_seconds(),
        4 => 784_111_777,
        5 => 951_782_400,
        years => i64::from(years) * 300 * 31_556_952,
    };
    let lines: Vec<&[u8]> = body.split(|&byte| byte == b'\n').collect();
    let mut outcomes = vec![
        check_list(&lines),
        check_connection(&lines),
        check_keep_alive(&lines),
    ];
    if let Some(time) = body.first_chunk() {
        outcomes.push(check_unix_seconds(i64::from_be_bytes(*time)));
    }
    for line in lines {
        outcomes.extend([
            check_token(line),
            check_quoted_string(line),
            check_comment(line),
            check_parameters(line),
            check_encoded(line),
            check_date(line, now),
        ]);
    }
    for outcome in outcomes {
        if let Err(detail) = outcome {
            panic!("{detail}");
        }
    }
}

/// Compares and tells the difference.
pub(super) fn same<T: PartialEq + core::fmt::Debug>(
    what: &str,
    input: &[u8],
    ours: T,
    expected: T,
) -> Result<(), String> {
    diff::same(what, || escape(input), ours, expected)
}

/// The token at the front of `input`, and `input` as a token.
///
/// # Errors
///
/// How the codec and the grammar differ.
pub fn check_token(input: &[u8]) -> Result<(), String> {
    let rule = rules::token();
    let mut rest = input;
    let taken = Token::take(&mut rest).map(Token::as_bytes);
    let expected = rule.find(input).longest();
    same("token", input, taken, expected.map(|len| &input[..len]))?;
    same("rest", input, rest, &input[expected.unwrap_or(0)..])?;
    let is_token = rule.check(input).is_ok();
    let whole = Token::new(input).map(|token| token.as_str().as_bytes());
    same("whole token", input, whole, is_token.then_some(input))?;
    same("field name", input, is_field_name(input), is_token)
}

/// The quoted-string at the front of `input`.
///
/// # Errors
///
/// How the codec and the grammar differ.
pub fn check_quoted_string(input: &[u8]) -> Result<(), String> {
    let mut rest = input;
    let taken = QuotedString::take(&mut rest).map_err(|error| error.offset());
    let len = taken.map(|_| input.len() - rest.len());
    same(
        "quoted-string",
        input,
        len,
        front(&rules::quoted_string(), input),
    )?;
    let (Ok(taken), Ok(len)) = (taken, len) else {
        return same("input behind an error", input, rest, input);
    };
    let value = unquoted(&input[..len]);
    same("value", input, taken.bytes().collect(), value.clone())?;
    same("equality", input, taken == value[..], true)?;
    let as_it_lies = (len == value.len() + 2).then_some(&input[1..len - 1]);
    same("borrowed value", input, taken.as_bytes(), as_it_lies)?;
    same("as written", input, taken.as_escaped(), &input[1..len - 1])
}

/// The comment at the front of `input`.
///
/// # Errors
///
/// How the codec and the grammar differ.
pub fn check_comment(input: &[u8]) -> Result<(), String> {
    let mut rest = input;
    let taken = Comment::take(&mut rest).map_err(|error| error.offset());
    let len = taken.map(|_| input.len() - rest.len());
    same("comment", input, len, front(&rules::comment(), input))?;
    match (taken, len) {
        (Ok(taken), Ok(len)) => same("inside", input, taken.as_escaped(), &input[1..len - 1]),
        _ => same("input behind an error", input, rest, input),
    }
}

/// The length of what matches at the front of `input`, or where it fails to.
fn front(rule: &Rule, input: &[u8]) -> Result<usize, usize> {
    let matched = rule.find(input);
    matched.longest().ok_or(matched.furthest)
}

/// The value that a token or a quoted-string writes.
pub(super) fn unquoted(written: &[u8]) -> Vec<u8> {
    let Some((b'"', rest)) = written.split_first() else {
        return written.to_vec();
    };
    let mut value = Vec::new();
    let mut bytes = rest[..rest.len() - 1].iter();
    while let Some(byte) = bytes.next() {
        value.extend(if *byte == b'\\' {
            bytes.next()
        } else {
            Some(byte)
        });
    }
    value
}

/// `value`, written as a value and in a parameter, is read back, or refused if it cannot be written.
///
/// # Errors
///
/// How what is read differs from what was written.
pub fn check_encoded(value: &[u8]) -> Result<(), String> {
    let is_control = |byte: &u8| byte.is_ascii_control() && *byte != b'\t';
    let is_legal = !value.iter().any(is_control);
    let encoded = EncodedValue::new(value);
    let quoted = EncodedValue::quoted(value);
    if !is_legal {
        let refused = Err(EncodeError::ControlInValue);
        same("refused value", value, encoded, refused)?;
        return same("refused value", value, quoted, refused);
    }
    let encoded = encoded.map_err(|error| format!("{error}: {}", escape(value)))?;
    let quoted = quoted.map_err(|error| format!("{error}: {}", escape(value)))?;
    let name = Token::new(b"name").expect("a token");
    let parameter = EncodedParameter {
        name,
        value: Some(encoded),
    };

    let text = written(encoded.encoded_len(), |out| encoded.encode_to_slice(out))?;
    let is_token = rules::token().check(value).is_ok();
    same("chosen form", value, text[0] != b'"', is_token)?;
    check_read_back(&text, value)?;

    let text = written(quoted.encoded_len(), |out| quoted.encode_to_slice(out))?;
    same("chosen form", value, text[0], b'"')?;
    let specials = value.iter().filter(|byte| b"\"\\".contains(byte)).count();
    same("escapes", value, text.len(), value.len() + specials + 2)?;
    check_read_back(&text, value)?;

    let text = written(parameter.encoded_len(), |out| {
        parameter.encode_to_slice(out)
    })?;
    let Some(text) = text.strip_prefix(b"name=") else {
        return Err(format!("a parameter without its name: {}", escape(&text)));
    };
    check_read_back(text, value)
}

/// What `encode` writes: exactly `len` bytes, and nothing at all where there is less space.
fn written(
    len: usize,
    encode: impl Fn(&mut [u8]) -> Result<usize, EncodeError>,
) -> Result<Vec<u8>, String> {
    // No writer writes this byte.
    const UNTOUCHED: u8 = 0;
    let mut space = vec![UNTOUCHED; len + 1];
    same("length", b"", encode(&mut space), Ok(len))?;
    same("byte behind", b"", space.pop(), Some(UNTOUCHED))?;
    same("untouched bytes", &space, space.contains(&UNTOUCHED), false)?;
    if len > 0 {
        let mut small = vec![UNTOUCHED; len - 1];
        let refused = encode(&mut small);
        same("small space", &space, refused, Err(EncodeError::NoSpace))?;
        same("small space", &space, small, vec![UNTOUCHED; len - 1])?;
    }
    Ok(space)
}

fn check_read_back(text: &[u8], value: &[u8]) -> Result<(), String> {
    let mut rest = text;
    let read = Value::take(&mut rest).map(|read| read.bytes().collect());
    same("value", text, read, Ok(value.to_vec()))?;
    same("rest", text, rest, b"")
}
