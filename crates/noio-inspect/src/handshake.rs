//! Opening handshakes of WebSocket connections, with `noio-websocket`.
//!
//! The octets of a head are judged by the decoder of the codec, and what they say by its form for
//! heads that somebody has parsed: that one can be asked again about a head that was mended, and so
//! finds every rule that a head breaks. Nothing here knows a rule of its own.

mod head;
mod judgement;
mod opening;
mod options;
mod request;
mod response;
mod rule;
mod view;

use std::io::Write;

use clap::{ArgMatches, Command};

use crate::{
    Codec,
    failure::Failure,
    output,
    people::Rows,
    source::{self, Source},
};
pub(crate) use opening::{Extensions, Opening, Outcome};
pub(crate) use options::{Told, args_of_connections};
pub(crate) use view::View;

pub(crate) const CODEC: Codec = Codec {
    name: "handshake",
    describe,
    run,
};

fn describe(command: Command) -> Command {
    command
        .about("Checks one head of an opening handshake of WebSocket (RFC 6455 §4)")
        .arg(source::file().help("The captured head; absent or `-`: standard input"))
        .arg(source::cut())
        .args(options::args())
        .group(options::side())
}

fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let told = Told::of_handshake(matches);
    let mut opening = Opening::new(&told)?;
    let mut source = Source::open(matches)?;
    let (mut out, colour) = output::stdout();
    let rows = Rows::new(colour);
    let view = if matches.get_flag("json") {
        View::Json
    } else {
        View::People(&rows)
    };
    decode(&mut source, &mut opening, view, &mut out)
}

/// Decodes to the end of the head. What follows it is neither looked at nor waited for.
fn decode(
    source: &mut Source,
    opening: &mut Opening<'_>,
    view: View<'_>,
    out: &mut impl Write,
) -> Result<(), Failure> {
    while let Some(pieces) = source.read()? {
        for mut piece in pieces {
            if opening.take(&mut piece, view, out)?.is_some() {
                view.end(opening.position(), out)?;
                return Ok(out.flush()?);
            }
        }
    }
    opening.finish(view, out)
}
