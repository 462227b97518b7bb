//! Rows for people: offset, kind, value.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use crate::escape::Escaped;

const OFFSET_WIDTH: usize = 8;
const KIND_WIDTH: usize = 9;
/// Between two parts of a row.
const GAP: usize = 2;
/// The column of the first value.
const INDENT: usize = OFFSET_WIDTH + GAP + KIND_WIDTH + GAP;

const OFFSET: Style = Style::new().dimmed();
const LABEL: Style = Style::new().dimmed();
const NAME: Style = Style::new().bold();
const ESCAPE: Style = AnsiColor::Yellow.on_default();

/// What a row is about.
pub(crate) struct Kind {
    name: &'static str,
    style: Style,
}

impl Kind {
    pub(crate) const fn new(name: &'static str, colour: AnsiColor) -> Self {
        let style = colour.on_default();
        Self { name, style }
    }
}

/// A part of a row, from the stream and so escaped.
pub(crate) enum Value<'a> {
    /// One word, in quotes if it would not look like one.
    Name(&'a [u8]),
    /// A word that is not always there, with what it is: `id=7`. The label has to be a word.
    Labelled(&'a str, &'a [u8]),
    /// Text. Several lines of it begin below the row, one under the other.
    Text(&'a [u8]),
    /// A number of something.
    Count(u64, &'static str),
    /// A number of milliseconds.
    Millis(u128),
}

/// The looks of the rows.
pub(crate) struct Rows {
    colour: bool,
}

impl Rows {
    pub(crate) const fn new(colour: bool) -> Self {
        Self { colour }
    }

    pub(crate) fn write(
        &self,
        offset: u64,
        kind: &Kind,
        values: &[Value<'_>],
        out: &mut impl Write,
    ) -> io::Result<()> {
        let (dim, style) = (self.style(OFFSET), self.style(kind.style));
        let name = kind.name;
        write!(out, "{dim}{offset:>OFFSET_WIDTH$}{dim:#}{:GAP$}", "")?;
        write!(out, "{style}{name}{style:#}")?;
        let mut gap = GAP + KIND_WIDTH.saturating_sub(name.len());
        for value in values {
            self.value(value, gap, out)?;
            gap = GAP;
        }
        out.write_all(b"\n")
    }

    fn value(&self, value: &Value<'_>, gap: usize, out: &mut impl Write) -> io::Result<()> {
        match value {
            Value::Name(name) => write!(out, "{:gap$}{}", "", self.word(name, NAME)),
            Value::Labelled(label, name) => {
                let dim = self.style(LABEL);
                let word = self.word(name, Style::new());
                write!(out, "{:gap$}{dim}{label}={dim:#}{word}", "")
            }
            Value::Text(b"") => Ok(()),
            Value::Text(text) if text.contains(&b'\n') => {
                for line in text.split(|&byte| byte == b'\n') {
                    let indent = if line.is_empty() { 0 } else { INDENT };
                    let line = self.escaped(line, Style::new());
                    write!(out, "\n{:indent$}{line}", "")?;
                }
                Ok(())
            }
            Value::Text(text) => write!(out, "{:gap$}{}", "", self.escaped(text, Style::new())),
            Value::Count(number, unit) => write!(out, "{:gap$}{number} {unit}", ""),
            Value::Millis(millis) => write!(out, "{:gap$}{millis} ms", ""),
        }
    }

    /// A name that cannot be taken for two, nor for nothing.
    fn word(&self, name: &[u8], style: Style) -> String {
        let is_plain = |char: char| !char.is_whitespace() && !matches!(char, '"' | '\\');
        let text = str::from_utf8(name);
        if text.is_ok_and(|text| !text.is_empty() && text.chars().all(is_plain)) {
            return self.escaped(name, style).to_string();
        }
        let mut quoted = vec![b'"'];
        for &byte in name {
            if matches!(byte, b'"' | b'\\') {
                quoted.push(b'\\');
            }
            quoted.push(byte);
        }
        quoted.push(b'"');
        self.escaped(&quoted, style).to_string()
    }

    fn escaped<'a>(&self, bytes: &'a [u8], style: Style) -> Escaped<'a> {
        Escaped::with_styles(bytes, self.style(style), self.style(ESCAPE))
    }

    fn style(&self, style: Style) -> Style {
        if self.colour { style } else { Style::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: Kind = Kind {
        name: "event",
        style: Style::new(),
    };

    fn row(values: &[Value<'_>]) -> String {
        let mut out = Vec::new();
        Rows::new(false).write(7, &KIND, values, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_row_has_columns_and_no_blanks_at_its_end() {
        assert_eq!(row(&[]), "       7  event\n");
        assert_eq!(row(&[Value::Text(b"")]), "       7  event\n");
        assert_eq!(
            row(&[Value::Millis(3000)]),
            "       7  event      3000 ms\n"
        );
        assert_eq!(
            row(&[Value::Count(5, "bytes")]),
            "       7  event      5 bytes\n"
        );
        assert_eq!(
            row(&[
                Value::Name(b"tick"),
                Value::Labelled("id", b"9"),
                Value::Text(b"a b")
            ]),
            "       7  event      tick  id=9  a b\n"
        );
    }

    #[test]
    fn lines_of_text_stand_one_under_the_other() {
        let values = [Value::Name(b"tick"), Value::Text(b"one\n\n  two\n")];
        assert_eq!(
            row(&values),
            "       7  event      tick\n                     one\n\n                       two\n\n"
        );
    }

    #[test]
    fn a_name_is_one_word() {
        for (name, word) in [
            ("response.created", "response.created"),
            ("", r#""""#),
            ("two words", r#""two words""#),
            ("wide\u{3000}blank", "\"wide\u{3000}blank\""),
            (r#"a"b"#, r#""a\"b""#),
            (r"\u{1b}", r#""\\u{1b}""#),
            ("\u{1b}", r"\u{1b}"),
        ] {
            assert_eq!(
                row(&[Value::Name(name.as_bytes())]),
                format!("       7  event      {word}\n")
            );
        }
    }

    #[test]
    fn bytes_that_are_no_utf_8_are_told_from_text_in_a_name() {
        let names = [Value::Name(b"\xff"), Value::Labelled("a", br"\xff")];
        assert_eq!(
            row(&names),
            "       7  event      \"\\xff\"  a=\"\\\\xff\"\n"
        );
    }

    #[test]
    fn colour_is_around_what_is_ours_and_around_escapes() {
        let kind = Kind {
            name: "event",
            style: AnsiColor::Green.on_default(),
        };
        let mut out = Vec::new();
        let rows = Rows::new(true);
        rows.write(7, &kind, &[Value::Text(b"a\x1bb")], &mut out)
            .unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "\u{1b}[2m       7\u{1b}[0m  \u{1b}[32mevent\u{1b}[0m      a\u{1b}[33m\\u{1b}\u{1b}[0mb\n"
        );
    }
}
