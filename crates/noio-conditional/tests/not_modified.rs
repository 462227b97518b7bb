//! Which fields a 304 carries (RFC 9110 §15.4.5).

use noio_conditional::is_not_modified_field;

/// Whether a 304 carries it beside an ETag, and without one.
const FIELDS: [(&str, bool, bool); 56] = [
    // What a 304 has to have if a 200 would.
    ("Cache-Control", true, true),
    ("Content-Location", true, true),
    ("Date", true, true),
    ("ETag", true, true),
    ("Expires", true, true),
    ("Vary", true, true),
    // What guides caches if there is nothing better.
    ("Last-Modified", false, true),
    // Metadata of the representation, and of content that is not sent.
    ("Content-Digest", false, false),
    ("Content-Encoding", false, false),
    ("Content-Language", false, false),
    ("Content-Length", false, false),
    ("Content-MD5", false, false),
    ("Content-Range", false, false),
    ("Content-Type", false, false),
    ("Digest", false, false),
    ("Repr-Digest", false, false),
    ("Trailer", false, false),
    ("Transfer-Encoding", false, false),
    // What else caches go by.
    ("Age", true, true),
    ("Cache-Status", true, true),
    ("CDN-Cache-Control", true, true),
    ("Pragma", true, true),
    ("Via", true, true),
    // What is about the response, the server or the connection.
    ("Accept-CH", true, true),
    ("Accept-Ranges", true, true),
    ("Access-Control-Allow-Credentials", true, true),
    ("Access-Control-Allow-Origin", true, true),
    ("Access-Control-Expose-Headers", true, true),
    ("Allow", true, true),
    ("Alt-Svc", true, true),
    ("Authentication-Info", true, true),
    ("Clear-Site-Data", true, true),
    ("Connection", true, true),
    ("Content-Security-Policy", true, true),
    ("Content-Security-Policy-Report-Only", true, true),
    ("Cross-Origin-Resource-Policy", true, true),
    ("Keep-Alive", true, true),
    ("Link", true, true),
    ("NEL", true, true),
    ("Permissions-Policy", true, true),
    ("Proxy-Status", true, true),
    ("Referrer-Policy", true, true),
    ("Server", true, true),
    ("Server-Timing", true, true),
    ("Set-Cookie", true, true),
    ("Strict-Transport-Security", true, true),
    ("Timing-Allow-Origin", true, true),
    ("X-Content-Type-Options", true, true),
    // Nearly one of those above.
    ("", true, true),
    ("Content", true, true),
    ("Content-Typ", true, true),
    ("Content-Types", true, true),
    ("X-Content-Length", true, true),
    ("Last-Modifie", true, true),
    ("Last-Modified-By", true, true),
    ("Content_Length", true, true),
];

#[test]
fn each_field_in_any_case() {
    for (name, with_etag, without) in FIELDS {
        for spelling in [
            name.to_owned(),
            name.to_ascii_lowercase(),
            name.to_ascii_uppercase(),
        ] {
            let carried =
                [true, false].map(|has_etag| is_not_modified_field(spelling.as_bytes(), has_etag));
            assert_eq!(carried, [with_etag, without], "{spelling}");
        }
    }
}

/// A name is what it is to the last octet.
#[test]
fn a_name_with_something_else_in_it_is_another() {
    for (name, with_etag, _) in FIELDS {
        if with_etag {
            continue;
        }
        for at in 0..=name.len() {
            let (front, behind) = name.as_bytes().split_at(at);
            for octet in [b' ', b'\t', b':', 0, 0x80, b'-', b'x'] {
                let other = [front, &[octet], behind].concat();
                assert!(is_not_modified_field(&other, true), "{name} at {at}");
            }
        }
    }
}
