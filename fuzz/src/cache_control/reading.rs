//! What a field says.

use core::fmt;

/// The directives that have a meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    Public,
    Private,
    MustUnderstand,
    NoStore,
    NoCache,
    MustRevalidate,
    ProxyRevalidate,
    NoTransform,
    Immutable,
    OnlyIfCached,
    MaxAge,
    SMaxage,
    StaleWhileRevalidate,
    StaleIfError,
    MaxStale,
    MinFresh,
}

impl Name {
    pub const ALL: [Self; 16] = [
        Self::Public,
        Self::Private,
        Self::MustUnderstand,
        Self::NoStore,
        Self::NoCache,
        Self::MustRevalidate,
        Self::ProxyRevalidate,
        Self::NoTransform,
        Self::Immutable,
        Self::OnlyIfCached,
        Self::MaxAge,
        Self::SMaxage,
        Self::StaleWhileRevalidate,
        Self::StaleIfError,
        Self::MaxStale,
        Self::MinFresh,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Private => "private",
            Self::MustUnderstand => "must-understand",
            Self::NoStore => "no-store",
            Self::NoCache => "no-cache",
            Self::MustRevalidate => "must-revalidate",
            Self::ProxyRevalidate => "proxy-revalidate",
            Self::NoTransform => "no-transform",
            Self::Immutable => "immutable",
            Self::OnlyIfCached => "only-if-cached",
            Self::MaxAge => "max-age",
            Self::SMaxage => "s-maxage",
            Self::StaleWhileRevalidate => "stale-while-revalidate",
            Self::StaleIfError => "stale-if-error",
            Self::MaxStale => "max-stale",
            Self::MinFresh => "min-fresh",
        }
    }

    /// Whether it wants a number.
    pub const fn is_number(self) -> bool {
        self as usize >= Self::MaxAge as usize
    }
}

/// What a directive says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Said {
    /// It is not there.
    #[default]
    Nothing,
    /// It is there, for all fields; of `max-stale`: any.
    Yes,
    /// It is there for some fields.
    Fields,
    /// Its number is none.
    Invalid,
    Seconds(u64),
}

/// What a field says, of requests and responses in one: neither peer tells them apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading([Said; Name::ALL.len()]);

impl Reading {
    pub const fn said(&self, name: Name) -> Said {
        self.0[name as usize]
    }

    pub const fn says(&self, name: Name) -> bool {
        !matches!(self.said(name), Said::Nothing)
    }

    pub const fn set(&mut self, name: Name, said: Said) {
        self.0[name as usize] = said;
    }

    pub const fn set_if(&mut self, name: Name, says: bool) {
        self.set(name, if says { Said::Yes } else { Said::Nothing });
    }
}

/// As a field, with `?` for a number that is none and `="…"` for names of fields.
impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for name in Name::ALL {
            f.write_str(match self.said(name) {
                Said::Nothing => continue,
                _ => separator,
            })?;
            separator = ", ";
            f.write_str(name.as_str())?;
            match self.said(name) {
                Said::Nothing | Said::Yes => {}
                Said::Fields => f.write_str("=\"…\"")?,
                Said::Invalid => f.write_str("=?")?,
                Said::Seconds(seconds) => write!(f, "={seconds}")?,
            }
        }
        if separator.is_empty() {
            f.write_str("nothing")?;
        }
        Ok(())
    }
}
