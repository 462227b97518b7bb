//! What caches on the way have told of themselves (RFC 9211).

use noio_cache_control::cache_status::{CacheStatus, Fwd, Member};

use super::{
    message::{CACHE_STATUS, Message},
    targeted::{self, Invalid},
    words::of_seconds,
};
use crate::json::Json;

/// A cache on the way, and what it has told.
pub(super) struct Told {
    pub(super) cache: String,
    /// That in words.
    pub(super) words: String,
    pub(super) key: Option<String>,
    pub(super) detail: Option<String>,
    is_hit: bool,
    fwd: Option<String>,
    fwd_status: Option<u16>,
    ttl: Option<i64>,
    stored: Option<bool>,
    collapsed: Option<bool>,
}

/// Those of a response, the one nearest to the origin server first.
pub(super) fn caches(message: &Message<'_>) -> Result<Vec<Told>, Invalid> {
    targeted::read(&message.lines_of(CACHE_STATUS), |values| {
        CacheStatus::from_lines(values)
            .map(|member| member.map(|member| Told::new(&member)))
            .collect()
    })
}

impl Told {
    fn new(member: &Member<'_>) -> Self {
        let forward = member.forward();
        Self {
            cache: member.cache().to_string(),
            words: words(member),
            key: member.key().map(|key| key.to_string()),
            detail: member.detail().map(|detail| detail.to_string()),
            is_hit: member.is_hit(),
            fwd: forward.map(|forward| forward.fwd.as_str().to_owned()),
            fwd_status: forward.and_then(|forward| forward.fwd_status),
            ttl: member.ttl(),
            stored: forward.and_then(|forward| forward.stored),
            collapsed: forward.and_then(|forward| forward.collapsed),
        }
    }

    pub(super) fn members(&self) -> [(&'static str, Json<'_>); 9] {
        [
            ("cache", Json::Text(&self.cache)),
            ("hit", Json::Bool(self.is_hit)),
            ("fwd", text(self.fwd.as_ref())),
            (
                "fwd_status",
                self.fwd_status
                    .map_or(Json::Null, |status| Json::Number(status.into())),
            ),
            ("ttl", self.ttl.map_or(Json::Null, Json::Signed)),
            ("stored", self.stored.map_or(Json::Null, Json::Bool)),
            ("collapsed", self.collapsed.map_or(Json::Null, Json::Bool)),
            ("key", text(self.key.as_ref())),
            ("detail", text(self.detail.as_ref())),
        ]
    }
}

fn text(text: Option<&String>) -> Json<'_> {
    text.map_or(Json::Null, |text| Json::Text(text))
}

fn words(member: &Member<'_>) -> String {
    let forward = member.forward();
    let mut words = match (member.is_hit(), forward) {
        (true, None) => vec!["it had the answer (hit)".to_owned()],
        (false, None) => vec!["it does not tell whether it had the answer".into()],
        (is_hit, Some(forward)) => {
            let name = forward.fwd.as_str();
            let mut words = vec![format!("it asked on: {} ({name})", of_fwd(forward.fwd))];
            if is_hit {
                words.insert(0, "it contradicts itself: it had the answer (hit)".into());
            }
            words
        }
    };
    if let Some(forward) = forward {
        if let Some(status) = forward.fwd_status {
            words.push(format!("it was answered with {status}"));
        }
        let told = [
            (
                forward.stored,
                "it has stored the answer",
                "it has not stored the answer",
            ),
            (
                forward.collapsed,
                "it used the answer to another request that was on its way",
                "another request was on its way, but its answer could not be used",
            ),
        ];
        for (told, yes, no) in told {
            match told {
                Some(true) => words.push(yes.into()),
                Some(false) => words.push(no.into()),
                None => {}
            }
        }
    }
    match member.ttl() {
        Some(ttl @ 0..) => words.push(format!("fresh for {} more", of_seconds(ttl.unsigned_abs()))),
        Some(ttl) => words.push(format!("stale for {}", of_seconds(ttl.unsigned_abs()))),
        None => {}
    }
    words.join("; ")
}

/// Why a request went forward.
const fn of_fwd(fwd: Fwd<'_>) -> &'static str {
    match fwd {
        Fwd::Bypass => "it is set up not to answer such requests",
        Fwd::Method => "the method of the request wants it",
        Fwd::UriMiss => "it had nothing for the URI",
        Fwd::VaryMiss => "what it had for the URI was for other requests, as Vary says",
        Fwd::Miss => "it had nothing that could answer",
        Fwd::Request => "the request did not want what it had",
        Fwd::Stale => "what it had was not fresh",
        Fwd::Partial => "it had another part of it",
        _ => "for a reason of its own",
    }
}
