//! Dates of HTTP fields, read and written with `noio-http-field`.

use std::{
    ffi::OsString,
    io::{self, Write},
};

use anstyle::AnsiColor;
use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Command, value_parser};
use noio_http_field::{DateConfig, DateError, DateFormat, HttpDate};

use crate::{
    Codec, clock,
    failure::{Broken, Failure, kebab_case},
    flag::{Flag, switch},
    json::Json,
    output,
    people::{Kind, Rows, Value},
    source::{self, Source},
};

pub(crate) const CODEC: Codec = Codec {
    name: "http-date",
    describe,
    run,
};

const DATE: Kind = Kind::new("date", AnsiColor::Green);
const NOTE: Kind = Kind::new("note", AnsiColor::Yellow);

const LENIENCIES: [Flag<DateConfig>; 2] = [
    Flag::new(
        "allow-any-case",
        "Accept names and GMT in any case of their letters",
        |config| &mut config.allow_any_case,
    ),
    Flag::new(
        "allow-wrong-weekday",
        "Accept the name of another weekday than that of the date",
        |config| &mut config.allow_wrong_weekday,
    ),
];

/// The longest line that is looked at, in bytes. No date is as long.
const MAX_LINE_LEN: usize = 64;

fn describe(command: Command) -> Command {
    command
        .about("Reads the dates of HTTP fields, and writes them (RFC 9110 §5.6.7)")
        .arg(
            Arg::new("DATE")
                .help("A date in any of the three formats; there may be several")
                .value_parser(value_parser!(OsString))
                .action(ArgAction::Append),
        )
        .arg(
            source::file()
                .long("lines")
                .help("Take the dates from lines; FILE absent or `-`: standard input")
                .num_args(0..=1)
                .default_missing_value("-"),
        )
        .arg(
            Arg::new("unix")
                .long("unix")
                .value_name("N")
                .help("Write the date that is N seconds after the beginning of 1970; several N for several dates")
                .value_parser(clock::seconds)
                .allow_negative_numbers(true)
                .num_args(1..),
        )
        .group(
            ArgGroup::new("input")
                .args(["DATE", "FILE", "unix"])
                .required(true),
        )
        .arg(
            Arg::new("now")
                .long("now")
                .value_name("DATE")
                .help("The time of day, as a date or seconds since 1970, by which the century of two-digit years is told [default: the clock]")
                .value_parser(clock::moment)
                .allow_negative_numbers(true)
                .conflicts_with("unix"),
        )
        .arg(
            switch("json", "Print JSON Lines, one object per date"),
        )
        .args(
            LENIENCIES
                .iter()
                .map(|leniency| leniency.arg().conflicts_with("unix")),
        )
}

fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let (mut out, colour) = output::stdout();
    let view = View {
        is_json: matches.get_flag("json"),
        rows: Rows::new(colour),
    };
    if let Some(dates) = matches.get_many::<HttpDate>("unix") {
        for &date in dates {
            view.show(0, date, None, &mut out)?;
        }
        return Ok(out.flush()?);
    }
    let mut config = DateConfig::new();
    for leniency in &LENIENCIES {
        leniency.set(&mut config, matches);
    }
    let now: Option<&HttpDate> = matches.get_one("now");
    let reader = Reader {
        config,
        now: now.copied().unwrap_or_else(clock::now),
        view,
    };
    match matches.get_many::<OsString>("DATE") {
        Some(dates) => {
            let mut offset = 0;
            for date in dates {
                let date = date.as_encoded_bytes();
                reader.read(offset, date, &mut out)?;
                offset += date.len() as u64;
            }
        }
        None => reader.read_lines(&mut Source::open(matches)?, &mut out)?,
    }
    Ok(out.flush()?)
}

/// How dates are read.
struct Reader {
    config: DateConfig,
    now: HttpDate,
    view: View,
}

impl Reader {
    /// Reads each line when it is there, and shows it before it waits for more.
    fn read_lines(&self, source: &mut Source, out: &mut impl Write) -> Result<(), Failure> {
        let (mut line, mut offset) = (Vec::new(), 0);
        while let Some(pieces) = source.read()? {
            for &byte in pieces.flatten() {
                if byte == b'\n' {
                    self.read_line(offset, &line, out)?;
                    offset += line.len() as u64 + 1;
                    line.clear();
                } else if line.len() < MAX_LINE_LEN {
                    line.push(byte);
                } else {
                    // Too long for a date already.
                    self.read(offset, &line, out)?;
                }
            }
            out.flush()?;
        }
        if !line.is_empty() {
            self.read_line(offset, &line, out)?;
        }
        Ok(())
    }

    /// A line without its LF. A CR at its end is part of the line end, also where the input ends
    /// between the two.
    fn read_line(&self, offset: u64, line: &[u8], out: &mut impl Write) -> Result<(), Failure> {
        self.read(offset, line.strip_suffix(b"\r").unwrap_or(line), out)
    }

    fn read(&self, offset: u64, bytes: &[u8], out: &mut impl Write) -> Result<(), Failure> {
        match self.config.parse(bytes, self.now) {
            Ok((date, format)) => Ok(self.view.show(offset, date, Some(format), out)?),
            Err(error) => {
                let broken = Broken {
                    kind: &kebab_case(&error),
                    offset,
                    message: &format!("{error} at byte {offset}"),
                    hint: self.hint(bytes, error),
                    close_code: None,
                    status: None,
                };
                Err(broken.show(self.view.is_json, out)?)
            }
        }
    }

    /// Which leniency would do.
    fn hint(&self, bytes: &[u8], error: DateError) -> &'static str {
        let mut config = self.config;
        config.allow_any_case = true;
        if config.parse(bytes, self.now).is_ok() {
            return " (--allow-any-case accepts it)";
        }
        config.allow_wrong_weekday = true;
        match config.parse(bytes, self.now) {
            Ok(_) if error == DateError::WrongWeekday => " (--allow-wrong-weekday accepts it)",
            Ok(_) => " (--allow-any-case and --allow-wrong-weekday accept it)",
            Err(_) => "",
        }
    }
}

/// How dates are shown.
struct View {
    is_json: bool,
    rows: Rows,
}

impl View {
    /// Shows a date, and the format in which it was read, if it was.
    fn show(
        &self,
        offset: u64,
        date: HttpDate,
        format: Option<DateFormat>,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let imf = date.to_string();
        if self.is_json {
            let format = format.map_or(Json::Null, |format| Json::Text(format.as_str()));
            let date = Json::Object(&[
                ("unix", Json::Signed(date.unix_seconds())),
                ("format", format),
                ("imf", Json::Text(&imf)),
            ]);
            return date.write_alone(out);
        }
        let unix = date.unix_seconds().to_string();
        let mut values = vec![
            Value::Labelled("unix", unix.as_bytes()),
            Value::Text(imf.as_bytes()),
        ];
        if let Some(format) = format {
            values.insert(0, Value::Name(format.as_str().as_bytes()));
        }
        self.rows.write(offset, &DATE, &values, out)?;
        let note = match format {
            None | Some(DateFormat::ImfFixdate) => return Ok(()),
            Some(DateFormat::Asctime) => "an obsolete format, to be read and never to be sent",
            Some(DateFormat::Rfc850) => {
                "an obsolete format, to be read and never to be sent; the century is the latest in which it is at most 50 years ahead"
            }
        };
        self.rows
            .write(offset, &NOTE, &[Value::Text(note.as_bytes())], out)
    }
}
