//! Requests with preconditions, and what becomes of them.

use core::fmt;

/// When the requests come, in seconds since 1970: in September 2026.
pub const NOW: i64 = 1_790_000_000;

/// When the representations were modified that have a Last-Modified:
/// `Sun, 06 Nov 1994 08:49:37 GMT`.
pub const MODIFIED: i64 = 784_111_777;
/// The same as Last-Modified says it.
pub const LAST_MODIFIED: &[u8] = b"Sun, 06 Nov 1994 08:49:37 GMT";

/// The entity tag that `tower-http` makes of [`MODIFIED`] and ten octets.
pub const TOWER_ETAG: &[u8] = b"\"2ebc98a1.00000000-a\"";

/// A GET or HEAD with preconditions.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub method: Method,
    /// Whether there is `Range: bytes=0-0`.
    pub has_range: bool,
    pub current: Current,
    pub lines: Lines<'a>,
}

/// Field lines, in their order.
pub type Lines<'a> = &'a [(Field, &'a [u8])];

/// What a request wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Head,
}

impl Method {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
        }
    }
}

/// The fields that have preconditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    IfMatch,
    IfNoneMatch,
    IfUnmodifiedSince,
    IfModifiedSince,
    IfRange,
}

impl Field {
    pub const ALL: [Self; 5] = [
        Self::IfMatch,
        Self::IfNoneMatch,
        Self::IfUnmodifiedSince,
        Self::IfModifiedSince,
        Self::IfRange,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::IfMatch => "If-Match",
            Self::IfNoneMatch => "If-None-Match",
            Self::IfUnmodifiedSince => "If-Unmodified-Since",
            Self::IfModifiedSince => "If-Modified-Since",
            Self::IfRange => "If-Range",
        }
    }
}

/// The current representation, of ten octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Current {
    pub etag: Option<&'static [u8]>,
    pub last_modified: Option<LastModified>,
}

/// A Last-Modified of [`MODIFIED`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastModified {
    Weak,
    Strong,
}

const fn current(etag: Option<&'static [u8]>, last_modified: Option<LastModified>) -> Current {
    Current {
        etag,
        last_modified,
    }
}

/// The representations that are asked for.
pub const CURRENT: [Current; 8] = [
    current(Some(TOWER_ETAG), Some(LastModified::Strong)),
    current(Some(b"\"a\""), Some(LastModified::Strong)),
    current(Some(b"W/\"a\""), Some(LastModified::Weak)),
    current(None, Some(LastModified::Strong)),
    current(Some(b"\"a\""), None),
    current(None, None),
    current(Some(b"\"a,\xe9\""), Some(LastModified::Weak)),
    current(Some(b"\"\""), Some(LastModified::Weak)),
];

/// What a request is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The whole representation.
    Whole,
    /// The part that Range asks for.
    Part,
    NotModified,
    PreconditionFailed,
    BadRequest,
}

impl Answer {
    /// Of these only.
    ///
    /// # Panics
    ///
    /// If it is another.
    pub fn from_status(status: u16) -> Self {
        match status {
            200 => Self::Whole,
            206 => Self::Part,
            304 => Self::NotModified,
            412 => Self::PreconditionFailed,
            400 => Self::BadRequest,
            status => panic!("status {status}"),
        }
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Whole => "200",
            Self::Part => "206",
            Self::NotModified => "304",
            Self::PreconditionFailed => "412",
            Self::BadRequest => "400",
        }
    }
}

impl<'a> Request<'a> {
    /// The values of a field, a line each.
    pub fn values(&self, field: Field) -> impl Iterator<Item = &'a [u8]> {
        let of_field = self.lines.iter().filter(move |(other, _)| *other == field);
        of_field.map(|(_, value)| *value)
    }
}

impl fmt::Display for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.method.as_str())?;
        if self.has_range {
            f.write_str(", Range")?;
        }
        for (field, value) in self.lines {
            write!(f, ", {}: {}", field.as_str(), value.escape_ascii())?;
        }
        match self.current.etag {
            Some(etag) => write!(f, "; ETag: {}", etag.escape_ascii())?,
            None => f.write_str("; no ETag")?,
        }
        match self.current.last_modified {
            Some(last_modified) => write!(f, ", {last_modified:?} Last-Modified"),
            None => f.write_str(", no Last-Modified"),
        }
    }
}

/// What an octet stands for in the input of the fuzz target: pieces of values that matter for this
/// representation.
pub fn piece(octet: u8, current: &Current) -> Option<&[u8]> {
    let etag = current.etag.unwrap_or(b"\"a\"");
    Some(match octet {
        11 => etag,
        12 => etag.strip_prefix(b"W/").unwrap_or(etag),
        14 => b"W/",
        15 => b"*",
        16 => b"\"b\"",
        17 => b"Sun, 06 Nov 1994 08:49:37 GMT",
        18 => b"Sun, 06 Nov 1994 08:49:38 GMT",
        19 => b"Sun, 06 Nov 1994 08:49:36 GMT",
        20 => b"Sunday, 06-Nov-94 08:49:37 GMT",
        21 => b"Sun Nov  6 08:49:37 1994",
        22 => b"Mon, 06 Nov 1994 08:49:37 GMT",
        23 => b"Sat, 31 Dec 2016 23:59:60 GMT",
        24 => b"Wed, 31 Dec 1969 23:59:59 GMT",
        25 => b"Thursday, 06-Nov-70 08:49:37 GMT",
        26 => b"Thursday, 06-Nov-69 08:49:37 GMT",
        27 => b"Wed, 31 Feb 2026 00:00:00 GMT",
        28 => b"Tue, 31 Feb 2026 00:00:00 GMT",
        29 => b", ",
        127 => b"Sunday, 06-Nov-94(08:49:37 GMT",
        30 => b"Friday, 06-Nov-26 08:49:37 GMT",
        31 => b"Tue, 00 Nov 2026 08:49:37 GMT",
        _ => return None,
    })
}

/// The value with all pieces in it written out.
pub fn spell_out(value: &[u8], current: &Current) -> Vec<u8> {
    let mut spelt = Vec::new();
    for &octet in value {
        match piece(octet, current) {
            Some(piece) => spelt.extend_from_slice(piece),
            None => spelt.push(octet),
        }
    }
    spelt
}
