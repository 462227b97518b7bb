//! The target of a request, as the names that lead to a file.

use core::fmt;
use std::path::{Component, Path, PathBuf};

use crate::request::Refusal;

/// Names that lead from the directory to a file: one at least, each a plain one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target(Vec<String>);

impl Target {
    /// Reads one in origin-form or absolute-form (RFC 9112 §3.2). Which host the latter has does not
    /// count, nor does a query.
    pub(crate) fn parse(target: &str) -> Result<Self, Refusal> {
        let invalid = || Refusal::new(400, "invalid request target");
        let target = target.split_once('?').map_or(target, |(path, _)| path);
        let path = match target.split_at_checked("http://".len()) {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http://") => {
                let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                // RFC 9110 §4.2.1 and §4.2.4: an empty host is an error, and so is a user name.
                if host(authority.as_bytes()).is_none_or(<[u8]>::is_empty) {
                    return Err(invalid());
                }
                if path.is_empty() { "/" } else { path }
            }
            _ => target,
        };
        let names = path.strip_prefix('/').ok_or_else(invalid)?.split('/');
        let names = names.map(|name| {
            let name = decode(name).ok_or_else(invalid)?;
            if is_plain(&name) {
                Ok(name)
            } else {
                Err(Refusal::new(404, "no such file"))
            }
        });
        names.collect::<Result<_, _>>().map(Self)
    }

    /// Where they lead to from there.
    pub(crate) fn path(&self, root: &Path) -> PathBuf {
        let mut path = root.to_owned();
        path.extend(&self.0);
        path
    }

    /// The last of the names.
    pub(crate) fn name(&self) -> &str {
        self.0.last().map_or("", String::as_str)
    }
}

/// The path, with everything escaped that a terminal could take for more than text.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names = self.0.iter();
        names.try_for_each(|name| write!(f, "/{}", name.escape_debug()))
    }
}

/// The host of an authority, without the port; `None` if it cannot be one (RFC 3986 §3.2). It may be
/// empty.
pub(crate) fn host(authority: &[u8]) -> Option<&[u8]> {
    let in_host = |octet: &u8| octet.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(octet);
    // The colons in brackets are those of an IPv6 address.
    let host_len = match authority {
        [b'[', rest @ ..] => rest.iter().position(|&octet| octet == b']')? + 2,
        _ => authority
            .iter()
            .position(|&octet| octet == b':')
            .unwrap_or(authority.len()),
    };
    let (host, port) = authority.split_at_checked(host_len)?;
    let is_host = match host {
        [b'[', address @ .., b']'] => {
            !address.is_empty() && address.iter().all(|octet| in_host(octet) || *octet == b':')
        }
        name => {
            let name = str::from_utf8(name).ok()?;
            name.bytes().all(|octet| in_host(&octet) || octet == b'%') && decode(name).is_some()
        }
    };
    let is_port = match port {
        [] => true,
        [b':', digits @ ..] => digits.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    (is_host && is_port).then_some(host)
}

/// Whether a name stands for nothing but an entry of a directory, and one that is not hidden.
fn is_plain(name: &str) -> bool {
    // Of what a system takes for more than a name, `Path` knows: separators, `..`, drives.
    let mut components = Path::new(name).components();
    let is_one = matches!(
        (components.next(), components.next()),
        (Some(Component::Normal(component)), None) if component == name
    );
    is_one
        && !name.starts_with('.')
        && !name.contains(['/', '\\'])
        && !name.contains(char::is_control)
}

/// Undoes the percent-encoding of a name (RFC 3986 §2.1), which has to be UTF-8 then.
fn decode(name: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let [first, behind @ ..] = rest {
        let octet;
        (octet, rest) = match (first, behind) {
            (b'%', [high, low, behind @ ..]) => {
                let digit = |octet: &u8| char::from(*octet).to_digit(16);
                (u8::try_from(digit(high)? * 16 + digit(low)?).ok()?, behind)
            }
            (b'%', _) => return None,
            (other, _) => (*other, behind),
        };
        decoded.push(octet);
    }
    String::from_utf8(decoded).ok()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Target, host};

    fn status(target: &str) -> u16 {
        Target::parse(target).map_or_else(|refusal| refusal.status, |_| 200)
    }

    #[test]
    fn names() {
        for (target, path) in [
            ("/a", "/srv/a"),
            ("/a/b.txt?c=/../d", "/srv/a/b.txt"),
            ("/%61%2e%C3%A9", "/srv/a.é"),
            ("/a%20b", "/srv/a b"),
            ("http://example.com/a", "/srv/a"),
            ("HTTP://example.com/a/b", "/srv/a/b"),
            ("http://[::1]:80/a", "/srv/a"),
            ("/a..b", "/srv/a..b"),
            ("/%252e%252e", "/srv/%2e%2e"),
        ] {
            let target = Target::parse(target).expect(target);
            assert_eq!(target.path(Path::new("/srv")), Path::new(path));
        }
    }

    #[test]
    fn nothing_leads_out() {
        for target in [
            "/",
            "/a/",
            "//a",
            "//etc/passwd",
            "/..",
            "/../a",
            "/a/../b",
            "/.",
            "/./a",
            "/%2e%2e/a",
            "/%2E%2e",
            "/..%2fa",
            "/%2fetc%2fpasswd",
            "/a%00",
            "/%00",
            "/a%0ab",
            "/..%5ca",
            "/a\\..\\b",
            "/.git",
            "/.1-2.new",
            "/a/.b/c",
            "http://example.com",
            "http://example.com?a/b",
            "http://example.com/../a",
        ] {
            assert_eq!(status(target), 404, "{target}");
        }
        for target in [
            "",
            "a",
            "*",
            "../a",
            "/%",
            "/%4",
            "/%zz",
            "/%ff",
            "/%+1",
            "example.com:80",
            "http:",
            "http://",
            "http:///a",
            "http://:80/a",
            "http://a b/a",
            "http://a@b/a",
            "http://a#/b",
        ] {
            assert_eq!(status(target), 400, "{target}");
        }
    }

    #[test]
    fn hosts() {
        for (authority, expected) in [
            ("", ""),
            (":", ""),
            ("a", "a"),
            ("example.com:8080", "example.com"),
            ("127.0.0.1:", "127.0.0.1"),
            ("a_b~c!", "a_b~c!"),
            ("%C3%A9:1", "%C3%A9"),
            ("[::1]", "[::1]"),
            ("[::1]:80", "[::1]"),
        ] {
            assert_eq!(
                host(authority.as_bytes()),
                Some(expected.as_bytes()),
                "{authority}"
            );
        }
        for authority in [
            "a b", "a/", "a?", "a#", "a@b", "a:b", "a:1:2", "a:-1", "\u{e9}", "a%", "a%4", "a%zz",
            "a\\", "a\"", "a\u{1}", "a, b", "::1", "[", "[]", "[::1", "[::1]1", "[a/b]", "a[b]",
            "[a]]",
        ] {
            assert_eq!(host(authority.as_bytes()), None, "{authority}");
        }
    }
}
