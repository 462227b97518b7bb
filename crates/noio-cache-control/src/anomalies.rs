//! What is odd about a Cache-Control field.

use core::fmt;

/// Something odd about a Cache-Control field. None of it lets a cache store or use more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Anomaly {
    /// A member is no directive (RFC 9111 §5.2). The restrictions that it names count.
    MalformedMember,
    /// Nobody can tell what is quoted in a line (RFC 9110 §5.6.4). All of it counts as a malformed
    /// member, and nothing in the field, in whatever line, permits anything.
    BrokenQuoting,
    /// A number of seconds is there twice, and not the same: the first counts (RFC 9111 §4.2.1,
    /// which also lets a cache take the response for stale).
    ConflictingDuplicate,
    /// What should be a number of seconds is none (RFC 9111 §1.2.2).
    InvalidSeconds,
    /// A directive has an argument that has none (RFC 9111 §5.2): what it restricts counts, and what
    /// it permits does not.
    UnexpectedArgument,
    /// What `no-cache` or `private` lists are no names of fields: it counts for all of the response
    /// (RFC 9111 §5.2.2.4 and §5.2.2.7).
    InvalidFieldNames,
}

impl Anomaly {
    const ALL: [Self; 6] = [
        Self::MalformedMember,
        Self::BrokenQuoting,
        Self::ConflictingDuplicate,
        Self::InvalidSeconds,
        Self::UnexpectedArgument,
        Self::InvalidFieldNames,
    ];

    /// Its name, such as `malformed-member`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MalformedMember => "malformed-member",
            Self::BrokenQuoting => "broken-quoting",
            Self::ConflictingDuplicate => "conflicting-duplicate",
            Self::InvalidSeconds => "invalid-seconds",
            Self::UnexpectedArgument => "unexpected-argument",
            Self::InvalidFieldNames => "invalid-field-names",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl fmt::Display for Anomaly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// All that is odd about a Cache-Control field.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Anomalies(u8);

impl Anomalies {
    pub(crate) const NONE: Self = Self(0);

    /// Whether there is nothing odd.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether this is among them.
    pub const fn contains(self, anomaly: Anomaly) -> bool {
        self.0 & anomaly.bit() != 0
    }

    /// Each once, in the order of [`Anomaly`].
    pub fn iter(self) -> impl Iterator<Item = Anomaly> + Clone {
        Anomaly::ALL
            .into_iter()
            .filter(move |anomaly| self.contains(*anomaly))
    }

    pub(crate) const fn add(&mut self, anomaly: Anomaly) {
        self.0 |= anomaly.bit();
    }
}

impl fmt::Debug for Anomalies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
