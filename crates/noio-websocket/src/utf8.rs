//! UTF-8 that comes in pieces, refused at the first octet that cannot go on (RFC 6455 §8.1).

use core::{mem, str};

/// From this length on `simdutf8` is faster than `smoothutf8`, below it is slower. Text that is not
/// ASCII would have it lower, text that is higher.
const SIMD_LEN: usize = 128;

/// `bytes` as text if they are well-formed UTF-8.
#[inline]
pub(crate) fn as_text(bytes: &[u8]) -> Option<&str> {
    if bytes.len() < SIMD_LEN {
        smoothutf8::from_utf8(bytes)
    } else {
        simdutf8::basic::from_utf8(bytes).ok()
    }
}

/// The text at the front of `bytes`, and the place of the octet that cannot go on behind it. The
/// place is `None` if `bytes` may be the front of a longer text.
#[cold]
pub(crate) fn find_bad_octet(bytes: &[u8]) -> (&str, Option<usize>) {
    let Err(error) = str::from_utf8(bytes) else {
        return (str::from_utf8(bytes).unwrap_or_default(), None);
    };
    let (front, back) = bytes.split_at(error.valid_up_to());
    let place = error.error_len().map(|len| {
        // Of a sequence that begins well, `len` octets are well; one that begins badly is bad at
        // its beginning.
        let begins_well = matches!(back, [0xc2..=0xf4, ..]);
        front.len() + if begins_well { len } else { 0 }
    });
    (str::from_utf8(front).unwrap_or_default(), place)
}

/// The character that pieces of text have cut: up to three octets.
#[derive(Debug)]
pub(crate) struct CutCharacter {
    octets: [u8; 4],
    len: u8,
    /// The length of the last character that was completed.
    whole_len: u8,
}

/// What came of the octets that follow the front of a character.
pub(crate) enum Completed {
    /// More of them are needed.
    NeedsMore,
    /// The character is whole after as many octets, and none is cut: see [`CutCharacter::whole`].
    Character(usize),
}

/// No character goes on with this octet of a piece.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct BadOctet(pub(crate) usize);

impl CutCharacter {
    pub(crate) const fn new() -> Self {
        Self {
            octets: [0; 4],
            len: 0,
            whole_len: 0,
        }
    }

    /// Whether no character is cut.
    #[inline]
    pub(crate) const fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(crate) const fn clear(&mut self) {
        self.len = 0;
    }

    /// How many octets the character still needs.
    pub(crate) fn missing(&self) -> usize {
        match self.octets.first() {
            Some(&lead) if self.len > 0 => sequence_len(lead).saturating_sub(self.len.into()),
            _ => 0,
        }
    }

    /// Takes octets until the character is whole. There is one.
    pub(crate) fn complete(&mut self, piece: &[u8]) -> Result<Completed, BadOctet> {
        for (place, &octet) in piece.iter().enumerate() {
            if let Some(slot) = self.octets.get_mut(usize::from(self.len)) {
                *slot = octet;
                self.len += 1;
            }
            match str::from_utf8(self.front(self.len)) {
                Ok(_) => {
                    self.whole_len = mem::take(&mut self.len);
                    return Ok(Completed::Character(place + 1));
                }
                Err(error) if error.error_len().is_some() => return Err(BadOctet(place)),
                Err(_) => {}
            }
        }
        Ok(Completed::NeedsMore)
    }

    /// The character that was completed last.
    pub(crate) fn whole(&self) -> &str {
        str::from_utf8(self.front(self.whole_len)).unwrap_or_default()
    }

    /// The text at the front of `piece`; what it cuts off is kept. No character is cut before it.
    ///
    /// The text comes also if an octet behind it is bad.
    #[inline]
    pub(crate) fn split<'p>(&mut self, piece: &'p [u8]) -> (&'p str, Result<(), BadOctet>) {
        let (front, back) = piece.split_at(piece.len() - cut_len(piece));
        match as_text(front) {
            Some(text) if back.is_empty() => (text, Ok(())),
            Some(text) => {
                let result = self.begin(back);
                (
                    text,
                    result.map_err(|BadOctet(place)| BadOctet(front.len() + place)),
                )
            }
            None => {
                let (text, place) = find_bad_octet(piece);
                (text, place.map_or(Ok(()), |place| Err(BadOctet(place))))
            }
        }
    }

    /// Keeps the front of a character.
    fn begin(&mut self, front: &[u8]) -> Result<(), BadOctet> {
        if let (_, Some(place)) = find_bad_octet(front) {
            return Err(BadOctet(place));
        }
        for (slot, &octet) in self.octets.iter_mut().zip(front) {
            *slot = octet;
            self.len += 1;
        }
        Ok(())
    }

    fn front(&self, len: u8) -> &[u8] {
        self.octets.get(..usize::from(len)).unwrap_or_default()
    }
}

/// How many octets at the end of `bytes` look like a character that is cut: up to three.
#[inline]
fn cut_len(bytes: &[u8]) -> usize {
    for (len, &octet) in (1..=3).zip(bytes.iter().rev()) {
        match octet {
            0x80..=0xbf => {}
            _ if sequence_len(octet) > len => return len,
            _ => return 0,
        }
    }
    0
}

/// How many octets a character has that begins with this one.
const fn sequence_len(lead: u8) -> usize {
    match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use alloc::{string::String, vec::Vec};

    use super::*;

    /// One of each class of octets that the grammar tells apart.
    const OCTETS: [u8; 16] = [
        0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xe0, 0xe1, 0xed, 0xf0, 0xf1,
        0xf4,
    ];

    /// The text of `bytes` in pieces that are cut behind the octets whose bits are set in `cuts`,
    /// or the place of the octet that cannot go on.
    fn in_pieces(bytes: &[u8], cuts: usize) -> Result<(String, bool), usize> {
        let mut cut_character = CutCharacter::new();
        let mut text = String::new();
        let mut start = 0;
        for end in 1..=bytes.len() {
            if end < bytes.len() && cuts & (1 << (end - 1)) == 0 {
                continue;
            }
            let mut piece = bytes.get(start..end).unwrap_or_default();
            let mut at = start;
            start = end;
            if !cut_character.is_empty() {
                assert!(cut_character.missing() > 0);
                match cut_character.complete(piece) {
                    Ok(Completed::NeedsMore) => continue,
                    Ok(Completed::Character(taken)) => {
                        text.push_str(cut_character.whole());
                        piece = piece.get(taken..).unwrap_or_default();
                        at += taken;
                    }
                    Err(BadOctet(place)) => return Err(at + place),
                }
            }
            let (front, result) = cut_character.split(piece);
            text.push_str(front);
            result.map_err(|BadOctet(place)| at + place)?;
        }
        Ok((text, cut_character.is_empty()))
    }

    #[test]
    fn every_sequence_of_four_octets_is_judged_alike_under_every_cut() {
        for number in 0..OCTETS.len().pow(4) {
            let bytes: Vec<u8> = (0..4)
                .map(|place| OCTETS[number / OCTETS.len().pow(place) % OCTETS.len()])
                .collect();
            let (front, bad) = find_bad_octet(&bytes);
            let expected = match bad {
                Some(place) => Err(place),
                None => Ok((String::from(front), front.len() == bytes.len())),
            };
            // By its meaning: nothing that begins so far is legal, and what is before it is.
            if let Some(place) = bad {
                let (front, octet) = (&bytes[..place], bytes[place]);
                let goes_on = |octets: &[u8]| {
                    let text = [front, octets].concat();
                    str::from_utf8(&text).is_ok_and(|text| !text.is_empty() || octets.is_empty())
                };
                let tails = [
                    &[][..],
                    &[0x80],
                    &[0xa0],
                    &[0x80, 0x80],
                    &[0xa0, 0x80],
                    &[0x90, 0x80],
                ];
                assert!(
                    !tails
                        .iter()
                        .any(|tail| goes_on(&[&[octet], *tail].concat()))
                );
                let tails = [tails.as_slice(), &[&[0x80; 3], &[0x90, 0x80, 0x80]]].concat();
                assert!(tails.iter().any(|tail| goes_on(tail)), "{bytes:x?}");
            }
            for cuts in 0..8 {
                assert_eq!(in_pieces(&bytes, cuts), expected, "{bytes:x?} cut {cuts:b}");
            }
        }
    }
}
