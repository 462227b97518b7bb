//! What the types are besides: that they can move between threads, how large they are, and what
//! they show.

use core::{marker::PhantomData, mem::size_of};

use noio_websocket::handshake::{
    Acceptance, Client, ConnectLine, Fields, Offer, Origins, Refusal, Request, RequestDecoder,
    RequestErrorKind, RequestLine, Response, ResponseErrorKind, Uri, Version,
};

use super::{REQUEST, RESPONSE, head};

#[test]
fn types_cross_threads() {
    fn assert_all<T: Send + Sync + Unpin>() {}

    assert_all::<RequestDecoder>();
    assert_all::<Request<'_>>();
    assert_all::<Fields<'_>>();
    assert_all::<Acceptance<'_>>();
    assert_all::<Refusal<'_>>();
    assert_all::<Offer<'_>>();
    assert_all::<Client<'_>>();
    assert_all::<Response<'_>>();
}

/// There is one of them for each connection.
#[test]
fn decoders_are_small() {
    assert!(
        size_of::<RequestDecoder>() <= 128,
        "{}",
        size_of::<RequestDecoder>()
    );
    assert!(
        size_of::<Client<'_>>() <= 320,
        "{}",
        size_of::<Client<'_>>()
    );
}

/// One that is used twice would send its key twice.
#[test]
fn client_is_not_cloned() {
    struct Is<T>(PhantomData<T>);
    trait Otherwise {
        const CLONE: bool = false;
    }
    impl<T> Otherwise for Is<T> {}
    impl<T: Clone> Is<T> {
        const CLONE: bool = true;
    }
    assert_eq!(
        (Is::<Client<'_>>::CLONE, Is::<RequestDecoder>::CLONE),
        (false, true)
    );
}

#[cfg(feature = "std")]
#[test]
fn errors_are_those_of_streams() {
    let of_request = std::io::Error::from(RequestErrorKind::InvalidHost);
    let of_response = std::io::Error::from(ResponseErrorKind::InvalidAccept);
    for (error, message) in [
        (of_request, RequestErrorKind::InvalidHost.to_string()),
        (of_response, ResponseErrorKind::InvalidAccept.to_string()),
    ] {
        assert_eq!(error.kind(), std::io::ErrorKind::InvalidData);
        assert_eq!(error.to_string(), message);
    }
}

/// The kinds that are looked for in the head as a whole stand in the order of looking.
#[test]
fn kinds_stand_in_their_order() {
    use {RequestErrorKind as Q, ResponseErrorKind as P};

    let of_request = [
        Q::Truncated,
        Q::MethodNotAllowed,
        Q::InvalidTarget,
        Q::InvalidHost,
        Q::UnexpectedContent,
        Q::InvalidUpgrade,
        Q::UpgradeRequired,
        Q::InvalidConnection,
        Q::InvalidVersion,
        Q::UnsupportedVersion,
        Q::InvalidKey,
        Q::InvalidOrigin,
        Q::InvalidSubprotocols,
        Q::TooManySubprotocols,
        Q::InvalidExtensions,
    ];
    assert!(of_request.is_sorted_by_key(|kind| *kind as usize));
    let of_response = [
        P::Truncated,
        P::InvalidStatus,
        P::ConnectionSpecificField,
        P::UnexpectedContent,
        P::InvalidUpgrade,
        P::InvalidConnection,
        P::InvalidAccept,
        P::InvalidExtensions,
        P::UnexpectedExtension,
        P::InvalidSubprotocol,
        P::UnexpectedSubprotocol,
    ];
    assert!(of_response.is_sorted_by_key(|kind| *kind as usize));
}

#[test]
fn debug_tells_no_secrets() {
    const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
    // What a peer may take for a place to put a credential.
    let asked = [
        "Cookie: secret",
        "Sec-WebSocket-Protocol: secret",
        "Sec-WebSocket-Extensions: x-name; y=secret",
    ];
    let answered = [
        "Set-Cookie: secret",
        "Sec-WebSocket-Protocol: secret",
        "Sec-WebSocket-Extensions: x-name; z=secret",
    ];
    let octets = head(&[&REQUEST[..], &asked].concat());
    let mut decoder = RequestDecoder::new();
    let request = decoder.decode(&mut octets.as_slice());
    let request = request.expect("legal").expect("whole");
    let fields: [(&str, &[u8]); 1] = [("Authorization", b"secret")];
    let acceptance = request
        .accept(Origins::Any)
        .expect("any")
        .with_subprotocol(request.choose_subprotocol(&["secret"]))
        .with_extensions("x-name; z=secret")
        .and_then(|acceptance| acceptance.with_fields(&fields))
        .expect("legal");
    let uri = Uri::parse("ws://example.com/chat?secret").expect("legal");
    let offer = Offer::new(uri)
        .with_subprotocols(&["secret"])
        .and_then(|offer| offer.with_extensions("x-name; y=secret"))
        .and_then(|offer| offer.with_fields(&fields))
        .expect("legal");
    let mut client = Client::new(offer, *b"the sample nonce");
    let extension = request.extensions().next().expect("one");
    let line = RequestLine {
        method: "GET",
        target: "/secret",
        version: Version::Http11,
    };
    let connect_line = ConnectLine {
        protocol: "websocket",
        scheme: "https",
        authority: "example.com",
        path: "/secret",
    };
    let refusal = Refusal::NOT_FOUND
        .with_fields(&fields)
        .expect("legal")
        .with_content(b"secret");
    // Half of a head is no secret less.
    let mut cut = RequestDecoder::new();
    let half = cut.decode(&mut &b"GET /secret"[..]);
    assert!(half.expect("legal").is_none());
    let mut shown = vec![
        (format!("{request:?}"), "example.com"),
        (format!("{:?}", request.fields()), "Cookie"),
        (format!("{acceptance:?}"), "101"),
        (format!("{offer:?}"), "example.com"),
        (format!("{client:?}"), "Client"),
        (format!("{extension:?}"), "x-name"),
        (format!("{line:?}"), "GET"),
        (format!("{connect_line:?}"), "example.com"),
        (format!("{uri:?}"), "example.com"),
        (format!("{refusal:?}"), "404"),
        (format!("{cut:?}"), "RequestDecoder"),
    ];
    for (status, name) in [("101", "Accepted"), ("400", "Refused")] {
        let mut lines = [&RESPONSE[..], &answered].concat();
        let start = format!("HTTP/1.1 {status} secret");
        lines.splice(..1, [start.as_str()]);
        let octets = head(&lines);
        let mut client = Client::new(offer, *b"the sample nonce");
        let response = client.decode(&mut octets.as_slice());
        let response = response.expect("legal").expect("whole");
        shown.push((format!("{response:?}"), name));
    }
    let half = client.decode(&mut &b"HTTP/1.1 101 secret"[..]);
    assert!(half.expect("legal").is_none());
    shown.push((format!("{client:?}"), "Client"));
    for (shown, told) in shown {
        assert!(shown.contains(told), "{shown}");
        for secret in ["secret", KEY, "/chat"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}
