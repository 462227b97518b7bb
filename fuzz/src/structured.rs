//! Structured Fields of `noio-http-field` beside `sfv`: both accept the same and read the same.
//!
//! In both directions, and as each of the three types. There is no known difference in that. What is
//! not compared:
//!
//! - Several lines. `sfv` reads one; who has several goes on with the map that the one before was
//!   put into, so that it takes an empty line beside others, which §4.2 of RFC 9651 does not.
//! - Where an error is. `sfv` gives the comma for one at the end, the last character for a byte
//!   sequence that is too short, and for bad UTF-8 the place where its character begins. Ours is
//!   always the first byte that no legal field could have there.

use noio_testkit::structured::{Item, Map, Member, Value, read_dictionary, read_item, read_list};
use sfv::{BareItem, Key, ListEntry, Parameters, Parser};

/// The properties of `noio_testkit::fuzz::structured`, whose input this is, and that of each line
/// the peer reads the same.
///
/// # Panics
///
/// If one of them does not hold.
pub fn structured(data: &[u8]) {
    noio_testkit::fuzz::structured(data);
    for line in data.split(|&byte| byte == b'\n') {
        let lines = &[line][..];
        let ours = read_dictionary(lines).expect("sound values").ok();
        let theirs = Parser::new(line).parse::<sfv::Dictionary>().ok();
        assert_eq!(ours, theirs.map(|it| map(it, member)), "{line:?}");

        let ours = read_list(lines).expect("sound values").ok();
        let theirs = Parser::new(line).parse::<sfv::List>().ok();
        let theirs = theirs.map(|it| it.into_iter().map(member).collect());
        assert_eq!(ours, theirs, "{line:?}");

        let ours = read_item(line).expect("sound values").ok();
        let theirs = Parser::new(line).parse::<sfv::Item>().ok();
        assert_eq!(ours, theirs.map(item), "{line:?}");
    }
}

fn map<T, U>(pairs: impl IntoIterator<Item = (Key, T)>, value: impl Fn(T) -> U) -> Map<U> {
    let pairs = pairs.into_iter();
    pairs.map(|(key, it)| (key.into(), value(it))).collect()
}

fn member(member: ListEntry) -> Member {
    match member {
        ListEntry::Item(it) => Member::Item(item(it)),
        ListEntry::InnerList(list) => Member::InnerList(
            list.items.into_iter().map(item).collect(),
            parameters(list.params),
        ),
    }
}

fn item(item: sfv::Item) -> Item {
    Item {
        value: value(item.bare_item),
        parameters: parameters(item.params),
    }
}

fn parameters(parameters: Parameters) -> Map<Value> {
    map(parameters, value)
}

fn value(it: BareItem) -> Value {
    match it {
        BareItem::Decimal(decimal) => Value::Decimal(decimal.as_integer_scaled_1000().into()),
        BareItem::Integer(number) => Value::Integer(number.into()),
        BareItem::String(text) => Value::String(text.into()),
        BareItem::ByteSequence(bytes) => Value::Bytes(bytes),
        BareItem::Boolean(is_true) => Value::Boolean(is_true),
        BareItem::Token(token) => Value::Token(token.into()),
        BareItem::Date(date) => Value::Date(date.unix_seconds().into()),
        BareItem::DisplayString(text) => Value::Display(text),
    }
}
