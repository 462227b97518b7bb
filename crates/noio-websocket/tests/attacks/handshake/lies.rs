//! Heads that are taken for something else than they are, or bring down who believes them.

use super::*;

/// The advisory of granian: a subprotocol that is no ASCII is taken for text, and brings the server
/// down. Here it is an error, as is every other octet that is in no token, in the middle of a head or
/// at its end, in any field of the handshake.
#[test]
fn octets_that_are_no_text() {
    for octet in 0x80..=u8::MAX {
        for value in [
            &[octet][..],
            &[b'a', octet],
            &[octet, b',', b'a'],
            b"\xff\xfe\xc3(",
        ] {
            let line = |name: &str| [name.as_bytes(), b": ", value].concat();
            let subprotocols = line("Sec-WebSocket-Protocol");
            assert_eq!(
                asked(&[&subprotocols]),
                Err(RequestKind::InvalidSubprotocols)
            );
            assert_eq!(
                answered(offer(), &[&subprotocols]),
                Err(ResponseKind::InvalidSubprotocol)
            );
            let extensions = line("Sec-WebSocket-Extensions");
            assert_eq!(asked(&[&extensions]), Err(RequestKind::InvalidExtensions));
            assert_eq!(
                answered(offer(), &[&extensions]),
                Err(ResponseKind::InvalidExtensions)
            );
            for (name, request, response) in [
                ("Host", RequestKind::InvalidHost, Ok(Some(true))),
                (
                    "Upgrade",
                    RequestKind::InvalidUpgrade,
                    Err(ResponseKind::InvalidUpgrade),
                ),
                (
                    "Connection",
                    RequestKind::InvalidConnection,
                    Err(ResponseKind::InvalidConnection),
                ),
                ("Sec-WebSocket-Key", RequestKind::InvalidKey, Ok(Some(true))),
                (
                    "Sec-WebSocket-Version",
                    RequestKind::InvalidVersion,
                    Ok(Some(true)),
                ),
                (
                    "Content-Length",
                    RequestKind::UnexpectedContent,
                    Err(ResponseKind::UnexpectedContent),
                ),
            ] {
                assert_eq!(asked(&[&line(name)]), Err(request));
                assert_eq!(answered(offer(), &[&line(name)]), response);
            }
            // These are the caller's, who gets octets and no text.
            for name in ["Origin", "Cookie", "Sec-WebSocket-Accept"] {
                assert_eq!(asked(&[&line(name)]), Ok(true));
            }
        }
    }
}

/// CVE-2026-2229 (undici): a parameter that the server has made up is believed, and what it is used
/// for throws. What is no token is an error here; every other value is text, and for the extension
/// to judge.
#[test]
fn parameters_that_nobody_has_offered() {
    let offer = offer()
        .with_extensions("permessage-deflate; client_max_window_bits")
        .expect("legal");
    for (parameters, expected) in [
        ("server_max_window_bits=7", Ok("7")),
        (
            "server_max_window_bits=\"99999999999999999999\"",
            Ok("99999999999999999999"),
        ),
        ("server_max_window_bits=-1", Ok("-1")),
        ("server_max_window_bits=1e3", Ok("1e3")),
        ("server_max_window_bits=NaN", Ok("NaN")),
        ("server_max_window_bits", Ok("")),
        (
            "server_max_window_bits=",
            Err(ResponseKind::InvalidExtensions),
        ),
        (
            "server_max_window_bits=\"\"",
            Err(ResponseKind::InvalidExtensions),
        ),
        (
            "server_max_window_bits=\"1 5\"",
            Err(ResponseKind::InvalidExtensions),
        ),
        (
            "server_max_window_bits=\"15",
            Err(ResponseKind::InvalidExtensions),
        ),
        (
            "server_max_window_bits=(15)",
            Err(ResponseKind::InvalidExtensions),
        ),
        ("=15", Err(ResponseKind::InvalidExtensions)),
        ("", Err(ResponseKind::InvalidExtensions)),
    ] {
        let line = format!("Sec-WebSocket-Extensions: permessage-deflate; {parameters}");
        let response = head(RESPONSE, &[line.as_bytes()]);
        let mut client = Client::new(offer, KEY);
        match (client.decode(&mut &*response), expected) {
            (Ok(Some(Response::Accepted(accepted))), Ok(expected)) => {
                let extension = accepted.extensions().next().expect("one");
                let parameter = extension.parameters().next().expect("one");
                assert_eq!(parameter.name.as_str(), "server_max_window_bits");
                let value = parameter.value.map(|value| value.to_bytes().into_owned());
                assert_eq!(value.unwrap_or_default(), expected.as_bytes());
            }
            (Err(error), Err(expected)) => assert_eq!(error.kind(), expected, "{parameters}"),
            (seen, _) => panic!("unexpected {seen:?} for {parameters}"),
        }
    }
}

/// Response splitting, and its like in requests: what a caller puts in from elsewhere ends a line and
/// begins another. (Every octet in every place is in the tests of negotiation.)
#[test]
fn line_ends_from_the_caller() {
    for evil in [
        "a\r\nSet-Cookie: b",
        "a\r\n\r\n<html>",
        "a\nb: c",
        "a\rb: c",
        "a\0",
    ] {
        let as_value: [Field<'_>; 1] = [("Location", evil.as_bytes())];
        let as_name: [Field<'_>; 1] = [(evil, b"")];
        for fields in [&as_value, &as_name] {
            let error = Some(EncodeError::InvalidField);
            assert_eq!(offer().with_fields(fields).err(), error);
            assert_eq!(Refusal::NOT_FOUND.with_fields(fields).err(), error);
            let octets = head(REQUEST, &[]);
            let mut decoder = RequestDecoder::new();
            let request = decoder
                .decode(&mut &*octets)
                .expect("legal")
                .expect("whole");
            let acceptance = request.accept(Origins::Any).expect("for any");
            assert_eq!(acceptance.with_fields(fields).err(), error);
        }
        assert!(offer().with_subprotocols(&[evil]).is_err());
        assert!(offer().with_extensions(evil).is_err());
        assert!(Uri::parse(&format!("ws://{evil}/")).is_err());
        assert!(Uri::parse(&format!("ws://example.com/{evil}")).is_err());
    }
}

/// Mask keys and nonces of `rand()`, of a clock, or all zero (uWebSockets, gobwas/ws, ws-framer):
/// there is no source of randomness here that could be a bad one. A client cannot be made without a
/// key, writes just that one, and takes no answer to another, such as one that a cache has kept.
#[test]
fn key_is_the_callers() {
    let request_of = |key: [u8; 16]| {
        let client = Client::new(offer(), key);
        let key = client
            .request_fields()
            .find(|(name, _)| *name == "Sec-WebSocket-Key");
        key.expect("a key").1.to_vec()
    };
    assert_eq!(request_of(KEY), b"dGhlIHNhbXBsZSBub25jZQ==");
    assert_eq!(request_of([0; 16]), b"AAAAAAAAAAAAAAAAAAAAAA==");
    assert_eq!(request_of([0xff; 16]), b"/////////////////////w==");

    let response = head(RESPONSE, &[]);
    for at in 0..KEY.len() {
        for bit in 0..8 {
            let mut other = KEY;
            other[at] ^= 1 << bit;
            let answered = answer(&mut Client::new(offer(), other), [&*response]);
            assert_eq!(
                answered,
                Err((ResponseKind::InvalidAccept, response.len() as u64 - 1))
            );
        }
    }
}

/// Cross-site WebSocket hijacking: a page of an attacker opens a connection with the cookies of the
/// user. No request is accepted without saying whose pages may.
#[test]
fn page_of_another_site() {
    let judge = |origin: &[u8], origins: Origins<'_>| {
        let octets = head(
            REQUEST,
            &[&[b"Origin: ", origin].concat(), b"Cookie: session=1"],
        );
        let mut decoder = RequestDecoder::new();
        let request = decoder
            .decode(&mut &*octets)
            .expect("legal")
            .expect("whole");
        request
            .accept(origins)
            .map_err(|refusal| refusal.status())
            .err()
    };
    let own = b"https://example.com";
    for origins in [Origins::SameHost, Origins::Listed(&["https://example.com"])] {
        assert_eq!(judge(own, origins), None);
        for evil in [
            &b"https://evil.example"[..],
            b"https://example.com.evil.example",
            b"https://evil.example/https://example.com",
            b"https://example.com https://evil.example",
            b"null",
            b"",
            b"\xff",
        ] {
            assert_eq!(judge(evil, origins), Some(403), "{}", evil.escape_ascii());
        }
    }
}

/// Request smuggling: a proxy takes what follows for the content of the request, or of the answer,
/// and the other end for frames, or for the next request. So neither has any.
#[test]
fn content_that_others_may_see() {
    for lines in [
        &[&b"Content-Length: 5"[..]][..],
        &[b"Content-Length: 00"],
        &[b"Content-Length: +0"],
        &[b"Content-Length: 0, 0"],
        &[b"Content-Length: 0x0"],
        &[b"Content-Length:"],
        &[b"Content-Length: 0", b"content-length: 0"],
        &[b"Content-Length: 0", b"Content-Length: 5"],
        &[b"Transfer-Encoding: chunked"],
        &[b"Transfer-Encoding: identity"],
        &[b"transfer-encoding:"],
        &[b"Content-Length: 0", b"Transfer-Encoding: chunked"],
    ] {
        assert_eq!(asked(lines), Err(RequestKind::UnexpectedContent));
        assert_eq!(
            answered(offer(), lines),
            Err(ResponseKind::UnexpectedContent)
        );
    }
    // One plain zero says that there is none.
    assert_eq!(asked(&[b"Content-Length: 0"]), Ok(true));
    assert_eq!(answered(offer(), &[b"Content-Length: 0"]), Ok(Some(true)));
    // And what could be read as such a line by one and not by another is no line at all.
    for (line, kind) in [
        (
            &b"Transfer-Encoding : chunked"[..],
            RequestKind::InvalidFieldName,
        ),
        (
            b" Transfer-Encoding: chunked",
            RequestKind::InvalidFieldName,
        ),
        (
            b"X: a\r\n Transfer-Encoding: chunked",
            RequestKind::InvalidFieldName,
        ),
        (
            b"X: a\nTransfer-Encoding: chunked",
            RequestKind::InvalidLineEnd,
        ),
        (
            b"X: a\rTransfer-Encoding: chunked",
            RequestKind::InvalidLineEnd,
        ),
        (
            b"X: \x0bTransfer-Encoding: chunked",
            RequestKind::InvalidFieldValue,
        ),
        (b"Transfer-Encoding", RequestKind::InvalidFieldName),
    ] {
        assert_eq!(asked(&[line]), Err(kind), "{}", line.escape_ascii());
    }
}

/// The same for what another HTTP stack has read, which may have been less strict.
#[test]
fn fields_of_another_stack_are_judged_alike() {
    use noio_websocket::handshake::{ConnectLine, RequestLine, Version};

    let line = RequestLine {
        method: "GET",
        target: "/",
        version: Version::Http11,
    };
    let connect = ConnectLine {
        protocol: "websocket",
        scheme: "https",
        authority: "example.com",
        path: "/",
    };
    let own: [Field<'_>; 5] = [
        ("host", b"example.com"),
        ("upgrade", b"websocket"),
        ("connection", b"upgrade"),
        ("sec-websocket-key", b"dGhlIHNhbXBsZSBub25jZQ=="),
        ("sec-websocket-version", b"13"),
    ];
    for (field, upgrade, connected) in [
        (
            ("transfer-encoding", &b"chunked"[..]),
            RequestKind::UnexpectedContent,
            RequestKind::ConnectionSpecificField,
        ),
        (
            ("content-length", b"5"),
            RequestKind::UnexpectedContent,
            RequestKind::UnexpectedContent,
        ),
        (
            ("sec-websocket-protocol", b"\xff"),
            RequestKind::InvalidSubprotocols,
            RequestKind::InvalidSubprotocols,
        ),
        (
            ("sec-websocket-extensions", b"a; b=\"\r\n\""),
            RequestKind::InvalidExtensions,
            RequestKind::InvalidExtensions,
        ),
        (
            ("host", b"example.org"),
            RequestKind::InvalidHost,
            RequestKind::InvalidHost,
        ),
    ] {
        let fields = [&own[..], &[field]].concat();
        let error = Request::upgrade(line, fields.iter().copied()).map(|_| ());
        assert_eq!(error, Err(upgrade));
        let fields = [&own[4..], &[field]].concat();
        let error = Request::connect(connect, fields.iter().copied()).map(|_| ());
        assert_eq!(error, Err(connected));
    }
}
