//! Lists of entity tags (RFC 9110 §13.1.1 and §13.1.2).

use core::fmt;

use noio_http_field::{class, trim_ows};

use crate::ETag;

/// The members of If-Match or If-None-Match, in one field line or in several: an iterator over
/// `"*" / #entity-tag` (RFC 9110 §13.1.1 and §13.1.2).
///
/// Empty members and the whitespace around members mean nothing (RFC 9110 §5.6.1.2). A comma inside
/// a tag separates nothing. What is wrong is a member like the others, and what is behind it comes,
/// too.
///
/// That `*` stands alone is not checked here: beside a tag it is malformed, and
/// [`evaluate`](crate::evaluate()) does not count it.
///
/// ```
/// use noio_conditional::{ETags, Member};
///
/// let mut members = ETags::from_lines([r#""a,b" , W/"c", d"#]);
/// assert!(matches!(members.next(), Some(Member::Tag(tag)) if tag.opaque() == b"a,b"));
/// assert!(matches!(members.next(), Some(Member::Tag(tag)) if tag.is_weak()));
/// assert!(matches!(members.next(), Some(Member::Malformed(b"d"))));
/// assert!(members.next().is_none());
/// ```
#[derive(Clone, Debug)]
#[must_use = "an iterator does nothing until it is asked"]
pub struct ETags<'a, I> {
    line: Line<'a>,
    lines: I,
}

impl<'a, T, I> ETags<'a, I>
where
    T: AsRef<[u8]> + ?Sized + 'a,
    I: Iterator<Item = &'a T>,
{
    /// The members in the values of all lines of the field.
    pub fn from_lines(lines: impl IntoIterator<IntoIter = I, Item = &'a T>) -> Self {
        Self {
            line: Line::new(&[]),
            lines: lines.into_iter(),
        }
    }
}

impl<'a, T, I> Iterator for ETags<'a, I>
where
    T: AsRef<[u8]> + ?Sized + 'a,
    I: Iterator<Item = &'a T>,
{
    type Item = Member<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(member) = self.line.next() {
                return Some(member);
            }
            self.line = Line::new(self.lines.next()?.as_ref());
        }
    }
}

/// What If-Match and If-None-Match are made of.
#[derive(Clone, Copy)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the grammar has two, and the third is what is neither"
)]
pub enum Member<'a> {
    /// `*`: any representation, if there is one.
    Any,
    /// An entity tag.
    Tag(ETag<'a>),
    /// Something else, up to the next comma, without the whitespace around. It matches nothing.
    Malformed(&'a [u8]),
}

impl fmt::Debug for Member<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("Any"),
            Self::Tag(tag) => tag.fmt(f),
            Self::Malformed(bytes) => write!(f, "Malformed(\"{}\")", bytes.escape_ascii()),
        }
    }
}

/// The members of one line.
#[derive(Clone, Debug)]
pub(crate) struct Line<'a> {
    rest: &'a [u8],
}

impl<'a> Line<'a> {
    pub(crate) const fn new(line: &'a [u8]) -> Self {
        Self { rest: line }
    }
}

impl<'a> Iterator for Line<'a> {
    type Item = Member<'a>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        while let [b',' | b' ' | b'\t', rest @ ..] = self.rest {
            self.rest = rest;
        }
        if self.rest.is_empty() {
            return None;
        }
        let mut rest = self.rest;
        if let Some(tag) = ETag::take(&mut rest) {
            while let [first, behind @ ..] = rest
                && class::is_ows(*first)
            {
                rest = behind;
            }
            if matches!(rest, [] | [b',', ..]) {
                self.rest = rest;
                return Some(Member::Tag(tag));
            }
        }
        let len = self.rest.iter().position(|&byte| byte == b',');
        let (member, rest) = self.rest.split_at_checked(len.unwrap_or(self.rest.len()))?;
        self.rest = rest;
        Some(match trim_ows(member) {
            b"*" => Member::Any,
            other => Member::Malformed(other),
        })
    }
}
