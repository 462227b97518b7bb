//! Targeted fields out of slow Structured Fields.

use noio_cache_control::{Delta, Scope};

use crate::{
    cache_control::reference::{Argument, RESPONSE_NAMES, Response, names_in},
    structured::{Item, Map, Member, Value, reference},
};

/// What the lines of a targeted field say, of the reference. `None`: nothing.
pub fn read(lines: &[&[u8]]) -> Option<Response> {
    let members = reference::dictionary(lines).filter(|members| !members.is_empty())?;
    let mut response = Response::default();
    for (name, member) in &members {
        add(&mut response, name, &Said::new(member));
    }
    Some(response)
}

/// What a member says of a directive.
enum Said {
    True,
    Seconds(u32),
    Names(Vec<Vec<u8>>),
    /// Something that no directive has.
    Other,
}

impl Said {
    fn new(member: &Member) -> Self {
        let Member::Item(Item { value, .. }) = member else {
            return Self::Other;
        };
        match value {
            Value::Boolean(true) => Self::True,
            Value::Integer(seconds) if *seconds >= 1 << 31 => Self::Seconds(1 << 31),
            Value::Integer(seconds) => u32::try_from(*seconds).map_or(Self::Other, Self::Seconds),
            Value::String(text) => names_in(&Argument {
                value: text.clone().into_bytes(),
                has_backslash: false,
            })
            .map_or(Self::Other, Self::Names),
            _ => Self::Other,
        }
    }
}

fn add(response: &mut Response, name: &str, said: &Said) {
    let is_true = matches!(said, Said::True);
    let delta = match said {
        Said::Seconds(seconds) => Delta::Seconds(*seconds),
        _ => Delta::Invalid,
    };
    let scope = match said {
        Said::Names(_) => Scope::Fields,
        _ => Scope::All,
    };
    let odd = match name {
        "max-age" | "s-maxage" | "stale-while-revalidate" | "stale-if-error" => {
            (delta == Delta::Invalid).then_some("invalid-seconds")
        }
        "private" | "no-cache" => {
            (!is_true && scope == Scope::All).then_some("invalid-field-names")
        }
        name if RESPONSE_NAMES.contains(&name) => (!is_true).then_some("unexpected-argument"),
        _ => return,
    };
    response.anomalies.extend(odd);
    match name {
        "max-age" => response.max_age = delta,
        "s-maxage" => response.s_maxage = delta,
        "stale-while-revalidate" => response.stale_while_revalidate = delta,
        "stale-if-error" => response.stale_if_error = delta,
        "no-cache" => response.no_cache = scope,
        "private" => {
            response.private = scope;
            response.is_private_plain = is_true;
        }
        "must-revalidate" => {
            response.must_revalidate = true;
            response.is_must_revalidate_legal = is_true;
        }
        "must-understand" => {
            response.must_understand = true;
            response.is_must_understand_legal = is_true;
        }
        "no-store" => response.no_store = true,
        "no-transform" => response.no_transform = true,
        "proxy-revalidate" => response.proxy_revalidate = true,
        "public" => response.public = is_true,
        "immutable" => response.immutable = is_true,
        name => panic!("{name} is no directive"),
    }
}

/// The field names that a directive of a targeted field lists.
pub(super) fn listed(lines: &[&[u8]], wanted: &str) -> Vec<Vec<u8>> {
    let members: Map<Member> = reference::dictionary(lines).unwrap_or_default();
    let member = members.iter().find(|(name, _)| name == wanted);
    match member.map(|(_, member)| Said::new(member)) {
        Some(Said::Names(names)) => names,
        _ => Vec::new(),
    }
}
