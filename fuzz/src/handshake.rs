//! `noio_websocket::handshake` beside `httparse` and `tungstenite`: what ours accepts, they accept
//! and read the same.
//!
//! One direction only: ours refuses much that they accept. `httparse` looks at one line at a time,
//! takes a line feed alone for the end of it, any octet above 127 in a target, a status line without
//! a reason and its space, and does not ask what a head is about. `tungstenite`, which reads with it,
//! does not look at Host, nor whether a field is there twice, and not at subprotocols and extensions.
//!
//! Where `tungstenite` refuses what ours accepts, and the standard has it so:
//!
//! - Of Connection and Upgrade it looks at the first line only, though they are lists in any number
//!   of lines (RFC 9110 §5.3), with tabs as well as spaces around commas.
//! - Upgrade may name other protocols as well in a request, and have empty elements anywhere.
//! - Connection may name other options as well in a response.
//! - A response need not name a subprotocol though some were offered (RFC 6455 §4.2.2, item 5.5).
//! - Of a target it wants a URI by RFC 3986. Ours takes all that is visible and ASCII, as browsers
//!   send it.

use std::io::{self, Read, Write};

use noio_testkit::handshake::{
    Offers,
    fuzz::{client_input, server_input},
};
use noio_websocket::handshake::{Client, Field, Fields, RequestDecoder, Response, accept_key};
use tungstenite::{
    handshake::{
        client::ClientHandshake,
        machine::TryParse as _,
        server::{self, create_response},
    },
    http::{Request, Uri},
};

/// As many fields as a head may have by default.
const MAX_FIELDS: usize = 100;

/// The properties of `noio_testkit::fuzz::websocket_handshake_server`, whose input this is, and that
/// the peers read the same.
///
/// # Panics
///
/// If one of them does not hold.
pub fn websocket_handshake_server(data: &[u8]) {
    noio_testkit::fuzz::websocket_handshake_server(data);
    let Some((_, _, head)) = server_input(data) else {
        return;
    };
    let mut decoder = RequestDecoder::new();
    let mut input = &*head;
    let Ok(Some(request)) = decoder.decode(&mut input) else {
        return;
    };
    let len = head.len() - input.len();
    let (target, fields) = (request.target(), request.fields());

    let mut lines = [httparse::EMPTY_HEADER; MAX_FIELDS];
    let mut theirs = httparse::Request::new(&mut lines);
    assert_eq!(theirs.parse(&head), Ok(httparse::Status::Complete(len)));
    let line = (theirs.method, theirs.path, theirs.version);
    assert_eq!(line, (Some("GET"), Some(target), Some(1)));
    assert!(read_with_httparse(theirs.headers).eq(fields.clone()));

    let is_read = target.parse::<Uri>().is_ok()
        && first(&fields, "upgrade").eq_ignore_ascii_case(b"websocket")
        && first(&fields, "connection")
            .split(|octet| matches!(octet, b' ' | b','))
            .any(|option| option.eq_ignore_ascii_case(b"upgrade"))
        && is_visible(first(&fields, "connection"));
    let theirs = accept_with_tungstenite(&head, len);
    let ours = accept_key(first(&fields, "sec-websocket-key")).to_string();
    if is_read {
        assert_eq!(theirs, Ok(ours));
    } else {
        theirs.expect_err("more is read than the module documentation says");
    }
}

/// The properties of `noio_testkit::fuzz::websocket_handshake_client`, whose input this is, and that
/// the peers read the same.
///
/// # Panics
///
/// If one of them does not hold.
pub fn websocket_handshake_client(data: &[u8]) {
    noio_testkit::fuzz::websocket_handshake_client(data);
    let Some((_, offers, _, head)) = client_input(data) else {
        return;
    };
    let mut client = Client::new(offers.offer(), offers.key);
    let mut input = &*head;
    let Ok(Some(response)) = client.decode(&mut input) else {
        return;
    };
    let (status, fields) = match &response {
        Response::Accepted(accepted) => (101, accepted.fields()),
        Response::Refused(refused) => (refused.status(), refused.fields()),
    };

    let mut lines = [httparse::EMPTY_HEADER; MAX_FIELDS];
    let mut rest = &*head;
    let last = loop {
        let mut theirs = httparse::Response::new(&mut lines);
        let Ok(httparse::Status::Complete(len)) = theirs.parse(rest) else {
            panic!("is no response to httparse: {}", rest.escape_ascii());
        };
        let last = rest;
        rest = &rest[len..];
        if !matches!(theirs.code, Some(100 | 102..=199)) {
            assert_eq!(theirs.code, Some(status));
            assert!(read_with_httparse(theirs.headers).eq(fields.clone()));
            break last;
        }
    };
    assert_eq!(rest, input, "behind the head");

    if let Response::Accepted(accepted) = response {
        let is_read = first(&fields, "upgrade").eq_ignore_ascii_case(b"websocket")
            && first(&fields, "connection").eq_ignore_ascii_case(b"upgrade")
            && accepted.subprotocol().is_some() != offers.subprotocols.is_empty();
        let theirs = connect_with_tungstenite(last, &offers);
        assert_eq!(theirs.is_ok(), is_read, "{theirs:?}");
    }
}

fn read_with_httparse<'h>(lines: &[httparse::Header<'h>]) -> impl Iterator<Item = Field<'h>> {
    lines.iter().map(|line| (line.name, line.value))
}

/// The value in the first line of that name.
fn first<'h>(fields: &Fields<'h>, name: &str) -> &'h [u8] {
    fields.values(name).next().unwrap_or_default()
}

/// What `http` takes for text.
fn is_visible(value: &[u8]) -> bool {
    value
        .iter()
        .all(|octet| matches!(octet, b'\t' | b' '..=b'~'))
}

/// What `tungstenite` as a server answers the key of this request with.
fn accept_with_tungstenite(head: &[u8], len: usize) -> Result<String, String> {
    let request = server::Request::try_parse(head).map_err(|error| error.to_string())?;
    let Some((their_len, request)) = request else {
        return Err("half a head".to_owned());
    };
    assert_eq!(their_len, len);
    let response = create_response(&request).map_err(|error| error.to_string())?;
    let accept = response.headers().get("sec-websocket-accept");
    let accept = accept.and_then(|value| value.to_str().ok());
    Ok(accept.unwrap_or_default().to_owned())
}

/// Whether `tungstenite` as a client with these offers opens a connection on this response.
fn connect_with_tungstenite(head: &[u8], offers: &Offers) -> Result<(), String> {
    let mut request = Request::get("ws://example.com/chat")
        .header("Host", "example.com")
        .header("Connection", "Upgrade")
        .header("Upgrade", "websocket")
        .header("Sec-WebSocket-Version", "13")
        .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    if !offers.subprotocols.is_empty() {
        request = request.header("Sec-WebSocket-Protocol", offers.subprotocols.join(", "));
    }
    let request = request.body(()).map_err(|error| error.to_string())?;
    let stream = Stream { received: head };
    let handshake =
        ClientHandshake::start(stream, request, None).map_err(|error| error.to_string())?;
    match handshake.handshake() {
        Ok(_) => Ok(()),
        Err(error) => Err(error.to_string()),
    }
}

/// A connection on which all input is there at once, and that takes any output.
struct Stream<'w> {
    received: &'w [u8],
}

impl Read for Stream<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.received.read(buffer)
    }
}

impl Write for Stream<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str = "Connection: Upgrade\r\nUpgrade: websocket\r\n\
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";

    /// Whether ours, `httparse` and `tungstenite` take a request.
    fn takers(head: &str) -> [bool; 3] {
        let head = head.as_bytes();
        let mut decoder = RequestDecoder::new();
        let ours = decoder.decode(&mut &*head).is_ok_and(|it| it.is_some());
        let mut lines = [httparse::EMPTY_HEADER; MAX_FIELDS];
        let theirs = httparse::Request::new(&mut lines).parse(head);
        let is_taken = accept_with_tungstenite(head, head.len()).is_ok();
        [ours, theirs.is_ok_and(|it| it.is_complete()), is_taken]
    }

    #[test]
    fn all_take_a_legal_request() {
        let head = format!("GET / HTTP/1.1\r\nHost: a\r\n{LINES}\r\n");
        assert_eq!(takers(&head), [true; 3]);
    }

    #[test]
    fn requests_that_the_peers_take() {
        for head in [
            format!("GET / HTTP/1.1\nHost: a\n{LINES}\r\n"),
            format!("GET / HTTP/1.1\r\n{LINES}\r\n"),
            format!("GET / HTTP/1.1\r\nHost: a\r\n{LINES}Sec-WebSocket-Version: 13\r\n\r\n"),
            format!("GET / HTTP/1.1\r\nHost: a\r\n{LINES}Sec-WebSocket-Protocol: a b\r\n\r\n"),
            format!("GET / HTTP/1.1\r\nHost: a\r\n{LINES}Sec-WebSocket-Extensions: =\r\n\r\n"),
            format!("GET /\u{e9} HTTP/1.1\r\nHost: a\r\n{LINES}\r\n"),
        ] {
            assert_eq!(takers(&head), [false, true, true], "{head}");
        }
    }

    #[test]
    fn requests_that_tungstenite_refuses() {
        for (target, lines) in [
            ("/", LINES.replace("websocket", "h2c, websocket")),
            ("/", LINES.replace("websocket", ",websocket")),
            (
                "/",
                LINES.replace("Upgrade: websocket", "Upgrade:\r\nUpgrade: websocket"),
            ),
            (
                "/",
                LINES.replace("Connection: ", "Connection: close\r\nConnection: "),
            ),
            ("/", LINES.replace("Connection: ", "Connection: close,\t")),
            ("/<", LINES.to_owned()),
        ] {
            let head = format!("GET {target} HTTP/1.1\r\nHost: a\r\n{lines}\r\n");
            assert_eq!(takers(&head), [true, true, false], "{head}");
        }
    }

    #[test]
    fn status_line_without_a_reason() {
        let head = b"HTTP/1.1 400\r\n\r\n";
        let mut lines = [httparse::EMPTY_HEADER; MAX_FIELDS];
        let theirs = httparse::Response::new(&mut lines).parse(head);
        assert_eq!(theirs, Ok(httparse::Status::Complete(head.len())));
        let offers = Offers::new();
        let mut client = Client::new(offers.offer(), offers.key);
        assert!(client.decode(&mut &head[..]).is_err());
    }

    #[test]
    fn responses_that_tungstenite_refuses() {
        let accept = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";
        let mut offers = Offers::new();
        offers.subprotocols = &["chat"];
        for (connection, subprotocol, is_taken) in [
            ("Upgrade", "Sec-WebSocket-Protocol: chat\r\n", true),
            ("Upgrade", "", false),
            (
                "keep-alive, Upgrade",
                "Sec-WebSocket-Protocol: chat\r\n",
                false,
            ),
        ] {
            let head = format!(
                "HTTP/1.1 101 \r\nUpgrade: websocket\r\nConnection: {connection}\r\n\
                {accept}{subprotocol}\r\n"
            );
            let mut client = Client::new(offers.offer(), offers.key);
            let ours = client.decode(&mut head.as_bytes());
            assert!(matches!(ours, Ok(Some(Response::Accepted(_)))));
            let theirs = connect_with_tungstenite(head.as_bytes(), &offers);
            assert_eq!(theirs.is_ok(), is_taken, "{head}");
        }
    }
}
