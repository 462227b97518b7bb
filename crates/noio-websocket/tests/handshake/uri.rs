//! URIs of WebSocket servers (RFC 6455 §3).

use std::collections::HashSet;

use noio_websocket::handshake::{Uri, UriError};

#[test]
fn parts_of_a_uri() {
    for (text, is_secure, host, port, authority, path, query) in [
        ("ws://a", false, "a", 80, "a", "/", None),
        ("WSS://a", true, "a", 443, "a", "/", None),
        ("ws://a:/", false, "a", 80, "a", "/", None),
        ("ws://a:80/b", false, "a", 80, "a", "/b", None),
        ("ws://a:0080", false, "a", 80, "a", "/", None),
        ("wss://a:80/b?c=d", true, "a", 80, "a:80", "/b", Some("c=d")),
        ("ws://a?", false, "a", 80, "a", "/", Some("")),
        ("ws://a?b?c", false, "a", 80, "a", "/", Some("b?c")),
        (
            "ws://[::1]:9001/x",
            false,
            "[::1]",
            9001,
            "[::1]:9001",
            "/x",
            None,
        ),
        (
            "ws://[v1.a:b]",
            false,
            "[v1.a:b]",
            80,
            "[v1.a:b]",
            "/",
            None,
        ),
        (
            "wss://%c3%a9:65535",
            true,
            "%c3%a9",
            65535,
            "%c3%a9:65535",
            "/",
            None,
        ),
        ("ws://a//b://c", false, "a", 80, "a", "//b://c", None),
        ("ws://A.b/{|}\"", false, "A.b", 80, "A.b", "/{|}\"", None),
    ] {
        let uri = Uri::parse(text).expect("legal");
        assert_eq!(uri.is_secure(), is_secure, "{text}");
        assert_eq!((uri.host(), uri.port()), (host, port), "{text}");
        assert_eq!(uri.authority(), authority, "{text}");
        assert_eq!((uri.path(), uri.query()), (path, query), "{text}");
    }
}

#[test]
fn uri_is_shown_without_what_goes_without_saying() {
    for (text, shown) in [
        ("ws://a", "ws://a/"),
        ("WSS://A", "wss://A/"),
        ("ws://a:80/b", "ws://a/b"),
        ("wss://a:", "wss://a/"),
        ("wss://a:80?b", "wss://a:80/?b"),
        ("ws://[::1]:9001/x?", "ws://[::1]:9001/x?"),
        (
            "wss://example.com:8443/chat?room=1",
            "wss://example.com:8443/chat?room=1",
        ),
    ] {
        let uri = Uri::parse(text).expect("legal");
        assert_eq!(uri.to_string(), shown);
        let again = Uri::parse(shown).expect("legal");
        assert_eq!(again.to_string(), shown);
    }
}

#[test]
fn uris_are_keys_of_a_map() {
    let parsed = |text| Uri::parse(text).expect("legal");
    let mut seen = HashSet::from([parsed("wss://a/b?c")]);
    assert!(!seen.insert(parsed("WSS://a:443/b?c")));
    for other in ["ws://a/b?c", "wss://b/b?c", "wss://a:1/b?c", "wss://a/b"] {
        assert!(seen.insert(parsed(other)), "{other}");
    }
}

#[test]
fn what_is_no_uri() {
    use UriError::*;

    for (text, error) in [
        ("", InvalidScheme),
        ("a", InvalidScheme),
        ("/chat", InvalidScheme),
        ("ws:a", InvalidScheme),
        ("ws:/a", InvalidScheme),
        ("http://a", InvalidScheme),
        (" ws://a", InvalidScheme),
        ("://a", InvalidScheme),
        ("ws://a#", Fragment),
        ("ws://a/b?c#d", Fragment),
        ("ws://u@a", UserInfo),
        ("ws://u:p@a/", UserInfo),
        ("ws://", InvalidAuthority),
        ("ws:///a", InvalidAuthority),
        ("ws://:80", InvalidAuthority),
        ("ws://a:65536", InvalidAuthority),
        ("ws://a:+1", InvalidAuthority),
        ("ws://a b", InvalidAuthority),
        ("ws://a\r\nX: y", InvalidAuthority),
        ("ws://\u{e9}", InvalidAuthority),
        ("ws://[::1", InvalidAuthority),
        ("ws://::1", InvalidAuthority),
        ("ws://a%4/", InvalidAuthority),
        ("ws://a/b c", InvalidResource),
        ("ws://a/\r\nX: y", InvalidResource),
        ("ws://a?\n", InvalidResource),
        ("ws://a/\u{e9}", InvalidResource),
        ("ws://a/\u{7f}", InvalidResource),
    ] {
        assert_eq!(Uri::parse(text).err(), Some(error), "{text:?}");
    }
}
