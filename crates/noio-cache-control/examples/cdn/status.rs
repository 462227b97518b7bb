//! What this cache tells of itself (RFC 9211).
//!
//! It goes to every client, for this is an example. Elsewhere it is for those that may know: that
//! something was stored tells that somebody has asked for it (RFC 9211 §6). The key stays unsaid.

use noio_cache_control::{
    EncodeError, HttpDate,
    cache_status::{Forward, Fwd, MemberBuilder},
    freshness::{MustValidate, Stored},
};

use crate::message::Response;

/// What this cache is called.
const NAME: &str = "noio-cdn";

/// Why a request goes forward though something is stored for its target (RFC 9211 §2.2).
///
/// Together with [`Fwd::UriMiss`] that is all there can be. There is no `vary-miss`, since nothing
/// is stored that has Vary, no `method`, since HEAD is answered from what is stored and others are
/// refused, and no `bypass`, since no request passes the cache by.
pub(crate) fn fwd(stored: &Stored, reason: MustValidate, now: HttpDate) -> Fwd<'static> {
    let is_of_request = matches!(
        reason,
        MustValidate::RequestNoCache | MustValidate::RequestMaxAge | MustValidate::RequestMinFresh
    );
    // What is fresh and has `no-cache` is not named in the RFC. As with what is stale, it is the
    // origin that wants to be asked.
    if is_of_request && stored.is_fresh(now) {
        Fwd::Request
    } else {
        Fwd::Stale
    }
}

/// Says that the response is what was stored.
pub(crate) fn append_hit(response: &mut Response, stored: &Stored, now: HttpDate) {
    let member = MemberBuilder::hit(NAME);
    append(response, member.map(|member| member.ttl(stored.ttl(now))));
}

/// Says that the origin was asked and has answered with this status, and whether that is stored now.
pub(crate) fn append_forwarded(
    response: &mut Response,
    fwd: Fwd<'static>,
    status: u16,
    stored: Option<&Stored>,
    now: HttpDate,
) {
    let forward = Forward {
        // Without it, it is that of the response.
        fwd_status: (status != response.status).then_some(status),
        stored: Some(stored.is_some()),
        ..Forward::new(fwd)
    };
    let member = MemberBuilder::forwarded(NAME, forward);
    let with_ttl = |member: MemberBuilder<'static>| match stored {
        Some(stored) => member.ttl(stored.ttl(now)),
        None => member,
    };
    append(response, member.map(with_ttl));
}

/// Says that the origin was asked and failed, with this status if it has answered, and that the
/// response is what is stored nevertheless.
pub(crate) fn append_failed(
    response: &mut Response,
    fwd: Fwd<'static>,
    status: Option<u16>,
    stored: &Stored,
    now: HttpDate,
) {
    let forward = Forward {
        fwd_status: status,
        stored: Some(false),
        ..Forward::new(fwd)
    };
    let member = MemberBuilder::forwarded(NAME, forward).map(|member| member.ttl(stored.ttl(now)));
    // Without a status it would look as if the origin had answered with that of the response.
    let member = match status {
        Some(_) => member,
        None => member.and_then(|member| member.detail("no-answer")),
    };
    append(response, member);
}

/// Puts the member behind those of the caches before this one, which stay as they are (RFC 9211 §2).
fn append(response: &mut Response, member: Result<MemberBuilder<'static>, EncodeError>) {
    // All names here are ASCII and all statuses have three digits. Were it otherwise, the answer
    // would be no worse without the member.
    if let Ok(member) = member {
        response.fields.append("Cache-Status", member.to_string());
    }
}
