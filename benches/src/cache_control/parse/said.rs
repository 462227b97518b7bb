//! What readers say of a value, in the words of the standard, so that it can be compared.

use alloc::collections::BTreeSet;
use core::time::Duration;

use cache_control::Cachability;
use noio_cache_control::{
    Delta, MaxStale, Member, RequestDirectives, ResponseDirectives, Scope, Value,
};

pub(super) fn by_response_directives(directives: &ResponseDirectives) -> BTreeSet<String> {
    let mut said = flags([
        ("public", directives.public()),
        ("no-store", directives.no_store()),
        ("no-transform", directives.no_transform()),
        ("must-revalidate", directives.must_revalidate()),
        ("proxy-revalidate", directives.proxy_revalidate()),
        ("must-understand", directives.must_understand()),
        ("immutable", directives.immutable()),
    ]);
    said.extend(deltas([
        ("max-age", directives.max_age()),
        ("s-maxage", directives.s_maxage()),
        (
            "stale-while-revalidate",
            directives.stale_while_revalidate(),
        ),
        ("stale-if-error", directives.stale_if_error()),
    ]));
    let scopes = [
        ("no-cache", directives.no_cache()),
        ("private", directives.private()),
    ];
    for (name, scope) in scopes {
        match scope {
            Scope::None => false,
            Scope::Fields => said.insert(format!("{name}=fields")),
            Scope::All => said.insert(name.into()),
        };
    }
    said
}

/// Of response directives alone, and as if each came once.
pub(super) fn by_members<'a>(members: impl Iterator<Item = Member<'a>>) -> BTreeSet<String> {
    let said = members.filter_map(|member| {
        let Member::Directive(directive) = member else {
            return None;
        };
        let name = directive.name.as_str().to_ascii_lowercase();
        let is_number = matches!(
            &*name,
            "max-age" | "s-maxage" | "stale-while-revalidate" | "stale-if-error"
        );
        directive
            .is_response_directive()
            .then(|| match directive.argument {
                Some(Value::Token(argument)) => format!("{name}={argument}"),
                Some(Value::Quoted(_)) => format!("{name}=fields"),
                None if is_number => format!("{name}=invalid"),
                None => name,
            })
    });
    said.collect()
}

pub(super) fn by_request_directives(directives: &RequestDirectives) -> BTreeSet<String> {
    let mut said = flags([
        ("no-cache", directives.no_cache()),
        ("no-store", directives.no_store()),
        ("no-transform", directives.no_transform()),
        ("only-if-cached", directives.only_if_cached()),
    ]);
    said.extend(deltas([
        ("max-age", directives.max_age()),
        ("min-fresh", directives.min_fresh()),
        ("stale-if-error", directives.stale_if_error()),
    ]));
    match directives.max_stale() {
        MaxStale::Absent => false,
        MaxStale::Invalid => said.insert("max-stale=invalid".into()),
        MaxStale::Any => said.insert("max-stale".into()),
        MaxStale::Seconds(seconds) => said.insert(format!("max-stale={seconds}")),
    };
    said
}

pub(super) fn by_headers(directives: &headers::CacheControl) -> BTreeSet<String> {
    let mut said = flags([
        ("public", directives.public()),
        ("private", directives.private()),
        ("no-cache", directives.no_cache()),
        ("no-store", directives.no_store()),
        ("no-transform", directives.no_transform()),
        ("only-if-cached", directives.only_if_cached()),
        ("must-revalidate", directives.must_revalidate()),
        ("must-understand", directives.must_understand()),
        ("immutable", directives.immutable()),
    ]);
    said.extend(durations([
        ("max-age", directives.max_age()),
        ("max-stale", directives.max_stale()),
        ("min-fresh", directives.min_fresh()),
        ("s-maxage", directives.s_max_age()),
    ]));
    said
}

pub(super) fn by_cache_control(
    directives: Option<&cache_control::CacheControl>,
) -> BTreeSet<String> {
    let Some(directives) = directives else {
        return BTreeSet::new();
    };
    let is = |cachability| directives.cachability == Some(cachability);
    let mut said = flags([
        ("public", is(Cachability::Public)),
        ("private", is(Cachability::Private)),
        ("no-cache", is(Cachability::NoCache)),
        ("only-if-cached", is(Cachability::OnlyIfCached)),
        ("no-store", directives.no_store),
        ("no-transform", directives.no_transform),
        ("must-revalidate", directives.must_revalidate),
        ("proxy-revalidate", directives.proxy_revalidate),
        ("immutable", directives.immutable),
    ]);
    said.extend(durations([
        ("max-age", directives.max_age),
        ("max-stale", directives.max_stale),
        ("min-fresh", directives.min_fresh),
        ("s-maxage", directives.s_max_age),
    ]));
    said
}

fn flags<const N: usize>(flags: [(&str, bool); N]) -> BTreeSet<String> {
    let set = flags.into_iter().filter(|(_, is_set)| *is_set);
    set.map(|(name, _)| name.into()).collect()
}

fn deltas<const N: usize>(deltas: [(&str, Delta); N]) -> BTreeSet<String> {
    let said = deltas.into_iter().filter_map(|(name, delta)| match delta {
        Delta::Absent => None,
        Delta::Invalid => Some(format!("{name}=invalid")),
        Delta::Seconds(seconds) => Some(format!("{name}={seconds}")),
    });
    said.collect()
}

fn durations<const N: usize>(durations: [(&str, Option<Duration>); N]) -> BTreeSet<String> {
    let said = durations.into_iter().filter_map(|(name, duration)| {
        let seconds = duration?.as_secs();
        Some(format!("{name}={seconds}"))
    });
    said.collect()
}
