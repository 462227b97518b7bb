//! Structured fields, as caches send them.

use bytes::Bytes;

use crate::{sink::Sink, spread::spread};

/// Values of a field.
#[derive(Debug)]
pub struct Values {
    /// The values.
    pub(super) lines: Vec<&'static str>,
}

/// A kind of values.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Short name, for tables and the command line.
    pub name: &'static str,
    /// What it stands for.
    pub about: &'static str,
    /// The different values.
    pub lines: &'static [&'static str],
}

/// Values of CDN-Cache-Control, the same as of Cache-Control where that is measured.
pub const TARGETED: [Shape; 2] = [
    Shape {
        name: "35B",
        about: "`public, max-age=31536000, immutable`, again and again",
        lines: &["public, max-age=31536000, immutable"],
    },
    Shape {
        name: "107B",
        about: "eight members, one of them with a string, again and again",
        lines: &[
            r#"public, max-age=600, s-maxage=86400, stale-while-revalidate=600, no-cache="Cookie, Date", immutable, a=1, b"#,
        ],
    },
];

/// Values of Cache-Status.
pub const CACHE_STATUS: Shape = Shape {
    name: "cache-status",
    about: "8 values of Cache-Status, such as RFC 9211 has and CDNs send, shuffled",
    lines: &[
        "ExampleCache; hit",
        "ExampleCache; hit; ttl=376",
        "ExampleCache; fwd=uri-miss; stored; ttl=60",
        "ExampleCache; fwd=stale; fwd-status=304; collapsed; detail=\"revalidated\"",
        "OriginCache; hit; ttl=1100, \"CDN Company Here\"; hit; ttl=545",
        "OriginCache; fwd=uri-miss; stored; ttl=600; key=\"/index.html\", edge-1; hit; ttl=30",
        "\"Netlify Durable\"; fwd=bypass, \"Netlify Edge\"; fwd=miss",
        "cache-1; fwd=vary-miss; stored; collapsed=?0, cache-2; fwd=miss; fwd-status=200; ttl=-5, \
         cache-3; hit; ttl=12",
    ],
};

impl Shape {
    /// So many of the values, in an order that a branch predictor cannot learn.
    pub fn values(&self, count: usize) -> Values {
        let line = |index| self.lines.get(spread(index) as usize % self.lines.len());
        Values {
            lines: (0..count).filter_map(line).copied().collect(),
        }
    }
}

impl Values {
    /// All values, joined.
    pub fn bytes(&self) -> Bytes {
        self.lines.concat().into()
    }
}

/// A value of a member, of the types that there are in these values.
#[inline]
pub(super) fn put_integer<S: Sink>(sink: &mut S, number: i64) {
    sink.put(&number.to_be_bytes());
}

/// The same.
#[inline]
pub(super) fn put_boolean<S: Sink>(sink: &mut S, is_true: bool) {
    sink.put(&[is_true.into()]);
}

/// What stands between commas.
pub(super) fn commas<S: Sink>(values: &Values) -> S {
    let mut sink = S::default();
    for line in &values.lines {
        for place in memchr::memchr_iter(b',', line.as_bytes()) {
            sink.put(line.as_bytes().split_at(place).0);
        }
    }
    sink
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_as_long_as_is_said() {
        for shape in TARGETED {
            let lens: Vec<_> = shape.lines.iter().map(|line| line.len()).collect();
            assert_eq!(shape.name, format!("{}B", lens.iter().sum::<usize>()));
        }
        assert!(
            CACHE_STATUS
                .about
                .starts_with(&CACHE_STATUS.lines.len().to_string())
        );
    }
}
