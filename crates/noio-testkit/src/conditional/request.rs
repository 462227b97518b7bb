//! A request, as the codec is asked about it.

use core::fmt::{self, Debug};

use noio_conditional::{Evaluation, HttpDate, Outcome, Preconditions, Reason};

use super::{Current, reference::Field};
use crate::{diff::same, escape};

/// A request, what it is held against, and the time, in seconds since 1970.
#[derive(Clone, Copy)]
pub(super) struct Request<'r> {
    pub(super) fields: &'r [Field],
    pub(super) current: &'r Current,
    pub(super) now: i64,
}

impl<'r> Request<'r> {
    pub(super) const fn new(fields: &'r [Field], current: &'r Current, now: i64) -> Self {
        Self {
            fields,
            current,
            now,
        }
    }

    /// The codec's answer.
    pub(super) fn evaluate(self, method: &[u8]) -> Evaluation {
        let now = HttpDate::saturating_from_unix_seconds(self.now);
        let fields = self.fields.iter().map(|(name, value)| (name, value));
        noio_conditional::evaluate(method, fields, &self.current.as_representation(), now)
    }

    /// What the codec makes of each precondition, whatever the method.
    pub(super) fn preconditions(self) -> Preconditions {
        self.evaluate(b"GET").preconditions()
    }

    /// What the codec decides for each method.
    pub(super) fn outcomes(self, methods: &[&str]) -> impl Iterator<Item = Decided> {
        let methods = methods.iter().map(|method| method.as_bytes());
        methods.map(move |method| outcome(self.evaluate(method)))
    }

    /// Compares and tells the difference, of this request.
    pub(super) fn same<T: PartialEq + Debug>(
        self,
        what: &str,
        ours: T,
        expected: T,
    ) -> Result<(), String> {
        same(what, || self.to_string(), ours, expected)
    }
}

impl fmt::Display for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in self.fields {
            write!(f, "{}: {} | ", escape(name), escape(value))?;
        }
        write!(f, "{:?}", self.current)
    }
}

/// What is to be done with a request, and why.
pub(super) type Decided = (Outcome, Reason);

pub(super) fn outcome(evaluation: Evaluation) -> Decided {
    (evaluation.outcome(), evaluation.reason())
}
