//! Who reads Cache-Control: ours, peers, and loops that split.

mod readers;
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
pub use readers::{FIELD_NAMES, REQUEST, RESPONSE};

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
    Directives::from_lines([subject.line.as_bytes()])
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
                "set-cookie"
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
