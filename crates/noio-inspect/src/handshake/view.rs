//! How a head is shown.

use std::io::{self, Write};

use anstyle::AnsiColor;
use noio_websocket::handshake::{Extension, Field, Request, Response, accept_key};

use super::{
    head::{Head, Line},
    judgement::Problem,
    options::Told,
    response::Unchecked,
    rule::Rule,
};
use crate::{
    failure::{Broken, Failure},
    json::Json,
    people::{Kind, Rows, Value},
};

const REQUEST: Kind = Kind::new("request", AnsiColor::Blue);
const RESPONSE: Kind = Kind::new("response", AnsiColor::Blue);
const INTERIM: Kind = Kind::new("interim", AnsiColor::Blue);
const FIELD: Kind = Kind::new("field", AnsiColor::Blue);
const PROTOCOLS: Kind = Kind::new("protocols", AnsiColor::Magenta);
const EXTENSION: Kind = Kind::new("extension", AnsiColor::Magenta);
const ACCEPTED: Kind = Kind::new("accepted", AnsiColor::Green);
const REFUSED: Kind = Kind::new("refused", AnsiColor::Red);
const UNCHECKED: Kind = Kind::new("unchecked", AnsiColor::Yellow);
const LINE: Kind = Kind::new("line", AnsiColor::Red);
const PROBLEM: Kind = Kind::new("problem", AnsiColor::Red);
const ANSWER: Kind = Kind::new("answer", AnsiColor::Cyan);

#[derive(Clone, Copy)]
pub(crate) enum View<'r> {
    People(&'r Rows),
    Json,
    /// Shows nothing but errors.
    Silent,
}

impl View<'_> {
    /// The head of a request, legal or not.
    pub(super) fn request_head(self, head: &Head<'_>, out: &mut impl Write) -> io::Result<()> {
        self.head(&REQUEST, head, out)
    }

    /// The head of a response, legal or not.
    pub(super) fn response_head(self, head: &Head<'_>, out: &mut impl Write) -> io::Result<()> {
        self.head(&RESPONSE, head, out)
    }

    /// The head of a response that comes before the one that counts.
    pub(super) fn interim(self, head: &Head<'_>, out: &mut impl Write) -> io::Result<()> {
        self.head(&INTERIM, head, out)?;
        if let Self::Json = self {
            let fields = pairs(head.lines.iter().map(Line::pair));
            let fields = arrays(&fields);
            let interim = Json::Object(&[
                ("status", Json::Number(head.status().into())),
                ("fields", Json::Array(&fields)),
            ]);
            Json::write_line("interim", interim, out)?;
        }
        Ok(())
    }

    fn head(self, kind: &Kind, head: &Head<'_>, out: &mut impl Write) -> io::Result<()> {
        let Self::People(rows) = self else {
            return Ok(());
        };
        rows.write(head.offset, kind, &[Value::Text(head.start)], out)?;
        for line in &head.lines {
            let values = [Value::Name(line.name.as_bytes()), Value::Text(line.value)];
            rows.write(line.offset, &FIELD, &values, out)?;
        }
        Ok(())
    }

    /// A legal request, that ends at `end`.
    pub(super) fn request<'h, F: Iterator<Item = Field<'h>> + Clone>(
        self,
        end: u64,
        request: &Request<'h, F>,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let subprotocols: Vec<_> = request.subprotocols().collect();
        let extensions = owned(request.extensions());
        match self {
            Self::People(rows) => {
                let names: Vec<_> = subprotocols
                    .iter()
                    .map(|subprotocol| Value::Name(subprotocol.as_bytes()))
                    .collect();
                if !names.is_empty() {
                    rows.write(end, &PROTOCOLS, &names, out)?;
                }
                write_extensions(rows, end, &extensions, out)
            }
            Self::Json => {
                let subprotocols: Vec<_> = subprotocols
                    .iter()
                    .map(|subprotocol| Json::Text(subprotocol.as_str()))
                    .collect();
                let fields = pairs(request.fields());
                let key = request
                    .fields()
                    .find(|(name, _)| name.eq_ignore_ascii_case("sec-websocket-key"));
                let accept = key.map(|(_, key)| accept_key(key));
                with_extensions(&extensions, |extensions| {
                    let request = Json::Object(&[
                        ("target", Json::Text(request.target())),
                        ("host", Json::Text(request.authority())),
                        ("origin", request.origin().map_or(Json::Null, Json::Word)),
                        ("subprotocols", Json::Array(&subprotocols)),
                        ("extensions", extensions),
                        ("fields", Json::Array(&arrays(&fields))),
                        ("accept", accept.as_deref().map_or(Json::Null, Json::Text)),
                    ]);
                    Json::write_line("request", request, out)
                })
            }
            Self::Silent => Ok(()),
        }
    }

    /// A response that breaks no rule.
    pub(super) fn response<'h, F: Iterator<Item = Field<'h>> + Clone>(
        self,
        end: u64,
        head: &Head<'_>,
        response: &Response<'h, F>,
        unchecked: &[Unchecked],
        out: &mut impl Write,
    ) -> io::Result<()> {
        let (is_accepted, subprotocol, extensions) = match response {
            Response::Accepted(accepted) => {
                (true, accepted.subprotocol(), owned(accepted.extensions()))
            }
            _ => (false, None, Vec::new()),
        };
        let unchecked = if is_accepted { unchecked } else { &[] };
        match self {
            Self::People(rows) => {
                if is_accepted {
                    let subprotocol = subprotocol
                        .map(|subprotocol| Value::Labelled("subprotocol", subprotocol.as_bytes()));
                    let values: Vec<_> = subprotocol.into_iter().collect();
                    rows.write(end, &ACCEPTED, &values, out)?;
                } else {
                    let status = head.status().to_string();
                    let values = [Value::Labelled("status", status.as_bytes())];
                    rows.write(end, &REFUSED, &values, out)?;
                }
                write_extensions(rows, end, &extensions, out)?;
                for Unchecked { field, option, .. } in unchecked {
                    let text = format!("without {option}");
                    let values = [Value::Name(field.as_bytes()), Value::Text(text.as_bytes())];
                    rows.write(end, &UNCHECKED, &values, out)?;
                }
                Ok(())
            }
            Self::Json => {
                let fields = pairs(head.lines.iter().map(Line::pair));
                let names: Vec<_> = unchecked
                    .iter()
                    .map(|unchecked| Json::Text(unchecked.name))
                    .collect();
                with_extensions(&extensions, |extensions| {
                    let response = Json::Object(&[
                        ("status", Json::Number(head.status().into())),
                        ("accepted", Json::Bool(is_accepted)),
                        ("subprotocol", subprotocol.map_or(Json::Null, Json::Text)),
                        ("extensions", extensions),
                        ("fields", Json::Array(&arrays(&fields))),
                        ("unchecked", Json::Array(&names)),
                    ]);
                    Json::write_line("response", response, out)
                })
            }
            Self::Silent => Ok(()),
        }
    }

    /// What a server answers, as it is written.
    pub(super) fn answer(self, end: u64, answer: &[u8], out: &mut impl Write) -> io::Result<()> {
        match self {
            Self::People(rows) => {
                let mut text = answer.to_vec();
                text.retain(|&octet| octet != b'\r');
                let text = text.trim_ascii_end();
                rows.write(end, &ANSWER, &[Value::Text(text)], out)
            }
            Self::Json => {
                let (_, head) = Head::take_apart(answer);
                let fields = pairs(head.lines.iter().map(Line::pair));
                let answer = Json::Object(&[
                    ("status", Json::Number(head.status().into())),
                    ("fields", Json::Array(&arrays(&fields))),
                ]);
                Json::write_line("answer", answer, out)
            }
            Self::Silent => Ok(()),
        }
    }

    /// All that is wrong with a head that ends at `end`.
    pub(super) fn problems(
        self,
        end: u64,
        problems: &[Problem],
        out: &mut impl Write,
    ) -> io::Result<()> {
        for Problem { rule, offset } in problems {
            let (name, message) = (rule.name(), rule.message());
            match self {
                Self::People(rows) => {
                    let values = [
                        Value::Name(name.as_bytes()),
                        Value::Text(message.as_bytes()),
                    ];
                    rows.write(offset.unwrap_or(end), &PROBLEM, &values, out)?;
                }
                Self::Json => {
                    let offset = offset.map_or(Json::Null, |offset| Json::Number(offset.into()));
                    let problem = Json::Object(&[
                        ("kind", Json::Text(&name)),
                        ("offset", offset),
                        ("message", Json::Text(&message)),
                    ]);
                    Json::write_line("problem", problem, out)?;
                }
                Self::Silent => {}
            }
        }
        Ok(())
    }

    /// The last line of `octets`, which ends with an octet that cannot stand there.
    pub(super) fn last_line(self, octets: &[u8], out: &mut impl Write) -> io::Result<()> {
        let Self::People(rows) = self else {
            return Ok(());
        };
        // The octet may itself be a line end.
        let before = octets.split_last().map_or(octets, |(_, before)| before);
        let began = before
            .iter()
            .rposition(|&octet| octet == b'\n')
            .map_or(0, |at| at + 1);
        let line = octets.get(began..).unwrap_or_default();
        // A line end would begin another row.
        let line = line.escape_ascii().to_string();
        rows.write(began as u64, &LINE, &[Value::Text(line.as_bytes())], out)
    }

    /// The head has ended, and with it the run.
    pub(super) fn end(self, consumed: u64, out: &mut impl Write) -> io::Result<()> {
        match self {
            Self::Json => {
                let end = Json::Object(&[("consumed", Json::Number(consumed.into()))]);
                Json::write_line("end", end, out)
            }
            Self::People(_) | Self::Silent => Ok(()),
        }
    }

    /// Shows that a rule is broken, or hands it on to be shown to people apart from the output.
    pub(super) fn error(
        self,
        rule: Rule,
        offset: u64,
        told: &Told<'_>,
        out: &mut impl Write,
    ) -> io::Result<Failure> {
        let kind = rule.name();
        let status = rule.refusal().map(|refusal| refusal.status());
        let status_hint = status.map(|status| format!("status {status}"));
        let hints: Vec<_> = status_hint.into_iter().chain(told.advice(&kind)).collect();
        let hint = if hints.is_empty() {
            String::new()
        } else {
            format!(" ({})", hints.join("; "))
        };
        let broken = Broken {
            kind: &kind,
            offset,
            message: &format!("{} at byte {offset}", rule.message()),
            hint: &hint,
            close_code: None,
            status,
        };
        broken.show(matches!(self, Self::Json), out)
    }
}

/// An extension, its parameters and their values without quotes.
type Named = (String, Vec<(String, Option<Vec<u8>>)>);

fn owned<'h>(extensions: impl Iterator<Item = Extension<'h>>) -> Vec<Named> {
    extensions
        .map(|extension| {
            let parameters = extension.parameters().map(|parameter| {
                let value = parameter.value.map(|value| value.bytes().collect());
                (parameter.name.as_str().to_owned(), value)
            });
            (extension.name().to_owned(), parameters.collect())
        })
        .collect()
}

fn write_extensions(
    rows: &Rows,
    end: u64,
    extensions: &[Named],
    out: &mut impl Write,
) -> io::Result<()> {
    for (name, parameters) in extensions {
        let mut values = vec![Value::Name(name.as_bytes())];
        values.extend(parameters.iter().map(|(name, value)| match value {
            Some(value) => Value::Labelled(name, value),
            None => Value::Name(name.as_bytes()),
        }));
        rows.write(end, &EXTENSION, &values, out)?;
    }
    Ok(())
}

/// Gives `write` the array that JSON has for `extensions`.
fn with_extensions<T>(extensions: &[Named], write: impl FnOnce(Json<'_>) -> T) -> T {
    let parameters: Vec<Vec<_>> = extensions
        .iter()
        .map(|(_, parameters)| {
            parameters
                .iter()
                .map(|(name, value)| {
                    let value = value.as_deref().map_or(Json::Null, Json::Word);
                    [Json::Text(name), value]
                })
                .collect()
        })
        .collect();
    let parameters: Vec<_> = parameters.iter().map(|pairs| arrays(pairs)).collect();
    let extensions: Vec<_> = extensions
        .iter()
        .zip(&parameters)
        .map(|((name, _), parameters)| [Json::Text(name), Json::Array(parameters)])
        .collect();
    write(Json::Array(&arrays(&extensions)))
}

fn pairs<'h>(fields: impl Iterator<Item = Field<'h>>) -> Vec<[Json<'h>; 2]> {
    fields
        .map(|(name, value)| [Json::Text(name), Json::Word(value)])
        .collect()
}

fn arrays<'a>(pairs: &'a [[Json<'a>; 2]]) -> Vec<Json<'a>> {
    pairs.iter().map(|pair| Json::Array(pair)).collect()
}
