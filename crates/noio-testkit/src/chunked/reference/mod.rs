//! A slow and obvious decoder, written down from RFC 9112 §7.1.
//!
//! It has the whole body before it and reads it from left to right as the grammar is written, one
//! function for each rule. It shares nothing with `noio-chunked` but the form of the log and the
//! record of the limits and leniencies.
//!
//! An error is at the first octet that no legal body could have there. Where an octet breaks
//! several rules, the grammar comes first, then the sizes, then the lengths of lines:
//!
//! * a size counts once the first octet behind it is known to be legal: [`Config::max_chunk_len`],
//!   then [`Config::max_body_len`];
//! * an octet that the grammar allows can still be one too many: for [`Config::max_head_len`], or
//!   for [`Config::max_trailer_count`] and then [`Config::max_trailer_len`];
//! * [`Config::max_overhead`] counts when a size line is complete, at its LF.

use noio_chunked::Config;

use crate::{Failure, Log};

mod extensions;
mod trailers;

pub use trailers::FORBIDDEN;

/// What the RFC calls HEXDIG, with its values; either case counts.
const HEX_DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The octets of a size line that are no overhead, beside twice the size.
const FREE_LINE_LEN: u64 = 16;

/// Decodes a body and what may follow it, and logs what the body says.
///
/// Returns the offset behind the body.
///
/// # Errors
///
/// The first rule that it breaks, or that it is cut short. The log has what came before.
pub fn decode(bytes: &[u8], config: &Config, log: &mut Log) -> Result<usize, Failure> {
    let mut body = Body {
        bytes,
        at: 0,
        config,
    };
    // chunked-body = *chunk last-chunk trailer-section CRLF
    let mut body_len = 0;
    let mut excess = 0;
    loop {
        let size = body.size_line(body_len, &mut excess, log)?;
        if size == 0 {
            break;
        }
        body.data(size, log)?;
        body_len += size;
        body.data_end()?;
    }
    body.trailer_section(log)?;
    log.push("end", &[("body_len", body_len.to_string().as_bytes())]);
    Ok(body.at)
}

/// A body, and how far it was read.
struct Body<'b> {
    bytes: &'b [u8],
    at: usize,
    config: &'b Config,
}

impl Body<'_> {
    /// The next octet, which is not taken.
    fn next(&self) -> Result<u8, Failure> {
        match self.bytes.get(self.at) {
            Some(&octet) => Ok(octet),
            None => self.fail("truncated"),
        }
    }

    /// A failure at the next octet.
    fn fail<T>(&self, kind: &'static str) -> Result<T, Failure> {
        Err(Failure {
            kind,
            offset: self.at as u64,
        })
    }

    /// A failure at the next octet: a line feed has a kind of its own.
    fn fail_or_bare_lf<T>(&self, kind: &'static str) -> Result<T, Failure> {
        let is_bare_lf = self.next()? == b'\n' && !self.config.allow_bare_lf;
        self.fail(if is_bare_lf { "bare-lf" } else { kind })
    }

    /// Whether the next octet begins the end of a line.
    fn is_line_end(&self) -> Result<bool, Failure> {
        let octet = self.next()?;
        Ok(octet == b'\r' || octet == b'\n' && self.config.allow_bare_lf)
    }

    /// CRLF, or a line feed alone where that is allowed. Returns the offset of the line feed.
    fn line_end(&mut self) -> Result<usize, Failure> {
        if self.next()? == b'\r' {
            self.at += 1;
            if self.next()? != b'\n' {
                return self.fail("bare-cr");
            }
        }
        self.at += 1;
        Ok(self.at - 1)
    }

    /// chunk-size [ chunk-ext ] CRLF. Returns the size.
    fn size_line(
        &mut self,
        body_len: u64,
        excess: &mut u64,
        log: &mut Log,
    ) -> Result<u64, Failure> {
        let start = self.at;
        let size = self.size(start)?;
        self.check_behind_size()?;
        if size > self.config.max_chunk_len {
            return self.fail("chunk-too-large");
        }
        if u128::from(body_len) + u128::from(size) > u128::from(self.config.max_body_len) {
            return self.fail("body-too-large");
        }
        let extensions = self.extensions(start)?;

        let line_len = (self.at - start) as u64;
        let line_feed = self.line_end()?;
        let free = u128::from(size) * 2 + u128::from(FREE_LINE_LEN);
        *excess += line_len + 2;
        *excess -= u64::try_from(free).map_or(*excess, |free| free.min(*excess));
        if *excess > self.config.max_overhead.into() {
            return Err(Failure {
                kind: "overhead-too-large",
                offset: line_feed as u64,
            });
        }
        if self.config.chunk_heads {
            log.push("chunk", &[("size", size.to_string().as_bytes())]);
            for (name, value) in &extensions {
                log.push_part("name", name);
                if let Some(value) = value {
                    log.push_part("value", value);
                }
            }
        }
        Ok(size)
    }

    /// chunk-size = 1*HEXDIG
    fn size(&mut self, line_start: usize) -> Result<u64, Failure> {
        let mut size = 0_u64;
        loop {
            let octet = self.next()?.to_ascii_lowercase();
            let Some(digit) = HEX_DIGITS.iter().position(|&digit| digit == octet) else {
                break;
            };
            let larger = u128::from(size) * 16 + digit as u128;
            let Ok(larger) = u64::try_from(larger) else {
                return self.fail("chunk-size-overflow");
            };
            size = larger;
            self.take_of_head(line_start)?;
        }
        if self.at == line_start {
            return self.fail("invalid-chunk-size");
        }
        Ok(size)
    }

    /// Takes an octet that the grammar allows in a size line, in front of its line end.
    fn take_of_head(&mut self, line_start: usize) -> Result<(), Failure> {
        if (self.at - line_start) as u64 >= self.config.max_head_len.into() {
            return self.fail("head-too-long");
        }
        self.at += 1;
        Ok(())
    }

    /// chunk-data, or what there is of it.
    fn data(&mut self, size: u64, log: &mut Log) -> Result<(), Failure> {
        let left = self.bytes.len() - self.at;
        let len = usize::try_from(size).map_or(left, |size| size.min(left));
        log.push_piece("data", &self.bytes[self.at..self.at + len]);
        self.at += len;
        if (len as u64) < size {
            return self.fail("truncated");
        }
        Ok(())
    }

    /// The CRLF behind chunk-data.
    fn data_end(&mut self) -> Result<(), Failure> {
        match self.next()? {
            b'\r' => {
                self.at += 1;
                if self.next()? != b'\n' {
                    return self.fail("invalid-chunk-end");
                }
                self.at += 1;
                Ok(())
            }
            b'\n' if self.config.allow_bare_lf => {
                self.at += 1;
                Ok(())
            }
            octet if octet.is_ascii_hexdigit() && self.config.allow_missing_data_crlf => Ok(()),
            _ => self.fail_or_bare_lf("invalid-chunk-end"),
        }
    }
}

fn is_space(octet: u8) -> bool {
    octet == b' ' || octet == b'\t'
}

/// tchar (RFC 9110 §5.6.2).
fn is_tchar(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&octet)
}

/// obs-text (RFC 9110 §5.5).
fn is_obs_text(octet: u8) -> bool {
    octet >= 0x80
}
