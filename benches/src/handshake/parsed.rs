//! Who answers requests that an HTTP stack has parsed already.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, header, request};
use noio_websocket::handshake::{Origins, Request, RequestLine, Version};
use soketto::handshake::http::Server;
use tungstenite::handshake::server::create_response;

use crate::{
    case::{Case, Kind},
    contender::{self, Contender},
    handshake::{
        request::{Requests, SUBPROTOCOL, is_same_host},
        response::{describe, read_all},
    },
    sink::{Seen, Sink},
};

/// A request as hyper hands it over, and the same as lines alone.
#[derive(Debug)]
pub struct Parsed {
    request: http::Request<()>,
    target: String,
    fields: Vec<(String, Vec<u8>)>,
}

/// For each request.
pub const SERVERS: &[Contender<Vec<Parsed>>] = &[
    Contender {
        name: "noio-websocket http",
        about: "`Request::upgrade` over an `http::Request`, into an `http::Response`",
        kind: Kind::Ours,
        timed: |requests| noio_http(requests, see),
        found: |requests| noio_http(requests, keep),
    },
    Contender {
        name: "noio-websocket",
        about: "`Request::upgrade` over names and values, into a `Vec` that is kept",
        kind: Kind::Ours,
        timed: |requests| noio(requests),
        found: |requests| read_all(&noio::<Vec<_>>(requests)),
    },
    Contender {
        name: "tungstenite",
        about: "`create_response`, from and to the same types",
        kind: Kind::Peer,
        timed: |requests| tungstenite(requests, see),
        found: |requests| tungstenite(requests, keep),
    },
    Contender {
        name: "soketto",
        about: "`handshake::http::Server`, likewise",
        kind: Kind::Peer,
        timed: |requests| soketto(requests, see),
        found: |requests| soketto(requests, keep),
    },
];

/// The contenders, for these requests.
pub fn case(requests: &Requests) -> Case {
    let parsed: Vec<_> = requests.heads.iter().map(|head| parse(head)).collect();
    let bytes: Bytes = requests.bytes();
    contender::case(SERVERS, parsed, requests.heads.len(), bytes)
}

fn parse(head: &[u8]) -> Parsed {
    let mut fields = [httparse::EMPTY_HEADER; 32];
    let mut line = httparse::Request::new(&mut fields);
    line.parse(head).expect("legal");
    let target = line.path.expect("a target");
    let mut request = request::Builder::new().uri(target);
    for field in &*line.headers {
        request = request.header(field.name, field.value);
    }
    let fields = line.headers.iter();
    Parsed {
        request: request.body(()).expect("legal"),
        target: target.into(),
        fields: fields
            .map(|field| (field.name.into(), field.value.into()))
            .collect(),
    }
}

fn noio_http<S: Default>(requests: &[Parsed], put: fn(&mut S, &Response<()>)) -> S {
    let mut sink = S::default();
    for Parsed { request, .. } in requests {
        let target = request.uri().path_and_query().expect("a path");
        let line = RequestLine {
            method: request.method().as_str(),
            target: target.as_str(),
            version: Version::Http11,
        };
        let request = Request::upgrade(line, request.headers()).expect("legal");
        let subprotocol = request.choose_subprotocol(&[SUBPROTOCOL]);
        let accepted = request.accept(Origins::SameHost).expect("of the host");
        let accepted = accepted.with_subprotocol(subprotocol);
        let mut response = Response::new(());
        *response.status_mut() = accepted.status().try_into().expect("a status");
        for (name, value) in accepted.fields() {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("a token");
            let value = HeaderValue::from_bytes(value).expect("legal");
            response.headers_mut().append(name, value);
        }
        put(&mut sink, &response);
    }
    sink
}

fn noio<S: Sink>(requests: &[Parsed]) -> S {
    let mut sink = S::default();
    let mut out = Vec::new();
    for Parsed { target, fields, .. } in requests {
        out.clear();
        let line = RequestLine {
            method: "GET",
            target,
            version: Version::Http11,
        };
        let fields = fields.iter();
        let fields = fields.map(|(name, value)| (name.as_str(), value.as_slice()));
        let request = Request::upgrade(line, fields).expect("legal");
        let subprotocol = request.choose_subprotocol(&[SUBPROTOCOL]);
        let accepted = request.accept(Origins::SameHost).expect("of the host");
        let response = accepted.with_subprotocol(subprotocol);
        response.encode(&mut out).expect("a Vec takes all");
        sink.put(&out);
    }
    sink
}

fn tungstenite<S: Default>(requests: &[Parsed], put: fn(&mut S, &Response<()>)) -> S {
    let mut sink = S::default();
    for Parsed { request, .. } in requests {
        let response = create_response(request).expect("legal");
        put(&mut sink, &negotiate(request, response));
    }
    sink
}

fn soketto<S: Default>(requests: &[Parsed], put: fn(&mut S, &Response<()>)) -> S {
    let mut sink = S::default();
    for Parsed { request, .. } in requests {
        let response = Server::new().receive_request(request).expect("legal");
        put(&mut sink, &negotiate(request, response));
    }
    sink
}

/// Looks at a response: for timing.
fn see(seen: &mut Seen, response: &Response<()>) {
    for value in response.headers().values() {
        seen.put(value.as_bytes());
    }
}

/// Reads a response: for checks.
fn keep(found: &mut Vec<Vec<u8>>, response: &Response<()>) {
    assert_eq!(response.status(), 101);
    let fields = response.headers().iter();
    let fields = fields.map(|(name, value)| (name.as_str(), value.as_bytes()));
    found.push(describe(&fields.collect::<Vec<_>>()));
}

/// What the peers leave to their users: the origin, and the subprotocol.
fn negotiate(request: &http::Request<()>, mut response: Response<()>) -> Response<()> {
    let value = |name| request.headers().get(name).map(HeaderValue::as_bytes);
    let values = value(header::ORIGIN).zip(value(header::HOST));
    let is_of_host = values.is_some_and(|(origin, host)| is_same_host(origin, host));
    assert!(is_of_host);
    if value(header::SEC_WEBSOCKET_PROTOCOL) == Some(SUBPROTOCOL.as_bytes()) {
        let value = HeaderValue::from_static(SUBPROTOCOL);
        let headers = response.headers_mut();
        headers.insert(header::SEC_WEBSOCKET_PROTOCOL, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_servers_agree() {
        (case(&Requests::of_browser(20, usize::MAX)).check)();
    }
}
