//! Where the body of a message ends, with `framing` of `noio-chunked`.

use std::io::{self, Write};

use anstyle::AnsiColor;
use clap::{Arg, ArgGroup, ArgMatches, Command};
use noio_chunked::{
    Token,
    framing::{self, Decision, Framing, FramingError, Policy},
};

use crate::{
    Codec,
    failure::{Broken, Failure, kebab_case},
    flag::{self, Flag, switch},
    head::{self, Head, Side, Start},
    json::Json,
    output,
    people::{Kind, Rows, Value},
    source::{self, Source},
};

pub(crate) const CODEC: Codec = Codec {
    name: "framing",
    describe,
    run,
};

const FRAMING: Kind = Kind::new("framing", AnsiColor::Green);
const REASON: Kind = Kind::new("reason", AnsiColor::Blue);
const CODINGS: Kind = Kind::new("codings", AnsiColor::Magenta);
const CLOSE: Kind = Kind::new("close", AnsiColor::Red);
const STRIP: Kind = Kind::new("strip", AnsiColor::Red);

const LENIENCIES: [Flag<Policy>; 4] = [
    Flag::new(
        "allow-content-length-with-transfer-encoding",
        "Accept a Content-Length beside a Transfer-Encoding, which counts",
        |policy| &mut policy.allow_content_length_with_transfer_encoding,
    ),
    Flag::new(
        "allow-repeated-content-length",
        "Accept the same Content-Length several times",
        |policy| &mut policy.allow_repeated_content_length,
    ),
    Flag::new(
        "allow-transfer-encoding-in-http10",
        "Accept a Transfer-Encoding in HTTP/1.0",
        |policy| &mut policy.allow_transfer_encoding_in_http10,
    ),
    Flag::new(
        "allow-transfer-encoding-without-content",
        "Accept a Transfer-Encoding in responses 1xx and 204",
        |policy| &mut policy.allow_transfer_encoding_without_content,
    ),
];

const ALLOW_BARE_LF: &str = "allow-bare-lf";

fn describe(command: Command) -> Command {
    let allow_bare_lf = flag::arg(ALLOW_BARE_LF, "Accept a LF alone as a line end");
    command
        .about("Decides where the body of a message ends (RFC 9112 §6.3)")
        .arg(source::file().help("The captured head; absent or `-`: standard input"))
        .arg(switch("request", "The head is that of a request"))
        .arg(switch("response", "The head is that of a response"))
        .group(
            ArgGroup::new("side")
                .args(["request", "response"])
                .required(true),
        )
        .arg(
            Arg::new("method")
                .long("method")
                .value_name("METHOD")
                .help("The method of the request that a response answers [default: GET]")
                .value_parser(method)
                .conflicts_with("request"),
        )
        .arg(switch("json", "Print one line of JSON"))
        .args(LENIENCIES.iter().map(Flag::arg))
        .arg(allow_bare_lf)
}

fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let mut policy = Policy::new();
    for leniency in &LENIENCIES {
        leniency.set(&mut policy, matches);
    }
    let side = if matches.get_flag("request") {
        Side::Request
    } else {
        Side::Response
    };
    let method: Option<&String> = matches.get_one("method");
    let method = method.map_or("GET", String::as_str);
    let mut source = Source::open(matches)?;
    let (mut out, colour) = output::stdout();
    let bytes = head::read(&mut source)?;
    let is_json = matches.get_flag("json");
    let head = match Head::parse(side, &bytes, matches.get_flag(ALLOW_BARE_LF)) {
        Ok(head) => head,
        Err(fault) => return Err(fault.show(is_json, &mut out)?),
    };
    match decide(&head, method, &policy) {
        Ok(decision) if is_json => write_json(&decision, &mut out)?,
        Ok(decision) => write_rows(&decision, head.len, &Rows::new(colour), &mut out)?,
        Err(error) => return Err(refuse(&head, error, is_json, &mut out)?),
    }
    Ok(out.flush()?)
}

/// A method that a request can have (RFC 9110 §9.1).
fn method(text: &str) -> Result<String, &'static str> {
    match Token::new(text.as_bytes()) {
        Some(_) => Ok(text.to_owned()),
        None => Err("a method is a token"),
    }
}

fn decide(head: &Head<'_>, method: &str, policy: &Policy) -> Result<Decision, FramingError> {
    let fields = head.fields.iter().map(|field| (field.name, field.value));
    match head.start {
        Start::Request(_) => framing::request(head.version, fields, policy),
        Start::Response(status) => {
            framing::response(method.as_bytes(), status, head.version, fields, policy)
        }
    }
}

/// Why nothing was decided: at the value of the line at fault.
fn refuse(
    head: &Head<'_>,
    error: FramingError,
    is_json: bool,
    out: &mut impl Write,
) -> io::Result<Failure> {
    let line = head.fields.get(error.line());
    let offset = line.map_or(0, |field| field.value_offset);
    let broken = Broken {
        kind: &kebab_case(&error.kind()),
        offset,
        message: &format!("{} at byte {offset}", error.kind()),
        hint: &format!(" (status {})", error.status()),
        close_code: None,
        status: None,
    };
    broken.show(is_json, out)
}

const fn name(framing: Framing) -> &'static str {
    match framing {
        Framing::None => "none",
        Framing::Tunnel => "tunnel",
        Framing::Length(_) => "length",
        Framing::Chunked => "chunked",
        Framing::UntilClose => "until-close",
    }
}

fn write_json(decision: &Decision, out: &mut impl Write) -> io::Result<()> {
    let length = match decision.framing() {
        Framing::Length(length) => Json::Number(length.into()),
        _ => Json::Null,
    };
    let framing = Json::Object(&[
        ("kind", Json::Text(name(decision.framing()))),
        ("length", length),
        ("close", Json::Bool(decision.close())),
        ("reason", Json::Text(&decision.reason().to_string())),
    ]);
    Json::write_line("framing", framing, out)
}

/// Rows that all stand where the body begins.
fn write_rows(decision: &Decision, at: u64, rows: &Rows, out: &mut impl Write) -> io::Result<()> {
    let kind = Value::Name(name(decision.framing()).as_bytes());
    match decision.framing() {
        Framing::Length(length) => {
            let values = [kind, Value::Count(length, "bytes")];
            rows.write(at, &FRAMING, &values, out)?;
        }
        _ => rows.write(at, &FRAMING, &[kind], out)?,
    }
    let names = decision.codings().iter().map(|coding| coding.as_str());
    let names: Vec<_> = names.map(|name| Value::Name(name.as_bytes())).collect();
    if !names.is_empty() {
        rows.write(at, &CODINGS, &names, out)?;
    }
    let reason = decision.reason().to_string();
    for (kind, applies, text) in [
        (
            &CLOSE,
            decision.close(),
            "the connection must end after this message",
        ),
        (
            &STRIP,
            decision.strip_content_length(),
            "a proxy must not forward the Content-Length",
        ),
        (&REASON, true, &reason),
    ] {
        if applies {
            rows.write(at, kind, &[Value::Text(text.as_bytes())], out)?;
        }
    }
    Ok(())
}
