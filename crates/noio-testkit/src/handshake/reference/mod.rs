//! A slow and obvious decoder of heads, and a judge of them, written down from RFC 6455 §4,
//! RFC 8441 §5, RFC 9110 and RFC 9112.
//!
//! It has the whole input before it and reads it octet by octet, and judges a head when all of it
//! was read. It shares nothing with `noio-websocket` and `noio-http-field` but the form of the log,
//! the records of limits and offers, and what hashes with SHA-1 and reads IPv6 addresses.
//!
//! An error is at the first octet that no legal head could have there. What is wrong with the head
//! as a whole is wrong at its last octet.

use sha1::{Digest as _, Sha1};

use super::{
    Setup, Side,
    entries::{self, push_end},
};
use crate::{Failure, Log};

mod base64;
mod connect;
mod fields;
mod grammar;
mod head;
mod request;
mod response;

pub use connect::{connect, connect_response};
pub use request::upgrade;
pub use response::upgrade_response;

use fields::Fields;
use head::Octets;
use request::Request;
use response::Response;

/// Decodes a head and logs what it says.
///
/// Returns the offset behind it.
///
/// # Errors
///
/// The first rule that it breaks, or that it is cut short.
pub fn decode(bytes: &[u8], setup: &Setup, log: &mut Log) -> Result<Option<u64>, Failure> {
    let mut octets = Octets::new(bytes, setup.config);
    match setup.side {
        // Who asks for nothing breaks no rule.
        Side::Server if bytes.is_empty() => {
            push_end(log);
            return Ok(None);
        }
        Side::Server => {
            let (line, fields) = octets.request_head()?;
            let request =
                request::judge(&line, &fields).or_else(|kind| octets.fail_at_last(kind))?;
            request.push(log);
            push_fields(&fields, setup, log);
        }
        Side::Client(offers) => {
            let (status, fields) = loop {
                let (line, fields) = octets.response_head()?;
                match line.status {
                    100..=199 if line.is_http10 => return octets.fail_at_last("invalid-status"),
                    101 | 0..100 | 200.. => break (line.status, fields),
                    _ => {}
                }
            };
            let response = response::judge(status, &fields, &offers)
                .or_else(|kind| octets.fail_at_last(kind))?;
            response.push(log);
            push_fields(&fields, setup, log);
        }
    }
    push_end(log);
    Ok(Some(octets.at as u64))
}

/// What answers this value of Sec-WebSocket-Key (RFC 6455 §4.2.2, item 5.4).
pub fn accept(key: &[u8]) -> String {
    let guid = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    base64::encode(&Sha1::digest([key, guid].concat()))
}

/// A value of Sec-WebSocket-Key (RFC 6455 §4.1, item 7).
pub fn key(octets: &[u8; 16]) -> String {
    base64::encode(octets)
}

/// An extension that is offered or agreed to.
struct Extension {
    name: String,
    parameters: Vec<entries::Parameter>,
}

impl Extension {
    fn push(&self, log: &mut Log) {
        entries::push_extension(&self.name, log);
        for (name, value) in &self.parameters {
            entries::push_parameter(name, value.as_deref(), log);
        }
    }
}

fn push_fields(fields: &Fields<'_>, setup: &Setup, log: &mut Log) {
    if setup.fields {
        entries::push_fields(fields.iter(), log);
    }
}
