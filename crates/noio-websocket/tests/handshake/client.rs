//! The client's side (RFC 6455 §4.1).

use super::*;

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
