//! What caches do with a response, in words.

use noio_cache_control::{
    Delta, Expires, RequestDirectives, ResponseDirectives, Scope,
    freshness::{Cache, Lifetime, LifetimeSource, Stored, may_serve_stale},
};

use super::{
    effect::list,
    message::{Field, Message},
    response::{HEURISTIC, Response},
    targeted::note_targets,
    words::{of_must_validate, of_not_storable, of_seconds},
};

const ASKED: &str = "the server is asked before it is used";

/// What each kind of cache does with a response, and what is worth knowing beside.
pub(super) struct Explanation<'m> {
    /// The field that shared caches go by. Private ones go by Cache-Control.
    pub(super) shared_field: Field<'m>,
    /// What a targeted field says, where shared caches go by one.
    pub(super) targeted: Option<ResponseDirectives>,
    /// A cache of one user, as browsers have.
    pub(super) private: Verdict,
    /// A cache of many users, as a CDN or a proxy is.
    pub(super) shared: Verdict,
    /// The same, if the request had Authorization.
    pub(super) shared_with_authorization: Verdict,
    /// What many do not expect.
    pub(super) notes: Vec<String>,
}

/// What one kind of cache does.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    /// Why it must not store the response, if it must not.
    pub(super) refusal: Option<String>,
    /// What else there is to storing it.
    pub(super) limits: Vec<String>,
    /// If it is stored, what comes then.
    pub(super) use_of_it: Option<Use>,
}

/// What a cache does with a response that it has stored.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Use {
    /// For how many seconds from its arrival on it is used without a question to the server.
    pub(super) fresh_seconds: u64,
    /// That, and why.
    pub(super) fresh: Vec<String>,
    /// What happens when they are over.
    pub(super) stale: Vec<String>,
}

impl<'m> Explanation<'m> {
    pub(super) fn new(message: &'m Message<'m>) -> Self {
        // Browsers have no target list.
        let private = Response::new(message, &[]);
        let shared = Response::new(message, &message.targets);
        let is_targeted = shared.field != Field::CacheControl;
        let mut notes = if is_targeted {
            let mut notes = private.notes(&[Cache::Private]);
            let name = shared.field.name();
            let of_shared = shared.notes(&[Cache::Shared]);
            notes.extend(of_shared.iter().map(|note| format!("{name}: {note}")));
            notes
        } else {
            private.notes(&[Cache::Private, Cache::Shared])
        };
        note_targets(message, shared.field, &mut notes);
        Self {
            shared_field: shared.field,
            targeted: is_targeted.then_some(shared.directives),
            private: private.verdict(Cache::Private, false),
            shared: shared.verdict(Cache::Shared, false),
            shared_with_authorization: shared.verdict(Cache::Shared, true),
            notes,
        }
    }
}

impl Response<'_> {
    fn verdict(&self, cache: Cache, has_authorization: bool) -> Verdict {
        match self.store(cache, has_authorization) {
            Ok(stored) => Verdict {
                refusal: None,
                limits: self.limits(cache),
                use_of_it: Some(self.use_of_it(&stored)),
            },
            Err(reason) => Verdict {
                refusal: Some(of_not_storable(reason, self.status)),
                limits: Vec::new(),
                use_of_it: None,
            },
        }
    }

    fn limits(&self, cache: Cache) -> Vec<String> {
        let mut limits = Vec::new();
        if cache == Cache::Shared && self.directives.private() == Scope::Fields {
            let names = list(&self.private_fields());
            limits.push(format!("without {names} (private, RFC 9111 §5.2.2.7)"));
        }
        if self.directives.must_understand() {
            limits.push(format!(
                "if it knows what status {} asks of it (must-understand, RFC 9111 §5.2.2.3)",
                self.status
            ));
        } else if matches!(self.status, 206 | 304) {
            limits.push(format!(
                "if it knows what status {} asks of it (RFC 9111 §3)",
                self.status
            ));
        }
        limits
    }

    fn use_of_it(&self, stored: &Stored) -> Use {
        let lifetime = stored.lifetime;
        let age = self.times.initial_age();
        if self.directives.no_cache() == Scope::All {
            return Use {
                fresh_seconds: 0,
                fresh: vec![
                    "it is used only after the server was asked whether it still holds (no-cache, RFC 9111 §5.2.2.4)"
                        .into(),
                ],
                stale: vec![
                    "the same: the server is asked before every use".into(),
                    if_unreachable(stored),
                ],
            };
        }
        let mut fresh = vec![self.fresh(lifetime, age)];
        if self.directives.no_cache() == Scope::Fields {
            let names = list(&self.no_cache_fields());
            fresh.push(format!(
                "without {names}, until the server was asked (no-cache, RFC 9111 §5.2.2.4)"
            ));
        }
        if stored.cache == Cache::Private && stored.is_immutable(self.times.response_time) {
            fresh.push(
                "on reload the server is not asked either, by browsers that know immutable (RFC 8246 §2)"
                    .into(),
            );
        }
        Use {
            fresh_seconds: lifetime.remaining(age),
            fresh,
            stale: self.stale(stored, lifetime.staleness(age)),
        }
    }

    /// How long it is fresh, and what says so.
    fn fresh(&self, lifetime: Lifetime, age: u64) -> String {
        let is_valid = match lifetime.source() {
            LifetimeSource::SMaxage => self.directives.s_maxage() != Delta::Invalid,
            LifetimeSource::MaxAge => self.directives.max_age() != Delta::Invalid,
            LifetimeSource::Expires => self.expires != Expires::Invalid,
            _ => true,
        };
        let name = match lifetime.source() {
            LifetimeSource::None => return "not at all: nothing says how long".into(),
            LifetimeSource::Expires => "Expires".into(),
            LifetimeSource::Heuristic => format!(
                "a usual guess, {} % of the time since Last-Modified but at most {}",
                HEURISTIC.percent,
                of_seconds(HEURISTIC.max_seconds)
            ),
            other => other.as_str().to_owned(),
        };
        let source = format!("{name}, {}", lifetime.source().section());
        let remaining = lifetime.remaining(age);
        if !is_valid {
            format!("not at all: what says how long is invalid, and counts as 0 s ({source})")
        } else if age == 0 && remaining > 0 {
            format!("for {} ({source})", of_seconds(remaining))
        } else if remaining > 0 {
            format!(
                "for {}: {} since it was made ({source}), and its age is {} already",
                of_seconds(remaining),
                of_seconds(lifetime.seconds()),
                of_seconds(age)
            )
        } else if lifetime.seconds() == 0 {
            let why = match lifetime.source() {
                LifetimeSource::Expires => "it had expired when it was made",
                LifetimeSource::Heuristic => "it had changed just before it was made",
                _ => "it says 0 s",
            };
            format!("not at all: {why} ({source})")
        } else {
            format!(
                "not any more: {} since it was made ({source}), and its age is {} already",
                of_seconds(lifetime.seconds()),
                of_seconds(age)
            )
        }
    }

    /// What happens when it is not fresh, of a response that came that long after.
    fn stale(&self, stored: &Stored, staleness: u64) -> Vec<String> {
        let Stored {
            cache,
            directives,
            omits_listed_fields,
            ..
        } = stored;
        if let Err(reason) = may_serve_stale(*cache, directives, *omits_listed_fields) {
            let reason = of_must_validate(reason);
            return vec![format!("{ASKED} ({reason})"), if_unreachable(stored)];
        }
        let mut stale = Vec::new();
        match window(directives.stale_while_revalidate(), staleness) {
            Some(seconds) => {
                stale.push(format!(
                    "for {} more it may be used while the server is asked behind the scenes (stale-while-revalidate, RFC 5861 §3)",
                    of_seconds(seconds)
                ));
                stale.push(format!("then {ASKED}"));
            }
            None => stale.push(ASKED.into()),
        }
        if let Some(seconds) = window(directives.stale_if_error(), staleness) {
            stale.push(format!(
                "if the server fails, it may be used for {} more (stale-if-error, RFC 5861 §4)",
                of_seconds(seconds)
            ));
        }
        stale.push(if_unreachable(stored));
        stale
    }
}

/// What a cache does that is disconnected, when it is stale.
fn if_unreachable(stored: &Stored) -> String {
    let stale = Stored {
        lifetime: Lifetime::default(),
        ..*stored
    };
    let now = stored.times.response_time;
    let words = match stale.reuse_disconnected(&RequestDirectives::default(), now) {
        Ok(()) => "it may be used, however old (RFC 9111 §4.2.4)",
        Err(_) => "there is an error (504) instead",
    };
    format!("if the server cannot be reached, {words}")
}

/// What is left of a window for stale responses. None: nothing.
pub(super) fn window(delta: Delta, staleness: u64) -> Option<u64> {
    let seconds = u64::from(delta.seconds()?).saturating_sub(staleness);
    (seconds > 0).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use noio_cache_control::{HttpDate, freshness::Reuse};

    use super::{super::response::Lists, *};

    const PARTS: [&[&str]; 6] = [
        &["", "public", "private", "private=\"a\"", "no-store"],
        &[
            "",
            "max-age=60",
            "max-age=x",
            "s-maxage=90",
            "s-maxage=90, max-age=0",
        ],
        &["", "stale-while-revalidate=30"],
        &["", "stale-if-error=600"],
        &[
            "",
            "no-cache",
            "no-cache=b",
            "must-revalidate",
            "proxy-revalidate",
        ],
        &["", "immutable", "must-understand"],
    ];

    fn fields() -> Vec<String> {
        PARTS.iter().fold(vec![String::new()], |fields, parts| {
            fields
                .iter()
                .flat_map(|field| parts.iter().map(move |part| format!("{field}, {part}")))
                .collect()
        })
    }

    /// The words are ours, but what they say has to be what the codec does.
    #[test]
    fn words_say_what_the_codec_does() {
        let mut count = 0;
        for field in fields() {
            let message = Message::of_values([field.as_bytes()].into_iter(), 200);
            let response = Response::new(&message, &[]);
            let notes = response.notes(&[Cache::Private, Cache::Shared]);
            let is_told = |words| notes.iter().any(|note| note.contains(words));
            let taken_for_all = |cache| response.store_with(cache, false, Lists::TakenForAll);
            assert_eq!(
                is_told("private with a list"),
                response.store(Cache::Shared, false).is_ok()
                    && taken_for_all(Cache::Shared).is_err(),
                "{field}"
            );
            assert_eq!(
                is_told("no-cache with a list"),
                response.directives.no_cache() == Scope::Fields
                    && taken_for_all(Cache::Private).is_ok(),
                "{field}"
            );
            for cache in [Cache::Private, Cache::Shared] {
                let verdict = response.verdict(cache, false);
                assert_eq!(verdict.refusal.is_none(), verdict.use_of_it.is_some());
                let stored = response.store(cache, false);
                assert_eq!(verdict.refusal.is_none(), stored.is_ok());
                let (Some(used), Ok(stored)) = (verdict.use_of_it, stored) else {
                    continue;
                };
                let none = RequestDirectives::default();
                let after = |seconds: u64| {
                    let received = response.times.response_time.unix_seconds();
                    HttpDate::from_unix_seconds(received + i64::try_from(seconds).unwrap()).unwrap()
                };
                let says = |words: &str| used.stale.iter().any(|text| text.contains(words));
                let end = used.fresh_seconds;
                if let Some(last) = end.checked_sub(1) {
                    assert_eq!(stored.reuse(&none, after(last)), Reuse::Serve, "{field}");
                }
                let reuse = stored.reuse(&none, after(end));
                assert_ne!(reuse, Reuse::Serve, "{field}");
                for (words, seconds) in [("stale-while-revalidate", 30), ("stale-if-error", 600)] {
                    let is_used = |staleness| {
                        let now = after(end + staleness);
                        match words {
                            "stale-if-error" => stored.reuse_on_error(&none, now).is_ok(),
                            _ => stored.reuse(&none, now) == Reuse::ServeAndRevalidate,
                        }
                    };
                    assert_eq!(says(words), is_used(seconds), "{field}");
                    assert!(!is_used(seconds + 1), "{field}");
                }
                let is_stale_forever = stored.reuse_disconnected(&none, HttpDate::MAX).is_ok();
                assert_eq!(says("however old"), is_stale_forever, "{field}");
                assert_ne!(says("(504)"), is_stale_forever, "{field}");
                // What a browser asks its cache on reload.
                let is_asked_on_reload = |seconds| {
                    let now = after(seconds);
                    let reload = if stored.is_immutable(now) {
                        none
                    } else {
                        RequestDirectives::parse(["max-age=0"])
                    };
                    stored.reuse(&reload, now) != Reuse::Serve
                };
                // In its first second, a response is as young as max-age=0 asks for.
                if cache == Cache::Private && end > 1 {
                    let is_silent = used.fresh.iter().any(|text| text.contains("on reload"));
                    assert_eq!(is_silent, !is_asked_on_reload(end - 1), "{field}");
                    assert!(is_asked_on_reload(end), "{field}");
                }
                count += 1;
            }
        }
        assert!(count > 1000, "{count}");
    }

    #[test]
    fn what_comes_late_has_less_of_everything() {
        let delta = Delta::Seconds(30);
        assert_eq!(window(delta, 0), Some(30));
        assert_eq!(window(delta, 29), Some(1));
        for (delta, staleness) in [
            (delta, 30),
            (delta, u64::MAX),
            (Delta::Seconds(0), 0),
            (Delta::Invalid, 0),
            (Delta::Absent, 0),
        ] {
            assert_eq!(window(delta, staleness), None);
        }
    }
}
