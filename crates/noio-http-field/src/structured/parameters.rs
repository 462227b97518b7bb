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
        let mut rest = self.0;
        let mut found = None;
        while let Ok(Some(name)) = take_key(&mut rest) {
            if name.as_bytes() == key {
                found = Some(rest);
            }
            skip_value(&mut rest);
        }
        take_value(&mut found?).ok()
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
    match take_key(input)? {
        Some(key) => Ok(Some((key, take_value(input)?))),
        None => Ok(None),
    }
}

/// `None` if `input` does not begin with a semicolon.
#[inline]
fn take_key<'a>(input: &mut &'a [u8]) -> Result<Option<Key<'a>>, FieldErrorKind> {
    if !take_byte(input, b';') {
        return Ok(None);
    }
    skip_spaces(input);
    Key::take(input).map(Some)
}

/// Takes what stands behind a key.
#[inline]
fn take_value<'a>(input: &mut &'a [u8]) -> Result<BareItem<'a>, FieldErrorKind> {
    if take_byte(input, b'=') {
        BareItem::take(input)
    } else {
        Ok(BareItem::Boolean(true))
    }
}

/// Advances `input` past what stands behind a key, which was checked: to the next semicolon that is
/// not quoted, or to the end.
#[inline]
fn skip_value(input: &mut &[u8]) {
    match *input {
        [b'=', b'"', inside @ ..] => {
            *input = inside;
            while let [first, behind @ ..] = *input {
                *input = behind;
                match first {
                    b'"' => return,
                    b'\\' => *input = behind.get(1..).unwrap_or_default(),
                    _ => {}
                }
            }
        }
        [b'=', b'%', b'"', inside @ ..] => {
            *input = from_first(inside, b'"').get(1..).unwrap_or_default()
        }
        _ => *input = from_first(input, b';'),
    }
}

/// `bytes` from the first `byte` on.
#[inline]
fn from_first(bytes: &[u8], byte: u8) -> &[u8] {
    let at = bytes.iter().position(|&other| other == byte);
    at.and_then(|at| bytes.get(at..)).unwrap_or_default()
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

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        take_parameter(&mut self.0).ok().flatten()
    }
}

impl FusedIterator for Iter<'_> {}
