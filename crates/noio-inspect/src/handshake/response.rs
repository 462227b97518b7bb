//! Responses: whether they open the connection that was asked for.

use std::io::Write;

use base64::{display::Base64Display, engine::general_purpose::STANDARD};
use noio_websocket::handshake::{Response, ResponseErrorKind, accept_key};

use super::{
    head::Head,
    judgement::{Draft, problems},
    opening::{Extensions, Outcome},
    options::Told,
    rule::Rule,
    view::View,
};
use crate::failure::Failure;

/// What nobody can check of a response who does not know the request.
pub(super) struct Unchecked {
    pub(super) name: &'static str,
    pub(super) field: &'static str,
    /// What would tell it.
    pub(super) option: &'static str,
    /// What the codec finds broken that was not told.
    kind: ResponseErrorKind,
}

const ACCEPT: Unchecked = Unchecked {
    name: "accept",
    field: "Sec-WebSocket-Accept",
    option: "--key",
    kind: ResponseErrorKind::InvalidAccept,
};
const EXTENSIONS: Unchecked = Unchecked {
    name: "extensions",
    field: "Sec-WebSocket-Extensions",
    option: "--extensions",
    kind: ResponseErrorKind::UnexpectedExtension,
};
const SUBPROTOCOL: Unchecked = Unchecked {
    name: "subprotocol",
    field: "Sec-WebSocket-Protocol",
    option: "--subprotocol",
    kind: ResponseErrorKind::UnexpectedSubprotocol,
};

/// Shows the response in `octets`, with which the decoder has found this wrong.
pub(super) fn show(
    told: &Told<'_>,
    octets: &[u8],
    fault: Option<Rule>,
    view: View<'_>,
    out: &mut impl Write,
) -> Result<Outcome, Failure> {
    let (interim, head) = Head::take_apart(octets);
    for head in &interim {
        view.interim(head, out)?;
    }
    view.response_head(&head, out)?;
    let end = octets.len() as u64;

    let unchecked = unchecked(told, &head);
    let subprotocols = match &told.subprotocols {
        Some(subprotocols) => subprotocols.clone(),
        None => claimed_subprotocols(told, &head),
    };
    let extensions = match told.extensions {
        Some(extensions) => extensions.to_owned(),
        None => claimed_extensions(told, &head),
    };
    let client = told.client(&subprotocols, &extensions)?;
    let key = told.key.unwrap_or_default();
    let key = Base64Display::new(&key, &STANDARD).to_string();
    let accept = accept_key(key.as_bytes());
    let mut draft = Draft::new(&head);
    if told.key.is_none() {
        draft.answer_with(&accept);
    }

    let is_excused = |rule: &Rule| {
        unchecked
            .iter()
            .any(|unchecked| *rule == Rule::Response(unchecked.kind))
    };
    let fault = fault.filter(|rule| !is_excused(rule));
    let status = head.status();
    let first = match (client.check(status, draft.fields.iter().copied()), fault) {
        (Ok(response), None) => {
            view.response(end, &head, &response, &unchecked, out)?;
            return Ok(match response {
                Response::Accepted(accepted) if accepted.extensions().next().is_some() => {
                    Outcome::Open(Extensions::Agreed)
                }
                Response::Accepted(_) => Outcome::Open(Extensions::None),
                _ => Outcome::Refused(status),
            });
        }
        (_, Some(rule)) => rule,
        (Err(kind), None) => Rule::Response(kind),
    };
    let problems = problems(&head, draft, &accept, first, |draft| {
        let checked = client.check(status, draft.fields.iter().copied());
        checked.map(drop).map_err(Rule::Response)
    });
    view.problems(end, &problems, out)?;
    Err(view.error(first, end - 1, told, out)?)
}

fn unchecked(told: &Told<'_>, head: &Head<'_>) -> Vec<Unchecked> {
    let has = |unchecked: &Unchecked| head.values(unchecked.field).next().is_some();
    let mut list = Vec::new();
    for (unchecked, is_told) in [
        (ACCEPT, told.key.is_some()),
        (EXTENSIONS, told.extensions.is_some()),
        (SUBPROTOCOL, told.subprotocols.is_some()),
    ] {
        if !is_told && has(&unchecked) {
            list.push(unchecked);
        }
    }
    list
}

/// The subprotocols that a response is taken to answer if they are not told: those that it needs,
/// or none if they cannot be.
fn claimed_subprotocols<'h>(told: &Told<'_>, head: &Head<'h>) -> Vec<&'h str> {
    let mut claimed = claimed(head, SUBPROTOCOL.field);
    if told.client(&claimed, "").is_err() {
        claimed.clear();
    }
    claimed
}

/// As [`claimed_subprotocols`].
fn claimed_extensions(told: &Told<'_>, head: &Head<'_>) -> String {
    // No legal value has a comma in it, so none is quoted.
    let elements: Vec<_> = claimed(head, EXTENSIONS.field)
        .into_iter()
        .flat_map(|value| value.split(','))
        .map(|element| element.trim_matches([' ', '\t']))
        .filter(|element| !element.is_empty())
        .collect();
    let mut claimed = elements.join(", ");
    if told.client(&[], &claimed).is_err() {
        claimed.clear();
    }
    claimed
}

/// The values of a field that are text, as they have to be.
fn claimed<'h>(head: &Head<'h>, field: &str) -> Vec<&'h str> {
    head.values(field)
        .filter_map(|value| str::from_utf8(value).ok())
        .collect()
}
