//! What lists and dictionaries have in common: members, commas and lines (RFC 9651 §4.2.1,
//! §4.2.2).

use core::iter;

use super::inner_list::skip_spaces;
use crate::{
    FieldError, FieldErrorKind,
    field::{skip_ows, take_byte},
};

/// A cursor that goes from member to member.
#[derive(Clone, Debug)]
pub(super) struct Members<'a, I> {
    /// What is left of the line under way.
    rest: &'a [u8],
    /// The length of the line under way, for offsets.
    len: usize,
    lines: I,
    place: Place,
}

/// What lies before the cursor.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// Nothing.
    Start,
    /// A member.
    Member,
    /// Everything, or an error.
    End,
}

impl<'a> Members<'a, iter::Empty<&'a [u8]>> {
    pub(super) const fn new(line: &'a [u8]) -> Self {
        Self {
            rest: line,
            len: line.len(),
            lines: iter::empty(),
            place: Place::Start,
        }
    }
}

impl<'a, T, I> Members<'a, I>
where
    T: AsRef<[u8]> + ?Sized + 'a,
    I: Iterator<Item = &'a T>,
{
    pub(super) fn from_lines(mut lines: I) -> Self {
        let first = lines.next().map(AsRef::as_ref);
        let place = if first.is_some() {
            Place::Start
        } else {
            Place::End
        };
        let rest = first.unwrap_or_default();
        Self {
            rest,
            len: rest.len(),
            lines,
            place,
        }
    }

    /// Takes the next member with `take`. After an error there is nothing more.
    #[inline]
    pub(super) fn next<M>(
        &mut self,
        take: impl FnOnce(&mut &'a [u8]) -> Result<M, FieldErrorKind>,
    ) -> Option<Result<M, FieldError>> {
        let taken = match self.find_member() {
            Ok(true) => take(&mut self.rest),
            Ok(false) => {
                self.place = Place::End;
                return None;
            }
            Err(kind) => Err(kind),
        };
        Some(taken.map_err(|kind| {
            self.place = Place::End;
            FieldError::new(kind, self.len - self.rest.len())
        }))
    }

    /// Advances to where a member has to begin. `false` if there need be no more.
    #[inline]
    fn find_member(&mut self) -> Result<bool, FieldErrorKind> {
        match self.place {
            Place::Start => {
                // No HTAB: these are the spaces around the whole field (§4.2).
                skip_spaces(&mut self.rest);
                // Beside others, a line without members is a member that is missing, which `take`
                // refuses.
                if self.rest.is_empty() && self.lines.next().is_none() {
                    return Ok(false);
                }
                self.place = Place::Member;
            }
            Place::Member => {
                skip_ows(&mut self.rest);
                if self.rest.is_empty() {
                    let Some(line) = self.lines.next() else {
                        return Ok(false);
                    };
                    self.rest = line.as_ref();
                    self.len = self.rest.len();
                } else if !take_byte(&mut self.rest, b',') {
                    return Err(FieldErrorKind::ExpectedComma);
                }
                skip_ows(&mut self.rest);
            }
            Place::End => return Ok(false),
        }
        Ok(true)
    }
}
