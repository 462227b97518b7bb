//! A response, as a cache looks at it when it comes.

use noio_cache_control::{
    Age, Expires, RequestDirectives, ResponseDirectives, Token,
    freshness::{Cache, Exchange, Heuristic, NotStorable, ResponseTimes, Stored},
};

use super::message::{Field, Message};

/// How a cache guesses how long a response is fresh that does not say so.
pub(super) const HEURISTIC: Heuristic = Heuristic::new();

/// A response, and what the codec says of it.
pub(super) struct Response<'m> {
    pub(super) message: &'m Message<'m>,
    /// The field that the caches go by that look at it.
    pub(super) field: Field<'m>,
    pub(super) directives: ResponseDirectives,
    pub(super) status: u16,
    pub(super) expires: Expires,
    pub(super) times: ResponseTimes,
}

/// What a cache does with the fields that `private` and `no-cache` list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lists {
    /// It leaves them out and keeps the rest, as the standard has it.
    Omitted,
    /// It takes the directives as if they had no list, as many do.
    TakenForAll,
}

impl<'m> Response<'m> {
    /// As caches with that target list look at it.
    pub(super) fn new(message: &'m Message<'m>, targets: &'m [&'m str]) -> Self {
        let policy = message.policy(targets);
        let date = message.date("Date");
        // A capture may be old. It is looked at as if it came in the second in which it was made.
        let received = date.unwrap_or(message.now);
        Self {
            message,
            field: match policy.target() {
                Some(name) => Field::Targeted(name),
                None => Field::CacheControl,
            },
            directives: policy.directives(),
            status: message.status.unwrap_or(200),
            expires: policy.expires(),
            times: ResponseTimes {
                request_time: received,
                response_time: received,
                date,
                age: Age::parse(message.values("Age")),
            },
        }
    }

    /// What a cache that leaves listed fields out keeps of it, if it may, for a request with
    /// Authorization or without.
    pub(super) fn store(
        &self,
        cache: Cache,
        has_authorization: bool,
    ) -> Result<Stored, NotStorable> {
        self.store_with(cache, has_authorization, Lists::Omitted)
    }

    pub(super) fn store_with(
        &self,
        cache: Cache,
        has_authorization: bool,
        lists: Lists,
    ) -> Result<Stored, NotStorable> {
        let exchange = Exchange {
            is_method_understood: true,
            has_authorization,
            request: RequestDirectives::default(),
            status: self.status,
            is_status_understood: true,
            omits_listed_fields: lists == Lists::Omitted,
            response: self.directives,
            expires: self.expires,
        };
        let last_modified = self.message.date("Last-Modified");
        exchange.store(cache, self.times, last_modified, &HEURISTIC)
    }

    /// The names that `private` lists.
    pub(super) fn private_fields(&self) -> Vec<Token<'m>> {
        self.message.private_fields(self.field)
    }

    /// The names that `no-cache` lists.
    pub(super) fn no_cache_fields(&self) -> Vec<Token<'m>> {
        self.message.no_cache_fields(self.field)
    }
}
