//! Whether a response is stored.

use core::fmt;

use noio_cache_control::{
    Age, HttpDate, Token,
    freshness::{Cache, Exchange, Heuristic, NotStorable, ResponseTimes, Stored},
    no_cache_fields, private_fields, targeted,
};

use crate::{
    fields::Fields,
    message::{Method, Request, Response},
};

/// The fields that this cache looks for before Cache-Control (RFC 9213 §2.2). A CDN puts one of its
/// own before that of all.
const TARGETS: &[&str] = &["CDN-Cache-Control"];

/// Without them, what is stored would be freshened to something that nobody restricts any more.
const DECISIVE: [&str; 4] = ["cache-control", "cdn-cache-control", "date", "expires"];

/// What is left to the operator.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Policy {
    /// How much may be stored, in octets.
    pub(crate) max_len: usize,
    /// Whether responses that set cookies are stored, if what counts of their fields has nothing
    /// against it. One who gets another's session cookie is logged in as that other.
    pub(crate) allow_set_cookie: bool,
}

impl Policy {
    /// Up to 64 MiB, without cookies.
    pub(crate) const fn new() -> Self {
        Self {
            max_len: 64 * 1024 * 1024,
            allow_set_cookie: false,
        }
    }
}

/// Why a response is not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotStored {
    /// The standard forbids it.
    Forbidden(NotStorable),
    /// It depends on fields of the request that this cache does not compare.
    Vary,
    /// It keeps fields from caches on which the decisions about it depend.
    Crippled,
    /// It sets a cookie, and no policy allows that.
    SetCookie,
    /// Only the end of the connection says where it ends.
    MaybeCut,
    /// There is no place for it.
    TooLong,
    /// It is an error, and what is stored is fresh.
    Error,
    /// What is stored was asked for later.
    Late,
}

impl NotStored {
    /// Whether the request is the reason.
    pub(crate) const fn is_due_to_request(self) -> bool {
        matches!(
            self,
            Self::Forbidden(
                NotStorable::Method | NotStorable::RequestNoStore | NotStorable::Authorization
            )
        )
    }
}

impl fmt::Display for NotStored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Forbidden(why) => write!(f, "{why} ({})", why.section()),
            Self::Vary => f.write_str("it has Vary (RFC 9111 §4.1)"),
            Self::Crippled => f.write_str("it would be stored without what decides (own policy)"),
            Self::SetCookie => f.write_str("it sets a cookie (own policy)"),
            Self::MaybeCut => f.write_str("it may have been cut short (RFC 9112 §8)"),
            Self::TooLong => f.write_str("it is too long (own policy)"),
            Self::Error => f.write_str("it is an error, and what is stored is fresh (own policy)"),
            Self::Late => f.write_str("what is stored was asked for later (RFC 9111 §4)"),
        }
    }
}

/// What the origin wants of this cache (RFC 9213 §2.2).
pub(crate) fn select(fields: &Fields, now: HttpDate) -> targeted::Policy<'static> {
    targeted::Policy::select(fields.iter(), TARGETS, now)
}

/// Whether a response may be stored, and what decides over its use then. Takes out of `response`
/// what is not stored with it.
pub(crate) fn assess(
    request: &Request,
    response: &mut Response,
    times: (HttpDate, HttpDate),
    policy: &Policy,
) -> Result<Stored, NotStored> {
    let (request_time, response_time) = times;
    let Response { status, fields, .. } = response;
    let selected = select(fields, response_time);
    let exchange = Exchange {
        is_method_understood: request.method == Method::Get,
        has_authorization: request.fields.has("authorization"),
        request: request.directives(),
        status: *status,
        is_status_understood: is_understood(*status),
        // They are taken out below.
        omits_listed_fields: true,
        response: selected.directives(),
        expires: selected.expires(),
    };
    let times = ResponseTimes {
        request_time,
        response_time,
        date: fields.date("date", response_time),
        age: Age::parse(fields.lines("age")),
    };
    let last_modified = fields.date("last-modified", response_time);
    let stored = exchange
        .store(Cache::Shared, times, last_modified, &Heuristic::new())
        .map_err(NotStored::Forbidden)?;

    let listed = listed_fields(fields, selected.target());
    let is_listed = |name: &str| listed.iter().any(|other| other.eq_ignore_ascii_case(name));
    if fields.has("vary") {
        return Err(NotStored::Vary);
    }
    if DECISIVE.iter().any(|name| is_listed(name)) {
        return Err(NotStored::Crippled);
    }
    // Age is made anew.
    fields.retain(|name| !name.eq_ignore_ascii_case("age") && !is_listed(name));
    if fields.has("set-cookie") && !policy.allow_set_cookie {
        return Err(NotStored::SetCookie);
    }
    if !response.is_surely_whole {
        return Err(NotStored::MaybeCut);
    }
    Ok(stored)
}

/// The fields that are not stored, out of the field that counts. Those that `private` lists are not
/// for a cache like this one. Those that `no-cache` lists are not used without validation if they are
/// not there at all.
fn listed_fields(fields: &Fields, target: Option<&str>) -> Vec<String> {
    let owned = |name: Token<'_>| name.as_str().to_owned();
    match target {
        Some(target) => targeted::private_fields(fields.lines(target))
            .chain(targeted::no_cache_fields(fields.lines(target)))
            .map(owned)
            .collect(),
        None => private_fields(fields.lines("cache-control"))
            .chain(no_cache_fields(fields.lines("cache-control")))
            .map(owned)
            .collect(),
    }
}

/// The final statuses that ask nothing of a cache beyond RFC 9111. The others are stored as well,
/// if nothing forbids it, but not against `no-store`, which `must-understand` would mean for those
/// that are understood (RFC 9111 §5.2.2.3).
const fn is_understood(status: u16) -> bool {
    matches!(
        status,
        200 | 203 | 204 | 300 | 301 | 302 | 303 | 307 | 308 | 404 | 405 | 410 | 414 | 501
    )
}
