//! The Expires field (RFC 9111 §5.3).

use noio_http_field::{DateConfig, HttpDate, trim_ows};

/// When a response becomes stale: `Expires = HTTP-date` (RFC 9111 §5.3).
///
/// That it is absent and that it is invalid are two things: what has an invalid Expires, of which
/// `0` is the most frequent, has expired.
///
/// ```
/// use noio_cache_control::{Expires, HttpDate};
///
/// let now = HttpDate::MIN;
/// assert_eq!(Expires::parse(["0"], now), Expires::Invalid);
/// assert_eq!(Expires::parse(None::<&str>, now), Expires::Absent);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "it is there, or not, or it is wrong"
)]
pub enum Expires {
    /// The field is not there.
    Absent,
    /// It is there and no date, or several that are not the same: the response has expired.
    Invalid,
    /// The response is stale from then on.
    At(HttpDate),
}

impl Expires {
    /// What the values of all lines of the field say. `now` tells the century of a date whose year
    /// has two digits: see [`HttpDate::parse`], which also says what a date is. As caches should,
    /// this does not mind the case of its letters (RFC 9111 §4.2). A caller who takes more for a date
    /// makes an [`At`](Self::At) of it.
    pub fn parse<'a, T: AsRef<[u8]> + ?Sized + 'a>(
        lines: impl IntoIterator<Item = &'a T>,
        now: HttpDate,
    ) -> Self {
        let mut config = DateConfig::new();
        config.allow_any_case = true;
        let parse = |line: &T| {
            let value = trim_ows(line.as_ref());
            config.parse(value, now).map(|(date, _)| date)
        };
        let mut lines = lines.into_iter();
        let Some(first) = lines.next() else {
            return Self::Absent;
        };
        match parse(first) {
            Ok(date) if lines.all(|line| parse(line) == Ok(date)) => Self::At(date),
            _ => Self::Invalid,
        }
    }
}
