//! The lines of the checklist in `vectors/README.md` about extended CONNECT (RFC 8441).

use noio_testkit::handshake::{Offers, check_connect, check_connect_response};
use noio_websocket::handshake::{
    ConnectLine, Field, Origins, Refusal, Request, RequestErrorKind, Response, ResponseErrorKind,
};

use super::checklist::{fields, with_request};

/// What asks for a WebSocket over HTTP/2.
const CONNECT: ConnectLine<'_> = ConnectLine {
    protocol: "websocket",
    scheme: "https",
    authority: "example.com",
    path: "/chat",
};

#[test]
fn line_71_connect_has_its_own_line() {
    type Line = ConnectLine<'static>;
    let judged = |line: Line, lines: &[&str]| {
        let lines = [&["sec-websocket-version: 13"], lines].concat();
        let fields = fields(&lines);
        check_connect(line, &fields).expect("as the reference");
        Request::connect(line, fields.iter().copied()).map(|request| {
            assert_eq!(
                (request.target(), request.authority()),
                (line.path, line.authority)
            );
        })
    };
    assert_eq!(judged(CONNECT, &[]), Ok(()));
    for (line, lines) in [
        (
            Line {
                protocol: "WebSocket",
                ..CONNECT
            },
            &[][..],
        ),
        (
            Line {
                scheme: "HTTP",
                ..CONNECT
            },
            &[],
        ),
        (
            Line {
                authority: "[::1]:443",
                ..CONNECT
            },
            &[],
        ),
        (
            Line {
                path: "/?a=b",
                ..CONNECT
            },
            &[],
        ),
        (CONNECT, &["host: EXAMPLE.com"]),
        (CONNECT, &["host: example.com:443"]),
        (
            Line {
                scheme: "http",
                authority: "example.com:80",
                ..CONNECT
            },
            &["host: example.com"],
        ),
        // Neither is looked at.
        (
            CONNECT,
            &["sec-websocket-key: x", "sec-websocket-accept: y"],
        ),
    ] {
        assert_eq!(judged(line, lines), Ok(()), "{line:?} {lines:?}");
    }
    use RequestErrorKind::*;
    for (line, lines, kind) in [
        (
            Line {
                protocol: "",
                ..CONNECT
            },
            &[][..],
            UnknownProtocol,
        ),
        (
            Line {
                protocol: "connect-udp",
                ..CONNECT
            },
            &[],
            UnknownProtocol,
        ),
        (
            Line {
                scheme: "wss",
                ..CONNECT
            },
            &[],
            InvalidTarget,
        ),
        (
            Line {
                path: "",
                ..CONNECT
            },
            &[],
            InvalidTarget,
        ),
        (
            Line {
                path: "*",
                ..CONNECT
            },
            &[],
            InvalidTarget,
        ),
        (
            Line {
                path: "/#a",
                ..CONNECT
            },
            &[],
            InvalidTarget,
        ),
        (
            Line {
                path: "http://a/",
                ..CONNECT
            },
            &[],
            InvalidTarget,
        ),
        (
            Line {
                path: "/\u{e9}",
                ..CONNECT
            },
            &[],
            InvalidTarget,
        ),
        (
            Line {
                authority: "",
                ..CONNECT
            },
            &[],
            InvalidHost,
        ),
        (
            Line {
                authority: "u@a",
                ..CONNECT
            },
            &[],
            InvalidHost,
        ),
        (CONNECT, &["host: a"], InvalidHost),
        (CONNECT, &["host: example.com:80"], InvalidHost),
        (
            Line {
                scheme: "http",
                ..CONNECT
            },
            &["host: example.com:443"],
            InvalidHost,
        ),
        (
            CONNECT,
            &["host: example.com", "host: example.com"],
            InvalidHost,
        ),
        (CONNECT, &["content-length: 0"], UnexpectedContent),
        (CONNECT, &["sec-websocket-version: 13"], InvalidVersion),
    ] {
        assert_eq!(judged(line, lines), Err(kind), "{line:?} {lines:?}");
    }
}

#[test]
fn line_71b_offers_over_connect_are_the_same() {
    let version = ("sec-websocket-version", &b"13"[..]);
    for (lines, kind) in [
        (&["origin: a"][..], None),
        (
            &["origin: a", "origin: a"],
            Some(RequestErrorKind::InvalidOrigin),
        ),
        (
            &["sec-websocket-protocol: a, b", "sec-websocket-protocol: c"],
            None,
        ),
        (
            &["sec-websocket-protocol: a, a"],
            Some(RequestErrorKind::InvalidSubprotocols),
        ),
        (&["sec-websocket-extensions: a; b=\"c\""], None),
        (
            &["sec-websocket-extensions: a;"],
            Some(RequestErrorKind::InvalidExtensions),
        ),
    ] {
        let fields = [&[version][..], &fields(lines)].concat();
        assert_eq!(check_connect(CONNECT, &fields), Ok(()));
        let judged = Request::connect(CONNECT, fields.iter().copied());
        assert_eq!(judged.err(), kind, "{lines:?}");
    }
    for (value, kind) in [
        ("8", RequestErrorKind::UnsupportedVersion),
        ("x", RequestErrorKind::InvalidVersion),
    ] {
        let fields = [("sec-websocket-version", value.as_bytes())];
        assert_eq!(check_connect(CONNECT, &fields), Ok(()));
        let judged = Request::connect(CONNECT, fields.iter().copied());
        assert_eq!(judged.err(), Some(kind));
    }
}

#[test]
fn line_72_any_2xx_opens_over_connect() {
    let mut offers = Offers::new();
    offers.subprotocols = &["chat", "superchat"];
    offers.extensions = "permessage-deflate";
    for lines in [
        &[][..],
        &["sec-websocket-protocol: chat"],
        &["sec-websocket-protocol: other"],
        &["sec-websocket-extensions: permessage-deflate"],
        &["sec-websocket-extensions: x-a"],
        &["sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="],
    ] {
        let fields = fields(lines);
        for status in 100..1000 {
            check_connect_response(&offers, status, &fields).expect("as the reference");
        }
    }
    for (status, opens) in [
        (199, false),
        (200, true),
        (204, true),
        (299, true),
        (300, false),
    ] {
        let none: [Field<'_>; 0] = [];
        let response = offers.offer().check_connect(status, none).expect("legal");
        assert_eq!(matches!(response, Response::Accepted(_)), opens, "{status}");
    }
}

/// In both directions.
#[test]
fn line_71c_fields_of_an_http1_connection() {
    let version = ("sec-websocket-version", &b"13"[..]);
    let offers = Offers::new();
    for (line, is_legal) in [
        ("Connection: close", false),
        ("upgrade: websocket", false),
        ("transfer-encoding: chunked", false),
        ("Keep-Alive: timeout=5", false),
        ("proxy-connection: close", false),
        ("http2-settings: AAMA", false),
        ("te: trailers", true),
        ("TE: Trailers", true),
        ("te: gzip", false),
        ("te: trailers, gzip", false),
        ("te: trailers;q=1", false),
        ("trailer: a", true),
    ] {
        let line = fields(&[line]);
        let asked = [&[version][..], &line].concat();
        assert_eq!(check_connect(CONNECT, &asked), Ok(()));
        let judged = Request::connect(CONNECT, asked.iter().copied()).map(|_| ());
        let expected = is_legal.then_some(());
        let kind = RequestErrorKind::ConnectionSpecificField;
        assert_eq!(judged, expected.ok_or(kind), "{line:?}");

        assert_eq!(check_connect_response(&offers, 200, &line), Ok(()));
        let judged = offers.offer().check_connect(200, line.iter().copied());
        let kind = ResponseErrorKind::ConnectionSpecificField;
        assert_eq!(judged.map(|_| ()), expected.ok_or(kind), "{line:?}");
    }
}

#[test]
fn line_71d_scheme_of_a_page_counts() {
    let version = ("sec-websocket-version", &b"13"[..]);
    for (scheme, origin, is_same) in [
        ("https", "https://example.com", true),
        ("HTTPS", "https://example.com:443", true),
        ("https", "http://example.com", false),
        ("https", "http://example.com:443", false),
        ("http", "http://example.com", true),
        ("http", "https://example.com", false),
    ] {
        let fields = [version, ("origin", origin.as_bytes())];
        let line = ConnectLine { scheme, ..CONNECT };
        let request = Request::connect(line, fields.iter().copied()).expect("legal");
        let judged = request.accept(Origins::SameHost).map(|_| ());
        let expected = is_same.then_some(()).ok_or(Refusal::FORBIDDEN);
        assert_eq!(judged, expected, "{scheme} {origin}");
    }
    // A request of HTTP/1.1 does not say.
    for origin in ["Origin: https://example.com", "Origin: http://example.com"] {
        with_request(&[origin], |request| {
            assert!(request.accept(Origins::SameHost).is_ok(), "{origin}");
        });
    }
}

/// Nor does it say anything: there is no content whose length it could be.
#[test]
fn line_72b_length_of_no_content_is_passed_over() {
    let offers = Offers::new();
    for lines in [
        &["content-length: 0"][..],
        &["content-length: 7"],
        &["content-length: a", "Content-Length: 1"],
    ] {
        let fields = fields(lines);
        assert_eq!(check_connect_response(&offers, 200, &fields), Ok(()));
        let judged = offers.offer().check_connect(200, fields.iter().copied());
        assert!(matches!(judged, Ok(Response::Accepted(_))), "{lines:?}");
    }
}
