//! The field lines of a head, read in their order.

use noio_http_field::{class, is_field_name, trim_ows};

use super::{
    Decision, Framing, FramingError, FramingErrorKind, Policy, Reason, Version,
    coding::{Coding, Codings},
    error::Side,
};

/// What the start line says of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// The field lines decide.
    Possible,
    /// There is none, but the fields may say what there would have been: HEAD, 304.
    Omitted,
    /// There is none, and there must be no Transfer-Encoding: 1xx, 204.
    Forbidden,
    /// A tunnel begins, and the fields must be ignored (RFC 9112 §6.3, rule 2).
    Tunnel,
}

/// What the lines read so far say.
#[derive(Debug)]
pub(super) struct Lines<'c> {
    version: Version,
    content: Content,
    side: Side,
    policy: &'c Policy,
    codings: Codings,
    content_length: Option<u64>,
    /// The last line with a Transfer-Encoding.
    transfer_encoding_at: Option<usize>,
    /// Where there can be no body, whether a Content-Length says that there is one.
    ignored_content_length: Option<bool>,
}

impl<'c> Lines<'c> {
    pub(super) fn read(
        version: Version,
        content: Content,
        side: Side,
        fields: impl IntoIterator<Item = (impl AsRef<[u8]>, impl AsRef<[u8]>)>,
        policy: &'c Policy,
    ) -> Result<Self, FramingError> {
        let mut lines = Self {
            version,
            content,
            side,
            policy,
            codings: Codings::new(),
            content_length: None,
            transfer_encoding_at: None,
            ignored_content_length: None,
        };
        for (at, (name, value)) in fields.into_iter().enumerate() {
            lines
                .push(at, name.as_ref(), value.as_ref())
                .map_err(|kind| FramingError::new(kind, at, side))?;
        }
        Ok(lines)
    }

    fn push(&mut self, at: usize, name: &[u8], value: &[u8]) -> Result<(), FramingErrorKind> {
        if !is_field_name(name) {
            return Err(FramingErrorKind::InvalidFieldName);
        }
        // RFC 9110 §5.5. Whoever comes next may see another field line in them.
        if value
            .iter()
            .any(|byte| matches!(byte, b'\r' | b'\n' | b'\0'))
        {
            return Err(FramingErrorKind::InvalidFieldValue);
        }
        if name.eq_ignore_ascii_case(b"transfer-encoding") {
            self.push_transfer_encoding(at, value)
        } else if name.eq_ignore_ascii_case(b"content-length") {
            self.push_content_length(value)
        } else {
            Ok(())
        }
    }

    fn push_transfer_encoding(&mut self, at: usize, value: &[u8]) -> Result<(), FramingErrorKind> {
        if self.content == Content::Tunnel {
            return Ok(());
        }
        if self.version == Version::Http10 && !self.policy.allow_transfer_encoding_in_http10 {
            return Err(FramingErrorKind::TransferEncodingInHttp10);
        }
        if self.content == Content::Forbidden
            && !self.policy.allow_transfer_encoding_without_content
        {
            return Err(FramingErrorKind::TransferEncodingWithoutContent);
        }
        if self.content == Content::Possible {
            if self.content_length.is_some() {
                self.check_both()?;
            }
            self.codings.push_line(field_value(value)?)?;
        }
        self.transfer_encoding_at = Some(at);
        Ok(())
    }

    fn push_content_length(&mut self, value: &[u8]) -> Result<(), FramingErrorKind> {
        if self.content != Content::Possible {
            let promises_body = trim_ows(value) != b"0" || self.promises_ignored_body();
            self.ignored_content_length = Some(promises_body);
            return Ok(());
        }
        if self.has_transfer_encoding() {
            self.check_both()?;
        }
        // RFC 9112 §6.3, rule 5 reads it as a list: so do those who repeat it.
        for member in field_value(value)?.split(|&byte| byte == b',') {
            let number = decimal(trim_ows(member))?;
            match self.content_length {
                Some(before) if before != number => {
                    return Err(FramingErrorKind::ConflictingContentLength);
                }
                Some(_) if !self.policy.allow_repeated_content_length => {
                    return Err(FramingErrorKind::RepeatedContentLength);
                }
                _ => self.content_length = Some(number),
            }
        }
        Ok(())
    }

    const fn check_both(&self) -> Result<(), FramingErrorKind> {
        if self.policy.allow_content_length_with_transfer_encoding {
            Ok(())
        } else {
            Err(FramingErrorKind::ContentLengthWithTransferEncoding)
        }
    }

    /// Whether there is a Transfer-Encoding that counts.
    pub(super) const fn has_transfer_encoding(&self) -> bool {
        self.transfer_encoding_at.is_some()
    }

    /// Whether there is a Content-Length that does not count.
    pub(super) const fn has_ignored_content_length(&self) -> bool {
        self.ignored_content_length.is_some()
    }

    /// Whether such a Content-Length is another than 0.
    pub(super) const fn promises_ignored_body(&self) -> bool {
        matches!(self.ignored_content_length, Some(true))
    }

    /// What the lines say together (RFC 9112 §6.3, rules 3 to 6), if they say anything.
    pub(super) fn decide(&self, without_fields: Decision) -> Result<Decision, FramingError> {
        match (self.transfer_encoding_at, self.content_length) {
            (None, None) => Ok(without_fields),
            (None, Some(length)) => Ok(Decision::new(
                Framing::Length(length),
                Reason::ContentLength,
            )),
            (Some(at), None) => self.decide_by_codings(at),
            (Some(at), Some(_)) => self
                .decide_by_codings(at)
                .map(Decision::overriding_content_length),
        }
    }

    fn decide_by_codings(&self, at: usize) -> Result<Decision, FramingError> {
        let is_chunked = self.codings.as_slice().last() == Some(&Coding::Chunked);
        let (framing, reason) = match self.side {
            _ if is_chunked => (Framing::Chunked, Reason::FinalChunked),
            Side::Response => (Framing::UntilClose, Reason::FinalNotChunked),
            Side::Request => {
                let kind = FramingErrorKind::FinalCodingNotChunked;
                return Err(FramingError::new(kind, at, self.side));
            }
        };
        Ok(Decision::new(framing, reason)
            .with_codings(self.codings)
            .with_close(self.version == Version::Http10))
    }
}

/// A value without the whitespace around it, if it is a legal one (RFC 9110 §5.5).
fn field_value(value: &[u8]) -> Result<&[u8], FramingErrorKind> {
    if value.iter().all(|&byte| class::is_field_content(byte)) {
        Ok(trim_ows(value))
    } else {
        Err(FramingErrorKind::InvalidFieldValue)
    }
}

/// Reads `1*DIGIT`.
///
/// Not with `str::parse`, which takes a sign as well.
fn decimal(digits: &[u8]) -> Result<u64, FramingErrorKind> {
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(FramingErrorKind::InvalidContentLength);
    }
    digits
        .iter()
        .try_fold(0_u64, |number, digit| {
            number.checked_mul(10)?.checked_add(u64::from(digit - b'0'))
        })
        .ok_or(FramingErrorKind::ContentLengthOverflow)
}
