//! JSON Lines, written as they are built: members keep their order, text is not copied.

use std::io::{self, Write};

use base64::{display::Base64Display, engine::general_purpose::STANDARD};
use serde_core::Serialize as _;
use serde_json::ser::{Formatter, Serializer};

use crate::escape::is_hidden;

/// A JSON value.
pub(crate) enum Json<'a> {
    Null,
    Bool(bool),
    Number(u128),
    /// A number that may be negative.
    Signed(i64),
    Text(&'a str),
    /// What should be text: text, or an object with `base64` if it is not UTF-8.
    Word(&'a [u8]),
    /// What may be anything: an object with `text`, or with `base64` if it is not UTF-8.
    Data(&'a [u8]),
    /// What is not taken for text: an object with `base64`.
    Binary(&'a [u8]),
    Array(&'a [Self]),
    Object(&'a [(&'static str, Self)]),
}

impl Json<'_> {
    /// Writes an object of one member on a line of its own.
    pub(crate) fn write_line(
        name: &'static str,
        value: Json<'_>,
        out: &mut impl Write,
    ) -> io::Result<()> {
        Json::Object(&[(name, value)]).write_alone(out)
    }

    /// Writes a value on a line of its own.
    pub(crate) fn write_alone(&self, out: &mut impl Write) -> io::Result<()> {
        self.write(out)?;
        out.write_all(b"\n")
    }

    fn write<W: Write>(&self, out: &mut W) -> io::Result<()> {
        match self {
            Self::Null => out.write_all(b"null"),
            Self::Bool(bool) => write!(out, "{bool}"),
            Self::Number(number) => write!(out, "{number}"),
            Self::Signed(number) => write!(out, "{number}"),
            Self::Text(text) => Ok(text.serialize(&mut Serializer::with_formatter(out, Escaping))?),
            Self::Word(bytes) => match str::from_utf8(bytes) {
                Ok(text) => Json::Text(text).write(out),
                Err(_) => write_base64(bytes, out),
            },
            Self::Data(bytes) => match str::from_utf8(bytes) {
                Ok(text) => Json::Object(&[("text", Json::Text(text))]).write(out),
                Err(_) => write_base64(bytes, out),
            },
            Self::Binary(bytes) => write_base64(bytes, out),
            Self::Array(elements) => {
                out.write_all(b"[")?;
                for (index, element) in elements.iter().enumerate() {
                    if index > 0 {
                        out.write_all(b",")?;
                    }
                    element.write(out)?;
                }
                out.write_all(b"]")
            }
            Self::Object(members) => {
                out.write_all(b"{")?;
                for (index, (name, value)) in members.iter().enumerate() {
                    if index > 0 {
                        out.write_all(b",")?;
                    }
                    write!(out, "\"{name}\":")?;
                    value.write(out)?;
                }
                out.write_all(b"}")
            }
        }
    }
}

fn write_base64(bytes: &[u8], out: &mut impl Write) -> io::Result<()> {
    let base64 = Base64Display::new(bytes, &STANDARD);
    write!(out, "{{\"base64\":\"{base64}\"}}")
}

/// Escapes also what JSON lets stand but a terminal obeys: to a parser `\u009b` is the same text.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W>(&mut self, out: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + Write,
    {
        let mut rest = fragment;
        while let Some(start) = rest.find(is_hidden) {
            let (shown, tail) = rest.split_at(start);
            out.write_all(shown.as_bytes())?;
            let mut chars = tail.chars();
            if let Some(hidden) = chars.next() {
                for unit in hidden.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}")?;
                }
            }
            rest = chars.as_str();
        }
        out.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_object_with_its_members_in_order() {
        let value = Json::Object(&[
            (
                "z",
                Json::Text("\"\\\u{1b}\n é\u{2028}\u{9b}\u{202e}\u{e0041}🙂"),
            ),
            ("a", Json::Number(u128::from(u64::MAX))),
            ("m", Json::Null),
            ("i", Json::Signed(-7)),
            ("b", Json::Object(&[])),
        ]);
        let mut out = Vec::new();
        Json::write_line("line", value, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "{\"line\":{\"z\":\"\\\"\\\\\\u001b\\n é\\u2028\\u009b\\u202e\\udb40\\udc41🙂\",\"a\":18446744073709551615,\"m\":null,\"i\":-7,\"b\":{}}}\n"
        );
    }

    #[test]
    fn bytes_are_text_where_they_can_and_may_be() {
        for (value, expected) in [
            (Json::Word(b""), r#""""#),
            (Json::Word("é\n".as_bytes()), r#""é\n""#),
            (Json::Word(b"\xe9"), r#"{"base64":"6Q=="}"#),
            (Json::Data(b""), r#"{"text":""}"#),
            (Json::Data("é\u{9b}".as_bytes()), r#"{"text":"é\u009b"}"#),
            (Json::Data(b"\xfb\xff\xfe"), r#"{"base64":"+//+"}"#),
            (Json::Binary(b""), r#"{"base64":""}"#),
            (Json::Binary(b"text"), r#"{"base64":"dGV4dA=="}"#),
        ] {
            let mut out = Vec::new();
            value.write(&mut out).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }

    #[test]
    fn arrays_and_truth() {
        let inner = [Json::Bool(true), Json::Null];
        let value = Json::Array(&[Json::Array(&inner), Json::Array(&[]), Json::Bool(false)]);
        let mut out = Vec::new();
        value.write(&mut out).unwrap();
        assert_eq!(out, b"[[true,null],[],false]");
    }
}
