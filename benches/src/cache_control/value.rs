//! Values of Cache-Control, as programs send them.

use alloc::rc::Rc;

use bytes::Bytes;
use headers::HeaderValue;
use http::{Request, Response, header::CACHE_CONTROL};

use crate::spread::spread;

/// Values of the field, and what peers want them in.
#[derive(Debug)]
pub struct Values {
    /// The different ones.
    pub(super) different: Vec<Rc<Subject>>,
    /// Those of a pass, in its order.
    pub(super) pass: Vec<Rc<Subject>>,
}

/// A value of the field.
#[derive(Debug)]
pub struct Subject {
    /// The value.
    pub(super) line: &'static str,
    /// As the crate headers takes it.
    pub(super) header_value: HeaderValue,
    /// What is asked for, for http-cache-semantics.
    pub(super) request: Request<()>,
    /// A response that has the value in its Cache-Control.
    pub(super) response: Response<()>,
    /// A response that has it in a field that means nothing.
    pub(super) without: Response<()>,
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
    /// In what order they come, one after the other.
    pub order: fn(usize) -> usize,
}

/// What static file hosts, CDNs, frameworks, application servers and load balancers send, of 8 to 83
/// octets, 35 in the median.
const REAL: &[&str] = &[
    "no-cache",
    "max-age=0",
    "max-age=3600",
    "private, max-age=0",
    "public, max-age=31536000",
    "public, max-age=0, must-revalidate",
    r#"no-cache="set-cookie, set-cookie2""#,
    "no-store, no-cache, must-revalidate",
    "max-age=0, private, must-revalidate",
    "public, max-age=31536000, immutable",
    "No-Cache, No-Store, Must-Revalidate",
    "public, max-age=604800, s-maxage=43200",
    "s-maxage=31536000, stale-while-revalidate",
    "no-cache, no-store, max-age=0, must-revalidate",
    "private, max-age=86400, stale-while-revalidate=604800",
    "private, no-cache, no-store, max-age=0, must-revalidate",
    r#"private, max-age=600, must-revalidate, no-cache="set-cookie""#,
    "private, s-maxage=0, max-age=0, must-revalidate, no-transform",
    "no-store, no-cache, must-revalidate, post-check=0, pre-check=0",
    "public, max-age=60, s-maxage=300, stale-while-revalidate=3600, stale-if-error=86400",
];

/// The real ones, in an order that a branch predictor cannot learn, and in one that it can; and of
/// three lengths.
pub const RESPONSES: [Shape; 5] = [
    Shape {
        name: "real",
        about: "20 values that servers send, shuffled",
        lines: REAL,
        order: shuffled,
    },
    Shape {
        name: "real in turn",
        about: "the same, one after the other and from the beginning again",
        lines: REAL,
        order: in_turn,
    },
    Shape {
        name: "12B",
        about: "`max-age=3600`, again and again",
        lines: &["max-age=3600"],
        order: in_turn,
    },
    Shape {
        name: "35B",
        about: "`public, max-age=31536000, immutable`, again and again",
        lines: &["public, max-age=31536000, immutable"],
        order: in_turn,
    },
    Shape {
        name: "107B",
        about: "eight directives, one of them with a quoted list, again and again",
        lines: &[
            r#"public, max-age=600, s-maxage=86400, stale-while-revalidate=600, no-cache="Cookie, Date", immutable, a=1, b"#,
        ],
        order: in_turn,
    },
];

/// What browsers and clients ask for.
pub const REQUESTS: Shape = Shape {
    name: "requests",
    about: "10 values that browsers and clients send, shuffled",
    lines: &[
        "no-cache",
        "no-store",
        "max-age=0",
        "max-stale",
        "no-transform",
        "only-if-cached",
        "max-stale=3600",
        "no-cache, no-store",
        "max-age=60, min-fresh=10",
        "max-stale=2147483647, only-if-cached",
    ],
    order: shuffled,
};

/// Lists of fields, as one directive of several.
pub const FIELD_NAMES: Shape = Shape {
    name: "field names",
    about: "lists that `no-cache` has, alone and beside other directives, shuffled",
    lines: &[
        r#"no-cache="set-cookie""#,
        r#"no-cache="set-cookie, set-cookie2""#,
        r#"max-age=600, no-cache="Set-Cookie""#,
        r#"private, max-age=600, must-revalidate, no-cache="set-cookie""#,
    ],
    order: shuffled,
};

impl Shape {
    /// So many of the values.
    pub fn values(&self, count: usize) -> Values {
        let subjects = self.lines.iter().map(|line| Rc::new(Subject::new(line)));
        let different: Vec<_> = subjects.collect();
        let subject = |index| different.get((self.order)(index) % different.len());
        Values {
            pass: (0..count).filter_map(subject).cloned().collect(),
            different,
        }
    }
}

impl Values {
    /// All values of a pass, joined.
    pub fn bytes(&self) -> Bytes {
        let lines = self.pass.iter().map(|subject| subject.line);
        lines.collect::<String>().into()
    }
}

impl Subject {
    fn new(line: &'static str) -> Self {
        let response = |name| {
            let response = Response::builder().header(name, line);
            response.body(()).expect("legal")
        };
        Self {
            line,
            header_value: HeaderValue::from_static(line),
            request: Request::new(()),
            response: response(CACHE_CONTROL.as_str()),
            without: response("x-cache-control"),
        }
    }
}

fn shuffled(index: usize) -> usize {
    spread(index) as usize
}

fn in_turn(index: usize) -> usize {
    index
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_as_long_as_is_said() {
        let lens: Vec<_> = REAL.iter().map(|line| line.len()).collect();
        assert_eq!(lens.len(), 20);
        assert!(lens.is_sorted());
        assert_eq!((lens.first(), lens.last()), (Some(&8), Some(&83)));
        assert_eq!((lens.get(9), lens.get(10)), (Some(&35), Some(&35)));
        for shape in RESPONSES.iter().filter(|shape| shape.name.ends_with('B')) {
            let lens: Vec<_> = shape.lines.iter().map(|line| line.len()).collect();
            assert_eq!(shape.name, format!("{}B", lens.iter().sum::<usize>()));
        }
    }

    #[test]
    fn every_value_is_in_a_pass() {
        for shape in RESPONSES.into_iter().chain([REQUESTS, FIELD_NAMES]) {
            let values = shape.values(2_000);
            for subject in &values.different {
                let is_it = |other: &Rc<Subject>| Rc::ptr_eq(subject, other);
                assert!(values.pass.iter().any(is_it), "{}", subject.line);
            }
        }
    }
}
