//! Lists (RFC 9651 §3.1).

use core::iter::{self, FusedIterator};

use super::{InnerList, Item, Parameters, members::Members};
use crate::{FieldError, FieldErrorKind};

/// The members of a List (RFC 9651 §3.1): an iterator, in one field line or in several.
///
/// After an error there is nothing more, and what came before means nothing either. Unlike
/// [`noio_http_field::List`](crate::List) it has no empty members.
///
/// ```
/// use noio_http_field::structured::{BareItem, List, Member};
///
/// let mut list = List::new(b"a;q=0.5, (\"b\" \"c\")");
/// let Some(Member::Item(item)) = list.next().transpose()? else { panic!() };
/// assert!(matches!(item.value, BareItem::Token(token) if token == "a"));
/// let Some(Member::InnerList(inner)) = list.next().transpose()? else { panic!() };
/// assert_eq!(inner.items().count(), 2);
/// assert!(list.next().is_none());
/// # Ok::<(), noio_http_field::FieldError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "an iterator does nothing until it is asked"]
pub struct List<'a, I = iter::Empty<&'a [u8]>> {
    members: Members<'a, I>,
}

impl<'a> List<'a> {
    /// The List in one field line.
    pub const fn new(line: &'a [u8]) -> Self {
        Self {
            members: Members::new(line),
        }
    }
}

impl<'a, T, I> List<'a, I>
where
    T: AsRef<[u8]> + ?Sized + 'a,
    I: Iterator<Item = &'a T>,
{
    /// The List in the values of several field lines of the same name, in their order. Without lines
    /// it is empty.
    pub fn from_lines(lines: impl IntoIterator<IntoIter = I, Item = &'a T>) -> Self {
        Self {
            members: Members::from_lines(lines.into_iter()),
        }
    }
}

impl<'a, T, I> Iterator for List<'a, I>
where
    T: AsRef<[u8]> + ?Sized + 'a,
    I: Iterator<Item = &'a T>,
{
    type Item = Result<Member<'a>, FieldError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.members.next(Member::take)
    }
}

impl<'a, T, I> FusedIterator for List<'a, I>
where
    T: AsRef<[u8]> + ?Sized + 'a,
    I: Iterator<Item = &'a T>,
{
}

/// What a List has in a place, or a Dictionary for a key: `sf-item / inner-list` (RFC 9651 §3.1,
/// §3.2).
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the grammar has these two, and callers tell them apart"
)]
pub enum Member<'a> {
    /// An Item.
    Item(Item<'a>),
    /// An Inner List.
    InnerList(InnerList<'a>),
}

impl<'a> Member<'a> {
    #[inline]
    pub(super) fn take(input: &mut &'a [u8]) -> Result<Self, FieldErrorKind> {
        if input.first() == Some(&b'(') {
            InnerList::take(input).map(Self::InnerList)
        } else {
            Item::take(input).map(Self::Item)
        }
    }

    /// What stands behind the value or the list, which it says more about.
    pub const fn parameters(self) -> Parameters<'a> {
        match self {
            Self::Item(item) => item.parameters,
            Self::InnerList(list) => list.parameters(),
        }
    }
}
