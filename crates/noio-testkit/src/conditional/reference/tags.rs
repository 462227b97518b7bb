//! Entity tags and lists of them (RFC 9110 §8.8.3, §5.6.1).

use super::super::Tag;

/// A member of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the codec tells the same three apart"
)]
pub enum Member {
    /// `*`.
    Any,
    /// An entity tag.
    Tag(Tag),
    /// Anything else, as it was written.
    Malformed(Vec<u8>),
}

/// The members of a list, line after line.
pub fn members(lines: &[&[u8]]) -> Vec<Member> {
    lines
        .iter()
        .flat_map(|line| members_of_line(line))
        .collect()
}

fn members_of_line(line: &[u8]) -> Vec<Member> {
    let mut members = Vec::new();
    let mut at = 0;
    while at < line.len() {
        // Between members there are commas and OWS, in any number.
        if b", \t".contains(&line[at]) {
            at += 1;
            continue;
        }
        // A tag ends in a quote, and `*` in itself.
        let whole = (at + 1..=line.len())
            .filter(|&end| b"\"*".contains(&line[end - 1]) && is_border(&line[end..]))
            .find_map(|end| Some((member(&line[at..end])?, end)));
        let (member, end) = whole.unwrap_or_else(|| {
            let end = (at..line.len()).find(|&end| line[end] == b',');
            let end = end.unwrap_or(line.len());
            (Member::Malformed(trimmed(&line[at..end]).to_vec()), end)
        });
        members.push(member);
        at = end;
    }
    members
}

/// Whether a member can end in front of this: `OWS` and a comma, or nothing.
fn is_border(rest: &[u8]) -> bool {
    let is_blank = |octet: &u8| b" \t".contains(octet);
    let behind = rest.iter().find(|octet| !is_blank(octet));
    matches!(behind, None | Some(b','))
}

fn member(octets: &[u8]) -> Option<Member> {
    if octets == b"*" {
        return Some(Member::Any);
    }
    entity_tag(octets).map(Member::Tag)
}

/// The value of an ETag field: a tag, and OWS around it.
pub fn tag(value: &[u8]) -> Option<Tag> {
    entity_tag(trimmed(value))
}

/// `entity-tag = [ weak ] opaque-tag`, and nothing else.
fn entity_tag(octets: &[u8]) -> Option<Tag> {
    // weak = %s"W/"
    let (is_weak, opaque_tag) = match octets.strip_prefix(b"W/") {
        Some(rest) => (true, rest),
        None => (false, octets),
    };
    // opaque-tag = DQUOTE *etagc DQUOTE
    let [b'"', opaque @ .., b'"'] = opaque_tag else {
        return None;
    };
    let is_legal = opaque.iter().all(|&octet| is_etagc(octet));
    is_legal.then(|| Tag::new(is_weak, opaque))
}

/// `etagc = %x21 / %x23-7E / obs-text`.
fn is_etagc(octet: u8) -> bool {
    octet == 0x21 || (0x23..=0x7e).contains(&octet) || (0x80..=0xff).contains(&octet)
}

/// Without `OWS = *( SP / HTAB )` around it.
pub(in crate::conditional) fn trimmed(mut octets: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = octets {
        octets = rest;
    }
    octets
}

/// Whether two tags are the same by weak comparison, and by strong comparison (RFC 9110 §8.8.3.2).
pub fn is_same(one: &Tag, other: &Tag) -> (bool, bool) {
    let is_weak = one.opaque == other.opaque;
    (is_weak, is_weak && !one.is_weak && !other.is_weak)
}
