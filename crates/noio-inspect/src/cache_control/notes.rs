//! What many do not expect of a response.

use noio_cache_control::{
    RequestDirectives, Scope,
    freshness::{Cache, LifetimeSource, MustValidate, NotStorable, Reuse, Stored, may_serve_stale},
};

use super::{
    explain::window,
    message::Form,
    response::{Lists, Response},
    words::of_must_validate,
};

impl Response<'_> {
    /// Those about these caches, which go by it.
    pub(super) fn notes(&self, caches: &[Cache]) -> Vec<String> {
        let mut notes = Vec::new();
        self.note_contradictions(caches, &mut notes);
        self.note_lists(caches, &mut notes);
        self.note_idle_windows(caches, &mut notes);
        if caches.contains(&Cache::Private) {
            self.note_other_fields(caches, &mut notes);
        }
        if caches.contains(&Cache::Shared) && self.store(Cache::Shared, true).is_ok() {
            notes.push(self.note_on_authorization());
        }
        notes
    }

    fn is_stored(&self, cache: Cache) -> bool {
        self.store(cache, false).is_ok()
    }

    fn note_contradictions(&self, caches: &[Cache], notes: &mut Vec<String>) {
        let directives = &self.directives;
        let is_stored = caches.iter().any(|&cache| self.is_stored(cache));
        for (note, applies) in [
            (
                "public and private contradict each other: private counts",
                directives.public() && directives.private() == Scope::All,
            ),
            (
                "no-cache does not keep it from being stored: no-store would",
                is_stored && directives.no_cache() == Scope::All,
            ),
            (
                "must-understand goes with no-store, for caches that do not know it (RFC 9111 §5.2.2.3)",
                directives.must_understand() && !directives.no_store(),
            ),
            (
                "a cache that does not know must-understand sees no-store, and stores nothing (RFC 9111 §5.2.2.3)",
                is_stored && directives.no_store(),
            ),
        ] {
            if applies {
                notes.push(note.into());
            }
        }
    }

    /// Of what caches do that know no lists of fields.
    fn note_lists(&self, caches: &[Cache], notes: &mut Vec<String>) {
        let of_others = |cache| self.store_with(cache, false, Lists::TakenForAll);
        if caches.contains(&Cache::Shared)
            && self.is_stored(Cache::Shared)
            && of_others(Cache::Shared) == Err(NotStorable::Private)
        {
            notes.push(
                "many caches take private with a list for private alone: shared ones do not store it then"
                    .into(),
            );
        }
        if caches.contains(&Cache::Private)
            && self.directives.private() == Scope::Fields
            && self.store(Cache::Private, false) == Err(NotStorable::NothingSaysSo)
        {
            notes.push(
                "private would let a browser store it, but not with a list (RFC 9111 §5.2.2.7)"
                    .into(),
            );
        }
        let is_asked_for = |stored: Stored| {
            let reuse = stored.reuse(&RequestDirectives::default(), stored.times.response_time);
            reuse == Reuse::Validate(MustValidate::NoCache)
        };
        let differs = |&cache: &Cache| {
            self.store(cache, false)
                .is_ok_and(|stored| !is_asked_for(stored))
                && of_others(cache).is_ok_and(is_asked_for)
        };
        if caches.iter().any(differs) {
            notes.push(
                "many caches take no-cache with a list for no-cache alone: they ask the server before every use then"
                    .into(),
            );
        }
    }

    /// Of what lets a stale response be used, and is overridden.
    fn note_idle_windows(&self, caches: &[Cache], notes: &mut Vec<String>) {
        let directives = &self.directives;
        let refusal = |&cache: &Cache| {
            let stored = self.store(cache, false).ok()?;
            may_serve_stale(cache, directives, stored.omits_listed_fields).err()
        };
        // What binds a private cache binds a shared one as well.
        let mut refusals = caches.iter().map(refusal);
        let (place, reason) = match (refusals.next().flatten(), refusals.next().flatten()) {
            (Some(reason), _) => ("", reason),
            (None, Some(reason)) => (" in shared caches", reason),
            (None, None) => return,
        };
        // It is plain that nothing is used without a question then.
        if reason == MustValidate::NoCache {
            return;
        }
        for (name, delta) in [
            (
                "stale-while-revalidate",
                directives.stale_while_revalidate(),
            ),
            ("stale-if-error", directives.stale_if_error()),
        ] {
            if window(delta, 0).is_some() {
                let reason = of_must_validate(reason);
                notes.push(format!("{name} has no effect{place} ({reason})"));
            }
        }
    }

    fn note_other_fields(&self, caches: &[Cache], notes: &mut Vec<String>) {
        let is_there = |name| self.message.values(name).next().is_some();
        if self.times.age.is_none() && is_there("Age") {
            notes.push("Age is no number, and not looked at".into());
        }
        if self.times.date.is_none() && is_there("Date") {
            notes.push(
                "Date is no date, or not the same in all lines: the time of arrival stands for it"
                    .into(),
            );
        }
        if self.message.form != Form::Head && caches.iter().any(|&cache| self.may_say_more(cache)) {
            notes.push("Expires and Last-Modified may say more: --head takes them in".into());
        }
    }

    /// Whether fields other than Cache-Control could change what a cache does.
    fn may_say_more(&self, cache: Cache) -> bool {
        match self.store(cache, false) {
            Ok(stored) => {
                let source = stored.lifetime.source();
                source == LifetimeSource::None && self.directives.no_cache() != Scope::All
            }
            Err(reason) => reason == NotStorable::NothingSaysSo,
        }
    }

    /// What lets a shared cache store it although the request had Authorization.
    fn note_on_authorization(&self) -> String {
        let name = if self.directives.public() {
            "public"
        } else if self.directives.s_maxage().seconds().is_some() {
            "s-maxage"
        } else {
            "must-revalidate"
        };
        format!(
            "{name} lets shared caches give it to others even if the request had Authorization (RFC 9111 §3.5)"
        )
    }
}
