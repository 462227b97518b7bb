//! What is wrong with a date.

use thiserror::Error;

/// Why bytes are no date (RFC 9110 §5.6.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum DateError {
    /// The bytes are in none of the formats.
    #[error("not an HTTP date")]
    Malformed,
    /// There is no such day or no such time: 30 February, 24:00:00, or a second 60 before the end
    /// of the day.
    #[error("no such day or time")]
    Impossible,
    /// The date is on another weekday.
    #[error("wrong weekday")]
    WrongWeekday,
    /// The date is before the year 0000 or after the year 9999: a leap second at the very end, or
    /// two digits of a year close to either.
    #[error("date out of range")]
    OutOfRange,
}

#[cfg(feature = "std")]
impl From<DateError> for std::io::Error {
    fn from(error: DateError) -> Self {
        Self::new(std::io::ErrorKind::InvalidData, error)
    }
}
