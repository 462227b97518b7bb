//! Extended CONNECT (RFC 8441 §4 and §5, RFC 9220 §3): what is asked of its request.

use noio_testkit::handshake::pair::borrowed;
use noio_websocket::handshake::ConnectLine;

use super::*;

const LINE: ConnectLine<'_> = ConnectLine {
    protocol: "websocket",
    scheme: "https",
    authority: "example.com",
    path: "/chat",
};

const VERSION: Line<'_> = ("sec-websocket-version", "13");

/// The target and the host of a request with these fields.
fn connected(
    line: ConnectLine<'_>,
    lines: &[Line<'_>],
) -> Result<(String, String), RequestErrorKind> {
    let fields = fields(lines);
    let request = Request::connect(line, borrowed(&fields))?;
    Ok((request.target().to_owned(), request.authority().to_owned()))
}

#[test]
fn pseudo_header_fields() {
    use RequestErrorKind::{InvalidHost, InvalidTarget, UnknownProtocol};

    for (line, expected) in [
        (LINE, Ok(("/chat", "example.com"))),
        (
            ConnectLine {
                protocol: "WebSocket",
                ..LINE
            },
            Ok(("/chat", "example.com")),
        ),
        (
            ConnectLine {
                scheme: "http",
                ..LINE
            },
            Ok(("/chat", "example.com")),
        ),
        (
            ConnectLine {
                scheme: "HTTPS",
                ..LINE
            },
            Ok(("/chat", "example.com")),
        ),
        (
            ConnectLine {
                path: "/?a=b",
                ..LINE
            },
            Ok(("/?a=b", "example.com")),
        ),
        (
            ConnectLine {
                path: "//c",
                ..LINE
            },
            Ok(("//c", "example.com")),
        ),
        (
            ConnectLine {
                authority: "a:8443",
                ..LINE
            },
            Ok(("/chat", "a:8443")),
        ),
        (
            ConnectLine {
                authority: "[::1]",
                ..LINE
            },
            Ok(("/chat", "[::1]")),
        ),
        (
            ConnectLine {
                protocol: "connect-udp",
                ..LINE
            },
            Err(UnknownProtocol),
        ),
        (
            ConnectLine {
                protocol: "websocket/13",
                ..LINE
            },
            Err(UnknownProtocol),
        ),
        (
            ConnectLine {
                protocol: "",
                ..LINE
            },
            Err(UnknownProtocol),
        ),
        (
            ConnectLine {
                scheme: "wss",
                ..LINE
            },
            Err(InvalidTarget),
        ),
        (ConnectLine { scheme: "", ..LINE }, Err(InvalidTarget)),
        (ConnectLine { path: "", ..LINE }, Err(InvalidTarget)),
        (
            ConnectLine {
                path: "chat",
                ..LINE
            },
            Err(InvalidTarget),
        ),
        (ConnectLine { path: "*", ..LINE }, Err(InvalidTarget)),
        (
            ConnectLine {
                path: "/a#b",
                ..LINE
            },
            Err(InvalidTarget),
        ),
        (
            ConnectLine {
                path: "/a b",
                ..LINE
            },
            Err(InvalidTarget),
        ),
        (
            ConnectLine {
                path: "https://example.com/",
                ..LINE
            },
            Err(InvalidTarget),
        ),
        (
            ConnectLine {
                authority: "",
                ..LINE
            },
            Err(InvalidHost),
        ),
        (
            ConnectLine {
                authority: "u@example.com",
                ..LINE
            },
            Err(InvalidHost),
        ),
        (
            ConnectLine {
                authority: "example.com:x",
                ..LINE
            },
            Err(InvalidHost),
        ),
        (
            ConnectLine {
                authority: "example.com/",
                ..LINE
            },
            Err(InvalidHost),
        ),
    ] {
        let expected = expected.map(|(target, host)| (target.to_owned(), host.to_owned()));
        assert_eq!(connected(line, &[VERSION]), expected, "{line:?}");
    }
}

#[test]
fn fields_of_the_request() {
    use RequestErrorKind::{
        ConnectionSpecificField, InvalidHost, InvalidVersion, UnexpectedContent, UnsupportedVersion,
    };

    for (lines, expected) in [
        (&[VERSION][..], Ok(())),
        // RFC 9113 §8.3.1: a Host that is there says the same as the authority.
        (&[VERSION, ("host", "example.com")], Ok(())),
        (&[VERSION, ("Host", "EXAMPLE.com")], Ok(())),
        (&[VERSION, ("host", "example.org")], Err(InvalidHost)),
        // The port may be named that goes without saying.
        (&[VERSION, ("host", "example.com:443")], Ok(())),
        (&[VERSION, ("host", "Example.com:0443")], Ok(())),
        (&[VERSION, ("host", "example.com:")], Ok(())),
        (&[VERSION, ("host", "example.com:80")], Err(InvalidHost)),
        (&[VERSION, ("host", "example.com:8443")], Err(InvalidHost)),
        (&[VERSION, ("host", "")], Err(InvalidHost)),
        (&[VERSION, ("host", "example.com:x")], Err(InvalidHost)),
        (&[VERSION, ("host", "u@example.com")], Err(InvalidHost)),
        (
            &[VERSION, ("host", "example.com"), ("host", "example.com")],
            Err(InvalidHost),
        ),
        (&[], Err(InvalidVersion)),
        (&[VERSION, VERSION], Err(InvalidVersion)),
        (&[("sec-websocket-version", "13, 8")], Err(InvalidVersion)),
        (&[("sec-websocket-version", "8")], Err(UnsupportedVersion)),
        (
            &[VERSION, ("connection", "upgrade")],
            Err(ConnectionSpecificField),
        ),
        (
            &[VERSION, ("upgrade", "websocket")],
            Err(ConnectionSpecificField),
        ),
        (
            &[VERSION, ("Transfer-Encoding", "chunked")],
            Err(ConnectionSpecificField),
        ),
        (&[VERSION, ("keep-alive", "")], Err(ConnectionSpecificField)),
        (
            &[VERSION, ("proxy-connection", "close")],
            Err(ConnectionSpecificField),
        ),
        (
            &[VERSION, ("http2-settings", "")],
            Err(ConnectionSpecificField),
        ),
        // RFC 9113 §8.2.2: of TE, one value is left.
        (&[VERSION, ("te", "trailers")], Ok(())),
        (&[VERSION, ("TE", "Trailers")], Ok(())),
        (&[VERSION, ("te", "gzip")], Err(ConnectionSpecificField)),
        (&[VERSION, ("te", "")], Err(ConnectionSpecificField)),
        (
            &[VERSION, ("te", "trailers, gzip")],
            Err(ConnectionSpecificField),
        ),
        (
            &[VERSION, ("te", "trailers"), ("te", "gzip")],
            Err(ConnectionSpecificField),
        ),
        (&[VERSION, ("content-length", "0")], Err(UnexpectedContent)),
        // A key is not asked for, and not looked at.
        (
            &[
                VERSION,
                ("sec-websocket-key", "a"),
                ("sec-websocket-key", ""),
            ],
            Ok(()),
        ),
    ] {
        assert_eq!(connected(LINE, lines).map(|_| ()), expected, "{lines:?}");
    }
}

/// Which authority and Host are the same depends on the scheme (RFC 9110 §4.2.3).
#[test]
fn authority_and_host_are_compared_in_their_scheme() {
    for (scheme, authority, host, is_same) in [
        ("http", "a", "a:80", true),
        ("HTTP", "a:80", "A", true),
        ("http", "a:443", "a", false),
        ("http", "a", "a:443", false),
        ("https", "a:443", "a", true),
        ("HTTPS", "a:", "a:443", true),
        ("https", "a:80", "a", false),
        ("https", "a:8443", "a:8443", true),
        ("https", "a:8443", "a:8444", false),
        ("https", "[::1]", "[::1]:443", true),
        ("https", "[::1]", "[::2]", false),
        ("https", "a", "b", false),
    ] {
        let line = ConnectLine {
            scheme,
            authority,
            ..LINE
        };
        let expected = if is_same {
            // As it came.
            Ok(("/chat".to_owned(), authority.to_owned()))
        } else {
            Err(RequestErrorKind::InvalidHost)
        };
        let seen = connected(line, &[VERSION, ("host", host)]);
        assert_eq!(seen, expected, "{scheme} {authority} {host}");
    }
}

/// Of several errors the first one in the order of the kinds is told.
#[test]
fn order_of_errors() {
    use RequestErrorKind as Kind;

    let mut line = ConnectLine {
        protocol: "a",
        scheme: "a",
        authority: "",
        path: "",
    };
    let mut lines = vec![
        ("connection", "a"),
        ("content-length", "1"),
        ("sec-websocket-version", "8"),
        ("origin", "a"),
        ("origin", "a"),
        ("sec-websocket-protocol", ""),
        ("sec-websocket-extensions", ""),
    ];
    let mut seen = Vec::new();
    while let Err(kind) = connected(line, &lines) {
        seen.push(kind);
        match kind {
            Kind::UnknownProtocol => line.protocol = LINE.protocol,
            Kind::InvalidTarget => (line.scheme, line.path) = (LINE.scheme, LINE.path),
            Kind::InvalidHost => line.authority = LINE.authority,
            Kind::ConnectionSpecificField => lines.retain(|(name, _)| *name != "connection"),
            Kind::UnexpectedContent => lines.retain(|(name, _)| *name != "content-length"),
            Kind::UnsupportedVersion => lines[0] = VERSION,
            Kind::InvalidOrigin => lines.retain(|(name, _)| *name != "origin"),
            Kind::InvalidSubprotocols => {
                lines.retain(|(name, _)| *name != "sec-websocket-protocol");
            }
            Kind::InvalidExtensions => {
                lines.retain(|(name, _)| *name != "sec-websocket-extensions");
            }
            other => panic!("unexpected {other}"),
        }
        assert!(seen.len() < 20);
    }
    let expected = [
        Kind::UnknownProtocol,
        Kind::InvalidTarget,
        Kind::InvalidHost,
        Kind::ConnectionSpecificField,
        Kind::UnexpectedContent,
        Kind::UnsupportedVersion,
        Kind::InvalidOrigin,
        Kind::InvalidSubprotocols,
        Kind::InvalidExtensions,
    ];
    assert_eq!(seen, expected);
}
