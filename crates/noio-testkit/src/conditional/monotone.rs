//! In which direction more of something can turn a decision.

use noio_conditional::{Condition, Outcome, Reason};

use super::{
    Current, METHODS, Tag,
    check::{evaluate, outcome, preconditions, same, shown},
    reference::{self, Field, Member},
};
use crate::http_field::{calendar, unix_seconds};

/// One more tag in a list, a later date and a weaker tag turn decisions one way only, and a cache
/// never says that a precondition has failed.
///
/// * A tag more in If-None-Match leaves what failed because of it failed. One more in If-Match lets
///   nothing fail because of it. This is about lists of tags: beside `*`, a tag makes the field
///   malformed.
/// * A date that is `later` by so many seconds in If-Modified-Since leaves what was not modified not
///   modified; in If-Unmodified-Since it lets nothing fail.
/// * With the current tag weak, If-Match and If-Range are true of no tag of which they were not, and
///   If-None-Match is what it was.
///
/// # Errors
///
/// Which law is broken.
pub fn check_monotone(
    fields: &[Field],
    tag: &Tag,
    later: u32,
    current: &Current,
    now: i64,
) -> Result<(), String> {
    let request = Request {
        fields,
        current,
        now,
    };
    request.check_cache()?;
    request.check_more_tags(tag)?;
    request.check_later_dates(later)?;
    request.check_weak_tag()
}

struct Request<'r> {
    fields: &'r [Field],
    current: &'r Current,
    now: i64,
}

impl Request<'_> {
    /// What is done with these fields, for each method.
    fn outcomes(&self, fields: &[Field]) -> Vec<(Outcome, Reason)> {
        let evaluate = |method: &&str| evaluate(method.as_bytes(), fields, self.current, self.now);
        METHODS.iter().map(evaluate).map(outcome).collect()
    }

    /// RFC 9111 §4.3.2: what only an origin evaluates is not for a cache, and to other methods than
    /// GET and HEAD it says nothing.
    fn check_cache(&self) -> Result<(), String> {
        let has_failed = |(outcome, _)| outcome == Outcome::PreconditionFailed;
        let fails = self.outcomes(self.fields).into_iter().any(has_failed);
        let input = shown(self.fields, self.current);
        let is_stored = self.current.is_stored();
        same("412 of a cache", &input, fails && is_stored, false)
    }

    fn check_more_tags(&self, tag: &Tag) -> Result<(), String> {
        for (name, reason) in [
            ("If-Match", Reason::IfMatch),
            ("If-None-Match", Reason::IfNoneMatch),
        ] {
            let lines = self.lines(name);
            if lines.is_empty() || reference::members(&lines).contains(&Member::Any) {
                continue;
            }
            let line = (name.as_bytes().to_vec(), tag.written());
            let more = [self.fields, &[line]].concat();
            let before = self.outcomes(self.fields);
            let after = self.outcomes(&more);
            let input = shown(&more, self.current);
            for (before, after) in before.into_iter().zip(after) {
                let is_failure = |(outcome, why)| outcome != Outcome::Proceed && why == reason;
                let (before, after) = if name == "If-Match" {
                    (after, before)
                } else {
                    (before, after)
                };
                if is_failure(before) {
                    same("outcome with a tag more", &input, after, before)?;
                }
            }
        }
        Ok(())
    }

    fn check_later_dates(&self, later: u32) -> Result<(), String> {
        for name in ["If-Modified-Since", "If-Unmodified-Since"] {
            let [line] = self.lines(name)[..] else {
                continue;
            };
            let Some(date) = unix_seconds(reference::trimmed(line), self.now) else {
                continue;
            };
            let date = date.saturating_add(later.into()).min(LATEST);
            let (day, second) = calendar::of_unix_seconds(date);
            let written = calendar::imf_fixdate(day, second).into_bytes();
            let mut fields = self.fields.to_vec();
            for field in &mut fields {
                if field.0.eq_ignore_ascii_case(name.as_bytes()) {
                    field.1.clone_from(&written);
                }
            }
            let before = self.outcomes(self.fields);
            let after = self.outcomes(&fields);
            let input = shown(&fields, self.current);
            for (before, after) in before.into_iter().zip(after) {
                let not_modified = (Outcome::NotModified, Reason::IfModifiedSince);
                if name == "If-Modified-Since" && before == not_modified {
                    same("outcome with a later date", &input, after, before)?;
                }
                let failed = (Outcome::PreconditionFailed, Reason::IfUnmodifiedSince);
                if name == "If-Unmodified-Since" && after == failed {
                    same("outcome with a later date", &input, before, after)?;
                }
            }
        }
        Ok(())
    }

    fn check_weak_tag(&self) -> Result<(), String> {
        let mut weaker = self.current.clone();
        if let Current::Origin { etag, .. } | Current::Stored { etag, .. } = &mut weaker
            && let Some(tag) = etag
        {
            tag.is_weak = true;
        }
        let before = preconditions(self.fields, self.current, self.now);
        let after = preconditions(self.fields, &weaker, self.now);
        let input = shown(self.fields, &weaker);
        let turns_true = |before, after| before != Condition::True && after == Condition::True;
        let if_match = turns_true(before.if_match(), after.if_match());
        same("If-Match", &input, if_match, false)?;
        let if_range = turns_true(before.if_range(), after.if_range());
        same("If-Range", &input, if_range, false)?;
        let [before, after] = [before, after].map(|it| it.if_none_match());
        same("If-None-Match", &input, after, before)
    }

    fn lines(&self, name: &str) -> Vec<&[u8]> {
        let named = |field: &&Field| field.0.eq_ignore_ascii_case(name.as_bytes());
        let values = self.fields.iter().filter(named).map(|field| &field.1[..]);
        values.collect()
    }
}

/// 31 December 9999, 23:59:59.
const LATEST: i64 = 253_402_300_799;
