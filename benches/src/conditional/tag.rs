//! Who reads entity tags and looks one up in a list: ours, headers, and loops that split.

use bytes::Bytes;
use headers::{Header, HeaderValue, IfNoneMatch};
use noio_conditional::{ETag, ETags, Member};

use crate::{
    case::{Case, Kind},
    contender::{self, Contender},
    sink::Sink,
    spread::spread,
};

/// Values of a field, and as the crate headers takes them.
#[derive(Debug)]
pub struct Values(Vec<(&'static str, HeaderValue)>);

/// Lists, and the tag that is looked up in each.
#[derive(Debug)]
pub struct Lookups(Vec<Lookup>);

#[derive(Debug)]
struct Lookup {
    line: HeaderValue,
    text: &'static str,
    current: ETag<'static>,
    current_typed: headers::ETag,
}

/// How many tags a list has.
#[derive(Clone, Copy, Debug)]
pub struct ListShape {
    /// Short name, for tables and the command line.
    pub name: &'static str,
    /// What it stands for.
    pub about: &'static str,
    len: usize,
}

/// A browser's, that of a cache with a few variants, and that of one that asks with all it has.
pub const LISTS: [ListShape; 3] = [
    ListShape {
        name: "1 tag",
        about: "If-None-Match of one tag, which is the current one in half of them",
        len: 1,
    },
    ListShape {
        name: "5 tags",
        about: "the same of five, of which one is the current one in half of them",
        len: 5,
    },
    ListShape {
        name: "50 tags",
        about: "the same of fifty",
        len: 50,
    },
];

/// What Apache, nginx, IIS, Express, Rails, S3, Google's and Microsoft's stores, CDNs and build tools
/// send.
const ETAGS: [&str; 12] = [
    r#""2d-432a5e4a73a80""#,
    r#""5e15153d-120f""#,
    r#"W/"5e15153d-120f""#,
    r#""0815f4d2a1b9d51:0""#,
    r#"W/"c-Lve95gjOVATpfV8EL5X4nxwjKHE""#,
    r#"W/"d41d8cd98f00b204e9800998ecf8427e""#,
    r#""d41d8cd98f00b204e9800998ecf8427e""#,
    r#""9b2cf535f27731c974343645a3985328-4""#,
    r#""0x8D4BCC2E4835CD0""#,
    r#""CJDf9o+A4YADEAE=""#,
    r#""33a64df551425fcc55e4d42a148795d9f25f89d4""#,
    r#"W/"33a64df551425fcc55e4d42a148795d9f25f89d4""#,
];

/// For whether each tag is weak.
pub const PARSERS: &[Contender<Values>] = &[
    Contender {
        name: "noio-conditional",
        about: "`ETag::parse`",
        kind: Kind::Ours,
        timed: noio_parse,
        found: noio_parse,
    },
    Contender {
        name: "headers",
        about: "`ETag::decode`, which keeps the value by counting a reference",
        kind: Kind::Peer,
        timed: headers_parse,
        found: headers_parse,
    },
    Contender {
        name: "memchr",
        about: "the closing quote",
        kind: Kind::Roofline,
        timed: closing_quote,
        found: closing_quote,
    },
];

/// For whether the current tag is listed, by the weak comparison.
const MATCHERS: &[Contender<Lookups>] = &[
    Contender {
        name: "noio-conditional",
        about: "`ETags` to the end of the list, so that all of it is checked",
        kind: Kind::Ours,
        timed: noio_match,
        found: noio_match,
    },
    Contender {
        name: "headers",
        about: "`IfNoneMatch::decode` and `precondition_passes`, to the tag that matches",
        kind: Kind::Peer,
        timed: headers_match,
        found: headers_match,
    },
    Contender {
        name: "split",
        about: "`str::split(',')`, `trim`, the text without `W/`, without a look at quotes, to the \
                tag that matches",
        kind: Kind::Peer,
        timed: split_match,
        found: split_match,
    },
    Contender {
        name: "memmem",
        about: "the current tag anywhere in the line",
        kind: Kind::Roofline,
        timed: find_match,
        found: find_match,
    },
];

fn etag(index: usize) -> &'static str {
    let [first, ..] = ETAGS;
    let choice = spread(index) as usize % ETAGS.len();
    ETAGS.get(choice).copied().unwrap_or(first)
}

/// So many tags.
pub(super) fn values(count: usize) -> Values {
    let values = (0..count).map(|index| (etag(index), HeaderValue::from_static(etag(index))));
    Values(values.collect())
}

/// All of them, joined.
pub(super) fn bytes(count: usize) -> Bytes {
    (0..count).map(etag).collect::<String>().into()
}

/// The matchers, for so many lists.
pub(super) fn match_case(shape: ListShape, count: usize) -> Case {
    let lookups: Vec<_> = (0..count)
        .map(|index| Lookup::new(shape.len, index))
        .collect();
    let bytes: Vec<u8> = lookups
        .iter()
        .flat_map(|lookup| lookup.line.as_bytes())
        .copied()
        .collect();
    contender::case(MATCHERS, Lookups(lookups), count, bytes.into())
}

impl Lookup {
    fn new(len: usize, index: usize) -> Self {
        // Made of content: no two are alike.
        let tag = |number: usize| {
            let (front, back) = (spread(2 * number), spread(2 * number + 1));
            format!("\"{front:08x}{back:08x}-{number:04x}\"")
        };
        let tags: Vec<_> = (0..len)
            .map(|place| match spread(place + index) % 3 {
                0 => format!("W/{}", tag(place + index)),
                _ => tag(place + index),
            })
            .collect();
        let place = spread(index) as usize % (2 * len);
        // A server has it read before. It is leaked, so that one that borrows can be kept, too.
        let text: &str = tag(place + index).leak();
        let value = HeaderValue::from_static(text);
        Self {
            line: HeaderValue::from_str(&tags.join(", ")).expect("a value"),
            current_typed: headers::ETag::decode(&mut [&value].into_iter()).expect("a tag"),
            current: ETag::parse(text.as_bytes()).expect("a tag"),
            text,
        }
    }
}

fn noio_parse<S: Sink>(values: &Values) -> S {
    let mut sink = S::default();
    for (text, _) in &values.0 {
        let tag = ETag::parse(text.as_bytes()).expect("well-formed");
        sink.put(&[tag.is_weak().into()]);
    }
    sink
}

fn headers_parse<S: Sink>(values: &Values) -> S {
    let mut sink = S::default();
    for (_, value) in &values.0 {
        let tag = headers::ETag::decode(&mut [value].into_iter()).expect("well-formed");
        sink.put(&[tag.is_weak().into()]);
    }
    sink
}

fn closing_quote<S: Sink>(values: &Values) -> S {
    let mut sink = S::default();
    for (text, _) in &values.0 {
        let inside = text.as_bytes().split_at(3).1;
        let place = memchr::memchr(b'"', inside).expect("well-formed");
        sink.put(inside.split_at(place).0);
    }
    sink
}

fn noio_match<S: Sink>(lookups: &Lookups) -> S {
    let mut sink = S::default();
    for lookup in &lookups.0 {
        let mut is_listed = false;
        for member in ETags::from_lines([&lookup.line]) {
            is_listed |= matches!(member, Member::Tag(tag) if tag.weak_eq(lookup.current));
        }
        sink.put(&[is_listed.into()]);
    }
    sink
}

fn headers_match<S: Sink>(lookups: &Lookups) -> S {
    let mut sink = S::default();
    for lookup in &lookups.0 {
        let list = IfNoneMatch::decode(&mut [&lookup.line].into_iter()).expect("well-formed");
        let is_listed = !list.precondition_passes(&lookup.current_typed);
        sink.put(&[is_listed.into()]);
    }
    sink
}

fn split_match<S: Sink>(lookups: &Lookups) -> S {
    let mut sink = S::default();
    for lookup in &lookups.0 {
        let line = lookup.line.to_str().expect("text");
        let mut tags = line.split(',').map(str::trim);
        let is_listed = tags.any(|tag| tag.strip_prefix("W/").unwrap_or(tag) == lookup.text);
        sink.put(&[is_listed.into()]);
    }
    sink
}

fn find_match<S: Sink>(lookups: &Lookups) -> S {
    let mut sink = S::default();
    for lookup in &lookups.0 {
        let text = lookup.text.as_bytes();
        let is_listed = memchr::memmem::find(lookup.line.as_bytes(), text).is_some();
        sink.put(&[is_listed.into()]);
    }
    sink
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_lists_have_the_current_tag() {
        for shape in LISTS {
            let lookups = (0..2_000).map(|index| Lookup::new(shape.len, index));
            let found: Vec<Vec<u8>> = noio_match(&Lookups(lookups.collect()));
            let listed = found.iter().filter(|&found| found == &[1]).count();
            assert!((900..1_100).contains(&listed), "{}: {listed}", shape.name);
        }
    }
}
