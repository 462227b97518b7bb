//! Limits at their default: what is allowed, what is one too many, and where that is found.

use noio_websocket::handshake::{
    Client, Config, MAX_SUBPROTOCOLS, Offer, RequestDecoder, RequestErrorKind, ResponseErrorKind,
    Uri,
};

use super::{REQUEST, RESPONSE, head};

/// What a server says of these octets, and where it has found it.
fn request(octets: &[u8]) -> Result<bool, (RequestErrorKind, u64)> {
    let mut decoder = RequestDecoder::new();
    let decoded = decoder
        .decode(&mut &*octets)
        .map(|request| request.is_some());
    decoded.map_err(|error| (error.kind(), error.offset()))
}

fn response(octets: &[u8]) -> Result<bool, (ResponseErrorKind, u64)> {
    let uri = Uri::parse("ws://example.com/chat").expect("legal");
    let mut client = Client::new(Offer::new(uri), *b"the sample nonce");
    let decoded = client
        .decode(&mut &*octets)
        .map(|response| response.is_some());
    decoded.map_err(|error| (error.kind(), error.offset()))
}

/// `lines` with a field that makes a head of `len` octets.
fn of_len(lines: &[&str], len: usize) -> Vec<u8> {
    let value = "a".repeat(len - head(lines).len() - "X: \r\n".len());
    head(&[lines, &[&format!("X: {value}")]].concat())
}

#[test]
fn defaults_are_those_of_most_servers() {
    let Config {
        max_head_len,
        max_field_count,
        ..
    } = Config::new();
    assert_eq!((max_head_len, max_field_count), (16_384, 100));
    assert_eq!(Config::default(), Config::new());
    assert_eq!(MAX_SUBPROTOCOLS, 32);
}

#[test]
fn longest_heads() {
    assert_eq!(request(&of_len(&REQUEST, 16_384)), Ok(true));
    assert_eq!(response(&of_len(&RESPONSE, 16_384)), Ok(true));
    for len in [16_385, 16_386, 20_000] {
        let too_long = (RequestErrorKind::HeadTooLong, 16_384);
        assert_eq!(request(&of_len(&REQUEST, len)), Err(too_long));
        let too_long = (ResponseErrorKind::HeadTooLong, 16_384);
        assert_eq!(response(&of_len(&RESPONSE, len)), Err(too_long));
    }
}

/// `lines` with as many more fields as make `count` of them.
fn of_count(lines: &[&str], count: usize) -> Vec<u8> {
    let more = vec!["a: b"; count + 1 - lines.len()];
    head(&[lines, &more].concat())
}

/// One too many is found where it begins, which is where the empty line would have been.
#[test]
fn most_fields() {
    let most = of_count(&REQUEST, 100);
    assert_eq!(request(&most), Ok(true));
    let error = (RequestErrorKind::TooManyFields, most.len() as u64 - 2);
    assert_eq!(request(&of_count(&REQUEST, 101)), Err(error));

    let most = of_count(&RESPONSE, 100);
    assert_eq!(response(&most), Ok(true));
    let error = (ResponseErrorKind::TooManyFields, most.len() as u64 - 2);
    assert_eq!(response(&of_count(&RESPONSE, 101)), Err(error));
}

/// A limit of all there is does not overflow.
#[test]
fn no_limits() {
    let mut config = Config::new();
    config.max_head_len = usize::MAX;
    config.max_field_count = usize::MAX;
    let octets = head(&[&REQUEST[..], &["a: b"; 5_000]].concat());
    for piece_len in [octets.len(), 1000, 1] {
        let mut decoder = RequestDecoder::with_config(config);
        let mut is_there = false;
        for mut piece in octets.chunks(piece_len) {
            is_there = decoder.decode(&mut piece).expect("legal").is_some();
        }
        assert!(is_there);
        assert_eq!(decoder.position(), octets.len() as u64);
    }
}
