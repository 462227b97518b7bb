//! What becomes of a request, and what each of its preconditions has to do with it.

use noio_conditional::{Condition, Evaluation, Outcome, Reason};

use super::{
    current::Current,
    request::{Precondition, Request},
    words,
};

/// What becomes of a request, and why.
pub(super) struct Judgement {
    pub(super) evaluation: Evaluation,
    /// In the order in which they count.
    pub(super) states: [State; 5],
    pub(super) is_malformed: bool,
}

/// What a precondition has to do with it.
pub(super) struct State {
    pub(super) precondition: Precondition,
    /// Ignored, too, where a rule says so that is not about this field alone.
    pub(super) condition: Condition,
    /// Why it is so. Empty if the field is not there.
    pub(super) why: String,
}

impl Judgement {
    pub(super) fn new(request: &Request<'_>, current: &Current<'_>) -> Self {
        let evaluation = request.evaluate(&current.representation);
        let preconditions = evaluation.preconditions();
        let mut is_decided = false;
        let states = Precondition::ALL.map(|precondition| {
            let condition = precondition.condition(&preconditions);
            let (condition, mut why) =
                match words::of_rule(precondition, request, current, evaluation) {
                    _ if condition == Condition::Absent => (condition, String::new()),
                    Some(rule) => (Condition::Ignored, rule.to_owned()),
                    None => (
                        condition,
                        words::of(precondition, condition, request, current),
                    ),
                };
            let counts = matches!(condition, Condition::False | Condition::True);
            if is_decided && counts {
                why.push_str("; what comes before it has decided");
            }
            is_decided |= condition == Condition::False;
            State {
                precondition,
                condition,
                why,
            }
        });
        Self {
            evaluation,
            states,
            is_malformed: Precondition::ALL
                .into_iter()
                .any(|precondition| request.is_malformed(precondition)),
        }
    }

    /// What becomes of the request, in words.
    pub(super) fn outcome(&self) -> &'static str {
        match self.evaluation.outcome() {
            Outcome::Proceed if self.evaluation.reason() == Reason::NotForCache => {
                "the cache does not answer it: the server has to"
            }
            Outcome::Proceed => "the request is carried out",
            Outcome::IgnoreRange => {
                "the request is carried out as if it had no Range: with 200, all of it is sent"
            }
            Outcome::NotModified => {
                "what the client has is still right: nothing of it is sent again"
            }
            Outcome::PreconditionFailed => "the request is not carried out",
        }
    }
}

#[cfg(test)]
mod tests {
    use noio_conditional::{ETag, HttpDate, LastModified, Representation};

    use super::*;
    use crate::head::Field;

    const METHODS: [&str; 7] = ["GET", "HEAD", "QUERY", "PUT", "get", "OPTIONS", "CONNECT"];
    const THEN: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
    const LATER: &str = "Sun, 06 Nov 1994 08:49:38 GMT";
    const TAGS: [&[&str]; 8] = [
        &[],
        &["\"a\""],
        &["W/\"a\""],
        &["\"b\"", "*"],
        &["*"],
        &[""],
        &["a"],
        &["\"b\""],
    ];
    const DATES: [&[&str]; 5] = [
        &[],
        &["Sun, 06 Nov 1994 08:49:36 GMT"],
        &[LATER],
        &["today"],
        &[THEN, THEN],
    ];
    const RANGES: [(&str, &[&str]); 7] = [
        ("Range", &[]),
        ("Range", &["\"a\""]),
        ("Host", &["\"a\""]),
        ("Range", &[THEN]),
        ("Range", &[LATER]),
        ("Range", &["W/\"a\""]),
        ("Range", &["a"]),
    ];

    fn date(text: &str) -> HttpDate {
        HttpDate::parse_imf_fixdate(text.as_bytes()).unwrap()
    }

    fn currents() -> Vec<Current<'static>> {
        let tags = [
            None,
            Some(ETag::strong(b"a").unwrap()),
            Some(ETag::weak(b"a").unwrap()),
        ];
        let (then, later) = (date(THEN), date(LATER));
        let of = |representation, stored| Current {
            representation,
            stored,
            fields: None,
            notes: Vec::new(),
        };
        let mut currents = vec![of(Representation::absent(), None)];
        for etag in tags {
            for last_modified in [
                None,
                Some(LastModified::weak(then, later)),
                Some(LastModified::strong(then, later)),
            ] {
                let current = Representation::current(etag, last_modified);
                currents.push(of(current, None));
            }
            for date in [then, later] {
                let cached = Representation::cached(etag, Some(then), date);
                currents.push(of(cached, Some(date)));
            }
            let cached = Representation::cached(etag, None, then);
            currents.push(of(cached, Some(then)));
        }
        currents
    }

    fn request<'a>(method: &'a str, fields: &'a [Field<'a>]) -> Request<'a> {
        Request {
            method,
            fields,
            end: 0,
            now: date(LATER),
        }
    }

    /// What follows if the first precondition that is false decides.
    fn follows(states: &[State], method: &str) -> Outcome {
        let decisive = states
            .iter()
            .find(|state| state.condition == Condition::False);
        let can_be_not_modified = matches!(method, "GET" | "HEAD" | "QUERY");
        match decisive.map(|state| state.precondition) {
            None => Outcome::Proceed,
            Some(Precondition::Range) => Outcome::IgnoreRange,
            Some(Precondition::ModifiedSince) => Outcome::NotModified,
            Some(Precondition::NoneMatch) if can_be_not_modified => Outcome::NotModified,
            Some(_) => Outcome::PreconditionFailed,
        }
    }

    /// The words are ours, but what they say has to be what the codec does.
    #[test]
    fn states_lead_to_the_outcome() {
        let currents = currents();
        // In no step with the loops.
        let mut state = 1_u64;
        let mut any_current = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let at = usize::try_from(state >> 33).unwrap();
            &currents[at % currents.len()]
        };
        let mut count = 0;
        for (range, if_range) in RANGES {
            for if_match in TAGS {
                for if_none_match in TAGS {
                    for if_unmodified_since in DATES {
                        for if_modified_since in DATES {
                            let lines = [
                                (range, &["bytes=0-1"][..]),
                                ("If-Range", if_range),
                                ("If-Match", if_match),
                                ("if-none-match", if_none_match),
                                ("If-Unmodified-Since", if_unmodified_since),
                                ("IF-MODIFIED-SINCE", if_modified_since),
                            ];
                            for method in METHODS {
                                assert_states(&lines, method, any_current());
                            }
                            count += 1;
                        }
                    }
                }
            }
        }
        assert_eq!(count, 7 * 8 * 8 * 5 * 5);
    }

    fn assert_states(lines: &[(&str, &[&str])], method: &str, current: &Current<'_>) {
        let fields: Vec<_> = lines
            .iter()
            .flat_map(|(name, values)| values.iter().map(move |value| (name, value)))
            .map(|(name, value)| Field {
                name,
                value: value.as_bytes(),
                value_offset: 0,
            })
            .collect();
        let judgement = Judgement::new(&request(method, &fields), current);
        let states = &judgement.states;
        let case = || format!("{method} {lines:?} {:?}", current.representation);
        let outcome = judgement.evaluation.outcome();
        assert_eq!(follows(states, method), outcome, "{}", case());
        for state in states {
            let name = state.precondition.name();
            let is_other = |field: &&Field<'_>| !field.name.eq_ignore_ascii_case(name);
            let is_there = fields.iter().any(|field| !is_other(&field));
            assert_eq!(state.why.is_empty(), !is_there, "{}", case());
            if state.condition == Condition::Ignored {
                // So nothing changes without it.
                let others = fields
                    .iter()
                    .filter(is_other)
                    .map(|field| Field { ..*field });
                let others: Vec<_> = others.collect();
                let without = Judgement::new(&request(method, &others), current);
                let decided = |it: &Judgement| (it.evaluation.outcome(), it.evaluation.reason());
                assert_eq!(decided(&without), decided(&judgement), "{}", case());
            }
        }
        let counts = |state: &&State| matches!(state.condition, Condition::False | Condition::True);
        let decisive = states
            .iter()
            .find(|state| state.condition == Condition::False);
        let decisive = decisive.or_else(|| states.iter().rfind(counts));
        let reason = judgement.evaluation.reason();
        match decisive {
            Some(state) => {
                let name = state.precondition.name().to_lowercase();
                assert_eq!(reason.as_str(), name, "{}", case());
            }
            None => assert!(
                matches!(
                    reason,
                    Reason::Unconditional
                        | Reason::Method
                        | Reason::NotForCache
                        | Reason::NoRepresentation
                ),
                "{}",
                case()
            ),
        }
    }
}
