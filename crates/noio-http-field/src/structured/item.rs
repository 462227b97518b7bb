//! Items (RFC 9651 §3.3).

use super::{BareItem, Parameters, inner_list::skip_spaces};
use crate::{FieldError, FieldErrorKind};

/// An Item: `sf-item = bare-item parameters` (RFC 9651 §3.3).
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the grammar has these two parts")]
pub struct Item<'a> {
    /// The value.
    pub value: BareItem<'a>,
    /// What stands behind the value, and says more about it.
    pub parameters: Parameters<'a>,
}

impl<'a> Item<'a> {
    /// Reads the value of a field that is an Item, with the spaces that may be around it. Such a
    /// field has one line; if there are several, it is invalid.
    ///
    /// ```
    /// use noio_http_field::structured::{BareItem, Item};
    ///
    /// let item = Item::parse(b"@1659578233;tz=\"UTC\"")?;
    /// assert!(matches!(item.value, BareItem::Date(1_659_578_233)));
    /// assert!(matches!(item.parameters.last(b"tz"), Some(BareItem::String(zone)) if zone == "UTC"));
    /// # Ok::<(), noio_http_field::FieldError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If `field` is no Item. An empty field is none.
    pub fn parse(field: &'a [u8]) -> Result<Self, FieldError> {
        let mut rest = field;
        skip_spaces(&mut rest);
        let item = Self::take(&mut rest).and_then(|item| {
            skip_spaces(&mut rest);
            if rest.is_empty() {
                Ok(item)
            } else {
                Err(FieldErrorKind::ExpectedEnd)
            }
        });
        item.map_err(|kind| FieldError::new(kind, field.len() - rest.len()))
    }

    #[inline]
    pub(super) fn take(input: &mut &'a [u8]) -> Result<Self, FieldErrorKind> {
        Ok(Self {
            value: BareItem::take(input)?,
            parameters: Parameters::take(input)?,
        })
    }
}
