//! The one buffer of a decoder: a message that does not lie whole in the input.

use alloc::{string::String, vec::Vec};
use core::mem;

use crate::{
    Mask,
    utf8::{BadOctet, Completed, CutCharacter},
};

/// How many octets are unmasked before they are checked: so many stay in the fastest cache.
const BLOCK_LEN: usize = 512;

/// Up to this capacity a buffer is kept, however little of it is used.
const MAX_SPARE: usize = 64 * 1_024;

/// How many octets most of the short messages do not have. A block of zeros costs time too.
const SHORT_LEN: usize = 64;

/// Payload as it lies in the input.
#[derive(Debug)]
pub(crate) enum Piece<'i> {
    /// Not masked, or no longer.
    Plain(&'i [u8]),
    /// Masked, with the mask for its first octet.
    Masked(&'i [u8], Mask),
}

/// Text or bytes so far. Only one of the two buffers holds memory.
#[derive(Debug)]
pub(crate) struct Assembly {
    pub(crate) text: String,
    pub(crate) binary: Vec<u8>,
    pub(crate) cut_character: CutCharacter,
}

impl Piece<'_> {
    pub(crate) const fn len(&self) -> usize {
        match self {
            Self::Plain(octets) | Self::Masked(octets, _) => octets.len(),
        }
    }
}

impl Assembly {
    pub(crate) const fn new() -> Self {
        Self {
            text: String::new(),
            binary: Vec::new(),
            cut_character: CutCharacter::new(),
        }
    }

    /// Whether no memory is held.
    #[inline]
    pub(crate) const fn is_free(&self) -> bool {
        self.text.capacity() == 0 && self.binary.capacity() == 0
    }

    /// Gives the memory back.
    pub(crate) fn free(&mut self) {
        self.text = String::new();
        self.binary = Vec::new();
    }

    /// Makes the buffer ready for text.
    pub(crate) fn begin_text(&mut self) {
        self.free_spare();
        self.cut_character.clear();
        self.text.clear();
        if self.binary.capacity() > 0 {
            self.binary.clear();
            // Nothing is always text.
            self.text = String::from_utf8(mem::take(&mut self.binary)).unwrap_or_default();
        }
    }

    /// Makes the buffer ready for bytes.
    pub(crate) fn begin_binary(&mut self) {
        self.free_spare();
        self.binary.clear();
        if self.text.capacity() > 0 {
            self.text.clear();
            self.binary = mem::take(&mut self.text).into_bytes();
        }
    }

    /// Gives the memory back if the last message had much less than there is: else one long message
    /// would be paid for by all the short ones that follow it.
    #[inline]
    fn free_spare(&mut self) {
        let (capacity, len) = match self.text.capacity() {
            0 => (self.binary.capacity(), self.binary.len()),
            capacity => (capacity, self.text.len()),
        };
        if capacity > MAX_SPARE && capacity / 4 > len {
            self.free();
        }
    }

    pub(crate) fn push_binary(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Plain(octets) => self.binary.extend_from_slice(octets),
            Piece::Masked(octets, mut mask) => {
                self.binary.reserve(octets.len());
                mask.copy(octets, &mut self.binary);
            }
        }
    }

    /// Appends what is text of a piece. An octet that is bad is counted from its beginning.
    pub(crate) fn push_text(&mut self, piece: Piece<'_>) -> Result<(), BadOctet> {
        match piece {
            Piece::Plain(octets) => self.push_plain_text(octets),
            Piece::Masked(octets, mask) if octets.len() <= SHORT_LEN => {
                self.push_masked_text::<SHORT_LEN>(octets, mask)
            }
            Piece::Masked(octets, mask) => self.push_masked_text::<BLOCK_LEN>(octets, mask),
        }
    }

    /// Unmasks into a block, and checks that while it is at hand.
    fn push_masked_text<const LEN: usize>(
        &mut self,
        octets: &[u8],
        mut mask: Mask,
    ) -> Result<(), BadOctet> {
        self.text.reserve(octets.len());
        let mut block = [0; LEN];
        let mut done = 0;
        for masked in octets.chunks(LEN) {
            let (plain, _) = block.split_at_mut(masked.len());
            plain.copy_from_slice(masked);
            mask.apply(plain);
            self.push_plain_text(plain)
                .map_err(|BadOctet(place)| BadOctet(done + place))?;
            done += masked.len();
        }
        Ok(())
    }

    fn push_plain_text(&mut self, octets: &[u8]) -> Result<(), BadOctet> {
        let mut taken = 0;
        if !self.cut_character.is_empty() {
            match self.cut_character.complete(octets)? {
                Completed::NeedsMore => return Ok(()),
                Completed::Character(len) => {
                    self.text.push_str(self.cut_character.whole());
                    taken = len;
                }
            }
        }
        let rest = octets.get(taken..).unwrap_or_default();
        let (text, result) = self.cut_character.split(rest);
        self.text.push_str(text);
        result.map_err(|BadOctet(place)| BadOctet(taken + place))
    }
}
