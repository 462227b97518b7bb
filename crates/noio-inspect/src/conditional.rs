//! What becomes of a conditional request, with `noio-conditional`.
//!
//! The outcome is the codec's. The words for each precondition are ours, and a test sees to it that
//! they lead to that outcome.

mod current;
mod judgement;
mod request;
mod view;
mod words;

use std::{io::Write, path::PathBuf};

use clap::{
    Arg, ArgMatches, Command,
    builder::{OsStringValueParser, TypedValueParser as _},
    value_parser,
};
use noio_conditional::{ETag, HttpDate};

use crate::{
    Codec,
    captured::Captured,
    clock,
    failure::Failure,
    flag::{self, switch},
    head::{Side, Start},
    output,
    people::Rows,
    source::{self, Source},
};
use current::Current;
use judgement::Judgement;
use request::Request;

pub(crate) const CODEC: Codec = Codec {
    name: "conditional",
    describe,
    run,
};

const ALLOW_BARE_LF: &str = "allow-bare-lf";
const RESPONSE: &str = "response";
const STORED_RESPONSE: &str = "stored-response";

fn describe(command: Command) -> Command {
    let option = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    let date = |name, help| {
        option(name, "DATE", help)
            .value_parser(clock::moment)
            .allow_negative_numbers(true)
    };
    let response = |name, help| option(name, "HEAD", help).value_parser(value_parser!(PathBuf));
    command
        .about("Decides what becomes of a conditional request (RFC 9110 §13)")
        .arg(source::file().help("The captured head of the request; absent or `-`: standard input"))
        .arg(
            option("etag", "TAG", "The current ETag, with its quotes")
                .value_parser(OsStringValueParser::new().try_map(|tag| {
                    let tag = tag.into_encoded_bytes();
                    match ETag::parse(&tag) {
                        Some(_) => Ok(tag),
                        None => Err(r#"an entity tag has its quotes with it: "x" or W/"x""#),
                    }
                })),
        )
        .arg(date("last-modified", "The current Last-Modified, as a date or seconds since 1970"))
        .arg(
            date(
                "strong-last-modified",
                "The same, of an origin server that knows that it did not change twice within that second",
            )
            .conflicts_with_all(["last-modified", "stored"]),
        )
        .arg(
            date("stored", "A cache has it stored, in a response with this Date")
        )
        .arg(
            response(
                RESPONSE,
                "Take the validators from the captured head of the response that would be sent",
            )
            .conflicts_with_all(["etag", "last-modified", "strong-last-modified", "stored"]),
        )
        .arg(
            response(
                STORED_RESPONSE,
                "A cache has it stored: take the validators from the captured head of that response, a 200 or 206",
            )
            .conflicts_with_all(["etag", "last-modified", "strong-last-modified", "stored", RESPONSE]),
        )
        .arg(
            switch("absent", "There is no representation").conflicts_with_all([
                "etag",
                "last-modified",
                "strong-last-modified",
                "stored",
                RESPONSE,
                STORED_RESPONSE,
            ]),
        )
        .arg(date("now", "The time of day [default: the clock]"))
        .arg(switch("json", "Print one line of JSON"))
        .arg(flag::arg(
            ALLOW_BARE_LF,
            "Accept a LF alone as a line end of a head",
        ))
}

fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let is_json = matches.get_flag("json");
    let allow_bare_lf = matches.get_flag(ALLOW_BARE_LF);
    let now: Option<&HttpDate> = matches.get_one("now");
    let now = now.copied().unwrap_or_else(clock::now);
    let told = [RESPONSE, STORED_RESPONSE]
        .into_iter()
        .find_map(|option| Some((option, matches.get_one::<PathBuf>(option)?)));
    let is_stdin = |path: Option<&PathBuf>| path.is_none_or(|path| path.as_os_str() == "-");
    let response = match told {
        Some((_, path)) if is_stdin(Some(path)) && is_stdin(matches.get_one("FILE")) => {
            return Err(Failure::Usage("two heads cannot both be standard input"));
        }
        Some((option, path)) => {
            let mut source = Source::open_beside(path)?;
            let captured = Captured::read(Side::Response, allow_bare_lf, &mut source)?;
            Some((option, captured))
        }
        None => None,
    };
    let (mut out, colour) = output::stdout();
    let response = match &response {
        Some((option, captured)) => match captured.parse(allow_bare_lf) {
            Ok(head) => Some((*option == STORED_RESPONSE, head)),
            Err(mut fault) => {
                fault.message.insert_str(0, "response: ");
                return Err(fault.show(is_json, &mut out)?);
            }
        },
        None => None,
    };
    let current = match &response {
        Some((is_stored, head)) => match (head.start, is_stored) {
            (Start::Response(200 | 206), true) | (Start::Response(200..=299), false) => {
                Current::of_response(head, *is_stored, now)
            }
            (_, true) => return Err(Failure::Usage(NOT_FROM_STORE)),
            (_, false) => return Err(Failure::Usage(NO_SUCCESS)),
        },
        None => Current::of_options(matches, now),
    };
    let captured = Captured::read(Side::Request, allow_bare_lf, &mut Source::open(matches)?)?;
    let head = match captured.parse(allow_bare_lf) {
        Ok(head) => head,
        Err(fault) => return Err(fault.show(is_json, &mut out)?),
    };
    let request = Request::new(&head, now);
    let judgement = Judgement::new(&request, &current);
    if is_json {
        view::write_json(&current, &judgement, &mut out)?;
    } else {
        let rows = Rows::new(colour);
        view::write_rows(&request, &current, &judgement, &rows, &mut out)?;
    }
    Ok(out.flush()?)
}

const NO_SUCCESS: &str = "preconditions count only where the response without them would have a status 2xx (RFC 9110 §13.2.1)";
const NOT_FROM_STORE: &str = "a cache evaluates preconditions only for a stored response with status 200 or 206 (RFC 9111 §4.3.2)";
