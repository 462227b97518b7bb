//! A decoder beside the reference.

use core::fmt;

use crate::{
    Decode, DecodeInPlace, Failure, Log, cuts,
    diff::{difference, shortened},
    log::escape,
    run::Run,
};

/// The longest input that is shown whole: what two decoders differ in may lie anywhere in it.
const MAX_SHOWN_LEN: usize = 4096;

/// How a codec is set up, for a [`Comparison`].
pub trait Compare: fmt::Debug {
    /// The decoder.
    type Decoder: Decode;

    /// A decoder that is set up like this.
    fn decoder(&self) -> Self::Decoder;

    /// The decoder as one that works in place. `None`: it has no such mode.
    fn in_place(decoder: &mut Self::Decoder) -> Option<&mut dyn DecodeInPlace>;

    /// Decodes the whole input with the reference, set up the same, and logs what it says.
    ///
    /// Returns the offset behind the protocol's own end, if that was reached.
    ///
    /// # Errors
    ///
    /// The first rule that the input breaks.
    fn reference(&self, input: &[u8], log: &mut Log) -> Result<Option<u64>, Failure>;
}

/// Compares decoders with their reference, input after input, with the same buffers for all.
#[derive(Debug, Default)]
pub struct Comparison {
    expected: Run,
    seen: Run,
    /// What a decoder in place works in.
    buffer: Vec<u8>,
}

impl Comparison {
    /// A comparison.
    pub fn new() -> Self {
        Self::default()
    }

    /// Compares what a decoder says of an input in one feed, byte by byte and cut at `cuts`, each
    /// of them on read-only input and, if it can, in place.
    ///
    /// # Errors
    ///
    /// The first difference.
    pub fn check(
        &mut self,
        input: &[u8],
        setup: &impl Compare,
        cuts: &[usize],
    ) -> Result<(), String> {
        self.check_uncut(input, setup)?;
        if cuts.is_empty() {
            return Ok(());
        }
        self.check_cut(input, setup, cuts)
    }

    /// Compares as [`check`](Self::check) does, and on an input that is cut in two, at every place.
    ///
    /// # Errors
    ///
    /// The first difference.
    pub fn check_two_way(&mut self, input: &[u8], setup: &impl Compare) -> Result<(), String> {
        self.check_uncut(input, setup)?;
        cuts::two_way(input.len())
            .into_iter()
            .try_for_each(|cut| self.check_cut(input, setup, &[cut]))
    }

    /// Asks the reference, and compares on the input whole and byte by byte.
    fn check_uncut(&mut self, input: &[u8], setup: &impl Compare) -> Result<(), String> {
        self.expected.record(|log| setup.reference(input, log));
        self.check_feeds("whole", input, setup, || [input].into_iter())?;
        self.check_feeds("byte by byte", input, setup, || input.chunks(1))
    }

    /// Compares on the input cut at `cuts`, with what the reference has said of it.
    fn check_cut(
        &mut self,
        input: &[u8],
        setup: &impl Compare,
        cuts: &[usize],
    ) -> Result<(), String> {
        self.check_feeds("cut", input, setup, || cuts::feeds(input, cuts))
            .map_err(|detail| format!("{detail}\n  at {cuts:?}"))
    }

    fn check_feeds<'i, S: Compare, F: Iterator<Item = &'i [u8]>>(
        &mut self,
        cutting: &str,
        input: &[u8],
        setup: &S,
        feeds: impl Fn() -> F,
    ) -> Result<(), String> {
        self.seen
            .record(|log| decode(&mut setup.decoder(), feeds(), log));
        self.check_seen(cutting, input, setup)?;

        let mut decoder = setup.decoder();
        let Some(decoder) = S::in_place(&mut decoder) else {
            return Ok(());
        };
        let buffer = &mut self.buffer;
        self.seen
            .record(|log| decode_in_place(decoder, feeds(), buffer, log));
        self.check_seen("in place", input, setup)
            .map_err(|detail| format!("{detail}, {cutting}"))
    }

    fn check_seen(&self, cutting: &str, input: &[u8], setup: &impl Compare) -> Result<(), String> {
        if self.expected == self.seen {
            return Ok(());
        }
        let mut shown = escape(input);
        if input.len() > MAX_SHOWN_LEN {
            shown = shortened(&shown);
        }
        Err(format!(
            "{}\n  input {shown}\n  {setup:?}\n  {cutting}",
            difference(&self.expected.lines(), &self.seen.lines())
        ))
    }
}

fn decode<'i>(
    decoder: &mut impl Decode,
    feeds: impl Iterator<Item = &'i [u8]>,
    log: &mut Log,
) -> Result<Option<u64>, Failure> {
    for mut input in feeds {
        while decoder.decode(&mut input, log)?.is_some() {}
        if !input.is_empty() {
            // What is left is behind the end; else the position tells.
            break;
        }
    }
    decoder.finish(log)?;
    Ok(decoder.is_done().then(|| decoder.position()))
}

fn decode_in_place<'i>(
    decoder: &mut dyn DecodeInPlace,
    feeds: impl Iterator<Item = &'i [u8]>,
    buffer: &mut Vec<u8>,
    log: &mut Log,
) -> Result<Option<u64>, Failure> {
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
