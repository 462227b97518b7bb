//! Heads that the input cuts.

use alloc::vec::Vec;
use core::mem;

use super::{
    Config,
    grammar::{Grammar, HeadErrorKind, Side},
};

/// What is wrong with the octets of a head, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct HeadError {
    pub(super) kind: HeadErrorKind,
    pub(super) offset: u64,
}

/// Collects heads that do not lie whole in the input.
#[derive(Clone)]
pub(super) struct HeadDecoder {
    side: Side,
    config: Config,
    grammar: Grammar,
    /// The head, as far as it has come.
    octets: Vec<u8>,
    /// The octets of all heads so far.
    position: usize,
    /// How many octets were looked at.
    #[cfg(test)]
    pub(super) steps: core::cell::Cell<usize>,
}

impl HeadDecoder {
    pub(super) const fn new(side: Side, config: Config) -> Self {
        Self {
            side,
            config,
            grammar: Grammar::new(side, config.max_field_count),
            octets: Vec::new(),
            position: 0,
            #[cfg(test)]
            steps: core::cell::Cell::new(0),
        }
    }

    pub(super) const fn config(&self) -> Config {
        self.config
    }

    pub(super) const fn position(&self) -> u64 {
        self.position as u64
    }

    /// The offset of the octet that was taken last.
    pub(super) const fn last_offset(&self) -> u64 {
        self.position.saturating_sub(1) as u64
    }

    /// As much of `input` as a head may have that begins there. None if one has begun before.
    pub(super) fn whole<'i>(&mut self, input: &'i [u8]) -> Option<&'i [u8]> {
        if !self.octets.is_empty() {
            return None;
        }
        let room = self.config.max_head_len.saturating_sub(self.position);
        let octets = input.get(..room).unwrap_or(input);
        self.count(octets.len());
        Some(octets)
    }

    /// Takes a head that lies in `input` and was found legal.
    pub(super) fn take_whole(&mut self, input: &mut &[u8], len: usize) {
        self.position += len;
        *input = input.get(len..).unwrap_or_default();
    }

    /// Takes what belongs to the head from the front of `input`. True if the head is whole then.
    pub(super) fn take(&mut self, input: &mut &[u8]) -> Result<bool, HeadError> {
        let mut rest = *input;
        let mut len = 0;
        while let [octet, behind @ ..] = rest {
            let room = self.config.max_head_len.saturating_sub(self.position);
            let run_len = self.grammar.run_len(rest.get(..room).unwrap_or(rest));
            if let Some((_, behind)) = rest.split_at_checked(run_len)
                && run_len > 0
            {
                self.count(run_len);
                self.position += run_len;
                len += run_len;
                rest = behind;
                continue;
            }
            rest = behind;
            let taken = if room == 0 {
                Err(HeadErrorKind::TooLong)
            } else {
                self.grammar.take(*octet)
            };
            if let Err(kind) = taken {
                *input = input.get(len..).unwrap_or_default();
                self.restart();
                return Err(HeadError {
                    kind,
                    offset: self.position(),
                });
            }
            self.count(1);
            self.position += 1;
            len += 1;
            if self.grammar.is_done() {
                break;
            }
        }
        if let Some((taken, rest)) = input.split_at_checked(len) {
            self.octets.extend_from_slice(taken);
            *input = rest;
        }
        Ok(self.grammar.is_done())
    }

    /// Takes an octet that no event and no error can come of, if it is one and there is room. An
    /// answer that may be a whole request costs more than such an octet.
    #[inline]
    pub(super) fn absorb(&mut self, octet: u8) -> bool {
        let has_room =
            self.position < self.config.max_head_len && self.octets.len() < self.octets.capacity();
        let is_absorbed = has_room && self.grammar.is_within_run(octet);
        if is_absorbed {
            self.octets.push(octet);
            self.position += 1;
            self.count(1);
        }
        is_absorbed
    }

    /// The head that [`take`](Self::take) has found whole.
    pub(super) fn octets(&self) -> &[u8] {
        self.count(self.octets.len());
        &self.octets
    }

    /// The end of the input, which is an error within a head. Gives the memory back.
    pub(super) fn finish(&mut self) -> HeadError {
        self.restart();
        HeadError {
            kind: HeadErrorKind::Truncated,
            offset: self.position(),
        }
    }

    /// That many octets are looked at.
    #[inline]
    #[cfg_attr(
        not(test),
        expect(clippy::unused_self, reason = "counted in tests alone")
    )]
    fn count(&self, _octets: usize) {
        #[cfg(test)]
        self.steps.set(self.steps.get() + _octets);
    }

    /// Makes ready for the next head, and gives the memory back.
    pub(super) fn restart(&mut self) {
        self.grammar = Grammar::new(self.side, self.config.max_field_count);
        drop(mem::take(&mut self.octets));
    }
}
