//! What is read, where it is not only legal, and what it costs.

use noio_http_field::structured::{
    BareItem, Dictionary, Item, List, Member, Parameters, Text, Token,
};
use noio_testkit::heap;

fn value(field: &str) -> BareItem<'_> {
    Item::parse(field.as_bytes()).unwrap().value
}

#[test]
fn decimals_are_thousandths() {
    for (field, thousandths, written) in [
        ("1.0", 1_000, "1.0"),
        ("1.05", 1_050, "1.05"),
        ("-0.001", -1, "-0.001"),
        ("-0.0", 0, "0.0"),
        ("10.100", 10_100, "10.1"),
        ("999999999999.999", 999_999_999_999_999, "999999999999.999"),
        (
            "-999999999999.999",
            -999_999_999_999_999,
            "-999999999999.999",
        ),
    ] {
        let BareItem::Decimal(decimal) = value(field) else {
            panic!("{field}");
        };
        assert_eq!(decimal.as_thousandths(), thousandths, "{field}");
        assert_eq!(decimal.to_string(), written);
    }
}

#[test]
fn integers_and_dates() {
    for (digits, number) in [
        ("0", 0),
        ("-0", 0),
        ("007", 7),
        ("-999999999999999", -999_999_999_999_999),
        ("999999999999999", 999_999_999_999_999),
    ] {
        assert!(matches!(value(digits), BareItem::Integer(it) if it == number));
        let date = format!("@{digits}");
        assert!(matches!(value(&date), BareItem::Date(it) if it == number));
    }
}

#[test]
fn text_is_equal_however_it_is_written() {
    let [BareItem::DisplayString(one), BareItem::DisplayString(other)] =
        ["%\"a\\\"", "%\"%61%5c\""].map(value)
    else {
        panic!();
    };
    assert_eq!(one, other);
    assert!(one == "a\\" && one != "a");
    assert_eq!(one.to_string(), "a\\");
    let [BareItem::String(one), BareItem::String(other)] = ["\"a\"", "\"\\\"\""].map(value) else {
        panic!();
    };
    assert!(one != other && one == "a" && other == "\"");
    assert_eq!((one.as_str(), other.as_str()), (Some("a"), None));
    assert_eq!((one.as_bytes(), other.as_bytes()), (Some(&b"a"[..]), None));
    assert_eq!(other.to_string(), "\"");
    let token = Token::new(b"a").unwrap();
    assert_eq!(Text::from(token), one);
}

#[test]
fn every_member_comes_in_wire_order() {
    let members: Vec<_> = Dictionary::new(b"b=1, a;x, b=(1 2);y")
        .map(|it| it.map(|(key, it)| (key.to_string(), it)))
        .collect::<Result<_, _>>()
        .unwrap();
    let keys: Vec<_> = members.iter().map(|(key, _)| &key[..]).collect();
    assert_eq!(keys, ["b", "a", "b"]);
    let Member::Item(item) = members[1].1 else {
        panic!();
    };
    assert!(matches!(item.value, BareItem::Boolean(true)));
    let keys: Vec<_> = item.parameters.iter().map(|(key, _)| key).collect();
    assert_eq!(keys.len(), 1);
    assert_eq!(keys[0], "x");
    let Member::InnerList(list) = members[2].1 else {
        panic!();
    };
    assert_eq!(list.items().count(), 2);
    assert!(list.parameters().last(b"y").is_some());
}

#[test]
fn debug_output_is_readable() {
    let it = List::new(b"a;b=1").next().unwrap().unwrap();
    assert_eq!(
        format!("{it:?}"),
        "Item(Item { value: Token(Token(\"a\")), parameters: [(Key(\"b\"), Integer(1))] })"
    );
    let it = List::new(b"(1.5 %\"%0a\" \"\\\"\" :aa==:)").next();
    assert_eq!(
        format!("{:?}", it.unwrap().unwrap()),
        "InnerList(InnerList { items: [\
         Item { value: Decimal(Decimal { thousandths: 1500 }), parameters: [] }, \
         Item { value: DisplayString(DisplayString(\"%0a\")), parameters: [] }, \
         Item { value: String(Text(\"\\\"\")), parameters: [] }, \
         Item { value: ByteSequence(ByteSequence(\"aa==\")), parameters: [] }], parameters: [] })"
    );
    assert!(Parameters::default().is_empty());
}

#[test]
fn reading_allocates_nothing() {
    if !heap::IS_MEASURED {
        return;
    }
    let field = b"a=(1 2.5;x);y=\"z\\\"\", b=%\"%c3%bc\", c=:aaaa:, d=@1, e, f=?0;g=h";
    let (count, usage) = heap::measure(|| {
        Dictionary::new(field)
            .map(|it| match it.unwrap().1 {
                Member::Item(item) => match item.value {
                    BareItem::String(text) => text.chars().count(),
                    BareItem::DisplayString(text) => text.chars().count(),
                    _ => item.parameters.iter().count(),
                },
                Member::InnerList(list) => list.items().count(),
            })
            .sum::<usize>()
    });
    assert_eq!(count, 2 + 1 + 1);
    assert_eq!(usage.count, 0);
}

/// Keys have case (§3.1.2), so nothing is found under a name that can be none.
#[test]
fn a_parameter_is_found_by_its_very_key_and_the_last_one_counts() {
    let item = Item::parse(b"1;hit;a=1;hit=?0").unwrap();
    let last = item.parameters.last(b"hit");
    assert!(matches!(last, Some(BareItem::Boolean(false))));
    for other in [&b"Hit"[..], b"HIT", b"hi", b"hits", b""] {
        assert!(item.parameters.last(other).is_none());
    }
}

#[test]
fn what_is_in_a_value_is_no_parameter() {
    let field = br#"1;a=";b=1\";b=2\\";c=%";b=3\";d=:YWJj:;e=*;b;f=";b=4""#;
    let parameters = Item::parse(field).unwrap().parameters;
    let last = |key: &str| parameters.last(key.as_bytes());
    assert!(matches!(last("a"), Some(BareItem::String(it)) if it == ";b=1\";b=2\\"));
    assert!(matches!(last("b"), Some(BareItem::Boolean(true))));
    assert!(matches!(last("c"), Some(BareItem::DisplayString(it)) if it == ";b=3\\"));
    assert!(matches!(last("d"), Some(BareItem::ByteSequence(it)) if it.as_base64() == "YWJj"));
    assert!(matches!(last("e"), Some(BareItem::Token(it)) if it == "*"));
    assert!(matches!(last("f"), Some(BareItem::String(it)) if it == ";b=4"));
}
