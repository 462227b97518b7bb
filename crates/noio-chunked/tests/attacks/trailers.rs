//! Trailer sections that say too much.

use noio_chunked::DecodeErrorKind as Kind;

use super::{decode, refused};

/// CVE-2013-5704 (Apache httpd), sanic #3165: trailer fields that are acted upon as header fields.
#[test]
fn trailer_injection() {
    let decoded = decode(
        b"0\r\nContent-Length: 5\r\nX-Ok: 1\r\ntransfer-encoding: chunked\r\nHOST: evil\r\n\
          authorization: x\r\nSet-Cookie: a=b\r\n\r\n",
    );
    let names = |is_allowed: bool| -> Vec<String> {
        decoded
            .iter()
            .flat_map(|decoded| &decoded.trailers)
            .filter(|trailer| trailer.1 == is_allowed)
            .map(|trailer| trailer.0.escape_ascii().to_string())
            .collect()
    };
    assert_eq!(names(true), ["X-Ok"]);
    let forbidden = [
        "Content-Length",
        "transfer-encoding",
        "HOST",
        "authorization",
        "Set-Cookie",
    ];
    assert_eq!(names(false), forbidden);
}

/// eventlet (2025), and actix-http, which skips trailers: a line in the trailer section that is no
/// field is the start of another request for somebody.
#[test]
fn trailer_section_is_no_place_for_a_request() {
    refused(
        b"0\r\nGET /admin HTTP/1.1\r\nHost: a\r\n\r\n",
        Kind::InvalidTrailer,
        6,
    );
    refused(b"0\r\nA: b\n\r\n", Kind::BareLf, 7);
    refused(b"0\r\nA: b\nHost: evil\r\n\r\n", Kind::BareLf, 7);
    refused(b"0\r\nA: b\rHost: evil\r\n\r\n", Kind::BareCr, 8);
    refused(b"0\r\nA: b\r\n folded: c\r\n\r\n", Kind::InvalidTrailer, 9);
    refused(b"0\r\nHost : evil\r\n\r\n", Kind::InvalidTrailer, 7);
    refused(b"0\r\n\r\r\n", Kind::BareCr, 4);
    refused(b"0\r\n\n", Kind::BareLf, 3);
}
