//! Hosts, and the targets that may name one.

use core::net::Ipv6Addr;

/// `Host = uri-host [ ":" port ]` (RFC 9110 §7.2), taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Authority<'a> {
    /// All of it, as it came.
    pub(super) text: &'a str,
    /// Not empty; an address of IPv6 in its brackets.
    pub(super) host: &'a str,
    /// None without a colon, or with nothing behind it.
    pub(super) port: Option<u16>,
}

impl<'a> Authority<'a> {
    /// There is no `userinfo` in it (RFC 9110 §4.2.4), and nothing that could end a field. A port
    /// is one that exists.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let host_len = match text.strip_prefix('[') {
            Some(address) => address.bytes().position(|octet| octet == b']')? + 2,
            None => {
                let colon = text.bytes().position(|octet| octet == b':');
                colon.unwrap_or(text.len())
            }
        };
        let (host, behind) = text.split_at_checked(host_len)?;
        let port = match behind.strip_prefix(':') {
            None if behind.is_empty() => None,
            None => return None,
            Some("") => None,
            Some(digits) if digits.bytes().all(|octet| octet.is_ascii_digit()) => {
                Some(digits.parse().ok()?)
            }
            Some(_) => return None,
        };
        is_host(host).then_some(Self { text, host, port })
    }

    pub(super) fn from_bytes(text: &'a [u8]) -> Option<Self> {
        Self::parse(str::from_utf8(text).ok()?)
    }

    /// Whether both name the same host and port, which is this one where none is named.
    pub(super) fn is_same(&self, other: &Authority<'_>, default_port: u16) -> bool {
        self.host.eq_ignore_ascii_case(other.host)
            && self.port.unwrap_or(default_port) == other.port.unwrap_or(default_port)
    }
}

/// `host = IP-literal / IPv4address / reg-name` (RFC 3986 §3.2.2), not empty.
fn is_host(host: &str) -> bool {
    let literal = host
        .strip_prefix('[')
        .and_then(|literal| literal.strip_suffix(']'));
    match literal {
        Some(literal) => literal.parse::<Ipv6Addr>().is_ok() || is_future_address(literal),
        None => !host.is_empty() && is_name(host.as_bytes()),
    }
}

/// `IPvFuture = "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )`.
fn is_future_address(literal: &str) -> bool {
    let Some((version, address)) = literal
        .strip_prefix(['v', 'V'])
        .and_then(|rest| rest.split_once('.'))
    else {
        return false;
    };
    !version.is_empty()
        && version.bytes().all(|octet| octet.is_ascii_hexdigit())
        && !address.is_empty()
        && address
            .bytes()
            .all(|octet| is_name_char(octet) || octet == b':')
}

/// `reg-name = *( unreserved / pct-encoded / sub-delims )`, of which an IPv4 address is one.
fn is_name(mut octets: &[u8]) -> bool {
    loop {
        octets = match octets {
            [] => return true,
            [octet, rest @ ..] if is_name_char(*octet) => rest,
            [b'%', high, low, rest @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                rest
            }
            _ => return false,
        };
    }
}

/// `unreserved / sub-delims` (RFC 3986 §2.2 and §2.3).
const fn is_name_char(octet: u8) -> bool {
    octet.is_ascii_alphanumeric()
        || matches!(
            octet,
            b'-' | b'.'
                | b'_'
                | b'~'
                | b'!'
                | b'$'
                | b'&'
                | b'\''
                | b'('
                | b')'
                | b'*'
                | b'+'
                | b','
                | b';'
                | b'='
        )
}

/// Whether `target` is a path, with or without a query, as it may stand in a request line.
///
/// Any visible ASCII may be in it: browsers send some of what RFC 3986 wants to be escaped.
pub(super) fn is_path(target: &str) -> bool {
    target.starts_with('/') && is_visible(target)
}

/// The authority in `target`, and what is behind it, if that is the URI of a resource of HTTP
/// (RFC 9110 §4.2).
pub(super) fn split_uri(target: &str) -> Option<(Authority<'_>, &str)> {
    let (scheme, behind) = target.split_once("://")?;
    Scheme::parse(scheme)?;
    let len = behind.find(['/', '?']).unwrap_or(behind.len());
    let (authority, resource) = behind.split_at_checked(len)?;
    let authority = Authority::parse(authority)?;
    is_visible(resource).then_some((authority, resource))
}

/// A scheme of HTTP (RFC 9110 §4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    Http,
    Https,
}

impl Scheme {
    pub(super) fn parse(scheme: &str) -> Option<Self> {
        if scheme.eq_ignore_ascii_case("http") {
            Some(Self::Http)
        } else if scheme.eq_ignore_ascii_case("https") {
            Some(Self::Https)
        } else {
            None
        }
    }

    pub(super) const fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

/// Visible ASCII, and no `#`: a fragment is for the client alone (RFC 6455 §3).
pub(super) fn is_visible(target: &str) -> bool {
    target
        .bytes()
        .all(|octet| octet.is_ascii_graphic() && octet != b'#')
}
