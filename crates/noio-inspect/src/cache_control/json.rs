//! How a message is shown to programs.

use std::io::{self, Write};

use noio_cache_control::{Directives, Member};

use super::{
    effect::Effect,
    explain::{Explanation, Verdict},
    message::{CACHE_CONTROL, Form, Message},
    status,
    targeted::{self, Invalid},
    view::{argument, fold, is_known},
};
use crate::json::Json;

pub(super) fn write(
    message: &Message<'_>,
    is_request: bool,
    is_explained: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    let (effects, anomalies) = fold(message, is_request);
    let Members {
        extensions,
        malformed,
        invalid,
    } = Members::new(message, is_request);
    let extensions: Vec<_> = extensions
        .iter()
        .map(|(name, argument)| {
            let argument = argument.as_deref().map_or(Json::Null, Json::Word);
            [Json::Text(name), argument]
        })
        .collect();
    let extensions: Vec<_> = extensions.iter().map(|pair| Json::Array(pair)).collect();
    let malformed: Vec<_> = malformed.into_iter().map(Json::Word).collect();
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
    let error = invalid.as_ref().map(error_members);
    if message.form == Form::TargetedValues {
        let error = error
            .as_ref()
            .map_or(Json::Null, |members| Json::Object(members));
        members.push(("error", error));
    }
    let caches = status::caches(message).ok();
    let caches: Option<Vec<_>> = caches
        .as_ref()
        .map(|caches| caches.iter().map(status::Told::members).collect());
    let caches: Option<Vec<_>> = caches
        .as_ref()
        .map(|caches| caches.iter().map(|members| Json::Object(members)).collect());
    if message.form == Form::Head && !is_request {
        let caches = caches.as_deref().map_or(Json::Null, Json::Array);
        members.push(("cache_status", caches));
    }
    if !is_explained {
        return Json::Object(&members).write_alone(out);
    }
    let explanation = Explanation::new(message);
    let notes: Vec<_> = explanation
        .notes
        .iter()
        .map(|note| Json::Text(note))
        .collect();
    let shared_field = explanation.shared_field.name();
    let verdicts = [
        ("private", &explanation.private, CACHE_CONTROL),
        ("shared", &explanation.shared, shared_field),
        (
            "shared_with_authorization",
            &explanation.shared_with_authorization,
            shared_field,
        ),
    ]
    .map(|(key, verdict, field)| (key, Said::new(verdict, field)));
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

/// What is in a field beside known directives.
#[derive(Default)]
struct Members<'a> {
    extensions: Vec<(&'a str, Option<Vec<u8>>)>,
    malformed: Vec<&'a [u8]>,
    /// Why a targeted field says nothing, if it is invalid.
    invalid: Option<Invalid>,
}

impl<'a> Members<'a> {
    fn new(message: &Message<'a>, is_request: bool) -> Self {
        let mut members = Self::default();
        if message.form == Form::TargetedValues {
            let lines: Vec<_> = message.lines.iter().collect();
            match targeted::members(&lines) {
                Ok(told) => {
                    let extensions = told.iter().filter(|told| !told.is_known());
                    members.extensions = extensions
                        .map(|told| (told.name(), told.argument().map(String::into_bytes)))
                        .collect();
                }
                Err(invalid) => members.invalid = Some(invalid),
            }
            return members;
        }
        for member in Directives::from_lines(message.values(CACHE_CONTROL)) {
            match member {
                Member::Directive(directive) if is_known(&directive, is_request) => {}
                Member::Directive(directive) => members
                    .extensions
                    .push((directive.name.as_str(), argument(&directive))),
                Member::Malformed(bytes) => members.malformed.push(bytes.as_bytes()),
            }
        }
        members
    }
}

fn error_members(invalid: &Invalid) -> [(&'static str, Json<'_>); 3] {
    [
        ("kind", Json::Text(&invalid.kind)),
        ("offset", Json::Number(invalid.offset.into())),
        ("message", Json::Text(&invalid.message)),
    ]
}

/// A verdict as JSON says it.
struct Said<'e> {
    is_storable: bool,
    reason: Option<String>,
    fresh_seconds: Option<u64>,
    fresh: Option<String>,
    stale: Option<String>,
    /// The name of the field that the cache goes by.
    field: &'e str,
}

impl<'e> Said<'e> {
    fn new(verdict: &Verdict, field: &'e str) -> Self {
        let join = |parts: &[String]| (!parts.is_empty()).then(|| parts.join("; "));
        let used = verdict.use_of_it.as_ref();
        Self {
            is_storable: verdict.refusal.is_none(),
            reason: verdict.refusal.clone().or_else(|| join(&verdict.limits)),
            fresh_seconds: used.map(|used| used.fresh_seconds),
            fresh: used.and_then(|used| join(&used.fresh)),
            stale: used.and_then(|used| join(&used.stale)),
            field,
        }
    }

    fn members(&self) -> [(&'static str, Json<'_>); 6] {
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
            ("field", Json::Text(self.field)),
        ]
    }
}

fn text(text: Option<&String>) -> Json<'_> {
    text.map_or(Json::Null, |text| Json::Text(text))
}
