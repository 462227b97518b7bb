//! chunk-ext (RFC 9112 §7.1.1).

use super::{Body, is_obs_text, is_space, is_tchar};
use crate::Failure;

/// A name, and a value without quotes and escapes.
type Extension = (Vec<u8>, Option<Vec<u8>>);

impl Body<'_> {
    /// Checks the first octet behind the size.
    pub(super) fn check_behind_size(&self) -> Result<(), Failure> {
        match self.next()? {
            b';' if self.config.refuse_extensions => self.fail("invalid-extension"),
            b' ' | b'\t' if !self.may_be_spaced() => self.fail("invalid-extension"),
            b';' | b' ' | b'\t' | b'\r' => Ok(()),
            b'\n' if self.config.allow_bare_lf => Ok(()),
            _ => self.fail_or_bare_lf("invalid-chunk-size"),
        }
    }

    /// Whether there is a legal size line with whitespace behind the size: at its end, or in front
    /// of an extension.
    fn may_be_spaced(&self) -> bool {
        let config = self.config;
        config.allow_trailing_whitespace
            || !config.refuse_bad_whitespace && !config.refuse_extensions
    }

    /// What stands between the size and the line end.
    pub(super) fn extensions(&mut self, line_start: usize) -> Result<Vec<Extension>, Failure> {
        let config = self.config;
        // A refusal holds against a leniency.
        let is_refused =
            config.refuse_extensions || config.refuse_bad_whitespace && is_space(self.next()?);
        if config.allow_invalid_extensions && !is_refused {
            return self.invalid_extensions(line_start);
        }
        // chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )
        let mut extensions = Vec::new();
        let mut has_space = self.space(line_start)?;
        while !self.is_line_end()? {
            if self.next()? != b';' {
                return self.fail_or_bare_lf(if extensions.is_empty() {
                    "invalid-chunk-size"
                } else {
                    "invalid-extension"
                });
            }
            // Only behind whitespace that was let through as the end of the line.
            if config.refuse_extensions || has_space && config.refuse_bad_whitespace {
                return self.fail("invalid-extension");
            }
            self.take_of_head(line_start)?;
            self.bad_whitespace(line_start)?;
            let name = self.extension_name(line_start)?;
            has_space = self.space(line_start)?;
            let mut value = None;
            if self.next()? == b'=' {
                if has_space && config.refuse_bad_whitespace {
                    return self.fail("invalid-extension");
                }
                self.take_of_head(line_start)?;
                self.bad_whitespace(line_start)?;
                value = Some(self.extension_value(line_start)?);
                has_space = self.space(line_start)?;
            }
            extensions.push((name, value));
        }
        // There was nothing behind the whitespace.
        if has_space && !config.allow_trailing_whitespace {
            return self.fail("invalid-extension");
        }
        Ok(extensions)
    }

    /// Whitespace in front of a semicolon, an equals sign or the line end. Returns whether there
    /// was any.
    fn space(&mut self, line_start: usize) -> Result<bool, Failure> {
        let start = self.at;
        while is_space(self.next()?) {
            if self.config.refuse_bad_whitespace && !self.config.allow_trailing_whitespace {
                return self.fail("invalid-extension");
            }
            self.take_of_head(line_start)?;
        }
        Ok(self.at > start)
    }

    /// BWS = *( SP / HTAB ), where no line could end.
    fn bad_whitespace(&mut self, line_start: usize) -> Result<(), Failure> {
        while is_space(self.next()?) {
            if self.config.refuse_bad_whitespace {
                return self.fail("invalid-extension");
            }
            self.take_of_head(line_start)?;
        }
        Ok(())
    }

    /// token = 1*tchar
    fn extension_name(&mut self, line_start: usize) -> Result<Vec<u8>, Failure> {
        let start = self.at;
        while is_tchar(self.next()?) {
            self.take_of_head(line_start)?;
        }
        if self.at == start {
            return self.fail_or_bare_lf("invalid-extension");
        }
        Ok(self.bytes[start..self.at].to_vec())
    }

    /// token / quoted-string
    fn extension_value(&mut self, line_start: usize) -> Result<Vec<u8>, Failure> {
        if self.next()? != b'"' {
            return self.extension_name(line_start);
        }
        self.take_of_head(line_start)?;
        let mut value = Vec::new();
        while self.next()? != b'"' {
            // qdtext, or quoted-pair = "\" ( HTAB / SP / VCHAR / obs-text )
            if self.next()? == b'\\' {
                self.take_of_head(line_start)?;
            }
            let octet = self.next()?;
            if !may_be_quoted(octet) {
                return self.fail("invalid-extension");
            }
            value.push(octet);
            self.take_of_head(line_start)?;
        }
        self.take_of_head(line_start)?;
        Ok(value)
    }

    /// Anything but CR, LF and NUL behind a semicolon, space or tab, and the extensions in front of
    /// the first that is none.
    fn invalid_extensions(&mut self, line_start: usize) -> Result<Vec<Extension>, Failure> {
        let start = self.at;
        while self.next()? != b'\r' && self.next()? != b'\n' {
            if self.next()? == 0 {
                return self.fail("invalid-extension");
            }
            self.take_of_head(line_start)?;
        }
        if !self.is_line_end()? {
            return self.fail("bare-lf");
        }

        Ok(leading_extensions(&self.bytes[start..self.at]))
    }
}

/// The extensions at the start of what stands between a size and its line end.
fn leading_extensions(mut line: &[u8]) -> Vec<Extension> {
    let mut extensions = Vec::new();
    while let Some((extension, rest)) = leading_extension(line) {
        extensions.push(extension);
        line = rest;
    }
    extensions
}

/// BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ], and what is behind it.
fn leading_extension(line: &[u8]) -> Option<(Extension, &[u8])> {
    let line = without_space(without_space(line).strip_prefix(b";")?);
    let (name, rest) = leading_token(line)?;
    let Some(value) = without_space(rest).strip_prefix(b"=") else {
        return Some(((name, None), rest));
    };
    let value = without_space(value);
    let (value, rest) = match value.strip_prefix(b"\"") {
        Some(quoted) => leading_quoted(quoted)?,
        None => leading_token(value)?,
    };
    Some(((name, Some(value)), rest))
}

fn without_space(line: &[u8]) -> &[u8] {
    let spaces = line.iter().take_while(|&&octet| is_space(octet));
    &line[spaces.count()..]
}

fn leading_token(line: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let tchars = line.iter().take_while(|&&octet| is_tchar(octet));
    let (token, rest) = line.split_at(tchars.count());
    (!token.is_empty()).then(|| (token.to_vec(), rest))
}

/// The rest of a quoted-string whose opening quote is gone.
fn leading_quoted(line: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut value = Vec::new();
    let mut octets = line.iter().copied().enumerate();
    while let Some((at, octet)) = octets.next() {
        let octet = match octet {
            b'"' => return Some((value, &line[at + 1..])),
            b'\\' => octets.next()?.1,
            octet => octet,
        };
        if !may_be_quoted(octet) {
            return None;
        }
        value.push(octet);
    }
    None
}

/// Whether an octet may stand in a quoted-string, escaped or not.
fn may_be_quoted(octet: u8) -> bool {
    is_space(octet) || octet.is_ascii_graphic() || is_obs_text(octet)
}
