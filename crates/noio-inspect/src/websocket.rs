//! WebSocket connections, one way of them, with `noio-websocket`.

mod frames;
mod messages;
mod options;
mod reencode;
mod view;

use std::io::{self, IsTerminal as _, Write};

use clap::{ArgMatches, Command};
use noio_websocket::Role;

use crate::{
    Codec,
    failure::Failure,
    handshake::{Opening, Outcome, Told},
    output,
    people::Rows,
    source::{self, Source},
};
use frames::Frames;
use messages::Messages;
use options::Settings;
use reencode::Reencoder;
use view::View;

pub(crate) const CODEC: Codec = Codec {
    name: "websocket",
    describe,
    run,
};

fn describe(command: Command) -> Command {
    command
        .about("Decodes one way of a WebSocket connection (RFC 6455)")
        .args([source::file(), source::cut()])
        .args(options::args())
}

fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let settings = Settings::new(matches)?;
    let told = Told::of_connection(matches, settings.role == Role::Server);
    if settings.role == Role::Server && told.is_of_response() {
        let line = "--key, --subprotocol and --extensions go with --role client: they say what a \
                    response answers";
        return Err(Failure::Usage(line));
    }
    let layer = Layer::new(settings, &told, matches.get_flag("handshake"))?;
    let is_reencoded = matches.get_flag("reencode");
    if is_reencoded && io::stdout().is_terminal() {
        return Err(Failure::Terminal("reencode"));
    }
    let mut source = Source::open(matches)?;
    let (mut out, colour) = output::stdout();
    let view = if matches.get_flag("json") {
        View::Json
    } else if is_reencoded {
        View::Reencoded(Reencoder::new(settings.role, settings.mask_key))
    } else {
        View::People(Rows::new(colour))
    };
    decode(&mut source, layer, view, &mut out)
}

/// Decodes to the Close, to the end of the input or to the first error. A view that counts what
/// follows a Close reads on to the end of the input.
fn decode(
    source: &mut Source,
    mut layer: Layer<'_>,
    mut view: View,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let mut rest_len = 0;
    loop {
        let pieces = match source.read() {
            Ok(Some(pieces)) => pieces,
            Ok(None) => break,
            Err(failure) => {
                layer.cut_off(&view, out)?;
                return Err(failure);
            }
        };
        for mut piece in pieces {
            let was_done = layer.is_done();
            layer.take(&mut piece, &mut view, out)?;
            if layer.is_done() {
                if !was_done {
                    view.end(layer.position(), true, out)?;
                }
                if !view.counts_rest() {
                    return Ok(out.flush()?);
                }
                rest_len += piece.len() as u64;
            }
        }
        out.flush()?;
    }
    if layer.is_done() {
        Ok(view.rest(layer.position(), rest_len, out)?)
    } else {
        layer.finish(&view, out)
    }
}

/// What the bytes are decoded to.
enum Layer<'m> {
    /// A head, before the frames.
    Opening(Box<Opening<'m>>, Settings),
    Messages(Box<Messages>),
    Frames(Frames),
}

impl<'m> Layer<'m> {
    /// Of a capture that begins with a head, or with a frame.
    fn new(settings: Settings, told: &'m Told<'m>, has_head: bool) -> Result<Self, Failure> {
        Ok(if has_head {
            Self::Opening(Box::new(Opening::new(told)?), settings)
        } else {
            Self::of_frames(settings, 0)
        })
    }

    /// Of frames that begin at `offset`.
    fn of_frames(settings: Settings, offset: u64) -> Self {
        if settings.is_frames {
            Self::Frames(Frames::new(settings, offset))
        } else {
            Self::Messages(Box::new(Messages::new(settings, offset)))
        }
    }

    /// Takes all of `piece`, or what there is of it up to the end of a Close.
    fn take(
        &mut self,
        piece: &mut &[u8],
        view: &mut View,
        out: &mut impl Write,
    ) -> Result<(), Failure> {
        match self {
            Self::Opening(opening, settings) => {
                let position = match opening.take(piece, view.of_head(), out)? {
                    None => return Ok(()),
                    Some(Outcome::Open(extensions)) => {
                        settings.extensions = Some(extensions);
                        opening.position()
                    }
                    Some(Outcome::Refused(status)) => {
                        return Err(view.refused(status, opening.position() - 1, out)?);
                    }
                };
                *self = Self::of_frames(*settings, position);
                self.take(piece, view, out)
            }
            Self::Messages(messages) => messages.take(piece, view, out),
            Self::Frames(frames) => frames.take(piece, view, out),
        }
    }

    /// Shows what is there of a frame of which nothing more comes. A message is shown whole or not
    /// at all.
    fn cut_off(&mut self, view: &View, out: &mut impl Write) -> io::Result<()> {
        if let Self::Frames(frames) = self {
            frames.cut_off(view, out)?;
        }
        out.flush()
    }

    /// The input has ended, and no Close has come.
    fn finish(&mut self, view: &View, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            Self::Opening(opening, _) => opening.finish(view.of_head(), out),
            Self::Messages(messages) => messages.finish(view, out),
            Self::Frames(frames) => frames.finish(view, out),
        }
    }

    const fn is_done(&self) -> bool {
        match self {
            Self::Opening(..) => false,
            Self::Messages(messages) => messages.is_done(),
            Self::Frames(frames) => frames.is_done(),
        }
    }

    const fn position(&self) -> u64 {
        match self {
            Self::Opening(opening, _) => opening.position(),
            Self::Messages(messages) => messages.position(),
            Self::Frames(frames) => frames.position(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::tests::Failing;

    /// A text, then a fragment, a ping and the front of the next fragment, sent by a server.
    const CUT: &[u8] = b"\x81\x02ok\x01\x02he\x89\x01!\x00\x03ll";

    #[test]
    fn a_read_that_fails_in_mid_message_leaves_what_came_before_it_and_no_end() {
        let messages = b"{\"text\":\"ok\"}\n{\"ping\":{\"text\":\"!\"}}\n";
        let frames = br#"{"frame":{"fin":true,"rsv":0,"opcode":"text","masked":false,"len":2}}
{"payload":{"text":"ok"}}
{"frame":{"fin":false,"rsv":0,"opcode":"text","masked":false,"len":2}}
{"payload":{"text":"he"}}
{"frame":{"fin":true,"rsv":0,"opcode":"ping","masked":false,"len":1}}
{"payload":{"text":"!"}}
{"frame":{"fin":false,"rsv":0,"opcode":"continuation","masked":false,"len":3}}
{"payload":{"text":"ll"}}
"#;
        let reencoded = b"\x81\x02ok\x89\x01!";
        let command = describe(Command::new("websocket"));
        for (option, expected) in [
            ("--json", &messages[..]),
            ("--frames", frames),
            ("--reencode", reencoded),
        ] {
            let args = ["websocket", "--role", "client", option];
            let settings = Settings::new(&command.clone().get_matches_from(args)).unwrap();
            let layer = Layer::of_frames(settings, 0);
            let view = match option {
                "--reencode" => View::Reencoded(Reencoder::new(settings.role, settings.mask_key)),
                _ => View::Json,
            };
            let mut source = Source::new("wire".into(), Box::new(Failing(CUT)), 2);
            let mut out = Vec::new();
            let failure = decode(&mut source, layer, view, &mut out).unwrap_err();
            assert!(matches!(failure, Failure::Input { .. }));
            assert_eq!(out, expected, "{option}");
        }
    }
}
