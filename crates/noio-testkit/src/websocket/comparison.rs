//! The decoders of `noio-websocket` beside the reference.

use super::{Decoder, Setup, reference};
use crate::{
    Decode, DecodeInPlace, Failure, Log, cuts,
    diff::{difference, shortened},
    log::escape,
};

/// Compares a decoder with the [reference](super::reference), input after input, with the same
/// buffers for all.
#[derive(Debug, Default)]
pub struct Comparison {
    expected: Log,
    seen: Log,
    /// What a decoder in place works in.
    buffer: Vec<u8>,
}

/// Where the stream ends, if a Close ended it, or which rule it breaks.
type End = Result<Option<u64>, Failure>;

impl Comparison {
    /// A comparison.
    pub fn new() -> Self {
        Self::default()
    }

    /// Compares what a decoder says of an input in one feed, byte by byte and cut at `cuts`, each
    /// of them on read-only input and in place.
    ///
    /// # Errors
    ///
    /// The first difference.
    pub fn check(&mut self, input: &[u8], setup: &Setup, cuts: &[usize]) -> Result<(), String> {
        let expected = self.expect(input, setup)?;
        if cuts.is_empty() {
            return Ok(());
        }
        self.check_cut(expected, input, setup, cuts)
    }

    /// Compares as [`check`](Self::check) does, and on an input that is cut in two, at every place.
    ///
    /// # Errors
    ///
    /// The first difference.
    pub fn check_two_way(&mut self, input: &[u8], setup: &Setup) -> Result<(), String> {
        let expected = self.expect(input, setup)?;
        cuts::two_way(input.len())
            .into_iter()
            .try_for_each(|cut| self.check_cut(expected, input, setup, &[cut]))
    }

    /// Asks the reference, and compares on the input whole and byte by byte.
    fn expect(&mut self, input: &[u8], setup: &Setup) -> Result<End, String> {
        self.expected.clear();
        let expected = reference::decode(input, setup, &mut self.expected);
        self.check_feeds("whole", expected, input, setup, || [input].into_iter())?;
        self.check_feeds("byte by byte", expected, input, setup, || input.chunks(1))?;
        Ok(expected)
    }

    fn check_cut(
        &mut self,
        expected: End,
        input: &[u8],
        setup: &Setup,
        cuts: &[usize],
    ) -> Result<(), String> {
        self.check_feeds("cut", expected, input, setup, || cuts::feeds(input, cuts))
            .map_err(|detail| format!("{detail}\n  at {cuts:?}"))
    }

    fn check_feeds<'i, F: Iterator<Item = &'i [u8]>>(
        &mut self,
        cutting: &str,
        expected: End,
        input: &[u8],
        setup: &Setup,
        feeds: impl Fn() -> F,
    ) -> Result<(), String> {
        self.seen.clear();
        let seen = decode(*setup, feeds(), &mut self.seen);
        self.check_log(cutting, expected, seen, input, setup)?;

        self.seen.clear();
        let seen = decode_in_place(*setup, feeds(), &mut self.buffer, &mut self.seen);
        self.check_log("in place", expected, seen, input, setup)
            .map_err(|detail| format!("{detail}, {cutting}"))
    }

    fn check_log(
        &self,
        cutting: &str,
        expected: End,
        seen: End,
        input: &[u8],
        setup: &Setup,
    ) -> Result<(), String> {
        if expected == seen && self.expected == self.seen {
            return Ok(());
        }
        Err(format!(
            "{}\n  input {}\n  {setup:?}\n  {cutting}",
            difference(&lines(&self.expected, expected), &lines(&self.seen, seen)),
            shortened(&escape(input))
        ))
    }
}

fn lines(log: &Log, end: End) -> Vec<String> {
    let mut lines = log.lines();
    match end {
        Ok(None) => {}
        Ok(Some(at)) => lines.push(format!("done {at}")),
        Err(failure) => lines.push(failure.to_string()),
    }
    lines
}

fn decode<'i>(setup: Setup, feeds: impl Iterator<Item = &'i [u8]>, log: &mut Log) -> End {
    let mut decoder = Decoder::new(setup);
    for mut input in feeds {
        while decoder.decode(&mut input, log)?.is_some() {}
        if !input.is_empty() {
            // What is left is behind the Close; else the position tells.
            break;
        }
    }
    decoder.finish(log)?;
    Ok(decoder.is_done().then(|| decoder.position()))
}

fn decode_in_place<'i>(
    setup: Setup,
    feeds: impl Iterator<Item = &'i [u8]>,
    buffer: &mut Vec<u8>,
    log: &mut Log,
) -> End {
    let mut decoder = Decoder::new(setup);
    let mut position = 0;
    for feed in feeds {
        buffer.clear();
        buffer.extend_from_slice(feed);
        let mut rest = buffer.as_mut_slice();
        loop {
            let progress = decoder.decode_in_place(rest, log)?;
            position += progress.taken as u64;
            rest = &mut rest[progress.taken..];
            if !progress.yielded {
                break;
            }
        }
        if !rest.is_empty() {
            break;
        }
    }
    decoder.finish(log)?;
    Ok(decoder.is_done().then_some(position))
}

#[cfg(test)]
mod tests {
    use noio_websocket::Role;

    use super::*;

    const STREAM: &[u8] = b"\x81\x05hello\x88\x02\x03\xe8rest";

    #[test]
    fn a_difference_is_found_and_shown() {
        let mut comparison = Comparison::new();
        comparison.expected.push("text", &[("", b"hallo")]);
        let setup = Setup::messages(Role::Client);
        let expected = Ok(Some(11));
        let seen =
            comparison.check_feeds("whole", expected, STREAM, &setup, || [STREAM].into_iter());
        let detail = seen.expect_err("the texts differ");
        let start = "after 0 lines alike\n  expected: text \"hallo\"\n  expected: done 11\
                     \n      seen: text \"hello\"\n      seen: close \"1000\" \"\"\
                     \n      seen: reply \"close\" \"\\x03\\xE8\"\
                     \n      seen: (2 more lines)\
                     \n  input \"\\x81\\x05hello\\x88\\x02\\x03\\xE8rest\"";
        assert!(detail.starts_with(start), "{detail}");
        assert!(detail.ends_with("whole"), "{detail}");
    }

    #[test]
    fn another_end_is_a_difference() {
        let mut comparison = Comparison::new();
        let setup = Setup::messages(Role::Client);
        assert_eq!(comparison.check_two_way(STREAM, &setup), Ok(()));
        let seen = comparison.check_cut(Ok(Some(12)), STREAM, &setup, &[3]);
        let detail = seen.expect_err("the stream ends at 11");
        assert!(
            detail.contains("expected: done 12\n      seen: done 11"),
            "{detail}"
        );
    }
}
