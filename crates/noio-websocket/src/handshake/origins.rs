//! Which pages may open a connection.

use super::authority::Authority;

/// Whose pages may open a connection (RFC 6455 §10.2): what a server has to decide before it
/// accepts one.
///
/// Browsers let every page of the web open a connection to every server, with the cookies that the
/// server has set, and say in Origin whose page it is. A server that knows its users by cookies and
/// does not look at Origin lets any page speak in their name.
///
/// A request without Origin is of no browser, and passes: whoever can send what he likes could send
/// an Origin as well. This guards users of browsers, and is no way to know who the peer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origins<'p> {
    /// All: the service is for every page, or knows its users by something that no page can make a
    /// browser send, or [`Request::origin`](super::Request::origin) was looked at before.
    Any,
    /// Those with the host and port of the [`Request::host`](super::Request::host), by `http` or
    /// `https`.
    ///
    /// Where a host that an attacker has named would do as well, such as for a server on the user's
    /// own machine, the host has to be compared with the known ones as well: the attacker's name may
    /// lead to the server's address.
    SameHost,
    /// These, such as `https://example.com`, in any case of their letters. Pages without an
    /// origin of their own, such as those of files, have `null`.
    Listed(&'p [&'p str]),
}

impl Origins<'_> {
    pub(super) fn allow(self, origin: Option<&[u8]>, host: &str) -> bool {
        let Some(origin) = origin else {
            return true;
        };
        match self {
            Self::Any => true,
            Self::SameHost => is_of_host(origin, host),
            Self::Listed(origins) => origins
                .iter()
                .any(|other| other.as_bytes().eq_ignore_ascii_case(origin)),
        }
    }
}

/// Whether `origin`, which is `scheme "://" host [ ":" port ]` (RFC 6454 §7.1), is that of `host`.
fn is_of_host(origin: &[u8], host: &str) -> bool {
    let behind = |scheme: &str| {
        let (start, authority) = origin.split_at_checked(scheme.len())?;
        start
            .eq_ignore_ascii_case(scheme.as_bytes())
            .then_some(authority)
    };
    let (authority, default_port) = match (behind("https://"), behind("http://")) {
        (Some(authority), _) => (authority, 443),
        (_, Some(authority)) => (authority, 80),
        _ => return false,
    };
    // As a rule they are written alike, and then there is no need to take them apart.
    if authority.eq_ignore_ascii_case(host.as_bytes()) {
        return true;
    }
    let authority = str::from_utf8(authority).ok().and_then(Authority::parse);
    let (Some(origin), Some(host)) = (authority, Authority::parse(host)) else {
        return false;
    };
    // Host may name the port that is the scheme's default or not.
    origin.host.eq_ignore_ascii_case(host.host)
        && origin.port.unwrap_or(default_port) == host.port.unwrap_or(default_port)
}
