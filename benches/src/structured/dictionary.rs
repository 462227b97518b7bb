//! Who reads dictionaries, and the directives in them: ours and sfv.

use core::convert::Infallible;

use noio_cache_control::{Delta, ResponseDirectives, Scope, targeted};
use noio_http_field::structured::{BareItem, Dictionary, Member};
use sfv::{
    BareItemFromInput, KeyRef, ListEntry, Parser,
    visitor::{
        DictionaryVisitor, EntryVisitor, Ignored, InnerListVisitor, ItemVisitor, ParameterVisitor,
    },
};

use crate::{
    case::Kind,
    contender::Contender,
    sink::Sink,
    structured::value::{Values, commas, put_boolean, put_integer},
};

/// For the keys and values of each dictionary.
pub const DICTIONARIES: &[Contender<Values>] = &[
    Contender {
        name: "noio-http-field",
        about: "`structured::Dictionary`",
        kind: Kind::Ours,
        timed: noio,
        found: noio,
    },
    Contender {
        name: "sfv",
        about: "`Parser::parse` into a `Dictionary`",
        kind: Kind::Peer,
        timed: sfv_parsed,
        found: sfv_parsed,
    },
    Contender {
        name: "sfv visitor",
        about: "`Parser::parse_dictionary_with_visitor`",
        kind: Kind::Peer,
        timed: sfv_visited,
        found: sfv_visited,
    },
    COMMAS,
];

/// For what caches have to do.
pub const POLICIES: &[Contender<Values>] = &[
    Contender {
        name: "noio-cache-control targeted",
        about: "`targeted::parse`: the value as CDN-Cache-Control has it",
        kind: Kind::Ours,
        timed: targeted_policy,
        found: targeted_policy,
    },
    Contender {
        name: "noio-cache-control",
        about: "`ResponseDirectives::parse`: the same value, as Cache-Control has it",
        kind: Kind::Ours,
        timed: policy,
        found: policy,
    },
    COMMAS,
];

const COMMAS: Contender<Values> = Contender {
    name: "memchr_iter",
    about: "every comma",
    kind: Kind::Roofline,
    timed: commas,
    found: commas,
};

fn noio<S: Sink>(values: &Values) -> S {
    let mut sink = S::default();
    for line in &values.lines {
        for member in Dictionary::new(line.as_bytes()) {
            let (key, member) = member.expect("well-formed");
            sink.put(key.as_bytes());
            let Member::Item(item) = member else {
                continue;
            };
            match item.value {
                BareItem::Integer(number) => put_integer(&mut sink, number),
                BareItem::Boolean(is_true) => put_boolean(&mut sink, is_true),
                BareItem::String(text) => sink.put(text.as_bytes().expect("no escapes")),
                _ => {}
            }
        }
    }
    sink
}

fn sfv_parsed<S: Sink>(values: &Values) -> S {
    let mut sink = S::default();
    for line in &values.lines {
        let members: sfv::Dictionary = Parser::new(line).parse().expect("well-formed");
        for (key, member) in &members {
            sink.put(key.as_str().as_bytes());
            let ListEntry::Item(item) = member else {
                continue;
            };
            match &item.bare_item {
                sfv::BareItem::Integer(number) => put_integer(&mut sink, (*number).into()),
                sfv::BareItem::Boolean(is_true) => put_boolean(&mut sink, *is_true),
                sfv::BareItem::String(text) => sink.put(text.as_str().as_bytes()),
                _ => {}
            }
        }
    }
    sink
}

fn sfv_visited<S: Sink>(values: &Values) -> S {
    let mut sink = S::default();
    for line in &values.lines {
        let parser = Parser::new(line);
        let members = parser.parse_dictionary_with_visitor(Visitor(&mut sink));
        members.expect("well-formed");
    }
    sink
}

/// Puts keys and values of items into the sink.
struct Visitor<'s, S>(&'s mut S);

impl<'de, S: Sink> DictionaryVisitor<'de> for Visitor<'_, S> {
    type Out = ();
    type Error = Infallible;

    fn entry(&mut self, key: &'de KeyRef) -> Result<impl EntryVisitor<'de>, Infallible> {
        self.0.put(key.as_str().as_bytes());
        Ok(Visitor(&mut *self.0))
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
            BareItemFromInput::Integer(number) => put_integer(self.0, number.into()),
            BareItemFromInput::Boolean(is_true) => put_boolean(self.0, is_true),
            BareItemFromInput::String(text) => self.0.put(text.as_str().as_bytes()),
            _ => {}
        }
        Ok(Ignored)
    }
}

fn targeted_policy<S: Sink>(values: &Values) -> S {
    let mut sink = S::default();
    for line in &values.lines {
        let directives = targeted::parse([line]).expect("well-formed");
        put_directives(&mut sink, &directives);
    }
    sink
}

fn policy<S: Sink>(values: &Values) -> S {
    let mut sink = S::default();
    for line in &values.lines {
        put_directives(&mut sink, &ResponseDirectives::parse([line]));
    }
    sink
}

/// What is in the values.
#[inline]
fn put_directives<S: Sink>(sink: &mut S, directives: &ResponseDirectives) {
    for delta in [
        directives.max_age(),
        directives.s_maxage(),
        directives.stale_while_revalidate(),
    ] {
        if let Delta::Seconds(seconds) = delta {
            put_integer(sink, seconds.into());
        }
    }
    put_boolean(sink, directives.public());
    put_boolean(sink, directives.immutable());
    put_boolean(sink, directives.no_cache() == Scope::Fields);
}
