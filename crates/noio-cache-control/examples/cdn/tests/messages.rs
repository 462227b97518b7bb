//! Messages that are not as they should be.

use core::time::Duration;
use std::{
    io::{self, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    thread,
    time::Instant,
};

use super::{TIMEOUT, World, ok};
use crate::message::{Request, Timed};

/// Both ends of a connection.
fn connection() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let client = TcpStream::connect(address).expect("a server");
    let (server, _) = listener.accept().expect("a client");
    (client, server)
}

#[test]
fn request_that_takes_too_long_is_408() {
    let (mut client, server) = connection();
    client.write_all(b"GET / HTTP/1.1\r\nHost: ").expect("sent");
    let mut reader = BufReader::new(Timed::new(&server, Duration::from_millis(50)));
    let refusal = Request::read(&mut reader).expect_err("no whole request");
    assert_eq!(refusal.status, 408);
    assert_eq!(refusal.reason, "the request took too long");
    // One that is cut is another matter.
    let (mut client, server) = connection();
    client.write_all(b"GET / HTTP/1.1\r\nHost: ").expect("sent");
    drop(client);
    let mut reader = BufReader::new(Timed::new(&server, TIMEOUT));
    let refusal = Request::read(&mut reader).expect_err("no whole request");
    assert_eq!(refusal.status, 400);
}

/// A client that always takes some more does not keep a thread for ever.
#[test]
fn answer_is_written_up_to_a_deadline() {
    let (mut client, server) = connection();
    thread::spawn(move || {
        let mut octets = vec![0; 64 * 1024];
        let end = Instant::now() + TIMEOUT;
        while Instant::now() < end && client.read(&mut octets).is_ok_and(|len| len > 0) {
            thread::sleep(Duration::from_millis(5));
        }
    });
    let octets = vec![0; 64 * 1024 * 1024];
    let start = Instant::now();
    let written = Timed::new(&server, Duration::from_millis(200)).write_all(&octets);
    let error = written.expect_err("it takes seconds");
    assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    assert!(start.elapsed() < TIMEOUT);
}

#[test]
fn interim_response_is_not_the_answer() {
    let early = "HTTP/1.1 103 \r\nCache-Control: max-age=600\r\nLink: a\r\n\r\n";
    let final_response = ok("Cache-Control: no-store", "1");
    let world = World::new(&[format!("{early}{early}{final_response}"), ok("X: 1", "2")]);
    let answer = world.assert_fetched("", 200, "1");
    assert!(answer.lines("link").is_empty());
    world.assert_fetched("", 200, "2");
}

#[test]
fn what_is_not_forwarded_is_refused() {
    let world = World::new(&[]);
    for (request, status) in [
        (
            "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx",
            501,
        ),
        ("get /a HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        (
            "GET /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx",
            413,
        ),
        (
            "GET /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: x\r\n\r\n",
            501,
        ),
        (
            "GET /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n\
             0\r\n\r\n",
            501,
        ),
        (
            "GET /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n",
            400,
        ),
        (
            "GET /a HTTP/1.1\r\nHost: a\r\nContent-Length: +0\r\n\r\n",
            400,
        ),
        ("GET /a HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n", 400),
        ("GET http://b/a HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /a HTTP/1.1\r\n\r\n", 400),
        ("GET /a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        ("GET /a HTTP/1.1\r\nHost: a\r\nX : b\r\n\r\n", 400),
        ("GET /a HTTP/1.1\nHost: a\n\n", 400),
        ("GET /a HTTP/1.1\r\nHost: a\r\nConnection: a b\r\n\r\n", 400),
    ] {
        assert_eq!(world.send(request).status, status, "{request}");
    }
    let long = "x".repeat(70_000);
    let request = format!("GET /a HTTP/1.1\r\nHost: a\r\nX: {long}\r\n\r\n");
    assert_eq!(world.send(&request).status, 400);
    assert_eq!(world.asked().0, 0);
}

#[test]
fn origin_that_makes_no_sense_is_502() {
    for answer in [
        "HTTP/1.1 200 \r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        "HTTP/1.1 200 \r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
        "HTTP/1.1 200 \r\nContent-Length: 1, 1\r\n\r\nx",
        "HTTP/1.1 200 \r\nContent-Length: 99999999999999999999\r\n\r\nx",
        "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nx",
        "HTTP/1.1 200 \r\nConnection: a b\r\nContent-Length: 1\r\n\r\nx",
        "HTTP/1.1 200 \r\nContent-Length: 99999999999\r\n\r\n",
        "HTTP/1.1 101 \r\n\r\n",
        "HTTP/1.1 099 \r\nContent-Length: 1\r\n\r\nx",
        "HTTP/1.1 000 \r\nContent-Length: 1\r\n\r\nx",
        "HTTP/1.1 200 \r\nX : 1\r\n\r\n",
        "hello",
        "",
    ] {
        let world = World::new(&[answer.to_owned()]);
        let got = world.get("");
        assert_eq!(got.status, 502, "{answer}");
        assert_eq!(got.lines("cache-control"), ["no-store"]);
    }
}
