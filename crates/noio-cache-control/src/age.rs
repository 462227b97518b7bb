//! The Age field (RFC 9111 §5.1).

use core::fmt;

use noio_http_field::trim_ows;

use crate::delta;

/// How old a response was when it was sent, in seconds: `Age = delta-seconds` (RFC 9111 §5.1).
///
/// [`Display`](fmt::Display) writes the value of the field.
///
/// ```
/// use noio_cache_control::Age;
///
/// assert_eq!(Age::parse(["7200, 0"]), Some(Age::from_seconds(7_200)));
/// assert_eq!(Age::parse(["-1"]), None);
/// assert_eq!(Age::from_seconds(60).to_string(), "60");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Age {
    seconds: u32,
}

impl Age {
    /// An age of so many seconds; what is more than 2³¹ is taken for that (RFC 9111 §1.2.2).
    #[expect(
        clippy::cast_possible_truncation,
        reason = "what is less than 2³¹ fits into 32 bits"
    )]
    pub const fn from_seconds(seconds: u64) -> Self {
        Self {
            seconds: if seconds < delta::MAX as u64 {
                seconds as u32
            } else {
                delta::MAX
            },
        }
    }

    /// What the values of all lines of the field say.
    ///
    /// `None` if there is nothing, or if the first member is no number of seconds: of several members
    /// the first counts, and one that is invalid is ignored (RFC 9111 §5.1).
    pub fn parse<'a, T: AsRef<[u8]> + ?Sized + 'a>(
        lines: impl IntoIterator<Item = &'a T>,
    ) -> Option<Self> {
        let first = lines
            .into_iter()
            .flat_map(|line| line.as_ref().split(|&byte| byte == b','))
            .map(trim_ows)
            .find(|member| !member.is_empty())?;
        let seconds = delta::parse(first.iter().copied())?;
        Some(Self { seconds })
    }

    /// The age in seconds, at most 2³¹.
    pub const fn seconds(self) -> u32 {
        self.seconds
    }
}

impl fmt::Display for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.seconds.fmt(f)
    }
}
