//! `noio-conditional` beside `headers`, `http-serve` and `tower-http`, and its dates beside those of
//! `httpdate`, `http-date` and `date_header`.
//!
//! Every difference is one of the [classes](class::Class) that are listed for a peer, or several: a
//! [model](model) of the standard, in which each class can be set by itself, has to be ours without
//! any, and the peer with all of its. The table of `crates/noio-conditional/PEERS.md` has an input
//! for each, and says who is right.

pub mod cases;
pub mod class;
#[cfg(test)]
mod corpus;
pub mod date;
pub mod model;
pub mod page;
pub mod peers;
pub mod request;
mod served;
mod tags;

use class::{Classes, Peer};
use request::{CURRENT, Current, Field, Method, Request};

/// Ours and the peers differ as the classes of the peers say, and in nothing else.
///
/// The first octet chooses the method, the representation and whether there is Range. Between line
/// feeds lie fields, each an octet that chooses its name (`2` If-Match, `3` If-None-Match, `4`
/// If-Unmodified-Since, `0` If-Modified-Since, `1` If-Range), and its value. The octets 11 to 31 stand
/// for [pieces](request::piece) of values, to find them sooner; values that an HTTP stack refuses
/// are left out.
///
/// # Panics
///
/// If they differ in anything else.
pub fn conditional_peers(data: &[u8]) {
    let Some((&setup, rest)) = data.split_first() else {
        return;
    };
    let current = CURRENT[usize::from(setup & 7) % CURRENT.len()];
    let lines: Vec<(Field, Vec<u8>)> = rest
        .split(|&octet| octet == b'\n')
        .filter_map(|line| {
            let (&name, value) = line.split_first()?;
            let field = Field::ALL[usize::from(name) % Field::ALL.len()];
            Some((field, request::spell_out(value, &current)))
        })
        .filter(|(_, value)| peers::is_field_value(value))
        .collect();
    let lines: Vec<_> = lines
        .iter()
        .map(|(field, value)| (*field, &**value))
        .collect();
    for (_, value) in &lines {
        check_date(value);
    }
    check_answer(&Request {
        method: if setup & 8 == 0 {
            Method::Get
        } else {
            Method::Head
        },
        has_range: setup & 16 != 0,
        current,
        lines: &lines,
    });
}

/// # Panics
///
/// If the model is not ours without a class, or not the peers with theirs.
pub fn check_answer(request: &Request<'_>) {
    let ours = peers::ours(request);
    for peer in Peer::SERVERS {
        let model = |classes| model::answer(request, peer, classes);
        assert_eq!(model(Classes::default()), ours, "ours: {request}");
        if let Some(theirs) = peers::theirs(request, peer) {
            let all = Classes::new(peer.classes());
            assert_eq!(model(all), theirs, "{}: {request}", peer.name());
        }
    }
}

/// # Panics
///
/// If the model is not ours without a class, or not the peers with theirs.
pub fn check_date(value: &[u8]) {
    let ours = peers::our_date(value);
    for peer in Peer::DATES {
        let shown = value.escape_ascii();
        let model = |classes| date::parse(value, peer, classes);
        assert_eq!(model(Classes::default()), ours, "ours: {shown}");
        let all = Classes::new(peer.classes());
        let theirs = peers::their_date(value, peer);
        assert_eq!(model(all), theirs, "{}: {shown}", peer.name());
    }
}

/// The representation that `tower-http` serves: its entity tag it makes by itself.
pub const fn is_towers(current: &Current) -> bool {
    matches!(current.etag, Some(etag) if etag.len() == request::TOWER_ETAG.len())
        && current.last_modified.is_some()
}
