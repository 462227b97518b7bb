//! JSON Lines, written as they are built: members keep their order, text is not copied.

use std::io::{self, Write};

use serde_core::Serialize as _;
use serde_json::ser::{Formatter, Serializer};

use crate::escape::is_hidden;

/// A JSON value.
pub(crate) enum Json<'a> {
    Null,
    Number(u128),
    Text(&'a str),
    Object(&'a [(&'static str, Self)]),
}

impl Json<'_> {
    /// Writes an object of one member on a line of its own.
    pub(crate) fn write_line(
        name: &'static str,
        value: Json<'_>,
        out: &mut impl Write,
    ) -> io::Result<()> {
        Json::Object(&[(name, value)]).write(out)?;
        out.write_all(b"\n")
    }

    fn write<W: Write>(&self, out: &mut W) -> io::Result<()> {
        match self {
            Self::Null => out.write_all(b"null"),
            Self::Number(number) => write!(out, "{number}"),
            Self::Text(text) => Ok(text.serialize(&mut Serializer::with_formatter(out, Escaping))?),
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
            ("b", Json::Object(&[])),
        ]);
        let mut out = Vec::new();
        Json::write_line("line", value, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "{\"line\":{\"z\":\"\\\"\\\\\\u001b\\n é\\u2028\\u009b\\u202e\\udb40\\udc41🙂\",\"a\":18446744073709551615,\"m\":null,\"b\":{}}}\n"
        );
    }
}
