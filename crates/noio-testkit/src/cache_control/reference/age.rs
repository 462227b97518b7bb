//! The Age field (RFC 9111 §5.1).

use super::{members::trimmed, statements::seconds};

/// The seconds that the lines of an Age field say, if they say any: the first member that is not
/// empty counts.
pub fn age(lines: &[&[u8]]) -> Option<u32> {
    let mut members = lines
        .iter()
        .flat_map(|line| line.split(|&octet| octet == b','))
        .map(trimmed);
    seconds(members.find(|member| !member.is_empty())?)
}
