//! Times in seconds (RFC 9111 §1.2.2).

use noio_http_field::Value;

/// The most seconds that a delta says: 2³¹, about 68 years. More is taken for that
/// (RFC 9111 §1.2.2).
pub(crate) const MAX: u32 = 1 << 31;

/// A directive that says a number of seconds: `delta-seconds = 1*DIGIT` (RFC 9111 §1.2.2).
///
/// That it is absent and that it is invalid are two things: a response whose `max-age` is invalid is
/// stale, whatever its Expires says (RFC 9111 §4.2.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "it is there, or not, or it is wrong"
)]
pub enum Delta {
    /// The directive is not there.
    #[default]
    Absent,
    /// It is there, and what it says is no number of seconds.
    Invalid,
    /// So many seconds, at most 2³¹: what is more is taken for that.
    Seconds(u32),
}

impl Delta {
    /// The seconds; `None` if the directive is absent or invalid.
    pub const fn seconds(self) -> Option<u32> {
        match self {
            Self::Seconds(seconds) => Some(seconds),
            _ => None,
        }
    }

    /// Whether the directive is there, valid or not.
    pub const fn is_present(self) -> bool {
        !matches!(self, Self::Absent)
    }

    #[inline]
    pub(crate) fn parse(argument: Option<Value<'_>>) -> Self {
        let seconds = match argument {
            Some(Value::Token(token)) => parse(token.as_bytes().iter().copied()),
            Some(Value::Quoted(quoted)) => parse(quoted.bytes()),
            None => None,
        };
        seconds.map_or(Self::Invalid, Self::Seconds)
    }

    /// Makes a number of seconds invalid.
    pub(crate) const fn revoke(&mut self) {
        if self.is_present() {
            *self = Self::Invalid;
        }
    }

    /// To be sent: at most 2³¹ seconds.
    pub(crate) const fn saturating(seconds: u32) -> Self {
        Self::Seconds(saturating(seconds))
    }
}

/// At most [`MAX`].
pub(crate) const fn saturating(seconds: u32) -> u32 {
    if seconds < MAX { seconds } else { MAX }
}

/// `1*DIGIT`, at most [`MAX`].
#[inline]
pub(crate) fn parse(digits: impl Iterator<Item = u8>) -> Option<u32> {
    let mut seconds = None;
    for byte in digits {
        let digit = char::from(byte).to_digit(10)?;
        let sum = u64::from(seconds.unwrap_or(0)) * 10 + u64::from(digit);
        seconds = Some(saturating(u32::try_from(sum).unwrap_or(MAX)));
    }
    seconds
}

/// What `max-stale` says, which may have no number (RFC 9111 §5.2.1.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "it is there, with a number or without, or not, or it is wrong"
)]
pub enum MaxStale {
    /// The directive is not there.
    #[default]
    Absent,
    /// It is there, and its argument is no number of seconds.
    Invalid,
    /// It has no argument: a response may be stale for any time.
    Any,
    /// It may be stale for so many seconds, at most 2³¹: what is more is taken for that.
    Seconds(u32),
}
