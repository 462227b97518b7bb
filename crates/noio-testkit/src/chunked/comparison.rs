//! The decoder of `noio-chunked` beside the reference.

use noio_chunked::Config;

use super::{Decoder, reference};
use crate::{Decode, DecodeInPlace, Failure, Log, cuts, diff::difference, log::escape};

/// Compares the decoder with the [reference](super::reference), input after input, with the same
/// buffers for all.
#[derive(Debug, Default)]
pub struct Comparison {
    expected: Log,
    seen: Log,
    /// What a decoder in place works in.
    buffer: Vec<u8>,
}

/// Where the body ends, or why it does not.
type End = Result<u64, Failure>;

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
    pub fn check(&mut self, input: &[u8], config: &Config, cuts: &[usize]) -> Result<(), String> {
        self.expected.clear();
        let expected = reference::decode(input, config, &mut self.expected).map(|at| at as u64);
        self.check_feeds("whole", expected, input, config, || [input].into_iter())?;
        self.check_feeds("byte by byte", expected, input, config, || input.chunks(1))?;
        if cuts.is_empty() {
            return Ok(());
        }
        self.check_feeds("cut", expected, input, config, || cuts::feeds(input, cuts))
            .map_err(|detail| format!("{detail}\n  at {cuts:?}"))
    }

    fn check_feeds<'i, F: Iterator<Item = &'i [u8]>>(
        &mut self,
        cutting: &str,
        expected: End,
        input: &[u8],
        config: &Config,
        feeds: impl Fn() -> F,
    ) -> Result<(), String> {
        self.seen.clear();
        let seen = decode(*config, feeds(), &mut self.seen);
        self.check_log(cutting, expected, seen, input, config)?;

        self.seen.clear();
        let seen = decode_in_place(*config, feeds(), &mut self.buffer, &mut self.seen);
        self.check_log("in place", expected, seen, input, config)
            .map_err(|detail| format!("{detail}, {cutting}"))
    }

    fn check_log(
        &self,
        cutting: &str,
        expected: End,
        seen: End,
        input: &[u8],
        config: &Config,
    ) -> Result<(), String> {
        if expected == seen && self.expected == self.seen {
            return Ok(());
        }
        Err(format!(
            "{}\n  input {}\n  {config:?}\n  {cutting}",
            difference(&lines(&self.expected, expected), &lines(&self.seen, seen)),
            escape(input)
        ))
    }
}

fn lines(log: &Log, end: End) -> Vec<String> {
    let mut lines = log.lines();
    lines.push(match end {
        Ok(at) => format!("done {at}"),
        Err(failure) => failure.to_string(),
    });
    lines
}

fn decode<'i>(config: Config, feeds: impl Iterator<Item = &'i [u8]>, log: &mut Log) -> End {
    let mut decoder = Decoder::with_config(config);
    for mut input in feeds {
        while decoder.decode(&mut input, log)?.is_some() {}
        if !input.is_empty() {
            // What is left is behind the body; else the position tells.
            break;
        }
    }
    decoder.finish(log)?;
    Ok(decoder.position())
}

fn decode_in_place<'i>(
    config: Config,
    feeds: impl Iterator<Item = &'i [u8]>,
    buffer: &mut Vec<u8>,
    log: &mut Log,
) -> End {
    let mut decoder = Decoder::with_config(config);
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
    Ok(position)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = b"5\r\nhello\r\n0\r\nA: b\r\n\r\nrest";

    #[test]
    fn a_difference_is_found_and_shown() {
        let mut comparison = Comparison::new();
        comparison.expected.push_piece("data", b"hallo");
        let config = Config::new();
        let seen = comparison.check_feeds("whole", Ok(21), BODY, &config, || [BODY].into_iter());
        let detail = seen.expect_err("the data differ");
        let expected = "after 0 lines alike\n  expected: data \"hallo\"\n  expected: done 21\
                        \n      seen: data \"hello\"\n      seen: trailer name=\"A\" value=\"b\"\
                        \n      seen: end body_len=\"5\"\n      seen: (1 more lines)\
                        \n  input \"5\\r\\nhello\\r\\n0\\r\\nA: b\\r\\n\\r\\nrest\"";
        assert!(detail.starts_with(expected), "{detail}");
        assert!(detail.ends_with("whole"), "{detail}");
    }

    #[test]
    fn another_end_is_a_difference() {
        let mut comparison = Comparison::new();
        let config = Config::new();
        assert_eq!(comparison.check(BODY, &config, &[2]), Ok(()));
        let expected = Ok(22);
        let seen = comparison.check_feeds("cut", expected, BODY, &config, || BODY.chunks(3));
        let detail = seen.expect_err("the body ends at 21");
        assert!(
            detail.contains("expected: done 22\n      seen: done 21"),
            "{detail}"
        );
    }
}
