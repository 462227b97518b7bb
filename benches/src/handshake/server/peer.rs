//! The peers, each on a connection in memory.

use core::{hint::black_box, mem};

use bytes::BytesMut;
use http::{HeaderValue, header};
use soketto::handshake::{Server, server::Response};
use tungstenite::handshake::server;

use crate::{
    handshake::request::{Requests, SUBPROTOCOL, is_same_host},
    sink::Sink,
    socket::{Socket, ready},
};

pub(super) fn soketto<S: Sink + Unpin>(requests: &Requests) -> S {
    let mut sink = S::default();
    for head in &requests.heads {
        let mut socket = Socket::new(head, requests.piece, sink);
        soketto_on(&mut Server::new(&mut socket));
        sink = socket.into_written();
    }
    sink
}

pub(super) fn soketto_kept<S: Sink + Unpin>(requests: &Requests) -> S {
    let mut sink = S::default();
    let mut buffer = BytesMut::new();
    for head in &requests.heads {
        let mut socket = Socket::new(head, requests.piece, sink);
        let mut server = Server::new(&mut socket);
        server.set_buffer(mem::take(&mut buffer));
        soketto_on(&mut server);
        buffer = server.take_buffer();
        sink = socket.into_written();
    }
    sink
}

#[inline]
fn soketto_on<S: Sink + Unpin>(server: &mut Server<'_, &mut Socket<'_, S>>) {
    server.add_protocol(SUBPROTOCOL);
    let request = ready(server.receive_request()).expect("legal");
    let headers = request.headers();
    let origin = headers.origin.unwrap_or_default();
    assert!(is_same_host(origin, headers.host));
    let key = request.key();
    let is_offered = request.protocols().next() == Some(SUBPROTOCOL);
    let response = Response::Accept {
        key,
        protocol: is_offered.then_some(SUBPROTOCOL),
    };
    ready(server.send_response(&response)).expect("written");
}

pub(super) fn tokio_websockets<S: Sink + Unpin>(requests: &Requests) -> S {
    let mut sink = S::default();
    let builder = tokio_websockets::ServerBuilder::new().add_header(
        header::SEC_WEBSOCKET_PROTOCOL,
        HeaderValue::from_static(SUBPROTOCOL),
    );
    let builder = builder.expect("a field that may be added");
    for head in &requests.heads {
        let mut socket = Socket::new(head, requests.piece, sink);
        let (request, connection) = ready(builder.accept(&mut socket)).expect("legal");
        assert!(is_of_host(&request));
        drop(connection);
        sink = socket.into_written();
    }
    sink
}

pub(super) fn tungstenite<S: Sink>(requests: &Requests) -> S {
    let mut sink = S::default();
    for head in &requests.heads {
        let mut socket = Socket::new(head, requests.piece, sink);
        let connection = tungstenite::accept_hdr(&mut socket, answer);
        assert!(connection.is_ok(), "legal");
        drop(connection);
        sink = socket.into_written();
    }
    sink
}

#[expect(clippy::result_large_err, reason = "the type is that of the callback")]
fn answer(
    request: &server::Request,
    mut response: server::Response,
) -> Result<server::Response, server::ErrorResponse> {
    assert!(is_of_host(request));
    let offered = request.headers().get(header::SEC_WEBSOCKET_PROTOCOL);
    if offered.is_some_and(|offered| offered == SUBPROTOCOL) {
        let value = HeaderValue::from_static(SUBPROTOCOL);
        let headers = response.headers_mut();
        headers.insert(header::SEC_WEBSOCKET_PROTOCOL, value);
    }
    Ok(response)
}

fn is_of_host(request: &http::Request<()>) -> bool {
    let value = |name| request.headers().get(name).map(HeaderValue::as_bytes);
    let values = value(header::ORIGIN).zip(value(header::HOST));
    values.is_some_and(|(origin, host)| is_same_host(origin, host))
}

pub(super) fn httparse<S: Sink>(requests: &Requests) -> S {
    let mut sink = S::default();
    for head in &requests.heads {
        let mut fields = [httparse::EMPTY_HEADER; 32];
        let mut request = httparse::Request::new(&mut fields);
        let parsed = request.parse(head).expect("legal");
        assert!(parsed.is_complete());
        for field in black_box(&*request.headers) {
            sink.put(field.value);
        }
    }
    sink
}
