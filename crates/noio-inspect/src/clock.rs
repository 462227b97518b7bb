//! The time of day. No codec reads a clock, so it is told to them from here, or by an option.

use std::time::SystemTime;

use noio_http_field::{DateError, HttpDate};

/// The second in which the tool runs.
pub(crate) fn now() -> HttpDate {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let seconds = since.map_or(0, |since| since.as_secs());
    HttpDate::saturating_from_unix_seconds(i64::try_from(seconds).unwrap_or(i64::MAX))
}

/// A time as an option tells it: a date in any format of HTTP, or [`seconds`].
pub(crate) fn moment(text: &str) -> Result<HttpDate, String> {
    match HttpDate::parse(text.as_bytes(), now()) {
        Ok(date) => Ok(date),
        Err(DateError::Malformed) if text.parse::<i128>().is_ok() => seconds(text),
        Err(DateError::Malformed) => Err("neither an HTTP date nor seconds since 1970".into()),
        Err(error) => Err(error.to_string()),
    }
}

/// A number of seconds since 1970-01-01T00:00:00Z, negative before.
pub(crate) fn seconds(text: &str) -> Result<HttpDate, String> {
    let seconds: i128 = text.parse().map_err(|_| "not a number of seconds")?;
    let date = i64::try_from(seconds)
        .ok()
        .and_then(HttpDate::from_unix_seconds);
    date.ok_or_else(|| {
        let (first, last) = (HttpDate::MIN.unix_seconds(), HttpDate::MAX.unix_seconds());
        format!("dates have {first} to {last} seconds")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_date_or_a_number() {
        for (text, seconds) in [
            ("0", 0),
            ("-1", -1),
            ("253402300799", 253_402_300_799),
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
            ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
            ("Sun Nov  6 08:49:37 1994", 784_111_777),
        ] {
            assert_eq!(moment(text).unwrap().unix_seconds(), seconds, "{text}");
        }
        for (text, complaint) in [
            ("", "neither an HTTP date nor seconds since 1970"),
            ("1.5", "neither an HTTP date nor seconds since 1970"),
            ("Mon, 06 Nov 1994 08:49:37 GMT", "wrong weekday"),
            (
                "253402300800",
                "dates have -62167219200 to 253402300799 seconds",
            ),
            (
                "99999999999999999999",
                "dates have -62167219200 to 253402300799 seconds",
            ),
        ] {
            assert_eq!(moment(text).unwrap_err(), complaint, "{text}");
        }
    }
}
