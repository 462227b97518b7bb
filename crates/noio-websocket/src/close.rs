//! Status codes of the close handshake, and the payload of a Close.

use core::{fmt, num::NonZeroU16};

use crate::{DecodeErrorKind, utf8};

/// The status code of a Close: one that may be sent (RFC 6455 §7.4).
///
/// 1000 to 1003, 1007 to 1014, and 3000 to 4999. So 1005 and 1006, which stand for "none came" and
/// "no Close came" in applications, cannot be sent by mistake.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CloseCode(NonZeroU16);

impl CloseCode {
    /// The connection has served its purpose (1000).
    pub const NORMAL: Self = Self::registered(1000);
    /// A server goes down, or a browser leaves the page (1001).
    pub const GOING_AWAY: Self = Self::registered(1001);
    /// The peer broke the protocol (1002).
    pub const PROTOCOL_ERROR: Self = Self::registered(1002);
    /// A message of a kind that cannot be taken, such as binary where there is only text (1003).
    pub const UNSUPPORTED_DATA: Self = Self::registered(1003);
    /// A message that is not what its kind says, such as text that is not UTF-8 (1007).
    pub const INVALID_PAYLOAD: Self = Self::registered(1007);
    /// A message that is against the rules of the receiver (1008).
    pub const POLICY_VIOLATION: Self = Self::registered(1008);
    /// A message that is too big (1009).
    pub const MESSAGE_TOO_BIG: Self = Self::registered(1009);
    /// A client needs an extension that the server did not take up (1010).
    pub const MANDATORY_EXTENSION: Self = Self::registered(1010);
    /// Something unforeseen keeps the server from going on (1011).
    pub const INTERNAL_ERROR: Self = Self::registered(1011);
    /// The service restarts; reconnect after a random delay (1012).
    pub const SERVICE_RESTART: Self = Self::registered(1012);
    /// The service is overloaded; reconnect later, or to another address (1013).
    pub const TRY_AGAIN_LATER: Self = Self::registered(1013);
    /// A gateway got an invalid answer from the server behind it (1014).
    pub const BAD_GATEWAY: Self = Self::registered(1014);

    /// The status code with this number, if it may be sent.
    #[inline]
    pub const fn new(number: u16) -> Option<Self> {
        match number {
            // Registered, and neither reserved (1004, 1015) nor for applications alone (1005,
            // 1006). 1012 to 1014 came after the RFC.
            1000..=1003 | 1007..=1014
            // For libraries and frameworks, and for private use.
            | 3000..=4999 => match NonZeroU16::new(number) {
                Some(number) => Some(Self(number)),
                None => None,
            },
            _ => None,
        }
    }

    /// The number: 1000 to 4999.
    #[inline]
    pub const fn as_u16(self) -> u16 {
        self.0.get()
    }

    #[expect(
        clippy::expect_used,
        reason = "evaluated by the compiler, for the constants above"
    )]
    const fn registered(number: u16) -> Self {
        Self::new(number).expect("a code that may be sent")
    }

    /// Whether some status code begins with this byte.
    const fn may_begin_with(octet: u8) -> bool {
        // 0x03e8 is 1000 and 0x03f6 is 1014; 0x0bb8 is 3000 and 0x1387 is 4999.
        matches!(octet, 0x03 | 0x0b..=0x13)
    }
}

impl TryFrom<u16> for CloseCode {
    type Error = ReservedCloseCode;

    fn try_from(number: u16) -> Result<Self, ReservedCloseCode> {
        Self::new(number).ok_or(ReservedCloseCode(number))
    }
}

impl From<CloseCode> for u16 {
    fn from(code: CloseCode) -> Self {
        code.as_u16()
    }
}

impl fmt::Debug for CloseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CloseCode({self})")
    }
}

impl fmt::Display for CloseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// A number that is no [`CloseCode`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[error("status code {0} may not be sent")]
pub struct ReservedCloseCode(u16);

/// The Close of the peer: its payload (RFC 6455 §5.5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Close<'d> {
    code: Option<CloseCode>,
    reason: &'d str,
}

impl<'d> Close<'d> {
    /// The status code. `None` if none came, for which applications know the number 1005
    /// (RFC 6455 §7.1.5).
    pub const fn code(&self) -> Option<CloseCode> {
        self.code
    }

    /// Why, for logs and not for people: at most 123 bytes, often empty.
    pub const fn reason(&self) -> &'d str {
        self.reason
    }

    /// What a payload says that was found to be legal.
    pub(crate) fn from_payload(payload: &'d [u8]) -> Self {
        let (code, reason) = match payload {
            [high, low, reason @ ..] => (CloseCode::new(u16::from_be_bytes([*high, *low])), reason),
            _ => (None, &[][..]),
        };
        Self {
            code,
            reason: core::str::from_utf8(reason).unwrap_or_default(),
        }
    }
}

/// What is wrong with the front of a Close's payload, and the place of the octet where it is.
///
/// `is_end`: it is the whole payload.
pub(crate) fn find_error(payload: &[u8], is_end: bool) -> Option<(DecodeErrorKind, usize)> {
    let (high, low, reason) = match *payload {
        [] => return None,
        [high] => (high, None, &[][..]),
        [high, low, ref reason @ ..] => (high, Some(low), reason),
    };
    if !CloseCode::may_begin_with(high) {
        return Some((DecodeErrorKind::InvalidCloseCode, 0));
    }
    if let Some(low) = low
        && CloseCode::new(u16::from_be_bytes([high, low])).is_none()
    {
        return Some((DecodeErrorKind::InvalidCloseCode, 1));
    }
    let bad = match utf8::find_bad_octet(reason) {
        (_, Some(place)) => 2 + place,
        (text, None) if is_end && text.len() < reason.len() => payload.len() - 1,
        _ => return None,
    };
    Some((DecodeErrorKind::InvalidUtf8, bad))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_byte_of_a_code_is_refused_if_none_begins_with_it() {
        for high in 0..=u8::MAX {
            let is_possible =
                (0..=u8::MAX).any(|low| CloseCode::new(u16::from_be_bytes([high, low])).is_some());
            assert_eq!(CloseCode::may_begin_with(high), is_possible, "{high:#x}");
            assert_eq!(
                find_error(&[high], false).is_none(),
                is_possible,
                "{high:#x}"
            );
        }
    }
}
