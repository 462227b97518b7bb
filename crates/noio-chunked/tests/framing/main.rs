//! Where the body of a message ends (RFC 9112 §6.3).

mod arbitrary;
mod attacks;
mod exhaustive;
#[cfg(feature = "std")]
mod io;
mod leniency;
mod rules;
mod truth_table;

use noio_chunked::framing::{self, Decision, Framing, FramingError, Policy, Version};
use noio_testkit::framing::kind_name;

/// Field lines, names and values.
type Fields<'a> = &'a [(&'a str, &'a str)];

/// What is decided for a request of HTTP/1.1, in words: see [`words`].
fn request(fields: Fields<'_>) -> String {
    request_with(Policy::new(), fields)
}

fn request_with(policy: Policy, fields: Fields<'_>) -> String {
    let fields = fields.iter().copied();
    words(framing::request(Version::Http11, fields, &policy))
}

/// What is decided for a response of HTTP/1.1 to GET with status 200, in words.
fn response(fields: Fields<'_>) -> String {
    response_to("GET", 200, Policy::new(), fields)
}

fn response_to(method: &str, status: u16, policy: Policy, fields: Fields<'_>) -> String {
    let fields = fields.iter().copied();
    let method = method.as_bytes();
    words(framing::response(
        method,
        status,
        Version::Http11,
        fields,
        &policy,
    ))
}

/// `chunked`, `length 5`, ..., then `close` and `strip` if so, then the codings that are left. Or
/// status, kind and line of the error.
fn words(decided: Result<Decision, FramingError>) -> String {
    let decision = match decided {
        Ok(decision) => decision,
        Err(error) => {
            let kind = kind_name(error.kind());
            return format!("{} {kind} {}", error.status(), error.line());
        }
    };
    let framing = match decision.framing() {
        Framing::None => "none".to_owned(),
        Framing::Tunnel => "tunnel".to_owned(),
        Framing::Length(length) => format!("length {length}"),
        Framing::Chunked => "chunked".to_owned(),
        Framing::UntilClose => "until-close".to_owned(),
    };
    let close = decision.close().then(|| "close".to_owned());
    let strip = decision.strip_content_length().then(|| "strip".to_owned());
    [framing]
        .into_iter()
        .chain(close)
        .chain(strip)
        .chain(decision.codings().iter().map(ToString::to_string))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A Transfer-Encoding of these lines in a request.
fn transfer_encoding(values: &[&str]) -> String {
    let fields: Vec<_> = values
        .iter()
        .map(|value| ("Transfer-Encoding", *value))
        .collect();
    request(&fields)
}

/// A Content-Length of these lines in a request.
fn content_length(values: &[&str]) -> String {
    let fields: Vec<_> = values
        .iter()
        .map(|value| ("Content-Length", *value))
        .collect();
    request(&fields)
}
