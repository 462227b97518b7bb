//! What a client and a server agree on, over each form of the handshake: the octets of HTTP/1.1,
//! the fields that another HTTP stack has read, and extended CONNECT.
#![cfg(feature = "handshake")]
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a slip in here fails a test"
)]

use noio_testkit::handshake::{
    KEY,
    pair::{
        Answered, Asked, Form, Message, OwnedField, Policy, Unanswered, receive, request, serve,
    },
};
use noio_websocket::handshake::{
    Client, EncodeError, Field, Offer, Origins, Request, RequestDecoder, RequestErrorKind,
    Response, ResponseErrorKind, Uri,
};

mod connect;
mod extensions;
mod forms;
mod injection;
mod leftovers;
mod origins;
mod pairs;
mod refusals;
mod refused;
mod subprotocols;

/// What a field of a response or a request is made of.
type Line<'l> = (&'l str, &'l str);

/// The fields of a legal request, without those of [`KEY`].
const REQUEST: [Line<'_>; 5] = [
    ("host", "example.com"),
    ("upgrade", "websocket"),
    ("connection", "Upgrade"),
    ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ("sec-websocket-version", "13"),
];

/// The fields of a legal response to it.
const RESPONSE: [Line<'_>; 3] = [
    ("upgrade", "websocket"),
    ("connection", "Upgrade"),
    ("sec-websocket-accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
];

/// What may be behind a head.
const FRAMES: &[u8] = b"\x81\x80\r\n\r\nGET / HTTP/1.1\r\n\r\n";

fn offer() -> Offer<'static> {
    offer_to("ws://example.com/chat")
}

fn offer_to(uri: &str) -> Offer<'_> {
    Offer::new(Uri::parse(uri).expect("legal"))
}

/// A request that is legal but for `lines`, if anything is wrong with those.
fn request_with(form: Form, lines: &[Line<'_>]) -> Message {
    let own: &[Line<'_>] = match form {
        Form::Octets | Form::Fields => &REQUEST,
        Form::Connect => &REQUEST[4..],
    };
    if form == Form::Octets {
        return head("GET /chat HTTP/1.1", &[own, lines].concat());
    }
    Message::Request {
        target: "/chat".to_owned(),
        scheme: "https",
        authority: "example.com".to_owned(),
        fields: fields(&[own, lines].concat()),
    }
}

/// The same for a response.
fn response_with(form: Form, lines: &[Line<'_>]) -> Message {
    let own: &[Line<'_>] = match form {
        Form::Octets | Form::Fields => &RESPONSE,
        Form::Connect => &[],
    };
    if form == Form::Octets {
        return head("HTTP/1.1 101 Switching Protocols", &[own, lines].concat());
    }
    Message::Response {
        status: if form == Form::Connect { 200 } else { 101 },
        fields: fields(&[own, lines].concat()),
    }
}

fn head(start: &str, lines: &[Line<'_>]) -> Message {
    let mut head = format!("{start}\r\n");
    for (name, value) in lines {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    Message::Octets(head.into_bytes())
}

fn fields(lines: &[Line<'_>]) -> Vec<OwnedField> {
    lines
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec()))
        .collect()
}

/// What a server reads in a request with these lines.
fn asked(form: Form, lines: &[Line<'_>]) -> Result<Asked, RequestErrorKind> {
    serve(form, &request_with(form, lines), Policy::default())
}

/// The subprotocol and the extensions that a client reads in a response with these lines.
fn agreed(
    form: Form,
    offer: Offer<'_>,
    lines: &[Line<'_>],
) -> Result<(Option<String>, Vec<String>), ResponseErrorKind> {
    receive(form, offer, &response_with(form, lines)).map(accepted)
}

fn accepted(answered: Answered) -> (Option<String>, Vec<String>) {
    match answered {
        Answered::Accepted {
            subprotocol,
            extensions,
            ..
        } => (subprotocol, extensions),
        other => panic!("refused: {other:?}"),
    }
}

/// What both ends agree on.
#[track_caller]
fn negotiated(form: Form, offer: Offer<'_>, policy: Policy<'_>) -> (Option<String>, Vec<String>) {
    let asked = serve(form, &request(form, offer), policy).expect("legal");
    let response = asked.answer.expect("accepted");
    accepted(receive(form, offer, &response).expect("legal"))
}

/// The request of a client, as octets.
fn encoded_request(client: &Client<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    client.encode_request(&mut out).expect("space");
    assert_eq!(out.len(), client.encoded_len());
    out
}

/// What `look` says of the request that `octets` are.
fn with_request<T>(octets: &[u8], look: impl FnOnce(Request<'_>) -> T) -> T {
    let mut decoder = RequestDecoder::new();
    match decoder.decode(&mut &*octets) {
        Ok(Some(request)) => look(request),
        other => panic!("{other:?}: {}", octets.escape_ascii()),
    }
}

/// The octets of a legal request, with these lines behind its own.
fn request_octets(lines: &[Line<'_>]) -> Vec<u8> {
    match request_with(Form::Octets, lines) {
        Message::Octets(octets) => octets,
        other => panic!("{other:?}"),
    }
}

/// The octets of a legal response, with these lines behind its own.
fn response_octets(lines: &[Line<'_>]) -> Vec<u8> {
    match response_with(Form::Octets, lines) {
        Message::Octets(octets) => octets,
        other => panic!("{other:?}"),
    }
}
