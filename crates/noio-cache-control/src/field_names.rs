//! The fields that `no-cache` and `private` list.

use noio_http_field::{Token, Value, trim_ows};

use crate::{Directives, Member, name::Name};

/// The names of the fields that `private` lists in the values of all lines of a field, of all its
/// occurrences, in their order (RFC 9111 §5.2.2.7). Their case means nothing.
///
/// A shared cache that stores the response leaves these fields out. They count where
/// [`private`](crate::ResponseDirectives::private) says [`Fields`](crate::Scope::Fields).
///
/// A list may name any field, also one that the cache needs itself, such as Vary or Cache-Control:
/// look at them before they are left out.
///
/// ```
/// use noio_cache_control::{ResponseDirectives, Scope, private_fields};
///
/// let lines = ["private=\"Set-Cookie, X-User\", max-age=60"];
/// assert_eq!(ResponseDirectives::parse(lines).private(), Scope::Fields);
/// assert!(private_fields(lines).any(|name| name.eq_ignore_ascii_case(b"set-cookie")));
/// ```
pub fn private_fields<'a, T: AsRef<[u8]> + ?Sized + 'a>(
    lines: impl IntoIterator<Item = &'a T>,
) -> impl Iterator<Item = Token<'a>> {
    field_names(lines, Name::Private)
}

/// The names of the fields that `no-cache` lists, as [`private_fields`] has those of `private`
/// (RFC 9111 §5.2.2.4).
///
/// A cache may use the response without validation, but not these fields of it: it leaves them out.
/// They count where [`no_cache`](crate::ResponseDirectives::no_cache) says
/// [`Fields`](crate::Scope::Fields).
pub fn no_cache_fields<'a, T: AsRef<[u8]> + ?Sized + 'a>(
    lines: impl IntoIterator<Item = &'a T>,
) -> impl Iterator<Item = Token<'a>> {
    field_names(lines, Name::NoCache)
}

fn field_names<'a, T: AsRef<[u8]> + ?Sized + 'a>(
    lines: impl IntoIterator<Item = &'a T>,
    name: Name,
) -> impl Iterator<Item = Token<'a>> {
    Directives::from_lines(lines)
        .filter_map(move |member| match member {
            Member::Directive(directive)
                if Name::parse(directive.name.as_bytes()) == Some(name) =>
            {
                FieldNames::new(directive.argument?)
            }
            _ => None,
        })
        .flatten()
}

/// The names in the argument of `no-cache` or `private`: `#field-name` (RFC 9111 §5.2.2.4).
pub(crate) struct FieldNames<'a> {
    rest: &'a [u8],
}

impl<'a> FieldNames<'a> {
    pub(crate) fn new(argument: Value<'a>) -> Option<Self> {
        // No name needs a backslash: who writes one hides something.
        Some(Self {
            rest: argument.as_bytes()?,
        })
    }

    /// Whether `argument` lists names, at least one and nothing else.
    pub(crate) fn is_list(argument: Value<'a>) -> bool {
        let Some(mut names) = Self::new(argument) else {
            return false;
        };
        let mut has_any = false;
        while let Some(element) = names.take_element() {
            if Token::new(element).is_none() {
                return false;
            }
            has_any = true;
        }
        has_any
    }

    /// Takes the next element that is not empty: empty ones mean nothing (RFC 9110 §5.6.1.2).
    fn take_element(&mut self) -> Option<&'a [u8]> {
        while !self.rest.is_empty() {
            let comma = self.rest.iter().position(|&byte| byte == b',');
            let (element, behind) = self
                .rest
                .split_at_checked(comma.unwrap_or(self.rest.len()))?;
            self.rest = behind.get(1..).unwrap_or_default();
            let element = trim_ows(element);
            if !element.is_empty() {
                return Some(element);
            }
        }
        None
    }
}

impl<'a> Iterator for FieldNames<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        // In a list that counts, each element is a name.
        Token::new(self.take_element()?)
    }
}
