//! The opening handshake (RFC 6455 §4), rule by rule.
#![cfg(feature = "handshake")]

use noio_websocket::handshake::{
    Client, EncodeError, MAX_FIELD_COUNT, MAX_HEAD_LEN, Request, RequestError, ResponseError,
    accept_key,
};

/// The key of the sample in RFC 6455 §1.3, and what answers it.
const KEY: [u8; 16] = *b"the sample nonce";
const KEY_TEXT: &str = "dGhlIHNhbXBsZSBub25jZQ==";
const ACCEPT: &str = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

/// The lines of a legal request.
const REQUEST: [&str; 6] = [
    "GET /chat HTTP/1.1",
    "Host: example.com",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version: 13",
];

/// The lines of a legal response.
const RESPONSE: [&str; 4] = [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
];

fn head(lines: &[&str]) -> Vec<u8> {
    format!("{}\r\n\r\n", lines.join("\r\n")).into_bytes()
}

/// `lines` with another text for line `at`: none or several are possible as well.
fn with(lines: &[&str], at: usize, text: &[&str]) -> Vec<u8> {
    let mut lines = lines.to_vec();
    lines.splice(at..=at, text.iter().copied());
    head(&lines)
}

#[track_caller]
fn assert_accepted(head: &[u8]) {
    // What is left over is the caller's, and a head that is cut off is no head yet.
    let stream = [head, b"\x81\x80"].concat();
    let mut input = stream.as_slice();
    let shown = head.escape_ascii();
    assert!(
        matches!(Request::decode(&mut input), Ok(Some(_))),
        "{shown}"
    );
    assert_eq!(input, b"\x81\x80");
    for len in 0..head.len() {
        let mut input = head.split_at(len).0;
        assert!(
            matches!(Request::decode(&mut input), Ok(None)),
            "{len} octets"
        );
        assert_eq!(input.len(), len);
    }
}

#[track_caller]
fn assert_refused(head: &[u8], expected: RequestError) {
    let mut input = head;
    let error = Request::decode(&mut input).map(|request| request.is_some());
    assert_eq!(error, Err(expected), "{}", head.escape_ascii());
    assert_eq!(input.len(), head.len(), "an error takes nothing");
}

#[track_caller]
fn assert_line_refused(at: usize, lines: &[&str], expected: RequestError) {
    assert_refused(&with(&REQUEST, at, lines), expected);
}

#[track_caller]
fn assert_line_accepted(at: usize, lines: &[&str]) {
    assert_accepted(&with(&REQUEST, at, lines));
}

fn client() -> Client<'static> {
    match Client::new("example.com", "/chat", KEY) {
        Ok(client) => client,
        Err(error) => panic!("{error}"),
    }
}

#[track_caller]
fn assert_response_accepted(at: usize, lines: &[&str]) {
    let head = with(&RESPONSE, at, lines);
    let stream = [head.as_slice(), b"\x81\x00"].concat();
    let mut input = stream.as_slice();
    let shown = head.escape_ascii();
    assert!(
        matches!(client().decode_response(&mut input), Ok(Some(_))),
        "{shown}"
    );
    assert_eq!(input, b"\x81\x00");
    for len in 0..head.len() {
        let mut input = head.split_at(len).0;
        assert!(
            matches!(client().decode_response(&mut input), Ok(None)),
            "{len} octets"
        );
        assert_eq!(input.len(), len);
    }
}

#[track_caller]
fn assert_response_refused(at: usize, lines: &[&str], expected: ResponseError) {
    let head = with(&RESPONSE, at, lines);
    let mut input = head.as_slice();
    let error = client()
        .decode_response(&mut input)
        .map(|response| response.is_some());
    assert_eq!(error, Err(expected), "{}", head.escape_ascii());
    assert_eq!(input.len(), head.len(), "an error takes nothing");
}

/// §1.3 and §4.2.2, item 5.4. The second is the one that Wikipedia shows.
#[test]
fn accept_key_is_that_of_the_sample() {
    let accept = accept_key(KEY_TEXT.as_bytes());
    assert_eq!(accept.as_str(), ACCEPT);
    assert_eq!((&*accept, accept.as_bytes()), (ACCEPT, ACCEPT.as_bytes()));
    assert_eq!(accept.to_string(), ACCEPT);
    let other = accept_key(b"x3JJHMbDL1EzLkh9GBhXDw==");
    assert_eq!(&*other, "HSmrc0sMlYUkAGmm5OPpG2HaGWk=");
}

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

#[test]
fn fields_of_others_are_passed_over() {
    for line in [
        "X:",
        "X: \u{e9}\t:",
        "Sec-WebSocket-Protocol: chat, superchat",
        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
        "Sec-WebSocket-Accept: a",
    ] {
        for at in 1..=REQUEST.len() {
            let mut lines = REQUEST.to_vec();
            lines.insert(at, line);
            assert_accepted(&head(&lines));
        }
    }
}

/// The limit itself is allowed, one more is not, and no cut makes a difference.
#[test]
fn heads_are_bounded() {
    let with_fields = |count: usize| {
        let more = vec!["a: b"; count + 1 - REQUEST.len()];
        head(&[&REQUEST[..], &more].concat())
    };
    assert_accepted(&with_fields(MAX_FIELD_COUNT));
    assert_refused(
        &with_fields(MAX_FIELD_COUNT + 1),
        RequestError::TooManyFields,
    );

    let with_len = |len: usize| {
        let value = "a".repeat(len - head(&REQUEST).len() - "X: \r\n".len());
        head(&[&REQUEST[..], &[&format!("X: {value}")]].concat())
    };
    assert_accepted(&with_len(MAX_HEAD_LEN));
    let too_long = with_len(MAX_HEAD_LEN + 1);
    assert_refused(&too_long, RequestError::HeadTooLong);
    assert_refused(&too_long[..MAX_HEAD_LEN], RequestError::HeadTooLong);
    let mut input = &too_long[..MAX_HEAD_LEN - 1];
    assert!(matches!(Request::decode(&mut input), Ok(None)));
}

/// Whatever comes, nothing panics, and what is refused early is refused for the same reason.
#[test]
fn cuts_make_no_difference() {
    const OCTETS: &[u8] = b"\0\t\n\r \"#%,/:;=[]a1\x7f\x80\xff";

    fn assert_cuts<E: PartialEq>(head: &[u8], decode: impl Fn(&[u8]) -> Result<bool, E>) {
        let (mut accepted, mut refused) = (0, 0);
        for at in 0..head.len() {
            for &octet in OCTETS {
                let mut octets = head.to_vec();
                octets.splice(at..=at, [octet]);
                let whole = decode(&octets);
                accepted += u32::from(whole == Ok(true));
                refused += u32::from(whole.is_err());
                for len in 0..octets.len() {
                    let cut = decode(octets.split_at(len).0);
                    assert!(cut == Ok(false) || cut == whole, "{octet} at {at}");
                }
            }
        }
        assert!(accepted > 0 && refused > 0);
    }

    assert_cuts(&head(&REQUEST), |octets| {
        Request::decode(&mut &*octets).map(|request| request.is_some())
    });
    let client = client();
    let interim = head(&["HTTP/1.1 100 Continue"]);
    for stream in [head(&RESPONSE), [interim, head(&RESPONSE)].concat()] {
        assert_cuts(&stream, |octets| {
            let response = client.decode_response(&mut &*octets);
            response.map(|response| response.is_some())
        });
    }
}

/// §4.2.2 and §4.4, RFC 9110 §15.5.6 and §15.5.22.
#[test]
fn refusals_say_what_would_do() {
    use RequestError::*;

    for (error, status, fields) in [
        (MethodNotAllowed, 405, &["Allow: GET"][..]),
        (
            UnsupportedVersion,
            426,
            &["Sec-WebSocket-Version: 13", "Upgrade: websocket"],
        ),
        (
            UpgradeRequired,
            426,
            &["Sec-WebSocket-Version: 13", "Upgrade: websocket"],
        ),
        (HeadTooLong, 431, &[]),
        (TooManyFields, 431, &[]),
        (UnsupportedHttpVersion, 505, &[]),
        (MalformedHead, 400, &[]),
        (InvalidTarget, 400, &[]),
        (InvalidHost, 400, &[]),
        (UnexpectedContent, 400, &[]),
        (InvalidUpgrade, 400, &[]),
        (InvalidConnection, 400, &[]),
        (InvalidVersion, 400, &[]),
        (InvalidKey, 400, &[]),
    ] {
        assert_eq!(error.status(), status);
        let response = error.response();
        let mut headers = [httparse::EMPTY_HEADER; 8];
        let mut parsed = httparse::Response::new(&mut headers);
        let len = parsed.parse(response.as_bytes()).expect("legal");
        assert_eq!(len, httparse::Status::Complete(response.len()));
        assert_eq!((parsed.code, parsed.version), (Some(status), Some(1)));
        for field in [&["Content-Length: 0"], fields].concat() {
            assert!(response.contains(&format!("\r\n{field}\r\n")), "{response}");
        }
        // A sender of Upgrade says so in Connection (RFC 9110 §7.8).
        let connection = match status {
            426 => "\r\nConnection: upgrade, close\r\n",
            _ => "\r\nConnection: close\r\n",
        };
        assert!(response.contains(connection), "{response}");
    }
}

#[test]
fn request_of_the_client_is_that_of_the_sample_and_legal() {
    let mut request = Vec::new();
    client().encode_request(&mut request).expect("space");
    assert_eq!(request, head(&REQUEST));
    assert_accepted(&request);

    let request = Client::new("[::1]:9001", "/runCase?case=1&agent=noio", [0xff; 16]);
    let mut out = Vec::new();
    let request = request.expect("legal").encode_request(&mut out);
    assert_eq!(request, Ok(()));
    assert_accepted(&out);
    let text = String::from_utf8(out).expect("text");
    assert!(text.starts_with("GET /runCase?case=1&agent=noio HTTP/1.1\r\nHost: [::1]:9001\r\n"));
    assert!(text.contains("\r\nSec-WebSocket-Key: /////////////////////w==\r\n"));
}

#[test]
fn nothing_can_be_put_into_the_request() {
    for host in [
        "",
        "a\r\nX: y",
        "a b",
        "a/",
        "a\n",
        "u@a",
        "\u{e9}",
        "a:b",
        "a#",
        "%",
        "a%4",
    ] {
        let error = Client::new(host, "/", KEY).map(|_| ());
        assert_eq!(error, Err(EncodeError::InvalidHost), "{host:?}");
    }
    for target in [
        "",
        "a",
        "*",
        "/a b",
        "/\r\nX: y",
        "/\n",
        "/\0",
        "/\u{7f}",
        "/#a",
        "/\u{e9}",
        "http://a/",
    ] {
        let error = Client::new("a", target, KEY).map(|_| ());
        assert_eq!(error, Err(EncodeError::InvalidTarget), "{target:?}");
    }
}

#[test]
fn output_without_space_is_left_alone() {
    let stream = head(&REQUEST);
    let request = Request::decode(&mut stream.as_slice())
        .expect("legal")
        .expect("whole");
    let mut whole = Vec::new();
    request.encode_response(&mut whole).expect("space");
    let mut small = vec![0; whole.len()];
    assert_eq!(request.encode_response(&mut small.as_mut_slice()), Ok(()));
    assert_eq!(small, whole);
    let mut small = vec![0; whole.len() - 1];
    let error = request.encode_response(&mut small.as_mut_slice());
    assert_eq!(error, Err(EncodeError::NoSpace));
    assert!(small.iter().all(|&octet| octet == 0));

    let mut small = vec![0; stream.len() - 1];
    let error = client().encode_request(&mut small.as_mut_slice());
    assert_eq!(error, Err(EncodeError::NoSpace));
    assert!(small.iter().all(|&octet| octet == 0));
    let mut exact = vec![0; stream.len()];
    assert_eq!(client().encode_request(&mut exact.as_mut_slice()), Ok(()));
    assert_eq!(exact, stream);
}

/// §4.1, the second list, items 1 and 2.
#[test]
fn response_switches_to_websocket() {
    use ResponseError::{InvalidUpgrade, MalformedHead, Status, UnsupportedHttpVersion};

    assert_response_accepted(0, &["HTTP/1.1 101 "]);
    assert_response_accepted(0, &["HTTP/1.1 101"]);
    assert_response_accepted(1, &["upgrade:\tWebSocket"]);
    for (line, expected) in [
        ("HTTP/1.1 200 OK", Status(200)),
        ("HTTP/1.1 302 Found", Status(302)),
        ("HTTP/1.0 401 Unauthorized", Status(401)),
        ("HTTP/1.1 426 Upgrade Required", Status(426)),
        ("HTTP/1.0 101 Switching Protocols", UnsupportedHttpVersion),
        ("HTTP/1.2 101 Switching Protocols", UnsupportedHttpVersion),
        ("HTTP/2.0 101 Switching Protocols", UnsupportedHttpVersion),
        ("HTTP/2 101 Switching Protocols", MalformedHead),
        ("HTTP/1.1", MalformedHead),
        ("HTTP/2.0", MalformedHead),
        ("HELLO", MalformedHead),
        ("http/1.1 101 Switching Protocols", MalformedHead),
        ("HTTP/1.1 1010 Switching Protocols", MalformedHead),
        ("HTTP/1.1  101 Switching Protocols", MalformedHead),
        ("\r\nHTTP/1.1 101 Switching Protocols", MalformedHead),
        ("SSH-2.0-server", MalformedHead),
    ] {
        assert_response_refused(0, &[line], expected);
    }
    for lines in [
        &[][..],
        &["Upgrade:"],
        &["Upgrade: h2c"],
        &["Upgrade: websocket, h2c"],
        &["Upgrade: websocket", "Upgrade: websocket"],
        &["Upgrade: websocket x"],
    ] {
        assert_response_refused(1, lines, InvalidUpgrade);
    }
    // At once, not when the rest has come.
    for (legal, front) in [("", "\r"), ("H", "HE"), ("HTTP", "HTTP ")] {
        let decode = |octets: &str| {
            let response = client().decode_response(&mut octets.as_bytes());
            response.map(|response| response.is_some())
        };
        assert_eq!(decode(legal), Ok(false));
        assert_eq!(decode(front), Err(MalformedHead));
    }
}

/// RFC 9110 §15.2: before the response that counts there may be interim ones.
#[test]
fn interim_responses_are_passed_over() {
    use ResponseError::{MalformedHead, Status, TooManyFields, UnsupportedHttpVersion};

    let hints = [
        "HTTP/1.1 103 Early Hints",
        "Link: </a>; rel=preload",
        "Upgrade: h2c",
    ];
    for interim in [
        &["HTTP/1.1 100 Continue", ""][..],
        &["HTTP/1.1 102", ""],
        &["HTTP/1.1 199 ", ""],
        &[
            "HTTP/1.1 100 Continue",
            "",
            hints[0],
            hints[1],
            hints[2],
            "",
        ],
    ] {
        assert_response_accepted(0, &[interim, &RESPONSE[..1]].concat());
        let refusal = [interim, &["HTTP/1.1 403 Forbidden"]].concat();
        assert_response_refused(0, &refusal, Status(403));
        let junk = [interim, &["", RESPONSE[0]]].concat();
        assert_response_refused(0, &junk, MalformedHead);
    }
    let fields = vec!["a: b"; MAX_FIELD_COUNT + 1];
    for (interim, expected) in [
        (&["HTTP/1.1 100 Continue", "a : b"][..], MalformedHead),
        (&["HTTP/1.1 1000 Continue"], MalformedHead),
        // HTTP/1.0 has none.
        (&["HTTP/1.0 100 Continue"], UnsupportedHttpVersion),
        (&["HTTP/1.1 099 Continue"], Status(99)),
        (&["HTTP/1.1 200 OK"], Status(200)),
        (&[&[hints[0]][..], &fields].concat(), TooManyFields),
    ] {
        let lines = [interim, &["", RESPONSE[0]]].concat();
        assert_response_refused(0, &lines, expected);
    }
    // The fields are those of the last head alone.
    let stream = [head(&hints), head(&RESPONSE)].concat();
    let response = client().decode_response(&mut stream.as_slice());
    let response = response.expect("legal").expect("whole");
    assert_eq!(response.fields().count(), RESPONSE.len() - 1);
}

/// Items 3 and 4, and §11.3.3.
#[test]
fn response_upgrades_this_connection_and_answers_the_key() {
    use ResponseError::{InvalidAccept, InvalidConnection};

    assert_response_accepted(2, &["Connection: keep-alive, upgrade"]);
    assert_response_accepted(2, &["Connection: keep-alive", "connection: UPGRADE"]);
    for lines in [
        &[][..],
        &["Connection: keep-alive"],
        &["Connection: upgrade keep-alive"],
    ] {
        assert_response_refused(2, lines, InvalidConnection);
    }
    assert_response_accepted(3, &[&format!("sec-websocket-accept: \t{ACCEPT}\t")]);
    let line = RESPONSE[3];
    for lines in [
        &[][..],
        &["Sec-WebSocket-Accept:"],
        &[&line.to_lowercase()],
        &[&line[..line.len() - 1]],
        &[&format!("{line}=")],
        &[&format!("{line}, {ACCEPT}")],
        &[line, line],
        &["Sec-WebSocket-Accept: HSmrc0sMlYUkAGmm5OPpG2HaGWk="],
    ] {
        assert_response_refused(3, lines, InvalidAccept);
    }
}

/// Items 5 and 6: nothing was offered.
#[test]
fn response_claims_nothing_that_was_not_offered() {
    use ResponseError::{MalformedHead, UnexpectedExtension, UnexpectedSubprotocol};

    for (line, expected) in [
        (
            "Sec-WebSocket-Extensions: permessage-deflate",
            UnexpectedExtension,
        ),
        ("sec-websocket-extensions:", UnexpectedExtension),
        ("Sec-WebSocket-Protocol: chat", UnexpectedSubprotocol),
        ("sec-websocket-protocol:", UnexpectedSubprotocol),
        ("a : b", MalformedHead),
        ("a: b\nc: d", MalformedHead),
        ("a: b\r\n c", MalformedHead),
    ] {
        assert_response_refused(1, &[line, RESPONSE[1]], expected);
    }
    assert_response_accepted(1, &["Set-Cookie: a=b", RESPONSE[1]]);
    let stream = head(&RESPONSE);
    let response = client().decode_response(&mut stream.as_slice());
    let response = response.expect("legal").expect("whole");
    assert_eq!(response.fields().count(), RESPONSE.len() - 1);
}

#[test]
fn response_heads_are_bounded() {
    let more = vec!["a: b"; MAX_FIELD_COUNT + 2 - RESPONSE.len()];
    let most = [&more[1..], &RESPONSE[1..]].concat();
    let too_many = [&more[..], &RESPONSE[1..]].concat();
    assert_response_accepted(0, &[RESPONSE[0], "a: b"]);
    let decode = |stream: &[u8]| {
        client()
            .decode_response(&mut &*stream)
            .map(|it| it.is_some())
    };
    let with_status = |lines: &[&str]| head(&[&RESPONSE[..1], lines].concat());
    assert_eq!(decode(&with_status(&most)), Ok(true));
    assert_eq!(
        decode(&with_status(&too_many)),
        Err(ResponseError::TooManyFields)
    );

    let long = [b"HTTP/1.1 101 ", &[b'a'; MAX_HEAD_LEN][..]].concat();
    assert_eq!(decode(&long[..MAX_HEAD_LEN - 1]), Ok(false));
    assert_eq!(
        decode(&long[..MAX_HEAD_LEN]),
        Err(ResponseError::HeadTooLong)
    );
    assert_eq!(decode(&long), Err(ResponseError::HeadTooLong));

    // Interim responses count with the last one.
    let interim = head(&["HTTP/1.1 100 Continue"]);
    let last = head(&RESPONSE);
    let with_len = |len: usize| {
        let mut stream = interim.repeat((len - last.len()) / interim.len() - 1);
        let value = "a".repeat(len - last.len() - stream.len() - "HTTP/1.1 100 \r\n\r\n".len());
        stream.extend(head(&[&format!("HTTP/1.1 100 {value}")]));
        [stream.as_slice(), &last].concat()
    };
    let longest = with_len(MAX_HEAD_LEN);
    assert_eq!(longest.len(), MAX_HEAD_LEN);
    assert_eq!(decode(&longest), Ok(true));
    let too_long = with_len(MAX_HEAD_LEN + 1);
    assert_eq!(decode(&too_long[..MAX_HEAD_LEN - 1]), Ok(false));
    assert_eq!(
        decode(&too_long[..MAX_HEAD_LEN]),
        Err(ResponseError::HeadTooLong)
    );
    assert_eq!(decode(&too_long), Err(ResponseError::HeadTooLong));
    let endless = interim.repeat(MAX_HEAD_LEN);
    assert_eq!(decode(&endless), Err(ResponseError::HeadTooLong));
    // A head that fills the buffer leaves no place for the one that counts.
    let value = "a".repeat(MAX_HEAD_LEN - "HTTP/1.1 100 \r\n\r\n".len());
    let full = head(&[&format!("HTTP/1.1 100 {value}")]);
    assert_eq!(decode(&full), Err(ResponseError::HeadTooLong));
}

#[test]
fn debug_tells_no_secrets() {
    let stream = head(&[&REQUEST[..], &["Cookie: secret"]].concat());
    let request = Request::decode(&mut stream.as_slice())
        .expect("legal")
        .expect("whole");
    let shown = format!("{request:?} {:?} {:?}", request.fields(), client());
    assert!(shown.contains("Cookie") && shown.contains("example.com"));
    for secret in ["secret", KEY_TEXT, "/chat"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
