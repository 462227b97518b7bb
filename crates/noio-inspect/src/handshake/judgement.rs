//! What is wrong with a head: all of it, where the codec alone would stop at the first.

use noio_websocket::handshake::Field;

use super::{
    head::{Head, Line},
    rule::{Part, Rule},
};

/// A rule that a head breaks.
pub(super) struct Problem {
    pub(super) rule: Rule,
    /// Where the line of the head is that the rule is about, the first one if there are several.
    /// None if there is no such line, which may be what is wrong.
    pub(super) offset: Option<u64>,
}

/// What a head says, as it came or mended.
pub(super) struct Draft<'d> {
    pub(super) method: &'d str,
    pub(super) target: &'d str,
    pub(super) fields: Vec<Field<'d>>,
}

/// Every rule that a head breaks: `first`, and what `ask` finds then. What is found is mended in
/// `draft`, and `ask` asked again. `accept` is what answers the key.
pub(super) fn problems<'d>(
    head: &Head<'_>,
    mut draft: Draft<'d>,
    accept: &'d str,
    first: Rule,
    ask: impl Fn(&Draft<'d>) -> Result<(), Rule>,
) -> Vec<Problem> {
    let mut problems: Vec<Problem> = Vec::new();
    let mut found = Err(first);
    while let Err(rule) = found {
        // What does not mend it cannot be got over.
        if problems.iter().any(|problem| problem.rule == rule) {
            break;
        }
        problems.push(Problem::new(rule, head));
        draft.mend(rule.part(), accept);
        found = ask(&draft);
    }
    problems
}

impl Problem {
    pub(super) fn new(rule: Rule, head: &Head<'_>) -> Self {
        let first = |names: &[&str]| {
            head.lines
                .iter()
                .find(|line| {
                    names
                        .iter()
                        .any(|name| line.name.eq_ignore_ascii_case(name))
                })
                .map(|line| line.offset)
        };
        let offset = match rule.part() {
            Part::Octets => None,
            Part::Method | Part::Status => Some(head.offset),
            Part::Target => Some(head.offset + head.word(0).len() as u64 + 1),
            Part::Fields(names, _) => first(names),
            Part::Accept => first(&[ACCEPT]),
        };
        Self { rule, offset }
    }
}

const ACCEPT: &str = "sec-websocket-accept";

impl<'d> Draft<'d> {
    pub(super) fn new(head: &Head<'d>) -> Self {
        Self {
            method: head.word(0),
            target: head.word(1),
            fields: head.lines.iter().map(Line::pair).collect(),
        }
    }

    /// Makes every answer to the key the right one, as many as there are.
    pub(super) fn answer_with(&mut self, accept: &'d str) {
        for (name, value) in &mut self.fields {
            if name.eq_ignore_ascii_case(ACCEPT) {
                *value = accept.as_bytes();
            }
        }
    }

    /// Puts what keeps a rule in the place of what the rule is about.
    fn mend(&mut self, part: Part, accept: &'d str) {
        match part {
            // There is nothing of them in a draft.
            Part::Octets | Part::Status => {}
            Part::Method => self.method = "GET",
            Part::Target => self.target = "/",
            Part::Fields(names, value) => self.replace(names, value),
            Part::Accept => self.replace(&[ACCEPT], Some(accept)),
        }
    }

    fn replace(&mut self, names: &'static [&'static str], value: Option<&'d str>) {
        self.fields
            .retain(|(name, _)| !names.iter().any(|other| name.eq_ignore_ascii_case(other)));
        if let (Some(name), Some(value)) = (names.first(), value) {
            self.fields.push((name, value.as_bytes()));
        }
    }
}
