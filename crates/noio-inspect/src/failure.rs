//! Why a run did not come to the end of its input.

use std::{
    io::{self, ErrorKind},
    process::ExitCode,
};

use crate::escape::Escaped;

/// What ended a run early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The input broke a rule. `line` is for standard error: `None` if the output says it.
    Stream { line: Option<String> },
    /// The input could not be opened or read.
    Input { name: String, error: io::Error },
    /// The output could not be written.
    Output(io::Error),
    /// The output would go unescaped to a terminal, which a capture could drive.
    Terminal,
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
            Self::Terminal => Some("--reencode writes no terminal: redirect its output".into()),
        }
    }

    /// The exit status that tells scripts what happened.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Stream { .. } => ExitCode::from(1),
            Self::Output(_) if self.is_closed_pipe() => ExitCode::SUCCESS,
            Self::Input { .. } | Self::Output(_) | Self::Terminal => ExitCode::from(2),
        }
    }

    /// Whether the reader of the output has seen enough, as `head` has after some lines.
    fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == ErrorKind::BrokenPipe)
    }
}

impl From<io::Error> for Failure {
    /// Every `?` on the way is about a write: reads say what they could not read.
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}
