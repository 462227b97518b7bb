//! Cases for each rule of the grammar: what is read, or which byte is at fault.

use noio_http_field::{
    Comment, FieldError,
    FieldErrorKind::{self, *},
    List, Parameter, Parameters, QuotedString, Token, Value,
};

/// What was taken from the front and what is left, or the error.
type Taken = Result<(&'static str, &'static str), (FieldErrorKind, usize)>;

fn fault(error: FieldError) -> (FieldErrorKind, usize) {
    (error.kind(), error.offset())
}

#[test]
fn tokens() {
    // RFC 9110 §5.6.2: token = 1*tchar
    let cases = [
        ("gzip", Some(("gzip", ""))),
        ("max-age=5", Some(("max-age", "=5"))),
        (
            "!#$%&'*+-.^_`|~09azAZ ",
            Some(("!#$%&'*+-.^_`|~09azAZ", " ")),
        ),
        ("a/b", Some(("a", "/b"))),
        ("a\u{e4}", Some(("a", "\u{e4}"))),
        ("", None),
        (" a", None),
        ("\"a\"", None),
        ("@", None),
    ];
    for (input, expected) in cases {
        let mut rest = input.as_bytes();
        let taken = Token::take(&mut rest).map(Token::as_str);
        assert_eq!(taken, expected.map(|(token, _)| token), "{input}");
        assert_eq!(
            rest,
            expected.map_or(input, |(_, rest)| rest).as_bytes(),
            "{input}"
        );
    }
}

#[test]
fn tokens_compare_with_and_without_case() {
    let token = Token::new(b"Close").expect("a token");
    assert!(token.eq_ignore_ascii_case(b"cLOSE"));
    assert!(!token.eq_ignore_ascii_case(b"closed"));
    assert_ne!(Some(token), Token::new(b"close"));
    assert_eq!(format!("{token:>6}|{token:?}"), " Close|Token(\"Close\")");
    let (bytes, text): (&[u8], &str) = (token.as_ref(), token.as_ref());
    assert_eq!((bytes, text), (&b"Close"[..], "Close"));
}

#[test]
fn quoted_strings() {
    // RFC 9110 §5.6.4: quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE
    let cases: [(&'static str, Taken); 18] = [
        (r#""""#, Ok(("", ""))),
        (r#""a b", c"#, Ok(("a b", ", c"))),
        ("\"\t!#[]~\u{e4}\"", Ok(("\t!#[]~\u{e4}", ""))),
        (r#""\"""#, Ok(("\"", ""))),
        (r#""\\"""#, Ok(("\\", "\""))),
        (r#""a\b\ c""#, Ok(("ab c", ""))),
        ("\"\\\t\\\u{e4}\"", Ok(("\t\u{e4}", ""))),
        ("\"a,b;c=(\"", Ok(("a,b;c=(", ""))),
        ("", Err((ExpectedQuotedString, 0))),
        ("a\"", Err((ExpectedQuotedString, 0))),
        (" \"\"", Err((ExpectedQuotedString, 0))),
        ("\"", Err((UnterminatedQuotedString, 1))),
        ("\"a b", Err((UnterminatedQuotedString, 4))),
        (r#""a\"#, Err((UnterminatedQuotedString, 3))),
        (r#""a\""#, Err((UnterminatedQuotedString, 4))),
        ("\"a\nb\"", Err((ControlInQuotedString, 2))),
        ("\"a\\\r\n\"", Err((ControlInQuotedString, 3))),
        ("\"\x7f\"", Err((ControlInQuotedString, 1))),
    ];
    for (input, expected) in cases {
        let mut rest = input.as_bytes();
        let taken = QuotedString::take(&mut rest).map_err(fault);
        match (taken, expected) {
            (Ok(taken), Ok((value, behind))) => {
                assert_eq!(taken, *value.as_bytes(), "{input}");
                assert_eq!(rest, behind.as_bytes(), "{input}");
            }
            (Err(seen), Err(expected)) => assert_eq!(seen, expected, "{input}"),
            other => panic!("{input}: {other:?}"),
        }
    }
}

#[test]
fn values_are_equal_however_they_are_written() {
    let value = |text: &'static str| {
        let mut rest = text.as_bytes();
        let value = Value::take(&mut rest).expect("a value");
        assert!(rest.is_empty(), "{text}");
        value
    };
    for (one, other, are_equal) in [
        (r#""a""#, r#""\a""#, true),
        (r#""\\""#, r#""\\""#, true),
        (r#""\"""#, r#""\\""#, false),
        (r#""a""#, r#""b""#, false),
        (r#""a""#, r#""ab""#, false),
        ("a", r#""\a""#, true),
        ("a", "a", true),
        ("a", "A", false),
        ("a", r#""""#, false),
    ] {
        let (one, other) = (value(one), value(other));
        assert_eq!(one == other, are_equal, "{one:?} {other:?}");
        if let (Value::Quoted(one), Value::Quoted(other)) = (one, other) {
            assert_eq!(one == other, are_equal, "{one:?} {other:?}");
        }
    }
}

#[test]
fn every_control_character_in_a_quoted_string_is_refused() {
    for byte in (0..b' ').chain([0x7f]).filter(|byte| *byte != b'\t') {
        for (input, at) in [
            ([b'"', byte, b'"', b' '], 1),
            ([b'"', b'a', byte, b'"'], 2),
            ([b'"', b'\\', byte, b'"'], 2),
        ] {
            let error = QuotedString::take(&mut &input[..]).map_err(fault);
            assert_eq!(error, Err((ControlInQuotedString, at)), "{input:?}");
        }
    }
}

#[test]
fn values_are_equal_whichever_way_they_are_written() {
    let value = |text: &'static str| Value::take(&mut text.as_bytes()).map_err(fault);
    let plain = value("Close");
    assert_eq!(plain, value(r#""Close""#));
    assert_eq!(plain, value(r#""\C\l\o\s\e""#));
    assert_ne!(plain, value("close"));
    assert_ne!(plain, value(r#""Closed""#));
    assert!(plain.is_ok_and(|value| value.eq_ignore_ascii_case(b"CLOSE")));
    assert!(value(r#""\CLOSE""#).is_ok_and(|value| value.eq_ignore_ascii_case(b"close")));
    assert!(plain.is_ok_and(|value| !value.eq_ignore_ascii_case(b"clos")));
    for input in ["", "@", "=", " a"] {
        assert_eq!(value(input), Err((ExpectedValue, 0)), "{input}");
    }
    let borrowed = |text| value(text).map(|value| value.as_bytes());
    assert_eq!(borrowed("ab"), Ok(Some(&b"ab"[..])));
    assert_eq!(borrowed(r#""a b""#), Ok(Some(&b"a b"[..])));
    assert_eq!(borrowed(r#""a\ b""#), Ok(None));
}

#[cfg(feature = "alloc")]
#[test]
fn only_escaped_values_are_copied() {
    extern crate alloc;

    use alloc::borrow::Cow;

    for (text, expected) in [
        ("ab", Cow::Borrowed(&b"ab"[..])),
        (r#""a b""#, Cow::Borrowed(b"a b")),
        (r#""a\ \"b""#, Cow::Owned(b"a \"b".to_vec())),
    ] {
        let value = Value::take(&mut text.as_bytes()).expect("a value");
        let bytes = value.to_bytes();
        assert_eq!(bytes, expected);
        let is_borrowed = matches!(bytes, Cow::Borrowed(_));
        assert_eq!(is_borrowed, matches!(expected, Cow::Borrowed(_)), "{text}");
    }
}

/// The parameters before the end or the error, as `name` or `name=value`, and the error.
fn parameters(parameters: Parameters<'_>) -> (Vec<String>, Result<(), (FieldErrorKind, usize)>) {
    let mut taken = Vec::new();
    let mut outcome = Ok(());
    for parameter in parameters {
        match parameter {
            Ok(Parameter { name, value }) => taken.push(match value {
                None => name.to_string(),
                Some(value) => {
                    let value: Vec<u8> = value.bytes().collect();
                    format!("{name}={}", value.escape_ascii())
                }
            }),
            Err(error) => outcome = Err(fault(error)),
        }
    }
    (taken, outcome)
}

#[test]
fn parameters_of_values() {
    // RFC 9110 §5.6.6: parameters = *( OWS ";" OWS [ parameter ] ), parameter = name "=" value
    for (input, expected) in [
        ("", &[][..]),
        (";", &[]),
        (" ; ;;\t;", &[]),
        (";a=b", &["a=b"]),
        (" ; a=b ;\tC=\"d e\"; ", &["a=b", "C=d e"]),
        (";a=\"\\\"\";b=\"\"", &["a=\\\"", "b="]),
        (";a=\";b=c\"", &["a=;b=c"]),
        (";a=1;a=2", &["a=1", "a=2"]),
    ] {
        let seen = parameters(Parameters::new(input.as_bytes()));
        assert_eq!(
            seen,
            (expected.iter().map(ToString::to_string).collect(), Ok(())),
            "{input}"
        );
    }
    for (input, count, kind, offset) in [
        ("a=b", 0, ExpectedSemicolon, 0),
        (";a=b c", 1, ExpectedSemicolon, 5),
        (";a=b ", 1, ExpectedSemicolon, 5),
        (";a=\"b\"c", 1, ExpectedSemicolon, 6),
        (";a=b,c", 1, ExpectedSemicolon, 4),
        (";=b", 0, ExpectedToken, 1),
        ("; \"a\"=b", 0, ExpectedToken, 2),
        (";a", 0, ExpectedEquals, 2),
        (";a=b;c;d=e", 1, ExpectedEquals, 6),
        (";a =b", 0, ExpectedEquals, 2),
        (";a= b", 0, ExpectedValue, 3),
        (";a=", 0, ExpectedValue, 3),
        (";a=;", 0, ExpectedValue, 3),
        (";a==", 0, ExpectedValue, 3),
        (";a=\"b", 0, UnterminatedQuotedString, 5),
        (";a=\"\0\"", 0, ControlInQuotedString, 4),
        (";\0", 0, ExpectedToken, 1),
    ] {
        let (taken, outcome) = parameters(Parameters::new(input.as_bytes()));
        assert_eq!(
            (taken.len(), outcome),
            (count, Err((kind, offset))),
            "{input}"
        );
    }
}

#[test]
fn a_name_alone_is_refused_unless_allowed() {
    let input = b"; a ;b=c; d";
    let (taken, outcome) = parameters(Parameters::new(input));
    assert_eq!((taken.len(), outcome), (0, Err((ExpectedEquals, 3))));
    let seen = parameters(Parameters::new(input).allow_missing_value());
    assert_eq!(seen, (vec!["a".into(), "b=c".into(), "d".into()], Ok(())));
    let (_, outcome) = parameters(Parameters::new(b";a =b").allow_missing_value());
    assert_eq!(
        outcome,
        Err((ExpectedSemicolon, 3)),
        "and no more than that"
    );
}

#[test]
fn extensions_with_bad_whitespace() {
    // RFC 9112 §7.1.1: chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )
    for (input, expected) in [
        ("", &[][..]),
        (";a", &["a"]),
        (" ;\ta\t= b ; c;d=\"e\"", &["a=b", "c", "d=e"]),
    ] {
        let seen = parameters(Parameters::with_bad_whitespace(input.as_bytes()));
        assert_eq!(
            seen,
            (expected.iter().map(ToString::to_string).collect(), Ok(())),
            "{input}"
        );
    }
    for (input, count, kind, offset) in [
        (";", 0, ExpectedToken, 1),
        (";;a", 0, ExpectedToken, 1),
        (";a;", 1, ExpectedToken, 3),
        (";a ", 1, ExpectedSemicolon, 3),
        (";a b", 1, ExpectedSemicolon, 3),
        (";=b", 0, ExpectedToken, 1),
        (";a =", 0, ExpectedValue, 4),
        (";a = ;", 0, ExpectedValue, 5),
        (";a@b", 1, ExpectedSemicolon, 2),
    ] {
        let (taken, outcome) = parameters(Parameters::with_bad_whitespace(input.as_bytes()));
        assert_eq!(
            (taken.len(), outcome),
            (count, Err((kind, offset))),
            "{input}"
        );
    }
}

#[test]
fn one_parameter_from_the_front() {
    let take = |text: &'static str, is_bad: bool| {
        let mut rest = text.as_bytes();
        let taken = if is_bad {
            Parameter::take_with_bad_whitespace(&mut rest)
        } else {
            Parameter::take(&mut rest)
        };
        let value = taken
            .map_err(fault)?
            .value
            .map(|value| value.bytes().collect::<Vec<_>>());
        Ok((value, str::from_utf8(rest).expect("ASCII")))
    };
    assert_eq!(take("a=b, c", false), Ok((Some(b"b".to_vec()), ", c")));
    assert_eq!(take("a = b, c", false), Ok((None, " = b, c")));
    assert_eq!(take("a = b, c", true), Ok((Some(b"b".to_vec()), ", c")));
    assert_eq!(take("a \t, c", true), Ok((None, " \t, c")));
    assert_eq!(take("a= b", false), Err((ExpectedValue, 2)));
    assert_eq!(take("a=", true), Err((ExpectedValue, 2)));
    assert_eq!(take("=b", false), Err((ExpectedToken, 0)));
}

#[test]
fn comments() {
    // RFC 9110 §5.6.5: comment = "(" *( ctext / quoted-pair / comment ) ")"
    let cases: [(&'static str, Taken); 13] = [
        ("()", Ok(("", ""))),
        ("(a b) c", Ok(("a b", " c"))),
        ("((a)(b(c)))d", Ok(("(a)(b(c))", "d"))),
        (r"(\)\()", Ok((r"\)\(", ""))),
        ("(\",\")", Ok(("\",\"", ""))),
        ("(\u{e4}\t)", Ok(("\u{e4}\t", ""))),
        ("", Err((ExpectedComment, 0))),
        ("a()", Err((ExpectedComment, 0))),
        ("(", Err((UnterminatedComment, 1))),
        ("((a)", Err((UnterminatedComment, 4))),
        (r"(a\", Err((UnterminatedComment, 3))),
        ("(a(\n))", Err((ControlInComment, 3))),
        ("(a(b\\\0))", Err((ControlInComment, 5))),
    ];
    for (input, expected) in cases {
        let mut rest = input.as_bytes();
        let taken = Comment::take(&mut rest).map_err(fault);
        let seen = taken.map(|taken| (taken.as_escaped(), rest));
        let expected = expected.map(|(inside, rest)| (inside.as_bytes(), rest.as_bytes()));
        assert_eq!(seen, expected, "{input}");
    }
}

#[test]
fn deep_comments_need_no_stack() {
    const DEPTH: usize = 1_000_000;
    let deep = [vec![b'('; DEPTH], vec![b')'; DEPTH]].concat();
    let mut rest = &deep[..];
    assert!(Comment::take(&mut rest).is_ok_and(|it| it.as_escaped().len() == 2 * DEPTH - 2));
    assert_eq!(rest, b"");
    let error = Comment::take(&mut &deep[..2 * DEPTH - 1]).map_err(fault);
    assert_eq!(error, Err((UnterminatedComment, 2 * DEPTH - 1)));
}

#[test]
fn lists_of_one_line() {
    // RFC 9110 §5.6.1.2: #element => [ element ] *( OWS "," OWS [ element ] )
    for (input, expected) in [
        ("", &[][..]),
        (" \t", &[]),
        (",", &[]),
        (",, ,max-age=7,,", &["max-age=7"]),
        ("foo , ,bar,charlie", &["foo", "bar", "charlie"]),
        ("a\t,\tb", &["a", "b"]),
        ("a b,c", &["a b", "c"]),
        (
            r#"ext="a\"b, no-store", max-age=9"#,
            &[r#"ext="a\"b, no-store""#, "max-age=9"],
        ),
        (r#"a"b,c"d,e"#, &[r#"a"b,c"d"#, "e"]),
        (r#""\\",a"#, &[r#""\\""#, "a"]),
        // Neither is whitespace.
        ("a\u{a0},\u{b}b", &["a\u{a0}", "\u{b}b"]),
    ] {
        let elements: Result<Vec<_>, _> = List::new(input.as_bytes()).collect();
        assert_eq!(
            elements,
            Ok(expected.iter().map(|it| it.as_bytes()).collect()),
            "{input}"
        );
    }
}

#[test]
fn a_list_ends_at_a_bad_quoted_string_and_shows_it() {
    for (input, count, kind, offset, rest) in [
        (
            "foo=\"x, no-store",
            0,
            UnterminatedQuotedString,
            16,
            "foo=\"x, no-store",
        ),
        ("a, b=\"c", 1, UnterminatedQuotedString, 7, "b=\"c"),
        ("a ,\"\x01\", c", 1, ControlInQuotedString, 4, "\"\x01\", c"),
        ("a,b\"\"\"", 1, UnterminatedQuotedString, 6, "b\"\"\""),
    ] {
        let mut list = List::new(input.as_bytes());
        let taken = list.by_ref().take_while(Result::is_ok).count();
        assert_eq!(taken, count, "{input}");
        assert_eq!(list.rest(), rest.as_bytes(), "{input}");
        assert_eq!(list.next(), None, "{input}");
        let error = List::new(input.as_bytes()).find_map(Result::err).map(fault);
        assert_eq!(error, Some((kind, offset)), "{input}");
    }
}

#[test]
fn several_lines_are_one_list() {
    let lines = ["no-cache, a=\"1,2\"", "", " , ", "private"].map(str::as_bytes);
    let elements: Result<Vec<_>, _> = List::from_lines(lines).collect();
    let expected = ["no-cache", "a=\"1,2\"", "private"].map(str::as_bytes);
    assert_eq!(elements, Ok(expected.to_vec()));
    // A quote that the next line would close: joined with ", " it would be a string.
    let lines = ["a", "b=\"c", "d\", e"].map(str::as_bytes);
    let mut list = List::from_lines(lines);
    assert_eq!(list.next(), Some(Ok(&b"a"[..])));
    let error = list.next().and_then(Result::err).map(fault);
    assert_eq!(error, Some((UnterminatedQuotedString, 4)));
    assert_eq!(list.next(), None);
}
