//! Subprotocols (RFC 6455 §1.9): at most one is agreed on, of those that were offered.

use noio_websocket::handshake::MAX_SUBPROTOCOLS;

use super::*;

#[test]
fn first_that_the_server_likes_and_the_client_offers() {
    for (offered, supported, expected) in [
        (&[][..], &[][..], None),
        (&[], &["chat"], None),
        (&["chat"], &[], None),
        (&["chat"], &["chat"], Some("chat")),
        (&["chat"], &["superchat"], None),
        (
            &["chat", "superchat"],
            &["superchat", "chat"],
            Some("superchat"),
        ),
        (
            &["chat", "superchat"],
            &["mqtt", "superchat"],
            Some("superchat"),
        ),
        // Case matters (RFC 6455 §11.3.4), and so does every letter.
        (&["chat"], &["Chat", "cha", "chats"], None),
        (&["Chat", "chat"], &["chat"], Some("chat")),
        (
            &["!#$%&'*+-.^_`|~09"],
            &["!#$%&'*+-.^_`|~09"],
            Some("!#$%&'*+-.^_`|~09"),
        ),
        // What a server speaks need not be anything that can be offered.
        (
            &["chat"],
            &["", "chat, superchat", "\u{e9}", "chat"],
            Some("chat"),
        ),
    ] {
        for form in Form::ALL {
            let policy = Policy {
                supported,
                ..Policy::default()
            };
            let offer = offer().with_subprotocols(offered).expect("legal");
            let (subprotocol, extensions) = negotiated(form, offer, policy);
            assert_eq!(
                subprotocol.as_deref(),
                expected,
                "{offered:?} {supported:?}"
            );
            assert_eq!(extensions, [""; 0]);
        }
    }
}

#[test]
fn offers_are_one_list_in_any_number_of_lines() {
    const NAME: &str = "sec-websocket-protocol";

    for lines in [
        &[(NAME, "a, b, c")][..],
        &[(NAME, "a,b,c")],
        &[(NAME, ",a \t,, b,\t c ,")],
        &[(NAME, "a"), ("Sec-WebSocket-Protocol", "b"), (NAME, "c")],
        &[
            (NAME, "a"),
            ("x", "d"),
            (NAME, ""),
            ("SEC-WEBSOCKET-PROTOCOL", "b, c"),
        ],
    ] {
        for form in Form::ALL {
            let asked = asked(form, lines).expect("legal");
            assert_eq!(asked.subprotocols, ["a", "b", "c"], "{lines:?}");
        }
    }
}

#[test]
fn offers_that_are_none_are_refused() {
    const NAME: &str = "sec-websocket-protocol";

    for lines in [
        &[(NAME, "")][..],
        &[(NAME, ",")],
        &[(NAME, ""), (NAME, " ")],
        &[(NAME, "a b")],
        &[(NAME, "a; b")],
        &[(NAME, "\"a\"")],
        &[(NAME, "a/b")],
        &[(NAME, "\u{e9}")],
        // RFC 6455 §4.1, item 10.
        &[(NAME, "a, a")],
        &[(NAME, "a, b"), (NAME, "c, b")],
    ] {
        for form in Form::ALL {
            let error = asked(form, lines).expect_err("no offer");
            assert_eq!(error, RequestErrorKind::InvalidSubprotocols, "{lines:?}");
        }
    }
}

#[test]
fn offers_are_counted() {
    let names: Vec<String> = (0..=MAX_SUBPROTOCOLS).map(|at| format!("p{at}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let most = &names[..MAX_SUBPROTOCOLS];
    for form in Form::ALL {
        let offer = offer().with_subprotocols(most).expect("as many");
        let policy = Policy {
            supported: &most[MAX_SUBPROTOCOLS - 1..],
            ..Policy::default()
        };
        let (subprotocol, _) = negotiated(form, offer, policy);
        assert_eq!(subprotocol.as_deref(), most.last().copied());

        let list = names.join(",");
        let error = asked(form, &[("sec-websocket-protocol", &list)]).expect_err("one more");
        assert_eq!(error, RequestErrorKind::TooManySubprotocols);
        // What is over the limit is not compared with the others.
        let list = format!("{}, p0", most.join(","));
        let error = asked(form, &[("sec-websocket-protocol", &list)]).expect_err("one more");
        assert_eq!(error, RequestErrorKind::TooManySubprotocols);
    }
    let error = offer().with_subprotocols(&names).map(|_| ());
    assert_eq!(error, Err(EncodeError::InvalidSubprotocols));
}

#[test]
fn client_offers_distinct_tokens() {
    for names in [
        &[""][..],
        &["a", ""],
        &["a", "a"],
        &["a", "b", "a"],
        &["a b"],
        &["a,b"],
        &["a\r\nx: y"],
        &["\u{e9}"],
        &["a "],
    ] {
        let error = offer().with_subprotocols(names).map(|_| ());
        assert_eq!(error, Err(EncodeError::InvalidSubprotocols), "{names:?}");
    }
    // Case matters.
    assert!(offer().with_subprotocols(&["a", "A"]).is_ok());
}

/// RFC 6455 §4.1, the second list, item 6.
#[test]
fn response_names_one_that_was_offered() {
    const NAME: &str = "sec-websocket-protocol";
    use ResponseErrorKind::{InvalidSubprotocol, UnexpectedSubprotocol};

    let offered = ["chat", "superchat"];
    for form in Form::ALL {
        let offer = offer().with_subprotocols(&offered).expect("legal");
        for (lines, expected) in [
            // None is legal although some were offered.
            (&[][..], Ok(None)),
            (&[(NAME, "chat")], Ok(Some("chat"))),
            (
                &[("SEC-WEBSOCKET-PROTOCOL", "superchat")],
                Ok(Some("superchat")),
            ),
            (&[(NAME, "mqtt")], Err(UnexpectedSubprotocol)),
            (&[(NAME, "Chat")], Err(UnexpectedSubprotocol)),
            (&[(NAME, "cha")], Err(UnexpectedSubprotocol)),
            (&[(NAME, "")], Err(InvalidSubprotocol)),
            (&[(NAME, "chat, superchat")], Err(InvalidSubprotocol)),
            (&[(NAME, "chat,")], Err(InvalidSubprotocol)),
            (&[(NAME, "\"chat\"")], Err(InvalidSubprotocol)),
            (&[(NAME, "\u{e9}")], Err(InvalidSubprotocol)),
            (
                &[(NAME, "chat"), (NAME, "superchat")],
                Err(InvalidSubprotocol),
            ),
            (&[(NAME, "chat"), (NAME, "chat")], Err(InvalidSubprotocol)),
        ] {
            let agreed = agreed(form, offer, lines).map(|(subprotocol, _)| subprotocol);
            assert_eq!(
                agreed,
                expected.map(|it| it.map(str::to_owned)),
                "{lines:?}"
            );
        }
        let error = agreed(form, super::offer(), &[(NAME, "chat")]);
        assert_eq!(error, Err(UnexpectedSubprotocol), "none was offered");
    }
}
