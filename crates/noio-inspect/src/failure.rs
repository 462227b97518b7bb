//! Why a run did not come to the end of its input.

use core::fmt::Debug;
use std::{
    io::{self, ErrorKind, Write},
    process::ExitCode,
};

use crate::{escape::Escaped, json::Json};

/// What ended a run early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The input broke a rule. `line` is for standard error: `None` if the output says it.
    Stream { line: Option<String> },
    /// The input could not be opened or read.
    Input { name: String, error: io::Error },
    /// The output could not be written.
    Output(io::Error),
    /// Options that do not go together, in a way that only the codec knows.
    Usage(&'static str),
    /// The output would go unescaped to a terminal, which a capture could drive, by this option.
    Terminal(&'static str),
}

impl Failure {
    /// The one line for standard error.
    pub(crate) fn line(&self) -> Option<String> {
        match self {
            Self::Stream { line } => line.clone(),
            Self::Input { name, error } => {
                Some(format!("cannot read {}: {error}", Escaped::new(name)))
            }
            Self::Output(_) if self.is_closed_pipe() => None,
            Self::Output(error) => Some(format!("cannot write standard output: {error}")),
            Self::Usage(line) => Some((*line).to_owned()),
            Self::Terminal(option) => Some(format!(
                "--{option} writes no terminal: redirect its output"
            )),
        }
    }

    /// The exit status that tells scripts what happened.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Stream { .. } => ExitCode::from(1),
            Self::Output(_) if self.is_closed_pipe() => ExitCode::SUCCESS,
            Self::Input { .. } | Self::Output(_) | Self::Usage(_) | Self::Terminal(_) => {
                ExitCode::from(2)
            }
        }
    }

    /// Whether the reader of the output has seen enough, as `head` has after some lines.
    fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == ErrorKind::BrokenPipe)
    }
}

/// How the input broke a rule.
pub(crate) struct Broken<'a> {
    /// The rule, in kebab-case.
    pub(crate) kind: &'a str,
    pub(crate) offset: u64,
    pub(crate) message: &'a str,
    /// What people are told on top: what to do about it.
    pub(crate) hint: &'a str,
    /// What a WebSocket connection that ends so has for a status code.
    pub(crate) close_code: Option<u16>,
    /// What a server answers a request with that is so.
    pub(crate) status: Option<u16>,
}

impl Broken<'_> {
    /// The last line of the output, if it is JSON, and the failure. Nothing of the output waits any
    /// longer: that it could not be written is for the caller to tell.
    pub(crate) fn show(self, is_json: bool, out: &mut impl Write) -> io::Result<Failure> {
        let failure = if is_json {
            self.into_json(out)?
        } else {
            self.into_line()
        };
        out.flush()?;
        Ok(failure)
    }

    /// The last line of JSON, and the failure that goes with it.
    fn into_json(self, out: &mut impl Write) -> io::Result<Failure> {
        let mut members = vec![
            ("kind", Json::Text(self.kind)),
            ("offset", Json::Number(self.offset.into())),
            ("message", Json::Text(self.message)),
        ];
        if let Some(code) = self.close_code {
            members.push(("close_code", Json::Number(code.into())));
        }
        if let Some(status) = self.status {
            members.push(("status", Json::Number(status.into())));
        }
        Json::write_line("error", Json::Object(&members), out)?;
        Ok(Failure::Stream { line: None })
    }

    /// The failure that is told apart from the output.
    fn into_line(self) -> Failure {
        let Self { message, hint, .. } = self;
        Failure::Stream {
            line: Some(format!("{message}{hint}")),
        }
    }
}

/// The name of a kind of error as JSON has it: `line-too-long` for `LineTooLong`.
pub(crate) fn kebab_case(kind: &impl Debug) -> String {
    let mut name = String::new();
    for char in format!("{kind:?}").chars() {
        if char.is_ascii_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.push(char.to_ascii_lowercase());
    }
    name
}

impl From<io::Error> for Failure {
    /// Every `?` on the way is about a write: reads say what they could not read.
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_kinds_are_in_kebab_case() {
        #[derive(Debug)]
        enum Kind {
            Truncated,
            BareLf,
            TransferEncodingInHttp10,
        }
        assert_eq!(kebab_case(&Kind::Truncated), "truncated");
        assert_eq!(kebab_case(&Kind::BareLf), "bare-lf");
        assert_eq!(
            kebab_case(&Kind::TransferEncodingInHttp10),
            "transfer-encoding-in-http10"
        );
    }

    #[test]
    fn a_terminal_is_refused_with_the_option_that_would_drive_it() {
        assert_eq!(
            Failure::Terminal("body").line().unwrap(),
            "--body writes no terminal: redirect its output"
        );
    }
}
