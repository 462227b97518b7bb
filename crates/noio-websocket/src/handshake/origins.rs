//! Which pages may open a connection.

use super::authority::{Authority, Scheme};

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
    /// Those with the host and port of the [`Request::authority`](super::Request::authority). A
    /// proxy in between must not have put another one there.
    ///
    /// Over HTTP/1.1 the request does not say whether it came over TLS, so that pages of `http` and
    /// `https` pass. The first may be forged on the way: a server that is reached over TLS alone and
    /// has secrets in cookies takes [`Listed`](Self::Listed). Over extended CONNECT the scheme has to
    /// be the same.
    ///
    /// Where a host that an attacker has named would do as well, such as for a server on the user's
    /// own machine, [`Request::host`](super::Request::host) has to be compared with the known ones
    /// besides: the attacker's name may lead to the server's address.
    SameHost,
    /// These, such as `https://example.com` or `https://example.com:8443`, in any case of their
    /// letters, without a slash at the end and without a port that is the default one. Pages without
    /// an origin of their own, such as those of files, have `null`.
    Listed(&'p [&'p str]),
}

impl Origins<'_> {
    /// `scheme` is that of the request, as far as it says.
    pub(super) fn allow(
        self,
        origin: Option<&[u8]>,
        scheme: Option<Scheme>,
        authority: &Authority<'_>,
    ) -> bool {
        let Some(origin) = origin else {
            return true;
        };
        match self {
            Self::Any => true,
            Self::SameHost => is_same_host(origin, scheme, authority),
            Self::Listed(origins) => origins
                .iter()
                .any(|other| other.as_bytes().eq_ignore_ascii_case(origin)),
        }
    }
}

/// Whether `origin`, which is `scheme "://" host [ ":" port ]` (RFC 6454 §7.1), names the same
/// host.
fn is_same_host(origin: &[u8], scheme: Option<Scheme>, authority: &Authority<'_>) -> bool {
    let behind = |start: &[u8]| {
        let (front, behind) = origin.split_at_checked(start.len())?;
        front.eq_ignore_ascii_case(start).then_some(behind)
    };
    let (origin_scheme, origin) = match (behind(b"https://"), behind(b"http://")) {
        (Some(origin), _) => (Scheme::Https, origin),
        (_, Some(origin)) => (Scheme::Http, origin),
        _ => return false,
    };
    if scheme.is_some_and(|scheme| scheme != origin_scheme) {
        return false;
    }
    // As a rule they are written alike, and then there is no need to take them apart.
    origin.eq_ignore_ascii_case(authority.text.as_bytes())
        || Authority::from_bytes(origin)
            .is_some_and(|origin| origin.is_same(authority, origin_scheme.default_port()))
}
