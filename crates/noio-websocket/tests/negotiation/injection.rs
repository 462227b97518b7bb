//! What a caller puts into a head adds nothing to it: it is refused, or is what the other end reads.

use noio_testkit::handshake::pair::{Wanted, check_pair};

use super::*;

/// `text` with this octet in front, in the middle, behind, and alone, where it can be text.
fn with_octet(text: &str, octet: u8) -> Vec<String> {
    let (front, back) = text.split_at(text.len() / 2);
    let octet = char::from(octet);
    [
        format!("{octet}{text}"),
        format!("{front}{octet}{back}"),
        format!("{text}{octet}"),
        octet.to_string(),
    ]
    .into()
}

fn check(wanted: &Wanted) {
    if let Err(detail) = check_pair(wanted) {
        panic!("{detail}\n  {wanted:?}");
    }
}

fn plain() -> Wanted {
    Wanted {
        uri: "ws://example.com/chat".to_owned(),
        ..Wanted::default()
    }
}

/// Every octet in every text; those above 127 as the characters that they are in Latin-1.
#[test]
fn every_octet_in_every_text() {
    for octet in 0..=u8::MAX {
        for text in with_octet("ab", octet) {
            check(&Wanted {
                subprotocols: vec!["chat".to_owned(), text.clone()],
                supported: vec![text.clone()],
                ..plain()
            });
            for extensions in [
                text.clone(),
                format!("a; {text}=b"),
                format!("a; b=\"{text}\""),
            ] {
                check(&Wanted {
                    extensions: Some(extensions.clone()),
                    ..plain()
                });
                check(&Wanted {
                    extensions: Some("ab, a, b".to_owned()),
                    agreed: Some(extensions),
                    ..plain()
                });
            }
            let field = (text, b"value".to_vec());
            check(&Wanted {
                fields: vec![field.clone()],
                answer_fields: vec![field],
                ..plain()
            });
        }
        for uri in [
            "ws://exam\u{1}ple.com/",
            "ws://example.com\u{1}/",
            "ws://example.com:8\u{1}0/",
            "ws://example.com/\u{1}",
            "ws://example.com/a?b\u{1}c",
            "ws:/\u{1}/example.com/",
            "\u{1}ws://example.com/",
        ] {
            check(&Wanted {
                uri: uri.replace('\u{1}', &char::from(octet).to_string()),
                ..plain()
            });
        }
    }
}

/// Values are octets, so all of them can be tried as they are.
#[test]
fn every_octet_in_every_value() {
    for octet in 0..=u8::MAX {
        for value in [
            vec![octet],
            vec![b'a', octet, b'b'],
            vec![octet, b'a'],
            vec![b'a', octet],
            [b"a".as_slice(), &[octet], b"\nb: c"].concat(),
        ] {
            let field = ("x".to_owned(), value);
            check(&Wanted {
                fields: vec![field.clone()],
                answer_fields: vec![field],
                ..plain()
            });
        }
    }
}

/// The same from below: which octets are refused, and with what.
#[test]
fn octets_that_are_refused() {
    for octet in 0..=u8::MAX {
        let value = [b'a', octet, b'b'];
        let fields: [Field<'_>; 1] = [("x", &value)];
        let taken = offer().with_fields(&fields).map(|_| ());
        let is_legal = matches!(octet, b'\t' | b' '..=b'~' | 0x80..);
        let expected = is_legal.then_some(()).ok_or(EncodeError::InvalidField);
        assert_eq!(taken, expected, "{octet} in a value");

        let Ok(name) = String::from_utf8(value.to_vec()) else {
            continue;
        };
        let is_token = octet.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&octet);
        let fields: [Field<'_>; 1] = [(&name, b"")];
        let taken = offer().with_fields(&fields).map(|_| ());
        let expected = is_token.then_some(()).ok_or(EncodeError::InvalidField);
        assert_eq!(taken, expected, "{octet} in a name");

        let names = [&*name];
        let taken = offer().with_subprotocols(&names).map(|_| ());
        let expected = is_token
            .then_some(())
            .ok_or(EncodeError::InvalidSubprotocols);
        assert_eq!(taken, expected, "{octet} in a subprotocol");

        // In a list, two elements may come of it.
        let is_list = is_token || matches!(octet, b',');
        let taken = offer().with_extensions(&name).map(|_| ());
        // A semicolon makes a name and a parameter.
        let is_list = is_list || octet == b';';
        let expected = is_list.then_some(()).ok_or(EncodeError::InvalidExtensions);
        assert_eq!(taken, expected, "{octet} in an extension");

        let uri = format!("ws://example.com/{name}");
        let is_legal = octet.is_ascii_graphic() && octet != b'#';
        assert_eq!(Uri::parse(&uri).is_ok(), is_legal, "{octet} in a path");
        let uri = format!("ws://{name}/");
        let is_legal = octet.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=/?".contains(&octet);
        assert_eq!(Uri::parse(&uri).is_ok(), is_legal, "{octet} in a host");
    }
}

/// What the handshake writes itself, or what would change where the head ends and what it is for.
#[test]
fn reserved_fields_are_refused_in_every_case() {
    const RESERVED: [&str; 20] = [
        "host",
        "upgrade",
        "connection",
        "content-length",
        "transfer-encoding",
        "te",
        "trailer",
        "keep-alive",
        "proxy-connection",
        "http2-settings",
        "sec-websocket-key",
        "sec-websocket-key1",
        "sec-websocket-accept",
        "sec-websocket-version",
        "sec-websocket-protocol",
        "sec-websocket-extensions",
        "sec-websocket-origin",
        "sec-websocket-",
        "sec-websocket-~",
        "sec-websocket-\u{78}",
    ];
    let mixed = |name: &str, bits: u64| -> String {
        let letters = name.chars().enumerate();
        letters
            .map(|(at, letter)| match bits >> (at % 64) & 1 {
                1 => letter.to_ascii_uppercase(),
                _ => letter,
            })
            .collect()
    };
    for name in RESERVED {
        for bits in [0, 1, u64::MAX, 0x5555_5555_5555_5555, 0xaaaa_aaaa_aaaa_aaaa] {
            let name = mixed(name, bits);
            let fields: [Field<'_>; 2] = [("cookie", b"a"), (&name, b"1")];
            let taken = offer().with_fields(&fields).map(|_| ());
            assert_eq!(taken, Err(EncodeError::ReservedField), "{name}");
            with_request(&request_octets(&[]), |request| {
                let acceptance = request.accept(Origins::Any).expect("for any");
                let taken = acceptance.with_fields(&fields).map(|_| ());
                assert_eq!(taken, Err(EncodeError::ReservedField), "{name}");
            });
        }
    }
    // Those that are almost the same are the caller's.
    for name in [
        "sec-websocket",
        "hosts",
        "sec-websockets-key",
        "x-host",
        "t",
        "Origin",
        "via",
    ] {
        let fields: [Field<'_>; 1] = [(name, b"1")];
        assert!(offer().with_fields(&fields).is_ok(), "{name}");
        check(&Wanted {
            fields: vec![(name.to_owned(), b"1".to_vec())],
            answer_fields: vec![(name.to_owned(), b"1".to_vec())],
            ..plain()
        });
    }
}

/// The shapes in which a second head, or another field, has been put into one.
#[test]
fn smuggled_heads_are_refused() {
    const TAILS: [&str; 8] = [
        "\r\nX: y",
        "\r\n\r\nGET /admin HTTP/1.1\r\nHost: a",
        "\nX: y",
        "\rX: y",
        "\r\n folded",
        "\0",
        "\u{2028}X: y",
        "\u{85}X: y",
    ];
    for tail in TAILS {
        let text = format!("a{tail}");
        assert!(offer().with_subprotocols(&[&text]).is_err());
        assert!(offer().with_extensions(&text).is_err());
        assert!(
            offer()
                .with_extensions(&format!("a; b=\"c{tail}\""))
                .is_err()
        );
        for uri in ["ws://a", "ws://a/", "ws://a?", "ws://a:80", "ws://[::1]"] {
            assert!(Uri::parse(&format!("{uri}{tail}")).is_err());
        }
        let fields: [Field<'_>; 1] = [(&text, b"")];
        assert!(offer().with_fields(&fields).is_err());
        // Beyond ASCII, a value may be what it likes, since it ends no line.
        let fields: [Field<'_>; 1] = [("x", text.as_bytes())];
        assert_eq!(offer().with_fields(&fields).is_ok(), !tail.is_ascii());
    }
}
