//! Directives that the standards do not know, for sending.

use core::fmt;

use noio_http_field::{Token, class};

use crate::{EncodeError, name::Name, output};

/// An extension directive to be sent (RFC 9111 §5.2.3): its argument as a token if it is one, and
/// otherwise as a quoted-string.
///
/// ```
/// use noio_cache_control::{Extension, ResponseBuilder, Token};
///
/// let name = Token::new(b"community").expect("a token");
/// let extensions = [Extension::new(name, Some("University of Calgary"))?];
/// let policy = ResponseBuilder::new().private().extensions(&extensions);
/// assert_eq!(policy.to_string(), "private, community=\"University of Calgary\"");
/// # Ok::<(), noio_cache_control::EncodeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extension<'a> {
    name: Token<'a>,
    argument: Option<&'a str>,
}

impl<'a> Extension<'a> {
    /// A directive of that name.
    ///
    /// # Errors
    ///
    /// [`EncodeError::KnownDirective`] if a request or a response has a directive of that name
    /// already, and [`EncodeError::ControlInArgument`] if no quoted-string can carry the argument.
    pub fn new(name: Token<'a>, argument: Option<&'a str>) -> Result<Self, EncodeError> {
        if Name::parse(name.as_bytes()).is_some() {
            return Err(EncodeError::KnownDirective);
        }
        if !argument.is_none_or(|argument| argument.bytes().all(class::is_quoted_pair)) {
            return Err(EncodeError::ControlInArgument);
        }
        Ok(Self { name, argument })
    }

    pub(crate) fn write_to(&self, out: &mut impl fmt::Write) -> fmt::Result {
        out.write_str(self.name.as_str())?;
        let Some(argument) = self.argument else {
            return Ok(());
        };
        out.write_char('=')?;
        match Token::new(argument.as_bytes()) {
            Some(token) => out.write_str(token.as_str()),
            None => output::write_quoted(argument, out),
        }
    }
}
