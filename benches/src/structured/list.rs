//! Who reads lists of items with parameters: ours and sfv, on Cache-Status.

use core::convert::Infallible;

use noio_cache_control::cache_status::CacheStatus;
use noio_http_field::structured::{BareItem, List, Member};
use sfv::{
    BareItemFromInput, KeyRef, ListEntry, Parser,
    visitor::{
        EntryVisitor, Ignored, InnerListVisitor, ItemVisitor, ListVisitor, ParameterVisitor,
    },
};

use crate::{
    case::Kind,
    contender::Contender,
    sink::Sink,
    structured::value::{Values, commas, put_boolean, put_integer},
};

/// For the name of each cache, whether it had a hit, and for how long.
pub const LISTS: &[Contender<Values>] = &[
    Contender {
        name: "noio-http-field",
        about: "`structured::List`, and of each member the last `hit` and `ttl`",
        kind: Kind::Ours,
        timed: noio_list,
        found: noio_list,
    },
    Contender {
        name: "noio-cache-control",
        about: "`CacheStatus`, which knows their types",
        kind: Kind::Ours,
        timed: noio_cache_status,
        found: noio_cache_status,
    },
    Contender {
        name: "sfv",
        about: "`Parser::parse` into a `List`",
        kind: Kind::Peer,
        timed: sfv_parsed,
        found: sfv_parsed,
    },
    Contender {
        name: "sfv visitor",
        about: "`Parser::parse_list_with_visitor`",
        kind: Kind::Peer,
        timed: sfv_visited,
        found: sfv_visited,
    },
    Contender {
        name: "memchr_iter",
        about: "every comma",
        kind: Kind::Roofline,
        timed: commas,
        found: commas,
    },
];

/// What the parameters of a member say.
#[derive(Clone, Copy, Default)]
struct Said {
    is_hit: bool,
    ttl: Option<i64>,
}

impl Said {
    #[inline]
    fn put<S: Sink>(self, sink: &mut S) {
        put_boolean(sink, self.is_hit);
        if let Some(ttl) = self.ttl {
            put_integer(sink, ttl);
        }
    }
}

fn noio_list<S: Sink>(values: &Values) -> S {
    let mut sink = S::default();
    for line in &values.lines {
        for member in List::new(line.as_bytes()) {
            let Member::Item(item) = member.expect("well-formed") else {
                continue;
            };
            match item.value {
                BareItem::Token(token) => sink.put(token.as_bytes()),
                BareItem::String(text) => sink.put(text.as_bytes().expect("no escapes")),
                _ => continue,
            }
            let said = Said {
                is_hit: matches!(item.parameters.last(b"hit"), Some(BareItem::Boolean(true))),
                ttl: match item.parameters.last(b"ttl") {
                    Some(BareItem::Integer(ttl)) => Some(ttl),
                    _ => None,
                },
            };
            said.put(&mut sink);
        }
    }
    sink
}

fn noio_cache_status<S: Sink>(values: &Values) -> S {
    let mut sink = S::default();
    for line in &values.lines {
        for member in CacheStatus::from_lines([line]) {
            let member = member.expect("well-formed");
            let cache = member.cache();
            sink.put(cache.as_bytes().expect("no escapes"));
            let said = Said {
                is_hit: member.is_hit(),
                ttl: member.ttl(),
            };
            said.put(&mut sink);
        }
    }
    sink
}

fn sfv_parsed<S: Sink>(values: &Values) -> S {
    let mut sink = S::default();
    for line in &values.lines {
        let members: sfv::List = Parser::new(line).parse().expect("well-formed");
        for member in &members {
            let ListEntry::Item(item) = member else {
                continue;
            };
            match &item.bare_item {
                sfv::BareItem::Token(token) => sink.put(token.as_str().as_bytes()),
                sfv::BareItem::String(text) => sink.put(text.as_str().as_bytes()),
                _ => continue,
            }
            let said = Said {
                is_hit: item.params.get("hit").and_then(sfv::BareItem::as_boolean) == Some(true),
                ttl: item
                    .params
                    .get("ttl")
                    .and_then(sfv::BareItem::as_integer)
                    .map(i64::from),
            };
            said.put(&mut sink);
        }
    }
    sink
}

fn sfv_visited<S: Sink>(values: &Values) -> S {
    let mut sink = S::default();
    for line in &values.lines {
        let parser = Parser::new(line);
        let members = parser.parse_list_with_visitor(Visitor::new(&mut sink));
        members.expect("well-formed");
    }
    sink
}

/// Puts the names of caches into the sink, and behind each what is said of it.
struct Visitor<'s, S> {
    sink: &'s mut S,
    said: Said,
}

impl<'s, S> Visitor<'s, S> {
    fn new(sink: &'s mut S) -> Self {
        Self {
            sink,
            said: Said::default(),
        }
    }
}

impl<'de, S: Sink> ListVisitor<'de> for Visitor<'_, S> {
    type Out = ();
    type Error = Infallible;

    fn entry(&mut self) -> Result<impl EntryVisitor<'de>, Infallible> {
        Ok(Visitor::new(&mut *self.sink))
    }

    fn finish(self) -> Result<(), Infallible> {
        Ok(())
    }
}

impl<'de, S: Sink> EntryVisitor<'de> for Visitor<'_, S> {
    type Error = Infallible;

    fn item(self) -> Result<impl ItemVisitor<'de>, Infallible> {
        Ok(self)
    }

    fn inner_list(self) -> Result<impl InnerListVisitor<'de>, Infallible> {
        Ok(Ignored)
    }
}

impl<'de, S: Sink> ItemVisitor<'de> for Visitor<'_, S> {
    type Out = ();
    type Error = Infallible;

    fn bare_item(
        self,
        value: BareItemFromInput<'de>,
    ) -> Result<impl ParameterVisitor<'de, Out = ()>, Infallible> {
        match value {
            BareItemFromInput::Token(token) => self.sink.put(token.as_str().as_bytes()),
            BareItemFromInput::String(text) => self.sink.put(text.as_str().as_bytes()),
            _ => {}
        }
        Ok(self)
    }
}

impl<'de, S: Sink> ParameterVisitor<'de> for Visitor<'_, S> {
    type Out = ();
    type Error = Infallible;

    fn parameter(
        &mut self,
        key: &'de KeyRef,
        value: BareItemFromInput<'de>,
    ) -> Result<(), Infallible> {
        match (key.as_str(), value) {
            ("hit", value) => self.said.is_hit = value.as_boolean() == Some(true),
            ("ttl", value) => self.said.ttl = value.as_integer().map(i64::from),
            _ => {}
        }
        Ok(())
    }

    fn finish(self) -> Result<(), Infallible> {
        self.said.put(self.sink);
        Ok(())
    }
}
