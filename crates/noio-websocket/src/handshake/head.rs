//! Heads of HTTP/1.1: what both sides read and write before the first frame.

use core::{fmt, iter::FusedIterator};

use bytes::BufMut;
use noio_http_field::{Connection, List, Token, trim_ows};

use super::EncodeError;

/// The most octets that a head may have, its empty line included.
///
/// So many are also all that may come before the first frame: an empty line in front of a request
/// counts, and interim responses count together with the last one.
pub const MAX_HEAD_LEN: usize = 8 * 1024;

/// The most fields that a head may have.
pub const MAX_FIELD_COUNT: usize = 100;

/// What is wrong with a head, whichever side it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HeadError {
    Malformed,
    TooLong,
    TooManyFields,
    UnsupportedVersion,
}

impl HeadError {
    /// What `httparse` finds wrong with a head that has `version` in the place of the version. Its
    /// own error does not tell another version from what is none.
    pub(super) fn new(error: httparse::Error, version: Option<&[u8]>) -> Self {
        match error {
            httparse::Error::TooManyHeaders => Self::TooManyFields,
            httparse::Error::Version if version.is_some_and(is_version) => Self::UnsupportedVersion,
            _ => Self::Malformed,
        }
    }
}

/// `HTTP-version = HTTP-name "/" DIGIT "." DIGIT` (RFC 9112 §2.3).
fn is_version(value: &[u8]) -> bool {
    matches!(
        value.strip_prefix(b"HTTP/"),
        Some([major, b'.', minor]) if major.is_ascii_digit() && minor.is_ascii_digit()
    )
}

/// The first line of `head`, without its end.
pub(super) fn start_line(head: &[u8]) -> Option<&[u8]> {
    Fields { lines: head }.take_line()
}

/// Takes the head at the front of `input`, with its empty line. None if more of it has to come. It
/// may have `max_len` octets.
///
/// An empty line in front of it is passed over, as RFC 9112 §2.2 asks of servers. A line end
/// without CR is refused: the section allows it, but whoever does not would find another end.
pub(super) fn take<'h>(
    input: &mut &'h [u8],
    max_len: usize,
) -> Result<Option<&'h [u8]>, HeadError> {
    let bounded = input.get(..max_len).unwrap_or(input);
    let mut start = 0;
    let mut end = 0;
    for line in bounded.split_inclusive(|&octet| octet == b'\n') {
        end += line.len();
        match line {
            b"\r\n" if end == 2 => start = end,
            b"\r\n" => {
                let head = input.get(start..end);
                *input = input.get(end..).unwrap_or_default();
                return Ok(head);
            }
            [.., b'\r', b'\n'] => {}
            [.., b'\n'] => return Err(HeadError::Malformed),
            _ => break,
        }
    }
    if input.len() >= max_len {
        return Err(HeadError::TooLong);
    }
    Ok(None)
}

/// Writes all `parts` of a head, or none.
pub(super) fn write(out: &mut impl BufMut, parts: &[&str]) -> Result<(), EncodeError> {
    let len = parts.iter().map(|part| part.len()).sum();
    if out.remaining_mut() < len {
        return Err(EncodeError::NoSpace);
    }
    for part in parts {
        out.put_slice(part.as_bytes());
    }
    Ok(())
}

/// The fields of a head in their order: an iterator over names and values.
///
/// Names are tokens, in the case in which they came. Values come without the whitespace around
/// them; they hold no control character but the tab, and need not be UTF-8.
#[derive(Clone)]
#[must_use = "an iterator does nothing until it is asked"]
pub struct Fields<'h> {
    lines: &'h [u8],
}

impl<'h> Fields<'h> {
    /// The fields of `head`, which `httparse` has found legal.
    pub(super) fn of_head(head: &'h [u8]) -> Self {
        let mut fields = Self { lines: head };
        // The start line.
        fields.take_line();
        fields
    }

    /// The values of all fields of that name, in any case of its letters.
    pub fn values<'n>(
        &self,
        name: &'n str,
    ) -> impl Iterator<Item = &'h [u8]> + Clone + use<'h, 'n> {
        self.clone()
            .filter(move |(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// The value of the field of that name, if there is exactly one.
    pub(super) fn only(&self, name: &str) -> Option<&'h [u8]> {
        let mut values = self.values(name);
        values.next().filter(|_| values.next().is_none())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.values(name).next().is_some()
    }

    /// Whether Connection is a list of tokens (RFC 9110 §7.6.1) with `upgrade` among them.
    pub(super) fn has_connection_upgrade(&self) -> bool {
        Connection::new(self.values("connection")).is_ok_and(|connection| connection.has("upgrade"))
    }

    /// The elements of Upgrade (RFC 9110 §7.8), each checked.
    pub(super) fn upgrades(&self) -> impl Iterator<Item = Option<&'h [u8]>> + use<'h> {
        List::from_lines(self.values("upgrade"))
            .map(|element| element.ok().filter(|element| is_protocol(element)))
    }

    fn take_line(&mut self) -> Option<&'h [u8]> {
        let len = self.lines.iter().position(|&octet| octet == b'\n')? + 1;
        let (line, rest) = self.lines.split_at_checked(len)?;
        self.lines = rest;
        line.strip_suffix(b"\r\n")
    }
}

impl<'h> Iterator for Fields<'h> {
    type Item = (&'h str, &'h [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        // There is no colon in the empty line at the end, and none behind that.
        let line = self.take_line()?;
        let colon = line.iter().position(|&octet| octet == b':')?;
        let (name, value) = line.split_at_checked(colon)?;
        Some((str::from_utf8(name).ok()?, trim_ows(value.get(1..)?)))
    }
}

impl FusedIterator for Fields<'_> {}

impl fmt::Debug for Fields<'_> {
    /// Tells the names alone: values may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.clone().map(|(name, _)| name))
            .finish()
    }
}

/// `protocol = protocol-name [ "/" protocol-version ]`, both tokens (RFC 9110 §7.8).
fn is_protocol(mut element: &[u8]) -> bool {
    Token::take(&mut element).is_some()
        && match element {
            [] => true,
            [b'/', version @ ..] => Token::new(version).is_some(),
            _ => false,
        }
}

/// `Host = uri-host [ ":" port ]` (RFC 9110 §7.2), with a host that is not empty. There is no
/// `userinfo` in it, and nothing that could end the field.
pub(super) fn is_host(value: &[u8]) -> bool {
    let find = |octet| value.iter().position(|&other| other == octet);
    let host_len = match value {
        [b'[', ..] => find(b']').map(|at| at + 1),
        _ => Some(find(b':').unwrap_or(value.len())),
    };
    let Some((host, port)) = host_len.and_then(|len| value.split_at_checked(len)) else {
        return false;
    };
    let is_legal_port = match port {
        [] => true,
        [b':', digits @ ..] => digits.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    // RFC 3986 §3.2.2: an address in brackets, or a name or IPv4 address.
    let is_legal_host = match host {
        [] | [b'[', b']'] => false,
        [b'[', address @ .., b']'] => address
            .iter()
            .all(|&octet| is_name_char(octet) || octet == b':'),
        name => is_name(name),
    };
    is_legal_port && is_legal_host
}

/// `reg-name = *( unreserved / pct-encoded / sub-delims )` (RFC 3986 §3.2.2).
fn is_name(mut octets: &[u8]) -> bool {
    loop {
        octets = match octets {
            [] => return true,
            [b'%', high, low, rest @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                rest
            }
            [octet, rest @ ..] if is_name_char(*octet) => rest,
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

/// The host and port in `target`, if that is the URI of a resource of HTTP (RFC 9110 §4.2) and they
/// are legal.
pub(super) fn uri_host(target: &str) -> Option<&str> {
    let (scheme, behind) = target.split_once("://")?;
    let host = behind.split(['/', '?']).next()?;
    let is_http = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    (is_http && is_host(host.as_bytes()) && is_visible(target)).then_some(host)
}

/// Visible ASCII, and no `#`: a fragment is for the client alone (RFC 6455 §3).
fn is_visible(target: &str) -> bool {
    target
        .bytes()
        .all(|octet| octet.is_ascii_graphic() && octet != b'#')
}
