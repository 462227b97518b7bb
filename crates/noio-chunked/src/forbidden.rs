//! The fields that must not be in a trailer section.

/// The names, in lower case.
///
/// Not here, since their definitions allow them: `accept-ranges`, `authentication-info`, `etag`
/// and `proxy-authentication-info` (RFC 9110 §14.3, §11.6.3, §8.8.3, §11.7.3).
const FORBIDDEN: [&str; 51] = [
    // Message framing (RFC 9112 §6).
    "content-length",
    "transfer-encoding",
    // Routing (RFC 9110 §7.2, §7.6; RFC 7239), and what proxies wrote before there was Forwarded.
    "forwarded",
    "host",
    "max-forwards",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
    // The connection (RFC 9110 §6.6.2, §7.6.1, §7.8, §10.1.4; RFC 9112 Appendix C.2.2).
    "connection",
    "http2-settings",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "upgrade",
    // Request modifiers: controls, conditionals, what is asked for (RFC 9110 §10.1.1, §12.5,
    // §13.1, §14.2; RFC 9111 §5; RFC 6454 §7).
    "accept",
    "accept-charset",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "expect",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "origin",
    "pragma",
    "range",
    // Authentication (RFC 9110 §11; RFC 6265 §4).
    "authorization",
    "cookie",
    "proxy-authenticate",
    "proxy-authorization",
    "set-cookie",
    "www-authenticate",
    // Response control data (RFC 9110 §6.6.1, §8.8.2, §10.2, §12.5.5; RFC 9111 §5).
    "age",
    "allow",
    "date",
    "expires",
    "last-modified",
    "location",
    "retry-after",
    "vary",
    "warning",
    // Content format (RFC 9110 §8, §14.4).
    "content-encoding",
    "content-language",
    "content-location",
    "content-range",
    "content-type",
];

/// Whether a field of this name, in any case, must not be in a trailer section: it says something
/// that a recipient needs before it reads the content (RFC 9110 §6.5.1).
///
/// A list of the dangerous ones. That a field is not on it is no permission: there, the definition
/// of a field decides, and nobody can list all fields. Act upon those that you know.
///
/// A recipient that acts upon such a field, or merges it into the header section, can be made to
/// misread the message or to trust it (CVE-2013-5704).
///
/// ```
/// use noio_chunked::is_forbidden_trailer;
///
/// assert!(is_forbidden_trailer(b"Content-Length"));
/// assert!(!is_forbidden_trailer(b"Server-Timing"));
/// ```
pub fn is_forbidden_trailer(name: &[u8]) -> bool {
    FORBIDDEN
        .iter()
        .any(|forbidden| name.eq_ignore_ascii_case(forbidden.as_bytes()))
}
