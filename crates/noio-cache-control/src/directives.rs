//! The members of a Cache-Control field, with nothing lost.

use core::fmt;

use noio_http_field::{QuotedString, Token, Value, class, trim_ows};

use crate::name::Name;

/// The members of one Cache-Control field line or of several (RFC 9111 §5.2), in their order: an
/// iterator that loses nothing but empty members and the whitespace around members, which mean
/// nothing (RFC 9110 §5.6.1.2).
///
/// It never stops before the end: what is wrong is a member like the others, and what is behind it
/// comes, too. Extensions are here as they were sent. What the members together permit and restrict
/// is not to be read off here, but off [`ResponseDirectives`](crate::ResponseDirectives) and
/// [`RequestDirectives`](crate::RequestDirectives): what is malformed behind a directive may revoke it.
///
/// ```
/// use noio_cache_control::{Directives, Member};
///
/// let mut members = Directives::from_lines(["max-age=60, Community=\"UCI\"", "max age"]);
/// let Some(Member::Directive(max_age)) = members.next() else { panic!() };
/// assert!(max_age.is_response_directive());
/// let Some(Member::Directive(extension)) = members.next() else { panic!() };
/// assert_eq!(extension.name.as_str(), "Community");
/// assert!(extension.argument.is_some_and(|argument| argument == b"UCI"[..]));
/// let Some(Member::Malformed(malformed)) = members.next() else { panic!() };
/// assert_eq!(malformed.as_bytes(), b"max age");
/// assert_eq!(members.next(), None);
/// ```
#[derive(Clone, Debug)]
#[must_use = "an iterator does nothing until it is asked"]
pub struct Directives<'a, I> {
    line: Line<'a>,
    lines: I,
}

impl<'a, T, I> Directives<'a, I>
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

impl<'a, T, I> Iterator for Directives<'a, I>
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

/// What a Cache-Control field is made of: a directive, or something that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a member is a directive, or it is none"
)]
pub enum Member<'a> {
    /// A directive, known or not.
    Directive(Directive<'a>),
    /// Something else.
    Malformed(Malformed<'a>),
}

/// A directive: `cache-directive = token [ "=" ( token / quoted-string ) ]` (RFC 9111 §5.2).
///
/// Two are equal if their names are the same byte for byte, and their arguments mean the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the grammar has these two parts")]
pub struct Directive<'a> {
    /// The name, in the case in which it came. Case means nothing.
    pub name: Token<'a>,
    /// What stands behind the "=", if there is one. Both forms mean the same.
    pub argument: Option<Value<'a>>,
}

impl Directive<'_> {
    /// Whether it is one that [`ResponseDirectives`](crate::ResponseDirectives) knows. In a
    /// response, the others are extensions.
    pub fn is_response_directive(&self) -> bool {
        Name::parse(self.name.as_bytes()).is_some_and(Name::is_of_response)
    }

    /// Whether it is one that [`RequestDirectives`](crate::RequestDirectives) knows. In a request,
    /// the others are extensions.
    pub fn is_request_directive(&self) -> bool {
        Name::parse(self.name.as_bytes()).is_some_and(Name::is_of_request)
    }
}

/// A member that is no directive.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Malformed<'a> {
    bytes: &'a [u8],
    is_quoting_broken: bool,
}

impl<'a> Malformed<'a> {
    /// The member as it came, without the whitespace around: up to the next comma that is not
    /// quoted, or to the end of the line if a quoted-string in it does not end.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Whether nobody can tell what is quoted in its line: a quoted-string in it does not end or
    /// holds a control character, or there is a backslash outside of one.
    pub const fn is_quoting_broken(&self) -> bool {
        self.is_quoting_broken
    }
}

impl fmt::Debug for Malformed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Malformed(\"{}\")", self.bytes.escape_ascii())
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
        Some(match take_directive(&mut self.rest) {
            Some(directive) => Member::Directive(directive),
            None => Member::Malformed(take_malformed(&mut self.rest)),
        })
    }
}

/// Takes the directive at the front of `input`, if a comma or the end is behind it. If not, `input`
/// is as it was.
#[inline]
fn take_directive<'a>(input: &mut &'a [u8]) -> Option<Directive<'a>> {
    let mut rest = *input;
    let name = Token::take(&mut rest)?;
    let argument = match rest {
        [b'=', behind @ ..] => {
            rest = behind;
            Some(Value::take(&mut rest).ok()?)
        }
        _ => None,
    };
    while let [b' ' | b'\t', behind @ ..] = rest {
        rest = behind;
    }
    if !matches!(rest, [] | [b',', ..]) {
        return None;
    }
    *input = rest;
    Some(Directive { name, argument })
}

/// Takes what is at the front of `input` up to the next comma that is not quoted.
#[cold]
fn take_malformed<'a>(input: &mut &'a [u8]) -> Malformed<'a> {
    let mut rest = *input;
    let mut is_quoting_broken = false;
    while let Some((&byte, behind)) = rest.split_first() {
        match byte {
            b',' => break,
            b'"' => {
                if QuotedString::take(&mut rest).is_err() {
                    is_quoting_broken = true;
                    rest = &[];
                }
            }
            b'\\' => {
                // Who meant it to escape a quote reads the rest of the line inside out.
                is_quoting_broken = true;
                rest = behind;
            }
            _ => rest = behind,
        }
    }
    let len = input.len() - rest.len();
    let bytes = input.get(..len).unwrap_or_default();
    *input = rest;
    Malformed {
        bytes: trim_ows(bytes),
        is_quoting_broken,
    }
}

/// The words in something malformed: what a reader looks at who must not miss a restriction.
/// Some are empty.
pub(crate) fn words(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|&byte| !class::is_tchar(byte))
}
