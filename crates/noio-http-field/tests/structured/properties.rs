//! Arbitrary values, written and read; and arbitrary and mutated bytes.

use noio_testkit::{
    strategies,
    structured::{Item, Map, Member, Value, check_structured, put, reference, structured, writer},
};
use proptest::{collection::vec, prelude::*};

const FRAGMENTS: &[&[u8]] = &[
    b"a",
    b"max-age",
    b"=",
    b";",
    b"; ",
    b",",
    b", ",
    b" ",
    b"\t",
    b"(",
    b")",
    b"1",
    b"-",
    b".",
    b"60",
    b"999999999999999",
    b"\"",
    b"\\",
    b"\"a, b\"",
    b"?1",
    b"?0",
    b"@",
    b":",
    b":aa==:",
    b"%",
    b"%\"",
    b"%c3%bc",
    b"%e2%82%ac",
    b"*",
    b"text/html",
    b"\xe4",
    b"\x00",
    b"\n",
];

fn value() -> impl Strategy<Value = Value> {
    const MAX: i64 = 999_999_999_999_999;
    let text = || proptest::string::string_regex("[ -~]{0,8}").unwrap();
    prop_oneof![
        (-MAX..=MAX).prop_map(Value::Integer),
        (-100..100_i64).prop_map(Value::Integer),
        (-MAX..=MAX).prop_map(Value::Decimal),
        (-2_000..2_000_i64).prop_map(Value::Decimal),
        text().prop_map(Value::String),
        "[a-zA-Z*][a-zA-Z0-9!#$%&'*+.^_`|~:/-]{0,8}".prop_map(Value::Token),
        vec(any::<u8>(), 0..8).prop_map(Value::Bytes),
        any::<bool>().prop_map(Value::Boolean),
        (-MAX..=MAX).prop_map(Value::Date),
        any::<String>().prop_map(Value::Display),
    ]
}

fn map<T: core::fmt::Debug>(of: impl Strategy<Value = T>) -> impl Strategy<Value = Map<T>> {
    vec(("[a-z*][a-z0-9_.*-]{0,2}", of), 0..4).prop_map(|pairs| {
        let mut map = Map::new();
        for (key, value) in pairs {
            put(&mut map, key, value);
        }
        map
    })
}

fn item() -> impl Strategy<Value = Item> {
    (value(), map(value())).prop_map(|(value, parameters)| Item { value, parameters })
}

fn member() -> impl Strategy<Value = Member> {
    prop_oneof![
        item().prop_map(Member::Item),
        (vec(item(), 0..4), map(value())).prop_map(|(items, of)| Member::InnerList(items, of)),
    ]
}

/// A legal field, and what is left of it when some bytes of it are others.
fn field() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        map(member()).prop_map(|it| writer::dictionary(&it)),
        vec(member(), 0..4).prop_map(|it| writer::list(&it)),
        item().prop_map(|it| writer::item(&it)),
    ]
    .prop_map(String::into_bytes)
}

proptest! {
    // That the codec reads what the reference does is what `check_structured` says.
    #[test]
    fn what_is_written_is_read(
        dictionary in map(member()),
        list in vec(member(), 0..5),
        item in item(),
    ) {
        let text = writer::dictionary(&dictionary);
        check_structured(&[text.as_bytes()]).unwrap();
        prop_assert_eq!(reference::dictionary(&[text.as_bytes()]), Some(dictionary));
        let text = writer::list(&list);
        check_structured(&[text.as_bytes()]).unwrap();
        prop_assert_eq!(reference::list(&[text.as_bytes()]), Some(list));
        let text = writer::item(&item);
        check_structured(&[text.as_bytes()]).unwrap();
        prop_assert_eq!(reference::item(&[text.as_bytes()]), Some(item));
    }

    #[test]
    fn legal_fields_with_other_bytes(
        field in field(),
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
        at in any::<prop::sample::Index>(),
    ) {
        let mut field = field;
        for (at, byte) in changes {
            if !field.is_empty() {
                let at = at.index(field.len());
                field[at] = byte;
            }
        }
        check_structured(&[&field]).unwrap();
        let (front, behind) = field.split_at(at.index(field.len() + 1));
        check_structured(&[front, behind]).unwrap();
    }

    #[test]
    fn words_of_the_grammar(words in strategies::fragments(FRAGMENTS, 16)) {
        structured(&words);
    }

    #[test]
    fn arbitrary_bytes(bytes in strategies::bytes(200)) {
        structured(&bytes);
    }
}
