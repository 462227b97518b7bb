//! Which fields of a response may be stored (RFC 9111 §3.1).

use noio_cache_control::freshness::{Cache, is_storable_field};

use super::exchange;

#[test]
fn line_49_fields_of_one_connection_are_not_stored() {
    for name in [
        "Connection",
        "Keep-Alive",
        "Proxy-Connection",
        "TE",
        "Transfer-Encoding",
        "Upgrade",
        "Proxy-Authenticate",
        "Proxy-Authentication-Info",
        "Proxy-Authorization",
    ] {
        for name in [
            name.to_owned(),
            name.to_ascii_lowercase(),
            name.to_ascii_uppercase(),
        ] {
            assert!(!is_storable_field(name.as_bytes()), "{name}");
            let (front, longer) = (&name[1..], format!("{name}s"));
            assert!(is_storable_field(front.as_bytes()), "{front}");
            assert!(is_storable_field(longer.as_bytes()), "{longer}");
        }
    }
    for name in [
        "",
        "Age",
        "Date",
        "ETag",
        "Cache-Control",
        "Set-Cookie",
        "Vary",
        "Trailer",
        "X-Unknown",
        "WWW-Authenticate",
        "Authorization",
        "Content-Length",
        "Link",
        "\u{e9}",
    ] {
        assert!(is_storable_field(name.as_bytes()), "{name}");
    }
}

#[test]
fn line_51_set_cookie_is_no_reason() {
    // The decision does not ask for it: what a cache makes of Set-Cookie is its own.
    let exchange = exchange("max-age=60");
    assert_eq!(exchange.check(Cache::Shared), Ok(()));
    assert!(is_storable_field(b"Set-Cookie"));
}
