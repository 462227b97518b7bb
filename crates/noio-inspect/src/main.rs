//! `noio-inspect`: decodes a captured stream, for people or as JSON Lines. See `README.md`.
//!
//! A codec of the tool is one module with one [`Codec`]. It reads from a [`Source`](source::Source)
//! and shows what it decoded through `people` or `json`; this file knows nothing else of it.

mod cache_control;
mod captured;
mod chunked;
mod clock;
mod conditional;
mod escape;
mod failure;
mod flag;
mod framing;
mod gathered;
mod handshake;
mod head;
mod http_date;
mod json;
mod limit;
mod output;
mod people;
mod source;
mod sse;
mod usage;
mod websocket;

use std::process::ExitCode;

use clap::{ArgMatches, Command};

use failure::Failure;

/// A codec that the tool knows: a subcommand.
struct Codec {
    /// The name of the subcommand.
    name: &'static str,
    /// Adds help and options to the subcommand.
    describe: fn(Command) -> Command,
    /// Decodes as the options say.
    run: fn(&ArgMatches) -> Result<(), Failure>,
}

const CODECS: &[Codec] = &[
    cache_control::CODEC,
    chunked::CODEC,
    conditional::CODEC,
    framing::CODEC,
    handshake::CODEC,
    http_date::CODEC,
    sse::CODEC,
    websocket::CODEC,
];

const EXIT_STATUS: &str = "\
Exit status:
  0  decoded to the end
  1  the input broke a rule of the codec or a limit
  2  wrong usage, or the input or the output failed";

fn main() -> ExitCode {
    let matches = command()
        .try_get_matches()
        .unwrap_or_else(|error| usage::escaped(error).exit());
    let run = matches.subcommand().and_then(|(name, matches)| {
        let codec = CODECS.iter().find(|codec| codec.name == name)?;
        Some((codec.run)(matches))
    });
    match run {
        Some(Err(failure)) => {
            if let Some(line) = failure.line() {
                eprintln!("{}: {line}", env!("CARGO_BIN_NAME"));
            }
            failure.exit_code()
        }
        _ => ExitCode::SUCCESS,
    }
}

fn command() -> Command {
    let codecs = CODECS
        .iter()
        .map(|codec| (codec.describe)(Command::new(codec.name)).after_help(EXIT_STATUS));
    clap::command!()
        .after_help(EXIT_STATUS)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand_value_name("CODEC")
        .subcommand_help_heading("Codecs")
        .subcommands(codecs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        command().debug_assert();
    }
}
