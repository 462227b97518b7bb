//! What the types are besides: that they can move between threads, how large they are, and what
//! they show.

use core::mem::size_of;

use noio_websocket::handshake::{
    Acceptance, Client, Fields, Offer, Origins, Refusal, Request, RequestDecoder, Response, Uri,
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

#[test]
fn debug_tells_no_secrets() {
    const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
    let octets = head(&[&REQUEST[..], &["Cookie: secret"]].concat());
    let mut decoder = RequestDecoder::new();
    let request = decoder.decode(&mut octets.as_slice());
    let request = request.expect("legal").expect("whole");
    let acceptance = request.accept(Origins::Any).expect("any");
    let fields: [(&str, &[u8]); 1] = [("Authorization", b"secret")];
    let uri = Uri::parse("ws://example.com/chat?secret").expect("legal");
    let offer = Offer::new(uri).with_fields(&fields).expect("legal");
    let mut client = Client::new(offer, *b"the sample nonce");
    let mut shown = format!(
        "{request:?} {:?} {acceptance:?} {offer:?} {client:?}",
        request.fields()
    );
    let octets = head(&[&RESPONSE[..], &["Set-Cookie: secret"]].concat());
    let response = client.decode(&mut octets.as_slice());
    let response = response.expect("legal").expect("whole");
    shown.push_str(&format!("{response:?}"));
    // Half of a head is no secret less.
    let mut cut = RequestDecoder::new();
    assert!(
        cut.decode(&mut &b"GET /secret"[..])
            .expect("legal")
            .is_none()
    );
    shown.push_str(&format!("{cut:?}"));
    assert!(
        shown.contains("Cookie") && shown.contains("example.com"),
        "{shown}"
    );
    for secret in ["secret", KEY, "/chat"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
