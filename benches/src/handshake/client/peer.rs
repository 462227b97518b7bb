//! The peers, each on a connection in memory.

use http::{HeaderValue, Response, header};
use soketto::handshake::{Client, ServerResponse};
use tungstenite::client::IntoClientRequest as _;

use super::{Target, connection::Connection};
use crate::{
    handshake::request::{HOST, SUBPROTOCOL},
    sink::Sink,
    socket::ready,
};

pub(super) fn soketto<S: Sink>(targets: &[Target]) -> S {
    let mut sink = S::default();
    let mut connection = Connection::default();
    for target in targets {
        let mut client = Client::new(&mut connection, HOST, &target.path);
        client.add_protocol(SUBPROTOCOL);
        let response = ready(client.handshake()).expect("legal");
        connection.restart(&mut sink);
        let ServerResponse::Accepted { protocol } = response else {
            panic!("{response:?}");
        };
        sink.put(protocol.unwrap_or_default().as_bytes());
    }
    sink
}

pub(super) fn tokio_websockets<S: Sink>(targets: &[Target]) -> S {
    let mut sink = S::default();
    let mut connection = Connection::default();
    for target in targets {
        let builder = tokio_websockets::ClientBuilder::new()
            .uri(&target.uri)
            .expect("legal")
            .add_header(
                header::SEC_WEBSOCKET_PROTOCOL,
                HeaderValue::from_static(SUBPROTOCOL),
            )
            .expect("a field that may be added");
        let connected = ready(builder.connect_on(&mut connection));
        let (stream, response) = connected.expect("legal");
        drop(stream);
        connection.restart(&mut sink);
        sink.put(agreed(&response));
    }
    sink
}

pub(super) fn tungstenite<S: Sink>(targets: &[Target]) -> S {
    let mut sink = S::default();
    let mut connection = Connection::default();
    for target in targets {
        let mut request = target.uri.as_str().into_client_request().expect("legal");
        let value = HeaderValue::from_static(SUBPROTOCOL);
        let headers = request.headers_mut();
        headers.insert(header::SEC_WEBSOCKET_PROTOCOL, value);
        let connected = tungstenite::client(request, &mut connection);
        let (socket, response) = connected.expect("legal");
        drop(socket);
        connection.restart(&mut sink);
        sink.put(agreed(&response));
    }
    sink
}

fn agreed<B>(response: &Response<B>) -> &[u8] {
    let agreed = response.headers().get(header::SEC_WEBSOCKET_PROTOCOL);
    agreed.map(HeaderValue::as_bytes).unwrap_or_default()
}
