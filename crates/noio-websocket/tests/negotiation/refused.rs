//! Responses that open no connection, as a client reads them (RFC 6455 §4.1, item 1 of the second
//! list).

use super::*;

/// Status, fields, and what is left behind the head.
fn refused(octets: &[u8]) -> Result<(u16, Vec<OwnedField>, Vec<u8>), ResponseErrorKind> {
    let mut client = Client::new(offer(), KEY);
    let mut input = octets;
    match client.decode(&mut input).map_err(|error| error.kind())? {
        Some(Response::Refused(refused)) => {
            let fields = refused
                .fields()
                .map(|(name, value)| (name.to_owned(), value.to_vec()));
            Ok((refused.status(), fields.collect(), input.to_vec()))
        }
        other => panic!("unexpected {other:?}: {}", octets.escape_ascii()),
    }
}

#[test]
fn redirect_challenge_and_version_come_with_their_head() {
    for (head, status, lines) in [
        (
            "HTTP/1.1 302 Found\r\nLocation: wss://example.org/chat\r\n\r\n",
            302,
            &[("Location", "wss://example.org/chat")][..],
        ),
        (
            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"a\"\r\n\
             www-authenticate: Bearer\r\nContent-Length: 4\r\n\r\n",
            401,
            &[
                ("WWW-Authenticate", "Basic realm=\"a\""),
                ("www-authenticate", "Bearer"),
                ("Content-Length", "4"),
            ],
        ),
        (
            "HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Version: 13, 8\r\n\r\n",
            426,
            &[
                ("Upgrade", "websocket"),
                ("Connection", "Upgrade"),
                ("Sec-WebSocket-Version", "13, 8"),
            ],
        ),
        // A server of old, and one that knows nothing of WebSocket.
        (
            "HTTP/1.0 200 OK\r\nServer: a\r\n\r\n",
            200,
            &[("Server", "a")],
        ),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            200,
            &[("Transfer-Encoding", "chunked")],
        ),
        // An empty reason, and one that is no ASCII.
        ("HTTP/1.1 503 \r\n\r\n", 503, &[]),
        ("HTTP/1.1 503 \u{e9}\t\r\n\r\n", 503, &[]),
        ("HTTP/1.1 999 ?\r\n\r\n", 999, &[]),
    ] {
        for content in [&b""[..], b"body", b"\r\n\r\nHTTP/1.1 101 \r\n"] {
            let octets = [head.as_bytes(), content].concat();
            let expected = (status, fields(lines), content.to_vec());
            assert_eq!(refused(&octets), Ok(expected), "{head}");
        }
    }
}

/// Rules of the upgrade are not asked of a response that opens nothing.
#[test]
fn refusal_may_say_what_it_likes() {
    for lines in [
        "",
        "Sec-WebSocket-Accept: a\r\nSec-WebSocket-Accept: b\r\n",
        "Sec-WebSocket-Protocol: a, b\r\nSec-WebSocket-Extensions: =\r\n",
        "Upgrade: h2c\r\nConnection: close\r\nContent-Length: 5\r\nTransfer-Encoding: a\r\n",
    ] {
        let head = format!("HTTP/1.1 400 Bad Request\r\n{lines}\r\n");
        let (status, fields, rest) = refused(head.as_bytes()).expect("legal");
        assert_eq!(
            (status, fields.len(), &*rest),
            (400, lines.matches('\n').count(), &[][..])
        );
    }
}

#[test]
fn interim_responses_are_passed_over() {
    let response = response_octets(&[]);
    let hints = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nUpgrade: h2c\r\n\r\n";
    for interim in [
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 100 \r\n\r\n",
        "HTTP/1.1 102 Processing\r\nContent-Length: 7\r\n\r\n",
        "HTTP/1.1 199 \r\n\r\n",
        &hints.repeat(5),
    ] {
        let octets = [interim.as_bytes(), &response].concat();
        let mut client = Client::new(offer(), KEY);
        let mut input = &*octets;
        match client.decode(&mut input) {
            // The fields are those of the last head alone.
            Ok(Some(Response::Accepted(accepted))) => {
                assert_eq!(accepted.fields().count(), RESPONSE.len());
            }
            other => panic!("unexpected {other:?}"),
        }
        let octets = [
            interim.as_bytes(),
            b"HTTP/1.1 403 Forbidden\r\na: b\r\n\r\n",
        ]
        .concat();
        let expected = (403, fields(&[("a", "b")]), vec![]);
        assert_eq!(refused(&octets), Ok(expected));
    }
    // HTTP/1.0 has none, and no upgrade either.
    for status in [100, 101, 103, 199] {
        let head = format!("HTTP/1.0 {status} \r\n\r\n");
        let octets = [head.as_bytes(), &response].concat();
        assert_eq!(
            refused(&octets),
            Err(ResponseErrorKind::InvalidStatus),
            "{status}"
        );
    }
}

#[test]
fn interim_responses_are_bounded_together() {
    let interim = b"HTTP/1.1 100 Continue\r\n\r\n";
    let endless = interim.repeat(1000);
    for feed_len in [1, 7, usize::MAX] {
        let mut client = Client::new(offer(), KEY);
        let error = endless.chunks(feed_len).find_map(|mut input| {
            let error = client.decode(&mut input).map(|response| response.is_some());
            assert_ne!(error, Ok(true));
            error.err()
        });
        let error = error.expect("endless");
        let kind = ResponseErrorKind::HeadTooLong;
        assert_eq!((error.kind(), error.offset()), (kind, 16 * 1024));
    }
}

/// Over HTTP/2, what is no success opens nothing; over HTTP/1.1 what is not 101.
#[test]
fn statuses_that_refuse() {
    for form in [Form::Fields, Form::Connect] {
        let lines = match form {
            Form::Connect => &[][..],
            _ => &RESPONSE,
        };
        for status in 0..=999 {
            let response = Message::Response {
                status,
                fields: fields(lines),
            };
            let is_accepted = match receive(form, offer(), &response).expect("legal") {
                Answered::Accepted { .. } => true,
                Answered::Refused { status: seen, .. } => {
                    assert_eq!(seen, status);
                    false
                }
            };
            let expected = match form {
                Form::Connect => (200..=299).contains(&status),
                _ => status == 101,
            };
            assert_eq!(is_accepted, expected, "{status}");
        }
    }
}

/// RFC 6455 §4.1, the second list, items 2 to 4, over HTTP/1.1 in both forms.
#[test]
fn response_upgrades_this_connection_with_this_key() {
    use ResponseErrorKind::{InvalidAccept, InvalidConnection, InvalidUpgrade, UnexpectedContent};

    let [upgrade, connection, accept] = RESPONSE;
    for (lines, expected) in [
        (&[upgrade, connection, accept][..], Ok(())),
        (
            &[accept, ("Upgrade", "WebSocket"), ("CONNECTION", "UPGRADE")],
            Ok(()),
        ),
        (
            &[upgrade, ("connection", "keep-alive, Upgrade"), accept],
            Ok(()),
        ),
        (
            &[upgrade, ("connection", "keep-alive"), connection, accept],
            Ok(()),
        ),
        (&[connection, accept], Err(InvalidUpgrade)),
        (
            &[("upgrade", "websocket, h2c"), connection, accept],
            Err(InvalidUpgrade),
        ),
        (&[upgrade, upgrade, connection, accept], Err(InvalidUpgrade)),
        (&[upgrade, accept], Err(InvalidConnection)),
        (
            &[upgrade, ("connection", "close"), accept],
            Err(InvalidConnection),
        ),
        (
            &[upgrade, ("connection", "upgrade a"), accept],
            Err(InvalidConnection),
        ),
        (&[upgrade, connection], Err(InvalidAccept)),
        (&[upgrade, connection, accept, accept], Err(InvalidAccept)),
        (
            &[
                upgrade,
                connection,
                ("sec-websocket-accept", "HSmrc0sMlYUkAGmm5OPpG2HaGWk="),
            ],
            Err(InvalidAccept),
        ),
        (
            &[upgrade, connection, accept, ("content-length", "0")],
            Ok(()),
        ),
        (
            &[upgrade, connection, accept, ("content-length", "1")],
            Err(UnexpectedContent),
        ),
        (
            &[
                upgrade,
                connection,
                accept,
                ("transfer-encoding", "chunked"),
            ],
            Err(UnexpectedContent),
        ),
    ] {
        let octets = head("HTTP/1.1 101 Switching Protocols", lines);
        let read = receive(Form::Octets, offer(), &octets).map(|_| ());
        assert_eq!(read, expected, "{lines:?}");
        let response = Message::Response {
            status: 101,
            fields: fields(lines),
        };
        let read = receive(Form::Fields, offer(), &response).map(|_| ());
        assert_eq!(read, expected, "{lines:?}");
    }
}

/// RFC 8441 §5 and RFC 9113 §8.2.2.
#[test]
fn connect_is_answered_without_what_is_about_a_connection() {
    for line in [
        ("connection", "upgrade"),
        ("upgrade", "websocket"),
        ("transfer-encoding", "chunked"),
        ("keep-alive", "timeout=5"),
        ("proxy-connection", "close"),
        ("HTTP2-Settings", ""),
        ("te", "gzip"),
        ("TE", "trailers, deflate"),
        ("te", ""),
    ] {
        let kind = ResponseErrorKind::ConnectionSpecificField;
        let error = agreed(Form::Connect, offer(), &[line]);
        assert_eq!(error, Err(kind), "{line:?}");
        // It comes before what is agreed on.
        let others = [
            ("sec-websocket-extensions", "="),
            ("sec-websocket-protocol", "a"),
            line,
        ];
        let error = agreed(Form::Connect, offer(), &others);
        assert_eq!(error, Err(kind), "{line:?}");
    }
    // An accept key is not asked for, and not looked at. Nor is the length of a content that there
    // cannot be (RFC 9110 §9.3.6).
    for lines in [
        &[("sec-websocket-accept", "")][..],
        &[("sec-websocket-accept", "a")],
        &RESPONSE[2..],
        &[("content-length", "0")],
        &[("Content-Length", "1"), ("content-length", "a")],
        &[("te", "trailers")],
        &[("TE", "Trailers"), ("te", "trailers")],
    ] {
        let read = agreed(Form::Connect, offer(), lines);
        assert_eq!(read, Ok((None, vec![])), "{lines:?}");
    }
}
