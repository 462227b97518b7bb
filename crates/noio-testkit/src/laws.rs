//! The laws that every streaming decoder keeps, and whether one does.
//!
//! 1. *Drain.* `None` means that the input is empty, or that the stream is done and the rest of
//!    the input untouched. A call without input and with nothing pending changes nothing.
//! 2. *Progress.* Every event takes at least one byte or follows a byte just taken.
//! 3. *Split-blind.* However the bytes are cut, the log is the same: events, error, offset, and
//!    what `finish` says.
//! 4. *Sticky.* After an error every call gives the same error and takes nothing more.
//! 5. *Bounded.* The heap held grows with the bytes received and stays within what the limits
//!    allow, and is given back when nothing is pending. What is allocated in all is linear in the
//!    bytes.
//! 6. *Round trip.* What was encoded decodes to the same value in its normal form, and nothing
//!    else; the encoded length is exact.
//! 7. *Total.* No panic, for any bytes.
//! 8. *In place.* Decoding in the caller's buffer gives the same log, and leaves octets that are
//!    not taken as they were.
//!
//! Law 5 needs the feature `heap`. Of time it says nothing: that is for benches.

use core::{fmt, mem};

use crate::{
    Decode, DecodeInPlace, Log, cuts,
    diff::{difference, shortened},
    log::escape,
    run::{Run, run, total},
};

/// One of the laws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Law {
    /// Law 1.
    Drain,
    /// Law 2.
    Progress,
    /// Law 3.
    SplitBlind,
    /// Law 4.
    Sticky,
    /// Law 5.
    Bounded,
    /// Law 6.
    RoundTrip,
    /// Law 7.
    Total,
    /// Law 8.
    InPlace,
}

impl fmt::Display for Law {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Drain => "law 1, drain",
            Self::Progress => "law 2, progress",
            Self::SplitBlind => "law 3, split-blind",
            Self::Sticky => "law 4, sticky",
            Self::Bounded => "law 5, bounded",
            Self::RoundTrip => "law 6, round trip",
            Self::Total => "law 7, total",
            Self::InPlace => "law 8, in place",
        })
    }
}

/// A law that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Which one.
    pub law: Law,
    /// On what input, cut how, and what was expected and seen.
    pub detail: String,
}

impl Broken {
    pub(crate) fn new(law: Law, detail: impl Into<String>) -> Self {
        Self {
            law,
            detail: detail.into(),
        }
    }

    /// Adds the input and the cuts to the detail.
    pub(crate) fn under(self, bytes: &[u8], cuts: &[usize]) -> Self {
        let detail = format!(
            "{}\n  input {}\n  {}",
            self.detail,
            shortened(&escape(bytes)),
            cutting(bytes, cuts)
        );
        Self::new(self.law, detail)
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.law, self.detail)
    }
}

impl core::error::Error for Broken {}

/// Runs a decoder over `bytes` in one feed, byte by byte, cut at `cuts` (see the module [`cuts`]),
/// and both of these with empty feeds between, and checks the laws 1 to 5 and 7.
///
/// # Errors
///
/// The first law that does not hold.
pub fn check_laws<D: Decode>(
    make: impl Fn() -> D,
    bytes: &[u8],
    cuts: &[usize],
) -> Result<(), Broken> {
    let whole = run(&make, bytes, &[])?;
    let bytewise = cuts::bytewise(bytes.len());
    let with_empty_feeds = [
        cuts::with_empty_feeds(&bytewise, bytes.len()),
        cuts::with_empty_feeds(cuts, bytes.len()),
    ];
    for cuts in [&bytewise, cuts]
        .into_iter()
        .chain(with_empty_feeds.iter().map(Vec::as_slice))
    {
        let cut = run(&make, bytes, cuts)?;
        check_same(Law::SplitBlind, &whole, &cut, bytes, cuts)?;
    }
    Ok(())
}

/// Runs a decoder in place over `bytes` in one feed, byte by byte and cut at `cuts`, and checks
/// law 8, and 1, 4 and 7 for this mode.
///
/// # Errors
///
/// The first law that does not hold.
pub fn check_in_place<D: DecodeInPlace>(
    make: impl Fn() -> D,
    bytes: &[u8],
    cuts: &[usize],
) -> Result<(), Broken> {
    for cuts in [&[], &*cuts::bytewise(bytes.len()), cuts] {
        let expected = run(&make, bytes, cuts)?;
        let seen = run_in_place(&make, bytes, cuts).map_err(|broken| broken.under(bytes, cuts))?;
        check_same(Law::InPlace, &expected, &seen, bytes, cuts)?;
    }
    Ok(())
}

/// Encodes a value, decodes what came of it, and checks law 6.
///
/// `encode` appends to what is there already. `decode` returns everything that the bytes say:
/// had the encoder let something else in, the value would differ.
///
/// # Errors
///
/// [`Law::RoundTrip`], or [`Law::Total`] on a panic.
pub fn check_round_trip<T: PartialEq + fmt::Debug>(
    encoded_len: usize,
    encode: impl FnOnce(&mut Vec<u8>),
    decode: impl FnOnce(&[u8]) -> T,
    normal_form: &T,
) -> Result<(), Broken> {
    const BEFORE: &[u8] = b"before";
    let mut out = BEFORE.to_vec();
    total(|| encode(&mut out))?;
    let Some(encoded) = out.strip_prefix(BEFORE) else {
        let detail = format!("the output was not appended to: {}", escape(&out));
        return Err(Broken::new(Law::RoundTrip, detail));
    };
    let shown = shortened(&escape(encoded));
    if encoded.len() != encoded_len {
        let detail = format!(
            "encoded_len is {encoded_len}, but {} bytes came: {shown}",
            encoded.len()
        );
        return Err(Broken::new(Law::RoundTrip, detail));
    }
    let decoded = total(|| decode(encoded))?;
    if decoded != *normal_form {
        let detail =
            format!("expected {normal_form:?}\n  seen     {decoded:?}\n  encoded  {shown}");
        return Err(Broken::new(Law::RoundTrip, detail));
    }
    Ok(())
}

/// Checks that two runs over `bytes`, the second of them cut at `cuts`, say the same.
fn check_same(
    law: Law,
    expected: &Run,
    seen: &Run,
    bytes: &[u8],
    cuts: &[usize],
) -> Result<(), Broken> {
    if expected == seen {
        return Ok(());
    }
    let detail = difference(&expected.lines(), &seen.lines());
    Err(Broken::new(law, detail).under(bytes, cuts))
}

fn run_in_place<D: DecodeInPlace>(
    make: &impl Fn() -> D,
    bytes: &[u8],
    cuts: &[usize],
) -> Result<Run, Broken> {
    let mut decoder = total(make)?;
    let mut log = Log::new();
    let mut taken = 0;
    for feed in cuts::feeds(bytes, cuts) {
        let mut buffer = feed.to_vec();
        let mut input = buffer.as_mut_slice();
        // An event takes a byte or follows one, so twice as many calls and one more must do.
        for _ in 0..=2 * feed.len() + 1 {
            let before = input.to_vec();
            let progress = match total(|| decoder.decode_in_place(input, &mut log))? {
                Ok(progress) => progress,
                Err(failure) => {
                    let again = total(|| decoder.decode_in_place(input, &mut log))?;
                    if again != Err(failure) {
                        let detail = format!("decode_in_place gave {again:?} after {failure}");
                        return Err(Broken::new(Law::Sticky, detail));
                    }
                    return Ok(Run {
                        log,
                        failure: Some(failure),
                        done_at: None,
                    });
                }
            };
            let Some(rest) = mem::take(&mut input).get_mut(progress.taken..) else {
                let detail = format!("{} octets of {} were taken", progress.taken, before.len());
                return Err(Broken::new(Law::InPlace, detail));
            };
            if *rest != before[progress.taken..] {
                let detail = format!(
                    "behind {} octets taken, {} became {}",
                    progress.taken,
                    shortened(&escape(&before)),
                    shortened(&escape(rest)),
                );
                return Err(Broken::new(Law::InPlace, detail));
            }
            taken += progress.taken as u64;
            input = rest;
            if !progress.yielded {
                break;
            }
        }
        if !input.is_empty() && !decoder.is_done() {
            let detail = format!(
                "decode_in_place left {} octets, and is not done",
                input.len()
            );
            return Err(Broken::new(Law::Drain, detail));
        }
    }
    let done_at = decoder.is_done().then_some(taken);
    let failure = total(|| decoder.finish(&mut log))?.err();
    Ok(Run {
        log,
        failure,
        done_at: done_at.filter(|_| failure.is_none()),
    })
}

/// The cuts, in words where there are words.
fn cutting(bytes: &[u8], cuts: &[usize]) -> String {
    if cuts.is_empty() {
        "whole".into()
    } else if cuts == cuts::bytewise(bytes.len()) {
        "byte by byte".into()
    } else {
        format!("cut at {}", shortened(&format!("{cuts:?}")))
    }
}
