//! Extensions (RFC 6455 §9), which are agreed upon here and made elsewhere.

use core::fmt;

use noio_http_field::{List, Parameter, Parameters, Token, class};

use super::MAX_EXTENSIONS;

pub(super) const NAME: &str = "sec-websocket-extensions";

/// An element of `Sec-WebSocket-Extensions` (RFC 6455 §9.1 and §11.3.2): what a client offers, or
/// what a server has agreed to.
#[derive(Clone, Copy)]
pub struct Extension<'h> {
    name: Token<'h>,
    /// What is behind the name.
    parameters: &'h [u8],
}

impl<'h> Extension<'h> {
    /// `extension = extension-token *( ";" extension-param )` with whitespace between any two words
    /// (RFC 6455 §9.1; RFC 2616 §2.1 for the whitespace).
    fn parse(element: &'h [u8]) -> Option<Self> {
        let mut parameters = element;
        let extension = Self {
            name: Token::take(&mut parameters)?,
            parameters,
        };
        Parameters::with_bad_whitespace(parameters)
            .all(|parameter| parameter.is_ok_and(has_token_value))
            .then_some(extension)
    }

    /// The name, such as `permessage-deflate`: a token, so it is ASCII. The case of its letters
    /// matters.
    ///
    /// RFC 6455 says where it does not, as for Upgrade (§4.1), and says nothing of the kind here
    /// (§9.1).
    pub const fn name(&self) -> &'h str {
        self.name.as_str()
    }

    /// The parameters in their order. The value of each is a token, be it quoted or not.
    pub fn parameters(&self) -> impl Iterator<Item = Parameter<'h>> + Clone + use<'h> {
        Parameters::with_bad_whitespace(self.parameters).map_while(Result::ok)
    }
}

impl fmt::Debug for Extension<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Extension")
            .field("name", &self.name())
            .finish_non_exhaustive()
    }
}

/// What a quoted value holds has to be a token (RFC 6455 §9.1).
fn has_token_value(parameter: Parameter<'_>) -> bool {
    parameter.value.is_none_or(|value| {
        let mut octets = value.bytes().peekable();
        octets.peek().is_some() && octets.all(class::is_tchar)
    })
}

/// The extensions in the lines of a list, which were checked.
pub(super) fn listed<'h, L: Iterator<Item = &'h [u8]>>(
    lines: L,
) -> impl Iterator<Item = Extension<'h>> + use<'h, L> {
    List::from_lines(lines).filter_map(|element| Extension::parse(element.ok()?))
}

/// `extension-list = 1#extension` (RFC 6455 §9.1).
pub(super) fn are_legal<'h>(lines: impl Iterator<Item = &'h [u8]>) -> bool {
    let mut has_any = false;
    for element in List::from_lines(lines) {
        if element.ok().and_then(Extension::parse).is_none() {
            return false;
        }
        has_any = true;
    }
    has_any
}

/// Whether `list` is an `extension-list` as it has to be sent: without empty elements (RFC 9110
/// §5.6.1.1), and with no more than [`MAX_EXTENSIONS`].
///
/// No legal value has a comma in it, so none is quoted.
pub(super) fn may_be_sent(list: &str) -> bool {
    list.split(',').nth(MAX_EXTENSIONS).is_none()
        && list
            .split(',')
            .all(|element| Extension::parse(trim(element).as_bytes()).is_some())
}

/// A list without the whitespace around it, as a field has it (RFC 9110 §5.5).
pub(super) fn trim(list: &str) -> &str {
    list.trim_matches([' ', '\t'])
}

/// Whether each of `agreed` is one of `offers`, and none more often than there: RFC 6455 §4.1,
/// item 5 of the second list.
///
/// One of the two is ours and has at most [`MAX_EXTENSIONS`]; the first that was not offered ends
/// it. So what a peer writes is read that often at most.
pub(super) fn were_offered<'a, 'o, A, O>(agreed: impl Fn() -> A, offers: impl Fn() -> O) -> bool
where
    A: Iterator<Item = Extension<'a>>,
    O: Iterator<Item = Extension<'o>>,
{
    agreed().enumerate().all(|(at, extension)| {
        let is_same = |other: &str| other == extension.name();
        let before = agreed().take(at).filter(|other| is_same(other.name()));
        offers()
            .filter(|offer| is_same(offer.name()))
            .nth(before.count())
            .is_some()
    })
}
