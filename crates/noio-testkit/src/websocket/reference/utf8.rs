//! What is well-formed UTF-8 (RFC 3629 §4; Unicode, table 3-7).

use core::ops::RangeInclusive;

/// Octets that continue a sequence.
const TAIL: RangeInclusive<u8> = 0x80..=0xbf;

/// The sequences that there are: a range for each octet.
const SEQUENCES: &[&[RangeInclusive<u8>]] = &[
    &[0x00..=0x7f],
    &[0xc2..=0xdf, TAIL],
    &[0xe0..=0xe0, 0xa0..=0xbf, TAIL],
    &[0xe1..=0xec, TAIL, TAIL],
    &[0xed..=0xed, 0x80..=0x9f, TAIL],
    &[0xee..=0xef, TAIL, TAIL],
    &[0xf0..=0xf0, 0x90..=0xbf, TAIL, TAIL],
    &[0xf1..=0xf3, TAIL, TAIL, TAIL],
    &[0xf4..=0xf4, 0x80..=0x8f, TAIL, TAIL],
];

/// What octets are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sequence {
    /// A character.
    Whole,
    /// The start of one.
    Begun,
    /// Neither.
    Malformed,
}

/// What `octets` are, of which all but the last are the start of a character.
pub(super) fn sequence(octets: &[u8]) -> Sequence {
    let fitting = SEQUENCES.iter().find(|ranges| {
        octets.len() <= ranges.len()
            && octets
                .iter()
                .zip(ranges.iter())
                .all(|(octet, range)| range.contains(octet))
    });
    match fitting {
        Some(ranges) if ranges.len() == octets.len() => Sequence::Whole,
        Some(_) => Sequence::Begun,
        None => Sequence::Malformed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The standard library gives the start of a bad sequence and not its first bad octet, but
    /// which octets are characters it knows.
    #[test]
    fn characters_are_those_of_the_standard_library() {
        let mut characters = 0;
        for char in '\0'..=char::MAX {
            let mut buffer = [0; 4];
            let octets = char.encode_utf8(&mut buffer).as_bytes();
            let (last, front) = octets.split_last().expect("an octet");
            assert_eq!(sequence(octets), Sequence::Whole, "{char:?}");
            if !front.is_empty() {
                assert_eq!(sequence(front), Sequence::Begun, "{char:?} without {last}");
            }
            characters += 1;
        }
        assert_eq!(characters, 0x11_0000 - 0x800);
        // Their number, counted by the table, is the same: so nothing else is in it.
        let counted: usize = SEQUENCES
            .iter()
            .map(|ranges| ranges.iter().map(ExactSizeIterator::len).product::<usize>())
            .sum();
        assert_eq!(counted, characters);
    }

    #[test]
    fn what_begins_no_character_is_malformed() {
        for octets in [
            &[0x80][..],
            &[0xbf],
            &[0xc0],
            &[0xc1],
            &[0xf5],
            &[0xff],
            &[0xc2, 0x41],
            &[0xe0, 0x9f],
            &[0xed, 0xa0],
            &[0xf0, 0x8f],
            &[0xf4, 0x90],
            &[0xe2, 0x82, 0x41],
            &[0xf0, 0x90, 0x80, 0xc0],
        ] {
            assert_eq!(sequence(octets), Sequence::Malformed, "{octets:x?}");
        }
    }
}
