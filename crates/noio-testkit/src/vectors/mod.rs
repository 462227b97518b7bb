//! Cases with a known answer, kept as text, and the runner for them.
//!
//! # The format
//!
//! A file is UTF-8 text, read line by line. Blank lines and lines that begin with `#` mean
//! nothing. The first word of any other line says what it is:
//!
//! ```text
//! case 35 (HTML §9.2.5): a CRLF pair that is cut ends one line
//! input "data:a\r\n\r" | "\n"
//! - message data="a"
//! - end
//!
//! case 51 (limits): a data line one byte over the limit
//! set max_line_len 2048
//! input "data:" "x"*2044 "\n\n"
//! - error line-too-long 2048
//! ```
//!
//! * `case NUMBER (SECTION): TITLE` begins a case. The number is that of the line in the codec's
//!   conformance checklist, and a letter may follow. No two cases have the same first line.
//! * `set NAME VALUE` sets up the decoder; the codec's adapter says which names there are.
//! * `input` gives bytes; several such lines are one input. A case has at least one, and each has
//!   at least one string: an empty input is `""`. A string is in quotes, in which
//!   `\n \r \t \0 \" \\` and `\xFF` stand for one byte, `\u{FFFD}` for the UTF-8 of a character,
//!   and any other character for its own UTF-8. `*N` behind a string repeats it. A `|` is a
//!   boundary between two feeds, where the case is about one.
//! * `- KIND` and parts, each `NAME=VALUE` or just `VALUE`, is a line of the expected log. A value
//!   is a word without spaces, or strings as in an input with nothing between them. Pieces of one
//!   payload are one line.
//! * The last line is what the end says: `- end …` as the adapter logs it, then `- done OFFSET`
//!   for a protocol that has an end of its own, or else `- error KIND OFFSET`.
//!
//! # The runs
//!
//! Each case runs in one feed, byte by byte, at its own boundaries, with empty feeds between, cut
//! in two at every place (of an input above 4 KiB, at a sample), and in every way there is if it
//! has no more than 12 bytes. After an error, or at the end of a stream that has one, it runs with
//! more bytes behind, which change nothing. The log is the same each time, and every run keeps the
//! [laws](crate::laws).

use core::{error::Error, fmt};
use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    Compare, Decode, cuts,
    diff::difference,
    laws::{Broken, Law},
    run::{Run, other_bytes, run},
};

mod checklist;
mod text;

pub use checklist::Checklist;

/// An input with more bytes is long for [`check_cuts`].
const LONG_LEN: usize = 10_000;

/// A case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The number in the checklist, with the letter that may follow.
    pub number: String,
    /// The section of the specification.
    pub section: String,
    /// What the case is about.
    pub title: String,
    /// What to set up.
    pub settings: Vec<Setting>,
    /// The whole input.
    pub input: Vec<u8>,
    /// The feed boundaries that the case is about, as offsets.
    pub cuts: Vec<usize>,
    /// The log, as [`Log::lines`](crate::Log::lines) writes it, and the end.
    pub expected: Vec<String>,
}

impl Case {
    /// Checks that `who` says what the case expects.
    pub(crate) fn check_lines(&self, who: &str, seen: &[String]) -> Result<(), String> {
        if seen == self.expected {
            return Ok(());
        }
        let [expected, seen] = [&self.expected[..], seen].map(|lines| lines.join("\n  "));
        Err(format!("expected\n  {expected}\n  {who}\n  {seen}"))
    }
}

/// A `set` line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The name.
    pub name: String,
    /// The value.
    pub value: Vec<u8>,
}

impl Setting {
    /// The value as a decimal number of a type that it fits.
    ///
    /// # Errors
    ///
    /// If it is none.
    pub fn as_number<N: TryFrom<u64>>(&self) -> Result<N, String> {
        let number: Option<u64> = self.as_str()?.parse().ok();
        number
            .and_then(|number| N::try_from(number).ok())
            .ok_or_else(|| format!("`set {}` takes a number of its size", self.name))
    }

    /// The value as `true` or `false`.
    ///
    /// # Errors
    ///
    /// If it is neither.
    pub fn as_bool(&self) -> Result<bool, String> {
        self.as_str()?
            .parse()
            .map_err(|_| format!("`set {}` takes true or false", self.name))
    }

    /// The value as text.
    ///
    /// # Errors
    ///
    /// If it is not UTF-8.
    pub fn as_str(&self) -> Result<&str, String> {
        str::from_utf8(&self.value).map_err(|_| format!("`set {}` takes text", self.name))
    }
}

/// Vectors that cannot be read, or that a decoder does not pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VectorError {
    /// Which, and why.
    pub detail: String,
}

impl VectorError {
    fn new(detail: impl Into<String>) -> Self {
        Self {
            detail: detail.into(),
        }
    }

    /// Says of which file it is.
    fn in_file(self, path: &Path) -> Self {
        Self::new(format!("{}: {}", path.display(), self.detail))
    }
}

impl fmt::Display for VectorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl Error for VectorError {}

/// Reads cases.
///
/// # Errors
///
/// If the text is not in the format, if a case says not what to expect, or if there is no case.
pub fn read(text: &str) -> Result<Vec<Case>, VectorError> {
    text::cases(text)
}

fn read_file(path: &Path) -> Result<Vec<Case>, VectorError> {
    read(&file(path)?).map_err(|error| error.in_file(path))
}

fn file(path: &Path) -> Result<String, VectorError> {
    fs::read_to_string(path).map_err(|error| VectorError::new(error.to_string()).in_file(path))
}

/// Runs every case of `text` and returns how many there are.
///
/// `make` sets up a decoder, or says why it cannot.
///
/// # Errors
///
/// As [`read`], and if a case fails: then the first failure of each such case.
pub fn check<D: Decode>(
    text: &str,
    make: impl Fn(&[Setting]) -> Result<D, String>,
) -> Result<usize, VectorError> {
    check_each(&read(text)?, |case| check_case(case, &make))
}

/// Runs every case of some files, as [`check`].
///
/// # Errors
///
/// As [`check`], and if a file cannot be read.
pub fn check_files<D: Decode>(
    files: &[PathBuf],
    make: impl Fn(&[Setting]) -> Result<D, String>,
) -> Result<usize, VectorError> {
    check_each_in(files, |case| check_case(case, &make))
}

/// Checks that the reference says of every case what the case expects, and returns how many cases
/// there are. So the vectors hold without the decoder, too: they were not made to fit it.
///
/// `setup` says how the reference is set up, or why it cannot be.
///
/// # Errors
///
/// As [`check_files`].
pub fn check_reference<S: Compare>(
    files: &[PathBuf],
    setup: impl Fn(&[Setting]) -> Result<S, String>,
) -> Result<usize, VectorError> {
    check_each_in(files, |case| {
        let setup = setup(&case.settings)?;
        let mut seen = Run::default();
        seen.record(|log| setup.reference(&case.input, log));
        check_log(case, &seen, &case.input, &[])
    })
}

/// Cuts the input of every case in 32 ways, or in four if it is long, calls `check` with each, and
/// returns how many cases there are. The ways are those of [`cuts::seeded`].
///
/// # Errors
///
/// If a file cannot be read or is not in the format, and the first error of `check` for each case.
pub fn check_cuts(
    files: &[PathBuf],
    mut check: impl FnMut(&Case, &[usize]) -> Result<(), Box<dyn Error>>,
) -> Result<usize, VectorError> {
    check_each_in(files, |case| {
        let len = case.input.len();
        let seeds = if len > LONG_LEN { 4 } else { 32 };
        (0..seeds)
            .try_for_each(|seed| check(case, &cuts::seeded(len, seed)))
            .map_err(|error| error.to_string())
    })
}

/// Checks every case of some files, and returns how many there are.
pub(crate) fn check_each_in(
    files: &[PathBuf],
    mut check: impl FnMut(&Case) -> Result<(), String>,
) -> Result<usize, VectorError> {
    let mut count = 0;
    let mut failures = Vec::new();
    for path in files {
        let checked = read_file(path)
            .and_then(|cases| check_each(&cases, &mut check).map_err(|error| error.in_file(path)));
        match checked {
            Ok(cases) => count += cases,
            Err(error) => failures.push(error.detail),
        }
    }
    if failures.is_empty() {
        return Ok(count);
    }
    Err(VectorError::new(failures.join("\n")))
}

/// Checks every case, and returns how many there are.
pub(crate) fn check_each(
    cases: &[Case],
    mut check: impl FnMut(&Case) -> Result<(), String>,
) -> Result<usize, VectorError> {
    let failures: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let failure = check(case).err()?;
            let Case {
                number,
                section,
                title,
                ..
            } = case;
            Some(format!("case {number} ({section}): {title}\n  {failure}"))
        })
        .collect();
    if failures.is_empty() {
        return Ok(cases.len());
    }
    let detail = format!(
        "{} of {} cases fail\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
    Err(VectorError::new(detail))
}

fn check_case<D: Decode>(
    case: &Case,
    make: &impl Fn(&[Setting]) -> Result<D, String>,
) -> Result<(), String> {
    make(&case.settings)?;
    let make = || match make(&case.settings) {
        Ok(decoder) => decoder,
        Err(error) => unreachable!("it was made before: {error}"),
    };
    let input = case.input.as_slice();
    let run = |bytes: &[u8], cuts: &[usize]| run(&make, bytes, cuts).map_err(described);

    let whole = run(input, &[])?;
    check_log(case, &whole, input, &[])?;
    let check = |bytes: &[u8], cuts: &[usize]| {
        let seen = run(bytes, cuts)?;
        if seen == whole {
            Ok(())
        } else {
            check_log(case, &seen, bytes, cuts)
        }
    };

    let bytewise = cuts::bytewise(input.len());
    check(input, &bytewise)?;
    check(input, &cuts::with_empty_feeds(&bytewise, input.len()))?;
    check(input, &case.cuts)?;
    check(input, &cuts::with_empty_feeds(&case.cuts, input.len()))?;
    for cut in cuts::two_way(input.len()) {
        check(input, &[cut])?;
    }
    for cuts in cuts::every(input.len()) {
        check(input, &cuts)?;
    }
    if whole
        .failure
        .is_some_and(|failure| failure.offset < input.len() as u64)
        || whole.done_at.is_some()
    {
        let longer = [input, &other_bytes()].concat();
        check(&longer, &[])?;
        check(&longer, &[input.len()])?;
        check(&longer, &cuts::bytewise(longer.len()))?;
    }
    Ok(())
}

/// Checks a run over `bytes`, cut at `cuts`, against what the case expects.
fn check_log(case: &Case, seen: &Run, bytes: &[u8], cuts: &[usize]) -> Result<(), String> {
    let lines = seen.lines();
    if lines == case.expected {
        return Ok(());
    }
    let detail = difference(&case.expected, &lines);
    Err(described(
        Broken::new(Law::SplitBlind, detail).under(bytes, cuts),
    ))
}

/// A wrong log is described by itself, another broken law by its name too.
fn described(broken: Broken) -> String {
    match broken.law {
        Law::SplitBlind => broken.detail,
        _ => broken.to_string(),
    }
}
