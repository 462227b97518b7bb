//! Every rule of the ABNF of RFC 9651 §3: what is the shortest and what a long legal text of it, and
//! what every byte does at every place of them.

use noio_http_field::structured::{Dictionary, Item, List};
use noio_testkit::structured::check_structured;

/// What a field has to be for a rule to be all of it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Type {
    Dictionary,
    List,
    Item,
}
use Type::{Dictionary as D, Item as I, List as L};

impl Type {
    /// Where the first byte stands that no such field could have there.
    fn check(self, field: &str) -> Result<(), usize> {
        let outcome = match self {
            D => Dictionary::new(field.as_bytes()).try_for_each(|it| it.map(drop)),
            L => List::new(field.as_bytes()).try_for_each(|it| it.map(drop)),
            I => Item::parse(field.as_bytes()).map(drop),
        };
        outcome.map_err(|error| error.offset())
    }
}

/// The rule, where it is, what the field is, legal texts (the shortest first), and illegal ones.
type Row = (
    &'static str,
    &'static str,
    Type,
    &'static [&'static str],
    &'static [&'static str],
);

#[rustfmt::skip]
const RULES: &[Row] = &[
    ("§3.1", "sf-list = list-member *( OWS \",\" OWS list-member )", L,
        &["", "a", "a,b", "a \t,\t b , c"], &[",", "a,", ",a", "a,,b", "a b", "a;", "\ta", "a, "]),
    ("§3.1", "list-member = sf-item / inner-list", L, &["1", "()"], &["=", "(", ")"]),
    ("§3.1.1", "inner-list = \"(\" *SP [ sf-item *( 1*SP sf-item ) *SP ] \")\" parameters", L,
        &["()", "(   )", "(a)", "( a  b   c )", "(a;b c;d);e;f=1"],
        &["(a,b)", "(a\tb)", "(a", "(a b", "( ", "(\"a\"\"b\")", "(a(b))", "() ;a", "(a ;b)", "())"]),
    ("§3.1.2", "parameters = *( \";\" *SP parameter )", I,
        &["1", "1;a", "1;   a;b", "1;a;a;a"], &["1;", "1; ", "1 ;a", "1;\ta", "1;;a", "1,a"]),
    ("§3.1.2", "parameter = param-key [ \"=\" param-value ]", I,
        &["1;a", "1;a=b", "1;a=?0"], &["1;a=", "1;=b", "1;a =b", "1;a= b", "1;a=(b)", "1;a=b=c"]),
    ("§3.1.2", "key = ( lcalpha / \"*\" ) *( lcalpha / DIGIT / \"_\" / \"-\" / \".\" / \"*\" )", D,
        &["a", "*", "z", "a_-.*0z9", "**"], &["A", "aA", "1", "_", "-", ".", "a/", "a:", "\u{e4}"]),
    ("§3.1.2", "param-value = bare-item", I, &["1;a=1;b=2", "a;a=\";\""], &["1;a=;b", "1;a==1"]),
    ("§3.2", "sf-dictionary = dict-member *( OWS \",\" OWS dict-member )", D,
        &["", "a", "a,b", "a=1 \t,\t b;c , d=()"], &[",", "a,", ",a", "a,,b", "a b", "\ta"]),
    ("§3.2", "dict-member = member-key ( parameters / ( \"=\" member-value ))", D,
        &["a", "a;b", "a=1", "a=(1 2);c"], &["a=", "a= 1", "a =1", "=1", "a==1", "a;b=1;=", "a=1=2"]),
    ("§3.2", "member-value = sf-item / inner-list", D, &["a=b;c", "a=(b);c"], &["a=,", "a=b c"]),
    ("§3.3", "sf-item = bare-item parameters", I,
        &["1", "1;a", "  1;a  "], &["", " ", "\t1", "1\t", "1,", "1, 2", "()", "1 2", "=", "&"]),
    ("§3.3.1", "sf-integer = [\"-\"] 1*15DIGIT", I,
        &["0", "-0", "00", "999999999999999", "-999999999999999", "000000000000000"],
        &["-", "--1", "+1", "- 1", "1-", "1000000000000000", "-1000000000000000", "0000000000000000"]),
    ("§3.3.2", "sf-decimal = [\"-\"] 1*12DIGIT \".\" 1*3DIGIT", I,
        &["0.0", "-0.0", "1.5", "1.50", "1.500", "999999999999.999", "-999999999999.999"],
        &[".5", "-.5", "1.", "1.-5", "1.5.", "1.5000", "1..5", "1000000000000.0", "999999999999999.9",
          "-1000000000000.", "1.e5", "1e5"]),
    ("§3.3.3", "sf-string = DQUOTE *( unescaped / \"%\" / bs-escaped ) DQUOTE", I,
        &["\"\"", "\" \"", "\"~\"", "\"%\"", "\"\\\"\"", "\"\\\\\"", "\"a, (b);c=\\\\\\\"\""],
        &["\"", "\"a", "\"\\\"", "\"\\a\"", "\"\\", "\"\t\"", "\"\u{7f}\"", "\"\u{e4}\"", "\"\0\"", "'a'"]),
    ("§3.3.4", "sf-token = ( ALPHA / \"*\" ) *( tchar / \":\" / \"/\" )", I,
        &["a", "Z", "*", "a:/", "a!#$%&'*+-.^_`|~0aZ9"],
        &["/", ":a", "!", "_a", "a\"", "a(", "a@", "a[", "a\\", "a{", "a<", "a?", "a\u{e4}"]),
    ("§3.3.5", "sf-binary = \":\" base64 \":\"", I,
        &["::", ":aa==:", ":aaa=:", ":aaaa:", ":aa:", ":aa=:", ":aaa:", ":zZ09+/+/:", ":/w==:", ":/x==:"],
        &[":", ":aaaa", ":a:", ":a=:", ":a===:", ":=:", ":==:", ":aa===:", ":aaa==:", ":aaaa=:",
          ":aaaaa:", ":a=aa:", ":=aaa:", ":aa==aa:", ":a a:", ":a-a_:", ":aa\n==:", ":aaaa=", ":aa==="]),
    ("§3.3.6", "sf-boolean = \"?\" boolean", I,
        &["?0", "?1"], &["?", "?2", "?t", "? 1", "?-1", "?10", "?01", "?\"1\""]),
    ("§3.3.7", "sf-date = \"@\" sf-integer", I,
        &["@0", "@-1", "@1659578233", "@999999999999999", "@-999999999999999"],
        &["@", "@-", "@1.5", "@1.", "@a", "@@1", "@ 1", "@+1", "@1000000000000000", "@1659578233.0"]),
    ("§3.3.8", "sf-displaystring = \"%\" DQUOTE *( unescaped / \"\\\" / pct-encoded ) DQUOTE", I,
        &["%\"\"", "%\"a\\b\"", "%\"%00\"", "%\"%25%22\"", "%\"f%c3%bc\"", "%\"%e2%82%ac\"",
          "%\"%f0%9f%98%80\"", "%\"%f4%8f%bf%bf\"", "%\"%ed%9f%bf%ee%80%80\""],
        &["%", "%\"", "%a\"", "\"%\"a", "%\"a", "%\"%\"", "%\"%c\"", "%\"%C3%BC\"", "%\"%c3\"", "%\"%c3a\"",
          "%\"%80\"", "%\"%c0%80\"", "%\"%e0%9f%80\"", "%\"%ed%a0%80\"", "%\"%f0%8f%80%80\"",
          "%\"%f4%90%80%80\"", "%\"%f5\"", "%\"%ff\"", "%\"\t\"", "%\"\u{e4}\"", "%\"%e2%82\"", "%'a'"]),
];

#[test]
fn what_is_legal_is_read_and_what_is_not_is_not() {
    for (section, rule, of, legal, illegal) in RULES {
        for text in *legal {
            assert_eq!(of.check(text), Ok(()), "{section} {rule}: {text:?}");
        }
        for text in *illegal {
            assert!(of.check(text).is_err(), "{section} {rule}: {text:?}");
        }
        for text in legal.iter().chain(*illegal) {
            check_structured(&[text.as_bytes()]).unwrap();
        }
    }
}

/// Every byte instead of every one, and before each and behind all of them; and each left out.
#[test]
fn every_byte_at_every_place() {
    let mut count = 0_u64;
    let mut check = |text: &[u8]| {
        check_structured(&[text]).unwrap();
        count += 1;
    };
    for (_, _, _, legal, illegal) in RULES {
        for text in legal.iter().chain(*illegal) {
            let text = text.as_bytes();
            for at in 0..=text.len() {
                let (front, behind) = text.split_at(at);
                for byte in 0..=u8::MAX {
                    check(&[front, &[byte], behind].concat());
                    if let [_, behind @ ..] = behind {
                        check(&[front, &[byte], behind].concat());
                    }
                }
                check(front);
                if let [_, behind @ ..] = behind {
                    check(&[front, behind].concat());
                }
            }
        }
    }
    assert!(count > 500_000, "{count}");
}

/// Digits, and what follows a number: each limit, one below it and one above, with each sign, and as
/// every value that has digits.
#[test]
fn numbers_at_their_limits() {
    for before in ["", "-", "@", "@-"] {
        for whole in 0..=17 {
            for digit in ["0", "1", "9"] {
                let whole_digits = before.to_owned() + &digit.repeat(whole);
                let is_integer = (1..=15).contains(&whole);
                assert_eq!(I.check(&whole_digits).is_ok(), is_integer, "{whole_digits}");
                check_structured(&[whole_digits.as_bytes()]).unwrap();
                for fraction in 0..=5 {
                    let text = whole_digits.clone() + "." + &digit.repeat(fraction);
                    let is_decimal = (1..=12).contains(&whole)
                        && (1..=3).contains(&fraction)
                        && !before.starts_with('@');
                    assert_eq!(I.check(&text).is_ok(), is_decimal, "{text}");
                    check_structured(&[text.as_bytes()]).unwrap();
                }
            }
        }
    }
}

/// What has no limit in the grammar has none here.
#[test]
fn long_ones() {
    let long = 100_000;
    let strings = ["\"".to_owned(), "a\\\"".repeat(long), "\"".to_owned()].concat();
    let inner = format!("({})", "a;b ".repeat(long));
    for (of, text) in [
        (D, "a".repeat(long)),
        (D, "a, ".repeat(long) + "b"),
        (L, "a\t,".repeat(long) + "b"),
        (L, inner.clone()),
        (D, format!("a={inner}")),
        (I, "1".to_owned() + &";a=1".repeat(long)),
        (I, "1; ".to_owned() + &" ".repeat(long) + "a"),
        (I, strings),
        (I, "a".repeat(long)),
        (I, format!(":{}:", "abcd".repeat(long))),
        (I, format!("%\"{}\"", "%c3%bc".repeat(long))),
        (I, " ".repeat(long) + "1" + &" ".repeat(long)),
    ] {
        assert_eq!(of.check(&text), Ok(()), "{}", &text[..40]);
        assert_eq!(of.check(&(text.clone() + "\0")), Err(text.len()));
    }
}
