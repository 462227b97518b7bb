//! Where everything is shown.

use std::io::{self, BufWriter, Write};

use anstream::{AutoStream, ColorChoice};

/// Bytes gathered before they are written, unless a flush comes first.
const BUFFER_LEN: usize = 64 * 1024;

/// Standard output, and whether it shows colour: on a terminal, unless `NO_COLOR` is set.
pub(crate) fn stdout() -> (impl Write, bool) {
    let stdout = io::stdout().lock();
    let choice = AutoStream::choice(&stdout);
    let colour = choice != ColorChoice::Never;
    // No style is written where there is no colour, so there is nothing to take out again.
    let choice = if colour {
        choice
    } else {
        ColorChoice::AlwaysAnsi
    };
    let stream = AutoStream::new(stdout, choice);
    (BufWriter::with_capacity(BUFFER_LEN, stream), colour)
}
