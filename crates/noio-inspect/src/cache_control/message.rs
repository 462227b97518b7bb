//! What is told of a message: the lines of its fields that say something to caches.

use std::time::SystemTime;

use noio_cache_control::{DateConfig, HttpDate, RequestDirectives, ResponseDirectives};

use crate::head::{Fault, Head, Side, Start};

pub(super) const CACHE_CONTROL: &str = "Cache-Control";

/// The fields that are looked at.
const OF_REQUESTS: [&str; 2] = [CACHE_CONTROL, "Pragma"];
const OF_RESPONSES: [&str; 5] = [CACHE_CONTROL, "Age", "Date", "Expires", "Last-Modified"];

/// Field lines of a message, and its status.
pub(super) struct Message<'a> {
    /// In their order.
    pub(super) lines: Vec<Line<'a>>,
    /// Of a response.
    pub(super) status: Option<u16>,
    /// Whether that was captured, and not told beside.
    pub(super) is_head: bool,
    /// Where it begins and ends.
    pub(super) offset: u64,
    pub(super) end: u64,
    /// The time of day, for dates with two digits for a year, and if there is no Date.
    pub(super) now: HttpDate,
}

pub(super) struct Line<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a [u8],
    /// Where the value begins.
    pub(super) offset: u64,
}

impl<'a> Message<'a> {
    /// Values of Cache-Control lines. They count as if one stood behind the other.
    pub(super) fn of_values(values: impl Iterator<Item = &'a [u8]>, status: u16) -> Self {
        let mut end = 0;
        let lines = values.map(|value| {
            let offset = end;
            end += value.len() as u64;
            Line {
                name: CACHE_CONTROL,
                value,
                offset,
            }
        });
        Self {
            lines: lines.collect(),
            status: Some(status),
            is_head: false,
            offset: 0,
            end,
            now: now(),
        }
    }

    pub(super) fn of_head(captured: &Captured, head: &Head<'a>) -> Self {
        let (names, status) = match head.start {
            Start::Request => (&OF_REQUESTS[..], None),
            Start::Response(status) => (&OF_RESPONSES[..], Some(status)),
        };
        let lines = head.fields.iter().filter(|field| {
            let is_same = |name: &&str| field.name.eq_ignore_ascii_case(name);
            names.iter().any(is_same)
        });
        let lines = lines.map(|field| Line {
            name: field.name,
            value: field.value,
            offset: captured.offset_of(field.value_offset),
        });
        Self {
            lines: lines.collect(),
            status,
            is_head: true,
            offset: captured.begins_at,
            end: captured.offset_of(head.len),
            now: now(),
        }
    }

    /// The values of the lines with that name.
    pub(super) fn values(&self, name: &str) -> impl Iterator<Item = &'a [u8]> + Clone {
        self.lines
            .iter()
            .filter(move |line| line.name.eq_ignore_ascii_case(name))
            .map(|line| line.value)
    }

    pub(super) fn response_directives(&self) -> ResponseDirectives {
        ResponseDirectives::parse(self.values(CACHE_CONTROL))
    }

    pub(super) fn request_directives(&self) -> RequestDirectives {
        RequestDirectives::parse_with_pragma(self.values(CACHE_CONTROL), self.values("Pragma"))
    }

    /// A field that is one date, in any case of its letters (RFC 9111 §4.2). Several lines have to
    /// say the same.
    pub(super) fn date(&self, name: &str) -> Option<HttpDate> {
        let mut config = DateConfig::new();
        config.allow_any_case = true;
        let parse = |value| config.parse(value, self.now).map(|(date, _)| date);
        let mut dates = self.values(name).map(|value| parse(value).ok());
        let date = dates.next()??;
        dates.all(|other| other == Some(date)).then_some(date)
    }
}

fn now() -> HttpDate {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let seconds = since.map_or(0, |since| since.as_secs());
    HttpDate::saturating_from_unix_seconds(i64::try_from(seconds).unwrap_or(i64::MAX))
}

/// A head as it came, and perhaps what follows it.
pub(super) struct Captured {
    side: Side,
    /// How many bytes came before it.
    begins_at: u64,
    bytes: Vec<u8>,
    /// How many bytes of `bytes` did not come.
    added: u64,
}

impl Captured {
    /// A client that prints the head of a response in HTTP/2 or HTTP/3, as curl does, gives it the
    /// shape of HTTP/1.1 but for the version. Such a head is read as one of HTTP/1.1.
    pub(super) fn new(side: Side, begins_at: u64, bytes: Vec<u8>) -> Self {
        const OTHERS: [&[u8]; 2] = [b"HTTP/2 ", b"HTTP/3 "];
        let other = OTHERS.iter().find_map(|start| bytes.strip_prefix(*start));
        match other {
            Some(rest) if side == Side::Response => Self {
                side,
                begins_at,
                bytes: [b"HTTP/1.1 ", rest].concat(),
                added: 2,
            },
            _ => Self {
                side,
                begins_at,
                bytes,
                added: 0,
            },
        }
    }

    pub(super) fn parse(&self, allow_bare_lf: bool) -> Result<Head<'_>, Fault> {
        Head::parse(self.side, &self.bytes, allow_bare_lf).map_err(|fault| Fault {
            offset: self.offset_of(fault.offset),
            ..fault
        })
    }

    /// Where a byte of the head is in the capture.
    fn offset_of(&self, offset: u64) -> u64 {
        self.begins_at + offset.saturating_sub(self.added)
    }

    /// What came behind the head, and where that begins.
    pub(super) fn behind(&self, head: &Head<'_>) -> (u64, Vec<u8>) {
        let len = usize::try_from(head.len).unwrap_or(usize::MAX);
        let behind = self.bytes.get(len..).unwrap_or_default();
        (self.offset_of(head.len), behind.to_vec())
    }
}
