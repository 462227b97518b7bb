//! How a message is shown to people.

use std::io::{self, Write};

use anstyle::AnsiColor;
use noio_cache_control::{Anomalies, Directive, Directives, Malformed, Member};

use super::{
    effect::Effect,
    explain::Explanation,
    message::{CACHE_CONTROL, CACHE_STATUS, Form, Line, Message},
    status,
    targeted::{self, Invalid},
    words::of_anomaly,
};
use crate::people::{Kind, Rows, Value};

const STATUS: Kind = Kind::new("status", AnsiColor::Blue);
const FIELD: Kind = Kind::new("field", AnsiColor::Blue);
const DIRECTIVE: Kind = Kind::new("directive", AnsiColor::Green);
const EXTENSION: Kind = Kind::new("extension", AnsiColor::Magenta);
const MALFORMED: Kind = Kind::new("malformed", AnsiColor::Red);
const ANOMALY: Kind = Kind::new("anomaly", AnsiColor::Yellow);
const COUNTS: Kind = Kind::new("counts", AnsiColor::Cyan);
const BROWSER: Kind = Kind::new("browser", AnsiColor::Cyan);
const SHARED: Kind = Kind::new("shared", AnsiColor::Cyan);
const STORED: Kind = Kind::new("stored", AnsiColor::Green);
const REFUSED: Kind = Kind::new("stored", AnsiColor::Red);
const FRESH: Kind = Kind::new("fresh", AnsiColor::Green);
const STALE: Kind = Kind::new("stale", AnsiColor::Yellow);
const INVALID: Kind = Kind::new("invalid", AnsiColor::Red);
const CACHE: Kind = Kind::new("cache", AnsiColor::Magenta);
const NOTE: Kind = Kind::new("note", AnsiColor::Yellow);

/// What the directives of a message say together, and what is odd about them.
pub(super) fn fold<'a>(message: &Message<'a>, is_request: bool) -> (Vec<Effect<'a>>, Anomalies) {
    if is_request {
        let directives = message.request_directives();
        (Effect::of_request(&directives), directives.anomalies())
    } else {
        let (directives, field) = message.told_directives();
        let effects = Effect::of_response(message, &directives, field);
        (effects, directives.anomalies())
    }
}

pub(super) fn is_known(directive: &Directive<'_>, is_request: bool) -> bool {
    if is_request {
        directive.is_request_directive()
    } else {
        directive.is_response_directive()
    }
}

pub(super) fn write_rows(
    message: &Message<'_>,
    is_request: bool,
    is_explained: bool,
    rows: &Rows,
    out: &mut impl Write,
) -> io::Result<()> {
    if let Some(status) = message.status.filter(|_| message.form == Form::Head) {
        let status = status.to_string();
        let values = [Value::Name(status.as_bytes())];
        rows.write(message.offset, &STATUS, &values, out)?;
    }
    if message.form == Form::TargetedValues {
        write_targeted_members(message, rows, out)?;
    } else {
        for line in &message.lines {
            write_line(line, is_request, rows, out)?;
        }
        write_invalid(message, rows, out)?;
    }
    let end = message.end;
    let (effects, anomalies) = fold(message, is_request);
    write_effects(&effects, anomalies, end, rows, out)?;
    if let Ok(caches) = status::caches(message) {
        for cache in &caches {
            write_cache(cache, end, rows, out)?;
        }
    }
    if is_explained {
        write_explanation(message, rows, out)?;
    }
    Ok(())
}

fn write_line(
    line: &Line<'_>,
    is_request: bool,
    rows: &Rows,
    out: &mut impl Write,
) -> io::Result<()> {
    if line.name.eq_ignore_ascii_case(CACHE_CONTROL) {
        return write_members(line, is_request, rows, out);
    }
    let values = [Value::Name(line.name.as_bytes()), Value::Text(line.value)];
    rows.write(line.offset, &FIELD, &values, out)
}

/// The Structured Fields that say nothing, since they are not what they have to be.
fn write_invalid(message: &Message<'_>, rows: &Rows, out: &mut impl Write) -> io::Result<()> {
    for target in &message.targets {
        if let Err(invalid) = targeted::members(&message.lines_of(target)) {
            write_one_invalid(Some(target), &invalid, rows, out)?;
        }
    }
    if let Err(invalid) = status::caches(message) {
        write_one_invalid(Some(CACHE_STATUS), &invalid, rows, out)?;
    }
    Ok(())
}

/// One of them, with its name if that is known.
fn write_one_invalid(
    name: Option<&str>,
    invalid: &Invalid,
    rows: &Rows,
    out: &mut impl Write,
) -> io::Result<()> {
    let words = format!("{}: the whole field says nothing", invalid.message);
    let name = name.map(|name| Value::Name(name.as_bytes()));
    let mut values: Vec<_> = name.into_iter().collect();
    values.push(Value::Text(words.as_bytes()));
    rows.write(invalid.offset, &INVALID, &values, out)
}

/// The members of the values of a targeted field, each at its place.
fn write_targeted_members(
    message: &Message<'_>,
    rows: &Rows,
    out: &mut impl Write,
) -> io::Result<()> {
    let lines: Vec<_> = message.lines.iter().collect();
    let members = match targeted::members(&lines) {
        Ok(members) => members,
        Err(invalid) => return write_one_invalid(None, &invalid, rows, out),
    };
    for member in &members {
        let kind = if member.is_known() {
            &DIRECTIVE
        } else {
            &EXTENSION
        };
        let argument = member.argument();
        let name = member.name().as_bytes();
        let mut values = vec![Value::Name(name)];
        values.extend(
            argument
                .as_ref()
                .map(|argument| Value::Name(argument.as_bytes())),
        );
        rows.write(message.offset_of(name), kind, &values, out)?;
    }
    Ok(())
}

/// What directives say together, and what is odd about them.
fn write_effects(
    effects: &[Effect<'_>],
    anomalies: Anomalies,
    at: u64,
    rows: &Rows,
    out: &mut impl Write,
) -> io::Result<()> {
    for anomaly in anomalies.iter() {
        let values = [
            Value::Name(anomaly.as_str().as_bytes()),
            Value::Text(of_anomaly(anomaly).as_bytes()),
        ];
        rows.write(at, &ANOMALY, &values, out)?;
    }
    let arguments: Vec<_> = effects.iter().map(Effect::argument).collect();
    let mut values: Vec<_> = effects
        .iter()
        .zip(&arguments)
        .filter_map(|(effect, argument)| effect.value(argument))
        .collect();
    if values.is_empty() {
        values.push(Value::Text(b"nothing"));
    }
    rows.write(at, &COUNTS, &values, out)
}

/// A cache that has told of itself.
fn write_cache(cache: &status::Told, at: u64, rows: &Rows, out: &mut impl Write) -> io::Result<()> {
    let mut values = vec![
        Value::Name(cache.cache.as_bytes()),
        Value::Text(cache.words.as_bytes()),
    ];
    for (label, text) in [("key", &cache.key), ("detail", &cache.detail)] {
        let text = text
            .as_ref()
            .map(|text| Value::Labelled(label, text.as_bytes()));
        values.extend(text);
    }
    rows.write(at, &CACHE, &values, out)
}

/// The members of one line, each at its place.
fn write_members(
    line: &Line<'_>,
    is_request: bool,
    rows: &Rows,
    out: &mut impl Write,
) -> io::Result<()> {
    let offset_of = |bytes: &[u8]| {
        let within = bytes.as_ptr().addr() - line.value.as_ptr().addr();
        line.offset + within as u64
    };
    for member in Directives::from_lines([line.value]) {
        match member {
            Member::Directive(directive) => {
                let kind = if is_known(&directive, is_request) {
                    &DIRECTIVE
                } else {
                    &EXTENSION
                };
                let argument = argument(&directive);
                let name = directive.name.as_bytes();
                let values: Vec<_> = [Some(name), argument.as_deref()]
                    .into_iter()
                    .flatten()
                    .map(Value::Name)
                    .collect();
                rows.write(offset_of(name), kind, &values, out)?;
            }
            Member::Malformed(malformed) => {
                let bytes = malformed.as_bytes();
                let mut values = vec![Value::Name(bytes)];
                if names_the_field(&malformed) {
                    values.push(Value::Text(
                        b"the name of the field is no part of its value",
                    ));
                }
                rows.write(offset_of(bytes), &MALFORMED, &values, out)?;
            }
        }
    }
    Ok(())
}

/// The argument without its quotes.
pub(super) fn argument(directive: &Directive<'_>) -> Option<Vec<u8>> {
    directive.argument.map(|value| value.bytes().collect())
}

/// Whether a whole line stands where its value should.
fn names_the_field(malformed: &Malformed<'_>) -> bool {
    let mut parts = malformed.as_bytes().splitn(2, |&byte| byte == b':');
    let name = parts.next().unwrap_or_default();
    parts.next().is_some() && name.eq_ignore_ascii_case(CACHE_CONTROL.as_bytes())
}

fn write_explanation(message: &Message<'_>, rows: &Rows, out: &mut impl Write) -> io::Result<()> {
    let end = message.end;
    let Explanation {
        shared_field,
        targeted,
        private,
        shared,
        shared_with_authorization,
        notes,
    } = Explanation::new(message);
    let mut of_shared = String::from("a cache of many users, as in a CDN or a proxy");
    if targeted.is_some() {
        of_shared += &format!(", that goes by {}", shared_field.name());
    }
    let who = "a cache of one user, as in a browser";
    let mut verdicts = vec![(&BROWSER, who, &private, None)];
    let is_same = shared == shared_with_authorization;
    if is_same {
        of_shared += ", with Authorization in the request or without";
    }
    verdicts.push((&SHARED, of_shared.as_str(), &shared, targeted));
    if !is_same {
        let who = "the same, with Authorization in the request";
        verdicts.push((&SHARED, who, &shared_with_authorization, None));
    }
    for (kind, who, verdict, targeted) in verdicts {
        rows.write(end, kind, &[Value::Text(who.as_bytes())], out)?;
        if let Some(directives) = targeted {
            let effects = Effect::of_response(message, &directives, shared_field);
            write_effects(&effects, directives.anomalies(), end, rows, out)?;
        }
        let stored = match &verdict.refusal {
            Some(refusal) => format!("no: {refusal}"),
            None if verdict.limits.is_empty() => "yes".into(),
            None => format!("yes, {}", verdict.limits.join(", and ")),
        };
        let kind = if verdict.refusal.is_some() {
            &REFUSED
        } else {
            &STORED
        };
        rows.write(end, kind, &[Value::Text(stored.as_bytes())], out)?;
        let Some(used) = &verdict.use_of_it else {
            continue;
        };
        for (kind, texts) in [(&FRESH, &used.fresh), (&STALE, &used.stale)] {
            for text in texts {
                rows.write(end, kind, &[Value::Text(text.as_bytes())], out)?;
            }
        }
    }
    for note in notes {
        rows.write(end, &NOTE, &[Value::Text(note.as_bytes())], out)?;
    }
    Ok(())
}
