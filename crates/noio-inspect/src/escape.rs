//! Text of a stream made safe to look at.
//!
//! A capture may come from anyone. Its control characters could drive the terminal, its bidi
//! controls reorder what is shown, its invisible characters hide in a name: all of them are shown
//! by their code points, and bytes that are no UTF-8 by their values.

use core::fmt;

use anstyle::Style;

/// Text with its hidden characters escaped.
pub(crate) struct Escaped<'a> {
    bytes: &'a [u8],
    style: Style,
    mark: Style,
}

impl<'a> Escaped<'a> {
    pub(crate) const fn new(text: &'a str) -> Self {
        Self::with_styles(text.as_bytes(), Style::new(), Style::new())
    }

    /// Shows the text in `style` and the escapes in `mark`, which tells them from text that looks
    /// alike.
    pub(crate) const fn with_styles(bytes: &'a [u8], style: Style, mark: Style) -> Self {
        Self { bytes, style, mark }
    }
}

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { bytes, style, mark } = self;
        write!(f, "{style}")?;
        for chunk in bytes.utf8_chunks() {
            self.text(chunk.valid(), f)?;
            if !chunk.invalid().is_empty() {
                write!(f, "{mark}")?;
                for byte in chunk.invalid() {
                    write!(f, "\\x{byte:02x}")?;
                }
                write!(f, "{mark:#}{style}")?;
            }
        }
        write!(f, "{style:#}")
    }
}

impl Escaped<'_> {
    fn text(&self, text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { style, mark, .. } = self;
        let mut rest = text;
        while let Some(start) = rest.find(is_hidden) {
            let (shown, tail) = rest.split_at(start);
            let len = tail.find(|char| !is_hidden(char)).unwrap_or(tail.len());
            let (hidden, behind) = tail.split_at(len);
            // The end of one style is the end of all.
            let escape = hidden.escape_default();
            write!(f, "{shown}{mark}{escape}{mark:#}{style}")?;
            rest = behind;
        }
        f.write_str(rest)
    }
}

/// Whether `char` does something else than be seen.
///
/// That is every control character, the line separators that are none to us, and what Unicode
/// lists as default ignorable: bidi controls, joiners, variation selectors, tags, fillers.
pub(crate) fn is_hidden(char: char) -> bool {
    match char {
        ' '..='~' => false,
        '\u{2028}' | '\u{2029}' => true,
        // Interlinear annotation, which is not on Unicode's list.
        '\u{fff9}'..='\u{fffb}' => true,
        _ => char.is_control() || is_default_ignorable(char),
    }
}

/// The property `Default_Ignorable_Code_Point` (Unicode, `DerivedCoreProperties.txt`).
const fn is_default_ignorable(char: char) -> bool {
    matches!(
        char,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_seen_stands_as_it_is() {
        let text = "plain \"quoted\" back\\slash é ß 日本語 שלום مرحبا 🙂 \u{fffd} e\u{301}";
        assert_eq!(Escaped::new(text).to_string(), text);
    }

    #[test]
    fn hidden_characters_are_shown_by_their_code_points() {
        for (text, shown) in [
            ("\0", "\\u{0}"),
            ("a\tb\rc\nd", "a\\tb\\rc\\nd"),
            ("\u{1b}[31m", "\\u{1b}[31m"),
            ("\u{7f}\u{80}\u{9b}", "\\u{7f}\\u{80}\\u{9b}"),
            ("user\u{202e}txt", "user\\u{202e}txt"),
            ("\u{e0041}", "\\u{e0041}"),
        ] {
            assert_eq!(Escaped::new(text).to_string(), shown);
        }
    }

    #[test]
    fn every_control_and_bidi_character_is_hidden() {
        let bidi = "\u{61c}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\
                    \u{2068}\u{2069}\u{2028}\u{2029}\u{feff}\u{200b}\u{ad}";
        let controls = (0..=0x9f)
            .filter_map(char::from_u32)
            .filter(|c| c.is_control());
        let hidden: Vec<char> = controls.chain(bidi.chars()).collect();
        assert_eq!(hidden.len(), 65 + 17);
        for char in hidden {
            assert!(is_hidden(char), "{char:?}");
        }
    }

    #[test]
    fn only_the_escapes_are_marked() {
        let mark = anstyle::AnsiColor::Yellow.on_default();
        let bold = Style::new().bold();
        assert_eq!(
            Escaped::with_styles(b"a\t\0b", Style::new(), mark).to_string(),
            format!("a{mark}\\t\\u{{0}}{mark:#}b")
        );
        assert_eq!(
            Escaped::with_styles(b"a\tb", bold, mark).to_string(),
            format!("{bold}a{mark}\\t{mark:#}{bold}b{bold:#}")
        );
    }

    #[test]
    fn bytes_that_are_no_utf_8_are_shown_by_their_values() {
        let mark = anstyle::AnsiColor::Yellow.on_default();
        let plain = Style::new();
        for (bytes, shown) in [
            (&b"a\xff"[..], r"a\xff"),
            (b"\xe2\x82\xe2\x82\xac", "\\xe2\\x82\u{20ac}"),
            (b"\x80\x1b\x80", r"\x80\u{1b}\x80"),
        ] {
            let escaped = Escaped::with_styles(bytes, plain, plain);
            assert_eq!(escaped.to_string(), shown);
        }
        assert_eq!(
            Escaped::with_styles(b"a\xf0\x9fb", plain, mark).to_string(),
            format!("a{mark}\\xf0\\x9f{mark:#}b")
        );
    }
}
