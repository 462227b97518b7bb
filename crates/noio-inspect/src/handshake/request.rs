//! Requests: what was asked for, and what a server answers.

use std::io::{self, Write};

use noio_websocket::handshake::{Field, Request, RequestErrorKind, RequestLine, Version};

use super::{
    head::Head,
    judgement::{Draft, Problem, problems},
    opening::{Extensions, Outcome},
    options::Told,
    rule::Rule,
    view::View,
};
use crate::failure::Failure;

/// Shows the request in `octets`, with which the decoder has found this wrong.
pub(super) fn show(
    told: &Told<'_>,
    octets: &[u8],
    fault: Option<Rule>,
    view: View<'_>,
    out: &mut impl Write,
) -> Result<Outcome, Failure> {
    let (_, head) = Head::take_apart(octets);
    view.request_head(&head, out)?;
    let end = octets.len() as u64;
    let draft = Draft::new(&head);
    let first = match (upgrade(&draft), fault) {
        (Ok(request), None) => {
            view.request(end, &request, out)?;
            if told.shows_answer {
                answer(told, &head, end, &request, view, out)?;
            }
            return Ok(Outcome::Open(match request.extensions().next() {
                Some(_) => Extensions::Offered,
                None => Extensions::None,
            }));
        }
        (_, Some(rule)) => rule,
        (Err(kind), None) => Rule::Request(kind),
    };
    let problems = problems(&head, draft, "", first, |draft| {
        upgrade(draft).map(drop).map_err(Rule::Request)
    });
    Err(fail(told, first, &problems, end, view, out)?)
}

/// Shows what a server answers that the options describe.
fn answer<'h, F: Iterator<Item = Field<'h>> + Clone>(
    told: &Told<'_>,
    head: &Head<'_>,
    end: u64,
    request: &Request<'h, F>,
    view: View<'_>,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let Ok(acceptance) = request.accept(told.origins()) else {
        let rule = Rule::ForbiddenOrigin;
        let problems = [Problem::new(rule, head)];
        return Err(fail(told, rule, &problems, end, view, out)?);
    };
    let supported = told.subprotocols.as_deref().unwrap_or_default();
    let acceptance = acceptance.with_subprotocol(request.choose_subprotocol(supported));
    let mut encoded = Vec::new();
    acceptance.encode(&mut encoded).map_err(io::Error::other)?;
    Ok(view.answer(end, &encoded, out)?)
}

/// A version other than HTTP/1.1 does not get so far.
fn upgrade<'d>(
    draft: &'d Draft<'_>,
) -> Result<Request<'d, impl Iterator<Item = Field<'d>> + Clone>, RequestErrorKind> {
    let line = RequestLine {
        method: draft.method,
        target: draft.target,
        version: Version::Http11,
    };
    Request::upgrade(line, draft.fields.iter().copied())
}

/// Shows all that is wrong with the request, and what a server answers for the first of it.
fn fail(
    told: &Told<'_>,
    first: Rule,
    problems: &[Problem],
    end: u64,
    view: View<'_>,
    out: &mut impl Write,
) -> io::Result<Failure> {
    view.problems(end, problems, out)?;
    refuse(told, first, end, view, out)?;
    view.error(first, end - 1, told, out)
}

/// Shows the response to a request that breaks a rule, if that is asked for.
pub(super) fn refuse(
    told: &Told<'_>,
    rule: Rule,
    end: u64,
    view: View<'_>,
    out: &mut impl Write,
) -> io::Result<()> {
    if let Some(refusal) = rule.refusal().filter(|_| told.shows_answer) {
        let mut encoded = Vec::new();
        refusal.encode(&mut encoded).map_err(io::Error::other)?;
        view.answer(end, &encoded, out)?;
    }
    Ok(())
}
