//! What a request says of where it leads to, and what is chosen of its offers.

use core::cell::Cell;

use noio_websocket::handshake::{
    ConnectLine, Field, Request, RequestDecoder, RequestLine, Subprotocol, Version,
};

use super::{REQUEST, head};

/// Authority, host, port, path and query.
type Parts<'h> = (&'h str, &'h str, Option<u16>, &'h str, Option<&'h str>);

fn parts<'h, F>(request: &Request<'h, F>) -> Parts<'h>
where
    F: Iterator<Item = Field<'h>> + Clone,
{
    (
        request.authority(),
        request.host(),
        request.port(),
        request.path(),
        request.query(),
    )
}

/// The fields of [`REQUEST`], but with this Host.
fn fields(host: &str) -> Vec<Field<'_>> {
    let own = REQUEST[2..].iter().map(|line| {
        let (name, value) = line.split_once(": ").expect("a field");
        (name, value.as_bytes())
    });
    [("Host", host.as_bytes())].into_iter().chain(own).collect()
}

#[test]
fn parts_of_a_request() {
    for (target, host, expected) in [
        ("/", "a", ("a", "a", None, "/", None)),
        ("/b?c=d", "a:80", ("a:80", "a", Some(80), "/b", Some("c=d"))),
        ("/b?", "A:", ("A:", "A", None, "/b", Some(""))),
        ("/?b?c", "a:0", ("a:0", "a", Some(0), "/", Some("b?c"))),
        (
            "//b/../c%20",
            "[::1]:0443",
            ("[::1]:0443", "[::1]", Some(443), "//b/../c%20", None),
        ),
        (
            "/http://b:81/",
            "[::1]",
            ("[::1]", "[::1]", None, "/http://b:81/", None),
        ),
    ] {
        let line = RequestLine {
            method: "GET",
            target,
            version: Version::Http11,
        };
        let request = Request::upgrade(line, fields(host).into_iter()).expect("legal");
        assert_eq!(parts(&request), expected);
        let line = ConnectLine {
            protocol: "websocket",
            scheme: "http",
            authority: host,
            path: target,
        };
        let version: [Field<'_>; 1] = [("sec-websocket-version", b"13")];
        let request = Request::connect(line, version.iter().copied()).expect("legal");
        assert_eq!(parts(&request), expected);
    }
}

/// RFC 9112 §3.2.2: Host does not count then.
#[test]
fn parts_of_a_request_to_a_uri() {
    for (target, expected) in [
        ("http://b", ("b", "b", None, "/", None)),
        ("http://b?", ("b", "b", None, "/", Some(""))),
        ("HTTP://B?c/d", ("B", "B", None, "/", Some("c/d"))),
        ("https://b:/", ("b:", "b", None, "/", None)),
        (
            "https://b:8443/c/?d=e?/",
            ("b:8443", "b", Some(8443), "/c/", Some("d=e?/")),
        ),
        (
            "http://[::1]:80/c",
            ("[::1]:80", "[::1]", Some(80), "/c", None),
        ),
        ("http://b//c://d", ("b", "b", None, "//c://d", None)),
    ] {
        let start = format!("GET {target} HTTP/1.1");
        let octets = head(&[&[start.as_str(), "Host: a:1"], &REQUEST[2..]].concat());
        let mut decoder = RequestDecoder::new();
        let request = decoder.decode(&mut &*octets).expect("legal");
        let request = request.expect("whole");
        assert_eq!(request.target(), target);
        let seen: Parts<'_> = (
            request.authority(),
            request.host(),
            request.port(),
            request.path(),
            request.query(),
        );
        assert_eq!(seen, expected);
    }
}

/// However many subprotocols a server speaks, it reads the request once.
#[test]
fn choice_reads_the_offer_once() {
    let line = RequestLine {
        method: "GET",
        target: "/",
        version: Version::Http11,
    };
    let mut fields = fields("a");
    for value in ["a, b", "c", "d"] {
        fields.push(("Sec-WebSocket-Protocol", value.as_bytes()));
    }
    let read = Cell::new(0);
    let counted = fields.iter().copied().inspect(|_| read.set(read.get() + 1));
    let request = Request::upgrade(line, counted).expect("legal");
    let chosen = |supported: &[&str]| {
        read.set(0);
        let chosen = request.choose_subprotocol(supported);
        (chosen.as_ref().map(Subprotocol::as_str), read.get())
    };
    let (none, once) = chosen(&[]);
    assert_eq!(none, None);
    assert!(once <= fields.len(), "{once}");
    for (supported, expected) in [
        (&["a"][..], Some("a")),
        (&["x", "y", "d", "a"], Some("d")),
        (&["c", "b", "c", "b"], Some("c")),
        (&["A", "x", ""], None),
        (&["w", "v", "u", "t", "s", "r", "q", "p", "b"], Some("b")),
    ] {
        assert_eq!(chosen(supported), (expected, once), "{supported:?}");
    }
}
