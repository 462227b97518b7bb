//! What a browser, a CDN, and a CDN that is asked with Authorization do with the policies that are
//! usual.

use noio_cache_control::{
    Expires, HttpDate, RequestDirectives, ResponseBuilder, Scope,
    freshness::{Cache, Exchange, Heuristic, MustValidate, NotStorable, Reuse, Stored},
};

use super::{after, now, request, times};

/// What a cache does with a new response to a GET, with 200 and a Last-Modified of 1,000 seconds
/// ago.
#[derive(Debug, PartialEq)]
enum Fate {
    Refused(NotStorable),
    Kept {
        /// For how long it is fresh, in seconds.
        fresh: u64,
        /// In the second in which it becomes stale.
        stale: Reuse,
        /// On reload while it is fresh, when it is a second old.
        reload: Reuse,
        /// In the second in which it becomes stale, if the origin fails.
        on_error: Result<(), MustValidate>,
        /// A year later, if the cache is disconnected.
        disconnected: Result<(), MustValidate>,
    },
}

/// A policy in a cache.
struct Policy {
    stored: Result<Stored, NotStorable>,
}

impl Policy {
    fn new(builder: &ResponseBuilder<'_>, cache: Cache, has_authorization: bool) -> Self {
        let exchange = Exchange {
            is_method_understood: true,
            has_authorization,
            request: RequestDirectives::default(),
            status: 200,
            is_status_understood: true,
            omits_listed_fields: false,
            response: builder.directives(),
            expires: Expires::Absent,
        };
        let last_modified = Some(after(-1_000));
        Self {
            stored: exchange.store(cache, times(), last_modified, &Heuristic::new()),
        }
    }

    fn kept(&self) -> &Stored {
        self.stored.as_ref().expect("storable")
    }

    fn fate(&self) -> Fate {
        let stored = match &self.stored {
            Ok(stored) => stored,
            Err(reason) => return Fate::Refused(*reason),
        };
        let fresh = stored.lifetime.seconds();
        // A browser asks for no validation of what cannot have changed; a CDN does what it is asked.
        let is_spared = stored.cache == Cache::Private && stored.is_immutable(after(1));
        let reload = request(if is_spared { "" } else { "max-age=0" });
        let later = self.end(365 * 24 * 60 * 60);
        Fate::Kept {
            fresh,
            stale: self.stale_for(0, ""),
            reload: stored.reuse(&reload, after(1)),
            on_error: self.on_error(0),
            disconnected: stored.reuse_disconnected(&request(""), later),
        }
    }

    /// What is done with it when it has been stale for so long.
    fn stale_for(&self, staleness: u64, asked: &str) -> Reuse {
        self.kept().reuse(&request(asked), self.end(staleness))
    }

    /// The same if the origin fails.
    fn on_error(&self, staleness: u64) -> Result<(), MustValidate> {
        self.kept()
            .reuse_on_error(&request(""), self.end(staleness))
    }

    fn end(&self, staleness: u64) -> HttpDate {
        after(i64::try_from(self.kept().lifetime.seconds() + staleness).expect("few seconds"))
    }
}

/// In a browser, in a CDN, and in a CDN for a request with Authorization.
fn everywhere(builder: &ResponseBuilder<'_>) -> [Policy; 3] {
    let policies = [
        Policy::new(builder, Cache::Private, true),
        Policy::new(builder, Cache::Shared, false),
        Policy::new(builder, Cache::Shared, true),
    ];
    for policy in &policies {
        let Ok(stored) = policy.stored else {
            continue;
        };
        // Whatever the policy, it is used while it is fresh, unless it says no-cache, and never on
        // a forced reload.
        if stored.lifetime.seconds() > 0 && stored.directives.no_cache() == Scope::None {
            assert_eq!(stored.reuse(&request(""), now()), Reuse::Serve);
        }
        let forced = stored.reuse(&request("no-cache"), now());
        assert!(matches!(forced, Reuse::Validate(_)), "{forced:?}");
    }
    policies
}

const VALIDATE: Reuse = Reuse::Validate(MustValidate::Stale);
const ASKED_TO: Reuse = Reuse::Validate(MustValidate::RequestMaxAge);

#[test]
fn versioned_assets_stay_for_a_year() {
    let builder = ResponseBuilder::versioned_asset();
    assert_eq!(builder.to_string(), "public, max-age=31536000, immutable");
    let [browser, cdn, authorized] = everywhere(&builder);
    let kept = |reload| Fate::Kept {
        fresh: 31_536_000,
        stale: VALIDATE,
        reload,
        on_error: Err(MustValidate::Stale),
        disconnected: Ok(()),
    };
    assert_eq!(browser.fate(), kept(Reuse::Serve));
    assert_eq!(cdn.fate(), kept(ASKED_TO));
    assert_eq!(authorized.fate(), kept(ASKED_TO));
    assert!(browser.kept().is_immutable(after(31_535_999)));
    assert!(!browser.kept().is_immutable(after(31_536_000)));
    let forced = browser.kept().reuse(&request("no-cache"), now());
    assert_eq!(forced, Reuse::Validate(MustValidate::RequestNoCache));
}

#[test]
fn api_responses_outlive_an_error() {
    let builder = ResponseBuilder::api_response(60, 300);
    assert_eq!(builder.to_string(), "max-age=60, stale-if-error=300");
    let [browser, cdn, authorized] = everywhere(&builder);
    for cache in [&browser, &cdn] {
        let expected = Fate::Kept {
            fresh: 60,
            stale: VALIDATE,
            reload: ASKED_TO,
            on_error: Ok(()),
            disconnected: Ok(()),
        };
        assert_eq!(cache.fate(), expected);
        assert_eq!(cache.on_error(300), Ok(()));
        assert_eq!(cache.on_error(301), Err(MustValidate::Stale));
    }
    assert_eq!(authorized.fate(), Fate::Refused(NotStorable::Authorization));
}

#[test]
fn user_specific_data_stays_with_the_user() {
    let builder = ResponseBuilder::user_specific(60);
    assert_eq!(builder.to_string(), "private, max-age=60, must-revalidate");
    let [browser, cdn, authorized] = everywhere(&builder);
    let expected = Fate::Kept {
        fresh: 60,
        stale: Reuse::Validate(MustValidate::MustRevalidate),
        reload: ASKED_TO,
        on_error: Err(MustValidate::MustRevalidate),
        disconnected: Err(MustValidate::MustRevalidate),
    };
    assert_eq!(browser.fate(), expected);
    let bound = Reuse::Validate(MustValidate::MustRevalidate);
    assert_eq!(browser.stale_for(0, "max-stale"), bound);
    for cache in [cdn, authorized] {
        assert_eq!(cache.fate(), Fate::Refused(NotStorable::Private));
    }
}

#[test]
fn real_time_data_is_always_validated() {
    let builder = ResponseBuilder::real_time();
    assert_eq!(builder.to_string(), "no-cache");
    let [browser, cdn, authorized] = everywhere(&builder);
    for cache in [&browser, &cdn] {
        // The guess makes no difference.
        let expected = Fate::Kept {
            fresh: 100,
            stale: Reuse::Validate(MustValidate::NoCache),
            reload: Reuse::Validate(MustValidate::NoCache),
            on_error: Err(MustValidate::NoCache),
            disconnected: Err(MustValidate::NoCache),
        };
        assert_eq!(cache.fate(), expected);
        for asked in ["", "max-stale", "only-if-cached"] {
            let new = cache.kept().reuse(&request(asked), now());
            assert_eq!(new, Reuse::Validate(MustValidate::NoCache));
        }
    }
    assert_eq!(authorized.fate(), Fate::Refused(NotStorable::Authorization));
}

#[test]
fn public_data_is_validated_behind_the_users_back() {
    let builder = ResponseBuilder::public_data(60, 300);
    let text = "public, max-age=60, stale-while-revalidate=300";
    assert_eq!(builder.to_string(), text);
    for cache in everywhere(&builder) {
        let expected = Fate::Kept {
            fresh: 60,
            stale: Reuse::ServeAndRevalidate,
            reload: ASKED_TO,
            on_error: Ok(()),
            disconnected: Ok(()),
        };
        assert_eq!(cache.fate(), expected);
        assert_eq!(cache.stale_for(300, ""), Reuse::ServeAndRevalidate);
        assert_eq!(cache.stale_for(301, ""), VALIDATE);
        assert_eq!(cache.stale_for(0, "max-age=0"), ASKED_TO);
        assert_eq!(cache.on_error(301), Err(MustValidate::Stale));
    }
}

#[test]
fn sensitive_data_is_stored_by_nobody() {
    let builder = ResponseBuilder::sensitive();
    assert_eq!(builder.to_string(), "no-store");
    for cache in everywhere(&builder) {
        assert_eq!(cache.fate(), Fate::Refused(NotStorable::NoStore));
    }
}

#[test]
fn zero_seconds_are_no_window() {
    let [browser, ..] = everywhere(&ResponseBuilder::public_data(60, 0));
    assert_eq!(browser.stale_for(0, ""), VALIDATE);
    let [browser, ..] = everywhere(&ResponseBuilder::api_response(60, 0));
    assert_eq!(browser.on_error(0), Err(MustValidate::Stale));
}
