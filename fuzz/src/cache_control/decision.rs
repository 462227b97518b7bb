//! What a cache decides, again but for some classes of differences.

use core::fmt;

use super::{
    class::{Class, Classes, Peer},
    directive::{number, trim_ows},
    model::Field,
    reading::{Name, Said},
};

/// What is decided about, beside Cache-Control.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    pub is_shared: bool,
    pub has_authorization: bool,
    pub status: u16,
    pub expires: Expires,
    /// Whether the cache leaves out the fields that `private` and `no-cache` list. If not, both
    /// count for all.
    pub omits_listed_fields: bool,
    /// The value of Age, without whitespace around it.
    pub age: Option<&'a [u8]>,
}

/// For a shared cache, without anything else.
impl Default for Situation<'_> {
    fn default() -> Self {
        Self {
            is_shared: true,
            has_authorization: false,
            status: 200,
            expires: Expires::Absent,
            omits_listed_fields: true,
            age: None,
        }
    }
}

/// The Expires of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expires {
    Absent,
    /// `0`
    Invalid,
    /// So many seconds after it was received.
    In(i64),
}

/// What becomes of a response that was just received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    pub is_storable: bool,
    /// For how many seconds it may be used without validation.
    pub fresh: u64,
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.is_storable {
            false => f.write_str("not stored"),
            true => write!(f, "stored, fresh for {} s", self.fresh),
        }
    }
}

/// Decides as the peer does in `classes`, and as the standard has it in the others.
pub fn decide(
    situation: &Situation<'_>,
    lines: &[&[u8]],
    peer: Peer,
    classes: Classes,
) -> Decision {
    let field = Field::read(lines, peer, classes);
    let is_storable = is_storable(situation, &field, classes);
    let lifetime = if is_storable {
        lifetime(situation, &field, classes)
    } else {
        0
    };
    Decision {
        is_storable,
        fresh: lifetime.saturating_sub(age(situation.age, classes)),
    }
}

impl Situation<'_> {
    /// Whether `private` or `no-cache` counts for all of the response.
    fn counts(&self, said: Said) -> bool {
        said == Said::Yes || (said == Said::Fields && !self.omits_listed_fields)
    }
}

/// RFC 9111 §3.
fn is_storable(situation: &Situation<'_>, field: &Field, classes: Classes) -> bool {
    /// Those that the peer stores.
    const LISTED: [u16; 14] = [
        200, 203, 204, 300, 301, 302, 303, 307, 308, 404, 405, 410, 414, 501,
    ];
    /// RFC 9110 §15.1.
    const HEURISTIC: [u16; 12] = [200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501];

    let Situation {
        is_shared, status, ..
    } = *situation;
    let reading = &field.reading;
    let invites = |name| match reading.said(name) {
        Said::Seconds(_) => true,
        said => said != Said::Nothing && classes.has(Class::InvalidNumberInvites),
    };
    let is_status_known = if classes.has(Class::StatusList) {
        LISTED.contains(&status)
    } else {
        (200..600).contains(&status)
    };
    let is_authorized = !is_shared
        || !situation.has_authorization
        || field.permits(Name::Public)
        || field.permits(Name::MustRevalidate)
        || invites(Name::SMaxage);
    let is_invited = field.permits(Name::Public)
        || (!is_shared
            && field.permits(Name::Private)
            && !classes.has(Class::PrivateInvitesNobody))
        || situation.expires != Expires::Absent
        || invites(Name::MaxAge)
        || (is_shared && invites(Name::SMaxage))
        || HEURISTIC.contains(&status);
    is_status_known
        && (!reading.says(Name::NoStore) || field.permits(Name::MustUnderstand))
        && !(is_shared && situation.counts(reading.said(Name::Private)))
        && is_authorized
        && is_invited
}

/// RFC 9111 §4.2.1, and no time without validation for `no-cache` (§5.2.2.4).
fn lifetime(situation: &Situation<'_>, field: &Field, classes: Classes) -> u64 {
    let reading = &field.reading;
    let is_stale = situation.counts(reading.said(Name::NoCache))
        || (situation.is_shared
            && reading.says(Name::ProxyRevalidate)
            && classes.has(Class::ProxyRevalidateIsStale));
    if is_stale {
        return 0;
    }
    for name in [Name::SMaxage, Name::MaxAge] {
        match reading.said(name) {
            _ if name == Name::SMaxage && !situation.is_shared => {}
            // Skipped: no number was given.
            Said::Nothing | Said::Yes => {}
            Said::Seconds(seconds) => return seconds,
            Said::Invalid | Said::Fields => return 0,
        }
    }
    match situation.expires {
        Expires::In(seconds) => u64::try_from(seconds).unwrap_or(0),
        Expires::Absent | Expires::Invalid => 0,
    }
}

/// RFC 9111 §5.1.
fn age(value: Option<&[u8]>, classes: Classes) -> u64 {
    let Some(value) = value else {
        return 0;
    };
    let mut members = value.split(|&octet| octet == b',').map(trim_ows);
    let member = if classes.has(Class::AgeIsNoList) {
        value
    } else {
        members.find(|member| !member.is_empty()).unwrap_or(value)
    };
    number(member, classes).unwrap_or(0)
}
