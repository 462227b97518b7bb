//! Heads as such: what is passed over, bounds, cuts, refusals.

use super::*;

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
