//! Lists (RFC 9110 §5.6.1).

use core::iter::{self, FusedIterator};

use crate::{
    FieldError, FieldErrorKind, QuotedString,
    field::{skip_ows, take_byte, trim_ows},
};

/// The elements of a list: an iterator over `#element` (RFC 9110 §5.6.1), in one field line or in
/// several of the same name, which mean the same as their values joined with commas (§5.3).
///
/// Elements come without the whitespace around, and empty ones are skipped, as §5.6.1.2 asks of
/// recipients. A comma in a quoted-string separates nothing. What an element is made of, besides
/// quoted-strings, is for its own grammar to check.
///
/// After an error there is nothing more. Where the elements do not end with the quoted-string that
/// is at fault, a reader who must not miss one of them goes on with [`rest`](Self::rest).
///
/// Not for lists of elements with comments (`Via`), or with quotes of another meaning: an entity
/// tag has no escapes, so `"\"` is a whole one (RFC 9110 §8.8.3).
///
/// ```
/// use noio_http_field::List;
///
/// let lines = ["gzip, , x;a=\"1, 2\"", "chunked"];
/// let elements: Result<Vec<_>, _> = List::from_lines(lines).collect();
/// assert_eq!(elements?, [&b"gzip"[..], b"x;a=\"1, 2\"", b"chunked"]);
/// # Ok::<(), noio_http_field::FieldError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "an iterator does nothing until it is asked"]
pub struct List<'a, I = iter::Empty<&'a [u8]>> {
    /// What is left of the line under way.
    rest: &'a [u8],
    /// The length of the line under way, for offsets.
    len: usize,
    lines: I,
    has_failed: bool,
}

impl<'a> List<'a> {
    /// The list in one field line.
    pub const fn new(line: &'a [u8]) -> Self {
        Self {
            rest: line,
            len: line.len(),
            lines: iter::empty(),
            has_failed: false,
        }
    }
}

impl<'a, T, I> List<'a, I>
where
    T: AsRef<[u8]> + ?Sized + 'a,
    I: Iterator<Item = &'a T>,
{
    /// The list in the values of several field lines of the same name, in their order.
    ///
    /// A quoted-string has to end in the line in which it begins.
    pub fn from_lines(lines: impl IntoIterator<IntoIter = I, Item = &'a T>) -> Self {
        Self {
            rest: &[],
            len: 0,
            lines: lines.into_iter(),
            has_failed: false,
        }
    }

    /// What is left of the line under way: behind an error, from the element at fault on.
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    fn take_element(&mut self) -> Result<Option<&'a [u8]>, FieldError> {
        loop {
            skip_empty(&mut self.rest);
            if !self.rest.is_empty() {
                break;
            }
            let Some(line) = self.lines.next() else {
                return Ok(None);
            };
            self.rest = line.as_ref();
            self.len = self.rest.len();
        }
        let mut rest = self.rest;
        let behind = loop {
            // Without a way out of the inner loop, so that it becomes a comparison of vectors.
            let mut tail = rest;
            while let Some((block, behind)) = tail.split_first_chunk::<16>() {
                if block.iter().fold(false, |found, &byte| {
                    found | (byte == b',') | (byte == b'"')
                }) {
                    break;
                }
                tail = behind;
            }
            let at = rest.len() - tail.len()
                + tail
                    .iter()
                    .position(|byte| matches!(byte, b',' | b'"'))
                    .unwrap_or(tail.len());
            match rest.split_at_checked(at) {
                Some((_, string @ [b'"', ..])) => {
                    let start = self.rest.len() - string.len();
                    rest = string;
                    QuotedString::take(&mut rest).map_err(|error| error.behind(start))?;
                }
                Some((_, behind)) => break behind,
                None => break &[],
            }
        };
        let len = self.rest.len() - behind.len();
        let element = self.rest.get(..len).unwrap_or_default();
        self.rest = behind;
        Ok(Some(trim_ows(element)))
    }
}

impl<'a, T, I> Iterator for List<'a, I>
where
    T: AsRef<[u8]> + ?Sized + 'a,
    I: Iterator<Item = &'a T>,
{
    type Item = Result<&'a [u8], FieldError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_failed {
            return None;
        }
        self.take_element()
            .map_err(|error| {
                self.has_failed = true;
                error.behind(self.len - self.rest.len())
            })
            .transpose()
    }
}

impl<'a, T, I> FusedIterator for List<'a, I>
where
    T: AsRef<[u8]> + ?Sized + 'a,
    I: FusedIterator<Item = &'a T>,
{
}

/// Takes the elements of `line`, each with `take`, for lists whose elements have one grammar and
/// are all checked.
pub(crate) fn take_elements<'a>(
    line: &'a [u8],
    mut take: impl FnMut(&mut &'a [u8]) -> Result<(), FieldError>,
) -> Result<(), FieldError> {
    let mut rest = line;
    loop {
        skip_empty(&mut rest);
        if rest.is_empty() {
            return Ok(());
        }
        let start = line.len() - rest.len();
        take(&mut rest).map_err(|error| error.behind(start))?;
        skip_ows(&mut rest);
        if !matches!(rest, [] | [b',', ..]) {
            let at = line.len() - rest.len();
            return Err(FieldError::new(FieldErrorKind::ExpectedComma, at));
        }
    }
}

/// Advances `input` past empty elements: to the first byte of an element, or to the end.
pub(crate) fn skip_empty(input: &mut &[u8]) {
    skip_ows(input);
    while take_byte(input, b',') {
        skip_ows(input);
    }
}
