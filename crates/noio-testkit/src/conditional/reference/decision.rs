//! What follows from the conditions (RFC 9110 §13.2), as a table.

use noio_conditional::{Condition, Outcome, Reason};

use super::Conditions;
use crate::conditional::Current;

/// What a server or a cache has to do with a request, and why.
pub fn decide(method: &[u8], conditions: &Conditions, current: &Current) -> (Outcome, Reason) {
    let fits = |row: &&Row| {
        let is_one_of = match row.methods {
            Methods::All => true,
            Methods::These(methods) => methods.iter().any(|name| name.as_bytes() == method),
            Methods::NotThese(methods) => methods.iter().all(|name| name.as_bytes() != method),
        };
        let is_held_by = match row.holder {
            Holder::Anybody => true,
            Holder::Origin => !current.is_stored(),
            Holder::Cache => current.is_stored(),
            Holder::Nobody => *current == Current::None,
        };
        is_one_of
            && is_held_by
            && row
                .conditions
                .iter()
                .all(|(of, is)| is.holds(of(conditions)))
    };
    ROWS.iter()
        .find(fits)
        .map(|row| (row.outcome, row.reason))
        .unwrap_or((Outcome::Proceed, Reason::Unconditional))
}

struct Row {
    methods: Methods,
    holder: Holder,
    conditions: &'static [Wanted],
    outcome: Outcome,
    reason: Reason,
}

enum Methods {
    All,
    These(&'static [&'static str]),
    NotThese(&'static [&'static str]),
}

enum Holder {
    Anybody,
    Origin,
    Cache,
    Nobody,
}

/// One of the fields, and what it has to come to.
type Wanted = (fn(&Conditions) -> Condition, Is);

const IF_MATCH: fn(&Conditions) -> Condition = |all| all.if_match;
const IF_NONE_MATCH: fn(&Conditions) -> Condition = |all| all.if_none_match;
const IF_UNMODIFIED_SINCE: fn(&Conditions) -> Condition = |all| all.if_unmodified_since;
const IF_MODIFIED_SINCE: fn(&Conditions) -> Condition = |all| all.if_modified_since;
const IF_RANGE: fn(&Conditions) -> Condition = |all| all.if_range;

#[derive(Clone, Copy)]
enum Is {
    True,
    False,
    /// Not there, or as if it were not.
    Nothing,
}

impl Is {
    fn holds(self, condition: Condition) -> bool {
        match self {
            Self::True => condition == Condition::True,
            Self::False => condition == Condition::False,
            Self::Nothing => [Condition::Absent, Condition::Ignored].contains(&condition),
        }
    }
}

/// Those that can ask for a range: GET (§14.2) and QUERY (RFC 10008 §2.8).
const RANGED: Methods = Methods::These(&["GET", "QUERY"]);

/// Those that can be answered with 304: GET, HEAD (§13.1.2, §13.1.3) and QUERY (RFC 10008 §2.6).
const READING: Methods = Methods::These(&["GET", "HEAD", "QUERY"]);

/// What is wrong with a request, in the order in which it is looked at; then what let it pass, the last
/// first.
const ROWS: &[Row] = &[
    // §13.2.1: methods that have nothing to do with a representation.
    Row {
        methods: Methods::These(&["CONNECT", "OPTIONS", "TRACE"]),
        holder: Holder::Anybody,
        conditions: &[],
        outcome: Outcome::Proceed,
        reason: Reason::Method,
    },
    // RFC 9111 §4.3.2: those that a cache cannot answer.
    Row {
        methods: Methods::NotThese(&["GET", "HEAD", "QUERY"]),
        holder: Holder::Cache,
        conditions: &[],
        outcome: Outcome::Proceed,
        reason: Reason::NotForCache,
    },
    // §13.2.1: what would have been answered with something else than 2xx or 412.
    Row {
        methods: READING,
        holder: Holder::Nobody,
        conditions: &[],
        outcome: Outcome::Proceed,
        reason: Reason::NoRepresentation,
    },
    // §13.2.2, from the first step to the last.
    Row {
        methods: Methods::All,
        holder: Holder::Origin,
        conditions: &[(IF_MATCH, Is::False)],
        outcome: Outcome::PreconditionFailed,
        reason: Reason::IfMatch,
    },
    Row {
        methods: Methods::All,
        holder: Holder::Origin,
        conditions: &[(IF_MATCH, Is::Nothing), (IF_UNMODIFIED_SINCE, Is::False)],
        outcome: Outcome::PreconditionFailed,
        reason: Reason::IfUnmodifiedSince,
    },
    Row {
        methods: READING,
        holder: Holder::Anybody,
        conditions: &[(IF_NONE_MATCH, Is::False)],
        outcome: Outcome::NotModified,
        reason: Reason::IfNoneMatch,
    },
    Row {
        methods: Methods::All,
        holder: Holder::Anybody,
        conditions: &[(IF_NONE_MATCH, Is::False)],
        outcome: Outcome::PreconditionFailed,
        reason: Reason::IfNoneMatch,
    },
    Row {
        methods: READING,
        holder: Holder::Anybody,
        conditions: &[(IF_NONE_MATCH, Is::Nothing), (IF_MODIFIED_SINCE, Is::False)],
        outcome: Outcome::NotModified,
        reason: Reason::IfModifiedSince,
    },
    Row {
        methods: RANGED,
        holder: Holder::Anybody,
        conditions: &[(IF_RANGE, Is::False)],
        outcome: Outcome::IgnoreRange,
        reason: Reason::IfRange,
    },
    // Nothing is wrong.
    Row {
        methods: RANGED,
        holder: Holder::Anybody,
        conditions: &[(IF_RANGE, Is::True)],
        outcome: Outcome::Proceed,
        reason: Reason::IfRange,
    },
    Row {
        methods: READING,
        holder: Holder::Anybody,
        conditions: &[(IF_NONE_MATCH, Is::Nothing), (IF_MODIFIED_SINCE, Is::True)],
        outcome: Outcome::Proceed,
        reason: Reason::IfModifiedSince,
    },
    Row {
        methods: Methods::All,
        holder: Holder::Anybody,
        conditions: &[(IF_NONE_MATCH, Is::True)],
        outcome: Outcome::Proceed,
        reason: Reason::IfNoneMatch,
    },
    Row {
        methods: Methods::All,
        holder: Holder::Origin,
        conditions: &[(IF_MATCH, Is::Nothing), (IF_UNMODIFIED_SINCE, Is::True)],
        outcome: Outcome::Proceed,
        reason: Reason::IfUnmodifiedSince,
    },
    Row {
        methods: Methods::All,
        holder: Holder::Origin,
        conditions: &[(IF_MATCH, Is::True)],
        outcome: Outcome::Proceed,
        reason: Reason::IfMatch,
    },
];
