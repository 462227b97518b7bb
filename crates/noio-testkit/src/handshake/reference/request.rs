//! Which requests open a connection (RFC 6455 §4.2.1).

use noio_websocket::handshake;

use super::{
    Extension, Fields, base64,
    entries::{push_request, push_subprotocol},
    grammar,
    head::RequestLine,
};
use crate::Log;

/// The most subprotocols that a request may offer.
const MAX_SUBPROTOCOLS: usize = 32;

/// What a legal request says.
pub(super) struct Request {
    pub(super) target: String,
    pub(super) host: String,
    pub(super) offers: Offers,
}

/// What requests of all versions of HTTP may say.
pub(super) struct Offers {
    origin: Option<Vec<u8>>,
    subprotocols: Vec<String>,
    extensions: Vec<Extension>,
}

impl Request {
    pub(super) fn push(&self, log: &mut Log) {
        push_request(&self.target, &self.host, self.offers.origin.as_deref(), log);
        for name in &self.offers.subprotocols {
            push_subprotocol(name, log);
        }
        for extension in &self.offers.extensions {
            extension.push(log);
        }
    }
}

/// Judges a request whose head another parser has read, and logs what it says.
///
/// # Errors
///
/// The first rule that it breaks.
pub fn upgrade(
    line: &handshake::RequestLine<'_>,
    fields: &[(&str, &[u8])],
    log: &mut Log,
) -> Result<(), &'static str> {
    let line = RequestLine {
        method: line.method,
        target: line.target,
        is_http10: matches!(line.version, handshake::Version::Http10),
    };
    judge(&line, &Fields::of(fields))?.push(log);
    Ok(())
}

pub(super) fn judge(line: &RequestLine<'_>, fields: &Fields<'_>) -> Result<Request, &'static str> {
    if line.is_http10 {
        return Err("unsupported-http-version");
    }
    if line.method != "GET" {
        return Err("method-not-allowed");
    }
    let target_host = grammar::target(line.target).ok_or("invalid-target")?;
    let host = fields
        .only("host")
        .and_then(grammar::host)
        .ok_or("invalid-host")?;
    if fields.may_have_content() {
        return Err("unexpected-content");
    }
    let upgrades = fields.upgrades().ok_or("invalid-upgrade")?;
    if !upgrades
        .iter()
        .any(|protocol| protocol.eq_ignore_ascii_case("websocket"))
    {
        return Err("upgrade-required");
    }
    if !fields.has_connection_upgrade() {
        return Err("invalid-connection");
    }
    check_version(fields)?;
    if !fields
        .only("sec-websocket-key")
        .is_some_and(base64::is_of_16_octets)
    {
        return Err("invalid-key");
    }
    Ok(Request {
        target: line.target.to_owned(),
        host: target_host.unwrap_or(host).to_owned(),
        offers: offers(fields)?,
    })
}

/// Exactly one Sec-WebSocket-Version, and it is 13 (RFC 6455 §4.2.1, item 6, and §4.4).
pub(super) fn check_version(fields: &Fields<'_>) -> Result<(), &'static str> {
    let Some(version) = fields.only("sec-websocket-version") else {
        return Err("invalid-version");
    };
    if version == b"13" {
        return Ok(());
    }
    let is_another = (0..=255_u16).any(|number| number.to_string().as_bytes() == version);
    Err(if is_another {
        "unsupported-version"
    } else {
        "invalid-version"
    })
}

/// Items 7 to 9.
pub(super) fn offers(fields: &Fields<'_>) -> Result<Offers, &'static str> {
    let origin = match *fields.values("origin") {
        [] => None,
        [origin] => Some(origin.to_vec()),
        _ => return Err("invalid-origin"),
    };
    Ok(Offers {
        origin,
        subprotocols: subprotocols(fields)?,
        extensions: fields.extensions().ok_or("invalid-extensions")?,
    })
}

fn subprotocols(fields: &Fields<'_>) -> Result<Vec<String>, &'static str> {
    let tokens = fields.tokens("sec-websocket-protocol");
    if tokens.is_empty() && fields.has("sec-websocket-protocol") {
        return Err("invalid-subprotocols");
    }
    let mut names: Vec<String> = Vec::new();
    for token in tokens {
        let name = token.ok_or("invalid-subprotocols")?;
        if names.len() == MAX_SUBPROTOCOLS {
            return Err("too-many-subprotocols");
        }
        if names.iter().any(|other| other == name) {
            return Err("invalid-subprotocols");
        }
        names.push(name.to_owned());
    }
    Ok(names)
}
