//! In which direction more of something can turn a decision.

use noio_conditional::{Condition, Outcome, Reason};

use super::{
    Current, METHODS, Tag,
    reference::{self, Field, Member},
    request::{Decided, Request},
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
    let laws = Laws::new(Request::new(fields, current, now), &METHODS);
    laws.check(later)?;
    laws.check_more_tags(tag)
}

/// A request, and what is decided for some methods.
pub(super) struct Laws<'r> {
    request: Request<'r>,
    methods: &'r [&'r str],
    before: Vec<Decided>,
}

impl<'r> Laws<'r> {
    pub(super) fn new(request: Request<'r>, methods: &'r [&'r str]) -> Self {
        Self {
            request,
            methods,
            before: request.outcomes(methods).collect(),
        }
    }

    /// The laws that are not about one more tag.
    pub(super) fn check(&self, later: u32) -> Result<(), String> {
        self.check_cache()?;
        self.check_later_dates(later)?;
        self.check_weak_tag()
    }

    /// RFC 9111 §4.3.2: what only an origin evaluates is not for a cache, and to other methods than
    /// GET, HEAD and QUERY it says nothing.
    fn check_cache(&self) -> Result<(), String> {
        let has_failed = |decided: &Decided| decided.0 == Outcome::PreconditionFailed;
        let fails = self.before.iter().any(has_failed);
        let is_stored = self.request.current.is_stored();
        self.request
            .same("412 of a cache", fails && is_stored, false)
    }

    pub(super) fn check_more_tags(&self, tag: &Tag) -> Result<(), String> {
        for (name, reason) in [
            ("If-Match", Reason::IfMatch),
            ("If-None-Match", Reason::IfNoneMatch),
        ] {
            let lines = self.lines(name);
            if lines.is_empty() || reference::members(&lines).contains(&Member::Any) {
                continue;
            }
            let line = (name.as_bytes().to_vec(), tag.written());
            let more = [self.request.fields, &[line]].concat();
            let is_failure = |(outcome, why)| outcome != Outcome::Proceed && why == reason;
            self.check_each(&more, |request, before, after| {
                let (before, after) = if name == "If-Match" {
                    (after, before)
                } else {
                    (before, after)
                };
                if is_failure(before) {
                    request.same("outcome with a tag more", after, before)?;
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    fn check_later_dates(&self, later: u32) -> Result<(), String> {
        for name in ["If-Modified-Since", "If-Unmodified-Since"] {
            let [line] = self.lines(name)[..] else {
                continue;
            };
            let Some(date) = unix_seconds(reference::trimmed(line), self.request.now) else {
                continue;
            };
            let date = date.saturating_add(later.into()).min(LATEST);
            let (day, second) = calendar::of_unix_seconds(date);
            let written = calendar::imf_fixdate(day, second).into_bytes();
            let mut fields = self.request.fields.to_vec();
            for field in &mut fields {
                if field.0.eq_ignore_ascii_case(name.as_bytes()) {
                    field.1.clone_from(&written);
                }
            }
            self.check_each(&fields, |request, before, after| {
                let not_modified = (Outcome::NotModified, Reason::IfModifiedSince);
                if name == "If-Modified-Since" && before == not_modified {
                    request.same("outcome with a later date", after, before)?;
                }
                let failed = (Outcome::PreconditionFailed, Reason::IfUnmodifiedSince);
                if name == "If-Unmodified-Since" && after == failed {
                    request.same("outcome with a later date", before, after)?;
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    /// With other fields: for each method what was decided, and what is now.
    fn check_each(
        &self,
        fields: &[Field],
        check: impl Fn(Request<'_>, Decided, Decided) -> Result<(), String>,
    ) -> Result<(), String> {
        let request = Request {
            fields,
            ..self.request
        };
        let mut decided = self.before.iter().zip(request.outcomes(self.methods));
        decided.try_for_each(|(&before, after)| check(request, before, after))
    }

    fn check_weak_tag(&self) -> Result<(), String> {
        let mut weaker = self.request.current.clone();
        if let Current::Origin { etag, .. } | Current::Stored { etag, .. } = &mut weaker
            && let Some(tag) = etag
        {
            tag.is_weak = true;
        }
        let request = Request {
            current: &weaker,
            ..self.request
        };
        let before = self.request.preconditions();
        let after = request.preconditions();
        let turns_true = |before, after| before != Condition::True && after == Condition::True;
        let if_match = turns_true(before.if_match(), after.if_match());
        request.same("If-Match", if_match, false)?;
        let if_range = turns_true(before.if_range(), after.if_range());
        request.same("If-Range", if_range, false)?;
        let [before, after] = [before, after].map(|it| it.if_none_match());
        request.same("If-None-Match", after, before)
    }

    fn lines(&self, name: &str) -> Vec<&'r [u8]> {
        let named = |field: &&Field| field.0.eq_ignore_ascii_case(name.as_bytes());
        let fields = self.request.fields.iter().filter(named);
        fields.map(|field| &field.1[..]).collect()
    }
}

/// 31 December 9999, 23:59:59.
const LATEST: i64 = 253_402_300_799;
