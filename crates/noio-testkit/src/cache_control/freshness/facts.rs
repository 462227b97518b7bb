//! What a message says of caching, as plain values, and the field line that says it.

use noio_cache_control::{Delta, Expires, MaxStale, RequestDirectives, ResponseDirectives, Scope};

use crate::cache_control::reference;

/// A directive that has no argument.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "tests go through all of them, and there is no fourth"
)]
pub enum Flag {
    /// It is not there.
    #[default]
    Absent,
    /// It is there with an argument, which it must not have: what it restricts holds, what it
    /// permits does not.
    Argued,
    /// It is there as it has to be.
    Plain,
}

impl Flag {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Absent, Self::Argued, Self::Plain];

    const fn new(is_there: bool, is_legal: bool) -> Self {
        match (is_there, is_legal) {
            (false, _) => Self::Absent,
            (true, false) => Self::Argued,
            (true, true) => Self::Plain,
        }
    }

    /// Whether what it restricts holds.
    pub const fn restricts(self) -> bool {
        !matches!(self, Self::Absent)
    }

    /// Whether what it permits does.
    pub const fn permits(self) -> bool {
        matches!(self, Self::Plain)
    }
}

/// What `no-cache` or `private` is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "tests go through all of them, and there is no fifth"
)]
pub enum Extent {
    /// Nothing: it is not there.
    #[default]
    None,
    /// Some fields.
    Fields,
    /// All of the response, since the list of fields is none.
    Broken,
    /// All of the response, without a list: that alone invites private caches.
    All,
}

impl Extent {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::None, Self::Fields, Self::Broken, Self::All];

    const fn new(scope: Scope, is_plain: bool) -> Self {
        match (scope, is_plain) {
            (Scope::None, _) => Self::None,
            (Scope::Fields, _) => Self::Fields,
            (Scope::All, false) => Self::Broken,
            (Scope::All, true) => Self::All,
        }
    }

    /// Whether it is about the whole response, in a cache that leaves out the fields that it lists,
    /// or in one that does not and has to take it so.
    pub const fn is_all(self, omits_listed_fields: bool) -> bool {
        match self {
            Self::None => false,
            Self::Fields => !omits_listed_fields,
            Self::Broken | Self::All => true,
        }
    }
}

/// What a response says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "tests make them, field by field")]
#[expect(missing_docs, reason = "the names are those of the directives")]
pub struct Response {
    pub public: Flag,
    pub private: Extent,
    pub must_understand: Flag,
    pub no_store: Flag,
    pub no_cache: Extent,
    pub max_age: Delta,
    pub s_maxage: Delta,
    pub stale_while_revalidate: Delta,
    pub stale_if_error: Delta,
    pub must_revalidate: Flag,
    pub proxy_revalidate: Flag,
    pub immutable: Flag,
}

impl Response {
    /// The value of a field line that says so.
    pub fn to_line(&self) -> String {
        let mut members = Vec::new();
        add_flag(&mut members, "public", self.public);
        add_extent(&mut members, "private", self.private);
        add_flag(&mut members, "must-understand", self.must_understand);
        add_flag(&mut members, "no-store", self.no_store);
        add_extent(&mut members, "no-cache", self.no_cache);
        add_delta(&mut members, "max-age", self.max_age);
        add_delta(&mut members, "s-maxage", self.s_maxage);
        let name = "stale-while-revalidate";
        add_delta(&mut members, name, self.stale_while_revalidate);
        add_delta(&mut members, "stale-if-error", self.stale_if_error);
        add_flag(&mut members, "must-revalidate", self.must_revalidate);
        add_flag(&mut members, "proxy-revalidate", self.proxy_revalidate);
        add_flag(&mut members, "immutable", self.immutable);
        members.join(", ")
    }

    /// The codec's reading of it.
    pub fn directives(&self) -> ResponseDirectives {
        ResponseDirectives::parse([self.to_line().as_str()])
    }
}

/// What a request says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "tests make them, field by field")]
#[expect(missing_docs, reason = "the names are those of the directives")]
pub struct Request {
    pub no_cache: Flag,
    pub no_store: Flag,
    pub max_age: Delta,
    pub max_stale: MaxStale,
    pub min_fresh: Delta,
    pub stale_if_error: Delta,
}

impl Request {
    /// The value of a field line that says so.
    pub fn to_line(&self) -> String {
        let mut members = Vec::new();
        add_flag(&mut members, "no-cache", self.no_cache);
        add_flag(&mut members, "no-store", self.no_store);
        add_delta(&mut members, "max-age", self.max_age);
        match self.max_stale {
            MaxStale::Absent => {}
            MaxStale::Invalid => members.push("max-stale=-1".into()),
            MaxStale::Any => members.push("max-stale".into()),
            MaxStale::Seconds(seconds) => members.push(format!("max-stale={seconds}")),
        }
        add_delta(&mut members, "min-fresh", self.min_fresh);
        add_delta(&mut members, "stale-if-error", self.stale_if_error);
        members.join(", ")
    }

    /// The codec's reading of it.
    pub fn directives(&self) -> RequestDirectives {
        RequestDirectives::parse([self.to_line().as_str()])
    }
}

/// What the reference reads in a field, as far as it matters here.
impl From<reference::Response> for Response {
    fn from(read: reference::Response) -> Self {
        Self {
            public: Flag::new(read.public, read.public),
            private: Extent::new(read.private, read.is_private_plain),
            must_understand: Flag::new(read.must_understand, read.is_must_understand_legal),
            no_store: Flag::new(read.no_store, true),
            no_cache: Extent::new(read.no_cache, true),
            max_age: read.max_age,
            s_maxage: read.s_maxage,
            stale_while_revalidate: read.stale_while_revalidate,
            stale_if_error: read.stale_if_error,
            must_revalidate: Flag::new(read.must_revalidate, read.is_must_revalidate_legal),
            proxy_revalidate: Flag::new(read.proxy_revalidate, true),
            immutable: Flag::new(read.immutable, true),
        }
    }
}

/// What the reference reads in a field, as far as it matters here.
impl From<reference::Request> for Request {
    fn from(read: reference::Request) -> Self {
        Self {
            no_cache: Flag::new(read.no_cache, true),
            no_store: Flag::new(read.no_store, true),
            max_age: read.max_age,
            max_stale: read.max_stale,
            min_fresh: read.min_fresh,
            stale_if_error: read.stale_if_error,
        }
    }
}

/// Everything on which it depends whether a response may be stored (RFC 9111 §3).
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "tests make them, field by field")]
#[expect(missing_docs, reason = "the names are those of the codec's `Exchange`")]
pub struct Facts {
    pub is_method_understood: bool,
    pub has_authorization: bool,
    pub request: Request,
    pub status: u16,
    pub is_status_understood: bool,
    pub omits_listed_fields: bool,
    pub response: Response,
    pub expires: Expires,
}

fn add_flag(members: &mut Vec<String>, name: &str, flag: Flag) {
    match flag {
        Flag::Absent => {}
        Flag::Argued => members.push(format!("{name}=1")),
        Flag::Plain => members.push(name.into()),
    }
}

fn add_extent(members: &mut Vec<String>, name: &str, extent: Extent) {
    match extent {
        Extent::None => {}
        Extent::Fields => members.push(format!("{name}=\"set-cookie\"")),
        Extent::Broken => members.push(format!("{name}=\"\"")),
        Extent::All => members.push(name.into()),
    }
}

fn add_delta(members: &mut Vec<String>, name: &str, delta: Delta) {
    match delta {
        Delta::Absent => {}
        Delta::Invalid => members.push(format!("{name}=-1")),
        Delta::Seconds(seconds) => members.push(format!("{name}={seconds}")),
    }
}
