//! Dates (RFC 9110 §5.6.7).

mod calendar;
mod config;
mod error;
mod imf_fixdate;
mod names;
mod obsolete;
mod pattern;

use core::fmt;

use calendar::Civil;
pub use config::{DateConfig, DateFormat};
pub use error::DateError;

/// A time in whole seconds, as HTTP fields give it: `HTTP-date = IMF-fixdate / obs-date`
/// (RFC 9110 §5.6.7).
///
/// Its range is what an IMF-fixdate can say: the years 0000 to 9999 of the Gregorian calendar,
/// extended to before its time, in UTC. As on Unix, a leap second is the first second of the next
/// day.
///
/// ```
/// use noio_http_field::HttpDate;
///
/// let now = HttpDate::from_unix_seconds(1_790_000_000).expect("a year before 10000");
/// let date = HttpDate::parse(b"Sunday, 06-Nov-94 08:49:37 GMT", now)?;
/// assert_eq!(date.unix_seconds(), 784_111_777);
/// assert_eq!(&date.to_imf_fixdate(), b"Sun, 06 Nov 1994 08:49:37 GMT");
/// # Ok::<(), noio_http_field::DateError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HttpDate {
    /// Within `MIN` and `MAX`.
    unix_seconds: i64,
}

impl HttpDate {
    /// `Sat, 01 Jan 0000 00:00:00 GMT`.
    pub const MIN: Self = Self {
        unix_seconds: -62_167_219_200,
    };

    /// `Fri, 31 Dec 9999 23:59:59 GMT`.
    pub const MAX: Self = Self {
        unix_seconds: 253_402_300_799,
    };

    /// The time so many seconds after 1970-01-01T00:00:00Z, or before it if negative. `None` if it
    /// is before [`MIN`](Self::MIN) or after [`MAX`](Self::MAX).
    #[inline]
    pub const fn from_unix_seconds(seconds: i64) -> Option<Self> {
        if Self::MIN.unix_seconds <= seconds && seconds <= Self::MAX.unix_seconds {
            Some(Self {
                unix_seconds: seconds,
            })
        } else {
            None
        }
    }

    /// The time so many seconds after 1970-01-01T00:00:00Z, or the closest there is.
    #[inline]
    pub const fn saturating_from_unix_seconds(seconds: i64) -> Self {
        match Self::from_unix_seconds(seconds) {
            Some(date) => date,
            None if seconds < 0 => Self::MIN,
            None => Self::MAX,
        }
    }

    /// Seconds since 1970-01-01T00:00:00Z, negative before.
    #[inline]
    pub const fn unix_seconds(self) -> i64 {
        self.unix_seconds
    }

    /// Reads a date in any of the three formats.
    ///
    /// `now` decides which century the two digits of an rfc850 year are in: the latest in which the
    /// date is not more than 50 years after `now`.
    ///
    /// Strict: the bytes have to be exactly those of the format, case included, and the weekday has
    /// to be that of the date. RFC 9110 says nothing of a wrong weekday, but RFC 5322 §3.3, from
    /// which the format comes, forbids it; a date of which one part is wrong is better not believed
    /// in the others. [`DateConfig`] has leniencies for both. The second 60 is accepted where
    /// RFC 9110 has it: in 23:59:60.
    ///
    /// # Errors
    ///
    /// If it is no such date. What a field with a bad date means, its own definition says.
    #[inline]
    pub fn parse(bytes: &[u8], now: Self) -> Result<Self, DateError> {
        DateConfig::new().parse(bytes, now).map(|(date, _)| date)
    }

    /// Reads a date in the format in which all dates are to be sent, and which needs no `now`:
    /// IMF-fixdate. As strict as [`parse`](Self::parse).
    ///
    /// # Errors
    ///
    /// If it is no such date; also if it is one of the obsolete formats.
    #[inline]
    pub fn parse_imf_fixdate(bytes: &[u8]) -> Result<Self, DateError> {
        imf_fixdate::parse(bytes)?.to_date(true)
    }

    /// The date as an IMF-fixdate: `Sun, 06 Nov 1994 08:49:37 GMT`.
    #[inline]
    pub fn to_imf_fixdate(self) -> [u8; 29] {
        imf_fixdate::format(self.to_civil())
    }

    const fn to_civil(self) -> Civil {
        Civil::from_seconds(self.seconds())
    }

    /// The year, or the one before or after it.
    #[inline]
    const fn mean_year(self) -> u32 {
        calendar::mean_year(self.seconds())
    }

    /// Seconds since [`MIN`](Self::MIN).
    #[inline]
    const fn seconds(self) -> u64 {
        self.unix_seconds.abs_diff(Self::MIN.unix_seconds)
    }
}

/// The IMF-fixdate.
impl fmt::Display for HttpDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.to_imf_fixdate();
        // It is ASCII.
        f.pad(str::from_utf8(&bytes).unwrap_or_default())
    }
}

impl fmt::Debug for HttpDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpDate({self})")
    }
}
