//! The theorem that junk in a targeted field gives no permission, which is another one than that of
//! Cache-Control.
//!
//! Put something into a field that is valid and not empty, as a member of a line or as a line of its
//! own.
//!
//! - If it is no Dictionary by itself, or an empty one, the whole field is invalid: a cache goes by the
//!   next one.
//! - If it is one, the field is valid, and each directive that it does not name says what it said.
//! - If it names no directive of the field and grants nothing by itself, nothing is permitted that was
//!   not, and no restriction is gone: no response is stored, fresh for longer or used that was not.
//!
//! There is no more to it, since of several members of one name the last counts: `private="a"` behind
//! `private` grants nothing by itself, and lets a cache store the rest.

use noio_cache_control::{ResponseDirectives, targeted::parse};

use super::{check_targeted, read};
use crate::{
    cache_control::{
        freshness::{
            decisions::check_use_of_response, junk::check_response, scenario::Circumstances,
        },
        reference::RESPONSE_NAMES,
    },
    escape,
    structured::reference,
};

/// What came of junk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "tests match all of them, and there is no fifth"
)]
pub enum Verdict {
    /// The theorem is not about a field that is invalid or empty.
    NoField,
    /// The junk made the field invalid.
    Invalid,
    /// It is a Dictionary, and nothing changed but what it names.
    Overlaid,
    /// It grants nothing by itself, and nothing is permitted that was not.
    Harmless,
}

/// Checks the theorem in one case: `field` has the members of each line, and the junk goes in front of
/// that member of that line, or with no such member behind all of them, or with no such line into one
/// of its own. Whitespace around the junk does not count.
///
/// # Errors
///
/// What the junk has brought about.
pub fn check_targeted_junk(
    field: &[Vec<Vec<u8>>],
    junk: &[u8],
    (line, member): (usize, usize),
    circumstances: &Circumstances,
) -> Result<Verdict, String> {
    let junk = junk.trim_ascii();
    let mut with_junk = field.to_vec();
    match with_junk.get_mut(line) {
        Some(members) => members.insert(member.min(members.len()), junk.to_vec()),
        None => with_junk.push(vec![junk.to_vec()]),
    }
    let [lines, with_junk] = [field, &with_junk].map(|field| {
        let lines = field.iter().map(|members| members.join(&b", "[..]));
        lines.collect::<Vec<Vec<u8>>>()
    });
    let fail = |what: String| {
        let lines: Vec<String> = with_junk.iter().map(|line| escape(line)).collect();
        Err(format!("{what} in {}", lines.join(" | ")))
    };
    // Two members that are none could be a whole one together.
    let is_member = |member: &Vec<u8>| read(&[member]).is_some();
    let are_members = field.iter().flatten().all(is_member);
    let (true, Some(before)) = (are_members, parse(&lines)) else {
        return Ok(Verdict::NoField);
    };
    check_targeted(&with_junk.iter().map(Vec::as_slice).collect::<Vec<_>>())?;
    let dictionary = reference::dictionary(&[junk]).unwrap_or_default();
    let after = match (parse(&with_junk), dictionary.is_empty()) {
        (None, true) => return Ok(Verdict::Invalid),
        (Some(after), false) => after,
        (after, _) => return fail(format!("junk made {after:?} of it")),
    };
    let is_named = |wanted: &str| dictionary.iter().any(|(name, _)| name == wanted);
    let mut names_any = false;
    for name in RESPONSE_NAMES {
        let said = statement(&before, name);
        if is_named(name) {
            names_any |= said != statement(&ResponseDirectives::default(), name);
        } else if statement(&after, name) != said {
            return fail(format!("junk changed {name}, which was {said}"));
        }
    }
    if names_any || grants(junk) {
        return Ok(Verdict::Overlaid);
    }
    match check_response(&before, &after)
        .and_then(|()| check_use_of_response(&before, &after, circumstances))
    {
        Ok(()) => Ok(Verdict::Harmless),
        Err(what) => fail(what),
    }
}

/// What is said of a directive.
fn statement(response: &ResponseDirectives, name: &str) -> String {
    match name {
        "max-age" => format!("{:?}", response.max_age()),
        "s-maxage" => format!("{:?}", response.s_maxage()),
        "stale-while-revalidate" => format!("{:?}", response.stale_while_revalidate()),
        "stale-if-error" => format!("{:?}", response.stale_if_error()),
        "no-cache" => format!("{:?}", response.no_cache()),
        "private" => format!("{:?}", response.private()),
        "no-store" => response.no_store().to_string(),
        "no-transform" => response.no_transform().to_string(),
        "must-revalidate" => response.must_revalidate().to_string(),
        "proxy-revalidate" => response.proxy_revalidate().to_string(),
        "must-understand" => response.must_understand().to_string(),
        "public" => response.public().to_string(),
        "immutable" => response.immutable().to_string(),
        name => panic!("{name} is no directive"),
    }
}

/// Whether something says, as a field of its own, that more may be stored or used.
pub fn grants(junk: &[u8]) -> bool {
    read(&[junk]).is_some_and(|response| {
        let deltas = [
            response.max_age,
            response.s_maxage,
            response.stale_while_revalidate,
            response.stale_if_error,
        ];
        deltas.into_iter().any(|delta| delta.seconds().is_some())
            || response.public
            || response.immutable
            || response.is_private_plain
            || response.is_must_revalidate_legal
            || response.is_must_understand_legal
    })
}
