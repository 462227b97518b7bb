//! Parameters (RFC 9110 §5.6.6), and the extensions that look like them.

use core::iter::FusedIterator;

use crate::{
    FieldError, FieldErrorKind, Token, Value,
    field::{skip_ows, take_byte},
};

/// A name that may have a value: `token [ "=" ( token / quoted-string ) ]`.
///
/// Parameters are made so (RFC 9110 §5.6.6), and directives, and extensions. Names are compared
/// without regard to case; for values, each name has its own rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the grammar has these two parts")]
pub struct Parameter<'a> {
    /// The name.
    pub name: Token<'a>,
    /// What stands behind the "=", if there is one.
    pub value: Option<Value<'a>>,
}

impl<'a> Parameter<'a> {
    /// Takes the longest `name [ "=" value ]` at the front of `input`, which then begins behind it.
    ///
    /// # Errors
    ///
    /// If `input` does not begin with a token, or if what follows a "=" is no value. `input` is
    /// then as it was.
    #[inline]
    pub fn take(input: &mut &'a [u8]) -> Result<Self, FieldError> {
        take(input, false)
    }

    /// Takes the longest `name [ BWS "=" BWS value ]` at the front of `input`: whitespace around
    /// the "=" is taken, too. There are fields whose grammar has such "bad whitespace"
    /// (RFC 9110 §5.6.3); recipients must accept it there, and nowhere else.
    ///
    /// # Errors
    ///
    /// As for [`take`](Self::take).
    #[inline]
    pub fn take_with_bad_whitespace(input: &mut &'a [u8]) -> Result<Self, FieldError> {
        take(input, true)
    }
}

fn take<'a>(input: &mut &'a [u8], skips_whitespace: bool) -> Result<Parameter<'a>, FieldError> {
    let mut rest = *input;
    let Some(name) = Token::take(&mut rest) else {
        return Err(FieldError::new(FieldErrorKind::ExpectedToken, 0));
    };
    let mut behind = rest;
    if skips_whitespace {
        skip_ows(&mut behind);
    }
    if !take_byte(&mut behind, b'=') {
        *input = rest;
        return Ok(Parameter { name, value: None });
    }
    if skips_whitespace {
        skip_ows(&mut behind);
    }
    let start = input.len() - behind.len();
    let value = Value::take(&mut behind).map_err(|error| error.behind(start))?;
    *input = behind;
    Ok(Parameter {
        name,
        value: Some(value),
    })
}

/// The parameters of one element: an iterator over `*( OWS ";" OWS [ parameter ] )` and its
/// relatives.
///
/// | | rule | value | whitespace around "=" | empty parameters |
/// |---|---|---|---|---|
/// | [`new`](Self::new) | `parameters` of RFC 9110 §5.6.6 | must be there | refused | skipped |
/// | [`with_bad_whitespace`](Self::with_bad_whitespace) | `chunk-ext` of RFC 9112 §7.1.1 | may be there | skipped | refused |
///
/// After an error there is nothing more.
///
/// ```
/// use noio_http_field::Parameters;
///
/// let mut charset = None;
/// for parameter in Parameters::new(b"; Charset=\"utf-8\";;") {
///     let parameter = parameter?;
///     if parameter.name.eq_ignore_ascii_case(b"charset") {
///         charset = parameter.value;
///     }
/// }
/// assert!(charset.is_some_and(|value| value.eq_ignore_ascii_case(b"UTF-8")));
/// # Ok::<(), noio_http_field::FieldError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "an iterator does nothing until it is asked"]
pub struct Parameters<'a> {
    rest: &'a [u8],
    /// The length of what was given, for offsets.
    len: usize,
    allow_missing_value: bool,
    has_bad_whitespace: bool,
}

impl<'a> Parameters<'a> {
    /// `parameters = *( OWS ";" OWS [ parameter ] )` with `parameter = name "=" value`
    /// (RFC 9110 §5.6.6): `bytes` are empty or begin at or before the first semicolon, and go to
    /// the end of the element.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            len: bytes.len(),
            allow_missing_value: false,
            has_bad_whitespace: false,
        }
    }

    /// `*( BWS ";" BWS name [ BWS "=" BWS value ] )`, as chunk extensions are (RFC 9112 §7.1.1),
    /// and the extensions of `Sec-WebSocket-Extensions`, whose grammar allows whitespace between
    /// any two words (RFC 6455 §9.1).
    pub const fn with_bad_whitespace(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            len: bytes.len(),
            allow_missing_value: true,
            has_bad_whitespace: true,
        }
    }

    /// Accepts a `name` alone where the grammar wants `name "=" value`, as some senders write
    /// flags.
    ///
    /// Risk: another recipient may refuse the element, or read the name as a part of something
    /// else.
    pub const fn allow_missing_value(mut self) -> Self {
        self.allow_missing_value = true;
        self
    }

    fn take_next(&mut self) -> Result<Option<Parameter<'a>>, FieldError> {
        while !self.rest.is_empty() {
            skip_ows(&mut self.rest);
            if !take_byte(&mut self.rest, b';') {
                return Err(FieldError::new(FieldErrorKind::ExpectedSemicolon, 0));
            }
            skip_ows(&mut self.rest);
            if self.has_bad_whitespace {
                return Parameter::take_with_bad_whitespace(&mut self.rest).map(Some);
            }
            // Whitespace behind an empty parameter may be that before the next semicolon.
            if matches!(self.rest, [] | [b';', ..]) {
                continue;
            }
            let parameter = Parameter::take(&mut self.rest)?;
            if parameter.value.is_none() && !self.allow_missing_value {
                return Err(FieldError::new(FieldErrorKind::ExpectedEquals, 0));
            }
            return Ok(Some(parameter));
        }
        Ok(None)
    }
}

impl<'a> Iterator for Parameters<'a> {
    type Item = Result<Parameter<'a>, FieldError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.take_next()
            .map_err(|error| {
                let start = self.len - self.rest.len();
                self.rest = &[];
                error.behind(start)
            })
            .transpose()
    }
}

impl FusedIterator for Parameters<'_> {}
