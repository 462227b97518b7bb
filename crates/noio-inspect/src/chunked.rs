//! Chunked bodies of HTTP/1.1, with `noio-chunked`.

mod options;
mod reencode;

use std::io::{self, IsTerminal as _, Write};

use anstyle::AnsiColor;
use clap::{ArgMatches, Command};
use noio_chunked::{ChunkHead, Config, DecodeError, Decoder, Event, Trailer};

use crate::{
    Codec,
    failure::{Broken, Failure, kebab_case},
    flag::switch,
    gathered::Gathered,
    json::Json,
    output,
    people::{Kind, Rows, Value},
    source::{self, Source},
};
use reencode::Reencoder;

pub(crate) const CODEC: Codec = Codec {
    name: "chunked",
    describe,
    run,
};

const CHUNK: Kind = Kind::new("chunk", AnsiColor::Blue);
const DATA: Kind = Kind::new("data", AnsiColor::Green);
const TRAILER: Kind = Kind::new("trailer", AnsiColor::Magenta);
const FORBIDDEN: Kind = Kind::new("forbidden", AnsiColor::Red);
const END: Kind = Kind::new("end", AnsiColor::Cyan);
const REST: Kind = Kind::new("rest", AnsiColor::Red);

/// The views that are no rows: name, help.
const VIEWS: [(&str, &str); 3] = [
    ("json", "Print JSON Lines, one object per event"),
    ("body", "Write the decoded body alone"),
    (
        "reencode",
        "Write the decoded events as a chunked body again",
    ),
];

fn describe(command: Command) -> Command {
    let views = VIEWS.map(|(view, help)| {
        let others = VIEWS.iter().map(|(other, _)| *other);
        switch(view, help).conflicts_with_all(others.filter(|other| *other != view))
    });
    command
        .about("Decodes a chunked body of HTTP/1.1 (RFC 9112 §7.1)")
        .args([source::file(), source::cut()])
        .args(views)
        .args(options::args())
}

fn run(matches: &ArgMatches) -> Result<(), Failure> {
    for view in ["body", "reencode"] {
        if matches.get_flag(view) && io::stdout().is_terminal() {
            return Err(Failure::Terminal(view));
        }
    }
    let mut source = Source::open(matches)?;
    let (mut out, colour) = output::stdout();
    let view = if matches.get_flag("json") {
        View::Json
    } else if matches.get_flag("body") {
        View::Body
    } else if matches.get_flag("reencode") {
        View::Reencoded(Reencoder::default())
    } else {
        View::People(Rows::new(colour))
    };
    decode(&mut source, options::config(matches), view, &mut out)
}

/// Decodes to the end of the body or to the first error. A view that counts what follows reads on
/// to the end of the input.
fn decode(
    source: &mut Source,
    config: Config,
    mut view: View,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let mut decoder = Decoder::with_config(config);
    let mut gathered = Gathered::default();
    let mut rest_len = 0;
    loop {
        let pieces = match source.read() {
            Ok(Some(pieces)) => pieces,
            Ok(None) => break,
            Err(failure) => {
                view.cut_off(&mut gathered, out)?;
                return Err(failure);
            }
        };
        for mut piece in pieces {
            let was_done = decoder.is_done();
            loop {
                match decoder.decode(&mut piece) {
                    Ok(Some(event)) => {
                        let size = view.event(&mut gathered, &event, out)?;
                        if let Some(size) = size {
                            gathered.go_on_at(decoder.position(), size);
                        }
                    }
                    Ok(None) => break,
                    Err(error) => {
                        view.cut_off(&mut gathered, out)?;
                        return Err(view.error(error, config, out)?);
                    }
                }
            }
            if decoder.is_done() {
                if !was_done {
                    view.end(decoder.position(), decoder.body_len(), out)?;
                }
                if !view.counts_rest() {
                    return Ok(out.flush()?);
                }
                rest_len += piece.len() as u64;
            }
        }
        out.flush()?;
    }
    match decoder.finish() {
        Ok(()) => Ok(view.rest(decoder.position(), rest_len, out)?),
        Err(error) => {
            view.cut_off(&mut gathered, out)?;
            Err(view.error(error, config, out)?)
        }
    }
}

/// How the decoded events are shown.
enum View {
    People(Rows),
    Json,
    Body,
    Reencoded(Reencoder),
}

impl View {
    /// Shows `event`. If it ends where the decoder is now, however the input was cut, answers with
    /// the size of the data that follows.
    fn event(
        &mut self,
        gathered: &mut Gathered,
        event: &Event<'_, '_>,
        out: &mut impl Write,
    ) -> io::Result<Option<u64>> {
        match event {
            Event::Chunk(head) => {
                self.chunk(gathered.began(), head, out)?;
                Ok(Some(head.size()))
            }
            Event::Trailer(trailer) => {
                self.trailer(gathered.began(), trailer, false, out)?;
                Ok(Some(0))
            }
            Event::ForbiddenTrailer(trailer) => {
                self.trailer(gathered.began(), trailer, true, out)?;
                Ok(Some(0))
            }
            Event::Data(data) => {
                match self {
                    Self::People(_) | Self::Json => {
                        gathered.push(data, |began, data| self.data(began, data, out))?;
                    }
                    Self::Body => out.write_all(data)?,
                    Self::Reencoded(reencoder) => reencoder.data(data, out)?,
                }
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    fn chunk(&mut self, began: u64, head: &ChunkHead<'_>, out: &mut impl Write) -> io::Result<()> {
        match self {
            Self::People(rows) => {
                let size = head.size().to_string();
                let extensions: Vec<_> = extensions(head);
                let mut values = vec![Value::Labelled("size", size.as_bytes())];
                values.extend(extensions.iter().map(|(name, value)| match value {
                    Some(value) => Value::Labelled(name, value),
                    None => Value::Name(name.as_bytes()),
                }));
                rows.write(began, &CHUNK, &values, out)
            }
            Self::Json => {
                let extensions = extensions(head);
                let pairs: Vec<_> = extensions
                    .iter()
                    .map(|(name, value)| {
                        let value = value.as_deref().map_or(Json::Null, Json::Word);
                        [Json::Text(name), value]
                    })
                    .collect();
                let pairs: Vec<_> = pairs.iter().map(|pair| Json::Array(pair)).collect();
                let chunk = Json::Object(&[
                    ("size", Json::Number(head.size().into())),
                    ("extensions", Json::Array(&pairs)),
                ]);
                Json::write_line("chunk", chunk, out)
            }
            Self::Body => Ok(()),
            Self::Reencoded(reencoder) => reencoder.chunk(head, out),
        }
    }

    /// A piece of data that was gathered.
    fn data(&self, began: u64, data: &[u8], out: &mut impl Write) -> io::Result<()> {
        match self {
            Self::People(rows) => rows.write(began, &DATA, &[Value::Text(data)], out),
            Self::Json => Json::write_line("data", Json::Data(data), out),
            Self::Body | Self::Reencoded(_) => Ok(()),
        }
    }

    fn trailer(
        &mut self,
        began: u64,
        trailer: &Trailer<'_>,
        forbidden: bool,
        out: &mut impl Write,
    ) -> io::Result<()> {
        match self {
            Self::People(rows) => {
                let kind = if forbidden { &FORBIDDEN } else { &TRAILER };
                let name = Value::Name(trailer.name().as_bytes());
                rows.write(began, kind, &[name, Value::Text(trailer.value())], out)
            }
            Self::Json => {
                let trailer = Json::Object(&[
                    ("name", Json::Text(trailer.name().as_str())),
                    ("value", Json::Word(trailer.value())),
                    ("forbidden", Json::Bool(forbidden)),
                ]);
                Json::write_line("trailer", trailer, out)
            }
            Self::Reencoded(reencoder) if !forbidden => {
                reencoder.trailer(trailer);
                Ok(())
            }
            Self::Body | Self::Reencoded(_) => Ok(()),
        }
    }

    /// The body has ended.
    fn end(&mut self, position: u64, body_len: u64, out: &mut impl Write) -> io::Result<()> {
        match self {
            Self::People(rows) => {
                let body_len = body_len.to_string();
                let value = Value::Labelled("body_len", body_len.as_bytes());
                rows.write(position, &END, &[value], out)
            }
            Self::Json => {
                let end = Json::Object(&[
                    ("consumed", Json::Number(position.into())),
                    ("body_len", Json::Number(body_len.into())),
                ]);
                Json::write_line("end", end, out)
            }
            Self::Body => Ok(()),
            Self::Reencoded(reencoder) => reencoder.end(out),
        }
    }

    /// Whether it shows how much follows the body. The others have nothing left to say then.
    const fn counts_rest(&self) -> bool {
        matches!(self, Self::People(_))
    }

    /// The input has ended behind the body, by so many bytes.
    fn rest(&self, position: u64, len: u64, out: &mut impl Write) -> io::Result<()> {
        if let Self::People(rows) = self
            && len > 0
        {
            rows.write(position, &REST, &[Value::Count(len, "bytes")], out)?;
        }
        out.flush()
    }

    /// Shows the data that is there of a chunk of which nothing more comes.
    fn cut_off(&self, gathered: &mut Gathered, out: &mut impl Write) -> io::Result<()> {
        gathered.show_all(|began, data| self.data(began, data, out))?;
        out.flush()
    }

    /// Shows `error`, or hands it on to be shown to people apart from the output.
    fn error(
        &self,
        error: DecodeError,
        config: Config,
        out: &mut impl Write,
    ) -> io::Result<Failure> {
        let broken = Broken {
            kind: &kebab_case(&error.kind()),
            offset: error.offset(),
            message: &error.to_string(),
            hint: &options::hint(error.kind(), config),
            close_code: None,
            status: None,
        };
        broken.show(matches!(self, Self::Json), out)
    }
}

/// The name of an extension, and its value without quotes.
type Extension = (String, Option<Vec<u8>>);

fn extensions(head: &ChunkHead<'_>) -> Vec<Extension> {
    let extensions = head.extensions();
    extensions
        .map(|extension| {
            let value = extension.value.map(|value| value.to_bytes().into_owned());
            (extension.name.as_str().to_owned(), value)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::tests::Failing;

    #[test]
    fn a_read_that_fails_in_mid_chunk_leaves_what_came_before_it_and_no_end() {
        for (view, expected) in [
            (
                View::Json,
                "{\"chunk\":{\"size\":5,\"extensions\":[]}}\n{\"data\":{\"text\":\"hel\"}}\n",
            ),
            (View::Body, "hel"),
            (View::Reencoded(Reencoder::default()), "5\r\nhel"),
        ] {
            let mut config = Config::new();
            config.chunk_heads = true;
            let reader = Box::new(Failing(b"5\r\nhel"));
            let mut source = Source::new("wire".into(), reader, 2);
            let mut out = Vec::new();
            let failure = decode(&mut source, config, view, &mut out).unwrap_err();
            assert!(matches!(failure, Failure::Input { .. }));
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }
}
