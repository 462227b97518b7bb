//! The opening handshake (RFC 6455 §4), rule by rule.
#![cfg(feature = "handshake")]

use noio_websocket::handshake::{
    Client, EncodeError, MAX_FIELD_COUNT, MAX_HEAD_LEN, Request, RequestError, ResponseError,
    accept_key,
};

/// The key of the sample in RFC 6455 §1.3, and what answers it.
mod client;
mod head;
mod request;

const KEY: [u8; 16] = *b"the sample nonce";
const KEY_TEXT: &str = "dGhlIHNhbXBsZSBub25jZQ==";
const ACCEPT: &str = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

/// The lines of a legal request.
const REQUEST: [&str; 6] = [
    "GET /chat HTTP/1.1",
    "Host: example.com",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version: 13",
];

/// The lines of a legal response.
const RESPONSE: [&str; 4] = [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
];

fn head(lines: &[&str]) -> Vec<u8> {
    format!("{}\r\n\r\n", lines.join("\r\n")).into_bytes()
}

/// `lines` with another text for line `at`: none or several are possible as well.
fn with(lines: &[&str], at: usize, text: &[&str]) -> Vec<u8> {
    let mut lines = lines.to_vec();
    lines.splice(at..=at, text.iter().copied());
    head(&lines)
}

#[track_caller]
fn assert_accepted(head: &[u8]) {
    // What is left over is the caller's, and a head that is cut off is no head yet.
    let stream = [head, b"\x81\x80"].concat();
    let mut input = stream.as_slice();
    let shown = head.escape_ascii();
    assert!(
        matches!(Request::decode(&mut input), Ok(Some(_))),
        "{shown}"
    );
    assert_eq!(input, b"\x81\x80");
    for len in 0..head.len() {
        let mut input = head.split_at(len).0;
        assert!(
            matches!(Request::decode(&mut input), Ok(None)),
            "{len} octets"
        );
        assert_eq!(input.len(), len);
    }
}

#[track_caller]
fn assert_refused(head: &[u8], expected: RequestError) {
    let mut input = head;
    let error = Request::decode(&mut input).map(|request| request.is_some());
    assert_eq!(error, Err(expected), "{}", head.escape_ascii());
    assert_eq!(input.len(), head.len(), "an error takes nothing");
}

#[track_caller]
fn assert_line_refused(at: usize, lines: &[&str], expected: RequestError) {
    assert_refused(&with(&REQUEST, at, lines), expected);
}

#[track_caller]
fn assert_line_accepted(at: usize, lines: &[&str]) {
    assert_accepted(&with(&REQUEST, at, lines));
}

fn client() -> Client<'static> {
    match Client::new("example.com", "/chat", KEY) {
        Ok(client) => client,
        Err(error) => panic!("{error}"),
    }
}

#[track_caller]
fn assert_response_accepted(at: usize, lines: &[&str]) {
    let head = with(&RESPONSE, at, lines);
    let stream = [head.as_slice(), b"\x81\x00"].concat();
    let mut input = stream.as_slice();
    let shown = head.escape_ascii();
    assert!(
        matches!(client().decode_response(&mut input), Ok(Some(_))),
        "{shown}"
    );
    assert_eq!(input, b"\x81\x00");
    for len in 0..head.len() {
        let mut input = head.split_at(len).0;
        assert!(
            matches!(client().decode_response(&mut input), Ok(None)),
            "{len} octets"
        );
        assert_eq!(input.len(), len);
    }
}

#[track_caller]
fn assert_response_refused(at: usize, lines: &[&str], expected: ResponseError) {
    let head = with(&RESPONSE, at, lines);
    let mut input = head.as_slice();
    let error = client()
        .decode_response(&mut input)
        .map(|response| response.is_some());
    assert_eq!(error, Err(expected), "{}", head.escape_ascii());
    assert_eq!(input.len(), head.len(), "an error takes nothing");
}

/// §1.3 and §4.2.2, item 5.4. The second is the one that Wikipedia shows.
#[test]
fn accept_key_is_that_of_the_sample() {
    let accept = accept_key(KEY_TEXT.as_bytes());
    assert_eq!(accept.as_str(), ACCEPT);
    assert_eq!((&*accept, accept.as_bytes()), (ACCEPT, ACCEPT.as_bytes()));
    assert_eq!(accept.to_string(), ACCEPT);
    let other = accept_key(b"x3JJHMbDL1EzLkh9GBhXDw==");
    assert_eq!(&*other, "HSmrc0sMlYUkAGmm5OPpG2HaGWk=");
}

#[test]
fn debug_tells_no_secrets() {
    let stream = head(&[&REQUEST[..], &["Cookie: secret"]].concat());
    let request = Request::decode(&mut stream.as_slice())
        .expect("legal")
        .expect("whole");
    let shown = format!("{request:?} {:?} {:?}", request.fields(), client());
    assert!(shown.contains("Cookie") && shown.contains("example.com"));
    for secret in ["secret", KEY_TEXT, "/chat"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
