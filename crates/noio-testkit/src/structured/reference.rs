//! Parsing as RFC 9651 §4.2 has it, a character at a time, with everything copied.

use super::value::{Item, Map, Member, Value, put};

/// Stands for the comma that joins two field lines. A string must not hold one; everywhere else it
/// is a comma.
const BORDER: char = '\u{e000}';

/// The lines as a Dictionary (§4.2.2). `None` if parsing fails.
pub fn dictionary(lines: &[&[u8]]) -> Option<Map<Member>> {
    let mut input = Input::new(lines);
    let mut dictionary = Map::new();
    input.comma_separated(|input| {
        let key = input.key()?;
        let member = if input.begins_with('=') {
            input.pop()?;
            input.member()?
        } else {
            Member::Item(Item {
                value: Value::Boolean(true),
                parameters: input.parameters()?,
            })
        };
        put(&mut dictionary, key, member);
        Some(())
    })?;
    input.is_over().then_some(dictionary)
}

/// The lines as a List (§4.2.1). `None` if parsing fails.
pub fn list(lines: &[&[u8]]) -> Option<Vec<Member>> {
    let mut input = Input::new(lines);
    let mut members = Vec::new();
    input.comma_separated(|input| {
        members.push(input.member()?);
        Some(())
    })?;
    input.is_over().then_some(members)
}

/// The lines as an Item (§4.2.3). `None` if parsing fails.
pub fn item(lines: &[&[u8]]) -> Option<Item> {
    let mut input = Input::new(lines);
    let item = input.item()?;
    input.is_over().then_some(item)
}

/// What is left of a field. A byte is the character with its number, so those from 0x80 on are
/// characters that no rule has.
struct Input {
    chars: Vec<char>,
    at: usize,
}

impl Input {
    /// The lines joined, without the spaces in front (§4.2, steps 1 to 3 and 5).
    fn new(lines: &[&[u8]]) -> Self {
        let mut chars = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                chars.extend([BORDER, ' ']);
            }
            chars.extend(line.iter().map(|&byte| char::from(byte)));
        }
        let mut input = Self { chars, at: 0 };
        input.skip(&[' ']);
        input
    }

    /// Whether nothing but spaces is left (§4.2, steps 6 and 7).
    fn is_over(&mut self) -> bool {
        self.skip(&[' ']);
        self.is_empty()
    }

    fn pop(&mut self) -> Option<char> {
        let first = self.first()?;
        self.at += 1;
        Some(first)
    }

    fn first(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn is_empty(&self) -> bool {
        self.at == self.chars.len()
    }

    fn begins_with(&self, char: char) -> bool {
        self.first() == Some(char)
    }

    /// Consumes the first character, which has to be this one.
    fn expect(&mut self, char: char) -> Option<()> {
        (self.pop()? == char).then_some(())
    }

    fn skip(&mut self, chars: &[char]) {
        while self.first().is_some_and(|first| chars.contains(&first)) {
            self.pop();
        }
    }

    /// What Lists and Dictionaries have in common (§4.2.1, §4.2.2).
    fn comma_separated(
        &mut self,
        mut take_member: impl FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        while !self.is_empty() {
            take_member(self)?;
            self.skip(&[' ', '\t']);
            if self.is_empty() {
                return Some(());
            }
            if !matches!(self.pop()?, ',' | BORDER) {
                return None;
            }
            self.skip(&[' ', '\t']);
            if self.is_empty() {
                return None;
            }
        }
        Some(())
    }

    /// §4.2.1.1
    fn member(&mut self) -> Option<Member> {
        if self.begins_with('(') {
            self.inner_list()
        } else {
            self.item().map(Member::Item)
        }
    }

    /// §4.2.1.2
    fn inner_list(&mut self) -> Option<Member> {
        self.expect('(')?;
        let mut items = Vec::new();
        while !self.is_empty() {
            self.skip(&[' ']);
            if self.begins_with(')') {
                self.pop()?;
                return Some(Member::InnerList(items, self.parameters()?));
            }
            items.push(self.item()?);
            if !matches!(self.first()?, ' ' | ')') {
                return None;
            }
        }
        None
    }

    /// §4.2.3
    fn item(&mut self) -> Option<Item> {
        Some(Item {
            value: self.bare_item()?,
            parameters: self.parameters()?,
        })
    }

    /// §4.2.3.1
    fn bare_item(&mut self) -> Option<Value> {
        match self.first()? {
            '-' | '0'..='9' => self.number(),
            '"' => self.string(),
            'A'..='Z' | 'a'..='z' | '*' => self.token(),
            ':' => self.byte_sequence(),
            '?' => self.boolean(),
            '@' => self.date(),
            '%' => self.display_string(),
            _ => None,
        }
    }

    /// §4.2.3.2
    fn parameters(&mut self) -> Option<Map<Value>> {
        let mut parameters = Map::new();
        while self.begins_with(';') {
            self.pop()?;
            self.skip(&[' ']);
            let key = self.key()?;
            let mut value = Value::Boolean(true);
            if self.begins_with('=') {
                self.pop()?;
                value = self.bare_item()?;
            }
            put(&mut parameters, key, value);
        }
        Some(parameters)
    }

    /// §4.2.3.3
    fn key(&mut self) -> Option<String> {
        let mut key = String::new();
        if !matches!(self.first()?, 'a'..='z' | '*') {
            return None;
        }
        while matches!(
            self.first(),
            Some('a'..='z' | '0'..='9' | '_' | '-' | '.' | '*')
        ) {
            key.push(self.pop()?);
        }
        Some(key)
    }

    /// §4.2.4
    fn number(&mut self) -> Option<Value> {
        let is_negative = self.begins_with('-');
        if is_negative {
            self.pop()?;
        }
        if !self.first()?.is_ascii_digit() {
            return None;
        }
        let mut number = String::new();
        while let Some(char) = self.first() {
            match char {
                '0'..='9' => {}
                '.' if !number.contains('.') => {
                    if number.len() > 12 {
                        return None;
                    }
                }
                _ => break,
            }
            number.push(self.pop()?);
            let max = if number.contains('.') { 16 } else { 15 };
            if number.len() > max {
                return None;
            }
        }
        let value: i64 = match number.split_once('.') {
            None => number.parse().ok()?,
            Some((whole, fraction)) => {
                if fraction.is_empty() || fraction.len() > 3 {
                    return None;
                }
                format!("{whole}{fraction:0<3}").parse().ok()?
            }
        };
        let value = if is_negative { -value } else { value };
        Some(if number.contains('.') {
            Value::Decimal(value)
        } else {
            Value::Integer(value)
        })
    }

    /// §4.2.5
    fn string(&mut self) -> Option<Value> {
        let mut string = String::new();
        self.expect('"')?;
        loop {
            match self.pop()? {
                '\\' => match self.pop()? {
                    char @ ('"' | '\\') => string.push(char),
                    _ => return None,
                },
                '"' => return Some(Value::String(string)),
                char @ ' '..='~' => string.push(char),
                _ => return None,
            }
        }
    }

    /// §4.2.6
    fn token(&mut self) -> Option<Value> {
        let mut token = String::new();
        while let Some(char) = self.first()
            && (char.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~:/".contains(char))
        {
            token.push(self.pop()?);
        }
        Some(Value::Token(token))
    }

    /// §4.2.7
    fn byte_sequence(&mut self) -> Option<Value> {
        self.expect(':')?;
        let mut content = String::new();
        loop {
            match self.pop()? {
                ':' => break,
                char => content.push(char),
            }
        }
        base64(&content).map(Value::Bytes)
    }

    /// §4.2.8
    fn boolean(&mut self) -> Option<Value> {
        self.expect('?')?;
        match self.pop()? {
            '1' => Some(Value::Boolean(true)),
            '0' => Some(Value::Boolean(false)),
            _ => None,
        }
    }

    /// §4.2.9
    fn date(&mut self) -> Option<Value> {
        self.expect('@')?;
        match self.number()? {
            Value::Integer(seconds) => Some(Value::Date(seconds)),
            _ => None,
        }
    }

    /// §4.2.10
    fn display_string(&mut self) -> Option<Value> {
        self.expect('%')?;
        self.expect('"')?;
        let mut bytes = Vec::new();
        loop {
            match self.pop()? {
                '%' => {
                    let digits = [self.pop()?, self.pop()?];
                    if !digits.iter().all(|it| matches!(it, '0'..='9' | 'a'..='f')) {
                        return None;
                    }
                    let digits = String::from_iter(digits);
                    bytes.push(u8::from_str_radix(&digits, 16).ok()?);
                }
                '"' => return String::from_utf8(bytes).ok().map(Value::Display),
                char @ ' '..='~' => bytes.push(u8::try_from(char).ok()?),
                _ => return None,
            }
        }
    }
}

/// Decodes base64 as §4.2.7 asks for: padding is made up where it lacks, and bits that are left over
/// may be set.
pub fn base64(content: &str) -> Option<Vec<u8>> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if !content.is_ascii() {
        return None;
    }
    let mut content = content.to_owned();
    while !content.len().is_multiple_of(4) {
        content.push('=');
    }
    let mut bytes = Vec::new();
    let groups = content.chars().collect::<Vec<_>>();
    for (index, group) in groups.chunks(4).enumerate() {
        let padding = group.iter().rev().take_while(|it| **it == '=').count();
        let is_last = (index + 1) * 4 == groups.len();
        if padding > 2 || padding > 0 && !is_last {
            return None;
        }
        let mut bits: u32 = 0;
        for char in &group[..4 - padding] {
            bits = bits << 6 | u32::try_from(ALPHABET.find(*char)?).ok()?;
        }
        bits <<= 6 * padding;
        bytes.extend_from_slice(&bits.to_be_bytes()[1..4 - padding]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_rfc_4648() {
        // RFC 4648 §10.
        for (text, bytes) in [
            ("", ""),
            ("Zg==", "f"),
            ("Zm8=", "fo"),
            ("Zm9v", "foo"),
            ("Zm9vYg==", "foob"),
            ("Zm9vYmE=", "fooba"),
            ("Zm9vYmFy", "foobar"),
            ("Zm9vYmE", "fooba"),
            ("Zm9vYg=", "foob"),
            ("Zm9vYg", "foob"),
        ] {
            assert_eq!(base64(text).as_deref(), Some(bytes.as_bytes()), "{text}");
        }
        for text in [
            "A", "A===", "====", "Zg==Zg==", "Z=g=", "Zm9v=", "Zm9v====", "Zm-v",
        ] {
            assert_eq!(base64(text), None, "{text}");
        }
    }
}
