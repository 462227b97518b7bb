//! The forms for heads that another parser has read: against the reference, and what only they can
//! be given.

use noio_testkit::handshake::{
    Offers, check_connect, check_connect_response, check_upgrade, check_upgrade_response,
};
use noio_websocket::handshake::{
    Client, ConnectLine, Field, Offer, Request, RequestErrorKind, RequestLine, Response, Uri,
    Version,
};
use proptest::{collection::vec, prelude::*, sample::select};

const NAMES: &[&str] = &[
    "host",
    "Upgrade",
    "connection",
    "Sec-WebSocket-Key",
    "sec-websocket-accept",
    "Sec-WebSocket-Version",
    "sec-websocket-protocol",
    "Sec-WebSocket-Extensions",
    "origin",
    "Content-Length",
    "transfer-encoding",
    "keep-alive",
    "te",
    "x",
];

const VALUES: &[&str] = &[
    "",
    "a",
    "a, b",
    "a;b=c",
    "13",
    "8",
    "websocket",
    "upgrade",
    "chat",
    "permessage-deflate",
    "example.com",
    "EXAMPLE.com:443",
    "example.com:",
    "trailers",
    "0",
    "\u{e9}",
    "dGhlIHNhbXBsZSBub25jZQ==",
    "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
];

const TEXTS: &[&str] = &[
    "",
    "GET",
    "get",
    "CONNECT",
    "/",
    "/a?b",
    "/#",
    "/a b",
    "/\u{e9}",
    "*",
    "http://a/",
    "http",
    "HTTPS",
    "ws",
    "websocket",
    "WebSocket",
    "a",
    "a:80",
    "example.com:443",
    "u@a",
    "example.com",
    "/\r\n",
];

/// Legal fields with some of these in their places or behind them.
fn fields(legal: &'static [Field<'static>]) -> impl Strategy<Value = Vec<Field<'static>>> {
    let others = vec(
        (
            any::<prop::sample::Index>(),
            any::<bool>(),
            select(NAMES),
            select(VALUES),
        ),
        0..3,
    );
    others.prop_map(move |others| {
        let mut fields = legal.to_vec();
        for (at, replaces, name, value) in others {
            let at = at.index(fields.len() + 1);
            let end = fields.len().min(at + usize::from(replaces));
            fields.splice(at..end, [(name, value.as_bytes())]);
        }
        fields
    })
}

/// Mostly `legal`.
fn text(legal: &'static str) -> impl Strategy<Value = &'static str> {
    prop_oneof![4 => Just(legal), 1 => select(TEXTS)]
}

const REQUEST: &[Field<'_>] = &[
    ("Host", b"example.com"),
    ("Upgrade", b"websocket"),
    ("Connection", b"keep-alive, Upgrade"),
    ("Sec-WebSocket-Key", b"dGhlIHNhbXBsZSBub25jZQ=="),
    ("Sec-WebSocket-Version", b"13"),
];

const RESPONSE: &[Field<'_>] = &[
    ("Upgrade", b"websocket"),
    ("Connection", b"Upgrade"),
    ("Sec-WebSocket-Accept", b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
];

proptest! {
    #[test]
    fn upgrade_agrees_with_reference(
        (method, target) in (text("GET"), text("/chat")),
        version in prop_oneof![4 => Just(Version::Http11), 1 => Just(Version::Http10)],
        fields in fields(REQUEST),
    ) {
        let line = RequestLine { method, target, version };
        check_upgrade(line, &fields).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn connect_agrees_with_reference(
        (protocol, scheme) in (text("websocket"), text("https")),
        (authority, path) in (text("example.com"), text("/chat")),
        fields in fields(&[("sec-websocket-version", b"13")]),
    ) {
        let line = ConnectLine { protocol, scheme, authority, path };
        check_connect(line, &fields).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn responses_agree_with_reference(
        status in prop_oneof![3 => Just(101), 3 => Just(200), 1 => 0..1000_u16],
        upgraded in fields(RESPONSE),
        connected in fields(&[]),
    ) {
        let mut offers = Offers::new();
        offers.subprotocols = &["chat"];
        offers.extensions = "permessage-deflate";
        check_upgrade_response(&offers, status, &upgraded).map_err(TestCaseError::fail)?;
        check_connect_response(&offers, status, &connected).map_err(TestCaseError::fail)?;
    }
}

#[test]
fn version_comes_first() {
    let line = RequestLine {
        method: "POST",
        target: "#",
        version: Version::Http10,
    };
    let none: [Field<'_>; 0] = [];
    let judged = Request::upgrade(line, none).err();
    assert_eq!(judged, Some(RequestErrorKind::UnsupportedHttpVersion));
    assert_eq!(check_upgrade(line, &[]), Ok(()));
}

/// Whoever has parsed the head may have been less strict.
#[test]
fn target_with_octets_that_end_a_line_is_none() {
    for target in ["/\r\nX: y", "/ ", "/\t", "/\0", "/\u{7f}", "http://a\r\n/"] {
        let line = RequestLine {
            method: "GET",
            target,
            version: Version::Http11,
        };
        let judged = Request::upgrade(line, REQUEST.iter().copied()).err();
        assert_eq!(judged, Some(RequestErrorKind::InvalidTarget), "{target:?}");
    }
}

/// Without another parser in between, owned fields can be given by reference.
#[test]
fn owned_fields_can_be_given() {
    let owned: Vec<(String, Vec<u8>)> = REQUEST
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.to_vec()))
        .collect();
    let line = RequestLine {
        method: "GET",
        target: "/",
        version: Version::Http11,
    };
    let fields = owned.iter().map(|(name, value)| (name, value));
    let request = Request::upgrade(line, fields).expect("legal");
    assert_eq!(request.authority(), "example.com");
}

/// What a parser of octets has: names that it has not made text of.
#[test]
fn names_may_be_octets() {
    let octets = |fields: &[Field<'static>]| -> Vec<(&'static [u8], &'static [u8])> {
        let to_octets = |&(name, value): &Field<'static>| (name.as_bytes(), value);
        fields.iter().map(to_octets).collect()
    };
    let mut fields = octets(REQUEST);
    fields.push((b"SEC-WebSocket-Protocol", b"a"));
    fields.push((b"Sec-WebSocket-Protocol", b"b"));
    // No name that is looked for, and no text.
    fields.push((b"\xff", b"c"));
    let line = RequestLine {
        method: "GET",
        target: "/",
        version: Version::Http11,
    };
    let request = Request::upgrade(line, fields.iter().copied()).expect("legal");
    assert_eq!(request.host(), "example.com");
    let offered: Vec<_> = request.subprotocols().map(|it| it.to_string()).collect();
    assert_eq!(offered, ["a", "b"]);
    assert!(request.fields().eq(fields.iter().copied()));

    let uri = Uri::parse("wss://example.com/").expect("legal");
    let offer = Offer::new(uri).with_subprotocols(&["a"]).expect("legal");
    let agreed = octets(&[("sec-websocket-protocol", b"a")]);
    let response = octets(RESPONSE).into_iter().chain(agreed.iter().copied());
    let client = Client::new(offer, *b"the sample nonce");
    for response in [
        client.check(101, response.collect::<Vec<_>>().iter().copied()),
        offer.check_connect(200, agreed.iter().copied()),
    ] {
        match response {
            Ok(Response::Accepted(accepted)) => assert_eq!(accepted.subprotocol(), Some("a")),
            other => panic!("{other:?}"),
        }
    }
}
