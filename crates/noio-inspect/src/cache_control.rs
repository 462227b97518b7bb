//! What Cache-Control says, and what caches make of it, with `noio-cache-control`.
//!
//! What a cache may do is asked of the codec, and put into words here: no rule is known twice.

mod effect;
mod explain;
mod json;
mod message;
mod notes;
mod response;
mod status;
mod targeted;
mod view;
mod words;

use std::{ffi::OsString, io::Write};

use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Command, value_parser};

use noio_cache_control::Token;

use crate::{
    Codec,
    captured::Captured,
    failure::Failure,
    flag::{self, switch},
    head::Side,
    output,
    people::Rows,
    source::{self, Source},
};
use message::{CACHE_CONTROL, Message};

pub(crate) const CODEC: Codec = Codec {
    name: "cache-control",
    describe,
    run,
};

const ALLOW_BARE_LF: &str = "allow-bare-lf";

fn describe(command: Command) -> Command {
    command
        .about("Shows what Cache-Control says, and what caches make of it (RFC 9111)")
        .arg(
            Arg::new("VALUE")
                .help("The value of a field line, without its name; several for several lines")
                .value_parser(value_parser!(OsString))
                .action(ArgAction::Append),
        )
        .arg(
            source::file()
                .long("head")
                .help("Take the fields from a captured head; FILE absent or `-`: standard input")
                .num_args(0..=1)
                .default_missing_value("-"),
        )
        .group(
            ArgGroup::new("input")
                .args(["VALUE", "FILE"])
                .required(true),
        )
        .arg(switch("request", "They are of a request"))
        .arg(switch("json", "Print one line of JSON"))
        .arg(
            switch("explain", "Say in words what caches do with the response")
                .conflicts_with("request"),
        )
        .arg(
            Arg::new("status")
                .long("status")
                .value_name("N")
                .help("The status of the response")
                .value_parser(value_parser!(u16).range(100..=999))
                .default_value("200")
                .requires("explain")
                .conflicts_with("FILE"),
        )
        .arg(
            Arg::new("target")
                .long("target")
                .value_name("NAME")
                .help("A field that shared caches go by instead of Cache-Control, such as CDN-Cache-Control; may be repeated, the first that they look for first")
                .value_parser(target)
                .action(ArgAction::Append)
                .requires("explain")
                .conflicts_with("VALUE"),
        )
        .arg(
            switch("targeted", "They are of a targeted field, such as CDN-Cache-Control (RFC 9213)")
                .conflicts_with_all(["request", "explain", "FILE"]),
        )
        .arg(
            flag::arg(ALLOW_BARE_LF, "Accept a LF alone as a line end of a head")
                .conflicts_with("VALUE"),
        )
}

/// The name of a targeted field.
fn target(text: &str) -> Result<String, &'static str> {
    match Token::new(text.as_bytes()) {
        Some(_) if text.eq_ignore_ascii_case(CACHE_CONTROL) => {
            Err("Cache-Control is what is looked at if no target is there")
        }
        Some(_) => Ok(text.to_owned()),
        None => Err("the name of a field is a token"),
    }
}

fn run(matches: &ArgMatches) -> Result<(), Failure> {
    match matches.get_many::<OsString>("VALUE") {
        Some(values) => {
            let values = values.map(|value| value.as_encoded_bytes());
            let status: Option<&u16> = matches.get_one("status");
            let message = if matches.get_flag("targeted") {
                Message::of_targeted_values(values)
            } else {
                Message::of_values(values, status.copied().unwrap_or(200))
            };
            let (mut out, colour) = output::stdout();
            show(&message, matches, colour, &mut out)
        }
        None => run_on_head(matches),
    }
}

fn run_on_head(matches: &ArgMatches) -> Result<(), Failure> {
    let side = if matches.get_flag("request") {
        Side::Request
    } else {
        Side::Response
    };
    let allow_bare_lf = matches.get_flag(ALLOW_BARE_LF);
    let mut source = Source::open(matches)?;
    let (mut out, colour) = output::stdout();
    let captured = Captured::read(side, allow_bare_lf, &mut source)?;
    match captured.parse(allow_bare_lf) {
        Ok(head) => {
            let mut targets: Vec<&str> = Vec::new();
            for target in matches.get_many::<String>("target").unwrap_or_default() {
                if !targets
                    .iter()
                    .any(|other| other.eq_ignore_ascii_case(target))
                {
                    targets.push(target);
                }
            }
            let message = Message::of_head(&captured, &head, targets);
            show(&message, matches, colour, &mut out)
        }
        Err(fault) => Err(fault.show(matches.get_flag("json"), &mut out)?),
    }
}

fn show(
    message: &Message<'_>,
    matches: &ArgMatches,
    colour: bool,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let is_request = matches.get_flag("request");
    let is_explained = matches.get_flag("explain");
    if matches.get_flag("json") {
        json::write(message, is_request, is_explained, out)?;
    } else {
        let rows = Rows::new(colour);
        view::write_rows(message, is_request, is_explained, &rows, out)?;
    }
    Ok(out.flush()?)
}
