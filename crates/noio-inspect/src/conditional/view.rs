//! How it is shown what becomes of a request.

use std::io::{self, Write};

use anstyle::AnsiColor;
use noio_conditional::{Condition, ETags, Member, Outcome};

use super::{
    current::Current,
    judgement::{Judgement, State},
    request::{Precondition, Request},
    words,
};
use crate::{
    head::Field,
    json::Json,
    people::{Kind, Rows, Value},
};

const REQUEST: Kind = Kind::new("request", AnsiColor::Blue);
const FIELD: Kind = Kind::new("field", AnsiColor::Blue);
const MALFORMED: Kind = Kind::new("malformed", AnsiColor::Red);
const CURRENT: Kind = Kind::new("current", AnsiColor::Cyan);
const CONDITION: Kind = Kind::new("condition", AnsiColor::Magenta);
const PROCEED: Kind = Kind::new("outcome", AnsiColor::Green);
const OUTCOME: Kind = Kind::new("outcome", AnsiColor::Yellow);
const FAILED: Kind = Kind::new("outcome", AnsiColor::Red);
const REASON: Kind = Kind::new("reason", AnsiColor::Blue);
const CARRIES: Kind = Kind::new("carries", AnsiColor::Green);
const OMITS: Kind = Kind::new("omits", AnsiColor::Yellow);
const NOTE: Kind = Kind::new("note", AnsiColor::Yellow);

const MAY_REFUSE: &str = "If-Match or If-None-Match is malformed: a server may answer 400 to a request that would change something";

const fn name(condition: Condition) -> &'static str {
    match condition {
        Condition::Absent => "absent",
        Condition::Ignored => "ignored",
        Condition::False => "false",
        Condition::True => "true",
    }
}

/// The status of the answer, if the outcome is one.
const fn status(outcome: Outcome) -> Option<u16> {
    match outcome {
        Outcome::Proceed | Outcome::IgnoreRange => None,
        Outcome::NotModified => Some(304),
        Outcome::PreconditionFailed => Some(412),
    }
}

pub(super) fn write_json(
    current: &Current<'_>,
    judgement: &Judgement,
    out: &mut impl Write,
) -> io::Result<()> {
    let evaluation = judgement.evaluation;
    let outcome = evaluation.outcome();
    let message = evaluation.to_string();
    let conditions: Vec<_> = judgement
        .states
        .iter()
        .map(|state| (state.precondition.key(), Json::Text(name(state.condition))))
        .collect();
    let carried: Option<Vec<_>> = carried(current, judgement)
        .map(|(carried, _)| carried.into_iter().map(Json::Text).collect());
    let notes: Vec<_> = current.notes.iter().map(|note| Json::Text(note)).collect();
    let role = if current.is_stored() {
        "cache"
    } else {
        "origin"
    };
    let status = status(outcome);
    Json::Object(&[
        ("outcome", Json::Text(outcome.as_str())),
        ("reason", Json::Text(evaluation.reason().as_str())),
        (
            "status",
            status.map_or(Json::Null, |status| Json::Number(status.into())),
        ),
        ("section", Json::Text(evaluation.reason().section())),
        ("message", Json::Text(&message)),
        ("role", Json::Text(role)),
        ("conditions", Json::Object(&conditions)),
        ("malformed", Json::Bool(judgement.is_malformed)),
        (
            "carried",
            carried.as_deref().map_or(Json::Null, Json::Array),
        ),
        ("notes", Json::Array(&notes)),
    ])
    .write_alone(out)
}

/// The names of the fields that the 304 carries and that it does not, if it is one and they are
/// known.
fn carried<'a>(
    current: &Current<'a>,
    judgement: &Judgement,
) -> Option<(Vec<&'a str>, Vec<&'a str>)> {
    match judgement.evaluation.outcome() {
        Outcome::NotModified => current.not_modified_fields(),
        _ => None,
    }
}

pub(super) fn write_rows(
    request: &Request<'_>,
    current: &Current<'_>,
    judgement: &Judgement,
    rows: &Rows,
    out: &mut impl Write,
) -> io::Result<()> {
    rows.write(0, &REQUEST, &[Value::Name(request.method.as_bytes())], out)?;
    for (precondition, field) in request.lines() {
        let values = [Value::Name(field.name.as_bytes()), Value::Text(field.value)];
        rows.write(field.value_offset, &FIELD, &values, out)?;
        match precondition {
            Some(Precondition::Match | Precondition::NoneMatch) => {
                write_no_tags(field, rows, out)?;
            }
            Some(precondition) if precondition.is_date() => {
                write_no_date(field, request, rows, out)?;
            }
            _ => {}
        }
    }
    let end = request.end;
    write_current(current, end, rows, out)?;
    for state in &judgement.states {
        write_state(state, request, end, rows, out)?;
    }
    write_outcome(current, judgement, end, rows, out)?;
    for note in &current.notes {
        rows.write(end, &NOTE, &[Value::Text(note.as_bytes())], out)?;
    }
    if judgement.evaluation.preconditions().is_malformed() {
        rows.write(end, &NOTE, &[Value::Text(MAY_REFUSE.as_bytes())], out)?;
    }
    Ok(())
}

/// What is no tag in a line that should list some, each at its place.
fn write_no_tags(field: &Field<'_>, rows: &Rows, out: &mut impl Write) -> io::Result<()> {
    for member in ETags::from_lines([field.value]) {
        if let Member::Malformed(bytes) = member {
            let within = bytes.as_ptr().addr() - field.value.as_ptr().addr();
            let values = [
                Value::Name(bytes),
                Value::Text(words::of_no_tag(bytes).as_bytes()),
            ];
            rows.write(field.value_offset + within as u64, &MALFORMED, &values, out)?;
        }
    }
    Ok(())
}

/// What is wrong with a line that should be a date, if something is.
fn write_no_date(
    field: &Field<'_>,
    request: &Request<'_>,
    rows: &Rows,
    out: &mut impl Write,
) -> io::Result<()> {
    if let Err(error) = request.parse_date(field.value) {
        let error = error.to_string();
        let values = [Value::Name(field.value), Value::Text(error.as_bytes())];
        rows.write(field.value_offset, &MALFORMED, &values, out)?;
    }
    Ok(())
}

/// What the preconditions are compared with.
fn write_current(
    current: &Current<'_>,
    at: u64,
    rows: &Rows,
    out: &mut impl Write,
) -> io::Result<()> {
    if current.is_absent() {
        return rows.write(at, &CURRENT, &[Value::Text(b"no representation")], out);
    }
    let role = if current.is_stored() {
        "in a cache"
    } else {
        "at the origin server"
    };
    let etag = current.etag().and_then(|etag| {
        let mut bytes = vec![0; etag.encoded_len()];
        etag.encode_to_slice(&mut bytes).ok().map(|_| bytes)
    });
    let date = current.last_modified().map(|last_modified| {
        let strength = if last_modified.is_strong() {
            "strong"
        } else {
            "weak"
        };
        (last_modified.date().to_string(), strength)
    });
    let stored = current.stored.map(|date| date.to_string());
    let mut values = vec![Value::Text(role.as_bytes())];
    if let Some(etag) = &etag {
        values.extend([Value::Name(b"ETag"), Value::Text(etag)]);
    }
    if let Some((date, strength)) = &date {
        values.extend([
            Value::Name(b"Last-Modified"),
            Value::Text(date.as_bytes()),
            Value::Text(strength.as_bytes()),
        ]);
    }
    if let Some(stored) = &stored {
        values.extend([Value::Name(b"Date"), Value::Text(stored.as_bytes())]);
    }
    rows.write(at, &CURRENT, &values, out)
}

fn write_state(
    state: &State,
    request: &Request<'_>,
    at: u64,
    rows: &Rows,
    out: &mut impl Write,
) -> io::Result<()> {
    if state.condition == Condition::Absent {
        return Ok(());
    }
    let field = Value::Name(state.precondition.name().as_bytes());
    let values = [
        field,
        Value::Name(name(state.condition).as_bytes()),
        Value::Text(state.why.as_bytes()),
    ];
    rows.write(at, &CONDITION, &values, out)?;
    if let Some(words) = words::of_malformed(state.precondition, request) {
        let field = Value::Name(state.precondition.name().as_bytes());
        rows.write(at, &MALFORMED, &[field, Value::Text(words.as_bytes())], out)?;
    }
    Ok(())
}

fn write_outcome(
    current: &Current<'_>,
    judgement: &Judgement,
    at: u64,
    rows: &Rows,
    out: &mut impl Write,
) -> io::Result<()> {
    let evaluation = judgement.evaluation;
    let outcome = evaluation.outcome();
    let kind = match outcome {
        Outcome::Proceed => &PROCEED,
        Outcome::IgnoreRange | Outcome::NotModified => &OUTCOME,
        Outcome::PreconditionFailed => &FAILED,
    };
    let status = status(outcome).map(|status| status.to_string());
    let mut values = vec![Value::Name(outcome.as_str().as_bytes())];
    if let Some(status) = &status {
        values.push(Value::Labelled("status", status.as_bytes()));
    }
    values.push(Value::Text(judgement.outcome().as_bytes()));
    rows.write(at, kind, &values, out)?;
    let reason = format!("{evaluation} ({})", evaluation.reason().section());
    rows.write(at, &REASON, &[Value::Text(reason.as_bytes())], out)?;
    let Some((carried, omitted)) = carried(current, judgement) else {
        return Ok(());
    };
    for (kind, names) in [(&CARRIES, carried), (&OMITS, omitted)] {
        let names: Vec<_> = names
            .iter()
            .map(|name| Value::Name(name.as_bytes()))
            .collect();
        if !names.is_empty() {
            rows.write(at, kind, &names, out)?;
        }
    }
    Ok(())
}
