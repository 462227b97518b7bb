//! trailer-section (RFC 9112 §7.1.2), and the CRLF behind it.

use super::{Body, is_obs_text, is_space, is_tchar};
use crate::{Failure, Log};

/// What may not be in a trailer section, by RFC 9110 §6.5.1 or since its own definition says nothing
/// of trailers and what it says is needed early.
pub const FORBIDDEN: &[&str] = &[
    // Framing and the connection.
    "connection",
    "content-length",
    "http2-settings",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    // Routing.
    "forwarded",
    "host",
    "max-forwards",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
    // Request modifiers: controls, preferences, conditions.
    "accept",
    "accept-charset",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "expect",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "origin",
    "pragma",
    "range",
    // Authentication and state.
    "authorization",
    "cookie",
    "proxy-authenticate",
    "proxy-authorization",
    "set-cookie",
    "www-authenticate",
    // Response control data.
    "age",
    "allow",
    "date",
    "expires",
    "last-modified",
    "location",
    "retry-after",
    "vary",
    "warning",
    // What the content is.
    "content-encoding",
    "content-language",
    "content-location",
    "content-range",
    "content-type",
];

impl Body<'_> {
    /// trailer-section = *( field-line CRLF ), and the CRLF that ends the body
    pub(super) fn trailer_section(&mut self, log: &mut Log) -> Result<(), Failure> {
        let start = self.at;
        let mut count = 0;
        while !self.is_line_end()? {
            // A field begins, if it does.
            if !is_tchar(self.next()?) {
                return self.fail_or_bare_lf("invalid-trailer");
            }
            if count == self.config.max_trailer_count {
                return self.fail("too-many-trailers");
            }
            count += 1;
            self.field_line(start, log)?;
        }
        self.line_end()?;
        Ok(())
    }

    /// field-line = field-name ":" OWS field-value OWS
    fn field_line(&mut self, section_start: usize, log: &mut Log) -> Result<(), Failure> {
        let start = self.at;
        while is_tchar(self.next()?) {
            self.take_of_trailer(section_start)?;
        }
        let name = &self.bytes[start..self.at];
        if self.next()? != b':' {
            return self.fail_or_bare_lf("invalid-trailer");
        }
        self.take_of_trailer(section_start)?;

        let start = self.at;
        while !self.is_line_end()? {
            let octet = self.next()?;
            if !is_space(octet) && !octet.is_ascii_graphic() && !is_obs_text(octet) {
                return self.fail_or_bare_lf("invalid-trailer");
            }
            self.take_of_trailer(section_start)?;
        }
        let mut value = &self.bytes[start..self.at];
        while let [octet, rest @ ..] = value
            && is_space(*octet)
        {
            value = rest;
        }
        while let [rest @ .., octet] = value
            && is_space(*octet)
        {
            value = rest;
        }
        self.trailer_line_end(section_start)?;

        let kind = if is_forbidden(name) {
            "forbidden-trailer"
        } else {
            "trailer"
        };
        log.push(kind, &[("name", name), ("value", value)]);
        Ok(())
    }

    /// The end of a field line, whose octets count.
    fn trailer_line_end(&mut self, section_start: usize) -> Result<(), Failure> {
        if self.next()? == b'\r' {
            self.take_of_trailer(section_start)?;
            if self.next()? != b'\n' {
                return self.fail("bare-cr");
            }
        }
        self.take_of_trailer(section_start)
    }

    /// Takes an octet that the grammar allows in a field line, its line end included.
    fn take_of_trailer(&mut self, section_start: usize) -> Result<(), Failure> {
        if (self.at - section_start) as u64 >= self.config.max_trailer_len.into() {
            return self.fail("trailer-too-long");
        }
        self.at += 1;
        Ok(())
    }
}

/// Whether a field may not be in a trailer section.
pub(super) fn is_forbidden(name: &[u8]) -> bool {
    FORBIDDEN
        .iter()
        .any(|forbidden| name.eq_ignore_ascii_case(forbidden.as_bytes()))
}
