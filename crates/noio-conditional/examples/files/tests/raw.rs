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
fn what_is_refused_to_head_has_no_content() {
    let world = World::new();
    world.file("a.txt", b"12345");
    let fields = "Host: a\r\n\r\n";
    let long = format!("/{} HTTP/1.1\r\n{fields}", "a".repeat(40_000));
    for (rest, status) in [
        (format!("/ HTTP/1.1\r\n{fields}"), 404),
        (format!("/.h HTTP/1.1\r\n{fields}"), 404),
        (format!("/a.txt/ HTTP/1.1\r\n{fields}"), 404),
        (format!("/%zz HTTP/1.1\r\n{fields}"), 400),
        ("/a.txt HTTP/1.1\r\n\r\n".to_owned(), 400),
        (format!("/a.txt HTTP/1.1\r\nA\r\n{fields}"), 400),
        ("/a.txt HTTP/1.1\nHost: a\n\n".to_owned(), 400),
        (format!("/a.txt HTTP/2.0\r\n{fields}"), 505),
        (long, 431),
    ] {
        // What GET gets is what HEAD is told of.
        let mut client = world.connect();
        client.send(format!("GET {rest}").as_bytes());
        let to_get = client.receive();
        assert_eq!(to_get.status, status, "{rest}");
        assert!(client.is_over() && !to_get.body.is_empty(), "{rest}");
        let mut client = world.connect();
        client.send(format!("HEAD {rest}").as_bytes());
        let mut to_head = String::new();
        client.0.read_to_string(&mut to_head).expect("an answer");
        assert!(to_head.ends_with("\r\n\r\n"), "{rest}: {to_head}");
        let without_date = |head: &str| -> Vec<String> {
            let lines = head.lines().filter(|line| !line.starts_with("Date: "));
            lines.map(str::to_owned).collect()
        };
        assert_eq!(without_date(&to_head), without_date(&to_get.head), "{rest}");
    }
}

#[test]
fn what_has_to_be_understood() {
    let world = World::new();
    world.file("a", b"1");
    let mut client = world.connect();
    // A line end too much behind content, as some old clients send it.
    client.send(b"PUT /b HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n2\r\n");
    assert_eq!(client.receive().status, 201);
    assert_eq!(client.get("/b").text(), "2");
    // What is said of the connection means the same in a later version.
    client.send(b"\r\nGET /a HTTP/1.2\r\nHost: a\r\n\r\n");
    let answer = client.receive();
    assert_eq!((answer.status, answer.text()), (200, "1"));
    assert!(answer.head.starts_with("HTTP/1.1 "));
    assert_eq!(answer.line("Connection"), Some("keep-alive"));
    client.send(b"GET /a HTTP/1.9\r\nHost: a\r\nConnection: close\r\n\r\n");
    assert_eq!(client.receive().text(), "1");
    assert!(client.is_over());
    // One empty line, and no more.
    let mut client = world.connect();
    client.send(b"\r\n\r\nGET /a HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_eq!(client.receive().status, 400);
    assert!(client.is_over());
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
