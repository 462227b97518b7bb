//! The fields of a message.

use httparse::Header;
use noio_cache_control::{DateConfig, HttpDate, freshness};
use noio_http_field::{Connection, FieldError};

/// What decides about caching, or about what the content is, is for all that a message passes, and
/// not to be listed in Connection (RFC 9110 §7.6.1). Whoever does so must not lift a restriction.
const FOR_ALL: [&str; 15] = [
    "age",
    "authorization",
    "cache-control",
    "cdn-cache-control",
    "content-encoding",
    "content-range",
    "content-type",
    "cookie",
    "date",
    "etag",
    "expires",
    "last-modified",
    "pragma",
    "set-cookie",
    "vary",
];

/// What a line costs beside its octets, about: two allocations, and where they are.
const LINE_OVERHEAD: usize = 96;

/// Field lines in their order. No line is ever joined with another, and none is lost.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(Vec<(String, Vec<u8>)>);

impl Fields {
    /// Those that are not for the connection alone (RFC 9110 §7.6.1).
    pub(crate) fn end_to_end(head: &[Header<'_>]) -> Result<Self, FieldError> {
        let lines = head
            .iter()
            .filter(|field| field.name.eq_ignore_ascii_case("connection"))
            .map(|field| field.value);
        let connection = Connection::parse(lines)?;
        let is_listed = |name: &str| {
            let is_same = |other: &&str| other.eq_ignore_ascii_case(name);
            connection.has(name) && !FOR_ALL.iter().any(is_same)
        };
        let is_forwarded = |field: &&Header<'_>| {
            freshness::is_storable_field(field.name.as_bytes()) && !is_listed(field.name)
        };
        let owned = |field: &Header<'_>| (field.name.to_owned(), field.value.to_vec());
        Ok(Self(head.iter().filter(is_forwarded).map(owned).collect()))
    }

    /// All lines: their names and values.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> + Clone {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_slice()))
    }

    /// The values of all lines of that name.
    pub(crate) fn lines<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> + Clone {
        self.0
            .iter()
            .filter(move |(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_slice())
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.lines(name).next().is_some()
    }

    /// The value of the field, if there is one line of it.
    pub(crate) fn only_line<'a>(&'a self, name: &'a str) -> Option<&'a [u8]> {
        let mut lines = self.lines(name);
        lines.next().filter(|_| lines.next().is_none())
    }

    /// The date in the field, if it is one, in any case of its letters (RFC 9111 §4.2).
    pub(crate) fn date(&self, name: &str, now: HttpDate) -> Option<HttpDate> {
        let mut config = DateConfig::new();
        config.allow_any_case = true;
        let (date, _) = config.parse(self.only_line(name)?, now).ok()?;
        Some(date)
    }

    pub(crate) fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.0.retain(|(name, _)| keep(name));
    }

    /// Puts one line in place of all that there are of that name.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<Vec<u8>>) {
        self.retain(|other| !other.eq_ignore_ascii_case(name));
        self.append(name, value);
    }

    /// Puts one line behind all others.
    pub(crate) fn append(&mut self, name: &str, value: impl Into<Vec<u8>>) {
        self.0.push((name.to_owned(), value.into()));
    }

    /// Puts the lines of `other` in place of those that have their names.
    pub(crate) fn update(&mut self, other: &Self) {
        self.retain(|name| !other.has(name));
        self.0.extend_from_slice(&other.0);
    }

    /// How much of the store they take, in octets.
    pub(crate) fn len(&self) -> usize {
        self.0
            .iter()
            .map(|(name, value)| LINE_OVERHEAD + name.len() + value.len())
            .sum()
    }

    /// Appends them as the lines that they are.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        for (name, value) in &self.0 {
            out.extend_from_slice(&[name.as_bytes(), b": ", value, b"\r\n"].concat());
        }
    }
}
