//! Which responses open a connection (RFC 6455 §4.1).

use super::{
    super::{Offers, entries::push_accepted, entries::push_refused},
    Extension, Fields, accept, fields, grammar, key,
};
use crate::Log;

/// What a legal response says.
pub(super) enum Response {
    Accepted {
        subprotocol: Option<String>,
        extensions: Vec<Extension>,
    },
    Refused(u16),
}

impl Response {
    pub(super) fn push(&self, log: &mut Log) {
        match self {
            Self::Accepted {
                subprotocol,
                extensions,
            } => {
                push_accepted(subprotocol.as_deref(), log);
                for extension in extensions {
                    extension.push(log);
                }
            }
            Self::Refused(status) => push_refused(*status, log),
        }
    }
}

/// Judges a response whose head another parser has read, and logs what it says.
///
/// # Errors
///
/// The first rule that it breaks.
pub fn upgrade_response(
    status: u16,
    fields: &[(&str, &[u8])],
    offers: &Offers,
    log: &mut Log,
) -> Result<(), &'static str> {
    judge(status, &Fields::of(fields), offers)?.push(log);
    Ok(())
}

pub(super) fn judge(
    status: u16,
    fields: &Fields<'_>,
    offers: &Offers,
) -> Result<Response, &'static str> {
    if status != 101 {
        return Ok(Response::Refused(status));
    }
    if fields.may_have_content() {
        return Err("unexpected-content");
    }
    match fields.upgrades().as_deref() {
        Some([only]) if only.eq_ignore_ascii_case("websocket") => {}
        _ => return Err("invalid-upgrade"),
    }
    if !fields.has_connection_upgrade() {
        return Err("invalid-connection");
    }
    let accept = accept(key(&offers.key).as_bytes());
    if fields.only("sec-websocket-accept") != Some(accept.as_bytes()) {
        return Err("invalid-accept");
    }
    agreed(fields, offers)
}

/// The second list of §4.1, items 5 and 6.
pub(super) fn agreed(fields: &Fields<'_>, offers: &Offers) -> Result<Response, &'static str> {
    let extensions = fields.extensions().ok_or("invalid-extensions")?;
    let mut offered = Vec::new();
    // What a client offers is legal.
    let _ = fields::extensions_of(offers.extensions.as_bytes(), &mut offered);
    for agreed in &extensions {
        let Some(at) = offered.iter().position(|other| other.name == agreed.name) else {
            return Err("unexpected-extension");
        };
        offered.remove(at);
    }
    let subprotocol = match *fields.values("sec-websocket-protocol") {
        [] => None,
        [value] => Some(grammar::token(value).ok_or("invalid-subprotocol")?),
        _ => return Err("invalid-subprotocol"),
    };
    if subprotocol.is_some_and(|name| !offers.subprotocols.contains(&name)) {
        return Err("unexpected-subprotocol");
    }
    Ok(Response::Accepted {
        subprotocol: subprotocol.map(str::to_owned),
        extensions,
    })
}
