//! Subprotocols (RFC 6455 §1.9).

use core::{fmt, ops::Deref};

use noio_http_field::{List, Token};

use super::MAX_SUBPROTOCOLS;

pub(super) const NAME: &str = "sec-websocket-protocol";

/// A subprotocol that a client has offered (RFC 6455 §11.3.4): a token, whose letters' case
/// matters.
///
/// There is none that was not offered by some request, so a server cannot make up another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Subprotocol<'h>(Token<'h>);

impl<'h> Subprotocol<'h> {
    /// The subprotocol as text. It is ASCII.
    pub const fn as_str(&self) -> &'h str {
        self.0.as_str()
    }

    pub(super) const fn as_bytes(&self) -> &'h [u8] {
        self.0.as_bytes()
    }
}

impl Deref for Subprotocol<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Subprotocol<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

/// Why an offer of subprotocols is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OfferError {
    Invalid,
    TooMany,
}

/// The subprotocols in the lines of an offer, which were checked.
pub(super) fn offered<'h, L: Iterator<Item = &'h [u8]>>(
    lines: L,
) -> impl Iterator<Item = Subprotocol<'h>> + use<'h, L> {
    List::from_lines(lines).filter_map(|element| Token::new(element.ok()?).map(Subprotocol))
}

/// `Sec-WebSocket-Protocol-Client = 1#token` (RFC 6455 §4.3), pairwise different (§4.1, item 10).
///
/// They are counted before they are compared, so that the time is bounded by the octets.
pub(super) fn check_offer<'h>(lines: impl Iterator<Item = &'h [u8]>) -> Result<(), OfferError> {
    let mut seen = [&[][..]; MAX_SUBPROTOCOLS];
    let mut count = 0;
    for element in List::from_lines(lines) {
        let element = element.map_err(|_| OfferError::Invalid)?;
        if Token::new(element).is_none() {
            return Err(OfferError::Invalid);
        }
        let (before, free) = seen.split_at_mut_checked(count).unwrap_or_default();
        let [free, ..] = free else {
            return Err(OfferError::TooMany);
        };
        if before.contains(&element) {
            return Err(OfferError::Invalid);
        }
        *free = element;
        count += 1;
    }
    if count == 0 {
        return Err(OfferError::Invalid);
    }
    Ok(())
}
