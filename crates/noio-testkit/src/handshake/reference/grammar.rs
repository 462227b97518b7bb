//! Classes of octets, hosts and targets (RFC 9110 §5 and §7, RFC 9112 §3, RFC 3986 §3.2).

use core::net::Ipv6Addr;

/// `tchar` (RFC 9110 §5.6.2).
pub(super) fn is_tchar(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&octet)
}

/// `HTAB / SP / VCHAR / obs-text`: what a reason (RFC 9112 §4) and a field value (RFC 9110 §5.5)
/// are made of.
pub(super) fn is_text(octet: u8) -> bool {
    matches!(octet, b'\t' | b' '..=b'~' | 0x80..)
}

/// Without the whitespace around it (RFC 9110 §5.6.3).
pub(super) fn trim(mut value: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = value {
        value = rest;
    }
    value
}

/// `token` (RFC 9110 §5.6.2), as text.
pub(super) fn token(octets: &[u8]) -> Option<&str> {
    let text = str::from_utf8(octets).ok()?;
    (!text.is_empty() && text.bytes().all(is_tchar)).then_some(text)
}

/// `Host = uri-host [ ":" port ]` (RFC 9110 §7.2), with a host that is not empty (§4.2.1) and a port
/// that there is.
pub(super) fn host(value: &[u8]) -> Option<&str> {
    let text = str::from_utf8(value).ok()?;
    let (host, port) = host_and_port(text);
    (is_port(port) && (is_address(host) || is_name(host))).then_some(text)
}

/// An authority cut in two. The port is empty if none is named.
fn host_and_port(authority: &str) -> (&str, &str) {
    match authority.rsplit_once(':') {
        // The last colon may be one of an address in brackets.
        Some((host, port)) if !port.contains(']') => (host, port),
        _ => (authority, ""),
    }
}

/// What an authority leads to in this scheme of HTTP (RFC 9110 §4.2.3): a host in lower case, and a
/// port.
pub(super) fn place(authority: &str, scheme: &str) -> (String, u16) {
    let (host, port) = host_and_port(authority);
    let default_port = if scheme.eq_ignore_ascii_case("https") {
        443
    } else {
        80
    };
    let port = port.parse().unwrap_or(default_port);
    (host.to_ascii_lowercase(), port)
}

/// `port = *DIGIT` (RFC 3986 §3.2.3), of 16 bits.
fn is_port(port: &str) -> bool {
    port.bytes().all(|octet| octet.is_ascii_digit())
        && port
            .bytes()
            .try_fold(0, |port: u16, digit| {
                port.checked_mul(10)?.checked_add((digit - b'0').into())
            })
            .is_some()
}

/// `IP-literal` (RFC 3986 §3.2.2).
fn is_address(host: &str) -> bool {
    let Some(address) = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
    else {
        return false;
    };
    address.parse::<Ipv6Addr>().is_ok() || is_future_address(address)
}

/// `IPvFuture = "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )`.
fn is_future_address(address: &str) -> bool {
    let Some((version, rest)) = address.split_once('.') else {
        return false;
    };
    let digits = version.strip_prefix(['v', 'V']).unwrap_or_default();
    !digits.is_empty()
        && digits.bytes().all(|octet| octet.is_ascii_hexdigit())
        && !rest.is_empty()
        && rest
            .bytes()
            .all(|octet| is_name_octet(octet) || octet == b':')
}

/// `reg-name = *( unreserved / pct-encoded / sub-delims )`, but not empty. An IPv4 address is one.
fn is_name(name: &str) -> bool {
    // What is behind each percent sign begins with two digits; what is left are plain octets.
    let mut parts = name.split('%');
    let first = parts.next().unwrap_or_default();
    !name.is_empty()
        && first.bytes().all(is_name_octet)
        && parts.all(|part| {
            let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
            digits.len() == 2
                && digits.bytes().all(|octet| octet.is_ascii_hexdigit())
                && rest.bytes().all(is_name_octet)
        })
}

/// `unreserved / sub-delims` (RFC 3986 §2.2 and §2.3).
fn is_name_octet(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(&octet)
}

/// The target of a request that asks a server for a resource of its own (RFC 9112 §3.2.1 and
/// §3.2.2). None: it is no such target. Else the host in it, if it is a URI.
pub(super) fn target(target: &str) -> Option<Option<&str>> {
    if target.contains('#') || !target.bytes().all(|octet| octet.is_ascii_graphic()) {
        return None;
    }
    if target.starts_with('/') {
        return Some(None);
    }
    let (scheme, rest) = target.split_once("://")?;
    if !is_http(scheme) {
        return None;
    }
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    host(&rest.as_bytes()[..end]).map(Some)
}

/// The schemes of HTTP (RFC 9110 §4.2).
pub(super) fn is_http(scheme: &str) -> bool {
    ["http", "https"].contains(&&*scheme.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        for legal in [
            "a",
            "a:",
            "a:0080",
            "a:65535",
            "1.2.3.4:5",
            "[::1]",
            "[::1]:80",
            "[::ffff:1.2.3.4]:",
            "[v1.a:b]",
            "[VF.!]",
            "a_b",
            "a,b",
            "%c3%A9:80",
            "-",
        ] {
            assert_eq!(host(legal.as_bytes()), Some(legal));
        }
        for illegal in [
            "",
            ":80",
            "a:65536",
            "a:-1",
            "a:+1",
            "a:1:2",
            "::1",
            "[]",
            "[]:80",
            "[::1",
            "::1]",
            "[::1]x",
            "[::1]80",
            "[1.2.3.4]",
            "[fe80::1%25a]",
            "[v.a]",
            "[v1.]",
            "[v1]",
            "[vg.a]",
            "u@a",
            "a b",
            "a/b",
            "a?b",
            "a#b",
            "\u{e9}",
            "%",
            "a%4",
            "%4g",
            "%%41",
            "[a]:80",
            "a[::1]",
            "[[::1]]",
        ] {
            assert_eq!(host(illegal.as_bytes()), None, "{illegal}");
        }
        assert_eq!(host(b"a\xff"), None);
    }

    #[test]
    fn places() {
        let of = |host: &str, port| (host.to_owned(), port);
        for (authority, scheme, expected) in [
            ("a", "http", of("a", 80)),
            ("A", "HTTPS", of("a", 443)),
            ("a:", "https", of("a", 443)),
            ("a:0080", "https", of("a", 80)),
            ("[::1]", "http", of("[::1]", 80)),
            ("[::A]:8443", "http", of("[::a]", 8443)),
        ] {
            assert_eq!(place(authority, scheme), expected);
        }
    }

    #[test]
    fn targets() {
        for (legal, host) in [
            ("/", None),
            ("//a", None),
            ("/http://b/", None),
            ("http://b", Some("b")),
            ("HTTPS://[::1]:443?c", Some("[::1]:443")),
            ("http://b/c", Some("b")),
        ] {
            assert_eq!(target(legal), Some(host));
        }
        for illegal in [
            "",
            "*",
            "a",
            "a:1",
            "/#",
            "/a b",
            "ws://a/",
            "http:///a",
            "http:a",
            "http://",
            "?a",
            "http://u@a/",
            "http://a#b",
            "http://a/#b",
            "http://a:x/",
            "/\u{e9}",
        ] {
            assert_eq!(target(illegal), None, "{illegal}");
        }
    }
}
