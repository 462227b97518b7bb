//! Transfer codings (RFC 9112 §7).

use core::fmt;

use noio_http_field::{List, class, trim_ows};

use super::FramingErrorKind;

/// A transfer coding that RFC 9112 §7 defines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Coding {
    /// `chunked` (§7.1).
    Chunked,
    /// `compress` (§7.2): adaptive Lempel-Ziv-Welch, by its old name also `x-compress`.
    Compress,
    /// `deflate` (§7.2): the zlib format.
    Deflate,
    /// `gzip` (§7.2), by its old name also `x-gzip`.
    Gzip,
}

impl Coding {
    /// The registered name, in lower case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Chunked => "chunked",
            Self::Compress => "compress",
            Self::Deflate => "deflate",
            Self::Gzip => "gzip",
        }
    }

    /// The coding of that name, in any case (RFC 9112 §7).
    fn from_name(name: &[u8]) -> Option<Self> {
        let names: [(&[u8], Self); 6] = [
            (b"chunked", Self::Chunked),
            (b"compress", Self::Compress),
            (b"deflate", Self::Deflate),
            (b"gzip", Self::Gzip),
            (b"x-compress", Self::Compress),
            (b"x-gzip", Self::Gzip),
        ];
        names
            .into_iter()
            .find(|(known, _)| name.eq_ignore_ascii_case(known))
            .map(|(_, coding)| coding)
    }
}

impl fmt::Display for Coding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The codings of a message in the order in which they were applied.
///
/// No honest sender stacks more than two. The bound keeps the list on the stack, and keeps a body
/// from being blown up by layer upon layer.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Codings {
    /// Behind those that there are, `chunked`.
    codings: [Coding; Self::MAX_COUNT],
    count: u8,
}

impl Codings {
    const MAX_COUNT: usize = 4;

    pub(super) const fn new() -> Self {
        Self {
            codings: [Coding::Chunked; Self::MAX_COUNT],
            count: 0,
        }
    }

    pub(super) fn as_slice(&self) -> &[Coding] {
        self.codings
            .get(..usize::from(self.count))
            .unwrap_or_default()
    }

    /// Adds the codings of a Transfer-Encoding line (RFC 9112 §6.1).
    ///
    /// Lines of the same name are one list (RFC 9110 §5.3). A line with nothing in it adds
    /// nothing, but the next recipient may take it for one without Transfer-Encoding.
    pub(super) fn push_line(&mut self, value: &[u8]) -> Result<(), FramingErrorKind> {
        let count_before = self.count;
        for element in List::new(value) {
            let element = element.map_err(|_| FramingErrorKind::InvalidTransferEncoding)?;
            self.push(transfer_coding(element)?)?;
        }
        if self.count == count_before {
            return Err(FramingErrorKind::EmptyTransferEncoding);
        }
        Ok(())
    }

    fn push(&mut self, coding: Coding) -> Result<(), FramingErrorKind> {
        if coding == Coding::Chunked && self.as_slice().contains(&Coding::Chunked) {
            return Err(FramingErrorKind::RepeatedChunked);
        }
        let Some(place) = self.codings.get_mut(usize::from(self.count)) else {
            return Err(FramingErrorKind::TooManyCodings);
        };
        *place = coding;
        self.count += 1;
        Ok(())
    }
}

impl fmt::Debug for Codings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_slice().fmt(f)
    }
}

/// Reads `transfer-coding = token *( OWS ";" OWS transfer-parameter )` (RFC 9110 §10.1.4).
///
/// None of the codings known has parameters, so any is refused (RFC 9112 §7.1 and §7.2).
fn transfer_coding(element: &[u8]) -> Result<Coding, FramingErrorKind> {
    let name_len = element
        .iter()
        .position(|&byte| byte == b';' || class::is_ows(byte))
        .unwrap_or(element.len());
    let (name, behind) = element.split_at_checked(name_len).unwrap_or_default();
    let coding = Coding::from_name(name).ok_or(FramingErrorKind::UnknownCoding)?;
    match trim_ows(behind) {
        [] => Ok(coding),
        [b';', ..] => Err(FramingErrorKind::CodingParameter),
        _ => Err(FramingErrorKind::InvalidTransferEncoding),
    }
}
