//! The decoders of `noio-sse` beside the reference.

use super::{Decoder, Limits, LineDecoder, reference};
use crate::{Decode, Failure, Log, cuts, diff::difference, log::escape};

/// Compares decoders with the [reference](super::reference), input after input, without
/// allocating for each.
#[derive(Debug, Default)]
pub struct Comparison {
    expected: Log,
    seen: Log,
}

impl Comparison {
    /// A comparison.
    pub fn new() -> Self {
        Self::default()
    }

    /// Compares what a decoder with these limits, and with this last event id at its start, says
    /// of a body in one feed, byte by byte and cut at `cuts`.
    ///
    /// # Errors
    ///
    /// The first difference.
    pub fn check_events(
        &mut self,
        body: &[u8],
        limits: Limits,
        last_event_id: &str,
        cuts: &[usize],
    ) -> Result<(), String> {
        self.expected.clear();
        let expected = reference::decode(body, limits, last_event_id, &mut self.expected);
        let make = || {
            let decoder = noio_sse::Decoder::with_config(limits.config());
            let decoder = match last_event_id {
                "" => decoder,
                id => decoder.with_last_event_id(id),
            };
            Decoder::new(decoder, limits.config())
        };
        self.check(make, expected, body, cuts)
            .map_err(|detail| format!("{detail}\n  {limits:?}, last event id {last_event_id:?}"))
    }

    /// Compares what the lower layer says of a body in one feed, byte by byte and cut at `cuts`.
    ///
    /// # Errors
    ///
    /// The first difference.
    pub fn check_lines(&mut self, body: &[u8], cuts: &[usize]) -> Result<(), String> {
        self.expected.clear();
        reference::decode_lines(body, &mut self.expected);
        self.check(LineDecoder::new, Ok(()), body, cuts)
    }

    fn check<D: Decode>(
        &mut self,
        make: impl Fn() -> D,
        expected: Result<(), Failure>,
        body: &[u8],
        cuts: &[usize],
    ) -> Result<(), String> {
        self.check_feeds("whole", make(), expected, body, [body].into_iter())?;
        self.check_feeds("byte by byte", make(), expected, body, body.chunks(1))?;
        if cuts.is_empty() {
            return Ok(());
        }
        self.check_feeds("cut", make(), expected, body, cuts::feeds(body, cuts))
            .map_err(|detail| format!("{detail} at {cuts:?}"))
    }

    fn check_feeds<'i>(
        &mut self,
        cutting: &str,
        mut decoder: impl Decode,
        expected: Result<(), Failure>,
        body: &[u8],
        feeds: impl Iterator<Item = &'i [u8]>,
    ) -> Result<(), String> {
        self.seen.clear();
        let seen = decode(&mut decoder, feeds, &mut self.seen);
        if expected == seen && self.expected == self.seen {
            return Ok(());
        }
        let lines = |log: &Log, end: Result<(), Failure>| {
            let mut lines = log.lines();
            lines.extend(end.err().map(|failure| failure.to_string()));
            lines
        };
        Err(format!(
            "{}\n  input {}\n  {cutting}",
            difference(&lines(&self.expected, expected), &lines(&self.seen, seen)),
            escape(body)
        ))
    }
}

fn decode<'i>(
    decoder: &mut impl Decode,
    feeds: impl Iterator<Item = &'i [u8]>,
    log: &mut Log,
) -> Result<(), Failure> {
    for mut input in feeds {
        while decoder.decode(&mut input, log)?.is_some() {}
    }
    decoder.finish(log)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_found_and_shown() {
        let mut comparison = Comparison::new();
        comparison.expected.push("message", &[("data", b"b")]);
        let body = b"data:a\n\n";
        let seen = comparison.check_feeds(
            "whole",
            Decoder::with_config(Limits::new().config()),
            Ok(()),
            body,
            [&body[..]].into_iter(),
        );
        let expected = "after 0 lines alike\n  expected: message data=\"b\"\
                        \n      seen: message data=\"a\"\n      seen: end\
                        \n  input \"data:a\\n\\n\"\n  whole";
        assert_eq!(seen, Err(expected.into()));
    }

    #[test]
    fn an_error_that_was_not_expected_is_a_difference() {
        let limits = Limits {
            data: 0,
            ..Limits::new()
        };
        let mut comparison = Comparison::new();
        let body = b"data:a\n\n";
        let seen = comparison.check_feeds(
            "byte by byte",
            Decoder::with_config(limits.config()),
            Ok(()),
            body,
            body.chunks(1),
        );
        let detail = seen.expect_err("data is too long");
        assert!(detail.contains("seen: error data-too-long 5"), "{detail}");
        assert_eq!(comparison.check_events(body, limits, "", &[2]), Ok(()));
    }
}
