//! Arbitrary wishes of both ends: what may be said arrives, and nothing else does.

use noio_testkit::handshake::pair::{Wanted, check_pair};
use noio_websocket::handshake::MAX_SUBPROTOCOLS;
use proptest::{collection::vec, prelude::*, sample::select};

use super::*;

/// Mostly legal.
fn token() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => select(&["chat", "superchat", "Chat", "cha", "mqtt", "a", "b", "c"][..])
            .prop_map(str::to_owned),
        4 => "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,12}",
        1 => "[ -~]{0,6}",
        1 => any::<String>(),
    ]
}

/// A few, or about as many as may be offered.
fn subprotocols() -> impl Strategy<Value = Vec<String>> {
    prop_oneof![
        16 => vec(token(), 0..4),
        1 => (MAX_SUBPROTOCOLS - 1..MAX_SUBPROTOCOLS + 2)
            .prop_map(|count| (0..count).map(|at| format!("p{at}")).collect()),
    ]
}

fn extensions() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        "[a-z0-9]{1,3}",
        "\"[a-z0-9]{1,3}\"",
        "\"\\\\[a-z]\"",
        "\"[ -~]?\""
    ];
    let parameter = (
        select(&["x", "y", "x ", " z\t"][..]),
        proptest::option::of(value),
    )
        .prop_map(|(name, value)| match value {
            Some(value) => format!(";{name}={value}"),
            None => format!("; {name}"),
        });
    let name = select(&["a", "b", "permessage-deflate"][..]);
    let element = (name, vec(parameter, 0..3))
        .prop_map(|(name, parameters)| format!("{name}{}", parameters.concat()));
    prop_oneof![
        8 => vec(element, 1..4).prop_map(|list| list.join(", ")),
        1 => "[ab,;=\" \t\\\\]{0,8}",
        1 => any::<String>(),
    ]
}

fn field() -> impl Strategy<Value = OwnedField> {
    let name = prop_oneof![
        8 => select(&["cookie", "Authorization", "X-A", "x-b", "Set-Cookie"][..])
            .prop_map(str::to_owned),
        1 => select(&["Origin", "Host", "Sec-WebSocket-Key", "upgrade", "TE", "sec-websocket-"][..])
            .prop_map(str::to_owned),
        1 => token(),
    ];
    let value = prop_oneof![
        8 => "[!-~]{0,8}".prop_map(String::into_bytes),
        4 => "[!-~][ -~\t\u{80}-\u{ff}]{0,8}[!-~]".prop_map(String::into_bytes),
        1 => select(&["a\r\nb: c", "a\rb", "a\nb", "\r\n\r\n", "\0", "\x7f", " a", "a\t"][..])
            .prop_map(|value| value.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 0..6),
    ];
    (name, value)
}

fn uri() -> impl Strategy<Value = String> {
    let scheme = select(&["ws://", "wss://", "WSS://"][..]);
    let host = select(
        &[
            "example.com",
            "[::1]",
            "127.0.0.1",
            "a-b.c",
            "%41",
            "[v1.a:b]",
        ][..],
    );
    let port = select(&["", ":80", ":443", ":65535", ":", ":0"][..]);
    let path = prop_oneof!["(/[!$-;=-~]{0,8}){0,2}", Just(String::new())];
    let query = prop_oneof!["\\?[!$-~]{0,8}", Just(String::new())];
    prop_oneof![
        12 => (scheme, host, port, path, query).prop_map(|(scheme, host, port, path, query)| {
            format!("{scheme}{host}{port}{path}{query}")
        }),
        1 => "ws://[ -~]{1,12}",
        1 => any::<String>().prop_map(|text| format!("ws://a/{text}")),
    ]
}

fn wanted() -> impl Strategy<Value = Wanted> {
    let fields = || vec(field(), 0..4);
    (
        (
            uri(),
            subprotocols(),
            proptest::option::of(extensions()),
            fields(),
        ),
        (
            vec(token(), 0..4),
            proptest::option::of(extensions()),
            fields(),
        ),
    )
        .prop_map(
            |((uri, subprotocols, extensions, fields), (supported, agreed, answer_fields))| {
                Wanted {
                    uri,
                    subprotocols,
                    extensions,
                    fields,
                    supported,
                    agreed,
                    answer_fields,
                }
            },
        )
}

proptest! {
    #[test]
    fn what_both_ends_want(wanted in wanted()) {
        if let Err(detail) = check_pair(&wanted) {
            return Err(TestCaseError::fail(detail));
        }
    }
}

/// The property is not one of nothing: most of what is generated can be said.
#[test]
fn most_wishes_are_legal() {
    use proptest::{strategy::ValueTree as _, test_runner::TestRunner};

    let mut runner = TestRunner::deterministic();
    let (mut uris, mut subprotocols, mut extensions) = (0, 0, 0);
    for _ in 0..500 {
        let wanted = wanted().new_tree(&mut runner).expect("made").current();
        if let Ok(uri) = Uri::parse(&wanted.uri) {
            uris += 1;
            let names: Vec<&str> = wanted.subprotocols.iter().map(String::as_str).collect();
            subprotocols += usize::from(Offer::new(uri).with_subprotocols(&names).is_ok());
            if let Some(offers) = &wanted.extensions {
                extensions += usize::from(Offer::new(uri).with_extensions(offers).is_ok());
            }
        }
    }
    assert!(uris > 300, "{uris}");
    assert!(subprotocols > 150, "{subprotocols}");
    assert!(extensions > 100, "{extensions}");
}
