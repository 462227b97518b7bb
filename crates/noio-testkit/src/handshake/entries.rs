//! How what a head says is logged.

use crate::{Log, heap};

/// A parameter of an extension: its name, and its value without quotes.
pub(super) type Parameter = (Vec<u8>, Option<Vec<u8>>);

pub(super) fn push_request(target: &str, host: &str, origin: Option<&[u8]>, log: &mut Log) {
    log.push(
        "request",
        &[("target", target.as_bytes()), ("host", host.as_bytes())],
    );
    if let Some(origin) = origin {
        log.push_part("origin", origin);
    }
}

pub(super) fn push_subprotocol(name: &str, log: &mut Log) {
    log.push("subprotocol", &[("", name.as_bytes())]);
}

pub(super) fn push_extension(name: &str, log: &mut Log) {
    log.push("extension", &[("", name.as_bytes())]);
}

/// A parameter of the extension that was logged last.
pub(super) fn push_parameter(name: &[u8], value: Option<&[u8]>, log: &mut Log) {
    log.push_part("param", name);
    if let Some(value) = value {
        log.push_part("value", value);
    }
}

pub(super) fn push_accepted(subprotocol: Option<&str>, log: &mut Log) {
    log.push("accepted", &[]);
    if let Some(subprotocol) = subprotocol {
        log.push_part("subprotocol", subprotocol.as_bytes());
    }
}

pub(super) fn push_refused(status: u16, log: &mut Log) {
    heap::uncounted(|| {
        let status = format!("{status:03}");
        log.push("refused", &[("", status.as_bytes())]);
    });
}

pub(super) fn push_fields<'f>(fields: impl Iterator<Item = (&'f str, &'f [u8])>, log: &mut Log) {
    for (name, value) in fields {
        log.push("field", &[("", name.as_bytes()), ("", value)]);
    }
}

pub(super) fn push_end(log: &mut Log) {
    log.push("end", &[]);
}
