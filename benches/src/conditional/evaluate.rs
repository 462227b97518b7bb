//! Who evaluates the preconditions of a request: ours, and a program with the fields of the crate
//! headers.

use alloc::rc::Rc;
use core::{hint::black_box, time::Duration};
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use headers::{
    HeaderMapExt, HeaderValue, IfMatch, IfModifiedSince, IfNoneMatch, IfRange, IfUnmodifiedSince,
    Range,
};
use http::{HeaderMap, HeaderName};
use noio_conditional::{ETag, Evaluation, HttpDate, LastModified, Outcome, Representation};

use crate::{case::Kind, contender::Contender, sink::Sink, spread::spread};

/// Requests of a pass, in its order.
#[derive(Debug)]
pub struct Requests(Vec<Rc<Request>>);

/// A GET, and the representation that it is for.
#[derive(Debug)]
struct Request {
    /// As a parser of heads has them.
    fields: Vec<(String, Vec<u8>)>,
    map: HeaderMap,
    etag: ETag<'static>,
    etag_typed: headers::ETag,
    modified: i64,
}

/// A kind of requests.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Short name, for tables and the command line.
    pub name: &'static str,
    /// What it stands for.
    pub about: &'static str,
    is_conditional: bool,
}

/// A browser that has the representation, or one from before.
pub const REVALIDATION: Shape = Shape {
    name: "revalidation",
    about: "14 fields of a browser, with If-None-Match and If-Modified-Since; half are answered with \
            304",
    is_conditional: true,
};

/// A browser that has nothing.
pub const PLAIN: Shape = Shape {
    name: "plain",
    about: "12 fields of a browser, without preconditions",
    is_conditional: false,
};

/// For what becomes of each request.
pub const EVALUATORS: &[Contender<Requests>] = &[
    Contender {
        name: "noio-conditional",
        about: "`evaluate`, of a `HeaderMap`",
        kind: Kind::Ours,
        timed: noio_map,
        found: noio_map,
    },
    Contender {
        name: "noio-conditional slice",
        about: "the same, of a slice of names and values, as parsers of heads have them",
        kind: Kind::Ours,
        timed: noio_slice,
        found: noio_slice,
    },
    Contender {
        name: "headers",
        about: "`typed_get` of each field that decides, in the order of RFC 9110 §13.2.2",
        kind: Kind::Peer,
        timed: headers_evaluate,
        found: headers_evaluate,
    },
    Contender {
        name: "lengths of names",
        about: "a look at the length of each name of the slice, and at the text of those that have \
                the length of one of the six",
        kind: Kind::Roofline,
        timed: lengths,
        found: lengths,
    },
    Contender {
        name: "compare bytes",
        about: "all names and values, each compared with itself elsewhere",
        kind: Kind::Roofline,
        timed: compare,
        found: compare,
    },
];

/// What a browser sends with every request.
const FIELDS: [(&str, &str); 12] = [
    ("host", "www.example.com"),
    ("connection", "keep-alive"),
    ("sec-ch-ua", r#""Chromium";v="143", "Not A(Brand";v="24""#),
    ("sec-ch-ua-mobile", "?0"),
    ("sec-ch-ua-platform", r#""Linux""#),
    (
        "user-agent",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
         Chrome/143.0.0.0 Safari/537.36",
    ),
    (
        "accept",
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    ),
    ("sec-fetch-site", "same-origin"),
    ("sec-fetch-mode", "navigate"),
    ("referer", "https://www.example.com/"),
    ("accept-encoding", "gzip, deflate, br, zstd"),
    ("accept-language", "en-GB,en;q=0.9"),
];

/// The names that [`lengths`] compares.
const NAMES: [&str; 6] = [
    "if-match",
    "if-none-match",
    "if-unmodified-since",
    "if-modified-since",
    "if-range",
    "range",
];

/// When the requests come.
const NOW: i64 = 1_795_168_800;

/// How many different requests there are: few enough to stay in the cache.
const DIFFERENT: usize = 16;

impl Shape {
    /// So many requests, in an order that a branch predictor cannot learn.
    pub fn requests(&self, count: usize) -> Requests {
        let different: Vec<_> = (0..DIFFERENT)
            .map(|index| Rc::new(Request::new(self.is_conditional, index)))
            .collect();
        let request = |index| different.get(spread(index) as usize % DIFFERENT).cloned();
        Requests((0..count).filter_map(request).collect())
    }
}

impl Requests {
    /// All names and values, joined.
    pub fn bytes(&self) -> Bytes {
        let fields = self.0.iter().flat_map(|request| &request.fields);
        let bytes = fields.flat_map(|(name, value)| name.bytes().chain(value.iter().copied()));
        bytes.collect::<Vec<u8>>().into()
    }
}

impl Request {
    fn new(is_conditional: bool, index: usize) -> Self {
        let modified = NOW - 86_400 - i64::from(spread(index) % 100_000_000);
        // Leaked, so that a tag that borrows can be kept beside the typed one.
        let etag: &str = format!("\"{modified:x}-{:x}\"", spread(index + 1)).leak();
        let mut fields: Vec<_> = FIELDS
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec()))
            .collect();
        if is_conditional {
            // Every other one has what is there now.
            let is_old = index % 2 == 1;
            let listed = if is_old { "\"5e15153d-120f\"" } else { etag };
            let since = modified - if is_old { 3_600 } else { 0 };
            let since = HttpDate::saturating_from_unix_seconds(since);
            fields.push(("if-none-match".to_owned(), listed.into()));
            let since = since.to_imf_fixdate().to_vec();
            fields.push(("if-modified-since".to_owned(), since));
        }
        let map = fields.iter().map(|(name, value)| {
            let name: HeaderName = name.parse().expect("a name");
            (name, HeaderValue::from_bytes(value).expect("a value"))
        });
        Self {
            map: map.collect(),
            fields,
            etag_typed: etag.parse().expect("a tag"),
            etag: ETag::parse(etag.as_bytes()).expect("a tag"),
            modified,
        }
    }

    /// As a server makes them of what it has on the representation.
    #[inline]
    fn evaluate<'f, N, V>(&'f self, fields: impl IntoIterator<Item = (&'f N, &'f V)>) -> Evaluation
    where
        N: AsRef<[u8]> + ?Sized + 'f,
        V: AsRef<[u8]> + ?Sized + 'f,
    {
        let now = HttpDate::saturating_from_unix_seconds(black_box(NOW));
        let modified = HttpDate::saturating_from_unix_seconds(self.modified);
        let last_modified = LastModified::weak(modified, now);
        let current = Representation::current(Some(self.etag), Some(last_modified));
        noio_conditional::evaluate(b"GET", fields, &current, now)
    }

    #[inline]
    fn modified(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(self.modified.unsigned_abs())
    }

    /// Of a GET, and of a representation that has both validators.
    #[inline]
    fn evaluate_typed(&self) -> Outcome {
        let is_true = match self.map.typed_get::<IfMatch>() {
            Some(if_match) => if_match.precondition_passes(&self.etag_typed),
            None => self
                .map
                .typed_get::<IfUnmodifiedSince>()
                .is_none_or(|since| since.precondition_passes(self.modified())),
        };
        if !is_true {
            return Outcome::PreconditionFailed;
        }
        let is_true = match self.map.typed_get::<IfNoneMatch>() {
            Some(if_none_match) => if_none_match.precondition_passes(&self.etag_typed),
            None => self
                .map
                .typed_get::<IfModifiedSince>()
                .is_none_or(|since| since.is_modified(self.modified())),
        };
        if !is_true {
            return Outcome::NotModified;
        }
        let if_range = self.map.typed_get::<IfRange>();
        let last_modified = self.modified().into();
        let is_ignored = self.map.typed_get::<Range>().is_some()
            && if_range.is_some_and(|if_range| {
                if_range.is_modified(Some(&self.etag_typed), Some(&last_modified))
            });
        match is_ignored {
            true => Outcome::IgnoreRange,
            false => Outcome::Proceed,
        }
    }
}

fn noio_map<S: Sink>(requests: &Requests) -> S {
    let mut sink = S::default();
    for request in &requests.0 {
        let evaluation = request.evaluate(&request.map);
        sink.put(evaluation.outcome().as_str().as_bytes());
    }
    sink
}

fn noio_slice<S: Sink>(requests: &Requests) -> S {
    let mut sink = S::default();
    for request in &requests.0 {
        let fields = request.fields.iter().map(|(name, value)| (name, value));
        let evaluation = request.evaluate(fields);
        sink.put(evaluation.outcome().as_str().as_bytes());
    }
    sink
}

fn headers_evaluate<S: Sink>(requests: &Requests) -> S {
    let mut sink = S::default();
    for request in &requests.0 {
        sink.put(request.evaluate_typed().as_str().as_bytes());
    }
    sink
}

fn lengths<S: Sink>(requests: &Requests) -> S {
    let mut sink = S::default();
    for request in &requests.0 {
        for (name, value) in &request.fields {
            if NAMES.contains(&&**name) {
                sink.put(value);
            }
        }
    }
    sink
}

fn compare<S: Sink>(requests: &Requests) -> S {
    let mut sink = S::default();
    for request in &requests.0 {
        let others = black_box(&request.fields);
        let is_same = black_box(&request.fields) == others;
        sink.put(&[is_same.into()]);
    }
    sink
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_have_as_many_fields_as_is_said() {
        for (shape, count) in [(REVALIDATION, 14), (PLAIN, 12)] {
            assert!(shape.about.starts_with(&count.to_string()));
            let requests = shape.requests(100);
            assert!(
                requests
                    .0
                    .iter()
                    .all(|request| request.fields.len() == count)
            );
            assert!(requests.0.iter().all(|request| request.map.len() == count));
        }
    }

    #[test]
    fn half_of_the_revalidations_find_nothing_new() {
        let outcomes: Vec<Vec<u8>> = noio_map(&REVALIDATION.requests(2_000));
        let not_modified = outcomes
            .iter()
            .filter(|&outcome| outcome == b"not-modified");
        assert!((900..1_100).contains(&not_modified.count()));
        let outcomes: Vec<Vec<u8>> = noio_map(&PLAIN.requests(2_000));
        assert!(outcomes.iter().all(|outcome| outcome == b"proceed"));
    }
}
