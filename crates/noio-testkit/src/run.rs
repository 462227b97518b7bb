//! One run of a decoder over an input that is cut in one way.
//!
//! Every call is checked against the laws that one run can show broken.

use core::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

use crate::{
    Decode, Failure, Log, cuts, heap,
    laws::{Broken, Law},
};

/// Bytes that a decoder may hold whatever it has received: the smallest sizes of a few buffers.
const HELD_SLACK: u64 = 64;

/// How much may be allocated in all for each byte that may be held: buffers that double as they
/// grow allocate twice their size, and a payload may move once.
const ALLOCATED_PER_HELD: u64 = 4;

/// What came out.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) log: Log,
    pub(crate) failure: Option<Failure>,
    /// Where the protocol's own end was reached, if it was.
    pub(crate) done_at: Option<u64>,
}

impl Run {
    /// Puts in place of this run what `decode` logs and returns: the failure, or where the
    /// protocol's own end was reached. The log keeps its memory.
    pub(crate) fn record(&mut self, decode: impl FnOnce(&mut Log) -> Result<Option<u64>, Failure>) {
        self.log.clear();
        (self.done_at, self.failure) = match decode(&mut self.log) {
            Ok(done_at) => (done_at, None),
            Err(failure) => (None, Some(failure)),
        };
    }

    /// The log, with its end.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines = self.log.lines();
        lines.extend(self.failure.map(|failure| failure.to_string()));
        lines.extend(self.done_at.map(|at| format!("done {at}")));
        lines
    }
}

/// Runs a new decoder over `bytes`.
pub(crate) fn run<D: Decode>(
    make: &impl Fn() -> D,
    bytes: &[u8],
    cuts: &[usize],
) -> Result<Run, Broken> {
    Running::start(make)
        .and_then(|running| running.run(bytes, cuts))
        .map_err(|broken| broken.under(bytes, cuts))
}

/// Bytes for a decoder that has failed or is done: some of them are legal in any protocol.
pub(crate) fn other_bytes() -> Vec<u8> {
    (0..=u8::MAX).collect()
}

/// Calls a decoder.
///
/// # Errors
///
/// [`Law::Total`] if it panics.
pub(crate) fn total<T>(call: impl FnOnce() -> T) -> Result<T, Broken> {
    catch_unwind(AssertUnwindSafe(call)).map_err(|panic| {
        let message = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("no message");
        Broken::new(Law::Total, format!("panic: {message}"))
    })
}

struct Running<D> {
    decoder: D,
    log: Log,
    /// Bytes held by a decoder that has received nothing.
    held_at_start: i64,
    held: i64,
    allocated: u64,
    /// Bytes taken.
    taken: u64,
    /// Whether the last event took no bytes.
    is_last_bare: bool,
}

/// What one call did.
enum Step {
    Event,
    NeedsMore,
    Failed(Failure),
}

impl<D: Decode> Running<D> {
    fn start(make: &impl Fn() -> D) -> Result<Self, Broken> {
        let (decoder, usage) = total(|| heap::measure(make))?;
        let running = Self {
            decoder,
            log: Log::new(),
            held_at_start: usage.held,
            held: usage.held,
            allocated: 0,
            taken: 0,
            is_last_bare: true,
        };
        running.check_at_rest()?;
        Ok(running)
    }

    fn run(mut self, bytes: &[u8], cuts: &[usize]) -> Result<Run, Broken> {
        for feed in cuts::feeds(bytes, cuts) {
            let mut input = feed;
            loop {
                match self.step(&mut input)? {
                    Step::Event => {}
                    Step::NeedsMore => break,
                    Step::Failed(failure) => return self.failed(failure, input),
                }
            }
            self.check_idle_call()?;
        }
        let done_at = self.decoder.is_done().then_some(self.taken);
        let log = &mut self.log;
        match total(|| self.decoder.finish(log))? {
            Ok(()) => Ok(Run {
                log: self.log,
                failure: None,
                done_at,
            }),
            Err(failure) => self.failed(failure, &[]),
        }
    }

    fn step(&mut self, input: &mut &[u8]) -> Result<Step, Broken> {
        let before = *input;
        let was_done = self.decoder.is_done();
        let (result, usage) =
            total(|| heap::measure(|| self.decoder.decode(input, &mut self.log)))?;
        let taken = match before.len().checked_sub(input.len()) {
            Some(taken) if before[taken..].as_ptr() == input.as_ptr() => taken,
            _ => {
                return Err(Broken::new(
                    Law::Drain,
                    "input is not the rest of what it was",
                ));
            }
        };
        self.taken += taken as u64;
        self.held += usage.held;
        self.allocated += usage.allocated;
        // A call that fails may leave what it has looked at.
        let looked_at = if result.is_err() { input.len() } else { 0 };
        self.check_bounds(self.taken + looked_at as u64)?;
        let step = match result {
            Ok(Some(())) => {
                if taken == 0 && self.is_last_bare {
                    let detail = "two events in a row took no byte, or the first one took none";
                    return Err(Broken::new(Law::Progress, detail));
                }
                self.is_last_bare = taken == 0;
                Step::Event
            }
            Ok(None) => {
                if taken > 0 {
                    self.is_last_bare = false;
                }
                self.check_drained(input.len())?;
                self.check_at_rest()?;
                Step::NeedsMore
            }
            Err(failure) => return Ok(Step::Failed(failure)),
        };
        if was_done && (taken > 0 || matches!(step, Step::Event)) {
            return Err(Broken::new(Law::Drain, "went on after is_done"));
        }
        let position = self.decoder.position();
        if position != self.taken {
            let detail = format!("position is {position} after {} bytes", self.taken);
            return Err(Broken::new(Law::Drain, detail));
        }
        Ok(step)
    }

    fn check_drained(&self, left: usize) -> Result<(), Broken> {
        if left > 0 && !self.decoder.is_done() {
            let detail = format!("None with {left} bytes left, and not done");
            return Err(Broken::new(Law::Drain, detail));
        }
        Ok(())
    }

    /// Nothing is pending, so a call without input changes nothing.
    fn check_idle_call(&mut self) -> Result<(), Broken> {
        let (len, position) = (self.log.len(), self.decoder.position());
        match self.step(&mut &[][..])? {
            Step::NeedsMore if (len, position) == (self.log.len(), self.decoder.position()) => {
                Ok(())
            }
            _ => {
                let detail = "a call without input after None was not without effect";
                Err(Broken::new(Law::Drain, detail))
            }
        }
    }

    fn check_bounds(&self, received: u64) -> Result<(), Broken> {
        let bound = self.decoder.heap_bound();
        let may_hold = match bound.per_byte as u64 {
            0 => 0,
            per_byte => per_byte * received + HELD_SLACK,
        };
        let held = self.held - self.held_at_start;
        if held > may_hold.cast_signed() {
            let detail = format!("holds {held} bytes after {received} bytes of input");
            return Err(Broken::new(Law::Bounded, detail));
        }
        if let Some(at_most) = bound.at_most
            && u64::try_from(held).is_ok_and(|held| held > at_most as u64)
        {
            let detail = format!("holds {held} bytes, and the limits allow {at_most}");
            return Err(Broken::new(Law::Bounded, detail));
        }
        if self.allocated > may_hold * ALLOCATED_PER_HELD {
            let detail = format!(
                "has allocated {} bytes for {received} bytes of input",
                self.allocated
            );
            return Err(Broken::new(Law::Bounded, detail));
        }
        Ok(())
    }

    fn check_at_rest(&self) -> Result<(), Broken> {
        match self.decoder.heap_bound().at_rest {
            Some(bound) if heap::IS_MEASURED && self.held > (bound as u64).cast_signed() => {
                let detail = format!(
                    "holds {} bytes with nothing pending, more than {bound}",
                    self.held
                );
                Err(Broken::new(Law::Bounded, detail))
            }
            _ => Ok(()),
        }
    }

    /// Every later call gives the same error and takes nothing.
    fn failed(mut self, failure: Failure, rest: &[u8]) -> Result<Run, Broken> {
        let (len, position) = (self.log.len(), self.decoder.position());
        for bytes in [rest, &[], &other_bytes(), rest] {
            let mut input = bytes;
            let again = total(|| self.decoder.decode(&mut input, &mut self.log))?;
            if again != Err(failure) {
                let detail = format!("decode gave {again:?} after {failure}");
                return Err(Broken::new(Law::Sticky, detail));
            }
            if input.len() != bytes.len() || position != self.decoder.position() {
                let detail = format!("decode took bytes after {failure}");
                return Err(Broken::new(Law::Sticky, detail));
            }
            let end = total(|| self.decoder.finish(&mut self.log))?;
            if end != Err(failure) {
                let detail = format!("finish gave {end:?} after {failure}");
                return Err(Broken::new(Law::Sticky, detail));
            }
            if len != self.log.len() {
                let detail = format!("events came after {failure}");
                return Err(Broken::new(Law::Sticky, detail));
            }
        }
        Ok(Run {
            log: self.log,
            failure: Some(failure),
            done_at: None,
        })
    }
}
