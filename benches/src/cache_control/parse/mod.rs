//! Who reads Cache-Control: ours, peers, and loops that split.

mod said;

use alloc::{collections::BTreeSet, rc::Rc};
use core::{hint::black_box, iter, time::Duration};
use std::time::{SystemTime, UNIX_EPOCH};

use headers::Header;
use http::{Request, Response};
use http_cache_semantics::{CacheOptions, CachePolicy};
use noio_cache_control::{
    Directives, Member, RequestDirectives, ResponseDirectives, Token, no_cache_fields,
};

use crate::{
    cache_control::value::{Subject, Values},
    case::{Case, Kind, Lane},
};

/// One way through the values, and what it makes of them.
#[derive(Debug)]
pub struct Reader {
    /// Name, for tables.
    pub name: &'static str,
    /// What it does beside the others.
    pub about: &'static str,
    /// Whose it is.
    pub kind: Kind,
    timed: fn(&Values),
    /// What it says of a value, in the words of the standard. `None`: it cannot be asked.
    found: Option<fn(&Subject) -> BTreeSet<String>>,
    /// What it never says: all of a directive, or one form of it.
    ignores: &'static [&'static str],
    /// Where else it is wrong.
    errs: &'static [Erratum],
}

/// What a reader does not say of a value, though it should; and what it says, and should not.
#[derive(Debug)]
struct Erratum {
    line: &'static str,
    lost: &'static [&'static str],
    made_up: &'static [&'static str],
}

/// For what the value says in a response.
pub const RESPONSE: &[Reader] = &[
    Reader {
        name: "noio-cache-control",
        about: "`ResponseDirectives::parse`",
        kind: Kind::Ours,
        timed: noio_response,
        found: Some(|subject| said::by_response_directives(&response_of(subject))),
        ignores: &[],
        errs: &[],
    },
    Reader {
        name: "noio-cache-control `Directives`",
        about: "each member, known or not, and what is malformed",
        kind: Kind::Ours,
        timed: noio_members,
        found: Some(|subject| said::by_members(members_of(subject))),
        ignores: &[],
        errs: &[],
    },
    Reader {
        name: "headers",
        about: "`CacheControl::decode`, which knows neither `stale-while-revalidate` nor \
                `stale-if-error`, loses lists of fields, and minds the case of names",
        kind: Kind::Peer,
        timed: headers_decode,
        found: Some(|subject| said::by_headers(&headers_of(subject))),
        ignores: &[
            "stale-while-revalidate",
            "stale-if-error",
            "no-cache=fields",
        ],
        errs: &[UPPER_CASE],
    },
    Reader {
        name: "cache_control",
        about: "`CacheControl::from_value`, which does not look at quotes, minds the case of \
                names, keeps the last of `public`, `private` and `no-cache`, and does not know \
                `s-maxage`, `stale-while-revalidate` and `stale-if-error`",
        kind: Kind::Peer,
        timed: cache_control_from_value,
        found: Some(|subject| said::by_cache_control(cache_control_of(subject).as_ref())),
        ignores: &["s-maxage", "stale-while-revalidate", "stale-if-error"],
        errs: &[
            Erratum {
                line: r#"no-cache="set-cookie, set-cookie2""#,
                lost: &["no-cache=fields"],
                made_up: &["no-cache"],
            },
            Erratum {
                line: r#"private, max-age=600, community="UCI, UCLA", no-cache="Set-Cookie""#,
                lost: &["private", "no-cache=fields"],
                made_up: &["no-cache"],
            },
            Erratum {
                line: r#"public, max-age=600, s-maxage=86400, stale-while-revalidate=600, no-cache="Cookie, Date", immutable, a=1, b"#,
                lost: &["public", "no-cache=fields"],
                made_up: &["no-cache"],
            },
            Erratum {
                line: "private, no-cache, no-store, max-age=0, must-revalidate",
                lost: &["private"],
                made_up: &[],
            },
            UPPER_CASE,
        ],
    },
    Reader {
        name: "http-cache-semantics",
        about: "`CachePolicy::new_options`, which copies the fields and puts the directives into \
                a map that nobody else can look into",
        kind: Kind::Peer,
        timed: policy_with,
        found: None,
        ignores: &[],
        errs: &[],
    },
    Reader {
        name: "http-cache-semantics without",
        about: "the same for a response with the value in another field: what of it is not \
                reading Cache-Control",
        kind: Kind::Peer,
        timed: policy_without,
        found: None,
        ignores: &[],
        errs: &[],
    },
    COMMAS,
    UNQUOTED_COMMAS,
];

/// For what the value says in a request.
pub const REQUEST: &[Reader] = &[
    Reader {
        name: "noio-cache-control",
        about: "`RequestDirectives::parse`",
        kind: Kind::Ours,
        timed: noio_request,
        found: Some(|subject| said::by_request_directives(&request_of(subject))),
        ignores: &[],
        errs: &[],
    },
    Reader {
        name: "headers",
        about: "`CacheControl::decode`, which loses `max-stale` without seconds",
        kind: Kind::Peer,
        timed: headers_decode,
        found: Some(|subject| said::by_headers(&headers_of(subject))),
        ignores: &[],
        errs: &[Erratum {
            line: "max-stale",
            lost: &["max-stale"],
            made_up: &[],
        }],
    },
    Reader {
        name: "cache_control",
        about: "`CacheControl::from_value`, for which `max-stale` without seconds is an error",
        kind: Kind::Peer,
        timed: cache_control_from_value,
        found: Some(|subject| said::by_cache_control(cache_control_of(subject).as_ref())),
        ignores: &[],
        errs: &[Erratum {
            line: "max-stale",
            lost: &["max-stale"],
            made_up: &[],
        }],
    },
    COMMAS,
    UNQUOTED_COMMAS,
];

/// For the fields that `no-cache` names.
pub const FIELD_NAMES: &[Reader] = &[
    Reader {
        name: "noio-cache-control",
        about: "`no_cache_fields`",
        kind: Kind::Ours,
        timed: noio_fields,
        found: None,
        ignores: &[],
        errs: &[],
    },
    UNQUOTED_COMMAS,
];

/// Lost by all who mind the case of names.
const UPPER_CASE: Erratum = Erratum {
    line: "No-Cache, No-Store, Must-Revalidate",
    lost: &["no-cache", "no-store", "must-revalidate"],
    made_up: &[],
};

const COMMAS: Reader = Reader {
    name: "commas",
    about: "what is between commas, quoted or not",
    kind: Kind::Roofline,
    timed: commas,
    found: None,
    ignores: &[],
    errs: &[],
};

const UNQUOTED_COMMAS: Reader = Reader {
    name: "unquoted commas",
    about: "what is between commas that are not in quotes",
    kind: Kind::Roofline,
    timed: unquoted_commas,
    found: None,
    ignores: &[],
    errs: &[],
};

/// `readers`, for these values.
pub(super) fn case(readers: &'static [Reader], values: Values) -> Case {
    let values = Rc::new(values);
    let lane = |reader: &Reader| {
        let (values, timed) = (Rc::clone(&values), reader.timed);
        Lane {
            name: reader.name,
            about: reader.about,
            kind: reader.kind,
            pass: Box::new(move || timed(black_box(&values))),
        }
    };
    Case {
        units: values.pass.len(),
        input: values.bytes(),
        lanes: readers.iter().map(lane).collect(),
        check: Box::new(move || assert_agreement(readers, &values)),
    }
}

/// Checks that all say the same of each value, but for what is known of them.
///
/// # Panics
///
/// If one says something else.
fn assert_agreement(readers: &[Reader], values: &Values) {
    let mut finders = readers
        .iter()
        .filter_map(|reader| Some((reader, reader.found?)));
    let Some((_, ours)) = finders.next() else {
        return;
    };
    for subject in &values.different {
        let line = subject.line;
        let ours = ours(subject);
        assert!(!ours.is_empty(), "nothing is said of {line}");
        for (reader, found) in finders.clone() {
            let mut expected: BTreeSet<_> = ours
                .iter()
                .filter(|said| !reader.ignores.contains(&name_of(said)))
                .filter(|said| !reader.ignores.contains(&said.as_str()))
                .cloned()
                .collect();
            for erratum in reader.errs.iter().filter(|erratum| erratum.line == line) {
                for lost in erratum.lost {
                    assert!(expected.remove(*lost), "{lost} is not in {line}");
                }
                expected.extend(erratum.made_up.iter().map(|&said| said.into()));
            }
            assert_eq!(found(subject), expected, "{} reads {line}", reader.name);
        }
    }
}

fn name_of(said: &str) -> &str {
    said.split_once('=').map_or(said, |(name, _)| name)
}

fn response_of(subject: &Subject) -> ResponseDirectives {
    ResponseDirectives::parse([subject.line.as_bytes()])
}

fn members_of(subject: &Subject) -> impl Iterator<Item = Member<'static>> {
    Directives::new([subject.line.as_bytes()])
}

fn request_of(subject: &Subject) -> RequestDirectives {
    RequestDirectives::parse([subject.line.as_bytes()])
}

fn fields_of(subject: &Subject) -> impl Iterator<Item = Token<'static>> {
    no_cache_fields([subject.line.as_bytes()])
}

fn headers_of(subject: &Subject) -> headers::CacheControl {
    let mut values = iter::once(&subject.header_value);
    headers::CacheControl::decode(&mut values).expect("well-formed")
}

fn cache_control_of(subject: &Subject) -> Option<cache_control::CacheControl> {
    cache_control::CacheControl::from_value(subject.line)
}

/// With a time that is known: `CachePolicy::new` would ask the clock for each.
fn policy_of(request: &Request<()>, response: &Response<()>, now: SystemTime) -> CachePolicy {
    CachePolicy::new_options(request, response, now, CacheOptions::default())
}

fn noio_response(values: &Values) {
    for subject in &values.pass {
        black_box(&response_of(subject));
    }
}

fn noio_members(values: &Values) {
    for subject in &values.pass {
        for member in members_of(subject) {
            black_box(&member);
        }
    }
}

fn noio_request(values: &Values) {
    for subject in &values.pass {
        black_box(&request_of(subject));
    }
}

fn noio_fields(values: &Values) {
    for subject in &values.pass {
        for name in fields_of(subject) {
            black_box(&name);
        }
    }
}

fn headers_decode(values: &Values) {
    for subject in &values.pass {
        black_box(&headers_of(subject));
    }
}

fn cache_control_from_value(values: &Values) {
    for subject in &values.pass {
        black_box(&cache_control_of(subject));
    }
}

fn policy_with(values: &Values) {
    let now = UNIX_EPOCH + Duration::from_secs(black_box(1_795_168_800));
    for subject in &values.pass {
        black_box(&policy_of(&subject.request, &subject.response, now));
    }
}

fn policy_without(values: &Values) {
    let now = UNIX_EPOCH + Duration::from_secs(black_box(1_795_168_800));
    for subject in &values.pass {
        black_box(&policy_of(&subject.request, &subject.without, now));
    }
}

fn commas(values: &Values) {
    for subject in &values.pass {
        for member in subject.line.as_bytes().split(|&byte| byte == b',') {
            black_box(member.as_ptr());
            black_box(member.len());
        }
    }
}

fn unquoted_commas(values: &Values) {
    for subject in &values.pass {
        let mut is_quoted = false;
        let members = subject.line.as_bytes().split(|&byte| {
            is_quoted ^= byte == b'"';
            byte == b',' && !is_quoted
        });
        for member in members {
            black_box(member.as_ptr());
            black_box(member.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache_control::value;

    #[test]
    fn all_fields_are_found() {
        let values = value::FIELD_NAMES.values(100);
        let names = values.different.iter().map(|subject| {
            let names: Vec<_> = fields_of(subject).map(Token::as_str).collect();
            names.join(" ")
        });
        let names: Vec<_> = names.collect();
        assert_eq!(
            names,
            [
                "set-cookie",
                "set-cookie set-cookie2",
                "Set-Cookie",
                "Set-Cookie"
            ]
        );
    }

    #[test]
    fn peers_lose_something_of_so_many_real_values() {
        let [real, ..] = value::RESPONSES;
        let values = real.values(100);
        let lossy = |name| {
            let found = |reader: &&Reader| reader.name == name;
            let found = RESPONSE.iter().find(found).and_then(|reader| reader.found);
            let found = found.expect("a reader that can be asked");
            let ours = |subject| said::by_response_directives(&response_of(subject));
            let lossy = values.different.iter();
            lossy
                .filter(|subject| found(subject) != ours(subject))
                .count()
        };
        assert_eq!((lossy("headers"), lossy("cache_control")), (6, 9));
    }

    #[test]
    #[should_panic(expected = "cache_control reads")]
    fn a_loss_that_is_not_listed_is_seen() {
        let readers: Vec<_> = RESPONSE
            .iter()
            .map(|reader| Reader {
                errs: &[],
                ..*reader
            })
            .collect();
        let [real, ..] = value::RESPONSES;
        assert_agreement(&readers, &real.values(100));
    }
}
