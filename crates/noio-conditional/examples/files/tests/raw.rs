//! What curl does not send.

use std::{
    fs::File,
    io::{self, Read as _},
    net::Shutdown,
};

use super::World;

#[test]
fn requests_that_come_at_once() {
    let world = World::new();
    world.file("a", b"12345");
    let mut client = world.connect();
    let get = "GET /a HTTP/1.1\r\nHost: a\r\n";
    client.send(
        format!("{get}\r\nPUT /b HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc{get}Range: bytes=1-2\r\n\r\nHEAD /b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            .as_bytes(),
    );
    assert_eq!(client.receive().text(), "12345");
    assert_eq!(client.receive().status, 201);
    assert_eq!(client.receive().text(), "23");
    // The content is that of a GET, and not there.
    let mut head = [0; 13];
    client.0.read_exact(&mut head).expect("a head");
    assert_eq!(&head, b"HTTP/1.1 200 ");
    let mut rest = String::new();
    client.0.read_to_string(&mut rest).expect("a head");
    assert!(
        rest.contains("\r\nContent-Length: 3\r\n") && rest.ends_with("\r\n\r\n"),
        "{rest}"
    );
}

#[test]
fn what_is_refused_ends_the_connection() {
    let world = World::new();
    let get = "GET /a HTTP/1.1\r\nHost: a\r\n";
    for (octets, status) in [
        ("rubbish\r\n\r\n".to_owned(), 400),
        (format!("GET /a HTTP/1.1\r\n\r\n{get}\r\n"), 400),
        (format!("{get}Content-Length: 4\r\n\r\nabcd{get}\r\n"), 400),
        (
            format!(
                "PUT /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n{get}\r\n"
            ),
            501,
        ),
        (
            format!(
                "PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc{get}\r\n"
            ),
            400,
        ),
        (format!("GET {} HTTP/1.1\r\n\r\n", "a".repeat(40_000)), 431),
    ] {
        let mut client = world.connect();
        client.send(octets.as_bytes());
        let answer = client.receive();
        assert_eq!(answer.status, status, "{octets}");
        assert_eq!(answer.line("Connection"), Some("close"));
        assert!(client.is_over(), "{octets}");
    }
    assert_eq!(world.content("a"), None);
}

#[test]
fn content_that_is_cut_changes_nothing() {
    let world = World::new();
    world.file("a", b"old");
    let mut client = world.connect();
    client.send(b"PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nnew");
    client
        .0
        .get_ref()
        .shutdown(Shutdown::Write)
        .expect("a socket");
    assert!(client.is_over());
    assert_eq!(world.content("a").as_deref(), Some(&b"old"[..]));
}

#[test]
fn old_clients_are_served_once() {
    let world = World::new();
    world.file("a", b"1");
    let mut client = world.connect();
    client.send(b"GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /a HTTP/1.0\r\n\r\n");
    assert_eq!(client.receive().line("Connection"), Some("keep-alive"));
    assert_eq!(client.receive().line("Connection"), Some("close"));
    assert!(client.is_over());
}

#[test]
fn a_file_that_becomes_shorter_ends_the_connection() {
    let world = World::new();
    let len = 64 * 1024 * 1024;
    let file = File::create(world.path("a")).expect("a file");
    file.set_len(len).expect("a file");
    let mut client = world.connect();
    client.send(b"GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
    let mut start = [0; 13];
    client.0.read_exact(&mut start).expect("a head");
    assert_eq!(&start, b"HTTP/1.1 200 ");
    file.set_len(0).expect("a file");
    // So much does not fit into the buffers of a socket.
    let sent = io::copy(&mut client.0, &mut io::sink()).expect("the end");
    assert!(sent < len, "{sent}");
}
