//! Plain words for what the codec found.

use noio_cache_control::{
    Anomaly,
    freshness::{MustValidate, NotStorable},
};

/// What is odd, and what comes of it.
pub(super) const fn of_anomaly(anomaly: Anomaly) -> &'static str {
    match anomaly {
        Anomaly::MalformedMember => {
            "a part between commas is no directive: it permits nothing, but the restrictions that it names count"
        }
        Anomaly::BrokenQuoting => {
            "the quotes of a line do not add up: the whole field permits nothing, and all restrictions that are named in that line or behind it count"
        }
        Anomaly::ConflictingDuplicate => {
            "a directive is there several times and says different things: the first one counts"
        }
        Anomaly::InvalidSeconds => {
            "a number of seconds is missing or invalid: it permits as little as any number can"
        }
        Anomaly::UnexpectedArgument => {
            "a directive has an argument and should not: it still forbids, but permits nothing"
        }
        Anomaly::InvalidFieldNames => {
            "a list of field names has none, or has something else in it: the whole response is meant"
        }
        _ => "something is odd, and a cache does no more for it",
    }
}

/// Why it may not be stored, with the section that says so.
pub(super) fn of_not_storable(reason: NotStorable, status: u16) -> String {
    let words = match reason {
        NotStorable::NotFinal => format!("status {status} is not that of a final response"),
        NotStorable::NoStore => "no-store forbids it".into(),
        NotStorable::Private => "private says that it is for one user alone".into(),
        NotStorable::Authorization => {
            "the answer to a request with Authorization is for one user alone, if nothing says otherwise"
                .into()
        }
        NotStorable::NothingSaysSo => {
            format!("nothing says that it may be, and status {status} does not by itself")
        }
        other => other.to_string(),
    };
    format!("{words} ({})", reason.section())
}

/// Why it has to be validated before it is used, with the section that says so.
pub(super) fn of_must_validate(reason: MustValidate) -> String {
    let words = match reason {
        MustValidate::NoCache => "no-cache".into(),
        MustValidate::MustRevalidate => "must-revalidate".into(),
        MustValidate::ProxyRevalidate => "proxy-revalidate".into(),
        MustValidate::SMaxage => "s-maxage, which means proxy-revalidate as well".into(),
        other => other.to_string(),
    };
    format!("{words}, {}", reason.section())
}

/// A number of seconds, and what that is in larger units: `5400 s = 1 h 30 min`.
pub(super) fn of_seconds(seconds: u64) -> String {
    const UNITS: [(&str, u64); 4] = [("days", 86_400), ("h", 3600), ("min", 60), ("s", 1)];
    let mut text = format!("{seconds} s");
    if seconds < 60 {
        return text;
    }
    let (mut rest, mut gap) = (seconds, " = ");
    for (unit, len) in UNITS {
        let count = rest / len;
        rest %= len;
        if count > 0 {
            let unit = if (unit, count) == ("days", 1) {
                "day"
            } else {
                unit
            };
            text += &format!("{gap}{count} {unit}");
            gap = " ";
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_said_in_larger_units() {
        for (seconds, words) in [
            (0, "0 s"),
            (59, "59 s"),
            (60, "60 s = 1 min"),
            (5400, "5400 s = 1 h 30 min"),
            (86_400, "86400 s = 1 day"),
            (31_536_000, "31536000 s = 365 days"),
            (172_861, "172861 s = 2 days 1 min 1 s"),
            (1 << 31, "2147483648 s = 24855 days 3 h 14 min 8 s"),
        ] {
            assert_eq!(of_seconds(seconds), words);
        }
    }
}
