//! What the Cache-Control of a request says.

use noio_http_field::Value;

use crate::{Anomalies, Anomaly, Delta, MaxStale, fold::Fold, name::Name};

/// What the Cache-Control of a request says (RFC 9111 §5.2.1, RFC 5861 §4).
///
/// Reading it never fails, and fails closed, as that of
/// [`ResponseDirectives`](crate::ResponseDirectives) does.
///
/// ```
/// use noio_cache_control::{MaxStale, RequestDirectives};
///
/// let directives = RequestDirectives::parse(["max-age=0, max-stale"]);
/// assert_eq!(directives.max_age().seconds(), Some(0));
/// assert_eq!(directives.max_stale(), MaxStale::Any);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct RequestDirectives {
    pub(crate) max_age: Delta,
    pub(crate) max_stale: MaxStale,
    pub(crate) min_fresh: Delta,
    pub(crate) stale_if_error: Delta,
    pub(crate) no_cache: bool,
    pub(crate) no_store: bool,
    pub(crate) no_transform: bool,
    pub(crate) only_if_cached: bool,
    anomalies: Anomalies,
}

impl RequestDirectives {
    /// Those of a request without Cache-Control.
    pub(crate) const NONE: Self = Self {
        max_age: Delta::Absent,
        max_stale: MaxStale::Absent,
        min_fresh: Delta::Absent,
        stale_if_error: Delta::Absent,
        no_cache: false,
        no_store: false,
        no_transform: false,
        only_if_cached: false,
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

    /// The same, with Pragma: `no-cache` in it means what it means in Cache-Control. Nothing else in
    /// it means anything.
    ///
    /// RFC 9111 §5.4 deprecates the field and has no rule for it any more. In RFC 7234 §5.4 it counted
    /// only where there was no Cache-Control; here it always does, which at worst asks once more.
    ///
    /// ```
    /// use noio_cache_control::RequestDirectives;
    ///
    /// let directives = RequestDirectives::parse_with_pragma(["max-age=60"], ["no-cache"]);
    /// assert!(directives.no_cache());
    /// ```
    pub fn parse_with_pragma<'a, 'b, T, U>(
        lines: impl IntoIterator<Item = &'a T>,
        pragma: impl IntoIterator<Item = &'b U>,
    ) -> Self
    where
        T: AsRef<[u8]> + ?Sized + 'a,
        U: AsRef<[u8]> + ?Sized + 'b,
    {
        let mut directives = Self::parse(lines);
        directives.no_cache |= Self::parse(pragma).no_cache;
        directives
    }

    /// `max-age` (RFC 9111 §5.2.1.1): how old a response may be, in seconds.
    pub const fn max_age(&self) -> Delta {
        self.max_age
    }

    /// `max-stale` (RFC 9111 §5.2.1.2): for how long a response may be stale.
    pub const fn max_stale(&self) -> MaxStale {
        self.max_stale
    }

    /// `min-fresh` (RFC 9111 §5.2.1.3): for how many seconds more a response has to be fresh.
    pub const fn min_fresh(&self) -> Delta {
        self.min_fresh
    }

    /// `stale-if-error` (RFC 5861 §4): for how many seconds a response may be stale if the origin
    /// fails.
    pub const fn stale_if_error(&self) -> Delta {
        self.stale_if_error
    }

    /// `no-cache` (RFC 9111 §5.2.1.4): no response without validation.
    pub const fn no_cache(&self) -> bool {
        self.no_cache
    }

    /// `no-store` (RFC 9111 §5.2.1.5): no cache may store the request or a response to it.
    pub const fn no_store(&self) -> bool {
        self.no_store
    }

    /// `no-transform` (RFC 9111 §5.2.1.6): nobody on the way may change the content.
    pub const fn no_transform(&self) -> bool {
        self.no_transform
    }

    /// `only-if-cached` (RFC 9111 §5.2.1.7): a stored response, or else the status 504.
    pub const fn only_if_cached(&self) -> bool {
        self.only_if_cached
    }

    /// What is odd about the field.
    pub const fn anomalies(&self) -> Anomalies {
        self.anomalies
    }

    fn add_max_stale(&mut self, other: MaxStale) {
        if other == MaxStale::Invalid {
            self.anomalies.add(Anomaly::InvalidSeconds);
        }
        if self.max_stale == MaxStale::Absent {
            self.max_stale = other;
        } else if self.max_stale != other {
            self.anomalies.add(Anomaly::ConflictingDuplicate);
        }
    }
}

impl Fold for RequestDirectives {
    #[inline]
    fn add(&mut self, name: Name, argument: Option<Value<'_>>) {
        let anomalies = &mut self.anomalies;
        match name {
            Name::MaxAge => anomalies.add_delta(&mut self.max_age, argument),
            Name::MinFresh => anomalies.add_delta(&mut self.min_fresh, argument),
            Name::StaleIfError => anomalies.add_delta(&mut self.stale_if_error, argument),
            Name::MaxStale => self.add_max_stale(match Delta::parse(argument) {
                Delta::Seconds(seconds) => MaxStale::Seconds(seconds),
                _ if argument.is_none() => MaxStale::Any,
                _ => MaxStale::Invalid,
            }),
            Name::NoCache => {
                anomalies.has_no_argument(argument);
                self.no_cache = true;
            }
            Name::NoStore => {
                anomalies.has_no_argument(argument);
                self.no_store = true;
            }
            Name::NoTransform => {
                anomalies.has_no_argument(argument);
                self.no_transform = true;
            }
            Name::OnlyIfCached => {
                anomalies.has_no_argument(argument);
                self.only_if_cached = true;
            }
            Name::Immutable
            | Name::MustRevalidate
            | Name::MustUnderstand
            | Name::Private
            | Name::ProxyRevalidate
            | Name::Public
            | Name::SMaxage
            | Name::StaleWhileRevalidate => {}
        }
    }

    fn restrict(&mut self, name: Name) {
        match name {
            Name::MaxAge | Name::MinFresh | Name::StaleIfError => self.add(name, None),
            Name::MaxStale => self.add_max_stale(MaxStale::Invalid),
            Name::NoCache => self.no_cache = true,
            Name::NoStore => self.no_store = true,
            Name::NoTransform => self.no_transform = true,
            Name::OnlyIfCached => self.only_if_cached = true,
            Name::Immutable
            | Name::MustRevalidate
            | Name::MustUnderstand
            | Name::Private
            | Name::ProxyRevalidate
            | Name::Public
            | Name::SMaxage
            | Name::StaleWhileRevalidate => {}
        }
    }

    #[cold]
    fn revoke(&mut self) {
        for delta in [
            &mut self.max_age,
            &mut self.min_fresh,
            &mut self.stale_if_error,
        ] {
            delta.revoke();
        }
        if self.max_stale != MaxStale::Absent {
            self.max_stale = MaxStale::Invalid;
        }
    }

    fn anomalies_mut(&mut self) -> &mut Anomalies {
        &mut self.anomalies
    }
}
