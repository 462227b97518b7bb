//! Grammars as RFC 5234 (ABNF) has them, and a matcher that tries everything, in short inputs.

/// A rule of ABNF.
#[derive(Clone, Debug)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a grammar is written with all of them"
)]
pub enum Rule {
    /// Each of these bytes.
    Class(fn(u8) -> bool),
    /// These bytes as they are.
    Text(&'static [u8]),
    /// One after the other.
    Sequence(Vec<Self>),
    /// One of them.
    Either(Vec<Self>),
    /// Any number of times, with at least so many.
    Repeated(usize, Box<Self>),
    /// A rule that contains itself.
    Named(fn() -> Self),
}

/// `*rule`.
pub fn any(rule: Rule) -> Rule {
    Rule::Repeated(0, Box::new(rule))
}

/// `1*rule`.
pub fn some(rule: Rule) -> Rule {
    Rule::Repeated(1, Box::new(rule))
}

/// `[ rule ]`.
pub fn optional(rule: Rule) -> Rule {
    Rule::Either(vec![Rule::Text(b""), rule])
}

/// The length of the longest input that a rule can be matched with.
pub const MAX_LEN: usize = 127;

/// What a rule says about an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matched {
    /// Where the rule can end, if it begins at the front.
    pub ends: Places,
    /// How many bytes of the input something can begin with that matches the rule. Each rule of a
    /// sensible grammar matches something, so this is as far as a terminal was found.
    pub furthest: usize,
}

impl Matched {
    /// The length of the longest match.
    pub fn longest(&self) -> Option<usize> {
        self.ends.last()
    }
}

/// Some of the places before, between and behind the bytes of an input: a bit for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places(u128);

impl Places {
    const NONE: Self = Self(0);
    const FRONT: Self = Self(1);

    /// Whether the place behind so many bytes is one of them.
    pub fn contains(self, len: usize) -> bool {
        self.0 >> len & 1 == 1
    }

    fn last(self) -> Option<usize> {
        self.0.checked_ilog2().map(|last| last as usize)
    }

    fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The next place behind each of them before which there is such a byte.
    fn behind(self, input: &[u8], is_in: impl Fn(u8) -> bool) -> Self {
        let mut left = self.0;
        let mut behind = 0;
        while let Some(at) = Self(left).last() {
            left ^= 1 << at;
            if input.get(at).is_some_and(|byte| is_in(*byte)) {
                behind |= 2 << at;
            }
        }
        Self(behind)
    }
}

impl Rule {
    /// Matches the rule at the front of `input`.
    ///
    /// # Panics
    ///
    /// If `input` is longer than [`MAX_LEN`].
    pub fn find(&self, input: &[u8]) -> Matched {
        assert!(input.len() <= MAX_LEN, "an input for a faster matcher");
        let mut furthest = 0;
        let ends = self.ends(input, Places::FRONT, &mut furthest);
        Matched { ends, furthest }
    }

    /// Whether all of `input` matches. If not: the offset of the first byte that could not stand
    /// there, or the length of the input if it ends too early.
    ///
    /// # Errors
    ///
    /// That offset.
    pub fn check(&self, input: &[u8]) -> Result<(), usize> {
        let matched = self.find(input);
        if matched.ends.contains(input.len()) {
            Ok(())
        } else {
            Err(matched.furthest)
        }
    }

    fn ends(&self, input: &[u8], starts: Places, furthest: &mut usize) -> Places {
        // Where it does not begin, a rule that contains itself would go on for ever.
        if starts == Places::NONE {
            return Places::NONE;
        }
        match self {
            Self::Class(is_in) => {
                let ends = starts.behind(input, is_in);
                *furthest = ends.last().unwrap_or(0).max(*furthest);
                ends
            }
            Self::Text(text) => text.iter().fold(starts, |starts, byte| {
                let ends = starts.behind(input, |it| it == *byte);
                *furthest = ends.last().unwrap_or(0).max(*furthest);
                ends
            }),
            Self::Sequence(rules) => rules
                .iter()
                .fold(starts, |starts, rule| rule.ends(input, starts, furthest)),
            Self::Either(rules) => rules.iter().fold(Places::NONE, |ends, rule| {
                ends.or(rule.ends(input, starts, furthest))
            }),
            Self::Repeated(least, rule) => {
                let mut all = starts;
                for _ in 0..*least {
                    all = rule.ends(input, all, furthest);
                }
                loop {
                    let more = all.or(rule.ends(input, all, furthest));
                    if more == all {
                        return all;
                    }
                    all = more;
                }
            }
            Self::Named(rule) => rule().ends(input, starts, furthest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_is_tried() {
        let rule = Rule::Sequence(vec![any(Rule::Text(b"ab")), Rule::Text(b"a")]);
        assert_eq!(rule.find(b"ababa").ends, Places(0b10_1010));
        assert_eq!(rule.find(b"ababa").longest(), Some(5));
        assert_eq!(rule.find(b"b").longest(), None);
        assert_eq!(rule.check(b"ababa"), Ok(()));
        assert_eq!(rule.check(b"abab"), Err(4));
        assert_eq!(rule.check(b"abb"), Err(2));
        assert_eq!(rule.check(b"aa"), Err(1));
        assert_eq!(rule.check(b""), Err(0));
    }

    #[test]
    fn rules_may_contain_themselves() {
        fn nested() -> Rule {
            Rule::Sequence(vec![
                Rule::Text(b"("),
                optional(Rule::Named(nested)),
                Rule::Text(b")"),
            ])
        }
        assert_eq!(nested().check(b"((()))"), Ok(()));
        assert_eq!(nested().check(b"((())"), Err(5));
        assert_eq!(nested().check(b"(()))"), Err(4));
    }
}
