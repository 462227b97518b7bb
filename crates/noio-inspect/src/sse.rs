//! Server-Sent Events, with `noio-sse`.

use std::io::{self, IsTerminal as _, Write};

use anstyle::AnsiColor;
use clap::{ArgMatches, Command};
use noio_sse::{
    Block, Comment, Config, DecodeError, DecodeErrorKind, Decoder, Discarded, EncodeError, Event,
    Message,
};

use crate::{
    Codec,
    failure::{Broken, Failure, kebab_case},
    flag::switch,
    json::Json,
    limit::{Field, Limit},
    output,
    people::{Kind, Rows, Value},
    source::{self, Source},
};

pub(crate) const CODEC: Codec = Codec {
    name: "sse",
    describe,
    run,
};

/// The event type of a block that names none: not worth a line on the wire.
const DEFAULT_EVENT_TYPE: &str = "message";

const EVENT: Kind = Kind::new("event", AnsiColor::Green);
const COMMENT: Kind = Kind::new("comment", AnsiColor::Blue);
const RETRY: Kind = Kind::new("retry", AnsiColor::Magenta);
const DISCARDED: Kind = Kind::new("discarded", AnsiColor::Red);
const END: Kind = Kind::new("end", AnsiColor::Cyan);

const LIMITS: [Limit<Config, DecodeErrorKind>; 4] = [
    Limit {
        kind: DecodeErrorKind::LineTooLong,
        option: "max-line-len",
        unit: "bytes",
        help: "The longest line of a known field, in bytes",
        field: Field::Usize(|config| &mut config.max_line_len),
    },
    Limit {
        kind: DecodeErrorKind::DataTooLong,
        option: "max-data-len",
        unit: "bytes",
        help: "The longest data of one event, in bytes",
        field: Field::Usize(|config| &mut config.max_data_len),
    },
    Limit {
        kind: DecodeErrorKind::EventTypeTooLong,
        option: "max-event-type-len",
        unit: "bytes",
        help: "The longest event type, in bytes",
        field: Field::Usize(|config| &mut config.max_event_type_len),
    },
    Limit {
        kind: DecodeErrorKind::IdTooLong,
        option: "max-id-len",
        unit: "bytes",
        help: "The longest event id, in bytes",
        field: Field::Usize(|config| &mut config.max_id_len),
    },
];

fn describe(command: Command) -> Command {
    let limits = LIMITS
        .iter()
        .map(|limit| limit.arg(Config::new()).value_name("BYTES"));
    command
        .about("Decodes Server-Sent Events (text/event-stream)")
        .args([source::file(), source::cut()])
        .arg(switch("json", "Print JSON Lines, one object per event").conflicts_with("reencode"))
        .arg(switch(
            "reencode",
            "Write the decoded events as an event stream again",
        ))
        .args(limits)
}

fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let mut config = Config::new();
    for limit in &LIMITS {
        limit.set(&mut config, matches);
    }
    if matches.get_flag("reencode") && io::stdout().is_terminal() {
        return Err(Failure::Terminal("reencode"));
    }
    let mut source = Source::open(matches)?;
    let (mut out, colour) = output::stdout();
    let view = if matches.get_flag("json") {
        View::Json
    } else if matches.get_flag("reencode") {
        View::Reencoded(Reencoder::default())
    } else {
        View::People(Rows::new(colour))
    };
    decode(&mut source, config, view, &mut out)
}

/// Decodes to the end of the input or to the first error. What was decoded is written then.
fn decode(
    source: &mut Source,
    config: Config,
    mut view: View,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let mut decoder = Decoder::with_config(config);
    // Behind the last event: where the next one begins, however the input is cut.
    let mut began = 0;
    while let Some(pieces) = source.read()? {
        for mut piece in pieces {
            loop {
                match decoder.decode(&mut piece) {
                    Ok(Some(event)) => view.event(began, event, out)?,
                    Ok(None) => break,
                    Err(error) => {
                        view.catch_up(decoder.last_event_id(), out)?;
                        return Err(view.error(error, config, out)?);
                    }
                }
                view.catch_up(decoder.last_event_id(), out)?;
                began = decoder.position();
            }
        }
        out.flush()?;
    }
    let position = decoder.position();
    let last_event_id = decoder.last_event_id().to_owned();
    view.catch_up(&last_event_id, out)?;
    match decoder.finish() {
        Ok(discarded) => {
            let discarded = discarded.map(Discarded::into_message);
            Ok(view.end(began, position, &last_event_id, discarded, out)?)
        }
        Err(error) => Err(view.error(error, config, out)?),
    }
}

/// How the decoded events are shown.
enum View {
    People(Rows),
    Json,
    Reencoded(Reencoder),
}

impl View {
    fn event(&mut self, began: u64, event: Event<'_>, out: &mut impl Write) -> io::Result<()> {
        match self {
            Self::People(rows) => match event {
                Event::Message(message) => write_row(rows, began, &EVENT, &message, out)?,
                Event::Comment(text) => {
                    rows.write(began, &COMMENT, &[Value::Text(text.as_bytes())], out)?
                }
                Event::Retry(time) => {
                    rows.write(began, &RETRY, &[Value::Millis(time.as_millis())], out)?;
                }
                _ => {}
            },
            Self::Json => match event {
                Event::Message(message) => {
                    let event = Json::Object(&[
                        ("type", Json::Text(message.event_type)),
                        ("data", Json::Text(&message.data)),
                        ("last_event_id", Json::Text(message.last_event_id)),
                    ]);
                    Json::write_line("event", event, out)?;
                }
                Event::Comment(text) => Json::write_line("comment", Json::Text(&text), out)?,
                Event::Retry(time) => {
                    Json::write_line("retry_ms", Json::Number(time.as_millis()), out)?;
                }
                _ => {}
            },
            Self::Reencoded(reencoder) => reencoder.encode(event)?,
        }
        Ok(())
    }

    /// Comes after every event and at the end, with what the last event id is then.
    fn catch_up(&mut self, last_event_id: &str, out: &mut impl Write) -> io::Result<()> {
        if let Self::Reencoded(reencoder) = self {
            reencoder.write(last_event_id, out)?;
        }
        Ok(())
    }

    fn end(
        &self,
        began: u64,
        position: u64,
        last_event_id: &str,
        discarded: Option<Message<'_>>,
        out: &mut impl Write,
    ) -> io::Result<()> {
        match self {
            Self::People(rows) => {
                if let Some(message) = discarded {
                    write_row(rows, began, &DISCARDED, &message, out)?;
                }
                let id = Value::Labelled("id", last_event_id.as_bytes());
                let values = if last_event_id.is_empty() {
                    &[][..]
                } else {
                    &[id]
                };
                rows.write(position, &END, values, out)?;
            }
            Self::Json => {
                let members = discarded.as_ref().map(|message| {
                    [
                        ("type", Json::Text(message.event_type)),
                        ("data", Json::Text(&message.data)),
                    ]
                });
                let end = Json::Object(&[
                    ("last_event_id", Json::Text(last_event_id)),
                    (
                        "discarded",
                        members
                            .as_ref()
                            .map_or(Json::Null, |members| Json::Object(members)),
                    ),
                ]);
                Json::write_line("end", end, out)?;
            }
            Self::Reencoded(_) => {}
        }
        out.flush()
    }

    /// Shows `error`, or hands it on to be shown to people apart from the output.
    fn error(
        &self,
        error: DecodeError,
        config: Config,
        out: &mut impl Write,
    ) -> io::Result<Failure> {
        let advice = Limit::advice(&LIMITS, &error.kind(), config);
        let hint = advice.map_or_else(String::new, |advice| format!(" ({advice})"));
        let broken = Broken {
            kind: &kebab_case(&error.kind()),
            offset: error.offset(),
            message: &error.to_string(),
            hint: &hint,
            close_code: None,
            status: None,
        };
        broken.show(matches!(self, Self::Json), out)
    }
}

fn write_row(
    rows: &Rows,
    began: u64,
    kind: &Kind,
    message: &Message<'_>,
    out: &mut impl Write,
) -> io::Result<()> {
    let event_type = Value::Name(message.event_type.as_bytes());
    let data = Value::Text(message.data.as_bytes());
    if message.last_event_id.is_empty() {
        rows.write(began, kind, &[event_type, data], out)
    } else {
        let id = Value::Labelled("id", message.last_event_id.as_bytes());
        rows.write(began, kind, &[event_type, id, data], out)
    }
}

/// Makes a stream of the decoded events, with what follows from the event before left out.
#[derive(Default)]
struct Reencoder {
    /// The last event id of who reads what was written so far.
    last_event_id: String,
    /// The last event, not yet written.
    encoded: Vec<u8>,
}

impl Reencoder {
    fn encode(&mut self, event: Event<'_>) -> Result<(), EncodeError> {
        match event {
            Event::Message(message) => {
                let mut block = Block::new().with_data(&message.data);
                if message.event_type != DEFAULT_EVENT_TYPE {
                    block = block.with_event_type(message.event_type);
                }
                if message.last_event_id != self.last_event_id {
                    block = block.with_id(message.last_event_id);
                    message.last_event_id.clone_into(&mut self.last_event_id);
                }
                block.encode(&mut self.encoded)
            }
            Event::Comment(text) => Comment::new(&text).encode(&mut self.encoded),
            Event::Retry(time) => Block::new().with_retry(time).encode(&mut self.encoded),
            _ => Ok(()),
        }
    }

    /// Writes the last event. The id of a block without data comes first, in a block of its own:
    /// it was there before the event, and nothing but the decoder's state told of it.
    fn write(&mut self, last_event_id: &str, out: &mut impl Write) -> io::Result<()> {
        if last_event_id != self.last_event_id {
            last_event_id.clone_into(&mut self.last_event_id);
            let mut block = Vec::new();
            Block::new().with_id(last_event_id).encode(&mut block)?;
            out.write_all(&block)?;
        }
        out.write_all(&self.encoded)?;
        self.encoded.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::tests::Failing;

    #[test]
    fn a_read_that_fails_in_mid_stream_leaves_what_came_before_it_and_no_end() {
        let reader = Box::new(Failing(b": a\ndata: b\n\ndata: c"));
        let mut source = Source::new("wire".into(), reader, 2);
        let mut out = Vec::new();
        let failure = decode(&mut source, Config::new(), View::Json, &mut out).unwrap_err();
        assert!(matches!(failure, Failure::Input { .. }));
        assert_eq!(
            failure.line().unwrap(),
            "cannot read wire: connection reset"
        );
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "{\"comment\":\"a\"}\n\
             {\"event\":{\"type\":\"message\",\"data\":\"b\",\"last_event_id\":\"\"}}\n"
        );
    }
}
