//! Parameters (RFC 9651 §3.1.2).

use core::{fmt, iter::FusedIterator};

use super::{BareItem, Key, inner_list::skip_spaces};
use crate::{FieldErrorKind, field::take_byte};

/// The parameters of an Item or of an Inner List: `*( ";" *SP key [ "=" bare-item ] )` (RFC 9651
/// §3.1.2), checked.
///
/// A key alone stands for [`BareItem::Boolean`] `true`. Of several of the same key the last counts.
#[derive(Clone, Copy, Default)]
pub struct Parameters<'a>(&'a [u8]);

impl<'a> Parameters<'a> {
    /// Whether there is none.
    #[inline]
    pub const fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in wire order, repeated ones repeated.
    pub fn iter(
        self,
    ) -> impl FusedIterator<Item = (Key<'a>, BareItem<'a>)> + Clone + fmt::Debug + use<'a> {
        Iter(self.0)
    }

    /// The value of the last one that has this key, which is the one that counts.
    ///
    /// ```
    /// use noio_http_field::structured::{BareItem, Item};
    ///
    /// let parameters = Item::parse(b"a;b=1;c;b=2")?.parameters;
    /// assert!(matches!(parameters.last(b"b"), Some(BareItem::Integer(2))));
    /// assert!(matches!(parameters.last(b"c"), Some(BareItem::Boolean(true))));
    /// assert!(parameters.last(b"d").is_none());
    /// # Ok::<(), noio_http_field::FieldError>(())
    /// ```
    pub fn last(self, key: &[u8]) -> Option<BareItem<'a>> {
        self.iter()
            .filter(|(name, _)| name.as_bytes() == key)
            .last()
            .map(|(_, value)| value)
    }

    /// Takes all parameters at the front of `input`. None is some.
    #[inline]
    pub(super) fn take(input: &mut &'a [u8]) -> Result<Self, FieldErrorKind> {
        let start = *input;
        while take_parameter(input)?.is_some() {}
        let len = start.len() - input.len();
        Ok(Self(start.get(..len).unwrap_or_default()))
    }
}

/// `None` if `input` does not begin with a semicolon.
#[inline]
fn take_parameter<'a>(
    input: &mut &'a [u8],
) -> Result<Option<(Key<'a>, BareItem<'a>)>, FieldErrorKind> {
    if !take_byte(input, b';') {
        return Ok(None);
    }
    skip_spaces(input);
    let key = Key::take(input)?;
    let value = if take_byte(input, b'=') {
        BareItem::take(input)?
    } else {
        BareItem::Boolean(true)
    };
    Ok(Some((key, value)))
}

impl fmt::Debug for Parameters<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// The parameters in bytes that were checked.
#[derive(Clone, Debug)]
struct Iter<'a>(&'a [u8]);

impl<'a> Iterator for Iter<'a> {
    type Item = (Key<'a>, BareItem<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        take_parameter(&mut self.0).ok().flatten()
    }
}

impl FusedIterator for Iter<'_> {}
