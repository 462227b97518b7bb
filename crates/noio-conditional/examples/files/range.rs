//! Which part of a representation a request is about (RFC 9110 §14).

use noio_http_field::trim_ows;

/// What a Range field asks for, of a representation of a certain length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Range {
    /// All of it. So it is, too, where the field is invalid, of another unit than `bytes`, or asks
    /// for several ranges: a server may ignore it (RFC 9110 §14.2).
    Whole,
    /// One run of octets, not empty.
    Part { first: u64, len: u64 },
    /// Nothing that is there: 416.
    Unsatisfiable,
}

impl Range {
    /// Reads the lines of the field in a GET for a representation of `len` octets.
    pub(crate) fn select<'a>(mut lines: impl Iterator<Item = &'a [u8]>, len: u64) -> Self {
        // Range is no list of its own, so that several lines are none.
        let (Some(line), None) = (lines.next(), lines.next()) else {
            return Self::Whole;
        };
        only_spec(line).map_or(Self::Whole, |spec| spec.select(len))
    }
}

/// `int-range` or `suffix-range` (RFC 9110 §14.1.1). Numbers that are too large for 64 bits are the
/// largest there is: they lie behind the end of anything.
#[derive(Clone, Copy)]
enum Spec {
    /// `500-999` or, without its end, `500-`.
    From { first: u64, last: u64 },
    /// `-500`: the last so many.
    Suffix(u64),
}

impl Spec {
    fn parse(spec: &str) -> Option<Self> {
        match spec.split_once('-')? {
            ("", suffix) => number(suffix).map(Self::Suffix),
            (first, "") => number(first).map(|first| Self::From {
                first,
                last: u64::MAX,
            }),
            (first, last) => {
                let (first, last) = (number(first)?, number(last)?);
                (first <= last).then_some(Self::From { first, last })
            }
        }
    }

    fn select(self, len: u64) -> Range {
        match self {
            Self::From { first, last } if first < len => {
                let last = last.min(len - 1);
                Range::Part {
                    first,
                    len: last - first + 1,
                }
            }
            Self::From { .. } | Self::Suffix(0) => Range::Unsatisfiable,
            // It can be satisfied (RFC 9110 §14.1.2), but Content-Range has no words for an empty part.
            Self::Suffix(_) if len == 0 => Range::Whole,
            Self::Suffix(suffix) => {
                let part_len = suffix.min(len);
                Range::Part {
                    first: len - part_len,
                    len: part_len,
                }
            }
        }
    }
}

/// The one range of a field, if it has one and is in octets.
fn only_spec(line: &[u8]) -> Option<Spec> {
    let (unit, set) = str::from_utf8(trim_ows(line)).ok()?.split_once('=')?;
    if !unit.eq_ignore_ascii_case("bytes") {
        return None;
    }
    let is_ows = |character| matches!(character, ' ' | '\t');
    // Empty elements of a list mean nothing (RFC 9110 §5.6.1.2).
    let mut specs = set
        .split(',')
        .map(|spec| spec.trim_matches(is_ows))
        .filter(|spec| !spec.is_empty());
    let (spec, None) = (specs.next()?, specs.next()) else {
        return None;
    };
    Spec::parse(spec)
}

fn number(digits: &str) -> Option<u64> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::Range;

    fn select(lines: &[&str], len: u64) -> Range {
        Range::select(lines.iter().map(|line| line.as_bytes()), len)
    }

    #[test]
    fn parts_end_where_the_representation_ends() {
        let part = |first, len| Range::Part { first, len };
        for (line, expected) in [
            ("bytes=0-0", part(0, 1)),
            ("bytes=0-9", part(0, 10)),
            ("bytes=0-10", part(0, 10)),
            ("bytes=3-", part(3, 7)),
            ("bytes=9-9", part(9, 1)),
            ("bytes=-1", part(9, 1)),
            ("bytes=-10", part(0, 10)),
            ("bytes=-11", part(0, 10)),
            ("bytes=3-18446744073709551615", part(3, 7)),
            ("bytes=3-18446744073709551616", part(3, 7)),
            ("bytes=-99999999999999999999999", part(0, 10)),
            ("BYTES=1-2", part(1, 2)),
            (" bytes=1-2\t", part(1, 2)),
            ("bytes=, 1-2 ,,", part(1, 2)),
            ("bytes=0001-0002", part(1, 2)),
        ] {
            assert_eq!(select(&[line], 10), expected, "{line}");
        }
    }

    #[test]
    fn nothing_that_is_there() {
        for (line, len) in [
            ("bytes=10-", 10),
            ("bytes=10-10", 10),
            ("bytes=18446744073709551615-", 10),
            ("bytes=99999999999999999999999-", 10),
            ("bytes=-0", 10),
            ("bytes=0-", 0),
            ("bytes=0-0", 0),
            ("bytes=-0", 0),
        ] {
            assert_eq!(select(&[line], len), Range::Unsatisfiable, "{line}");
        }
    }

    #[test]
    fn what_is_ignored() {
        for line in [
            "",
            "bytes",
            "bytes=",
            "bytes=,",
            "bytes=-",
            "bytes=--1",
            "bytes=2-1",
            "bytes=1-2-3",
            "bytes=+1-2",
            "bytes=a-b",
            "bytes=1 -2",
            "bytes = 1-2",
            "bytes=1-2,4-5",
            "bytes=99-,100-",
            "lines=1-2",
            "1-2",
        ] {
            assert_eq!(select(&[line], 10), Range::Whole, "{line}");
        }
        assert_eq!(select(&[], 10), Range::Whole);
        assert_eq!(select(&["bytes=1-2", "bytes=1-2"], 10), Range::Whole);
        assert_eq!(select(&["bytes=-5"], 0), Range::Whole);
    }

    #[test]
    fn the_longest_file_of_all() {
        let first = u64::MAX - 1;
        assert_eq!(
            select(&["bytes=18446744073709551614-"], u64::MAX),
            Range::Part { first, len: 1 }
        );
    }
}
