//! What the directives of a response mean together.

use std::collections::HashSet;

use noio_cache_control::{Delta, Scope};

use super::{
    Argument, names_in,
    statements::{Fold, revoked},
};

/// What the Cache-Control of a response says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the directives")]
pub struct Response {
    pub max_age: Delta,
    pub s_maxage: Delta,
    pub stale_while_revalidate: Delta,
    pub stale_if_error: Delta,
    pub no_cache: Scope,
    pub private: Scope,
    /// Whether a `private` is as it has to be and has no list, so that it invites private caches.
    pub is_private_plain: bool,
    pub no_store: bool,
    pub no_transform: bool,
    pub must_revalidate: bool,
    /// Whether a `must-revalidate` is as it has to be, so that it lets Authorization pass.
    pub is_must_revalidate_legal: bool,
    pub proxy_revalidate: bool,
    pub must_understand: bool,
    /// Whether a `must-understand` is as it has to be, so that it comes before `no-store`.
    pub is_must_understand_legal: bool,
    pub public: bool,
    pub immutable: bool,
    /// The names of what is odd.
    pub anomalies: HashSet<&'static str>,
}

impl Response {
    /// What all lines of the field say.
    pub fn new(lines: &[&[u8]]) -> Self {
        let mut response = Self::default();
        response.add_lines(lines);
        response
    }

    /// Whether a shared cache may store the response to a request with Authorization
    /// (RFC 9111 §3.5).
    pub fn allows_authorization(&self) -> bool {
        let has_s_maxage = matches!(self.s_maxage, Delta::Seconds(_));
        self.public || has_s_maxage || self.is_must_revalidate_legal
    }

    /// What an argument of `private` or `no-cache` makes of it.
    fn scope(&mut self, argument: Option<&Argument>) -> Scope {
        match argument.map(names_in) {
            None => Scope::All,
            Some(Some(_)) => Scope::Fields,
            Some(None) => {
                self.anomalies.insert("invalid-field-names");
                Scope::All
            }
        }
    }

    /// Adds a number of seconds.
    fn add_delta(&mut self, name: &str, now: Delta) {
        let before = *self.delta_of(name);
        let first = self.first(before, Delta::Absent, now);
        *self.delta_of(name) = first;
    }

    /// The place of a directive that is a number of seconds.
    fn delta_of(&mut self, name: &str) -> &mut Delta {
        match name {
            "max-age" => &mut self.max_age,
            "s-maxage" => &mut self.s_maxage,
            "stale-while-revalidate" => &mut self.stale_while_revalidate,
            "stale-if-error" => &mut self.stale_if_error,
            _ => unreachable!("{name} is no number of seconds"),
        }
    }
}

impl Fold for Response {
    fn anomalies(&mut self) -> &mut HashSet<&'static str> {
        &mut self.anomalies
    }

    fn add_directive(&mut self, name: &str, argument: Option<&Argument>) {
        match name {
            "max-age" | "s-maxage" | "stale-while-revalidate" | "stale-if-error" => {
                let now = self.delta(argument);
                self.add_delta(name, now);
            }
            "no-cache" => self.no_cache = self.no_cache.max(self.scope(argument)),
            "private" => {
                self.private = self.private.max(self.scope(argument));
                self.is_private_plain |= argument.is_none();
            }
            "no-store" => {
                self.no_store = true;
                self.has_none(argument);
            }
            "no-transform" => {
                self.no_transform = true;
                self.has_none(argument);
            }
            "proxy-revalidate" => {
                self.proxy_revalidate = true;
                self.has_none(argument);
            }
            "must-revalidate" => {
                self.must_revalidate = true;
                self.is_must_revalidate_legal |= self.has_none(argument);
            }
            "must-understand" => {
                self.must_understand = true;
                self.is_must_understand_legal |= self.has_none(argument);
            }
            "public" => self.public |= self.has_none(argument),
            "immutable" => self.immutable |= self.has_none(argument),
            _ => {}
        }
    }

    fn add_word(&mut self, word: &str) {
        match word {
            "max-age" | "s-maxage" | "stale-while-revalidate" | "stale-if-error" => {
                let now = self.delta(None);
                self.add_delta(word, now);
            }
            "no-cache" => self.no_cache = Scope::All,
            "private" => self.private = Scope::All,
            "no-store" => self.no_store = true,
            "no-transform" => self.no_transform = true,
            "must-revalidate" => self.must_revalidate = true,
            "must-understand" => self.must_understand = true,
            "proxy-revalidate" => self.proxy_revalidate = true,
            _ => {}
        }
    }

    /// A list is a permission, too: to store or to use what is not in it.
    fn revoke(&mut self) {
        let whole = |scope| match scope {
            Scope::None => Scope::None,
            Scope::Fields | Scope::All => Scope::All,
        };
        *self = Self {
            max_age: revoked(self.max_age),
            s_maxage: revoked(self.s_maxage),
            stale_while_revalidate: revoked(self.stale_while_revalidate),
            stale_if_error: revoked(self.stale_if_error),
            no_cache: whole(self.no_cache),
            private: whole(self.private),
            is_private_plain: false,
            is_must_revalidate_legal: false,
            is_must_understand_legal: false,
            public: false,
            immutable: false,
            ..self.clone()
        };
    }
}
