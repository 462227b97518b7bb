//! A small protocol with a decoder that can be told to break one law.
//!
//! A stream is a list of records. A size octet of 1 to 127 begins a record of so many octets that
//! is handed out whole, but for what is behind its first [`MAX_LEN`] octets; one of 128 to 255 a
//! record of 128 octets fewer that is handed out in pieces; 0 ends the stream. The octets of a
//! record are masked with [`MASK`]. The octet 0xFF is not allowed in them.

use core::mem;

use noio_testkit::{Decode, DecodeInPlace, Failure, HeapBound, Log, Progress};

/// What is XORed into the octets of a record.
pub(crate) const MASK: u8 = 0x20;

/// How many octets of a record are handed out, if it is handed out whole.
pub(crate) const MAX_LEN: usize = 32;

/// A way to break a law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Defect {
    /// Leaves the octets of a record that is not whole to the caller.
    LeavesInput,
    /// Counts only the octets of records in its position.
    MiscountsPosition,
    /// Takes octets behind the end of the stream.
    ReadsOn,
    /// Answers `None` before it hands out the end, and hands it out on the next call.
    HoldsBack,
    /// Makes up an event, again and again, after the first record.
    MakesUpEvents,
    /// Hands out the parts of a cut record as records.
    SplitsRecords,
    /// Places an error at the end of the feed.
    MisplacesErrors,
    /// Forgets its errors.
    ForgetsErrors,
    /// Repeats its errors, and takes all input with each of them.
    TakesAfterError,
    /// Forgets that the stream was cut short.
    ForgetsTruncation,
    /// Allocates room for the size that the peer declares.
    TrustsSizes,
    /// Holds also those octets of a record that it does not hand out.
    IgnoresLimit,
    /// Keeps its buffer when the record is over.
    KeepsScratch,
    /// Copies all that it has of a record whenever more comes.
    CopiesAgain,
    /// Panics at an exclamation mark.
    Panics,
    /// In place, changes the octet behind those that it takes.
    TouchesRest,
    /// In place, leaves the octets that it hands out masked.
    StaysMasked,
}

pub(crate) struct Toy {
    defect: Option<Defect>,
    state: State,
    scratch: Vec<u8>,
    position: u64,
    failure: Option<Failure>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Size,
    Whole(usize),
    Pieces(usize),
    Ending,
    Done,
}

impl Toy {
    pub(crate) fn new(defect: Option<Defect>) -> Self {
        Self {
            defect,
            state: State::Size,
            scratch: Vec::new(),
            position: 0,
            failure: None,
        }
    }

    fn has(&self, defect: Defect) -> bool {
        self.defect == Some(defect)
    }

    fn count(&mut self, taken: usize) {
        let counts = !self.has(Defect::MiscountsPosition) || self.state != State::Size;
        self.position += if counts { taken as u64 } else { 0 };
    }

    fn begin_record(&mut self, size: u8) {
        self.state = match size {
            0 if self.has(Defect::HoldsBack) => State::Ending,
            0 => State::Done,
            1..=127 => State::Whole(size.into()),
            128.. => State::Pieces(usize::from(size) - 128),
        };
        if self.has(Defect::TrustsSizes) {
            self.scratch.reserve(usize::from(size) * 100);
        }
    }

    /// Takes octets of a record, at most `left`, and returns them unmasked.
    fn take_octets(&mut self, left: usize, input: &mut Input<'_>) -> Result<Vec<u8>, Failure> {
        let input_len = input.octets().len();
        let octets = &input.octets()[..left.min(input_len)];
        let len = match octets.iter().position(|&octet| octet == 0xff) {
            Some(0) if self.has(Defect::MisplacesErrors) => {
                return Err(self.fail("bad-octet", self.position + input_len as u64));
            }
            Some(0) => return Err(self.fail("bad-octet", self.position)),
            Some(len) => len,
            None => octets.len(),
        };
        self.count(len);
        let octets = input.take_unmasked(len, self.has(Defect::StaysMasked));
        let is_exclaimed = octets.contains(&b'!');
        assert!(!(self.has(Defect::Panics) && is_exclaimed), "exclaimed");
        Ok(octets)
    }

    fn advance(&mut self, input: &mut Input<'_>, log: &mut Log) -> Result<Option<()>, Failure> {
        if let Some(failure) = self.failure {
            if self.has(Defect::TakesAfterError) {
                let len = input.octets().len();
                self.count(len);
                input.skip(len);
            }
            return Err(failure);
        }
        if self.has(Defect::MakesUpEvents) && self.position > 2 && self.state == State::Size {
            log.push("made-up", &[]);
            return Ok(Some(()));
        }
        if self.state == State::Ending {
            self.state = State::Done;
            log.push("end-mark", &[]);
            return Ok(Some(()));
        }
        while let Some(&size) = input.octets().first() {
            match self.state {
                State::Ending => return Ok(None),
                State::Done => {
                    if self.has(Defect::ReadsOn) {
                        self.count(1);
                        input.skip(1);
                    }
                    return Ok(None);
                }
                State::Size => {
                    self.count(1);
                    input.skip(1);
                    self.begin_record(size);
                    match self.state {
                        State::Done => log.push("end-mark", &[]),
                        State::Pieces(_) => log.push("stream", &[]),
                        _ => continue,
                    }
                    return Ok(Some(()));
                }
                State::Pieces(0) => self.state = State::Size,
                State::Pieces(left) => {
                    let octets = self.take_octets(left, input)?;
                    self.state = State::Pieces(left - octets.len());
                    log.push_piece("piece", &octets);
                    return Ok(Some(()));
                }
                State::Whole(left) => {
                    if self.has(Defect::LeavesInput) && left > input.octets().len() {
                        return Ok(None);
                    }
                    let octets = self.take_octets(left, input)?;
                    let len = if self.has(Defect::IgnoresLimit) {
                        octets.len()
                    } else {
                        octets.len().min(MAX_LEN - self.scratch.len())
                    };
                    self.scratch.extend(&octets[..len]);
                    if self.has(Defect::CopiesAgain) {
                        self.scratch = self.scratch.clone();
                    }
                    self.state = State::Whole(left - octets.len());
                    if octets.len() < left && !self.has(Defect::SplitsRecords) {
                        continue;
                    }
                    let len = self.scratch.len().min(MAX_LEN);
                    log.push("record", &[("", &self.scratch[..len])]);
                    if octets.len() == left {
                        self.state = State::Size;
                    }
                    if self.has(Defect::KeepsScratch) {
                        self.scratch.clear();
                    } else {
                        self.scratch = Vec::new();
                    }
                    return Ok(Some(()));
                }
            }
        }
        Ok(None)
    }

    fn fail(&mut self, kind: &'static str, offset: u64) -> Failure {
        let failure = Failure { kind, offset };
        if !self.has(Defect::ForgetsErrors) {
            self.failure = Some(failure);
        }
        failure
    }
}

impl Decode for Toy {
    fn decode(&mut self, input: &mut &[u8], log: &mut Log) -> Result<Option<()>, Failure> {
        let mut rest = Input::Shared(input);
        let result = self.advance(&mut rest, log);
        let taken = input.len() - rest.octets().len();
        *input = &input[taken..];
        result
    }

    fn finish(&mut self, log: &mut Log) -> Result<(), Failure> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        if !matches!(self.state, State::Size | State::Pieces(0) | State::Done) {
            if self.has(Defect::ForgetsTruncation) {
                self.state = State::Size;
                let offset = self.position;
                return Err(Failure {
                    kind: "truncated",
                    offset,
                });
            }
            return Err(self.fail("truncated", self.position));
        }
        log.push("end", &[]);
        Ok(())
    }

    fn is_done(&self) -> bool {
        self.state == State::Done
    }

    fn position(&self) -> u64 {
        self.position
    }

    fn heap_bound(&self) -> HeapBound {
        HeapBound {
            per_byte: 2,
            at_most: Some(2 * MAX_LEN),
            at_rest: (!matches!(self.state, State::Whole(_))).then_some(0),
        }
    }
}

impl DecodeInPlace for Toy {
    fn decode_in_place(&mut self, input: &mut [u8], log: &mut Log) -> Result<Progress, Failure> {
        let len = input.len();
        let mut rest = Input::Exclusive(&mut *input);
        let yielded = self.advance(&mut rest, log)?.is_some();
        let taken = len - rest.octets().len();
        if self.has(Defect::TouchesRest)
            && let Some(octet) = input.get_mut(taken)
        {
            *octet ^= MASK;
        }
        Ok(Progress { taken, yielded })
    }
}

/// What is left of a feed, to be read only or to be decoded where it lies.
enum Input<'i> {
    Shared(&'i [u8]),
    Exclusive(&'i mut [u8]),
}

impl Input<'_> {
    fn octets(&self) -> &[u8] {
        match self {
            Self::Shared(octets) => octets,
            Self::Exclusive(octets) => octets,
        }
    }

    fn skip(&mut self, len: usize) {
        match self {
            Self::Shared(octets) => *octets = &octets[len..],
            Self::Exclusive(octets) => *octets = &mut mem::take(octets)[len..],
        }
    }

    /// Takes octets of a record. Those of an exclusive input are unmasked in the buffer, or left
    /// as they are if `stays_masked`.
    fn take_unmasked(&mut self, len: usize, stays_masked: bool) -> Vec<u8> {
        let octets = match self {
            Self::Shared(octets) => octets[..len].iter().map(|octet| octet ^ MASK).collect(),
            Self::Exclusive(octets) => {
                let octets = &mut octets[..len];
                if !stays_masked {
                    octets.iter_mut().for_each(|octet| *octet ^= MASK);
                }
                octets.to_vec()
            }
        };
        self.skip(len);
        octets
    }
}
