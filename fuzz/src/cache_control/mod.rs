//! `noio-cache-control` beside `headers`, `cache_control` and `http-cache-semantics`.
//!
//! They read much otherwise. Every difference is one of the [classes](class::Class) that are listed
//! for a peer, or several: a [model](model) of the standard, in which each class can be set by
//! itself, has to be ours without any, and the peer with all of its. The table of
//! `crates/noio-cache-control/PEERS.md` has an input for each, and says who is right.

pub mod cases;
pub mod class;
pub mod decision;
mod directive;
pub mod model;
pub mod page;
pub mod peers;
pub mod reading;
#[cfg(test)]
mod semantics;
#[cfg(test)]
mod undici;

use class::{Classes, Peer};
use decision::{Expires, Situation, decide};
use directive::trim_ows;
use model::Field;
use reading::Name;

/// What the second octet of an input chooses from.
const STATUSES: [u16; 16] = [
    200, 200, 200, 200, 201, 206, 299, 302, 304, 404, 418, 500, 503, 599, 100, 600,
];

/// Ours and the peers differ as the classes of the peers say, and in nothing else.
///
/// The first two octets choose the cache and whether it leaves out fields, whether there is
/// Authorization, Expires, Age, and the status. The lines of the field are what lies between line
/// feeds; with Age, the first is its value. The octets 11 to 26 stand for names of directives, to
/// find them sooner; lines that an HTTP stack refuses are left out.
///
/// # Panics
///
/// If they differ in anything else.
pub fn cache_control_pair(data: &[u8]) {
    let [setup, status, rest @ ..] = data else {
        return;
    };
    let text = spell_out(rest);
    let mut lines: Vec<&[u8]> = text
        .split(|&octet| octet == b'\n')
        .filter(|line| peers::is_field_value(line))
        .collect();
    let age = (setup & 16 != 0 && !lines.is_empty()).then(|| trim_ows(lines.remove(0)));
    let situation = Situation {
        is_shared: setup & 1 == 0,
        has_authorization: setup & 2 != 0,
        status: STATUSES[usize::from(*status) % STATUSES.len()],
        expires: match setup >> 2 & 3 {
            0 => Expires::Absent,
            1 => Expires::Invalid,
            2 => Expires::In(1000),
            _ => Expires::In(-1000),
        },
        omits_listed_fields: setup & 32 == 0,
        age,
    };
    check_reading(&lines);
    check_decision(&situation, &lines);
}

/// A name for each octet from 11 to 26: an HTTP stack refuses those.
fn spell_out(text: &[u8]) -> Vec<u8> {
    let mut spelt = Vec::new();
    for &octet in text {
        let name = Name::ALL.get(usize::from(octet).wrapping_sub(11));
        match name {
            Some(name) => spelt.extend_from_slice(name.as_str().as_bytes()),
            None => spelt.push(octet),
        }
    }
    spelt
}

/// # Panics
///
/// If the model is not ours without a class, or not the peers with theirs.
pub fn check_reading(lines: &[&[u8]]) {
    let ours = peers::ours(lines);
    let all = |peer: Peer| Classes::new(peer.classes());
    let model = |lines, peer, classes| Field::read(lines, peer, classes).outcome();
    assert_eq!(model(lines, Peer::Headers, Classes::default()), Some(ours));
    assert_eq!(
        model(lines, Peer::Headers, all(Peer::Headers)),
        peers::headers(lines),
        "headers"
    );
    // This peer is given one text.
    if let Ok(text) = String::from_utf8(lines.join(&b", "[..])) {
        assert_eq!(
            model(
                &[text.as_bytes()],
                Peer::CacheControl,
                all(Peer::CacheControl)
            ),
            peers::cache_control(&text),
            "cache_control"
        );
    }
}

/// # Panics
///
/// If the model is not ours without a class, or not the peer with its.
pub fn check_decision(situation: &Situation<'_>, lines: &[&[u8]]) {
    let peer = Peer::Semantics;
    assert_eq!(
        decide(situation, lines, peer, Classes::default()),
        peers::our_decision(situation, lines),
        "ours"
    );
    assert_eq!(
        decide(situation, lines, peer, Classes::new(peer.classes())),
        peers::their_decision(situation, lines),
        "http-cache-semantics"
    );
}
