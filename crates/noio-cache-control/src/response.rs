//! What the Cache-Control of a response says.

use noio_http_field::Value;

use crate::{Anomalies, Anomaly, Delta, Scope, field_names::FieldNames, fold::Fold, name::Name};

/// What the Cache-Control of a response says (RFC 9111 §5.2.2, RFC 5861, RFC 8246).
///
/// Reading it never fails, and fails closed: what is wrong may take a permission away, and never a
/// restriction. A restriction counts even where it is malformed, if its name can be made out.
///
/// Extensions are not in it: see [`Directives`](crate::Directives).
///
/// ```
/// use noio_cache_control::{Anomaly, Delta, ResponseDirectives, Scope};
///
/// let directives = ResponseDirectives::parse(["max-age=1h; public", "No-Cache=\"Set-Cookie\""]);
/// assert_eq!(directives.max_age(), Delta::Invalid);
/// assert!(!directives.public());
/// assert_eq!(directives.no_cache(), Scope::Fields);
/// assert!(directives.anomalies().contains(Anomaly::MalformedMember));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ResponseDirectives {
    pub(crate) max_age: Delta,
    pub(crate) s_maxage: Delta,
    pub(crate) stale_while_revalidate: Delta,
    pub(crate) stale_if_error: Delta,
    pub(crate) no_cache: Scope,
    pub(crate) private: Scope,
    pub(crate) private_form: Form,
    pub(crate) must_revalidate: Form,
    pub(crate) must_understand: Form,
    pub(crate) no_store: bool,
    pub(crate) no_transform: bool,
    pub(crate) proxy_revalidate: bool,
    pub(crate) public: bool,
    pub(crate) immutable: bool,
    anomalies: Anomalies,
}

/// How a directive is there that restricts one thing and permits another: as it has to be, it does
/// both; malformed, or `private` with a list, it only restricts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Form {
    #[default]
    Absent,
    Restrictive,
    WellFormed,
}

impl ResponseDirectives {
    /// Those of a response without Cache-Control.
    pub(crate) const NONE: Self = Self {
        max_age: Delta::Absent,
        s_maxage: Delta::Absent,
        stale_while_revalidate: Delta::Absent,
        stale_if_error: Delta::Absent,
        no_cache: Scope::None,
        private: Scope::None,
        private_form: Form::Absent,
        must_revalidate: Form::Absent,
        must_understand: Form::Absent,
        no_store: false,
        no_transform: false,
        proxy_revalidate: false,
        public: false,
        immutable: false,
        anomalies: Anomalies::NONE,
    };

    /// What the values of all lines of the field say, in their order. Without lines it says nothing,
    /// as the default does.
    ///
    /// All lines are needed: with a header map, those of `get_all`, never that of `get`, which goes
    /// in as well and leaves out what the others forbid.
    pub fn parse<'a, T: AsRef<[u8]> + ?Sized + 'a>(lines: impl IntoIterator<Item = &'a T>) -> Self {
        Self::fold(lines)
    }

    /// `max-age` (RFC 9111 §5.2.2.1): for how many seconds the response is fresh.
    pub const fn max_age(&self) -> Delta {
        self.max_age
    }

    /// `s-maxage` (RFC 9111 §5.2.2.10): the same for shared caches, where it replaces `max-age`.
    pub const fn s_maxage(&self) -> Delta {
        self.s_maxage
    }

    /// `stale-while-revalidate` (RFC 5861 §3): for how many seconds a stale response may be used
    /// while it is validated.
    pub const fn stale_while_revalidate(&self) -> Delta {
        self.stale_while_revalidate
    }

    /// `stale-if-error` (RFC 5861 §4): for how many seconds a stale response may be used if the
    /// origin fails.
    pub const fn stale_if_error(&self) -> Delta {
        self.stale_if_error
    }

    /// `no-cache` (RFC 9111 §5.2.2.4): what may not be used without validation.
    pub const fn no_cache(&self) -> Scope {
        self.no_cache
    }

    /// `private` (RFC 9111 §5.2.2.7): what a shared cache may not store.
    pub const fn private(&self) -> Scope {
        self.private
    }

    /// `no-store` (RFC 9111 §5.2.2.5): no cache may store the response.
    pub const fn no_store(&self) -> bool {
        self.no_store
    }

    /// `no-transform` (RFC 9111 §5.2.2.6): nobody on the way may change the content.
    pub const fn no_transform(&self) -> bool {
        self.no_transform
    }

    /// `must-revalidate` (RFC 9111 §5.2.2.2): once it is stale, the response may not be used without
    /// validation.
    pub const fn must_revalidate(&self) -> bool {
        !matches!(self.must_revalidate, Form::Absent)
    }

    /// `proxy-revalidate` (RFC 9111 §5.2.2.8): the same for shared caches.
    pub const fn proxy_revalidate(&self) -> bool {
        self.proxy_revalidate
    }

    /// `must-understand` (RFC 9111 §5.2.2.3): only a cache that knows what the status asks of it may
    /// store the response.
    pub const fn must_understand(&self) -> bool {
        !matches!(self.must_understand, Form::Absent)
    }

    /// `public` (RFC 9111 §5.2.2.9): a cache may store the response even where it otherwise could
    /// not.
    pub const fn public(&self) -> bool {
        self.public
    }

    /// `immutable` (RFC 8246 §2): while the response is fresh, its content will not change. See
    /// [`Stored::is_immutable`](crate::freshness::Stored::is_immutable).
    pub const fn immutable(&self) -> bool {
        self.immutable
    }

    /// Whether a shared cache may store the response to a request with Authorization (RFC 9111
    /// §3.5): if `public`, `s-maxage` or `must-revalidate` says so. What is malformed says nothing.
    pub const fn allows_authorization(&self) -> bool {
        self.public
            || self.s_maxage.seconds().is_some()
            || matches!(self.must_revalidate, Form::WellFormed)
    }

    /// What is odd about the field.
    pub const fn anomalies(&self) -> Anomalies {
        self.anomalies
    }

    /// Whether `private` lets a private cache store the response (RFC 9111 §5.2.2.7): without a list
    /// of fields. What is malformed says nothing.
    pub(crate) const fn invites_private_caches(&self) -> bool {
        matches!(self.private_form, Form::WellFormed)
    }

    /// Whether `no-store` does not count for a cache that knows what the status asks of it
    /// (RFC 9111 §5.2.2.3). What is malformed says nothing.
    pub(crate) const fn overrides_no_store(&self) -> bool {
        matches!(self.must_understand, Form::WellFormed)
    }

    /// The number of seconds of a directive that says one.
    pub(crate) const fn delta_mut(&mut self, name: Name) -> Option<&mut Delta> {
        Some(match name {
            Name::MaxAge => &mut self.max_age,
            Name::SMaxage => &mut self.s_maxage,
            Name::StaleWhileRevalidate => &mut self.stale_while_revalidate,
            Name::StaleIfError => &mut self.stale_if_error,
            _ => return None,
        })
    }

    fn form(&mut self, argument: Option<Value<'_>>) -> Form {
        if self.anomalies.has_no_argument(argument) {
            Form::WellFormed
        } else {
            Form::Restrictive
        }
    }
}

impl Fold for ResponseDirectives {
    // It has two callers; by itself, the compiler would make it a call for each member.
    #[inline(always)]
    fn add(&mut self, name: Name, argument: Option<Value<'_>>) {
        let anomalies = &mut self.anomalies;
        match name {
            Name::MaxAge => anomalies.add_delta(&mut self.max_age, argument),
            Name::SMaxage => anomalies.add_delta(&mut self.s_maxage, argument),
            Name::StaleWhileRevalidate => {
                anomalies.add_delta(&mut self.stale_while_revalidate, argument);
            }
            Name::StaleIfError => anomalies.add_delta(&mut self.stale_if_error, argument),
            Name::NoCache => {
                self.no_cache = self.no_cache.max(anomalies.scope(argument));
            }
            Name::Private => {
                self.private = self.private.max(anomalies.scope(argument));
                // That a private cache may store it says the form without a list alone.
                self.private_form = self.private_form.max(match argument {
                    None => Form::WellFormed,
                    Some(_) => Form::Restrictive,
                });
            }
            Name::MustRevalidate => {
                let form = self.form(argument);
                self.must_revalidate = self.must_revalidate.max(form);
            }
            Name::MustUnderstand => {
                let form = self.form(argument);
                self.must_understand = self.must_understand.max(form);
            }
            Name::NoStore => {
                anomalies.has_no_argument(argument);
                self.no_store = true;
            }
            Name::NoTransform => {
                anomalies.has_no_argument(argument);
                self.no_transform = true;
            }
            Name::ProxyRevalidate => {
                anomalies.has_no_argument(argument);
                self.proxy_revalidate = true;
            }
            Name::Public => self.public |= anomalies.has_no_argument(argument),
            Name::Immutable => self.immutable |= anomalies.has_no_argument(argument),
            Name::MaxStale | Name::MinFresh | Name::OnlyIfCached => {}
        }
    }

    fn restrict(&mut self, name: Name) {
        match name {
            Name::MaxAge | Name::SMaxage | Name::StaleWhileRevalidate | Name::StaleIfError => {
                self.add(name, None);
            }
            Name::NoCache => self.no_cache = Scope::All,
            Name::Private => {
                self.private = Scope::All;
                self.private_form = self.private_form.max(Form::Restrictive);
            }
            Name::MustRevalidate => {
                self.must_revalidate = self.must_revalidate.max(Form::Restrictive);
            }
            Name::MustUnderstand => {
                self.must_understand = self.must_understand.max(Form::Restrictive);
            }
            Name::NoStore => self.no_store = true,
            Name::NoTransform => self.no_transform = true,
            Name::ProxyRevalidate => self.proxy_revalidate = true,
            Name::Public
            | Name::Immutable
            | Name::MaxStale
            | Name::MinFresh
            | Name::OnlyIfCached => {}
        }
    }

    #[cold]
    fn revoke(&mut self) {
        for delta in [
            &mut self.max_age,
            &mut self.s_maxage,
            &mut self.stale_while_revalidate,
            &mut self.stale_if_error,
        ] {
            delta.revoke();
        }
        // With a list, it permits to store or to use the rest.
        for scope in [&mut self.no_cache, &mut self.private] {
            if *scope == Scope::Fields {
                *scope = Scope::All;
            }
        }
        for form in [
            &mut self.private_form,
            &mut self.must_revalidate,
            &mut self.must_understand,
        ] {
            *form = (*form).min(Form::Restrictive);
        }
        self.public = false;
        self.immutable = false;
    }

    fn anomalies_mut(&mut self) -> &mut Anomalies {
        &mut self.anomalies
    }
}

impl Anomalies {
    /// The first of several counts (RFC 9111 §4.2.1).
    #[inline]
    pub(crate) fn add_delta(&mut self, delta: &mut Delta, argument: Option<Value<'_>>) {
        let other = Delta::parse(argument);
        if other == Delta::Invalid {
            self.add(Anomaly::InvalidSeconds);
        }
        if *delta == Delta::Absent {
            *delta = other;
        } else if *delta != other {
            self.add(Anomaly::ConflictingDuplicate);
        }
    }

    /// Whether a directive that has no argument has none here.
    #[inline]
    pub(crate) const fn has_no_argument(&mut self, argument: Option<Value<'_>>) -> bool {
        if argument.is_some() {
            self.add(Anomaly::UnexpectedArgument);
        }
        argument.is_none()
    }

    /// What `no-cache` or `private` is about.
    #[inline]
    fn scope(&mut self, argument: Option<Value<'_>>) -> Scope {
        match argument {
            None => Scope::All,
            Some(argument) if FieldNames::is_list(argument) => Scope::Fields,
            Some(_) => {
                self.add(Anomaly::InvalidFieldNames);
                Scope::All
            }
        }
    }
}
