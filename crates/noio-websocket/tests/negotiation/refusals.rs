//! Refusals: what a server writes that opens no connection (RFC 6455 §4.2.2).

use noio_testkit::handshake::pair::{encoded, owned};
use noio_websocket::handshake::Refusal;

use super::*;

fn octets(refusal: Refusal<'_>) -> String {
    let octets = encoded(refusal.encoded_len(), |mut out| refusal.encode(&mut out));
    String::from_utf8(octets).expect("text")
}

/// The error that a server has for these octets.
fn error(octets: &[u8]) -> noio_websocket::handshake::RequestError {
    let mut decoder = RequestDecoder::new();
    match decoder.decode(&mut &*octets) {
        Err(error) => error,
        Ok(Some(_)) => panic!("accepted"),
        Ok(None) => decoder.finish().expect_err("cut off"),
    }
}

fn request_but(at: usize, lines: &[Line<'_>]) -> Vec<u8> {
    let mut all = REQUEST.to_vec();
    all.splice(at..=at, lines.iter().copied());
    match head("GET /chat HTTP/1.1", &all) {
        Message::Octets(octets) => octets,
        other => panic!("{other:?}"),
    }
}

fn with_start(start: &str) -> Vec<u8> {
    match head(start, &REQUEST) {
        Message::Octets(octets) => octets,
        other => panic!("{other:?}"),
    }
}

/// Each error that a head may have, with its answer.
#[test]
fn answers_to_errors() {
    use RequestErrorKind as Kind;

    let many = vec![("a", "b"); 96];
    for (octets, kind, status) in [
        (b"GET  / HTTP/1.1\r\n".to_vec(), Kind::InvalidStartLine, 400),
        (
            b"GET / HTTP/1.0\r\n".to_vec(),
            Kind::UnsupportedHttpVersion,
            505,
        ),
        (
            b"PRI * HTTP/2.0\r\n".to_vec(),
            Kind::UnsupportedHttpVersion,
            505,
        ),
        (
            b"GET / HTTP/1.1\r\na :b".to_vec(),
            Kind::InvalidFieldName,
            400,
        ),
        (
            b"GET / HTTP/1.1\r\na:\0".to_vec(),
            Kind::InvalidFieldValue,
            400,
        ),
        (
            b"GET / HTTP/1.1\r\na:b\n".to_vec(),
            Kind::InvalidLineEnd,
            400,
        ),
        (vec![b'a'; 16 * 1024 + 1], Kind::HeadTooLong, 431),
        (request_octets(&many), Kind::TooManyFields, 431),
        (b"GET / HTTP/1.1\r\nHost".to_vec(), Kind::Truncated, 400),
        (
            with_start("POST /chat HTTP/1.1"),
            Kind::MethodNotAllowed,
            405,
        ),
        (
            with_start("get /chat HTTP/1.1"),
            Kind::MethodNotAllowed,
            405,
        ),
        (with_start("GET chat HTTP/1.1"), Kind::InvalidTarget, 400),
        (request_but(0, &[]), Kind::InvalidHost, 400),
        (
            request_octets(&[("content-length", "1")]),
            Kind::UnexpectedContent,
            400,
        ),
        (request_but(1, &[]), Kind::UpgradeRequired, 426),
        (
            request_but(1, &[("upgrade", "h2c")]),
            Kind::UpgradeRequired,
            426,
        ),
        (
            request_but(1, &[("upgrade", "websocket, /")]),
            Kind::InvalidUpgrade,
            400,
        ),
        (request_but(2, &[]), Kind::InvalidConnection, 400),
        (request_but(4, &[]), Kind::InvalidVersion, 400),
        (
            request_but(4, &[("sec-websocket-version", "8")]),
            Kind::UnsupportedVersion,
            426,
        ),
        (request_but(3, &[]), Kind::InvalidKey, 400),
        (
            request_octets(&[("origin", "a"), ("origin", "a")]),
            Kind::InvalidOrigin,
            400,
        ),
        (
            request_octets(&[("sec-websocket-protocol", "a b")]),
            Kind::InvalidSubprotocols,
            400,
        ),
        (
            request_octets(&[("sec-websocket-extensions", "a b")]),
            Kind::InvalidExtensions,
            400,
        ),
    ] {
        let error = error(&octets);
        assert_eq!((error.kind(), error.kind().status()), (kind, status));
        let refusals = [error.refusal(), kind.refusal()];
        assert_eq!(
            refusals.map(|refusal| refusal.status()),
            [status; 2],
            "{kind}"
        );
        assert_eq!(refusals.map(octets_of_error), [expected_octets(status); 2]);
    }
    let too_many = Kind::TooManySubprotocols;
    assert_eq!(too_many.status(), 400);
    assert_eq!(octets_of_error(too_many.refusal()), expected_octets(400));
}

fn octets_of_error(refusal: Refusal<'_>) -> &'static str {
    let octets = octets(refusal);
    let expected = expected_octets(refusal.status());
    assert_eq!(octets, expected);
    expected
}

/// What goes over the wire.
fn expected_octets(status: u16) -> &'static str {
    match status {
        400 => "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        403 => "HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        405 => {
            "HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\nContent-Length: 0\r\n\
             Allow: GET\r\n\r\n"
        }
        426 => {
            "HTTP/1.1 426 Upgrade Required\r\nConnection: Upgrade, close\r\nContent-Length: 0\r\n\
             Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n"
        }
        431 => {
            "HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n\
             Content-Length: 0\r\n\r\n"
        }
        501 => "HTTP/1.1 501 Not Implemented\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        505 => {
            "HTTP/1.1 505 HTTP Version Not Supported\r\nConnection: close\r\n\
             Content-Length: 0\r\n\r\n"
        }
        other => panic!("no error has {other}"),
    }
}

/// RFC 8441 has no method and no Upgrade to be wrong, and answers of its own.
#[test]
fn answers_to_errors_of_extended_connect() {
    use noio_websocket::handshake::ConnectLine;

    let version: [Field<'_>; 1] = [("sec-websocket-version", b"13")];
    let line = ConnectLine {
        protocol: "connect-udp",
        scheme: "https",
        authority: "example.com",
        path: "/",
    };
    let error = Request::connect(line, version.iter().copied()).expect_err("another protocol");
    assert_eq!(error, RequestErrorKind::UnknownProtocol);
    assert_eq!(octets_of_error(error.refusal()), expected_octets(501));
    let error = asked(Form::Connect, &[("connection", "upgrade")]).expect_err("of HTTP/1");
    assert_eq!(error, RequestErrorKind::ConnectionSpecificField);
    assert_eq!(error.status(), 400);

    let refusal = Refusal::new(405).expect("legal").into_http2();
    assert_eq!(refusal.status(), 405);
    assert_eq!(
        owned(refusal.fields()),
        owned([("allow", &b"CONNECT"[..])].into_iter())
    );
    for status in [400, 403, 431, 501, 503] {
        let refusal = Refusal::new(status).expect("legal");
        assert_eq!(refusal.into_http2().status(), status);
        assert_eq!(
            owned(refusal.into_http2().fields()),
            owned(refusal.fields())
        );
    }
    let added: [Field<'_>; 1] = [("Retry-After", b"1")];
    let refusal = RequestErrorKind::UnsupportedVersion.refusal();
    let refusal = refusal
        .with_fields(&added)
        .expect("legal")
        .with_content(b"no");
    let upgrade = [("Connection", "Upgrade"), ("Upgrade", "websocket")];
    let version = [("Sec-WebSocket-Version", "13"), ("Retry-After", "1")];
    let lines = fields(&[upgrade, version].concat());
    assert_eq!(owned(refusal.fields()), lines);
    let refusal = refusal.into_http2();
    assert_eq!((refusal.status(), refusal.content()), (400, &b"no"[..]));
    let lines = fields(&[("sec-websocket-version", "13"), version[1]]);
    assert_eq!(owned(refusal.fields()), lines);
}

#[test]
fn statuses_that_open_nothing() {
    for status in 0..=999 {
        let refusal = Refusal::new(status).map(|refusal| refusal.status());
        // 304 says that what the client has already is still right.
        let is_refusal = matches!(status, 300..=303 | 305..=599);
        let expected = is_refusal.then_some(status);
        assert_eq!(refusal, expected);
    }
    for (refusal, status) in [
        (Refusal::FORBIDDEN, 403),
        (Refusal::NOT_FOUND, 404),
        (Refusal::TOO_MANY_REQUESTS, 429),
        (Refusal::SERVICE_UNAVAILABLE, 503),
    ] {
        assert_eq!(refusal.status(), status);
        assert!(octets(refusal).starts_with(&format!("HTTP/1.1 {status} ")));
    }
}

/// What a refusal says, a client reads: status, fields, and the content behind the head.
#[test]
fn refusals_of_all_statuses_are_read() {
    let added: [Field<'_>; 2] = [("Location", b"https://example.com/"), ("x", b"")];
    for status in (300..=599).filter(|status| *status != 304) {
        for content in [&b""[..], b"a", &[0xff; 100]] {
            let refusal = Refusal::new(status).expect("legal").with_content(content);
            let refusal = refusal.with_fields(&added).expect("legal");
            let octets = encoded(refusal.encoded_len(), |mut out| refusal.encode(&mut out));
            let mut client = Client::new(offer(), KEY);
            let mut input = &*octets;
            let refused = match client.decode(&mut input) {
                Ok(Some(Response::Refused(refused))) => refused,
                other => panic!("unexpected {other:?}"),
            };
            assert_eq!(refused.status(), status);
            let len = content.len().to_string();
            let mut expected = vec![("Content-Length", len.as_bytes())];
            // What is about the connection is in one line, the first.
            expected.extend(refusal.fields().filter(|(name, _)| *name != "Connection"));
            let fields: Vec<_> = refused.fields().skip(1).collect();
            assert_eq!(fields, expected);
            assert_eq!(input, content);
        }
    }
}

#[test]
fn fields_of_a_refusal_are_checked() {
    use EncodeError::{InvalidField, ReservedField};

    for (name, value, expected) in [
        ("a", &b"b"[..], Ok(())),
        ("WWW-Authenticate", b"Basic realm=\"\xe4\"", Ok(())),
        ("", b"b", Err(InvalidField)),
        ("a:", b"b", Err(InvalidField)),
        ("a", b"b\r\nc: d", Err(InvalidField)),
        ("a\r\nc", b"d", Err(InvalidField)),
        ("a", b" b", Err(InvalidField)),
        ("Content-Length", b"1", Err(ReservedField)),
        ("transfer-encoding", b"chunked", Err(ReservedField)),
        ("Connection", b"keep-alive", Err(ReservedField)),
        ("Upgrade", b"h2c", Err(ReservedField)),
        ("Sec-WebSocket-Version", b"8", Err(ReservedField)),
    ] {
        let fields = [(name, value)];
        let taken = Refusal::NOT_FOUND.with_fields(&fields).map(|_| ());
        assert_eq!(taken, expected, "{name}");
    }
}

#[test]
fn refusals_are_compared() {
    let fields: [Field<'_>; 1] = [("a", b"b")];
    let with_fields = Refusal::NOT_FOUND.with_fields(&fields).expect("legal");
    let different = [
        Refusal::NOT_FOUND,
        Refusal::FORBIDDEN,
        Refusal::NOT_FOUND.with_content(b"a"),
        with_fields,
        RequestErrorKind::UnsupportedVersion.refusal(),
        RequestErrorKind::UnsupportedVersion.refusal().into_http2(),
    ];
    for (at, one) in different.iter().enumerate() {
        for (other_at, other) in different.iter().enumerate() {
            assert_eq!(one == other, at == other_at, "{one:?} {other:?}");
        }
    }
    assert_eq!(Refusal::new(404), Some(Refusal::NOT_FOUND));
}
