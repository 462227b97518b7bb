//! The writer that pushes strings.

use std::collections::HashMap;

use super::{Call, Said};
use crate::cache_control::reference::{REQUEST_NAMES, RESPONSE_NAMES, is_token};

/// What the builder for a response is to write that was told all of this.
pub fn response_text(calls: &[Call]) -> String {
    text(calls, &RESPONSE_NAMES)
}

/// What the builder for a request is to write.
pub fn request_text(calls: &[Call]) -> String {
    text(calls, &REQUEST_NAMES)
}

/// The lists of names are in canonical order.
fn text(calls: &[Call], order: &[&str]) -> String {
    let mut said = HashMap::new();
    let mut extensions = &Vec::new();
    for call in calls {
        match call {
            Call::Extensions(last) => extensions = last,
            // What is private is not public, whatever was said first.
            Call::Directive("public", _) if said.get("private").is_some_and(is_about_all) => {}
            Call::Directive(name, last) => {
                said.insert(*name, last);
                if *name == "private" && is_about_all(&last) {
                    said.remove("public");
                }
            }
        }
    }
    let known = order.iter().filter_map(|name| {
        Some(match said.get(name)? {
            Said::Seconds(seconds) => format!("{name}={}", seconds.min(&(1 << 31))),
            Said::Fields(fields) if !fields.is_empty() => {
                format!("{name}=\"{}\"", fields.join(", "))
            }
            Said::Flag | Said::Fields(_) => (*name).to_owned(),
        })
    });
    let unknown = extensions.iter().map(|(name, argument)| match argument {
        None => name.clone(),
        Some(argument) if is_token(argument.as_bytes()) => format!("{name}={argument}"),
        Some(argument) => {
            let escaped = argument.replace('\\', "\\\\").replace('"', "\\\"");
            format!("{name}=\"{escaped}\"")
        }
    });
    known.chain(unknown).collect::<Vec<_>>().join(", ")
}

/// Whether nothing is said of a directive but that it is there.
fn is_about_all(said: &&Said) -> bool {
    match said {
        Said::Flag => true,
        Said::Seconds(_) => false,
        Said::Fields(fields) => fields.is_empty(),
    }
}
