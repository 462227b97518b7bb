//! The reader of dates, with its leniencies.

use core::fmt;

use super::{DateError, HttpDate, imf_fixdate, obsolete};

/// How dates are read: strictly, unless a leniency is switched on.
///
/// Set by assignment, so that a later one breaks nobody:
///
/// ```
/// use noio_http_field::{DateConfig, DateFormat, HttpDate};
///
/// let now = HttpDate::from_unix_seconds(1_790_000_000).expect("a year before 10000");
/// let mut config = DateConfig::new();
/// config.allow_any_case = true;
/// let (date, format) = config.parse(b"sun nov  6 08:49:37 1994", now)?;
/// assert_eq!((date.unix_seconds(), format), (784_111_777, DateFormat::Asctime));
/// # Ok::<(), noio_http_field::DateError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct DateConfig {
    /// Accepts names and `GMT` in any case of their letters. Caches should (RFC 9111 §4.2), though
    /// the formats are case-sensitive.
    ///
    /// Risk: another recipient, who is strict, takes the same date for a bad one. Default: no.
    pub allow_any_case: bool,
    /// Accepts the name of another weekday than that of the date, and believes the date.
    ///
    /// Risk: what is wrong may as well be the day, or the century of a two-digit year. Default: no.
    pub allow_wrong_weekday: bool,
}

impl DateConfig {
    /// The strict reader: no leniency.
    pub const fn new() -> Self {
        Self {
            allow_any_case: false,
            allow_wrong_weekday: false,
        }
    }

    /// Reads a date as [`HttpDate::parse`] does, but for the leniencies that are on, and tells in
    /// which format it is.
    ///
    /// # Errors
    ///
    /// If it is no such date.
    #[inline]
    pub fn parse(&self, bytes: &[u8], now: HttpDate) -> Result<(HttpDate, DateFormat), DateError> {
        if self.allow_any_case {
            return match Normal::new(bytes) {
                Some(normal) => self.parse_exact(normal.as_bytes(), now),
                None => Err(DateError::Malformed),
            };
        }
        self.parse_exact(bytes, now)
    }

    #[inline]
    fn parse_exact(
        &self,
        bytes: &[u8],
        now: HttpDate,
    ) -> Result<(HttpDate, DateFormat), DateError> {
        // Each format has lengths of its own.
        let (date, format) = match bytes.len() {
            29 => (imf_fixdate::parse(bytes)?, DateFormat::ImfFixdate),
            24 => (obsolete::parse_asctime(bytes)?, DateFormat::Asctime),
            _ => (obsolete::parse_rfc850(bytes, now)?, DateFormat::Rfc850),
        };
        Ok((date.to_date(!self.allow_wrong_weekday)?, format))
    }
}

/// The three formats of dates (RFC 9110 §5.6.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the two obsolete ones are there to stay, and there will be no other"
)]
pub enum DateFormat {
    /// `Sun, 06 Nov 1994 08:49:37 GMT`: the one to send.
    ImfFixdate,
    /// `Sunday, 06-Nov-94 08:49:37 GMT`: obsolete.
    Rfc850,
    /// `Sun Nov  6 08:49:37 1994`: obsolete.
    Asctime,
}

impl DateFormat {
    /// The name of the format: `imf-fixdate`, `rfc850` or `asctime`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ImfFixdate => "imf-fixdate",
            Self::Rfc850 => "rfc850",
            Self::Asctime => "asctime",
        }
    }
}

impl fmt::Display for DateFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A copy of a date with its letters in the case that the formats want.
struct Normal {
    bytes: [u8; Self::MAX_LEN],
    len: usize,
}

impl Normal {
    const MAX_LEN: usize = "Wednesday, 06-Nov-94 08:49:37 GMT".len();

    /// `None` if it is longer than any date.
    fn new(bytes: &[u8]) -> Option<Self> {
        let mut normal = [0; Self::MAX_LEN];
        let copy = normal.get_mut(..bytes.len())?;
        copy.copy_from_slice(bytes);
        let mut is_in_word = false;
        for byte in copy.iter_mut() {
            if is_in_word {
                byte.make_ascii_lowercase();
            } else {
                byte.make_ascii_uppercase();
            }
            is_in_word = byte.is_ascii_alphabetic();
        }
        if let Some(zone) = copy.last_chunk_mut::<3>()
            && zone == b"Gmt"
        {
            *zone = *b"GMT";
        }
        Some(Self {
            bytes: normal,
            len: bytes.len(),
        })
    }

    fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}
