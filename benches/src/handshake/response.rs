//! The responses of servers, read back for checks.

/// What each response says, in the same words for all who may write it differently.
///
/// # Panics
///
/// If one does not open a connection as RFC 6455 §4.2.2 wants it.
pub(super) fn read_all(responses: &[Vec<u8>]) -> Vec<Vec<u8>> {
    responses.iter().map(|response| read(response)).collect()
}

fn read(bytes: &[u8]) -> Vec<u8> {
    let mut fields = [httparse::EMPTY_HEADER; 16];
    let mut response = httparse::Response::new(&mut fields);
    let parsed = response.parse(bytes).expect("legal");
    assert_eq!(parsed, httparse::Status::Complete(bytes.len()));
    assert_eq!((response.version, response.code), (Some(1), Some(101)));
    let fields = response.headers.iter();
    describe(
        &fields
            .map(|field| (field.name, field.value))
            .collect::<Vec<_>>(),
    )
}

/// What a response with these fields says.
///
/// # Panics
///
/// If it does not open a connection.
pub(super) fn describe(fields: &[(&str, &[u8])]) -> Vec<u8> {
    let value = |name: &str| {
        let mut values = fields
            .iter()
            .filter(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value);
        let first = values.next();
        assert_eq!(values.next(), None, "{name} comes twice");
        first
    };
    let is = |name, wanted: &[u8]| {
        let value = value(name);
        let is_wanted = value.is_some_and(|value| value.eq_ignore_ascii_case(wanted));
        assert!(is_wanted, "{name} is {value:?}");
    };
    is("upgrade", b"websocket");
    is("connection", b"upgrade");
    assert_eq!(value("sec-websocket-extensions"), None);
    let accept = value("sec-websocket-accept").expect("an accept key");
    let subprotocol = value("sec-websocket-protocol").unwrap_or(b"none");
    [accept, subprotocol].join(&b" "[..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_is_read() {
        let response = b"HTTP/1.1 101 Any\r\nupgrade: WebSocket\r\nConnection: upgrade\r\n\
            Sec-WebSocket-Accept: abc=\r\nSec-WebSocket-Protocol: chat\r\n\r\n";
        assert_eq!(read_all(&[response.into()]), [b"abc= chat"]);
    }

    #[test]
    #[should_panic(expected = "upgrade is None")]
    fn another_response_is_refused() {
        read_all(&[b"HTTP/1.1 101 Any\r\nConnection: upgrade\r\n\r\n".into()]);
    }

    #[test]
    #[should_panic(expected = "comes twice")]
    fn a_second_value_is_refused() {
        read_all(&[b"HTTP/1.1 101 Any\r\nUpgrade: websocket\r\nUpgrade: websocket\r\n\r\n".into()]);
    }
}
