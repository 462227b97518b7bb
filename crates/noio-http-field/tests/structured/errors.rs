//! Which rule is broken, and where.

use noio_http_field::{
    FieldErrorKind::{self, *},
    structured::{Dictionary, Item, List},
};

#[test]
fn items() {
    let cases: &[(&str, FieldErrorKind, usize)] = &[
        ("", ExpectedItem, 0),
        ("  ", ExpectedItem, 2),
        ("=", ExpectedItem, 0),
        ("()", ExpectedItem, 0),
        ("1 ,", ExpectedEnd, 2),
        ("a\t", ExpectedEnd, 1),
        ("-a", ExpectedNumber, 1),
        ("1.", ExpectedNumber, 2),
        ("@", ExpectedNumber, 1),
        ("@1.0", ExpectedEnd, 2),
        ("1234567890123456", TooManyDigits, 15),
        ("1234567890123.0", TooManyDigits, 13),
        ("0.1234", TooManyDigits, 5),
        ("?", ExpectedBoolean, 1),
        ("?2", ExpectedBoolean, 1),
        ("\"a", UnterminatedQuotedString, 2),
        ("\"a\\", UnterminatedQuotedString, 3),
        ("\"a\\b\"", InvalidInString, 3),
        ("\"a\tb\"", InvalidInString, 2),
        ("\"ä\"", InvalidInString, 1),
        (":aa", UnterminatedByteSequence, 3),
        (":a:", InvalidInByteSequence, 2),
        (":aa=a:", InvalidInByteSequence, 4),
        (":aaaa=:", InvalidInByteSequence, 5),
        (":a-", InvalidInByteSequence, 2),
        ("%a", ExpectedQuotedString, 1),
        ("%", ExpectedQuotedString, 1),
        ("%\"a", UnterminatedQuotedString, 3),
        ("%\"%", UnterminatedQuotedString, 3),
        ("%\"%c", UnterminatedQuotedString, 4),
        ("%\"%c3", UnterminatedQuotedString, 5),
        ("%\"%g0\"", ExpectedHexDigit, 3),
        ("%\"%0A\"", ExpectedHexDigit, 4),
        ("%\"%c3\"", InvalidUtf8, 5),
        ("%\"%c3%28\"", InvalidUtf8, 6),
        ("%\"%c1\"", InvalidUtf8, 4),
        ("%\"%80\"", InvalidUtf8, 3),
        ("%\"%ed%a0\"", InvalidUtf8, 6),
        ("%\"\n\"", InvalidInString, 2),
        ("1;", ExpectedKey, 2),
        ("1;A", ExpectedKey, 2),
        ("1;a=", ExpectedItem, 4),
        ("1;a=(", ExpectedItem, 4),
    ];
    for &(field, kind, offset) in cases {
        let error = Item::parse(field.as_bytes()).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (kind, offset), "{field:?}");
    }
}

#[test]
fn lists_and_dictionaries() {
    let cases: &[(&str, FieldErrorKind, usize)] = &[
        ("a=1,", ExpectedKey, 4),
        ("a=1,,b", ExpectedKey, 4),
        ("\ta", ExpectedKey, 0),
        ("a b", ExpectedComma, 2),
        ("a;b=c=d", ExpectedComma, 5),
        ("a=", ExpectedItem, 2),
        ("a=(1", UnterminatedInnerList, 4),
        ("a=(1 ", UnterminatedInnerList, 5),
        ("a=(1,2)", ExpectedSpace, 4),
        ("a=((1))", ExpectedItem, 3),
    ];
    for &(field, kind, offset) in cases {
        let outcome = Dictionary::new(field.as_bytes()).try_for_each(|it| it.map(drop));
        let error = outcome.unwrap_err();
        assert_eq!((error.kind(), error.offset()), (kind, offset), "{field:?}");
    }
    for (field, kind, offset) in [("a,", ExpectedItem, 2), ("a;b, c d", ExpectedComma, 7)] {
        let outcome = List::new(field.as_bytes()).try_for_each(|it| it.map(drop));
        let error = outcome.unwrap_err();
        assert_eq!((error.kind(), error.offset()), (kind, offset), "{field:?}");
    }
}

/// What stands before an error is handed out, and nothing behind it.
#[test]
fn the_end_is_an_error_once() {
    let mut list = List::new(b"a, b c, d");
    assert!(list.next().unwrap().is_ok());
    assert!(list.next().unwrap().is_ok());
    assert_eq!(list.next().unwrap().unwrap_err().kind(), ExpectedComma);
    assert!(list.next().is_none());
    assert!(list.next().is_none());
}
