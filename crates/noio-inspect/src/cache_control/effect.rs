//! What the directives of a message say together.

use noio_cache_control::{Delta, MaxStale, RequestDirectives, ResponseDirectives, Scope, Token};

use super::message::{Field, Message};
use crate::{json::Json, people::Value};

/// A directive that is known, and what it says, there or not.
pub(super) struct Effect<'a> {
    /// As it is spelled in a field.
    name: &'static str,
    /// As it is spelled in JSON.
    key: &'static str,
    says: Says<'a>,
}

enum Says<'a> {
    Flag(bool),
    /// No number, since the directive is not there.
    Nothing,
    Seconds(u32),
    /// What stands in the place of a number: `invalid` or `any`.
    Word(&'static str),
    Fields(Vec<Token<'a>>),
}

impl<'a> Effect<'a> {
    /// Those of a response, in canonical order, as that field says them.
    pub(super) fn of_response(
        message: &Message<'a>,
        says: &ResponseDirectives,
        field: Field<'_>,
    ) -> Vec<Self> {
        let private = match says.private() {
            Scope::Fields => Says::Fields(message.private_fields(field)),
            scope => Says::Flag(scope == Scope::All),
        };
        let no_cache = match says.no_cache() {
            Scope::Fields => Says::Fields(message.no_cache_fields(field)),
            scope => Says::Flag(scope == Scope::All),
        };
        vec![
            Self::new("public", "public", says.public()),
            Self::new("private", "private", private),
            Self::new("must-understand", "must_understand", says.must_understand()),
            Self::new("no-store", "no_store", says.no_store()),
            Self::new("no-cache", "no_cache", no_cache),
            Self::new("max-age", "max_age", says.max_age()),
            Self::new("s-maxage", "s_maxage", says.s_maxage()),
            Self::new(
                "stale-while-revalidate",
                "stale_while_revalidate",
                says.stale_while_revalidate(),
            ),
            Self::new("stale-if-error", "stale_if_error", says.stale_if_error()),
            Self::new("must-revalidate", "must_revalidate", says.must_revalidate()),
            Self::new(
                "proxy-revalidate",
                "proxy_revalidate",
                says.proxy_revalidate(),
            ),
            Self::new("no-transform", "no_transform", says.no_transform()),
            Self::new("immutable", "immutable", says.immutable()),
        ]
    }

    /// Those of a request, in canonical order.
    pub(super) fn of_request(says: &RequestDirectives) -> Vec<Self> {
        vec![
            Self::new("no-cache", "no_cache", says.no_cache()),
            Self::new("no-store", "no_store", says.no_store()),
            Self::new("max-age", "max_age", says.max_age()),
            Self::new("max-stale", "max_stale", says.max_stale()),
            Self::new("min-fresh", "min_fresh", says.min_fresh()),
            Self::new("stale-if-error", "stale_if_error", says.stale_if_error()),
            Self::new("no-transform", "no_transform", says.no_transform()),
            Self::new("only-if-cached", "only_if_cached", says.only_if_cached()),
        ]
    }

    fn new(name: &'static str, key: &'static str, says: impl Into<Says<'a>>) -> Self {
        Self {
            name,
            key,
            says: says.into(),
        }
    }

    /// The names of fields that it lists.
    pub(super) fn field_names(&self) -> Vec<Json<'_>> {
        match &self.says {
            Says::Fields(names) => names.iter().map(|name| Json::Text(name.as_str())).collect(),
            _ => Vec::new(),
        }
    }

    /// The member that JSON has for it, with its [`field_names`](Self::field_names).
    pub(super) fn member<'n>(&self, names: &'n [Json<'n>]) -> (&'static str, Json<'n>) {
        let value = match self.says {
            Says::Flag(is_there) => Json::Bool(is_there),
            Says::Nothing => Json::Null,
            Says::Seconds(seconds) => Json::Number(seconds.into()),
            Says::Word(word) => Json::Text(word),
            Says::Fields(_) => Json::Array(names),
        };
        (self.key, value)
    }

    /// What stands behind the name in a row for people, if anything does.
    pub(super) fn argument(&self) -> String {
        match &self.says {
            Says::Flag(_) | Says::Nothing => String::new(),
            Says::Seconds(seconds) => seconds.to_string(),
            Says::Word(word) => (*word).to_owned(),
            Says::Fields(names) => list(names),
        }
    }

    /// The part of a row for people, with its [`argument`](Self::argument). None: it says nothing.
    pub(super) fn value<'v>(&self, argument: &'v str) -> Option<Value<'v>> {
        match self.says {
            Says::Flag(false) | Says::Nothing => None,
            Says::Flag(true) => Some(Value::Name(self.name.as_bytes())),
            _ => Some(Value::Labelled(self.name, argument.as_bytes())),
        }
    }
}

/// Names of fields, for people.
pub(super) fn list(names: &[Token<'_>]) -> String {
    let names: Vec<_> = names.iter().map(|name| name.as_str()).collect();
    names.join(",")
}

impl From<bool> for Says<'_> {
    fn from(is_there: bool) -> Self {
        Self::Flag(is_there)
    }
}

impl From<Delta> for Says<'_> {
    fn from(delta: Delta) -> Self {
        match delta {
            Delta::Absent => Self::Nothing,
            Delta::Invalid => Self::Word("invalid"),
            Delta::Seconds(seconds) => Self::Seconds(seconds),
        }
    }
}

impl From<MaxStale> for Says<'_> {
    fn from(max_stale: MaxStale) -> Self {
        match max_stale {
            MaxStale::Absent => Self::Nothing,
            MaxStale::Invalid => Self::Word("invalid"),
            MaxStale::Any => Self::Word("any"),
            MaxStale::Seconds(seconds) => Self::Seconds(seconds),
        }
    }
}
