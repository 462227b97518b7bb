//! `Connection` (RFC 9110 §7.6.1).

use core::iter;

use crate::{
    FieldError, FieldErrorKind, Token,
    list::{self, skip_empty},
};

/// The options of the `Connection` field: `Connection = #connection-option` with
/// `connection-option = token` (RFC 9110 §7.6.1), in one field line or in several.
///
/// An option is `close`, `keep-alive`, `upgrade`, or the name of a field that is meant for this
/// connection alone and must not be forwarded.
///
/// ```
/// use noio_http_field::Connection;
///
/// let connection = Connection::parse(["keep-alive, Upgrade", "x-hop"])?;
/// assert!(connection.has("upgrade") && connection.has("X-Hop") && !connection.has("close"));
/// # Ok::<(), noio_http_field::FieldError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Connection<I> {
    lines: I,
}

impl<'a, T, I> Connection<I>
where
    T: AsRef<[u8]> + ?Sized + 'a,
    I: Iterator<Item = &'a T> + Clone,
{
    /// The options in the values of all `Connection` lines of a message. Without lines there is
    /// none.
    ///
    /// # Errors
    ///
    /// If an element is no token. What the sender meant is then unknown, and the connection is
    /// better closed.
    pub fn parse(lines: impl IntoIterator<IntoIter = I, Item = &'a T>) -> Result<Self, FieldError> {
        let lines = lines.into_iter();
        for line in lines.clone() {
            list::take_elements(line.as_ref(), |input| match Token::take(input) {
                Some(_) => Ok(()),
                None => Err(FieldError::new(FieldErrorKind::ExpectedToken, 0)),
            })?;
        }
        Ok(Self { lines })
    }

    /// Whether `option` is among them, in any case of its letters.
    pub fn has(&self, option: &str) -> bool {
        self.options()
            .any(|token| token.eq_ignore_ascii_case(option.as_bytes()))
    }

    /// The options, in the order in which they stand, repeated ones repeated.
    pub fn options(&self) -> impl Iterator<Item = Token<'a>> + Clone + use<'a, T, I> {
        self.lines.clone().flat_map(|line| {
            let mut line = line.as_ref();
            iter::repeat_with(move || {
                skip_empty(&mut line);
                Token::take(&mut line)
            })
            .map_while(|token| token)
        })
    }
}
