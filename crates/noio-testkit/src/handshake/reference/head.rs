//! Heads of HTTP/1.1, octet by octet (RFC 9112 §2 to §5).

use noio_websocket::handshake::Config;

use super::{Fields, grammar};
use crate::Failure;

const START_LINE: &str = "invalid-start-line";
const FIELD_NAME: &str = "invalid-field-name";
const FIELD_VALUE: &str = "invalid-field-value";

/// An input, and how far it was read.
pub(super) struct Octets<'b> {
    bytes: &'b [u8],
    pub(super) at: usize,
    config: Config,
}

/// `request-line` (RFC 9112 §3).
pub(super) struct RequestLine<'b> {
    pub(super) method: &'b str,
    pub(super) target: &'b str,
    pub(super) is_http10: bool,
}

/// What counts of `status-line` (RFC 9112 §4).
pub(super) struct StatusLine {
    pub(super) is_http10: bool,
    pub(super) status: u16,
}

impl<'b> Octets<'b> {
    pub(super) fn new(bytes: &'b [u8], config: Config) -> Self {
        Self {
            bytes,
            at: 0,
            config,
        }
    }

    /// A request head, with an empty line before it if there is one (RFC 9112 §2.2).
    pub(super) fn request_head(&mut self) -> Result<(RequestLine<'b>, Fields<'b>), Failure> {
        if self.next()? == b'\r' {
            self.line_end(START_LINE)?;
        }
        let method = self.text(grammar::is_tchar, START_LINE)?;
        self.octet(b' ', START_LINE)?;
        let target = self.text(|octet| octet.is_ascii_graphic(), START_LINE)?;
        self.octet(b' ', START_LINE)?;
        let version = self.version()?;
        if version != *b"1.1" {
            return self.fail_at_last("unsupported-http-version");
        }
        self.line_end(START_LINE)?;
        let line = RequestLine {
            method,
            target,
            is_http10: false,
        };
        Ok((line, self.fields()?))
    }

    /// A response head.
    pub(super) fn response_head(&mut self) -> Result<(StatusLine, Fields<'b>), Failure> {
        let version = self.version()?;
        if !matches!(&version, b"1.0" | b"1.1") {
            return self.fail_at_last("unsupported-http-version");
        }
        self.octet(b' ', START_LINE)?;
        let mut status = 0;
        for _ in 0..3 {
            status = status * 10 + u16::from(self.digit()? - b'0');
        }
        self.octet(b' ', START_LINE)?;
        self.run(grammar::is_text)?;
        self.line_end(START_LINE)?;
        let line = StatusLine {
            is_http10: version == *b"1.0",
            status,
        };
        Ok((line, self.fields()?))
    }

    /// `HTTP-version` (RFC 9112 §2.3), of which the part behind the slash.
    fn version(&mut self) -> Result<[u8; 3], Failure> {
        for octet in *b"HTTP/" {
            self.octet(octet, START_LINE)?;
        }
        let major = self.digit()?;
        self.octet(b'.', START_LINE)?;
        Ok([major, b'.', self.digit()?])
    }

    fn digit(&mut self) -> Result<u8, Failure> {
        let digit = self.next()?;
        if !digit.is_ascii_digit() {
            return self.fail(START_LINE);
        }
        self.at += 1;
        Ok(digit)
    }

    /// Field lines, and the empty line behind them (RFC 9112 §2.1 and §5).
    fn fields(&mut self) -> Result<Fields<'b>, Failure> {
        let mut fields = Fields::default();
        while self.next()? != b'\r' {
            if fields.len() == self.config.max_field_count {
                return self.fail("too-many-fields");
            }
            let name = self.text(grammar::is_tchar, FIELD_NAME)?;
            self.octet(b':', FIELD_NAME)?;
            let value = self.run(grammar::is_text)?;
            self.line_end(FIELD_VALUE)?;
            fields.push(name, grammar::trim(value));
        }
        self.line_end(FIELD_NAME)?;
        Ok(fields)
    }

    /// CRLF. Another octet than a part of it breaks the rule of where it stands.
    fn line_end(&mut self, kind: &'static str) -> Result<(), Failure> {
        match self.next()? {
            b'\r' => self.at += 1,
            b'\n' => return self.fail("invalid-line-end"),
            _ => return self.fail(kind),
        }
        self.octet(b'\n', "invalid-line-end")
    }

    /// One octet, which has to be this.
    fn octet(&mut self, octet: u8, kind: &'static str) -> Result<(), Failure> {
        if self.next()? != octet {
            return self.fail(kind);
        }
        self.at += 1;
        Ok(())
    }

    /// As many octets of a class of ASCII as there are, one at the least.
    fn text(&mut self, class: fn(u8) -> bool, kind: &'static str) -> Result<&'b str, Failure> {
        let run = self.run(class)?;
        match str::from_utf8(run) {
            Ok(text) if !text.is_empty() => Ok(text),
            _ => self.fail(kind),
        }
    }

    /// As many octets of a class as there are.
    fn run(&mut self, class: fn(u8) -> bool) -> Result<&'b [u8], Failure> {
        let start = self.at;
        while class(self.next()?) {
            self.at += 1;
        }
        Ok(&self.bytes[start..self.at])
    }

    /// The next octet, which is not taken.
    fn next(&self) -> Result<u8, Failure> {
        match self.bytes.get(self.at) {
            Some(_) if self.at >= self.config.max_head_len => self.fail("head-too-long"),
            Some(&octet) => Ok(octet),
            None => self.fail("truncated"),
        }
    }

    /// A failure at the next octet.
    fn fail<T>(&self, kind: &'static str) -> Result<T, Failure> {
        let offset = self.at as u64;
        Err(Failure { kind, offset })
    }

    /// A failure at the last octet taken.
    pub(super) fn fail_at_last<T>(&self, kind: &'static str) -> Result<T, Failure> {
        let offset = self.at as u64 - 1;
        Err(Failure { kind, offset })
    }
}
