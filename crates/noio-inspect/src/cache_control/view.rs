//! How a message is shown.

use std::io::{self, Write};

use anstyle::AnsiColor;
use noio_cache_control::{Anomalies, Directive, Directives, Malformed, Member};

use super::{
    effect::Effect,
    explain::{Explanation, Verdict},
    message::{CACHE_CONTROL, Line, Message},
    words::of_anomaly,
};
use crate::{
    json::Json,
    people::{Kind, Rows, Value},
};

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
const NOTE: Kind = Kind::new("note", AnsiColor::Yellow);

/// What the directives of a message say together, and what is odd about them.
fn fold<'a>(message: &Message<'a>, is_request: bool) -> (Vec<Effect<'a>>, Anomalies) {
    if is_request {
        let directives = message.request_directives();
        (Effect::of_request(&directives), directives.anomalies())
    } else {
        let directives = message.response_directives();
        let effects = Effect::of_response(message, &directives);
        (effects, directives.anomalies())
    }
}

fn is_known(directive: &Directive<'_>, is_request: bool) -> bool {
    if is_request {
        directive.is_request_directive()
    } else {
        directive.is_response_directive()
    }
}

pub(super) fn write_json(
    message: &Message<'_>,
    is_request: bool,
    is_explained: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    let (effects, anomalies) = fold(message, is_request);
    let (mut extensions, mut malformed) = (Vec::new(), Vec::new());
    for member in Directives::new(message.values(CACHE_CONTROL)) {
        match member {
            Member::Directive(directive) if is_known(&directive, is_request) => {}
            Member::Directive(directive) => extensions.push(directive),
            Member::Malformed(bytes) => malformed.push(Json::Word(bytes.as_bytes())),
        }
    }
    let arguments: Vec<_> = extensions.iter().map(argument).collect();
    let extensions: Vec<_> = extensions
        .iter()
        .zip(&arguments)
        .map(|(directive, argument)| {
            let argument = argument.as_deref().map_or(Json::Null, Json::Word);
            [Json::Text(directive.name.as_str()), argument]
        })
        .collect();
    let extensions: Vec<_> = extensions.iter().map(|pair| Json::Array(pair)).collect();
    let anomalies: Vec<_> = anomalies
        .iter()
        .map(|anomaly| Json::Text(anomaly.as_str()))
        .collect();
    let names: Vec<_> = effects.iter().map(Effect::field_names).collect();
    let mut members: Vec<_> = effects
        .iter()
        .zip(&names)
        .map(|(effect, names)| effect.member(names))
        .collect();
    members.extend([
        ("extensions", Json::Array(&extensions)),
        ("malformed", Json::Array(&malformed)),
        ("anomalies", Json::Array(&anomalies)),
    ]);
    if !is_explained {
        return Json::Object(&members).write_alone(out);
    }
    let explanation = Explanation::new(message);
    let notes: Vec<_> = explanation
        .notes
        .iter()
        .map(|note| Json::Text(note))
        .collect();
    let verdicts = [
        ("private", &explanation.private),
        ("shared", &explanation.shared),
        (
            "shared_with_authorization",
            &explanation.shared_with_authorization,
        ),
    ]
    .map(|(key, verdict)| (key, Said::new(verdict)));
    let verdict_members: Vec<_> = verdicts.iter().map(|(_, said)| said.members()).collect();
    let mut explained: Vec<_> = verdicts
        .iter()
        .zip(&verdict_members)
        .map(|((key, _), members)| (*key, Json::Object(members)))
        .collect();
    explained.push(("notes", Json::Array(&notes)));
    members.push(("explain", Json::Object(&explained)));
    Json::Object(&members).write_alone(out)
}

/// A verdict as JSON says it.
struct Said {
    is_storable: bool,
    reason: Option<String>,
    fresh_seconds: Option<u64>,
    fresh: Option<String>,
    stale: Option<String>,
}

impl Said {
    fn new(verdict: &Verdict) -> Self {
        let join = |parts: &[String]| (!parts.is_empty()).then(|| parts.join("; "));
        let used = verdict.use_of_it.as_ref();
        Self {
            is_storable: verdict.refusal.is_none(),
            reason: verdict.refusal.clone().or_else(|| join(&verdict.limits)),
            fresh_seconds: used.map(|used| used.fresh_seconds),
            fresh: used.and_then(|used| join(&used.fresh)),
            stale: used.and_then(|used| join(&used.stale)),
        }
    }

    fn members(&self) -> [(&'static str, Json<'_>); 5] {
        [
            ("storable", Json::Bool(self.is_storable)),
            ("reason", text(self.reason.as_ref())),
            (
                "fresh_s",
                self.fresh_seconds
                    .map_or(Json::Null, |seconds| Json::Number(seconds.into())),
            ),
            ("fresh", text(self.fresh.as_ref())),
            ("stale", text(self.stale.as_ref())),
        ]
    }
}

fn text(text: Option<&String>) -> Json<'_> {
    text.map_or(Json::Null, |text| Json::Text(text))
}

pub(super) fn write_rows(
    message: &Message<'_>,
    is_request: bool,
    is_explained: bool,
    rows: &Rows,
    out: &mut impl Write,
) -> io::Result<()> {
    if let Some(status) = message.status.filter(|_| message.is_head) {
        let status = status.to_string();
        let values = [Value::Name(status.as_bytes())];
        rows.write(message.offset, &STATUS, &values, out)?;
    }
    for line in &message.lines {
        if line.name.eq_ignore_ascii_case(CACHE_CONTROL) {
            write_members(line, is_request, rows, out)?;
        } else {
            let values = [Value::Name(line.name.as_bytes()), Value::Text(line.value)];
            rows.write(line.offset, &FIELD, &values, out)?;
        }
    }
    let end = message.end;
    let (effects, anomalies) = fold(message, is_request);
    for anomaly in anomalies.iter() {
        let values = [
            Value::Name(anomaly.as_str().as_bytes()),
            Value::Text(of_anomaly(anomaly).as_bytes()),
        ];
        rows.write(end, &ANOMALY, &values, out)?;
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
    rows.write(end, &COUNTS, &values, out)?;
    if is_explained {
        write_explanation(&Explanation::new(message), end, rows, out)?;
    }
    Ok(())
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
    for member in Directives::new([line.value]) {
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
fn argument(directive: &Directive<'_>) -> Option<Vec<u8>> {
    directive.argument.map(|value| value.bytes().collect())
}

/// Whether a whole line stands where its value should.
fn names_the_field(malformed: &Malformed<'_>) -> bool {
    let mut parts = malformed.as_bytes().splitn(2, |&byte| byte == b':');
    let name = parts.next().unwrap_or_default();
    parts.next().is_some() && name.eq_ignore_ascii_case(CACHE_CONTROL.as_bytes())
}

fn write_explanation(
    explanation: &Explanation,
    end: u64,
    rows: &Rows,
    out: &mut impl Write,
) -> io::Result<()> {
    let Explanation {
        private,
        shared,
        shared_with_authorization,
        notes,
    } = explanation;
    let mut verdicts = vec![(&BROWSER, "a cache of one user, as in a browser", private)];
    if shared == shared_with_authorization {
        let who = "a cache of many users, as in a CDN or a proxy, with Authorization in the request or without";
        verdicts.push((&SHARED, who, shared));
    } else {
        let who = "a cache of many users, as in a CDN or a proxy";
        verdicts.push((&SHARED, who, shared));
        let who = "the same, with Authorization in the request";
        verdicts.push((&SHARED, who, shared_with_authorization));
    }
    for (kind, who, verdict) in verdicts {
        rows.write(end, kind, &[Value::Text(who.as_bytes())], out)?;
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
