//! Extensions (RFC 6455 §9): offered by the client, and agreed to no more often than that.

use super::*;

const NAME: &str = "sec-websocket-extensions";

#[test]
fn offers_that_the_server_agrees_to() {
    for (offered, agreed, expected) in [
        (
            "permessage-deflate",
            "permessage-deflate",
            &["permessage-deflate"][..],
        ),
        (
            "permessage-deflate; client_max_window_bits",
            "permessage-deflate; client_max_window_bits=10; server_no_context_takeover",
            &["permessage-deflate;client_max_window_bits=10;server_no_context_takeover"],
        ),
        ("a, b", "b", &["b"]),
        ("a, b", "b, a", &["b", "a"]),
        ("a;x, a;y", "a;z, a", &["a;z", "a"]),
        ("a;x, a;y", "a", &["a"]),
        ("a;x=\"b\"", "a; x = \"c\\d\"", &["a;x=cd"]),
        ("a", " \ta\t ", &["a"]),
        ("\ta , b ", "b", &["b"]),
    ] {
        for form in Form::ALL {
            let policy = Policy {
                agreed: Some(agreed),
                ..Policy::default()
            };
            let offer = offer().with_extensions(offered).expect("legal");
            let (subprotocol, extensions) = negotiated(form, offer, policy);
            assert_eq!(extensions, expected, "{offered}: {agreed}");
            assert_eq!(subprotocol, None);
            // The server is free to agree to none.
            let (_, extensions) = negotiated(form, offer, Policy::default());
            assert_eq!(extensions, [""; 0]);
        }
    }
}

#[test]
fn server_agrees_to_no_more_than_was_offered() {
    use EncodeError::{ExtensionNotOffered, InvalidExtensions};

    for (offered, agreed, expected) in [
        (None, "a", ExtensionNotOffered),
        (Some("a"), "b", ExtensionNotOffered),
        (Some("a"), "A", ExtensionNotOffered),
        (Some("a"), "a, b", ExtensionNotOffered),
        (Some("a"), "a, a", ExtensionNotOffered),
        (Some("a, b, a"), "a, a, a", ExtensionNotOffered),
        (Some("aa"), "a", ExtensionNotOffered),
        (Some("b; a"), "a", ExtensionNotOffered),
        (Some("a"), "", InvalidExtensions),
        (Some("a"), ",", InvalidExtensions),
        (Some("a"), ",a", InvalidExtensions),
        (Some("a"), "a,", InvalidExtensions),
        (Some("a, b"), "a, \t, b", InvalidExtensions),
        // What cannot be sent comes first.
        (None, "a,,b", InvalidExtensions),
        (Some("a"), "a;", InvalidExtensions),
        (Some("a"), "a; =b", InvalidExtensions),
        (Some("a"), "a; b=", InvalidExtensions),
        (Some("a"), "a; b=\"c d\"", InvalidExtensions),
        (Some("a"), "a; b=\"\"", InvalidExtensions),
        (Some("a"), "a\r\nx: y", InvalidExtensions),
        (Some("a"), "a; b=\"\r\nx: y\"", InvalidExtensions),
        (Some("a"), "\u{e9}", InvalidExtensions),
    ] {
        for form in Form::ALL {
            let policy = Policy {
                agreed: Some(agreed),
                ..Policy::default()
            };
            let mut offer = offer();
            if let Some(offered) = offered {
                offer = offer.with_extensions(offered).expect("legal");
            }
            let asked = serve(form, &request(form, offer), policy).expect("legal");
            let error = Err(Unanswered::Encode(expected));
            assert_eq!(asked.answer, error, "{offered:?}: {agreed}");
        }
    }
}

/// RFC 9110 §5.6.1.1: a list may be read with empty elements, and is not sent with them.
#[test]
fn offers_have_no_empty_elements() {
    for list in [
        ",ab",
        "ab,",
        "a,,b",
        "a, ,b",
        "a,\t, b",
        " ,a",
        "a;b=\"c\",,d",
    ] {
        let taken = offer().with_extensions(list).map(|_| ());
        assert_eq!(taken, Err(EncodeError::InvalidExtensions), "{list:?}");
        for form in Form::ALL {
            assert!(asked(form, &[(NAME, list)]).is_ok(), "{list:?}");
        }
    }
}

#[test]
fn offers_are_one_list_in_any_number_of_lines() {
    for (lines, expected) in [
        (&[(NAME, "a, b")][..], &["a", "b"][..]),
        (
            &[(NAME, "a"), ("Sec-WebSocket-Extensions", "b")],
            &["a", "b"],
        ),
        (
            &[(NAME, ",\t, a ,,"), (NAME, ""), (NAME, "b,")],
            &["a", "b"],
        ),
        // Whitespace between any two words.
        (&[(NAME, "a ; b = c;d\t=\"e\" ; f")], &["a;b=c;d=e;f"]),
        // A comma in quotes separates nothing, but is in no token either.
        (&[(NAME, "a; b=\"\\c\\d\"")], &["a;b=cd"]),
        // The same one several times, with other parameters or not.
        (&[(NAME, "a; b=1, a; b=2, a")], &["a;b=1", "a;b=2", "a"]),
        (&[(NAME, "a; b; b")], &["a;b;b"]),
    ] {
        for form in Form::ALL {
            let asked = asked(form, lines).expect("legal");
            assert_eq!(asked.extensions, expected, "{lines:?}");
        }
    }
}

#[test]
fn offers_that_are_none_are_refused() {
    for value in [
        "",
        ",",
        "a b",
        "a;",
        "a;;b",
        "a=b",
        "a; b=",
        "a; =b",
        "a; b=c d",
        "a; b=\"",
        "a; b=\"c d\"",
        "a; b=\"c,d\"",
        "a; b=\"\"",
        "a; b=\"\u{e9}\"",
        "\"a\"",
        "\u{e9}",
        "a, b; c=\"d",
        ";a",
        "a; b=\"c\"d",
    ] {
        for form in Form::ALL {
            let error = asked(form, &[(NAME, value)]).expect_err("no offer");
            assert_eq!(error, RequestErrorKind::InvalidExtensions, "{value}");
            // Nor is it one in a line behind one that is right.
            if value.contains('a') {
                let error = asked(form, &[(NAME, "z"), (NAME, value)]).expect_err("no offer");
                assert_eq!(error, RequestErrorKind::InvalidExtensions, "{value}");
            }
        }
        let error = offer().with_extensions(value).map(|_| ());
        assert_eq!(error, Err(EncodeError::InvalidExtensions), "{value}");
    }
}

/// RFC 6455 §4.1, the second list, item 5.
#[test]
fn response_names_those_that_were_offered() {
    use ResponseErrorKind::{InvalidExtensions, UnexpectedExtension};

    for (offered, lines, expected) in [
        (Some("a; b"), &[][..], Ok(&[][..])),
        (Some("a; b"), &[(NAME, "a")], Ok(&["a"])),
        (Some("a; b"), &[(NAME, "a; c=\"d\"")], Ok(&["a;c=d"])),
        (
            Some("a, a"),
            &[(NAME, "a"), (NAME, "a;x")],
            Ok(&["a", "a;x"]),
        ),
        (Some("a, b"), &[(NAME, "b,a")], Ok(&["b", "a"])),
        (None, &[(NAME, "a")], Err(UnexpectedExtension)),
        (Some("a"), &[(NAME, "b")], Err(UnexpectedExtension)),
        (Some("a"), &[(NAME, "A")], Err(UnexpectedExtension)),
        (Some("a"), &[(NAME, "a, a")], Err(UnexpectedExtension)),
        (
            Some("a"),
            &[(NAME, "a"), (NAME, "a")],
            Err(UnexpectedExtension),
        ),
        (Some("a, b"), &[(NAME, "a, b, a")], Err(UnexpectedExtension)),
        (Some("a; b"), &[(NAME, "b")], Err(UnexpectedExtension)),
        (None, &[(NAME, "")], Err(InvalidExtensions)),
        (Some("a"), &[(NAME, "")], Err(InvalidExtensions)),
        (Some("a"), &[(NAME, "a; b=\"c d\"")], Err(InvalidExtensions)),
        (
            Some("a"),
            &[(NAME, "a"), (NAME, "a;")],
            Err(InvalidExtensions),
        ),
        (Some("a"), &[(NAME, "a b")], Err(InvalidExtensions)),
    ] {
        for form in Form::ALL {
            let mut offer = offer();
            if let Some(offered) = offered {
                offer = offer.with_extensions(offered).expect("legal");
            }
            let agreed = agreed(form, offer, lines).map(|(_, extensions)| extensions);
            let expected = expected
                .map(|names: &[&str]| names.iter().copied().map(str::to_owned).collect::<Vec<_>>());
            assert_eq!(agreed, expected, "{lines:?}");
        }
    }
}

#[test]
fn subprotocol_and_extensions_do_not_depend_on_each_other() {
    for form in Form::ALL {
        let offered = ["chat"];
        let offer = offer()
            .with_extensions("a; b=c")
            .and_then(|offer| offer.with_subprotocols(&offered))
            .expect("legal");
        let policy = Policy {
            supported: &["chat"],
            agreed: Some("a"),
            fields: &[("set-cookie", b"d=e")],
            ..Policy::default()
        };
        let expected = (Some("chat".to_owned()), vec!["a".to_owned()]);
        assert_eq!(negotiated(form, offer, policy), expected);
    }
}
