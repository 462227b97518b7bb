//! The fields of a head.

use core::{fmt, iter::FusedIterator};

use noio_http_field::{Token, class, trim_ows};

use super::collected::Once;

/// The name and the value of a field.
///
/// A name is a token (RFC 9110 §5.1). A value comes without the whitespace around it, holds no
/// control character but HTAB, and need not be UTF-8 (§5.5).
pub type Field<'a> = (&'a str, &'a [u8]);

/// The fields of a head in their order: an iterator over names, in the case in which they came, and
/// values.
#[derive(Clone)]
#[must_use = "an iterator does nothing until it is asked"]
pub struct Fields<'h> {
    lines: Lines<'h>,
}

impl<'h> Fields<'h> {
    /// The fields of a head that was found legal: `lines` begins behind the start line.
    pub(super) const fn new(lines: &'h [u8]) -> Self {
        Self {
            lines: Lines::new(lines),
        }
    }

    /// The values of all fields of that name, in any case of its letters.
    pub fn values<'n>(
        &self,
        name: &'n str,
    ) -> impl Iterator<Item = &'h [u8]> + Clone + use<'h, 'n> {
        self.clone()
            .filter(move |(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }
}

/// The fields of a head, whatever an HTTP stack has made of them.
pub(super) fn of<'h, F, N, V>(
    fields: &F,
) -> impl Iterator<Item = (&'h [u8], &'h [u8])> + use<'h, F, N, V>
where
    F: IntoIterator<Item = (&'h N, &'h V)> + Clone,
    N: AsRef<[u8]> + ?Sized + 'h,
    V: AsRef<[u8]> + ?Sized + 'h,
{
    let fields = fields.clone().into_iter();
    fields.map(|(name, value)| (name.as_ref(), value.as_ref()))
}

/// The lines of a field that may come several times: `line` if it does not, so that the others need
/// not be looked at.
pub(super) fn lines<'l, 'h: 'l, F, N, V>(
    line: Once<'l>,
    fields: &F,
    name: &'static str,
) -> impl Iterator<Item = &'l [u8]> + use<'l, 'h, F, N, V>
where
    F: IntoIterator<Item = (&'h N, &'h V)> + Clone,
    N: AsRef<[u8]> + ?Sized + 'h,
    V: AsRef<[u8]> + ?Sized + 'h,
{
    let repeated = match line {
        Once::Repeated => Some(values(fields, name)),
        _ => None,
    };
    let repeated = repeated
        .into_iter()
        .flatten()
        .map(|line| -> &'l [u8] { line });
    line.only().into_iter().chain(repeated)
}

/// The values of all of `fields` that have this name.
fn values<'h, F, N, V>(
    fields: &F,
    name: &'static str,
) -> impl Iterator<Item = &'h [u8]> + use<'h, F, N, V>
where
    F: IntoIterator<Item = (&'h N, &'h V)> + Clone,
    N: AsRef<[u8]> + ?Sized + 'h,
    V: AsRef<[u8]> + ?Sized + 'h,
{
    of(fields)
        .filter(move |(other, _)| other.eq_ignore_ascii_case(name.as_bytes()))
        .map(|(_, value)| value)
}

impl<'h> Iterator for Fields<'h> {
    type Item = Field<'h>;

    fn next(&mut self) -> Option<Self::Item> {
        let (name, value) = self.lines.next()?;
        Some((name.as_str(), value))
    }
}

impl FusedIterator for Fields<'_> {}

impl fmt::Debug for Fields<'_> {
    /// Tells the names alone: values may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.clone().map(|(name, _)| name))
            .finish()
    }
}

/// Field lines, each checked as it is taken. Ends at the first line that is not a legal and whole
/// one, such as the empty line.
#[derive(Clone)]
pub(super) struct Lines<'h> {
    rest: &'h [u8],
}

impl<'h> Lines<'h> {
    pub(super) const fn new(octets: &'h [u8]) -> Self {
        Self { rest: octets }
    }

    /// What is left, from the line on that was not taken.
    pub(super) const fn rest(&self) -> &'h [u8] {
        self.rest
    }
}

impl<'h> Iterator for Lines<'h> {
    type Item = (Token<'h>, &'h [u8]);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let mut rest = self.rest;
        let name = Token::take(&mut rest)?;
        let (value, [b'\r', b'\n', rest @ ..]) = split_content(rest.strip_prefix(b":")?) else {
            return None;
        };
        self.rest = rest;
        Some((name, trim_ows(value)))
    }
}

/// Splits `octets` in front of the first that may not be in a field value (RFC 9110 §5.5).
#[inline]
pub(super) fn split_content(octets: &[u8]) -> (&[u8], &[u8]) {
    let mut rest = octets;
    // Without a way out of the inner loop, so that it becomes a comparison of vectors.
    while let Some((block, behind)) = rest.split_first_chunk::<16>() {
        if block
            .iter()
            .fold(false, |found, &octet| found | octet.is_ascii_control())
        {
            break;
        }
        rest = behind;
    }
    while let Some((word, behind)) = rest.split_first_chunk() {
        let len = content_len(u64::from_le_bytes(*word));
        if len == word.len() {
            rest = behind;
            continue;
        }
        match rest.split_at_checked(len) {
            // The only control character that may be there, and a rare one.
            Some((_, [b'\t', behind @ ..])) => rest = behind,
            Some((_, behind)) => return split_in_front_of(octets, behind),
            None => break,
        }
    }
    let len = rest
        .iter()
        .position(|&octet| !class::is_field_content(octet));
    let behind = len.and_then(|len| rest.get(len..)).unwrap_or_default();
    split_in_front_of(octets, behind)
}

fn split_in_front_of<'o>(octets: &'o [u8], behind: &[u8]) -> (&'o [u8], &'o [u8]) {
    let len = octets.len() - behind.len();
    octets.split_at_checked(len).unwrap_or((octets, &[]))
}

/// How many octets of `word`, the lowest first, come before a control character.
///
/// All eight at once: a subtraction sets the highest bit of an octet below the subtrahend, and
/// borrows from octets above it alone, so that the lowest that is found is right.
const fn content_len(word: u64) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGHEST: u64 = EACH << 7;
    let controls = word.wrapping_sub(EACH * 0x20) & !word;
    let differs = word ^ (EACH * 0x7f);
    let deletes = differs.wrapping_sub(EACH) & !differs;
    let found = (controls | deletes) & HIGHEST;
    (found.trailing_zeros() / u8::BITS) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_what_the_table_says_wherever_it_is() {
        for octet in 0..=u8::MAX {
            for at in 0..20 {
                let mut octets = [b'\t'; 20];
                octets[at] = octet;
                let len = if class::is_field_content(octet) {
                    20
                } else {
                    at
                };
                assert_eq!(
                    split_content(&octets),
                    octets.split_at(len),
                    "{octet} at {at}"
                );
            }
        }
    }

    #[test]
    fn content_ends_at_the_first_other_octet_wherever_it_is() {
        for len in 0..70 {
            for at in 0..len {
                let mut octets = [b'a'; 70];
                octets[at] = b'\n';
                let (content, rest) = split_content(&octets[..len]);
                assert_eq!((content.len(), rest.len()), (at, len - at));
            }
            let octets = [b'a'; 70];
            assert_eq!(split_content(&octets[..len]), (&octets[..len], &[][..]));
        }
    }
}
