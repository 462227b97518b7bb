//! Inner Lists (RFC 9651 §3.1.1).

use core::{fmt, iter::FusedIterator};

use super::{Item, Parameters};
use crate::{FieldErrorKind, field::take_byte};

/// An Inner List: `"(" *SP [ sf-item *( 1*SP sf-item ) *SP ] ")" parameters` (RFC 9651 §3.1.1),
/// checked.
#[derive(Clone, Copy)]
pub struct InnerList<'a> {
    /// What stands between the parentheses.
    items: &'a [u8],
    parameters: Parameters<'a>,
}

impl<'a> InnerList<'a> {
    /// The items, in wire order.
    pub fn items(self) -> impl FusedIterator<Item = Item<'a>> + Clone + fmt::Debug + use<'a> {
        Items(self.items)
    }

    /// The parameters of the list itself.
    pub const fn parameters(self) -> Parameters<'a> {
        self.parameters
    }

    pub(super) fn take(input: &mut &'a [u8]) -> Result<Self, FieldErrorKind> {
        if !take_byte(input, b'(') {
            return Err(FieldErrorKind::ExpectedItem);
        }
        let inside = *input;
        skip_spaces(input);
        while !matches!(input, [] | [b')', ..]) {
            Item::take(input)?;
            if !matches!(input, [] | [b' ' | b')', ..]) {
                return Err(FieldErrorKind::ExpectedSpace);
            }
            skip_spaces(input);
        }
        let len = inside.len() - input.len();
        if !take_byte(input, b')') {
            return Err(FieldErrorKind::UnterminatedInnerList);
        }
        Ok(Self {
            items: inside.get(..len).unwrap_or_default(),
            parameters: Parameters::take(input)?,
        })
    }
}

impl fmt::Debug for InnerList<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InnerList")
            .field("items", &DebugItems(self))
            .field("parameters", &self.parameters)
            .finish()
    }
}

struct DebugItems<'s, 'a>(&'s InnerList<'a>);

impl fmt::Debug for DebugItems<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.items()).finish()
    }
}

/// The items of an inner list that was checked.
#[derive(Clone, Debug)]
struct Items<'a>(&'a [u8]);

impl<'a> Iterator for Items<'a> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Item<'a>> {
        skip_spaces(&mut self.0);
        // Only the end is no item.
        Item::take(&mut self.0).ok()
    }
}

impl FusedIterator for Items<'_> {}

/// Advances `input` past spaces, but not past HTAB.
#[inline]
pub(super) fn skip_spaces(input: &mut &[u8]) {
    while take_byte(input, b' ') {}
}
