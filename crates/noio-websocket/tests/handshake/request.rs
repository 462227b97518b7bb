//! What a server looks at in a request (RFC 6455 §4.2.1).

use super::*;

#[test]
fn legal_request_is_answered() {
    let lines = [&REQUEST[..], &["Origin: http://example.com", "Cookie: a=b"]].concat();
    let stream = head(&lines);
    let mut input = stream.as_slice();
    let request = Request::decode(&mut input).expect("legal").expect("whole");
    assert_eq!((request.target(), request.host()), ("/chat", "example.com"));
    assert_eq!(request.fields().count(), lines.len() - 1);
    let origins: Vec<_> = request.fields().values("origin").collect();
    assert_eq!(origins, [b"http://example.com"]);
    let mut response = Vec::new();
    request.encode_response(&mut response).expect("space");
    let expected = format!(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Accept: {ACCEPT}\r\n\r\n"
    );
    assert_eq!(String::from_utf8(response), Ok(expected));
}

/// §4.2.1, item 1, and RFC 9112 §2.2 and §2.3.
#[test]
fn request_line_is_checked() {
    use RequestError::{InvalidTarget, MalformedHead, MethodNotAllowed, UnsupportedHttpVersion};

    for line in [
        "GET / HTTP/1.1",
        "GET /a?b=%20{|}\"<>&c HTTP/1.1",
        "GET http://example.com/chat HTTP/1.1",
        "GET HTTPS://[::1]:8080?a HTTP/1.1",
        "\r\nGET / HTTP/1.1",
    ] {
        assert_line_accepted(0, &[line]);
    }
    for (line, expected) in [
        ("POST / HTTP/1.1", MethodNotAllowed),
        ("HEAD / HTTP/1.1", MethodNotAllowed),
        ("get / HTTP/1.1", MethodNotAllowed),
        ("CONNECT a:1 HTTP/1.1", MethodNotAllowed),
        ("GET / HTTP/1.0", UnsupportedHttpVersion),
        ("GET / HTTP/1.2", UnsupportedHttpVersion),
        ("GET / HTTP/2.0", UnsupportedHttpVersion),
        ("PRI * HTTP/2.0", UnsupportedHttpVersion),
        ("GET  / HTTP/1.1", MalformedHead),
        ("GET / ", MalformedHead),
        ("GET / FOO", MalformedHead),
        ("GET / FOO HTTP/1.2", MalformedHead),
        ("GET / http/1.1", MalformedHead),
        ("GET / HTTP/2", MalformedHead),
        ("GET / HTTP/1.x", MalformedHead),
        ("GET / HTTP/1.10", MalformedHead),
        ("GET / HTTP/2.0 ", MalformedHead),
        ("GET / HTTP/1.1 ", MalformedHead),
        (" GET / HTTP/1.1", MalformedHead),
        ("\r\n\r\nGET / HTTP/1.1", MalformedHead),
        ("\nGET / HTTP/1.1", MalformedHead),
        ("\u{16}\u{3}\u{1}", MalformedHead),
        ("GET /#a HTTP/1.1", InvalidTarget),
        ("GET * HTTP/1.1", InvalidTarget),
        ("GET chat HTTP/1.1", InvalidTarget),
        ("GET ws://example.com/ HTTP/1.1", InvalidTarget),
        ("GET http:///chat HTTP/1.1", InvalidTarget),
        ("GET http://u@a/ HTTP/1.1", InvalidTarget),
        ("GET http://h%4/ HTTP/1.1", InvalidTarget),
        ("GET http://h%4g/ HTTP/1.1", InvalidTarget),
        ("GET /\u{e9} HTTP/1.1", InvalidTarget),
    ] {
        assert_line_refused(0, &[line], expected);
    }
}

/// A method is a token with a space behind it (RFC 9112 §3). Whatever else comes is refused without
/// a wait for a line end that may never come.
#[test]
fn what_begins_no_request_is_refused_at_once() {
    let decode = |octets: &[u8]| Request::decode(&mut &*octets).map(|request| request.is_some());
    for front in [
        // The first octets of TLS, of HTTP/1.1 as a server speaks it, and of others.
        &b"\x16"[..],
        b"HTTP/",
        b" ",
        b"\r\r",
        b"\r\n\r",
        b"\r\n ",
        b"GET\t",
        b"GET\r",
        b"G\0",
        b"\xff",
    ] {
        let shown = front.escape_ascii();
        let (_, legal) = front.split_last().expect("an octet");
        assert_eq!(decode(legal), Ok(false), "{shown}");
        assert_refused(front, RequestError::MalformedHead);
    }
    for front in [&b""[..], b"\r", b"\r\n", b"GET", b"\r\nM-SEARCH", b"GET "] {
        assert_eq!(decode(front), Ok(false), "{}", front.escape_ascii());
    }
}

/// §4.2.1, item 2, and RFC 9112 §3.2.
#[test]
fn one_legal_host_is_needed() {
    for value in [
        "a",
        "a.example:80",
        "127.0.0.1:9001",
        "[::1]",
        "[fe80::1]:80",
        "a:",
        "%c3%A9:80",
        "a_b",
        "a,b",
    ] {
        assert_line_accepted(1, &[&format!("hOST:\t{value} ")]);
    }
    for value in [
        "",
        " ",
        "a b",
        "a/b",
        "u@a",
        "a:b",
        "a:1:2",
        ":80",
        "[]",
        "[::1",
        "::1",
        "[::1]x",
        "[fe80::1%25a]",
        "a#b",
        "\u{e9}",
        // RFC 3986 §2.1: two digits.
        "%",
        "a%4",
        "%zz",
        "%4g",
        "%g4",
        "%%41",
        "%4:80",
    ] {
        assert_line_refused(1, &[&format!("Host: {value}")], RequestError::InvalidHost);
    }
    assert_line_refused(1, &[], RequestError::InvalidHost);
    assert_line_refused(1, &["Host: a", "host: a"], RequestError::InvalidHost);
}

/// RFC 9112 §3.2.2: if the target is a URI, its host counts. There has to be a Host all the same.
#[test]
fn host_is_the_one_that_counts() {
    for (target, expected) in [
        ("/http://b/", "a:1"),
        ("http://b", "b"),
        ("http://b:2?c", "b:2"),
        ("HTTPS://[::1]:443/c", "[::1]:443"),
    ] {
        let line = format!("GET {target} HTTP/1.1");
        let lines = [&[&line, "Host: a:1"], &REQUEST[2..]].concat();
        let stream = head(&lines);
        let request = Request::decode(&mut stream.as_slice());
        let request = request.expect("legal").expect("whole");
        assert_eq!((request.target(), request.host()), (target, expected));
        assert_eq!(request.fields().values("host").next(), Some(&b"a:1"[..]));
        for host in [&[][..], &["Host: %"], &["Host: b", "Host: b"]] {
            let lines = [&[line.as_str()], host, &REQUEST[2..]].concat();
            assert_refused(&head(&lines), RequestError::InvalidHost);
        }
    }
}

/// §4.2.1, item 3.
#[test]
fn upgrade_is_a_list_of_protocols_in_any_case() {
    for lines in [
        &["Upgrade: WebSocket"][..],
        &["UPGRADE:websocket\t"],
        &["Upgrade: h2c, websocket"],
        &["Upgrade: ,, h2c/1 ,WEBSOCKET,"],
        &["Upgrade: h2c", "Upgrade: websocket"],
    ] {
        assert_line_accepted(2, lines);
    }
    for lines in [
        &[][..],
        &["Upgrade:"],
        &["Upgrade: h2c"],
        &["Upgrade: websocket/13"],
        &["Upgrade: websockets"],
        &["Upgrade: xwebsocket"],
        &["Sec-Upgrade: websocket"],
    ] {
        assert_line_refused(2, lines, RequestError::UpgradeRequired);
    }
    for lines in [
        &["Upgrade: websocket h2c"][..],
        &["Upgrade: websocket; h2c"],
        &["Upgrade: websocket, \"h2c"],
        &["Upgrade: websocket, h2c/"],
        &["Upgrade: websocket, /1"],
        &["Upgrade: websocket, \u{e9}"],
    ] {
        assert_line_refused(2, lines, RequestError::InvalidUpgrade);
    }
}

/// §4.2.1, item 4.
#[test]
fn connection_is_a_list_of_tokens_in_any_case() {
    for lines in [
        &["Connection: keep-alive, Upgrade"][..],
        &["connection:UPGRADE,"],
        &["Connection: keep-alive", "Connection: upgrade"],
    ] {
        assert_line_accepted(3, lines);
    }
    for lines in [
        &[][..],
        &["Connection:"],
        &["Connection: keep-alive"],
        &["Connection: upgrades"],
        &["Connection: keep-alive Upgrade"],
        &["Connection: \"upgrade\""],
        &["Connection: upgrade, a b"],
        &["Connection: upgrade", "Connection: /"],
    ] {
        assert_line_refused(3, lines, RequestError::InvalidConnection);
    }
}

/// §4.2.1, item 5, and §11.3.1.
#[test]
fn one_key_of_16_octets_in_canonical_base64_is_needed() {
    for key in [
        "AAAAAAAAAAAAAAAAAAAAAA==",
        "/+/+/+/+/+/+/+/+/+/+/w==",
        " dGhlIHNhbXBsZSBub25jZQ== ",
    ] {
        assert_line_accepted(4, &[&format!("sec-websocket-key:{key}")]);
    }
    for key in [
        "",
        // 15 and 17 octets, and 18.
        "AAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAA=",
        "AAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        // Padding that is left out, too short or too long.
        "AAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAA=",
        "AAAAAAAAAAAAAAAAAAAAAA===",
        // Bits behind the last octet.
        "AAAAAAAAAAAAAAAAAAAAAB==",
        "AAAAAAAAAAAAAAAAAAAAAP==",
        // Another alphabet, and whitespace.
        "-_-_-_-_-_-_-_-_-_-_-w==",
        "AAAAAAAAAAA AAAAAAAAAAA==",
        "dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ==",
    ] {
        let line = format!("Sec-WebSocket-Key: {key}");
        assert_line_refused(4, &[&line], RequestError::InvalidKey);
    }
    assert_line_refused(4, &[], RequestError::InvalidKey);
    assert_line_refused(4, &[REQUEST[4], REQUEST[4]], RequestError::InvalidKey);
}

/// §4.2.1, item 6, §4.3, §4.4 and §11.3.5.
#[test]
fn one_version_13_is_needed() {
    assert_line_accepted(5, &["sec-websocket-version:\t13"]);
    for version in ["0", "7", "8", "12", "14", "25", "130", "199", "255"] {
        let line = format!("Sec-WebSocket-Version: {version}");
        assert_line_refused(5, &[&line], RequestError::UnsupportedVersion);
    }
    for version in [
        "", "013", "13.0", "+13", "-1", "x", "256", "999", "1000", "13, 8", "13,", "1 3", "00",
    ] {
        let line = format!("Sec-WebSocket-Version: {version}");
        assert_line_refused(5, &[&line], RequestError::InvalidVersion);
    }
    assert_line_refused(5, &[], RequestError::InvalidVersion);
    assert_line_refused(5, &[REQUEST[5], REQUEST[5]], RequestError::InvalidVersion);
}

/// A Content-Length of one plain zero is all that may be said of content: `00` is a zero as well
/// (RFC 9110 §8.6), and two that agree may be taken for one, but not by everybody.
#[test]
fn request_that_may_have_content_is_refused() {
    assert_accepted(&head(&[&REQUEST[..], &["Content-Length: 0"]].concat()));
    for line in [
        "Content-Length: 1",
        "Content-Length: 00",
        "Content-Length:",
        "Content-Length: x",
        "Content-Length: 0, 0",
        "Content-Length: 0\r\nContent-Length: 5",
        "Content-Length: 0\r\ncontent-length: 0",
        "Content-Length: 0\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked",
        "transfer-encoding:",
    ] {
        let lines = [&REQUEST[..], &[line]].concat();
        assert_refused(&head(&lines), RequestError::UnexpectedContent);
    }
}

/// RFC 9112 §2.2 and §5, RFC 9110 §5.5.
#[test]
fn malformed_heads_are_refused() {
    for line in [
        "a",
        ": a",
        "a : b",
        " a: b",
        "a: b\r\n c",
        "a: b\nc: d",
        "a: b\rc: d",
        "a: \0",
        "a: \u{7f}",
        "a\u{e9}: b",
    ] {
        for at in 1..=REQUEST.len() {
            let mut lines = REQUEST.to_vec();
            lines.insert(at, line);
            assert_refused(&head(&lines), RequestError::MalformedHead);
        }
    }
    let with_lf_alone = REQUEST.join("\n") + "\n\n";
    assert_refused(with_lf_alone.as_bytes(), RequestError::MalformedHead);
    // At once, not when the rest has come.
    assert_refused(b"\n", RequestError::MalformedHead);
    assert_refused(b"GET / HTTP/1.1\n", RequestError::MalformedHead);
}
