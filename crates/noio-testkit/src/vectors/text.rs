//! The reader of the vector format.

use super::{Case, Setting, VectorError};
use crate::log::push_part;

/// The longest run that `*N` can make, in bytes: a slip of the pen must not fill the memory.
const MAX_RUN_LEN: usize = 1 << 24;

pub(super) fn cases(text: &str) -> Result<Vec<Case>, VectorError> {
    let mut cases: Vec<Case> = Vec::new();
    let mut has_input = false;
    for (index, line) in text.lines().enumerate() {
        let at_line = |message: String| VectorError::new(format!("line {}: {message}", index + 1));
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        if word == "case" {
            finish(cases.last(), has_input).map_err(at_line)?;
            has_input = false;
            let case = begin(rest).map_err(at_line)?;
            if cases.iter().any(|other| is_named_alike(other, &case)) {
                return Err(at_line("there is a case of this name already".into()));
            }
            cases.push(case);
            continue;
        }
        let Some(case) = cases.last_mut() else {
            return Err(at_line("a case must begin first".into()));
        };
        add(word, rest, case).map_err(at_line)?;
        has_input |= word == "input";
    }
    if cases.is_empty() {
        return Err(VectorError::new("no cases"));
    }
    finish(cases.last(), has_input).map_err(VectorError::new)?;
    Ok(cases)
}

/// Reads what is behind `case`.
fn begin(rest: &str) -> Result<Case, String> {
    let malformed = || "expected `case NUMBER (SECTION): TITLE`".to_owned();
    let (number, rest) = rest.split_once(" (").ok_or_else(malformed)?;
    let (section, title) = rest.split_once("): ").ok_or_else(malformed)?;
    let digits = number.trim_end_matches(|char: char| char.is_ascii_lowercase());
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || number.len() > digits.len() + 1 || section.is_empty() || title.is_empty() {
        return Err(malformed());
    }
    Ok(Case {
        number: number.into(),
        section: section.into(),
        title: title.into(),
        settings: Vec::new(),
        input: Vec::new(),
        cuts: Vec::new(),
        expected: Vec::new(),
    })
}

/// Adds a line to a case.
fn add(word: &str, rest: &str, case: &mut Case) -> Result<(), String> {
    let mut rest = Cursor { rest };
    if word != "-" && !case.expected.is_empty() {
        return Err("the expected log comes last".into());
    }
    match word {
        "set" => {
            let name = rest.word().to_owned();
            rest.skip_spaces();
            let value = rest.value()?;
            case.settings.push(Setting { name, value });
            rest.end()
        }
        "input" => {
            let mut has_string = false;
            rest.skip_spaces();
            while !rest.is_empty() {
                if rest.take("|") {
                    case.cuts.push(case.input.len());
                } else {
                    rest.string(&mut case.input)?;
                    has_string = true;
                }
                rest.skip_spaces();
            }
            if has_string {
                Ok(())
            } else {
                Err("expected a string; an empty input is `\"\"`".into())
            }
        }
        "-" => {
            let line = rest.entry()?;
            case.expected.push(line);
            Ok(())
        }
        _ => Err(format!("unknown word `{word}`")),
    }
}

/// Checks that a case has an input and says what to expect.
fn finish(case: Option<&Case>, has_input: bool) -> Result<(), String> {
    let Some(case) = case else {
        return Ok(());
    };
    if !has_input {
        return Err(format!(
            "case {} ({}) has no input",
            case.number, case.title
        ));
    }
    let last = case.expected.last().map_or("", String::as_str);
    match last.split(' ').next() {
        Some("end" | "done" | "error") => Ok(()),
        _ => Err(format!(
            "case {} ({}) does not say how it ends",
            case.number, case.title
        )),
    }
}

fn is_named_alike(one: &Case, other: &Case) -> bool {
    (&one.number, &one.title) == (&other.number, &other.title)
}

/// What is left of a line.
struct Cursor<'t> {
    rest: &'t str,
}

impl<'t> Cursor<'t> {
    fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start_matches(' ');
    }

    fn end(&self) -> Result<(), String> {
        match self.rest {
            "" => Ok(()),
            rest => Err(format!("`{rest}` is too much")),
        }
    }

    fn take(&mut self, prefix: &str) -> bool {
        match self.rest.strip_prefix(prefix) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let char = chars.next();
        self.rest = chars.as_str();
        char
    }

    /// What is there up to a space, an equals sign or a quote.
    fn word(&mut self) -> &'t str {
        let end = self.rest.find([' ', '=', '"']).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    /// A line of the log, as a log prints it.
    fn entry(&mut self) -> Result<String, String> {
        let mut line = self.word().to_owned();
        if line.is_empty() {
            return Err("expected the kind of an event".into());
        }
        if line == "error" || line == "done" {
            line.push_str(self.rest);
            return Ok(line);
        }
        while !self.is_empty() {
            if !self.take(" ") {
                return Err(format!("expected a space before `{}`", self.rest));
            }
            let start = self.rest;
            let name = self.word();
            let name = if self.take("=") {
                name
            } else {
                self.rest = start;
                ""
            };
            push_part(name, &self.value()?, &mut line);
        }
        Ok(line)
    }

    /// A word, or strings with nothing between them.
    fn value(&mut self) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        if !self.rest.starts_with('"') {
            let word = self.word();
            if word.is_empty() {
                return Err("expected a value".into());
            }
            bytes.extend_from_slice(word.as_bytes());
        }
        while self.rest.starts_with('"') {
            self.string(&mut bytes)?;
        }
        Ok(bytes)
    }

    /// A string in quotes and how often it is repeated.
    fn string(&mut self, out: &mut Vec<u8>) -> Result<(), String> {
        if !self.take("\"") {
            return Err(format!("expected a string at `{}`", self.rest));
        }
        let start = out.len();
        loop {
            match self.next().ok_or("a string without its closing quote")? {
                '"' => break,
                '\\' => self.escape(out)?,
                char => push_char(char, out),
            }
        }
        if self.take("*") {
            let end = self.rest.find(|char: char| !char.is_ascii_digit());
            let (digits, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
            self.rest = rest;
            let times: usize = digits.parse().map_err(|_| "expected a number behind `*`")?;
            let string = out.split_off(start);
            if string.len().saturating_mul(times) > MAX_RUN_LEN {
                return Err(format!("a run of more than {MAX_RUN_LEN} bytes"));
            }
            out.extend(string.repeat(times));
        }
        Ok(())
    }

    /// What is behind a backslash.
    fn escape(&mut self, out: &mut Vec<u8>) -> Result<(), String> {
        let malformed = "an escape is one of \\n \\r \\t \\0 \\\" \\\\ \\xFF \\u{FFFD}";
        match self.next().ok_or(malformed)? {
            'n' => out.push(b'\n'),
            'r' => out.push(b'\r'),
            't' => out.push(b'\t'),
            '0' => out.push(0),
            char @ ('"' | '\\') => push_char(char, out),
            'x' => {
                let (digits, rest) = self.rest.split_at_checked(2).ok_or(malformed)?;
                out.push(u8::from_str_radix(digits, 16).map_err(|_| malformed)?);
                self.rest = rest;
            }
            'u' => {
                let (digits, rest) = self
                    .rest
                    .strip_prefix('{')
                    .and_then(|rest| rest.split_once('}'))
                    .ok_or(malformed)?;
                let number = u32::from_str_radix(digits, 16).map_err(|_| malformed)?;
                push_char(char::from_u32(number).ok_or(malformed)?, out);
                self.rest = rest;
            }
            _ => return Err(malformed.into()),
        }
        Ok(())
    }
}

fn push_char(char: char, out: &mut Vec<u8>) {
    out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The message of the error that comes of `text`.
    fn refused(text: &str) -> String {
        cases(text).expect_err("an error").detail
    }

    #[test]
    fn a_case_is_read_with_all_that_it_can_have() {
        let text = r#"
# A comment.
case 7b (RFC 1 §2): a title: with (signs)
set max_len 10
set name "a b"*2"c"
input "a\n\r\t\0\"\\\xEF\u{2026}…" | "x"*3
input | "y"
- message a="1\x32"*2"3" b="" word
- retry 3000
- error too-long 7
"#;
        let cases = cases(text).expect("a case");
        let setting = |name: &str, value: &[u8]| Setting {
            name: name.into(),
            value: value.into(),
        };
        assert_eq!(
            cases,
            [Case {
                number: "7b".into(),
                section: "RFC 1 §2".into(),
                title: "a title: with (signs)".into(),
                settings: vec![setting("max_len", b"10"), setting("name", b"a ba bc")],
                input: b"a\n\r\t\0\"\\\xef\xe2\x80\xa6\xe2\x80\xa6xxxy".to_vec(),
                cuts: vec![14, 17],
                expected: [
                    r#"message a="12123" b="" "word""#,
                    r#"retry "3000""#,
                    "error too-long 7"
                ]
                .map(str::to_owned)
                .to_vec(),
            }]
        );
    }

    #[test]
    fn a_file_without_cases_is_refused() {
        assert_eq!(refused(""), "no cases");
        assert_eq!(refused("# case 1 (x): y\n"), "no cases");
    }

    #[test]
    fn a_case_must_say_how_it_ends() {
        let without = "case 1 (x): y\ninput \"a\"\n";
        assert_eq!(refused(without), "case 1 (y) does not say how it ends");
        let first = format!("{without}- message\n\ncase 2 (x): z\n- end\n");
        assert_eq!(
            refused(&first),
            "line 5: case 1 (y) does not say how it ends"
        );
    }

    #[test]
    fn a_case_must_have_an_input() {
        let without = "case 1 (x): y\nset a b\n- end\n";
        let with = "case 2 (x): z\ninput \"\"\n- end\n";
        assert_eq!(refused(without), "case 1 (y) has no input");
        assert_eq!(
            refused(&format!("{without}{with}")),
            "line 4: case 1 (y) has no input"
        );
        assert_eq!(
            refused(&format!("{with}{without}")),
            "case 1 (y) has no input"
        );
        assert_eq!(cases(with).expect("a case")[0].input, b"");
    }

    #[test]
    fn names_are_numbered_and_unique() {
        for name in [
            "",
            "x",
            "1",
            "1 (x)",
            "1 (x):",
            "1 (): y",
            "1bc (x): y",
            "b (x): y",
        ] {
            let detail = refused(&format!("case {name}\n- end\n"));
            assert_eq!(detail, "line 1: expected `case NUMBER (SECTION): TITLE`");
        }
        assert_eq!(
            refused("case 1 (x): y\ninput \"\"\n- end\ncase 1 (z): y\n- end\n"),
            "line 4: there is a case of this name already"
        );
    }

    #[test]
    fn slips_are_refused() {
        for (line, message) in [
            ("inputs \"a\"", "unknown word `inputs`"),
            ("input", "expected a string; an empty input is `\"\"`"),
            ("input |", "expected a string; an empty input is `\"\"`"),
            ("input a", "expected a string at `a`"),
            ("input \"a", "a string without its closing quote"),
            ("input \"a\"*", "expected a number behind `*`"),
            ("input \"ab\"*9000000", "a run of more than 16777216 bytes"),
            ("set a", "expected a value"),
            ("set a 1 2", "` 2` is too much"),
            ("-", "expected the kind of an event"),
            ("- a \"b\"c", "expected a space before `c`"),
            ("- end\ninput \"a\"", "the expected log comes last"),
        ] {
            let detail = refused(&format!("case 1 (x): y\n{line}\n"));
            assert!(detail.ends_with(message), "{line}: {detail}");
        }
        for escape in ["q", "x4", "xgg", "u{d800}", "u{41"] {
            let detail = refused(&format!("case 1 (x): y\ninput \"\\{escape}\"\n"));
            assert!(detail.contains("an escape is one of"), "{escape}: {detail}");
        }
        assert_eq!(refused("input \"a\""), "line 1: a case must begin first");
    }
}
