//! What was used against opening handshakes.
//!
//! One class has no test, since there is nothing to test: secrets that are compared octet by octet
//! (CVE-2021-33880, websockets). Nothing here knows a secret: credentials are handed to the caller
//! as they came. The accept key is compared, and is none: whoever has seen the request knows it.

use noio_testkit::heap;
use noio_websocket::handshake::{
    Client, Config, EncodeError, Field, MAX_EXTENSIONS, Offer, Origins, Refusal, Request,
    RequestDecoder, RequestErrorKind as RequestKind, Response, ResponseErrorKind as ResponseKind,
    Uri,
};

mod costs;
mod lies;

const KEY: [u8; 16] = *b"the sample nonce";

const REQUEST: &str = "GET /chat HTTP/1.1\r\n\
    Host: example.com\r\n\
    Upgrade: websocket\r\n\
    Connection: Upgrade\r\n\
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
    Sec-WebSocket-Version: 13\r\n";

const RESPONSE: &str = "HTTP/1.1 101 Switching Protocols\r\n\
    Upgrade: websocket\r\n\
    Connection: Upgrade\r\n\
    Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";

/// Enough octets for what is not linear in them to take minutes.
const MANY: usize = 1 << 20;

/// Limits that are none.
fn unlimited() -> Config {
    let mut config = Config::new();
    config.max_head_len = usize::MAX;
    config.max_field_count = usize::MAX;
    config
}

fn offer() -> Offer<'static> {
    match Uri::parse("ws://example.com/chat") {
        Ok(uri) => Offer::new(uri),
        Err(error) => panic!("{error}"),
    }
}

/// A head that is legal but for these lines, if anything is wrong with them.
fn head(front: &str, lines: &[&[u8]]) -> Vec<u8> {
    let mut head = front.as_bytes().to_vec();
    for line in lines {
        head.extend_from_slice(line);
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(b"\r\n");
    head
}

/// What a server says of the request at the front of `feeds`: whether there is one, or the error.
fn ask<'f>(
    decoder: &mut RequestDecoder,
    feeds: impl IntoIterator<Item = &'f [u8]>,
) -> Result<bool, (RequestKind, u64)> {
    for mut feed in feeds {
        match decoder.decode(&mut feed) {
            Ok(None) => {}
            Ok(Some(_)) => return Ok(true),
            Err(error) => return Err((error.kind(), error.offset())),
        }
    }
    Ok(false)
}

/// What a client says of the response at the front of `feeds`: whether it opens the connection, if
/// there is one.
fn answer<'f>(
    client: &mut Client<'_>,
    feeds: impl IntoIterator<Item = &'f [u8]>,
) -> Result<Option<bool>, (ResponseKind, u64)> {
    for mut feed in feeds {
        match client.decode(&mut feed) {
            Ok(None) => {}
            Ok(Some(response)) => return Ok(Some(matches!(response, Response::Accepted(_)))),
            Err(error) => return Err((error.kind(), error.offset())),
        }
    }
    Ok(None)
}

/// What a server with the default limits says of a request with these lines.
fn asked(lines: &[&[u8]]) -> Result<bool, RequestKind> {
    let head = head(REQUEST, lines);
    ask(&mut RequestDecoder::new(), [&*head]).map_err(|(kind, _)| kind)
}

/// What a client with these offers says of a response with these lines.
fn answered(offer: Offer<'_>, lines: &[&[u8]]) -> Result<Option<bool>, ResponseKind> {
    let head = head(RESPONSE, lines);
    answer(&mut Client::new(offer, KEY), [&*head]).map_err(|(kind, _)| kind)
}
