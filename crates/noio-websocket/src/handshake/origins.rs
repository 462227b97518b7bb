//! Which pages may open a connection.

use super::authority::{self, Authority};

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
    let Some((scheme, authority)) = str::from_utf8(origin)
        .ok()
        .and_then(|origin| origin.split_once("://"))
    else {
        return false;
    };
    let (Some(origin), Some(host)) = (Authority::parse(authority), Authority::parse(host)) else {
        return false;
    };
    // Host may name the port that is the scheme's default or not.
    let default_port = if scheme.eq_ignore_ascii_case("https") {
        443
    } else {
        80
    };
    authority::is_http(scheme)
        && origin.host.eq_ignore_ascii_case(host.host)
        && origin.port.unwrap_or(default_port) == host.port.unwrap_or(default_port)
}
