//! Bodies that end too early, too late or in two feeds.

use noio_chunked::{DecodeErrorKind as Kind, Decoder, Event};

use super::decode;

/// `chunked_transfer` and others: a body that the connection cuts off is taken for a whole one.
#[test]
fn truncated_body_is_not_whole() {
    let body = b"5;a=\"b\"\r\nhello\r\n6\r\n world\r\n0\r\nA: b\r\n\r\n";
    for len in 0..body.len() {
        let truncated = Err((Kind::Truncated, len as u64));
        assert_eq!(decode(&body[..len]), truncated, "{len} octets");
    }
    let decoded = decode(body).map(|decoded| decoded.data);
    assert_eq!(decoded, Ok(b"hello world".to_vec()));
}

/// `chunked_transfer` and others: a decoder that reads on behind the end, or begins anew there, takes
/// the next request for part of this body.
#[test]
fn pipelined_request_is_left_whole() {
    let request = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    for body in [&b"0\r\n\r\n"[..], b"5\r\nhello\r\n0\r\nA: b\r\n\r\n"] {
        let stream = [body, request].concat();
        let rest = decode(&stream).map(|decoded| decoded.rest);
        assert_eq!(rest, Ok(request.to_vec()));

        // In place, nothing of it is touched either.
        let mut buffer = stream.clone();
        let mut input = buffer.as_mut_slice();
        let mut decoder = Decoder::new();
        while !matches!(decoder.decode_in_place(&mut input), Ok(None)) {}
        assert!(decoder.is_done());
        assert_eq!(input, request);
        // And the decoder does not begin anew.
        assert!(matches!(decoder.decode_in_place(&mut input), Ok(None)));
        assert_eq!(input, request);
        assert_eq!(decoder.position(), body.len() as u64);
    }
}

/// Go net/http stops before the CRLF of the last line: those two octets belong to the body.
#[test]
fn last_line_end_belongs_to_the_body() {
    let mut decoder = Decoder::new();
    let mut input = &b"0\r\n"[..];
    assert!(matches!(decoder.decode(&mut input), Ok(None)));
    assert!(!decoder.is_done());
    assert_eq!(decoder.read_hint(), 2);
    let mut input = &b"\r\n0\r\n\r\n"[..];
    assert!(matches!(decoder.decode(&mut input), Ok(None)));
    assert!(decoder.is_done());
    assert_eq!(input, b"0\r\n\r\n");
}

/// bun #27669: a CRLF cut in two by segments.
#[test]
fn line_end_cut_by_segments() {
    let body = b"5;a=\"b\"\r\nhello\r\n0\r\nA: b\r\n\r\n";
    let whole = decode(body);
    assert!(whole.is_ok());
    for cut in 1..body.len() {
        let mut decoder = Decoder::new();
        let mut data = Vec::new();
        for feed in [&body[..cut], &body[cut..]] {
            let mut input = feed;
            while let Ok(Some(event)) = decoder.decode(&mut input) {
                if let Event::Data(piece) = event {
                    data.extend_from_slice(piece);
                }
            }
        }
        assert_eq!(decoder.finish(), Ok(()), "cut at {cut}");
        assert_eq!(data, b"hello", "cut at {cut}");
    }
}
