//! Extended CONNECT: the same over HTTP/2 and HTTP/3 (RFC 8441 §4 and §5, RFC 9220 §3).

use noio_websocket::handshake::ConnectLine;

use super::{
    super::Offers,
    Fields, Request, Response, grammar,
    request::{check_version, offers},
    response::agreed,
};
use crate::Log;

/// What has no place in HTTP/2 (RFC 9113 §8.2.2, RFC 7540 §3.2.1), whatever it says.
const CONNECTION_SPECIFIC: [&str; 6] = [
    "connection",
    "upgrade",
    "transfer-encoding",
    "keep-alive",
    "proxy-connection",
    "http2-settings",
];

/// Judges a request, and logs what it says.
///
/// # Errors
///
/// The first rule that it breaks.
pub fn connect(
    line: &ConnectLine<'_>,
    lines: &[(&str, &[u8])],
    log: &mut Log,
) -> Result<(), &'static str> {
    let fields = Fields::of(lines);
    if !line.protocol.eq_ignore_ascii_case("websocket") {
        return Err("unknown-protocol");
    }
    let is_target = grammar::target(line.path).is_some() && line.path.starts_with('/');
    if !grammar::is_http(line.scheme) || !is_target {
        return Err("invalid-target");
    }
    let host = grammar::host(line.authority.as_bytes()).ok_or("invalid-host")?;
    // RFC 9113 §8.3.1, and RFC 9110 §4.2.3 for what is the same.
    let place = |authority| grammar::place(authority, line.scheme);
    let is_same = |other| place(other) == place(host);
    let other = fields.only("host").and_then(grammar::host);
    if fields.has("host") && !other.is_some_and(is_same) {
        return Err("invalid-host");
    }
    if is_connection_specific(&fields) {
        return Err("connection-specific-field");
    }
    if fields.has("content-length") {
        return Err("unexpected-content");
    }
    check_version(&fields)?;
    let request = Request {
        target: line.path.to_owned(),
        host: host.to_owned(),
        offers: offers(&fields)?,
    };
    request.push(log);
    Ok(())
}

/// Judges a response, and logs what it says.
///
/// # Errors
///
/// The first rule that it breaks.
pub fn connect_response(
    status: u16,
    lines: &[(&str, &[u8])],
    offers: &Offers,
    log: &mut Log,
) -> Result<(), &'static str> {
    let fields = Fields::of(lines);
    let response = if !(200..300).contains(&status) {
        Response::Refused(status)
    } else if is_connection_specific(&fields) {
        return Err("connection-specific-field");
    } else {
        agreed(&fields, offers)?
    };
    response.push(log);
    Ok(())
}

fn is_connection_specific(fields: &Fields<'_>) -> bool {
    let is_allowed = |te: &[u8]| te.eq_ignore_ascii_case(b"trailers");
    CONNECTION_SPECIFIC.iter().any(|name| fields.has(name))
        || !fields.values("te").into_iter().all(is_allowed)
}
