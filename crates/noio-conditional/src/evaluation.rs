//! What becomes of a request, and why (RFC 9110 §13.2).

use core::fmt;

use crate::Preconditions;

/// What becomes of a request, and why: the answer of [`evaluate`](crate::evaluate()).
///
/// `Display` says why in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use = "whoever does not look at the outcome might as well not have asked"]
pub struct Evaluation {
    outcome: Outcome,
    reason: Reason,
    preconditions: Preconditions,
}

impl Evaluation {
    pub(crate) const fn new(
        outcome: Outcome,
        reason: Reason,
        preconditions: Preconditions,
    ) -> Self {
        Self {
            outcome,
            reason,
            preconditions,
        }
    }

    /// What becomes of the request.
    pub const fn outcome(self) -> Outcome {
        self.outcome
    }

    /// What decided it: the last precondition that was evaluated.
    pub const fn reason(self) -> Reason {
        self.reason
    }

    /// What each precondition says.
    pub const fn preconditions(self) -> Preconditions {
        self.preconditions
    }
}

impl fmt::Display for Evaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_true = matches!(self.outcome, Outcome::Proceed);
        f.pad(match (self.reason, is_true) {
            (Reason::Unconditional, _) => "no precondition applies",
            (Reason::Method, _) => "the method has no preconditions",
            (Reason::NotForCache, _) => "the method is for the origin server",
            (Reason::NoRepresentation, _) => "there is no current representation",
            (Reason::IfMatch, true) => "If-Match matches",
            (Reason::IfMatch, false) => "If-Match does not match",
            (Reason::IfUnmodifiedSince, true) => "not modified since If-Unmodified-Since",
            (Reason::IfUnmodifiedSince, false) => "modified since If-Unmodified-Since",
            (Reason::IfNoneMatch, true) => "If-None-Match does not match",
            (Reason::IfNoneMatch, false) => "If-None-Match matches",
            (Reason::IfModifiedSince, true) => "modified since If-Modified-Since",
            (Reason::IfModifiedSince, false) => "not modified since If-Modified-Since",
            (Reason::IfRange, true) => "If-Range matches",
            (Reason::IfRange, false) => "If-Range does not match",
        })
    }
}

/// What becomes of a request with preconditions (RFC 9110 §13.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use = "whoever does not look at the outcome might as well not have asked"]
#[expect(
    clippy::exhaustive_enums,
    reason = "the standard has these, and a server must know them all"
)]
pub enum Outcome {
    /// It is carried out. If it is a GET or QUERY with Range, that counts.
    Proceed,
    /// It is carried out as if it had no Range: the whole representation is sent, with 200.
    IgnoreRange,
    /// It is answered with 304 (Not Modified) and the fields that
    /// [`is_not_modified_field`](crate::is_not_modified_field) leaves.
    NotModified,
    /// It is not carried out, and answered with 412 (Precondition Failed).
    ///
    /// A server that can tell that the change was made before, by the same request, may answer as if
    /// it had been made now (RFC 9110 §13.1.1).
    PreconditionFailed,
}

impl Outcome {
    /// Its name, such as `not-modified`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Proceed => "proceed",
            Self::IgnoreRange => "ignore-range",
            Self::NotModified => "not-modified",
            Self::PreconditionFailed => "precondition-failed",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What decides the outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// No precondition applies.
    Unconditional,
    /// CONNECT, OPTIONS and TRACE have no preconditions (RFC 9110 §13.2.1).
    Method,
    /// A cache evaluates nothing for other methods than GET, HEAD and QUERY: its stored response
    /// cannot answer them (RFC 9111 §4.3.2).
    NotForCache,
    /// There is no representation, so that a GET, HEAD or QUERY is answered with 404 or the like. Where
    /// the answer would not be a success, preconditions are ignored (RFC 9110 §13.2.1). Of other methods,
    /// such as DELETE, the server knows whether it would be one, and if not does not ask.
    NoRepresentation,
    /// If-Match (RFC 9110 §13.1.1).
    IfMatch,
    /// If-Unmodified-Since (RFC 9110 §13.1.4).
    IfUnmodifiedSince,
    /// If-None-Match (RFC 9110 §13.1.2).
    IfNoneMatch,
    /// If-Modified-Since (RFC 9110 §13.1.3).
    IfModifiedSince,
    /// If-Range (RFC 9110 §13.1.5).
    IfRange,
}

impl Reason {
    /// Its name, such as `if-match`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unconditional => "unconditional",
            Self::Method => "method",
            Self::NotForCache => "not-for-cache",
            Self::NoRepresentation => "no-representation",
            Self::IfMatch => "if-match",
            Self::IfUnmodifiedSince => "if-unmodified-since",
            Self::IfNoneMatch => "if-none-match",
            Self::IfModifiedSince => "if-modified-since",
            Self::IfRange => "if-range",
        }
    }

    /// The section that says so, such as `RFC 9110 §13.1.1`.
    pub const fn section(self) -> &'static str {
        match self {
            Self::Unconditional => "RFC 9110 §13.2.2",
            Self::Method | Self::NoRepresentation => "RFC 9110 §13.2.1",
            Self::NotForCache => "RFC 9111 §4.3.2",
            Self::IfMatch => "RFC 9110 §13.1.1",
            Self::IfUnmodifiedSince => "RFC 9110 §13.1.4",
            Self::IfNoneMatch => "RFC 9110 §13.1.2",
            Self::IfModifiedSince => "RFC 9110 §13.1.3",
            Self::IfRange => "RFC 9110 §13.1.5",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
