//! What is written for another HTTP stack says the same as what is encoded, in exactly as much space
//! as it needs.

use noio_testkit::handshake::pair::{borrowed, owned};
use noio_websocket::handshake::Refusal;

use super::*;

const OFFERED: [&str; 3] = ["chat", "superchat", "mqtt"];
const FIELDS: [Field<'_>; 3] = [
    ("Origin", b"https://example.com"),
    ("cookie", b"a=b; c=\xe4"),
    ("X", b""),
];

fn full_offer() -> Offer<'static> {
    offer_to("wss://example.com:8443/chat?room=1&q=%20")
        .with_subprotocols(&OFFERED)
        .and_then(|offer| offer.with_extensions("a; b=\"c\", d"))
        .and_then(|offer| offer.with_fields(&FIELDS))
        .expect("legal")
}

/// The start line and the fields of a head that was encoded.
fn taken_apart(octets: &[u8]) -> (String, Vec<OwnedField>) {
    let head = octets.strip_suffix(b"\r\n\r\n").expect("a head");
    let mut lines = head
        .split(|&octet| octet == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let start = lines.next().expect("a start line").to_vec();
    let fields = lines.map(|line| {
        let colon = line.windows(2).position(|two| two == b": ");
        let (name, value) = line.split_at(colon.expect("a colon and a space"));
        let name = String::from_utf8(name.to_vec()).expect("a name");
        (name, value[2..].to_vec())
    });
    let start = String::from_utf8(start).expect("a start line");
    (start, fields.collect())
}

#[test]
fn request_is_as_the_standard_shows_it() {
    let client = Client::new(full_offer(), KEY);
    let expected = b"GET /chat?room=1&q=%20 HTTP/1.1\r\n\
        Host: example.com:8443\r\n\
        Upgrade: websocket\r\n\
        Connection: Upgrade\r\n\
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
        Sec-WebSocket-Version: 13\r\n\
        Sec-WebSocket-Protocol: chat, superchat, mqtt\r\n\
        Sec-WebSocket-Extensions: a; b=\"c\", d\r\n\
        Origin: https://example.com\r\n\
        cookie: a=b; c=\xe4\r\n\
        X: \r\n\r\n";
    assert_eq!(encoded_request(&client), expected);
    let (_, fields) = taken_apart(expected);
    let mut expected = fields;
    let lists = OFFERED.map(|name| ("Sec-WebSocket-Protocol".to_owned(), name.into()));
    expected.splice(5..6, lists);
    assert_eq!(owned(client.request_fields()), expected);

    // Extended CONNECT: no key, nothing about the connection (RFC 8441 §5).
    let mut lower: Vec<_> = expected[4..].to_vec();
    for (name, _) in &mut lower[..5] {
        name.make_ascii_lowercase();
    }
    assert_eq!(owned(full_offer().connect_fields()), lower);
}

#[test]
fn response_is_as_the_standard_shows_it() {
    let added: [Field<'_>; 2] = [("Set-Cookie", b"a=b"), ("x", b"\xe4")];
    let expected = b"HTTP/1.1 101 Switching Protocols\r\n\
        Upgrade: websocket\r\n\
        Connection: Upgrade\r\n\
        Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\
        Sec-WebSocket-Protocol: mqtt\r\n\
        Sec-WebSocket-Extensions: d, a;e\r\n\
        Set-Cookie: a=b\r\n\
        x: \xe4\r\n\r\n";
    let policy = Policy {
        supported: &["mqtt"],
        agreed: Some("d, a;e"),
        fields: &added,
        ..Policy::default()
    };
    let [by_octets, by_fields, by_connect] = Form::ALL.map(|form| {
        let asked = serve(form, &request(form, full_offer()), policy).expect("legal");
        asked.answer.expect("accepted")
    });
    assert_eq!(by_octets, Message::Octets(expected.to_vec()));
    let (_, fields) = taken_apart(expected);
    let response = |status, fields| Message::Response { status, fields };
    assert_eq!(by_fields, response(101, fields.clone()));
    let mut lower = fields[3..].to_vec();
    for (name, _) in &mut lower[..2] {
        name.make_ascii_lowercase();
    }
    assert_eq!(by_connect, response(200, lower));
}

/// Extended CONNECT is not for HTTP/1.1, so there are no octets of it.
#[test]
fn extended_connect_is_not_encoded() {
    let fields = fields(&REQUEST[4..]);
    let line = noio_websocket::handshake::ConnectLine {
        protocol: "WebSocket",
        scheme: "HTTPS",
        authority: "example.com",
        path: "/chat",
    };
    let request = Request::connect(line, borrowed(&fields)).expect("legal");
    let acceptance = request.accept(Origins::Any).expect("for any");
    assert_eq!(acceptance.status(), 200);
    let mut out = Vec::new();
    assert_eq!(acceptance.encode(&mut out), Err(EncodeError::NotHttp1));
    assert_eq!(out, b"");
}

/// A slice of every length that is too short, which `BufMut` itself would panic at.
#[test]
fn output_without_space_is_left_alone() {
    const UNTOUCHED: u8 = 0xa5;

    let client = Client::new(full_offer(), KEY);
    let request = encoded_request(&client);
    let check = |len: usize, encode: &dyn Fn(&mut &mut [u8]) -> Result<(), EncodeError>| {
        let mut buffer = vec![UNTOUCHED; len + 7];
        for space in 0..len {
            let mut out = &mut buffer[..space];
            assert_eq!(encode(&mut out), Err(EncodeError::NoSpace), "{space}");
            assert_eq!(out.len(), space);
            assert!(buffer.iter().all(|&octet| octet == UNTOUCHED));
        }
        for more in [0, 7] {
            let mut out = &mut buffer[..len + more];
            assert_eq!(encode(&mut out), Ok(()));
            assert_eq!(out.len(), more);
            assert!(buffer[len..].iter().all(|&octet| octet == UNTOUCHED));
        }
        buffer[..len].to_vec()
    };
    let encode = |out: &mut &mut [u8]| client.encode_request(out);
    assert_eq!(check(client.encoded_len(), &encode), request);

    with_request(&request, |request| {
        let chosen = request.choose_subprotocol(&OFFERED[1..]);
        let acceptance = request
            .accept(Origins::Any)
            .expect("for any")
            .with_subprotocol(chosen)
            .with_extensions("a")
            .and_then(|acceptance| acceptance.with_fields(&FIELDS))
            .expect("legal");
        check(acceptance.encoded_len(), &|out| acceptance.encode(out));
    });

    for refusal in [
        Refusal::FORBIDDEN,
        RequestErrorKind::UnsupportedVersion.refusal(),
        RequestErrorKind::MethodNotAllowed.refusal(),
    ] {
        let refusal = refusal
            .with_fields(&FIELDS)
            .expect("legal")
            .with_content(b"no");
        check(refusal.encoded_len(), &|out| refusal.encode(out));
    }
}

/// What is there already stays, and nothing is left of one thing when another is encoded.
#[test]
fn output_is_appended() {
    let client = Client::new(offer(), KEY);
    let mut out = b"before".to_vec();
    client.encode_request(&mut out).expect("space");
    client.encode_request(&mut out).expect("space");
    let once = encoded_request(&client);
    assert_eq!(out, [b"before", &*once, &*once].concat());
}

/// The fields of the last call count, in all that can be given some.
#[test]
fn fields_replace_those_of_an_earlier_call() {
    let first: [Field<'_>; 2] = [("x-first", b"1"), ("Origin", b"https://a")];
    let second: [Field<'_>; 1] = [("Origin", b"https://b")];
    let callers = |fields: Vec<OwnedField>| -> Vec<OwnedField> {
        let names = ["x-first", "Origin"];
        let is_callers = |(name, _): &OwnedField| names.contains(&name.as_str());
        fields.into_iter().filter(is_callers).collect()
    };
    let second_alone = owned(second.into_iter());
    let offer = offer()
        .with_fields(&first)
        .and_then(|offer| offer.with_fields(&second))
        .expect("legal");
    assert_eq!(callers(owned(offer.connect_fields())), second_alone);
    let client = Client::new(offer, KEY);
    assert_eq!(callers(owned(client.request_fields())), second_alone);

    with_request(&request_octets(&[]), |request| {
        let acceptance = request
            .accept(Origins::Any)
            .expect("for any")
            .with_fields(&first)
            .and_then(|acceptance| acceptance.with_fields(&second))
            .expect("legal");
        assert_eq!(callers(owned(acceptance.fields())), second_alone);
    });

    let refusal = Refusal::NOT_FOUND
        .with_fields(&first)
        .and_then(|refusal| refusal.with_fields(&second))
        .expect("legal");
    assert_eq!(callers(owned(refusal.fields())), second_alone);
}

/// RFC 6454 §7.3: a server would refuse two.
#[test]
fn client_sends_one_origin_at_most() {
    for (names, expected) in [
        (&["origin"][..], Ok(())),
        (&["a", "a"], Ok(())),
        (&["origin", "x-origin"], Ok(())),
        (&["Origin", "origin"], Err(EncodeError::InvalidField)),
        (&["ORIGIN", "a", "Origin"], Err(EncodeError::InvalidField)),
    ] {
        let fields: Vec<Field<'_>> = names.iter().map(|name| (*name, &b"b"[..])).collect();
        let taken = offer().with_fields(&fields).map(|_| ());
        assert_eq!(taken, expected, "{names:?}");
        // To a server it is a field like any other.
        with_request(&request_octets(&[]), |request| {
            let acceptance = request.accept(Origins::Any).expect("for any");
            assert!(acceptance.with_fields(&fields).is_ok());
        });
    }
}

/// RFC 6455 §3 and §4.1: what becomes of a URI.
#[test]
fn uri_becomes_host_and_target() {
    for (uri, is_secure, host, port, authority, target) in [
        (
            "ws://example.com",
            false,
            "example.com",
            80,
            "example.com",
            "/",
        ),
        (
            "wss://example.com",
            true,
            "example.com",
            443,
            "example.com",
            "/",
        ),
        (
            "ws://example.com:80/",
            false,
            "example.com",
            80,
            "example.com",
            "/",
        ),
        (
            "wss://example.com:443/",
            true,
            "example.com",
            443,
            "example.com",
            "/",
        ),
        (
            "ws://example.com:443/",
            false,
            "example.com",
            443,
            "example.com:443",
            "/",
        ),
        (
            "wss://example.com:80",
            true,
            "example.com",
            80,
            "example.com:80",
            "/",
        ),
        (
            "WS://Example.COM:8080/A",
            false,
            "Example.COM",
            8080,
            "Example.COM:8080",
            "/A",
        ),
        (
            "ws://[::1]:9001/a?b=c",
            false,
            "[::1]",
            9001,
            "[::1]:9001",
            "/a?b=c",
        ),
        (
            "wss://[2001:DB8::7]",
            true,
            "[2001:DB8::7]",
            443,
            "[2001:DB8::7]",
            "/",
        ),
        (
            "ws://192.0.2.1?a",
            false,
            "192.0.2.1",
            80,
            "192.0.2.1",
            "/?a",
        ),
        ("ws://a?", false, "a", 80, "a", "/?"),
        ("ws://a/??", false, "a", 80, "a", "/??"),
        ("ws://a:/b", false, "a", 80, "a", "/b"),
        (
            "ws://a/b//c/../%2e%2e?d=/?",
            false,
            "a",
            80,
            "a",
            "/b//c/../%2e%2e?d=/?",
        ),
    ] {
        let parsed = Uri::parse(uri).expect("legal");
        assert_eq!(
            (
                parsed.is_secure(),
                parsed.host(),
                parsed.port(),
                parsed.authority()
            ),
            (is_secure, host, port, authority),
            "{uri}"
        );
        for form in Form::ALL {
            let request = request(form, Offer::new(parsed));
            let asked = serve(form, &request, Policy::default()).expect("legal");
            assert_eq!(
                (&*asked.authority, &*asked.target),
                (authority, target),
                "{uri}"
            );
        }
    }
}

#[test]
fn texts_that_are_no_uri() {
    use noio_websocket::handshake::UriError::{
        Fragment, InvalidAuthority, InvalidResource, InvalidScheme, UserInfo,
    };

    for (uri, expected) in [
        ("", InvalidScheme),
        ("ws", InvalidScheme),
        ("ws:/example.com", InvalidScheme),
        ("//example.com", InvalidScheme),
        ("http://example.com", InvalidScheme),
        ("https://example.com", InvalidScheme),
        ("wsss://example.com", InvalidScheme),
        (" ws://example.com", InvalidScheme),
        ("ws://example.com/#", Fragment),
        ("ws://example.com/a?b#c", Fragment),
        ("ws://example.com#a", Fragment),
        ("ws://user@example.com", UserInfo),
        ("ws://user:pass@example.com/", UserInfo),
        ("ws://@example.com", UserInfo),
        ("ws://", InvalidAuthority),
        ("ws:///a", InvalidAuthority),
        ("ws://?a", InvalidAuthority),
        ("ws://:80/", InvalidAuthority),
        ("ws://example.com:65536/", InvalidAuthority),
        ("ws://example.com:-1/", InvalidAuthority),
        ("ws://example.com:+80/", InvalidAuthority),
        ("ws://example.com:8o/", InvalidAuthority),
        ("ws://a:80:80/", InvalidAuthority),
        ("ws://::1/", InvalidAuthority),
        ("ws://[::1/", InvalidAuthority),
        ("ws://[::g]/", InvalidAuthority),
        ("ws://[::1]a/", InvalidAuthority),
        ("ws://[fe80::1%25eth0]/", InvalidAuthority),
        ("ws://a b/", InvalidAuthority),
        ("ws://a%4/", InvalidAuthority),
        ("ws://\u{e9}.example/", InvalidAuthority),
        ("ws://a\\b/", InvalidAuthority),
        ("ws://a/ b", InvalidResource),
        ("ws://a/\u{e9}", InvalidResource),
        ("ws://a?\t", InvalidResource),
        ("ws://a/\u{7f}", InvalidResource),
    ] {
        assert_eq!(Uri::parse(uri).map(|_| ()), Err(expected), "{uri}");
    }
}
