//! The names of directives.

/// A directive that means something in a request or in a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    Immutable,
    MaxAge,
    MaxStale,
    MinFresh,
    MustRevalidate,
    MustUnderstand,
    NoCache,
    NoStore,
    NoTransform,
    OnlyIfCached,
    Private,
    ProxyRevalidate,
    Public,
    SMaxage,
    StaleIfError,
    StaleWhileRevalidate,
}

impl Name {
    pub(crate) const COUNT: usize = 16;

    /// The directive of a response that a Dictionary has under that key, whose letters are all small
    /// (RFC 9651 §3.1.2).
    pub(crate) fn of_key(key: &[u8]) -> Option<Self> {
        Self::parse(key).filter(|name| name.is_of_response())
    }

    /// The directive of that name, which is a token, in any case of the letters (RFC 9111 §5.2).
    #[inline]
    pub(crate) fn parse(name: &[u8]) -> Option<Self> {
        Some(match name.len() {
            6 if is(name, b"public") => Self::Public,
            7 if is(name, b"max-age") => Self::MaxAge,
            7 if is(name, b"private") => Self::Private,
            8 if is(name, b"no-cache") => Self::NoCache,
            8 if is(name, b"no-store") => Self::NoStore,
            8 if is(name, b"s-maxage") => Self::SMaxage,
            9 if is(name, b"immutable") => Self::Immutable,
            9 if is(name, b"max-stale") => Self::MaxStale,
            9 if is(name, b"min-fresh") => Self::MinFresh,
            12 if is(name, b"no-transform") => Self::NoTransform,
            14 if is(name, b"only-if-cached") => Self::OnlyIfCached,
            14 if is(name, b"stale-if-error") => Self::StaleIfError,
            15 if is(name, b"must-revalidate") => Self::MustRevalidate,
            15 if is(name, b"must-understand") => Self::MustUnderstand,
            16 if is(name, b"proxy-revalidate") => Self::ProxyRevalidate,
            22 if is(name, b"stale-while-revalidate") => Self::StaleWhileRevalidate,
            _ => return None,
        })
    }

    /// As the RFC writes it.
    #[inline]
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Immutable => "immutable",
            Self::MaxAge => "max-age",
            Self::MaxStale => "max-stale",
            Self::MinFresh => "min-fresh",
            Self::MustRevalidate => "must-revalidate",
            Self::MustUnderstand => "must-understand",
            Self::NoCache => "no-cache",
            Self::NoStore => "no-store",
            Self::NoTransform => "no-transform",
            Self::OnlyIfCached => "only-if-cached",
            Self::Private => "private",
            Self::ProxyRevalidate => "proxy-revalidate",
            Self::Public => "public",
            Self::SMaxage => "s-maxage",
            Self::StaleIfError => "stale-if-error",
            Self::StaleWhileRevalidate => "stale-while-revalidate",
        }
    }

    /// Whether it means something in a response (RFC 9111 §5.2.2, RFC 5861, RFC 8246).
    pub(crate) const fn is_of_response(self) -> bool {
        !matches!(self, Self::MaxStale | Self::MinFresh | Self::OnlyIfCached)
    }

    /// Whether it means something in a request (RFC 9111 §5.2.1, RFC 5861 §4).
    pub(crate) const fn is_of_request(self) -> bool {
        matches!(
            self,
            Self::MaxAge
                | Self::MaxStale
                | Self::MinFresh
                | Self::NoCache
                | Self::NoStore
                | Self::NoTransform
                | Self::OnlyIfCached
                | Self::StaleIfError
        )
    }
}

/// Whether a token is `other`, apart from the case of letters. `other` is of small letters and "-".
///
/// The bit that makes a letter small is set in "-", and no other octet of a token becomes one of
/// these by it. As the length is known here, the octets are compared all at once.
#[inline]
fn is<const N: usize>(token: &[u8], other: &[u8; N]) -> bool {
    token.first_chunk::<N>().is_some_and(|token| {
        let pairs = token.iter().zip(other);
        pairs.fold(0, |differing, (byte, other)| {
            differing | ((byte | 0x20) ^ other)
        }) == 0
    })
}

#[cfg(test)]
mod tests {
    use noio_http_field::class;

    use super::*;

    const ALL: [Name; Name::COUNT] = [
        Name::Immutable,
        Name::MaxAge,
        Name::MaxStale,
        Name::MinFresh,
        Name::MustRevalidate,
        Name::MustUnderstand,
        Name::NoCache,
        Name::NoStore,
        Name::NoTransform,
        Name::OnlyIfCached,
        Name::Private,
        Name::ProxyRevalidate,
        Name::Public,
        Name::SMaxage,
        Name::StaleIfError,
        Name::StaleWhileRevalidate,
    ];

    #[test]
    fn every_name_is_found_in_any_case_and_nothing_near_it() {
        for name in ALL {
            let text = name.as_str();
            assert_eq!(Name::parse(text.as_bytes()), Some(name));
            assert_eq!(Name::parse(text.to_uppercase().as_bytes()), Some(name));
            for at in 0..text.len() {
                for byte in (0..=u8::MAX).filter(|&byte| class::is_tchar(byte)) {
                    let mut other = text.as_bytes().to_vec();
                    other[at] = byte;
                    let is_same = other.eq_ignore_ascii_case(text.as_bytes());
                    let found = ALL
                        .into_iter()
                        .find(|name| name.as_str().as_bytes().eq_ignore_ascii_case(&other));
                    assert_eq!(Name::parse(&other), found);
                    assert!(!is_same || found == Some(name));
                }
            }
            assert_eq!(Name::parse(&text.as_bytes()[1..]), None);
            assert_eq!(Name::parse(alloc::format!("{text}s").as_bytes()), None);
        }
        assert_eq!(Name::parse(b""), None);
    }
}
