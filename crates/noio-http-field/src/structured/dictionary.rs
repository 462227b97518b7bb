//! Dictionaries (RFC 9651 §3.2).

use core::iter::{self, FusedIterator};

use super::{BareItem, Item, Key, Member, Parameters, members::Members};
use crate::{FieldError, field::take_byte};

/// The members of a Dictionary (RFC 9651 §3.2): an iterator over keys and what they stand for, in
/// one field line or in several.
///
/// They come in wire order. Of several with the same key the last counts. A key alone stands for
/// [`BareItem::Boolean`] `true`, and may have parameters. After an error there is nothing more, and
/// what came before means nothing either.
///
/// ```
/// use noio_http_field::structured::{BareItem, Dictionary, Member};
///
/// let (mut urgency, mut is_incremental) = (3, false);
/// for member in Dictionary::from_lines(["u=1", "i, x=(1 2);y"]) {
///     let (key, Member::Item(item)) = member? else { continue };
///     match (key.as_str(), item.value) {
///         ("u", BareItem::Integer(value @ 0..=7)) => urgency = value,
///         ("i", BareItem::Boolean(value)) => is_incremental = value,
///         _ => {}
///     }
/// }
/// assert_eq!((urgency, is_incremental), (1, true));
/// # Ok::<(), noio_http_field::FieldError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "an iterator does nothing until it is asked"]
pub struct Dictionary<'a, I = iter::Empty<&'a [u8]>> {
    members: Members<'a, I>,
}

impl<'a> Dictionary<'a> {
    /// The Dictionary in one field line.
    pub const fn new(line: &'a [u8]) -> Self {
        Self {
            members: Members::new(line),
        }
    }
}

impl<'a, T, I> Dictionary<'a, I>
where
    T: AsRef<[u8]> + ?Sized + 'a,
    I: Iterator<Item = &'a T>,
{
    /// The Dictionary in the values of several field lines of the same name, in their order. Without
    /// lines it is empty.
    pub fn from_lines(lines: impl IntoIterator<IntoIter = I, Item = &'a T>) -> Self {
        Self {
            members: Members::from_lines(lines.into_iter()),
        }
    }
}

impl<'a, T, I> Iterator for Dictionary<'a, I>
where
    T: AsRef<[u8]> + ?Sized + 'a,
    I: Iterator<Item = &'a T>,
{
    type Item = Result<(Key<'a>, Member<'a>), FieldError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.members.next(|input| {
            let key = Key::take(input)?;
            let member = if take_byte(input, b'=') {
                Member::take(input)?
            } else {
                Member::Item(Item {
                    value: BareItem::Boolean(true),
                    parameters: Parameters::take(input)?,
                })
            };
            Ok((key, member))
        })
    }
}

impl<'a, T, I> FusedIterator for Dictionary<'a, I>
where
    T: AsRef<[u8]> + ?Sized + 'a,
    I: Iterator<Item = &'a T>,
{
}
