//! The header fields around an event stream.
//!
//! Names are in lower case: field names have no case (RFC 9110 §5.1), and HTTP/2 and HTTP/3 want
//! them so.

/// The media type of an event stream (HTML §9.2.5).
pub const MEDIA_TYPE: &str = "text/event-stream";

/// Asks for the media type (RFC 9110 §12.5.1).
pub const ACCEPT: &str = "accept";

/// Keeps caches from answering with a stored stream (RFC 9111 §5.2).
pub const CACHE_CONTROL: &str = "cache-control";

/// States the media type (RFC 9110 §8.3).
pub const CONTENT_TYPE: &str = "content-type";

/// Where the client wants the stream to go on (HTML §9.2.4): the last id that it has.
///
/// [`last_event_id_value`] makes the value.
pub const LAST_EVENT_ID: &str = "last-event-id";

/// Tells nginx, and the proxies that follow it in this, to pass on what comes as it comes.
pub const X_ACCEL_BUFFERING: &str = "x-accel-buffering";

/// The fields, name and value, that a client sends to ask for an event stream.
///
/// HTML §9.2.2 asks for the media type and sets the cache mode `no-store`, of which the Fetch
/// standard (HTTP-network-or-cache fetch) makes `no-cache` on the wire. [`LAST_EVENT_ID`]
/// comes on top where there is an id.
pub const REQUEST_FIELDS: [(&str, &str); 2] = [(ACCEPT, MEDIA_TYPE), (CACHE_CONTROL, "no-cache")];

/// The fields, name and value, that a server sends in front of an event stream, with status 200.
pub const RESPONSE_FIELDS: [(&str, &str); 3] = [
    (CONTENT_TYPE, MEDIA_TYPE),
    (CACHE_CONTROL, "no-cache"),
    (X_ACCEL_BUFFERING, "no"),
];

/// Whether the value of a `Content-Type` field says that the body is an event stream.
///
/// Type and subtype decide; parameters mean nothing, not even a `charset`, since event streams
/// are always UTF-8. Several types in one value are refused, where the Fetch standard would take
/// the last one.
///
/// ```
/// use noio_sse::header::is_event_stream;
///
/// assert!(is_event_stream(b"text/event-stream"));
/// assert!(is_event_stream(b"Text/Event-Stream; charset=utf-8"));
/// assert!(!is_event_stream(b"text/html"));
/// ```
pub fn is_event_stream(content_type: &[u8]) -> bool {
    let essence = content_type
        .split(|&byte| byte == b';')
        .next()
        .unwrap_or_default();
    trim(essence).eq_ignore_ascii_case(MEDIA_TYPE.as_bytes())
}

/// The value of [`LAST_EVENT_ID`] for an id, in UTF-8 (HTML §9.2.3).
///
/// `None` means that the field must not be sent: the id is empty, or it is none that would arrive
/// as it is. An id is any text without CR, LF and NUL; a field value also has no other control
/// characters but HTAB inside, and no space or HTAB around it (RFC 9110 §5.5). Sending less than
/// the id would ask for the wrong place in the stream.
///
/// ```
/// use noio_sse::header::last_event_id_value;
///
/// assert_eq!(last_event_id_value("7"), Some(&b"7"[..]));
/// assert_eq!(last_event_id_value(""), None);
/// assert_eq!(last_event_id_value("page\u{c}7"), None);
/// ```
pub fn last_event_id_value(id: &str) -> Option<&[u8]> {
    let value = id.as_bytes();
    let is_legal = |&byte: &u8| byte == b'\t' || !byte.is_ascii_control();
    let is_sent_whole =
        !value.is_empty() && value.iter().all(is_legal) && trim(value).len() == value.len();
    is_sent_whole.then_some(value)
}

/// `value` without the optional whitespace around it (RFC 9110 §5.6.3).
fn trim(value: &[u8]) -> &[u8] {
    let mut value = value;
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = value {
        value = rest;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_type_is_compared_by_its_essence() {
        let event_streams: [&[u8]; 8] = [
            b"text/event-stream",
            b"text/event-stream;",
            b"text/event-stream;x bogus",
            b"text/event-stream; charset=windows-1252",
            b"TEXT/Event-STREAM;charset=utf-8",
            b" \ttext/event-stream\t ",
            b"text/event-stream ; charset=utf-8",
            b"text/event-stream;;",
        ];
        for value in event_streams {
            assert!(is_event_stream(value), "{}", value.escape_ascii());
        }
        let others: [&[u8]; 13] = [
            b"",
            b";",
            b" ",
            b"x bogus",
            b"text/event-streamx",
            b"text/event-strea",
            b"text/event-stream x",
            b"text/event-stream,text/event-stream",
            b"text / event-stream",
            b"text/html; text/event-stream",
            b"text/event-stream\n",
            b"\0text/event-stream",
            b"application/json",
        ];
        for value in others {
            assert!(!is_event_stream(value), "{}", value.escape_ascii());
        }
    }

    #[test]
    fn last_event_id_is_sent_if_a_recipient_gets_it_as_it_is() {
        for id in ["7", "a b", "a\tb", "\u{2026}", "<>\"", "\u{a0}", "\u{85}"] {
            assert_eq!(last_event_id_value(id), Some(id.as_bytes()), "{id:?}");
        }
        for id in ["", " ", "\t", " 7", "7 ", "\t7", "7\t"] {
            assert_eq!(last_event_id_value(id), None, "{id:?}");
        }
        for control in (0..0x20).chain([0x7f]).map(char::from) {
            let expected = (control == '\t').then_some(());
            let id: alloc::string::String = ['a', control, 'b'].iter().collect();
            let value = last_event_id_value(&id);
            assert_eq!(value.map(|_| ()), expected, "{id:?}");
        }
    }
}
